//! Finds the words that name who does what a verb says: left of it, or right where the order is turned round.

mod apposed;
mod lead_in;
mod rightward;

use std::ops::Range;

use super::frame::Frame;
use super::lexicon::Flags;
use super::tokens::{Case, Kind};

pub(super) use apposed::{before_relative, inner_clause, with_name_after};
pub(super) use lead_in::after_dateline;
pub(super) use rightward::rightward;

use apposed::{apposed, relative_before};
use lead_in::{place_or_time, skip_lead_in};

/// Words between a subject and its verb.
const BETWEEN: Flags = Flags::AUX.with(Flags::ADV).with(Flags::NEG);

/// Where a noun phrase can't go on.
fn stops(frame: &Frame, i: usize) -> bool {
    match frame.kind(i) {
        Some(Kind::Word) => {
            let token_is = |f| frame.is(i, f);
            token_is(Flags::SUBORD) && !token_is(Flags::PREP) && !frame.name_like(i)
                || token_is(Flags::THAT.with(Flags::REL).with(Flags::MODAL).with(Flags::HAVE)) && !frame.name_like(i)
                || token_is(Flags::ASKED)
                || frame.verbish(i)
        }
        Some(Kind::Number | Kind::Genitive) => false,
        _ => true,
    }
}

/// The subject of the verb group that begins at `verb`: places of a noun phrase left of it, not reaching under `floor`.
pub(super) fn subject(frame: &Frame, verb: usize, floor: usize) -> Option<Range<usize>> {
    let mut end = verb;
    while end > floor
        && (frame.is(end - 1, BETWEEN) && !frame.is(end - 1, Flags::DET) && !frame.name_like(end - 1)
            || adverb(frame, end - 1)
            || frame.kind(end - 1) == Some(Kind::Genitive) && end > floor + 1 && frame.is(end - 2, Flags::HE_SHE)
            || frame.is_word(end - 1, &["since"])
            || frame.is_word(end - 1, &["long"]) && end > floor + 1 && frame.is(end - 2, Flags::HAVE))
    {
        end -= 1;
    }
    if end == floor {
        return None;
    }
    end = skip_parenthesis(frame, end, floor)?;
    match frame.kind(end - 1)? {
        Kind::Comma | Kind::Dash => apposed(frame, end, floor),
        Kind::Word if frame.is(end - 1, Flags::AND) => pronoun_before(frame, end - 1, floor)
            .or_else(|| clause_joined(frame, end - 1, floor))
            .or_else(|| clause_subject(frame, floor, end - 1))
            .or_else(|| clause_subject(frame, 0, end - 1)),
        Kind::Word if frame.is(end - 1, Flags::REL) => before_relative(frame, end - 1, 0),
        Kind::Word if frame.is_word(end - 1, &["to"]) => {
            clause_subject(frame, clause_start(frame, end, floor), end - 1)
        }
        Kind::Word | Kind::Number | Kind::Genitive => {
            let phrase = leftward(frame, end, floor);
            if let Some(relative) = relative_before(frame, phrase.start, floor) {
                return before_relative(frame, relative, 0);
            }
            let phrase = after_conjunction(frame, phrase);
            // `joined the group, publishing a letter in the Post that`
            let gerund = frame.ing(phrase.start) && phrase.len() > 2;
            let within = if phrase.is_empty() || gerund { None } else { trim(frame, phrase) };
            within.or_else(|| clause_subject(frame, clause_start(frame, end, floor), end))
        }
        _ => None,
    }
}

/// `When Roe came, he laughed and`: the last pronoun before a place that begins a clause after a comma.
fn pronoun_before(frame: &Frame, at: usize, floor: usize) -> Option<Range<usize>> {
    let verb = |k: usize| k < at && (frame.verbish(k) || past(frame, k));
    let subject = |i: &usize| {
        let pronoun = frame.is(*i, Flags::HE_SHE) && frame.kind_before(*i) == Some(Kind::Comma);
        pronoun && (verb(i + 1) || verb(i + 2))
    };
    (floor..at).rev().find(subject).map(|i| i..i + 1)
}

