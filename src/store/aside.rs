//! Damaged stores: suspected when reading meets damage, examined at the next start, kept under a dated name.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

/// Notes that reading met damage. The whole check takes seconds and belongs to a start, not to a key press.
pub(super) fn suspect(file: &Path) {
    // If even this can't be written, the damage is met again.
    let _ = File::create(note(file));
}

/// Whether damage was met since the last examination.
pub(super) fn is_suspected(file: &Path) -> bool {
    note(file).exists()
}

fn note(file: &Path) -> PathBuf {
    file.with_extension("suspect")
}

/// Checks the whole database: `ok`, which ends the suspicion, or what is wrong with it.
pub(super) fn examine(db: &Connection, file: &Path) -> rusqlite::Result<String> {
    let verdict: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        let _ = fs::remove_file(note(file));
    }
    Ok(verdict)
}

/// Renames a database with its log to `articles.corrupt-2026-11-22T101500.db` (UTC) and says where it lies now.
pub(super) fn set_aside(file: &Path, now: i64) -> io::Result<PathBuf> {
    let kept = free_name(file, now);
    // The log goes first: left behind, it would be replayed over the fresh store.
    for suffix in ["-wal", "-shm"] {
        match fs::rename(beside(file, suffix), beside(&kept, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(file, &kept)?;
    let _ = fs::remove_file(note(file));
    Ok(kept)
}

fn free_name(file: &Path, now: i64) -> PathBuf {
    let date = jiff::Timestamp::from_second(now).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let date = date.strftime("%Y-%m-%dT%H%M%S");
    let mut name = file.with_extension(format!("corrupt-{date}.db"));
    let mut further = 2u32;
    while name.exists() {
        name = file.with_extension(format!("corrupt-{date}-{further}.db"));
        further += 1;
    }
    name
}

/// The file that `SQLite` keeps beside a database: `articles.db-wal`.
pub(super) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(suffix);
    PathBuf::from(name)
}
