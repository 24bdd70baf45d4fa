//! Changes within a text that leave the rest of it as it is.

use std::ops::Range;

use super::layout::{is_blank, line_above, line_end};

/// One change in a text.
#[derive(Debug)]
pub struct Edit {
    /// The bytes that go.
    pub at: Range<usize>,
    /// What comes in their place.
    pub new: String,
}

/// `part` with the one blank line that parts it from its neighbours.
#[must_use]
pub fn with_blank_line(text: &str, part: &Range<usize>) -> Range<usize> {
    let is_last = part.end == text.len();
    let below = part.end..line_end(text, part.end);
    let blank_below = !is_last && is_blank(text, below.clone());
    match line_above(text, part.start) {
        None if blank_below => part.start..below.end,
        Some(above) if (is_last || blank_below) && is_blank(text, above.clone()) => above.start..part.end,
        None | Some(_) => part.clone(),
    }
}

/// Puts `block` at the end of `text`, after a blank line.
pub fn append(text: &mut String, block: &str) {
    let newline = newline_of(text);
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(newline);
    }
    text.push_str(newline);
    text.push_str(&with_newlines(block, newline));
}

/// `text` with `block` at the byte `at`, where a line begins, and a blank line after it.
#[must_use]
pub fn inserted(text: &str, at: usize, block: &str) -> String {
    let newline = newline_of(text);
    let new = format!("{}{newline}{newline}", with_newlines(block.trim_end(), newline));
    edited(text, &[Edit { at: at..at, new }])
}

/// `text` with `edits`, which are in order and don't overlap.
#[must_use]
pub fn edited(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for Edit { at, new } in edits {
        out.push_str(text.get(from..at.start).unwrap_or_default());
        out.push_str(new);
        from = at.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

pub(super) fn newline_of(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}

pub(super) fn with_newlines(text: &str, newline: &str) -> String {
    if newline == "\n" {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\n', newline)
}
