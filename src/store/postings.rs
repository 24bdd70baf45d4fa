//! How often the index of words has a phrase in given articles, read from the index's own pages: they lie close together,
//! where the texts would have to be unpacked one by one. It knows the pages' format and phrases, and no other condition.
//!
//! The format is that of FTS5's data table as `SQLite` documents it beside its code (`ext/fts5/fts5_index.c`): segments of
//! leaf pages, in each the terms with the articles and places where they stand. Whatever isn't as expected there is no
//! answer, and the caller reads the texts.

mod page;
mod places;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, OptionalExtension, params};

use self::page::{Leaf, Term};
use self::places::{Keep, Places, followed_by};
use super::fts::number;
use super::fts::structure::{PAGE_BITS, Segment, Structure};
use super::plan::others;
use super::search::interrupted;
use crate::query::{Last, Phrase, stem::Stemming};

/// So many pages are read for each article at most, and so many more: beyond them, its text is as near.
const PAGES_EACH: usize = 2;
const PAGES: usize = 256;

/// What begins a term of the main index.
const MAIN: u8 = b'0';

/// How often an article has a phrase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Occurrences {
    /// In its text.
    pub(super) body: u32,
    /// In its headline.
    pub(super) title: u32,
    /// In the names of its source, its author and its speakers.
    pub(super) names: u32,
}

/// Whether the pages can tell of a phrase: not of one whose last word may be kept as several.
pub(super) fn may_tell(phrase: &Phrase) -> bool {
    others(phrase).is_empty()
}

/// How often each of the articles (ascending) has a phrase; `None` if the pages don't tell, or too many would have to be
/// read.
pub(super) fn occurrences(
    db: &Connection,
    phrase: &Phrase,
    articles: &[i64],
    given_up: &AtomicBool,
) -> rusqlite::Result<Option<Vec<Occurrences>>> {
    if !may_tell(phrase) {
        return Ok(None);
    }
    // The list of segments and all of their pages must be of one state: numbers of segments are used again.
    let _state = if db.is_autocommit() { Some(db.unchecked_transaction()?) } else { None };
    let Some(segments) = Structure::of(db)?.map(Structure::into_segments) else { return Ok(None) };
    let left = articles.len().saturating_mul(PAGES_EACH).saturating_add(PAGES);
    let keep = if phrase.words.len() > 1 { Keep::Places } else { Keep::Counts };
    let mut reading = Reading { db, articles, keep, left, graves: HashMap::new(), given_up };
    let mut found: Option<Places> = None;
    for (index, word) in phrase.words.iter().enumerate() {
        let last = if index + 1 == phrase.words.len() { phrase.last } else { Last::Whole };
        let Some(places) = reading.places(&segments, &Stemming::in_use().of(word), last)? else { return Ok(None) };
        found = Some(match found {
            None => places,
            Some(before) => followed_by(&before, &places, u64::try_from(index).unwrap_or(u64::MAX)),
        });
    }
    Ok(found.map(Places::occurrences))
}

/// Where a term's articles stand in a segment.
struct Doclist {
    /// The page that the term stands on, and the bytes of the articles there.
    page: i64,
    bytes: (usize, usize),
    /// The last page that can have articles of it; `page` itself if another term follows there.
    until: i64,
}

/// Pages being read for some articles.
struct Reading<'a> {
    db: &'a Connection,
    articles: &'a [i64],
    keep: Keep,
    /// How many pages may still be read.
    left: usize,
    /// Pages of tombstones: by segment and number.
    graves: HashMap<(i64, u64), Vec<u8>>,
    given_up: &'a AtomicBool,
}

