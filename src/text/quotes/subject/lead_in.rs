//! What stands before a clause's subject: `In a statement on Friday,`, `BAGHDAD (AP) —`; it doesn't know the subject.

use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::tokens::{Case, Kind};
use super::{adverb, counted};

/// Passes over an adverbial before the subject: `In a statement on Friday,`.
pub(super) fn skip_lead_in(frame: &Frame, start: usize, end: usize) -> usize {
    let mut from = start;
    while from < end
        && (frame.is(from, Flags::AND) || matches!(frame.kind(from), Some(Kind::Comma | Kind::Dash | Kind::Mark(_))))
    {
        from += 1;
    }
    if from == 0
        && let Some(after) = after_dateline(frame, end)
    {
        return skip_lead_in(frame, after, end);
    }
    // `And then Roe went on, saying`
    if frame.is_word(from, &["then", "later", "now"])
        && (frame.name_like(from + 1) || frame.is(from + 1, Flags::HE_SHE.with(Flags::THEY)))
    {
        return from + 1;
    }
    let adverbial = frame.is(from, Flags::PREP.with(Flags::SUBORD).with(Flags::ADV))
        && !frame.is(from, Flags::DET)
        && !counted(frame, from)
        || adverb(frame, from)
        || from == 0 && opening_adverb(frame)
        || frame.ing(from)
        || frame.is(from, Flags::CUE) && frame.is(from, Flags::PART.with(Flags::PAST))
        || place_or_time(frame, from);
    if !adverbial {
        return from;
    }
    match (from..end).find(|i| frame.kind(*i) == Some(Kind::Comma)) {
        Some(comma) => skip_lead_in(frame, after_adjectives(frame, comma, end), end),
        None => from,
    }
}

/// `In a long, wide-ranging talk, Roe`: the place after the last comma of the adverbial.
fn after_adjectives(frame: &Frame, comma: usize, end: usize) -> usize {
    let lower = frame.get(comma + 1).is_some_and(|t| {
        t.kind == Kind::Word
            && t.case == Case::Lower
            && !t.is(Flags::SMALL.with(Flags::SPEAKER))
            && !frame.verbish(comma + 1)
    });
    let next = (comma + 1..end.min(comma + 12)).find(|i| frame.kind(*i) == Some(Kind::Comma));
    let subject = |i: usize| frame.name_like(i) || frame.is(i, Flags::SUBJECT.with(Flags::DET));
    match next {
        Some(next) if lower && subject(next + 1) && !frame.has_verb(comma + 1..next) => next + 1,
        _ => comma + 1,
    }
}

/// `WASHINGTON (AFP) —`: the place after the dash, or dashes.
pub(in crate::text::quotes) fn after_dateline(frame: &Frame, end: usize) -> Option<usize> {
    let dash = (1..end.min(10)).find(|i| frame.kind(*i) == Some(Kind::Dash))?;
    let plain = |i: usize| frame.name_like(i) || !matches!(frame.kind(i), Some(Kind::Word | Kind::Mark(_)));
    let place = frame.is(0, Flags::PLACE) || frame.get(0).is_some_and(|t| t.case == Case::Upper);
    let after = (dash..end).find(|i| frame.kind(*i) != Some(Kind::Dash)).unwrap_or(end);
    (place && (0..dash).all(plain)).then_some(after)
}

/// `N.H.,`, `2015,`, `Last month,`, `Early in the year,`
pub(super) fn place_or_time(frame: &Frame, i: usize) -> bool {
    let short = frame.is(i, Flags::ABBR.with(Flags::PLACE).with(Flags::TIME)) || frame.kind(i) == Some(Kind::Number);
    let comma = (i..frame.len()).take(6).find(|k| frame.kind(*k) == Some(Kind::Comma));
    let span = comma.is_some_and(|c| {
        let time = |k: usize| {
            frame.is(k, Flags::TIME.with(Flags::DET).with(Flags::ADV)) || frame.kind(k) == Some(Kind::Number)
        };
        c > i + 1 && (i..c).all(time) && (i..c).any(|k| frame.is(k, Flags::TIME))
    });
    let named =
        comma.is_some_and(|c| i > 0 && c > i && (i..c).all(|k| frame.name_like(k)) && frame.is(c - 1, Flags::PLACE));
    short && frame.kind(i + 1) == Some(Kind::Comma)
        || span
        || named
        || frame.is_word(i, &["last", "this", "next"]) && frame.is(i + 1, Flags::TIME)
        || frame.is_word(i, &["early", "late"]) && (frame.is(i + 1, Flags::PREP) || frame.is(i + 2, Flags::TIME))
        || i == 0 && frame.word(i).ends_with("ed") && frame.is(i + 1, Flags::PREP)
}

/// `Shortly after the flood, Roe`, `Specifically, Roe`
fn opening_adverb(frame: &Frame) -> bool {
    let next = frame.kind(1) == Some(Kind::Comma) || frame.is(1, Flags::PREP.with(Flags::SUBORD));
    frame.word(0).len() > 5 && frame.word(0).ends_with("ly") && !frame.is(0, Flags::FORENAME.with(Flags::PLACE)) && next
}
