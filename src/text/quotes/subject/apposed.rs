//! Subjects with something between them and the verb: appositions, relative clauses, the name after a role.

use std::ops::Range;

use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::tokens::Kind;
use super::{clause_start, clause_subject, leftward, place_or_time, skip_parenthesis, trim};

/// `Ito, the mayor, said`, `Brandt, who led the search for nine days, said`: the phrase before what stands between commas.
pub(super) fn apposed(frame: &Frame, end: usize, floor: usize) -> Option<Range<usize>> {
    let mut start = within_commas(frame, clause_start(frame, end - 1, floor), end, floor);
    // `Nelson, a fellow of the institute, and co-author of the study, said`
    while start > floor + 1 && frame.is(start, Flags::AND) && !frame.has_verb(start..end) {
        start = clause_start(frame, start - 1, floor);
    }
    for _ in 0..WIDENINGS {
        let chosen = before_comma(frame, start, end);
        if chosen.is_some() {
            return chosen;
        }
        // `Roe, when asked what was wrong, said`, `Roe, of the show “Night Ferry,” who went along, said`
        let joined = frame.is(start, Flags::AND) && frame.verbish(start + 1) && !frame.is(start + 1, Flags::AUX);
        let inner = joined
            || frame.is(start, Flags::SUBORD.with(Flags::REL))
            || start > floor && frame.is_mark(start - 1) && frame.kind(start) == Some(Kind::Comma);
        if !inner || start <= floor + 1 || !matches!(frame.kind(start - 1), Some(Kind::Comma | Kind::Mark(_))) {
            break;
        }
        start = clause_start(frame, start - 1, floor);
    }
    clause_subject(frame, start, end)
}

/// Words from a clause's `in which` to what is said in it.
const REACH: usize = 60;

/// How often a clause between commas is taken for part of the one around it.
const WIDENINGS: usize = 3;

/// The phrase before the first comma that has a noun phrase before it, from `start` to `end`.
fn before_comma(frame: &Frame, start: usize, end: usize) -> Option<Range<usize>> {
    let mut from = start;
    while from < end {
        while from < end && frame.is(from, Flags::AND) {
            from += 1;
        }
        let to = (from..end).find(|i| matches!(frame.kind(*i), Some(Kind::Comma | Kind::Dash))).unwrap_or(end);
        if to > from && !lead_in(frame, from) && !frame.has_verb(from..to) && (frame.kind(from) == Some(Kind::Word)) {
            let chosen = trim(frame, leftward(frame, skip_parenthesis(frame, to, from)?, from));
            if chosen.is_some() {
                return chosen.map(|who| with_name_after(frame, who));
            }
        }
        // `began when Mrs. Ito, in a letter, accused`
        let clause = (from..to).rev().find(|i| frame.is(*i, Flags::SUBORD.with(Flags::THAT).with(Flags::ASKED)));
        let tail = clause.map(|i| i + 1..to).filter(|t| !t.is_empty() && !frame.has_verb(t.clone()));
        let names = |t: &Range<usize>| frame.name_like(t.start) || frame.is(t.start, Flags::DET);
        if let Some(tail) = tail.filter(names) {
            return trim(frame, tail);
        }
        from = to + 1;
    }
    None
}

/// `Roe, in a coat that had seen the flood, said`: the clause that starts at `start` is only part of what stands between the
/// commas; the start of the one around it.
fn within_commas(frame: &Frame, start: usize, end: usize, floor: usize) -> usize {
    let inner = start > floor + 2
        && frame.is(start - 1, Flags::THAT)
        && frame.has_verb(start..end)
        && (floor..start).any(|i| frame.kind(i) == Some(Kind::Comma));
    if inner { clause_start(frame, start - 1, floor) } else { start }
}

/// `the keeper, Ewan Moir`: a common noun with the name after it is one phrase.
pub(in crate::text::quotes) fn with_name_after(frame: &Frame, who: Range<usize>) -> Range<usize> {
    let common = Flags::DET.with(Flags::POSS);
    let nominal = frame.is(who.start, common) || who.clone().any(|i| frame.kind(i) == Some(Kind::Genitive));
    if !nominal
        || frame.kind(who.end) != Some(Kind::Comma)
        || frame.name_like(who.end - 1) && !frame.is(who.end - 1, Flags::PLACE) && who.len() < 3
    {
        return who;
    }
    let start = who.end + 1;
    let mut end = start;
    while frame.name_like(end) || frame.is(end, Flags::PARTICLE) && frame.name_like(end + 1) {
        end += 1;
    }
    let closes = !matches!(frame.kind(end), Some(Kind::Word))
        || frame.is(end, Flags::PREP.with(Flags::REL))
        || frame.is(end, Flags::CUE);
    if end > start + 1 && closes { who.start..end } else { who }
}