/// `hours after Roe`, `upset before the board`: what stands after the conjunction, whose clause the verb belongs to.
fn after_conjunction(frame: &Frame, phrase: Range<usize>) -> Range<usize> {
    let both =
        |i: &usize| frame.is(*i, Flags::SUBORD) && frame.is(*i, Flags::PREP) && frame.kind(*i) == Some(Kind::Word);
    let opens = |i: usize| {
        frame.name_like(i) || frame.is(i, Flags::DET.with(Flags::POSS).with(Flags::SUBJECT).with(Flags::GROUP))
    };
    let after = (phrase.start + 1..phrase.end.saturating_sub(1)).rev().find(both).map(|i| i + 1);
    after.filter(|i| opens(*i)).map_or(phrase.clone(), |start| start..phrase.end)
}

/// `Roe left, and the board met and`: whom the last clause before a place is about, if `, and` joins it to others.
fn clause_joined(frame: &Frame, at: usize, floor: usize) -> Option<Range<usize>> {
    let opens = Flags::SUBJECT.with(Flags::DET).with(Flags::POSS);
    let start =
        (floor + 1..at).rev().find(|i| frame.is(*i, Flags::AND) && frame.kind(*i - 1) == Some(Kind::Comma))? + 1;
    let verb = (start + 1..at.min(start + 14)).find(|i| frame.verbish(*i) || past(frame, *i))?;
    let plain = (start..verb).all(|i| matches!(frame.kind(i), Some(Kind::Word | Kind::Genitive | Kind::Number)));
    let subject = plain && (frame.is(start, opens) || frame.name_like(start));
    if subject { clause_subject(frame, start, verb) } else { None }
}

/// `brought`, `won`: the past of a verb that the lexicon knows.
fn past(frame: &Frame, i: usize) -> bool {
    frame.is(i, Flags::VERB) && frame.is(i, Flags::PAST)
}

/// `cheerfully`, `later`: but not a noun.
fn adverb(frame: &Frame, i: usize) -> bool {
    let Some(token) = frame.get(i) else {
        return false;
    };
    token.kind == Kind::Word
        && !token.capital()
        && frame.word(i).ends_with("ly")
        && !token.is(Flags::SPEAKER)
        && frame.word(i).len() > 4
}

/// `Roe (D-Ohio) said`, `Roe, 22, said`: the place before a parenthesis that ends at `end`.
fn skip_parenthesis(frame: &Frame, end: usize, floor: usize) -> Option<usize> {
    if frame.kind(end - 1) != Some(Kind::Close) {
        return Some(end);
    }
    let open = (floor..end - 1).rev().take(12).find(|i| frame.kind(*i) == Some(Kind::Open))?;
    (open > floor).then_some(open)
}

/// The noun phrase that ends at `end`, as far left as it goes.
fn leftward(frame: &Frame, end: usize, floor: usize) -> Range<usize> {
    let mut start = end;
    while start > floor {
        let i = start - 1;
        if frame.is(i, Flags::AND) {
            if !joins(frame, i, floor, end) {
                break;
            }
        } else if frame.kind(i) == Some(Kind::Close) {
            match skip_parenthesis(frame, start, floor) {
                Some(open) => {
                    start = open;
                    continue;
                }
                None => break,
            }
        } else if stops(frame, i) && !names_inside(frame, i, start, end) {
            break;
        }
        start -= 1;
        if frame.is(start, Flags::SUBJECT) && !frame.is(start, Flags::DET) && start + 1 == end {
            break;
        }
    }
    start..end
}

/// `the “Harbour” star`: whether the marked words at a place belong to a noun phrase that goes on after them.
fn names_inside(frame: &Frame, i: usize, start: usize, end: usize) -> bool {
    let short = frame.looks(i).is_some_and(|l| l.words < 4 && l.first_capital && !l.stopped);
    short && start == i + 1 && start < end && i > 0 && frame.is(i - 1, Flags::DET.with(Flags::POSS))
}

