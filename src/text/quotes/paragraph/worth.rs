//! Whether a report without marks is one: somebody must be able to say it, and what is said must be a clause; it doesn't
//! know who that somebody is.

use std::ops::Range;

use super::super::attach::Found;
use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::mention::Mention;
use super::super::tokens::{Case, Kind, Token};

/// Verbs that report even a word: `said no`, `told the truth`.
const SAYS: [&str; 9] = ["say", "says", "said", "saying", "tell", "tells", "told", "telling", "insisted"];

/// Verbs of reporting that may follow what was said without marks.
const FOLLOWS: [&str; 6] = ["reported", "reports", "announced", "confirmed", "confirms", "predicted"];

/// Whether a report without marked words stands: `Roe described the sale` reports nothing that was said, `the key suggests
/// that` nobody who says it.
pub(super) fn stands(frame: &Frame, found: &Found) -> bool {
    let Some(cue) = found.cue.as_ref().map(|cue| places(frame, cue)).filter(|cue| !cue.is_empty()) else {
        return true;
    };
    let Some(verb) = cue.clone().rev().find(|i| frame.is(*i, Flags::CUE)).filter(|i| !frame.is(*i, Flags::ACCORDING))
    else {
        return true;
    };
    let Some(piece) = found.pieces.first().map(|piece| places(frame, piece)) else {
        return true;
    };
    if piece.start < verb {
        return (frame.is(verb, Flags::STRONG) || frame.is_word(verb, &FOLLOWS))
            && !found.who.as_ref().is_some_and(|who| is_thing_of(frame, who));
    }
    somebody_says(frame, found, verb, piece.start) && something_said(frame, verb, piece)
}

/// `…, a prospect Roe denied`: a thing, and somebody whose verb goes with it.
fn is_thing_of(frame: &Frame, who: &Mention) -> bool {
    let core = places(frame, &who.core);
    let name = (core.start + 2..core.end).find(|i| frame.name_like(*i));
    let noun = |t: &Token| {
        t.kind == Kind::Word && t.case == Case::Lower && !t.is(Flags::SPEAKER.with(Flags::SMALL).with(Flags::PLACE))
    };
    frame.is_word(core.start, &["a", "an"]) && name.and_then(|i| frame.before(i)).is_some_and(noun)
}

/// Whether the one whose words begin at a place can say them.
fn somebody_says(frame: &Frame, found: &Found, verb: usize, start: usize) -> bool {
    let somebody = found.who.as_ref().is_none_or(|who| speaks(frame, who));
    let narrator = found.who.as_ref().is_some_and(|who| narrates(frame, who));
    let told = frame.is_word(verb, &["said", "told"]) && !frame.is(verb, Flags::BASE);
    if narrator && !told {
        return false;
    }
    let base = frame.is(verb, Flags::BASE) && !frame.is(verb, Flags::PAST);
    let led = led(frame, start) && frame.is(verb, Flags::STRONG) && !frame.is(verb, Flags::ING);
    somebody || !base && (led || frame.is_word(verb, &SAYS))
}

/// `that`, `whether`, `why`: a clause follows for certain.
fn led(frame: &Frame, start: usize) -> bool {
    frame.is(start, Flags::THAT)
        || start > 0 && frame.is(start - 1, Flags::THAT)
        || frame.is(start, Flags::ASKED) && !frame.is(start, Flags::REL)
}

/// Whether the words at these places, right of a verb, can be what was said with it.
fn something_said(frame: &Frame, verb: usize, piece: Range<usize>) -> bool {
    if led(frame, piece.start) {
        return true;
    }
    if no_object(frame, verb, piece.start) {
        return false;
    }
    if frame.is_word(verb, &SAYS) {
        return true;
    }
    let strict = frame.is(verb, Flags::CLAUSAL.with(Flags::ING));
    let open = !strict && (frame.is(verb, Flags::STRONG) || tells_more(frame, &piece));
    let bid = frame.is(verb, Flags::ADDRESSED) && bids(frame, &piece);
    // `described him as a friend`
    let judged = frame.is(verb, Flags::LABEL) && piece.clone().any(|i| frame.is_word(i, &["as"]));
    open || bid || judged || clause(frame, &piece)
}

