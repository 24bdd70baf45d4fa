//! Which form a document has: what it holds decides over what its sender calls it.

use super::encoding;

/// Bytes that are looked at.
const HEAD: usize = 16 * 1024;
/// Bytes that are looked at where a document type fills all of those.
const LONG_HEAD: usize = 1024 * 1024;

/// The form of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// RSS, Atom or CDF.
    Feed,
    /// JSON Feed, or JSON that may be one.
    JsonFeed,
    /// A list of subscriptions: OPML, or RDF about people and what they publish.
    Opml,
    /// One message.
    Mail,
    /// Many messages, each after a line that starts with `From `.
    Mailbox,
    /// A web page.
    Page,
    /// Markdown, by its label: it can't be told from plain text.
    Markdown,
    /// Plain text.
    Text,
    /// Nothing that can be read: pictures, archives, programs.
    Binary,
    /// No byte, or only white space.
    Empty,
}

/// The form of a document; `content_type` is a media type from HTTP or from the file's name, used where the content
/// leaves it open.
#[must_use]
pub fn recognise(bytes: &[u8], content_type: Option<&str>) -> Form {
    let read = |most: usize| encoding::text(bytes.get(..bytes.len().min(most)).unwrap_or_default(), content_type);
    let Ok(mut text) = read(HEAD) else {
        return Form::Binary;
    };
    if bytes.len() > HEAD && is_all_doctype(&text) {
        text = read(LONG_HEAD).unwrap_or(text);
    }
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if text.is_empty() {
        return Form::Empty;
    }
    by_content(text).or_else(|| by_label(content_type?)).unwrap_or_else(|| by_looks(text))
}

fn by_content(text: &str) -> Option<Form> {
    if text.starts_with("From ") && text.split_once('\n').is_some_and(|(_, rest)| starts_as_mail(rest)) {
        return Some(Form::Mailbox);
    }
    if text.starts_with('{') {
        return ["jsonfeed.org", "\"items\"", "\"channel\""]
            .iter()
            .any(|mark| text.contains(mark))
            .then_some(Form::JsonFeed);
    }
    text.starts_with('<').then(|| by_root(text)).flatten()
}

/// Whether a document type with entities of its own begins in the text, and doesn't end there.
fn is_all_doctype(text: &str) -> bool {
    let from = text.find("<!DOCTYPE").and_then(|at| text.get(at..));
    from.is_some_and(|from| from.contains('[') && !from.contains("]>") && !from.contains("]\n"))
}

/// By the first element that says what the document is.
fn by_root(text: &str) -> Option<Form> {
    let mut rest = text;
    let mut is_first = true;
    while let Some((_, from)) = rest.split_once('<') {
        if let Some(comment) = from.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
            continue;
        }
        rest = from;
        let end =
            from.find(|c: char| !c.is_alphanumeric() && !matches!(c, ':' | '!' | '_' | '-')).unwrap_or(from.len());
        let name = from.get(..end).unwrap_or_default().to_ascii_lowercase();
        let local = name.rsplit_once(':').map_or(name.as_str(), |(_, local)| local);
        match local {
            "rdf" => return Some(if lists_people(from) { Form::Opml } else { Form::Feed }),
            "rss" | "feed" => return Some(Form::Feed),
            "channel" | "entry" if is_first => return Some(Form::Feed),
            "opml" => return Some(Form::Opml),
            "outline" if is_first => return Some(Form::Opml),
            "html" => return Some(Form::Page),
            "head" | "body" if is_first => return Some(Form::Page),
            "!doctype" if names_html(from) => return Some(Form::Page),
            _ => is_first &= !local.starts_with(char::is_alphabetic),
        }
    }
    None
}

