//! The noun phrase right of a cue.

use std::ops::Range;

use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::stops;

/// The noun phrase that begins at `start`, right of a verb: `said Marta Lindqvist, an economist`.
pub(in crate::text::quotes) fn rightward(frame: &Frame, start: usize) -> Option<Range<usize>> {
    let mut end = start;
    while end < frame.len() {
        if frame.is(end, Flags::AND) {
            if end == start
                || !(frame.name_like(end + 1)
                    || frame.is(end + 1, Flags::DET.with(Flags::POSS))
                    || frame.is(end + 1, Flags::SPEAKER))
            {
                break;
            }
        } else if stops(frame, end) && !(end == start && frame.word(end).ends_with("ed"))
            || frame.is(end, Flags::TIME) && end > start && !frame.is(end - 1, Flags::DET)
            || end > start && another_phrase(frame, end)
            || end > start && frame.is(end, Flags::SUBJECT) && !frame.is(end, Flags::DET) && !frame.capital(end - 1)
            || ends_phrase(frame, start, end)
        {
            break;
        }
        end += 1;
        if frame.is(end - 1, Flags::SUBJECT) && end == start + 1 && !frame.is(end, Flags::AND) {
            break;
        }
    }
    (end > start).then_some(start..end)
}

/// `sagte Kolb der Post`, `ha dicho Soto este martes`: an article after a name, or before a day, begins something else.
fn another_phrase(frame: &Frame, i: usize) -> bool {
    frame.is(i, Flags::DET)
        && (frame.is(i + 1, Flags::TIME)
            || frame.name_like(i - 1) && !frame.name_like(i) && !frame.is(i - 1, Flags::AND))
}

/// A preposition that goes with what was said, not with who said it.
fn ends_phrase(frame: &Frame, start: usize, i: usize) -> bool {
    if frame.is(i, Flags::ADV) && !frame.name_like(i) && !frame.is(i, Flags::DET) {
        return true;
    }
    if !frame.is(i, Flags::PREP) || frame.is(i, Flags::PARTICLE) && frame.name_like(i + 1) {
        return false;
    }
    let of = frame
        .is_word(i, &["of", "for", "from", "de", "du", "des", "von", "der", "di", "del", "della", "do", "da", "dos"]);
    let noun = i > start && (frame.is(i - 1, Flags::SPEAKER) || !frame.capital(i - 1));
    !(of && (noun || frame.is_word(i, &["of", "de", "von"]))
        || noun && frame.is_word(i, &["at", "with"]) && frame.is(i - 1, Flags::ROLE.with(Flags::GROUP)))
}