/// Whether what begins at a place, right of a verb, can't be what was said, whatever it is: `responded to the screams`, `told of a
/// hero`, `the use of writing is old`.
fn no_object(frame: &Frame, verb: usize, first: usize) -> bool {
    let says = frame.is_word(verb, &SAYS);
    let colon = first > 0 && matches!(frame.kind(first - 1), Some(Kind::Colon | Kind::Comma));
    let preposition = frame.is(first, Flags::PREP) && !frame.is(first, Flags::SUBORD.with(Flags::DET));
    let about = frame.is(verb, Flags::ASKING)
        && (first.saturating_sub(1)..first + 4).any(|i| frame.is_word(i, &["about"]) && !frame.has_verb(first..i));
    let finite =
        frame.is(first, Flags::AUX) && frame.is(verb, Flags::ING.with(Flags::BASE)) && !frame.is(verb, Flags::PAST);
    let towards = frame.is_word(first, &["to"])
        && (frame.is(first + 1, NO_VERB) || frame.name_like(first + 1) || frame.is_word(verb, &TOWARDS));
    let relative = frame.is_word(first, &["who", "which", "whose"]) && !says && !frame.is(verb, Flags::ASKING);
    frame.is(first, Flags::AND)
        || relative
        || frame.is(verb, Flags::LED) && !colon && !frame.ing(first)
        || preposition && (frame.is_word(first, &["of"]) || !says && !frame.is_word(first, &["to", "for"]))
        || first > verb + 1 && frame.is(first - 1, Flags::AUX.with(Flags::NEG))
        || about
        || finite && !frame.is(verb.wrapping_sub(1), Flags::SUBJECT.with(Flags::GROUP))
        || towards
}

/// After these `to` is never the beginning of what was said.
const TOWARDS: [&str; 10] =
    ["respond", "responds", "responded", "responding", "reply", "replied", "admit", "admitted", "confess", "confessed"];

/// Whether any verb or pronoun stands among the words at these places: `examples of what he had`, but not `the price`.
fn tells_more(frame: &Frame, piece: &Range<usize>) -> bool {
    let within = |i: usize| {
        frame.is_word(i, &["to"])
            || frame.is(i, Flags::SUBJECT.with(Flags::ASKED).with(Flags::NEG)) && !frame.is(i, Flags::DET)
    };
    frame.has_verb(piece.clone()) || piece.clone().any(within)
}

/// Whether the words at these places are a clause of their own: a subject with its verb, `leaving`, `it’s over`, `how safe`,
/// `to leave`.
fn clause(frame: &Frame, piece: &Range<usize>) -> bool {
    let first = piece.start;
    let pronoun = frame.is(first, Flags::SUBJECT) && !frame.is(first, Flags::DET);
    let asked = frame.is(first, Flags::ASKED.with(Flags::NEG)) && !frame.is(first, Flags::REL);
    if pronoun || asked || frame.ing(first) {
        return true;
    }
    if frame.is_word(first, &["to"]) {
        return frame.get(first + 1).is_some_and(|t| t.kind == Kind::Word && t.case == Case::Lower);
    }
    has_own_verb(frame, piece)
}

