//! A view with its sources one after the other, by name: stretches of the ranges of each, so that nothing is sorted.

use rusqlite::{Connection, OptionalExtension};

use super::list::{Window, shelf_of};
use super::range::Range;
use super::shelf::{self, Shelf};
use super::size;
use crate::catalog::{Anchor, ArticleId, Order, SourceId, View};

/// The ranges of a view, one for each source that has articles in it.
pub(super) struct Grouped {
    /// Each with how many articles of it are in the view.
    sources: Vec<(i64, usize)>,
    view: View,
    /// How many articles rules hide.
    muted: usize,
}

impl Grouped {
    /// `None` where the view isn't in the order of sources, or is of one source only.
    pub(super) fn of(db: &Connection, view: &View) -> rusqlite::Result<Option<Self>> {
        if view.order != Order::BySource || view.source.is_some() {
            return Ok(None);
        }
        let mut grouped = Self { sources: Vec::new(), view: *view, muted: shelf::total(db, Shelf::Muted, None)? };
        let left_out = grouped.range(0).left_out().iter().map(|shelf| shelf.number().to_string());
        let mut select = db.prepare_cached(&format!(
            "SELECT t.source, t.articles - coalesce(
                 (SELECT sum(o.articles) FROM tally o WHERE o.shelf IN ({}) AND o.source = t.source), 0)
             FROM tally t CROSS JOIN source s ON s.id = t.source
             WHERE t.shelf = ?1 AND t.articles > 0 ORDER BY s.name COLLATE NOCASE, s.id",
            left_out.collect::<Vec<_>>().join(", ")
        ))?;
        let sources =
            select.query_map([shelf_of(view.shown).number()], |row| Ok((row.get(0)?, size(row, 1).unwrap_or(0))))?;
        grouped.sources = sources.collect::<rusqlite::Result<_>>()?;
        Ok(Some(grouped))
    }

    fn range(&self, source: i64) -> Range {
        let view = View { source: Some(SourceId(source)), order: Order::NewestFirst, ..self.view };
        Range::of_its_own(&view, self.muted)
    }

    /// The place of an article's source among the sources; `None` if there is no such article here.
    fn place(&self, db: &Connection, id: ArticleId) -> rusqlite::Result<Option<usize>> {
        let source: Option<i64> = db
            .prepare_cached("SELECT source FROM article WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        Ok(source.and_then(|source| self.sources.iter().position(|(one, _)| *one == source)))
    }

    /// How many articles stand before a source's.
    fn before(&self, place: usize) -> usize {
        self.sources.iter().take(place).map(|(_, total)| total).sum()
    }

    pub(super) fn window(&self, db: &Connection, from: Anchor, count: usize) -> rusqlite::Result<Window> {
        match from {
            Anchor::First => Ok(Window { rank: Some(0), ..self.down(db, 0, Anchor::First, count)? }),
            Anchor::Last => {
                let window = self.up(db, self.sources.len().saturating_sub(1), Anchor::Last, count)?;
                let all = self.before(self.sources.len());
                Ok(Window { rank: Some(all.saturating_sub(window.rows.len())), ..window })
            }
            Anchor::Nth(n) => {
                let (place, rest) = self.nth_place(n);
                Ok(Window { rank: Some(n), ..self.down(db, place, Anchor::Nth(rest), count)? })
            }
            Anchor::At(id) => {
                let Some(place) = self.place(db, id)? else { return self.window(db, Anchor::First, count) };
                let within =
                    self.sources.get(place).map(|(source, _)| self.range(*source).rank(db, id.0)).transpose()?;
                let rank = self.before(place) + within.unwrap_or(0);
                Ok(Window { rank: Some(rank), ..self.down(db, place, from, count)? })
            }
            Anchor::After(id) => match self.place(db, id)? {
                Some(place) => self.down(db, place, from, count),
                None => Ok(Window::default()),
            },
            Anchor::Before(id) => match self.place(db, id)? {
                Some(place) => self.up(db, place, from, count),
                None => Ok(Window::default()),
            },
        }
    }

    /// The source with the row that so many stand before, and how many of them are of that source.
    fn nth_place(&self, n: usize) -> (usize, usize) {
        let mut left = n;
        for (place, (_, total)) in self.sources.iter().enumerate() {
            if left < *total {
                return (place, left);
            }
            left -= total;
        }
        (self.sources.len(), 0)
    }

    /// Rows from an anchor in a source on, and on through the sources after it.
    fn down(&self, db: &Connection, place: usize, from: Anchor, count: usize) -> rusqlite::Result<Window> {
        let mut window = Window::default();
        let mut from = from;
        for (source, _) in self.sources.iter().skip(place) {
            let left = count - window.rows.len();
            window.rows.extend(self.range(*source).window(db, from, left)?.rows);
            if window.rows.len() >= count {
                break;
            }
            from = Anchor::First;
        }
        Ok(window)
    }

    /// Rows before an anchor in a source, and back through the sources before it; in the order of the list.
    fn up(&self, db: &Connection, place: usize, from: Anchor, count: usize) -> rusqlite::Result<Window> {
        let mut window = Window::default();
        let mut from = from;
        for (source, _) in self.sources.iter().take(place + 1).rev() {
            let left = count - window.rows.len();
            window.rows.splice(..0, self.range(*source).window(db, from, left)?.rows);
            if window.rows.len() >= count {
                break;
            }
            from = Anchor::Last;
        }
        Ok(window)
    }

    /// The nearest unread article from an anchor on.
    pub(super) fn next_unread(&self, db: &Connection, from: Anchor) -> rusqlite::Result<Option<ArticleId>> {
        let (place, back) = match from {
            Anchor::First => (Some(0), false),
            Anchor::Last => (Some(self.sources.len().saturating_sub(1)), true),
            Anchor::Before(id) => (self.place(db, id)?, true),
            Anchor::After(id) | Anchor::At(id) => (self.place(db, id)?, false),
            Anchor::Nth(n) => (Some(self.nth_place(n).0), false),
        };
        let Some(place) = place else { return Ok(None) };
        let sources: Vec<i64> = if back {
            self.sources.iter().take(place + 1).rev().map(|(source, _)| *source).collect()
        } else {
            self.sources.iter().skip(place).map(|(source, _)| *source).collect()
        };
        let mut from = from;
        for source in sources {
            if let Some(id) = self.range(source).next_unread(db, from)? {
                return Ok(Some(id));
            }
            from = if back { Anchor::Last } else { Anchor::First };
        }
        Ok(None)
    }
}
