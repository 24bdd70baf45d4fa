//! The journal as a set of facts that two machines can put together: the latest word on each thing counts.
//!
//! There is a register for an article's queue, its bookmark, each of its tags, notes, highlights and bookmarked quotations,
//! for which of its texts is read, and for each thing said of a name. An entry writes registers at its logical time; of two
//! writes the later one stands, and of two at the same time the one of the machine with the greater name (a
//! last-writer-wins register: Shapiro et al., "A comprehensive study of convergent and commutative replicated data types",
//! 2011). So the order in which journals are read doesn't matter.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use super::effect::{Effect, Passage as To};
use super::effects::Effects;
use super::people::effect::{Effect as Reshuffled, Fact as Saying};
use super::shelf::Shelf;
use super::{Store, StoreError, body};
use crate::catalog::Queue;
use crate::catalog::notes::Passage;
use crate::catalog::quotation::Kept;
use crate::catalog::rules::RuleId;

/// One thing that an entry of a journal did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The machine that did it.
    pub machine: String,
    /// Its logical time there.
    pub clock: i64,
    /// Unix seconds when it was done.
    pub at: i64,
    /// What was done, and to what.
    #[serde(flatten)]
    pub put: Put,
}

/// What a register was set to. Articles go by what makes them the same on every machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Put {
    /// Where an article waits.
    Queue(String, Queue),
    /// Whether an article is kept.
    Bookmarked(String, bool),
    /// A tag, and whether an article has it.
    Tag(String, String, bool),
    /// A quotation of an article, and whether it is kept.
    Quotation(String, Passage, bool),
    /// What is written about a passage of an article or the whole: `None` for nothing, empty for a mere highlight.
    Note(String, Option<Passage>, Option<String>),
    /// The hash of the text that is read of an article.
    Text(String, u64),
    /// The name that a name means the same as.
    SameAs(String, Option<String>),
    /// What the person of a name is called.
    Shown(String, Option<String>),
    /// Who is meant by a name in an article.
    Meant(String, String, Option<String>),
}

/// What the facts come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Of each article that they speak of, by its key.
    pub articles: BTreeMap<String, State>,
    /// The names that mean the same as another.
    pub same_as: BTreeMap<String, String>,
    /// What people are called.
    pub shown: BTreeMap<String, String>,
}

/// What the facts come to for one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Where it waits.
    pub queue: Queue,
    /// Whether it is kept.
    pub bookmarked: bool,
    /// Its tags.
    pub tags: BTreeSet<String>,
    /// Its quotations that are kept.
    pub quotations: BTreeSet<Passage>,
    /// What is written about it and its passages.
    pub notes: BTreeMap<Option<Passage>, String>,
    /// The hash of the text that was chosen, if one was.
    pub text: Option<u64>,
    /// Who is meant by which name.
    pub meant: BTreeMap<String, String>,
}

