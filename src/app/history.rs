//! The changes of the past as a panel, the latest first. A stretch of them is fetched, and more as one comes near its end.

use super::{
    Effect, Model,
    overlay::{Choice, Overlay},
};
use crate::catalog::Past;

/// How many changes are fetched at once.
const FETCHED: usize = 200;
/// So many rows before the last one that is here, more are fetched.
const AHEAD: usize = 60;

/// The changes of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The changes, the latest first.
    pub past: Vec<Past>,
    /// The chosen one.
    pub choice: Choice,
    /// Whether the first change of all is among them.
    whole: bool,
    /// How many rows the choice goes on as soon as they are here.
    rest: isize,
}

impl History {
    /// Moves the choice by `by` rows, as far as they go; further ones are fetched.
    pub(super) fn step(&mut self, by: isize) {
        let before = self.choice.selected;
        self.choice.step(by);
        self.rest =
            if self.whole { 0 } else { by.saturating_sub_unsigned(self.choice.selected.abs_diff(before)).max(0) };
    }

    /// What is to be fetched.
    pub(super) fn wanted(&mut self) -> Option<Effect> {
        let near = self.rest > 0 || self.choice.selected.saturating_add(AHEAD) >= self.past.len();
        let last = self.past.last().filter(|_| near && !self.whole)?;
        Some(Effect::LoadHistory(Some(last.entry), FETCHED))
    }

    /// Takes in those before the last one.
    fn go_on(&mut self, past: Vec<Past>) {
        self.whole = past.len() < FETCHED;
        self.past.extend(past);
        self.choice = Choice::at(self.choice.selected, self.past.len());
        self.step(self.rest);
    }
}

impl Model {
    /// Asks for the changes, as many as are shown.
    pub(super) fn load_history(&self) -> Effect {
        let shown = self.shown_history().map_or(0, |history| history.past.len());
        Effect::LoadHistory(None, shown.max(FETCHED))
    }

    fn shown_history(&self) -> Option<&History> {
        match &self.overlay {
            Some(Overlay::History(history)) => Some(history),
            _ => None,
        }
    }

    /// Takes in the latest changes, or those before an entry.
    pub(super) fn history(&mut self, before: Option<i64>, past: Vec<Past>) {
        if let Some(before) = before {
            if let Some(Overlay::History(history)) = &mut self.overlay
                && history.past.last().is_some_and(|last| last.entry == before)
            {
                history.go_on(past);
            }
            return;
        }
        if past.is_empty() {
            return self.tell("nothing has been changed yet");
        }
        let selected = self.shown_history().map_or(0, |history| history.choice.selected);
        let (choice, whole) = (Choice::at(selected, past.len()), past.len() < FETCHED);
        self.overlay = Some(Overlay::History(History { past, choice, whole, rest: 0 }));
    }

    /// Takes back the change that is chosen in the history.
    pub(super) fn undo_chosen(&mut self) -> Vec<Effect> {
        let Some(history) = self.shown_history() else { return Vec::new() };
        match history.past.get(history.choice.selected) {
            Some(past) if past.stands => vec![Effect::UndoEntry(past.entry), self.load_history()],
            _ => {
                self.tell("this change doesn't stand any more");
                Vec::new()
            }
        }
    }
}
