//! Numbers that are remembered under a name, one each. It doesn't know what they say.

use rusqlite::{Connection, OptionalExtension, params};

/// The number under a name; `None` if there is none.
pub(super) fn get(db: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT value FROM fact WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()
}

/// Puts a number under a name, in the place of the one before.
pub(super) fn set(db: &Connection, name: &str, value: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO fact (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
    )?
    .execute(params![name, value])?;
    Ok(())
}
