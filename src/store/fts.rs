//! The index of words: what of an article goes into it, and when. It doesn't know how it is asked.

use std::borrow::Cow;

use rusqlite::{Connection, TransactionBehavior, params};

use super::error::unreadable;
use super::{Store, StoreError, body, fact, quoted};
use crate::catalog::ArticleId;
use crate::query::{has_kind, stem::Stemming, tokens};
use crate::text::article::Article;
use crate::text::quotes::{Kind, Quotations};

/// The version of the schema that has the index.
pub(super) const VERSION: i64 = 6;

/// What begins a mark: a character of no word (Unicode's private use area).
const MARK: char = '\u{e000}';

/// Something that every article of a source, a language or a kind has in the index.
pub(super) enum Mark<'a> {
    Source(i64),
    Language(&'a str),
    Kind(Kind),
    Quotations,
}

impl Mark<'_> {
    /// The mark as a word of the index.
    pub(super) fn word(&self) -> String {
        match self {
            Self::Source(id) => format!("{MARK}s{id}"),
            Self::Language(tag) => {
                let letters = tag.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase());
                format!("{MARK}l{}", letters.collect::<String>())
            }
            Self::Kind(Kind::Direct) => format!("{MARK}kd"),
            Self::Kind(Kind::Mixed) => format!("{MARK}km"),
            Self::Kind(Kind::Indirect) => format!("{MARK}ki"),
            Self::Quotations => format!("{MARK}q"),
        }
    }
}

/// What the index gets of an article.
pub(super) struct Entry<'a> {
    pub(super) id: ArticleId,
    pub(super) source: i64,
    pub(super) headline: Cow<'a, str>,
    pub(super) article: &'a Article,
    pub(super) quotations: &'a Quotations,
    pub(super) indexed: Indexed,
}

/// Whether the index may have an article already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Indexed {
    /// It may: what it has is taken out first.
    Yes,
    /// It hasn't got it.
    No,
}

/// The words of an article on their way into the index, but for those of the headline and the mark of the source, which
/// the store knows better. Used again for the next one, so that nothing is allocated anew.
#[derive(Debug, Default)]
pub(super) struct Words {
    body: String,
    source: String,
    author: String,
    speaker: String,
}

/// Puts articles into the index, in the order of their ids: the index begins a new segment wherever an id is less than the
/// one before, and merging segments is most of its work.
pub(super) fn put(db: &Connection, mut entries: Vec<Entry<'_>>) -> rusqlite::Result<()> {
    entries.sort_by_key(|entry| entry.id);
    let mut words = Words::default();
    for entry in &entries {
        if entry.indexed == Indexed::Yes {
            take(db, entry.id)?;
        }
        put_one(db, entry, &mut words)?;
    }
    Ok(())
}

fn put_one(db: &Connection, entry: &Entry<'_>, words: &mut Words) -> rusqlite::Result<()> {
    words.fill(entry.article, entry.quotations);
    insert(db, entry.id, entry.source, &entry.headline, words)
}

fn insert(db: &Connection, id: ArticleId, source: i64, headline: &str, words: &Words) -> rusqlite::Result<()> {
    let mut title = String::with_capacity(headline.len() + 1);
    tokens::append_words(headline, &mut title);
    let source = format!("{} {}", words.source, Mark::Source(source).word());
    let mut insert = db.prepare_cached(
        "INSERT INTO words (rowid, body, title, source, author, speaker) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let lines = [&words.body, &title, &source, &words.author, &words.speaker];
    match stemming(db)? {
        Stemming::Words => insert.execute(params![id.0, lines[0], lines[1], lines[2], lines[3], lines[4]])?,
        Stemming::English => {
            let [body, title, source, author, speaker] = lines.map(|line| stems(line));
            insert.execute(params![id.0, body, title, source, author, speaker])?
        }
    };
    Ok(())
}

fn stems(line: &str) -> String {
    let words: Vec<_> = line.split(' ').map(|word| Stemming::English.of(word)).collect();
    words.join(" ")
}

/// The name of the fact that the index keeps stems.
const STEMS: &str = "index.stems";

/// What the index keeps of a word; queries and texts are compared so from now on.
pub(super) fn stemming(db: &Connection) -> rusqlite::Result<Stemming> {
    let kept = if fact::get(db, STEMS)?.unwrap_or(0) == 1 { Stemming::English } else { Stemming::Words };
    kept.is_used();
    Ok(kept)
}

impl Store {
    /// What the index of words keeps of a word.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn stemming(&self) -> Result<Stemming, StoreError> {
        self.told("look at the index", stemming)
    }

    /// Makes the index of words anew, so that it keeps this of a word: all of it or nothing. Reads every article: a million
    /// take some minutes.
    ///
    /// # Errors
    /// If the store can't be read or written; the index is then as it was.
    pub fn index_anew(&mut self, stemming: Stemming) -> Result<(), StoreError> {
        self.told_mut("make the index anew", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            fact::set(&work, STEMS, i64::from(stemming == Stemming::English))?;
            work.execute("INSERT INTO words (words) VALUES ('delete-all')", [])?;
            put_all(&work)?;
            work.commit()
        })
    }
}

