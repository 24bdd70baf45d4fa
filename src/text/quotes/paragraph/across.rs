//! Speech that goes on from one paragraph or sentence into the next.

use super::super::attach::{Found, Tie};
use super::super::lexicon::Flags;
use super::super::marks::{ending_at, starting_at};
use super::super::mention::Mention;
use super::{Carry, Paragraph};

/// A paragraph that opens with the mark which the last one left open goes on with its quotation.
pub(super) fn reopened(p: &Paragraph, carry: &Carry, out: &mut [Found]) -> bool {
    let Some(mark) = p.marks.first().filter(|m| m.outer.start == p.range.start && Some(m.style) == carry.open) else {
        return false;
    };
    let before = carry.before.as_ref().map_or(0, |(r, _)| r.end);
    let last = carry.last.and_then(|k| out.get_mut(k));
    let Some(piece) = last.and_then(|f| f.pieces.last_mut()).filter(|r| r.end >= before) else {
        return false;
    };
    piece.end = mark.outer.end;
    true
}

/// A cue that follows the last of several paragraphs belongs to all of them.
pub(super) fn merge_reopened(p: &Paragraph, carry: &Carry, from: usize, out: &mut Vec<Found>) {
    let Some((start, last)) = p.marks.first().map(|m| m.outer.start).zip(carry.last) else {
        return;
    };
    let same = |f: &Found| f.pieces.first().is_some_and(|r| r.start == start);
    if !out.get(from).is_some_and(same) {
        return;
    }
    let known = out.get(last).is_some_and(|f| f.who.is_some());
    if known && out.get(from).is_some_and(|f| f.who.is_some()) {
        // It has a speaker of its own: the mark before was only never closed.
        let end = carry.before.as_ref().map(|(range, _)| range.end);
        if let Some((piece, end)) = out.get_mut(last).and_then(|f| f.pieces.last_mut()).zip(end) {
            piece.end = end;
        }
        return;
    }
    let new = out.remove(from);
    if let Some(old) = out.get_mut(last) {
        old.pieces.extend(new.pieces.into_iter().skip(1));
        if old.who.is_none() {
            old.who = new.who;
            old.cue = new.cue;
            old.tie = new.tie;
        }
    }
}

/// Marked paragraphs without a word about who speaks go on with what was said before them.
pub(super) fn hand_down(p: &Paragraph, carry: &Carry, pending: &[usize], out: &mut Vec<Found>) {
    let (cue, who, tie) = if let Some((cue, who)) = &carry.announced {
        (cue.clone(), Some(who.clone()), Some(Tie::Continued))
    } else if let Some(last) = carry.last {
        if let Some(answerer) = carry.exchange.other_one(p) {
            for k in pending {
                if let Some(f) = out.get_mut(*k) {
                    f.who = Some(answerer.clone());
                    f.tie = Tie::Near;
                }
            }
            return;
        }
        if touches(p, last, pending, out) {
            return;
        }
        // `Roe told them so when asked which.`: the one who asked isn't named, the one who told is.
        let before = carry.before.as_ref().map_or(last, |(_, first)| *first);
        let named = (before..=last).rev().filter_map(|k| out.get(k)).find(|f| f.who.is_some()).or(out.get(last));
        let (cue, who) = named.map(|f| (f.cue.clone(), f.who.clone())).unwrap_or_default();
        (cue, who, Some(Tie::Near))
    } else {
        (None, carry.topic.clone(), None)
    };
    // `… since Roe only evaded.`, and a paragraph of marked words: perhaps the one who spoke last.
    let lately = || carry.lately.as_ref().filter(|(_, at)| carry.paragraphs - at <= LATELY).map(|(who, _)| who.clone());
    let perhaps = if who.is_none() && !pending.is_empty() { lately() } else { None };
    for k in pending {
        if let Some(f) = out.get_mut(*k) {
            f.cue = cue.clone().filter(|_| perhaps.is_none());
            f.who = who.clone().or_else(|| perhaps.clone());
            f.tie = if perhaps.is_some() { Tie::Near } else { tie.unwrap_or(f.tie) };
        }
    }
}

/// Paragraphs after which nobody remembers who spoke.
const LATELY: usize = 5;

