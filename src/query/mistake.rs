//! What is wrong with a query: where, and what was expected there.

use std::fmt;
use std::ops::Range;

/// A query that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The bytes of the query that can't stand so; empty at the end of the query.
    pub at: Range<usize>,
    /// What was expected, or what is wrong: a sentence without a full stop.
    pub says: String,
    /// Whether it may still come right as the query is typed on.
    pub reach: Reach,
}

/// Whether a query with a mistake may come right by typing on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It may: something is open.
    Unfinished,
    /// It may not.
    Wrong,
}

impl Mistake {
    pub(super) fn wrong(at: Range<usize>, says: impl Into<String>) -> Self {
        Self { at, says: says.into(), reach: Reach::Wrong }
    }

    pub(super) fn unfinished(at: Range<usize>, says: impl Into<String>) -> Self {
        Self { at, says: says.into(), reach: Reach::Unfinished }
    }

    /// The column of the mistake in the query, counted in characters from 1.
    #[must_use]
    pub fn column(&self, query: &str) -> usize {
        query.get(..self.at.start).unwrap_or(query).chars().count() + 1
    }

    /// The query with the place marked under it, in two lines; of a long query, the part about the mistake.
    #[must_use]
    pub fn pointer(&self, query: &str) -> String {
        /// Characters of the query shown before the mistake, and in all.
        const BEFORE: usize = 40;
        const SHOWN: usize = 76;
        let column = self.column(query) - 1;
        let skipped = column.saturating_sub(BEFORE);
        let shown: String = query.chars().skip(skipped).take(SHOWN).collect();
        let before: String = shown.chars().take(column - skipped).collect();
        let wrong: String = query.get(self.at.clone()).unwrap_or_default().chars().take(SHOWN - BEFORE).collect();
        let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
        format!("{shown}\n{}{}", " ".repeat(width(&before)), "^".repeat(width(&wrong).max(1)))
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.says)
    }
}

impl std::error::Error for Mistake {}
