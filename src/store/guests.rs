//! Articles that more than one feed brought: who else brought them, and the ones that a source has from another. Each is
//! one article, which stands with the source that had it first. It doesn't know how they were found to be the same.

use rusqlite::{Connection, params};

use super::shelf::{Shelf, Standing};
use crate::catalog::{Row, SourceId};

/// The articles of other sources, on a shelf, that a source brought, too; for conditions on `v.article`.
pub(super) const GUESTS: &str = "FROM appearance p CROSS JOIN shelved v ON v.shelf = :shelf AND v.article = p.article
    WHERE p.source = :source AND v.source <> :source";

/// Whether a source has brought anything that another brought first: one look-up.
pub(super) fn has_guests(db: &Connection, source: i64) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM appearance WHERE source = ?1")?.exists([source])
}

/// The articles of other sources, on a shelf, that a source brought, too; ascending.
pub(super) fn guests(db: &Connection, shelf: Shelf, source: Option<i64>) -> rusqlite::Result<Vec<Standing>> {
    let Some(source) = source else { return Ok(Vec::new()) };
    let mut select =
        db.prepare_cached(&format!("SELECT DISTINCT v.article, v.source, v.since {GUESTS} ORDER BY v.article"))?;
    let found = select.query_map(rusqlite::named_params! {":shelf": shelf.number(), ":source": source}, |row| {
        Ok(Standing { article: row.get(0)?, source: row.get(1)?, since: row.get(2)? })
    })?;
    found.collect()
}

/// Puts behind each row one for each further source that brought the article.
pub(super) fn unfold(db: &Connection, rows: &mut Vec<Row>) -> rusqlite::Result<()> {
    if rows.iter().all(|row| row.also.is_empty()) {
        return Ok(());
    }
    let mut select = db.prepare_cached(
        "SELECT DISTINCT s.id, s.name FROM appearance p CROSS JOIN source s ON s.id = p.source
         WHERE p.article = ?1 AND p.source <> ?2 ORDER BY s.id",
    )?;
    for mut row in std::mem::take(rows) {
        row.also.clear();
        let others = select.query_map(params![row.id.0, row.source_id.0], |columns| {
            Ok(Row { source_id: SourceId(columns.get(0)?), source: columns.get(1)?, ..row.clone() })
        })?;
        let others: Vec<Row> = others.collect::<rusqlite::Result<_>>()?;
        rows.push(row);
        rows.extend(others);
    }
    Ok(())
}

/// In a source's own list, names that source before the others that brought an article.
pub(super) fn name_first(db: &Connection, source: SourceId, rows: &mut [Row]) -> rusqlite::Result<()> {
    let mut foreign = rows.iter_mut().filter(|row| row.source_id != source).peekable();
    if foreign.peek().is_none() {
        return Ok(());
    }
    let mut select = db.prepare_cached("SELECT name FROM source WHERE id = ?1")?;
    let name: Box<str> = select.query_row([source.0], |columns| columns.get(0))?;
    for row in foreign {
        row.also.retain(|other| *other != name);
        row.also.insert(0, std::mem::replace(&mut row.source, name.clone()));
        row.source_id = source;
    }
    Ok(())
}
