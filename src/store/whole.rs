//! The text of an article's page in place of what its feed brought. The earlier text stays as a revision, and what the
//! article is known by stays, too: the feed's next reading finds it as it was.

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::body::{self, Packer};
use super::{Store, StoreError, fts, position, quoted, take};
use crate::catalog::ArticleId;
use crate::text::article::Article;
use crate::text::quotes::Quotations;

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
                .execute(params![id.0, take::words(&article.text), take::count_of(quotations), engine, body])?;
            quoted::keep(&change, id, &article.text, quotations)?;
            fts::put_parsed(&change, id, article, quotations)?;
            position::follow(&change, id, before, &article.text)?;
            change
                .prepare_cached("INSERT OR REPLACE INTO whole (article, at, trouble) VALUES (?1, ?2, NULL)")?
                .execute([id.0, now])?;
            change.commit()?;
            Ok(true)
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
