//! The journal: every change of the reader's own state is one entry that outlives the program and can be undone.
//!
//! An entry says exactly what it changed, so that undoing restores what was and nothing else. Undoing and redoing are
//! entries themselves: replaying the journal gives the state. An entry carries its machine and a logical time (L.
//! Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", 1978), for journals to be merged by.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::effect::{Effect, Passage, Way};
use super::effects::Effects;
use super::list::{ascending, shelf_of};
use super::shelf::{self, Shelf, Standing};
use super::{Store, StoreError, error, people, varint};
use crate::catalog::people::{PeopleVerb, Renamed};
use crate::catalog::{ArticleId, Change, Target, Verb, View};

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

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Something was done with articles.
    Articles(Verb),
    /// It was said who is who; with what this step made of the names.
    People(PeopleVerb, Vec<Renamed>),
}

/// The word of an entry in the journal, which never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Articles(Verb),
    People(PeopleVerb),
}

/// Every word.
const WORDS: [(Word, &str); 7] = [
    (Word::Articles(Verb::Read), "read"),
    (Word::Articles(Verb::Unread), "unread"),
    (Word::Articles(Verb::Bookmark), "bookmark"),
    (Word::Articles(Verb::Unbookmark), "unbookmark"),
    (Word::People(PeopleVerb::Merge), "merge people"),
    (Word::People(PeopleVerb::Rename), "rename a person"),
    (Word::People(PeopleVerb::Split), "split a person"),
];

fn spelt(word: Word) -> &'static str {
    WORDS.iter().find(|(known, _)| *known == word).map_or("", |(_, spelt)| spelt)
}

fn word_of(spelt: &str) -> Option<Word> {
    WORDS.iter().find(|(_, known)| *known == spelt).map(|(word, _)| *word)
}

/// What a verb does with an article.
fn moves(verb: Verb) -> (Shelf, Passage) {
    match verb {
        Verb::Read => (Shelf::Unread, Passage::Off),
        Verb::Unread => (Shelf::Unread, Passage::On),
        Verb::Bookmark => (Shelf::Bookmarked, Passage::On),
        Verb::Unbookmark => (Shelf::Bookmarked, Passage::Off),
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
            let effects = Effects::Shelves(effects);
            let articles = effects.articles();
            if articles.is_empty() {
                return Ok(Applied { entry: None, articles });
            }
            end_redoing(&work)?;
            let (entry, _) = write(&work, Word::Articles(change.verb), &effects, Kind::Change, now)?;
            work.commit()?;
            Ok(Applied { entry: Some(entry), articles })
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
            let effects = entry.effects.bring_about(&work, Way::Back)?;
            let (_, clock) = write(&work, entry.word, &effects, Kind::Undo(entry.id), now)?;
            work.prepare_cached("UPDATE journal SET undone = ?2 WHERE id = ?1")?.execute([entry.id.0, clock])?;
            work.commit()?;
            Ok(Some(entry.step(&effects)))
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
            let effects = entry.effects.bring_about(&work, Way::Again)?;
            write(&work, entry.word, &effects, Kind::Redo(entry.id), now)?;
            work.prepare_cached("UPDATE journal SET undone = NULL WHERE id = ?1")?.execute([entry.id.0])?;
            work.commit()?;
            Ok(Some(entry.step(&effects)))
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
    let (entry, _) = write(db, Word::People(verb), &Effects::People(effects), Kind::Change, now)?;
    Ok(entry)
}

fn make(db: &Connection, change: &Change, now: i64) -> rusqlite::Result<Vec<Effect>> {
    let (shelf, passage) = moves(change.verb);
    let changed = match passage {
        Passage::Off => {
            let standing = standing_in(db, &change.on, shelf)?;
            shelf::take(db, shelf, &standing)?;
            standing
        }
        Passage::On => {
            let since = (shelf == Shelf::Bookmarked).then_some(now);
            let targets = targets(db, &change.on)?.into_iter();
            shelf::put(db, shelf, targets.map(|standing| Standing { since, ..standing }))?
        }
    };
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Effect::of(shelf, passage, &changed)])
}

/// The target's articles, as far as they are in the store, ascending.
fn targets(db: &Connection, target: &Target) -> rusqlite::Result<Vec<Standing>> {
    match target {
        Target::Articles(articles) => shelf::standing(db, Shelf::All, &ascending(articles)),
        Target::View(view) => members(db, shelf_of(view.shown), view),
    }
}

/// The target's articles that stand on a shelf, ascending.
fn standing_in(db: &Connection, target: &Target, shelf: Shelf) -> rusqlite::Result<Vec<Standing>> {
    match target {
        Target::Articles(articles) => shelf::standing(db, shelf, &ascending(articles)),
        Target::View(view) => match shelf_of(view.shown) {
            Shelf::All => members(db, shelf, view),
            shown => {
                let members = members(db, shown, view)?;
                let ids: Vec<i64> = members.iter().map(|standing| standing.article).collect();
                shelf::standing(db, shelf, &ids)
            }
        },
    }
}

/// What stands on a shelf of a view's source, or of all.
fn members(db: &Connection, shelf: Shelf, view: &View) -> rusqlite::Result<Vec<Standing>> {
    shelf::members(db, shelf, view.source.map(|source| source.0))
}

/// What an entry is.
#[derive(Clone, Copy)]
enum Kind {
    Change,
    Undo(EntryId),
    Redo(EntryId),
}

/// Writes an entry; the result is its id and its logical time.
fn write(db: &Connection, word: Word, effects: &Effects, kind: Kind, now: i64) -> rusqlite::Result<(EntryId, i64)> {
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
        .insert(params![clock, now, spelt(word), undoes, redoes, varint::signed(effects.extent()), effects.pack(),])?;
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
    word: Word,
    made: i64,
    effects: Effects,
}

impl Entry {
    fn step(&self, done: &Effects) -> Step {
        let told = match done {
            Effects::People(effects) => people::effect::told(effects),
            Effects::Shelves(_) => Vec::new(),
        };
        let deed = match self.word {
            Word::Articles(verb) => Deed::Articles(verb),
            Word::People(verb) => Deed::People(verb, told),
        };
        Step { entry: self.id, deed, made: self.made, articles: done.articles() }
    }
}

fn latest_standing(db: &Connection) -> rusqlite::Result<Option<Entry>> {
    entry(
        db,
        "SELECT id, verb, effects, at FROM journal
         WHERE undone IS NULL AND undoes IS NULL AND redoes IS NULL ORDER BY id DESC LIMIT 1",
    )
}

fn last_undone(db: &Connection) -> rusqlite::Result<Option<Entry>> {
    entry(
        db,
        "SELECT id, verb, effects, at FROM journal
         WHERE undone IS NOT NULL AND dropped = 0 ORDER BY undone DESC LIMIT 1",
    )
}

fn entry(db: &Connection, sql: &str) -> rusqlite::Result<Option<Entry>> {
    db.prepare_cached(sql)?
        .query_row([], |row| {
            let word: String = row.get(1)?;
            Ok(Entry {
                id: EntryId(row.get(0)?),
                word: word_of(&word).ok_or_else(|| error::unreadable("an entry of the journal"))?,
                made: row.get(3)?,
                effects: Effects::unpack(row.get_ref(2)?.as_blob()?)?,
            })
        })
        .optional()
}
