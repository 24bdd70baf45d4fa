//! The articles that meet a query: windows of them as of any list, their number as far as one counts, what they were
//! found by.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rusqlite::{Connection, InterruptHandle};

use super::answer::meets;
use super::body::Extent;
use super::list::{Window, rows};
use super::plan::Plan;
use super::range::{Direction, onwards};
use super::shelf::{self, Shelf};
use super::{Store, StoreError, begun, list, picked, read, relevance};
use crate::catalog::directory::Tally;
use crate::catalog::{Anchor, ArticleId, Counts, Found, Order, Reach};
use crate::query::{self, Known, Query, Snippet, State};

/// How far matches are counted.
pub const COUNTED: usize = 1_000;

/// How many articles are read at most to count what is unread of a query.
const READ: usize = 200;

/// About how many bytes a snippet has.
const SNIPPET: usize = 220;
/// The names of all tags.
const TAGS: &str = "SELECT name FROM tag UNION SELECT tag FROM filed ORDER BY 1";

/// Stops what a store's connection is searching for, from any thread.
#[derive(Clone)]
pub struct Interrupter {
    handle: Arc<InterruptHandle>,
    given_up: Arc<AtomicBool>,
}

impl Interrupter {
    /// Has the search end at once: it fails, and [`Store::was_given_up`] says so.
    pub fn give_up(&self) {
        self.given_up.store(true, Ordering::SeqCst);
        self.handle.interrupt();
    }
}

impl std::fmt::Debug for Interrupter {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Interrupter")
    }
}

impl Store {
    /// What can stop a search of this connection.
    #[must_use]
    pub fn interrupter(&self) -> Interrupter {
        Interrupter { handle: Arc::new(self.db.get_interrupt_handle()), given_up: Arc::clone(&self.given_up) }
    }

    /// Whether the last search was given up; asking begins a new one.
    pub fn was_given_up(&self) -> bool {
        self.given_up.swap(false, Ordering::SeqCst)
    }

    /// The newest articles that meet a query, at most so many.
    ///
    /// # Errors
    /// If the store can't be read, or the search was given up.
    pub fn ids_matching(&self, query: &Query, limit: usize) -> Result<Vec<ArticleId>, StoreError> {
        let found = Found::of(Arc::new(query.clone()));
        self.told("search", |db| {
            let ids = hunt(&*db.unchecked_transaction()?, &found, Direction::Older, i64::MAX, limit, &self.given_up)?;
            Ok(ids.into_iter().map(ArticleId).collect())
        })
    }

    /// The counts of a query, if the index alone can tell them; `None` if articles would have to be read.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn quick_counts(&self, query: &Query) -> Result<Option<Counts>, StoreError> {
        self.told("count the articles", |db| {
            if Plan::of(db, &query.root)?.question.is_some() {
                return Ok(None);
            }
            let limits = Limits { given_up: &self.given_up, until: None };
            counts(db, &Found::of(Arc::new(query.clone())), limits).map(Some)
        })
    }

    /// Names that a query can be completed to: sources, tags, and the people met first.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn known(&self) -> Result<Known, StoreError> {
        self.told("read the names", |db| {
            Ok(Known {
                sources: names(db, "SELECT name FROM source WHERE name <> '' ORDER BY name COLLATE NOCASE")?,
                tags: names(db, TAGS)?,
                speakers: names(db, "SELECT name FROM person ORDER BY id LIMIT 5000")?,
            })
        })
    }

    /// The names of all tags, those that feeds are filed under among them.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn tag_names(&self) -> Result<Vec<String>, StoreError> {
        self.told("read the tags", |db| names(db, TAGS))
    }

    /// What articles were found by, in the order asked for: a piece of the text of each with the query's words.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn snippets(&self, query: &Query, articles: &[ArticleId]) -> Result<Vec<(ArticleId, Snippet)>, StoreError> {
        self.told("read the articles", |db| {
            // One transaction: else each article would take and give back the locks.
            let moment = db.unchecked_transaction()?;
            let mut found = Vec::with_capacity(articles.len());
            for id in articles {
                let snippet = read::of_text(&moment, *id, |text, extent| match extent {
                    Extent::Part => query::snippet_in_beginning(&query.root, text, SNIPPET),
                    Extent::Whole => Some(query::snippet(&query.root, text, SNIPPET)),
                })?;
                found.extend(snippet.map(|snippet| (*id, snippet)));
            }
            Ok(found)
        })
    }
}

