//! Keys that ask for several things: each is done when all that the one before wanted is there. And the last change, to
//! be done again. It doesn't know what the things are.

use std::collections::VecDeque;

use super::{Effect, Model, Tone, overlay::Overlay};
use crate::{
    catalog::{Labelled, Scope},
    settings::{command::Command, keymap::Step, pending::Run},
};

/// So often several commands are gone through at most: more is a slip, and each round is a change of its own.
const MOST_ROUNDS: u32 = 50;

/// Steps that wait for those before them.
pub(super) type Due = VecDeque<(Step, Option<u32>)>;

/// A change, as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Last {
    /// By a command, with its count.
    Command(Command, Option<u32>),
    /// By names of tags.
    Label(Labelled, String),
    /// By a moment until which articles are out of sight.
    Snooze(String),
    /// By a line of the command line, with the count of its keys.
    Line(String, Option<u32>),
}

impl Model {
    /// Takes the first step; the others follow.
    pub(super) fn begin_run(&mut self, run: &Run) -> Vec<Effect> {
        if run.rounds() > MOST_ROUNDS {
            self.tell_error(format!(
                "keys with several commands are done {MOST_ROUNDS} times at most: nothing was done"
            ));
            return Vec::new();
        }
        if self.seeks_unread() && run.steps().next().is_some_and(|(step, _)| asks_for_unread(&step)) {
            self.due.extend(run.steps());
            return Vec::new();
        }
        self.call_off_jump();
        self.due = run.steps().collect();
        let at_once = self.due.front().is_some_and(|(step, _)| self.needs_no_answer(step));
        if at_once { self.take_it() } else { self.take_step() }.unwrap_or_default()
    }

    /// Whether a key needn't wait for a search: what it is about is on the screen, or it leads away from there.
    fn needs_no_answer(&self, step: &Step) -> bool {
        let Some((found, _)) = &self.searching.waiting else { return false };
        let listed = matches!(&self.list.scope, Scope::Found(listed) if listed == found);
        let leads_away = matches!(
            step,
            Step::Command(
                Command::Back
                    | Command::BackOrQuit
                    | Command::EndSearch
                    | Command::Search
                    | Command::CommandLine
                    | Command::Help
                    | Command::Quit
            )
        );
        (listed || leads_away) && !self.directory.is_stepping()
    }

    /// Takes the next step, if there is one and neither the user nor an answer is waited for, nor what comes of the step
    /// before. What went wrong ends it all.
    pub(super) fn next_step(&mut self) -> Option<Vec<Effect>> {
        if self.seeks_unread() && !self.stays_for_unread() {
            self.call_off_jump();
            self.due.clear();
        }
        let again = self.is_seeking() && self.due.front().is_some_and(|(step, _)| asks_for_unread(step));
        if !self.under_way.is_empty() || again { None } else { self.take_step() }
    }

    /// Ends what earlier keys began as another one is pressed. Steps behind an article that is looked for wait on: the key may
    /// ask for one more.
    pub(super) fn end_run(&mut self) {
        if !self.seeks_unread() {
            self.due.clear();
        }
    }

    /// Whether steps wait for a change that is being made beside the loop: no other key may come in between.
    #[must_use]
    pub fn awaits_change(&self) -> bool {
        !self.due.is_empty() && !self.under_way.is_empty()
    }

    fn take_step(&mut self) -> Option<Vec<Effect>> {
        let asks = self.prompt.is_some() || matches!(self.overlay, Some(Overlay::Confirm(_)));
        let waits = self.is_looking() || self.directory.is_stepping();
        if self.due.is_empty() || asks || waits {
            return None;
        }
        self.take_it()
    }

    fn take_it(&mut self) -> Option<Vec<Effect>> {
        if self.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Error) {
            self.due.clear();
        }
        let (step, count) = self.due.pop_front()?;
        if let Some(by) = self.rows_needed(&step, count).filter(|by| !self.list.reaches(*by)) {
            return Some(self.fetch_up_to(by, (step, count)));
        }
        Some(match step {
            Step::Command(command) => self.command(command, count),
            Step::Line(line) => self.do_line(&line, count),
        })
    }

    /// Does the last change again, for what is selected now.
    pub(super) fn repeat(&mut self, count: Option<u32>) -> Vec<Effect> {
        match self.last.clone() {
            Some(Last::Command(command, before)) => self.command(command, count.or(before)),
            Some(Last::Line(line, before)) => self.do_line(&line, count.or(before)),
            Some(Last::Label(labelled, names)) => self.label_here(labelled, &names, count),
            Some(Last::Snooze(words)) => self.snooze_here(&words, count),
            None => Vec::new(),
        }
    }

    /// Gives tags to what is picked, or to `count` articles from the selected one on, or takes them away.
    pub(super) fn label_here(&mut self, labelled: Labelled, names: &str, count: Option<u32>) -> Vec<Effect> {
        self.last = Some(Last::Label(labelled, names.to_owned()));
        self.label(labelled, names, self.targets(count))
    }

    /// Puts out of sight what is picked, or `count` articles from the selected one on.
    pub(super) fn snooze_here(&mut self, words: &str, count: Option<u32>) -> Vec<Effect> {
        self.last = Some(Last::Snooze(words.to_owned()));
        self.snooze(words, None, count)
    }
}

fn asks_for_unread(step: &Step) -> bool {
    matches!(step, Step::Command(Command::NextUnread | Command::PreviousUnread))
}