/// `Imran Vale and Nell Draper`: whether the `and` at `i` joins two names or nouns rather than two clauses.
fn joins(frame: &Frame, i: usize, floor: usize, end: usize) -> bool {
    if i == floor || !frame.is_word(i, &["and", "or", "und", "et", "y", "e", "и"]) {
        return false;
    }
    if frame.is(end - 1, Flags::SUBJECT) && i + 2 == end {
        return false;
    }
    let left = leftward_plain(frame, i, floor);
    !left.is_empty()
        && (frame.capital(i - 1) || frame.is(i - 1, Flags::SPEAKER) || frame.capital(i + 1) == frame.capital(i - 1))
        && !clause_before(frame, left.start, floor)
}

fn leftward_plain(frame: &Frame, end: usize, floor: usize) -> Range<usize> {
    let mut start = end;
    while start > floor && !stops(frame, start - 1) && !frame.is(start - 1, Flags::AND) {
        start -= 1;
    }
    start..end
}

/// Whether a verb stands right before a place: then what follows is an object.
fn clause_before(frame: &Frame, start: usize, floor: usize) -> bool {
    start > floor && (frame.verbish(start - 1) || frame.ing(start - 1))
}

/// The noun phrase that ends at a place: `Roe` of `Roe’s claim`.
pub(super) fn phrase_before(frame: &Frame, end: usize) -> Option<Range<usize>> {
    let phrase = leftward(frame, end, 0);
    let nearest = phrase.clone().rev().find(|i| frame.is(*i, Flags::PREP));
    let start = nearest.map_or(phrase.start, |i| i + 1);
    if start < end { trim(frame, start..end) } else { None }
}

/// Leaves out what stands before the noun phrase proper: `But`, `On Monday`, `In Baghdad`.
fn trim(frame: &Frame, phrase: Range<usize>) -> Option<Range<usize>> {
    let mut start = phrase.start;
    while start < phrase.end {
        let single = frame.is(start, Flags::AND.with(Flags::ADV)) && !frame.is(start, Flags::DET)
            || frame.is(start, Flags::SUBORD) && !frame.is(start, Flags::PREP)
            || adverb(frame, start);
        if single || frame.is(start, Flags::TIME) && start + 1 < phrase.end && !frame.name_like(start + 1) {
            start += 1;
        } else if frame.is(start, Flags::PREP) && !frame.name_like(start) && !counted(frame, start) {
            start = after_prepositional(frame, start, phrase.end);
        } else {
            break;
        }
    }
    while start < phrase.end && frame.kind(start) == Some(Kind::Genitive) {
        start += 1;
    }
    let mut end = phrase.end;
    while end > start + 1 && frame.is(end - 1, Flags::TIME.with(Flags::PREP)) && !frame.name_like(end - 1)
        || end > start + 2 && frame.is(end - 1, Flags::TIME)
    {
        end -= 1;
    }
    start = after_object(frame, start, end);
    if let Some(time) = (start + 1..end).find(|i| frame.is(*i, Flags::PREP) && only_time(frame, i + 1..end)) {
        end = time;
    }
    (start < end).then_some(start..end)
}

/// `keeps in place a minister who`: the article after a noun begins another phrase; where the last of a phrase begins.
fn after_object(frame: &Frame, start: usize, end: usize) -> usize {
    let article = |i: &usize| frame.is_word(*i, &["a", "an", "the"]) || frame.is(*i, Flags::POSS);
    let noun = |t: &super::tokens::Token| {
        t.kind == Kind::Word && t.case == Case::Lower && !t.is(Flags::SMALL.with(Flags::SPEAKER))
    };
    if frame.name_like(start) {
        return start;
    }
    let own = (start + 1..end).rev().find(article);
    own.filter(|i| frame.before(*i).is_some_and(noun)).unwrap_or(start)
}

