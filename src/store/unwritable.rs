//! What can still be had where the store can't be written: it is read into memory, or as it is, and nothing is saved.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::migrate::{self, LADDER};
use super::open::{Condition, OpenError, connect, glance, settle};
use super::{Store, aside};

/// Up to this many bytes a store is copied into memory, where everything can be done with it but keeping it.
const COPIED: u64 = 128 << 20;

/// Opens what is there for reading, or else holds an empty store in memory.
pub(super) fn read_only(file: &Path, why: String) -> Result<(Store, Condition), OpenError> {
    let Some(db) = open_for_reading(file) else {
        return in_memory(why);
    };
    if let Some(copy) = copied(&db, file) {
        return Ok((Store::over(copy, None), Condition::ReadOnly { why }));
    }
    match migrate::version(&db) {
        Ok(found) if found == migrate::newest(LADDER) && glance(&db).is_ok() => {
            Ok((Store::over(db, Some(file.to_path_buf())), Condition::ReadOnly { why }))
        }
        _ => in_memory(why),
    }
}

/// An empty store that nothing is kept of.
pub(super) fn in_memory(why: String) -> Result<(Store, Condition), OpenError> {
    Ok((Store::in_memory()?, Condition::ReadOnly { why }))
}

/// A copy in memory, brought up to date; `None` if it would be too large, or can't be read.
fn copied(db: &Connection, file: &Path) -> Option<Connection> {
    let length = |suffix| fs::metadata(aside::beside(file, suffix)).map_or(0, |found| found.len());
    if length("") + length("-wal") > COPIED {
        return None;
    }
    let mut copy = Connection::open_in_memory().ok()?;
    let backup = Backup::new(db, &mut copy).ok()?;
    // One step takes all pages; another program's write in between begins it anew.
    for _ in 0..10 {
        match backup.step(-1).ok()? {
            StepResult::Done => break,
            _ => std::thread::sleep(Duration::from_millis(20)),
        }
    }
    drop(backup);
    settle(&mut copy).ok()?;
    migrate::climb(&mut copy, None, LADDER).ok()?;
    glance(&copy).ok()?;
    Some(copy)
}

/// Opens a store without writing anything; `None` if that can't be done or it is of a newer version.
pub(super) fn open_for_reading(file: &Path) -> Option<Connection> {
    let usable = |db: Connection| {
        let known = (1..=migrate::newest(LADDER)).contains(&migrate::version(&db).ok()?);
        known.then_some(db)
    };
    let plain = connect(file, OpenFlags::SQLITE_OPEN_READ_ONLY).ok();
    if let Some(db) = plain.and_then(usable) {
        return Some(db);
    }
    // Beside a log that can't be replayed the file alone may be half a change: only without one is it read as it is.
    if fs::metadata(aside::beside(file, "-wal")).is_ok_and(|log| log.len() > 0) {
        return None;
    }
    let address = format!("file:{}?immutable=1", escaped(file)?);
    let access = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    connect(Path::new(&address), access).ok().and_then(usable)
}

/// A path as a URI's: what has a meaning there is escaped (RFC 3986 §2.1).
fn escaped(file: &Path) -> Option<String> {
    let mut escaped = String::new();
    for character in file.to_str()?.chars() {
        match character {
            '%' => escaped.push_str("%25"),
            '?' => escaped.push_str("%3f"),
            '#' => escaped.push_str("%23"),
            other => escaped.push(other),
        }
    }
    Some(escaped)
}
