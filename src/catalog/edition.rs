//! What a briefing is: an edition of stories, each told by one report or several, with who said what in it.
//!
//! Pure data. It doesn't know how stories are found or in which order they come.

use std::sync::Arc;

use serde::Serialize;

use super::{ArticleId, Row, Verb};
use crate::{
    query::Query,
    text::quotes::{Confidence, Kind},
};

/// Words that are read in a minute: the mean for silent reading of English non-fiction (Brysbaert, "How many words do we
/// read per minute?", 2019).
const WORDS_A_MINUTE: u32 = 238;

/// Which edition is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commission {
    /// What it is made from; everything if `None`.
    pub of: Option<Beat>,
    /// From when on, in Unix seconds; `None`: from the last edition on.
    pub since: Option<i64>,
    /// For how many minutes of reading; `None`: however long it takes.
    pub minutes: Option<u32>,
    /// Articles that editions before had, without coming to the end of what is new.
    pub passed: Vec<ArticleId>,
}

/// What an edition is made from, where it isn't everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beat {
    /// What it is called.
    pub name: Box<str>,
    /// What its articles meet.
    pub query: Arc<Query>,
}

/// A finite edition of what is new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edition {
    /// What was asked for.
    pub asked: Commission,
    /// It has what came in after this, in Unix seconds.
    pub since: i64,
    /// When it was made, in Unix seconds.
    pub made: i64,
    /// The stories, in order.
    pub stories: Vec<Story>,
    /// What had no room in the time given.
    pub left: Left,
}

/// What had no room in an edition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Left {
    /// How many stories.
    pub stories: usize,
    /// How many minutes of reading they are.
    pub minutes: u32,
    /// How many more articles are new than an edition is made from.
    pub articles: usize,
}

/// What happened, as one report or several tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// The reports, the one to read first.
    pub reports: Vec<Report>,
    /// The first paragraph of the first report, empty if it has none.
    pub lead: Box<str>,
    /// Why it stands where it does.
    pub because: Vec<Because>,
    /// What is said in it, the most telling first.
    pub quotations: Vec<Cited>,
}

/// An article of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its row.
    pub row: Row,
    /// Where it can be read on the web.
    pub url: Option<Box<str>>,
}

/// Why a story stands before others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "why", content = "what")]
pub enum Because {
    /// The reader watches for this.
    Watched(Box<str>),
    /// The reader often keeps what this source brings.
    Kept(Box<str>),
    /// So many sources tell it.
    Sources(usize),
}

/// What somebody said, of the one or other report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// The article that has it.
    pub article: ArticleId,
    /// Which of the article's quotations it is, from 0.
    pub index: usize,
    /// How it is reported.
    pub kind: Kind,
    /// The words in one line.
    pub words: Box<str>,
    /// Who said it, if that is known.
    pub speaker: Option<Box<str>>,
    /// The role that the article gives.
    pub role: Option<Box<str>>,
    /// How sure it is who said it.
    pub confidence: Confidence,
}

impl Commission {
    /// What it is called where editions of it are remembered; empty for everything.
    #[must_use]
    pub fn name(&self) -> &str {
        self.of.as_ref().map_or("", |beat| &beat.query.text)
    }
}

/// Minutes that reading so many words takes, at least one.
#[must_use]
pub fn minutes(words: u32) -> u32 {
    words.div_ceil(WORDS_A_MINUTE).max(1)
}

impl Story {
    /// The report to read first. A story has one at least.
    #[must_use]
    pub fn first(&self) -> Option<&Row> {
        self.reports.first().map(|report| &report.row)
    }

    /// Minutes that reading its first report takes.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        minutes(self.first().map_or(0, |row| row.words))
    }

    /// Whether one of its reports is this article.
    #[must_use]
    pub fn has(&self, id: ArticleId) -> bool {
        self.reports.iter().any(|report| report.row.id == id)
    }

    /// The names of the sources, each once, in the order of the reports.
    #[must_use]
    pub fn sources(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.reports.iter().map(|report| &*report.row.source).filter(|name| !name.is_empty()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

impl Edition {
    /// How many articles its stories have.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.stories.iter().map(|story| story.reports.len()).sum()
    }

    /// Minutes that reading the first report of each story takes.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.stories.iter().map(Story::minutes).sum()
    }

    /// The story that an article is a report of.
    #[must_use]
    pub fn story_of(&self, id: ArticleId) -> Option<&Story> {
        self.stories.iter().find(|story| story.has(id))
    }
}

/// Whether a verb on a story means all of its reports: where they wait, not what is kept of them.
#[must_use]
pub fn is_for_all_reports(verb: Verb) -> bool {
    match verb {
        Verb::Read | Verb::Unread | Verb::Later | Verb::Snooze(_) | Verb::Mute => true,
        Verb::Bookmark | Verb::Unbookmark | Verb::Tag(_) | Verb::Untag(_) => false,
    }
}
