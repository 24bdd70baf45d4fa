//! Articles taken out of the store for good: their rows, texts, quotations, marks and words. What came from a feed leaves
//! a note that keeps it from coming again.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::feeds::moved_in::BURIED;
use super::list::ascending;
use super::shelf::{self, Shelf};
use super::{Store, StoreError, annotated, fts, place, quoted, search, take};
use crate::catalog::{ArticleId, Found, SourceId};

/// How many articles are removed by one transaction: others may write between two.
const BATCH: usize = 500;

/// What may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// What waits unread stays.
    Stays,
    /// It goes like the rest.
    Goes,
}

/// How much of a source stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// What is sorted at that second (Unix time) or later.
    Since(i64),
    /// The newest, so many.
    Newest(usize),
    /// The newest, as far as their packed texts take so many bytes together.
    Bytes(u64),
}

impl Store {
    /// The articles of a source beyond a limit that nobody would miss, the newest first: none that is kept, tagged, put
    /// off or unread.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn surplus(&self, source: SourceId, limit: Limit) -> Result<Vec<ArticleId>, StoreError> {
        self.told("look for articles to remove", |db| {
            let mut ids = beyond(db, source, limit)?;
            keep_wanted(db, &mut ids, Unread::Stays)?;
            Ok(ids.into_iter().rev().map(ArticleId).collect())
        })
    }

    /// The articles of a source that go with it, the newest first: none that is kept, tagged or put off, and none that
    /// another source brought too.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn belongings(&self, source: SourceId) -> Result<Vec<ArticleId>, StoreError> {
        self.told("look for the feed's articles", |db| {
            let mut ids = beyond(db, source, Limit::Newest(0))?;
            keep_wanted(db, &mut ids, Unread::Goes)?;
            let mut elsewhere =
                db.prepare_cached("SELECT 1 FROM appearance WHERE article = ?1 AND source <> ?2 LIMIT 1")?;
            let mut alone = Vec::new();
            for id in ids.into_iter().rev() {
                if !elsewhere.exists([id, source.0])? {
                    alone.push(ArticleId(id));
                }
            }
            Ok(alone)
        })
    }

    /// Forgets what is known of a feed: until it is followed again, nothing of it comes in, not even what is being read now.
    ///
    /// # Errors
    /// If the store can't be written; it is then as it was.
    pub fn forget_feed(&mut self, source: SourceId) -> Result<(), StoreError> {
        self.told_mut("forget the feed", |db| {
            db.prepare_cached("DELETE FROM feed WHERE source = ?1")?.execute([source.0]).map(drop)
        })
    }

    /// Has what was removed of a source at that second come in again when its feed is read the next time.
    ///
    /// # Errors
    /// If the store can't be written; it is then as it was.
    pub fn let_come_again(&mut self, source: SourceId, removed: i64) -> Result<(), StoreError> {
        self.told_mut("forget what was removed", |db| {
            db.prepare_cached("DELETE FROM appearance WHERE article = ?1 AND source = ?2 AND since = ?3")?
                .execute([BURIED, source.0, removed])
                .map(drop)
        })
    }

    /// Removes articles, in batches, each whole or not at all. Returns how many were there.
    ///
    /// # Errors
    /// If the store can't be written; what was removed by then stays removed.
    pub fn remove(&mut self, articles: &[ArticleId], now: i64) -> Result<usize, StoreError> {
        let mut removed = 0;
        for batch in ascending(articles).chunks(BATCH) {
            removed += self.told_mut("remove the articles", |db| {
                // What refers to what goes, goes before it. To have each text's references looked for would be a walk
                // over all articles for every one.
                db.pragma_update(None, "foreign_keys", false)?;
                let outcome = remove_all(db, batch, now);
                db.pragma_update(None, "foreign_keys", true)?;
                outcome
            })?;
        }
        Ok(removed)
    }

    /// The articles that a query finds and that nobody would miss, the oldest first: none that is kept, tagged or put
    /// off, none that is unread unless said, and of each source not the newest `keep`.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn removable(&self, found: &Found, unread: Unread, keep: usize) -> Result<Vec<ArticleId>, StoreError> {
        self.told("look for articles to remove", |db| {
            let mut ids: BTreeSet<i64> = search::all(db, found)?.into_iter().collect();
            keep_wanted(db, &mut ids, unread)?;
            for id in newest_of_each(db, keep)? {
                ids.remove(&id);
            }
            Ok(ids.into_iter().map(ArticleId).collect())
        })
    }

    /// Gives free pages at the file's end back to the disk, some at a time, and lets others who want to write go first. Returns how many are left; a store that was
    /// made before this was possible keeps them for new articles.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn shrink(&mut self, pages: usize) -> Result<usize, StoreError> {
        let left = self.told_mut("give room back", |db| {
            let mut vacuum = db.prepare(&format!("PRAGMA incremental_vacuum({pages})"))?;
            let mut rows = vacuum.query([])?;
            while rows.next()?.is_some() {}
            let kept: i64 = db.query_row("PRAGMA auto_vacuum", [], |row| row.get(0))?;
            if kept == 0 {
                return Ok(0);
            }
            db.query_row("PRAGMA freelist_count", [], |row| super::size(row, 0))
        })?;
        if let Some(turns) = self.turns.get() {
            turns.give_way();
        }
        Ok(left)
    }
}

