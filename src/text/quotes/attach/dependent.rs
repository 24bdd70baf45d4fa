//! Cues that hang on another verb: `…, saying that …`, `it was announced by Roe`.

use std::ops::Range;

use super::super::content::{self, Via};
use super::super::cues::{Cue, cue_at};
use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::mention::Mention;
use super::super::subject::{clause_subject, inner_clause, rightward, subject};
use super::super::tokens::Kind;
use super::Tie;
use super::active::{active, labelled_by, left_clause};
use super::{Claims, Found, push};

/// Bytes between words said and a participle that begins the next sentence: `“…,” he said on Monday. Adding, “…”`.
const NEAR: usize = 120;

/// `…, saying that …`, `a letter warning that …`.
pub(super) fn participle(
    frame: &Frame,
    cue: &Cue,
    first: usize,
    claims: &mut Claims,
    out: &mut Vec<Found>,
) -> Option<usize> {
    if frame.is_word(cue.group.wrapping_sub(1), &["as"]) {
        let who =
            clause_subject(frame, claims.floor(), cue.group - 1).or_else(|| clause_subject(frame, 0, cue.group - 1));
        return active(frame, cue, who, claims, out);
    }
    if frame.is_word(cue.group.wrapping_sub(1), &["without"]) {
        return None;
    }
    let start = content::start(frame, cue)?;
    let main = if frame.has_verb(0..cue.group) { None } else { main_clause(frame, start.at) };
    let end = main.as_ref().map_or(usize::MAX, |(comma, _)| *comma).min(content::end(frame, start));
    if matches!(start.via, Via::Colon | Via::CommaMark) && content::taken_by_next(frame, start.at) {
        return None;
    }
    if end <= start.at || !admits(frame, cue, start, end) || governed(frame, end) {
        return None;
    }
    let before = frame.before(cue.group);
    let direct = before.is_some_and(|t| {
        t.kind == Kind::Word
            && !t.is(Flags::PREP.with(Flags::AND).with(Flags::SUBORD).with(Flags::ADV))
            && (t.capital()
                || t.is(Flags::SPEAKER.with(Flags::CARRIER))
                || frame.is_word(cue.verb, &["reading"]) && frame.is_mark(start.at))
    });
    // `A sign reading “Keep Left” hung over the gate.`
    let inscription = direct && start.via == Via::Mark && frame.is(cue.verb, Flags::LED);
    let end = if inscription { start.at + 1 } else { end };
    let bytes = vec![frame.bytes(start.at..end)];
    if let Some((_, who)) = main.filter(|_| !direct || frame.ing(0)) {
        claims.taken.push(cue.group..end);
        push(frame, cue.group..cue.end, Some(who), bytes, out);
        return Some(end);
    }
    if direct {
        let who = issuer(frame, subject(frame, cue.group, claims.floor())?);
        claims.taken.push(cue.group..end);
        push(frame, cue.group..cue.end, Some(who), bytes, out);
        return Some(end);
    }
    if let Some(who) = with_somebody(frame, cue.group) {
        claims.taken.push(cue.group..end);
        push(frame, cue.group..cue.end, Some(who), bytes, out);
        return Some(end);
    }
    let free = before.is_none_or(|t| {
        matches!(t.kind, Kind::Comma | Kind::Dash | Kind::Mark(_))
            || t.is(Flags::PREP.with(Flags::AND).with(Flags::SUBORD))
    });
    if !free && start.via == Via::Zero && !frame.is(cue.verb, Flags::STRONG) {
        return None;
    }
    let earlier = out.get(first..).and_then(<[Found]>::last).and_then(|f| f.who.clone());
    let before = || if end == frame.end() { just_before(frame, cue, out.get(..first)?) } else { None };
    let near = || inner_clause(frame, cue.group).map(|w| Mention::of(frame, w));
    let subject = || near().or_else(|| clause_subject(frame, 0, cue.group).map(|w| Mention::of(frame, w)));
    let who = earlier.or_else(before).or_else(subject)?;
    claims.taken.push(cue.group..end);
    out.push(Found {
        pieces: bytes,
        cue: Some(frame.bytes(cue.group..cue.end)),
        who: Some(who),
        tie: Tie::Grammar,
        kind: super::super::Kind::Direct,
    });
    Some(end)
}

/// `pleaded guilty to threatening to kill Roe, the board said`: whether all is what another says, behind the place.
fn governed(frame: &Frame, end: usize) -> bool {
    frame.kind(end) == Some(Kind::Comma)
        && frame.end().checked_sub(1).is_some_and(|last| last > end && frame.is(last, Flags::STRONG))
        && content::own_report(frame, end, frame.end())
}

/// `, with one of her aides asking whether`: who does it, before the participle at a place.
fn with_somebody(frame: &Frame, group: usize) -> Option<Range<usize>> {
    let with = (group.saturating_sub(8)..group)
        .rev()
        .find(|i| !matches!(frame.kind(*i), Some(Kind::Word)) || frame.is_word(*i, &["with"]))?;
    let who = with + 1..group;
    (frame.is_word(with, &["with"]) && !who.is_empty() && !frame.has_verb(who.clone())).then_some(who)
}

