//! Articles that come from another reader's store: known by more than one name, read already, or deleted there.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    catalog::{ArticleId, feeds::Feed},
    store::{Store, StoreError, take},
};

/// The article of an appearance that must not come again.
pub(in crate::store) const BURIED: i64 = i64::MIN;

impl Store {
    /// The articles of a feed that are known by these names, in their order.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn entries(&self, feed: &Feed, names: &[String]) -> Result<Vec<Option<ArticleId>>, StoreError> {
        self.told("look the articles up", |db| names.iter().map(|name| find(db, &key(feed, name))).collect())
    }

    /// Lets articles of a feed be known by further names.
    ///
    /// # Errors
    /// If the store can't be written; it is then as it was.
    pub fn know_by(&mut self, feed: &Feed, names: &[(ArticleId, String)], now: i64) -> Result<(), StoreError> {
        self.told_mut("note what the articles are known by", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for (article, name) in names {
                let key = key(feed, name);
                if find(&work, &key)?.is_some() {
                    continue;
                }
                work.prepare_cached(
                    "INSERT OR IGNORE INTO appearance (hash, article, source, key, content, since)
                     SELECT ?1, id, ?2, ?3, content, ?4 FROM article WHERE id = ?5",
                )?
                .execute(params![hash_of(&key), feed.source.0, key, now, article.0])?;
            }
            work.commit()
        })
    }

    /// Keeps the entries of a feed that have these names from ever coming in; those that are in stay. Returns how many weren't
    /// kept off before.
    ///
    /// # Errors
    /// If the store can't be written; it is then as it was.
    pub fn bury(&mut self, feed: &Feed, names: &[String], now: i64) -> Result<usize, StoreError> {
        self.told_mut("keep deleted articles off", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut buried = 0;
            for name in names {
                let key = key(feed, name);
                let known = work
                    .prepare_cached("SELECT 1 FROM appearance WHERE hash = ?1 AND key = ?2")?
                    .query_row(params![hash_of(&key), key], |_| Ok(()))
                    .optional()?;
                if known.is_some() || take::id_of(&work, &key)?.is_some() {
                    continue;
                }
                buried += work
                    .prepare_cached(
                        "INSERT INTO appearance (hash, article, source, key, content, since) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
                    )?
                    .execute(params![hash_of(&key), BURIED, feed.source.0, key, now])?;
            }
            work.commit()?;
            Ok(buried)
        })
    }
}

/// The article of a key, also where it is another feed's or goes by another name.
fn find(db: &Connection, key: &str) -> rusqlite::Result<Option<ArticleId>> {
    if let Some(id) = take::id_of(db, key)? {
        return Ok(Some(id));
    }
    let mut select =
        db.prepare_cached("SELECT article FROM appearance WHERE hash = ?1 AND key = ?2 AND article <> ?3")?;
    select.query_row(params![hash_of(key), key, BURIED], |row| Ok(ArticleId(row.get(0)?))).optional()
}

fn key(feed: &Feed, name: &str) -> String {
    format!("feed:{} {name}", feed.address)
}

fn hash_of(key: &str) -> i64 {
    xxh3_64(key.as_bytes()).cast_signed()
}
