//! A segment's pages, laid out as FTS5 lays them: byte for byte, which a test holds. It knows no store and no article.
//!
//! A leaf page has a head of four bytes (where the first article is written in full, where the footer begins), the words
//! with the articles that have them, and in its footer where each word begins (`ext/fts5/fts5_index.c`).

use super::number::{get, put};

/// How many bytes a page gets about.
const PAGE: usize = 4_050;

/// From so many pages on without a word, the pages of a word are listed.
const LISTED: usize = 4;

/// The pages of a segment.
#[derive(Debug)]
pub(super) struct Leaves {
    bytes: Vec<u8>,
    /// Where each page ends.
    ends: Vec<usize>,
    /// Of each page that has words, but for the first: what they begin with at least; twice its number, and 1 if a word's
    /// pages are listed.
    pub(super) words: Vec<(Vec<u8>, i64)>,
    /// Lists of a word's pages, with the page that the word stands on.
    pub(super) lists: Vec<(i64, Vec<u8>)>,
    page: Vec<u8>,
    footer: Vec<u8>,
    /// Where the last word of the page begins.
    last_word: usize,
    /// The last word.
    word: Vec<u8>,
    /// The page whose last word isn't over, if it has any, and what its words begin with.
    open: Option<(i64, Vec<u8>)>,
    /// How many pages without a word came after it.
    empty: usize,
    /// On which of them articles of that word begin.
    list: Vec<u8>,
    /// The last article of that list.
    listed: i64,
    has_article: bool,
    /// Whether a page got longer than its head can say.
    is_overlong: bool,
}

impl Default for Leaves {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            ends: Vec::new(),
            words: Vec::new(),
            lists: Vec::new(),
            page: vec![0; 4],
            footer: Vec::new(),
            last_word: 0,
            word: Vec::new(),
            open: Some((1, Vec::new())),
            empty: 0,
            list: Vec::new(),
            listed: 0,
            has_article: false,
            is_overlong: false,
        }
    }
}

impl Leaves {
    /// The pages, in their order.
    pub(super) fn pages(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        let start = |index: usize| index.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let page = move |(index, end): (usize, &usize)| self.bytes.get(start(index).unwrap_or(0)..*end);
        self.ends.iter().enumerate().map(move |one| page(one).unwrap_or_default())
    }

    /// Adds a word with its articles: of each the distance from the one before, twice the length of its list of places, and
    /// that list. Words come in their order.
    pub(super) fn put(&mut self, word: &[u8], articles: &[u8]) {
        self.begin(word);
        if PAGE > self.filled() + articles.len() {
            return self.page.extend_from_slice(articles);
        }
        let (mut rest, mut id, mut before) = (articles, 0_i64, 0_i64);
        while !rest.is_empty() {
            let Some((distance, list)) = entry(&mut rest) else { return };
            id = id.wrapping_add(distance);
            if self.has_article {
                put(&mut self.page, id.wrapping_sub(before).cast_unsigned());
            } else {
                self.begin_articles(id);
            }
            before = id;
            self.put_places(list);
        }
    }

    /// Ends the last page; `None` if there is a page whose head would lie.
    pub(super) fn finish(mut self) -> Option<Self> {
        if self.page.len() > 4 {
            self.end_page();
        }
        if !self.ends.is_empty() {
            self.close();
        }
        (!self.is_overlong).then_some(self)
    }

    fn filled(&self) -> usize {
        self.page.len() + self.footer.len()
    }

    /// The number of the page that is being filled.
    fn number(&self) -> i64 {
        i64::try_from(self.ends.len()).unwrap_or(i64::MAX).saturating_add(1)
    }