/// `Citing the flood, Roe left`, `Holding signs that said “No,” they marched`: the comma after a clause that comes before the
/// main one, and whom that is about.
fn main_clause(frame: &Frame, from: usize) -> Option<(usize, Range<usize>)> {
    let opens = Flags::SUBJECT.with(Flags::DET).with(Flags::POSS);
    let main = |k: usize| {
        let ends = match frame.kind(k) {
            Some(Kind::Comma) => Some(k),
            Some(Kind::Mark(_)) if content::ends_in_comma(frame, k) => Some(k + 1),
            _ => None,
        }?;
        let subject = k + 1;
        if !frame.is(subject, opens) && !frame.name_like(subject) {
            return None;
        }
        let verb = (subject + 1..subject + 9).find(|i| frame.verbish(*i) || cue_at(frame, *i).is_some())?;
        let plain = (subject..verb).all(|i| matches!(frame.kind(i), Some(Kind::Word | Kind::Genitive | Kind::Number)));
        plain.then(|| clause_subject(frame, subject, verb)).flatten().map(|who| (ends, who))
    };
    (from..frame.end()).find_map(main)
}

/// Who spoke in the sentence before, for a participle that begins the next.
fn just_before(frame: &Frame, cue: &Cue, out: &[Found]) -> Option<Mention> {
    let first = (0..cue.group).all(|i| frame.is(i, Flags::AND.with(Flags::ADV)));
    let here = frame.tokens.first().map_or(0, |t| t.start);
    let near = |f: &&Found| first && f.pieces.last().is_some_and(|p| here.saturating_sub(p.end) < NEAR);
    out.last().filter(near).and_then(|f| f.who.clone())
}

/// Whether a verb of its class can have these words after it: a label needs marks, a manner marked speech.
fn admits(frame: &Frame, cue: &Cue, start: content::Start, end: usize) -> bool {
    let marked = (start.at..end).any(|i| frame.is_mark(i));
    if start.via == Via::Zero && !marked && frame.is(cue.verb, Flags::LED) {
        return false;
    }
    if frame.is(cue.verb, Flags::STRONG.with(Flags::USUAL)) {
        return true;
    }
    let manner = frame.is(cue.verb, Flags::MANNER) && !frame.is(cue.verb, Flags::LABEL);
    marked && (!manner || matches!(start.via, Via::CommaMark | Via::Colon))
}

/// `The town released a statement saying`: the one who released it speaks.
fn issuer(frame: &Frame, who: Range<usize>) -> Range<usize> {
    let head = (who.start + 1..who.end).find(|i| frame.is(*i, Flags::PREP)).unwrap_or(who.end) - 1;
    let verb = who.start.saturating_sub(1 + usize::from(frame.is_word(who.start.wrapping_sub(1), &["out"])));
    let object = who.start > 0
        && frame.is(head, Flags::DOC.with(Flags::CARRIER).with(Flags::TIME))
        && (frame.verbish(verb) || frame.is(verb, Flags::VERB) && frame.is(verb, Flags::PAST));
    let subject = if object { clause_subject(frame, 0, verb) } else { None };
    subject.unwrap_or(who)
}

/// `…, it was announced by Roe`, `Roe was asked whether …`.
pub(super) fn passive(frame: &Frame, cue: &Cue, claims: &mut Claims, out: &mut Vec<Found>) -> Option<usize> {
    if frame.is(cue.verb, Flags::LABEL)
        && let Some((agent, end)) = labelled_by(frame, cue.end)
    {
        let start = (cue.end..end).find(|i| frame.is_mark(*i))?;
        claims.taken.push(cue.group..agent.end);
        push(frame, cue.group..cue.end, Some(agent.clone()), vec![frame.bytes(start..end)], out);
        return Some(agent.end);
    }
    if frame.is_word(cue.end, &["to", "as"]) || !frame.is(cue.verb, Flags::STRONG.with(Flags::USUAL)) {
        return None;
    }
    let saying = |k: usize| frame.is_word(k, &["as"]) && frame.is(k + 1, Flags::STRONG) && frame.is(k + 1, Flags::ING);
    if (cue.end..frame.len()).take(10).any(saying) {
        return None;
    }
    let by =
        (cue.end..frame.len()).take(6).find(|i| frame.is_word(*i, &["by"])).filter(|i| !frame.has_verb(cue.end..*i));
    let agent = by.and_then(|i| rightward(frame, i + 1));
    let from = subject(frame, cue.group, claims.floor());
    let it = from.as_ref().is_some_and(|w| frame.is(w.start, Flags::IT));
    if let (true, Some(w)) = (it, from.as_ref())
        && let Some(clause) = left_clause(frame, w.start, claims.floor(), None)
    {
        let next = agent.as_ref().map_or(cue.end, |a| a.end);
        claims.taken.push(clause.start..next);
        push(frame, cue.group..cue.end, agent, vec![frame.bytes(clause)], out);
        return Some(next);
    }
    let after = Cue { end: agent.as_ref().map_or(cue.end, |a| a.end), ..*cue };
    let start = content::start(frame, &after)?;
    if start.via == Via::Zero && !frame.is(cue.verb, Flags::ASKING) || start.via == Via::Mark {
        return None;
    }
    let mut end = content::end(frame, start);
    if frame.is(cue.verb, Flags::ASKING) && matches!(frame.kind_before(cue.group), None | Some(Kind::Comma)) {
        // `Asked about the ferry, Roe said`, `Roe, asked why, had said`
        end = (start.at..end).find(|k| frame.kind(*k) == Some(Kind::Comma)).unwrap_or(end);
        if start.via == Via::Zero && !frame.has_verb(start.at..end) && !(start.at..end).any(|k| frame.is_mark(k)) {
            return None;
        }
    }
    end = content::within_clause(frame, start, end, None);
    if end <= start.at {
        return None;
    }
    claims.taken.push(cue.group..end);
    push(frame, cue.group..cue.end, agent, vec![frame.bytes(start.at..end)], out);
    Some(end)
}
