//! The store as its users see it: through [`Store`] alone, on real files where files matter.

mod journal;
mod list;
mod open;
mod people;
mod postings;
mod queues;
mod relevance;
mod remove;
mod rules;
mod search;
mod surplus;
mod take;

use tempfile::TempDir;

use super::*;
use crate::catalog::{
    Anchor, ArticleId, Change, Counts, Duplicates, Order, Scope, Shown, SourceId, Target, Verb, View,
};
use crate::text::article::{Article, Block, BlockKind, Headline, HeadlineOrigin, Published};
use crate::text::quotes::{Kind, Quotation, Quotations, Speaker};

/// 22 November 2026, 10:15 UTC.
const NOW: i64 = 1_795_342_500;

fn store() -> Store {
    Store::in_memory().unwrap()
}

fn on_disk() -> (TempDir, Store) {
    let dir = TempDir::new().unwrap();
    let (store, condition) = Store::open(dir.path(), NOW).unwrap();
    assert_eq!(condition, Condition::Fresh);
    (dir, store)
}

fn reopened(dir: &TempDir) -> Store {
    let (store, condition) = Store::open(dir.path(), NOW).unwrap();
    assert_eq!(condition, Condition::Existing);
    store
}

/// An article with a headline, a source and a moment of publication.
fn article(headline: &str, source: &str, at: i64) -> Article {
    let text = format!("{headline} is what this is about. “Yes,” said Ann Lee, the mayor.");
    Article {
        headline: Some(Headline { text: headline.to_owned(), origin: HeadlineOrigin::Given }),
        source: Some(source.to_owned()),
        published: Some(Published { written: "then".to_owned(), at: Some(at) }),
        blocks: vec![Block { kind: BlockKind::Paragraph, range: 0..text.len(), quoted: 0 }],
        text,
        ..Article::default()
    }
}

/// The one quotation of [`article`].
fn quotations(article: &Article) -> Quotations {
    let start = article.text.find('“').unwrap();
    Quotations {
        speakers: vec![Speaker {
            name: "Ann Lee".to_owned(),
            role: Some("mayor".to_owned()),
            kind: crate::text::quotes::SpeakerKind::Person,
        }],
        quotations: vec![Quotation {
            kind: Kind::Direct,
            pieces: vec![start..start + 6, start + 6..start + 10],
            cue: None,
            mention: None,
            speaker: Some(0),
            confidence: crate::text::quotes::Confidence::Sure,
        }],
    }
}

/// Takes one article in under a key.
fn take(store: &mut Store, key: &str, article: &Article) -> Taken {
    let quotations = quotations(article);
    let incoming =
        Incoming { key, origin: key.split_once(':').unwrap().1, article, quotations: &quotations, engine: 1 };
    store.take_in(&[incoming], NOW).unwrap()
}

/// Takes `count` articles in, a minute apart, the last one published a minute ago; of three sources in turn.
fn filled(store: &mut Store, count: i64) -> Vec<ArticleId> {
    let articles: Vec<_> = (0..count)
        .map(|n| {
            article(&format!("Article {n}"), ["A", "B", "C"][usize::try_from(n % 3).unwrap()], NOW - 60 * (count - n))
        })
        .collect();
    let quotations: Vec<_> = articles.iter().map(quotations).collect();
    let keys: Vec<_> = (0..count).map(|n| format!("file:/{n}")).collect();
    let batch: Vec<_> = articles
        .iter()
        .zip(&quotations)
        .zip(&keys)
        .map(|((article, quotations), key)| Incoming { key, origin: &key[5..], article, quotations, engine: 1 })
        .collect();
    store.take_in(&batch, NOW).unwrap().ids
}

fn change(verb: Verb, articles: &[ArticleId]) -> Change {
    Change { verb, on: Target::Articles(articles.to_vec()) }
}

/// Every article.
const ALL: View = View { shown: Shown::All, source: None, order: Order::NewestFirst, duplicates: Duplicates::One };

/// A view as what is listed.
fn all() -> Scope {
    Scope::View(ALL)
}

/// The articles of a list from an anchor on.
fn ids(store: &Store, scope: &Scope, from: Anchor, count: usize) -> Vec<ArticleId> {
    let window = store.window(scope, from, count).unwrap();
    window.rows.iter().map(|row| row.id).collect()
}

/// Every article with whether it is read and since when it is bookmarked, the newest first.
fn states(store: &Store) -> Vec<(ArticleId, bool, Option<i64>)> {
    let since = "SELECT since FROM shelved WHERE shelf = 2 AND article = ?1";
    let mut since = store.db.prepare_cached(since).unwrap();
    let window = store.window(&all(), Anchor::First, 100_000).unwrap();
    let state = window.rows.iter().map(|row| {
        let since = since.query_row([row.id.0], |row| row.get(0));
        (row.id, row.read, since.ok())
    });
    state.collect()
}

/// Tallies must be what counting gives.
fn assert_tallies_hold(store: &Store) {
    for (table, counted) in [("tally", shelf::COUNTED), ("crowd", crowd::COUNTED)] {
        let standing = format!("SELECT * FROM {table} WHERE articles <> 0");
        for sql in [format!("{standing} EXCEPT SELECT * FROM ({counted})"), format!("{counted} EXCEPT {standing}")] {
            let sql = format!("SELECT count(*) FROM ({sql})");
            let wrong: i64 = store.db.query_row(&sql, [], |row| row.get(0)).unwrap();
            assert_eq!(wrong, 0, "{table} differs from its recount");
        }
    }
}

/// Who speaks where, as the table of voices has it: name, article, kinds, quotations.
fn voices(store: &Store) -> Vec<(String, i64, i64, i64)> {
    let sql = "SELECT p.name, v.article, v.kinds & 7, v.quotations FROM voice v JOIN person p ON p.id = v.person ORDER BY 1, 2";
    let mut select = store.db.prepare(sql).unwrap();
    let voices = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
    voices.unwrap().map(Result::unwrap).collect()
}
