//! The journal as a reader looks at it: which changes were made, and whether they stand.

use rusqlite::{OptionalExtension as _, params};

use super::effects::Effects;
use super::journal::EntryId;
use super::shelf::Shelf;
use super::{Store, StoreError, people, size, varint};
use crate::catalog::{Past, TagId};

/// A change of more articles names none: reading which they were would take longer than all the rest.
const NAMED: i64 = 200;

impl Store {
    /// The latest changes, the last one first, at most `count` of those before an entry; undoings and redoings show on the
    /// changes themselves. A change of very many articles names none of them.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn history(&self, before: Option<i64>, count: usize) -> Result<Vec<Past>, StoreError> {
        self.told("read the history", |db| {
            let mut select = db.prepare_cached(
                "SELECT id, at, verb, articles, undone IS NULL, CASE WHEN articles <= ?3 THEN effects END FROM journal
                 WHERE id < ?1 AND undoes IS NULL AND redoes IS NULL ORDER BY id DESC LIMIT ?2",
            )?;
            let mut headline = db.prepare_cached("SELECT headline FROM article WHERE id = ?1")?;
            let mut tag = db.prepare_cached("SELECT name FROM tag WHERE id = ?1")?;
            let found = select.query_map(params![before.unwrap_or(i64::MAX), varint::signed(count), NAMED], |row| {
                let effects = row.get_ref(5)?.as_blob_or_null()?.and_then(|packed| Effects::unpack(packed).ok());
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
                let mut verb: String = row.get(2)?;
                if let Some(id) = effects.as_ref().and_then(tagged).filter(|_| verb == "tag" || verb == "untag") {
                    let name = tag.query_row([id.0], |row| row.get(0)).optional()?.unwrap_or_else(String::new);
                    verb = format!("{verb} “{name}”");
                }
                Ok(Past {
                    entry: EntryId(row.get(0)?).0,
                    at: row.get(1)?,
                    verb,
                    articles: size(row, 3)?,
                    headline,
                    stands: row.get(4)?,
                })
            })?;
            found.collect()
        })
    }
}

/// The tag that a change gave or took away.
fn tagged(effects: &Effects) -> Option<TagId> {
    let Effects::Shelves(effects) = effects else { return None };
    effects.iter().find_map(|effect| if let Shelf::Tag(id) = effect.shelf { Some(id) } else { None })
}
