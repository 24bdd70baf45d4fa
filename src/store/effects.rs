//! What an entry of the journal did, of whatever kind: articles that moved between shelves, or facts about people.

use std::collections::HashSet;

use rusqlite::Connection;

use super::effect::{self, Effect, Way};
use super::error::unreadable;
use super::people;
use super::people::effect::{get_words, put_words};
use super::shelf::Shelf;
use super::varint;
use super::whole::{self, Swap};
use crate::catalog::ArticleId;
use crate::catalog::feeds::SubscriptionChange;
use crate::catalog::notes::{Annotation, Passage};
use crate::catalog::quotation::{Kept, KeptQuotation};
use crate::catalog::rules::{RuleChange, WrittenRule};

/// The first byte of packed facts about people; [`effect`] has its own.
const PEOPLE: u8 = 2;
/// The first byte of what was said of a quotation.
const QUOTATION: u8 = 3;
/// The first byte of a change of notes.
const NOTES: u8 = 4;

/// The first byte of texts that took another's place.
const TEXT: u8 = 7;
/// The first byte of a rule that was made or taken back, as JSON.
const RULE: u8 = 5;
/// The first byte of a subscription that ended or is there again, as JSON.
const SUBSCRIPTION: u8 = 8;

/// The effects of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effects {
    /// On shelves.
    Shelves(Vec<Effect>),
    /// On who is who.
    People(Vec<people::effect::Effect>),
    /// On a quotation's bookmark: the store has nothing of it but this.
    Quotation(KeptQuotation),
    /// On a note or a highlight, likewise.
    Notes(Annotation),
    /// On the texts of articles.
    Texts(Vec<Swap>),
    /// On the user's rules: their file has them, and the store follows it.
    Rule(RuleChange),
    /// On what is subscribed to: its file has it.
    Subscription(SubscriptionChange),
}

/// A thing that changes set, each anew: the latest that stands counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Thing {
    /// Where an article waits to be read, if anywhere.
    Queue(i64),
    /// Whether an article stands on another shelf.
    Shelf(Shelf, i64),
    /// A fact about a name.
    Person(people::effect::Fact),
    /// Whether a quotation (article, words, those before and after) is kept.
    Quotation(i64, [String; 3]),
    /// What is written about an article or a passage of it.
    Note(i64, Option<Passage>),
    /// The text of an article.
    Text(i64),
    /// Whether a rule is there.
    Rule(WrittenRule),
    /// Whether this address is subscribed to.
    Subscription(String),
}

fn on_shelf(shelf: Shelf, article: i64) -> Thing {
    if Shelf::QUEUES.contains(&shelf) { Thing::Queue(article) } else { Thing::Shelf(shelf, article) }
}

fn of_quotation(kept: &KeptQuotation) -> Thing {
    Thing::Quotation(kept.article.0, [kept.exact.clone(), kept.prefix.clone(), kept.suffix.clone()])
}

fn of_note(annotation: &Annotation) -> Thing {
    Thing::Note(annotation.article.0, annotation.passage.clone())
}

impl Effects {
    /// Nothing.
    pub(super) const NONE: Self = Self::Shelves(Vec::new());