/// `a speech in which Roe left his notes, saying`, `where sixty people met, chanting`: whom the clause before a place is about.
pub(in crate::text::quotes) fn inner_clause(frame: &Frame, at: usize) -> Option<Range<usize>> {
    let opens = Flags::SUBJECT.with(Flags::DET).with(Flags::POSS);
    (1..at).rev().take(REACH).find_map(|i| {
        let begins = frame.is_word(i, &["which"]) && frame.is(i - 1, Flags::PREP) || frame.is_word(i, &["where"]);
        let subject = i + 1;
        let counted = (subject..subject + 2).any(|k| frame.kind(k) == Some(Kind::Number));
        if !begins || !frame.is(subject, opens) && !frame.name_like(subject) && !counted {
            return None;
        }
        let verb = (subject + 1..at.min(subject + 8)).find(|k| frame.verbish(*k))?;
        clause_subject(frame, subject, verb)
    })
}

fn lead_in(frame: &Frame, i: usize) -> bool {
    frame.is(i, Flags::PREP.with(Flags::SUBORD).with(Flags::REL)) && !frame.name_like(i)
        || frame.ing(i) && !frame.capital(i)
        || frame.ing(i) && i == 0
        || place_or_time(frame, i)
        || frame.is(i, Flags::ADV) && !frame.name_like(i)
}

/// The noun phrase before a relative: `Republicans who agree … said`.
pub(in crate::text::quotes) fn before_relative(frame: &Frame, relative: usize, floor: usize) -> Option<Range<usize>> {
    let end =
        if matches!(frame.kind_before(relative), Some(Kind::Comma | Kind::Dash)) { relative - 1 } else { relative };
    if end <= floor {
        return None;
    }
    let end = skip_parenthesis(frame, end, floor)?;
    let phrase = leftward(frame, end, floor);
    let person = frame.is_word(relative, &["who"]) && frame.name_like(end - 1);
    let nearest = phrase.clone().rev().find(|i| {
        // `the resignation of his minister Kim, who said`
        let of = frame.is_word(*i, &["of"]) && person && *i > phrase.start && !frame.capital(*i - 1);
        let thing = of && !frame.is(*i - 1, Flags::SPEAKER) && frame.is(*i + 1, Flags::DET.with(Flags::POSS));
        frame.is(*i, Flags::PREP) && (thing || !frame.is_word(*i, &["of", "for", "at"]))
    });
    let named = trim(frame, nearest.map_or(phrase.start, |i| i + 1)..phrase.end)?;
    Some(named_before(frame, named.start).unwrap_or(named.start)..relative + 1)
}

/// `Senator Roe, an Ohio Republican who`: where the name begins that a phrase with an article follows.
fn named_before(frame: &Frame, phrase: usize) -> Option<usize> {
    let comma = phrase.checked_sub(1).filter(|i| frame.kind(*i) == Some(Kind::Comma))?;
    let article = frame.is_word(phrase, &["a", "an", "the"]);
    let name = leftward(frame, comma, 0);
    let start = name.clone().find(|i| frame.name_like(*i))?;
    let whole = (start..comma).len() > 1 && (start..comma).all(|i| frame.name_like(i));
    let person = (start..comma).any(|i| frame.is(i, Flags::FORENAME.with(Flags::ANY_TITLE)));
    (article && whole && person && !frame.is(comma - 1, Flags::PLACE)).then_some(start)
}

/// `Packer, who is chairman of the fund said`, `Silver, the guru who founded the site tweeted`: where the relative
/// pronoun stands whose clause a phrase belongs to.
pub(super) fn relative_before(frame: &Frame, phrase: usize, floor: usize) -> Option<usize> {
    if phrase <= floor || !frame.verbish(phrase - 1) {
        return None;
    }
    let from = floor.max(phrase.saturating_sub(15));
    (from..phrase - 1)
        .rev()
        .find(|i| {
            frame.is_word(*i, &["who", "which"])
                || !matches!(frame.kind(*i), Some(Kind::Word | Kind::Number | Kind::Genitive))
        })
        .filter(|i| *i > floor && frame.is(*i, Flags::REL))
}
