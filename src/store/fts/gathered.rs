//! The words of many articles, gathered to be a segment of the index. It knows no store.

use super::{leaves::Leaves, names::Names, number, words::COLUMNS, words::Words};

/// How many bytes of places a segment gets about, were they all of one word: so few that its pages are listed on a single
/// page of their own.
const MUCH: usize = 3 << 19;

/// What an article costs besides its places, in the list of a word.
const ENTRY: usize = 12;

/// What begins a word of the main index.
const MAIN: u8 = b'0';

/// Articles with their words.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    names: Names,
    entries: Vec<Entry>,
    /// The word of each entry.
    words: Vec<u32>,
    /// Lists of places that are too long for an entry.
    places: Vec<u8>,
    /// How many bytes all lists of places have.
    size: usize,
    pub(super) articles: Vec<Indexed>,
}

/// An article that is gathered.
#[derive(Debug)]
pub(super) struct Indexed {
    pub(super) id: i64,
    /// How many words each column has.
    pub(super) sizes: [u32; COLUMNS],
}

/// That an article has a word. Entries are sorted as they are: what they only pointed to would lie far apart.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    /// Its place among the articles.
    article: u32,
    /// How long the list of places is.
    size: u32,
    /// The list, or where it begins if it is longer.
    places: [u8; SHORT],
}

/// How many bytes of places an entry has room for: most have two or three.
const SHORT: usize = 8;

impl Entry {
    fn of(article: u32, places: &[u8], long: &mut Vec<u8>) -> Self {
        let mut kept = [0; SHORT];
        if places.len() > SHORT {
            kept = (long.len() as u64).to_le_bytes();
            long.extend_from_slice(places);
        } else {
            kept.iter_mut().zip(places).for_each(|(kept, byte)| *kept = *byte);
        }
        Self { article, size: small(places.len()), places: kept }
    }

    fn put_places(&self, long: &[u8], list: &mut Vec<u8>) {
        let size = self.size as usize;
        if size > SHORT {
            let start = usize::try_from(u64::from_le_bytes(self.places)).unwrap_or(usize::MAX);
            return list.extend_from_slice(long.get(start..start.saturating_add(size)).unwrap_or_default());
        }
        // As many bytes each time: that is one step, where copying a few is a call.
        let end = list.len() + size;
        list.extend_from_slice(&self.places);
        list.truncate(end);
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Gathered {
    /// Whether there is nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// Whether the next article must be another segment's: a segment has them in the order of their ids, and not too many.
    pub(super) fn ends_before(&self, id: i64) -> bool {
        let is_full = self.size + self.articles.len() * ENTRY >= MUCH;
        self.articles.last().is_some_and(|last| is_full || last.id >= id)
    }

    /// Adds an article.
    pub(super) fn add(&mut self, id: i64, words: &Words) {
        let article = small(self.articles.len());
        words.each(|word, places| {
            self.size += places.len();
            self.words.push(small(self.names.number(word)));
            self.entries.push(Entry::of(article, places, &mut self.places));
        });
        self.articles.push(Indexed { id, sizes: words.sizes });
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
        self.names.clear();
        self.entries.clear();
        self.words.clear();
        self.size = 0;
        self.places.clear();
        self.articles.clear();
    }

    /// The pages that say which articles have which words; `None` if a word is longer than a page can be.
    pub(super) fn lay(&self) -> Option<Leaves> {
        let (starts, entries) = self.by_word();
        let mut leaves = Leaves::default();
        let (mut name, mut list) = (Vec::new(), Vec::new());
        for word in self.in_order() {
            let ends = starts.get(word).zip(starts.get(word + 1));
            let here = ends.and_then(|(start, end)| entries.get(*start..*end)).unwrap_or_default();
            name.clear();
            name.push(MAIN);
            name.extend_from_slice(self.names.name(word));
            list.clear();
            let mut before = 0;
            for entry in here {
                let id = self.articles.get(entry.article as usize).map_or(0, |article| article.id);
                number::put(&mut list, id.wrapping_sub(before).cast_unsigned());
                number::put(&mut list, u64::from(entry.size) * 2);
                entry.put_places(&self.places, &mut list);
                before = id;
            }
            leaves.put(&name, &list);
        }
        leaves.finish()
    }

    /// The words in the order of their bytes.
    fn in_order(&self) -> impl Iterator<Item = usize> {
        // Most are told apart by their first letters, which are compared at once.
        let first = |word: usize| {
            let mut letters = [0; 8];
            letters.iter_mut().zip(self.names.name(word)).for_each(|(letter, byte)| *letter = *byte);
            u64::from_be_bytes(letters)
        };
        let mut words: Vec<(u64, usize)> = (0..self.names.len()).map(|word| (first(word), word)).collect();
        words.sort_unstable_by(|(a, one), (b, other)| {
            a.cmp(b).then_with(|| self.names.name(*one).cmp(self.names.name(*other)))
        });
        words.into_iter().map(|(_, word)| word)
    }

    /// The entries by their words, and of each word where its own begin.
    fn by_word(&self) -> (Vec<usize>, Vec<Entry>) {
        let mut starts = vec![0; self.names.len() + 1];
        for word in &self.words {
            if let Some(next) = starts.get_mut(*word as usize + 1) {
                *next += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut free = starts.clone();
        let mut sorted = vec![Entry::default(); self.entries.len()];
        for (word, entry) in self.words.iter().zip(&self.entries) {
            let Some(place) = free.get_mut(*word as usize) else { continue };
            if let Some(slot) = sorted.get_mut(*place) {
                *slot = *entry;
            }
            *place += 1;
        }
        (starts, sorted)
    }
}
