//! One article in full, with what the reader did with it.

use rusqlite::{Connection, OptionalExtension};

use super::body::Extent;
use super::error::unreadable;
use super::list::{self, headline_origin};
use super::{Store, StoreError, body, feeds, position, quoted};
use crate::catalog::people::Identity;
use crate::catalog::{ArticleId, Row};
use crate::text::article::{Article, Headline, Published};
use crate::text::quotes::Quotations;

/// An article as the store holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its row in the list, with its state.
    pub row: Row,
    /// The article.
    pub article: Article,
    /// Its quotations. Speakers have the names that people are called by.
    pub quotations: Quotations,
    /// Who each of its speakers is, over all articles.
    pub people: Vec<Identity>,
    /// Where the reader stopped: a byte of [`Article::text`], 0 for the top.
    pub position: usize,
    /// When it was bookmarked, in Unix seconds; `None` if it isn't.
    pub bookmarked: Option<i64>,
    /// What makes it this article: `file:/home/ann/a.txt`.
    pub key: String,
    /// Where it was taken from: a path, a feed's address.
    pub origin: String,
    /// When it was first taken in, in Unix seconds.
    pub taken: i64,
    /// When its content last changed after that, in Unix seconds.
    pub updated: Option<i64>,
}

/// An earlier content of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// When it was replaced, in Unix seconds.
    pub until: i64,
    /// The article as it was.
    pub article: Article,
}

impl Store {
    /// An article in full; `None` if the store hasn't got it.
    ///
    /// # Errors
    /// If the store can't be read, or the article in it is damaged.
    pub fn article(&self, id: ArticleId) -> Result<Option<Stored>, StoreError> {
        self.told("read the article", |db| {
            // One transaction, so that text and quotations are of the same moment.
            let moment = db.unchecked_transaction()?;
            load(&moment, id)
        })
    }

    /// The article of a key; `None` if the store hasn't got it.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn find(&self, key: &str) -> Result<Option<ArticleId>, StoreError> {
        self.told("look the article up", |db| super::take::id_of(db, key))
    }

    /// Every bookmarked article with its key, the oldest first.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn bookmarked_keys(&self) -> Result<Vec<(ArticleId, String)>, StoreError> {
        self.told("read the bookmarks", |db| {
            let mut select = db.prepare_cached(
                "SELECT a.id, a.key FROM shelved v CROSS JOIN article a ON a.id = v.article
                 WHERE v.shelf = 2 ORDER BY v.article",
            )?;
            let found = select.query_map([], |row| Ok((ArticleId(row.get(0)?), row.get(1)?)))?;
            found.collect()
        })
    }

    /// The earlier contents of an article, so many at most, the latest first.
    ///
    /// # Errors
    /// If the store can't be read, or a content in it is damaged.
    pub fn revisions(&self, id: ArticleId, most: usize) -> Result<Vec<Revision>, StoreError> {
        self.told("read the article's history", |db| {
            let mut select = db.prepare_cached(
                "SELECT r.until, b.packed, r.headline, r.headline_origin, r.published FROM revision r
                 JOIN body b ON b.id = r.body WHERE r.article = ?1 ORDER BY r.body DESC LIMIT ?2",
            )?;
            let found = select.query_map((id.0, i64::try_from(most).unwrap_or(i64::MAX)), |row| {
                Ok(Revision { until: row.get(0)?, article: assemble(row, 1)? })
            })?;
            found.collect()
        })
    }
}

/// What is wanted of the text of an article, read no further than that takes ([`body::read_text`]).
pub(super) fn of_text<T>(
    db: &Connection,
    id: ArticleId,
    wanted: impl FnMut(&str, Extent) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    let found = db
        .prepare_cached("SELECT b.packed FROM article a CROSS JOIN body b ON b.id = a.body WHERE a.id = ?1")?
        .query_row([id.0], |row| Ok(body::read_text(row.get_ref(0)?.as_blob()?, wanted)))
        .optional()?;
    Ok(found.flatten())
}

pub(super) fn load(db: &Connection, id: ArticleId) -> rusqlite::Result<Option<Stored>> {
    let Some(row) = list::rows(db, std::iter::once(id))?.pop() else {
        return Ok(None);
    };
    let mut select = db.prepare_cached(
        "SELECT b.packed, a.headline, a.headline_origin, a.published, a.key, a.origin, a.taken, a.updated,
                (SELECT since FROM shelved WHERE shelf = 2 AND article = a.id), a.engine
         FROM article a CROSS JOIN body b ON b.id = a.body WHERE a.id = ?1",
    )?;
    let (mut stored, engine) = select.query_row([id.0], |columns| {
        let key: String = columns.get(4)?;
        let origin: Option<String> = columns.get(5)?;
        let stored = Stored {
            row,
            article: assemble(columns, 0)?,
            quotations: Quotations::default(),
            people: Vec::new(),
            position: 0,
            origin: origin.unwrap_or_else(|| origin_in(&key).to_owned()),
            key,
            taken: columns.get(6)?,
            updated: columns.get(7)?,
            bookmarked: columns.get(8)?,
        };
        Ok((stored, columns.get::<_, i64>(9)?))
    })?;
    if engine == 0 {
        feeds::look_ripe(&mut stored);
    } else {
        let loaded = quoted::load(db, id, &stored.article.text)?;
        (stored.quotations, stored.people) = (loaded.quotations, loaded.people);
    }
    stored.position = position::load(db, id)?.unwrap_or(0);
    Ok(Some(stored))
}

/// The article of four columns: packed body, headline, its origin, moment of publication.
pub(super) fn assemble(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Article> {
    let packed = row.get_ref(first)?.as_blob()?;
    let mut article = body::unpack(packed).ok_or_else(|| unreadable("the text of an article"))?;
    let text: String = row.get(first + 1)?;
    article.headline = headline_origin(row.get(first + 2)?).map(|origin| Headline { text, origin });
    let at: Option<i64> = row.get(first + 3)?;
    match &mut article.published {
        Some(published) => published.at = at,
        None => {
            article.published = at.map(|at| Published { written: String::new(), at: Some(at) });
        }
    }
    Ok(article)
}

/// Where an article was taken from, by its key. A feed's articles have its address there, and behind a space what they are
/// known by in it.
pub(super) fn origin_in(key: &str) -> &str {
    let rest = key.split_once(':').map_or(key, |(_, rest)| rest);
    if key.starts_with("feed:") { rest.split_once(' ').map_or(rest, |(address, _)| address) } else { rest }
}
