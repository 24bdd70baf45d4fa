//! Tags of sources, as queries ask for them.

use rusqlite::Connection;

/// The sources with a tag (in lower case).
#[allow(clippy::unnecessary_wraps, reason = "no table of tags yet")]
pub(super) fn sources(_db: &Connection, _tag: &str) -> rusqlite::Result<Vec<i64>> {
    Ok(Vec::new())
}

/// The tags of a source, in lower case.
#[allow(clippy::unnecessary_wraps, reason = "no table of tags yet")]
pub(super) fn of(_db: &Connection, _source: i64) -> rusqlite::Result<Vec<String>> {
    Ok(Vec::new())
}
