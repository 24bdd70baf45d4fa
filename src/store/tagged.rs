//! Tags as queries ask for them: those that articles have, and those of sources.

use rusqlite::{Connection, OptionalExtension};

use crate::catalog::{Row, TagId};

/// The tag of a name, in any case of letters.
pub(super) fn named(db: &Connection, name: &str) -> rusqlite::Result<Option<TagId>> {
    db.prepare_cached("SELECT id FROM tag WHERE name = ?1")?.query_row([name], |row| row.get(0).map(TagId)).optional()
}

/// The sources that are filed under a tag, in any case of letters.
pub(super) fn sources(db: &Connection, tag: &str) -> rusqlite::Result<Vec<i64>> {
    let mut select = db.prepare_cached("SELECT source FROM filed WHERE tag = ?1 COLLATE NOCASE ORDER BY source")?;
    let sources = select.query_map([tag], |row| row.get(0))?;
    sources.collect()
}

/// The tags of an article and of its source.
pub(super) fn of(db: &Connection, row: &Row) -> rusqlite::Result<Vec<String>> {
    let mut select = db.prepare_cached(
        "SELECT t.name FROM tag t WHERE EXISTS (SELECT 1 FROM shelved WHERE shelf = 100 + t.id AND article = ?1)
         UNION SELECT tag FROM filed WHERE source = ?2",
    )?;
    let names = select.query_map([row.id.0, row.source_id.0], |row| row.get(0))?;
    names.collect()
}