/// What of a source lies beyond a limit.
fn beyond(db: &Connection, source: SourceId, limit: Limit) -> rusqlite::Result<BTreeSet<i64>> {
    let (newest, skipped) = match limit {
        Limit::Since(second) => (place::oldest_at(second).saturating_sub(1), 0),
        Limit::Newest(count) => (i64::MAX, super::varint::signed(count)),
        Limit::Bytes(_) => (i64::MAX, 0),
    };
    let mut select = db.prepare_cached(
        "SELECT v.article, length(b.packed) FROM shelved v CROSS JOIN article a ON a.id = v.article
         CROSS JOIN body b ON b.id = a.body
         WHERE v.shelf = 0 AND v.source = ?1 AND v.article <= ?2 ORDER BY v.article DESC LIMIT -1 OFFSET ?3",
    )?;
    let mut rows = select.query(params![source.0, newest, skipped])?;
    let mut found = BTreeSet::new();
    let mut bytes = 0_u64;
    while let Some(row) = rows.next()? {
        bytes = bytes.saturating_add(super::size(row, 1)? as u64);
        if !matches!(limit, Limit::Bytes(most) if bytes <= most) {
            found.insert(row.get(0)?);
        }
    }
    Ok(found)
}

/// Leaves out what is kept, tagged or put off, and what is unread if that stays.
fn keep_wanted(db: &Connection, ids: &mut BTreeSet<i64>, unread: Unread) -> rusqlite::Result<()> {
    for shelf in shelves(db)? {
        let stays = match shelf {
            Shelf::All | Shelf::Muted | Shelf::Watched => false,
            Shelf::Unread => unread == Unread::Stays,
            Shelf::Bookmarked | Shelf::Kept | Shelf::Later | Shelf::Snoozed | Shelf::Tag(_) => true,
        };
        if stays {
            let candidates: Vec<i64> = ids.iter().copied().collect();
            for standing in shelf::standing(db, shelf, &candidates)? {
                ids.remove(&standing.article);
            }
        }
    }
    Ok(())
}

/// Every shelf that anything stands on.
fn shelves(db: &Connection) -> rusqlite::Result<Vec<Shelf>> {
    let mut select = db.prepare_cached("SELECT DISTINCT shelf FROM tally")?;
    let numbers = select.query_map([], |row| row.get(0))?;
    let shelves: rusqlite::Result<Vec<Option<Shelf>>> = numbers.map(|number| number.map(Shelf::numbered)).collect();
    Ok(shelves?.into_iter().flatten().collect())
}

fn newest_of_each(db: &Connection, keep: usize) -> rusqlite::Result<Vec<i64>> {
    if keep == 0 {
        return Ok(Vec::new());
    }
    let mut sources = db.prepare_cached("SELECT id FROM source")?;
    let sources: Vec<i64> = sources.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut newest = db
        .prepare_cached("SELECT article FROM shelved WHERE shelf = 0 AND source = ?1 ORDER BY article DESC LIMIT ?2")?;
    let mut found = Vec::new();
    for source in sources {
        let ids = newest.query_map(params![source, super::varint::signed(keep)], |row| row.get(0))?;
        found.extend(ids.collect::<rusqlite::Result<Vec<i64>>>()?);
    }
    Ok(found)
}

fn remove_all(db: &mut Connection, ids: &[i64], now: i64) -> rusqlite::Result<usize> {
    let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let removed = remove(&work, ids, now)?;
    work.commit()?;
    Ok(removed)
}

fn remove(db: &Connection, ids: &[i64], now: i64) -> rusqlite::Result<usize> {
    for shelf in shelves(db)?.into_iter().filter(|shelf| *shelf != Shelf::All) {
        let standing = shelf::standing(db, shelf, ids)?;
        shelf::take(db, shelf, &standing)?;
    }
    let there = shelf::standing(db, Shelf::All, ids)?;
    shelf::take(db, Shelf::All, &there)?;
    for standing in &there {
        remove_one(db, ArticleId(standing.article), now)?;
    }
    forget_likenesses(db, ids)?;
    Ok(there.len())
}

fn remove_one(db: &Connection, id: ArticleId, now: i64) -> rusqlite::Result<()> {
    let known = db
        .prepare_cached("SELECT key, source, body FROM article WHERE id = ?1")?
        .query_row([id.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))
        .optional()?;
    let Some((key, source, body)) = known else { return Ok(()) };
    bury(db, id, &key, source, now)?;
    quoted::forget(db, id)?;
    fts::take(db, id)?;
    annotated::forget(db, id)?;
    let mut bodies = db.prepare_cached("SELECT body FROM revision WHERE article = ?1")?;
    let earlier: Vec<i64> = bodies.query_map([id.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for table in ["revision", "position", "whole"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE article = ?1"))?.execute([id.0])?;
    }
    db.prepare_cached("DELETE FROM identity WHERE hash = ?1 AND article = ?2")?.execute([take::hash_of(&key), id.0])?;
    db.prepare_cached("DELETE FROM article WHERE id = ?1")?.execute([id.0])?;
    for body in earlier.into_iter().chain([body]) {
        db.prepare_cached("DELETE FROM body WHERE id = ?1")?.execute([body])?;
    }
    Ok(())
}

/// Leaves a note for each name that the article came in by from a feed.
fn bury(db: &Connection, id: ArticleId, key: &str, source: i64, now: i64) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE OR REPLACE appearance SET article = ?2, content = 0, since = ?3 WHERE article = ?1")?
        .execute([id.0, BURIED, now])?;
    if key.starts_with("feed:") {
        db.prepare_cached(
            "INSERT OR IGNORE INTO appearance (hash, article, source, key, content, since) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
        )?
        .execute(params![take::hash_of(key), BURIED, source, key, now])?;
    }
    Ok(())
}

/// One walk for all of them: there is no way from an article to its hashes.
fn forget_likenesses(db: &Connection, ids: &[i64]) -> rusqlite::Result<()> {
    let list: Vec<String> = ids.iter().map(ToString::to_string).collect();
    db.execute(&format!("DELETE FROM likeness WHERE article IN ({})", list.join(",")), [])?;
    Ok(())
}
