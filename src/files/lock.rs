//! One writer at a time, by an advisory lock that ends with its holder: none is ever left behind.

use std::fs::File;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// How often a lock that another program holds is asked for, and how long it is waited in between: two seconds in all.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(20);

/// The right to write in a directory, until it is dropped.
///
/// It is a courtesy between programs that ask for it: editors don't. So whoever writes looks once more, right before,
/// whether the file is still the one that was read.
#[derive(Debug)]
#[must_use = "a lock that isn't kept is given back"]
pub struct Lock {
    #[allow(dead_code, reason = "holding it is its use")]
    held: Option<File>,
}

/// Waits up to two seconds for the right to write in `directory`.
///
/// A file system that knows no locks, and a holder that doesn't let go (one that was stopped, say), are passed over:
/// nobody is kept from saving.
pub fn take(directory: &Path) -> Lock {
    ask(directory, tries())
}

/// A test that holds a lock mustn't lose it because the machine is busy: with `DATELINE_TEST_LOCKS` nobody gives up.
fn tries() -> u32 {
    let never = cfg!(debug_assertions) && std::env::var_os("DATELINE_TEST_LOCKS").is_some();
    if never { u32::MAX } else { TRIES }
}

fn ask(directory: &Path, tries: u32) -> Lock {
    let Ok(file) = open(directory) else {
        return Lock { held: None };
    };
    for _ in 0..tries {
        match file.try_lock() {
            Ok(()) => return Lock { held: Some(file) },
            Err(std::fs::TryLockError::Error(_)) => break,
            Err(std::fs::TryLockError::WouldBlock) => thread::sleep(PAUSE),
        }
    }
    Lock { held: None }
}

/// A directory can be locked itself, so that no lock file lies about among the user's.
#[cfg(unix)]
fn open(directory: &Path) -> std::io::Result<File> {
    File::open(directory)
}

#[cfg(not(unix))]
fn open(directory: &Path) -> std::io::Result<File> {
    File::options().create(true).truncate(false).write(true).open(directory.join(".dateline-lock"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn nobody_else_gets_a_lock_that_is_held() {
        let directory = tempfile::tempdir().unwrap();
        let held = take(directory.path());
        assert!(open(directory.path()).unwrap().try_lock().is_err());
        drop(held);
        assert!(open(directory.path()).unwrap().try_lock().is_ok());
    }

    #[test]
    fn a_lock_that_is_never_given_back_keeps_nobody_from_saving() {
        let directory = tempfile::tempdir().unwrap();
        let held = take(directory.path());
        assert!(held.held.is_some());
        assert!(ask(directory.path(), 1).held.is_none());
    }

    #[test]
    fn a_missing_directory_is_no_reason_to_wait() {
        assert!(take(Path::new("/nonexistent/directory")).held.is_none());
    }

    #[test]
    fn a_lock_leaves_no_file_behind() {
        let directory = tempfile::tempdir().unwrap();
        drop(take(directory.path()));
        if cfg!(unix) {
            assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
        }
    }
}
