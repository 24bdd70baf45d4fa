//! What can still be read of a damaged store, copied into a fresh one.
//!
//! Every table is walked by its key. Where a page can't be read, the walk goes on behind it: the next key that can be
//! read is sought in growing steps, then more exactly. What was copied is made whole again at the end: rows that miss
//! what they belong to go, and what can be worked out anew is. It knows no article, only rows.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags, OptionalExtension, params_from_iter};

use super::feeds::raw;
use super::open::connect;
use super::{aside, body, crowd, fts, quoted, shelf, take};
use crate::catalog::ArticleId;
use crate::text::quotes::{self, Lexicon};

/// For how long a damaged store is read: beyond that, what was saved has to do.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many damaged stretches of a table are passed over.
const GAPS: usize = 1_000;

/// What of a damaged store is in the fresh one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// How many articles were saved.
    pub saved: usize,
    /// How many the damaged store had, if it still says so.
    pub of: Option<usize>,
}

/// Copies what can be read of the store `kept` into the fresh one. The damaged file is only read. Where nothing can be
/// saved, the fresh store stays as it is.
pub(super) fn salvage(kept: &Path, fresh: &mut Connection) -> Salvaged {
    let Ok(old) = connect(kept, OpenFlags::SQLITE_OPEN_READ_ONLY) else {
        return Salvaged::default();
    };
    let salvaged = copy_all(&old, fresh).unwrap_or_default();
    drop(old);
    let _ = std::fs::remove_file(aside::beside(kept, "-shm"));
    salvaged
}

fn copy_all(old: &Connection, fresh: &mut Connection) -> rusqlite::Result<Salvaged> {
    let until = Instant::now() + PATIENCE;
    // Rows come in any order; what they refer to is looked at when all are there.
    fresh.pragma_update(None, "foreign_keys", false)?;
    let outcome = (|| {
        let work = fresh.transaction()?;
        for table in tables(&work)? {
            let whole = copy(old, &work, &table, until).unwrap_or(false);
            if table.name == "journal" && !whole {
                work.execute("DELETE FROM journal", [])?;
            }
        }
        mend(&work)?;
        quote_again(&work, until)?;
        fts::put_all(&work)?;
        let saved = work.query_row("SELECT count(*) FROM article", [], |row| super::size(row, 0))?;
        work.commit()?;
        Ok(saved)
    })();
    fresh.pragma_update(None, "foreign_keys", true)?;
    let of = "SELECT articles FROM tally WHERE shelf = 0 AND source = 0";
    let of = old.query_row(of, [], |row| super::size(row, 0)).ok();
    outcome.map(|saved| Salvaged { saved, of })
}

/// A table of the fresh store, and what to walk it by.
struct Table {
    name: String,
    columns: Vec<String>,
    /// The columns of its key, or `rowid`.
    key: Vec<String>,
}

/// All tables but those that are made from others: the index of words is filled again from the articles.
fn tables(db: &Connection) -> rusqlite::Result<Vec<Table>> {
    let listed = "SELECT name, wr FROM pragma_table_list
        WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('tally', 'crowd', 'identity')";
    let mut select = db.prepare(listed)?;
    let names = select.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?;
    names.map(|named| table(db, named?)).collect()
}

fn table(db: &Connection, (name, without_rowid): (String, bool)) -> rusqlite::Result<Table> {
    let columns = columns(db, &name)?;
    let mut key: Vec<_> = columns.iter().filter(|(_, place)| without_rowid && *place > 0).collect();
    key.sort_by_key(|(_, place)| *place);
    let key =
        if key.is_empty() { vec!["rowid".to_owned()] } else { key.into_iter().map(|(one, _)| one.clone()).collect() };
    Ok(Table { name, columns: columns.into_iter().map(|(one, _)| one).collect(), key })
}

/// The columns of a table with their places in the key, counted from 1.
fn columns(db: &Connection, table: &str) -> rusqlite::Result<Vec<(String, i64)>> {
    let mut select = db.prepare("SELECT name, pk FROM pragma_table_info(?1)")?;
    let found = select.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    found.collect()
}

/// Which way a table is walked.
#[derive(Clone, Copy)]
enum Way {
    Up,
    Down,
}

