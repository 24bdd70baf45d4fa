//! The text of an article's page in place of what its feed brought. The earlier text stays as a revision, and what the
//! article is known by stays, too: the feed's next reading finds it as it was.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::body::{self, Packer};
use super::effect::Way;
use super::error::unreadable;
use super::journal;
use super::{Store, StoreError, fts, position, quoted, take, wordcount};
use crate::catalog::ArticleId;
use crate::text::article::Article;
use crate::text::quotes::Quotations;

/// Whether the journal hears of a text that takes another's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered {
    /// It does: the reader asked for it, and can take it back.
    Yes,
    /// It doesn't: the feed is read so.
    No,
}

/// An article's text that took another's place: the rows of `body` that they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Swap {
    pub(super) article: i64,
    pub(super) before: i64,
    pub(super) after: i64,
}

impl Store {
    /// Puts a text in the place of an article's; nothing is unread again. `false` if the article isn't there any more.
    ///
    /// # Errors
    /// If the store can't be written; it is then as it was.
    pub fn keep_whole(
        &mut self,
        id: ArticleId,
        article: &Article,
        quotations: &Quotations,
        engine: i64,
        now: i64,
        entered: Entered,
    ) -> Result<bool, StoreError> {
        let packed = Packer::new().pack(&body::lay_flat(article));
        self.told_mut("keep the text of the page", |db| {
            let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let before: Option<i64> = change
                .prepare_cached("SELECT body FROM article WHERE id = ?1")?
                .query_row([id.0], |row| row.get(0))
                .optional()?;
            let Some(before) = before else { return Ok(false) };
            change
                .prepare_cached(
                    "INSERT INTO revision (article, until, headline, headline_origin, published, body)
                     SELECT id, ?2, headline, headline_origin, published, body FROM article WHERE id = ?1",
                )?
                .execute([id.0, now])?;
            quoted::forget(&change, id)?;
            let body = change.prepare_cached("INSERT INTO body (packed) VALUES (?1)")?.insert([&packed])?;
            change
                .prepare_cached("UPDATE article SET words = ?2, quotations = ?3, engine = ?4, body = ?5 WHERE id = ?1")?
                .execute(params![id.0, wordcount::of(&article.text), take::count_of(quotations), engine, body])?;
            quoted::keep(&change, id, &article.text, quotations)?;
            fts::put(&change, vec![fts::parsed(&change, id, article, quotations)?])?;
            position::follow(&change, id, before, &article.text)?;
            change
                .prepare_cached("INSERT OR REPLACE INTO whole (article, at, trouble) VALUES (?1, ?2, NULL)")?
                .execute([id.0, now])?;
            if entered == Entered::Yes {
                journal::enter_text(&change, Swap { article: id.0, before, after: body }, now)?;
            }
            change.commit()?;
            Ok(true)
        })
    }

    /// Gives an article whose text was put back the quotations found in it.
    ///
    /// # Errors
    /// If the store can't be written; it is then as it was.
    pub fn quote_again(
        &mut self,
        id: ArticleId,
        article: &Article,
        quotations: &Quotations,
        engine: i64,
    ) -> Result<(), StoreError> {
        self.told_mut("keep the quotations", |db| {
            let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            change
                .prepare_cached("UPDATE article SET words = ?2, quotations = ?3, engine = ?4 WHERE id = ?1")?
                .execute(params![id.0, wordcount::of(&article.text), take::count_of(quotations), engine])?;
            quoted::forget(&change, id)?;
            quoted::keep(&change, id, &article.text, quotations)?;
            fts::put(&change, vec![fts::parsed(&change, id, article, quotations)?])?;
            change.commit()
        })
    }

    /// Remembers why the text of an article's page wasn't taken, so that the page isn't asked for again and again.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn keep_without_whole(&mut self, id: ArticleId, why: &str, now: i64) -> Result<(), StoreError> {
        self.told_mut("remember the page", |db| {
            db.prepare_cached("INSERT OR REPLACE INTO whole (article, at, trouble) VALUES (?1, ?2, ?3)")?
                .execute(params![id.0, now, why])?;
            Ok(())
        })
    }

    /// The newest articles of a feed whose pages weren't read, or not since the feed edited them.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn without_whole(&self, feed: &str, most: usize) -> Result<Vec<ArticleId>, StoreError> {
        self.told("look for pages to be read", |db| {
            let mut select = db.prepare_cached(
                "SELECT v.article FROM source s
                 CROSS JOIN shelved v ON v.shelf = 0 AND v.source = s.id
                 CROSS JOIN article a ON a.id = v.article
                 LEFT JOIN whole w ON w.article = v.article
                 WHERE s.key = ?1 AND (w.article IS NULL OR w.at < coalesce(a.updated, 0))
                 ORDER BY v.article DESC LIMIT ?2",
            )?;
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            let found = select.query_map(params![format!("feed:{feed}"), most], |row| Ok(ArticleId(row.get(0)?)))?;
            found.collect()
        })
    }
}

/// Puts one of the two texts in the other's place, if that stands there: an article that was edited since keeps its text. Its
/// quotations are found later, by [`Store::quote_again`].
pub(super) fn turn(db: &Connection, swap: Swap, way: Way) -> rusqlite::Result<bool> {
    let (old, new) = match way {
        Way::Again => (swap.before, swap.after),
        Way::Back => (swap.after, swap.before),
    };
    let packed: Option<Vec<u8>> =
        db.prepare_cached("SELECT packed FROM body WHERE id = ?1")?.query_row([new], |row| row.get(0)).optional()?;
    let Some(packed) = packed else { return Ok(false) };
    let text = body::unpack(&packed).ok_or_else(|| unreadable("the text of an article"))?.text;
    let turned = db
        .prepare_cached("UPDATE article SET body = ?3, quotations = 0, engine = 1 WHERE id = ?1 AND body = ?2")?
        .execute(params![swap.article, old, new])?;
    if turned == 0 {
        return Ok(false);
    }
    db.prepare_cached("UPDATE revision SET body = ?2 WHERE article = ?1 AND body = ?3")?.execute(params![
        swap.article,
        old,
        new
    ])?;
    let id = ArticleId(swap.article);
    quoted::forget(db, id)?;
    fts::put_stored(db, &[id])?;
    position::follow(db, id, old, &text)?;
    Ok(true)
}