    fn begin(&mut self, word: &[u8]) {
        if self.filled() + word.len() + 2 >= PAGE && self.page.len() > 4 {
            self.end_page();
        }
        let shared = self.word.iter().zip(word).take_while(|(a, b)| a == b).count();
        let is_first = self.footer.is_empty();
        put(&mut self.footer, (self.page.len() - self.last_word) as u64);
        self.last_word = self.page.len();
        let mut own = word;
        if !is_first {
            put(&mut self.page, shared as u64);
            own = word.get(shared..).unwrap_or_default();
        } else if self.number() > 1 {
            self.close();
            let told_apart = if self.word.is_empty() { word } else { word.get(..=shared).unwrap_or(word) };
            self.open = Some((self.number(), told_apart.to_vec()));
        }
        put(&mut self.page, own.len() as u64);
        self.page.extend_from_slice(own);
        self.word.clear();
        self.word.extend_from_slice(word);
        self.has_article = true;
    }

    /// Writes the first article of a page that began with an earlier page's word.
    fn begin_articles(&mut self, id: i64) {
        self.set(0, self.page.len());
        put(&mut self.page, id.cast_unsigned());
        self.has_article = true;
        if self.list.is_empty() {
            self.list.push(0);
            let number = self.number().cast_unsigned();
            put(&mut self.list, number);
            put(&mut self.list, id.cast_unsigned());
        } else {
            put(&mut self.list, id.wrapping_sub(self.listed).cast_unsigned());
        }
        self.listed = id;
    }

    /// Writes a list of places, over as many pages as it takes; no number is parted.
    fn put_places(&mut self, mut list: &[u8]) {
        if self.filled() + list.len() <= PAGE {
            return self.page.extend_from_slice(list);
        }
        while !list.is_empty() {
            let room = PAGE.saturating_sub(self.filled());
            let size = if list.len() <= room { list.len() } else { whole_numbers(list, room) };
            let (here, after) = list.split_at(size.clamp(1, list.len()));
            self.page.extend_from_slice(here);
            list = after;
            if self.filled() >= PAGE {
                self.end_page();
            }
        }
    }

    fn end_page(&mut self) {
        self.set(2, self.page.len());
        if self.footer.is_empty() {
            if !self.has_article && !self.list.is_empty() {
                self.list.push(0);
            }
            self.empty += 1;
        }
        self.bytes.append(&mut self.page);
        self.bytes.append(&mut self.footer);
        self.ends.push(self.bytes.len());
        self.page.extend_from_slice(&[0; 4]);
        self.last_word = 0;
        self.has_article = false;
    }

    /// Ends the last word of a page: its pages are listed if they are many.
    fn close(&mut self) {
        let Some((page, begins)) = self.open.take() else { return };
        let is_listed = self.empty >= LISTED && !self.list.is_empty();
        if is_listed {
            self.lists.push((page, std::mem::take(&mut self.list)));
        }
        self.list.clear();
        self.empty = 0;
        self.words.push((begins, page * 2 + i64::from(is_listed)));
    }

    fn set(&mut self, at: usize, value: usize) {
        let Ok(value) = u16::try_from(value) else {
            self.is_overlong = true;
            return;
        };
        if let Some(place) = self.page.get_mut(at..at + 2) {
            place.copy_from_slice(&value.to_be_bytes());
        }
    }
}

/// Takes an article off the front: its distance, and its list of places with the length before it.
fn entry<'a>(rest: &mut &'a [u8]) -> Option<(i64, &'a [u8])> {
    let distance = get(rest)?.cast_signed();
    let mut places = *rest;
    let size = usize::try_from(get(&mut places)? >> 1).ok()?;
    let (list, after) = rest.split_at_checked(rest.len() - places.len() + size)?;
    *rest = after;
    Some((distance, list))
}

/// How many bytes of whole numbers fit into the room: those of one number at least.
fn whole_numbers(list: &[u8], room: usize) -> usize {
    let mut rest = list;
    let mut size = 0;
    while get(&mut rest).is_some() {
        let end = list.len() - rest.len();
        if size > 0 && end > room {
            break;
        }
        size = end;
    }
    size
}
