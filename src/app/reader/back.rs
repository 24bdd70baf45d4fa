//! Coming back: to a place, to an article that was open before, to the same place under other quotations.

use super::{Open, Reader, page};
use crate::{
    catalog::{ArticleId, Opened},
    text::quotes::{Quotation, Quotations},
};

/// Where one was in an article, to come back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    byte: usize,
    /// The line at the top, and the width of the page that it is a line of.
    line: (usize, u16),
    quotation: Option<usize>,
}

impl Reader {
    /// Shows again what was open before, if anything was, set for the pane as it is now.
    pub fn put_back(&mut self, open: Option<Box<Open>>) {
        self.open = open;
        self.set_again();
    }

    /// Takes quotations and names that changed, if the article is open and its text is the same: nothing moves.
    pub fn requote(&mut self, opened: Opened) {
        self.ready.clear();
        let Some(open) = &mut self.open else { return };
        let old = &mut open.opened;
        if old.row.id != opened.row.id || old.article.text != opened.article.text {
            return;
        }
        let start = open.quotation.and_then(|index| start_of(&old.quotations, index));
        open.quotation = start.and_then(|start| nearest(&opened.quotations, start));
        old.row.quotations = opened.row.quotations;
        (old.quotations, old.people) = (opened.quotations, opened.people);
        (old.kept, old.lost, old.notes) = (opened.kept, opened.lost, opened.notes);
        open.page = page(&self.setting, &open.opened, &open.head);
        open.come_back(self.height);
    }

    /// Which article is open, and where one is in it.
    #[must_use]
    pub fn place(&self) -> Option<(ArticleId, Place)> {
        self.open.as_ref().map(|open| (open.opened.row.id, open.place()))
    }

    /// Goes back to where one was.
    pub fn return_to(&mut self, place: Place) {
        let Some(open) = &mut self.open else { return };
        open.quotation = place.quotation;
        open.place = place.byte;
        let (line, width) = place.line;
        if width == open.page.width() {
            open.top = line.min(open.last_top(self.height));
        } else {
            open.come_back(self.height);
        }
    }
}

impl Open {
    /// Where one is.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { byte: self.place, line: (self.top, self.page.width()), quotation: self.quotation }
    }

    /// The first quotation that ends below the top of the pane.
    #[must_use]
    pub fn quotation_in_sight(&self) -> Option<usize> {
        let top = if self.top == 0 { 0 } else { self.page.byte_of(self.top) };
        let ends = |quotation: &Quotation| quotation.pieces.last().is_some_and(|piece| piece.end > top);
        self.opened.quotations.quotations.iter().position(ends)
    }
}

/// Where a quotation begins.
fn start_of(quotations: &Quotations, index: usize) -> Option<usize> {
    Some(quotations.quotations.get(index)?.pieces.first()?.start)
}

/// The quotation that begins at a byte, or the first one after it.
fn nearest(quotations: &Quotations, start: usize) -> Option<usize> {
    let starts = (0..quotations.quotations.len()).map(|index| start_of(quotations, index));
    starts.enumerate().find(|(_, other)| other.is_some_and(|other| other >= start)).map(|(index, _)| index)
}
