//! Where the words said begin after a cue, and where they end; it doesn't know who said them.

mod adverbial;
mod end;

use std::ops::Range;

use super::cues::{Cue, Voice, names_a_thing};
use super::frame::Frame;
use super::lexicon::Flags;
use super::subject::rightward;
use super::tokens::{Case, Kind};
use adverbial::adverbial;
pub(super) use end::{end, ends_in_comma, own_report, taken_by_next, within_clause};

/// The beginning of what was said, right of its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    pub at: usize,
    pub via: Via,
}

/// What leads from the cue to the words said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Via {
    /// `that`
    That,
    /// `whether`, `why`
    Asked,
    /// A colon.
    Colon,
    /// A comma before a mark.
    CommaMark,
    /// A mark at once.
    Mark,
    /// Nothing.
    Zero,
}

/// Where the words said begin right of a cue, if they do.
pub(super) fn start(frame: &Frame, cue: &Cue) -> Option<Start> {
    let addressed = frame.is(cue.verb, Flags::ADDRESSED);
    let mut i = cue.end;
    if addressed && let Some(place) = after_addressee(frame, cue) {
        i = place;
    }
    let at = |at, via| Some(Start { at, via });
    let followed = |k: usize| frame.get(k + 1).is_some_and(|t| t.kind != Kind::Stop);
    let calls = frame.is_word(i, &["for"]) && frame.is_word(cue.verb, &["call", "calls", "called", "calling"]);
    if calls || frame.is_word(i, &["about", "of", "against"]) && about(frame, cue.verb) {
        return if followed(i) { at(i + 1, Via::Zero) } else { None };
    }
    if stands_for_words(frame, i) {
        return None;
    }
    if frame.is_word(i, &["to"]) && binds(frame, cue.verb) && infinitive(frame, i + 1) {
        return at(i, Via::Zero);
    }
    let first = i;
    // `called the attack that killed five “a crime”`, but `blamed them for the claim that`
    // and `maintain a hard line and avoid the charge that`
    let object = frame.is(cue.verb, Flags::LED) && frame.is(first, Flags::DET.with(Flags::POSS));
    let own = |k: &usize| {
        !object
            && !in_clause_said(frame, cue.verb, first..*k)
            && (!labels(frame, cue.verb) || frame.is(*k, Flags::THAT) && frame.is(k - 1, Flags::CARRIER))
    };
    i = introducer(frame, i).filter(own).unwrap_or(i);
    loop {
        let token = frame.get(i)?;
        match token.kind {
            Kind::Colon => return at(i + 1, Via::Colon),
            Kind::Mark(_) if names_a_work(frame, i) && !(i == cue.end && shouted(frame, cue)) => {
                let that = (i + 1..i + 5).find(|k| frame.is(*k, Flags::THAT));
                i = that.filter(|k| !frame.has_verb(i + 1..*k)).unwrap_or(i + 1);
                continue;
            }
            // `to return what came from the use of “We”`
            Kind::Mark(_) if i > cue.end + 1 && !frame.is(cue.verb, Flags::LABEL) && only_named(frame, i) => {
                return None;
            }
            Kind::Mark(_) => return at(i, Via::Mark),
            Kind::Comma => return after_comma(frame, i),
            Kind::Dash => {
                // `said in July — falsely — that`
                let close = (i + 1..i + 6).find(|k| frame.kind(*k) == Some(Kind::Dash))?;
                let that = frame.is(close + 1, Flags::THAT) && !frame.has_verb(i + 1..close);
                return if that { at(close + 2, Via::That) } else { None };
            }
            Kind::Stop | Kind::Semicolon | Kind::Close => return None,
            Kind::Word if token.is(Flags::THAT) && !leads_there(frame, cue.end, i) => return at(first, Via::Zero),
            // `say that isn’t likely`
            Kind::Word if token.is(Flags::THAT) && i == cue.end && frame.is(i + 1, Flags::AUX) => {
                return at(i, Via::That);
            }
            Kind::Word if token.is(Flags::THAT) => {
                return if followed(i) { at(i + 1, Via::That) } else { None };
            }
            Kind::Word if asks(frame, cue, i) && !labels(frame, cue.verb) => return at(i, Via::Asked),
            Kind::Open | Kind::Word | Kind::Number | Kind::Genitive => {}
        }
        match adverbial(frame, i) {
            Some(after) if after > i => i = after,
            _ if i > first && frame.end() <= i => return at(first, Via::Zero),
            _ => return at(i, Via::Zero),
        }
        if i >= frame.end() {
            return None;
        }
    }
}

