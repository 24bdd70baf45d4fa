//! Who writes when: what takes long gives way to what somebody waits for, in this program or in another one.
//!
//! Who wants to write holds a shared lock on a file beside the store; who writes for long looks between two articles whether
//! somebody holds one. Where files can't be locked, only this program's own connections are known.

use std::cell::Cell;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How many connections of this program write, or wait until they may.
static WRITERS: AtomicUsize = AtomicUsize::new(0);

/// How often a waiting connection looks whether it may write.
const LOOK: Duration = Duration::from_millis(1);

/// How often it is looked whether the others are done.
const ROUNDS: usize = 50;

/// How long one expects more of somebody who waited.
const ATTENTION: Duration = Duration::from_secs(2);

/// How many articles are written in one go meanwhile: the end of a transaction takes as long as what is in it, and nothing
/// can hasten it.
const FEW: usize = 24;

/// The turns at a store.
#[derive(Debug)]
pub(super) struct Turns {
    /// What they are told by; `None` for a store in memory, or where there can't be such a file.
    file: Option<File>,
    /// When somebody waited last.
    waited: Cell<Option<Instant>>,
    /// Whether a place in the queue is kept for the next time.
    kept: Cell<bool>,
}

/// How long a connection waits until it may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Until the other is done, some seconds at most.
    Long,
    /// Some milliseconds: who can't write then tries again, and has its place in the queue until it does.
    Short,
}

impl Patience {
    /// `SQLite`'s busy handler for it.
    pub(super) fn handler(self) -> fn(i32) -> bool {
        match self {
            Self::Long => wait,
            Self::Short => wait_little,
        }
    }
}

/// A place in the queue, until it is dropped.
pub(super) struct Place<'a>(Option<&'a File>);

impl Turns {
    /// Those of a store. The file stays empty.
    pub(super) fn of(store: Option<&Path>) -> Self {
        let file = store.map(|store| store.with_extension("turn"));
        // What is no file isn't opened: a pipe would never answer.
        let file = file.filter(|file| std::fs::metadata(file).map_or(true, |found| found.is_file()));
        let file = file.and_then(|file| OpenOptions::new().create(true).truncate(false).write(true).open(file).ok());
        Self { file, waited: Cell::new(None), kept: Cell::new(false) }
    }

    /// Takes a place in the queue.
    pub(super) fn queue(&self) -> Place<'_> {
        if self.kept.replace(false) {
            return Place(self.file.as_ref());
        }
        WRITERS.fetch_add(1, Ordering::SeqCst);
        // It fails in the moment in which another program looks, and then not again.
        let locked = self.file.as_ref().filter(|file| (0..3).any(|_| file.try_lock_shared().is_ok()));
        Place(locked)
    }

    /// Keeps a place for the next time that one is taken.
    pub(super) fn keep(&self, place: Place<'_>) {
        std::mem::forget(place);
        self.kept.set(true);
    }

    /// Whether the one who writes, and who has no place in the queue, should let others go first after so many articles.
    pub(super) fn is_over(&self, written: usize) -> bool {
        if self.is_waited_for() {
            self.waited.set(Some(Instant::now()));
            return true;
        }
        written >= FEW && self.waited.get().is_some_and(|waited| waited.elapsed() < ATTENTION)
    }

    fn is_waited_for(&self) -> bool {
        if WRITERS.load(Ordering::SeqCst) > 0 {
            return true;
        }
        let Some(file) = &self.file else { return false };
        match file.try_lock() {
            Ok(()) => {
                let _ = file.unlock();
                false
            }
            Err(TryLockError::WouldBlock) => true,
            Err(TryLockError::Error(_)) => false,
        }
    }

    /// Lets the others write, between two transactions; they are soon done, or long enough for one's own turn to come again.
    pub(super) fn give_way(&self) {
        for _ in 0..ROUNDS {
            if !self.is_waited_for() {
                return;
            }
            thread::sleep(LOOK);
        }
    }
}

impl Drop for Turns {
    fn drop(&mut self) {
        drop(self.kept.replace(false).then(|| Place(self.file.as_ref())));
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        WRITERS.fetch_sub(1, Ordering::SeqCst);
        if let Some(file) = self.0 {
            let _ = file.unlock();
        }
    }
}

/// What a connection does while another writes (`SQLite`'s busy handler): it looks again and again, for five seconds. The
/// handler that `SQLite` has looks ever less often, so that a key could wait for a tenth of a second.
pub(super) fn wait(times: i32) -> bool {
    thread::sleep(LOOK);
    times < 5_000
}

fn wait_little(times: i32) -> bool {
    thread::sleep(LOOK);
    times < 2
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn who_waits_in_another_program_is_heard_and_then_expected_again() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = dir.path().join("articles.db");
        let (writing, other) = (Turns::of(Some(&store)), Turns::of(Some(&store)));
        // As another program would: no place of this one's.
        let waits = other.file.as_ref().unwrap();
        waits.lock_shared().unwrap();
        assert!(writing.is_over(1));
        waits.unlock().unwrap();
        assert!(writing.is_over(FEW));
    }

    #[test]
    fn a_place_that_is_kept_is_heard_until_it_is_used() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = dir.path().join("articles.db");
        let (writing, other) = (Turns::of(Some(&store)), Turns::of(Some(&store)));
        let held =
            || writing.file.as_ref().unwrap().try_lock().map(|()| writing.file.as_ref().unwrap().unlock()).is_err();
        other.keep(other.queue());
        assert!(held());
        drop(other.queue());
        assert!(!held());
        other.keep(other.queue());
        drop(other);
        assert!(!held());
    }

    #[test]
    fn a_store_in_memory_and_a_folder_that_is_gone_have_no_file() {
        let dir = tempfile::TempDir::new().unwrap();
        for store in [None, Some(dir.path().join("gone/articles.db"))] {
            let turns = Turns::of(store.as_deref());
            drop(turns.queue());
            assert!(turns.file.is_none());
        }
    }
}
