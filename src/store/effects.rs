//! What an entry of the journal did, of whatever kind: articles that moved between shelves, or facts about people.

use rusqlite::Connection;

use super::effect::{self, Effect, Way};
use super::error::unreadable;
use super::people;
use crate::catalog::ArticleId;

/// The first byte of packed facts about people; [`effect`] has its own.
const PEOPLE: u8 = 2;

/// The effects of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effects {
    /// On shelves.
    Shelves(Vec<Effect>),
    /// On who is who.
    People(Vec<people::effect::Effect>),
}

impl Effects {
    /// Brings them about, as far as things stand so that they can be. The result is what changed.
    pub(super) fn bring_about(&self, db: &Connection, way: Way) -> rusqlite::Result<Self> {
        match self {
            Self::Shelves(effects) => Ok(Self::Shelves(effect::bring_about(db, effects, way)?)),
            Self::People(effects) => Ok(Self::People(people::effect::bring_about(db, effects, way)?)),
        }
    }

    /// The articles that they name, ascending.
    pub(super) fn articles(&self) -> Vec<ArticleId> {
        match self {
            Self::Shelves(effects) => effect::articles_of(effects),
            Self::People(effects) => {
                let mut articles: Vec<_> = people::effect::articles(effects).map(ArticleId).collect();
                articles.sort_unstable();
                articles.dedup();
                articles
            }
        }
    }

    pub(super) fn pack(&self) -> Vec<u8> {
        match self {
            Self::Shelves(effects) => effect::pack(effects),
            Self::People(effects) => {
                let mut out = vec![PEOPLE];
                people::effect::pack(&mut out, effects);
                out
            }
        }
    }

    /// Reads packed effects back.
    pub(super) fn unpack(packed: &[u8]) -> rusqlite::Result<Self> {
        match packed.split_first() {
            Some((&PEOPLE, rest)) => Ok(Self::People(people::effect::unpack(rest)?)),
            Some(_) => Ok(Self::Shelves(effect::unpack(packed)?)),
            None => Err(unreadable("an entry of the journal")),
        }
    }
}
