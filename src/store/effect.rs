//! What a change did, exactly: which articles came onto which shelves and which left them. Undoing is doing the opposite.

use std::collections::HashSet;

use rusqlite::Connection;

use super::error::unreadable;
use super::shelf::{self, Shelf, Standing};
use super::varint;
use crate::catalog::ArticleId;

/// The first byte of packed effects: how the rest is to be read.
const FORM: u8 = 1;

/// Articles that came onto or left one shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Effect {
    pub(super) shelf: Shelf,
    pub(super) passage: Passage,
    /// The articles, ascending, with the time since when they stood or stand there.
    pub(super) articles: Vec<(i64, Option<i64>)>,
}

/// Onto a shelf or off it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passage {
    On,
    Off,
}

impl Passage {
    fn opposite(self) -> Self {
        match self {
            Self::On => Self::Off,
            Self::Off => Self::On,
        }
    }
}

/// Which way effects are brought about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As they were.
    Again,
    /// The opposite.
    Back,
}

impl Effect {
    /// What happened to the standings that changed.
    pub(super) fn of(shelf: Shelf, passage: Passage, changed: &[Standing]) -> Self {
        let articles = changed.iter().map(|standing| (standing.article, standing.since));
        Self { shelf, passage, articles: articles.collect() }
    }

    fn ids(&self) -> impl Iterator<Item = i64> {
        self.articles.iter().map(|(article, _)| *article)
    }

    fn is_of_a_queue(&self) -> bool {
        Shelf::QUEUES.contains(&self.shelf)
    }
}

/// Brings effects about, as far as the articles are there and don't stand so already. The result is what changed. An article
/// waits in one queue at most: what comes into one leaves the others, and what leaves one for none is in none.
pub(super) fn bring_about(db: &Connection, effects: &[Effect], way: Way) -> rusqlite::Result<Vec<Effect>> {
    let passage = |effect: &Effect| match way {
        Way::Again => effect.passage,
        Way::Back => effect.passage.opposite(),
    };
    let mut ordered: Vec<Effect> =
        effects.iter().map(|effect| Effect { passage: passage(effect), ..effect.clone() }).collect();
    if way == Way::Back {
        ordered.reverse();
    }
    let waiting = ordered.iter().filter(|effect| effect.passage == Passage::On && effect.is_of_a_queue());
    let waiting: HashSet<i64> = waiting.flat_map(Effect::ids).collect();
    let mut done = Vec::new();
    for effect in &ordered {
        for other in Shelf::QUEUES.into_iter().filter(|other| *other != effect.shelf && effect.is_of_a_queue()) {
            let stays = |article: &i64| effect.passage == Passage::Off && waiting.contains(article);
            let ids: Vec<i64> = effect.ids().filter(|article| !stays(article)).collect();
            keep(&mut done, other, Passage::Off, &take_off(db, other, &ids)?);
        }
        let changed = match effect.passage {
            Passage::On => put_on(db, effect)?,
            Passage::Off => take_off(db, effect.shelf, &effect.ids().collect::<Vec<_>>())?,
        };
        keep(&mut done, effect.shelf, effect.passage, &changed);
    }
    Ok(done)
}

fn put_on(db: &Connection, effect: &Effect) -> rusqlite::Result<Vec<Standing>> {
    let ids: Vec<i64> = effect.ids().collect();
    let existing = shelf::standing(db, Shelf::All, &ids)?;
    let mut wanted = effect.articles.iter();
    let standings = existing.into_iter().map(|standing| {
        let since = wanted.find(|(article, _)| *article == standing.article);
        Standing { since: since.and_then(|(_, since)| *since), ..standing }
    });
    shelf::put(db, effect.shelf, standings)
}

fn take_off(db: &Connection, shelf: Shelf, ids: &[i64]) -> rusqlite::Result<Vec<Standing>> {
    let standing = shelf::standing(db, shelf, ids)?;
    shelf::take(db, shelf, &standing)?;
    Ok(standing)
}

/// Adds what changed, if anything did.
pub(super) fn keep(effects: &mut Vec<Effect>, shelf: Shelf, passage: Passage, changed: &[Standing]) {
    if !changed.is_empty() {
        effects.push(Effect::of(shelf, passage, changed));
    }
}