fn names(db: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut select = db.prepare_cached(sql)?;
    let found = select.query_map([], |row| row.get(0))?;
    found.collect()
}

/// The ids of all matches, ascending.
pub(super) fn all(db: &Connection, found: &Found) -> rusqlite::Result<Vec<i64>> {
    let never = AtomicBool::new(false);
    if found.order == Order::Relevance {
        // As many as are listed.
        let ids = relevance::ranked_anew(db, found, &never)?.ids;
        return Ok(list::ascending(&ids));
    }
    hunt(db, found, Direction::Newer, i64::MIN, usize::MAX, &never)
}

/// What ends a search before its end.
#[derive(Clone, Copy)]
pub(super) struct Limits<'a> {
    /// Set once nobody wants the answer any more: the search fails.
    pub(super) given_up: &'a AtomicBool,
    /// From then on, what was found is enough.
    pub(super) until: Option<Instant>,
}

impl Limits<'_> {
    fn is_over(self) -> bool {
        self.until.is_some_and(|until| Instant::now() >= until)
    }
}

/// Up to `count` rows from an anchor on, as of any list.
pub(super) fn window(
    db: &Connection,
    found: &Found,
    from: Anchor,
    count: usize,
    limits: Limits<'_>,
    memory: &relevance::Memory,
) -> rusqlite::Result<Window> {
    if found.order == Order::Relevance {
        let ranked = relevance::rank(db, found, limits.given_up, memory)?;
        return picked::window(db, &ranked.ids, from, count);
    }
    let onwards = onwards(found.order);
    let ahead = |direction, place, count| hunt_on(db, found, direction, place, count, limits);
    let none = || Ok(Hunted::default());
    let (hunted, rank) = match from {
        Anchor::First => (ahead(onwards, onwards.start(), count)?, Some(0)),
        Anchor::At(id) => {
            let rank = before(db, found, id, limits)?;
            (ahead(onwards, id.0, count)?, rank)
        }
        Anchor::After(id) => {
            let place = onwards.after(id.0);
            (place.map_or_else(none, |place| ahead(onwards, place, count))?, None)
        }
        Anchor::Before(id) => {
            let back = onwards.back();
            let place = back.after(id.0);
            let mut hunted = place.map_or_else(none, |place| ahead(back, place, count))?;
            hunted.ids.reverse();
            (hunted, None)
        }
        Anchor::Nth(n) => {
            let (start, count) = (onwards.start(), n.saturating_add(count));
            let mut ids = hunt(db, found, onwards, start, count, limits.given_up)?;
            let n = n.min(ids.len());
            (Hunted { ids: ids.split_off(n), reach: Reach::All }, Some(n))
        }
        Anchor::Last => {
            let mut hunted = ahead(onwards.back(), onwards.back().start(), count)?;
            hunted.ids.reverse();
            let all = counted(db, found, limits)?.ids.len();
            // Before what was found in time there may be more.
            let least = usize::from(hunted.reach == Reach::AtLeast);
            let rank = all.saturating_sub(hunted.ids.len()).max(least);
            (hunted, Some(rank))
        }
    };
    let rows = rows(db, hunted.ids.into_iter().map(ArticleId))?;
    Ok(Window { rows, rank, reach: hunted.reach })
}

/// How many matches stand before an article, counted as far as one counts.
fn before(db: &Connection, found: &Found, id: ArticleId, limits: Limits<'_>) -> rusqlite::Result<Option<usize>> {
    let counted = counted(db, found, limits)?.ids;
    let place = counted.iter().position(|one| match onwards(found.order) {
        Direction::Older => *one <= id.0,
        Direction::Newer => *one >= id.0,
    });
    Ok(Some(place.unwrap_or(counted.len())))
}

/// The first matches, one more than are counted.
fn counted(db: &Connection, found: &Found, limits: Limits<'_>) -> rusqlite::Result<Hunted> {
    let onwards = onwards(found.order);
    let mut hunted = Hunted::default();
    hunt_into(&mut hunted, db, found, (onwards, onwards.start()), COUNTED + 1, (limits, Least::None))?;
    Ok(hunted)
}

