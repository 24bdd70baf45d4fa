//! What each verb does to the shelves, and the words that stand for verbs in the journal.

use std::ops::RangeInclusive;

use rusqlite::Connection;

use super::effect::{Effect, Passage, keep};
use super::list::{ascending, shelf_of};
use super::range::Range;
use super::shelf::{self, EVERY, Shelf, Standing};
use super::{Store, StoreError, search};
use crate::catalog::{ArticleId, Change, Found, Order, Shown, Target, Verb, View, rules::RuleId};

impl Store {
    /// The articles of a target that are in the store, the oldest first.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn targets(&self, target: &Target) -> Result<Vec<ArticleId>, StoreError> {
        let standings = self.told("read the list", |db| targets(db, target))?;
        Ok(standings.into_iter().map(|standing| ArticleId(standing.article)).collect())
    }
}

/// The word for a verb in the journal, which never changes.
pub(super) fn word(verb: Verb) -> &'static str {
    match verb {
        Verb::Read => "read",
        Verb::Unread => "unread",
        Verb::Bookmark => "bookmark",
        Verb::Unbookmark => "unbookmark",
        Verb::Later => "later",
        Verb::Snooze(_) => "snooze",
        Verb::Mute => "mute",
        Verb::Tag(_) => "tag",
        Verb::Untag(_) => "untag",
    }
}

/// The verb of a word, with what its effects say of it; `None` for those of a later version.
pub(super) fn verb_of(word: &str, effects: &[Effect]) -> Option<Verb> {
    let tag = || effects.iter().find_map(|effect| if let Shelf::Tag(tag) = effect.shelf { Some(tag) } else { None });
    let until = || {
        let snoozed = effects.iter().find(|effect| effect.shelf == Shelf::Snoozed && effect.passage == Passage::On)?;
        snoozed.articles.iter().find_map(|(_, since)| *since)
    };
    match word {
        "read" => Some(Verb::Read),
        "unread" => Some(Verb::Unread),
        "bookmark" => Some(Verb::Bookmark),
        "unbookmark" => Some(Verb::Unbookmark),
        "later" => Some(Verb::Later),
        "snooze" => Some(Verb::Snooze(until().unwrap_or(0))),
        "mute" => Some(Verb::Mute),
        "tag" => tag().map(Verb::Tag),
        "untag" => tag().map(Verb::Untag),
        _ => None,
    }
}

/// Where a verb puts articles, and since when they stand there; `None` where it only takes them away.
fn onto(verb: Verb, now: i64) -> Option<(Shelf, Option<i64>)> {
    match verb {
        Verb::Unread => Some((Shelf::Unread, None)),
        Verb::Later => Some((Shelf::Later, Some(now))),
        Verb::Snooze(until) => Some((Shelf::Snoozed, Some(until))),
        Verb::Mute => Some((Shelf::Muted, Some(RuleId::BY_HAND.0))),
        Verb::Bookmark => Some((Shelf::Bookmarked, Some(now))),
        Verb::Tag(tag) => Some((Shelf::Tag(tag), None)),
        Verb::Read | Verb::Unbookmark | Verb::Untag(_) => None,
    }
}

/// The shelves that a verb takes articles from. In a view of other things, marking read leaves what was put off alone.
fn off(change: &Change) -> &'static [Shelf] {
    match change.verb {
        Verb::Read if change.on.means_put_off() => &Shelf::QUEUES,
        Verb::Read => &[Shelf::Unread],
        Verb::Unread => &[Shelf::Later, Shelf::Snoozed, Shelf::Muted],
        Verb::Later => &[Shelf::Unread, Shelf::Snoozed, Shelf::Muted],
        Verb::Snooze(_) => &Shelf::QUEUES,
        Verb::Mute => &[Shelf::Unread, Shelf::Later, Shelf::Snoozed],
        Verb::Bookmark | Verb::Unbookmark | Verb::Tag(_) | Verb::Untag(_) => &[],
    }
}

/// How many articles a change alters, where that is known without making it: marking read what is listed of all, or of
/// what is unread.
pub(super) fn counted(db: &Connection, change: &Change) -> rusqlite::Result<Option<usize>> {
    let (view, ends) = match (&change.verb, &change.on) {
        (Verb::Read, Target::View(view)) => (view, None),
        (Verb::Read, Target::Stretch { view, oldest, newest }) => (view, Some((oldest.0, newest.0))),
        _ => return Ok(None),
    };
    if !matches!(view.shown, Shown::All | Shown::Unread) {
        return Ok(None);
    }
    let unread = Range::of(db, &View { shown: Shown::Unread, order: Order::NewestFirst, ..*view })?;
    let Some((oldest, newest)) = ends else { return unread.total(db).map(Some) };
    let from_oldest = oldest.checked_sub(1).map_or_else(|| unread.total(db), |before| unread.rank(db, before))?;
    Ok(Some(from_oldest.saturating_sub(unread.rank(db, newest)?)))
}

