//! Rows of one article, where a list has one for each feed that brought it: they stand together, and are one article.

use std::collections::HashMap;

use super::{Heading, List};
use crate::catalog::{Duplicates, Row, Scope};

impl List {
    /// Selects the first row of the article that stands so many articles after the selected one, as far as the window goes.
    pub fn go_past(&mut self, count: usize) {
        self.heading = Heading::Down;
        for _ in 0..count {
            if !self.select_where(1, |_| true) {
                break;
            }
        }
    }

    /// Puts rows that were read again in the places of what they were. One that stands for a certain source
    /// stays that source's.
    pub fn renew(&mut self, rows: Vec<Row>) {
        let now: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row)).collect();
        let each = self.duplicates() == Duplicates::Each;
        for row in &mut self.rows {
            let Some(again) = now.get(&row.id) else { continue };
            let before = std::mem::replace(row, again.clone());
            if each || before.source_id != again.source_id {
                let Row { source, source_id, also, .. } = before;
                *row = Row { source, source_id, also, ..again.clone() };
            }
        }
    }

    /// How often an article of several feeds is listed.
    fn duplicates(&self) -> Duplicates {
        match &self.scope {
            Scope::View(view) => view.duplicates,
            Scope::Found(found) => found.duplicates,
            Scope::Only(_) => Duplicates::One,
        }
    }
}

/// How many articles rows are of: those of one article stand together.
pub(super) fn articles(rows: Option<&[Row]>) -> usize {
    rows.unwrap_or_default().chunk_by(|one, next| one.id == next.id).count()
}

/// The first row of the article that a row is of, so that no cut parts its rows.
pub(super) fn first_of_article(rows: &[Row], at: usize) -> usize {
    let Some(id) = rows.get(at).map(|row| row.id) else { return at };
    rows.get(..at).unwrap_or_default().iter().rposition(|row| row.id != id).map_or(0, |before| before + 1)
}
