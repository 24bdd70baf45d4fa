//! Calls into parsers that may panic on foreign input: a panic becomes "no answer". It knows nothing of what is parsed.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Calls `parse`, and returns `None` if it panics. The call must leave nothing behind that a panic can break.
pub fn guarded<T>(parse: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(parse));
    GUARDED.set(before);
    outcome.ok()
}

/// Whether this thread is within [`guarded`]: a panic here is no end.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_no_answer_and_the_guard_ends_with_the_call() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| panic!("a parser's mistake, on purpose")), None::<i32>);
        assert!(!is_guarded());
        assert_eq!(guarded(is_guarded), Some(true));
    }
}
