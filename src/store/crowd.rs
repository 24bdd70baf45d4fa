//! How many articles stand before a place on a shelf, and which stands at a place: added up from counts of stretches of
//! ids, so that the middle of a long list is as near as its ends. It knows shelves, not views.
//!
//! An id is a time (place.rs). A stretch of 2^16 ids is 68 minutes, one of 2^26 is 48 days: since 1970 there are some
//! hundreds of the long ones, and in each 1,024 short ones. In a short one, articles are counted off.

use rusqlite::{Connection, Row, params};

use super::shelf::{Shelf, Standing};
use super::varint;

/// Bits of an id within a short stretch.
const SHORT: u32 = 16;
/// Bits of an id within a long stretch.
const LONG: u32 = 26;
/// The rows of its table, counted anew.
pub(super) const COUNTED: &str = "SELECT shelf, 16, article >> 16, count(*) FROM shelved GROUP BY shelf, article >> 16
    UNION ALL SELECT shelf, 26, article >> 26, count(*) FROM shelved GROUP BY shelf, article >> 26";

/// The articles of a shelf that stand on none of some others, which hold no others than the shelf's.
#[derive(Clone, Copy)]
pub(super) struct Crowd {
    pub(super) of: Shelf,
    pub(super) but: &'static [Shelf],
}

/// Adds what came onto a shelf (`by` 1) or went (-1), ascending.
pub(super) fn count(db: &Connection, shelf: Shelf, changed: &[Standing], by: i64) -> rusqlite::Result<()> {
    let mut add = db.prepare_cached(
        "INSERT INTO crowd (shelf, level, stretch, articles) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET articles = articles + excluded.articles",
    )?;
    for level in [SHORT, LONG] {
        for run in changed.chunk_by(|one, next| one.article >> level == next.article >> level) {
            let Some(first) = run.first() else { continue };
            let by = varint::signed(run.len()).saturating_mul(by);
            add.execute(params![shelf.number(), level, first.article >> level, by])?;
        }
    }
    Ok(())
}

impl Crowd {
    /// How many of them are older than an id.
    pub(super) fn older(self, db: &Connection, id: i64) -> rusqlite::Result<usize> {
        let mut older = older(db, self.of, id)?;
        for shelf in self.but {
            older = older.saturating_sub(self::older(db, *shelf, id)?);
        }
        Ok(older)
    }

    /// Where one finds the one that has `older` of them before it: an id from which on so many more are to be passed.
    pub(super) fn at(self, db: &Connection, older: usize) -> rusqlite::Result<Option<(i64, usize)>> {
        let Some((long, older)) = self.stretch(db, LONG, 0, i64::MAX, older)? else { return Ok(None) };
        let first = long << (LONG - SHORT);
        let last = first | ((1 << (LONG - SHORT)) - 1);
        let short = self.stretch(db, SHORT, first, last, older)?;
        Ok(short.map(|(short, older)| (short << SHORT, older)))
    }

    /// The stretch that holds the one with `older` of them before it in these stretches, and how many of those are in the
    /// same stretch.
    fn stretch(
        self,
        db: &Connection,
        level: u32,
        first: i64,
        last: i64,
        mut older: usize,
    ) -> rusqlite::Result<Option<(i64, usize)>> {
        let mut select = db.prepare_cached(
            "SELECT stretch, articles FROM crowd WHERE shelf = ?1 AND level = ?2 AND stretch BETWEEN ?3 AND ?4
             ORDER BY stretch",
        )?;
        let mut less = Vec::new();
        for shelf in self.but {
            let found = select.query_map(params![shelf.number(), level, first, last], |row| {
                Ok((row.get::<_, i64>(0)?, articles(row, 1)?))
            })?;
            for stretch in found {
                less.push(stretch?);
            }
        }
        less.sort_unstable();
        let mut less = less.into_iter().peekable();
        let mut rows = select.query(params![self.of.number(), level, first, last])?;
        while let Some(row) = rows.next()? {
            let (stretch, mut articles) = (row.get(0)?, articles(row, 1)?);
            while let Some((_, some)) = less.next_if(|(at, _)| *at <= stretch) {
                articles = articles.saturating_sub(some);
            }
            match older.checked_sub(articles) {
                Some(rest) => older = rest,
                None => return Ok(Some((stretch, older))),
            }
        }
        Ok(None)
    }
}

