//! What is written here is what FTS5 would have written.

use proptest::prelude::*;
use rusqlite::{Connection, params};

use super::*;
use crate::query::tokens;
use crate::text::quotes::{Quotation, Speaker, SpeakerKind};

/// A table of the index, row by row.
type Rows = Vec<(i64, Vec<u8>, i64)>;

fn index() -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE fact (name TEXT PRIMARY KEY, value INTEGER NOT NULL);").unwrap();
    db.execute_batch(include_str!("../search.sql")).unwrap();
    db.execute_batch(include_str!("../index.sql")).unwrap();
    db
}

fn rows(db: &Connection, sql: &str) -> Rows {
    let mut select = db.prepare(sql).unwrap();
    select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().map(Result::unwrap).collect()
}

fn tables(db: &Connection) -> [Rows; 3] {
    [
        "SELECT id, block, 0 FROM words_data ORDER BY id",
        "SELECT segid, CAST(term AS BLOB), pgno FROM words_idx ORDER BY segid, term",
        "SELECT id, sz, origin FROM words_docsize ORDER BY id",
    ]
    .map(|sql| rows(db, sql))
}

fn line(text: &str) -> String {
    tokens::words(text).join(" ")
}

/// An article by its id, text, headline and speakers.
type Sample = (i64, String, String, Vec<String>);

fn article((_, text, headline, speakers): &Sample) -> (Article, Quotations) {
    let article = Article {
        text: text.clone(),
        byline: Some("Ada Moor".to_owned()),
        source: Some(headline.chars().rev().collect()),
        language: Some("en-GB".to_owned()),
        ..Article::default()
    };
    let speaker = |name: &String| Speaker { name: name.clone(), role: None, kind: SpeakerKind::Person };
    let said = Quotation {
        kind: Kind::Direct,
        pieces: Vec::new(),
        cue: None,
        mention: None,
        speaker: None,
        confidence: crate::text::quotes::Confidence::Sure,
    };
    let quotations =
        if speakers.is_empty() { Vec::new() } else { vec![said.clone(), Quotation { kind: Kind::Indirect, ..said }] };
    (article, Quotations { speakers: speakers.iter().map(speaker).collect(), quotations })
}

fn by_fts5(db: &Connection, samples: &[Sample]) {
    let insert = "INSERT INTO words (rowid, body, title, source, author, speaker) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    db.execute_batch("BEGIN").unwrap();
    for sample in samples {
        let (article, quotations) = article(sample);
        let said = if quotations.quotations.is_empty() { "" } else { " \u{e000}q \u{e000}kd \u{e000}ki" };
        let source = format!("{} \u{e000}len \u{e000}lengb{said} \u{e000}s7", line(&article.source.unwrap()));
        let speakers: String = sample.3.iter().map(|name| line(name) + " \u{e001} ").collect();
        let author = line("Ada Moor");
        db.execute(insert, params![sample.0, line(&article.text), line(&sample.2), source, author, speakers]).unwrap();
    }
    db.execute_batch("COMMIT").unwrap();
}

fn by_us(db: &Connection, samples: &[Sample]) {
    db.execute_batch("BEGIN").unwrap();
    let mut filling = Filling::of(db).unwrap();
    for sample in samples {
        let (article, quotations) = article(sample);
        let heading = Heading { source: 7, headline: &sample.2 };
        let words = Words::of(&article, &quotations, heading, Stemming::Words);
        filling.put(ArticleId(sample.0), &words, Indexed::Yes).unwrap();
    }
    filling.end().unwrap();
    db.execute_batch("COMMIT").unwrap();
}

fn compare(samples: &[Sample]) {
    let (theirs, ours) = (index(), index());
    by_fts5(&theirs, samples);
    by_us(&ours, samples);
    assert_eq!(tables(&ours), tables(&theirs));
    ours.execute("INSERT INTO words (words) VALUES ('integrity-check')", []).unwrap();
}

fn sample(id: i64, text: &str) -> Sample {
    (id, text.to_owned(), format!("Headline {id}"), vec!["Ann Lee".to_owned()])
}