/// `the time`, `Monday night`
fn only_time(frame: &Frame, places: Range<usize>) -> bool {
    let time = |i: usize| {
        frame.is(i, Flags::TIME) || frame.kind(i) == Some(Kind::Number) || frame.is_word(i, &["time", "moment", "hour"])
    };
    !places.is_empty() && places.clone().all(|i| time(i) || frame.is(i, Flags::DET)) && time(places.end - 1)
}

/// The place after `On Monday`, `In a statement`, `In Baghdad`.
fn after_prepositional(frame: &Frame, at: usize, end: usize) -> usize {
    if frame.is_word(at, &["with", "as"]) {
        return at + 1;
    }
    let mut i = at + 1;
    while i < end && frame.is(i, Flags::DET.with(Flags::POSS).with(Flags::PREP)) {
        i += 1;
    }
    if frame.is(i, Flags::TIME) || frame.kind(i) == Some(Kind::Number) {
        while i < end && (frame.is(i, Flags::TIME) || frame.kind(i) == Some(Kind::Number)) {
            i += 1;
        }
        return i;
    }
    // The last determiner, pronoun or run of names begins the subject.
    let mut j = end;
    while j > i {
        j -= 1;
        if frame.is(j, Flags::DET.with(Flags::POSS).with(Flags::SUBJECT)) && j > i {
            return j;
        }
        if frame.is(j, Flags::PREP) {
            break;
        }
    }
    (i + 1..end).find(|k| frame.name_like(*k) != frame.name_like(i) && !frame.is(*k, Flags::PREP)).unwrap_or(end)
}

/// The start of the clause that a place stands in.
fn clause_start(frame: &Frame, at: usize, floor: usize) -> usize {
    let mut i = at;
    while i > floor {
        let k = i - 1;
        let boundary =
            matches!(frame.kind(k), Some(Kind::Semicolon | Kind::Colon | Kind::Mark(_) | Kind::Stop | Kind::Dash))
                || frame.kind(k) == Some(Kind::Open) && !(k..at).any(|n| frame.kind(n) == Some(Kind::Close))
                || frame.is(k, Flags::THAT) && frame.kind(k + 2) != Some(Kind::Comma)
                || frame.kind(k) == Some(Kind::Comma)
                    && (frame.is(i, Flags::AND.with(Flags::SUBJECT))
                        || frame.is(i, Flags::SUBORD) && !frame.is(i, Flags::PREP));
        if boundary {
            return i;
        }
        i -= 1;
    }
    floor
}

/// The first noun phrase of a clause, up to its verb: `Draper smiled and` gives `Draper`.
pub(super) fn clause_subject(frame: &Frame, start: usize, end: usize) -> Option<Range<usize>> {
    let mut from = start;
    loop {
        from = skip_lead_in(frame, from, end);
        if from >= end {
            return None;
        }
        let mut to = from;
        // `I'm old enough`, `It’s become`: the pronoun alone, which has its verb within it.
        if frame.is(from, Flags::SUBJECT) && !frame.is(from, Flags::DET) && frame.word(from).contains(['\'', '’']) {
            return Some(from..from + 1);
        }
        while to < end
            && (!stops(frame, to) || frame.is(to, Flags::AND) && joins_right(frame, to))
            && (!frame.is(to, BETWEEN) || frame.name_like(to))
        {
            to += 1;
        }
        if to > from {
            return trim(frame, from..to);
        }
        // A comma or a stray word: go on after it.
        from += 1;
    }
}

fn joins_right(frame: &Frame, i: usize) -> bool {
    frame.name_like(i + 1) || frame.is(i + 1, Flags::DET.with(Flags::POSS))
}

/// `about 200 protesters`
fn counted(frame: &Frame, i: usize) -> bool {
    frame.is_word(i, &["about", "around", "over", "nearly", "almost"]) && frame.kind(i + 1) == Some(Kind::Number)
}