/// Whether RDF, from its root's name on, speaks of people: a list of what they publish, no feed.
fn lists_people(rdf: &str) -> bool {
    let first = rdf.split('<').skip(1).find(|tag| !tag.starts_with(['!', '?'])).unwrap_or_default();
    let name = first.split(|c: char| !c.is_alphanumeric() && c != ':').next().unwrap_or_default();
    let name = name.rsplit(':').next().unwrap_or_default();
    ["agent", "person", "group"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether a document type, from its first word on, is HTML's.
fn names_html(doctype: &str) -> bool {
    let start: String = doctype.chars().take(60).collect();
    start.to_ascii_lowercase().contains("html")
}

fn by_label(content_type: &str) -> Option<Form> {
    let kind = content_type.split(';').next()?.trim().to_ascii_lowercase();
    match kind.as_str() {
        "message/rfc822" | "message/global" => Some(Form::Mail),
        "application/mbox" => Some(Form::Mailbox),
        "text/markdown" | "text/x-markdown" => Some(Form::Markdown),
        "text/html" | "application/xhtml+xml" => Some(Form::Page),
        "text/x-opml" | "application/opml+xml" => Some(Form::Opml),
        "application/feed+json" => Some(Form::JsonFeed),
        "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" => Some(Form::Feed),
        _ => None,
    }
}

fn by_looks(text: &str) -> Form {
    if starts_as_mail(text) {
        return Form::Mail;
    }
    if text.starts_with("<?xml") {
        return Form::Feed;
    }
    let lower = text.get(..text.len().min(2048)).unwrap_or(text).to_ascii_lowercase();
    let tags = ["<p", "<div", "<a ", "<br", "<h1", "<table", "<span", "<ul"];
    if text.starts_with('<') && tags.iter().any(|tag| lower.contains(tag)) { Form::Page } else { Form::Text }
}

/// Whether the text starts with header lines of a message, two of them well known.
fn starts_as_mail(text: &str) -> bool {
    const KNOWN: &[&str] = &[
        "from",
        "to",
        "subject",
        "date",
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "content-type",
        "delivered-to",
        "x-mailer",
        "reply-to",
        "cc",
        "sender",
        "dkim-signature",
        "authentication-results",
        "content-transfer-encoding",
        "list-id",
    ];
    let mut known = 0;
    for line in text.lines().take(60) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            break;
        }
        let name = name.to_ascii_lowercase();
        known += u32::from(KNOWN.contains(&name.as_str()));
        // Nothing but a message is in several parts.
        known += u32::from(name == "content-type" && value.trim_start().to_ascii_lowercase().starts_with("multipart/"));
    }
    known >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_document_holds_decides_over_its_label() {
        for (text, label, form) in [
            ("<?xml version='1.0'?><!-- <html> --><rss/>", "text/html", Form::Feed),
            ("<a:feed xmlns:a='http://www.w3.org/2005/Atom'/>", "text/plain", Form::Feed),
            ("<rdf:RDF/>", "", Form::Feed),
            ("{\"version\":\"https://jsonfeed.org/version/1\"}", "text/html", Form::JsonFeed),
            ("<opml version='1.0'/>", "text/xml", Form::Opml),
            ("<!DOCTYPE html><title>x", "application/rss+xml", Form::Page),
            ("<html><body>", "application/rss+xml", Form::Page),
            ("From: a@e.example\nSubject: x\n\nhi", "text/plain", Form::Mail),
            ("Content-Type: Multipart/mixed; boundary=x\n\n--x\n\nhi", "", Form::Mail),
            ("From a@e.example Tue Nov  3 10:00:00 2026\nFrom: a\nTo: b\n\nhi", "", Form::Mailbox),
        ] {
            assert_eq!(recognise(text.as_bytes(), Some(label)), form, "{text}");
        }
    }

    #[test]
    fn the_label_decides_where_the_content_leaves_it_open() {
        assert_eq!(recognise(b"# Words", Some("text/markdown; charset=utf-8")), Form::Markdown);
        assert_eq!(recognise(b"Words", Some("message/rfc822")), Form::Mail);
        assert_eq!(recognise(b"<note><entry/><body>x", None), Form::Text);
        assert_eq!(recognise(b"Words: are words", None), Form::Text);
        assert_eq!(recognise(b"<p>Words", None), Form::Page);
        assert_eq!(recognise(b" \xef\xbb\xbf\n", None), Form::Empty);
        assert_eq!(recognise(b"\x1f\x8b\x08\0", Some("application/rss+xml")), Form::Binary);
    }
}
