//! `Roe said …`, `…, Roe said`: the speaker left of the cue.

use std::ops::Range;

use super::super::content::{self, Start, Via};
use super::super::cues::{Cue, cue_at};
use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::subject::rightward;
use super::super::tokens::Kind;
use super::marks_near::{left_marks, more_marks, running_marks};
use super::{Claims, Found, push};

/// `Roe said …`, `…, Roe said`, `…, Roe said, …`.
pub(super) fn active(
    frame: &Frame,
    cue: &Cue,
    who: Option<Range<usize>>,
    claims: &mut Claims,
    out: &mut Vec<Found>,
) -> Option<usize> {
    let floor = claims.floor();
    let from = before_apposition(frame, who.as_ref().map_or(cue.group, |w| w.start.min(cue.group)), floor);
    let as_clause = from > floor && frame.is_word(from - 1, &["as"]);
    let clause_start = from - usize::from(as_clause);
    let start = content::start(frame, cue).filter(|s| fits(frame, cue, *s, who.as_ref()));
    let sure = start.filter(|s| surely(frame, cue, *s));
    // `“…,” Roe said`, `“…,” as Roe put it`
    let own = |marks: &Range<usize>| may_close(frame, cue, marks);
    let left = if clause_start > floor { left_marks(frame, clause_start, floor).filter(own) } else { None };
    if let Some(marks) = left {
        claims.taken.push(marks.clone());
        let mut pieces = vec![frame.bytes(marks)];
        more_marks(frame, sure.map_or(cue.end, |s| s.at), claims, &mut pieces);
        claims.taken.push(from..cue.end);
        push(frame, cue.group..cue.end, who, pieces, out);
        return Some(cue.end);
    }
    if start.is_some_and(|s| denies(frame, cue, s)) {
        return None;
    }
    let opens = (floor..clause_start).all(|i| frame.is(i, Flags::AND));
    let fronted = as_clause && opens && sure.is_none() && who.is_some();
    if let Some(rest) = if fronted { after_as(frame, cue) } else { None } {
        claims.taken.push(cue.group..rest.end);
        push(frame, cue.group..cue.end, who, vec![frame.bytes(rest.clone())], out);
        return Some(rest.end);
    }
    let speaks = frame.is(cue.verb, Flags::STRONG.with(Flags::USUAL));
    let left = if sure.is_none() && speaks { left_clause(frame, clause_start, floor, start) } else { None };
    match (left, start) {
        (Some(clause), _) => Some(around(frame, cue, who, clause, claims, out)),
        (None, Some(start)) => following(frame, cue, who, start, claims, out),
        (None, None) => inserted(frame, cue, who, clause_start, claims, out),
    }
}

/// Whether a verb that is mostly no speech may follow marked words: `“Yes,” he smiled`, but not `“Yes?” he put the lid on`.
fn may_close(frame: &Frame, cue: &Cue, marks: &Range<usize>) -> bool {
    if frame.is(cue.verb, Flags::STRONG.with(Flags::USUAL).with(Flags::LABEL)) {
        return true;
    }
    let object = frame.is(cue.end, Flags::DET.with(Flags::POSS)) && !frame.is(cue.end, Flags::OBJECT);
    frame.is(cue.verb, Flags::MANNER) && content::ends_in_comma(frame, marks.end - 1) && !object
}

/// `would not describe the malfunction`: nothing is said of it.
fn denies(frame: &Frame, cue: &Cue, start: Start) -> bool {
    let rest = start.at..content::end(frame, start);
    let not = (cue.group..cue.verb).any(|i| frame.is(i, Flags::NEG));
    not && start.via == Via::Zero && !frame.has_verb(rest.clone()) && !rest.into_iter().any(|i| frame.is_mark(i))
}

/// Whether what stands right of a cue is what was said whatever stands left of it.
fn surely(frame: &Frame, cue: &Cue, start: Start) -> bool {
    match start.via {
        Via::Zero => start.at == cue.end && subject_verb(frame, start.at),
        Via::Asked => frame.is(cue.verb, Flags::ASKING),
        _ => true,
    }
}

