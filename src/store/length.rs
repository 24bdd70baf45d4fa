//! Articles by their length, as a stream: single ones are looked up where other conditions lead to them, and the rows are
//! walked once that has been in vain for long. It knows no other condition.

use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension, params};

use super::range::Direction;
use super::stream::{self, Fetched, Step, Stretch};
use super::varint;

/// After so many articles of other lengths the rows are walked: a walk over a million takes as long as some ten thousand
/// look-ups. Few in tests, which have few articles.
const LOOKED_UP: usize = if cfg!(test) { 3 } else { 256 };

/// What has so many words.
pub(super) struct Length {
    words: RangeInclusive<u32>,
    /// How many were looked up in vain since the last that fits.
    missed: usize,
    fetched: Fetched,
}

impl Length {
    pub(super) fn of(words: RangeInclusive<u32>) -> Self {
        Self { words, missed: 0, fetched: Fetched::default() }
    }

    /// The first at or beyond a place.
    pub(super) fn next(&mut self, db: &Connection, direction: Direction, place: i64) -> rusqlite::Result<Option<i64>> {
        let words = &self.words;
        self.fetched.next(direction, place, |count| walk(db, words, direction, place, count))
    }

    /// Whether the article at a place that others lead to is one; where it isn't, how far they may go on.
    pub(super) fn lead(&mut self, db: &Connection, direction: Direction, place: i64) -> rusqlite::Result<Step> {
        if self.missed >= LOOKED_UP {
            return Ok(self.next(db, direction, place)?.map_or(Step::End, Step::At));
        }
        let mut look = db.prepare_cached("SELECT words FROM article WHERE id = ?1")?;
        let words = look.query_row([place], |row| row.get(0)).optional()?;
        if words.is_some_and(|words: u32| self.words.contains(&words)) {
            self.missed = 0;
            return Ok(Step::At(place));
        }
        self.missed += 1;
        Ok(direction.after(place).map_or(Step::End, Step::Beyond))
    }
}

fn walk(
    db: &Connection,
    words: &RangeInclusive<u32>,
    direction: Direction,
    place: i64,
    count: usize,
) -> rusqlite::Result<Stretch> {
    let sql = match direction {
        Direction::Older => {
            "SELECT id FROM article WHERE id <= ?1 AND words BETWEEN ?2 AND ?3 ORDER BY id DESC LIMIT ?4"
        }
        Direction::Newer => "SELECT id FROM article WHERE id >= ?1 AND words BETWEEN ?2 AND ?3 ORDER BY id LIMIT ?4",
    };
    let mut select = db.prepare_cached(sql)?;
    stream::stretch(&mut select, params![place, words.start(), words.end(), varint::signed(count)], count)
}