/// Copies a table's rows as far as they can be read. Returns whether all could.
fn copy(old: &Connection, fresh: &Connection, table: &Table, until: Instant) -> rusqlite::Result<bool> {
    let there: Vec<_> = columns(old, &table.name)?.into_iter().map(|(name, _)| name).collect();
    let shared: Vec<&str> = table.columns.iter().filter(|one| there.contains(one)).map(String::as_str).collect();
    let walk = Walk { old, fresh, table, columns: shared.join(", "), count: shared.len(), until };
    let mut from = None;
    for gap in 0..GAPS {
        match walk.stretch(Way::Up, from)? {
            Stopped::AtEnd => return Ok(gap == 0),
            Stopped::At(key) => match walk.next_readable(key.or(from)) {
                Some(next) => from = Some(next),
                None => break,
            },
        }
    }
    // From the other end, a key of several columns is come nearer to the damage.
    walk.stretch(Way::Down, None)?;
    Ok(false)
}

/// Where a walk ended.
enum Stopped {
    AtEnd,
    /// At something that can't be read, after a row with this first column of the key.
    At(Option<i64>),
}

struct Walk<'a> {
    old: &'a Connection,
    fresh: &'a Connection,
    table: &'a Table,
    columns: String,
    count: usize,
    until: Instant,
}

impl Walk<'_> {
    fn select(&self, columns: &str, way: Way, from: Option<i64>, end: &str) -> String {
        let first = self.table.key.first().map_or("rowid", String::as_str);
        let from = from.map(|from| format!("WHERE {first} >= {from}")).unwrap_or_default();
        let direction = match way {
            Way::Up => "",
            Way::Down => " DESC",
        };
        let order: Vec<_> = self.table.key.iter().map(|column| format!("{column}{direction}")).collect();
        format!("SELECT {first}, {columns} FROM {} {from} ORDER BY {} {end}", self.table.name, order.join(", "))
    }

    /// Copies rows until the end, or until one can't be read.
    fn stretch(&self, way: Way, from: Option<i64>) -> rusqlite::Result<Stopped> {
        let places: Vec<_> = (1..=self.count).map(|place| format!("?{place}")).collect();
        let name = &self.table.name;
        let insert = format!("INSERT OR REPLACE INTO {name} ({}) VALUES ({})", self.columns, places.join(", "));
        let mut insert = self.fresh.prepare_cached(&insert)?;
        let Ok(mut select) = self.old.prepare(&self.select(&self.columns, way, from, "")) else {
            return Ok(Stopped::At(None));
        };
        let Ok(mut rows) = select.query([]) else { return Ok(Stopped::At(None)) };
        let mut last = None;
        loop {
            match rows.next() {
                Ok(Some(row)) if Instant::now() < self.until => {
                    last = row.get_ref(0).ok().and_then(|first| first.as_i64().ok());
                    let values: Result<Vec<Value>, _> = (1..=self.count).map(|place| row.get(place)).collect();
                    // A text that is no text is damage, too.
                    if let Ok(values) = values
                        && self.is_sound(row)
                    {
                        insert.execute(params_from_iter(values))?;
                    }
                }
                Ok(_) => return Ok(Stopped::AtEnd),
                Err(_) => return Ok(Stopped::At(last)),
            }
        }
    }

    /// Bodies that were overwritten look like any other value.
    fn is_sound(&self, row: &rusqlite::Row<'_>) -> bool {
        self.table.name != "body"
            || (1..=self.count).any(|place| match row.get_ref(place) {
                Ok(ValueRef::Blob(packed)) => body::unpack(packed).is_some() || raw::raise(packed).is_some(),
                Ok(_) | Err(_) => false,
            })
    }

    /// The least first column of a key behind what can't be read after `last` that can be, as far as probing tells.
    fn next_readable(&self, last: Option<i64>) -> Option<i64> {
        let mut damaged = last.unwrap_or(0);
        let mut step = 1i64;
        let mut readable = loop {
            let probe = damaged.checked_add(step)?;
            if Instant::now() > self.until {
                return None;
            }
            if self.can_read(probe) {
                break probe;
            }
            damaged = probe;
            step = step.checked_mul(2)?;
        };
        while readable - damaged > 1 {
            let middle = damaged + (readable - damaged) / 2;
            if self.can_read(middle) { readable = middle } else { damaged = middle }
        }
        Some(readable)
    }

    /// Whether the first row from a key on can be read, or there is none.
    fn can_read(&self, from: i64) -> bool {
        let sql = self.select(&self.columns, Way::Up, Some(from), "LIMIT 1");
        let values = |row: &rusqlite::Row<'_>| (0..=self.count).try_for_each(|place| row.get_ref(place).map(drop));
        let read = self.old.prepare(&sql).and_then(|mut select| select.query_row([], values).optional());
        read.is_ok()
    }
}