/// A conversation of two in paragraphs that follow each other, each one marked speech.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    /// Who spoke before the last one, and the last one.
    voices: Option<(Mention, Mention)>,
    /// Who spoke in the last paragraph, if one did in all of it, and whether that was a question.
    last: Option<(Mention, bool)>,
}

impl Exchange {
    /// Takes in the quotations of a paragraph.
    pub fn hear(&mut self, p: &Paragraph, found: &[Found]) {
        let voice = match found {
            [only] if p.marks.first().is_some_and(|m| m.outer.start == p.range.start) => only.who.clone(),
            _ => None,
        };
        let Some(voice) = voice else {
            *self = Self::default();
            return;
        };
        let asked = p.marks.last().and_then(|m| p.text.get(m.inner.clone())).is_some_and(|t| t.ends_with('?'));
        let name = |m: &Mention| p.text.get(m.name.clone().unwrap_or_else(|| m.core.clone()));
        if let Some((before, question)) = self.last.take()
            && name(&before) != name(&voice)
            && (question || self.voices.is_some())
        {
            self.voices = Some((before, voice.clone()));
        }
        self.last = Some((voice, asked));
    }

    /// Who speaks in a paragraph that is nothing but marked words, where two spoke by turns before.
    fn other_one(&self, p: &Paragraph) -> Option<Mention> {
        let alone = matches!(p.marks, [only] if only.outer == *p.range);
        let (before, _) = self.voices.as_ref().filter(|_| alone)?;
        Some(before.clone())
    }
}

/// Adds the paragraph's only marked words to the quotation that ends right before them, if one does.
fn touches(p: &Paragraph, last: usize, pending: &[usize], out: &mut Vec<Found>) -> bool {
    let [only] = *pending else {
        return false;
    };
    let piece = out.get(only).and_then(|f| f.pieces.first()).cloned();
    let end = out.get(last).and_then(|f| f.pieces.last()).map(|r| r.end);
    let gap = end.zip(piece.as_ref()).and_then(|(end, piece)| p.text.get(end..piece.start));
    if only + 1 != out.len() || !gap.is_some_and(|gap| gap.chars().all(|c| c.is_whitespace() || c == '.')) {
        return false;
    }
    out.truncate(only);
    if let Some((r, piece)) = out.get_mut(last).and_then(|f| f.pieces.last_mut()).zip(piece) {
        r.end = piece.end;
    }
    true
}

/// `said the plan was “a gift.” “It rewards the worst,” he said.`: one report that turns into direct speech.
pub(super) fn join(p: &Paragraph, first: usize, out: &mut Vec<Found>) {
    let mut kept = first;
    for i in first + 1..out.len() {
        let joins = match (out.get(kept), out.get(i)) {
            (Some(this), Some(next)) => turns_direct(p, this, next),
            _ => false,
        };
        if !joins {
            kept += 1;
            out.swap(kept, i);
            continue;
        }
        let end = out.get(i).and_then(|f| f.pieces.first()).map(|r| r.end);
        if let Some((last, end)) = out.get_mut(kept).and_then(|f| f.pieces.last_mut()).zip(end) {
            last.end = end;
        }
    }
    out.truncate((kept + 1).max(first).min(out.len()));
}

fn turns_direct(p: &Paragraph, this: &Found, next: &Found) -> bool {
    let (Some(end), [piece]) = (this.pieces.last().map(|r| r.end), next.pieces.as_slice()) else {
        return false;
    };
    let gap = p.text.get(end..piece.start).is_some_and(|g| g.trim().is_empty());
    let marks =
        ending_at(p.marks, end).is_some() && starting_at(p.marks, piece.start).is_some_and(|m| m.outer == *piece);
    let mixed = this.pieces.first().is_some_and(|r| starting_at(p.marks, r.start).is_none());
    let same = next.who.as_ref().is_none_or(|w| w.head.any(Flags::HE_SHE) && w.pronoun());
    gap && marks && mixed && same
}

/// Where the quotation that the last paragraph ended with ends now.
pub(super) fn carry_end(carry: &Carry, out: &[Found]) -> usize {
    carry.last.and_then(|k| out.get(k)).and_then(|f| f.pieces.last()).map_or(0, |r| r.end)
}
