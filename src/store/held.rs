//! Which databases this process has open, so that their files are opened by nothing else: where a process closes a file, all
//! its locks on it are gone (POSIX, fcntl), those of its other connections too. Another program that comes and goes would then
//! take itself for the last one, and delete the log into which ours write on. It knows no SQL.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static OPEN: Mutex<BTreeMap<PathBuf, usize>> = Mutex::new(BTreeMap::new());
static OPENING: Mutex<()> = Mutex::new(());

/// Counts as a connection to a database, as long as it lives.
#[derive(Debug)]
pub(super) struct Held(PathBuf);

impl Held {
    /// A connection more; to be dropped after it.
    pub fn of(file: &Path) -> Self {
        *open().entry(file.to_path_buf()).or_default() += 1;
        Self(file.to_path_buf())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut open = open();
        match open.get_mut(&self.0) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(open.remove(&self.0)),
        }
    }
}

/// Whether this process has a connection to a database.
pub(super) fn is_held(file: &Path) -> bool {
    open().contains_key(file)
}

/// While it is kept, no other thread opens a store: none comes to have a connection while this one looks at the file.
pub(super) fn alone() -> MutexGuard<'static, ()> {
    OPENING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open() -> MutexGuard<'static, BTreeMap<PathBuf, usize>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
