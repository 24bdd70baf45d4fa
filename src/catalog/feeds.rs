//! What is known of a feed from reading it: when, with what success, and what it is called.

use serde::{Deserialize, Serialize};

use super::{How, SourceId};

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

/// What becomes of a feed's articles when it is no longer subscribed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Articles {
    /// They stay as they are.
    Stay,
    /// They go, but for what is bookmarked, tagged, noted or put off, and what another feed brings too.
    Go,
}

/// A subscription that ends, or is there again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionChange {
    /// Its address as the file has it: what makes it this one.
    pub address: String,
    /// What the list calls it.
    pub name: String,
    /// Its words in the subscriptions file, with the comments that are its own.
    pub words: String,
    /// Whether something that may be secret was left out of them.
    #[serde(default)]
    pub secrets: Secrets,
    /// The address of the one that stood below it; `None` if none did.
    pub below: Option<String>,
    /// Its articles' source, where it was ever read.
    pub source: Option<SourceId>,
    /// What became of its articles when it ended.
    pub articles: Articles,
    /// Whether it is there afterwards.
    pub subscribed: Subscribed,
}

/// Whether words that are kept are without what may be secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Secrets {
    /// Nothing was left out.
    #[default]
    None,
    /// Passwords of addresses, headers and what isn't understood were left out.
    LeftOut,
}

/// Whether something is subscribed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subscribed {
    /// It is.
    Yes,
    /// It is no longer.
    No,
}

impl SubscriptionChange {
    /// The opposite.
    #[must_use]
    pub fn turned(&self) -> Self {
        let subscribed = match self.subscribed {
            Subscribed::Yes => Subscribed::No,
            Subscribed::No => Subscribed::Yes,
        };
        Self { subscribed, ..self.clone() }
    }
}

/// What the end of a subscription, its undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsubscribed {
    /// Whether it was done, undone or done again.
    pub how: How,
    /// How things are now.
    pub change: SubscriptionChange,
}

/// A subscription that may end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Its address as the file has it.
    pub address: String,
    /// What the list calls it.
    pub name: String,
    /// How many articles would go with it.
    pub articles: usize,
}

/// A subscription in the list of feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedRow {
    /// Its address as the file has it.
    pub address: String,
    /// What it is called.
    pub name: String,
    /// The source of its articles; `None` if it was never read.
    pub source: Option<SourceId>,
    /// Whether it can be read.
    pub standing: Standing,
    /// What is wrong with it, and when it was last read: a sentence without a full stop.
    pub told: Option<String>,
    /// How many articles it has.
    pub counts: FeedCounts,
}

impl FeedRow {
    /// Whether it needs somebody to look after it.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        matches!(self.standing, Standing::Failing | Standing::Gone)
    }
}

impl Feed {
    /// A feed of which nothing is known yet.
    #[must_use]
    pub fn of(address: String, source: SourceId) -> Self {
        Self {
            name: address.clone(),
            address,
            source,
            title: None,
            site: None,
            standing: Standing::New,
            trouble: None,
            failures: 0,
            checked: None,
            good: None,
            due: 0,
            quiet_until: None,
            moved: None,
            new: 0,
            known_by: KnownBy::default(),
        }
    }

    /// What there is to tell of it at a moment, in Unix seconds: what was wrong the last time, and, if it can't be read, when it
    /// could.
    #[must_use]
    pub fn told(&self, now: i64) -> Option<String> {
        match (self.standing, self.good) {
            (Standing::New, _) => Some("never read".to_owned()),
            (Standing::Good, _) => self.trouble.clone(),
            (Standing::Failing | Standing::Gone, good) => {
                let why = self.trouble.as_deref().unwrap_or("it can't be read");
                Some(good.map_or_else(
                    || format!("{why}; never read"),
                    |good| format!("{why}; last read {}", ago(now.saturating_sub(good))),
                ))
            }
        }
    }
}

fn ago(seconds: i64) -> String {
    if seconds < 60 { "just now".to_owned() } else { format!("{} ago", span(seconds)) }
}

/// A time in the unit that fits: `5 min`, `2 h`, `3 d`; `seconds` may be anything.
#[must_use]
pub fn span(seconds: i64) -> String {
    match seconds {
        ..3600 => format!("{} min", seconds / 60),
        3600..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_the_unit_that_fits() {
        let told = [-5, 59, 3599, 3600, 172_799, 172_800, 9_000_000].map(ago);
        assert_eq!(told, ["just now", "just now", "59 min ago", "1 h ago", "47 h ago", "2 d ago", "104 d ago"]);
    }
}
