//! The journal: every change of the reader's own state is one entry that outlives the program and can be undone.
//!
//! An entry says exactly what it changed, so that undoing restores what was and nothing else. Undoing and redoing are
//! entries themselves: replaying the journal gives the state. An entry carries its machine and a logical time (L.
//! Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", 1978), for journals to be merged by.

mod chain;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::effect::articles_of;
use super::effects::Effects;
use super::verb::{counted, make, verb_of, word};
use super::whole::Swap;
use super::{Store, StoreError, error, people, varint};
use crate::catalog::feeds::SubscriptionChange;
use crate::catalog::notes::Annotation;
use crate::catalog::people::{PeopleVerb, Renamed};
use crate::catalog::quotation::KeptQuotation;
use crate::catalog::rules::RuleChange;
use crate::catalog::{ArticleId, Change, Verb};

/// An entry of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub i64);

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its entry in the journal; `None` if everything was so already.
    pub entry: Option<EntryId>,
    /// The articles that it changed, the oldest first.
    pub articles: Vec<ArticleId>,
}

/// A change that was undone or done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The change's entry.
    pub entry: EntryId,
    /// What the change is.
    pub deed: Deed,
    /// When the change was made, in Unix seconds.
    pub made: i64,
    /// The articles that this step altered, the oldest first.
    pub articles: Vec<ArticleId>,
}

/// The word of an entry about a quotation's bookmark, which never changes.
const QUOTATION: &str = "bookmark a quotation";
/// The word of an entry about a rule, which never changes.
const RULE: &str = "rule";
/// The word of an entry about a subscription, which never changes.
const SUBSCRIPTION: &str = "unsubscribe";

/// The word of an entry about a note or a highlight.
const NOTES: &str = "note";
/// The word of an entry about the text of an article's page, which never changes.
const TEXT: &str = "read the full text";

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Something was done with articles.
    Articles(Verb),
    /// It was said who is who; with what this step made of the names.
    People(PeopleVerb, Vec<Renamed>),
    /// A quotation was bookmarked, or is not any more: as this step left it.
    Quotation(KeptQuotation),
    /// Something was written about an article, or is not any more: as this step left it.
    Notes(Annotation),
    /// An article's text took another's place.
    Text,
    /// A rule was made or taken back: as this step left it.
    Rule(RuleChange),
    /// A subscription ended or is there again: as this step left it.
    Subscription(SubscriptionChange),
    /// Nothing: what other changes made of the same things stays.
    Overruled,
}

/// What an entry is about, as far as its word says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matter {
    Articles(Verb),
    People(PeopleVerb),
    Quotation,
    Notes,
    Text,
    Rule,
    Subscription,
}

impl Matter {
    /// The word in the journal, which never changes.
    fn word(self) -> &'static str {
        match self {
            Self::Articles(verb) => word(verb),
            Self::People(verb) => people::word(verb),
            Self::Quotation => QUOTATION,
            Self::Notes => NOTES,
            Self::Text => TEXT,
            Self::Rule => RULE,
            Self::Subscription => SUBSCRIPTION,
        }
    }

    /// The matter of a word, with what its effects say of it; `None` for those of a later version.
    fn of(word: &str, effects: &Effects) -> Option<Self> {
        match effects {
            Effects::Shelves(effects) => verb_of(word, effects).map(Self::Articles),
            Effects::People(_) => people::verb_of(word).map(Self::People),
            Effects::Quotation(_) => (word == QUOTATION).then_some(Self::Quotation),
            Effects::Notes(_) => (word == NOTES).then_some(Self::Notes),
            Effects::Texts(_) => (word == TEXT).then_some(Self::Text),
            Effects::Rule(_) => (word == RULE).then_some(Self::Rule),
            Effects::Subscription(_) => (word == SUBSCRIPTION).then_some(Self::Subscription),
        }
    }
}

