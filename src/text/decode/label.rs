//! Finds the name of its encoding in a document.

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, X_USER_DEFINED};

/// How far into a document its label may stand (HTML standard, "prescan a byte stream": 1,024 bytes; pages sin).
const SEARCHED: usize = 4096;

/// The encoding of that name (WHATWG Encoding standard), unless it's one of the two that would hide the text.
pub(super) fn encoding(label: &str) -> Option<&'static Encoding> {
    let label = label.trim_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\''));
    Encoding::for_label(label.as_bytes()).filter(|&found| found != REPLACEMENT && found != X_USER_DEFINED)
}

/// The encoding that an XML declaration or an HTML `meta` element names.
///
/// A label that can be read byte by byte can't be true if it says UTF-16.
pub(super) fn inside(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..SEARCHED).unwrap_or(bytes);
    let markup = start.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|&byte| byte == b'<');
    if !markup {
        return None;
    }
    let start = start.to_ascii_lowercase();
    let declared = if start.trim_ascii_start().starts_with(b"<?xml") {
        let end = position(&start, b"?>").unwrap_or(start.len());
        start.get(..end).and_then(|declaration| value_after(declaration, b"encoding"))
    } else {
        None
    };
    let found = declared.or_else(|| meta_charset(&start)).and_then(encoding)?;
    Some(if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found })
}

fn meta_charset(start: &[u8]) -> Option<&str> {
    let mut rest = start;
    while let Some(at) = position(rest, b"<meta") {
        rest = rest.get(at + 5..)?;
        let end = rest.iter().position(|&byte| byte == b'>').unwrap_or(rest.len());
        if let Some(label) = rest.get(..end).and_then(|tag| value_after(tag, b"charset")) {
            return Some(label);
        }
    }
    None
}

/// The word after `name=`, quoted or not.
fn value_after<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a str> {
    let after = text.get(position(text, name)? + name.len()..)?;
    let value = after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|&byte| matches!(byte, b'"' | b'\'' | b';' | b' ' | b'>' | b'/'));
    value.get(..end.unwrap_or(value.len())).and_then(|label| std::str::from_utf8(label).ok())
}

fn position(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).position(|window| window == needle)
}
