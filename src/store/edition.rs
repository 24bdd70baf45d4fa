//! What an edition is made from: the unread articles that came in after some time, and when the last edition was read.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rusqlite::{Connection, params};

use super::range::Direction;
use super::{Store, StoreError, fact, place, search};
use crate::catalog::{ArticleId, Found};
use crate::query::{Query, State};

/// What was dated so many seconds before it came in is no news: a feed that is new brings its past.
const OLD: i64 = 3 * 86_400;

/// The fact that says when the last edition was read, before the name of what it is made from.
const FACT: &str = "briefing";

impl Store {
    /// The unread articles that came in after a time (Unix seconds), the newest first, at most so many; of what meets a
    /// query, if one is given.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn come_in_since(
        &self,
        since: i64,
        query: Option<&Arc<Query>>,
        most: usize,
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.told("look for what is new", |db| {
            let oldest = place::oldest_at(since.saturating_sub(OLD));
            match query {
                Some(query) => of_query(db, query, since, oldest, most),
                None => of_all(db, since, oldest, most),
            }
        })
    }

    /// When the last edition of this name that was read to its end was made, in Unix seconds; `None` if none was.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn last_edition(&self, name: &str) -> Result<Option<i64>, StoreError> {
        self.told("look for the last edition", |db| fact::get(db, &fact_of(name)))
    }

    /// Remembers that the edition of this name that was made then has been read to its end.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn end_edition(&mut self, name: &str, made: i64) -> Result<(), StoreError> {
        self.told_mut("remember the edition", |db| {
            db.prepare_cached(
                "INSERT INTO fact (name, value) VALUES (?1, ?2)
                 ON CONFLICT DO UPDATE SET value = max(value, excluded.value)",
            )?
            .execute(params![fact_of(name), made])?;
            Ok(())
        })
    }
}

fn fact_of(name: &str) -> String {
    if name.is_empty() { FACT.to_owned() } else { format!("{FACT} {name}") }
}

fn of_all(db: &Connection, since: i64, oldest: i64, most: usize) -> rusqlite::Result<Vec<ArticleId>> {
    let mut select = db.prepare_cached(
        "SELECT v.article FROM shelved v CROSS JOIN article a ON a.id = v.article
         WHERE v.shelf = 1 AND v.article >= ?1 AND a.taken > ?2 ORDER BY v.article DESC LIMIT ?3",
    )?;
    let found = select
        .query_map(params![oldest, since, i64::try_from(most).unwrap_or(i64::MAX)], |row| row.get(0).map(ArticleId))?;
    found.collect()
}

fn of_query(db: &Connection, query: &Query, since: i64, oldest: i64, most: usize) -> rusqlite::Result<Vec<ArticleId>> {
    let within = (ArticleId(oldest), ArticleId::NEWEST);
    let found = Found { within, ..Found::of(Arc::new(query.among(State::Unread))) };
    let mut came = db.prepare_cached("SELECT 1 FROM article WHERE id = ?1 AND taken > ?2")?;
    let mut new = Vec::new();
    for id in search::hunt(db, &found, Direction::Older, i64::MAX, usize::MAX, &AtomicBool::new(false))? {
        if came.exists([id, since])? {
            new.push(ArticleId(id));
        }
        if new.len() == most {
            break;
        }
    }
    Ok(new)
}
