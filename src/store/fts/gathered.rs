//! The words of many articles, gathered to be a segment of the index. It knows no store.

use super::{leaves::Leaves, names::Names, number, words::COLUMNS, words::Words};

/// How many bytes a segment gets about: so few that the pages of one word are listed on a single page of their own.
const MUCH: usize = 2 << 20;

/// What an entry costs besides its places.
const ENTRY: usize = 6;

/// What begins a word of the main index.
const MAIN: u8 = b'0';

/// Articles with their words.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    names: Names,
    entries: Vec<Entry>,
    places: Vec<u8>,
    pub(super) articles: Vec<Indexed>,
}

/// An article that is gathered.
#[derive(Debug)]
pub(super) struct Indexed {
    pub(super) id: i64,
    /// How many words each column has.
    pub(super) sizes: [u32; COLUMNS],
}

/// That an article has a word.
#[derive(Debug)]
struct Entry {
    word: u32,
    /// Its place among the articles.
    article: u32,
    /// Where the list of places begins and how long it is.
    start: u32,
    size: u32,
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
        let is_full = self.places.len() + self.entries.len() * ENTRY >= MUCH;
        self.articles.last().is_some_and(|last| is_full || last.id >= id)
    }

    /// Adds an article.
    pub(super) fn add(&mut self, id: i64, words: &Words) {
        let article = small(self.articles.len());
        words.each(|word, places| {
            let (word, start) = (small(self.names.number(word)), small(self.places.len()));
            self.places.extend_from_slice(places);
            self.entries.push(Entry { word, article, start, size: small(places.len()) });
        });
        self.articles.push(Indexed { id, sizes: words.sizes });
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
        self.names.clear();
        self.entries.clear();
        self.places.clear();
        self.articles.clear();
    }

    /// The pages that say which articles have which words.
    pub(super) fn lay(&self) -> Leaves {
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
                let start = entry.start as usize;
                list.extend_from_slice(self.places.get(start..start + entry.size as usize).unwrap_or_default());
                before = id;
            }
            leaves.put(&name, &list);
        }
        leaves.finish();
        leaves
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
    fn by_word(&self) -> (Vec<usize>, Vec<&Entry>) {
        let mut starts = vec![0; self.names.len() + 1];
        for entry in &self.entries {
            if let Some(next) = starts.get_mut(entry.word as usize + 1) {
                *next += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut free = starts.clone();
        let mut sorted: Vec<&Entry> = self.entries.iter().collect();
        for entry in &self.entries {
            let Some(place) = free.get_mut(entry.word as usize) else { continue };
            if let Some(slot) = sorted.get_mut(*place) {
                *slot = entry;
            }
            *place += 1;
        }
        (starts, sorted)
    }
}
