//! Marked words that no cue in their sentence claims.

use std::ops::Range;

use super::super::attach::{Found, Tie};
use super::super::content;
use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::marks::{Marked, Style, starting_at};
use super::super::mention::Mention;
use super::super::subject::clause_subject;
use super::super::tokens::Kind;
use super::super::verdict;

/// A marked span that no cue claimed.
pub(super) fn loose(
    frame: &Frame,
    i: usize,
    previous: Option<&Frame>,
    last: Option<usize>,
    pending: &mut Vec<usize>,
    out: &mut Vec<Found>,
) {
    let Some(Kind::Mark(m)) = frame.kind(i) else {
        return;
    };
    let Some(mark) = frame.marks.get(m) else {
        return;
    };
    if frame.looks(i).is_none_or(|l| l.words == 0) {
        return;
    }
    let alone = frame.tokens.iter().all(|t| matches!(t.kind, Kind::Mark(_) | Kind::Stop));
    if let Some(found) = named_beside(frame, i) {
        out.push(found);
        return;
    }
    if content::names_a_work(frame, i) || !verdict::is_speech(frame.text, mark, frame.tokens) {
        return;
    }
    let piece = mark.outer.clone();
    if alone {
        if heading(frame, mark, previous) {
            return;
        }
        if let Some(found) = last.and_then(|k| out.get_mut(k)) {
            if let Some(new) = continue_with(frame, found, piece) {
                out.push(new);
            }
            return;
        }
        let who = previous.and_then(|f| spoken_of(f));
        if who.is_none() {
            pending.push(out.len());
        }
        out.push(Found { pieces: vec![piece], cue: None, who, tie: Tie::Near, kind: super::super::Kind::Direct });
        return;
    }
    if i == 0
        && let Some(found) = last.and_then(|k| out.get(k))
    {
        let new = going_on(found, frame.bytes(0..frame.end()));
        out.push(new);
        return;
    }
    let who = guess(frame, i, out);
    out.push(Found { pieces: vec![piece], cue: None, who, tie: Tie::Near, kind: super::super::Kind::Direct });
}

/// `'A healthy environment.'` alone in a paragraph of an article with other marks.
fn heading(frame: &Frame, mark: &Marked, previous: Option<&Frame>) -> bool {
    let single = matches!(mark.style, Style::Apostrophe | Style::SingleOpen);
    single && previous.is_none() && frame.marks.len() == 1 && frame.looks.first().is_some_and(|l| l.words < 9)
}

/// Who may have said marked words in a sentence without a cue of theirs: whom its last report is of, else its subject.
fn guess(frame: &Frame, i: usize, out: &[Found]) -> Option<Mention> {
    let start = frame.tokens.first().map_or(0, |t| t.start);
    let here = out.last().filter(|f| f.pieces.last().is_some_and(|p| p.start >= start));
    if let Some(who) = here.and_then(|f| f.who.clone()) {
        return Some(who);
    }
    if frame.looks(i).is_none_or(|l| l.words < 5) {
        return None;
    }
    let who = Mention::of(frame, clause_subject(frame, 0, i)?);
    (!who.head.any(Flags::IT.with(Flags::FIRST))).then_some(who)
}

/// A cue's own pieces are fewer; those after them were added here, marks all of them.
const CUED_PIECES: usize = 8;

/// `“A,” he said. “B.”`: adds `B` to what he said, or gives it as a quotation of its own.
fn continue_with(frame: &Frame, found: &mut Found, piece: Range<usize>) -> Option<Found> {
    let marked = found.pieces.iter().take(CUED_PIECES).all(|p| starting_at(frame.marks, p.start).is_some());
    if !marked {
        return Some(going_on(found, piece));
    }
    let space = |r: &&mut Range<usize>| frame.text.get(r.end..piece.start).is_some_and(|t| t.trim().is_empty());
    match found.pieces.last_mut().filter(space) {
        Some(r) => r.end = piece.end,
        None => found.pieces.push(piece),
    }
    None
}

/// More words of the same speaker, after the same cue.
fn going_on(found: &Found, piece: Range<usize>) -> Found {
    Found {
        pieces: vec![piece],
        cue: found.cue.clone(),
        who: found.who.clone(),
        tie: Tie::Continued,
        kind: super::super::Kind::Direct,
    }
}

/// Who the sentence before was about: `Draper smiled.`
pub(super) fn spoken_of(frame: &Frame) -> Option<Mention> {
    let who = clause_subject(frame, 0, frame.len())?;
    let name = who.clone().take_while(|i| frame.name_like(*i)).count();
    let who = if name > 0 { who.start..who.start + name } else { who };
    let mention = Mention::of(frame, who);
    (mention.name.is_some() || mention.head.any(Flags::HE_SHE)).then_some(mention)
}

/// `Roe: “…”`, `“…” (Roe)`.
fn named_beside(frame: &Frame, i: usize) -> Option<Found> {
    let (places, end) = if i >= 2 && frame.kind(i - 1) == Some(Kind::Colon) {
        (clause_subject(frame, 0, i - 1)?, content::end(frame, content::Start { at: i, via: content::Via::Colon }))
    } else if frame.kind(i + 1) == Some(Kind::Open) && frame.name_like(i + 2) {
        let close = (i + 2..i + 8).find(|k| frame.kind(*k) == Some(Kind::Close))?;
        (i + 2..close, i + 1)
    } else {
        return None;
    };
    let name = places.clone().take_while(|k| frame.name_like(*k)).count();
    let verb = places.start + name;
    let places = if name > 0
        && verb < places.end
        && frame.kind(verb) == Some(Kind::Word)
        && !frame.is(verb, Flags::PREP.with(Flags::AND).with(Flags::PARTICLE).with(Flags::SPEAKER))
    {
        places.start..verb
    } else {
        genitive_owner(frame, places)
    };
    let who = Mention::of(frame, places);
    let known = who.name.is_some() || who.head.any(Flags::SUBJECT.with(Flags::SPEAKER).with(Flags::POSS));
    known.then(|| Found {
        pieces: vec![frame.bytes(i..end)],
        cue: None,
        who: Some(who),
        tie: Tie::Grammar,
        kind: super::super::Kind::Direct,
    })
}

/// `Penrose’s answer` is Penrose's, `his answer` is his.
pub(super) fn genitive_owner(frame: &Frame, places: Range<usize>) -> Range<usize> {
    if frame.is(places.start, Flags::POSS) {
        return places.start..places.start + 1;
    }
    match places.clone().find(|i| frame.kind(*i) == Some(Kind::Genitive)) {
        Some(i) if i > places.start => places.start..i,
        _ => places,
    }
}
