//! What came in over a stretch of time, and what became of it: one walk over the rows of that stretch.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::quoted::WHOLE_NAME;
use super::{Store, StoreError, place};
use crate::catalog::stats::{SourceStats, SpeakerStats, Stats};

/// How many of those who are quoted most are told.
const SPEAKERS: usize = 20;

impl Store {
    /// The articles sorted from one second (Unix time) to another, in equal spans. Reads a row and a few marks of each, no
    /// text, and who speaks in any article of the store.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn stats(&self, from: i64, to: i64, spans: usize) -> Result<Stats, StoreError> {
        self.told("reckon what came in", |db| {
            let (from, to) = (from.max(0), to.max(from.saturating_add(1)));
            let sources = sources(db, from, to, spans)?;
            Ok(Stats { from, to, spans, sources, speakers: speakers(db, from, to)? })
        })
    }
}

fn sources(db: &Connection, from: i64, to: i64, spans: usize) -> rusqlite::Result<Vec<SourceStats>> {
    let mut select = db.prepare_cached(
        "SELECT a.source, a.id >> 4, a.quotations,
                (SELECT min(shelf) FROM shelved w WHERE w.shelf IN (1, 3, 4, 5) AND w.article = a.id),
                EXISTS (SELECT 1 FROM shelved w WHERE w.shelf = 2 AND w.article = a.id),
                EXISTS (SELECT 1 FROM position p WHERE p.article = a.id)
         FROM article a WHERE a.id BETWEEN ?1 AND ?2",
    )?;
    let mut found: HashMap<i64, SourceStats> = HashMap::new();
    let mut rows = select.query(params![place::oldest_at(from), place::oldest_at(to).saturating_sub(1)])?;
    while let Some(row) = rows.next()? {
        let stats = found.entry(row.get(0)?).or_insert_with(|| SourceStats {
            articles: vec![0; spans],
            quotations: vec![0; spans],
            ..SourceStats::default()
        });
        let span = span_of(row.get(1)?, from, to, spans);
        if let (Some(articles), Some(quotations)) = (stats.articles.get_mut(span), stats.quotations.get_mut(span)) {
            *articles += 1;
            *quotations = quotations.saturating_add(row.get(2)?);
        }
        let (queue, kept, opened): (Option<i64>, bool, bool) = (row.get(3)?, row.get(4)?, row.get(5)?);
        stats.kept += u32::from(kept);
        match queue {
            Some(5) => stats.muted += 1,
            Some(_) => stats.waiting += 1,
            None if opened || kept => stats.read += 1,
            None => stats.skipped += 1,
        }
    }
    let mut name = db.prepare_cached("SELECT name FROM source WHERE id = ?1")?;
    let mut sources = Vec::with_capacity(found.len());
    for (source, stats) in found {
        sources.push(SourceStats { name: name.query_row([source], |row| row.get(0))?, ..stats });
    }
    sources.sort_by(|one, other| other.all().cmp(&one.all()).then_with(|| one.name.cmp(&other.name)));
    Ok(sources)
}

/// In which of so many spans a second lies.
fn span_of(second: i64, from: i64, to: i64, spans: usize) -> usize {
    let whole = u128::from((to - from).max(1).unsigned_abs());
    let part = u128::from((second - from).max(0).unsigned_abs());
    let span = part * spans as u128 / whole;
    usize::try_from(span).unwrap_or(usize::MAX).min(spans.saturating_sub(1))
}

fn speakers(db: &Connection, from: i64, to: i64) -> rusqlite::Result<Vec<SpeakerStats>> {
    let mut select = db.prepare_cached(
        "SELECT coalesce(r.shown, r.name), sum(v.quotations) AS n, count(*) FROM voice v
         CROSS JOIN person p ON p.id = v.person CROSS JOIN person r ON r.id = coalesce(p.same_as, p.id)
         WHERE v.article BETWEEN ?1 AND ?2 AND v.kinds & ?3 AND v.quotations > 0
         GROUP BY r.id ORDER BY n DESC, r.name LIMIT ?4",
    )?;
    let most = i64::try_from(SPEAKERS).unwrap_or(i64::MAX);
    let last = place::oldest_at(to).saturating_sub(1);
    let found = select.query_map(params![place::oldest_at(from), last, WHOLE_NAME, most], |row| {
        Ok(SpeakerStats { name: row.get(0)?, quotations: row.get(1)?, articles: row.get(2)? })
    })?;
    found.collect()
}
