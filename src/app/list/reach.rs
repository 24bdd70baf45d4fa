//! How far the window reaches, and what to fetch so that it reaches further.

use super::{BATCH, Edge, List, Wanted};
use crate::catalog::{Anchor, Counts, Queue, Reach, Row};

impl List {
    /// Whether the window has the row that stands `by` rows on, or the list ends before it.
    #[must_use]
    pub fn reaches(&self, by: isize) -> bool {
        let edge = if by < 0 { self.start } else { self.end };
        let index = self.selected.checked_add_signed(by);
        edge == Edge::Reached || index.is_some_and(|index| index < self.rows.len())
    }

    /// So many further rows, on the side that a movement by `by` goes to.
    #[must_use]
    pub fn wanted_up_to(&self, by: isize, rows: usize) -> Wanted {
        let count = rows.max(BATCH);
        let from = match by {
            ..0 => self.rows.first().map_or(Anchor::First, |row| Anchor::Before(row.id)),
            0.. => self.rows.last().map_or(Anchor::First, |row| Anchor::After(row.id)),
        };
        Wanted { from, count }
    }

    /// Counts the rows of the window, where not all could be counted in time: once they are all here, they are the count.
    pub fn count_held(&mut self) {
        if self.counts.reach == Reach::All || self.first > 0 {
            return;
        }
        let mut rows: Vec<_> = self.rows.iter().collect();
        rows.dedup_by_key(|row| row.id);
        let shown = rows.len();
        let whole = self.start == Edge::Reached && self.end == Edge::Reached;
        if whole || shown > self.counts.shown {
            let number = |wanted: fn(&Row) -> bool| rows.iter().filter(|row| wanted(row)).count();
            self.counts = Counts {
                shown,
                all: shown,
                unread: number(|row| row.queue.is_inbox()),
                bookmarked: number(|row| row.kept),
                later: number(|row| row.queue == Queue::Later),
                snoozed: number(|row| matches!(row.queue, Queue::Snoozed(_))),
                reach: if whole { Reach::All } else { Reach::AtLeast },
            };
        }
    }
}
