//! Streams of article ids in the order of dates, either way, that can skip ahead: conditions are combined by leading
//! each to the next place where all agree, never by reading any of them to its end.

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Params, Statement, params};

use super::length::Length;
use super::range::Direction;
use super::shelf::Shelf;

/// Articles, one after the other.
pub(super) enum Stream {
    /// None.
    Nothing,
    /// Every id of a stretch, whether there is an article or not: only beside another stream.
    Window(RangeInclusive<i64>),
    /// What the index finds.
    Words(Words),
    /// What stands on a shelf.
    Shelf(OnShelf),
    /// What has so many words.
    Length(Length),
    /// These, ascending.
    Ids(Vec<i64>),
    /// What is in all of them.
    All(Vec<Stream>),
    /// What is in one of them.
    Any(Vec<Stream>),
    /// What is in the first and not in the second.
    Except(Box<Stream>, Box<Stream>),
}

/// What the index of words finds.
#[derive(Default)]
pub(super) struct Words {
    /// In the language of FTS5.
    pub(super) expression: String,
    fetched: Fetched,
}

/// What stands on a shelf.
pub(super) struct OnShelf {
    shelf: Shelf,
    fetched: Fetched,
}

impl OnShelf {
    pub(super) fn is_everything(&self) -> bool {
        self.shelf == Shelf::All
    }
}

/// How many ids are fetched at first, and at most, by one question to the database.
const FEWEST: usize = 32;
const MOST: usize = 4_096;

/// How long more is waited for where the index has found something; or for as long as that took. Of a word only begun the
/// index puts all its words together before it names the first article, and does that again for each question.
const PATIENCE: Duration = Duration::from_millis(8);

/// Ids as they were fetched, and whether there are no more.
pub(super) type Stretch = (Vec<i64>, bool);

/// A stretch of a stream that was fetched.
pub(super) struct Fetched {
    ids: Vec<i64>,
    at: usize,
    /// How many of them one stopped at.
    used: usize,
    /// How many were fetched last; at first, how many will be.
    next: usize,
    end: bool,
}

impl Default for Fetched {
    fn default() -> Self {
        Self { ids: Vec::new(), at: 0, used: 0, next: FEWEST, end: false }
    }
}

impl Fetched {
    /// The first fetched id at or beyond a place.
    fn seek(&mut self, direction: Direction, place: i64) -> Option<i64> {
        let rest = self.ids.get(self.at..).unwrap_or_default();
        let passed = match direction {
            Direction::Older => rest.partition_point(|id| *id > place),
            Direction::Newer => rest.partition_point(|id| *id < place),
        };
        self.at += passed;
        self.ids.get(self.at).copied()
    }

    /// The first id at or beyond a place; `fetch` gets more from a place on, up to a number.
    pub(super) fn next(
        &mut self,
        direction: Direction,
        place: i64,
        fetch: impl FnOnce(usize) -> rusqlite::Result<Stretch>,
    ) -> rusqlite::Result<Option<i64>> {
        let before = self.at;
        let found = self.seek(direction, place);
        if found.is_some() || self.end {
            self.used += usize::from(self.at > before);
            return Ok(found);
        }
        // Who walks on gets ever more at a time, who leaps gets few.
        if !self.ids.is_empty() {
            let walks = self.used * 2 >= self.ids.len();
            self.next = if walks { (self.next * 2).min(MOST) } else { FEWEST };
        }
        (self.ids, self.end) = fetch(self.next)?;
        (self.at, self.used) = (0, 1);
        Ok(self.ids.first().copied())
    }
}

impl Stream {
    pub(super) fn words(expression: String) -> Self {
        Self::Words(Words { expression, fetched: Fetched::default() })
    }

    pub(super) fn shelf(shelf: Shelf) -> Self {
        Self::Shelf(OnShelf { shelf, fetched: Fetched::default() })
    }

    pub(super) fn everything() -> Self {
        Self::shelf(Shelf::All)
    }

    /// Tells how many articles are wanted: where the index alone finds them, it is asked for no more. Each can take it as
    /// long as many rows take to show.
    pub(super) fn expect(&mut self, count: usize) {
        if let Self::Words(words) = self {
            words.fetched.next = count.clamp(1, MOST);
        }
    }

    /// The same beside other streams: where that costs less, only how far the others may go on.
    fn lead(&mut self, db: &Connection, direction: Direction, place: i64) -> rusqlite::Result<Step> {
        if let Self::Length(length) = self {
            return length.lead(db, direction, place);
        }
        Ok(self.next(db, direction, place)?.map_or(Step::End, Step::At))
    }

