//! Speech that the paragraphs themselves set off: signed notes, names above and below, `Roe wrote:` over a paragraph of its own.

use std::ops::Range;

use super::super::attach::{Found, Tie};
use super::super::cues::{Cue, Voice, cue_at};
use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::mention::Mention;
use super::super::subject::{clause_subject, rightward, subject};
use super::super::tokens::Kind;
use super::loose::genitive_owner;
use super::{Carry, Paragraph};

/// `— Ken Ito (@mayorito) March 3, 2021` below the words: the last paragraph is what was said.
pub(super) fn signature(p: &Paragraph, carry: &Carry, out: &mut Vec<Found>) -> bool {
    let Some(((before, count), first)) = carry.before.as_ref().zip(p.tokens.first()) else {
        return false;
    };
    let frame = Frame { text: p.text, tokens: p.tokens, marks: p.marks, looks: p.looks };
    if first.kind != Kind::Dash || p.tokens.len() > 16 || p.tokens.len() < 2 {
        return false;
    }
    let from = (1..frame.len()).find(|i| frame.kind(*i) != Some(Kind::Dash)).unwrap_or(1);
    let to =
        (from..frame.len()).find(|i| !(frame.name_like(*i) || frame.is(*i, Flags::PARTICLE))).unwrap_or(frame.len());
    let handle = p.tokens.iter().any(|t| p.text.get(t.range()).is_some_and(|w| w.starts_with('@')));
    let marked = p.text.get(before.clone()).is_some_and(|t| t.starts_with(['“', '"', '‘', '«', '„']));
    let bare = to == frame.len() || frame.kind(to) == Some(Kind::Stop) || frame.kind(to) == Some(Kind::Comma);
    if to == from
        || !(handle || bare && marked)
        || (from..frame.len()).any(|i| frame.verbish(i) && !frame.is(i, Flags::TIME))
    {
        return false;
    }
    out.truncate(*count);
    let who = Some(Mention::of(&frame, from..to));
    out.push(Found {
        pieces: vec![before.clone()],
        cue: None,
        who,
        tie: Tie::Grammar,
        kind: super::super::Kind::Direct,
    });
    true
}

/// `Bridge will open in spring: mayor`, in a headline: what stands before the colon is what the last word's bearer said.
pub(super) fn headline(p: &Paragraph, carry: &Carry, out: &mut Vec<Found>) -> bool {
    let frame = Frame { text: p.text, tokens: p.tokens, marks: p.marks, looks: p.looks };
    let end = frame.len();
    let first = carry.paragraphs == 0 && carry.turns.is_none() && (5..30).contains(&end);
    let Some(colon) = (3..end).rev().take(6).find(|i| frame.kind(*i) == Some(Kind::Colon)).filter(|_| first) else {
        return false;
    };
    let who = colon + 1..end;
    let word = |i: usize| frame.kind(i) == Some(Kind::Word) || frame.kind(i) == Some(Kind::Genitive);
    let head = end - 1;
    let speaks = frame.is(head, Flags::SPEAKER) || frame.name_like(head) && frame.is(head, Flags::FORENAME);
    if who.is_empty() || !who.clone().all(word) || !speaks || !(frame.has_verb(0..colon) || frame.is_mark(0)) {
        return false;
    }
    out.push(Found {
        pieces: vec![frame.bytes(0..colon)],
        cue: Some(frame.bytes(colon..colon + 1)),
        who: Some(Mention::of(&frame, who)),
        tie: Tie::Grammar,
        kind: super::super::Kind::Direct,
    });
    true
}

/// A paragraph that is only a name, perhaps with a role: `Dana Roe, mayor of Holm`.
pub(super) fn byline(p: &Paragraph) -> Option<Mention> {
    let frame = Frame { text: p.text, tokens: p.tokens, marks: p.marks, looks: p.looks };
    let end = frame.end();
    if end == 0 || end > 14 || !p.marks.is_empty() {
        return None;
    }
    let name = (0..end).take_while(|i| frame.name_like(*i) || frame.is(*i, Flags::PARTICLE) && *i > 0).count();
    let person = frame.is(0, Flags::FORENAME.with(Flags::ANY_TITLE))
        && !frame.is(name.checked_sub(1)?, Flags::ORG.with(Flags::PLACE));
    let role = name == end || frame.kind(name) == Some(Kind::Comma) && !frame.has_verb(name..end);
    ((2..6).contains(&name) && person && role && !headline_verbs(&frame, name)).then(|| Mention::of(&frame, 0..name))
}

/// `Dana Roe Wins`: no name.
fn headline_verbs(frame: &Frame, name: usize) -> bool {
    (1..name).any(|i| frame.is(i, Flags::STRONG.with(Flags::VERB)) && frame.is(i, Flags::THIRD.with(Flags::PAST)))
}

/// The name below marked words that nobody has been given for says who spoke: true if it was that.
pub(super) fn name_below(who: &Mention, carry: &Carry, out: &mut [Found]) -> bool {
    let Some((range, first)) = carry.before.as_ref() else {
        return false;
    };
    let [found] = out.get_mut(*first..).unwrap_or_default() else {
        return false;
    };
    let whole = found.pieces.first().is_some_and(|p| p.start == range.start)
        && found.pieces.last().is_some_and(|p| p.end >= range.end);
    let free = whole && found.tie == Tie::Near && carry.announced.is_none();
    if free {
        found.who = Some(who.clone());
        found.cue = None;
        found.tie = Tie::Continued;
    }
    free
}

/// Words between a cue and the colon that ends its paragraph.
const REACH: usize = 24;

/// Who speaks in the paragraphs after this one, if it ends in a colon.
pub(super) fn announcement(p: &Paragraph) -> Option<(Option<Range<usize>>, Mention)> {
    let frame = p.frames().last()?;
    let colon = frame.len().checked_sub(1).filter(|i| frame.kind(*i) == Some(Kind::Colon))?;
    let cues = || (0..colon).rev().take(REACH).filter_map(|i| cue_at(&frame, i)).filter(|c| c.voice != Voice::Passive);
    let speaks = |c: &Cue| frame.is(c.verb, Flags::STRONG.with(Flags::USUAL));
    let cue = cues().find(speaks).or_else(|| cues().next());
    let Some(cue) = cue else {
        let who = Mention::of(&frame, genitive_owner(&frame, clause_subject(&frame, 0, colon)?));
        return who.name.is_some().then_some((None, who));
    };
    let who = match cue.voice {
        Voice::Active => subject(&frame, cue.group, 0).or_else(|| rightward(&frame, cue.end))?,
        _ => clause_subject(&frame, 0, cue.group)?,
    };
    Some((Some(frame.bytes(cue.group..cue.end)), Mention::of(&frame, who)))
}
