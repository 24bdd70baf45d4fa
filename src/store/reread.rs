//! Articles whose quotations an older engine found, or one with other words: read out, and put back with new quotations.
//! Nothing else about them changes.

use rusqlite::{Connection, TransactionBehavior, params};

use super::error::unreadable;
use super::{Store, StoreError, body, fact, fts, quoted, size, take, varint};
use crate::catalog::ArticleId;
use crate::text::article::Article;
use crate::text::quotes::Quotations;

/// The fact that names the edition that every article was read with.
const FACT: &str = "edition";

/// Which articles an edition (`?1`) is to read again: as `text::quotes::is_outdated` has it.
const OUTDATED: &str = "a.engine <> ?1 AND a.engine <> 0 AND (a.engine & 65535) <= (?1 & 65535)";

/// An article to be searched for quotations again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// The article.
    pub id: ArticleId,
    /// Its text.
    pub article: Article,
    body: i64,
}

impl Store {
    /// Whether an edition is known to have read every article.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn is_read_with(&self, edition: i64) -> Result<bool, StoreError> {
        self.told("look for articles to be read again", |db| Ok(fact::get(db, FACT)? == Some(edition)))
    }

    /// How many articles an edition is to read again: a walk over all of them.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn count_outdated(&self, edition: i64) -> Result<usize, StoreError> {
        self.told("look for articles to be read again", |db| {
            let sql = format!("SELECT count(*) FROM article a WHERE {OUTDATED}");
            db.prepare_cached(&sql)?.query_row([edition], |row| size(row, 0))
        })
    }

    /// Articles that an edition is to read again, older than `before`, the newest first.
    ///
    /// # Errors
    /// If the store can't be read, or an article in it is damaged.
    pub fn outdated(&self, edition: i64, before: Option<ArticleId>, count: usize) -> Result<Vec<Outdated>, StoreError> {
        self.told("look for articles to be read again", |db| {
            let sql = format!(
                "SELECT a.id, b.packed, a.body FROM article a CROSS JOIN body b ON b.id = a.body
                 WHERE a.id < ?2 AND {OUTDATED} ORDER BY a.id DESC LIMIT ?3"
            );
            let before = before.map_or(i64::MAX, |id| id.0);
            let mut select = db.prepare_cached(&sql)?;
            let found = select.query_map(params![edition, before, varint::signed(count)], |row| {
                let article = body::unpack(row.get_ref(1)?.as_blob()?);
                let article = article.ok_or_else(|| unreadable("the text of an article"))?;
                Ok(Outdated { id: ArticleId(row.get(0)?), article, body: row.get(2)? })
            })?;
            found.collect()
        })
    }

    /// Gives articles the quotations that an edition found, in one transaction. One whose text is another by now is left
    /// alone.
    ///
    /// # Errors
    /// If the store can't be written; it is then as it was.
    pub fn requote(&mut self, read: &[(Outdated, Quotations)], edition: i64) -> Result<(), StoreError> {
        self.told_mut("keep the quotations", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut entries = Vec::new();
            for (outdated, quotations) in read {
                entries.extend(requote(&work, outdated, quotations, edition)?);
            }
            fts::put(&work, entries)?;
            work.commit()
        })
    }

    /// Remembers that an edition has read every article, so that no start looks for them.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn all_read_with(&mut self, edition: i64) -> Result<(), StoreError> {
        self.told_mut("remember what was read", |db| {
            if fact::get(db, FACT)? == Some(edition) { Ok(()) } else { fact::set(db, FACT, edition) }
        })
    }
}

/// Gives an article other quotations; what the index gets of it is returned where that is something else than before.
fn requote<'a>(
    db: &Connection,
    outdated: &'a Outdated,
    quotations: &'a Quotations,
    edition: i64,
) -> rusqlite::Result<Option<fts::Entry<'a>>> {
    let Outdated { id, article, body } = outdated;
    let changed = db
        .prepare_cached("UPDATE article SET quotations = ?3, engine = ?4 WHERE id = ?1 AND body = ?2")?
        .execute(params![id.0, body, take::count_of(quotations), edition])?;
    if changed == 0 {
        return Ok(None);
    }
    // Most articles are read as before, and what is as it was is not written.
    let before = quoted::as_given(db, *id, &article.text).unwrap_or_default();
    if before == *quotations {
        return Ok(None);
    }
    quoted::forget(db, *id)?;
    quoted::keep(db, *id, &article.text, quotations)?;
    if fts::holds_the_same(&before, quotations) {
        return Ok(None);
    }
    fts::parsed(db, *id, article, quotations).map(Some)
}
