//! The list of the index's segments, read and written. It knows none of their pages.
//!
//! The format is that of FTS5's structure record in the form that knows tombstones, as `SQLite` documents it beside its
//! code (`ext/fts5/fts5_index.c`).

use rusqlite::{Connection, OptionalExtension};

use super::number::{get, put};

/// The row of the index's table of pages that has the list.
pub(super) const ROW: i64 = 10;

/// Bits of a page's row for its number within its segment.
pub(in crate::store) const PAGE_BITS: u32 = 37;

/// What marks the form that knows tombstones.
const FORM: [u8; 4] = [0xff, 0, 0, 1];

/// The greatest number that a segment can have.
const LAST: i64 = 2_000;

/// The segments of the index, by levels: what is merged goes one level up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Structure {
    /// Changes with the index's settings.
    cookie: [u8; 4],
    /// How many pages were ever written.
    writes: u64,
    levels: Vec<Level>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Level {
    /// How many of the segments are being merged.
    merging: u64,
    segments: Vec<Segment>,
}

/// A part of the index that was written at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Segment {
    /// Its number, of which its pages have theirs.
    pub(in crate::store) id: i64,
    /// Its first page.
    pub(in crate::store) first: i64,
    /// Its last one.
    pub(in crate::store) last: i64,
    /// The oldest and the newest writing that it has articles of.
    writings: (i64, i64),
    /// How many pages of tombstones it has.
    pub(in crate::store) graves: u64,
    /// How many tombstones.
    deleted: u64,
    /// How many articles.
    entries: u64,
}

/// What a new segment is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) segment: i64,
    /// The number of this writing.
    pub(super) writing: i64,
}

impl Structure {
    /// That of the index; `None` if it is of another form.
    pub(in crate::store) fn of(db: &Connection) -> rusqlite::Result<Option<Self>> {
        let mut select = db.prepare_cached("SELECT block FROM words_data WHERE id = ?1")?;
        let read = select.query_row([ROW], |row| Ok(Self::read(row.get_ref(0)?.as_blob()?))).optional()?;
        Ok(read.flatten())
    }

    /// Reads the list; `None` if it is of another form.
    fn read(block: &[u8]) -> Option<Self> {
        let (cookie, rest) = block.split_first_chunk::<4>()?;
        let mut rest = rest.strip_prefix(&FORM)?;
        let mut number = || get(&mut rest);
        let signed = |number: u64| i64::try_from(number).ok();
        let (levels, _segments, writes) = (number()?, number()?, number()?);
        let mut structure = Self { cookie: *cookie, writes, levels: Vec::new() };
        for _ in 0..levels {
            let (merging, count) = (number()?, number()?);
            let mut level = Level { merging, segments: Vec::new() };
            for _ in 0..count {
                level.segments.push(Segment {
                    id: signed(number()?)?,
                    first: signed(number()?)?,
                    last: signed(number()?)?,
                    writings: (signed(number()?)?, signed(number()?)?),
                    graves: number()?,
                    deleted: number()?,
                    entries: number()?,
                });
            }
            structure.levels.push(level);
        }
        Some(structure)
    }

    /// The list as it is kept.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut block = self.cookie.to_vec();
        block.extend_from_slice(&FORM);
        for number in [self.levels.len() as u64, self.segments().count() as u64, self.writes] {
            put(&mut block, number);
        }
        for level in &self.levels {
            put(&mut block, level.merging);
            put(&mut block, level.segments.len() as u64);
            for Segment { id, first, last, writings, graves, deleted, entries } in &level.segments {
                let signed = [id, first, last, &writings.0, &writings.1].map(|number| number.cast_unsigned());
                signed.into_iter().chain([*graves, *deleted, *entries]).for_each(|number| put(&mut block, number));
            }
        }
        block
    }

    /// All segments, by themselves.
    pub(in crate::store) fn into_segments(self) -> Vec<Segment> {
        self.levels.into_iter().flat_map(|level| level.segments).collect()
    }

    fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.levels.iter().flat_map(|level| &level.segments)
    }

    /// What the next segment will be known by; `None` if there are as many as there can be.
    pub(super) fn next(&self) -> Option<Place> {
        let segment = (1..=LAST).find(|id| self.segments().all(|segment| segment.id != *id))?;
        let writing = 1 + self.segments().map(|segment| segment.writings.1).max().unwrap_or(0);
        Some(Place { segment, writing })
    }

    /// Adds a segment of so many pages and articles.
    pub(super) fn add(&mut self, place: Place, pages: u64, entries: u64) {
        let Place { segment: id, writing } = place;
        let last = i64::try_from(pages).unwrap_or(i64::MAX);
        let new = Segment { id, first: 1, last, writings: (writing, writing), graves: 0, deleted: 0, entries };
        match self.levels.first_mut() {
            Some(level) => level.segments.push(new),
            None => self.levels.push(Level { merging: 0, segments: vec![new] }),
        }
        self.writes += pages;
    }

    /// Whether merging may be put off.
    pub(super) fn has_room(&self) -> bool {
        self.fresh() < PUT_OFF
    }

    /// How many pages are to be merged after so many were written: in small steps, on each level as many as were written,
    /// where a merge is under way or many segments are on one level. Where new ones crowd it is a step at once, as small
    /// writings alone make no step, and twice as many: what was put off is caught up with.
    pub(super) fn merging(&self, pages: u64) -> u64 {
        let (many, crowd) = if pages < SMALL { (MANY, CROWD) } else { (NEW, NEW + MANY) };
        if !self.is_due(many) {
            return 0;
        }
        let steps = (self.writes / STEP - self.writes.saturating_sub(pages) / STEP) * self.levels.len() as u64;
        STEP * if self.fresh() >= crowd { 2 * steps + 1 } else { steps }
    }

    /// How many pages are to be merged where nothing is written, and there is time.
    pub(super) fn merging_idly(&self) -> u64 {
        if self.is_due(MANY) { STEP } else { 0 }
    }

    /// Whether something is to be merged, if so many new segments are many.
    fn is_due(&self, many: usize) -> bool {
        self.fresh() >= many
            || self.levels.iter().any(|level| level.merging > 0)
            || self.levels.iter().skip(1).any(|level| level.segments.len() >= MANY)
    }

    /// How many segments are as they were written.
    fn fresh(&self) -> usize {
        self.levels.first().map_or(0, |level| level.segments.len())
    }
}

/// Pages of a step.
const STEP: u64 = 64;

/// From so many segments of a level on they are merged.
const MANY: usize = 8;

/// From so many new segments on they are merged at once, as FTS5 does (its option `crisismerge`).
const CROWD: usize = 16;

/// A writing of fewer pages is small.
const SMALL: u64 = 8;

/// From so many new segments on they are merged while large ones are written: later there is more time.
const NEW: usize = 16;

/// From so many new segments on merging isn't put off any more: a question looks into each of them.
const PUT_OFF: usize = 96;