/// How many articles meet a query, counted up to [`COUNTED`] and as far as the limits allow.
pub(super) fn counts(db: &Connection, found: &Found, limits: Limits<'_>) -> rusqlite::Result<Counts> {
    let Hunted { mut ids, mut reach } = counted(db, found, limits)?;
    if ids.len() > COUNTED {
        reach = Reach::AtLeast;
    }
    ids.truncate(COUNTED);
    ids.sort_unstable();
    let on = |shelf| shelf::standing(db, shelf, &ids).map(|standing| standing.len());
    Ok(Counts {
        shown: ids.len(),
        all: ids.len(),
        unread: on(Shelf::Unread)?,
        bookmarked: on(Shelf::Kept)?,
        later: on(Shelf::Later)?,
        snoozed: on(Shelf::Snoozed)?,
        reach,
    })
}

/// How many unread articles meet a query, as far as a bounded look tells.
pub(super) fn unread(db: &Connection, query: &Query, given_up: &AtomicBool) -> rusqlite::Result<Tally> {
    let mut plan = Plan::of(db, &query.among(State::Unread).root)?;
    let effort = if plan.question.is_some() { READ } else { usize::MAX };
    let (mut count, mut place) = (0, i64::MAX);
    for _ in 0..effort {
        let Some(id) = plan.stream.next(db, Direction::Older, place)? else {
            return Ok(Tally::of(count));
        };
        if given_up.load(Ordering::Relaxed) {
            return Err(interrupted());
        }
        if meets(db, id, &plan)? {
            if count == COUNTED {
                break;
            }
            count += 1;
        }
        place = id - 1;
    }
    Ok(Tally { count, reach: Reach::AtLeast })
}

/// The nearest unread match from an anchor on.
pub(super) fn next_unread(
    db: &Connection,
    found: &Found,
    from: Anchor,
    given_up: &AtomicBool,
    memory: &relevance::Memory,
) -> rusqlite::Result<Option<ArticleId>> {
    if found.order == Order::Relevance {
        let ranked = relevance::rank(db, found, given_up, memory)?;
        return picked::next_unread(db, &ranked.ids, from);
    }
    let query = Arc::new(found.query.among(State::Unread));
    let narrow = Found { query, ..found.clone() };
    let window = window(db, &narrow, from, 1, Limits { given_up, until: None }, memory)?;
    Ok(window.rows.first().map(|row| row.id))
}

/// Up to `count` ids of matches from a place on in a direction.
pub(super) fn hunt(
    db: &Connection,
    found: &Found,
    direction: Direction,
    place: i64,
    count: usize,
    given_up: &AtomicBool,
) -> rusqlite::Result<Vec<i64>> {
    Ok(hunt_on(db, found, direction, place, count, Limits { given_up, until: None })?.ids)
}

/// Matches, and whether they are all that were asked for.
#[derive(Default)]
struct Hunted {
    ids: Vec<i64>,
    reach: Reach,
}

/// How many matches are waited for, whatever the time is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Least {
    None,
    One,
}

/// Up to `count` ids, fewer where the time is over and there is one.
fn hunt_on(
    db: &Connection,
    found: &Found,
    direction: Direction,
    place: i64,
    count: usize,
    limits: Limits<'_>,
) -> rusqlite::Result<Hunted> {
    let mut hunted = Hunted::default();
    hunt_into(&mut hunted, db, found, (direction, place), count, (limits, Least::One))?;
    Ok(hunted)
}

fn hunt_into(
    hunted: &mut Hunted,
    db: &Connection,
    found: &Found,
    (direction, mut place): (Direction, i64),
    count: usize,
    (limits, least): (Limits<'_>, Least),
) -> rusqlite::Result<()> {
    if let Some(start) = begun::read(db, found, direction, place, count, limits.given_up)? {
        hunted.ids = start.ids;
        match start.place {
            Some(rest) => place = rest,
            None => return Ok(()),
        }
    }
    let (oldest, newest) = found.within;
    let mut plan = Plan::of(db, &found.query.root)?.between(oldest.0, newest.0);
    if plan.question.is_none() {
        plan.stream.expect(count);
    }
    while hunted.ids.len() < count
        && let Some(id) = plan.stream.next(db, direction, place)?
    {
        if limits.given_up.load(Ordering::Relaxed) {
            return Err(interrupted());
        }
        if meets(db, id, &plan)? {
            hunted.ids.push(id);
        }
        let Some(after) = direction.after(id) else { break };
        place = after;
        if hunted.ids.len() < count && (least == Least::None || !hunted.ids.is_empty()) && limits.is_over() {
            hunted.reach = Reach::AtLeast;
            break;
        }
    }
    Ok(())
}

pub(super) fn interrupted() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_INTERRUPT), None)
}
