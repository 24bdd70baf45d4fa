//! What came in over a stretch of time, and what became of it. Pure data.

use serde::Serialize;

/// A stretch of time in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Where it begins, in Unix seconds.
    pub from: i64,
    /// Where it ends, in Unix seconds.
    pub to: i64,
    /// Into how many equal spans it is divided.
    pub spans: usize,
    /// The sources, the one with most articles first.
    pub sources: Vec<SourceStats>,
    /// Those who are quoted most, by whole names.
    pub speakers: Vec<SpeakerStats>,
}

/// What a source brought, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SourceStats {
    /// Its name, empty for articles that name none.
    pub name: Box<str>,
    /// Articles in each span.
    pub articles: Vec<u32>,
    /// Quotations in each span.
    pub quotations: Vec<u32>,
    /// Articles that are done and were gone into: a place in the text was remembered, or they are kept.
    pub read: u32,
    /// Articles that are done without that.
    pub skipped: u32,
    /// Articles that wait: in the inbox, for later, snoozed.
    pub waiting: u32,
    /// Articles that a rule hides.
    pub muted: u32,
    /// Articles that are bookmarked.
    pub kept: u32,
}

/// How much somebody is quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpeakerStats {
    /// What they are called.
    pub name: Box<str>,
    /// Their quotations.
    pub quotations: u32,
    /// In so many articles.
    pub articles: u32,
}

impl SourceStats {
    /// All its articles.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.articles.iter().sum()
    }

    /// All its quotations.
    #[must_use]
    pub fn quoted(&self) -> u32 {
        self.quotations.iter().sum()
    }
}

impl Stats {
    /// A number of each span, over all sources.
    #[must_use]
    pub fn total(&self, of: impl Fn(&SourceStats) -> &[u32]) -> Vec<u32> {
        let mut total = vec![0_u32; self.spans];
        for source in &self.sources {
            for (sum, one) in total.iter_mut().zip(of(source)) {
                *sum = sum.saturating_add(*one);
            }
        }
        total
    }
}
