//! A view with its sources one after the other, by name: stretches of the ranges of each, so that nothing is sorted.

use rusqlite::{Connection, OptionalExtension};

use super::list::{Window, shelf_of};
use super::range::Range;
use super::shelf::{self, Shelf};
use crate::catalog::{Anchor, ArticleId, Order, SourceId, View};

/// The ranges of a view, one for each source that has articles in it.
pub(super) struct Grouped {
    sources: Vec<i64>,
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
        let mut select = db.prepare_cached(
            "SELECT t.source FROM tally t CROSS JOIN source s ON s.id = t.source
             WHERE t.shelf = ?1 AND t.articles > 0 ORDER BY s.name COLLATE NOCASE, s.id",
        )?;
        let sources = select.query_map([shelf_of(view.shown).number()], |row| row.get(0))?;
        let muted = shelf::total(db, Shelf::Muted, None)?;
        Ok(Some(Self { sources: sources.collect::<rusqlite::Result<_>>()?, view: *view, muted }))
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
        Ok(source.and_then(|source| self.sources.iter().position(|one| *one == source)))
    }

    /// How many articles stand before a source's.
    fn before(&self, db: &Connection, place: usize) -> rusqlite::Result<usize> {
        self.sources.iter().take(place).map(|source| self.range(*source).total(db)).sum()
    }

    pub(super) fn window(&self, db: &Connection, from: Anchor, count: usize) -> rusqlite::Result<Window> {
        match from {
            Anchor::First => Ok(Window { rank: Some(0), ..self.down(db, 0, Anchor::First, count)? }),
            Anchor::Last => {
                let window = self.up(db, self.sources.len().saturating_sub(1), Anchor::Last, count)?;
                let all = self.before(db, self.sources.len())?;
                Ok(Window { rank: Some(all.saturating_sub(window.rows.len())), ..window })
            }
            Anchor::Nth(n) => {
                let (place, rest) = self.nth_place(db, n)?;
                Ok(Window { rank: Some(n), ..self.down(db, place, Anchor::Nth(rest), count)? })
            }
            Anchor::At(id) => {
                let Some(place) = self.place(db, id)? else { return self.window(db, Anchor::First, count) };
                let within = self.sources.get(place).map(|source| self.range(*source).rank(db, id.0)).transpose()?;
                let rank = self.before(db, place)? + within.unwrap_or(0);
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
    fn nth_place(&self, db: &Connection, n: usize) -> rusqlite::Result<(usize, usize)> {
        let mut left = n;
        for (place, source) in self.sources.iter().enumerate() {
            let total = self.range(*source).total(db)?;
            if left < total {
                return Ok((place, left));
            }
            left -= total;
        }
        Ok((self.sources.len(), 0))
    }

    /// Rows from an anchor in a source on, and on through the sources after it.
    fn down(&self, db: &Connection, place: usize, from: Anchor, count: usize) -> rusqlite::Result<Window> {
        let mut window = Window::default();
        let mut from = from;
        for source in self.sources.iter().skip(place) {
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
        for source in self.sources.iter().take(place + 1).rev() {
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
            Anchor::Nth(n) => (Some(self.nth_place(db, n)?.0), false),
        };
        let Some(place) = place else { return Ok(None) };
        let sources: Vec<i64> = if back {
            self.sources.iter().take(place + 1).rev().copied().collect()
        } else {
            self.sources.iter().skip(place).copied().collect()
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
