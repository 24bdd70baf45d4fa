//! The full names of those who spoke under a surname alone, looked for in the whole text; it doesn't know who says what.

use std::collections::HashMap;
use std::ops::Range;

use super::super::lexicon::{Flags, Fnv, Words};
use super::{BuildHasherDefault, Entity, Gender, Nature, People, gender, hash};

impl People {
    /// Gives those who spoke under a surname alone the full name that the text has for them somewhere, even within
    /// what somebody said: `“I met James Comey,” she said.`
    pub fn complete(&mut self, text: &str, words: &Words) {
        let lone = |e: &Entity| e.words == 1 && e.spoke.is_some() && e.nature == Nature::Person;
        let mut wanted: HashMap<u64, (usize, Option<Range<usize>>), BuildHasherDefault<Fnv>> = HashMap::default();
        for (at, entity) in self.entities.iter().enumerate().filter(|(_, e)| lone(e)) {
            wanted.insert(hash(text.get(entity.name.clone()).unwrap_or_default()), (at, None));
        }
        if wanted.is_empty() {
            return;
        }
        for (first, full) in full_names(text) {
            let (forename, surname) = (text.get(first.clone()), text.get(first.end + 1..full.end));
            let Some((forename, surname)) = forename.zip(surname.and_then(|s| s.split_whitespace().next_back())) else {
                continue;
            };
            let Some((at, best)) = wanted.get_mut(&hash(surname)).filter(|(_, best)| best.is_none()) else {
                continue;
            };
            let own = gender(words.look_up(forename));
            let Some(entity) = self.entities.get(*at) else { continue };
            let apart = entity.gender != Gender::Unknown && own != Gender::Unknown && entity.gender != own;
            if words.look_up(forename).any(Flags::FORENAME) && !apart {
                *best = Some(full);
            }
        }
        for (at, full) in wanted.into_values() {
            if let Some((entity, full)) = self.entities.get_mut(at).zip(full) {
                entity.name = full;
                entity.words = 2;
            }
        }
    }
}

/// Two words with a capital, one after the other, an initial between them left alone: the first, and both.
fn full_names(text: &str) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let capital = |r: &Range<usize>| text.get(r.clone()).is_some_and(|w| w.starts_with(char::is_uppercase));
    let mut before: Option<(Range<usize>, usize)> = None;
    let mut at = 0;
    text.split_inclusive(' ').filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let skipped = word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let range = start + skipped..start + word.len();
        let whole = word.len() + 1 == piece.len();
        if !capital(&range) || word.contains(char::is_whitespace) {
            before = None;
            return None;
        }
        let initial = range.len() == 1 && piece.ends_with(". ");
        let pair = before.take().filter(|(_, end)| *end == range.start);
        if initial {
            before = pair.map(|(first, _)| (first, at));
            return None;
        }
        before = whole.then(|| (range.clone(), at));
        let (first, _) = pair?;
        let surname = text.get(range.clone()).unwrap_or_default();
        let surname = surname.split(['\'', '’']).next().unwrap_or(surname).trim_end_matches("-led");
        Some((first.clone(), first.start..range.start + surname.len()))
    })
}
