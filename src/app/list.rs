//! The list pane's state: a window of rows around the selection. It knows rows, not articles' texts, and no store.
//!
//! The selection is an id, and the rows on the screen stay where they are when others come or go. Rows are fetched
//! well before the selection reaches the window's edge, so a key never waits for more than what it asks.

mod doubles;
mod picks;
mod reach;
mod scrolling;

use std::collections::HashSet;

use crate::catalog::{Anchor, ArticleId, Counts, Reach, Row, Scope};

use doubles::{articles, first_of_article};

/// How many rows are fetched at a time.
pub const BATCH: usize = 128;
/// How many rows are kept: beyond it those farthest from the selection go.
const KEPT: usize = 4 * BATCH;
/// How close to the window's edge the selection comes before more rows are fetched while nothing else is to do.
const AHEAD: usize = 96;
/// Rows that are fetched for the first frame beside two screens of them.
const SPARE: usize = 32;

/// A window of a view's rows, and which one is selected.
#[derive(Debug, Default)]
pub struct List {
    /// What is listed.
    pub scope: Scope,
    /// What the list is called, where its scope doesn't say it.
    pub called: Option<Box<str>>,
    /// How many articles the view holds, as of when it was last asked.
    pub counts: Counts,
    rows: Vec<Row>,
    first: usize,
    selected: usize,
    top: usize,
    handled: HashSet<ArticleId>,
    picked: HashSet<ArticleId>,
    stretch_from: Option<ArticleId>,
    heading: Heading,
    start: Edge,
    end: Edge,
    /// The line of the screen that the selected row was on, where the rows before it are still to come.
    line: Option<usize>,
}

/// Whether there may be rows beyond an edge of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Edge {
    #[default]
    Unknown,
    Reached,
}

/// Which way the selection went last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Heading {
    #[default]
    Down,
    Up,
}

/// A wish for rows, to be answered by [`List::receive`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// From where.
    pub from: Anchor,
    /// At most how many.
    pub count: usize,
}

/// Rows that were fetched.
#[derive(Debug, Default)]
pub struct Rows {
    /// In the order of the list.
    pub rows: Vec<Row>,
    /// How many rows of the list stand before the first of them: used where the window starts anew.
    pub rank: usize,
    /// Whether there are no more than these where fewer came than were wanted.
    pub reach: Reach,
}

impl List {
    /// The rows of the window that are on the screen, given how many fit, each with whether it is selected.
    pub fn visible(&self, fitting: usize) -> impl Iterator<Item = (&Row, bool)> {
        let rows = self.rows.iter().enumerate().skip(self.top).take(fitting);
        rows.map(|(index, row)| (row, index == self.selected))
    }

