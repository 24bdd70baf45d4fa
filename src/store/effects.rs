//! What an entry of the journal did, of whatever kind: articles that moved between shelves, or facts about people.

use rusqlite::Connection;

use super::effect::{self, Effect, Way};
use super::error::unreadable;
use super::people;
use super::people::effect::{get_words, put_words};
use super::varint;
use crate::catalog::ArticleId;
use crate::catalog::quotation::{Kept, KeptQuotation};

/// The first byte of packed facts about people; [`effect`] has its own.
const PEOPLE: u8 = 2;
/// The first byte of what was said of a quotation.
const QUOTATION: u8 = 3;

/// The effects of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effects {
    /// On shelves.
    Shelves(Vec<Effect>),
    /// On who is who.
    People(Vec<people::effect::Effect>),
    /// On a quotation's bookmark: the store has nothing of it but this.
    Quotation(KeptQuotation),
}

impl Effects {
    /// Brings them about, as far as things stand so that they can be. The result is what changed.
    pub(super) fn bring_about(&self, db: &Connection, way: Way) -> rusqlite::Result<Self> {
        match self {
            Self::Shelves(effects) => Ok(Self::Shelves(effect::bring_about(db, effects, way)?)),
            Self::People(effects) => Ok(Self::People(people::effect::bring_about(db, effects, way)?)),
            Self::Quotation(kept) => Ok(Self::Quotation(match way {
                Way::Again => kept.clone(),
                Way::Back => kept.turned(),
            })),
        }
    }

    /// The articles that they name, ascending.
    pub(super) fn articles(&self) -> Vec<ArticleId> {
        match self {
            Self::Shelves(effects) => effect::articles_of(effects),
            Self::Quotation(kept) => vec![kept.article],
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
            Self::Quotation(kept) => pack_quotation(kept),
        }
    }

    /// Reads packed effects back.
    pub(super) fn unpack(packed: &[u8]) -> rusqlite::Result<Self> {
        match packed.split_first() {
            Some((&PEOPLE, rest)) => Ok(Self::People(people::effect::unpack(rest)?)),
            Some((&QUOTATION, rest)) => {
                unpack_quotation(rest).map(Self::Quotation).ok_or_else(|| unreadable("an entry of the journal"))
            }
            Some(_) => Ok(Self::Shelves(effect::unpack(packed)?)),
            None => Err(unreadable("an entry of the journal")),
        }
    }
}

/// Whether it is kept, the article, the words.
fn pack_quotation(kept: &KeptQuotation) -> Vec<u8> {
    let mut out = vec![QUOTATION, u8::from(kept.kept == Kept::Yes)];
    varint::put_signed(&mut out, kept.article.0);
    for words in [&kept.exact, &kept.prefix, &kept.suffix] {
        put_words(&mut out, words);
    }
    out
}

fn unpack_quotation(packed: &[u8]) -> Option<KeptQuotation> {
    let (&flag, mut rest) = packed.split_first()?;
    let kept = match flag {
        0 => Kept::No,
        1 => Kept::Yes,
        _ => return None,
    };
    let article = ArticleId(varint::get_signed(&mut rest)?);
    let (exact, prefix, suffix) = (get_words(&mut rest)?, get_words(&mut rest)?, get_words(&mut rest)?);
    rest.is_empty().then_some(KeptQuotation { article, exact, prefix, suffix, kept })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_quotation_comes_back_as_it_was_and_damage_is_told() {
        let kept = KeptQuotation {
            article: ArticleId(1 << 40),
            exact: "“Yes,”".into(),
            prefix: String::new(),
            suffix: " she said.".into(),
            kept: Kept::Yes,
        };
        let packed = Effects::Quotation(kept.clone()).pack();
        assert_eq!(Effects::unpack(&packed).unwrap(), Effects::Quotation(kept));
        for length in 0..packed.len() {
            assert!(Effects::unpack(&packed[..length]).is_err());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            let _ = Effects::unpack(&bytes);
        }
    }
}
