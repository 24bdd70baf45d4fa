//! What the store shows for an entry of a feed, beside what comes in. It changes nothing.

use rusqlite::{Connection, OptionalExtension};
use xxhash_rust::xxh3::xxh3_64;

use super::{entry::RawEntry, raw};
use crate::{
    catalog::ArticleId,
    store::body,
    text::article::{Article, Headline, HeadlineOrigin},
};

/// An article that is there.
pub(super) struct Known {
    pub(super) id: ArticleId,
    pub(super) content: i64,
    pub(super) body: i64,
    pub(super) source: i64,
    pub(super) key: String,
}

pub(super) fn known_as(db: &Connection, article: i64) -> rusqlite::Result<Option<Known>> {
    db.prepare_cached("SELECT id, content, body, source, key FROM article WHERE id = ?1")?
        .query_row([article], known)
        .optional()
}

pub(super) fn known(row: &rusqlite::Row<'_>) -> rusqlite::Result<Known> {
    let id = ArticleId(row.get(0)?);
    Ok(Known { id, content: row.get(1)?, body: row.get(2)?, source: row.get(3)?, key: row.get(4)? })
}

/// The article as it is shown now.
pub(super) fn article_of(db: &Connection, id: ArticleId) -> rusqlite::Result<Option<Article>> {
    let found = db
        .prepare_cached("SELECT b.packed, a.headline FROM article a JOIN body b ON b.id = a.body WHERE a.id = ?1")?
        .query_row([id.0], |row| {
            let article = body::unpack(row.get_ref(0)?.as_blob()?);
            let headline: String = row.get(1)?;
            Ok(article.map(|article| (article, headline)))
        })
        .optional()?;
    Ok(found.flatten().map(|(mut article, headline)| {
        article.headline = Some(Headline { text: headline, origin: HeadlineOrigin::Given });
        article
    }))
}

/// The article that an entry is.
pub(super) fn article_in(entry: &RawEntry) -> Article {
    let mut article = raw::raise(&entry.raw).unwrap_or_default().parse();
    article.headline.clone_from(&entry.headline);
    article
}

pub(super) fn reads_the_same(before: &Article, after: &Article) -> bool {
    let headline = |article: &Article| article.headline.as_ref().map(|headline| headline.text.clone());
    before.text == after.text && headline(before).unwrap_or_default() == headline(after).unwrap_or_default()
}

pub(super) fn origin_number(origin: HeadlineOrigin) -> u8 {
    match origin {
        HeadlineOrigin::Given => 0,
        HeadlineOrigin::Lead => 1,
    }
}

pub(super) fn hash_of(key: &str) -> i64 {
    xxh3_64(key.as_bytes()).cast_signed()
}
