//! Places of words in articles, as the index numbers them: word after word in each column.

use super::Occurrences;
use crate::store::fts::number;

/// The first columns; the others are names.
const BODY: u64 = 0;
const TITLE: u64 = 1;
/// Bits of a place for the number of its word.
const WORD_BITS: u32 = 32;

/// So many places of a word are kept of an article's text, its headline and its names each: who writes a word more often
/// fills no more memory, and says no more.
const KEPT: u32 = 500;

/// What is wanted of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// How often articles have it.
    Counts,
    /// Also where, to look what stands after it.
    Places,
}

/// A word in some articles.
#[derive(Debug)]
pub(super) struct Places {
    keep: Keep,
    /// How often each has it.
    counts: Vec<Occurrences>,
    /// Where: the article's number among them, and column and word as one number.
    all: Vec<(usize, u64)>,
}

impl Places {
    pub(super) fn of(articles: usize, keep: Keep) -> Self {
        Self { keep, counts: vec![Occurrences::default(); articles], all: Vec::new() }
    }

    /// Adds what the index has of an article: word after word as distances, a 1 before the number of a further column.
    pub(super) fn add(&mut self, article: usize, mut list: &[u8]) -> Option<()> {
        let (mut column, mut word) = (BODY, 0_u64);
        while !list.is_empty() {
            let mut number = number::get(&mut list)?;
            if number == 1 {
                column = number::get(&mut list)?;
                word = 0;
                number = number::get(&mut list)?;
            }
            word = word.checked_add(number.checked_sub(2)?)?;
            self.put(article, column << WORD_BITS | word);
        }
        Some(())
    }

    fn put(&mut self, article: usize, place: u64) {
        let Some(counts) = self.counts.get_mut(article) else { return };
        let count = match place >> WORD_BITS {
            BODY => &mut counts.body,
            TITLE => &mut counts.title,
            _ => &mut counts.names,
        };
        *count = count.saturating_add(1);
        if self.keep == Keep::Places && *count <= KEPT {
            self.all.push((article, place));
        }
    }

    pub(super) fn sort(&mut self) {
        if !self.all.is_sorted() {
            self.all.sort_unstable();
        }
    }

    pub(super) fn occurrences(self) -> Vec<Occurrences> {
        self.counts
    }
}

/// The places after which, so many words on, the other word stands.
pub(super) fn followed_by(places: &Places, other: &Places, distance: u64) -> Places {
    let mut rest = other.all.iter().peekable();
    let mut found = Places::of(places.counts.len(), Keep::Places);
    for (article, place) in &places.all {
        let wanted = (*article, place + distance);
        while rest.next_if(|one| **one < wanted).is_some() {}
        if rest.peek().is_some_and(|one| **one == wanted) {
            found.put(*article, *place);
        }
    }
    found
}
