//! What is known of a feed from reading it: when, with what success, and what it is called.

use serde::{Deserialize, Serialize};

use super::SourceId;

/// A feed that was read, or is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its address as it was subscribed to: what makes it this feed.
    pub address: String,
    /// The source of its articles.
    pub source: SourceId,
    /// What the list calls it.
    pub name: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// The web page that it belongs to.
    pub site: Option<String>,
    /// Whether it can be read.
    pub standing: Standing,
    /// What was wrong the last time: a sentence without a full stop.
    pub trouble: Option<String>,
    /// How often in a row it couldn't be read.
    pub failures: u32,
    /// Unix seconds of the last try.
    pub checked: Option<i64>,
    /// Unix seconds of the last time that it could be read.
    pub good: Option<i64>,
    /// Unix seconds from which on it is to be read again by itself; 0: at once.
    pub due: i64,
    /// Unix seconds until which its server wants to be left alone, whoever asks.
    pub quiet_until: Option<i64>,
    /// Where it has moved to for good.
    pub moved: Option<String>,
    /// How many new articles the last good reading brought.
    pub new: usize,
    /// What its document is known by.
    pub known_by: KnownBy,
}

/// What tells whether a feed's document has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownBy {
    /// `ETag`, as the server gave it.
    pub etag: Option<String>,
    /// `Last-Modified`, as the server gave it.
    pub modified: Option<String>,
    /// A hash of its bytes.
    pub bytes: Option<i64>,
}

/// Whether a feed can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It was never tried.
    #[default]
    New,
    /// It could be read the last time.
    Good,
    /// It couldn't.
    Failing,
    /// Its server says that it is gone for good (410).
    Gone,
}

/// How many articles of a feed there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeedCounts {
    /// All of them.
    pub all: usize,
    /// Those that haven't been read.
    pub unread: usize,
}
