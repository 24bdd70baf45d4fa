//! The snoozed: which of them are due, and back into the inbox with them. Not a change of the reader's: nothing to undo.

use rusqlite::{Connection, TransactionBehavior};

use super::shelf::{self, Shelf, Standing};
use super::{Store, StoreError};
use crate::catalog::ArticleId;

impl Store {
    /// When the next snoozed article is due, in Unix seconds; `None` if none is snoozed.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn next_wake(&self) -> Result<Option<i64>, StoreError> {
        self.told("look for snoozed articles", |db| {
            db.prepare_cached("SELECT min(since) FROM shelved WHERE shelf = 4")?.query_row([], |row| row.get(0))
        })
    }

    /// Puts the articles that are due by `now` (Unix seconds) back into the inbox, and says which. Nothing is written if
    /// none is.
    ///
    /// # Errors
    /// If the store can't be read or written; everything is then as it was.
    pub fn wake(&mut self, now: i64) -> Result<Vec<ArticleId>, StoreError> {
        self.told_mut("wake snoozed articles", |db| {
            if due(db, now)?.is_empty() {
                return Ok(Vec::new());
            }
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let standings = due(&work, now)?;
            shelf::take(&work, Shelf::Snoozed, &standings)?;
            let woken = shelf::put(&work, Shelf::Unread, standings)?;
            work.commit()?;
            Ok(woken.into_iter().map(|standing| ArticleId(standing.article)).collect())
        })
    }
}

fn due(db: &Connection, now: i64) -> rusqlite::Result<Vec<Standing>> {
    let mut standings = shelf::members(db, Shelf::Snoozed, None)?;
    standings.retain(|standing| standing.since.is_none_or(|until| until <= now));
    Ok(standings)
}
