//! What an element says: a line, markup, a person, an address, a date. It doesn't know which field that is for.

use url::Url;

use super::super::address;
use super::super::dates::{self, Moment};
use super::super::markup::{Markup, one_line};
use super::super::xml::{NodeId, Tree, Vocabulary, unescaped};
use super::Person;
use crate::text::clean;

/// Characters of a line that are kept: a headline, a name.
pub(super) const MAX_LINE: usize = 2_000;

/// Characters of a date's words that are kept.
const MAX_DATE: usize = 100;

/// How an element's text is meant.
enum Meaning {
    Plain(String),
    Html(String),
}

/// The element's text on one line, its markup resolved.
pub(super) fn line(tree: &Tree, id: NodeId) -> Option<String> {
    let line = match meaning(tree, id) {
        Meaning::Plain(text) => clean::line(&text).into_owned(),
        Meaning::Html(html) => one_line(&html),
    };
    short(line)
}

/// The element's text on one line, taken literally.
pub(super) fn plain_line(tree: &Tree, id: NodeId) -> Option<String> {
    short(clean::line(&tree.text(id)).into_owned())
}

/// Text from an attribute or a JSON string on one line.
pub(super) fn clean_line(text: &str) -> String {
    clean::line(text).into_owned()
}

/// A line of text, if anything is on it.
pub(super) fn short(line: String) -> Option<String> {
    if line.is_empty() {
        return None;
    }
    match line.char_indices().nth(MAX_LINE) {
        Some((end, _)) => Some(format!("{}…", line.get(..end).unwrap_or_default())),
        None => Some(line),
    }
}

/// The element's text as markup.
pub(super) fn markup(tree: &Tree, id: NodeId) -> Option<Markup> {
    let base = tree.base(id).cloned();
    let markup = match meaning(tree, id) {
        Meaning::Plain(text) => Markup { base, ..Markup::from_plain(&text) },
        Meaning::Html(html) => Markup { html, base },
    };
    (!markup.is_empty()).then_some(markup)
}

/// RFC 4287, 3.1 and 4.1.3, Atom 0.3's `mode`, and RSS, where text is HTML whatever it looks like.
fn meaning(tree: &Tree, id: NodeId) -> Meaning {
    let mode = tree.attribute(id, "mode").unwrap_or_default().to_ascii_lowercase();
    let kind = tree.attribute(id, "type").unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is_html = matches!(kind, "html" | "text/html" | "xhtml" | "application/xhtml+xml" | "text/x-markdown");
    if mode == "base64" || is_binary(kind) {
        let given = tree.text(id);
        match base64(&given) {
            Some(text) if kind.starts_with("text/plain") => return Meaning::Plain(text),
            Some(text) => return Meaning::Html(text),
            // Many who declare such a type don't encode.
            None => {}
        }
    }
    if tree.has_elements(id) {
        return Meaning::Html(tree.inner_html(id));
    }
    let text = tree.text(id);
    let is_atom = tree.element(id).is_some_and(|element| element.vocabulary == Vocabulary::Atom);
    match kind {
        "xhtml" | "application/xhtml+xml" if mode != "escaped" && !looks_like_html(&text) => Meaning::Plain(text),
        _ if is_html || !is_atom && kind.is_empty() => Meaning::Html(text),
        "" if looks_like_html(&text) => Meaning::Html(text),
        _ => Meaning::Plain(text),
    }
}

/// Media types whose content is base64 by RFC 4287, 4.1.3.3.
fn is_binary(kind: &str) -> bool {
    kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("+xml") && !kind.ends_with("/xml")
}

/// Whether plain text is more likely HTML that nobody declared.
fn looks_like_html(text: &str) -> bool {
    let has_tag = text.split('<').skip(1).any(|tag| {
        let name = tag.strip_prefix('/').unwrap_or(tag);
        ["p", "br", "b", "i", "a", "em", "strong", "div", "img", "span", "code", "ul", "li", "h1", "h2", "h3"]
            .iter()
            .any(|known| {
                name.strip_prefix(known).is_some_and(|rest| rest.starts_with(['>', ' ', '/']) && rest.contains('>'))
            })
    });
    has_tag || unescaped(text) != text
}

/// The text behind base64; `None` where it isn't that or holds no text.
fn base64(text: &str) -> Option<String> {
    let packed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_base64 = packed.len().is_multiple_of(4)
        && packed.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
    let bytes = is_base64.then(|| mail_parser::decoders::base64::base64_decode(packed.as_bytes()))??;
    String::from_utf8(bytes).ok().filter(|text| !text.contains(|c: char| c.is_control() && !c.is_whitespace()))
}

