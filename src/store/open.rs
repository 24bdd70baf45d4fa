//! Opening the store, whatever is there: nothing, a store, an older or newer one, something damaged, a read-only disk.
//!
//! The common case is a look at the version and at the newest row: it costs the same at a hundred articles and at a
//! million. Everything rarer happens under a lock on a file beside, so that two programs that start at once don't both
//! make, mend or migrate.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::{StoreError, Trouble};
use super::migrate::{self, ClimbError, Climbed, LADDER};
use super::salvage::{Salvaged, salvage};
use super::unwritable::{in_memory, read_only};
use super::{Store, aside, held, turns};

/// The database's file in the data directory.
const FILE: &str = "articles.db";

/// How long to wait while another program makes, mends or migrates the store.
const PATIENCE: Duration = Duration::from_secs(5);

/// Set for every connection. Two megabytes of cache hold the upper levels of every index of a million articles; the
/// write-ahead log is cut back after a large change.
const SETTINGS: &str = "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -2048;
    PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA journal_size_limit = 8388608;";

/// Set before the first table is made. Pages of 8 KB leave less of themselves empty beside bodies of 1 to 2 KB; the
/// application id is "dtln".
const BIRTH: &str = "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = 1685351534; PRAGMA journal_mode = WAL;";

/// The application id of [`BIRTH`].
const APPLICATION: u32 = 1_685_351_534;

/// How the store was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// There was none; it was made.
    Fresh,
    /// It was there.
    Existing,
    /// It was of an older version and was brought up to date.
    Migrated {
        /// Its version before.
        from: i64,
        /// Where a copy of it lies.
        copy: Option<PathBuf>,
    },
    /// What was there couldn't be read: it was kept under another name and a fresh store made.
    SetAside {
        /// Where it lies now.
        kept: PathBuf,
        /// What is wrong with it.
        why: String,
        /// What of it could still be read, and is in the fresh store.
        salvaged: Salvaged,
    },
    /// Nothing can be saved: the store is read as it is or, where there is none, held in memory.
    ReadOnly {
        /// What stands against it.
        why: String,
    },
}