/// `Roe said …`
fn following(
    frame: &Frame,
    cue: &Cue,
    who: Option<Range<usize>>,
    start: Start,
    claims: &mut Claims,
    out: &mut Vec<Found>,
) -> Option<usize> {
    let relative = who.as_ref().filter(|w| frame.is(w.end - 1, Flags::REL)).and_then(|w| frame.kind_before(w.end - 1));
    // `Ito, a pilot who warned of it, left`
    let apposed = who.as_ref().is_some_and(|w| w.clone().any(|i| frame.kind(i) == Some(Kind::Comma)));
    let relative = relative.map(|kind| if apposed { Kind::Comma } else { kind });
    let mut end = content::within_clause(frame, start, content::end(frame, start), relative);
    if !frame.is(cue.verb, Flags::STRONG.with(Flags::USUAL)) {
        // `criticized the plan, which the board called “absurd”`
        let which = |k: &usize| {
            frame.kind(*k) == Some(Kind::Comma)
                && frame.is(*k + 1, Flags::REL)
                && (*k + 2..end).any(|n| frame.is(n, Flags::STRONG.with(Flags::LABEL)))
        };
        end = (start.at + 1..end).find(which).unwrap_or(end);
        // `called the plan “a gift,” left early`
        let closes = |k: &usize| {
            frame.is_mark(*k)
                && content::ends_in_comma(frame, *k)
                && !frame.is(*k + 1, Flags::AND.with(Flags::PREP))
                && !(*k + 1..end).any(|n| frame.is_mark(n))
        };
        end = (start.at..end).find(closes).map_or(end, |k| k + 1);
    }
    if end <= start.at {
        return None;
    }
    claims.taken.push(cue.group..end);
    let (who, end) = match agent_after(frame, cue, start, end) {
        Some((agent, end)) => (Some(agent), end),
        None => (who, end),
    };
    push(frame, cue.group..cue.end, who, vec![frame.bytes(start.at..end)], out);
    Some(end)
}

/// `emails labelled “secret” by the ministry`: who says so, and the place after the words said.
fn agent_after(frame: &Frame, cue: &Cue, start: Start, end: usize) -> Option<(Range<usize>, usize)> {
    let helped = (cue.group..cue.verb).any(|i| frame.is(i, Flags::AUX));
    let participle = frame.is(cue.verb, Flags::PART) && !helped && cue.group > 0 && !frame.capital(cue.group - 1);
    let label = frame.is(cue.verb, Flags::LABEL) && !frame.is(cue.verb, Flags::STRONG);
    if !participle || !label || end < start.at + 2 {
        return None;
    }
    labelled_by(frame, cue.end)
}

/// `labelled a “secret” by the ministry`: who stands after the label that begins at a place, and the place after its marks.
pub(super) fn labelled_by(frame: &Frame, from: usize) -> Option<(Range<usize>, usize)> {
    let mark = (from..from + 3).find(|i| frame.is_mark(*i))?;
    let leads = |i: usize| frame.is(i, Flags::DET) || frame.is_word(i, &["as"]);
    if !(from..mark).all(leads) || !frame.is_word(mark + 1, &["by"]) {
        return None;
    }
    Some((rightward(frame, mark + 2)?, mark + 1))
}

/// `As Ito noted, the bridge was sound`: what follows the comma.
fn after_as(frame: &Frame, cue: &Cue) -> Option<Range<usize>> {
    let put = frame.is_word(cue.end - 1, &["it"]);
    if frame.is(cue.verb, Flags::MANNER) && !put {
        return None;
    }
    let comma = (cue.end..frame.len()).take(9).find(|i| frame.kind(*i) != Some(Kind::Word))?;
    let adverbial = comma == cue.end || frame.is(cue.end, Flags::PREP.with(Flags::TIME).with(Flags::ADV));
    if frame.kind(comma) != Some(Kind::Comma) || !adverbial || frame.has_verb(cue.end..comma) {
        return None;
    }
    let start = Start { at: comma + 1, via: Via::Zero };
    let rest = start.at..content::end(frame, start);
    (rest.len() > 3 || rest.clone().any(|i| frame.is_mark(i))).then_some(rest)
}