    /// The first article at or beyond a place in a direction. Places only go on in that direction from call to call.
    pub(super) fn next(&mut self, db: &Connection, direction: Direction, place: i64) -> rusqlite::Result<Option<i64>> {
        match self {
            Self::Nothing => Ok(None),
            Self::Window(range) => Ok(in_window(range, direction, place)),
            Self::Words(words) => {
                let Words { expression, fetched } = words;
                fetched.next(direction, place, |count| fetch_words(db, expression, direction, place, count))
            }
            Self::Shelf(OnShelf { shelf, fetched }) => {
                fetched.next(direction, place, |count| fetch_shelf(db, *shelf, direction, place, count))
            }
            Self::Length(length) => length.next(db, direction, place),
            Self::Ids(ids) => Ok(among(ids, direction, place)),
            Self::All(streams) => agreed(streams, db, direction, place),
            Self::Any(streams) => first(streams, db, direction, place),
            Self::Except(stream, without) => {
                let mut place = place;
                while let Some(found) = stream.next(db, direction, place)? {
                    if without.next(db, direction, found)? != Some(found) {
                        return Ok(Some(found));
                    }
                    let Some(after) = direction.after(found) else { break };
                    place = after;
                }
                Ok(None)
            }
        }
    }
}

/// Where a stream that others lead to a place leads them.
pub(super) enum Step {
    /// It has this article, the first at or beyond the place.
    At(i64),
    /// It has none before this place.
    Beyond(i64),
    /// It has no more.
    End,
}

fn in_window(range: &RangeInclusive<i64>, direction: Direction, place: i64) -> Option<i64> {
    let place = match direction {
        Direction::Older => place.min(*range.end()),
        Direction::Newer => place.max(*range.start()),
    };
    range.contains(&place).then_some(place)
}

fn among(ids: &[i64], direction: Direction, place: i64) -> Option<i64> {
    let index = match direction {
        Direction::Older => ids.partition_point(|id| *id <= place).checked_sub(1)?,
        Direction::Newer => ids.partition_point(|id| *id < place),
    };
    ids.get(index).copied()
}

/// The first place where all streams have the same article.
fn agreed(streams: &mut [Stream], db: &Connection, direction: Direction, place: i64) -> rusqlite::Result<Option<i64>> {
    let mut place = place;
    let count = streams.len();
    let mut agreeing = 0;
    for index in (0..count).cycle() {
        let Some(stream) = streams.get_mut(index) else { break };
        (place, agreeing) = match stream.lead(db, direction, place)? {
            Step::At(found) if found == place => (place, agreeing + 1),
            Step::At(found) => (found, 1),
            Step::Beyond(from) => (from, 0),
            Step::End => return Ok(None),
        };
        if agreeing >= count {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

fn first(streams: &mut [Stream], db: &Connection, direction: Direction, place: i64) -> rusqlite::Result<Option<i64>> {
    let mut nearest = None;
    for stream in streams {
        let found = stream.next(db, direction, place)?;
        nearest = match (nearest, found, direction) {
            (Some(one), Some(other), Direction::Older) => Some(i64::max(one, other)),
            (Some(one), Some(other), Direction::Newer) => Some(i64::min(one, other)),
            (one, other, _) => one.or(other),
        };
    }
    Ok(nearest)
}

fn fetch_words(
    db: &Connection,
    expression: &str,
    direction: Direction,
    place: i64,
    count: usize,
) -> rusqlite::Result<Stretch> {
    let begun = Instant::now();
    let sql = match direction {
        Direction::Older => "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid <= ?2 ORDER BY rowid DESC LIMIT ?3",
        Direction::Newer => "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2 ORDER BY rowid LIMIT ?3",
    };
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query(params![expression, place, super::varint::signed(count)])?;
    let mut ids = Vec::new();
    let mut until = None;
    while let Some(row) = rows.next()? {
        ids.push(row.get(0)?);
        let now = Instant::now();
        let until = *until.get_or_insert_with(|| now + (now - begun).max(PATIENCE));
        if ids.len() < count && now >= until {
            return Ok((ids, false));
        }
    }
    let end = ids.len() < count;
    Ok((ids, end))
}

fn fetch_shelf(
    db: &Connection,
    shelf: Shelf,
    direction: Direction,
    place: i64,
    count: usize,
) -> rusqlite::Result<Stretch> {
    let sql = match direction {
        Direction::Older => {
            "SELECT article FROM shelved WHERE shelf = ?1 AND article <= ?2 ORDER BY article DESC LIMIT ?3"
        }
        Direction::Newer => "SELECT article FROM shelved WHERE shelf = ?1 AND article >= ?2 ORDER BY article LIMIT ?3",
    };
    let mut select = db.prepare_cached(sql)?;
    stretch(&mut select, params![shelf.number(), place, super::varint::signed(count)], count)
}

/// The ids that a statement asks for, so many at most; fewer are the last.
pub(super) fn stretch(select: &mut Statement<'_>, asked: impl Params, count: usize) -> rusqlite::Result<Stretch> {
    let found = select.query_map(asked, |row| row.get(0))?;
    let ids = found.collect::<rusqlite::Result<Vec<_>>>()?;
    let end = ids.len() < count;
    Ok((ids, end))
}
