//! Going through the list and the article: by lines, pages and numbers. It knows places, not what is there.

use super::{
    Effect, Model,
    list::{BATCH, Rows, Wanted},
    panes::Pane,
};
use crate::{
    catalog::{Anchor, Counts, Reach},
    settings::{
        command::{Command, Group},
        keymap::Step,
    },
};

/// So many rows are fetched for a count.
const MOST_FETCHED: usize = 5_000;

impl Model {
    pub(super) fn rows(&self) -> usize {
        self.areas.map_or(1, |areas| areas.rows())
    }

    /// Rows of a page of the list.
    fn page_rows(&self) -> isize {
        self.rows().cast_signed()
    }

    /// Rows of half a page of the list.
    fn half_page_rows(&self) -> isize {
        (self.rows() / 2).max(1).cast_signed()
    }

    pub(super) fn line(&mut self, by: isize) {
        match self.focus {
            Pane::List | Pane::Places => self.list.step(by),
            Pane::Reader => drop(self.reader.scroll(by)),
        }
    }

    pub(super) fn scroll_lines(&mut self, by: isize) {
        match self.focus {
            Pane::List | Pane::Places => self.list.scroll(by, self.rows()),
            Pane::Reader => drop(self.reader.scroll(by)),
        }
    }

    pub(super) fn half_page(&mut self, pages: isize) {
        match self.focus {
            Pane::List | Pane::Places => self.list.step(pages.saturating_mul(self.half_page_rows())),
            Pane::Reader => drop(self.reader.scroll(pages.saturating_mul(self.reader.half()))),
        }
    }

    pub(super) fn page(&mut self, pages: isize) {
        match self.focus {
            Pane::List | Pane::Places => self.list.step(pages.saturating_mul(self.page_rows())),
            Pane::Reader => drop(self.reader.turn(pages)),
        }
    }

    /// Goes to a row of the list or a line of the article, counted from 1; without a number, to the last one.
    pub(super) fn jump(&mut self, number: Option<u32>) {
        let index = number.map(|number| usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1));
        match (self.focus, index) {
            (Pane::List | Pane::Places, None) => self.go_to = Some(Wanted { from: Anchor::Last, count: BATCH }),
            (Pane::List | Pane::Places, Some(0)) => self.go_to = Some(Wanted { from: Anchor::First, count: BATCH }),
            (Pane::List | Pane::Places, Some(index)) => {
                self.go_to = Some(Wanted { from: Anchor::Nth(index), count: BATCH });
            }
            (Pane::Reader, index) => self.reader.go_to_line(index.unwrap_or(usize::MAX)),
        }
    }

    /// Puts the selected row at a fraction of the list's height.
    pub(super) fn place(&mut self, numerator: usize, denominator: usize) {
        let last = self.rows().saturating_sub(1);
        self.list.place(last * numerator / denominator);
    }

    /// How far beyond the selected row a step goes because of its count; `None` where that is of no matter.
    pub(super) fn rows_needed(&self, step: &Step, count: Option<u32>) -> Option<isize> {
        let times = isize::try_from(count?).ok()?;
        if self.overlay.is_some() || self.is_picking() {
            return None;
        }
        let in_list = self.focus == Pane::List;
        let command = match step {
            Step::Command(command) => *command,
            Step::Line(_) => return (!self.list.has_picked()).then_some(times),
        };
        match command {
            Command::NextRow if in_list => Some(times),
            Command::PreviousRow if in_list => Some(-times),
            Command::NextArticle => Some(times),
            Command::PreviousArticle => Some(-times),
            Command::PageDown if in_list => Some(times.saturating_mul(self.page_rows())),
            Command::PageUp if in_list => Some(times.saturating_mul(-self.page_rows())),
            Command::HalfPageDown if in_list => Some(times.saturating_mul(self.half_page_rows())),
            Command::HalfPageUp if in_list => Some(times.saturating_mul(-self.half_page_rows())),
            Command::Undo | Command::Redo | Command::Repeat => None,
            _ => (command.group() == Group::Triage && !self.list.has_picked()).then_some(times),
        }
    }

    /// Fetches the rows that a step needs, which is taken then. Where they are too many, a movement goes by numbers, and
    /// anything else isn't done.
    pub(super) fn fetch_up_to(&mut self, by: isize, step: (Step, Option<u32>)) -> Vec<Effect> {
        let Counts { shown, reach, .. } = self.list.counts;
        let all = (reach == Reach::All && self.list.position() <= shown).then_some(shown);
        let rows = by.unsigned_abs().min(all.unwrap_or(usize::MAX));
        if rows <= MOST_FETCHED {
            self.due.push_front(step);
            let wanted = self.list.wanted_up_to(by, rows);
            return self.fetch(wanted).into_iter().collect();
        }
        match step.0 {
            Step::Command(command) if command.group() != Group::Triage => {
                let index = self.list.position().saturating_sub(1).saturating_add_signed(by);
                self.go_to = Some(Wanted { from: Anchor::Nth(index), count: BATCH });
            }
            Step::Command(_) | Step::Line(_) => self.tell_error(format!(
                "a count goes up to {MOST_FETCHED}: nothing was done; `v` selects from here to where you go"
            )),
        }
        Vec::new()
    }

    /// Takes rows in that were fetched.
    pub(super) fn receive(&mut self, wanted: Wanted, fetched: Rows) {
        self.missing = None;
        if matches!(wanted.from, Anchor::Nth(1..)) && fetched.rows.is_empty() {
            // There aren't so many: the last one is meant.
            self.go_to = Some(Wanted { from: Anchor::Last, count: BATCH });
            return;
        }
        self.list.receive(wanted, fetched);
    }
}
