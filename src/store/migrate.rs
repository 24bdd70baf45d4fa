//! The ladder of schema versions: each step in one transaction, after the database of an older version was copied.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::fts;

/// A step of the ladder: brings a database of the version before to this one.
pub(super) struct Step {
    /// The version that it leads to; the first is 1.
    pub(super) to: i64,
    /// What it does.
    pub(super) sql: &'static str,
}

/// The step that makes the index of words; what is there already is put into it.
const SEARCH: &str = include_str!("search.sql");

/// The schema of this program.
pub(super) const LADDER: &[Step] = &[
    Step { to: 1, sql: include_str!("schema.sql") },
    Step { to: 2, sql: include_str!("queues.sql") },
    Step { to: 3, sql: include_str!("feeds.sql") },
    Step { to: 4, sql: include_str!("removed.sql") },
    Step { to: 5, sql: include_str!("whole.sql") },
    Step { to: fts::VERSION, sql: SEARCH },
    Step { to: 7, sql: include_str!("people.sql") },
    Step { to: 8, sql: include_str!("annotated.sql") },
    Step { to: 9, sql: include_str!("guests.sql") },
    Step { to: 10, sql: include_str!("index.sql") },
    Step { to: 11, sql: include_str!("rules.sql") },
    Step { to: 12, sql: include_str!("crowd.sql") },
];

/// The version at the top of a ladder.
pub(super) fn newest(ladder: &[Step]) -> i64 {
    ladder.last().map_or(0, |step| step.to)
}

/// What climbing the ladder came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Climbed {
    /// The database was empty.
    Made,
    /// It was at the top already.
    Nothing,
    /// It was of this older version; a copy of it lies here.
    Migrated { from: i64, copy: Option<PathBuf> },
    /// It is of a version that the ladder doesn't know; it wasn't touched.
    Newer { found: i64 },
}

/// Why a database couldn't be brought up to date. It is whole, at the last version that was reached.
#[derive(Debug, thiserror::Error)]
pub(super) enum ClimbError {
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    #[error("can't copy it to {} first: {source}", to.display())]
    Copy { to: PathBuf, source: io::Error },
}

/// Brings a database to the top of a ladder. Safe beside other programs that do the same.
pub(super) fn climb(db: &mut Connection, file: Option<&Path>, ladder: &[Step]) -> Result<Climbed, ClimbError> {
    let from = version(db)?;
    if from > newest(ladder) {
        return Ok(Climbed::Newer { found: from });
    }
    if from == newest(ladder) {
        return Ok(Climbed::Nothing);
    }
    let copy = match file {
        Some(file) if from > 0 => Some(copy(db, file, from)?),
        _ => None,
    };
    for step in ladder {
        let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        take_step(work, step)?;
    }
    Ok(if from == 0 { Climbed::Made } else { Climbed::Migrated { from, copy } })
}

fn take_step(work: Transaction<'_>, step: &Step) -> rusqlite::Result<()> {
    // Looked at within the transaction: another program may have been faster.
    if version(&work)? >= step.to {
        return Ok(());
    }
    work.execute_batch(step.sql)?;
    if step.sql == SEARCH {
        fts::put_all(&work)?;
    }
    work.pragma_update(None, "user_version", step.to)?;
    work.commit()
}

