//! The work that waits for the parsing threads: documents first, then articles to be parsed. Bounded, so that what is
//! fetched faster than it can be read waits where it is.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

use super::fetching::Fetched;
use crate::store::Unripe;

/// How many documents may wait.
const DOCUMENTS: usize = 16;

/// A piece of work.
pub(super) enum Task {
    Read(Box<Fetched>),
    Ripen(Vec<Unripe>),
}

#[derive(Default)]
pub(super) struct Desk {
    state: Mutex<State>,
    /// There is room for another document.
    room: Condvar,
    /// Something was laid down.
    work: Condvar,
}

#[derive(Default)]
struct State {
    documents: VecDeque<Box<Fetched>>,
    articles: VecDeque<Vec<Unripe>>,
    closed: bool,
}

impl Desk {
    /// Lays a document down; waits while there are too many.
    pub(super) fn put_document(&self, fetched: Fetched) {
        let mut state = self.state();
        while state.documents.len() >= DOCUMENTS && !state.closed {
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.documents.push_back(Box::new(fetched));
        drop(state);
        self.work.notify_one();
    }

    /// Lays articles down.
    pub(super) fn put_articles(&self, articles: Vec<Unripe>) {
        self.state().articles.push_back(articles);
        self.work.notify_one();
    }

    /// The next piece of work; `None` once the desk is closed.
    pub(super) fn take(&self) -> Option<Task> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            if let Some(document) = state.documents.pop_front() {
                drop(state);
                self.room.notify_one();
                return Some(Task::Read(document));
            }
            if let Some(articles) = state.articles.pop_front() {
                return Some(Task::Ripen(articles));
            }
            state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends the work; what waits is left.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.room.notify_all();
        self.work.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
