//! `“…,” said Roe`: the speaker right of the cue.

use std::ops::Range;

use super::super::content::{self, Start, Via};
use super::super::cues::Cue;
use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::subject::{rightward, with_name_after};
use super::super::tokens::Kind;
use super::marks_near::{left_marks, more_marks, running_marks};
use super::{Claims, Found, push};

/// `“…,” said Roe`, `…, said Roe`, `Said Roe: “…”`.
pub(super) fn inverted(frame: &Frame, cue: &Cue, claims: &mut Claims, out: &mut Vec<Found>) -> Option<usize> {
    if !may_invert(frame, cue) && after_listener(frame, cue.end) == cue.end {
        return None;
    }
    let who = with_name_after(frame, rightward(frame, after_listener(frame, cue.end))?);
    let before = frame.before(cue.group).map(|t| t.kind);
    let left = left_marks(frame, cue.group, claims.floor());
    // `…, said Roe “would stay”`: the marked words go on with a clause that Roe begins.
    let begins = left.is_none() && before.is_some() && frame.is_mark(who.end);
    if begins || left.is_none() && !closed(frame, who.end) {
        return None;
    }
    let pieces = match (before, left) {
        (None, _) => {
            let leads = |i: usize| match frame.kind(i) {
                Some(Kind::Colon) => true,
                Some(Kind::Comma) => frame.is_mark(i + 1),
                _ => frame.is(i, Flags::THAT) && frame.is_mark(i + 1),
            };
            let colon = (who.end..frame.len()).take(12).find(|i| leads(*i))?;
            // `Asked a question, Roe said: “…”`
            if (who.end..colon).any(|i| frame.is(i, Flags::STRONG)) {
                return None;
            }
            let start = Start { at: colon + 1, via: Via::Colon };
            let end = content::end(frame, start);
            claims.taken.push(start.at..end);
            vec![frame.bytes(start.at..end)]
        }
        (_, Some(marks)) => {
            claims.taken.push(marks.clone());
            let mut pieces = vec![frame.bytes(marks)];
            more_marks(frame, who.end, claims, &mut pieces);
            pieces
        }
        (Some(Kind::Comma | Kind::Dash), None) => {
            let floor = claims.floor();
            if let Some((subject, rest)) = parted(frame, cue, &who, floor) {
                claims.taken.push(floor..rest.end);
                let pieces = vec![frame.bytes(subject), frame.bytes(rest.clone())];
                push(frame, cue.group..cue.end, Some(who), pieces, out);
                return Some(rest.end);
            }
            let clause = clause_left(frame, cue, &who, floor)?;
            claims.taken.push(clause.clone());
            vec![frame.bytes(clause)]
        }
        _ => return None,
    };
    claims.taken.push(cue.group..who.end);
    push(frame, cue.group..cue.end, Some(who.clone()), pieces, out);
    Some(who.end)
}

/// `a indiqué à l’AFP un porte-parole`, `dijo a la prensa el ministro`: the place after the one who is told, if the one who
/// speaks follows.
fn after_listener(frame: &Frame, at: usize) -> usize {
    if !frame.is_word(at, &["à", "au", "aux", "a", "al"]) || !frame.is(at, Flags::PREP) {
        return at;
    }
    let noun = (at + 1..at + 3).find(|i| !frame.is(*i, Flags::DET.with(Flags::POSS))).unwrap_or(at + 1);
    let end = (noun + 1..noun + 4).find(|i| !frame.name_like(*i) || !frame.name_like(noun)).unwrap_or(noun + 1);
    if frame.is(end, Flags::DET) || frame.name_like(end) { end } else { at }
}