/// `the use of “We”`: a few marked words after a preposition.
fn only_named(frame: &Frame, i: usize) -> bool {
    frame.is_word(i - 1, &["of", "from", "on"]) && frame.looks(i).is_some_and(|l| l.words < 4)
}

/// `promised to`: what one says that one will do.
fn binds(frame: &Frame, verb: usize) -> bool {
    let verbs = [
        "promise",
        "promised",
        "promises",
        "pledge",
        "pledged",
        "pledges",
        "vow",
        "vowed",
        "vows",
        "threatened",
        "threatens",
        "swore",
        "swears",
    ];
    frame.is_word(verb, &verbs)
}

/// Whether a word after `to` can be a verb: not `to reporters`, `to the crowd`.
fn infinitive(frame: &Frame, i: usize) -> bool {
    let other = Flags::DET.with(Flags::POSS).with(Flags::OBJECT).with(Flags::SPEAKER).with(Flags::TIME);
    frame.get(i).is_some_and(|t| t.kind == Kind::Word && t.case == Case::Lower && !t.is(other))
        && frame.get(i + 1).is_some()
}

/// `chanted “Keep Left”`, `a sign reading “Keep Left”`: even what looks like a title is said.
fn shouted(frame: &Frame, cue: &Cue) -> bool {
    let read = frame.is_word(cue.verb, &["read", "reads", "reading"]);
    frame.is(cue.verb, Flags::SHOUT) || read && cue.group > 0 && frame.is(cue.group - 1, Flags::DOC.with(Flags::REL))
}

/// `called what she saw “dreadful”`
fn labels(frame: &Frame, verb: usize) -> bool {
    frame.is(verb, Flags::LABEL) && !frame.is(verb, Flags::STRONG.with(Flags::USUAL))
}

/// `said so`, `who said what in this article`: a word in the place of the words said.
pub(super) fn stands_for_words(frame: &Frame, i: usize) -> bool {
    frame.is_word(i, &["so", "what", "things"])
        && frame.get(i + 1).is_none_or(|t| {
            matches!(t.kind, Kind::Stop | Kind::Semicolon)
                || t.is(Flags::PREP) && !t.is(Flags::DET)
                || frame.is_word(i + 1, &["instead"])
        })
}

/// `whether`, `how`; after a verb of asking `if` and `who` too.
fn asks(frame: &Frame, cue: &Cue, i: usize) -> bool {
    frame.is(i, Flags::ASKED) && !frame.is(i, Flags::REL.with(Flags::SUBORD))
        || frame.is_word(i, &["if", "who"]) && frame.is(cue.verb, Flags::ASKING)
}

/// The `that` or colon that leads to what was said, if no verb or clause stands before it.
fn introducer(frame: &Frame, from: usize) -> Option<usize> {
    let word =
        |k: usize| matches!(frame.kind(k), Some(Kind::Word | Kind::Number | Kind::Genitive | Kind::Open | Kind::Close));
    let k = (from..frame.len()).take(14).find(|k| frame.is(*k, Flags::THAT) || !word(*k))?;
    let clause = Flags::REL.with(Flags::SUBJECT).with(Flags::ASKED);
    let leads = leads_there(frame, from, k) || frame.kind(k) == Some(Kind::Colon);
    (leads && !frame.has_verb(from..k) && !(from..k).any(|n| frame.is(n, clause))).then_some(k)
}

