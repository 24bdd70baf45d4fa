//! What questions cost: the first rows with their snippets, counts, ranking; and beside each what a plain program takes for
//! the index alone, and for the same rows and texts.

use std::{
    hint::black_box,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use dateline::{
    catalog::{Anchor, ArticleId, Found, Scope, View},
    query::{self, Today},
    store::Store,
};
use flate2::{Decompress, FlushDecompress};
use rusqlite::{Connection, params};

use super::{
    generator::NOW,
    quickest,
    table::{Column, row, say},
};

/// How long questions of one kind are asked.
const PATIENCE: Duration = Duration::from_secs(25);

/// How long the index is asked to rank all that there is.
const FOR_RANKING: Duration = Duration::from_secs(10);

/// Rows of a first screenful and what is fetched ahead.
const ROWS: usize = 100;

const NEWEST: &str = "≤ 5 ms p99";
const RANKED: &str = "≤ 50 ms p99";

/// Questions of one kind.
struct Questions {
    kind: &'static str,
    /// What the first rows of it are to take.
    goal: &'static str,
    asked: Vec<String>,
}

/// How long the answers to questions of one kind took.
#[derive(Default)]
struct Answers {
    rows: Vec<Duration>,
    whole: Vec<Duration>,
    counts: Vec<Duration>,
    ranked: Vec<Duration>,
    /// The index alone, asked by a plain program.
    index: Vec<Duration>,
    /// The same, and rows and texts of what it finds read.
    read: Vec<Duration>,
    /// The index's own ranking of all that it finds.
    weighed: Vec<Duration>,
    /// Rows found, in all.
    hits: usize,
}

pub fn searching(store: &Store, dir: &Path, column: &mut Column<'_>) -> Result<()> {
    let index = Connection::open(dir.join("articles.db"))?;
    for questions in questions(store)? {
        let mut answers = Answers::default();
        let (mut slowest, mut which) = (Duration::ZERO, String::new());
        let begun = Instant::now();
        let mut ranking = Duration::ZERO;
        for text in &questions.asked {
            if begun.elapsed() > PATIENCE + ranking {
                break;
            }
            ask(store, text, &mut answers)?;
            if let Some(plain) = Plain::of(text) {
                let found = quickest(&mut answers.index, || plain.ask(&index))?;
                quickest(&mut answers.read, || plain.ask(&index).and_then(|ids| read(&index, &ids)))?;
                black_box(found);
                let start = Instant::now();
                if ranking < FOR_RANKING && plain.weigh(&index, &mut answers.weighed)? {
                    ranking += start.elapsed();
                }
            }
            let took = answers.whole.last().copied().unwrap_or_default();
            if took > slowest {
                (slowest, which) = (took, text.clone());
            }
        }
        let mean = answers.hits / answers.rows.len().max(1);
        println!("  {}: {} asked, {mean} of {ROWS} rows on average", questions.kind, answers.rows.len());
        tell(&questions, &mut answers, column);
        row("  slowest", &say(slowest), &which);
    }
    Ok(())
}

fn tell(questions: &Questions, answers: &mut Answers, column: &mut Column<'_>) {
    let Questions { kind, goal, .. } = questions;
    let name = |what: &str| format!("  {kind}: {what}");
    column.times(&name("100 rows with snippets"), goal, &mut answers.whole);
    super::table::time(&name("without snippets"), &mut answers.rows);
    if !answers.index.is_empty() {
        column.times(&name("the index alone, a plain program"), "", &mut answers.index);
        column.times(&name("… and rows and texts read"), "", &mut answers.read);
    }
    super::table::time(&name("counted up to 1,000"), &mut answers.counts);
    column.times(&name("by relevance"), if goal.is_empty() { "" } else { RANKED }, &mut answers.ranked);
    if !answers.weighed.is_empty() {
        column.times(&name("… all ranked by the index itself"), "", &mut answers.weighed);
    }
}

/// A question as a plain program asks it.
enum Plain {
    /// In the index's own language.
    With(String),
    /// All but what the index finds.
    Without(String),
}

impl Plain {
    /// Of what the index can be asked: words, phrases, and all but them.
    fn of(text: &str) -> Option<Self> {
        match text.strip_prefix('-') {
            Some(word) => Some(Self::Without(word.to_owned())),
            None if text.contains(':') => None,
            None => Some(Self::With(text.to_owned())),
        }
    }

    /// The newest matches.
    fn ask(&self, index: &Connection) -> Result<Vec<i64>> {
        let (sql, text) = match self {
            Self::With(text) => ("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT ?2", text),
            Self::Without(text) => (
                "SELECT article FROM shelved WHERE shelf = 0 AND article NOT IN (SELECT rowid FROM words WHERE words MATCH ?1)
                 ORDER BY article DESC LIMIT ?2",
                text,
            ),
        };
        let mut select = index.prepare_cached(sql)?;
        let found = select.query_map(params![text, ROWS as i64], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The best matches, as the index ranks all of them; whether it can.
    fn weigh(&self, index: &Connection, times: &mut Vec<Duration>) -> Result<bool> {
        let Self::With(text) = self else { return Ok(false) };
        let mut select = index.prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rank LIMIT ?2")?;
        quickest(times, || -> Result<Vec<i64>> {
            let found = select.query_map(params![text, ROWS as i64], |row| row.get(0))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })?;
        Ok(true)
    }
}

/// Reads the rows of articles, and unpacks their texts.
fn read(index: &Connection, ids: &[i64]) -> Result<usize> {
    let mut select = index.prepare_cached(
        "SELECT a.headline, a.published, a.words, s.name, b.packed FROM article a
         CROSS JOIN source s ON s.id = a.source CROSS JOIN body b ON b.id = a.body WHERE a.id = ?1",
    )?;
    let (mut inflater, mut bytes) = (Decompress::new(false), 0);
    for id in ids {
        let (headline, text) = select.query_row([id], |row| {
            let packed = row.get_ref(4)?.as_blob()?;
            // A byte for the form, then the length, seven bits to a byte.
            let length = packed.iter().skip(1).take_while(|byte| **byte >= 0x80).count() + 2;
            let mut text = Vec::with_capacity(packed.len() * 8);
            inflater.reset(false);
            drop(inflater.decompress_vec(packed.get(length..).unwrap_or_default(), &mut text, FlushDecompress::Finish));
            Ok((row.get::<_, String>(0)?, text))
        })?;
        bytes += headline.len() + text.len();
    }
    Ok(bytes)
}

fn ask(store: &Store, text: &str, answers: &mut Answers) -> Result<()> {
    let query = query::parse(text, Today { now: NOW, offset: 0 })?;
    let found = Found::of(Arc::new(query));
    let scope = Scope::Found(found.clone());
    quickest(&mut answers.rows, || first_rows(store, &scope))?;
    let ids = quickest(&mut answers.whole, || -> Result<_> {
        let ids = first_rows(store, &scope)?;
        black_box(store.snippets(&found.query, &ids)?);
        Ok(ids)
    })?;
    answers.hits += ids.len();
    quickest(&mut answers.counts, || store.counts(&scope))?;
    // What was ranked last isn't ranked again.
    let other = query::parse("\"ranked between\"", Today { now: NOW, offset: 0 })?;
    let mut best = Duration::MAX;
    for _ in 0..super::TIMES {
        store.most_relevant(&other)?;
        let start = Instant::now();
        rank(store, &found)?;
        best = best.min(start.elapsed());
    }
    answers.ranked.push(best);
    Ok(())
}

fn rank(store: &Store, found: &Found) -> Result<()> {
    let mut ranked = store.most_relevant(&found.query)?.ids;
    ranked.truncate(ROWS);
    black_box(store.rows(&ranked)?);
    Ok(())
}

fn first_rows(store: &Store, scope: &Scope) -> Result<Vec<ArticleId>> {
    let window = store.window(scope, Anchor::First, ROWS)?;
    Ok(window.rows.iter().map(|row| row.id).collect())
}

/// Questions as people ask them, made of words that stand in articles from all over the store.
fn questions(store: &Store) -> Result<Vec<Questions>> {
    let texts = texts(store, 40)?;
    let words: Vec<Vec<&str>> = texts.iter().map(|text| plain_words(text)).collect();
    let pick = |n: usize| words.get(n % words.len()).map_or(&[] as &[&str], Vec::as_slice);
    let at = |n: usize, place: usize| pick(n).get((n * 37 + place) % pick(n).len().max(1)).copied().unwrap_or("the");
    let questions = |kind, goal, count: usize, make: &dyn Fn(usize) -> String| Questions {
        kind,
        goal,
        asked: (0..count).map(make).collect(),
    };
    let common = ["the", "of", "to", "and", "that", "said", "which", "minister", "after", "more"];
    Ok(vec![
        Questions { kind: "ten common words", goal: NEWEST, asked: common.map(|word| format!("\"{word}\"")).to_vec() },
        questions("words of all kinds", NEWEST, 200, &|n| format!("\"{}\"", at(n, 0))),
        questions("two words", NEWEST, 200, &|n| format!("\"{}\" \"{}\"", at(n, 0), at(n, 11))),
        questions("phrases of two", NEWEST, 100, &|n| format!("\"{} {}\"", at(n, 0), at(n, 1))),
        questions("phrases of three", NEWEST, 60, &|n| format!("\"{} {} {}\"", at(n, 0), at(n, 1), at(n, 2))),
        questions("begun words (3 letters)", "", 30, &|n| format!("{}*", start(at(n, 0), 3))),
        questions("begun words (2 letters)", "", 10, &|n| format!("{}*", start(at(n, 0), 2))),
        questions("word in a source", "", 30, &|n| format!("\"{}\" source:{}", at(n, 0), n * 7)),
        questions("word, unread, last month", "", 30, &|n| format!("\"{}\" is:unread newer:30d", at(n, 0))),
        questions("word, bookmarked", "", 10, &|n| format!("\"{}\" is:bookmarked", at(n, 0))),
        questions("said by somebody", "", 30, &|n| format!("said:{} kind:direct", at(n, 0))),
        questions("short articles with a word", "", 10, &|n| format!("\"{}\" minutes:<2", at(n, 0))),
        questions("without a word", "", 10, &|n| format!("-\"{}\"", at(n, 0))),
    ])
}

fn start(word: &str, letters: usize) -> String {
    let mut start: String = word.chars().take(letters).collect();
    while start.len() < 2 {
        start.push('a');
    }
    start
}

/// The words of a text, of its sentences.
fn plain_words(text: &str) -> Vec<&str> {
    text.split_whitespace().filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())).collect()
}

fn texts(store: &Store, count: usize) -> Result<Vec<String>> {
    let all = store.counts(&Scope::View(View::default()))?.all;
    let mut texts = Vec::new();
    for n in 0..count {
        let id = store.nth(&View::default(), all * n / count)?.context("the list is too short")?;
        let stored = store.article(id)?.context("an article is missing")?;
        texts.push(stored.article.text);
    }
    Ok(texts)
}
