//! Where an article stands in the order of dates: its id.
//!
//! An id is its second times sixteen, plus a place within the second. Newest-first is then the order of the rows
//! themselves, in the list as in a search index. Sixteen and not a million because an index writes the differences of
//! ids: small differences are half its size. Where a second is full, the article takes the newest free place before
//! it, so that no id lies in the future and a folder of ten thousand undated files keeps its order.

use rusqlite::Connection;

use crate::catalog::ArticleId;

/// Bits for the place within a second.
const BITS: u32 = 4;
/// The earliest second that an id stands for (12 January 1970); before it there is room for crowding.
const EARLIEST: i64 = 1_000_000;
/// The latest second (the year 36812): beyond it a clock is wrong.
const LATEST: i64 = 1 << 40;

/// The newest id that an article of this second (Unix time) can have.
fn newest_at(second: i64) -> i64 {
    (second.clamp(EARLIEST, LATEST) << BITS) | ((1 << BITS) - 1)
}

/// The oldest id of a second (Unix time).
pub(super) fn oldest_at(second: i64) -> i64 {
    second.clamp(0, LATEST) << BITS
}

/// The second (Unix time) that an article is sorted under.
pub(super) fn second(article: ArticleId) -> i64 {
    article.0 >> BITS
}

/// A free id for an article published then, at or just before its second. What claims to come from the future counts as
/// published now, or with the newest article in the store: a clock that was set back must not bury today's news.
pub(super) fn free_place(db: &Connection, published: Option<i64>, now: i64) -> rusqlite::Result<ArticleId> {
    let second = match published {
        Some(at) if at > now => at.min(newest(db)?.map_or(now, second).max(now)),
        Some(at) => at,
        None => now,
    };
    let mut taken = db.prepare_cached("SELECT 1 FROM article WHERE id = ?1")?;
    newest_free(newest_at(second), |id| taken.exists([id])).map(ArticleId)
}

fn newest(db: &Connection) -> rusqlite::Result<Option<ArticleId>> {
    db.prepare_cached("SELECT max(id) FROM article")?
        .query_row([], |row| row.get::<_, Option<i64>>(0))
        .map(|id| id.map(ArticleId))
}

/// The newest free id of the run of taken ones that ends at `wanted`, by doubling steps and then halving them.
fn newest_free<E>(wanted: i64, mut taken: impl FnMut(i64) -> Result<bool, E>) -> Result<i64, E> {
    if !taken(wanted)? {
        return Ok(wanted);
    }
    let mut step = 1;
    let mut full = wanted;
    let mut free = wanted - step;
    while taken(free)? {
        full = free;
        step *= 2;
        free -= step;
    }
    while full - free > 1 {
        let middle = free + (full - free) / 2;
        if taken(middle)? {
            full = middle;
        } else {
            free = middle;
        }
    }
    Ok(free)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::convert::Infallible;

    fn place(taken: &BTreeSet<i64>, wanted: i64) -> i64 {
        newest_free(wanted, |id| Ok::<_, Infallible>(taken.contains(&id))).unwrap()
    }

    #[test]
    fn a_crowded_second_fills_backwards_without_gaps() {
        let mut taken = BTreeSet::new();
        for _ in 0..1000 {
            taken.insert(place(&taken, 5000));
        }
        assert_eq!(taken.first(), Some(&4001));
        assert_eq!(taken.last(), Some(&5000));
    }

    #[test]
    fn a_gap_in_a_crowd_is_as_good_as_its_end() {
        let taken: BTreeSet<i64> = (1..=100).filter(|id| *id != 97).collect();
        assert!(!taken.contains(&place(&taken, 100)));
    }

    #[test]
    fn a_later_second_has_greater_ids() {
        assert_eq!(newest_at(1_764_000_000) >> BITS, 1_764_000_000);
        assert!(newest_at(10_000_001) - (1 << BITS) == newest_at(10_000_000));
    }

    #[test]
    fn odd_times_are_brought_into_range() {
        assert_eq!(newest_at(i64::MIN) >> BITS, EARLIEST);
        assert_eq!(newest_at(i64::MAX) >> BITS, LATEST);
    }
}
