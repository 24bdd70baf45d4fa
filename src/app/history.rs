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
    /// Whether more of them were asked for.
    asked: bool,
    /// Whether some of them may stand otherwise than they say here.
    stale: bool,
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
    fn wanted(&mut self) -> Option<Effect> {
        if std::mem::take(&mut self.stale) {
            return Some(Effect::LoadHistory(None, self.past.len().max(FETCHED)));
        }
        let near = self.rest > 0 || self.choice.selected.saturating_add(AHEAD) >= self.past.len();
        let last = self.past.last().filter(|_| near && !self.whole && !self.asked)?.entry;
        self.asked = true;
        Some(Effect::LoadHistory(Some(last), FETCHED))
    }

    /// Takes in those before the last one.
    fn go_on(&mut self, past: Vec<Past>) {
        (self.whole, self.asked) = (past.len() < FETCHED, false);
        self.past.extend(past);
        self.choice = Choice::at(self.choice.selected, self.past.len());
        self.step(self.rest);
    }
}

impl Model {
    /// Asks for the latest changes.
    pub(super) fn load_history() -> Effect {
        Effect::LoadHistory(None, FETCHED)
    }

    /// What the history, where it is shown, wants next: nothing while a change is being made.
    pub(super) fn history_wanted(&mut self) -> Option<Effect> {
        let settled = self.under_way.is_empty();
        self.shown_history().filter(|_| settled)?.wanted()
    }

    /// That changes may stand otherwise than the history says.
    pub(super) fn doubt_history(&mut self) {
        if let Some(history) = self.shown_history() {
            history.stale = true;
        }
    }

    fn shown_history(&mut self) -> Option<&mut History> {
        match &mut self.overlay {
            Some(Overlay::History(history)) => Some(history),
            _ => None,
        }
    }

    /// Takes in the latest changes, or those before an entry.
    pub(super) fn history(&mut self, before: Option<i64>, past: Vec<Past>) {
        if let Some(before) = before {
            if let Some(history) = self.shown_history()
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
        self.overlay = Some(Overlay::History(History { past, choice, whole, rest: 0, asked: false, stale: false }));
    }

    /// Takes back the change that is chosen in the history.
    pub(super) fn undo_chosen(&mut self) -> Vec<Effect> {
        let Some(history) = self.shown_history() else { return Vec::new() };
        match history.past.get(history.choice.selected) {
            Some(past) if past.stands => {
                let undo = Effect::UndoEntry(past.entry);
                history.stale = true;
                vec![undo]
            }
            _ => {
                self.tell("this change doesn't stand any more");
                Vec::new()
            }
        }
    }
}