/// Why there is no store to work with.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A later version of the program made it; it wasn't touched.
    #[error(
        "the article store {} was made by a newer version of dateline (its schema is {found}, this program knows {known}): \
         start that version, or name another directory with --data-dir", file.display()
    )]
    NewerVersion {
        /// The database's file.
        file: PathBuf,
        /// Its version.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// It is of an older version and couldn't be brought up to date; it is as it was.
    #[error("the article store {} is of an older version and can't be brought up to date: {why}", file.display())]
    Outdated {
        /// The database's file.
        file: PathBuf,
        /// What stands against it.
        why: String,
    },
    /// Anything else: locked for too long, no room on the disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an attempt at opening came to, if not a store.
enum Obstacle {
    /// Not there, empty or of an older version: to be made under the lock.
    Unready,
    /// Something else than a file, in a sentence.
    Obstructed(String),
    /// There and sound, but not to be written.
    ReadOnly,
    /// Damaged, and how.
    Damaged(String),
    /// Of a newer version.
    Newer(i64),
    /// Of an older version that couldn't be migrated.
    Outdated(String),
    /// Anything else.
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for Obstacle {
    fn from(error: rusqlite::Error) -> Self {
        match Trouble::of(&error) {
            Trouble::Damaged => Self::Damaged(error.to_string()),
            _ => Self::Sql(error),
        }
    }
}

impl Store {
    /// Opens the store in a data directory and makes what isn't there. `now` (Unix seconds) only dates the name of a
    /// damaged store that is set aside.
    ///
    /// # Errors
    /// If there is a store that can't be worked with and may not be replaced: [`OpenError`] says why.
    pub fn open(data_dir: &Path, now: i64) -> Result<(Self, Condition), OpenError> {
        let file = data_dir.join(FILE);
        let _alone = held::alone();
        if let Err(error) = fs::create_dir_all(data_dir) {
            return in_memory(format!("{} can't be made: {error}", data_dir.display()));
        }
        match open_ready(&file) {
            Ok(db) => Ok((Self::over(db, Some(file)), Condition::Existing)),
            Err(Obstacle::Unready | Obstacle::Damaged(_)) => open_under_lock(&file, now),
            Err(obstacle) => give_up(&file, obstacle),
        }
    }

    /// Opens a store once more that is open already, to be written by another thread. Nothing is made, mended, brought up to
    /// date or set aside, as others work with it: where it can't be written as it is, there is none.
    #[must_use]
    pub fn open_again(data_dir: &Path) -> Option<Self> {
        let file = data_dir.join(FILE);
        let _alone = held::alone();
        let db = open_ready(&file).ok()?;
        Some(Self::over(db, Some(file)))
    }

    /// A store that nothing is kept of.
    ///
    /// # Errors
    /// If there isn't the memory for it.
    pub fn in_memory() -> Result<Self, StoreError> {
        let made = Connection::open_in_memory().and_then(|mut db| {
            settle(&mut db)?;
            match migrate::climb(&mut db, None, LADDER) {
                Err(ClimbError::Sql(error)) => Err(error),
                Ok(_) | Err(ClimbError::Copy { .. }) => Ok(db),
            }
        });
        let db = made.map_err(|error| StoreError::new("open", None, &error))?;
        Ok(Self::over(db, None))
    }
}

/// Opens a store that is there, up to date and sound, as far as a glance can tell.
fn open_ready(file: &Path) -> Result<Connection, Obstacle> {
    look_at_header(file)?;
    if aside::is_suspected(file) {
        return Err(Obstacle::Unready);
    }
    let db = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if db.is_readonly("main")? {
        return Err(Obstacle::ReadOnly);
    }
    match migrate::version(&db)? {
        found if found > migrate::newest(LADDER) => return Err(Obstacle::Newer(found)),
        found if found < migrate::newest(LADDER) => return Err(Obstacle::Unready),
        _ => glance(&db)?,
    }
    Ok(db)
}

/// Looks at what the first screen will read: the schema, a tally, the newest row.
pub(super) fn glance(db: &Connection) -> rusqlite::Result<()> {
    let newest = "SELECT (SELECT articles FROM tally WHERE shelf = 0 AND source = 0),
        (SELECT max(article) FROM shelved WHERE shelf = 0), (SELECT headline FROM article ORDER BY id DESC LIMIT 1)";
    db.query_row(newest, [], |_| Ok(()))?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(())
}

/// Looks at the file's first bytes (`SQLite`'s file format, §1.3), so that a store of a newer version isn't even opened.
/// What is no file isn't either: a pipe would never answer. One that this process has open was looked at.
fn look_at_header(file: &Path) -> Result<(), Obstacle> {
    let found = fs::metadata(file);
    if found.as_ref().is_ok_and(|found| !found.is_file()) {
        return Err(Obstacle::Obstructed(format!("{} is not a file; move it away", file.display())));
    }
    if held::is_held(file) && found.is_ok_and(|found| found.len() > 0) {
        return Ok(());
    }
    let mut header = [0; 100];
    let length = match File::open(file).and_then(|mut file| read_up_to(&mut file, &mut header)) {
        Ok(length) => length,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Obstacle::Unready),
        // SQLite finds better words for what is in the way.
        Err(_) => return Ok(()),
    };
    if length == 0 {
        return Err(Obstacle::Damaged("the file is empty".to_owned()));
    }
    if length < header.len() || !header.starts_with(b"SQLite format 3\0") {
        return Err(Obstacle::Damaged("the file is not a database".to_owned()));
    }
    let word = |at: usize| {
        let bytes = header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        u32::from_be_bytes(bytes.unwrap_or_default())
    };
    let (version, application) = (i64::from(word(60).cast_signed()), word(68));
    if application != APPLICATION && application != 0 {
        return Err(Obstacle::Damaged("the file is another program's database".to_owned()));
    }
    if version > migrate::newest(LADDER) {
        return Err(Obstacle::Newer(version));
    }
    Ok(())
}

fn read_up_to(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while let Some(rest) = buffer.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

pub(super) fn connect(file: &Path, access: OpenFlags) -> rusqlite::Result<Connection> {
    let mut db = Connection::open_with_flags(file, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // Until the version is known to be ours, closing must not write.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    settle(&mut db)?;
    Ok(db)
}

pub(super) fn settle(db: &mut Connection) -> rusqlite::Result<()> {
    db.busy_handler(Some(turns::wait))?;
    // Without it, a statement with a bound LIMIT is compiled again whenever it is run.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.set_prepared_statement_cache_capacity(64);
    db.execute_batch(SETTINGS)
}

/// Opens a store that must be made, mended or migrated first, while no other program does the same.
fn open_under_lock(file: &Path, now: i64) -> Result<(Store, Condition), OpenError> {
    let _held = hold(file)?;
    let (db, condition) = match open_or_make(file) {
        Err(Obstacle::Damaged(why)) => {
            let kept = match aside::set_aside(file, now) {
                Ok(kept) => kept,
                Err(error) => return in_memory(stuck(file, &why, &error.to_string())),
            };
            match open_or_make(file) {
                Ok((mut db, _)) => {
                    let salvaged = salvage(&kept, &mut db);
                    (db, Condition::SetAside { kept, why, salvaged })
                }
                Err(obstacle) => return give_up(file, obstacle),
            }
        }
        Ok(opened) => opened,
        Err(obstacle) => return give_up(file, obstacle),
    };
    Ok((Store::over(db, Some(file.to_path_buf())), condition))
}

/// Takes the lock, which ends with the program that holds it, however it ends. Where the file system has no locks or
/// the file can't be made, the programs take the chance.
fn hold(file: &Path) -> Result<Option<File>, StoreError> {
    let name = file.with_extension("lock");
    if fs::metadata(&name).is_ok_and(|found| !found.is_file()) {
        return Ok(None);
    }
    let Ok(lock) = File::create(name) else {
        return Ok(None);
    };
    let until = Instant::now() + PATIENCE;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(Some(lock)),
            Err(TryLockError::Error(_)) => return Ok(None),
            Err(TryLockError::WouldBlock) if Instant::now() > until => {
                let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
                let busy = rusqlite::Error::SqliteFailure(busy, None);
                return Err(StoreError::new("open", Some(file), &busy));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

fn open_or_make(file: &Path) -> Result<(Connection, Condition), Obstacle> {
    let mut made = false;
    match look_at_header(file) {
        Ok(()) => {}
        Err(Obstacle::Unready) => made = true,
        Err(obstacle) => return Err(obstacle),
    }
    let access = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut db = connect(file, access)?;
    if !made && aside::is_suspected(file) {
        let verdict = aside::examine(&db, file)?;
        if verdict != "ok" {
            return Err(Obstacle::Damaged(verdict));
        }
    }
    if made || migrate::version(&db)? == 0 {
        db.execute_batch(BIRTH)?;
    }
    let condition = match migrate::climb(&mut db, Some(file), LADDER) {
        Ok(Climbed::Made) => Condition::Fresh,
        Ok(Climbed::Nothing) => Condition::Existing,
        Ok(Climbed::Migrated { from, copy }) => Condition::Migrated { from, copy },
        Ok(Climbed::Newer { found }) => return Err(Obstacle::Newer(found)),
        Err(ClimbError::Sql(error)) => return Err(error.into()),
        Err(error @ ClimbError::Copy { .. }) => return Err(Obstacle::Outdated(error.to_string())),
    };
    if matches!(condition, Condition::Migrated { .. }) {
        // Copying the file took away the connection's locks.
        drop(db);
        db = connect(file, access)?;
    }
    glance(&db)?;
    Ok((db, condition))
}

/// What can still be had where the store can't be opened for writing.
fn give_up(file: &Path, obstacle: Obstacle) -> Result<(Store, Condition), OpenError> {
    match obstacle {
        Obstacle::Newer(found) => {
            Err(OpenError::NewerVersion { file: file.to_path_buf(), found, known: migrate::newest(LADDER) })
        }
        Obstacle::Outdated(why) => Err(OpenError::Outdated { file: file.to_path_buf(), why }),
        Obstacle::Obstructed(why) => in_memory(why),
        Obstacle::ReadOnly => read_only(file, format!("{} may not be written", file.display())),
        Obstacle::Damaged(why) => in_memory(stuck(file, &why, "what replaces it is damaged, too")),
        Obstacle::Unready => in_memory(format!("{} can't be made", file.display())),
        Obstacle::Sql(error) if may_be_access(&error) => {
            read_only(file, format!("{} can't be written: {error}", file.display()))
        }
        Obstacle::Sql(error) => Err(StoreError::new("open", Some(file), &error).into()),
    }
}

fn stuck(file: &Path, why: &str, error: &str) -> String {
    format!("{} is damaged ({why}) and can't be set aside: {error}", file.display())
}

fn may_be_access(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, PermissionDenied, ReadOnly, SystemIoFailure};
    matches!(error.sqlite_error_code(), Some(CannotOpen | PermissionDenied | ReadOnly | SystemIoFailure))
}