/// Whether a verb comes before the noun phrase that begins there is cut off: `the bridge is safe`, `Ito, the mayor, left`, but
/// not `25 points, and Ito had 15`, nor `waits that lasted an hour`.
fn has_own_verb(frame: &Frame, piece: &Range<usize>) -> bool {
    let mut from = piece.start;
    while from < piece.end && frame.is(from, Flags::ADV.with(Flags::PREP).with(Flags::SUBORD)) {
        from += 1;
    }
    let cuts = Flags::REL.with(Flags::THAT).with(Flags::SUBORD).with(Flags::ASKED);
    let cut = |i: &usize| match frame.kind(*i) {
        Some(Kind::Word) => frame.is(*i, cuts) && !frame.is(*i, Flags::PREP.with(Flags::DET)) && *i > from,
        Some(Kind::Number | Kind::Genitive | Kind::Open | Kind::Close | Kind::Mark(_)) => false,
        _ => true,
    };
    let end = (from..piece.end).find(cut).unwrap_or(piece.end);
    let verb = |i: usize| i > from && (frame.verbish(i) || present(frame, i));
    if (from..end).any(verb) {
        return true;
    }
    // `the man who fell, Ito, was`, `the board, which met, has`, but not `, filled with`
    let finite = |i: usize| verb(i) && !(frame.word(i).ends_with("ed") && frame.is(i + 1, Flags::PREP));
    (end + 1..piece.end).any(|i| frame.kind(i) == Some(Kind::Comma) && (finite(i + 1) || finite(i + 2)))
        || frame.is(end, Flags::REL.with(Flags::THAT)) && (end + 1..piece.end).filter(|i| verb(*i)).nth(1).is_some()
}

/// `the law hurts the poor`: a verb that the lexicon doesn't know.
fn present(frame: &Frame, i: usize) -> bool {
    let word = frame.word(i);
    let noun = Flags::DET.with(Flags::POSS).with(Flags::PREP).with(Flags::SMALL);
    let object = Flags::DET.with(Flags::POSS).with(Flags::OBJECT).with(Flags::NEG).with(Flags::ADV);
    frame.get(i).is_some_and(|t| t.kind == Kind::Word && t.case == Case::Lower && !t.is(Flags::SMALL))
        && word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && frame.before(i).is_some_and(|t| t.kind == Kind::Word && !t.is(noun))
        && frame.is(i + 1, object)
}

/// `people to stay away`, `candidates against moving`, `for the case to be heard`: what somebody is bidden.
fn bids(frame: &Frame, piece: &Range<usize>) -> bool {
    piece.clone().skip(1).any(|i| {
        frame.is_word(i, &["against"])
            || frame.is_word(i, &["to"]) && frame.get(i + 1).is_some_and(|t| t.case == Case::Lower && !t.is(NO_VERB))
    })
}

/// What follows `to` where that is a preposition.
const NO_VERB: Flags = Flags::DET.with(Flags::POSS).with(Flags::OBJECT).with(Flags::GROUP).with(Flags::TIME);

/// A name, a pronoun, a noun for people, bodies or texts, or a plural.
fn speaks(frame: &Frame, who: &Mention) -> bool {
    let known = Flags::SPEAKER.with(Flags::SUBJECT).with(Flags::REL).with(Flags::POSS).with(Flags::OBJECT);
    let words = frame.text.get(who.core.clone()).unwrap_or_default();
    let one = !words.contains(' ');
    // `Highly recommended`
    if one && words.ends_with("ly") && !who.head.any(Flags::FORENAME) {
        return false;
    }
    who.name.is_some() || who.head.any(known) || words.ends_with('s') && !words.ends_with("ss") || one
}

/// `I`, `we`, `you`: in an essay, who writes it.
fn narrates(frame: &Frame, who: &Mention) -> bool {
    let words = frame.text.get(who.core.clone()).unwrap_or_default();
    let first = words.split([' ', '\'', '’']).next().unwrap_or_default();
    who.name.is_none() && ["i", "we", "you"].iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// The places whose tokens begin within a range of bytes.
fn places(frame: &Frame, bytes: &Range<usize>) -> Range<usize> {
    let start = frame.tokens.partition_point(|t| t.end <= bytes.start);
    start..frame.tokens.partition_point(|t| t.start < bytes.end).max(start)
}
