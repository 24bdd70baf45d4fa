//! Places of words in articles, as the index numbers them: word after word in each column.

use super::Occurrences;
use super::page::varint;

/// The first columns; the others are names.
const BODY: u64 = 0;
const TITLE: u64 = 1;
/// Bits of a place for the number of its word.
const WORD_BITS: u32 = 32;

/// Places of a word in some articles: the article's number among them, and column and word as one number.
#[derive(Debug)]
pub(super) struct Places {
    articles: usize,
    all: Vec<(usize, u64)>,
}

impl Places {
    pub(super) fn of(articles: usize) -> Self {
        Self { articles, all: Vec::new() }
    }

    /// Adds what the index has of an article: word after word as distances, a 1 before the number of a further column.
    pub(super) fn add(&mut self, article: usize, mut list: &[u8]) -> Option<()> {
        let (mut column, mut word) = (BODY, 0_u64);
        while !list.is_empty() {
            let mut number = varint(&mut list)?;
            if number == 1 {
                column = varint(&mut list)?;
                word = 0;
                number = varint(&mut list)?;
            }
            word = word.checked_add(number.checked_sub(2)?)?;
            self.all.push((article, column << WORD_BITS | word));
        }
        Some(())
    }

    pub(super) fn sort(&mut self) {
        if !self.all.is_sorted() {
            self.all.sort_unstable();
        }
    }

    pub(super) fn occurrences(&self) -> Vec<Occurrences> {
        let mut counts = vec![Occurrences::default(); self.articles];
        for (article, place) in &self.all {
            let Some(count) = counts.get_mut(*article) else { continue };
            *match place >> WORD_BITS {
                BODY => &mut count.body,
                TITLE => &mut count.title,
                _ => &mut count.names,
            } += 1;
        }
        counts
    }
}

/// The places after which, so many words on, the other word stands.
pub(super) fn followed_by(places: &Places, other: &Places, distance: u64) -> Places {
    let mut rest = other.all.iter().peekable();
    let follows = |(article, place): &&(usize, u64)| {
        let wanted = (*article, place + distance);
        while rest.next_if(|one| **one < wanted).is_some() {}
        rest.peek().is_some_and(|one| **one == wanted)
    };
    Places { articles: places.articles, all: places.all.iter().filter(follows).copied().collect() }
}
