//! A feed's entries into the store, all of them or none: what is known stays as the reader left it, what was edited
//! moves on, what another feed brought already is the same article.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{
    entry::{Identity, RawEntry, Sharing},
    moved_in::BURIED,
    rows,
    shown::{Known, article_in, article_of, hash_of, known, known_as, origin_number, reads_the_same},
};
use crate::{
    catalog::{ArticleId, feeds::Feed},
    store::{
        Store, StoreError,
        place::free_place,
        position, quoted,
        shelf::{self, Shelf, Standing},
    },
    text::article::Article,
};

/// What became of a feed's entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedTaken {
    /// Those that weren't known, in the document's order.
    pub new: Vec<ArticleId>,
    /// Those that were edited since.
    pub updated: Vec<ArticleId>,
    /// How many another feed had brought already.
    pub merged: usize,
    /// How many were known as they are.
    pub unchanged: usize,
}

/// A feed, as it is known after reading, and what was read.
#[derive(Debug)]
pub struct FeedRead {
    /// The feed.
    pub feed: Feed,
    /// Its entries, in the document's order.
    pub entries: Vec<RawEntry>,
}

/// How an entry stands to the store.
enum Finding {
    Unknown,
    Unchanged,
    Edited(Known),
    /// It was edited in this feed, and another feed's words are shown.
    EditedBehind(i64),
    /// Another feed brought it.
    Elsewhere(Known),
}

impl Store {
    /// Takes one feed's entries in: as [`Store::take_feeds`].
    ///
    /// # Errors
    /// If the store can't be read or written; it is then as it was.
    pub fn take_feed(&mut self, feed: &mut Feed, entries: &[RawEntry], now: i64) -> Result<FeedTaken, StoreError> {
        self.told_mut("take the feed's articles in", |db| {
            let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let taken = take(&change, feed, entries, now)?;
            change.commit()?;
            Ok(taken)
        })
    }

    /// Takes feeds' entries in and keeps what is known of the feeds, in one transaction where nobody waits: what comes
    /// together is written together, for the pages of an index are shared. Nothing is unread again. Each `feed.new`
    /// becomes the number of its new articles.
    ///
    /// # Errors
    /// If the store can't be read or written; the feeds taken by then stay.
    pub fn take_feeds(&mut self, feeds: &mut [FeedRead], now: i64) -> Result<Vec<FeedTaken>, StoreError> {
        self.told_at_length("take the feeds' articles in", |db, turns| {
            let mut all = Vec::with_capacity(feeds.len());
            let mut left = feeds.iter_mut().peekable();
            while left.peek().is_some() {
                let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let mut written = 0;
                for FeedRead { feed, entries } in left.by_ref() {
                    all.push(take(&change, feed, entries, now)?);
                    written += entries.len();
                    if turns.is_over(written) {
                        break;
                    }
                }
                change.commit()?;
                turns.give_way();
            }
            Ok(all)
        })
    }
}

fn take(db: &Connection, feed: &mut Feed, entries: &[RawEntry], now: i64) -> rusqlite::Result<FeedTaken> {
    // It ended, and its articles with it, while it was read.
    if !db.prepare_cached("SELECT 1 FROM feed WHERE source = ?1")?.exists([feed.source.0])? {
        return Ok(FeedTaken::default());
    }
    let past = past(db, feed.source.0)?;
    let mut intake = Intake { db, feed, now, past, taken: FeedTaken::default(), added: Vec::new() };
    for entry in entries {
        intake.take(entry)?;
    }
    let taken = intake.finish()?;
    feed.new = taken.new.len();
    rows::keep(db, feed)?;
    Ok(taken)
}

fn past(db: &Connection, source: i64) -> rusqlite::Result<Past> {
    let none = shelf::total(db, Shelf::All, Some(source))? == 0
        && !db.prepare_cached("SELECT 1 FROM appearance WHERE source = ?1")?.exists([source])?;
    Ok(if none { Past::None } else { Past::Some })
}

/// The row of a feed's source.
pub(super) fn source(db: &Connection, address: &str) -> rusqlite::Result<i64> {
    let key = format!("feed:{address}");
    let known =
        db.prepare_cached("SELECT id FROM source WHERE key = ?1")?.query_row([&key], |row| row.get(0)).optional()?;
    match known {
        Some(id) => Ok(id),
        None => db.prepare_cached("INSERT INTO source (key, name) VALUES (?1, ?2)")?.insert([&key, address]),
    }
}

/// Whether a feed may have brought articles before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Past {
    None,
    Some,
}

struct Intake<'a> {
    db: &'a Connection,
    feed: &'a Feed,
    now: i64,
    past: Past,
    taken: FeedTaken,
    added: Vec<Standing>,
}

