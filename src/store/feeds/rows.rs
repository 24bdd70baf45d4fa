//! What is known of each feed: its row, and what subscriptions are filed under.

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::super::{Store, StoreError, size};
use crate::catalog::{
    ArticleId, SourceId,
    feeds::{Feed, FeedCounts, KnownBy, Standing},
};

/// A subscription, as far as the store follows it.
#[derive(Debug, Clone, Copy)]
pub struct Filed<'a> {
    /// Its address.
    pub address: &'a str,
    /// What the reader calls it, if not as it calls itself.
    pub title: Option<&'a str>,
    /// What it is filed under.
    pub tags: &'a [String],
}

const COLUMNS: &str = "SELECT f.address, f.source, s.name, f.title, f.site, f.standing, f.trouble, f.failures, f.checked,
    f.good, f.due, f.quiet_until, f.moved, f.new, f.etag, f.modified, f.bytes FROM feed f JOIN source s ON s.id = f.source";

impl Store {
    /// The feeds of these subscriptions, in their order; one that was never read gets its row. Names and tags follow the
    /// subscriptions. What is as it was isn't written.
    ///
    /// # Errors
    /// If the store can't be read or written.
    pub fn follow_feeds(&mut self, subscriptions: &[Filed<'_>]) -> Result<Vec<Feed>, StoreError> {
        self.told_mut("look up the feeds", |db| {
            if let Some(feeds) = as_they_are(db, subscriptions)? {
                return Ok(feeds);
            }
            let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let feeds: rusqlite::Result<Vec<_>> = subscriptions.iter().map(|one| follow(&change, one)).collect();
            let feeds = feeds?;
            change.commit()?;
            Ok(feeds)
        })
    }

    /// Every feed that the store knows, with its counts, by name.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn feeds(&self) -> Result<Vec<(Feed, FeedCounts)>, StoreError> {
        self.told("read the feeds", |db| {
            let guests = |shelf: u8| {
                format!(
                    "(SELECT count(DISTINCT v.article) FROM appearance p
                      CROSS JOIN shelved v ON v.shelf = {shelf} AND v.article = p.article
                      WHERE p.source = x.source AND v.source <> x.source)"
                )
            };
            let sql = format!(
                "SELECT x.*, coalesce(a.articles, 0) + {}, coalesce(u.articles, 0) + {} FROM ({COLUMNS}) x
                 LEFT JOIN tally a ON a.shelf = 0 AND a.source = x.source
                 LEFT JOIN tally u ON u.shelf = 1 AND u.source = x.source ORDER BY x.name COLLATE NOCASE, x.source",
                guests(0),
                guests(1)
            );
            let mut select = db.prepare_cached(&sql)?;
            let found = select
                .query_map([], |row| Ok((feed(row)?, FeedCounts { all: size(row, 17)?, unread: size(row, 18)? })))?;
            found.collect()
        })
    }

    /// The address of the feed that an article came by; `None` if it came by none.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn feed_of(&self, article: ArticleId) -> Result<Option<String>, StoreError> {
        self.told("look the article's feed up", |db| {
            db.prepare_cached("SELECT f.address FROM article a JOIN feed f ON f.source = a.source WHERE a.id = ?1")?
                .query_row([article.0], |row| row.get(0))
                .optional()
        })
    }

    /// Keeps what is known of a feed; its articles stay as they are.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn keep_feed(&mut self, feed: &Feed) -> Result<(), StoreError> {
        self.told_mut("remember the feed", |db| keep(db, feed))
    }
}

