//! HTML -> tokens, with the damage mended that feeds do to it.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, EndTag, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};

use super::elements::is_hidden_element;

/// What happens with each token.
pub(super) trait Act {
    fn tag(&mut self, tag: &Tag);
    fn characters(&mut self, text: &str);
}

struct Sink<A>(RefCell<A>);

impl<A: Act> TokenSink for Sink<A> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut act = self.0.borrow_mut();
        match token {
            CharacterTokens(text) => act.characters(&text),
            TagToken(tag) => {
                act.tag(&tag);
                if tag.kind == StartTag {
                    return raw_text(&tag.name);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// How the tokenizer reads on after a start tag (HTML 13.2.6.4, "generic raw text element parsing").
fn raw_text(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" | "style" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

pub(super) fn tokenize<A: Act>(html: &str, act: A) -> A {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(&mended(html)));
    let tokenizer = Tokenizer::new(Sink(RefCell::new(act)), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// Takes out what a parser would take for more than was meant: CDATA marks, an unclosed comment, a "<" that starts no tag.
pub(super) fn mended(html: &str) -> Cow<'_, str> {
    let mut mended = Cow::Borrowed(html);
    if html.contains("<![CDATA[") {
        mended = Cow::Owned(html.replace("<![CDATA[", "").replace("]]>", ""));
    }
    if let Some(at) = mended.rfind("<!--")
        && let Some(comment) = mended.get(at..).filter(|comment| !comment.contains("-->"))
    {
        let after = comment.find('>').map_or("", |end| comment.get(end + 1..).unwrap_or_default());
        mended = Cow::Owned(format!("{}{after}", mended.get(..at).unwrap_or_default()));
    }
    if let Some(at) = mended.rfind('<')
        && let Some(tail) = mended.get(at + 1..).filter(|tail| !tail.contains('>') && !tail.contains('='))
    {
        mended = Cow::Owned(format!("{}&lt;{tail}", mended.get(..at).unwrap_or_default()));
    }
    if mended.contains("<!") {
        mended = declarations_as_text(&mended).into();
    }
    mended
}

/// "<!" starts a comment or a document type, or else is text.
fn declarations_as_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (number, piece) in html.split("<!").enumerate() {
        if number > 0 {
            let is_markup = piece.starts_with("--") || piece.starts_with(|first: char| first.is_ascii_alphabetic());
            text.push_str(if is_markup { "<!" } else { "&lt;!" });
        }
        text.push_str(piece);
    }
    text
}

/// The name without a prefix: XHTML in feeds may be `xhtml:p`.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Skips from a hidden element's start to its end.
#[derive(Default)]
pub(super) struct Hiding {
    inside: Option<Box<str>>,
    depth: u32,
}

impl Hiding {
    /// Whether the tag belongs to something hidden.
    pub(super) fn hides(&mut self, tag: &Tag) -> bool {
        let name = local(&tag.name);
        match (&self.inside, tag.kind) {
            (Some(hidden), StartTag) => {
                self.depth += u32::from(**hidden == *name && !tag.self_closing);
                true
            }
            (Some(hidden), EndTag) => {
                if **hidden == *name {
                    self.depth -= 1;
                    if self.depth == 0 {
                        self.inside = None;
                    }
                }
                true
            }
            (None, StartTag) if is_hidden_element(name) => {
                let raw = matches!(raw_text(name), TokenSinkResult::RawData(_));
                if raw || !tag.self_closing {
                    self.inside = Some(name.into());
                    self.depth = 1;
                }
                true
            }
            (None, _) => is_hidden_element(name),
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.inside.is_some()
    }

    pub(super) fn is_inside(&self, name: &str) -> bool {
        self.inside.as_deref() == Some(name)
    }
}

pub(super) fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}