impl Store {
    /// Makes a change, all of it or nothing, as one entry of the journal. What is so already makes no entry.
    ///
    /// # Errors
    /// If the store can't be read or written; everything is then as it was.
    pub fn apply(&mut self, change: &Change, now: i64) -> Result<Applied, StoreError> {
        self.told_mut("keep the change", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let effects = make(&work, change, now)?;
            let articles = articles_of(&effects);
            if articles.is_empty() {
                return Ok(Applied { entry: None, articles });
            }
            end_redoing(&work)?;
            let (effects, matter) = (Effects::Shelves(effects), Matter::Articles(change.verb));
            let (entry, _) = write(&work, matter, &effects, Kind::Change, now)?;
            work.commit()?;
            Ok(Applied { entry: Some(entry), articles })
        })
    }

    /// How many articles a change would alter. A few look-ups where all of a list is marked read; else it costs what the
    /// change does, and leaves no trace.
    ///
    /// # Errors
    /// If the store can't be read or written.
    pub fn would_change(&mut self, change: &Change, now: i64) -> Result<usize, StoreError> {
        self.told_mut("count what would change", |db| {
            if let Some(count) = counted(db, change)? {
                return Ok(count);
            }
            let trial = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let count = articles_of(&make(&trial, change, now)?).len();
            trial.rollback()?;
            Ok(count)
        })
    }

    /// Takes the latest standing change back; `None` if there is none.
    ///
    /// # Errors
    /// If the store can't be read or written; everything is then as it was.
    pub fn undo(&mut self, now: i64) -> Result<Option<Step>, StoreError> {
        self.told_mut("undo the change", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let Some(entry) = latest_standing(&work)? else {
                return Ok(None);
            };
            let step = chain::take_back(&work, &entry, now)?;
            work.commit()?;
            Ok(Some(step))
        })
    }

    /// Takes one change back, however many came after it; what they changed since stays. `None` if it doesn't stand.
    ///
    /// # Errors
    /// If the store can't be read or written; everything is then as it was.
    pub fn undo_entry(&mut self, id: EntryId, now: i64) -> Result<Option<Step>, StoreError> {
        self.told_mut("undo the change", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let Some(entry) = standing(&work, id)? else {
                return Ok(None);
            };
            let step = chain::take_back(&work, &entry, now)?;
            work.commit()?;
            Ok(Some(step))
        })
    }

    /// Does the change again that was undone last; `None` if there is none, or a new change came since.
    ///
    /// # Errors
    /// If the store can't be read or written; everything is then as it was.
    pub fn redo(&mut self, now: i64) -> Result<Option<Step>, StoreError> {
        self.told_mut("redo the change", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let Some(entry) = last_undone(&work)? else {
                return Ok(None);
            };
            let step = chain::do_again(&work, &entry, now)?;
            work.commit()?;
            Ok(Some(step))
        })
    }
}

/// Enters a change of people that was made.
pub(super) fn enter_people(
    db: &Connection,
    verb: PeopleVerb,
    effects: Vec<people::effect::Effect>,
    now: i64,
) -> rusqlite::Result<EntryId> {
    end_redoing(db)?;
    let (entry, _) = write(db, Matter::People(verb), &Effects::People(effects), Kind::Change, now)?;
    Ok(entry)
}

/// Enters that a text took another's place, so that it can be undone.
pub(super) fn enter_text(db: &Connection, swap: Swap, now: i64) -> rusqlite::Result<()> {
    end_redoing(db)?;
    write(db, Matter::Text, &Effects::Texts(vec![swap]), Kind::Change, now)?;
    Ok(())
}

impl Store {
    /// Enters what was done with a quotation's bookmark, so that it can be undone.
    ///
    /// # Errors
    /// If the store can't be written; it is then as it was.
    pub fn enter_quotation(&mut self, kept: &KeptQuotation, now: i64) -> Result<EntryId, StoreError> {
        self.enter(Matter::Quotation, &Effects::Quotation(kept.clone()), now)
    }

    /// Enters a change of notes, so that it can be undone.
    ///
    /// # Errors
    /// If the store can't be written; it is then as it was.
    pub fn enter_annotation(&mut self, annotation: &Annotation, now: i64) -> Result<EntryId, StoreError> {
        self.enter(Matter::Notes, &Effects::Notes(annotation.clone()), now)
    }

