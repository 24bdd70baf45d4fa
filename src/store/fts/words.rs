//! The words of one article as the index takes them: each word once, with all of its places. Made away from the store.

use std::cell::RefCell;

use super::{Mark, names::Names, number};
use crate::query::{has_kind, stem::Stemming, tokens};
use crate::text::article::Article;
use crate::text::quotes::{Kind, Quotations};

/// The columns of the index, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Body,
    Title,
    Source,
    Author,
    Speaker,
}

/// How many columns there are.
pub(super) const COLUMNS: usize = 5;

/// How many bytes of a word FTS5 takes, in texts and in queries alike (`FTS5_MAX_TOKEN_SIZE`): it drops what is beyond them,
/// wherever in a character that is. No word of a text is as long, a mark could be.
const LONGEST: usize = 32_768;

/// Room for so many places stays when the next text comes: most have fewer words, and a thread keeps its room for good.
const ROOM: usize = 8_192;

/// What stands between two names, so that no phrase reaches from one into the next.
const BETWEEN: &str = "\u{e001}";

/// The words of an article.
#[derive(Debug, Default)]
pub(in crate::store) struct Words {
    /// Of each word: its length and letters, the length of its list of places and that list.
    lists: Vec<u8>,
    /// How many words each column has.
    pub(super) sizes: [u32; COLUMNS],
    /// What of the words is kept.
    pub(in crate::store) stemming: Stemming,
}

/// What the index gets besides an article's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Heading<'a> {
    /// The row of its source.
    pub(in crate::store) source: i64,
    /// The headline that the list shows.
    pub(in crate::store) headline: &'a str,
}

impl Words {
    /// Those of an article under a heading.
    pub(in crate::store) fn of(
        article: &Article,
        quotations: &Quotations,
        heading: Heading<'_>,
        stemming: Stemming,
    ) -> Self {
        thread_local! {
            static COLLECTION: RefCell<Collection> = RefCell::default();
        }
        COLLECTION.with_borrow_mut(|collection| {
            collection.clear(stemming);
            collection.text(Column::Body, &article.text);
            collection.text(Column::Title, heading.headline);
            collection.text(Column::Source, article.source.as_deref().unwrap_or_default());
            collection.marks(article, quotations);
            collection.word(Column::Source, &Mark::Source(heading.source).word());
            collection.text(Column::Author, article.byline.as_deref().unwrap_or_default());
            for one in &quotations.speakers {
                collection.text(Column::Speaker, &one.name);
                collection.word(Column::Speaker, BETWEEN);
            }
            collection.written()
        })
    }

    /// Calls `found` with each word and its list of places.
    pub(super) fn each(&self, mut found: impl FnMut(&[u8], &[u8])) {
        let mut rest = self.lists.as_slice();
        while let (Some(word), Some(places)) = (part(&mut rest), part(&mut rest)) {
            found(word, places);
        }
    }
}

fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let size = usize::try_from(number::get(rest)?).ok()?;
    let (part, after) = rest.split_at_checked(size)?;
    *rest = after;
    Some(part)
}

/// Where a word stands.
#[derive(Debug)]
struct Place {
    column: Column,
    at: u32,
    /// The next place of the same word and 1; 0 if there is none.
    next: u32,
}

/// Words being collected.
#[derive(Debug, Default)]
struct Collection {
    stemming: Stemming,
    names: Names,
    /// Of each word, its first and its last place.
    ends: Vec<(u32, u32)>,
    places: Vec<Place>,
    sizes: [u32; COLUMNS],
    list: Vec<u8>,
}

impl Collection {
    fn clear(&mut self, stemming: Stemming) {
        self.stemming = stemming;
        self.names.clear();
        self.ends.clear();
        self.ends.shrink_to(ROOM);
        self.places.clear();
        self.places.shrink_to(ROOM);
        self.list.clear();
        self.list.shrink_to(ROOM);
        self.sizes = [0; COLUMNS];
    }

    fn text(&mut self, column: Column, text: &str) {
        tokens::each_word(text, |word, _| {
            self.word(column, &self.stemming.of(word));
            tokens::Going::On
        });
    }

    fn word(&mut self, column: Column, word: &str) {
        let size = &mut self.sizes[column as usize];
        let place = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        self.places.push(Place { column, at: *size, next: 0 });
        *size += 1;
        let word = word.as_bytes();
        let number = self.names.number(word.get(..LONGEST).unwrap_or(word));
        let Some((_, last)) = self.ends.get_mut(number) else { return self.ends.push((place, place)) };
        if let Some(before) = self.places.get_mut(*last as usize) {
            before.next = place + 1;
        }
        *last = place;
    }

    fn marks(&mut self, article: &Article, quotations: &Quotations) {
        let mut put = |mark: Mark<'_>| self.word(Column::Source, &mark.word());
        if let Some(tag) = article.language.as_deref() {
            let first = tag.split(['-', '_']).next().unwrap_or(tag);
            put(Mark::Language(first));
            if first.len() < tag.len() {
                put(Mark::Language(tag));
            }
        }
        if !quotations.quotations.is_empty() {
            put(Mark::Quotations);
        }
        for kind in [Kind::Direct, Kind::Mixed, Kind::Indirect] {
            if has_kind(quotations, kind) {
                put(Mark::Kind(kind));
            }
        }
    }

    fn written(&mut self) -> Words {
        let mut lists = Vec::with_capacity(self.places.len() * 4 + self.ends.len() * 8);
        for (number, (first, _)) in self.ends.iter().enumerate() {
            let name = self.names.name(number);
            number::put(&mut lists, name.len() as u64);
            lists.extend_from_slice(name);
            self.list.clear();
            put_places(&self.places, *first, &mut self.list);
            number::put(&mut lists, self.list.len() as u64);
            lists.extend_from_slice(&self.list);
        }
        lists.shrink_to_fit();
        Words { lists, sizes: self.sizes, stemming: self.stemming }
    }
}

/// Appends the places of a word: in each column distances plus two, a 1 and its number before those of a later column.
fn put_places(places: &[Place], first: u32, list: &mut Vec<u8>) {
    let (mut column, mut before) = (Column::Body, 0);
    let mut next = places.get(first as usize);
    while let Some(place) = next {
        if place.column != column {
            list.push(1);
            list.push(place.column as u8);
            (column, before) = (place.column, 0);
        }
        number::put(list, u64::from(place.at - before) + 2);
        before = place.at;
        next = place.next.checked_sub(1).and_then(|next| places.get(next as usize));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_of_a_very_long_text_is_given_back() {
        let mut collection = Collection::default();
        collection.clear(Stemming::Words);
        let text: Vec<String> = (0..100_000).map(|n| format!("word{n} again")).collect();
        collection.text(Column::Body, &text.join(" "));
        let _ = collection.written();
        collection.clear(Stemming::Words);
        let own = collection.ends.capacity() + collection.places.capacity() + collection.list.capacity();
        assert!(own <= 3 * ROOM, "{own}");
        assert!(collection.names.room() < 1 << 18, "{}", collection.names.room());
    }
}