impl Reading<'_> {
    /// Where a word stands, or all words that begin so.
    fn places(&mut self, segments: &[Segment], word: &str, last: Last) -> rusqlite::Result<Option<Places>> {
        let mut wanted = vec![MAIN];
        wanted.extend_from_slice(word.as_bytes());
        let mut places = Places::of(self.articles.len(), self.keep);
        for segment in segments {
            let Some(lists) = self.doclists(segment, &wanted, last)? else { return Ok(None) };
            for list in lists {
                if self.walk(segment, &list, &mut places)?.is_none() {
                    return Ok(None);
                }
            }
        }
        places.sort();
        Ok(Some(places))
    }

    /// The lists of a term, or of all terms that begin so.
    fn doclists(&mut self, segment: &Segment, wanted: &[u8], last: Last) -> rusqlite::Result<Option<Vec<Doclist>>> {
        let (pages, after) = self.pages(segment, wanted, last)?;
        let mut lists = Vec::new();
        for (index, number) in pages.iter().enumerate() {
            let Some(leaf) = self.leaf(segment, *number)? else { return Ok(None) };
            let Some(terms) = leaf.terms() else { return Ok(None) };
            let next = pages.get(index + 1).copied().or(after).unwrap_or(segment.last);
            for Term { name, bytes, is_last } in terms {
                let found = match last {
                    Last::Whole => name == wanted,
                    Last::Begun => name.starts_with(wanted),
                };
                if found {
                    let until = if is_last { next } else { *number };
                    lists.push(Doclist { page: *number, bytes, until });
                }
            }
        }
        Ok(Some(lists))
    }

    /// The pages on which the terms may stand, and the next one on which any stands.
    fn pages(&self, segment: &Segment, wanted: &[u8], last: Last) -> rusqlite::Result<(Vec<i64>, Option<i64>)> {
        let mut at = self.db.prepare_cached(
            "SELECT pgno >> 1 FROM words_idx WHERE segid = ?1 AND term <= ?2 ORDER BY term DESC LIMIT 1",
        )?;
        let first: Option<i64> = at.query_row(params![segment.id, wanted], |row| row.get(0)).optional()?;
        let mut pages = vec![first.unwrap_or(segment.first).max(segment.first)];
        let mut beyond = self
            .db
            .prepare_cached("SELECT pgno >> 1, term FROM words_idx WHERE segid = ?1 AND term > ?2 ORDER BY term")?;
        let mut rows = beyond.query(params![segment.id, wanted])?;
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            let within = last == Last::Begun && row.get_ref(1)?.as_blob()?.starts_with(wanted);
            if !within || pages.len() > self.left {
                return Ok((pages, Some(number)));
            }
            if pages.last() != Some(&number) {
                pages.push(number);
            }
        }
        Ok((pages, None))
    }

    fn leaf(&mut self, segment: &Segment, number: i64) -> rusqlite::Result<Option<Leaf>> {
        if self.given_up.load(Ordering::Relaxed) {
            return Err(interrupted());
        }
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let mut select = self.db.prepare_cached("SELECT block FROM words_data WHERE id = ?1")?;
        let block =
            select.query_row([(segment.id << PAGE_BITS) + number], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        Ok(block.and_then(Leaf::of))
    }

    /// Takes in the places of a list that are of the articles. `None` if the pages don't tell.
    fn walk(&mut self, segment: &Segment, list: &Doclist, places: &mut Places) -> rusqlite::Result<Option<()>> {
        let (Some(oldest), Some(newest)) = (self.articles.first(), self.articles.last()) else { return Ok(Some(())) };
        let (oldest, newest) = (*oldest, *newest);
        let Some(start) = self.start(segment, list, oldest)? else { return Ok(None) };
        let mut run = Run { next: 0, newest, article: None, pending: 0, list: Vec::new() };
        for number in start..=list.until {
            let Some(leaf) = self.leaf(segment, number)? else { return Ok(None) };
            let bytes = if number == list.page { Some(list.bytes) } else { leaf.head() };
            let Some(bytes) = bytes else { return Ok(None) };
            let from = if number == start && number != list.page { leaf.first_article() } else { Some(bytes.0) };
            let Some(from) = from else { continue };
            let mut met = Vec::new();
            if run.take(&leaf, (from, bytes.1), number == list.page, self.articles, &mut met).is_none() {
                return Ok(None);
            }
            for (index, list) in met {
                let article = self.articles.get(index).copied().unwrap_or_default();
                if !self.is_deleted(segment, article)? && places.add(index, &list).is_none() {
                    return Ok(None);
                }
            }
            if run.is_over() || (number != list.page && leaf.has_terms()) {
                break;
            }
        }
        Ok(Some(()))
    }

    /// The page of a list from which on it has articles as new as this: found from its end, where the newest are.
    fn start(&mut self, segment: &Segment, list: &Doclist, oldest: i64) -> rusqlite::Result<Option<i64>> {
        let mut number = list.until;
        while number > list.page {
            let Some(leaf) = self.leaf(segment, number)? else { return Ok(None) };
            if leaf.first_article_id().is_some_and(|first| first <= oldest) {
                break;
            }
            number -= 1;
        }
        Ok(Some(number))
    }

    /// Whether an entry of a segment was taken out of the index since.
    fn is_deleted(&mut self, segment: &Segment, article: i64) -> rusqlite::Result<bool> {
        if segment.graves == 0 {
            return Ok(false);
        }
        let article = article.cast_unsigned();
        let number = article % segment.graves;
        if !self.graves.contains_key(&(segment.id, number)) {
            let row = ((segment.id + (1 << 16)) << PAGE_BITS) + i64::try_from(number).unwrap_or(i64::MAX);
            let mut select = self.db.prepare_cached("SELECT block FROM words_data WHERE id = ?1")?;
            let block = select.query_row([row], |row| row.get(0)).optional()?;
            self.graves.insert((segment.id, number), block.unwrap_or_default());
        }
        let block = self.graves.get(&(segment.id, number));
        Ok(block.is_some_and(|block| page::buries(block, article, segment.graves)))
    }
}

