//! The index of words: what of an article goes into it, and when. It doesn't know how it is asked.

use std::borrow::Cow;

use rusqlite::{Connection, Row, TransactionBehavior};

use super::{Store, StoreError, Trouble, body, fact, quoted};
use crate::catalog::ArticleId;
use crate::query::{has_kind, stem::Stemming};
use crate::text::article::Article;
use crate::text::quotes::{Kind, Quotations};

mod filling;
mod gathered;
mod leaves;
mod names;
pub(super) mod number;
pub(super) mod structure;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
mod words;

pub(super) use self::filling::{Filling, Merging, merge_idly};
pub(super) use self::words::{Heading, Words};

/// The version of the schema that has the index.
pub(super) const VERSION: i64 = 6;

/// What begins a mark: a character of no word (Unicode's private use area).
const MARK: char = '\u{e000}';

/// Something that every article of a source, a language or a kind has in the index.
pub(super) enum Mark<'a> {
    Source(i64),
    Language(&'a str),
    Kind(Kind),
    Quotations,
}

impl Mark<'_> {
    /// The mark as a word of the index.
    pub(super) fn word(&self) -> String {
        match self {
            Self::Source(id) => format!("{MARK}s{id}"),
            Self::Language(tag) => {
                let letters = tag.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase());
                format!("{MARK}l{}", letters.collect::<String>())
            }
            Self::Kind(Kind::Direct) => format!("{MARK}kd"),
            Self::Kind(Kind::Mixed) => format!("{MARK}km"),
            Self::Kind(Kind::Indirect) => format!("{MARK}ki"),
            Self::Quotations => format!("{MARK}q"),
        }
    }
}

/// What the index gets of an article.
pub(super) struct Entry<'a> {
    pub(super) id: ArticleId,
    pub(super) source: i64,
    pub(super) headline: Cow<'a, str>,
    pub(super) article: &'a Article,
    pub(super) quotations: &'a Quotations,
    pub(super) indexed: Indexed,
}

/// Whether the index may have an article already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Indexed {
    /// It may: what it has is taken out first.
    Yes,
    /// It hasn't got it.
    No,
}

/// Puts articles into the index, in the order of their ids: the index begins a new segment wherever an id is less than the
/// one before, and merging segments is most of its work.
pub(super) fn put(db: &Connection, mut entries: Vec<Entry<'_>>) -> rusqlite::Result<()> {
    entries.sort_by_key(|entry| entry.id);
    let mut filling = Filling::of(db)?;
    for entry in &entries {
        put_one(&mut filling, entry)?;
    }
    filling.end(Merging::Now)
}

fn put_one(filling: &mut Filling<'_>, entry: &Entry<'_>) -> rusqlite::Result<()> {
    let heading = Heading { source: entry.source, headline: &entry.headline };
    let words = Words::of(entry.article, entry.quotations, heading, filling.stemming());
    filling.put(entry.id, &words, entry.indexed)
}

/// The name of the fact that the index keeps stems.
const STEMS: &str = "index.stems";

/// What the index keeps of a word; queries and texts are compared so from now on.
pub(super) fn stemming(db: &Connection) -> rusqlite::Result<Stemming> {
    let kept = if fact::get(db, STEMS)?.unwrap_or(0) == 1 { Stemming::English } else { Stemming::Words };
    kept.is_used();
    Ok(kept)
}

impl Store {
    /// What the index of words keeps of a word.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn stemming(&self) -> Result<Stemming, StoreError> {
        self.told("look at the index", stemming)
    }

    /// Makes the index of words anew, so that it keeps this of a word: all of it or nothing. Reads every article: a million
    /// take some minutes.
    ///
    /// # Errors
    /// If the store can't be read or written; the index is then as it was.
    pub fn index_anew(&mut self, stemming: Stemming) -> Result<(), StoreError> {
        self.told_mut("make the index anew", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            fact::set(&work, STEMS, i64::from(stemming == Stemming::English))?;
            work.execute("INSERT INTO words (words) VALUES ('delete-all')", [])?;
            put_all(&work)?;
            work.commit()
        })
    }
}

/// What the index gets of an article that was parsed, under the source and headline that the store has.
pub(super) fn parsed<'a>(
    db: &Connection,
    id: ArticleId,
    article: &'a Article,
    quotations: &'a Quotations,
) -> rusqlite::Result<Entry<'a>> {
    let mut select = db.prepare_cached("SELECT source, headline FROM article WHERE id = ?1")?;
    select.query_row([id.0], |row| {
        let (source, headline) = (row.get(0)?, Cow::Owned(row.get(1)?));
        Ok(Entry { id, source, headline, article, quotations, indexed: Indexed::Yes })
    })
}

/// Whether the index holds the same of an article with either quotations.
pub(super) fn holds_the_same(before: &Quotations, after: &Quotations) -> bool {
    let names = |all: &Quotations| all.speakers.iter().map(|speaker| speaker.name.clone()).collect::<Vec<_>>();
    let kinds = |all: &Quotations| [Kind::Direct, Kind::Mixed, Kind::Indirect].map(|kind| has_kind(all, kind));
    kinds(before) == kinds(after) && names(before) == names(after)
}

/// Takes an article out of the index.
pub(super) fn take(db: &Connection, id: ArticleId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([id.0])?;
    Ok(())
}

/// What the index gets of an article comes from these.
const STORED: &str = "SELECT a.id, a.source, a.headline, b.packed FROM article a CROSS JOIN body b ON b.id = a.body";

/// Puts every article into an empty index. One whose text can't be read is told when it is opened, and by a check: a search
/// goes without it.
pub(super) fn put_all(db: &Connection) -> rusqlite::Result<()> {
    let mut filling = Filling::of(db)?;
    let mut select = db.prepare(&format!("{STORED} WHERE a.engine > 0 ORDER BY a.id"))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        put_row(&mut filling, row, Indexed::No)?;
    }
    filling.end(Merging::Now)
}

/// Puts articles into the index as the store has them now, in place of what was there: of one whose text can't be read that
/// goes, and nothing comes.
pub(super) fn put_stored(db: &Connection, ids: &[ArticleId]) -> rusqlite::Result<()> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    let mut filling = Filling::of(db)?;
    let mut select = db.prepare(&format!("{STORED} WHERE a.id = ?1"))?;
    for id in ids {
        let mut rows = select.query([id.0])?;
        while let Some(row) = rows.next()? {
            put_row(&mut filling, row, Indexed::Yes)?;
        }
    }
    filling.end(Merging::Now)
}

/// Puts an article in of which there is a row of [`STORED`].
fn put_row(filling: &mut Filling<'_>, row: &Row<'_>, indexed: Indexed) -> rusqlite::Result<()> {
    let (id, headline) = (ArticleId(row.get(0)?), Cow::Owned(row.get(2)?));
    let Some(article) = body::unpack(row.get_ref(3)?.as_blob()?) else { return filling.take(id) };
    let quotations = match quoted::as_given(filling.db(), id, &article.text) {
        Err(error) if Trouble::of(&error) == Trouble::Unreadable => Quotations::default(),
        read => read?,
    };
    let (article, quotations) = (&article, &quotations);
    put_one(filling, &Entry { id, source: row.get(1)?, headline, article, quotations, indexed })
}
