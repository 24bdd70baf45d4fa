//! What the reader keeps of an article beside the whole of it: how many quotations and highlights, and the words of the
//! notes. The files say it; this is what lists and searches know of it. Together with whole bookmarks it makes a shelf.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::shelf::{self, Shelf, Standing};
use super::{Store, StoreError, fact, size, varint};
use crate::catalog::ArticleId;
use crate::query::{self, Phrase};

/// The fact that says which files of notes were read last.
const READ: &str = "notes";

/// What is kept of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotated {
    /// How many bookmarked quotations.
    pub quotations: usize,
    /// How many highlighted passages.
    pub highlights: usize,
    /// The words of all notes; `None` if there is none.
    pub note: Option<String>,
}

impl Annotated {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Which articles are asked for by what is kept of them.
#[derive(Debug, Clone, Copy)]
pub(super) enum Having<'a> {
    Note,
    Highlight,
    NoteWith(&'a Phrase),
}

impl Store {
    /// What is kept of an article beside the whole: one look-up.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn annotated(&self, article: ArticleId) -> Result<Annotated, StoreError> {
        self.told("look for notes", |db| of(db, article.0))
    }

    /// Every article of which more is kept than the whole.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn all_annotated(&self) -> Result<HashMap<ArticleId, Annotated>, StoreError> {
        self.told("look for notes", |db| {
            let mut select = db.prepare_cached("SELECT article, quotations, highlights, note FROM annotated")?;
            let found = select.query_map([], |row| Ok((ArticleId(row.get(0)?), read(row, 1)?)))?;
            found.collect()
        })
    }

    /// Takes in what is kept of articles now.
    ///
    /// # Errors
    /// If the store can't be written; everything is then as it was.
    pub fn annotate(&mut self, now: &[(ArticleId, Annotated)]) -> Result<(), StoreError> {
        self.told_mut("keep what is noted", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for (article, annotated) in now {
                put(&work, article.0, annotated)?;
            }
            work.commit()
        })
    }

    /// Which files of notes were read last, as a number; `None` if none were.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn notes_read(&self) -> Result<Option<i64>, StoreError> {
        self.told("look for notes", |db| fact::get(db, READ))
    }

    /// Remembers which files of notes were read.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn keep_notes_read(&mut self, which: i64) -> Result<(), StoreError> {
        self.told_mut("keep what is noted", |db| fact::set(db, READ, which))
    }
}

fn read(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Annotated> {
    Ok(Annotated { quotations: size(row, first)?, highlights: size(row, first + 1)?, note: row.get(first + 2)? })
}

pub(super) fn of(db: &Connection, article: i64) -> rusqlite::Result<Annotated> {
    let found = db
        .prepare_cached("SELECT quotations, highlights, note FROM annotated WHERE article = ?1")?
        .query_row([article], |row| read(row, 0))
        .optional()?;
    Ok(found.unwrap_or_default())
}

fn put(db: &Connection, article: i64, annotated: &Annotated) -> rusqlite::Result<()> {
    let Some(there) = shelf::standing(db, Shelf::All, &[article])?.pop() else { return Ok(()) };
    if annotated.is_nothing() {
        db.prepare_cached("DELETE FROM annotated WHERE article = ?1")?.execute([article])?;
        if shelf::standing(db, Shelf::Bookmarked, &[article])?.is_empty() {
            shelf::take(db, Shelf::Kept, &shelf::standing(db, Shelf::Kept, &[article])?)?;
        }
        return Ok(());
    }
    db.prepare_cached(
        "INSERT OR REPLACE INTO annotated (article, quotations, highlights, note) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        article,
        varint::signed(annotated.quotations),
        varint::signed(annotated.highlights),
        annotated.note
    ])?;
    shelf::put(db, Shelf::Kept, [there])?;
    Ok(())
}

/// Those of the standings that nothing but a whole bookmark keeps.
pub(super) fn kept_by_nothing_else(db: &Connection, standings: &[Standing]) -> rusqlite::Result<Vec<Standing>> {
    let mut annotated = db.prepare_cached("SELECT 1 FROM annotated WHERE article = ?1")?;
    let mut found = Vec::with_capacity(standings.len());
    for standing in standings {
        if !annotated.exists([standing.article])? {
            found.push(*standing);
        }
    }
    Ok(found)
}

/// Forgets what is kept of an article that goes, and where something was, that the files were read: by them it comes back.
pub(super) fn forget(db: &Connection, article: ArticleId) -> rusqlite::Result<()> {
    if db.prepare_cached("DELETE FROM annotated WHERE article = ?1")?.execute([article.0])? > 0 {
        db.prepare_cached("DELETE FROM fact WHERE name = ?1")?.execute([READ])?;
    }
    Ok(())
}

/// The articles, ascending: a walk over those of which something is kept.
pub(super) fn having(db: &Connection, what: Having<'_>) -> rusqlite::Result<Vec<i64>> {
    let mut select =
        db.prepare_cached("SELECT article, quotations, highlights, note FROM annotated ORDER BY article")?;
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let annotated = read(row, 1)?;
        let has = match what {
            Having::Note => annotated.note.is_some(),
            Having::Highlight => annotated.highlights > 0,
            Having::NoteWith(phrase) => annotated.note.is_some_and(|note| query::holds(&note, phrase)),
        };
        if has {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}