    /// Whether they are none.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Shelves(effects) => effects.is_empty(),
            Self::People(effects) => effects.is_empty(),
            Self::Texts(swaps) => swaps.is_empty(),
            Self::Quotation(_) | Self::Notes(_) | Self::Rule(_) | Self::Subscription(_) => false,
        }
    }

    /// What they set.
    pub(super) fn things(&self) -> HashSet<Thing> {
        match self {
            Self::Shelves(effects) => {
                let all = effects.iter().flat_map(|one| one.articles.iter().map(|(article, _)| (one.shelf, *article)));
                all.map(|(shelf, article)| on_shelf(shelf, article)).collect()
            }
            Self::People(effects) => effects.iter().map(|effect| Thing::Person(effect.fact.clone())).collect(),
            Self::Quotation(kept) => HashSet::from([of_quotation(kept)]),
            Self::Notes(annotation) => HashSet::from([of_note(annotation)]),
            Self::Texts(swaps) => swaps.iter().map(|swap| Thing::Text(swap.article)).collect(),
            Self::Rule(change) => HashSet::from([Thing::Rule(change.rule.clone())]),
            Self::Subscription(change) => HashSet::from([Thing::Subscription(change.address.clone())]),
        }
    }

    /// Those that set one of these things; `None` if none does.
    pub(super) fn only(&self, things: &HashSet<Thing>) -> Option<Self> {
        let only = match self {
            Self::Shelves(effects) => {
                let among = |one: &Effect| {
                    let among = |(article, _): &&(i64, _)| things.contains(&on_shelf(one.shelf, *article));
                    let articles: Vec<_> = one.articles.iter().filter(among).copied().collect();
                    (!articles.is_empty()).then_some(Effect { articles, ..*one })
                };
                Self::Shelves(effects.iter().filter_map(among).collect())
            }
            Self::People(effects) => {
                let among = effects.iter().filter(|effect| things.contains(&Thing::Person(effect.fact.clone())));
                Self::People(among.cloned().collect())
            }
            Self::Quotation(kept) if things.contains(&of_quotation(kept)) => self.clone(),
            Self::Notes(annotation) if things.contains(&of_note(annotation)) => self.clone(),
            Self::Rule(change) if things.contains(&Thing::Rule(change.rule.clone())) => self.clone(),
            Self::Subscription(change) if things.contains(&Thing::Subscription(change.address.clone())) => self.clone(),
            Self::Quotation(_) | Self::Notes(_) | Self::Rule(_) | Self::Subscription(_) => Self::NONE,
            Self::Texts(swaps) => {
                let among = swaps.iter().filter(|swap| things.contains(&Thing::Text(swap.article)));
                Self::Texts(among.copied().collect())
            }
        };
        (!only.is_empty()).then_some(only)
    }

    /// Brings them about, as far as things stand so that they can be. The result is what changed.
    pub(super) fn bring_about(&self, db: &Connection, way: Way) -> rusqlite::Result<Self> {
        match self {
            Self::Shelves(effects) => Ok(Self::Shelves(effect::bring_about(db, effects, way)?)),
            Self::People(effects) => Ok(Self::People(people::effect::bring_about(db, effects, way)?)),
            Self::Quotation(kept) => Ok(Self::Quotation(match way {
                Way::Again => kept.clone(),
                Way::Back => kept.turned(),
            })),
            Self::Notes(annotation) => Ok(Self::Notes(match way {
                Way::Again => annotation.clone(),
                Way::Back => annotation.turned(),
            })),
            Self::Texts(swaps) => {
                let mut turned = Vec::new();
                for swap in swaps {
                    turned.extend(whole::turn(db, *swap, way)?.then_some(*swap));
                }
                Ok(Self::Texts(turned))
            }
            Self::Rule(change) => Ok(Self::Rule(match way {
                Way::Again => change.clone(),
                Way::Back => change.turned(),
            })),
            Self::Subscription(change) => Ok(Self::Subscription(match way {
                Way::Again => change.clone(),
                Way::Back => change.turned(),
            })),
        }
    }

    /// The articles that they name, ascending.
    pub(super) fn articles(&self) -> Vec<ArticleId> {
        match self {
            Self::Shelves(effects) => effect::articles_of(effects),
            Self::Quotation(kept) => vec![kept.article],
            Self::Notes(annotation) => vec![annotation.article],
            Self::Texts(swaps) => swaps.iter().map(|swap| ArticleId(swap.article)).collect(),
            Self::Rule(_) | Self::Subscription(_) => Vec::new(),
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
            Self::Notes(annotation) => pack_annotation(annotation),
            Self::Texts(swaps) => pack_texts(swaps),
            Self::Rule(change) => packed_json(RULE, change),
            Self::Subscription(change) => packed_json(SUBSCRIPTION, change),
        }
    }

    /// Reads packed effects back.
    pub(super) fn unpack(packed: &[u8]) -> rusqlite::Result<Self> {
        match packed.split_first() {
            Some((&PEOPLE, rest)) => Ok(Self::People(people::effect::unpack(rest)?)),
            Some((&QUOTATION, rest)) => {
                unpack_quotation(rest).map(Self::Quotation).ok_or_else(|| unreadable("an entry of the journal"))
            }
            Some((&NOTES, rest)) => {
                unpack_annotation(rest).map(Self::Notes).ok_or_else(|| unreadable("an entry of the journal"))
            }
            Some((&TEXT, rest)) => {
                unpack_texts(rest).map(Self::Texts).ok_or_else(|| unreadable("an entry of the journal"))
            }
            Some((&RULE, rest)) => {
                serde_json::from_slice(rest).map(Self::Rule).map_err(|_| unreadable("an entry of the journal"))
            }
            Some((&SUBSCRIPTION, rest)) => {
                serde_json::from_slice(rest).map(Self::Subscription).map_err(|_| unreadable("an entry of the journal"))
            }
            Some(_) => Ok(Self::Shelves(effect::unpack(packed)?)),
            None => Err(unreadable("an entry of the journal")),
        }
    }
}

