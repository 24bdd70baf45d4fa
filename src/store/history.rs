//! The journal as a reader looks at it: which changes were made, and whether they stand.

use super::effects::Effects;
use super::journal::EntryId;
use super::{Store, StoreError, people, size};
use crate::catalog::Past;

impl Store {
    /// The latest changes, the last one first, at most `count`; undoings and redoings show on the changes themselves.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn history(&self, count: usize) -> Result<Vec<Past>, StoreError> {
        self.told("read the history", |db| {
            let mut select = db.prepare_cached(
                "SELECT id, at, verb, articles, undone IS NULL, effects FROM journal
                 WHERE undoes IS NULL AND redoes IS NULL ORDER BY id DESC LIMIT ?1",
            )?;
            let mut headline = db.prepare_cached("SELECT headline FROM article WHERE id = ?1")?;
            let found = select.query_map([i64::try_from(count).unwrap_or(i64::MAX)], |row| {
                let effects = Effects::unpack(row.get_ref(5)?.as_blob()?).ok();
                let headline = match &effects {
                    Some(Effects::People(effects)) => people::effect::in_words(effects),
                    Some(Effects::Quotation(kept)) => kept.exact.clone(),
                    Some(Effects::Notes(annotation)) => match &annotation.passage {
                        Some(passage) => passage.exact.clone(),
                        None => annotation.after.clone().or_else(|| annotation.before.clone()).unwrap_or_default(),
                    },
                    Some(Effects::Rule(change)) => format!("{} {}", change.rule.kind.word(), change.rule.query),
                    Some(Effects::Subscription(change)) => change.name.clone(),
                    Some(Effects::Shelves(effects)) => {
                        let last = effects.iter().find_map(|effect| effect.articles.last());
                        let last = last.map_or(0, |(article, _)| *article);
                        headline.query_row([last], |row| row.get(0)).unwrap_or_default()
                    }
                    Some(Effects::Texts(swaps)) => {
                        let last = swaps.last().map_or(0, |swap| swap.article);
                        headline.query_row([last], |row| row.get(0)).unwrap_or_default()
                    }
                    None => String::new(),
                };
                Ok(Past {
                    entry: EntryId(row.get(0)?).0,
                    at: row.get(1)?,
                    verb: row.get(2)?,
                    articles: size(row, 3)?,
                    headline,
                    stands: row.get(4)?,
                })
            })?;
            found.collect()
        })
    }
}