/// `said the case shows that`: whether the `that` behind these words belongs to them, and all is what was said.
fn in_clause_said(frame: &Frame, verb: usize, words: Range<usize>) -> bool {
    frame.is(words.end, Flags::THAT)
        && frame.is_word(verb, &["say", "says", "said", "saying"])
        && frame.is(words.start, Flags::DET.with(Flags::POSS))
        && !words.clone().any(|n| frame.is(n, Flags::TIME))
}

/// Whether the `that` at a place begins what was said: not in `waits that lasted an hour`, nor in `the price of that year`.
fn leads_there(frame: &Frame, from: usize, that: usize) -> bool {
    if !frame.is(that, Flags::THAT) || that == from {
        return frame.is(that, Flags::THAT);
    }
    let noun = frame.is(that - 1, Flags::PREP) && !frame.is(that - 1, Flags::ADV.with(Flags::SUBORD));
    let told = frame.is(that - 1, Flags::OBJECT.with(Flags::SPEAKER).with(Flags::TIME)) || frame.name_like(that - 1);
    !(noun || frame.verbish(that + 1) && !told)
}

/// Verbs whose `about` or `of` leads to what was said.
fn about(frame: &Frame, verb: usize) -> bool {
    frame.is(verb, Flags::ASKING)
        || frame.is_word(
            verb,
            &[
                "warned",
                "warns",
                "warning",
                "warn",
                "complained",
                "complaining",
                "complains",
                "cautioned",
                "boasted",
                "bragged",
                "joked",
                "griped",
            ],
        )
}

/// `told “Morning Joe” that`: the marks hold a title.
pub(super) fn names_a_work(frame: &Frame, i: usize) -> bool {
    if named(frame, i) {
        return true;
    }
    let before = frame.kind_before(i);
    let led = before.is_none() || matches!(before, Some(Kind::Comma | Kind::Colon | Kind::Dash | Kind::Stop));
    !led && frame.looks(i).is_some_and(|l| l.title() && l.words < 7)
        || before == Some(Kind::Genitive) && frame.looks(i).is_some_and(|l| l.first_capital && l.words < 4)
}

/// `his memoir, “A Time for Truth,”`, `the term “dry port”`, `a show called “Brokers”`: marked words that a noun before
/// them names.
fn named(frame: &Frame, i: usize) -> bool {
    let Some(mut noun) = i.checked_sub(1) else {
        return false;
    };
    if frame.is(noun, Flags::NAMING) {
        return true;
    }
    let article = frame.is_word(noun, &["the", "a"]);
    if noun > 0 && names_a_thing(frame, noun - usize::from(article)) {
        return true;
    }
    if frame.kind(noun) == Some(Kind::Comma) && noun > 0 {
        noun -= 1;
    }
    frame.is(noun, Flags::WORK)
        && !frame.capital(noun)
        && frame
            .looks(i)
            .is_some_and(|l| l.first_capital && l.words < 13 && (l.title() || noun + 1 == i || l.words < 5))
}

