//! Whether what is worked out from the articles agrees with them: the index of words, the tallies, the identities.
//! Nothing else repairs them, and nothing does it unasked.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::body::{self, Extent};
use super::{Store, StoreError, Trouble, crowd, fts, read, shelf, take};
use crate::catalog::ArticleId;
use crate::query::tokens;

/// Something that doesn't agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What, in a sentence.
    pub says: String,
    /// How often.
    pub count: usize,
}

/// Whether to mend what is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// Only look.
    No,
    /// Mend it.
    Yes,
}

/// So many articles at most are put into the index by themselves; if it's more, all are put anew.
const FEW: usize = 1_000;

/// Articles that the index lacks, and entries of the index without an article.
const LACKING: &str = "SELECT a.id, b.packed FROM article a LEFT JOIN body b ON b.id = a.body WHERE a.engine > 0
    AND NOT EXISTS (SELECT 1 FROM words_docsize d WHERE d.id = a.id)";
const ORPHANED: &str = "SELECT d.id FROM words_docsize d WHERE NOT EXISTS (SELECT 1 FROM article a WHERE a.id = d.id)";
const INDEXED: &str = "SELECT a.id, a.headline FROM article a WHERE a.engine > 0
    AND EXISTS (SELECT 1 FROM words_docsize d WHERE d.id = a.id) ORDER BY a.id";
const UNLISTED: &str = "SELECT a.id FROM article a
    WHERE NOT EXISTS (SELECT 1 FROM shelved s WHERE s.shelf = 0 AND s.article = a.id)";

impl Store {
    /// Looks for what doesn't agree, and mends it if asked: all of it or nothing. Reads every article's row and asks the
    /// index for each: a million take minutes.
    ///
    /// # Errors
    /// If the store can't be read or written.
    pub fn check(&mut self, mend: Mend) -> Result<Vec<Finding>, StoreError> {
        self.told_mut("check the store", |db| {
            let work = db.transaction_with_behavior(match mend {
                Mend::No => TransactionBehavior::Deferred,
                Mend::Yes => TransactionBehavior::Immediate,
            })?;
            let mut findings = Vec::new();
            let index_says = said(&work, "PRAGMA integrity_check(words)")?;
            damage(&work, &index_says, &mut findings)?;
            index(&work, &index_says, mend, &mut findings)?;
            listed(&work, mend, &mut findings)?;
            identities(&work, mend, &mut findings)?;
            tallies(&work, mend, &mut findings)?;
            work.commit()?;
            Ok(findings)
        })
    }
}

fn note(findings: &mut Vec<Finding>, count: usize, says: &str) {
    if count > 0 {
        findings.push(Finding { says: says.to_owned(), count });
    }
}

/// What a check of `SQLite`'s finds wrong. It only reads, so that it stands in nobody's way and nobody in its own; that of
/// FTS5 by a row inserted would have to wait until it may write.
fn said(db: &Connection, check: &str) -> rusqlite::Result<Vec<String>> {
    let mut check = db.prepare(check)?;
    let said: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(said.into_iter().filter(|line| line != "ok").collect())
}

/// The file itself; it can't be mended here: a damaged store is set aside at a start. What is the index's is left out.
fn damage(db: &Connection, index_says: &[String], findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    let said = said(db, "PRAGMA quick_check(20)")?;
    let wrong = said.into_iter().filter(|line| !index_says.contains(line));
    findings.extend(wrong.map(|line| Finding { says: format!("the file is damaged: {line}"), count: 1 }));
    Ok(())
}

fn ids(db: &Connection, sql: &str) -> rusqlite::Result<Vec<i64>> {
    let mut select = db.prepare(sql)?;
    let found = select.query_map([], |row| row.get(0))?;
    found.collect()
}

fn index(db: &Connection, says: &[String], mend: Mend, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    let is_sound = says.is_empty();
    if !is_sound {
        note(findings, 1, "the index of words contradicts itself");
        if mend == Mend::No {
            return Ok(());
        }
        anew(db)?;
    }
    let (lacking, lost) = lacking(db)?;
    let (orphaned, unfound) = (ids(db, ORPHANED)?, unfound(db)?);
    note(findings, lacking.len(), "articles can't be found by their words: they are not in the index");
    note(findings, lost, "articles can't be found by their words: their texts can't be read");
    note(findings, orphaned.len(), "entries of the index are of articles that aren't there");
    note(findings, unfound.len(), "articles are in the index, and can't be found by a word of theirs");
    if mend == Mend::No || !is_sound {
        return Ok(());
    }
    for id in orphaned {
        fts::take(db, ArticleId(id))?;
    }
    if lacking.len() + unfound.len() > FEW {
        return anew(db);
    }
    fts::put_stored(db, &[lacking, unfound.clone()].concat())?;
    let helped = unfound.is_empty() || self::unfound(db)?.is_empty();
    if helped { Ok(()) } else { anew(db) }
}

