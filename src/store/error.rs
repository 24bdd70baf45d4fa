//! What can go wrong in the store, said for the person who reads the message.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

/// Why the store couldn't do what was asked. What it held before, it still holds.
#[derive(Debug)]
pub struct StoreError {
    /// What kind of trouble it is.
    pub kind: Trouble,
    /// What was to be done: "take the articles in".
    task: &'static str,
    /// The database's file; `None` for a store in memory.
    file: Option<PathBuf>,
    /// What `SQLite` says.
    detail: String,
}

/// The kinds of trouble that a caller treats differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// No room on the disk.
    Full,
    /// Another program is writing, for longer than this one waits.
    Busy,
    /// The file or its directory may not be written.
    ReadOnly,
    /// The file is damaged.
    Damaged,
    /// One value in the file isn't what this program wrote; the rest is fine.
    Unreadable,
    /// Anything else.
    Other,
}

impl Trouble {
    /// What an error of `SQLite` means.
    pub(super) fn of(error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            // A quota, or a limit of the process.
            Some(ErrorCode::SystemIoFailure) if error.sqlite_extended_error_code() == Some(ffi::SQLITE_IOERR_WRITE) => {
                Self::Full
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            _ => Self::of_value(error),
        }
    }

    fn of_value(error: &rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..) => Self::Unreadable,
            _ => Self::Other,
        }
    }
}

impl StoreError {
    /// Says what failed, on which file.
    pub(super) fn new(task: &'static str, file: Option<&Path>, error: &rusqlite::Error) -> Self {
        Self { kind: Trouble::of(error), task, file: file.map(Path::to_path_buf), detail: error.to_string() }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let task = self.task;
        let detail = &self.detail;
        match &self.file {
            Some(file) => write!(out, "cannot {task}: the article store {} ", file.display())?,
            None => write!(out, "cannot {task}: the article store in memory ")?,
        }
        match self.kind {
            Trouble::Full => write!(out, "can't grow: the disk is full, or a limit is reached; nothing was changed"),
            Trouble::Busy => write!(out, "is locked by another program; nothing was changed, try again"),
            Trouble::ReadOnly => write!(out, "may not be written; nothing was changed"),
            Trouble::Damaged => {
                write!(out, "is damaged ({detail}); start again to have it set aside and a fresh one made")
            }
            Trouble::Unreadable => write!(out, "holds something damaged ({detail}); the rest of it is fine"),
            Trouble::Other => write!(out, "answers: {detail}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// A page of the index of words that couldn't be read again.
#[derive(Debug, thiserror::Error)]
#[error("a page of the index of words would be longer than it can be")]
struct Overlong;

/// The same as an error of `SQLite`: nothing is written then.
pub(super) fn overlong() -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(Overlong))
}

/// A value of the store that isn't what this program writes.
#[derive(Debug, thiserror::Error)]
#[error("{0} can't be read")]
pub(super) struct Unreadable(pub(super) &'static str);

/// The same as an error of `SQLite`, so that it travels the same way.
pub(super) fn unreadable(what: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(Unreadable(what)))
}
