//! Tags that the reader gives to articles: names for shelves.

use rusqlite::{OptionalExtension, TransactionBehavior};

use super::{Store, StoreError, shelf, size};
use crate::catalog::{ArticleId, Tag, TagId};

impl Store {
    /// The tag of a name (clean, in any case of letters), made if there is none.
    ///
    /// # Errors
    /// If the store can't be read or written.
    pub fn tag(&mut self, name: &str) -> Result<TagId, StoreError> {
        if let Some(known) = self.find_tag(name)? {
            return Ok(known);
        }
        self.told_mut("keep the tag", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            work.prepare_cached("INSERT OR IGNORE INTO tag (name) VALUES (?1)")?.execute([name])?;
            let id = work
                .prepare_cached("SELECT id FROM tag WHERE name = ?1")?
                .query_row([name], |row| row.get(0).map(TagId))?;
            work.commit()?;
            Ok(id)
        })
    }

    /// The tag of a name, in any case of letters; `None` if there is none.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn find_tag(&self, name: &str) -> Result<Option<TagId>, StoreError> {
        self.told("look the tag up", |db| {
            db.prepare_cached("SELECT id FROM tag WHERE name = ?1")?
                .query_row([name], |row| row.get(0).map(TagId))
                .optional()
        })
    }

    /// Every tag that an article has or had, by name, with its articles counted.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn tags(&self) -> Result<Vec<Tag>, StoreError> {
        self.told("read the tags", |db| {
            let mut select = db.prepare_cached(
                "SELECT t.id, t.name, coalesce(n.articles, 0) FROM tag t
                 LEFT JOIN tally n ON n.shelf = 100 + t.id AND n.source = 0 ORDER BY t.name COLLATE NOCASE",
            )?;
            let found = select
                .query_map([], |row| Ok(Tag { id: TagId(row.get(0)?), name: row.get(1)?, articles: size(row, 2)? }))?;
            found.collect()
        })
    }

    /// The tags of an article, by name: a look-up for each tag that there is.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn tags_of(&self, article: ArticleId) -> Result<Vec<Tag>, StoreError> {
        let mut tags = self.tags()?;
        let standing = |tag: &Tag| {
            self.told("read the article's tags", |db| {
                shelf::standing(db, shelf::Shelf::Tag(tag.id), &[article.0]).map(|found| !found.is_empty())
            })
        };
        let mut has = Vec::with_capacity(tags.len());
        for tag in &tags {
            has.push(standing(tag)?);
        }
        let mut has = has.into_iter();
        tags.retain(|_| has.next().unwrap_or(false));
        Ok(tags)
    }
}
