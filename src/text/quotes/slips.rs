//! Mends a mark that was never closed, where the cue behind it shows its end; it doesn't know who speaks.

use std::ops::Range;

use super::lexicon::{Flags, Words};
use super::marks::{End, Marked};

/// Bytes from the end of a paragraph within which a cue is looked for.
const REACH: usize = 90;
/// So many commas are tried, the last first.
const COMMAS: usize = 3;

/// `“We had no brakes, said Roe.`: what stands behind the last comma of an unclosed mark is its cue, if it looks like one and
/// the next paragraph doesn't go on with the words said.
pub(super) fn close_before_cue(text: &str, paragraph: &Range<usize>, words: &Words, marks: &mut [Marked]) {
    let Some(mark) = marks.last_mut().filter(|m| m.end == End::Open) else {
        return;
    };
    let glyph = text.get(mark.outer.start..mark.inner.start).unwrap_or_default();
    let next = text.get(paragraph.end..).unwrap_or_default();
    if next.bytes().take(8).any(|b| b == b'\n') && next.trim_start_matches(['\n', '\r', ' ']).starts_with(glyph) {
        return;
    }
    let mut from = mark.inner.end.saturating_sub(REACH).max(mark.inner.start);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let tail = text.get(from..mark.inner.end).unwrap_or_default();
    let comma =
        tail.rmatch_indices(", ").take(COMMAS).find(|(at, _)| is_cue(tail.get(at + 2..).unwrap_or_default(), words));
    if let Some((at, _)) = comma {
        let end = from + at + 1;
        *mark =
            Marked { outer: mark.outer.start..end, inner: mark.inner.start..end, style: mark.style, end: End::Closed };
    }
}

/// `said Nils Haug.`, `Haug said on Monday.`
fn is_cue(words_after: &str, words: &Words) -> bool {
    let says = |w: &str| words.look_up(w).any(Flags::STRONG) && words.look_up(w).any(Flags::PAST.with(Flags::THIRD));
    let somebody = |w: &str| w.starts_with(char::is_uppercase) || words.look_up(w).any(Flags::HE_SHE.with(Flags::DET));
    let mut each = words_after.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty());
    let (Some(first), Some(second)) = (each.next(), each.next()) else {
        return false;
    };
    let named = somebody(first) && (says(second) || somebody(second) && each.next().is_some_and(says));
    says(first) && somebody(second) || named
}
