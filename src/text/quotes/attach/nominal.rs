//! Cues that are no verbs: `according to Roe`, `Roe’s claim that`.

use std::ops::Range;

use super::super::content::{self, Start, Via};
use super::super::cues::{Cue, Voice};
use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::subject::{phrase_before, rightward, with_name_after};
use super::super::tokens::Kind;
use super::active::tail;
use super::{Claims, Found, push};

/// What German sources give after `nach`.
const ACCOUNTS: [&str; 9] =
    ["angaben", "ansicht", "auskunft", "aussage", "aussagen", "einschätzung", "darstellung", "informationen", "worten"];

/// `Nach Angaben`, `Nach den Worten von`: the place after them.
fn after_account(frame: &Frame, nach: usize) -> usize {
    let noun = nach + 1 + usize::from(frame.is(nach + 1, Flags::DET));
    if frame.is_word(noun, &ACCOUNTS) { noun + 1 + usize::from(frame.is_word(noun + 1, &["von"])) } else { nach + 1 }
}

/// `According to Roe, …`, `…, according to Roe`, `…, according to Roe, …`.
pub(super) fn according(frame: &Frame, at: usize, claims: &mut Claims, out: &mut Vec<Found>) -> Option<usize> {
    let name = at + 1 + usize::from(frame.is_word(at + 1, &["to"]));
    let name = if frame.is_word(at, &["nach"]) { after_account(frame, at) } else { name };
    if name == at + 1 && frame.is_word(at, &["according", "nach"]) {
        return None;
    }
    let who = with_name_after(frame, rightward(frame, name)?);
    let floor = claims.floor();
    let cue = at..name;
    let lead = at == floor
        || (floor..at).all(|i| frame.is(i, Flags::AND.with(Flags::ADV)) || frame.kind(i) == Some(Kind::Comma));
    let mut next = who.end;
    if !lead {
        let end = if matches!(frame.kind_before(at), Some(Kind::Comma | Kind::Dash)) { at - 1 } else { at };
        // `“…,” he told settlers, according to the ministry`: the rest of another report.
        if end <= floor || floor > 0 && end - floor < 4 && !frame.has_verb(floor..end) {
            return None;
        }
        let mut pieces = vec![frame.bytes(floor..end)];
        claims.taken.push(floor..who.end);
        if frame.kind(next) == Some(Kind::Comma) && !frame.has_verb(floor..end) {
            // `One of the officers, according to the log, had slept`
            next = if frame.verbish(next + 1) {
                let rest = next + 1..content::end(frame, Start { at: next + 1, via: Via::Zero });
                claims.taken.push(rest.clone());
                pieces.push(frame.bytes(rest.clone()));
                rest.end
            } else {
                tail(frame, next, claims, &mut pieces)
            };
        }
        push(frame, cue, Some(who), pieces, out);
        return Some(next);
    }
    let comma = (who.end..frame.len()).find(|i| frame.kind(*i) == Some(Kind::Comma));
    let start = match comma {
        Some(comma) if !(who.end..comma).any(|i| frame.is(i, Flags::AUX)) && frame.has_verb(comma + 1..frame.len()) => {
            comma + 1
        }
        Some(comma) if comma == who.end || frame.is(who.end, Flags::REL) => comma + 1,
        _ => who.end,
    };
    let end = content::end(frame, Start { at: start, via: Via::Zero });
    if end <= start {
        return None;
    }
    claims.taken.push(at..end);
    push(frame, cue, Some(who), vec![frame.bytes(start..end)], out);
    Some(end)
}

/// `Roe’s claim that …`, `his statement on Monday that …`.
pub(super) fn carrier(frame: &Frame, noun: usize, claims: &mut Claims, out: &mut Vec<Found>) -> Option<usize> {
    let owner = (noun.saturating_sub(4)..noun)
        .rev()
        .find(|i| frame.is(*i, Flags::POSS) || frame.kind(*i) == Some(Kind::Genitive) || frame.verbish(*i))?;
    let who = if frame.is(owner, Flags::POSS) {
        owner..owner + 1
    } else if frame.kind(owner) == Some(Kind::Genitive) {
        phrase_before(frame, owner)?
    } else {
        return None;
    };
    let cue = Cue { group: noun, verb: noun, end: noun + 1, voice: Voice::Active };
    let start = content::start(frame, &cue).filter(|s| s.via == Via::That)?;
    let end = before_main(frame, start.at..content::end(frame, start));
    // `Roe’s claim that it fell, Ito said`: all of it is what Ito said.
    if end < start.at + 3 && !(start.at..end).any(|i| frame.is_mark(i))
        || end < frame.end() && content::own_report(frame, end, frame.end())
    {
        return None;
    }
    claims.taken.push(noun..end);
    push(frame, noun..noun + 1, Some(who), vec![frame.bytes(start.at..end)], out);
    Some(end)
}

/// The end of what was said where its noun stands in front of the main clause: `Despite Roe’s claim that it fell, it stands`.
fn before_main(frame: &Frame, said: Range<usize>) -> usize {
    if !frame.is(0, Flags::PREP) || said.end != frame.end() {
        return said.end;
    }
    let verb = |i: &usize| frame.verbish(*i);
    let (Some(first), Some(last)) = (said.clone().find(verb), said.clone().rev().find(verb)) else { return said.end };
    let main = |k: &usize| {
        frame.kind(*k) == Some(Kind::Comma) && !frame.is(*k + 1, Flags::AND.with(Flags::REL).with(Flags::SUBORD))
    };
    (first..last).find(main).unwrap_or(said.end)
}

/// `in the words of Roe, “…”`, `in Roe’s words, “…”`, `“…,” in the words of Roe`.
pub(super) fn in_words(frame: &Frame, at: usize, claims: &mut Claims, out: &mut Vec<Found>) -> Option<usize> {
    let start = (at.saturating_sub(6)..at).rev().find(|i| frame.is_word(*i, &["in"]))?;
    let of = frame.is_word(at + 1, &["of"]);
    let who = if of {
        with_name_after(frame, rightward(frame, at + 2)?)
    } else if frame.is(start + 1, Flags::POSS) {
        start + 1..start + 2
    } else {
        let genitive = (start + 2..at).find(|i| frame.kind(*i) == Some(Kind::Genitive))?;
        start + 1..genitive
    };
    let after = if of { who.end } else { at + 1 };
    let right = after + usize::from(frame.kind(after) == Some(Kind::Comma));
    let left = start.checked_sub(1 + usize::from(frame.kind_before(start) == Some(Kind::Comma)));
    let marks = if frame.is_mark(right) { right } else { left.filter(|i| frame.is_mark(*i) && *i >= claims.floor())? };
    let marks = marks..marks + 1;
    claims.taken.push(start..after);
    claims.taken.push(marks.clone());
    push(frame, start..at + 1, Some(who), vec![frame.bytes(marks.clone())], out);
    Some(after.max(marks.end))
}
