//! Words told apart: each gets a number, in the order in which they are first met.

use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// How many places the table has at first, and goes back to after a very long text.
const FEW: usize = 4_096;

/// Letters of a word, about.
const LETTERS: usize = 8;

/// Words with their numbers.
#[derive(Debug)]
pub(super) struct Names {
    letters: Vec<u8>,
    known: Vec<Name>,
    /// The number of a word and 1, by its hash; 0 where a place is free.
    places: Vec<u32>,
    seed: u64,
}

#[derive(Debug)]
struct Name {
    hash: u64,
    start: usize,
}

impl Default for Names {
    fn default() -> Self {
        // Nobody knows beforehand which words share a place.
        static SEED: OnceLock<u64> = OnceLock::new();
        let seed = *SEED.get_or_init(|| RandomState::new().hash_one(FEW));
        Self { letters: Vec::new(), known: Vec::new(), places: vec![0; FEW], seed }
    }
}

impl Names {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// The word of a number; empty for one that none has.
    pub(super) fn name(&self, number: usize) -> &[u8] {
        let end = self.known.get(number + 1).map_or(self.letters.len(), |next| next.start);
        self.known.get(number).and_then(|name| self.letters.get(name.start..end)).unwrap_or_default()
    }

    /// The number of a word.
    pub(super) fn number(&mut self, word: &[u8]) -> usize {
        let hash = xxh3_64_with_seed(word, self.seed);
        let mut place = self.place(hash);
        while let Some(number) = self.places.get(place).and_then(|number| number.checked_sub(1)) {
            let number = number as usize;
            if self.known.get(number).is_some_and(|name| name.hash == hash) && self.name(number) == word {
                return number;
            }
            place = (place + 1) & (self.places.len() - 1);
        }
        let number = self.known.len();
        self.known.push(Name { hash, start: self.letters.len() });
        self.letters.extend_from_slice(word);
        if let Some(free) = self.places.get_mut(place) {
            *free = u32::try_from(number + 1).unwrap_or(u32::MAX);
        }
        if self.known.len() * 2 > self.places.len() {
            self.spread();
        }
        number
    }

    /// How many bytes it has room for.
    #[cfg(test)]
    pub(super) fn room(&self) -> usize {
        self.letters.capacity() + size_of::<Name>() * self.known.capacity() + size_of::<u32>() * self.places.capacity()
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
        self.letters.clear();
        self.letters.shrink_to(FEW * LETTERS);
        self.known.clear();
        self.known.shrink_to(FEW);
        self.places.truncate(FEW);
        self.places.shrink_to(FEW);
        self.places.fill(0);
    }

    fn place(&self, hash: u64) -> usize {
        usize::try_from(hash & (self.places.len() as u64 - 1)).unwrap_or(0)
    }

    /// Makes the table twice as large.
    fn spread(&mut self) {
        self.places = vec![0; self.places.len() * 2];
        for (number, name) in self.known.iter().enumerate() {
            let mut place = self.place(name.hash);
            while self.places.get(place).is_some_and(|taken| *taken > 0) {
                place = (place + 1) & (self.places.len() - 1);
            }
            if let Some(free) = self.places.get_mut(place) {
                *free = u32::try_from(number + 1).unwrap_or(u32::MAX);
            }
        }
    }
}