/// `Still, he said, officials decide`, `The question, she said, is not cut and dried`.
fn inserted(
    frame: &Frame,
    cue: &Cue,
    who: Option<Range<usize>>,
    from: usize,
    claims: &mut Claims,
    out: &mut Vec<Found>,
) -> Option<usize> {
    let floor = claims.floor();
    let comma = |i: usize| matches!(frame.kind(i), Some(Kind::Comma | Kind::Dash));
    let rest = cue.end + 1..content::end(frame, Start { at: cue.end + 1, via: Via::Zero });
    let between = from > floor + 1 && comma(from - 1) && comma(cue.end);
    if !between || rest.len() < 2 || who.is_none() || !frame.is(cue.verb, Flags::STRONG) {
        return None;
    }
    let left = floor..from - 1;
    if frame.ing(rest.start) || !frame.has_verb(rest.clone()) {
        return None;
    }
    let whole = frame.verbish(rest.start) || left.len() > 3;
    let mut pieces = Vec::new();
    if whole {
        pieces.push(frame.bytes(left.clone()));
    }
    pieces.push(frame.bytes(rest.clone()));
    claims.taken.push(left.start..rest.end);
    push(frame, cue.group..cue.end, who, pieces, out);
    Some(rest.end)
}

/// `“…,” another friend, Mariam Emara said`: the place after the marks, if one short phrase stands between.
fn before_apposition(frame: &Frame, from: usize, floor: usize) -> usize {
    if from <= floor + 2 || frame.kind(from - 1) != Some(Kind::Comma) {
        return from;
    }
    let start = (floor..from - 1)
        .rev()
        .take(9)
        .find(|i| !matches!(frame.kind(*i), Some(Kind::Word | Kind::Genitive | Kind::Number)));
    match start {
        Some(i) if frame.is_mark(i) && i + 1 < from - 1 && !frame.has_verb(i + 1..from - 1) => i + 1,
        _ => from,
    }
}

/// Whether a clause begins at a place: a pronoun, a name or an article, and a verb soon after.
fn subject_verb(frame: &Frame, at: usize) -> bool {
    let opens = Flags::SUBJECT.with(Flags::DET).with(Flags::POSS);
    (frame.is(at, opens) || frame.name_like(at))
        && (at + 1..at + 6).take_while(|i| frame.kind(*i) != Some(Kind::Comma)).any(|i| frame.verbish(i))
}

/// Whether what follows a verb can be what was said, for a verb of its class.
fn fits(frame: &Frame, cue: &Cue, start: Start, who: Option<&Range<usize>>) -> bool {
    let rest = start.at..content::end(frame, start);
    let marked = rest.clone().any(|i| frame.is_mark(i));
    if rest.is_empty() || start.via == Via::Colon && content::taken_by_next(frame, start.at) {
        return false;
    }
    let speaks = Flags::SPEAKER.with(Flags::SUBJECT).with(Flags::REL);
    let named = who.is_some_and(|w| {
        let counted = w.len() == 1 && frame.is(w.start, Flags::DET);
        counted || w.clone().any(|i| frame.name_like(i) || frame.is(i, speaks) && !frame.is(i, Flags::IT))
    });
    if !frame.is(cue.verb, Flags::CUE) {
        let body = Flags::DOC.with(Flags::GROUP).with(Flags::ORG);
        return start.via == Via::That && who.is_some_and(|w| w.clone().any(|i| frame.is(i, body)));
    }
    if frame.is(cue.verb, Flags::STRONG) {
        // `wrote the report`, `wrote the last episode of “Harbour Lights”`
        let said = rest.clone().any(|i| frame.is_mark(i) && !content::names_a_work(frame, i));
        let thing = start.via == Via::Zero && !said && !frame.has_verb(rest.clone());
        if thing && frame.is_word(cue.verb, &["wrote", "writes", "written", "write", "writing"]) {
            return false;
        }
        return who.is_some() && (start.via != Via::Zero || rest.len() > 1 || marked);
    }
    // `continues to give`, `reading the main story`
    if start.via == Via::Zero && !marked && frame.is(cue.verb, Flags::LED) {
        return false;
    }
    match start.via {
        Via::CommaMark => who.is_some(),
        Via::Colon => who.is_some() && (marked || frame.is(cue.verb, Flags::USUAL)),
        Via::That | Via::Asked => who.is_some() && frame.is(cue.verb, Flags::USUAL),
        Via::Mark | Via::Zero if frame.is(cue.verb, Flags::LABEL) && marked => who.is_some(),
        Via::Mark => named && frame.is(cue.verb, Flags::USUAL),
        Via::Zero => {
            let object = !frame.is(rest.start, Flags::PREP.with(Flags::ADV))
                || frame.is(rest.start, Flags::DET)
                || frame.is_word(rest.start, &["to"]);
            let object =
                object && (start.at <= cue.end || frame.is(cue.verb, Flags::ADDRESSED) || frame.has_verb(rest.clone()));
            let bid =
                !frame.is(cue.verb, Flags::ADDRESSED) || rest.clone().any(|i| frame.is_word(i, &["to", "against"]));
            named && frame.is(cue.verb, Flags::USUAL) && rest.len() > 1 && object && bid
        }
    }
}