/// The feeds, if every subscription has one that is named and filed as it says.
fn as_they_are(db: &Connection, subscriptions: &[Filed<'_>]) -> rusqlite::Result<Option<Vec<Feed>>> {
    let mut feeds = Vec::with_capacity(subscriptions.len());
    for one in subscriptions {
        let Some(feed) = find(db, one.address)? else { return Ok(None) };
        if name(one, feed.title.as_deref()) != feed.name || tags(db, feed.source)? != sorted(one.tags) {
            return Ok(None);
        }
        feeds.push(feed);
    }
    Ok(Some(feeds))
}

fn follow(db: &Connection, subscription: &Filed<'_>) -> rusqlite::Result<Feed> {
    let source = super::intake::source(db, subscription.address)?;
    db.prepare_cached("INSERT OR IGNORE INTO feed (source, address) VALUES (?1, ?2)")?
        .execute(params![source, subscription.address])?;
    let title: Option<String> =
        db.prepare_cached("SELECT title FROM feed WHERE source = ?1")?.query_row([source], |row| row.get(0))?;
    db.prepare_cached("UPDATE source SET name = ?2 WHERE id = ?1 AND name <> ?2")?
        .execute(params![source, name(subscription, title.as_deref())])?;
    db.prepare_cached("DELETE FROM filed WHERE source = ?1")?.execute([source])?;
    for tag in sorted(subscription.tags) {
        db.prepare_cached("INSERT INTO filed (tag, source) VALUES (?1, ?2)")?.execute(params![tag, source])?;
    }
    find(db, subscription.address)?.ok_or(rusqlite::Error::QueryReturnedNoRows)
}

/// What the list calls a feed: the reader's word, else the feed's own, else its address without the scheme.
fn name<'a>(subscription: &Filed<'a>, title: Option<&'a str>) -> &'a str {
    let address = subscription.address;
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    subscription.title.or(title).unwrap_or(bare)
}

fn sorted(tags: &[String]) -> Vec<String> {
    let mut tags = tags.to_vec();
    tags.sort_unstable();
    tags.dedup();
    tags
}

fn tags(db: &Connection, source: SourceId) -> rusqlite::Result<Vec<String>> {
    let mut select = db.prepare_cached("SELECT tag FROM filed WHERE source = ?1 ORDER BY tag")?;
    let found = select.query_map([source.0], |row| row.get(0))?;
    found.collect()
}

fn find(db: &Connection, address: &str) -> rusqlite::Result<Option<Feed>> {
    let sql = format!("{COLUMNS} WHERE f.address = ?1");
    db.prepare_cached(&sql)?.query_row([address], feed).optional()
}

fn feed(row: &Row<'_>) -> rusqlite::Result<Feed> {
    Ok(Feed {
        address: row.get(0)?,
        source: SourceId(row.get(1)?),
        name: row.get(2)?,
        title: row.get(3)?,
        site: row.get(4)?,
        standing: standing(row.get(5)?),
        trouble: row.get(6)?,
        failures: row.get(7)?,
        checked: row.get(8)?,
        good: row.get(9)?,
        due: row.get(10)?,
        quiet_until: row.get(11)?,
        moved: row.get(12)?,
        new: size(row, 13)?,
        known_by: KnownBy { etag: row.get(14)?, modified: row.get(15)?, bytes: row.get(16)? },
    })
}

pub(super) fn keep(db: &Connection, feed: &Feed) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE feed SET title = ?2, site = ?3, standing = ?4, trouble = ?5, failures = ?6, checked = ?7, good = ?8,
             due = ?9, quiet_until = ?10, moved = ?11, new = ?12, etag = ?13, modified = ?14, bytes = ?15
         WHERE source = ?1",
    )?
    .execute(params![
        feed.source.0,
        feed.title,
        feed.site,
        number_of(feed.standing),
        feed.trouble,
        feed.failures,
        feed.checked,
        feed.good,
        feed.due,
        feed.quiet_until,
        feed.moved,
        i64::try_from(feed.new).unwrap_or(i64::MAX),
        feed.known_by.etag,
        feed.known_by.modified,
        feed.known_by.bytes,
    ])?;
    db.prepare_cached("UPDATE source SET name = ?2 WHERE id = ?1 AND name <> ?2")?
        .execute(params![feed.source.0, feed.name])?;
    Ok(())
}

fn number_of(standing: Standing) -> i64 {
    match standing {
        Standing::New => 0,
        Standing::Good => 1,
        Standing::Failing => 2,
        Standing::Gone => 3,
    }
}

pub(in crate::store) fn standing(number: i64) -> Standing {
    match number {
        0 => Standing::New,
        1 => Standing::Good,
        3 => Standing::Gone,
        _ => Standing::Failing,
    }
}
