//! The list: windows of rows in the order of dates, their counts and places. It never reads a body.

use std::time::Instant;

use rusqlite::{Connection, OptionalExtension};

use super::grouped::Grouped;
use super::range::Range;
use super::search::Limits;
use super::shelf::Shelf;
use super::{Store, StoreError, guests, picked, place, search, size};
use crate::catalog::rules::RuleId;
use crate::catalog::{Anchor, ArticleId, Counts, Duplicates, Queue, Reach, Row, Scope, Shown, SourceId, View};
use crate::text::article::HeadlineOrigin;

/// A stretch of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Window {
    /// The rows, in the order of the list.
    pub rows: Vec<Row>,
    /// How many rows of the list stand before the first of them; `None` where the anchor goes on from a known row.
    pub rank: Option<usize>,
    /// Whether all rows that were asked for and are there came: a search may hand on what it has found so far.
    pub reach: Reach,
}

/// A source with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Its name, empty for articles that name none.
    pub name: Box<str>,
    /// Its articles.
    pub all: usize,
    /// Those that haven't been read.
    pub unread: usize,
    /// Those that are kept.
    pub bookmarked: usize,
}

/// What a row of the list is read from, by [`row`]; the queue as [`queue`] has it. Rows are read at every key, so nothing
/// is looked up that another look-up has answered: an article stands on one of the four queues' shelves at most, what
/// is bookmarked is kept, and the names of further feeds are sorted only where there are some.
pub(super) const COLUMNS: &str = "SELECT a.id, a.headline, a.headline_origin, s.name, a.source, a.published,
    coalesce((SELECT coalesce(-9 - since, -1) FROM shelved WHERE shelf = 1 AND article = a.id),
             (SELECT -2 FROM shelved WHERE shelf = 3 AND article = a.id),
             (SELECT max(since, 0) FROM shelved WHERE shelf = 4 AND article = a.id),
             (SELECT since - (1 << 62) FROM shelved WHERE shelf = 5 AND article = a.id), -3),
    (SELECT 1 + EXISTS (SELECT 1 FROM shelved WHERE shelf = 2 AND article = a.id)
         FROM shelved WHERE shelf = 20 AND article = a.id),
    a.quotations, a.words,
    CASE WHEN EXISTS (SELECT 1 FROM appearance p WHERE p.article = a.id AND p.source <> a.source) THEN
        (SELECT group_concat(name, char(31)) FROM (SELECT DISTINCT o.name FROM appearance p
            CROSS JOIN source o ON o.id = p.source WHERE p.article = a.id AND p.source <> a.source ORDER BY o.id)) END,
    (SELECT since FROM shelved WHERE shelf = 6 AND article = a.id)";
/// The queue's number of what rule 0 hides; those of other rules lie above it.
const MUTED: i64 = -(1 << 62);
/// Under it, nothing has woken.
const WOKEN: i64 = MUTED / 2;

