//! The snoozed: which of them are due, and back into the inbox with them. Not a change of the reader's: nothing to undo.

use rusqlite::{Connection, TransactionBehavior};

use super::rules;
use super::shelf::{self, Shelf, Standing};
use super::{Store, StoreError};
use crate::catalog::ArticleId;

impl Store {
    /// When the next snoozed article is due or the next rule ends, in Unix seconds; `None` if there is neither.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn next_wake(&self) -> Result<Option<i64>, StoreError> {
        self.told("look for snoozed articles", |db| {
            let due: Option<i64> =
                db.prepare_cached("SELECT min(since) FROM shelved WHERE shelf = 4")?.query_row([], |row| row.get(0))?;
            Ok(due.into_iter().chain(rules::next_end(db)?).min())
        })
    }

    /// Puts the articles that are due by `now` (Unix seconds), or were hidden by a rule until then, back into the inbox, and says which. Nothing is written if
    /// none is.
    ///
    /// # Errors
    /// If the store can't be read or written; everything is then as it was.
    pub fn wake(&mut self, now: i64) -> Result<Vec<ArticleId>, StoreError> {
        self.told_mut("wake snoozed articles", |db| {
            if due(db, now)?.is_empty() && rules::next_end(db)?.is_none_or(|end| end > now) {
                return Ok(Vec::new());
            }
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let standings = due(&work, now)?;
            shelf::take(&work, Shelf::Snoozed, &standings)?;
            let mut woken = shelf::put(&work, Shelf::Unread, standings)?;
            woken.extend(rules::end(&work, now)?);
            work.commit()?;
            Ok(woken.into_iter().map(|standing| ArticleId(standing.article)).collect())
        })
    }
}

fn due(db: &Connection, now: i64) -> rusqlite::Result<Vec<Standing>> {
    let mut standings = shelf::members(db, Shelf::Snoozed, None, &shelf::EVERY)?;
    standings.retain(|standing| standing.since.is_none_or(|until| until <= now));
    Ok(standings)
}
