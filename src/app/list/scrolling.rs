//! Which rows of the window are on the screen.

use super::{Edge, List};

impl List {
    /// Scrolls by `by` rows without moving the selection, unless it would leave the screen of `fitting` rows.
    pub fn scroll(&mut self, by: isize, fitting: usize) {
        let last = self.rows.len().saturating_sub(fitting.max(1));
        self.top = self.top.saturating_add_signed(by).min(last);
        let bottom = (self.top + fitting.max(1)).saturating_sub(1);
        self.selected = self.selected.clamp(self.top, bottom.max(self.top)).min(self.rows.len().saturating_sub(1));
    }

    /// Scrolls so that the selected row is on the screen of `fitting` rows, with `margin` rows around it where possible.
    pub fn follow(&mut self, fitting: usize, margin: usize) {
        let fitting = fitting.max(1);
        let margin = margin.min((fitting - 1) / 2);
        let highest = self.selected.saturating_sub(margin);
        let lowest = (self.selected + margin + 1).saturating_sub(fitting);
        self.top = self.top.clamp(lowest.min(highest), highest);
        let last_page = self.rows.len().saturating_sub(fitting);
        if self.end == Edge::Reached {
            self.top = self.top.min(last_page);
        }
    }

    /// Puts the selected row on the first, the middle or the last line of the screen.
    pub fn place(&mut self, above: usize) {
        self.top = self.selected.saturating_sub(above);
    }
}
