//! The journal as a set of facts that two machines can put together: the latest word on each thing counts.
//!
//! Each article has a register for its queue, one for its bookmark and one for each tag. An entry writes registers at
//! its logical time; of two writes the later one stands, and of two at the same time the one of the machine with the
//! greater name (a last-writer-wins register: Shapiro et al., "A comprehensive study of convergent and commutative
//! replicated data types", 2011). So the order in which journals are read doesn't matter.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde::Serialize;

use super::effect::{Effect, Passage};
use super::effects::Effects;
use super::shelf::Shelf;
use super::{Store, StoreError};
use crate::catalog::Queue;

/// One thing that an entry of a journal did to one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The machine that did it.
    pub machine: String,
    /// Its logical time there.
    pub clock: i64,
    /// Unix seconds when it was done.
    pub at: i64,
    /// What makes the article this one on every machine.
    pub key: String,
    /// What was done.
    #[serde(flatten)]
    pub put: Put,
}

/// What a register was set to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Put {
    /// Where the article waits.
    Queue(Queue),
    /// Whether it is kept.
    Bookmarked(bool),
    /// A tag, and whether the article has it.
    Tag(String, bool),
}

/// What the facts come to for one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Where it waits.
    pub queue: Queue,
    /// Whether it is kept.
    pub bookmarked: bool,
    /// Its tags.
    pub tags: BTreeSet<String>,
}

/// The state of every article that facts speak of, by its key. What was snoozed until `now` (Unix seconds) or before is
/// back in the inbox. The order of the facts doesn't matter.
#[must_use]
pub fn replay<'a>(facts: impl IntoIterator<Item = &'a Fact>, now: i64) -> BTreeMap<String, State> {
    let mut latest: BTreeMap<(&str, String), &Fact> = BTreeMap::new();
    for fact in facts {
        let register = match &fact.put {
            Put::Queue(_) => "queue".to_owned(),
            Put::Bookmarked(_) => "bookmarked".to_owned(),
            Put::Tag(name, _) => format!("tag {name}"),
        };
        let known = latest.entry((&fact.key, register)).or_insert(fact);
        if (fact.clock, &fact.machine) > (known.clock, &known.machine) {
            *known = fact;
        }
    }
    let mut states = BTreeMap::new();
    for ((key, _), fact) in latest {
        let new = || State { queue: Queue::Inbox, bookmarked: false, tags: BTreeSet::new() };
        let state = states.entry(key.to_owned()).or_insert_with(new);
        match &fact.put {
            Put::Queue(Queue::Snoozed(until)) if *until <= now => state.queue = Queue::Woken(*until),
            Put::Queue(queue) => state.queue = *queue,
            Put::Bookmarked(so) => state.bookmarked = *so,
            Put::Tag(name, true) => drop(state.tags.insert(name.clone())),
            Put::Tag(_, false) => {}
        }
    }
    states
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
        "SELECT m.name, j.clock, j.at, j.effects FROM journal j CROSS JOIN machine m ON m.id = j.machine ORDER BY j.id",
    )?;
    let mut key = db.prepare_cached("SELECT key FROM article WHERE id = ?1")?;
    let mut found = Vec::new();
    let mut rows = entries.query([])?;
    while let Some(row) = rows.next()? {
        let Effects::Shelves(effects) = Effects::unpack(row.get_ref(3)?.as_blob()?)? else { continue };
        for (article, put) in puts(&effects, names) {
            if let Ok(key) = key.query_row([article], |row| row.get(0)) {
                found.push(Fact { machine: row.get(0)?, clock: row.get(1)?, at: row.get(2)?, key, put });
            }
        }
    }
    Ok(found)
}

/// What an entry's effects did to each article. One that left a queue and came into none is done with.
fn puts(effects: &[Effect], names: &BTreeMap<i64, String>) -> Vec<(i64, Put)> {
    let mut queues: BTreeMap<i64, Queue> = BTreeMap::new();
    let mut found = Vec::new();
    for effect in effects {
        let on = effect.passage == Passage::On;
        for (article, since) in &effect.articles {
            match (effect.shelf, on) {
                (Shelf::Unread | Shelf::Later | Shelf::Snoozed | Shelf::Muted, false) => {
                    queues.entry(*article).or_insert(Queue::Done);
                }
                (Shelf::Unread, true) => drop(queues.insert(*article, since.map_or(Queue::Inbox, Queue::Woken))),
                (Shelf::Later, true) => drop(queues.insert(*article, Queue::Later)),
                (Shelf::Snoozed, true) => drop(queues.insert(*article, Queue::Snoozed(since.unwrap_or(0)))),
                (Shelf::Bookmarked, so) => found.push((*article, Put::Bookmarked(so))),
                (Shelf::Tag(tag), so) => {
                    let name = names.get(&tag.0).cloned().unwrap_or_default();
                    found.push((*article, Put::Tag(name, so)));
                }
                // Rules are another machine's own: what one hid there, one of here may not.
                (Shelf::Muted, true) => drop(queues.insert(*article, Queue::Inbox)),
                (Shelf::All | Shelf::Watched | Shelf::Kept, _) => {}
            }
        }
    }
    found.extend(queues.into_iter().map(|(article, queue)| (article, Put::Queue(queue))));
    found
}
