//! `The council says it is safe, Roe said`: who says all of a sentence that holds other reports.

use super::super::content;
use super::super::cues::{Cue, Voice, cue_at};
use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::tokens::Kind;

/// Words of a speaker who is named last.
const REACH: usize = 14;

/// The cue that ends a sentence, if everything before its comma is what was said, reports of others too.
pub(super) fn last_word(frame: &Frame) -> Option<Cue> {
    let comma = (1..frame.end()).rev().find(|i| match frame.kind(*i) {
        Some(Kind::Comma) => !frame.ing(*i + 1),
        Some(Kind::Mark(_)) => content::ends_in_comma(frame, *i),
        _ => false,
    })?;
    let from = comma + 1;
    let cue = (from..frame.end().min(from + REACH)).find_map(|i| cue_at(frame, i))?;
    let plain = cue.voice == Voice::Active
        && cue.group == cue.verb
        && frame.is(cue.verb, Flags::STRONG)
        && frame.is(cue.verb, Flags::PAST.with(Flags::THIRD))
        && !frame.is(cue.verb, Flags::ADDRESSED);
    if !plain || !(names(frame, from, cue.verb) || cue.verb == from && names(frame, from + 1, frame.end())) {
        return None;
    }
    let rest = if cue.verb == from { from + 1 } else { cue.end };
    let closed = !(rest..frame.end()).any(|i| frame.verbish(i) || frame.is_mark(i) || frame.is(i, Flags::THAT));
    let open = frame.is(0, Flags::SUBORD) && !frame.name_like(0) || cue_at(frame, 0).is_some() || frame.ing(0);
    let open = open
        || content::ends_in_comma(frame, 0)
        || (0..comma).any(|i| matches!(frame.kind(i), Some(Kind::Colon | Kind::Semicolon)));
    let inner = |least: Flags| {
        (1..comma).any(|i| frame.is(i, least) && cue_at(frame, i).is_some_and(|c| c.voice == Voice::Active))
    };
    // `Roe said that it “holds,” he said`: the same one again.
    let again = frame.is(from, Flags::HE_SHE.with(Flags::THEY)) && inner(Flags::STRONG);
    (closed && !open && inner(Flags::CUE) && !again && ends(frame, cue.end, cue.verb == from)).then_some(cue)
}

/// Whether nothing but a time, a place or an occasion follows a cue.
fn ends(frame: &Frame, after: usize, inverted: bool) -> bool {
    inverted || after >= frame.end() || frame.is(after, Flags::PREP.with(Flags::TIME).with(Flags::ADV))
}

/// Whether somebody is named by the words from one place to the other, and nothing else said.
fn names(frame: &Frame, from: usize, to: usize) -> bool {
    let who = Flags::HE_SHE.with(Flags::THEY).with(Flags::DET).with(Flags::GROUP);
    let opens = frame.is(from, who) || frame.name_like(from);
    to > from && opens && !frame.has_verb(from..to)
}
