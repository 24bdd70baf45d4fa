//! What waits where, for the pane of views and sources: tallies for sources and queues, bounded counting for queries.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::Connection;

use super::feeds::standing;
use super::shelf::{self, Shelf};
use super::{Store, StoreError, fact, search, size};
use crate::catalog::SourceId;
use crate::catalog::directory::{Directory, Listed, Queues};
use crate::query::Query;

impl Store {
    /// The queues, what is unread of each query, and the sources that have articles or a feed. Sources and queues cost a
    /// look-up each; of a query, so many articles are counted and looked at, however many there are.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn directory(&self, views: &[Option<Arc<Query>>]) -> Result<Directory, StoreError> {
        self.told("count what is unread", |db| {
            let total = |shelf| shelf::total(db, shelf, None);
            let queues = Queues {
                unread: total(Shelf::Unread)?,
                later: total(Shelf::Later)?,
                snoozed: total(Shelf::Snoozed)?,
                bookmarked: total(Shelf::Bookmarked)?,
                muted: total(Shelf::Muted)?,
                watched: total(Shelf::Watched)?,
            };
            let counted = |query: &Arc<Query>| search::unread(db, query, &self.given_up);
            let views = views.iter().map(|view| view.as_ref().map(counted).transpose());
            Ok(Directory { queues, views: views.collect::<rusqlite::Result<_>>()?, sources: sources(db)? })
        })
    }

    /// A number that was remembered under a name.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn remembered(&self, name: &str) -> Result<Option<i64>, StoreError> {
        self.told("read what was remembered", |db| fact::get(db, &format!("kept.{name}")))
    }

    /// Remembers a number under a name, for later starts.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn remember(&mut self, name: &str, value: i64) -> Result<(), StoreError> {
        self.told_mut("remember a setting", |db| fact::set(db, &format!("kept.{name}"), value))
    }
}

fn sources(db: &Connection) -> rusqlite::Result<Vec<Listed>> {
    let mut folders = folders(db)?;
    let mut select = db.prepare_cached(
        "SELECT s.id, s.name, coalesce(u.articles, 0), f.standing, f.trouble FROM source s
         LEFT JOIN tally a ON a.shelf = 0 AND a.source = s.id
         LEFT JOIN tally u ON u.shelf = 1 AND u.source = s.id
         LEFT JOIN feed f ON f.source = s.id
         WHERE a.articles > 0 OR f.source IS NOT NULL ORDER BY s.name COLLATE NOCASE, s.id",
    )?;
    let found = select.query_map([], |row| {
        let id = SourceId(row.get(0)?);
        Ok(Listed {
            id,
            name: row.get(1)?,
            folders: folders.remove(&id).unwrap_or_default(),
            unread: size(row, 2)?,
            standing: row.get::<_, Option<i64>>(3)?.map(standing),
            trouble: row.get(4)?,
        })
    })?;
    found.collect()
}

fn folders(db: &Connection) -> rusqlite::Result<HashMap<SourceId, Vec<Box<str>>>> {
    let mut folders: HashMap<_, Vec<_>> = HashMap::new();
    let mut select = db.prepare_cached("SELECT source, tag FROM filed ORDER BY tag")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        folders.entry(SourceId(row.get(0)?)).or_default().push(row.get(1)?);
    }
    Ok(folders)
}