/// Puts an article into the index in place of what was there, with words that were gathered before.
pub(super) fn put_gathered(
    db: &Connection,
    id: ArticleId,
    source: i64,
    headline: &str,
    words: &Words,
) -> rusqlite::Result<()> {
    take(db, id)?;
    insert(db, id, source, headline, words)
}

/// What the index gets of an article that was parsed, under the source and headline that the store has.
pub(super) fn parsed<'a>(
    db: &Connection,
    id: ArticleId,
    article: &'a Article,
    quotations: &'a Quotations,
) -> rusqlite::Result<Entry<'a>> {
    let mut select = db.prepare_cached("SELECT source, headline FROM article WHERE id = ?1")?;
    select.query_row([id.0], |row| {
        let (source, headline) = (row.get(0)?, Cow::Owned(row.get(1)?));
        Ok(Entry { id, source, headline, article, quotations, indexed: Indexed::Yes })
    })
}

/// Whether the index holds the same of an article with either quotations.
pub(super) fn holds_the_same(before: &Quotations, after: &Quotations) -> bool {
    let names = |all: &Quotations| all.speakers.iter().map(|speaker| speaker.name.clone()).collect::<Vec<_>>();
    let kinds = |all: &Quotations| [Kind::Direct, Kind::Mixed, Kind::Indirect].map(|kind| has_kind(all, kind));
    kinds(before) == kinds(after) && names(before) == names(after)
}

/// Takes an article out of the index.
pub(super) fn take(db: &Connection, id: ArticleId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([id.0])?;
    Ok(())
}

impl Words {
    /// Those of an article.
    pub(super) fn of(article: &Article, quotations: &Quotations) -> Self {
        let mut words = Self::default();
        words.fill(article, quotations);
        words
    }

    fn fill(&mut self, article: &Article, quotations: &Quotations) {
        let Self { body, source, author, speaker } = self;
        for line in [&mut *body, source, author, speaker] {
            line.clear();
        }
        body.reserve(article.text.len() + 1);
        tokens::append_words(&article.text, body);
        tokens::append_words(article.source.as_deref().unwrap_or_default(), source);
        tokens::append_words(article.byline.as_deref().unwrap_or_default(), author);
        for one in &quotations.speakers {
            tokens::append_words(&one.name, speaker);
            // No phrase reaches from one name into the next.
            speaker.push_str(" \u{e001}");
        }
        append_marks(source, article, quotations);
    }
}

fn append_marks(line: &mut String, article: &Article, quotations: &Quotations) {
    let mut put = |mark: Mark<'_>| {
        line.push(' ');
        line.push_str(&mark.word());
    };
    if let Some(tag) = article.language.as_deref() {
        let first = tag.split(['-', '_']).next().unwrap_or(tag);
        put(Mark::Language(first));
        if first.len() < tag.len() {
            put(Mark::Language(tag));
        }
    }
    if !quotations.quotations.is_empty() {
        put(Mark::Quotations);
    }
    for kind in [Kind::Direct, Kind::Mixed, Kind::Indirect] {
        if has_kind(quotations, kind) {
            put(Mark::Kind(kind));
        }
    }
}

/// Puts every article into an empty index.
pub(super) fn put_all(db: &Connection) -> rusqlite::Result<()> {
    let mut words = Words::default();
    let mut select = db.prepare(
        "SELECT a.id, a.source, a.headline, b.packed FROM article a CROSS JOIN body b ON b.id = a.body
         WHERE a.engine > 0 ORDER BY a.id",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (id, headline) = (ArticleId(row.get(0)?), Cow::Owned(row.get(2)?));
        // What can't be read is told when it is opened; a search goes without it.
        let Some(article) = body::unpack(row.get_ref(3)?.as_blob()?) else { continue };
        let quotations = quoted::as_given(db, id, &article.text).unwrap_or_default();
        let (article, quotations, indexed) = (&article, &quotations, Indexed::No);
        put_one(db, &Entry { id, source: row.get(1)?, headline, article, quotations, indexed }, &mut words)?;
    }
    Ok(())
}

/// Puts an article into the index as the store has it now, in place of what was there.
pub(super) fn put_stored(db: &Connection, id: ArticleId) -> rusqlite::Result<()> {
    let (source, headline, article) = db
        .prepare_cached(
            "SELECT a.source, a.headline, b.packed FROM article a CROSS JOIN body b ON b.id = a.body WHERE a.id = ?1",
        )?
        .query_row([id.0], |row| {
            let article = body::unpack(row.get_ref(2)?.as_blob()?);
            let article = article.ok_or_else(|| unreadable("the text of an article"))?;
            Ok((row.get(0)?, Cow::Owned(row.get(1)?), article))
        })?;
    let quotations = quoted::as_given(db, id, &article.text)?;
    let (article, quotations, indexed) = (&article, &quotations, Indexed::Yes);
    put(db, vec![Entry { id, source, headline, article, quotations, indexed }])
}