fn packed_json(form: u8, what: &impl serde::Serialize) -> Vec<u8> {
    let mut out = vec![form];
    out.extend(serde_json::to_vec(what).unwrap_or_default());
    out
}

/// For each text the article, and what stood and stands there.
fn pack_texts(swaps: &[Swap]) -> Vec<u8> {
    let mut out = vec![TEXT];
    for number in swaps.iter().flat_map(|swap| [swap.article, swap.before, swap.after]) {
        varint::put_signed(&mut out, number);
    }
    out
}

fn unpack_texts(mut rest: &[u8]) -> Option<Vec<Swap>> {
    let mut swaps = Vec::new();
    while !rest.is_empty() {
        let mut next = || varint::get_signed(&mut rest);
        swaps.push(Swap { article: next()?, before: next()?, after: next()? });
    }
    Some(swaps)
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

/// Which of passage, note before and note after are there; the article, and the words of those.
fn pack_annotation(annotation: &Annotation) -> Vec<u8> {
    let Annotation { article, passage, before, after } = annotation;
    let there = u8::from(passage.is_some()) | (u8::from(before.is_some()) << 1) | (u8::from(after.is_some()) << 2);
    let mut out = vec![NOTES, there];
    varint::put_signed(&mut out, article.0);
    let of_passage = passage.iter().flat_map(|passage| [&passage.exact, &passage.prefix, &passage.suffix]);
    of_passage.chain(before).chain(after).for_each(|words| put_words(&mut out, words));
    out
}

fn unpack_annotation(packed: &[u8]) -> Option<Annotation> {
    let (&there, mut rest) = packed.split_first()?;
    let article = ArticleId(varint::get_signed(&mut rest)?);
    let mut words = |bit: u8| if there & bit == 0 { Some(None) } else { get_words(&mut rest).map(Some) };
    let passage = match (words(1)?, words(1)?, words(1)?) {
        (Some(exact), Some(prefix), Some(suffix)) => Some(Passage { exact, prefix, suffix }),
        _ => None,
    };
    let (before, after) = (words(2)?, words(4)?);
    (rest.is_empty() && there < 8).then_some(Annotation { article, passage, before, after })
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

    #[test]
    fn a_note_comes_back_as_it_was_and_damage_is_told() {
        let passage = Passage { exact: "It rains.".into(), prefix: String::new(), suffix: " Still.".into() };
        let note = |passage, before: Option<&str>, after: Option<&str>| {
            let own = |note: Option<&str>| note.map(str::to_owned);
            Annotation { article: ArticleId(7), passage, before: own(before), after: own(after) }
        };
        for annotation in
            [note(Some(passage), None, Some("")), note(None, Some("a"), None), note(None, Some("a"), Some("b"))]
        {
            let packed = Effects::Notes(annotation.clone()).pack();
            assert_eq!(Effects::unpack(&packed).unwrap(), Effects::Notes(annotation));
            for length in 1..packed.len() {
                assert!(Effects::unpack(&packed[..length]).is_err());
            }
        }
    }

    #[test]
    fn texts_come_back_as_they_were() {
        let swaps =
            vec![Swap { article: 1 << 40, before: 7, after: i64::MAX }, Swap { article: -5, before: 0, after: 1 }];
        let effects = Effects::Texts(swaps);
        let packed = effects.pack();
        assert_eq!(Effects::unpack(&packed).unwrap(), effects);
        assert!(Effects::unpack(&packed[..packed.len() - 1]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            let _ = Effects::unpack(&bytes);
        }
    }
}