/// The clause left of `, Roe said`.
pub(super) fn left_clause(frame: &Frame, from: usize, floor: usize, right: Option<Start>) -> Option<Range<usize>> {
    let comma = from.checked_sub(1)?;
    if comma <= floor || !matches!(frame.kind(comma), Some(Kind::Comma | Kind::Dash)) {
        return None;
    }
    let clause = floor..comma;
    let first = floor + usize::from(frame.is(floor, Flags::AND));
    let lead_in = frame.is(first, Flags::PREP.with(Flags::SUBORD)) && !frame.name_like(first)
        || frame.ing(first)
        || frame.is(first, Flags::ADV);
    let marked = running_marks(frame, &clause);
    let whole = (marked || frame.has_verb(clause.clone())) && clause.len() > 1;
    let main = lead_in && clause.clone().any(|i| frame.kind(i) == Some(Kind::Comma) && frame.has_verb(i..comma));
    let gerund = frame.ing(floor) && !clause.clone().any(|i| frame.kind(i) == Some(Kind::Comma));
    let subordinate = frame.is(floor, Flags::SUBORD) && !frame.is(floor, Flags::PREP);
    let only = right.is_none() && clause.len() > 4 && !subordinate;
    (whole && (!lead_in || main || gerund || only)).then_some(clause)
}

/// `The ferry, Kaya said, was never in danger`: the clause before, and what goes on after.
fn around(
    frame: &Frame,
    cue: &Cue,
    who: Option<Range<usize>>,
    clause: Range<usize>,
    claims: &mut Claims,
    out: &mut Vec<Found>,
) -> usize {
    let mut pieces = vec![frame.bytes(clause.clone())];
    claims.taken.push(clause.start..cue.end);
    let next = tail(frame, cue.end, claims, &mut pieces);
    push(frame, cue.group..cue.end, who, pieces, out);
    next
}

/// What was said that goes on after `, Roe said,`.
pub(super) fn tail(frame: &Frame, from: usize, claims: &mut Claims, pieces: &mut Vec<Range<usize>>) -> usize {
    let end = frame.end();
    if frame.kind(from) != Some(Kind::Comma) || from + 2 >= end {
        return from;
    }
    let next = from + 1;
    if frame.ing(next)
        || frame.is(next, Flags::REL)
        || frame.is(next, Flags::PREP) && !frame.is_word(next, &["to"])
        || (next..end).any(|i| cue_at(frame, i).is_some())
    {
        return from;
    }
    if !frame.has_verb(next..end) && !frame.is_word(next, &["to"]) {
        return from;
    }
    claims.taken.push(next..end);
    pieces.push(frame.bytes(next..end));
    end
}