/// Whether what follows a verb may be its subject.
fn may_invert(frame: &Frame, cue: &Cue) -> bool {
    let helped = cue.group != cue.verb && !frame.is(cue.group, Flags::ADV.with(Flags::HAVE));
    let base = frame.is(cue.verb, Flags::BASE) && !frame.is(cue.verb, Flags::PAST);
    let Some(first) = frame.get(cue.end).filter(|t| t.kind == Kind::Word) else {
        return false;
    };
    let object = first.is(Flags::OBJECT.with(Flags::THAT)) && !first.is(Flags::SUBJECT);
    // `“terrible,” denounced her record`: a judgement has its object there.
    let judged = !frame.is(cue.verb, Flags::STRONG.with(Flags::USUAL).with(Flags::MANNER)) && !frame.name_like(cue.end);
    let adverbial = first.is(Flags::PREP.with(Flags::TIME)) && !frame.name_like(cue.end);
    !helped && !base && !object && !adverbial && !judged
}

/// The clause before `, said Roe`, if that is what he said.
fn clause_left(frame: &Frame, cue: &Cue, who: &Range<usize>, floor: usize) -> Option<Range<usize>> {
    let speaker = Flags::SPEAKER.with(Flags::SUBJECT);
    let speaks = who.clone().any(|i| frame.name_like(i) || frame.is(i, speaker));
    let clause = floor..cue.group - 1;
    let says = frame.is(cue.verb, Flags::STRONG) || frame.is_word(cue.verb, &["reports", "reported"]);
    let plain = cue.group == cue.verb && says && !frame.is(cue.verb, Flags::ADDRESSED);
    let opened = frame.looks(clause.start).is_some_and(|l| l.words > 3);
    // `—No queda agua —dijo Ríos.`
    let dialogue = clause.start == 0 && frame.kind(0) == Some(Kind::Dash);
    let whole = dialogue || frame.has_verb(clause.clone()) || running_marks(frame, &clause) || opened;
    (plain
        && speaks
        && !frame.is(who.start, Flags::TIME)
        && clause.len() > 1
        && whole
        && !relative_clause(frame, &clause))
    .then_some(clause)
}

/// `The ferry, says Roe, a pilot, is safe`: what stands before the cue, and what goes on after the speaker.
fn parted(frame: &Frame, cue: &Cue, who: &Range<usize>, floor: usize) -> Option<(Range<usize>, Range<usize>)> {
    let subject = floor..cue.group - 1;
    let plain = cue.group == cue.verb
        && frame.is(cue.verb, Flags::STRONG)
        && who.clone().any(|i| frame.name_like(i))
        && !frame.is(who.start, Flags::TIME);
    if !plain || subject.is_empty() || frame.has_verb(subject.clone()) || frame.kind(who.end) != Some(Kind::Comma) {
        return None;
    }
    let rest = (who.end..frame.end().min(who.end + 16))
        .find(|i| frame.kind(*i) == Some(Kind::Comma) && frame.is(i + 1, Flags::AUX))?
        + 1;
    let end = content::end(frame, Start { at: rest, via: Via::Zero });
    (!frame.has_verb(who.end..rest) && end > rest + 1).then_some((subject, rest..end))
}

/// Whether no verb follows a noun phrase right of a cue.
fn closed(frame: &Frame, end: usize) -> bool {
    let goes_on = Flags::PREP.with(Flags::ADV).with(Flags::TIME).with(Flags::AND).with(Flags::SUBORD).with(Flags::REL);
    let verb_after = frame.is(end, Flags::ADV)
        && (end + 1..end + 4).take_while(|i| frame.kind(*i) == Some(Kind::Word)).any(|i| frame.is(i, Flags::AUX));
    let marked_clause = frame.is(end, Flags::THAT) && frame.is_mark(end + 1);
    frame.get(end).is_none_or(|t| t.kind != Kind::Word || t.is(goes_on) || marked_clause) && !verb_after
}

/// `Brandt, who led the search`, `Brandt, a nurse who led it`: the verb before the comma isn't the clause's own.
fn relative_clause(frame: &Frame, clause: &Range<usize>) -> bool {
    let relative = clause.clone().find(|i| frame.is(*i, Flags::REL) && !frame.is(*i, Flags::THAT));
    let own = |r: usize| {
        let set_off = frame.kind_before(r) == Some(Kind::Comma);
        set_off || (r + 1..clause.end).filter(|i| frame.verbish(*i)).count() < 2
    };
    relative.is_some_and(|r| !frame.has_verb(clause.start..r) && own(r))
}
