//! Taking articles in: the same content again changes nothing; other content moves the article on and keeps what the
//! reader did with it.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use xxhash_rust::xxh3::Xxh3;

use super::body::Packer;
use super::fts::Indexed;
use super::place::free_place;
use super::position;
use super::shelf::{self, Shelf, Standing};
use super::{Store, StoreError, body, fts, quoted, rules, wordcount};
use crate::catalog::{ArticleId, SourceId, rules::Watched};
use crate::text::article::{Article, HeadlineOrigin};
#[cfg(doc)]
use crate::text::quotes::Lexicon;
use crate::text::quotes::{Quotations, is_outdated};

/// An article on its way into the store.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// What makes it this article and no other, whatever its words: `file:/home/ann/a.txt`, `seed:tour`.
    pub key: &'a str,
    /// Where it was taken from, as the reader knows it: a path, a feed's address.
    pub origin: &'a str,
    /// The article.
    pub article: &'a Article,
    /// Its quotations.
    pub quotations: &'a Quotations,
    /// The edition that found them ([`Lexicon::edition`]); a newer one replaces what an older one found.
    pub engine: i64,
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// The article of each incoming one, in their order.
    pub ids: Vec<ArticleId>,
    /// How many weren't known.
    pub new: usize,
    /// How many had other content than before.
    pub updated: usize,
    /// How many were known as they are.
    pub unchanged: usize,
    /// The new ones that rules point out.
    pub watched: Vec<Watched>,
}

/// What the store knows of an article that comes in again.
struct Known {
    id: ArticleId,
    content: i64,
    engine: i64,
    body: i64,
}

/// How an incoming article stands to the store.
enum Finding {
    New,
    Changed(Known),
    /// Same words, quotations of an older engine.
    Outdated(Known),
    Unchanged(ArticleId),
}

/// An incoming article, ready to be written.
struct Prepared<'a> {
    incoming: &'a Incoming<'a>,
    content: i64,
    /// The body: as it is, or packed once it is known that it must be kept.
    body: Body,
}

enum Body {
    Flat(Vec<u8>),
    Packed(Vec<u8>),
}

