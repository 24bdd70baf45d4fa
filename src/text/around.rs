//! A passage of a text and the words around it, at the boundaries of characters: what a passage is known by. It knows no
//! file.

use std::ops::Range;

use super::clean;

/// How many bytes before and after a passage are kept with it.
pub const AROUND: usize = 48;

/// The words before a passage, its own, and those after it.
#[must_use]
pub fn around<'t>(text: &'t str, range: &Range<usize>) -> [&'t str; 3] {
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let before = floor(text, range.start.saturating_sub(AROUND));
    let after = ceil(text, range.end.saturating_add(AROUND).min(text.len()));
    [part(before, range.start), part(range.start, range.end), part(range.end, after)]
}

/// The words of a passage clean, as they are kept in files. What parts the cells of a table stays, as in an article's text:
/// else the words weren't found there again.
#[must_use]
pub fn kept(words: &str) -> String {
    words.split('\t').map(clean::text).collect::<Vec<_>>().join("\t")
}

/// The start of the character that a byte belongs to; the end for a byte beyond it.
#[must_use]
pub fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// The first byte from this one on at which a character starts, or the end.
#[must_use]
pub fn ceil(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte += 1;
    }
    byte
}