/// The articles that effects touch, ascending.
pub(super) fn articles_of(effects: &[Effect]) -> Vec<ArticleId> {
    let mut articles: Vec<ArticleId> =
        effects.iter().flat_map(|effect| effect.articles.iter().map(|(article, _)| ArticleId(*article))).collect();
    articles.sort_unstable();
    articles.dedup();
    articles
}

/// Packs effects: two bytes an article where they stand some minutes apart.
pub(super) fn pack(effects: &[Effect]) -> Vec<u8> {
    let mut out = vec![FORM];
    varint::put(&mut out, effects.len() as u64);
    for effect in effects {
        varint::put_signed(&mut out, effect.shelf.number());
        let has_dates = effect.articles.iter().any(|(_, since)| since.is_some());
        out.push(u8::from(effect.passage == Passage::On) | (u8::from(has_dates) << 1));
        varint::put(&mut out, effect.articles.len() as u64);
        pack_numbers(&mut out, effect.articles.iter().map(|(article, _)| *article));
        if has_dates {
            let dates = effect.articles.iter().map(|(_, since)| since.unwrap_or(0));
            pack_numbers(&mut out, dates);
        }
    }
    out
}

/// Reads packed effects back.
pub(super) fn unpack(packed: &[u8]) -> rusqlite::Result<Vec<Effect>> {
    read(packed).ok_or_else(|| unreadable("an entry of the journal"))
}

fn read(packed: &[u8]) -> Option<Vec<Effect>> {
    let (&form, mut rest) = packed.split_first()?;
    let count = varint::get(&mut rest)?;
    if form != FORM {
        return None;
    }
    let mut effects = Vec::new();
    for _ in 0..count {
        let shelf = Shelf::numbered(varint::get_signed(&mut rest)?)?;
        let (&flags, after) = rest.split_first()?;
        rest = after;
        let count = varint::get_size(&mut rest)?;
        let articles = unpack_numbers(&mut rest, count)?;
        let dates = if flags & 2 != 0 {
            let dates = unpack_numbers(&mut rest, count)?;
            dates.into_iter().map(|date| (date != 0).then_some(date)).collect()
        } else {
            vec![None; count]
        };
        effects.push(Effect {
            shelf,
            passage: if flags & 1 != 0 { Passage::On } else { Passage::Off },
            articles: articles.into_iter().zip(dates).collect(),
        });
    }
    rest.is_empty().then_some(effects)
}

/// Each number as its difference from the one before.
fn pack_numbers(out: &mut Vec<u8>, numbers: impl Iterator<Item = i64>) {
    let mut last = 0i64;
    for number in numbers {
        varint::put_signed(out, number.wrapping_sub(last));
        last = number;
    }
}

fn unpack_numbers(rest: &mut &[u8], count: usize) -> Option<Vec<i64>> {
    // Every number takes a byte or more: a count beyond that is damage.
    if count > rest.len() {
        return None;
    }
    let mut last = 0i64;
    let mut numbers = Vec::with_capacity(count);
    for _ in 0..count {
        last = last.wrapping_add(varint::get_signed(rest)?);
        numbers.push(last);
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn effects() -> Vec<Effect> {
        vec![
            Effect {
                shelf: Shelf::Unread,
                passage: Passage::Off,
                articles: vec![(-5, None), (1 << 40, None), (i64::MAX, None)],
            },
            Effect {
                shelf: Shelf::Bookmarked,
                passage: Passage::On,
                articles: vec![(7, Some(1_764_000_000)), (9, Some(3))],
            },
        ]
    }

    #[test]
    fn effects_come_back_as_they_were() {
        assert_eq!(read(&pack(&effects())), Some(effects()));
    }

    #[test]
    fn a_hundred_thousand_articles_take_two_bytes_each() {
        let articles = (0..100_000).map(|n| ((1 << 34) | (n * 1500), None)).collect();
        let effect = Effect { shelf: Shelf::Unread, passage: Passage::Off, articles };
        assert!(pack(&[effect]).len() < 200_100);
    }

    #[test]
    fn damaged_effects_are_none() {
        let packed = pack(&effects());
        for length in 0..packed.len() {
            assert_eq!(read(&packed[..length]), None);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }
    }
}
