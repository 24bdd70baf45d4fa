//! The one entrance for documents: bytes of any kind to an article.
//!
//! It finds out what form a document has and hands it to the parser of that form. It doesn't know where the bytes come
//! from: files, pages and standard input all look the same here.

use std::fmt;

use url::Url;

use super::article::Article;
use super::decode::{self, Decoded};
pub(crate) use super::draft::CUT_OFF;
use super::draft::{MAX_TEXT, cut_notice};
pub use super::html::Extent;
use super::{clean, html, markdown, wire};

/// A document as it came in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Document<'a> {
    /// All of it, or as much as there is.
    pub bytes: &'a [u8],
    /// The file's name, for its extension.
    pub name: Option<&'a str>,
    /// As HTTP's `Content-Type` gives it, with or without a charset.
    pub media_type: Option<&'a str>,
    /// The address that relative links are relative to.
    pub base: Option<&'a str>,
    /// How much of a web page is asked for.
    pub extent: Extent,
}

/// Why a document gives no article. Any text gives one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    /// There is nothing in it but white space.
    Empty,
    /// It isn't text but this: `a PNG picture`.
    Binary(&'static str),
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::Binary(what) => write!(f, "it is not text but {what}"),
        }
    }
}

impl std::error::Error for NotText {}

/// The forms of text that are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Text as it is.
    Plain,
    /// `CommonMark` with tables and front matter.
    Markdown,
    /// A web page or part of one.
    Html,
}

/// How much of a plain or Markdown document is looked at, in bytes.
const MAX_PLAIN: usize = MAX_TEXT;

/// How much of a page is looked at, in bytes: markup takes up most of it.
const MAX_HTML: usize = 8 << 20;

/// The article in a document.
///
/// # Errors
/// Only if the document isn't text at all.
pub fn parse(document: &Document<'_>) -> Result<Article, NotText> {
    let seen = document.bytes.get(..MAX_HTML).unwrap_or(document.bytes);
    let text = match decode::decode(seen, document.media_type.and_then(charset)) {
        Decoded::Binary(what) => return Err(NotText::Binary(what)),
        Decoded::Text(text) => text,
    };
    let form = form(document, &text);
    let shown = if form == Form::Html { text.as_ref() } else { cut_at_paragraph(&text) };
    if clean::is_blank(shown) {
        return Err(NotText::Empty);
    }
    let base = document.base.and_then(|base| Url::parse(base).ok());
    let mut article = match form {
        Form::Plain => wire::parse(shown),
        Form::Markdown => markdown::parse(shown, base.as_ref()),
        Form::Html => html::parse(shown, base.as_ref(), document.extent),
    };
    if shown.len() < text.len() || seen.len() < document.bytes.len() {
        article.notices.retain(|notice| !notice.starts_with(CUT_OFF));
        article.notices.push(cut_notice(shown.len(), document.bytes.len()));
    }
    Ok(article)
}

/// Which form a document has: by its name, else by its media type, else by how its text begins.
#[must_use]
pub fn form(document: &Document<'_>, text: &str) -> Form {
    let extension = document.name.and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    let by_name = extension.and_then(|extension| form_of_extension(&extension.to_ascii_lowercase()));
    let media_type = document.media_type.unwrap_or_default().split(';').next().unwrap_or_default();
    let said = by_name.or_else(|| form_of_media_type(&media_type.trim().to_ascii_lowercase()));
    match said {
        Some(Form::Plain) if begins_as_page(text) => Form::Html,
        Some(form) => form,
        None if begins_as_page(text) || begins_with_tag(text) => Form::Html,
        None if begins_as_markdown(text) => Form::Markdown,
        None => Form::Plain,
    }
}

fn form_of_extension(extension: &str) -> Option<Form> {
    match extension {
        "txt" | "text" | "asc" => Some(Form::Plain),
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdwn" => Some(Form::Markdown),
        "html" | "htm" | "xhtml" | "shtml" | "xht" => Some(Form::Html),
        _ => None,
    }
}

/// `text/plain` says nothing: servers send it for everything.
fn form_of_media_type(media_type: &str) -> Option<Form> {
    match media_type {
        "text/markdown" | "text/x-markdown" => Some(Form::Markdown),
        "text/html" | "application/xhtml+xml" => Some(Form::Html),
        _ => None,
    }
}

fn charset(media_type: &str) -> Option<&str> {
    let mut parameters = media_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset")).map(|(_, value)| value)
}

fn begins_as_page(text: &str) -> bool {
    let start = clean::prefix(text.trim_start(), 2048).to_ascii_lowercase();
    start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || (start.starts_with("<?xml") && start.contains("<html"))
}