/// A walk through a list, from page to page.
struct Run {
    /// The next of the articles that are asked for.
    next: usize,
    newest: i64,
    /// The article that the walk is at.
    article: Option<i64>,
    /// How many bytes of its places stand on the next page, and those before.
    pending: usize,
    list: Vec<u8>,
}

impl Run {
    fn is_over(&self) -> bool {
        self.pending == 0 && self.article.is_some_and(|article| article >= self.newest)
    }

    /// Takes the articles of a page in: of each that is asked for, its number among them and its places.
    fn take(
        &mut self,
        leaf: &Leaf,
        (from, to): (usize, usize),
        is_first: bool,
        articles: &[i64],
        met: &mut Vec<(usize, Vec<u8>)>,
    ) -> Option<()> {
        let mut rest = leaf.bytes(from, to)?;
        if self.pending > 0 {
            let (here, after) = rest.split_at(self.pending.min(rest.len()));
            self.list.extend_from_slice(here);
            self.pending -= here.len();
            rest = after;
            if self.pending > 0 {
                return Some(());
            }
            self.hand_on(articles, met);
        }
        // The first article of a page is written in full, those that follow as distances.
        let mut in_full = !is_first || self.article.is_none();
        while !rest.is_empty() {
            let number = number::get(&mut rest)?.cast_signed();
            let article = if in_full { number } else { self.article?.checked_add(number)? };
            in_full = false;
            self.article = Some(article);
            let size = usize::try_from(number::get(&mut rest)? >> 1).ok()?;
            let (here, after) = rest.split_at(size.min(rest.len()));
            rest = after;
            self.pending = size - here.len();
            while articles.get(self.next).is_some_and(|one| *one < article) {
                self.next += 1;
            }
            if self.pending > 0 || articles.get(self.next) == Some(&article) {
                self.list = here.to_vec();
                if self.pending == 0 {
                    self.hand_on(articles, met);
                }
            }
            if article >= self.newest && self.pending == 0 {
                break;
            }
        }
        Some(())
    }

    fn hand_on(&mut self, articles: &[i64], met: &mut Vec<(usize, Vec<u8>)>) {
        let list = std::mem::take(&mut self.list);
        if self.article.is_some() && articles.get(self.next).copied() == self.article {
            met.push((self.next, list));
        }
    }
}