/// What a fact is about: of two facts about the same, the later one counts.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Register<'a> {
    Queue(&'a str),
    Bookmarked(&'a str),
    Tag(&'a str, &'a str),
    Quotation(&'a str, &'a Passage),
    Note(&'a str, Option<&'a Passage>),
    Text(&'a str),
    SameAs(&'a str),
    Shown(&'a str),
    Meant(&'a str, &'a str),
}

impl Put {
    fn register(&self) -> Register<'_> {
        match self {
            Self::Queue(key, _) => Register::Queue(key),
            Self::Bookmarked(key, _) => Register::Bookmarked(key),
            Self::Tag(key, name, _) => Register::Tag(key, name),
            Self::Quotation(key, words, _) => Register::Quotation(key, words),
            Self::Note(key, passage, _) => Register::Note(key, passage.as_ref()),
            Self::Text(key, _) => Register::Text(key),
            Self::SameAs(name, _) => Register::SameAs(name),
            Self::Shown(name, _) => Register::Shown(name),
            Self::Meant(key, name, _) => Register::Meant(key, name),
        }
    }
}

/// What facts come to. What was snoozed until `now` (Unix seconds) or before is back in the inbox. The order of the facts
/// doesn't matter.
#[must_use]
pub fn replay<'a>(facts: impl IntoIterator<Item = &'a Fact>, now: i64) -> Replayed {
    let mut latest: BTreeMap<Register<'_>, &Fact> = BTreeMap::new();
    for fact in facts {
        let known = latest.entry(fact.put.register()).or_insert(fact);
        if (fact.clock, &fact.machine) > (known.clock, &known.machine) {
            *known = fact;
        }
    }
    let mut replayed = Replayed::default();
    for fact in latest.into_values() {
        replayed.take(&fact.put, now);
    }
    replayed
}

impl Replayed {
    fn of(&mut self, key: &str) -> &mut State {
        self.articles.entry(key.to_owned()).or_default()
    }

    fn take(&mut self, put: &Put, now: i64) {
        match put {
            Put::Queue(key, Queue::Snoozed(until)) if *until <= now => self.of(key).queue = Queue::Woken(*until),
            Put::Queue(key, queue) => self.of(key).queue = *queue,
            Put::Bookmarked(key, so) => self.of(key).bookmarked = *so,
            Put::Tag(key, name, so) => {
                let tags = &mut self.of(key).tags;
                tags.extend(so.then(|| name.clone()));
            }
            Put::Quotation(key, words, so) => {
                let quotations = &mut self.of(key).quotations;
                quotations.extend(so.then(|| words.clone()));
            }
            Put::Note(key, passage, note) => {
                let notes = &mut self.of(key).notes;
                notes.extend(note.clone().map(|note| (passage.clone(), note)));
            }
            Put::Text(key, hash) => self.of(key).text = Some(*hash),
            Put::Meant(key, name, person) => {
                let meant = &mut self.of(key).meant;
                meant.extend(person.clone().map(|person| (name.clone(), person)));
            }
            Put::SameAs(name, other) => self.same_as.extend(other.clone().map(|other| (name.clone(), other))),
            Put::Shown(name, shown) => self.shown.extend(shown.clone().map(|shown| (name.clone(), shown))),
        }
    }
}

impl Store {
    /// All that the journal says, the oldest first; of articles that are gone, nothing. Grows with the journal.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn facts(&self) -> Result<Vec<Fact>, StoreError> {
        let names: BTreeMap<i64, String> = self.tags()?.into_iter().map(|tag| (tag.id.0, tag.name)).collect();
        self.told("read the history", |db| facts(db, &names))
    }
}

fn facts(db: &Connection, names: &BTreeMap<i64, String>) -> rusqlite::Result<Vec<Fact>> {
    let mut entries = db.prepare_cached(
        "SELECT m.name, j.clock, j.at, j.effects, j.undoes IS NOT NULL
         FROM journal j CROSS JOIN machine m ON m.id = j.machine ORDER BY j.id",
    )?;
    let mut found = Vec::new();
    let mut rows = entries.query([])?;
    while let Some(row) = rows.next()? {
        let effects = Effects::unpack(row.get_ref(3)?.as_blob()?)?;
        for put in puts(db, effects, row.get(4)?, names)? {
            found.push(Fact { machine: row.get(0)?, clock: row.get(1)?, at: row.get(2)?, put });
        }
    }
    Ok(found)
}

/// What an entry did, as far as its articles are there.
fn puts(db: &Connection, effects: Effects, back: bool, names: &BTreeMap<i64, String>) -> rusqlite::Result<Vec<Put>> {
    let mut select = db.prepare_cached("SELECT key FROM article WHERE id = ?1")?;
    let mut key = |article: i64| select.query_row([article], |row| row.get::<_, String>(0)).optional();
    let mut found = Vec::new();
    match effects {
        Effects::Shelves(effects) => {
            for (article, put) in on_shelves(&effects, names) {
                found.extend(key(article)?.map(put));
            }
        }
        Effects::People(effects) => {
            for Reshuffled { fact, after, .. } in effects {
                found.extend(match fact {
                    Saying::SameAs(name) => Some(Put::SameAs(name, after)),
                    Saying::Shown(name) => Some(Put::Shown(name, after)),
                    Saying::Meant(article, name) => key(article)?.map(|key| Put::Meant(key, name, after)),
                });
            }
        }
        Effects::Quotation(kept) => {
            let words = Passage { exact: kept.exact, prefix: kept.prefix, suffix: kept.suffix };
            found.extend(key(kept.article.0)?.map(|key| Put::Quotation(key, words, kept.kept == Kept::Yes)));
        }
        Effects::Notes(note) => {
            found.extend(key(note.article.0)?.map(|key| Put::Note(key, note.passage, note.after)));
        }
        Effects::Texts(swaps) => {
            for swap in swaps {
                let text = text_hash(db, if back { swap.before } else { swap.after })?;
                found.extend(key(swap.article)?.zip(text).map(|(key, hash)| Put::Text(key, hash)));
            }
        }
        // The user's file of rules has them.
        Effects::Rule(_) | Effects::Subscription(_) => {}
    }
    Ok(found)
}

fn text_hash(db: &Connection, body: i64) -> rusqlite::Result<Option<u64>> {
    let mut select = db.prepare_cached("SELECT packed FROM body WHERE id = ?1")?;
    let packed: Option<Vec<u8>> = select.query_row([body], |row| row.get(0)).optional()?;
    Ok(packed.and_then(|packed| body::unpack(&packed)).map(|whole| xxh3_64(whole.text.as_bytes())))
}

/// What an entry's effects did to each article. One that left a queue and came into none is done with.
fn on_shelves(effects: &[Effect], names: &BTreeMap<i64, String>) -> Vec<(i64, impl FnOnce(String) -> Put + use<>)> {
    enum Done {
        Queue(Queue),
        Bookmarked(bool),
        Tag(String, bool),
    }
    let mut queues: BTreeMap<i64, Queue> = BTreeMap::new();
    let mut found = Vec::new();
    for effect in effects {
        let on = effect.passage == To::On;
        for (article, since) in &effect.articles {
            match (effect.shelf, on) {
                (Shelf::Unread | Shelf::Later | Shelf::Snoozed | Shelf::Muted, false) => {
                    queues.entry(*article).or_insert(Queue::Done);
                }
                (Shelf::Unread, true) => drop(queues.insert(*article, since.map_or(Queue::Inbox, Queue::Woken))),
                (Shelf::Later, true) => drop(queues.insert(*article, Queue::Later)),
                (Shelf::Snoozed, true) => drop(queues.insert(*article, Queue::Snoozed(since.unwrap_or(0)))),
                (Shelf::Bookmarked, so) => found.push((*article, Done::Bookmarked(so))),
                (Shelf::Tag(tag), so) => {
                    let name = names.get(&tag.0).cloned().unwrap_or_default();
                    found.push((*article, Done::Tag(name, so)));
                }
                (Shelf::Muted, true) if *since == Some(RuleId::BY_HAND.0) => {
                    queues.insert(*article, Queue::Muted(RuleId::BY_HAND));
                }
                // Rules are another machine's own: what one hid there, one of here may not.
                (Shelf::Muted, true) => drop(queues.insert(*article, Queue::Inbox)),
                (Shelf::All | Shelf::Watched | Shelf::Kept, _) => {}
            }
        }
    }
    found.extend(queues.into_iter().map(|(article, queue)| (article, Done::Queue(queue))));
    let put = |(article, done)| {
        let put = move |key| match done {
            Done::Queue(queue) => Put::Queue(key, queue),
            Done::Bookmarked(so) => Put::Bookmarked(key, so),
            Done::Tag(name, so) => Put::Tag(key, name, so),
        };
        (article, put)
    };
    found.into_iter().map(put).collect()
}
