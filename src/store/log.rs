//! The write-ahead log of a store that keys write into: it goes into the database on a thread of its own, so that no key
//! waits until megabytes are on the disk.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use super::{Store, StoreError, aside};

/// From this many bytes on the log is moved: twice what is left of it after that.
const MUCH: u64 = 16 << 20;

/// How long the log is left alone after that: somebody who reads may stand in the way.
const REST: Duration = Duration::from_secs(10);

/// When this program moved a log last; held while it does.
static MOVED: Mutex<Option<Instant>> = Mutex::new(None);

impl Store {
    /// Makes this connection one that keys write by: it leaves the log to another thread.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn serve_keys(&mut self) -> Result<(), StoreError> {
        self.told("make ready for keys", |db| db.execute_batch("PRAGMA wal_autocheckpoint = 0;"))?;
        self.leaves_log = true;
        Ok(())
    }
}

/// Has the log of a store moved if it is long.
pub(super) fn tend(file: &Path) {
    let log = aside::beside(file, "-wal");
    if fs::metadata(log).map_or(0, |found| found.len()) < MUCH || !is_time() {
        return;
    }
    let file = file.to_path_buf();
    // Without a thread it is moved another time.
    let _ = thread::Builder::new().name("log".into()).spawn(move || {
        let mut moved = MOVED.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = go_into(&file);
        *moved = Some(Instant::now());
    });
}

fn is_time() -> bool {
    match MOVED.try_lock() {
        Ok(moved) => moved.is_none_or(|moved| moved.elapsed() > REST),
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
}