/// The version of the schema that a database has; 0 for an empty one.
pub(super) fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Copies the database beside itself: `articles.version-1.db`. An earlier copy of the same version is replaced, for an
/// interrupted migration left the database as it was.
fn copy(db: &mut Connection, file: &Path, from: i64) -> Result<PathBuf, ClimbError> {
    let to = file.with_extension(format!("version-{from}.db"));
    let unfinished = file.with_extension(format!("version-{from}.db.part"));
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let hold = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let copied = fs::copy(file, &unfinished)
        .and_then(|_| fs::File::open(&unfinished)?.sync_all())
        .and_then(|()| fs::rename(&unfinished, &to));
    drop(hold);
    match copied {
        Ok(()) => Ok(to),
        Err(source) => {
            let _ = fs::remove_file(&unfinished);
            Err(ClimbError::Copy { to, source })
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use tempfile::TempDir;

    const FIRST: Step = Step { to: 1, sql: "CREATE TABLE article (id INTEGER PRIMARY KEY)" };
    const SECOND: Step = Step { to: 2, sql: "ALTER TABLE article ADD COLUMN tags TEXT NOT NULL DEFAULT ''" };
    const THIRD: Step = Step { to: 3, sql: "CREATE TABLE tag (name TEXT); INSERT INTO tag SELECT tags FROM article" };
    const BROKEN: Step = Step { to: 3, sql: "CREATE TABLE tag (name TEXT); INSERT INTO no_such_table VALUES (1)" };

    fn open(dir: &TempDir) -> (PathBuf, Connection) {
        let file = dir.path().join("articles.db");
        let db = Connection::open(&file).unwrap();
        db.execute_batch("PRAGMA journal_mode = WAL").unwrap();
        (file, db)
    }

    fn count(db: &Connection, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        db.query_row(&sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn an_empty_database_climbs_every_step() {
        let dir = TempDir::new().unwrap();
        let (file, mut db) = open(&dir);
        let ladder = [FIRST, SECOND, THIRD];
        assert_eq!(climb(&mut db, Some(&file), &ladder).unwrap(), Climbed::Made);
        assert_eq!(version(&db).unwrap(), 3);
        let again = climb(&mut db, Some(&file), &ladder).unwrap();
        assert_eq!(again, Climbed::Nothing);
    }

    #[test]
    fn an_older_database_is_copied_and_climbs_on() {
        let dir = TempDir::new().unwrap();
        let (file, mut db) = open(&dir);
        climb(&mut db, Some(&file), &[FIRST]).unwrap();
        db.execute_batch("INSERT INTO article VALUES (7)").unwrap();

        let climbed = climb(&mut db, Some(&file), &[FIRST, SECOND, THIRD]).unwrap();

        let kept = dir.path().join("articles.version-1.db");
        let copy = Some(kept.clone());
        assert_eq!(climbed, Climbed::Migrated { from: 1, copy });
        assert_eq!((version(&db).unwrap(), count(&db, "tag")), (3, 1));
        let old = Connection::open(kept).unwrap();
        assert_eq!((version(&old).unwrap(), count(&old, "article")), (1, 1));
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it() {
        let dir = TempDir::new().unwrap();
        let (file, mut db) = open(&dir);
        climb(&mut db, Some(&file), &[FIRST]).unwrap();
        assert!(climb(&mut db, Some(&file), &[FIRST, SECOND, BROKEN]).is_err());
        assert_eq!(version(&db).unwrap(), 2);
        assert_eq!(count(&db, "sqlite_schema WHERE name = 'tag'"), 0);
        climb(&mut db, Some(&file), &[FIRST, SECOND, THIRD]).unwrap();
        assert_eq!((version(&db).unwrap(), count(&db, "tag")), (3, 0));
    }

    #[test]
    fn without_room_for_the_copy_nothing_is_changed() {
        let dir = TempDir::new().unwrap();
        let (file, mut db) = open(&dir);
        climb(&mut db, Some(&file), &[FIRST]).unwrap();
        fs::create_dir_all(dir.path().join("articles.version-1.db.part")).unwrap();
        let error = climb(&mut db, Some(&file), &[FIRST, SECOND]).unwrap_err();
        assert!(matches!(error, ClimbError::Copy { .. }), "{error}");
        assert_eq!(version(&db).unwrap(), 1);
    }

    #[test]
    fn a_newer_database_is_left_alone() {
        let dir = TempDir::new().unwrap();
        let (file, mut db) = open(&dir);
        climb(&mut db, Some(&file), &[FIRST, SECOND]).unwrap();
        let climbed = climb(&mut db, Some(&file), &[FIRST]).unwrap();
        assert_eq!(climbed, Climbed::Newer { found: 2 });
        assert_eq!(version(&db).unwrap(), 2);
    }

    #[test]
    fn the_ladder_has_every_version_once() {
        let versions: Vec<i64> = LADDER.iter().map(|step| step.to).collect();
        assert_eq!(versions, (1..=newest(LADDER)).collect::<Vec<_>>());
    }
}