/// `told reporters that`, `told Mayor Ruiz he`: the place after the one who is spoken to.
fn after_addressee(frame: &Frame, cue: &Cue) -> Option<usize> {
    let at = cue.end;
    if cue.voice == Voice::Passive {
        return None;
    }
    if frame.is(at, Flags::OBJECT) {
        return Some(at + 1);
    }
    if !frame.get(at).is_some_and(|t| t.kind == Kind::Word) || frame.is(at, Flags::THAT.with(Flags::PREP)) {
        return None;
    }
    let tells =
        frame.is_word(cue.verb, &["told", "tell", "tells", "telling", "reminded", "assured", "informed", "reassured"]);
    let asks = frame.is(cue.verb, Flags::ASKING);
    let introducer = (at..frame.len()).take(14).find(|k| {
        frame.is(*k, Flags::THAT)
            || matches!(frame.kind(*k), Some(Kind::Comma)) && !within_place(frame, *k)
            || matches!(frame.kind(*k), Some(Kind::Colon | Kind::Mark(_) | Kind::Stop))
            || frame.is_word(*k, &["whether", "if", "how", "why"])
            || asks && *k > at && frame.is_word(*k, &["who", "what", "when", "where", "which"])
    });
    let plain = |k: usize| !frame.has_verb(at..k);
    let opens = Flags::DET.with(Flags::SUBJECT).with(Flags::POSS);
    match introducer {
        // `told lawmakers no evidence supports it`
        _ if tells && frame.is(at, Flags::GROUP) && frame.is(at + 1, opens) => Some(at + 1),
        Some(k) if plain(k) && (tells || !matches!(frame.kind(k), Some(Kind::Stop | Kind::Comma))) => Some(k),
        // `told the few who had come that`
        Some(k) if tells && frame.is(k, Flags::THAT) && relative_between(frame, at, k) => Some(k),
        None if plain(frame.len()) && tells => Some(frame.len()),
        _ if tells => short_addressee(frame, at),
        _ => None,
    }
}

/// `the few who had come that`: whether the one who is spoken to has a clause of his own before the `that` at a place.
fn relative_between(frame: &Frame, at: usize, that: usize) -> bool {
    let who = (at + 1..that).find(|i| frame.is_word(*i, &["who"]));
    who.is_some_and(|i| !frame.has_verb(at..i) && frame.verbish(i + 1))
}

/// The comma of `told a crowd in Salem, Ohio, on Monday that`.
fn within_place(frame: &Frame, comma: usize) -> bool {
    let that = || (comma + 1..comma + 9).find(|k| frame.is(*k, Flags::THAT));
    let named = comma > 0 && frame.name_like(comma - 1) && frame.name_like(comma + 1);
    named && that().is_some_and(|k| !frame.has_verb(comma + 1..k))
}

fn short_addressee(frame: &Frame, at: usize) -> Option<usize> {
    if frame.name_like(at) {
        let mut end = at;
        while frame.name_like(end) || frame.is(end, Flags::PARTICLE) && frame.name_like(end + 1) {
            end += 1;
        }
        return Some(end);
    }
    let mut i = at;
    while frame.is(i, Flags::DET.with(Flags::POSS)) {
        i += 1;
    }
    if i > at {
        let phrase = rightward(frame, at)?;
        let cut = (i + 1..phrase.end).find(|k| {
            frame.is(*k, Flags::SUBJECT.with(Flags::DET).with(Flags::POSS))
                || frame.name_like(*k) && !frame.name_like(*k - 1)
        });
        return Some(cut.unwrap_or(phrase.end).min(i + 3));
    }
    frame.is(at, Flags::GROUP.with(Flags::ROLE).with(Flags::ORG)).then_some(at + 1).or(Some(at + 1))
}

/// `, “…`, `, however, that …`, `, that`.
fn after_comma(frame: &Frame, comma: usize) -> Option<Start> {
    if frame.is_mark(comma + 1) {
        return Some(Start { at: comma + 1, via: Via::CommaMark });
    }
    if frame.is(comma + 1, Flags::THAT) {
        return Some(Start { at: comma + 2, via: Via::That });
    }
    // `said, and I quote, “…”`
    if frame.is(comma + 2, Flags::FIRST) && frame.is_word(comma + 3, &["quote"]) {
        let mark = comma + 4 + usize::from(matches!(frame.kind(comma + 4), Some(Kind::Comma | Kind::Colon)));
        return frame.is_mark(mark).then_some(Start { at: mark, via: Via::CommaMark });
    }
    let second = (comma + 1..frame.len()).take(10).find(|k| frame.kind(*k) == Some(Kind::Comma))?;
    if frame.has_verb(comma + 1..second) {
        return None;
    }
    if frame.is(second + 1, Flags::THAT) {
        return Some(Start { at: second + 2, via: Via::That });
    }
    frame.is_mark(second + 1).then_some(Start { at: second + 1, via: Via::CommaMark })
}