/// Makes whole what was copied.
fn mend(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(
        "INSERT OR IGNORE INTO source (id, key, name)
           SELECT DISTINCT source, 'lost:' || source, '' FROM article WHERE source NOT IN (SELECT id FROM source);
         DELETE FROM article WHERE body NOT IN (SELECT id FROM body);
         DELETE FROM shelved WHERE article NOT IN (SELECT id FROM article);
         INSERT OR IGNORE INTO shelved (shelf, article, source) SELECT 0, id, source FROM article;
         DELETE FROM voice WHERE article NOT IN (SELECT id FROM article);
         DELETE FROM tally;
         DELETE FROM crowd;
         DELETE FROM fact WHERE name = 'notes';",
    )?;
    dangling(db)?;
    db.execute_batch(
        "INSERT OR IGNORE INTO fact (name, value) SELECT 'clock', max(clock) FROM journal HAVING max(clock) IS NOT NULL;",
    )?;
    db.execute_batch(&format!("INSERT INTO tally {}; INSERT INTO crowd {}", shelf::COUNTED, crowd::COUNTED))?;
    let mut select = db.prepare("SELECT id, key FROM article")?;
    let mut insert = db.prepare("INSERT OR IGNORE INTO identity (hash, article) VALUES (?1, ?2)")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        insert.execute([take::hash_of(row.get_ref(1)?.as_str()?), id])?;
    }
    Ok(())
}

/// Finds quotations again that were lost, or whose speakers were. Articles that weren't parsed yet have none.
fn quote_again(db: &Connection, until: Instant) -> rusqlite::Result<()> {
    let mut named = db.prepare("SELECT 1 FROM person WHERE id = ?1")?;
    let mut select = db.prepare(
        "SELECT a.id, q.packed, b.packed FROM article a JOIN body b ON b.id = a.body LEFT JOIN quoted q ON q.article = a.id
         WHERE a.quotations > 0",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let packed: Option<Vec<u8>> = row.get(1)?;
        let people = packed.as_deref().and_then(quoted::people_in);
        if people.is_some_and(|people| people.iter().all(|person| matches!(named.exists([person]), Ok(true)))) {
            continue;
        }
        let id = ArticleId(row.get(0)?);
        db.prepare_cached("DELETE FROM quoted WHERE article = ?1")?.execute([id.0])?;
        db.prepare_cached("DELETE FROM voice WHERE article = ?1")?.execute([id.0])?;
        let article = body::unpack(row.get_ref(2)?.as_blob()?).filter(|_| Instant::now() < until);
        let found = article.map(|article| (quotes::in_article(&article, Lexicon::in_force()), article));
        let count = found.as_ref().map_or(0, |(found, _)| found.quotations.len());
        if let Some((found, article)) = found {
            quoted::keep(db, id, &article.text, &found)?;
        }
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        db.prepare_cached("UPDATE article SET quotations = ?2 WHERE id = ?1")?.execute([id.0, count])?;
    }
    Ok(())
}

/// Deletes rows that refer to what isn't there, until none does.
fn dangling(db: &Connection) -> rusqlite::Result<()> {
    for _ in 0..10 {
        let mut select = db.prepare("SELECT DISTINCT \"table\", parent, fkid FROM pragma_foreign_key_check")?;
        let found: Vec<(String, String, i64)> =
            select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
        if found.is_empty() {
            break;
        }
        for (table, parent, key) in found {
            let ends = "SELECT \"from\", \"to\" FROM pragma_foreign_key_list(?1) WHERE id = ?2";
            let (from, to): (String, String) =
                db.query_row(ends, rusqlite::params![table, key], |row| Ok((row.get(0)?, row.get(1)?)))?;
            db.execute(
                &format!("DELETE FROM {table} WHERE {from} IS NOT NULL AND {from} NOT IN (SELECT {to} FROM {parent})"),
                [],
            )?;
        }
    }
    Ok(())
}
