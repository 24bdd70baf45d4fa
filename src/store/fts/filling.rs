//! Articles on their way into the index: their words are gathered, and written as FTS5 writes what it has gathered itself.
//!
//! FTS5 takes every word out of a text anew, looks it up among all others and sorts them letter by letter, in the one thread
//! that writes. Here an article's words come ready from the threads that parse, and the pages are as FTS5 would have them: a
//! test compares them. Merging them later, taking articles out and all questions stay FTS5's; how much is merged, and when,
//! is told here.
//!
//! So `hashsize` in `index.sql` says nothing any more: how much becomes a segment at most is told in `gathered`.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{
    Indexed,
    gathered::Gathered,
    number, stemming,
    structure::{self, PAGE_BITS, Place, Structure},
    take,
    words::{COLUMNS, Words},
};
use crate::catalog::ArticleId;
use crate::query::stem::Stemming;
use crate::store::error::{overlong, unreadable};

/// The row of the index's table of pages that holds its counts.
const TOTALS: i64 = 1;

/// The bit of a page's row that says that it is a list of pages.
const LIST: i64 = 1 << 36;

/// When segments are merged that are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Merging {
    /// With what is written.
    Now,
    /// With what is written next: somebody waits. Not without end: there can't be any number of segments.
    Later,
}

/// Articles that are put into the index in one transaction.
pub(in crate::store) struct Filling<'a> {
    db: &'a Connection,
    stemming: Stemming,
    gathered: Gathered,
}

impl<'a> Filling<'a> {
    /// Begins with the index of a store.
    pub(in crate::store) fn of(db: &'a Connection) -> rusqlite::Result<Self> {
        Ok(Self { db, stemming: stemming(db)?, gathered: Gathered::default() })
    }

    /// What the index keeps of a word.
    pub(in crate::store) fn stemming(&self) -> Stemming {
        self.stemming
    }

    /// Puts an article into the index, best in the order of ids.
    pub(in crate::store) fn put(&mut self, id: ArticleId, words: &Words, indexed: Indexed) -> rusqlite::Result<()> {
        if self.gathered.ends_before(id.0) {
            self.write(Merging::Now)?;
        }
        if indexed == Indexed::Yes {
            self.take(id)?;
        }
        self.gathered.add(id.0, words);
        Ok(())
    }

    /// Takes an article out of the index, if that has it.
    pub(super) fn take(&self, id: ArticleId) -> rusqlite::Result<()> {
        if has(self.db, id)? { take(self.db, id) } else { Ok(()) }
    }

    /// The store.
    pub(super) fn db(&self) -> &'a Connection {
        self.db
    }

    /// Writes what was gathered: only now can it be found.
    pub(in crate::store) fn end(mut self, merging: Merging) -> rusqlite::Result<()> {
        if self.gathered.is_empty() { Ok(()) } else { self.write(merging) }
    }

    fn write(&mut self, merging: Merging) -> rusqlite::Result<()> {
        // What FTS5 itself has in hand is written first, and it forgets what it knows of the segments.
        self.db.prepare_cached("INSERT INTO words (words) VALUES ('flush')")?.execute([])?;
        merge(self.db, 0)?;
        let mut structure = Structure::of(self.db)?.ok_or_else(|| unreadable("the index of words"))?;
        let place = structure.next().ok_or_else(|| unreadable("the index of words"))?;
        let pages = self.write_pages(place)?;
        self.write_articles(place)?;
        structure.add(place, pages, self.gathered.articles.len() as u64);
        set(self.db, structure::ROW, &structure.write())?;
        self.gathered.clear();
        match merging {
            Merging::Later if structure.has_room() => Ok(()),
            Merging::Now | Merging::Later => merge(self.db, structure.merging(pages)),
        }
    }

    fn write_pages(&self, place: Place) -> rusqlite::Result<u64> {
        let first = place.segment << PAGE_BITS;
        let leaves = self.gathered.lay().ok_or_else(overlong)?;
        let pages = leaves.pages();
        let count = pages.len() as u64;
        for (number, page) in (first + 1..).zip(pages) {
            set(self.db, number, page)?;
        }
        for (page, list) in &leaves.lists {
            set(self.db, first + LIST + page, list)?;
        }
        let mut insert = self.db.prepare_cached("INSERT INTO words_idx (segid, term, pgno) VALUES (?1, ?2, ?3)")?;
        for (word, page) in &leaves.words {
            insert.execute(params![place.segment, word, page])?;
        }
        Ok(count)
    }

    fn write_articles(&self, place: Place) -> rusqlite::Result<()> {
        let mut totals = totals(self.db)?;
        let mut insert = self.db.prepare_cached("REPLACE INTO words_docsize (id, sz, origin) VALUES (?1, ?2, ?3)")?;
        let mut sizes = Vec::new();
        for article in &self.gathered.articles {
            sizes.clear();
            for (size, total) in article.sizes.iter().zip(&mut totals.1) {
                number::put(&mut sizes, u64::from(*size));
                *total = total.wrapping_add(u64::from(*size));
            }
            insert.execute(params![article.id, sizes, place.writing])?;
        }
        totals.0 = totals.0.wrapping_add(self.gathered.articles.len() as u64);
        let mut block = Vec::new();
        number::put(&mut block, totals.0);
        totals.1.iter().for_each(|total| number::put(&mut block, *total));
        set(self.db, TOTALS, &block)
    }
}

/// Merges a step of what is due, if anything is: only then does it write.
pub(in crate::store) fn merge_idly(db: &mut Connection) -> rusqlite::Result<()> {
    if Structure::of(db)?.is_none_or(|structure| structure.merging_idly() == 0) {
        return Ok(());
    }
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let pages = Structure::of(&change)?.map_or(0, |structure| structure.merging_idly());
    if pages > 0 {
        merge(&change, pages)?;
    }
    change.commit()
}

/// Has FTS5 merge so many pages, and look at the list of segments anew.
fn merge(db: &Connection, pages: u64) -> rusqlite::Result<()> {
    let pages = i32::try_from(pages).unwrap_or(i32::MAX);
    db.prepare_cached("INSERT INTO words (words, rank) VALUES ('merge', ?1)")?.execute([pages])?;
    Ok(())
}

/// Whether the index has an article.
fn has(db: &Connection, id: ArticleId) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM words_docsize WHERE id = ?1")?.exists([id.0])
}

fn set(db: &Connection, row: i64, block: &[u8]) -> rusqlite::Result<()> {
    db.prepare_cached("REPLACE INTO words_data (id, block) VALUES (?1, ?2)")?.execute(params![row, block])?;
    Ok(())
}

/// How many articles there are, and how many words each column has of them.
fn totals(db: &Connection) -> rusqlite::Result<(u64, [u64; COLUMNS])> {
    let mut select = db.prepare_cached("SELECT block FROM words_data WHERE id = ?1")?;
    let block: Vec<u8> = select.query_row([TOTALS], |row| row.get(0)).optional()?.unwrap_or_default();
    let mut rest = block.as_slice();
    let articles = number::get(&mut rest).unwrap_or(0);
    let mut columns = [0; COLUMNS];
    for column in &mut columns {
        *column = number::get(&mut rest).unwrap_or(0);
    }
    Ok((articles, columns))
}