impl Store {
    /// Up to `count` articles of a list from an anchor on, in the list's order; where it has one for each feed, more rows.
    /// A fraction of a millisecond at any depth; [`Anchor::Nth`] and [`Anchor::At`] cost what [`Store::rank`] does.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn window(&self, scope: &Scope, from: Anchor, count: usize) -> Result<Window, StoreError> {
        self.window_until(scope, from, count, None)
    }

    /// The same, of a search until some moment: what has been found by then, if anything has, is the window, and
    /// [`Window::reach`] says that there may be more.
    ///
    /// # Errors
    /// If the store can't be read, or the search was given up.
    pub fn window_until(
        &self,
        scope: &Scope,
        from: Anchor,
        count: usize,
        until: Option<Instant>,
    ) -> Result<Window, StoreError> {
        self.told("read the list", |db| {
            // One transaction, so that all rows are of one moment and the locks are taken once.
            let moment = db.unchecked_transaction()?;
            let db = &*moment;
            let (mut window, duplicates) = match scope {
                Scope::View(view) => match Grouped::of(db, view)? {
                    Some(grouped) => (grouped.window(db, from, count)?, Duplicates::One),
                    None => (Range::of(db, view)?.window(db, from, count)?, view.duplicates),
                },
                Scope::Found(found) => {
                    let limits = Limits { given_up: &self.given_up, until };
                    (search::window(db, found, from, count, limits, &self.ranked)?, found.duplicates)
                }
                Scope::Only(articles) => (picked::window(db, articles, from, count)?, Duplicates::One),
            };
            match (scope, duplicates) {
                (Scope::View(View { source: Some(source), .. }), _) => {
                    guests::name_first(db, *source, &mut window.rows)?;
                }
                (_, Duplicates::Each) => guests::unfold(db, &mut window.rows)?,
                (_, Duplicates::One) => {}
            }
            Ok(window)
        })
    }

    /// The rows of these articles, in the order asked for; those that aren't in the store are left out.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn rows(&self, articles: &[ArticleId]) -> Result<Vec<Row>, StoreError> {
        self.told("read the list", |db| rows(&*db.unchecked_transaction()?, articles.iter().copied()))
    }

    /// How many articles a list has, and how many of them wait: a few look-ups for a view, however many there are. For
    /// single articles, a look-up each.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn counts(&self, scope: &Scope) -> Result<Counts, StoreError> {
        self.counts_until(scope, None)
    }

    /// The same, of a search as far as one has counted at some moment.
    ///
    /// # Errors
    /// If the store can't be read, or the search was given up.
    pub fn counts_until(&self, scope: &Scope, until: Option<Instant>) -> Result<Counts, StoreError> {
        self.told("count the articles", |db| match scope {
            Scope::View(view) => counts(db, view),
            Scope::Found(found) => {
                let limits = Limits { given_up: &self.given_up, until };
                search::counts(&*db.unchecked_transaction()?, found, limits)
            }
            Scope::Only(articles) => picked::counts(db, articles),
        })
    }

    /// Every source with its counts, by name.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn sources(&self) -> Result<Vec<Source>, StoreError> {
        self.told("read the sources", sources)
    }

    /// How many rows of a view stand before an article (or its place): 0 for the first. A fraction of a millisecond
    /// at any depth; in the view of one source, entries of a narrow index are counted from the nearer end.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn rank(&self, view: &View, article: ArticleId) -> Result<usize, StoreError> {
        self.told("count the articles", |db| Range::of(db, view)?.rank(db, article.0))
    }

    /// The article of a view that so many rows stand before: the inverse of [`Store::rank`].
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn nth(&self, view: &View, n: usize) -> Result<Option<ArticleId>, StoreError> {
        self.told("read the list", |db| Range::of(db, view)?.nth(db, n).map(|found| found.map(ArticleId)))
    }

    /// The unread article that is nearest from an anchor on; `None` if there is none.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn next_unread(&self, scope: &Scope, from: Anchor) -> Result<Option<ArticleId>, StoreError> {
        self.told("look for an unread article", |db| match scope {
            Scope::Found(found) => {
                search::next_unread(&*db.unchecked_transaction()?, found, from, &self.given_up, &self.ranked)
            }
            Scope::Only(articles) => picked::next_unread(db, articles, from),
            Scope::View(view) => match Grouped::of(db, view)? {
                Some(grouped) => grouped.next_unread(db, from),
                None => Range::of(db, view)?.next_unread(db, from),
            },
        })
    }
}

/// The shelf of what a view shows; what is done stands on the one of all, among others.
pub(super) fn shelf_of(shown: Shown) -> Shelf {
    match shown {
        Shown::All | Shown::Done => Shelf::All,
        Shown::Unread => Shelf::Unread,
        Shown::Bookmarked => Shelf::Kept,
        Shown::Later => Shelf::Later,
        Shown::Snoozed => Shelf::Snoozed,
        Shown::Muted => Shelf::Muted,
        Shown::Watched => Shelf::Watched,
        Shown::Tagged(tag) => Shelf::Tag(tag),
    }
}