/// Whether a text begins with a tag of HTML and has an end tag somewhere near.
fn begins_with_tag(text: &str) -> bool {
    const TAGS: [&str; 31] = [
        "a",
        "article",
        "b",
        "base",
        "blockquote",
        "body",
        "br",
        "center",
        "div",
        "em",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "head",
        "header",
        "i",
        "img",
        "link",
        "main",
        "meta",
        "ol",
        "p",
        "pre",
        "section",
        "span",
        "strong",
        "table",
        "title",
        "ul",
    ];
    let start = clean::prefix(text.trim_start(), 4096).to_ascii_lowercase();
    if start.starts_with("<!--") {
        return start.contains("</");
    }
    let name = start.strip_prefix('<').and_then(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next());
    name.is_some_and(|name| TAGS.contains(&name))
        && (start.contains("</") || start.contains("/>") || start.contains("<p"))
}

/// Whether a text begins with front matter or a heading with a number sign.
fn begins_as_markdown(text: &str) -> bool {
    let mut lines = text.trim_start().lines();
    let (first, second) = (lines.next().unwrap_or_default().trim_end(), lines.next().unwrap_or_default());
    match first {
        "---" => second.contains(':'),
        "+++" => second.contains('='),
        _ => first.starts_with("# ") || first.starts_with("## "),
    }
}

/// As much of a text as is looked at, up to the end of a paragraph, a line or a word.
fn cut_at_paragraph(text: &str) -> &str {
    if text.len() <= MAX_PLAIN {
        return text;
    }
    let whole = clean::prefix(text, MAX_PLAIN);
    let near = |end: &usize| end + (64 << 10) > whole.len();
    let paragraph = whole.rfind("\n\n").filter(near);
    let end = paragraph.or_else(|| whole.rfind('\n').filter(near)).or_else(|| whole.rfind(' ').filter(near));
    end.and_then(|end| whole.get(..end)).unwrap_or(whole)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn parsed(bytes: &[u8]) -> Result<Article, NotText> {
        parse(&Document { bytes, ..Document::default() })
    }

    #[test]
    fn only_data_and_nothing_give_no_article() {
        assert_eq!(parsed(b"\x89PNG\r\n\x1a\n\0\0").unwrap_err().to_string(), "it is not text but a PNG picture");
        for nothing in ["", " \n\t", "\u{feff}", "\u{200b}\u{a0}"] {
            assert_eq!(parsed(nothing.as_bytes()), Err(NotText::Empty));
        }
        assert_eq!(parsed(b"x").unwrap().text, "x");
    }

    #[test]
    fn the_form_is_told_by_name_then_type_then_content() {
        let told = |name: Option<&str>, media_type: Option<&str>, text: &str| {
            form(&Document { name, media_type, ..Document::default() }, text)
        };
        for (name, media_type, text, expected) in [
            (Some("a.md"), Some("text/plain"), "<p>x</p>", Form::Markdown),
            (Some("a.HTML"), None, "x", Form::Html),
            (Some("a.txt"), None, "# x", Form::Plain),
            (Some("a.txt"), None, "\n<!DOCTYPE HTML><p>x", Form::Html),
            (Some("a.b"), Some("text/html; charset=utf-8"), "x", Form::Html),
            (None, Some("text/plain"), "<div>x</div>", Form::Html),
            (None, None, "---\ntitle: x\n---\n", Form::Markdown),
            (None, None, "# x", Form::Markdown),
            (None, None, "<3 this", Form::Plain),
            (None, None, "<Reuters> says", Form::Plain),
            (None, None, "x", Form::Plain),
        ] {
            assert_eq!(told(name, media_type, text), expected, "{name:?} {media_type:?} {text}");
        }
    }

    #[test]
    fn the_charset_of_the_media_type_counts() {
        let bytes = b"Wschodnia \xa3\xf3d\xbc";
        let article =
            parse(&Document { bytes, media_type: Some("text/plain; Charset=\"iso-8859-2\""), ..Document::default() });
        assert_eq!(article.unwrap().text, "Wschodnia Łódź");
    }

    #[test]
    fn a_very_long_text_is_cut_at_a_paragraph_with_the_numbers_told() {
        let text = "Some words of a paragraph.\n\n".repeat(400_000);
        let article = parsed(text.as_bytes()).unwrap();
        assert!(article.text.len() <= MAX_PLAIN && article.text.ends_with("paragraph."));
        assert_eq!(article.notices, ["cut off: only the first 4.1 MB of 11.2 MB are shown"]);
    }
}
