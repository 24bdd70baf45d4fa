//! How a view looks, and what it is remembered by. It doesn't know where that is kept.

use super::{Order, Shown, View};

/// How a view looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// In which order it is.
    pub order: Order,
    /// How wide its articles are set.
    pub width: TextWidth,
    /// How often it lists an article of several feeds.
    pub duplicates: Duplicates,
    /// Whether it shows where a day begins.
    pub days: Days,
}

/// Whether a list by date shows where a day begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Days {
    /// It doesn't: one article after the other.
    #[default]
    Mixed,
    /// The first row of each day names it.
    Named,
}

/// How often a list has an article that came by several feeds. It is one article either way, and counts as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Duplicates {
    /// Once, with the names of all of them.
    #[default]
    One,
    /// Once for each of them, one below the other. Where a list goes by sources, with the first of them only.
    Each,
}

/// How wide a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextWidth {
    /// As the options say.
    #[default]
    Set,
    /// As wide as the pane.
    Pane,
}

impl View {
    /// What the view is called where something is remembered of it.
    #[must_use]
    pub fn key(&self) -> String {
        let shown = match self.shown {
            Shown::All => "all".to_owned(),
            Shown::Unread => "unread".to_owned(),
            Shown::Bookmarked => "bookmarks".to_owned(),
            Shown::Later => "later".to_owned(),
            Shown::Snoozed => "snoozed".to_owned(),
            Shown::Done => "done".to_owned(),
            Shown::Muted => "muted".to_owned(),
            Shown::Watched => "watched".to_owned(),
            Shown::Tagged(tag) => format!("tag {}", tag.0),
        };
        self.source.map_or_else(|| shown.clone(), |source| format!("{shown} of {}", source.0))
    }
}
