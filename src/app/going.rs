//! Going through the list and the article: by lines, pages and numbers. It knows places, not what is there.

use super::{
    Model,
    list::{BATCH, Wanted},
    panes::Pane,
};
use crate::catalog::{Anchor, Counts, Reach};

impl Model {
    pub(super) fn rows(&self) -> usize {
        self.areas.map_or(1, |areas| areas.rows())
    }

    pub(super) fn line(&mut self, by: isize) {
        match self.focus {
            Pane::List | Pane::Places => self.step_list(by),
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
            Pane::List | Pane::Places => self.step_list(pages.saturating_mul((self.rows() / 2).max(1).cast_signed())),
            Pane::Reader => drop(self.reader.scroll(pages.saturating_mul(self.reader.half()))),
        }
    }

    pub(super) fn page(&mut self, pages: isize) {
        match self.focus {
            Pane::List | Pane::Places => self.step_list(pages.saturating_mul(self.rows().cast_signed())),
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

    /// Goes `by` rows on; where the window doesn't reach so far, the rows there are fetched.
    pub(super) fn step_list(&mut self, by: isize) {
        let Counts { shown, reach, .. } = self.list.counts;
        if self.list.reaches(by) || reach == Reach::AtLeast {
            return self.list.step(by);
        }
        let index = self.list.position().saturating_sub(1).saturating_add_signed(by);
        let from = if index < shown { Anchor::Nth(index) } else { Anchor::Last };
        self.go_to = Some(Wanted { from, count: BATCH });
    }
}
