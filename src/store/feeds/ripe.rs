//! Articles that came in as they were, parsed and searched for quotations: away from the store, then put back.

use std::cell::RefCell;

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::raw;
use crate::{
    catalog::{ArticleId, rules::Watched},
    query::stem::Stemming,
    store::{
        Patience, Store, StoreError, Stored, Trouble,
        body::{self, Packer},
        fts::{self, Filling, Heading, Indexed, Merging, Words},
        quoted, rules, take, wordcount,
    },
    text::{
        article::{Article, Headline, HeadlineOrigin, Published},
        guard::guarded,
        quotes::{self, Lexicon, Quotations},
    },
};

/// Texts beyond this many bytes aren't searched while somebody waits.
const LONG: usize = 500_000;

/// A text in the store: an article that was edited has another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BodyId(i64);

/// An article whose text isn't parsed yet.
#[derive(Debug)]
pub struct Unripe {
    /// The article.
    pub id: ArticleId,
    /// As it came.
    raw: Vec<u8>,
    published: Option<i64>,
    listed: Listed,
}

/// What the list has of an article that isn't parsed.
#[derive(Debug, PartialEq, Eq)]
struct Listed {
    body: i64,
    source: i64,
    headline: Box<str>,
}

/// An article, parsed and searched for quotations.
#[derive(Debug)]
pub struct Ripe {
    /// The article.
    pub id: ArticleId,
    article: Article,
    quotations: Quotations,
    packed: Vec<u8>,
    /// What the index gets.
    indexed: Words,
    words: u32,
    listed: Listed,
}

impl Unripe {
    /// Its text.
    #[must_use]
    pub fn body(&self) -> BodyId {
        BodyId(self.listed.body)
    }

    /// What is kept of it when parsing it takes too long: that it does.
    #[must_use]
    pub fn give_up(self) -> Ripe {
        let Self { id, raw, listed, .. } = self;
        let notices = vec!["parsing the text takes too long: it is left out".to_owned()];
        let article = Article { notices, ..raw::raise(&raw).unwrap_or_default().head };
        Ripe::of(id, listed, article, Quotations::default())
    }

    /// Parses it and finds who said what in it: the work, in proportion to its length. What breaks the parser is kept
    /// without a text.
    #[must_use]
    pub fn ripen(self, lexicon: &Lexicon) -> Ripe {
        let Self { id, raw, published, listed } = self;
        let mut unparsed = raw::raise(&raw).unwrap_or_default();
        // The article's row has the headline, so that none is looked for in the text.
        let known = Headline { text: String::new(), origin: HeadlineOrigin::Given };
        unparsed.head.headline.get_or_insert(known);
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
        Ripe::of(id, listed, article, quotations)
    }
}

impl Listed {
    fn heading(&self) -> Heading<'_> {
        Heading { source: self.source, headline: &self.headline }
    }
}

impl Ripe {
    /// Its text.
    #[must_use]
    pub fn body(&self) -> BodyId {
        BodyId(self.listed.body)
    }

    fn of(id: ArticleId, listed: Listed, article: Article, quotations: Quotations) -> Self {
        thread_local! {
            // Making one anew costs more than a short text's packing.
            static PACKER: RefCell<Packer> = RefCell::new(Packer::new());
        }
        let flat = body::lay_flat(&article);
        let packed = PACKER.with_borrow_mut(|packer| packer.pack(&flat));
        let indexed = Words::of(&article, &quotations, listed.heading(), Stemming::in_use());
        Self { id, words: wordcount::of(&article.text), article, quotations, packed, indexed, listed }
    }
}

