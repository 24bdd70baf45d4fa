//! Joins cues, speakers and the words said, a sentence at a time.

mod active;
mod dependent;
mod inverted;
mod marks_near;
mod nominal;
mod outer;

use std::ops::Range;

use super::content::{self, Via};
use super::cues::{Cue, Voice, cue_at, led, turned_round};
use super::frame::Frame;
use super::lexicon::Flags;
use super::mention::Mention;
use super::subject::{after_dateline, clause_subject, rightward, subject};
use super::tokens::Kind;

/// A quotation before its speaker is resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Bytes, in order.
    pub pieces: Vec<Range<usize>>,
    pub cue: Option<Range<usize>>,
    pub who: Option<Mention>,
    /// Whether grammar ties speaker and words, or only their nearness.
    pub tie: Tie,
    /// Set once its paragraph is done.
    pub kind: super::Kind,
}

/// How sure it is that this speaker said these words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// A cue of their own.
    Grammar,
    /// They go on from words with a cue.
    Continued,
    /// The speaker is the one just spoken of.
    Near,
}

/// What a sentence gave: the quotations were added to `out`; these are its places that belong to one.
#[derive(Debug, Default)]
pub(super) struct Claims {
    taken: Vec<Range<usize>>,
}

impl Claims {
    pub fn clear(&mut self) {
        self.taken.clear();
    }

    fn floor(&self) -> usize {
        self.taken.iter().map(|r| r.end).max().unwrap_or(0)
    }

    pub fn has(&self, i: usize) -> bool {
        self.taken.iter().any(|r| r.contains(&i))
    }
}

/// No sentence that people write has more cues.
const TRIES: usize = 20;

/// Adds the quotations with a cue in one sentence to `out`.
pub(super) fn sentence(frame: &Frame, claims: &mut Claims, out: &mut Vec<Found>) {
    let first = out.len();
    let (mut i, mut tries) = (0, 0);
    // Nobody says where a report comes from.
    if let Some(end) = after_dateline(frame, frame.len()) {
        claims.taken.push(0..end);
    }
    if let Some(cue) = outer::last_word(frame) {
        tries += 1;
        report(frame, &cue, first, claims, out);
    }
    while i < frame.len() {
        let after = if frame.is(i, Flags::ACCORDING) && !claims.has(i) {
            nominal::according(frame, i, claims, out)
        } else if claims.has(i) || tries == TRIES {
            None
        } else if let Some(cue) = cue_at(frame, i) {
            tries += 1;
            let noun = |claims: &mut Claims, out: &mut Vec<Found>| {
                if frame.is(i, Flags::CARRIER) { nominal::carrier(frame, i, claims, out) } else { None }
            };
            report(frame, &cue, first, claims, out).or_else(|| noun(claims, out))
        } else if frame.is(i, Flags::CARRIER) {
            nominal::carrier(frame, i, claims, out)
        } else if frame.is_word(i, &["words", "view", "opinion", "telling", "estimation"]) {
            nominal::in_words(frame, i, claims, out)
        } else {
            None
        };
        i = after.unwrap_or(i + 1).max(i + 1);
    }
}

/// One verb's report; the place from which to look for the next.
fn report(frame: &Frame, cue: &Cue, first: usize, claims: &mut Claims, out: &mut Vec<Found>) -> Option<usize> {
    match cue.voice {
        Voice::Infinitive | Voice::Participle | Voice::Passive if !frame.is(cue.verb, Flags::CUE) => None,
        // `Where it isn't clear, the label says so`: nothing on either side is what it says.
        Voice::Active if content::stands_for_words(frame, cue.end) && frame.is_word(cue.end, &["so"]) => None,
        Voice::Active => {
            if let Some(after) = inverted::inverted(frame, cue, claims, out) {
                return Some(after);
            }
            let turned = cue.verb > cue.group + 1 && turned_round(frame, cue.verb - 1);
            let who = if turned { Some(cue.verb - 1..cue.verb) } else { subject(frame, cue.group, claims.floor()) };
            active::active(frame, cue, who, claims, out)
        }
        Voice::Infinitive => {
            let verb = cue.group.saturating_sub(1);
            // `a smile as if to say “Well?”`: nobody says it.
            if frame.is_word(verb.wrapping_sub(1), &["if", "though"]) {
                return None;
            }
            let who = bidden(frame, verb)
                .or_else(|| subject(frame, cue.group, claims.floor()))
                .filter(|who| !frame.is(who.start, Flags::IT.with(Flags::OBJECT)))
                .or_else(|| clause_subject(frame, claims.floor(), verb))
                .or_else(|| clause_subject(frame, 0, verb));
            let to = cue.group.saturating_sub(1);
            let start = content::start(frame, cue);
            let via = start.map(|s| s.via);
            // `refused to say the words`, but `refused to say who did it`
            let silent = !start.is_some_and(|s| frame.is(s.at, Flags::ASKED))
                && frame.is_word(to.wrapping_sub(1), &["refused", "refuse", "refuses", "refusing", "declined"]);
            if (silent || !led(frame, to)) && matches!(via, None | Some(Via::Zero)) {
                return None;
            }
            active::active(frame, cue, who, claims, out)
        }
        Voice::Participle => dependent::participle(frame, cue, first, claims, out),
        Voice::Passive => dependent::passive(frame, cue, claims, out),
    }
}

/// `, leading Roe to say`, `prompted the board to state`: who is brought to say it, before the `to` at a place.
fn bidden(frame: &Frame, to: usize) -> Option<Range<usize>> {
    let causes = ["leading", "prompting", "prompted", "forcing", "forced", "causing", "caused", "spurring", "inspired"];
    let verb = (to.saturating_sub(14)..to).rev().find(|i| frame.is_word(*i, &causes))?;
    let near = |who: &Range<usize>| !frame.has_verb(who.end..to) || frame.kind(who.end) == Some(Kind::Comma);
    rightward(frame, verb + 1).filter(near)
}

fn push(frame: &Frame, cue: Range<usize>, who: Option<Range<usize>>, pieces: Vec<Range<usize>>, out: &mut Vec<Found>) {
    let who = who.map(|places| Mention::of(frame, places));
    out.push(Found { pieces, cue: Some(frame.bytes(cue)), who, tie: Tie::Grammar, kind: super::Kind::Direct });
}
