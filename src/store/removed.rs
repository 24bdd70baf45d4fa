//! What was removed from the reader's bookmarks, kept so that an undo brings it back after a restart too. The store
//! doesn't read it.

use rusqlite::params;

use super::{Store, StoreError};

/// So many removals are kept; who undoes more gets bookmarks without their notes.
const KEPT: i64 = 200;

impl Store {
    /// Keeps what was removed.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn keep_removed(&mut self, what: &str) -> Result<(), StoreError> {
        self.told_mut("keep what was removed", |db| {
            let work = db.transaction()?;
            let id = work.prepare_cached("INSERT INTO removed (what) VALUES (?1)")?.insert([what])?;
            work.prepare_cached("DELETE FROM removed WHERE id <= ?1")?.execute([id - KEPT])?;
            work.commit()
        })
    }

    /// Takes out the last removal that `is_it`; `None` if there is none.
    ///
    /// # Errors
    /// If the store can't be read or written.
    pub fn take_removed<T>(&mut self, is_it: impl Fn(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
        self.told_mut("bring back what was removed", |db| {
            let mut found = None;
            let mut select = db.prepare_cached("SELECT id, what FROM removed ORDER BY id DESC")?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                if let Some(what) = is_it(row.get_ref(1)?.as_str()?) {
                    found = Some((row.get::<_, i64>(0)?, what));
                    break;
                }
            }
            drop(rows);
            let Some((id, what)) = found else { return Ok(None) };
            db.prepare_cached("DELETE FROM removed WHERE id = ?1")?.execute(params![id])?;
            Ok(Some(what))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_removal_that_is_sought_comes_back_once() {
        let mut store = Store::in_memory().unwrap();
        for what in ["a 1", "b 2", "a 3"] {
            store.keep_removed(what).unwrap();
        }
        let mut take = |first: &str| store.take_removed(|what| what.strip_prefix(first).map(str::to_owned)).unwrap();
        assert_eq!(
            [take("a "), take("a "), take("a "), take("b ")].map(Option::unwrap_or_default),
            ["3", "1", "", "2"]
        );
    }

    #[test]
    fn only_so_many_removals_are_kept() {
        let mut store = Store::in_memory().unwrap();
        for n in 0..KEPT + 5 {
            store.keep_removed(&n.to_string()).unwrap();
        }
        assert_eq!(store.take_removed(|what| (what == "4").then_some(())).unwrap(), None);
        assert_eq!(store.take_removed(|what| (what == "5").then_some(())).unwrap(), Some(()));
    }
}
