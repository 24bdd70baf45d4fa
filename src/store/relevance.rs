//! The articles that say most of what is asked for: the newest matches, ranked.
//!
//! `SQLite`'s own ranking looks at every match that there ever was, which takes seconds for a common word. Here the newest
//! matches are ranked among each other, by Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework",
//! 2009) over their headlines and texts. How rare a word is, the newest articles tell.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::sync::Arc;
use std::sync::atomic;

use rusqlite::{Connection, OptionalExtension, params};

use super::plan::match_of;
use super::postings::{self, Occurrences};
use super::range::Direction;
use super::search::{hunt, interrupted};
use super::{Store, StoreError, body, data_version, varint};
use crate::catalog::{ArticleId, Found, RANKED, Reach};
use crate::query::{Phrase, Query, tally};

/// How many of the newest articles tell how rare a word is.
const SAMPLE: usize = 4_000;

/// A word of the headline counts as so many of the text.
const HEADLINE: u32 = 5;

/// How soon another occurrence of a word counts less, as usual.
const SATURATION: f64 = 1.2;

/// How much the length of a text counts, as usual.
const LENGTH: f64 = 0.75;

/// Matches of a query, ranked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// The most relevant first; of equals, the newest.
    pub ids: Vec<ArticleId>,
    /// Whether these are all matches, or the newest of more.
    pub reach: Reach,
}

/// What an article is ranked by.
struct Weighed {
    id: i64,
    /// How often it has each phrase.
    counts: Vec<u32>,
    words: u32,
}

impl Store {
    /// The newest matches of a query, up to [`RANKED`], the most relevant first: some microseconds for each, and ten times as
    /// many where the index can't tell how often they have the words.
    ///
    /// # Errors
    /// If the store can't be read, or the search was given up.
    pub fn most_relevant(&self, query: &Query) -> Result<Ranked, StoreError> {
        let found = Found::of(Arc::new(query.clone()));
        // One transaction: else each of thousands of look-ups would take and give back the locks.
        self.told("search", |db| rank(&*db.unchecked_transaction()?, &found, &self.given_up, &self.ranked))
    }
}

/// What a connection ranked last: a list is read a window at a time.
pub(super) type Memory = RefCell<Option<Last>>;

/// What was ranked, and what it holds for.
#[derive(Debug)]
pub(super) struct Last {
    /// `SQLite`'s counts of others' changes and of its own.
    version: (i64, u64),
    found: Found,
    ranked: Ranked,
}

/// The newest matches, the most relevant first; as they were ranked last, where nothing was written since.
pub(super) fn rank(
    db: &Connection,
    found: &Found,
    given_up: &atomic::AtomicBool,
    memory: &Memory,
) -> rusqlite::Result<Ranked> {
    let version = (data_version(db)?, db.total_changes());
    let known = |last: &Last| last.version == version && last.found == *found;
    if let Some(last) = memory.borrow().as_ref().filter(|last| known(last)) {
        return Ok(last.ranked.clone());
    }
    let ranked = ranked_anew(db, found, given_up)?;
    memory.replace(Some(Last { version, found: found.clone(), ranked: ranked.clone() }));
    Ok(ranked)
}

pub(super) fn ranked_anew(db: &Connection, found: &Found, given_up: &atomic::AtomicBool) -> rusqlite::Result<Ranked> {
    let mut ids = hunt(db, found, Direction::Older, i64::MAX, RANKED + 1, given_up)?;
    let reach = if ids.len() > RANKED { Reach::AtLeast } else { Reach::All };
    ids.truncate(RANKED);
    let phrases = found.query.root.phrases();
    if phrases.is_empty() {
        return Ok(Ranked { ids: ids.into_iter().map(ArticleId).collect(), reach });
    }
    let rarities = rarities(db, &phrases)?;
    let weighed = match weighed_by_index(db, &ids, &phrases, given_up)? {
        Some(weighed) => weighed,
        None => weighed_by_reading(db, &ids, &phrases, given_up)?,
    };
    Ok(Ranked { ids: in_order(&weighed, &rarities), reach })
}

fn in_order(weighed: &[Weighed], rarities: &[f64]) -> Vec<ArticleId> {
    let words: f64 = weighed.iter().map(|one| f64::from(one.words)).sum();
    let mean = words / f64::from(u32::try_from(weighed.len()).unwrap_or(u32::MAX)).max(1.0);
    let mut scored: Vec<(f64, i64)> = weighed.iter().map(|one| (score(one, rarities, mean.max(1.0)), one.id)).collect();
    scored.sort_by(|(one, id), (other, other_id)| {
        other.partial_cmp(one).unwrap_or(Ordering::Equal).then_with(|| other_id.cmp(id))
    });
    scored.into_iter().map(|(_, id)| ArticleId(id)).collect()
}