/// A count; a store that someone else wrote in may have wrong ones.
fn articles(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    Ok(usize::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

/// How many on a shelf are older than an id.
fn older(db: &Connection, shelf: Shelf, id: i64) -> rusqlite::Result<usize> {
    let mut add_up = db.prepare_cached(
        "SELECT coalesce(sum(articles), 0) FROM crowd WHERE shelf = ?1 AND level = ?2 AND stretch >= ?3 AND stretch < ?4",
    )?;
    let (long, short) = (id >> LONG, id >> SHORT);
    let mut sum = |level: u32, from: i64, to: i64| {
        add_up.query_row(params![shelf.number(), level, from, to], |row| articles(row, 0))
    };
    let before = sum(LONG, 0, long)? + sum(SHORT, long << (LONG - SHORT), short)?;
    let first = short << SHORT;
    let middle = first | (1 << (SHORT - 1));
    let mut count_off =
        db.prepare_cached("SELECT count(*) FROM shelved WHERE shelf = ?1 AND article >= ?2 AND article < ?3")?;
    let mut within =
        |from: i64, to: i64| count_off.query_row(params![shelf.number(), from, to], |row| articles(row, 0));
    if id < middle {
        return Ok(before + within(first, id)?);
    }
    let whole = sum(SHORT, short, short.saturating_add(1))?;
    Ok((before + whole).saturating_sub(within(id, first.saturating_add(1 << SHORT))?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::store::{Store, shelf};

    const CROWD: Crowd = Crowd { of: Shelf::All, but: &[Shelf::Unread, Shelf::Later] };

    /// The article at a place, as a list finds it.
    fn at(db: &Connection, older: usize) -> Option<i64> {
        let (from, passed) = CROWD.at(db, older).unwrap()?;
        let sql = "SELECT article FROM shelved a WHERE shelf = 0 AND article >= ?1
            AND NOT EXISTS (SELECT 1 FROM shelved b WHERE b.shelf IN (1, 3) AND b.article = a.article)
            ORDER BY article LIMIT 1 OFFSET ?2";
        db.query_row(sql, [from, varint::signed(passed)], |row| row.get(0)).ok()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Ids of all distances: in one short stretch, in one long stretch, months and years apart.
        #[test]
        fn places_are_what_counting_gives(
            spread in prop::sample::select(vec![100_i64, 1 << 17, 1 << 27, 1 << 34]),
            picks in prop::collection::vec((0..1_000_000_i64, 0..5_u8), 1..60),
        ) {
            let store = Store::in_memory().unwrap();
            let db = &store.db;
            let picks: BTreeMap<i64, u8> =
                picks.into_iter().map(|(pick, kind)| (28_000_000_000 + pick * spread / 1_000_000, kind)).collect();
            let on = |kinds: &[u8]| -> Vec<Standing> {
                let those = picks.iter().filter(|(_, kind)| kinds.contains(kind));
                those.map(|(article, _)| Standing { article: *article, source: 1, since: None }).collect()
            };
            shelf::put(db, Shelf::All, on(&[0, 1, 2, 3, 4])).unwrap();
            shelf::put(db, Shelf::Unread, on(&[1, 3])).unwrap();
            shelf::put(db, Shelf::Later, on(&[2])).unwrap();
            shelf::take(db, Shelf::Unread, &on(&[3])).unwrap();

            let left: Vec<i64> = on(&[0, 3, 4]).iter().map(|one| one.article).collect();
            for (older, id) in left.iter().enumerate() {
                prop_assert_eq!(CROWD.older(db, *id).unwrap(), older);
                prop_assert_eq!(CROWD.older(db, id + 1).unwrap(), older + 1);
                prop_assert_eq!(at(db, older), Some(*id));
            }
            prop_assert_eq!(CROWD.older(db, i64::MAX).unwrap(), left.len());
            prop_assert_eq!(CROWD.older(db, 0).unwrap(), 0);
            prop_assert_eq!(at(db, left.len()), None);
        }
    }
}
