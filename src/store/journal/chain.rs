//! Undoing and redoing a change among others: a thing is as the last standing change of it said, or as it was before any.
//!
//! A later change of the same thing stays when an earlier one is taken back; and when it is taken back itself, the earlier
//! one stays gone. It knows entries and what they are of, not what they do.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::super::effect::Way;
use super::super::effects::Effects;
use super::super::{fact, people};
use super::{Deed, Entry, Kind, Matter, Step, read, write};
use crate::catalog::{ArticleId, Verb};

/// Holds the logical time of the last undoing that a later change overruled. Without one, a change has nothing gone before.
const LEFT_STANDING: &str = "undone out of order";

/// Takes a change back as far as no later one overrules it; what stood before it then stands again, unless it is gone, too.
pub(super) fn take_back(db: &Connection, entry: &Entry, now: i64) -> rusqlite::Result<Step> {
    let left = left_to(db, entry)?;
    let mut done = Vec::new();
    if let Some(effects) = &left.effects {
        done.push(effects.bring_about(db, Way::Back)?);
    }
    let (_, clock) = write(db, entry.matter, done.last().unwrap_or(&Effects::NONE), Kind::Undo(entry.id), now)?;
    db.prepare_cached("UPDATE journal SET undone = ?2 WHERE id = ?1")?.execute([entry.id.0, clock])?;
    if left.is_overruled {
        fact::set(db, LEFT_STANDING, clock)?;
    }
    for (gone, effects) in gone_before(db, entry, left.effects.as_ref())? {
        let effects = effects.bring_about(db, Way::Back)?;
        if !effects.is_empty() {
            write(db, gone.matter, &effects, Kind::Undo(gone.id), now)?;
            done.push(effects);
        }
    }
    Ok(entry.step(&done))
}

/// Does a change again as far as no later one overrules it.
pub(super) fn do_again(db: &Connection, entry: &Entry, now: i64) -> rusqlite::Result<Step> {
    let effects = left_to(db, entry)?.effects.map(|effects| effects.bring_about(db, Way::Again)).transpose()?;
    write(db, entry.matter, effects.as_ref().unwrap_or(&Effects::NONE), Kind::Redo(entry.id), now)?;
    db.prepare_cached("UPDATE journal SET undone = NULL WHERE id = ?1")?.execute([entry.id.0])?;
    Ok(entry.step(effects.as_slice()))
}

/// What an entry still has a say in.
struct Left {
    /// The effects that no later standing change overrules; `None` if there are none.
    effects: Option<Effects>,
    /// Whether a later standing change overrules any of it.
    is_overruled: bool,
}

fn left_to(db: &Connection, entry: &Entry) -> rusqlite::Result<Left> {
    let mut later = db.prepare_cached(
        "SELECT effects FROM journal WHERE undone IS NULL AND undoes IS NULL AND redoes IS NULL AND id > ?1",
    )?;
    let mut rows = later.query([entry.id.0])?;
    let all = entry.effects.things();
    let mut left = all.clone();
    while let Some(row) = rows.next()? {
        for thing in Effects::unpack(row.get_ref(0)?.as_blob()?)?.things() {
            left.remove(&thing);
        }
    }
    let is_overruled = left.len() < all.len();
    let effects = if is_overruled { entry.effects.only(&left) } else { Some(entry.effects.clone()) };
    Ok(Left { effects, is_overruled })
}

/// The changes before an entry that were taken back, with what they did to what is left of it: the latest first, down to
/// the last one that stands. One that was taken back before the entry was made counts, too: what was between them may have
/// stood in its way.
fn gone_before(db: &Connection, entry: &Entry, left: Option<&Effects>) -> rusqlite::Result<Vec<(Entry, Effects)>> {
    let overruled_once = fact::get(db, LEFT_STANDING)?.is_some();
    let Some(left) = left.filter(|_| overruled_once) else { return Ok(Vec::new()) };
    let mut open = left.things();
    let mut before = db.prepare_cached(
        "SELECT id, verb, effects, at, undone IS NULL FROM journal
         WHERE undoes IS NULL AND redoes IS NULL AND id < ?1 ORDER BY id DESC",
    )?;
    let mut rows = before.query([entry.id.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()?.filter(|_| !open.is_empty()) {
        let (one, stands) = (read(row)?, row.get(4)?);
        if stands {
            let set = one.effects.things();
            open.retain(|thing| !set.contains(thing));
        } else if let Some(effects) = one.effects.only(&open) {
            found.push((one, effects));
        }
    }
    Ok(found)
}

impl Entry {
    /// What was done, one after another, told as one step.
    fn step(&self, done: &[Effects]) -> Step {
        let articles = self.articles(done);
        let deed = match (done.last(), self.matter) {
            (Some(Effects::Quotation(kept)), _) => Deed::Quotation(kept.clone()),
            (Some(Effects::Notes(annotation)), _) => Deed::Notes(annotation.clone()),
            (Some(Effects::Rule(change)), _) => Deed::Rule(change.clone()),
            (Some(Effects::Subscription(change)), _) => Deed::Subscription(change.clone()),
            (_, Matter::People(verb)) => {
                let names: Vec<_> = done.iter().flat_map(told).collect();
                if names.is_empty() { Deed::Overruled } else { Deed::People(verb, names) }
            }
            (_, Matter::Articles(verb)) if !articles.is_empty() => Deed::Articles(verb),
            (_, Matter::Text) if !articles.is_empty() => Deed::Text,
            (
                _,
                Matter::Articles(_)
                | Matter::Text
                | Matter::Quotation
                | Matter::Notes
                | Matter::Rule
                | Matter::Subscription,
            ) => Deed::Overruled,
        };
        Step { entry: self.id, deed, made: self.made, articles }
    }

    /// The articles that are otherwise than before, ascending. A bookmark that was turned twice is as it was.
    fn articles(&self, done: &[Effects]) -> Vec<ArticleId> {
        let mut times: BTreeMap<ArticleId, usize> = BTreeMap::new();
        for article in done.iter().flat_map(Effects::articles) {
            *times.entry(article).or_default() += 1;
        }
        if matches!(self.matter, Matter::Articles(Verb::Bookmark | Verb::Unbookmark)) {
            times.retain(|_, times| *times % 2 == 1);
        }
        times.into_keys().collect()
    }
}

fn told(effects: &Effects) -> Vec<crate::catalog::people::Renamed> {
    match effects {
        Effects::People(effects) => people::effect::told(effects),
        Effects::Shelves(_)
        | Effects::Quotation(_)
        | Effects::Notes(_)
        | Effects::Texts(_)
        | Effects::Rule(_)
        | Effects::Subscription(_) => Vec::new(),
    }
}
