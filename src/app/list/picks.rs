//! Rows picked for the next verb: one by one, or a stretch from a row to the selection.

use super::List;
use crate::catalog::{ArticleId, Order, Row, Scope};

impl List {
    /// Picks the selected row for the next verb, or lets it go, and goes on.
    pub fn pick(&mut self) {
        let Some(id) = self.selected().map(|row| row.id) else { return };
        if !self.picked.remove(&id) {
            self.picked.insert(id);
        }
        self.step(1);
    }

    /// Begins a stretch at the selected row; the next verb is for all from there to where the selection then is.
    /// A second time, ends it.
    pub fn begin_stretch(&mut self) {
        let here = self.selected().map(|row| row.id);
        self.stretch_from = if self.stretch_from.is_some() { None } else { here };
    }

    /// Lets go of everything picked. Returns whether there was something.
    pub fn let_go(&mut self) -> bool {
        let some = self.has_picked();
        self.picked.clear();
        self.stretch_from = None;
        some
    }

    /// Whether rows are picked.
    #[must_use]
    pub fn has_picked(&self) -> bool {
        !self.picked.is_empty() || self.stretch_from.is_some()
    }

    /// Whether a row is picked for the next verb.
    #[must_use]
    pub fn is_picked(&self, id: ArticleId) -> bool {
        self.picked.contains(&id) || self.is_in_stretch(id)
    }

    /// Whether the selected row is the last one of a stretch down to it, as listed.
    #[must_use]
    pub fn ends_stretch(&self) -> bool {
        let Some((oldest, newest)) = self.stretch().filter(|_| self.picked.is_empty()) else { return false };
        let here = self.selected().map(|row| row.id);
        let mut rows = self.rows.iter().map(|row| row.id).skip_while(|id| Some(*id) != here);
        oldest == newest || rows.nth(1).is_none_or(|next| !self.is_in_stretch(next))
    }

    fn is_in_stretch(&self, id: ArticleId) -> bool {
        let Some((oldest, newest)) = self.stretch() else { return false };
        if self.goes_by_date() {
            return (oldest..=newest).contains(&id);
        }
        let place = |id: ArticleId| match &self.scope {
            Scope::Only(ids) => ids.iter().position(|one| *one == id),
            Scope::View(_) | Scope::Found(_) => self.rows.iter().position(|row| row.id == id),
        };
        let (Some(one), Some(other), Some(place)) = (place(oldest), place(newest), place(id)) else { return false };
        (one.min(other)..=one.max(other)).contains(&place)
    }

    /// Whether the rows are in the order of their dates, so that a stretch of them is a stretch of time.
    #[must_use]
    pub fn goes_by_date(&self) -> bool {
        match &self.scope {
            Scope::View(view) => view.order != Order::BySource || view.source.is_some(),
            Scope::Found(_) => true,
            Scope::Only(_) => false,
        }
    }

    /// The ends of the stretch that was begun, the older one first.
    #[must_use]
    pub fn stretch(&self) -> Option<(ArticleId, ArticleId)> {
        let (from, to) = (self.stretch_from?, self.selected()?.id);
        Some((from.min(to), from.max(to)))
    }

    /// The picked rows that the window holds, in its order.
    #[must_use]
    pub fn held_picks(&self) -> Vec<ArticleId> {
        self.rows.iter().map(|row| row.id).filter(|id| self.is_picked(*id)).collect()
    }

    /// The rows picked one by one, the newest first.
    #[must_use]
    pub fn picks(&self) -> Vec<ArticleId> {
        let mut picks: Vec<_> = self.picked.iter().copied().collect();
        picks.sort_unstable_by(|a, b| b.cmp(a));
        picks
    }

    /// The row of an article, if the window holds it.
    #[must_use]
    pub fn row(&self, id: ArticleId) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// The headline of the one article, if the window holds it.
    #[must_use]
    pub fn headline(&self, ids: &[ArticleId]) -> Option<&str> {
        let [id] = ids else { return None };
        self.rows.iter().find(|row| row.id == *id).map(|row| &*row.headline)
    }
}
