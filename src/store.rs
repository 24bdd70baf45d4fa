//! Where articles are kept: an `SQLite` database in the data directory, with what the reader did with them.
//!
//! It knows SQL and files, but no terminal and no clock: times come in as Unix seconds. One [`Store`] is one
//! connection; each thread opens its own.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rusqlite::Connection;

mod annotated;
mod answer;
mod aside;
mod begun;
mod body;
mod check;
mod crowd;
mod direction;
mod directory;
mod edition;
mod effect;
mod effects;
mod error;
mod fact;
mod feeds;
mod fts;
mod grouped;
mod guests;
mod held;
mod history;
mod journal;
mod length;
mod list;
mod log;
mod look;
mod migrate;
mod open;
mod people;
mod picked;
mod place;
mod plan;
mod position;
mod postings;
mod quoted;
mod range;
mod read;
mod relevance;
mod remove;
mod removed;
pub mod replay;
mod reread;
mod rules;
mod said;
mod salvage;
mod search;
mod shelf;
mod stats;
mod stream;
mod tagged;
mod tags;
mod take;
mod turns;
mod unwritable;
mod varint;
mod verb;
mod wake;
mod whole;
mod wordcount;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;

pub use annotated::Annotated;
pub use check::{Finding, Mend};
pub use error::{StoreError, Trouble};
pub use feeds::{BodyId, FeedRead, FeedTaken, Filed, Identity, RawEntry, Ripe, Sharing, Unripe};
pub use journal::{Applied, Deed, EntryId, Step};
pub use list::{Source, Window};
pub use open::{Condition, OpenError};
pub use people::Reshuffled;
pub use read::{Revision, Stored};
pub use relevance::Ranked;
pub use remove::{Limit, Unread};
pub use reread::Outdated;
pub use rules::Progress as RulesProgress;
pub use said::{Question, Speaking};
pub use salvage::Salvaged;
pub use search::{COUNTED, Interrupter};
pub use take::{Incoming, Taken};
pub use turns::Patience;
use turns::Turns;
pub use whole::Entered;

/// A connection to the articles. It can be sent to another thread, but not shared between threads.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    /// The database's file; `None` in memory.
    file: Option<PathBuf>,
    /// `SQLite`'s count of other connections' changes when it was last looked at.
    seen: i64,
    /// Whether a search is to end at once.
    given_up: Arc<AtomicBool>,
    /// Made when something is written first.
    turns: OnceCell<Turns>,
    /// Who moves the log into the database.
    log: log::Mover,
    patience: Patience,
    ranked: relevance::Memory,
    /// Stands last: it ends after the connection.
    _held: Option<held::Held>,
}

impl Store {
    fn over(db: Connection, file: Option<PathBuf>) -> Self {
        let seen = data_version(&db).unwrap_or(0);
        Self {
            db,
            _held: file.as_deref().map(held::Held::of),
            file,
            seen,
            given_up: Arc::default(),
            turns: OnceCell::new(),
            log: log::Mover::Own,
            patience: Patience::Long,
            ranked: relevance::Memory::default(),
        }
    }

    /// The database's file; `None` for a store in memory.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Whether nothing can be written, not even in memory.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.db.is_readonly("main").unwrap_or(false)
    }

    /// Whether it has never held an article, as far as that can be seen at a glance.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.told("count the articles", |db| shelf::total(db, shelf::Shelf::All, None))? == 0)
    }

    /// Whether another connection, of this program or of another, has written since the last call: a look at shared
    /// memory.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn changed_elsewhere(&mut self) -> Result<bool, StoreError> {
        let version = self.told("look for changes", data_version)?;
        let changed = version != self.seen;
        self.seen = version;
        Ok(changed)
    }

    /// Waits so long from now on until it may write.
    ///
    /// # Errors
    /// If the store can't be used.
    pub fn be_patient(&mut self, patience: Patience) -> Result<(), StoreError> {
        self.patience = patience;
        let set = self.db.busy_handler(Some(patience.handler()));
        set.map_err(|error| self.failed("wait for others", &error))
    }

    /// Reads, and says what went wrong in a person's words.
    fn told<T>(
        &self,
        task: &'static str,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        read(&self.db).map_err(|error| self.failed(task, &error))
    }

    /// Writes, and says what went wrong in a person's words.
    fn told_mut<T>(
        &mut self,
        task: &'static str,
        write: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let turns = self.turns.get_or_init(|| Turns::of(self.file.as_deref()));
        let place = turns.queue();
        let written = write(&mut self.db);
        match &written {
            Err(error) if self.patience == Patience::Short && Trouble::of(error) == Trouble::Busy => turns.keep(place),
            Ok(_) | Err(_) => drop(place),
        }
        self.tend_log();
        written.map_err(|error| self.failed(task, &error))
    }

    /// Writes what takes long: it gives way to others between two articles.
    fn told_at_length<T>(
        &mut self,
        task: &'static str,
        write: impl FnOnce(&mut Connection, &Turns) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let turns = self.turns.get_or_init(|| Turns::of(self.file.as_deref()));
        let written = write(&mut self.db, turns);
        self.tend_log();
        written.map_err(|error| self.failed(task, &error))
    }

    fn failed(&self, task: &'static str, error: &rusqlite::Error) -> StoreError {
        let failure = StoreError::new(task, self.file(), error);
        if let (Trouble::Damaged, Some(file)) = (failure.kind, self.file()) {
            aside::suspect(file);
        }
        failure
    }
}

fn data_version(db: &Connection) -> rusqlite::Result<i64> {
    db.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}

/// A column that holds a count or a length.
fn size(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<usize> {
    let value: i64 = row.get(column)?;
    usize::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}