/// The ids in order, each once.
pub(super) fn ascending(articles: &[ArticleId]) -> Vec<i64> {
    let mut ids: Vec<i64> = articles.iter().map(|article| article.0).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn counts(db: &Connection, view: &View) -> rusqlite::Result<Counts> {
    let range = Range::of(db, view)?;
    let total = |shelf| range.total_of(db, shelf);
    Ok(Counts {
        shown: range.total(db)?,
        all: total(Shelf::All)?.saturating_sub(total(Shelf::Muted)?),
        unread: total(Shelf::Unread)?,
        bookmarked: total(Shelf::Kept)?,
        later: total(Shelf::Later)?,
        snoozed: total(Shelf::Snoozed)?,
        reach: Reach::All,
    })
}

/// The rows of these articles, as far as they are in the store.
pub(super) fn rows(db: &Connection, articles: impl Iterator<Item = ArticleId>) -> rusqlite::Result<Vec<Row>> {
    let sql = format!("{COLUMNS} FROM article a CROSS JOIN source s ON s.id = a.source WHERE a.id = ?1");
    let mut select = db.prepare_cached(&sql)?;
    let mut found = Vec::new();
    for article in articles {
        found.extend(select.query_row([article.0], row).optional()?);
    }
    Ok(found)
}

/// A row of [`COLUMNS`].
pub(super) fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let id = ArticleId(row.get(0)?);
    let queue = queue(row.get(6)?);
    let keeps: Option<i64> = row.get(7)?;
    Ok(Row {
        id,
        headline: row.get(1)?,
        headline_origin: headline_origin(row.get(2)?),
        source: row.get(3)?,
        source_id: SourceId(row.get(4)?),
        published: row.get(5)?,
        sorted_at: place::second(id),
        read: queue == Queue::Done,
        queue,
        bookmarked: keeps == Some(2),
        kept: keeps.is_some(),
        quotations: row.get(8)?,
        words: row.get(9)?,
        also: also(row.get_ref(10)?.as_str_or_null()?),
        watched: row.get::<_, Option<i64>>(11)?.map(RuleId),
    })
}

/// The names of its column, with a control character between them that no name has.
fn also(column: Option<&str>) -> Vec<Box<str>> {
    column.map_or_else(Vec::new, |names| names.split('\u{1f}').map(Box::from).collect())
}

/// The queue of its column: -1 inbox, -2 later, -3 none; from 0 on, snoozed until then; under -8, woken so long after
/// second -9, counted downwards; near [`MUTED`], hidden by the rule so far above it.
fn queue(column: i64) -> Queue {
    match column {
        -1 => Queue::Inbox,
        -2 => Queue::Later,
        0.. => Queue::Snoozed(column),
        ..WOKEN => Queue::Muted(RuleId(column - MUTED)),
        WOKEN..=-9 => Queue::Woken(-9 - column),
        _ => Queue::Done,
    }
}

/// What the column says.
pub(super) fn headline_origin(number: Option<i64>) -> Option<HeadlineOrigin> {
    match number {
        Some(0) => Some(HeadlineOrigin::Given),
        Some(_) => Some(HeadlineOrigin::Lead),
        None => None,
    }
}

fn sources(db: &Connection) -> rusqlite::Result<Vec<Source>> {
    let mut select = db.prepare_cached(
        "SELECT s.id, s.name, coalesce(a.articles, 0), coalesce(u.articles, 0), coalesce(b.articles, 0) FROM source s
         LEFT JOIN tally a ON a.shelf = 0 AND a.source = s.id
         LEFT JOIN tally u ON u.shelf = 1 AND u.source = s.id
         LEFT JOIN tally b ON b.shelf = 20 AND b.source = s.id
         ORDER BY s.name COLLATE NOCASE, s.id",
    )?;
    let found = select.query_map([], |row| {
        Ok(Source {
            id: SourceId(row.get(0)?),
            name: row.get(1)?,
            all: size(row, 2)?,
            unread: size(row, 3)?,
            bookmarked: size(row, 4)?,
        })
    })?;
    found.collect()
}