impl Store {
    /// The articles whose text isn't parsed yet, in the order of their dates.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn unripe(&self) -> Result<Vec<ArticleId>, StoreError> {
        self.told("look for articles to be parsed", |db| {
            let mut select = db.prepare_cached("SELECT id FROM article WHERE engine = 0")?;
            let found = select.query_map([], |row| Ok(ArticleId(row.get(0)?)))?;
            let mut ids = found.collect::<rusqlite::Result<Vec<_>>>()?;
            ids.sort_unstable();
            Ok(ids)
        })
    }

    /// Those of the articles whose text isn't parsed yet, with their texts.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn unripe_among(&self, ids: &[ArticleId]) -> Result<Vec<Unripe>, StoreError> {
        self.told("read articles to be parsed", |db| {
            fts::stemming(db)?;
            let mut select = db.prepare_cached(
                "SELECT b.packed, a.published, a.body, a.source, a.headline
                 FROM article a CROSS JOIN body b ON b.id = a.body WHERE a.id = ?1 AND a.engine = 0",
            )?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let read = |row: &Row<'_>| {
                    let listed = Listed { body: row.get(2)?, source: row.get(3)?, headline: row.get(4)? };
                    Ok(Unripe { id: *id, raw: row.get(0)?, published: row.get(1)?, listed })
                };
                found.extend(select.query_row([id.0], read).optional()?);
            }
            Ok(found)
        })
    }

    /// Puts parsed articles in the place of what came: in one transaction, or in several where others want to write. One
    /// that was edited or removed meanwhile is left out. The rules in force look at them now; the result is what they
    /// newly point out.
    ///
    /// # Errors
    /// If the store can't be written; what was put by then stays.
    pub fn ripen(&mut self, ripe: &[Ripe], now: i64) -> Result<Vec<Watched>, StoreError> {
        self.told_at_length("keep the parsed articles", |db, turns| {
            // For each text that goes, all articles would be looked through for one that needs it.
            db.pragma_update(None, "foreign_keys", false)?;
            let kept = put_all(db, ripe, now, |written| turns.is_over(written), || turns.give_way());
            db.pragma_update(None, "foreign_keys", true)?;
            kept
        })
    }

    /// Merges a little of what the index of words has in many parts, unless somebody else writes or waits to: for who has
    /// time.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn tidy_index(&mut self) -> Result<(), StoreError> {
        let patience = self.patience;
        self.be_patient(Patience::Short)?;
        let tidied = self.told_at_length("tidy the index of words", |db, turns| {
            let is_waited_for = turns.is_over(0);
            if is_waited_for { Ok(()) } else { fts::merge_idly(db) }
        });
        self.be_patient(patience)?;
        match tidied {
            // There will be time again.
            Err(error) if error.kind == Trouble::Busy => Ok(()),
            tidied => tidied,
        }
    }
}

/// Writes articles in transactions that end as soon as somebody waits.
fn put_all(
    db: &mut Connection,
    ripe: &[Ripe],
    now: i64,
    mut is_over: impl FnMut(usize) -> bool,
    give_way: impl Fn(),
) -> rusqlite::Result<Vec<Watched>> {
    let (mut watched, mut judge) = (Vec::new(), rules::Judge::default());
    let mut left: Vec<&Ripe> = ripe.iter().collect();
    // As the index of words wants them; the last one is taken first.
    left.sort_by_key(|one| std::cmp::Reverse(one.id));
    while !left.is_empty() {
        let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut ids = Vec::new();
        let before = left.len();
        let mut filling = Filling::of(&change)?;
        let mut merging = Merging::Now;
        while let Some(one) = left.pop() {
            put(&change, one, &mut filling)?;
            ids.push(one.id.0);
            if is_over(before - left.len()) {
                merging = Merging::Later;
                break;
            }
        }
        filling.end(merging)?;
        watched.extend(judge.judge(&change, &ids, now)?);
        change.commit()?;
        if !left.is_empty() {
            give_way();
        }
    }
    Ok(watched)
}

/// Finds the quotations of an article that is read before its time.
pub(in crate::store) fn look_ripe(stored: &mut Stored) {
    if stored.article.text.len() > LONG {
        return;
    }
    stored.quotations = quotes::in_article(&stored.article, Lexicon::in_force());
    stored.row.words = wordcount::of(&stored.article.text);
    stored.row.quotations = take::count_of(&stored.quotations);
}

/// Puts an article in its place.
fn put(db: &Connection, ripe: &Ripe, filling: &mut Filling<'_>) -> rusqlite::Result<()> {
    let Ripe { id, article, quotations, packed, indexed, words, listed } = ripe;
    let mut select =
        db.prepare_cached("SELECT source, headline FROM article WHERE id = ?1 AND body = ?2 AND engine = 0")?;
    let read = |row: &Row<'_>| Ok(Listed { body: listed.body, source: row.get(0)?, headline: row.get(1)? });
    let Some(now) = select.query_row([id.0, listed.body], read).optional()? else { return Ok(()) };
    // In a place of its own: where the longer one was, half of its page would stay empty for good.
    let kept = db.prepare_cached("INSERT INTO body (packed) VALUES (?1)")?.insert([packed])?;
    db.prepare_cached("UPDATE article SET words = ?2, quotations = ?3, engine = ?4, body = ?5 WHERE id = ?1")?
        .execute(params![id.0, words, take::count_of(quotations), Lexicon::in_force().edition(), kept])?;
    db.prepare_cached("DELETE FROM body WHERE id = ?1")?.execute([listed.body])?;
    quoted::keep(db, *id, &article.text, quotations)?;
    if now == *listed && indexed.stemming == filling.stemming() {
        return filling.put(*id, indexed, Indexed::Yes);
    }
    filling.put(*id, &Words::of(article, quotations, now.heading(), filling.stemming()), Indexed::Yes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
