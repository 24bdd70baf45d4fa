//! Where articles can be looked for, with what waits there: queues, saved views, sources. Pure data.

use super::{Reach, SourceId, feeds::Standing};

/// What there is, as of one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory {
    /// What stands in the queues, of all sources.
    pub queues: Queues,
    /// What is unread of each query that was asked about, in their order; `None` where the query makes no sense.
    pub views: Vec<Option<Tally>>,
    /// The sources, by name.
    pub sources: Vec<Listed>,
}

/// How many articles stand in the queues.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Queues {
    /// In the inbox.
    pub unread: usize,
    /// To be read later.
    pub later: usize,
    /// Out of sight until some time.
    pub snoozed: usize,
    /// Kept.
    pub bookmarked: usize,
    /// Hidden by rules.
    pub muted: usize,
    /// Pointed out by rules.
    pub watched: usize,
}

/// A number that counting may have stopped at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: usize,
    /// Whether these are all.
    pub reach: Reach,
}

/// A source in a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The source.
    pub id: SourceId,
    /// Its name, empty for articles that name none.
    pub name: Box<str>,
    /// What its feed is filed under.
    pub folders: Vec<Box<str>>,
    /// Its unread articles.
    pub unread: usize,
    /// Whether its feed can be read; `None` for a source without one.
    pub standing: Option<Standing>,
    /// What was wrong with its feed the last time.
    pub trouble: Option<Box<str>>,
}

impl Tally {
    /// All of so many.
    #[must_use]
    pub fn of(count: usize) -> Self {
        Self { count, reach: Reach::All }
    }
}