fn anew(db: &Connection) -> rusqlite::Result<()> {
    db.execute("INSERT INTO words (words) VALUES ('delete-all')", [])?;
    fts::put_all(db)
}

/// The articles that the index lacks, and how many it can't get: their texts can't be read.
fn lacking(db: &Connection) -> rusqlite::Result<(Vec<ArticleId>, usize)> {
    let mut select = db.prepare(LACKING)?;
    let mut rows = select.query([])?;
    let (mut lacking, mut lost) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        match row.get_ref(1)?.as_blob_or_null()?.and_then(body::unpack) {
            Some(_) => lacking.push(ArticleId(row.get(0)?)),
            None => lost += 1,
        }
    }
    Ok((lacking, lost))
}

/// The articles that the index has and doesn't find by the longest word of their headline or, without one, of their
/// beginning.
fn unfound(db: &Connection) -> rusqlite::Result<Vec<ArticleId>> {
    let stemming = fts::stemming(db)?;
    let mut select = db.prepare(INDEXED)?;
    let mut find = db.prepare("SELECT 1 FROM words WHERE words MATCH ?1 AND rowid = ?2")?;
    let mut rows = select.query([])?;
    let mut unfound = Vec::new();
    while let Some(row) = rows.next()? {
        let id = ArticleId(row.get(0)?);
        let word = match longest_word(row.get_ref(1)?.as_str()?) {
            Some(word) => Some(word),
            None => read::of_text(db, id, |text, extent| match extent {
                // The last word may be cut.
                Extent::Part => longest_word(text.rsplit_once(' ')?.0),
                Extent::Whole => longest_word(text),
            })?,
        };
        let Some(word) = word else { continue };
        match find.exists(params![format!("\"{}\"", stemming.of(&word)), id.0]) {
            Ok(true) => {}
            Ok(false) => unfound.push(id),
            Err(error) if Trouble::of(&error) == Trouble::Damaged => unfound.push(id),
            Err(error) => return Err(error),
        }
    }
    Ok(unfound)
}

fn longest_word(text: &str) -> Option<String> {
    tokens::words(text).into_iter().max_by_key(String::len)
}

fn listed(db: &Connection, mend: Mend, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    let unlisted = ids(db, UNLISTED)?;
    note(findings, unlisted.len(), "articles are in no list");
    if mend == Mend::Yes {
        let mut list =
            db.prepare("INSERT INTO shelved (shelf, article, source) SELECT 0, id, source FROM article WHERE id = ?1")?;
        for id in unlisted {
            list.execute([id])?;
        }
    }
    let strays = "FROM shelved WHERE NOT EXISTS (SELECT 1 FROM article a WHERE a.id = article)";
    let count = db.query_row(&format!("SELECT count(*) {strays}"), [], |row| super::size(row, 0))?;
    note(findings, count, "marks are on articles that aren't there");
    if mend == Mend::Yes && count > 0 {
        db.execute(&format!("DELETE {strays}"), [])?;
    }
    Ok(())
}

/// Articles that wouldn't be recognised if they came again.
fn identities(db: &Connection, mend: Mend, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    let mut select = db.prepare("SELECT id, key FROM article")?;
    let mut known = db.prepare("SELECT 1 FROM identity WHERE hash = ?1 AND article = ?2")?;
    let mut rows = select.query([])?;
    let mut lacking = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, hash): (i64, i64) = (row.get(0)?, take::hash_of(row.get_ref(1)?.as_str()?));
        if known.query_row([hash, id], |_| Ok(())).optional()?.is_none() {
            lacking.push((hash, id));
        }
    }
    note(findings, lacking.len(), "articles would come in twice: their names are not known");
    if mend == Mend::Yes {
        for (hash, id) in lacking {
            db.execute("INSERT OR IGNORE INTO identity (hash, article) VALUES (?1, ?2)", params![hash, id])?;
        }
    }
    Ok(())
}

fn tallies(db: &Connection, mend: Mend, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    let tables =
        [("tally", shelf::COUNTED, "counts are wrong"), ("crowd", crowd::COUNTED, "places in lists are counted wrong")];
    for (table, counted, says) in tables {
        let wrong = format!(
            "SELECT count(*) FROM (
               SELECT * FROM (SELECT * FROM {table} WHERE articles <> 0 EXCEPT SELECT * FROM ({counted}))
               UNION ALL
               SELECT * FROM (SELECT * FROM ({counted}) EXCEPT SELECT * FROM {table}))"
        );
        let wrong = db.query_row(&wrong, [], |row| super::size(row, 0))?;
        note(findings, wrong, says);
        if mend == Mend::Yes && wrong > 0 {
            db.execute_batch(&format!("DELETE FROM {table}; INSERT INTO {table} {counted}"))?;
        }
    }
    Ok(())
}
