//! Calls into parsers that may panic on foreign input, or not come to an end: both become "no answer". It knows nothing of
//! what is parsed, and no clock.

use std::{
    cell::{Cell, RefCell},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static WORD: RefCell<Word> = RefCell::default();
}

/// Between the one who waits for a document and the one who reads it: the word that nobody waits any more.
#[derive(Debug, Clone, Default)]
pub struct Word(Arc<AtomicBool>);

impl Word {
    /// Gives up what is being read by whoever heeds this.
    pub fn give_up(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Has this thread end what it reads when the word is given.
    pub fn heed(&self) {
        WORD.set(self.clone());
    }
}

/// For loops over a document, where each round is short: if it was given up, it ends here, as after a panic.
pub fn go_on() {
    if GUARDED.get() && WORD.with_borrow(|word| word.0.load(Ordering::Relaxed)) {
        resume_unwind(Box::new("given up"));
    }
}

/// Calls `parse`, and returns `None` if it panics or is given up. The call must leave nothing behind that a panic can break.
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
    use crate::text::{
        html,
        quotes::{Lexicon, find_quotes, paragraphs_of},
    };

    #[test]
    fn what_was_given_up_is_read_no_further() {
        let page = "<p>“It sails,” said Ada Moor.</p>";
        let text = "“It sails,” said Ada Moor, the harbour master of the town.";
        let parsers: [fn(&str); 2] = [
            |page| drop(html::blocks(page, None)),
            |text| drop(find_quotes(text, &paragraphs_of(text), Some("en"), Lexicon::built_in())),
        ];
        let word = Word::default();
        word.heed();
        for (parse, text) in parsers.iter().zip([page, text]) {
            assert_eq!(guarded(|| parse(text)), Some(()), "{text}");
        }
        word.give_up();
        for (parse, text) in parsers.iter().zip([page, text]) {
            assert_eq!(guarded(|| parse(text)), None, "{text}");
            parse(text);
        }
    }

    #[test]
    fn a_panic_is_no_answer_and_the_guard_ends_with_the_call() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| panic!("a parser's mistake, on purpose")), None::<i32>);
        assert!(!is_guarded());
        assert_eq!(guarded(is_guarded), Some(true));
    }
}
