//! Markdown to an article: `CommonMark` with tables, footnotes, task lists and front matter.
//!
//! Raw HTML inside gives its text, as a page would. Struck-out text keeps its tildes: an article has no other sign for
//! it.

mod front_matter;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use url::Url;

use super::article::{Article, BlockKind, MarkKind};
use super::flow::Flow;
use super::given::{Field, Given, is_same_title};
use super::{address, clean, html, lead};

/// The article in a Markdown text: its front matter, its first heading of level 1 as the headline, its blocks.
///
/// Links are resolved against `base` where it's given. Any text will do.
#[must_use]
pub fn parse(text: &str, base: Option<&Url>) -> Article {
    let (mut given, body) = front_matter::take(text);
    let mut reader = Reader {
        flow: Flow::new(),
        base,
        given: &mut given,
        heading: None,
        alt: None,
        raw: None,
        note: None,
        parsed: 0,
    };
    for event in Parser::new_ext(body, options()) {
        reader.read(event);
    }
    let mut article = reader.flow.finish();
    given.fill(&mut article);
    lead::complete(&mut article);
    article
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS
}

/// How many pieces of raw HTML are parsed; a text with more is no text of a person's, and they are left out.
const MOST_RAW: usize = 2000;

/// Reads event after event into blocks.
struct Reader<'a> {
    flow: Flow,
    base: Option<&'a Url>,
    given: &'a mut Given,
    /// The words of a heading that may be the headline.
    heading: Option<String>,
    /// A picture's address and the words in its place, and how many pictures are nested in it.
    alt: Option<(Option<String>, String, u32)>,
    /// The raw HTML of a block.
    raw: Option<String>,
    /// What stands before the first paragraph of a footnote.
    note: Option<String>,
    /// How many pieces of raw HTML have been parsed.
    parsed: usize,
}

impl Reader<'_> {
    fn read(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => {
                self.code(&code);
            }
            Event::Html(raw) => self.raw.get_or_insert_default().push_str(&raw),
            Event::InlineHtml(tag) => self.inline_html(&tag),
            Event::FootnoteReference(label) => self.text(&format!("[{label}]")),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => self.break_line(),
            Event::Rule => self.flow.rule(),
            Event::TaskListMarker(done) => self.text(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.start_paragraph();
            }

            Tag::Heading { level, .. } => self.start_heading(level),
            Tag::BlockQuote(_) => self.flow.enter_quotation(),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.flow.begin(BlockKind::Code);
            }
            Tag::HtmlBlock => self.raw = Some(String::new()),
            Tag::List(start) => self.flow.enter_list(start.map(|start| u32::try_from(start).unwrap_or(u32::MAX))),
            Tag::Item => self.flow.enter_item(None),
            Tag::FootnoteDefinition(label) => self.note = Some(format!("[{label}] ")),
            Tag::Table(_) => self.flow.begin(BlockKind::Table { head: true }),
            Tag::Emphasis => self.flow.open(MarkKind::Emphasis),
            Tag::Strong => self.flow.open(MarkKind::Strong),
            Tag::Link { dest_url, .. } => self.start_link(&dest_url),
            Tag::Image { dest_url, .. } => self.start_picture(&dest_url),
            Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::DefinitionList
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Table | TagEnd::FootnoteDefinition => {
                self.flow.end();
            }
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(_) => self.flow.leave_quotation(),
            TagEnd::HtmlBlock => self.end_raw(),
            TagEnd::List(_) => self.flow.leave_list(),
            TagEnd::Item => self.flow.leave_item(),
            TagEnd::TableHead | TagEnd::TableRow => self.flow.break_line(),
            TagEnd::TableCell => self.flow.end_cell(),
            TagEnd::Emphasis => self.flow.close(&MarkKind::Emphasis),
            TagEnd::Strong => self.flow.close(&MarkKind::Strong),
            TagEnd::Link => self.flow.close(&MarkKind::Link { url: String::new() }),
            TagEnd::Image => self.end_picture(),
            TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => self.flow.end(),
            TagEnd::DefinitionList
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn start_paragraph(&mut self) {
        self.flow.begin_paragraph();
        if let Some(note) = self.note.take() {
            self.flow.text(&note);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, alt, _)) = &mut self.alt {
            alt.push_str(text);
        } else if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        } else {
            self.flow.text(text);
        }
    }

    fn code(&mut self, code: &str) {
        self.flow.open(MarkKind::Code);
        self.text(code);
        self.flow.close(&MarkKind::Code);
    }

    fn break_line(&mut self) {
        if self.alt.is_some() || self.heading.is_some() {
            self.text(" ");
        } else {
            self.flow.break_line();
        }
    }

    fn start_link(&mut self, url: &str) {
        if let Some(url) = address::resolve(url, self.base) {
            self.flow.open(MarkKind::Link { url });
        }
    }

    /// Only the document's first heading of level 1 is looked at, before any text.
    fn start_heading(&mut self, level: HeadingLevel) {
        if level == HeadingLevel::H1 && !self.flow.has_text() {
            self.heading = Some(String::new());
        } else {
            self.flow.begin(BlockKind::Heading { level: level as u8 });
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        if let Some(heading) = self.heading.take() {
            let heading = clean::line(&heading);
            let title = self.given.title.as_deref();
            if title.is_none_or(|title| is_same_title(title, &heading)) {
                self.given.set(Field::Title, &heading);
            } else {
                self.flow.begin(BlockKind::Heading { level: level as u8 });
                self.flow.text(&heading);
            }
        }
        self.flow.end();
    }

    fn start_picture(&mut self, url: &str) {
        match &mut self.alt {
            Some((_, _, nested)) => *nested += 1,
            None => {
                self.alt = Some((address::resolve(url, self.base).as_deref().and_then(address::web), String::new(), 0));
            }
        }
    }

    fn end_picture(&mut self) {
        match &mut self.alt {
            Some((_, _, nested)) if *nested > 0 => *nested -= 1,
            _ => {
                let (url, alt, _) = self.alt.take().unwrap_or_default();
                self.flow.picture(url, &alt);
            }
        }
    }

    /// Of a tag within a line only what it does to the line counts.
    fn inline_html(&mut self, tag: &str) {
        let name = tag.trim_start_matches(['<', '/']).split(|c: char| !c.is_ascii_alphanumeric()).next();
        if name.is_some_and(|name| name.eq_ignore_ascii_case("br")) {
            self.break_line();
        }
    }

    fn end_raw(&mut self) {
        let Some(raw) = self.raw.take() else { return };
        self.parsed += 1;
        if self.parsed <= MOST_RAW {
            html::write(&raw, self.base, &mut self.flow);
        }
    }
}