fn score(article: &Weighed, rarities: &[f64], mean: f64) -> f64 {
    let length = 1.0 - LENGTH + LENGTH * f64::from(article.words) / mean;
    let of = |(count, rarity): (&u32, &f64)| {
        let count = f64::from(*count);
        rarity * count * (SATURATION + 1.0) / (count + SATURATION * length)
    };
    article.counts.iter().zip(rarities).map(of).sum()
}

/// What the articles are ranked by, as the index has it; `None` if it can't tell.
fn weighed_by_index(
    db: &Connection,
    ids: &[i64],
    phrases: &[&Phrase],
    given_up: &atomic::AtomicBool,
) -> rusqlite::Result<Option<Vec<Weighed>>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    let mut select = db.prepare_cached("SELECT words FROM article WHERE id = ?1")?;
    let mut weighed = Vec::with_capacity(ids.len());
    for id in &ids {
        let words = select.query_row([id], |row| row.get(0)).optional()?.unwrap_or(0);
        weighed.push(Weighed { id: *id, counts: Vec::with_capacity(phrases.len()), words });
    }
    for phrase in phrases {
        let Some(occurrences) = postings::occurrences(db, phrase, &ids, given_up)? else { return Ok(None) };
        for (one, Occurrences { body, title, .. }) in weighed.iter_mut().zip(occurrences) {
            one.counts.push(title.saturating_mul(HEADLINE).saturating_add(body));
        }
    }
    Ok(Some(weighed))
}

fn weighed_by_reading(
    db: &Connection,
    ids: &[i64],
    phrases: &[&Phrase],
    given_up: &atomic::AtomicBool,
) -> rusqlite::Result<Vec<Weighed>> {
    let mut weighed = Vec::with_capacity(ids.len());
    for id in ids {
        if given_up.load(atomic::Ordering::Relaxed) {
            return Err(interrupted());
        }
        weighed.push(weigh(db, *id, phrases)?);
    }
    Ok(weighed)
}

/// How often an article has the phrases. What is found by its author or speaker alone has none of them.
fn weigh(db: &Connection, id: i64, phrases: &[&Phrase]) -> rusqlite::Result<Weighed> {
    let mut select = db.prepare_cached(
        "SELECT b.packed, a.headline, a.words FROM article a CROSS JOIN body b ON b.id = a.body WHERE a.id = ?1",
    )?;
    let read = select.query_row([id], |row| {
        let text = body::unpack_text(row.get_ref(0)?.as_blob()?).unwrap_or_default();
        let headline = tally(phrases, row.get_ref(1)?.as_str()?);
        let counts = tally(phrases, &text);
        let counts = counts.iter().zip(headline).map(|(text, headline)| text + HEADLINE * headline).collect();
        Ok(Weighed { id, counts, words: row.get(2)? })
    });
    Ok(read.optional()?.unwrap_or_else(|| Weighed { id, counts: vec![0; phrases.len()], words: 0 }))
}

/// How much a phrase tells: the rarer it is among the newest articles, the more.
fn rarities(db: &Connection, phrases: &[&Phrase]) -> rusqlite::Result<Vec<f64>> {
    if phrases.len() == 1 {
        return Ok(vec![1.0]);
    }
    let mut from =
        db.prepare_cached("SELECT article FROM shelved WHERE shelf = 0 ORDER BY article DESC LIMIT 1 OFFSET ?1")?;
    let from = from.query_row([varint::signed(SAMPLE)], |row| row.get::<_, i64>(0)).optional()?.unwrap_or(i64::MIN);
    let mut count = db.prepare_cached("SELECT count(*) FROM words WHERE words MATCH ?1 AND rowid > ?2")?;
    let mut rarity = |phrase: &&Phrase| {
        let holding: u32 = count.query_row(params![match_of(phrase), from], |row| row.get(0))?;
        let (holding, all) = (f64::from(holding), f64::from(u32::try_from(SAMPLE).unwrap_or(u32::MAX)));
        Ok((1.0 + ((all - holding).max(0.0) + 0.5) / (holding + 0.5)).ln())
    };
    phrases.iter().map(&mut rarity).collect()
}
