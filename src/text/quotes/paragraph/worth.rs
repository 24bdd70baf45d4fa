//! Whether a report without marks is one: somebody must be able to say it, and what is said must be a clause; it doesn't
//! know who that somebody is.

use std::ops::Range;

use super::super::attach::Found;
use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::mention::Mention;

/// Verbs that report even a word: `said no`, `told the truth`.
const SAYS: [&str; 9] = ["say", "says", "said", "saying", "tell", "tells", "told", "telling", "insisted"];

/// Verbs that are of speech only where a clause follows: `claimed the prize`, `asked the board`, `stated the price`.
const TAKES: [&str; 26] = [
    "claim",
    "claims",
    "claimed",
    "claiming",
    "state",
    "states",
    "stated",
    "add",
    "adds",
    "added",
    "adding",
    "declare",
    "declares",
    "declared",
    "ask",
    "asks",
    "asked",
    "asking",
    "email",
    "emailed",
    "remark",
    "suggesting",
    "conclude",
    "concluded",
    "reassure",
    "reassured",
];

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
    let says = frame.is_word(verb, &SAYS);
    let strong = frame.is(verb, Flags::STRONG);
    if piece.start < verb {
        return strong || frame.is_word(verb, &FOLLOWS);
    }
    let that = piece.start > 0 && frame.is(piece.start - 1, Flags::THAT) || frame.is(piece.start, Flags::ASKED);
    let somebody = found.who.as_ref().is_none_or(|who| speaks(frame, who));
    let narrator = found.who.as_ref().is_some_and(|who| narrates(frame, who));
    let told = frame.is_word(verb, &["said", "told"]) && !frame.is(verb, Flags::BASE);
    let one = !somebody && frame.is(verb, Flags::BASE) && !frame.is(verb, Flags::PAST);
    if narrator && !told
        || one
        || frame.is(piece.start, Flags::AND)
        || !somebody && !says && (!that || !strong || frame.is(verb, Flags::ING))
    {
        return false;
    }
    says || that || strong && !frame.is_word(verb, &TAKES) || clause(frame, piece)
}

/// Whether the words at these places can be what was said: a verb, `to leave`, `leaving`, `it’s over`, `how safe`.
fn clause(frame: &Frame, piece: Range<usize>) -> bool {
    let within = |i: usize| {
        frame.is_word(i, &["to"])
            || frame.is(i, Flags::SUBJECT.with(Flags::ASKED).with(Flags::NEG)) && !frame.is(i, Flags::DET)
    };
    frame.has_verb(piece.clone()) || frame.ing(piece.start) || piece.into_iter().any(within)
}

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
