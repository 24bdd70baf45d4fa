//! Tags as queries ask for them: those that articles have, and those of sources.

use rusqlite::{Connection, OptionalExtension};

use crate::catalog::{Row, TagId};

/// The tag of a name, in any case of letters.
pub(super) fn named(db: &Connection, name: &str) -> rusqlite::Result<Option<TagId>> {
    db.prepare_cached("SELECT id FROM tag WHERE name = ?1")?.query_row([name], |row| row.get(0).map(TagId)).optional()
}

/// The sources with a tag, in any case of letters.
#[allow(clippy::unnecessary_wraps, reason = "no table of sources' tags yet")]
pub(super) fn sources(_db: &Connection, _tag: &str) -> rusqlite::Result<Vec<i64>> {
    Ok(Vec::new())
}

/// The tags of an article and of its source.
pub(super) fn of(db: &Connection, row: &Row) -> rusqlite::Result<Vec<String>> {
    let mut select = db.prepare_cached(
        "SELECT t.name FROM tag t WHERE EXISTS (SELECT 1 FROM shelved WHERE shelf = 100 + t.id AND article = ?1)",
    )?;
    let names = select.query_map([row.id.0], |row| row.get(0))?;
    names.collect()
}
