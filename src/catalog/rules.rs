//! Rules that hide articles from the inbox, or point them out in it. Pure data.

use serde::{Deserialize, Serialize};

use super::{ArticleId, How};

/// A rule in the store. A number is never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct RuleId(pub i64);

impl RuleId {
    /// No rule: the reader hid these articles. The journal keeps no 0.
    pub const BY_HAND: Self = Self(-1);
}

/// What a rule does with the articles that meet its query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// Hides those that are unread.
    Mute,
    /// Points them out.
    Watch,
}

/// A rule in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its number.
    pub id: RuleId,
    /// What it says.
    pub written: WrittenRule,
}

/// A rule as the user's file has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WrittenRule {
    /// What it does.
    pub kind: RuleKind,
    /// What it is called: its query, where it has no name.
    pub name: String,
    /// The query, as it is typed.
    pub query: String,
    /// Until when it holds, in Unix seconds; `None` for good.
    pub until: Option<i64>,
}

/// A rule that is made or taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleChange {
    /// The rule.
    pub rule: WrittenRule,
    /// Whether it is there afterwards.
    pub made: Made,
}

/// Whether a rule is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Made {
    /// It is.
    Yes,
    /// It isn't, or no longer.
    No,
}

/// What a change of rules, its undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// Whether it was done, undone or done again.
    pub how: How,
    /// How things are now.
    pub change: RuleChange,
}

/// An article that a rule points out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watched {
    /// The article.
    pub article: ArticleId,
    /// The rule.
    pub rule: RuleId,
}

impl RuleKind {
    /// The name of its tables in the user's file, and of its command.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mute => "mute",
            Self::Watch => "watch",
        }
    }
}

impl RuleChange {
    /// The opposite.
    #[must_use]
    pub fn turned(&self) -> Self {
        let made = match self.made {
            Made::Yes => Made::No,
            Made::No => Made::Yes,
        };
        Self { made, ..self.clone() }
    }
}
