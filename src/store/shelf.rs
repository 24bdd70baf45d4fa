//! Shelves: what the reader has (or hasn't) done with articles, as sets that list, counts and journal share.
//!
//! An article is unread because it stands on the shelf of unread ones. "Unread" is then a narrow table to walk, to
//! count and to clear; no article's row is rewritten for it. Tallies change in the same transaction, so that counts
//! never scan.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension, params};

use super::{annotated, crowd};
use crate::catalog::TagId;

/// A shelf. The numbers stand in the database and never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Shelf {
    /// Every article.
    All,
    /// What hasn't been read.
    Unread,
    /// What the reader keeps.
    Bookmarked,
    /// What is to be read later.
    Later,
    /// What is out of sight; since when says until when.
    Snoozed,
    /// What anything is kept of: what is bookmarked, and what is in [`super::annotated`]. It follows from those.
    Kept,
    /// What is hidden; since says by which rule, -1 by the reader.
    Muted,
    /// What a rule points out; since says which.
    Watched,
    /// What has this tag.
    Tag(TagId),
}

/// Where the numbers of tags begin: tag 1 is shelf 101.
const TAGS: i64 = 100;

impl Shelf {
    /// The shelves of what waits to be read: an article stands on one of them at most.
    pub(super) const QUEUES: [Self; 4] = [Self::Unread, Self::Later, Self::Snoozed, Self::Muted];

    /// The number in the database.
    pub(super) fn number(self) -> i64 {
        match self {
            Self::All => 0,
            Self::Unread => 1,
            Self::Bookmarked => 2,
            Self::Later => 3,
            Self::Snoozed => 4,
            Self::Kept => 20,
            Self::Muted => 5,
            Self::Watched => 6,
            Self::Tag(tag) => TAGS.saturating_add(tag.0),
        }
    }

    /// The shelf of a number; `None` for those of a later version.
    pub(super) fn numbered(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::All),
            1 => Some(Self::Unread),
            2 => Some(Self::Bookmarked),
            3 => Some(Self::Later),
            4 => Some(Self::Snoozed),
            20 => Some(Self::Kept),
            5 => Some(Self::Muted),
            6 => Some(Self::Watched),
            _ => (number > TAGS).then(|| Self::Tag(TagId(number - TAGS))),
        }
    }
}

/// An article's standing on a shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// The article's id.
    pub(super) article: i64,
    /// Its source's id.
    pub(super) source: i64,
    /// Unix seconds when the reader put it there (for the snoozed, until when), where that matters.
    pub(super) since: Option<i64>,
}

/// From this many articles on, one walk over the shelf is cheaper than looking each one up.
const WALK: usize = 500;

/// The rows of the table of tallies, counted anew.
pub(super) const COUNTED: &str = "SELECT shelf, source, count(*) FROM shelved GROUP BY shelf, source
    UNION ALL SELECT shelf, 0, count(*) FROM shelved GROUP BY shelf";

/// Puts articles (ascending) onto a shelf; those that stand there already stay as they are. The result is what changed.
pub(super) fn put(
    db: &Connection,
    shelf: Shelf,
    standings: impl IntoIterator<Item = Standing>,
) -> rusqlite::Result<Vec<Standing>> {
    let mut insert =
        db.prepare_cached("INSERT OR IGNORE INTO shelved (shelf, article, source, since) VALUES (?1, ?2, ?3, ?4)")?;
    let mut changed = Vec::new();
    for standing in standings {
        let Standing { article, source, since } = standing;
        if insert.execute(params![shelf.number(), article, source, since])? > 0 {
            changed.push(standing);
        }
    }
    count(db, shelf, &changed, 1)?;
    if shelf == Shelf::Bookmarked {
        put(db, Shelf::Kept, changed.iter().copied())?;
    }
    Ok(changed)
}

