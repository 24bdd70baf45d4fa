//! Who writes when: what takes long gives way to what somebody waits for. It knows this program's connections only;
//! between programs, transactions are short.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// How many connections of this program write, or wait until they may.
static WRITERS: AtomicUsize = AtomicUsize::new(0);

/// How often a waiting connection looks whether it may write.
const LOOK: Duration = Duration::from_millis(1);

/// How often it is looked whether the others are done.
const ROUNDS: usize = 50;

/// A place in the queue, until it is dropped.
pub(super) struct Place(());

/// Takes a place in the queue.
pub(super) fn queue() -> Place {
    WRITERS.fetch_add(1, Ordering::SeqCst);
    Place(())
}

impl Drop for Place {
    fn drop(&mut self) {
        WRITERS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Whether somebody waits for the one who writes.
pub(super) fn is_waited_for() -> bool {
    WRITERS.load(Ordering::SeqCst) > 1
}

/// Lets the others write, between two transactions; they are soon done, or long enough for one's own turn to come again.
pub(super) fn give_way() {
    for _ in 0..ROUNDS {
        if !is_waited_for() {
            return;
        }
        thread::sleep(LOOK);
    }
}

/// What a connection does while another writes (`SQLite`'s busy handler): it looks again and again, for five seconds. The
/// handler that `SQLite` has looks ever less often, so that a key could wait for a tenth of a second.
pub(super) fn wait(times: i32) -> bool {
    thread::sleep(LOOK);
    times < 5_000
}
