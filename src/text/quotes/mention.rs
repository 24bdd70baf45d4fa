//! What names a speaker in one place: a name, a pronoun, a common noun; it doesn't know who that is.

use std::ops::Range;

use super::frame::Frame;
use super::lexicon::Flags;
use super::tokens::Kind;

/// The words that name a speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// All of them, in bytes: `a spokesman for the ministry`.
    pub range: Range<usize>,
    /// Without a relative pronoun or a comma at the end.
    pub core: Range<usize>,
    /// The name proper among them, titles included: `Eric Ferrero` of `Amnesty spokesman Eric Ferrero`.
    pub name: Option<Range<usize>>,
    /// The classes of the pronoun or head noun.
    pub head: Flags,
}

impl Mention {
    /// The mention that a range of places makes.
    pub fn of(frame: &Frame, places: Range<usize>) -> Mention {
        let range = frame.bytes(places.clone());
        let places = without_trimmings(frame, places);
        let core = frame.bytes(places.clone());
        let flags = frame.get(places.start).map_or(Flags::NONE, |t| t.flags);
        if places.len() == 1
            && !frame.name_like(places.start)
            && flags.any(Flags::SUBJECT.with(Flags::REL).with(Flags::OBJECT).with(Flags::POSS))
        {
            return Mention { range, core, name: None, head: flags };
        }
        // `Senator Roe, an Ohio Republican`
        let apposed = |i: &usize| frame.kind(*i) == Some(Kind::Comma) && frame.is_word(i + 1, &["a", "an", "the"]);
        let named = |i: &usize| (places.start..*i).all(|k| frame.name_like(k));
        let places = places.clone().find(apposed).filter(named).map_or(places.clone(), |i| places.start..i);
        let comma = places.clone().rev().find(|i| frame.kind(*i) == Some(Kind::Comma));
        if let Some(name) = comma.and_then(|c| last_name(frame, &(c + 1..places.end), places.end)) {
            let name = Some(frame.bytes(name));
            return Mention { range, core, name, head: Flags::NONE };
        }
        let head_end = head_end(frame, &places);
        let joint = (places.start..head_end).any(|i| frame.is(i, Flags::AND));
        // `the Attorney’s Office`
        let office = |n: &Range<usize>| {
            n.len() == 1 && frame.is(n.start, Flags::ORG) && frame.kind_before(n.start) == Some(Kind::Genitive)
        };
        let name = if joint { None } else { last_name(frame, &places, head_end).filter(|n| !office(n)) };
        let head = frame.get(head_end.saturating_sub(1)).map_or(Flags::NONE, |t| t.flags);
        Mention { range, core, name: name.map(|n| frame.bytes(n)), head }
    }

    /// Whether it is a personal pronoun.
    pub fn pronoun(&self) -> bool {
        self.name.is_none() && self.head.any(Flags::SUBJECT.with(Flags::OBJECT).with(Flags::POSS))
    }
}

fn without_trimmings(frame: &Frame, places: Range<usize>) -> Range<usize> {
    let mut end = places.end;
    while end > places.start + 1
        && (frame.is(end - 1, Flags::REL)
            || matches!(frame.kind(end - 1), Some(Kind::Genitive | Kind::Comma | Kind::Dash)))
    {
        end -= 1;
    }
    places.start..end
}

/// The place after the head noun or name: before the first `of`, `for`, `at`.
fn head_end(frame: &Frame, places: &Range<usize>) -> usize {
    (places.start + 1..places.end)
        .find(|i| {
            (frame.is(*i, Flags::PREP)
                && !(frame.is(*i, Flags::PARTICLE) && frame.name_like(i + 1) && frame.name_like(i - 1)))
                || frame.kind(*i) == Some(Kind::Open)
        })
        .unwrap_or(places.end)
}

/// The run of names that ends a phrase.
pub(super) fn last_name(frame: &Frame, places: &Range<usize>, end: usize) -> Option<Range<usize>> {
    let mut start = end;
    while start > places.start {
        let i = start - 1;
        let inner = frame.is(i, Flags::PARTICLE) && start < end && frame.kind(i) == Some(Kind::Word);
        if !(frame.name_like(i) || inner) {
            break;
        }
        start -= 1;
    }
    while start < end && !frame.capital(start) && !(frame.is(start, Flags::PARTICLE) && start > places.start) {
        start += 1;
    }
    (start < end && frame.capital(end - 1)).then_some(start..end)
}
