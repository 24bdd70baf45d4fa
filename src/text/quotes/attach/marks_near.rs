//! The marked words left and right of a cue and its speaker.

use std::ops::Range;

use super::super::content::{self};
use super::super::cues::cue_at;
use super::super::frame::Frame;
use super::super::tokens::Kind;
use super::Claims;

/// The marked spans right before a place, with a comma between or none: what was said, if only marks stand there;
/// otherwise the whole clause that they end.
pub(super) fn left_marks(frame: &Frame, at: usize, floor: usize) -> Option<Range<usize>> {
    let mut end = at;
    while end > floor && matches!(frame.kind(end - 1), Some(Kind::Comma | Kind::Dash | Kind::Stop)) {
        end -= 1;
    }
    if end <= floor || !frame.is_mark(end - 1) {
        return None;
    }
    let mut start = end - 1;
    while start > floor && frame.is_mark(start - 1) {
        start -= 1;
    }
    if start == floor {
        return Some(start..end);
    }
    if content::names_a_work(frame, end - 1) {
        return None;
    }
    let names = (floor..start).all(|i| frame.name_like(i) || frame.kind(i) == Some(Kind::Comma));
    let set_off = frame.kind_before(start) == Some(Kind::Dash) && frame.looks(start).is_some_and(|l| l.first_capital);
    let lead = frame.kind_before(start) == Some(Kind::Colon) || names || set_off;
    // `The vote “was early enough,” said Roe`: small letters within the marks go on with the clause.
    let begins = frame.looks(start).is_some_and(|l| l.first_capital || !l.stopped);
    let phrase = begins && end - floor < 8 && !frame.has_verb(floor..start);
    Some(if lead || phrase { start..end } else { floor..end })
}

/// `“…,” said Roe, “…”`: the marks after the speaker go on with it.
pub(super) fn more_marks(frame: &Frame, from: usize, claims: &mut Claims, pieces: &mut Vec<Range<usize>>) {
    let Some(at) = (from..frame.len()).take(40).find(|i| frame.is_mark(*i)) else {
        return;
    };
    // `she said, but even so, “It will do,” said Ito`
    if content::taken_by_next(frame, at) {
        return;
    }
    let led = matches!(frame.kind_before(at), Some(Kind::Comma | Kind::Colon | Kind::Dash)) || at == from;
    if !led || content::names_a_work(frame, at) || (from..at).any(|i| cue_at(frame, i).is_some()) {
        return;
    }
    let mut end = at + 1;
    while frame.is_mark(end) {
        end += 1;
    }
    claims.taken.push(at..end);
    pieces.push(frame.bytes(at..end));
}

/// Whether marked words stand in a clause that goes on after them.
pub(super) fn running_marks(frame: &Frame, clause: &Range<usize>) -> bool {
    let mut marks = clause.clone().filter_map(|i| frame.looks(i)).peekable();
    marks.peek().is_some() && marks.all(|l| !l.stopped)
}
