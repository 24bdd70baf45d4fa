//! Untrusted text to printable text, once, where it comes in and after every decoding.
//!
//! What is left can be shown on any terminal: no control characters, no overrides of the reading direction, no
//! invisible tags, no towers of marks. Letters of every script, emoji families and subdivision flags stay whole. It
//! doesn't know where the text comes from or what it is part of.

mod character;
mod cleaner;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub(crate) use character::is_unspaced;
pub(crate) use cleaner::{Cleaner, Positions, Space};

/// How many characters without a width may follow one letter: marks, joiners, variation selectors.
pub const MARKS_PER_LETTER: usize = 16;

/// How many characters may form one grapheme cluster (Unicode annex 29); the longest emoji in use has 10.
pub const CHARACTERS_PER_CLUSTER: usize = 64;

/// One line of clean text: runs of white space, newlines among them, become one space; none at the ends.
///
/// A single no-break or ideographic space stays what it is.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    if is_plain_line(text.as_bytes()) { Cow::Borrowed(text) } else { Cow::Owned(cleaned(text, Space::Collapse)) }
}

/// Clean text of several lines: newlines of every kind become `\n`, a tab becomes a space, other spaces stay.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    if is_plain(text.as_bytes()) { Cow::Borrowed(text) } else { Cow::Owned(cleaned(text, Space::Newlines)) }
}

/// Clean text in which tabs count, too: as [`text`], with the tabs kept.
#[must_use]
pub fn preformatted(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte == b'\t' || is_plain_byte(byte)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(cleaned(text, Space::Tabs))
}

/// Whether nothing of the text would leave ink on paper.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || character::is_invisible(c))
}

/// The longest start of a text that has at most `len` bytes.
pub(crate) fn prefix(text: &str, len: usize) -> &str {
    let end = (0..=len.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

fn cleaned(text: &str, space: Space) -> String {
    let mut out = String::with_capacity(text.len());
    let mut cleaner = Cleaner::new(space);
    cleaner.push(text, &mut out);
    cleaner.finish(&mut out);
    out
}

fn is_plain(bytes: &[u8]) -> bool {
    bytes.iter().all(|&byte| is_plain_byte(byte))
}

fn is_plain_byte(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n')
}

fn is_plain_line(bytes: &[u8]) -> bool {
    let mut after_space = true;
    for &byte in bytes {
        let space = byte == b' ';
        if !matches!(byte, b' '..=b'~') || (space && after_space) {
            return false;
        }
        after_space = space;
    }
    bytes.is_empty() || !after_space
}
