//! Conversations written as `Roe: words`: every paragraph a turn, or the rest of one.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use super::super::attach::{Found, Tie};
use super::super::frame::Frame;
use super::super::lexicon::{Flags, Fnv};
use super::super::mention::Mention;
use super::super::tokens::Kind;
use super::{Carry, Paragraph};

/// What stands before a colon without speaking.
const LABELS: [&str; 15] = [
    "update",
    "breaking",
    "video",
    "watch",
    "exclusive",
    "opinion",
    "analysis",
    "photos",
    "live",
    "fact",
    "correction",
    "note",
    "full",
    "related",
    "editor",
];

/// Marks that a conversation quoted as a whole may open a turn with.
const MARKS: [char; 2] = ['"', '“'];

/// Where the last turn of a conversation begins, in bytes; nothing if the paragraphs are none: a third of them begin with
/// a speaker and a colon, or a fifth with one of several that come again.
pub(in crate::text::quotes) fn last_turn(text: &str, paragraphs: &[Range<usize>]) -> Option<usize> {
    let head = |p: &Range<usize>| text.get(p.clone()).and_then(head);
    let mut times: HashMap<&str, usize, BuildHasherDefault<Fnv>> = HashMap::default();
    let mut turns = 0;
    for head in paragraphs.iter().filter_map(head) {
        *times.entry(head).or_default() += 1;
        turns += 1;
    }
    let voices = times.values().filter(|n| **n > 1).count();
    let again: usize = times.values().filter(|n| **n > 1).sum();
    let talk = turns > 1 && turns * 3 >= paragraphs.len() || voices > 1 && again * 5 >= paragraphs.len();
    let last = paragraphs.iter().rev().find(|p| head(p).is_some());
    last.filter(|_| talk).map(|p| p.start)
}

/// The words before a paragraph's first colon, if they can be a speaker's.
fn head(paragraph: &str) -> Option<&str> {
    let near = paragraph.char_indices().nth(42).map_or(paragraph.len(), |(at, _)| at);
    let (head, _) = paragraph.get(..near)?.trim_start_matches(MARKS).split_once(": ")?;
    let name = head.split(' ').count() < 5 && head.split(' ').all(|w| w.starts_with(char::is_uppercase));
    name.then_some(head)
}

/// `LINDQVIST: We had eleven days.`
pub(super) fn turn(p: &Paragraph, carry: &Carry, out: &mut Vec<Found>) -> bool {
    let frame = Frame { text: p.text, tokens: p.tokens, marks: p.marks, looks: p.looks };
    if let Some(found) = marked_turn(p, &frame, carry) {
        out.push(found);
        return true;
    }
    let Some(colon) = (1..frame.len()).take(5).find(|i| frame.kind(*i) == Some(Kind::Colon)) else {
        return false;
    };
    let words = p.text.get(frame.bytes(0..colon)).unwrap_or_default();
    let letter = matches!(words, "Q" | "A") && carry.turns.is_some();
    let name = letter || (0..colon).all(|i| frame.name_like(i) && !frame.is(i, Flags::PLACE));
    let upper = words.chars().filter(|c| c.is_alphabetic()).count() > 1 && !words.chars().any(char::is_lowercase);
    let headline = carry.paragraphs == 0 && frame.len() > colon + 3;
    let meant = upper || headline || carry.turns.is_some();
    if !name || !meant || frame.is_word(0, &LABELS) || frame.len() < colon + 2 || frame.is_mark(colon + 1) {
        return false;
    }
    let end = if headline { frame.end() } else { frame.len() };
    out.push(Found {
        pieces: vec![frame.bytes(colon + 1..end)],
        cue: Some(frame.bytes(colon..colon + 1)),
        who: Some(Mention::of(&frame, 0..colon)),
        tie: Tie::Grammar,
        kind: super::super::Kind::Direct,
    });
    true
}

/// `“LINDQVIST: We had eleven days.`: a turn within the marks of a conversation that is quoted as a whole.
fn marked_turn(p: &Paragraph, frame: &Frame, carry: &Carry) -> Option<Found> {
    let text = p.text.get(p.range.clone()).filter(|_| carry.turns.is_some() && frame.is_mark(0))?;
    let name = head(text)?;
    let start = p.range.start + (text.len() - text.trim_start_matches(MARKS).len());
    let name = start..start + name.len();
    let who = Mention { range: name.clone(), core: name.clone(), name: Some(name.clone()), head: Flags::NONE };
    let words = name.end + 2..p.range.end;
    Some(Found {
        pieces: vec![words],
        cue: Some(name.end..name.end + 1),
        who: Some(who),
        tie: Tie::Grammar,
        kind: super::super::Kind::Direct,
    })
}

/// A paragraph between two turns of a conversation goes on with the one before it.
pub(super) fn rest_of_turn(p: &Paragraph, carry: &Carry, out: &mut [Found]) -> bool {
    let between = carry.turns.is_some_and(|last| p.range.start < last);
    let heading = p.tokens.len() < 8 && p.tokens.last().is_none_or(|t| t.kind != Kind::Stop);
    let Some(found) = carry.turn.and_then(|k| out.get_mut(k)).filter(|_| between && !heading) else {
        return false;
    };
    found.pieces.push(p.range.clone());
    true
}