impl Store {
    /// Takes articles in, all of them or none. A batch that brings nothing new writes nothing.
    ///
    /// # Errors
    /// If the store can't be read or written; it is then as it was.
    pub fn take_in(&mut self, batch: &[Incoming<'_>], now: i64) -> Result<Taken, StoreError> {
        self.take_in_under(None, batch, now)
    }

    /// Takes articles in as those of one source, whoever they say published them.
    ///
    /// # Errors
    /// As [`Store::take_in`].
    pub fn take_in_for(&mut self, source: SourceId, batch: &[Incoming<'_>], now: i64) -> Result<Taken, StoreError> {
        self.take_in_under(Some(source), batch, now)
    }

    fn take_in_under(
        &mut self,
        source: Option<SourceId>,
        batch: &[Incoming<'_>],
        now: i64,
    ) -> Result<Taken, StoreError> {
        let mut prepared: Vec<_> = batch.iter().map(prepare).collect();
        self.told_mut("take the articles in", |db| {
            // One moment for all of them: a look-up by itself takes and gives back a lock.
            let moment = db.transaction()?;
            if let Some(taken) = all_unchanged(&moment, &prepared)? {
                return Ok(taken);
            }
            pack_what_is_new(&moment, &mut prepared)?;
            drop(moment);
            let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let taken = take_in(&change, source, &prepared, now)?;
            change.commit()?;
            Ok(taken)
        })
    }
}

fn prepare<'a>(incoming: &'a Incoming<'a>) -> Prepared<'a> {
    let article = incoming.article;
    let flat = body::lay_flat(article);
    let mut hash = Xxh3::new();
    hash.update(&flat);
    if let Some(headline) = &article.headline {
        hash.update(&[1 + origin_number(headline.origin)]);
        hash.update(headline.text.as_bytes());
    }
    if let Some(at) = published(article) {
        hash.update(&at.to_le_bytes());
    }
    let content = hash.digest().cast_signed();
    Prepared { incoming, content, body: Body::Flat(flat) }
}

fn published(article: &Article) -> Option<i64> {
    article.published.as_ref().and_then(|published| published.at)
}

fn origin_number(origin: HeadlineOrigin) -> u8 {
    match origin {
        HeadlineOrigin::Given => 0,
        HeadlineOrigin::Lead => 1,
    }
}

/// The outcome if nothing is to be written.
fn all_unchanged(db: &Connection, batch: &[Prepared<'_>]) -> rusqlite::Result<Option<Taken>> {
    let mut taken = Taken::default();
    for prepared in batch {
        let Finding::Unchanged(id) = find(db, prepared)? else {
            return Ok(None);
        };
        taken.ids.push(id);
        taken.unchanged += 1;
    }
    Ok(Some(taken))
}

/// Compresses the bodies that will be written, before the transaction keeps other writers waiting.
fn pack_what_is_new(db: &Connection, batch: &mut [Prepared<'_>]) -> rusqlite::Result<()> {
    let mut packer = Packer::new();
    for prepared in batch {
        if let (Finding::New | Finding::Changed(_), Body::Flat(flat)) = (find(db, prepared)?, &prepared.body) {
            prepared.body = Body::Packed(packer.pack(flat));
        }
    }
    Ok(())
}

fn take_in(db: &Connection, source: Option<SourceId>, batch: &[Prepared<'_>], now: i64) -> rusqlite::Result<Taken> {
    let mut taken = Taken::default();
    let mut added = Vec::new();
    let mut entries = Vec::new();
    for prepared in batch {
        let id = match find(db, prepared)? {
            Finding::New => {
                taken.new += 1;
                let standing = add(db, source, prepared, now)?;
                added.push(standing);
                entries.push(entry(ArticleId(standing.article), standing.source, prepared.incoming, Indexed::No));
                ArticleId(standing.article)
            }
            Finding::Changed(known) => {
                taken.updated += 1;
                update(db, &known, prepared, now)?;
                entries.push(entry(known.id, source_of(db, known.id)?, prepared.incoming, Indexed::Yes));
                known.id
            }
            Finding::Outdated(known) => {
                taken.unchanged += 1;
                quote_again(db, known.id, prepared.incoming)?;
                entries.push(entry(known.id, source_of(db, known.id)?, prepared.incoming, Indexed::Yes));
                known.id
            }
            Finding::Unchanged(id) => {
                taken.unchanged += 1;
                id
            }
        };
        taken.ids.push(id);
    }
    fts::put(db, entries)?;
    added.sort_unstable_by_key(|standing| standing.article);
    shelf::put(db, Shelf::All, added.iter().copied())?;
    let new: Vec<i64> = added.iter().map(|standing| standing.article).collect();
    shelf::put(db, Shelf::Unread, added)?;
    taken.watched = rules::Judge::default().judge(db, &new, now)?;
    Ok(taken)
}

fn find(db: &Connection, prepared: &Prepared<'_>) -> rusqlite::Result<Finding> {
    let Some(known) = known(db, prepared.incoming.key)? else {
        return Ok(Finding::New);
    };
    if known.content != prepared.content {
        return Ok(Finding::Changed(known));
    }
    if is_outdated(known.engine, prepared.incoming.engine) {
        return Ok(Finding::Outdated(known));
    }
    Ok(Finding::Unchanged(known.id))
}

fn known(db: &Connection, key: &str) -> rusqlite::Result<Option<Known>> {
    db.prepare_cached(
        "SELECT a.id, a.content, a.engine, a.body FROM identity i CROSS JOIN article a ON a.id = i.article
         WHERE i.hash = ?1 AND a.key = ?2",
    )?
    .query_row(params![hash_of(key), key], |row| {
        Ok(Known { id: ArticleId(row.get(0)?), content: row.get(1)?, engine: row.get(2)?, body: row.get(3)? })
    })
    .optional()
}

pub(super) fn hash_of(key: &str) -> i64 {
    xxhash_rust::xxh3::xxh3_64(key.as_bytes()).cast_signed()
}

fn add(db: &Connection, given: Option<SourceId>, prepared: &Prepared<'_>, now: i64) -> rusqlite::Result<Standing> {
    let Prepared { incoming, content, body } = prepared;
    let article = incoming.article;
    let id = free_place(db, published(article), now)?;
    let source = match given {
        Some(source) => source.0,
        None => source(db, article.source.as_deref().unwrap_or_default())?,
    };
    let body = add_body(db, body)?;
    let headline = article.headline.as_ref();
    db.prepare_cached(
        "INSERT INTO article (id, source, headline, headline_origin, published, words, quotations, taken, engine,
                              content, body, key, origin)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        id.0,
        source,
        headline.map_or("", |headline| headline.text.as_str()),
        headline.map(|headline| origin_number(headline.origin)),
        published(article),
        wordcount::of(&article.text),
        count_of(incoming.quotations),
        now,
        incoming.engine,
        content,
        body,
        incoming.key,
        own_origin(incoming),
    ])?;
    db.prepare_cached("INSERT INTO identity (hash, article) VALUES (?1, ?2)")?
        .execute([hash_of(incoming.key), id.0])?;
    quoted::keep(db, id, &article.text, incoming.quotations)?;
    Ok(Standing { article: id.0, source, since: None })
}

fn update(db: &Connection, known: &Known, prepared: &Prepared<'_>, now: i64) -> rusqlite::Result<()> {
    let Prepared { incoming, content, body } = prepared;
    let article = incoming.article;
    let headline = article.headline.as_ref();
    db.prepare_cached(
        "INSERT INTO revision (article, until, headline, headline_origin, published, body)
         SELECT id, ?2, headline, headline_origin, published, body FROM article WHERE id = ?1",
    )?
    .execute([known.id.0, now])?;
    quoted::forget(db, known.id)?;
    let body = add_body(db, body)?;
    db.prepare_cached(
        "UPDATE article SET headline = ?2, headline_origin = ?3, published = ?4, words = ?5, quotations = ?6,
                            updated = ?7, engine = ?8, content = ?9, body = ?10 WHERE id = ?1",
    )?
    .execute(params![
        known.id.0,
        headline.map_or("", |headline| headline.text.as_str()),
        headline.map(|headline| origin_number(headline.origin)),
        published(article),
        wordcount::of(&article.text),
        count_of(incoming.quotations),
        now,
        incoming.engine,
        content,
        body,
    ])?;
    quoted::keep(db, known.id, &article.text, incoming.quotations)?;
    position::follow(db, known.id, known.body, &article.text)
}

fn quote_again(db: &Connection, id: ArticleId, incoming: &Incoming<'_>) -> rusqlite::Result<()> {
    quoted::forget(db, id)?;
    quoted::keep(db, id, &incoming.article.text, incoming.quotations)?;
    db.prepare_cached("UPDATE article SET quotations = ?2, engine = ?3 WHERE id = ?1")?.execute(params![
        id.0,
        count_of(incoming.quotations),
        incoming.engine
    ])?;
    Ok(())
}

fn add_body(db: &Connection, body: &Body) -> rusqlite::Result<i64> {
    let mut insert = db.prepare_cached("INSERT INTO body (packed) VALUES (?1)")?;
    match body {
        Body::Packed(packed) => insert.insert([packed]),
        // Another program changed the article since it was looked up.
        Body::Flat(flat) => insert.insert([Packer::new().pack(flat)]),
    }
}

/// What the index of words gets of an article.
fn entry<'a>(id: ArticleId, source: i64, incoming: &Incoming<'a>, indexed: Indexed) -> fts::Entry<'a> {
    let headline = incoming.article.headline.as_ref().map_or("", |headline| headline.text.as_str());
    let Incoming { article, quotations, .. } = incoming;
    fts::Entry { id, source, headline: headline.into(), article, quotations, indexed }
}

/// The source of an article in the store.
fn source_of(db: &Connection, id: ArticleId) -> rusqlite::Result<i64> {
    db.prepare_cached("SELECT source FROM article WHERE id = ?1")?.query_row([id.0], |row| row.get(0))
}

/// The row of a source's name.
fn source(db: &Connection, name: &str) -> rusqlite::Result<i64> {
    let key = format!("name:{name}");
    let known =
        db.prepare_cached("SELECT id FROM source WHERE key = ?1")?.query_row([&key], |row| row.get(0)).optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    db.prepare_cached("INSERT INTO source (key, name) VALUES (?1, ?2)")?.insert([&key, name])
}

/// The origin, unless the key says it.
fn own_origin<'a>(incoming: &Incoming<'a>) -> Option<&'a str> {
    let said = incoming.key.split_once(':').map(|(_, rest)| rest);
    (said != Some(incoming.origin)).then_some(incoming.origin)
}

pub(super) fn count_of(quotations: &Quotations) -> u32 {
    u32::try_from(quotations.quotations.len()).unwrap_or(u32::MAX)
}

/// The article of a key.
pub(super) fn id_of(db: &Connection, key: &str) -> rusqlite::Result<Option<ArticleId>> {
    Ok(known(db, key)?.map(|known| known.id))
}