/// Takes from a shelf what was found standing on it.
pub(super) fn take(db: &Connection, shelf: Shelf, standings: &[Standing]) -> rusqlite::Result<()> {
    if standings.len() > WALK && total(db, shelf, None)? == standings.len() {
        db.prepare_cached("DELETE FROM shelved WHERE shelf = ?1")?.execute([shelf.number()])?;
    } else {
        let mut delete = db.prepare_cached("DELETE FROM shelved WHERE shelf = ?1 AND article = ?2")?;
        for standing in standings {
            delete.execute([shelf.number(), standing.article])?;
        }
    }
    count(db, shelf, standings, -1)?;
    if shelf == Shelf::Bookmarked {
        let mut ids: Vec<i64> = standings.iter().map(|standing| standing.article).collect();
        ids.sort_unstable();
        let kept = standing(db, Shelf::Kept, &ids)?;
        take(db, Shelf::Kept, &annotated::kept_by_nothing_else(db, &kept)?)?;
    }
    Ok(())
}

/// Those of the articles (ascending) that stand on a shelf.
pub(super) fn standing(db: &Connection, shelf: Shelf, articles: &[i64]) -> rusqlite::Result<Vec<Standing>> {
    let (Some(&first), Some(&last)) = (articles.first(), articles.last()) else {
        return Ok(Vec::new());
    };
    if articles.len() < WALK {
        return looked_up(db, shelf, articles);
    }
    let mut walk = db.prepare_cached(
        "SELECT article, source, since FROM shelved WHERE shelf = ?1 AND article BETWEEN ?2 AND ?3 ORDER BY article",
    )?;
    let mut rows = walk.query([shelf.number(), first, last])?;
    let mut wanted = articles.iter().copied().peekable();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let article = row.get(0)?;
        while wanted.next_if(|id| *id < article).is_some() {}
        if wanted.peek() == Some(&article) {
            found.push(read(row)?);
        }
    }
    Ok(found)
}

fn looked_up(db: &Connection, shelf: Shelf, articles: &[i64]) -> rusqlite::Result<Vec<Standing>> {
    let mut select =
        db.prepare_cached("SELECT article, source, since FROM shelved WHERE shelf = ?1 AND article = ?2")?;
    let mut found = Vec::with_capacity(articles.len());
    for article in articles {
        let standing = select.query_row([shelf.number(), *article], read).optional()?;
        found.extend(standing);
    }
    Ok(found)
}

/// From the first id to the last.
pub(super) const EVERY: RangeInclusive<i64> = i64::MIN..=i64::MAX;

/// All of these ids that stand on a shelf, of one source or of all, ascending.
pub(super) fn members(
    db: &Connection,
    shelf: Shelf,
    source: Option<i64>,
    ids: &RangeInclusive<i64>,
) -> rusqlite::Result<Vec<Standing>> {
    let mut found = Vec::with_capacity(if *ids == EVERY { total(db, shelf, source)? } else { 0 });
    let sql = if source.is_some() {
        "SELECT article, source, since FROM shelved
         WHERE shelf = ?1 AND source = ?2 AND article BETWEEN ?3 AND ?4 ORDER BY article"
    } else {
        "SELECT article, source, since FROM shelved
         WHERE shelf = ?1 AND ?2 = 0 AND article BETWEEN ?3 AND ?4 ORDER BY article"
    };
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query([shelf.number(), source.unwrap_or(0), *ids.start(), *ids.end()])?;
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Standing> {
    Ok(Standing { article: row.get(0)?, source: row.get(1)?, since: row.get(2)? })
}

/// How many articles stand on a shelf, of one source or of all: one look-up.
pub(super) fn total(db: &Connection, shelf: Shelf, source: Option<i64>) -> rusqlite::Result<usize> {
    let tally = db
        .prepare_cached("SELECT articles FROM tally WHERE shelf = ?1 AND source = ?2")?
        .query_row([shelf.number(), source.unwrap_or(0)], |row| row.get::<_, i64>(0))
        .optional()?;
    Ok(tally.map_or(0, |tally| usize::try_from(tally).unwrap_or(0)))
}

fn count(db: &Connection, shelf: Shelf, changed: &[Standing], by: i64) -> rusqlite::Result<()> {
    let mut sums: HashMap<i64, i64> = HashMap::new();
    for standing in changed {
        *sums.entry(standing.source).or_default() += by;
        *sums.entry(0).or_default() += by;
    }
    let mut add = db.prepare_cached(
        "INSERT INTO tally (shelf, source, articles) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET articles = articles + excluded.articles",
    )?;
    for (source, sum) in sums {
        add.execute([shelf.number(), source, sum])?;
    }
    crowd::count(db, shelf, changed, by)
}