/// Makes a change; the result is what it did, exactly.
pub(super) fn make(db: &Connection, change: &Change, now: i64) -> rusqlite::Result<Vec<Effect>> {
    let mut effects = Vec::new();
    let onto = onto(change.verb, now);
    // Looked up before anything moves: the view may be of the very shelf that is emptied.
    let targets = if onto.is_some() { targets(db, &change.on)? } else { Vec::new() };
    let targets = match change.verb {
        Verb::Later => without(db, Shelf::Later, targets)?,
        Verb::Mute => without(db, Shelf::Muted, targets)?,
        _ => targets,
    };
    let picked = Target::Articles(targets.iter().map(|standing| ArticleId(standing.article)).collect());
    let emptied = if onto.is_some() { &picked } else { &change.on };
    let off: &[Shelf] = match &change.verb {
        Verb::Unbookmark => &[Shelf::Bookmarked],
        Verb::Untag(tag) => &[Shelf::Tag(*tag)],
        _ => off(change),
    };
    for shelf in off {
        let standing = standing_in(db, emptied, *shelf)?;
        shelf::take(db, *shelf, &standing)?;
        keep(&mut effects, *shelf, Passage::Off, &standing);
    }
    if let Some((shelf, since)) = onto {
        let standings = targets.into_iter().map(|standing| Standing { since, ..standing });
        let put = shelf::put(db, shelf, standings)?;
        keep(&mut effects, shelf, Passage::On, &put);
    }
    Ok(effects)
}

/// Those that don't stand on a shelf.
fn without(db: &Connection, shelf: Shelf, standings: Vec<Standing>) -> rusqlite::Result<Vec<Standing>> {
    let ids: Vec<i64> = standings.iter().map(|standing| standing.article).collect();
    let mut there = shelf::standing(db, shelf, &ids)?.into_iter().peekable();
    let absent = standings.into_iter().filter(|one| there.next_if(|other| other.article == one.article).is_none());
    Ok(absent.collect())
}

/// The target's articles, as far as they are in the store, ascending.
fn targets(db: &Connection, target: &Target) -> rusqlite::Result<Vec<Standing>> {
    match target {
        Target::Articles(articles) => shelf::standing(db, Shelf::All, &ascending(articles)),
        Target::Found(found) => shelf::standing(db, Shelf::All, &search::all(db, found)?),
        Target::View(view) => members(db, shelf_of(view.shown), view, &EVERY),
        Target::Stretch { view, oldest, newest } => members(db, shelf_of(view.shown), view, &(oldest.0..=newest.0)),
        Target::Met(of, found) => met(db, targets(db, of)?, found),
    }
}

/// Those of articles (ascending) that a query finds.
fn met(db: &Connection, mut standings: Vec<Standing>, found: &Found) -> rusqlite::Result<Vec<Standing>> {
    let mut ids = search::all(db, found)?.into_iter().peekable();
    standings.retain(|standing| {
        while ids.next_if(|id| *id < standing.article).is_some() {}
        ids.peek() == Some(&standing.article)
    });
    Ok(standings)
}

/// The target's articles that stand on a shelf, ascending.
fn standing_in(db: &Connection, target: &Target, shelf: Shelf) -> rusqlite::Result<Vec<Standing>> {
    match target {
        Target::Articles(articles) => shelf::standing(db, shelf, &ascending(articles)),
        Target::Found(found) => shelf::standing(db, shelf, &search::all(db, found)?),
        Target::View(view) => standing_on(db, view, shelf, &EVERY),
        Target::Stretch { view, oldest, newest } => standing_on(db, view, shelf, &(oldest.0..=newest.0)),
        Target::Met(of, found) => met(db, standing_in(db, of, shelf)?, found),
    }
}

/// Which of these ids a view has, and stand on a shelf, ascending.
fn standing_on(
    db: &Connection,
    view: &View,
    shelf: Shelf,
    ids: &RangeInclusive<i64>,
) -> rusqlite::Result<Vec<Standing>> {
    if view.shown == Shown::Done && Shelf::QUEUES.contains(&shelf) {
        return Ok(Vec::new());
    }
    let shown = shelf_of(view.shown);
    if shown == Shelf::All || shown == shelf {
        return members(db, shelf, view, ids);
    }
    let members = members(db, shown, view, ids)?;
    let ids: Vec<i64> = members.iter().map(|standing| standing.article).collect();
    shelf::standing(db, shelf, &ids)
}

/// Which of these ids stand on a shelf of a view's source, or of all.
fn members(db: &Connection, shelf: Shelf, view: &View, ids: &RangeInclusive<i64>) -> rusqlite::Result<Vec<Standing>> {
    let range = Range::of(db, view)?;
    let standings = range.members(db, shelf, ids)?;
    range.among_these(db, standings)
}
