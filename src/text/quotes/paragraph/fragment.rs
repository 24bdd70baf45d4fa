//! A few marked words within a sentence that reports nothing: whether they are the name of something, and how far what was said
//! goes around them. It doesn't know who said them.

use std::ops::Range;

use super::super::attach::Found;
use super::super::content;
use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::mention::Mention;
use super::super::tokens::{Case, Kind};

/// Whether the marked words at a place, perhaps of somebody, are only what something is called: a `“phase one”` deal.
pub(super) fn is_name(frame: &Frame, i: usize, who: Option<&Mention>) -> bool {
    let words = frame.looks(i).map_or(0, |l| l.words);
    let known = Flags::SPEAKER.with(Flags::SUBJECT).with(Flags::POSS);
    let person = who.is_some_and(|who| who.name.is_some() || who.head.any(known));
    words < DESCRIBING && !person && describes(frame, i) || words < NAMING && called(frame, i)
}

/// Fewer words may describe a noun, and fewer may be a name.
const DESCRIBING: usize = 4;
const NAMING: usize = 7;

/// `The mayor “has put aside his plans,”`: whether marked words begin with the verb of what stands before them, which then is
/// part of what somebody else said.
pub(super) fn is_predicate(frame: &Frame, i: usize) -> bool {
    let Some(Kind::Mark(m)) = frame.kind(i) else {
        return false;
    };
    let inner = frame.marks.get(m).and_then(|mark| frame.text.get(mark.inner.clone())).unwrap_or_default();
    let first = inner.split_whitespace().next().unwrap_or_default();
    let verb = ["is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "became"];
    verb.contains(&first) && frame.kind_before(i) == Some(Kind::Word) && !frame.has_verb(0..i)
}

/// Whether marked words stand between an article and its noun: `a “phase one” deal`.
fn describes(frame: &Frame, i: usize) -> bool {
    let article = i > 0 && frame.is(i - 1, Flags::DET);
    let noun = frame.get(i + 1).is_some_and(|t| t.kind == Kind::Word && t.case == Case::Lower && !t.is(Flags::SMALL));
    article && noun
}

/// `which is called “hot tub lung”`, `known as “the Rig”`: the marked words at a place are what something is called.
fn called(frame: &Frame, i: usize) -> bool {
    let at = i.wrapping_sub(1 + usize::from(frame.is_word(i.wrapping_sub(1), &["as"])));
    let verb = frame.is_word(at, &["called", "termed", "dubbed", "nicknamed", "known", "christened"]);
    let passive = at
        .checked_sub(1)
        .is_some_and(|k| frame.is(k, Flags::BE.with(Flags::ADV)) || frame.word(k).contains(['\'', '’']));
    verb && passive && !frame.is_word(i + 1, &["by"])
}

/// `credited her victory to “a closed primary”`: a few marked words, and what stands between the clause's verb and them.
pub(super) fn in_clause(frame: &Frame, i: usize, out: &[Found]) -> Range<usize> {
    let free = out.last().and_then(|f| f.pieces.last()).map_or(0, |p| p.end);
    let alone = frame.bytes(i..i + 1);
    let open = |k: &usize| {
        matches!(frame.kind(*k), Some(Kind::Mark(_) | Kind::Colon | Kind::Semicolon | Kind::Dash | Kind::Open))
    };
    let from = (0..i).rev().find(|k| open(k) || frame.get(*k).is_some_and(|t| t.start < free)).map_or(0, |k| k + 1);
    let Some(verb) = (from + 1..i).find(|k| frame.verbish(*k)) else {
        return alone;
    };
    let mut start = verb + 1;
    while start < i
        && (frame.is(start, Flags::AUX.with(Flags::ADV).with(Flags::NEG).with(Flags::THAT)) || frame.verbish(start))
    {
        start += 1;
    }
    if start == i || frame.looks(i).is_none_or(|l| l.words > 15) {
        return alone;
    }
    let last = content::end(frame, content::Start { at: start, via: content::Via::Zero });
    let comma = |k: &usize| {
        *k > i && matches!(frame.kind(*k), Some(Kind::Comma | Kind::Dash | Kind::Semicolon | Kind::Mark(_)))
    };
    let end = (i + 1..last).find(comma).unwrap_or(last).max(i + 1);
    let end = if frame.is_mark(end) || content::ends_in_comma(frame, i) { i + 1 } else { end };
    frame.bytes(start..end)
}
