//! Articles that came in as they were, parsed and searched for quotations: away from the store, then put back.

use std::cell::RefCell;

use rusqlite::{Connection, TransactionBehavior, params};

use super::raw;
use crate::{
    catalog::ArticleId,
    store::{
        Store, StoreError, Stored,
        body::{self, Packer},
        fts, quoted, take,
    },
    text::{
        article::{Article, Published},
        guard::guarded,
        quotes::{self, Lexicon, Quotations},
        unparsed::Unparsed,
    },
};

/// Texts beyond this many bytes aren't searched while somebody waits.
const LONG: usize = 500_000;

/// A text in the store. The greater, the later it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BodyId(i64);

impl BodyId {
    /// The one that comes after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// An article whose text isn't parsed yet.
#[derive(Debug)]
pub struct Unripe {
    /// The article.
    pub id: ArticleId,
    unparsed: Unparsed,
    published: Option<i64>,
    body: i64,
}

/// An article, parsed and searched for quotations.
#[derive(Debug)]
pub struct Ripe {
    /// The article.
    pub id: ArticleId,
    article: Article,
    quotations: Quotations,
    packed: Vec<u8>,
    words: u32,
    body: i64,
}

impl Unripe {
    /// Its text.
    #[must_use]
    pub fn body(&self) -> BodyId {
        BodyId(self.body)
    }

    /// What is kept of it when parsing it takes too long: that it does.
    #[must_use]
    pub fn give_up(self) -> Ripe {
        let Self { id, unparsed, body, .. } = self;
        let notices = vec!["parsing the text takes too long: it is left out".to_owned()];
        let article = Article { notices, ..unparsed.head };
        Ripe::of(id, body, article, Quotations::default())
    }

    /// Parses it and finds who said what in it: the work, in proportion to its length. What breaks the parser is kept
    /// without a text.
    #[must_use]
    pub fn ripen(self, lexicon: &Lexicon) -> Ripe {
        let Self { id, unparsed, published, body } = self;
        let head = unparsed.head.clone();
        let parsed = guarded(|| {
            let article = unparsed.parse();
            let quotations = quotes::in_article(&article, lexicon);
            (article, quotations)
        });
        let (mut article, quotations) = parsed.unwrap_or_else(|| {
            let notices = vec!["the form of the text is more than this program can take".to_owned()];
            (Article { notices, ..head }, Quotations::default())
        });
        if let Some(written) = &mut article.published {
            written.at = published;
        } else {
            article.published = published.map(|at| Published { written: String::new(), at: Some(at) });
        }
        Ripe::of(id, body, article, quotations)
    }
}

impl Ripe {
    /// Its text.
    #[must_use]
    pub fn body(&self) -> BodyId {
        BodyId(self.body)
    }

    fn of(id: ArticleId, body: i64, article: Article, quotations: Quotations) -> Self {
        thread_local! {
            // Making one anew costs more than a short text's packing.
            static PACKER: RefCell<Packer> = RefCell::new(Packer::new());
        }
        let flat = body::lay_flat(&article);
        let packed = PACKER.with_borrow_mut(|packer| packer.pack(&flat));
        Self { id, words: take::words(&article.text), article, quotations, packed, body }
    }
}

impl Store {
    /// Articles whose text isn't parsed yet, those that came last first: those that came before `before`.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn unripe(&self, before: Option<BodyId>, count: usize) -> Result<Vec<Unripe>, StoreError> {
        self.told("look for articles to be parsed", |db| {
            let mut select = db.prepare_cached(
                "SELECT a.id, b.packed, a.published, a.body FROM article a CROSS JOIN body b ON b.id = a.body
                 WHERE a.engine = 0 AND a.body < ?1 ORDER BY a.body DESC LIMIT ?2",
            )?;
            let before = before.map_or(i64::MAX, |body| body.0);
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            let found = select.query_map([before, count], |row| {
                let unparsed = raw::raise(row.get_ref(1)?.as_blob()?).unwrap_or_default();
                Ok(Unripe { id: ArticleId(row.get(0)?), unparsed, published: row.get(2)?, body: row.get(3)? })
            })?;
            found.collect()
        })
    }

    /// Makes room for many articles at once in this connection: pages stay in memory until a transaction ends, and the
    /// write-ahead log (at most 64 MB of it) is moved into the database later.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn expect_many(&self) -> Result<(), StoreError> {
        self.told("make room", |db| db.execute_batch("PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 8192;"))
    }

    /// Moves the write-ahead log into the database, as far as nobody else stands in the way.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn settle_log(&self) -> Result<(), StoreError> {
        self.told("write the log into the database", |db| {
            db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
            db.execute_batch("PRAGMA wal_autocheckpoint = 1000;")
        })
    }

    /// Puts parsed articles in the place of what came, in one transaction. One that was edited or removed meanwhile is
    /// left out.
    ///
    /// # Errors
    /// If the store can't be written; it is then as it was.
    pub fn ripen(&mut self, ripe: &[Ripe]) -> Result<(), StoreError> {
        self.told_mut("keep the parsed articles", |db| {
            let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut entries = Vec::with_capacity(ripe.len());
            for one in ripe {
                entries.extend(put(&change, one)?);
            }
            fts::put(&change, entries)?;
            change.commit()
        })
    }
}

/// Finds the quotations of an article that is read before its time.
pub(in crate::store) fn look_ripe(stored: &mut Stored) {
    if stored.article.text.len() > LONG {
        return;
    }
    stored.quotations = quotes::in_article(&stored.article, Lexicon::in_force());
    stored.row.words = take::words(&stored.article.text);
    stored.row.quotations = take::count_of(&stored.quotations);
}

/// Puts an article in its place, and returns what the index gets of it.
fn put<'a>(db: &Connection, ripe: &'a Ripe) -> rusqlite::Result<Option<fts::Entry<'a>>> {
    let Ripe { id, article, quotations, packed, words, body } = ripe;
    let changed = db
        .prepare_cached(
            "UPDATE article SET words = ?3, quotations = ?4, engine = ?5 WHERE id = ?1 AND body = ?2 AND engine = 0",
        )?
        .execute(params![id.0, body, words, take::count_of(quotations), Lexicon::in_force().edition()])?;
    if changed == 0 {
        return Ok(None);
    }
    db.prepare_cached("UPDATE body SET packed = ?2 WHERE id = ?1")?.execute(params![body, packed])?;
    quoted::keep(db, *id, &article.text, quotations)?;
    fts::parsed(db, *id, article, quotations).map(Some)
}
