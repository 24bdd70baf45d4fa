//! Articles that came in as they were, parsed and searched for quotations: away from the store, then put back.

use std::cell::RefCell;

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::raw;
use crate::{
    catalog::{ArticleId, rules::Watched},
    query::stem::Stemming,
    store::{
        Store, StoreError, Stored,
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

    /// Merges a little of what the index of words has in many parts, unless somebody waits to write: for who has time.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn tidy_index(&mut self) -> Result<(), StoreError> {
        self.told_at_length(
            "tidy the index of words",
            |db, turns| {
                if turns.is_over(0) { Ok(()) } else { fts::merge_idly(db) }
            },
        )
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
mod tests {
    use super::*;
    use crate::text::unparsed::Unparsed;
    use crate::{
        catalog::{Anchor, Scope, View, feeds::Feed},
        store::{Filed, Identity, RawEntry},
    };
    use xxhash_rust::xxh3::xxh3_64;

    const NOW: i64 = 1_795_342_500;

    fn raw(n: i64) -> RawEntry {
        let origin = crate::text::article::HeadlineOrigin::Given;
        let head = Article {
            headline: Some(Headline { text: format!("Article {n}"), origin }),
            published: Some(Published { written: String::new(), at: Some(NOW - n) }),
            ..Article::default()
        };
        // Words that no packing makes short, and markup that nothing stays of.
        let words: Vec<_> = (0..150).map(|word| xxh3_64(&[u8::try_from(n).unwrap(), word]).to_string()).collect();
        let words = words.join(" <i></i>");
        let html = format!("<p>“Number {n} is here,” said Ann Lee, the mayor.</p>{words}{}", "<i></i>".repeat(300));
        RawEntry::new(Identity::named(&n.to_string()), None, Unparsed { head, html, base: None })
    }

    fn feed(store: &mut Store) -> Feed {
        store.follow_feeds(&[Filed { address: "https://e.example/f", title: None, tags: &[] }]).unwrap().remove(0)
    }

    fn ripe(store: &Store) -> Vec<Ripe> {
        store
            .unripe_among(&store.unripe().unwrap())
            .unwrap()
            .into_iter()
            .map(|one| one.ripen(Lexicon::built_in()))
            .collect()
    }

    fn size(db: &Connection, sql: &str) -> i64 {
        db.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn what_is_to_be_parsed_is_told_in_the_order_of_dates() {
        let mut store = Store::in_memory().unwrap();
        let mut feed = feed(&mut store);
        store.take_feed(&mut feed, &[3, 0, 4, 1, 2].map(raw), NOW).unwrap();
        let ids = store.unripe().unwrap();
        let headlines = |ids: &[ArticleId]| -> Vec<_> {
            store.unripe_among(ids).unwrap().into_iter().map(|one| one.listed.headline).collect()
        };
        assert_eq!(headlines(&ids).concat(), "Article 4Article 3Article 2Article 1Article 0");
        let parsed = store.unripe_among(&ids[1..2]).unwrap().remove(0).ripen(Lexicon::built_in());
        store.ripen(&[parsed], NOW).unwrap();
        assert_eq!(store.unripe().unwrap(), [ids[0], ids[2], ids[3], ids[4]]);
        assert_eq!(store.unripe_among(&ids).unwrap().len(), 4);
    }

    #[test]
    fn whoever_waits_writes_between_two_articles() {
        let dir = tempfile::TempDir::new().unwrap();
        let (mut store, _) = Store::open(dir.path(), NOW).unwrap();
        let (mut other, _) = Store::open(dir.path(), NOW).unwrap();
        let mut feed = feed(&mut store);
        store.take_feed(&mut feed, &(0..6).map(raw).collect::<Vec<_>>(), NOW).unwrap();
        let newest = store.window(&Scope::View(View::default()), Anchor::First, 1).unwrap().rows[0].id;
        let ripe = ripe(&store);
        let (mut asked, mut seen) = (0, Vec::new());
        let waited_for = |_| {
            asked += 1;
            seen.push(size(&other.db, "SELECT count(*) FROM article WHERE engine > 0"));
            asked % 2 == 0
        };
        put_all(&mut store.db, &ripe, NOW, waited_for, || {}).unwrap();
        // The others see what was written by the time somebody waited.
        assert_eq!(seen, [0, 0, 2, 2, 4, 4]);
        other.keep_position(newest, 3, NOW).unwrap();
        assert_eq!(store.unripe().unwrap(), []);
    }

    #[test]
    fn whoever_waits_does_not_wait_for_merging_and_the_next_writing_makes_up_for_it() {
        let dir = tempfile::TempDir::new().unwrap();
        let (mut store, _) = Store::open(dir.path(), NOW).unwrap();
        let mut feed = feed(&mut store);
        store.take_feed(&mut feed, &(0..60).map(raw).collect::<Vec<_>>(), NOW).unwrap();
        let ripe = ripe(&store);
        let segments = |store: &Store| size(&store.db, "SELECT count(DISTINCT segid) FROM words_idx");
        put_all(&mut store.db, &ripe[1..], NOW, |_| true, || {}).unwrap();
        assert_eq!(segments(&store), 59);
        put_all(&mut store.db, &ripe[..1], NOW, |_| false, || {}).unwrap();
        assert!(segments(&store) < 60, "{} segments", segments(&store));
    }

    #[test]
    fn a_parsed_text_leaves_nothing_of_what_came() {
        let dir = tempfile::TempDir::new().unwrap();
        let (mut store, _) = Store::open(dir.path(), NOW).unwrap();
        let mut feed = feed(&mut store);
        store.take_feed(&mut feed, &(0..40).map(raw).collect::<Vec<_>>(), NOW).unwrap();
        let ripe = ripe(&store);
        store.ripen(&ripe, NOW).unwrap();
        assert_eq!(size(&store.db, "SELECT count(*) FROM body"), 40);
        assert_eq!(size(&store.db, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
        let idle = size(&store.db, "SELECT sum(unused) * 100 / sum(pgsize) FROM dbstat WHERE name = 'body'");
        assert!(idle < 33, "{idle} of a hundred bytes of the texts' pages lie idle");
    }
}
