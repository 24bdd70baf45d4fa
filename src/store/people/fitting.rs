//! People by letters of their names, which no index knows: all names are looked at, and none is kept.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::atomic::Ordering;

use crate::store::search::interrupted;
use crate::store::{Store, StoreError, varint};

/// After so many names it is looked whether the search was given up.
const STRETCH: usize = 256;

impl Store {
    /// Up to `most` names of people, those with the greatest scores first, among equals those met first. Grows with the
    /// number of people: some tens of milliseconds for a hundred thousand.
    ///
    /// # Errors
    /// If the store can't be read, or the search was given up.
    pub fn fitting_people(
        &self,
        most: usize,
        mut score: impl FnMut(&str) -> Option<u32>,
    ) -> Result<Vec<String>, StoreError> {
        self.told("read the names", |db| {
            let mut select = db.prepare_cached("SELECT coalesce(shown, name) FROM person ORDER BY id")?;
            let mut rows = select.query([])?;
            let mut best = BinaryHeap::with_capacity(most + 1);
            let mut met = 0_usize;
            while let Some(row) = rows.next()? {
                let name = row.get_ref(0)?.as_str()?;
                met += 1;
                if met.is_multiple_of(STRETCH) && self.given_up.load(Ordering::Relaxed) {
                    return Err(interrupted());
                }
                let Some(score) = score(name) else { continue };
                let least = best.peek().map(|Reverse((least, _, _))| *least);
                if best.len() < most || least.is_some_and(|least| score > least) {
                    best.push(Reverse((score, Reverse(met), name.to_owned())));
                }
                if best.len() > most {
                    best.pop();
                }
            }
            Ok(best.into_sorted_vec().into_iter().map(|Reverse((_, _, name))| name).collect())
        })
    }

    /// The names of the people met first, at most so many.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn first_people(&self, most: usize) -> Result<Vec<String>, StoreError> {
        self.told("read the names", |db| {
            let mut select = db.prepare_cached("SELECT coalesce(shown, name) FROM person ORDER BY id LIMIT ?1")?;
            let found = select.query_map([varint::signed(most)], |row| row.get(0))?;
            found.collect()
        })
    }
}