impl Intake<'_> {
    fn take(&mut self, entry: &RawEntry) -> rusqlite::Result<()> {
        let (key, finding) = self.find(entry)?;
        match finding {
            Finding::Unchanged => self.taken.unchanged += 1,
            Finding::Unknown => self.add(&key, entry)?,
            Finding::Edited(known) => self.update(&known, &key, entry)?,
            Finding::EditedBehind(article) => self.note(article, &key, entry.content)?,
            Finding::Elsewhere(known) => self.merge(&known, &key, entry)?,
        }
        Ok(())
    }

    fn finish(mut self) -> rusqlite::Result<FeedTaken> {
        self.added.sort_unstable_by_key(|standing| standing.article);
        shelf::put(self.db, Shelf::All, self.added.iter().copied())?;
        shelf::put(self.db, Shelf::Unread, self.added)?;
        Ok(self.taken)
    }

    fn key(&self, identity: &str) -> String {
        format!("feed:{} {identity}", self.feed.address)
    }

    /// What the store knows of an entry, and the key that it has there.
    fn find(&self, entry: &RawEntry) -> rusqlite::Result<(String, Finding)> {
        let Identity { plain, apart, sharing } = &entry.identity;
        let (plain, apart) = (self.key(plain), self.key(apart));
        if self.past == Past::None {
            let key = if *sharing == Sharing::Alone { plain } else { apart };
            return Ok((key, self.elsewhere(entry)?));
        }
        // From when others shared what it is known by.
        if let Some(finding) = self.find_key(&apart, entry)? {
            return Ok((apart, finding));
        }
        let its_own = match sharing {
            Sharing::Alone => true,
            // From when nothing else shared it.
            Sharing::Shared => match self.known(&plain)? {
                Some(known) => self.is_like(known.id, entry)?,
                None => self.appeared(&plain)?.is_none(),
            },
        };
        if !its_own {
            return Ok((apart, self.elsewhere(entry)?));
        }
        let finding = self.find_key(&plain, entry)?;
        Ok((plain, finding.map_or_else(|| self.elsewhere(entry), Ok)?))
    }

    /// What there is under a key.
    fn find_key(&self, key: &str, entry: &RawEntry) -> rusqlite::Result<Option<Finding>> {
        let appeared = self.appeared(key)?;
        let known = match appeared {
            Some((BURIED, _)) => return Ok(Some(Finding::Unchanged)),
            Some((_, content)) if content == entry.content => return Ok(Some(Finding::Unchanged)),
            Some((article, content)) => match known_as(self.db, article)? {
                // Its words are those that are shown.
                Some(known) if known.content == content => known,
                Some(_) => return Ok(Some(Finding::EditedBehind(article))),
                None => return Ok(None),
            },
            None => match self.known(key)? {
                Some(known) => known,
                None => return Ok(None),
            },
        };
        Ok(Some(if known.content == entry.content { Finding::Unchanged } else { Finding::Edited(known) }))
    }

    fn appeared(&self, key: &str) -> rusqlite::Result<Option<(i64, i64)>> {
        self.db
            .prepare_cached("SELECT article, content FROM appearance WHERE hash = ?1 AND key = ?2")?
            .query_row(params![hash_of(key), key], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
    }

    fn known(&self, key: &str) -> rusqlite::Result<Option<Known>> {
        self.db
            .prepare_cached(
                "SELECT a.id, a.content, a.body, a.source, a.key FROM identity i CROSS JOIN article a ON a.id = i.article
                 WHERE i.hash = ?1 AND a.key = ?2",
            )?
            .query_row(params![hash_of(key), key], known)
            .optional()
    }

    /// Whether an article has this entry's address or words.
    fn is_like(&self, article: ArticleId, entry: &RawEntry) -> rusqlite::Result<bool> {
        let mut select = self.db.prepare_cached("SELECT 1 FROM likeness WHERE hash = ?1 AND article = ?2")?;
        let hashes = entry.link.as_slice();
        let hashes = if hashes.is_empty() { entry.likenesses.as_slice() } else { hashes };
        for hash in hashes {
            if select.exists([*hash, article.0])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The article of another feed that has this entry's address or words.
    fn elsewhere(&self, entry: &RawEntry) -> rusqlite::Result<Finding> {
        let mut select = self.db.prepare_cached(
            "SELECT a.id, a.content, a.body, a.source, a.key FROM likeness l CROSS JOIN article a ON a.id = l.article
             WHERE l.hash = ?1 AND a.source <> ?2 AND substr(a.key, 1, 5) = 'feed:'
               AND NOT EXISTS (SELECT 1 FROM appearance p WHERE p.article = a.id AND p.source = ?2)
             ORDER BY l.article LIMIT 1",
        )?;
        for hash in &entry.likenesses {
            let found = select.query_row(params![hash, self.feed.source.0], known).optional()?;
            if let Some(known) = found {
                return Ok(Finding::Elsewhere(known));
            }
        }
        Ok(Finding::Unknown)
    }

    fn add(&mut self, key: &str, entry: &RawEntry) -> rusqlite::Result<()> {
        let id = free_place(self.db, entry.published, self.now)?;
        let body = self.db.prepare_cached("INSERT INTO body (packed) VALUES (?1)")?.insert([&entry.raw])?;
        let source = self.feed.source.0;
        self.db
            .prepare_cached(
                "INSERT INTO article (id, source, headline, headline_origin, published, words, quotations, taken, engine,
                                      content, body, key)
                 VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6, 0, ?7, ?8, ?9)",
            )?
            .execute(params![
                id.0,
                source,
                entry.headline.as_ref().map_or("", |headline| headline.text.as_str()),
                entry.headline.as_ref().map(|headline| origin_number(headline.origin)),
                entry.published,
                self.now,
                entry.content,
                body,
                key,
            ])?;
        self.db
            .prepare_cached("INSERT INTO identity (hash, article) VALUES (?1, ?2)")?
            .execute([hash_of(key), id.0])?;
        self.liken(id, entry)?;
        self.added.push(Standing { article: id.0, source, since: None });
        self.taken.new.push(id);
        Ok(())
    }

    fn liken(&self, id: ArticleId, entry: &RawEntry) -> rusqlite::Result<()> {
        let mut insert = self.db.prepare_cached("INSERT OR IGNORE INTO likeness (hash, article) VALUES (?1, ?2)")?;
        for hash in &entry.likenesses {
            insert.execute([*hash, id.0])?;
        }
        Ok(())
    }

    /// Moves an article on to other words. Where only its markup differs, nobody is told.
    fn update(&mut self, known: &Known, key: &str, entry: &RawEntry) -> rusqlite::Result<()> {
        if self.appeared(key)?.is_some() {
            self.note(known.id.0, key, entry.content)?;
        }
        let before = article_of(self.db, known.id)?;
        let after = article_in(entry);
        if before.as_ref().is_some_and(|before| reads_the_same(before, &after)) {
            self.taken.unchanged += 1;
            self.db
                .prepare_cached("UPDATE article SET content = ?2 WHERE id = ?1")?
                .execute([known.id.0, entry.content])?;
            return Ok(());
        }
        self.move_on(known, entry, &after)?;
        self.taken.updated.push(known.id);
        Ok(())
    }

    fn move_on(&self, known: &Known, entry: &RawEntry, after: &Article) -> rusqlite::Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO revision (article, until, headline, headline_origin, published, body)
                 SELECT id, ?2, headline, headline_origin, published, body FROM article WHERE id = ?1",
            )?
            .execute([known.id.0, self.now])?;
        quoted::forget(self.db, known.id)?;
        let body = self.db.prepare_cached("INSERT INTO body (packed) VALUES (?1)")?.insert([&entry.raw])?;
        self.db
            .prepare_cached(
                "UPDATE article SET headline = ?2, headline_origin = ?3, published = ?4, words = 0, quotations = 0,
                                    updated = ?5, engine = 0, content = ?6, body = ?7 WHERE id = ?1",
            )?
            .execute(params![
                known.id.0,
                entry.headline.as_ref().map_or("", |headline| headline.text.as_str()),
                entry.headline.as_ref().map(|headline| origin_number(headline.origin)),
                entry.published,
                self.now,
                entry.content,
                body,
            ])?;
        self.liken(known.id, entry)?;
        position::follow(self.db, known.id, known.body, &after.text)
    }

    /// Notes that this feed brought an article, too. The longer text is shown: some feeds bring the first lines only.
    fn merge(&mut self, known: &Known, key: &str, entry: &RawEntry) -> rusqlite::Result<()> {
        self.taken.merged += 1;
        self.note(known.id.0, key, entry.content)?;
        let before = article_of(self.db, known.id)?.unwrap_or_default();
        if entry.length <= before.text.len().saturating_mul(3) / 2 {
            return Ok(());
        }
        let after = article_in(entry);
        if after.text.len() <= before.text.len().saturating_mul(3) / 2 {
            return Ok(());
        }
        // From now on the first feed's words are told by its own appearance.
        self.note_as(known.id.0, known.source, &known.key, known.content)?;
        self.move_on(known, entry, &after)?;
        self.taken.updated.push(known.id);
        Ok(())
    }

    fn note(&self, article: i64, key: &str, content: i64) -> rusqlite::Result<()> {
        self.note_as(article, self.feed.source.0, key, content)
    }

    fn note_as(&self, article: i64, source: i64, key: &str, content: i64) -> rusqlite::Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO appearance (hash, article, source, key, content, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT DO UPDATE SET content = excluded.content",
            )?
            .execute(params![hash_of(key), article, source, key, content, self.now])?;
        Ok(())
    }
}
