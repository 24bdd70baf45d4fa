//! The write-ahead log of a store that keys write into, or that gets very much: it goes into the database on a thread of its
//! own, so that neither waits until megabytes are on the disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use super::{Store, StoreError, aside, held::Held};

/// From this many bytes on the log is moved: twice what is left of it after that.
const MUCH: u64 = 16 << 20;

/// How long the log is left alone after that: somebody who reads may stand in the way.
const REST: Duration = Duration::from_secs(10);

/// From this many bytes on the log of a store that gets very much is moved.
const VERY_MUCH: u64 = 64 << 20;

/// Pages of that log from which on the one who writes moves it after all: 96 MB.
const FULL: u32 = 12_288;

/// When this program moved a log last beside keys; held while it does.
static MOVED: Mutex<Option<Instant>> = Mutex::new(None);

/// The same beside the writing of very much.
static MOVED_MUCH: Mutex<Option<Instant>> = Mutex::new(None);

/// Who moves a connection's log into the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mover {
    /// The connection.
    Own,
    /// A thread, so that no key waits ([`Store::serve_keys`]).
    ForKeys,
    /// A thread, again and again while very much is written ([`Store::expect_many`]).
    ForMany,
}

impl Store {
    /// Makes this connection one that keys write by: it leaves the log to another thread.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn serve_keys(&mut self) -> Result<(), StoreError> {
        self.told("make ready for keys", |db| db.execute_batch("PRAGMA wal_autocheckpoint = 0;"))?;
        self.log = Mover::ForKeys;
        Ok(())
    }

    /// Makes room for many articles at once in this connection: pages stay in memory until a transaction ends, and the
    /// write-ahead log is moved into the database beside them; where that is too slow, from 96 MB on, by the connection.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn expect_many(&mut self) -> Result<(), StoreError> {
        let sql = format!("PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = {FULL};");
        self.told("make room", |db| db.execute_batch(&sql))?;
        self.log = Mover::ForMany;
        Ok(())
    }

    /// Moves the write-ahead log into the database, as far as nobody else stands in the way: what was expected has come.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn settle_log(&mut self) -> Result<(), StoreError> {
        self.log = Mover::Own;
        let _moved = MOVED_MUCH.lock().unwrap_or_else(PoisonError::into_inner);
        self.told("write the log into the database", |db| {
            db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
            db.execute_batch("PRAGMA wal_autocheckpoint = 1000;")
        })
    }

    /// Has the log moved if it is long.
    pub(super) fn tend_log(&self) {
        let (much, rest, moved) = match self.log {
            Mover::Own => return,
            Mover::ForKeys => (MUCH, REST, &MOVED),
            Mover::ForMany => (VERY_MUCH, Duration::ZERO, &MOVED_MUCH),
        };
        let Some(file) = &self.file else { return };
        let log = aside::beside(file, "-wal");
        if fs::metadata(log).map_or(0, |found| found.len()) >= much && is_time(moved, rest) {
            move_beside(file.clone(), moved);
        }
    }
}

fn move_beside(file: PathBuf, moved: &'static Mutex<Option<Instant>>) {
    // The store may be closed, and opened again, before the thread is done.
    let held = Held::of(&file);
    // Without a thread it is moved another time.
    let _ = thread::Builder::new().name("log".into()).spawn(move || {
        let _held = held;
        let mut moved = moved.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = go_into(&file);
        *moved = Some(Instant::now());
    });
}

fn is_time(moved: &Mutex<Option<Instant>>, rest: Duration) -> bool {
    match moved.try_lock() {
        Ok(moved) => moved.is_none_or(|moved| moved.elapsed() > rest),
        Err(TryLockError::Poisoned(_)) => true,
        Err(TryLockError::WouldBlock) => false,
    }
}

fn go_into(file: &Path) -> rusqlite::Result<()> {
    let access = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(file, access)?;
    db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::store::held;

    const NOW: i64 = 1_795_342_500;

    #[test]
    fn the_log_of_a_store_that_serves_keys_is_moved_beside_them() {
        let dir = tempfile::TempDir::new().unwrap();
        let (mut store, _) = Store::open(dir.path(), NOW).unwrap();
        store.serve_keys().unwrap();
        let (file, log) = (dir.path().join("articles.db"), dir.path().join("articles.db-wal"));
        let before = fs::metadata(&file).unwrap().len();
        store.db.execute_batch("CREATE TABLE big (part BLOB); INSERT INTO big VALUES (zeroblob(20000000));").unwrap();
        assert!(fs::metadata(&log).unwrap().len() > MUCH);
        assert_eq!(fs::metadata(&file).unwrap().len(), before, "a key would have waited");
        store.wake(NOW).unwrap();
        while fs::metadata(&file).unwrap().len() < MUCH {
            thread::yield_now();
        }
    }

    #[test]
    fn the_log_of_a_store_that_gets_very_much_is_moved_beside_the_writing() {
        let dir = tempfile::TempDir::new().unwrap();
        let (mut store, _) = Store::open(dir.path(), NOW).unwrap();
        store.expect_many().unwrap();
        let (file, log) = (dir.path().join("articles.db"), dir.path().join("articles.db-wal"));
        store.db.execute_batch("CREATE TABLE big (part BLOB); INSERT INTO big VALUES (zeroblob(75000000));").unwrap();
        assert!(fs::metadata(&log).unwrap().len() > VERY_MUCH);
        assert!(fs::metadata(&file).unwrap().len() < VERY_MUCH, "the writing waited");
        while fs::metadata(&file).unwrap().len() < VERY_MUCH {
            store.ripen(&[], NOW).unwrap();
        }
        store.settle_log().unwrap();
        store.db.execute_batch("INSERT INTO big VALUES (zeroblob(9));").unwrap();
        assert!(fs::metadata(&log).unwrap().len() < VERY_MUCH, "the log begins anew, as all of it is in the database");
    }

    #[test]
    fn a_log_that_is_moved_counts_as_a_connection_of_its_own() {
        static BUSY: Mutex<Option<Instant>> = Mutex::new(None);
        let dir = tempfile::TempDir::new().unwrap();
        let (store, _) = Store::open(dir.path(), NOW).unwrap();
        let file = store.file().unwrap().to_path_buf();
        let busy = BUSY.lock().unwrap();
        move_beside(file.clone(), &BUSY);
        drop(store);
        assert!(held::is_held(&file), "its locks would be gone as soon as somebody reads the file");
        drop(busy);
        while held::is_held(&file) {
            thread::yield_now();
        }
    }
}