/// Words of which some are in every article and most in few.
fn words(seed: u64, count: u64) -> String {
    let word = |n: u64| {
        let hash = xxhash_rust::xxh3::xxh3_64_with_seed(&n.to_le_bytes(), seed);
        let rank = hash % [7, 60, 900, 40_000][usize::try_from(hash >> 32).unwrap() % 4];
        format!("w{:x} ", rank.wrapping_mul(0x9e37_79b9) % 100_000)
    };
    (0..count).map(word).collect()
}

#[test]
fn a_segment_of_many_pages_is_the_one_that_fts5_writes() {
    let samples: Vec<_> = (0..300).map(|n| sample(1_000 + n * 977, &words(n.cast_unsigned(), 200))).collect();
    compare(&samples);
}

#[test]
fn lists_of_pages_and_of_places_over_several_pages_are_those_of_fts5() {
    let mut samples: Vec<_> = (1..90).map(|n| sample(n << 30, &"again and again ".repeat(180))).collect();
    samples.push(sample(1 << 40, &"once more ".repeat(40_000)));
    compare(&samples);
}

#[test]
fn an_article_without_words_is_one_all_the_same() {
    compare(&[(1, String::new(), String::new(), Vec::new()), sample(2, "One two one.")]);
}

#[test]
fn fts5_goes_on_where_we_left_off_and_we_where_it_did() {
    let db = index();
    let part = |from: i64| (from..from + 30).map(|n| sample(n, &words(n.cast_unsigned(), 60))).collect::<Vec<_>>();
    let count = |word: &str| -> i64 {
        db.query_row("SELECT count(*) FROM words WHERE words MATCH ?1", [word], |row| row.get(0)).unwrap()
    };
    for round in 0..24 {
        let from = round * 30;
        if round % 3 == 1 {
            by_fts5(&db, &part(from));
        } else {
            by_us(&db, &part(from));
        }
        // One that is put again, and one that goes.
        by_us(&db, &[sample(from + 3, "Changed altogether.")]);
        db.execute("DELETE FROM words WHERE rowid = ?1", [from + 4]).unwrap();
        assert_eq!((count("headline"), count("altogether")), ((round + 1) * 29, round + 1));
        db.execute("INSERT INTO words (words) VALUES ('integrity-check')", []).unwrap();
    }
    let segments: i64 = db.query_row("SELECT count(DISTINCT segid) FROM words_idx", [], |row| row.get(0)).unwrap();
    assert!(segments < 24, "{segments} segments: none were merged");
    db.execute("INSERT INTO words (words) VALUES ('optimize')", []).unwrap();
    assert_eq!((count("headline"), count("altogether")), (24 * 29, 24));
    let total: i64 = db.query_row("SELECT count(*) FROM words_docsize", [], |row| row.get(0)).unwrap();
    assert_eq!(total, 24 * 29);
}

#[test]
fn what_was_written_in_a_transaction_that_is_taken_back_is_gone() {
    let db = index();
    by_us(&db, &[sample(1, "One.")]);
    let before = tables(&db);
    let work = db.unchecked_transaction().unwrap();
    let mut filling = Filling::of(&work).unwrap();
    let (article, quotations) = article(&sample(2, "Two."));
    let heading = Heading { source: 7, headline: "Two" };
    filling.put(ArticleId(2), &Words::of(&article, &quotations, heading, Stemming::Words), Indexed::No).unwrap();
    filling.end().unwrap();
    drop(work);
    assert_eq!(tables(&db), before);
    by_us(&db, &[sample(3, "Three.")]);
    by_fts5(&db, &[sample(4, "Four.")]);
    db.execute("INSERT INTO words (words) VALUES ('integrity-check')", []).unwrap();
    let found: i64 =
        db.query_row("SELECT count(*) FROM words WHERE words MATCH 'headline'", [], |row| row.get(0)).unwrap();
    assert_eq!(found, 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_texts_give_the_pages_that_fts5_writes(
        texts in prop::collection::vec(("\\PC{0,40}|([a-e]{1,3} ){0,400}|[ẞßéÅ’'東京a ]{0,60}", "\\PC{0,20}", prop::collection::vec("\\PC{0,12}", 0..3)), 1..12),
        apart in 1..100_000_000_i64,
    ) {
        let samples: Vec<_> =
            (1..).zip(texts).map(|(n, (text, headline, speakers))| (n * apart, text, headline, speakers)).collect();
        compare(&samples);
    }
}