    /// The selected row.
    #[must_use]
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(self.selected)
    }

    /// Whether a row was changed since the list was read: it stays, but looks so.
    #[must_use]
    pub fn is_handled(&self, id: ArticleId) -> bool {
        self.handled.contains(&id)
    }

    /// The articles beside the selected one that have no more than so many words, first the one that the selection comes to
    /// next, going on as it went.
    #[must_use]
    pub fn neighbours(&self, most_words: u32) -> Vec<ArticleId> {
        let (below, above) = (self.selected.checked_add(1), self.selected.checked_sub(1));
        let order = match self.heading {
            Heading::Down => [below, above],
            Heading::Up => [above, below],
        };
        let here = self.selected().map(|row| row.id);
        let rows = order.into_iter().flatten().filter_map(|index| self.rows.get(index));
        rows.filter(|row| row.words <= most_words && Some(row.id) != here).map(|row| row.id).collect()
    }

    /// The selected article's number in the view, from 1.
    #[must_use]
    pub fn position(&self) -> usize {
        if self.rows.is_empty() { 0 } else { self.first + articles(self.rows.get(..=self.selected)) }
    }

    /// Whether nothing is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many articles of the view stand above what is shown: for a scroll bar.
    #[must_use]
    pub fn scrolled(&self) -> usize {
        self.first + articles(self.rows.get(..self.top))
    }

    /// Moves the selection by `by` rows, as far as the window goes.
    pub fn step(&mut self, by: isize) {
        self.heading = if by < 0 { Heading::Up } else { Heading::Down };
        let last = self.rows.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// Selects the row that is `line` rows under the top of the screen. Returns whether there is one.
    pub fn select_line(&mut self, line: usize) -> bool {
        let index = self.top + line;
        let there = index < self.rows.len();
        if there {
            self.selected = index;
        }
        there
    }

    /// Selects the next row (or, going back, the previous one) that is `wanted`, of another article. Returns whether the
    /// window has one.
    pub fn select_where(&mut self, direction: isize, wanted: impl Fn(&Row) -> bool) -> bool {
        let mut index = self.selected;
        let here = self.selected().map(|row| row.id);
        while let Some(next) = index.checked_add_signed(direction) {
            let Some(row) = self.rows.get(next) else {
                return false;
            };
            if wanted(row) && Some(row.id) != here {
                self.selected = next;
                return true;
            }
            index = next;
        }
        false
    }

    /// The ids of the selected row and of those after it, `count` in all, as far as the window goes.
    #[must_use]
    pub fn ids_from_selected(&self, count: usize) -> Vec<ArticleId> {
        let mut ids: Vec<_> = self.rows.iter().skip(self.selected).map(|row| row.id).collect();
        ids.dedup();
        ids.truncate(count);
        ids
    }

    /// The rows of these articles, as far as the window holds them.
    #[must_use]
    pub fn rows_of(&self, ids: &[ArticleId]) -> Vec<Row> {
        self.rows.iter().filter(|row| ids.contains(&row.id)).cloned().collect()
    }

    /// The ids of all rows of the window.
    #[must_use]
    pub fn ids(&self) -> Vec<ArticleId> {
        self.rows.iter().map(|row| row.id).collect()
    }

    /// Selects an article, if the window holds it.
    pub fn select(&mut self, id: ArticleId) -> bool {
        if self.selected().is_some_and(|row| row.id == id) {
            return true;
        }
        let index = self.rows.iter().position(|row| row.id == id);
        self.selected = index.unwrap_or(self.selected);
        index.is_some()
    }

    /// What the next frame lacks on a screen of `fitting` rows, if anything.
    #[must_use]
    pub fn wanted(&self, fitting: usize) -> Option<Wanted> {
        if self.rows.is_empty() && self.end == Edge::Unknown {
            return Some(Wanted { from: Anchor::First, count: 2 * fitting + SPARE });
        }
        self.wanted_within(fitting)
    }

    /// What to fetch so that the selection can go on moving, if anything: for when nothing else is to do.
    #[must_use]
    pub fn wanted_ahead(&self) -> Option<Wanted> {
        self.wanted_within(AHEAD)
    }

    /// Further rows, where there are fewer than so many on a side of the selection.
    fn wanted_within(&self, rows: usize) -> Option<Wanted> {
        let below = self.rows.len().saturating_sub(self.selected);
        if self.end == Edge::Unknown && below <= rows {
            let from = self.rows.last().map_or(Anchor::First, |row| Anchor::After(row.id));
            return Some(Wanted { from, count: BATCH });
        }
        if self.start == Edge::Unknown && self.selected <= rows {
            let from = self.rows.first().map_or(Anchor::First, |row| Anchor::Before(row.id));
            return Some(Wanted { from, count: BATCH });
        }
        None
    }

    /// Takes in rows that were fetched for `wanted`.
    pub fn receive(&mut self, wanted: Wanted, fetched: Rows) {
        let Rows { rows, rank, reach } = fetched;
        let short = rows.len() < wanted.count && reach == Reach::All;
        match wanted.from {
            Anchor::After(_) => self.append(rows, short),
            Anchor::Before(_) => self.prepend(rows, short),
            Anchor::First | Anchor::Last | Anchor::At(_) | Anchor::Nth(_) => {
                self.restart(wanted.from, rows, short, rank);
            }
        }
    }

    fn append(&mut self, rows: Vec<Row>, short: bool) {
        self.rows.extend(rows);
        self.end = if short { Edge::Reached } else { Edge::Unknown };
        let surplus = self.rows.len().saturating_sub(KEPT).min(self.selected.min(self.top));
        let surplus = first_of_article(&self.rows, surplus);
        if surplus > 0 {
            self.first += articles(self.rows.get(..surplus));
            self.rows.drain(..surplus);
            self.start = Edge::Unknown;
            self.selected -= surplus;
            self.top -= surplus;
        }
    }

    fn prepend(&mut self, rows: Vec<Row>, short: bool) {
        let count = rows.len();
        self.first = if short { 0 } else { self.first.saturating_sub(articles(Some(&rows))) };
        self.rows.splice(..0, rows);
        self.start = if short { Edge::Reached } else { Edge::Unknown };
        self.selected += count;
        self.top = match self.line.take() {
            Some(line) => self.selected.saturating_sub(line),
            None => self.top + count,
        };
        if self.rows.len() > KEPT {
            self.rows.truncate(first_of_article(&self.rows, KEPT.max(self.selected + AHEAD)));
            self.end = Edge::Unknown;
        }
    }

    fn restart(&mut self, from: Anchor, rows: Vec<Row>, short: bool, rank: usize) {
        let at_end = from == Anchor::Last;
        self.start = if rank == 0 { Edge::Reached } else { Edge::Unknown };
        self.end = if short || at_end { Edge::Reached } else { Edge::Unknown };
        self.first = rank;
        if !matches!(self.scope, Scope::Only(_)) {
            self.handled.clear();
        }
        self.line = (matches!(from, Anchor::At(_)) && rank > 0).then(|| self.selected.saturating_sub(self.top));
        self.rows = rows;
        self.selected = if at_end { self.rows.len().saturating_sub(1) } else { 0 };
        self.top = 0;
    }

    /// Remembers that these were changed since the list was read. Returns those of them that it holds.
    pub fn handle(&mut self, ids: &[ArticleId]) -> Vec<ArticleId> {
        let changed: HashSet<_> = ids.iter().copied().collect();
        let held: Vec<_> = self.rows.iter().map(|row| row.id).filter(|id| changed.contains(id)).collect();
        self.handled.extend(&held);
        held
    }

    /// Takes it back that these were changed.
    pub fn handle_no_more(&mut self, ids: &[ArticleId]) {
        for id in ids {
            self.handled.remove(id);
        }
    }
}

#[cfg(test)]
mod tests;