    fn enter(&mut self, matter: Matter, effects: &Effects, now: i64) -> Result<EntryId, StoreError> {
        self.told_mut("keep the change", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            end_redoing(&work)?;
            let (entry, _) = write(&work, matter, effects, Kind::Change, now)?;
            work.commit()?;
            Ok(entry)
        })
    }

    /// Enters a rule that was made or taken back, so that this can be undone.
    ///
    /// # Errors
    /// If the store can't be written; it is then as it was.
    pub fn enter_rule(&mut self, change: &RuleChange, now: i64) -> Result<EntryId, StoreError> {
        self.enter(Matter::Rule, &Effects::Rule(change.clone()), now)
    }

    /// Enters a subscription that ended, so that this can be undone.
    ///
    /// # Errors
    /// If the store can't be written; it is then as it was.
    pub fn enter_subscription(&mut self, change: &SubscriptionChange, now: i64) -> Result<EntryId, StoreError> {
        self.enter(Matter::Subscription, &Effects::Subscription(change.clone()), now)
    }
}

/// What an entry is.
#[derive(Clone, Copy)]
enum Kind {
    Change,
    Undo(EntryId),
    Redo(EntryId),
}

/// Writes an entry; the result is its id and its logical time.
fn write(db: &Connection, matter: Matter, effects: &Effects, kind: Kind, now: i64) -> rusqlite::Result<(EntryId, i64)> {
    let (undoes, redoes) = match kind {
        Kind::Change => (None, None),
        Kind::Undo(entry) => (Some(entry.0), None),
        Kind::Redo(entry) => (None, Some(entry.0)),
    };
    let clock = tick(db)?;
    let id = db
        .prepare_cached(
            "INSERT INTO journal (machine, clock, at, verb, undoes, redoes, articles, effects)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .insert(params![
            clock,
            now,
            matter.word(),
            undoes,
            redoes,
            varint::signed(effects.articles().len()),
            effects.pack(),
        ])?;
    Ok((EntryId(id), clock))
}

/// The next logical time.
fn tick(db: &Connection) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO fact (name, value) VALUES ('clock', 1)
         ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value",
    )?
    .query_row([], |row| row.get(0))
}

/// A new change ends the chance of redoing those that were undone before it.
fn end_redoing(db: &Connection) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE journal SET dropped = 1 WHERE undone IS NOT NULL AND dropped = 0")?.execute([])?;
    Ok(())
}

/// An entry as far as undoing and redoing need it.
struct Entry {
    id: EntryId,
    matter: Matter,
    made: i64,
    effects: Effects,
}

fn latest_standing(db: &Connection) -> rusqlite::Result<Option<Entry>> {
    entry(
        db,
        "SELECT id, verb, effects, at FROM journal
         WHERE undone IS NULL AND undoes IS NULL AND redoes IS NULL ORDER BY id DESC LIMIT 1",
        [],
    )
}

fn standing(db: &Connection, id: EntryId) -> rusqlite::Result<Option<Entry>> {
    entry(
        db,
        "SELECT id, verb, effects, at FROM journal
         WHERE undone IS NULL AND undoes IS NULL AND redoes IS NULL AND id = ?1",
        [id.0],
    )
}

fn last_undone(db: &Connection) -> rusqlite::Result<Option<Entry>> {
    entry(
        db,
        "SELECT id, verb, effects, at FROM journal
         WHERE undone IS NOT NULL AND dropped = 0 ORDER BY undone DESC LIMIT 1",
        [],
    )
}

fn entry(db: &Connection, sql: &str, parameters: impl rusqlite::Params) -> rusqlite::Result<Option<Entry>> {
    db.prepare_cached(sql)?.query_row(parameters, read).optional()
}

/// Reads `id, verb, effects, at`.
fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Entry> {
    let effects = Effects::unpack(row.get_ref(2)?.as_blob()?)?;
    let matter = Matter::of(row.get_ref(1)?.as_str()?, &effects);
    Ok(Entry {
        id: EntryId(row.get(0)?),
        matter: matter.ok_or_else(|| error::unreadable("an entry of the journal"))?,
        made: row.get(3)?,
        effects,
    })
}