/// The address in the element's text or in that attribute of it.
pub(super) fn address_in(tree: &Tree, id: NodeId, attribute: &str) -> Option<String> {
    tree.attribute(id, attribute).and_then(|given| resolve(given, tree.base(id)))
}

/// The address that is the element's text.
pub(super) fn address(tree: &Tree, id: NodeId) -> Option<String> {
    resolve(&tree.text(id), tree.base(id))
}

/// An address made absolute; also where its "&" is escaped once too often.
pub(super) fn resolve(given: &str, base: Option<&Url>) -> Option<String> {
    address::safe(&given.replace("&amp;", "&"), base)
}

/// The date in the element's text, and its words.
pub(super) fn moment(tree: &Tree, id: NodeId) -> Option<(Option<Moment>, String)> {
    let written = plain_line(tree, id)?;
    let shown = written.chars().take(MAX_DATE).collect();
    Some((dates::read(&written), shown))
}

/// Atom's or RSS's author: elements, or one line.
pub(super) fn person(tree: &Tree, id: NodeId) -> Option<Person> {
    let mut person = Person::default();
    for (child, element) in tree.elements(id) {
        match &*element.name {
            "name" | "title" => person.name = person.name.or_else(|| line(tree, child)),
            "email" | "mbox" => person.email = person.email.or_else(|| plain_line(tree, child)),
            "uri" | "url" | "homepage" => {
                person.link = person.link.or_else(|| address(tree, child));
            }
            _ => {}
        }
    }
    if person != Person::default() {
        return Some(person);
    }
    person_of(&line(tree, id)?)
}

/// `name (mail)`, `mail (name)`, `name <mail>`, a name or an address.
pub(super) fn person_of(line: &str) -> Option<Person> {
    let (outside, inside) = match line.split_once(['(', '<']) {
        Some((outside, inside)) => (outside, inside.trim_end_matches([')', '>'])),
        None => (line, ""),
    };
    let mut person = Person::default();
    for part in [outside, inside] {
        let part = part.trim().trim_matches('"').trim();
        let address = part.strip_prefix("mailto:").unwrap_or(part);
        if address.contains('@') && !address.contains(char::is_whitespace) && person.email.is_none() {
            person.email = Some(address.to_owned());
        } else if !part.is_empty() && person.name.is_none() {
            person.name = Some(part.to_owned());
        }
    }
    if person.email.is_none() && !inside.is_empty() {
        // The brackets belong to the name: "Jane Doe (AFP)".
        return Some(Person { name: Some(line.to_owned()), ..Person::default() });
    }
    (person != Person::default()).then_some(person)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_written_in_many_ways() {
        for (line, name, email) in [
            ("Ada Moor", Some("Ada Moor"), None),
            ("ada@e.example", None, Some("ada@e.example")),
            ("ada@e.example (Ada Moor)", Some("Ada Moor"), Some("ada@e.example")),
            ("Ada Moor (ada@e.example)", Some("Ada Moor"), Some("ada@e.example")),
            ("\"Ada Moor\" <mailto:ada@e.example>", Some("Ada Moor"), Some("ada@e.example")),
            ("Ada Moor (AFP)", Some("Ada Moor (AFP)"), None),
            ("Ada @ Sea", Some("Ada @ Sea"), None),
        ] {
            let person = person_of(line).unwrap_or_default();
            assert_eq!((person.name.as_deref(), person.email.as_deref()), (name, email), "{line}");
        }
        assert_eq!(person_of(" ()"), None);
    }

    #[test]
    fn only_base64_that_holds_text_is_unpacked() {
        assert_eq!(base64("PGI+\n eWVzPC9iPg=="), Some("<b>yes</b>".to_owned()));
        for text in ["test", "not base64!", "AAAA", "abc"] {
            assert_eq!(base64(text), None, "{text}");
        }
    }

    #[test]
    fn html_that_nobody_declared_is_seen() {
        for text in ["<p>x</p>", "a<br/>b", "caf&eacute;", "x <a href='y'>z</a>"] {
            assert!(looks_like_html(text), "{text}");
        }
        for text in ["a < b", "R&D; x", "<Vec>", "1 <b 2", "fish & chips"] {
            assert!(!looks_like_html(text), "{text}");
        }
    }
}
