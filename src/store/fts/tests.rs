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

/// What an article is made of.
#[derive(Debug, Clone)]
struct Sample {
    id: i64,
    text: String,
    headline: String,
    speakers: Vec<String>,
    language: Option<String>,
    /// The row of its source.
    source: i64,
}

fn article(sample: &Sample) -> (Article, Quotations) {
    let article = Article {
        text: sample.text.clone(),
        byline: Some("Ada Moor".to_owned()),
        source: Some(sample.headline.chars().rev().collect()),
        language: sample.language.clone(),
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
    let speakers = &sample.speakers;
    let quotations =
        if speakers.is_empty() { Vec::new() } else { vec![said.clone(), Quotation { kind: Kind::Indirect, ..said }] };
    (article, Quotations { speakers: speakers.iter().map(speaker).collect(), quotations })
}

fn by_fts5(db: &Connection, samples: &[Sample], stemming: Stemming) {
    let insert = "INSERT INTO words (rowid, body, title, source, author, speaker) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let line = |text: &str| tokens::words(text).iter().map(|word| stemming.of(word)).collect::<Vec<_>>().join(" ");
    db.execute_batch("BEGIN").unwrap();
    for sample in samples {
        let (article, quotations) = article(sample);
        let mut marks = Vec::new();
        if let Some(tag) = &sample.language {
            marks.push(format!("l{}", tag.split('-').next().unwrap()));
            if tag.contains('-') {
                marks.push(format!("l{}", tag.replace('-', "").to_lowercase()));
            }
        }
        if !quotations.quotations.is_empty() {
            marks.extend(["q", "kd", "ki"].map(String::from));
        }
        marks.push(format!("s{}", sample.source));
        let source = format!("{} \u{e000}{}", line(&article.source.unwrap()), marks.join(" \u{e000}"));
        let speakers: String = sample.speakers.iter().map(|name| line(name) + " \u{e001} ").collect();
        let author = line("Ada Moor");
        let (text, headline) = (line(&sample.text), line(&sample.headline));
        db.execute(insert, params![sample.id, text, headline, source, author, speakers]).unwrap();
    }
    db.execute_batch("COMMIT").unwrap();
}

fn by_us(db: &Connection, samples: &[Sample], stemming: Stemming) {
    by_us_merging(db, samples, stemming, Merging::Now);
}

fn by_us_merging(db: &Connection, samples: &[Sample], stemming: Stemming, merging: Merging) {
    db.execute_batch("BEGIN").unwrap();
    let mut filling = Filling::of(db).unwrap();
    for sample in samples {
        let (article, quotations) = article(sample);
        let heading = Heading { source: sample.source, headline: &sample.headline };
        filling.put(ArticleId(sample.id), &Words::of(&article, &quotations, heading, stemming), Indexed::Yes).unwrap();
    }
    filling.end(merging).unwrap();
    db.execute_batch("COMMIT").unwrap();
}

/// Compares what both write, one transaction for each of some parts.
fn compare<'a>(parts: impl IntoIterator<Item = &'a [Sample]>, stemming: Stemming) {
    let (theirs, ours) = (index(), index());
    for part in parts {
        by_fts5(&theirs, part, stemming);
        by_us(&ours, part, stemming);
    }
    assert!(tables(&ours) == tables(&theirs), "other pages");
    ours.execute("INSERT INTO words (words) VALUES ('integrity-check')", []).unwrap();
}

fn sample(id: i64, text: &str) -> Sample {
    Sample {
        id,
        text: text.to_owned(),
        headline: format!("Headline {id}"),
        speakers: vec!["Ann Lee".to_owned()],
        language: Some("en-GB".to_owned()),
        source: 7,
    }
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
    compare([samples.as_slice()], Stemming::Words);
}

#[test]
fn lists_of_pages_and_of_places_over_several_pages_are_those_of_fts5() {
    let mut samples: Vec<_> = (1..90).map(|n| sample(n << 30, &"again and again ".repeat(180))).collect();
    samples.push(sample(1 << 40, &"once more ".repeat(40_000)));
    compare([samples.as_slice()], Stemming::Words);
}

#[test]
fn an_article_without_words_is_one_all_the_same() {
    let empty = Sample { headline: String::new(), speakers: Vec::new(), ..sample(1, "") };
    compare([[empty, sample(2, "One two one.")].as_slice()], Stemming::Words);
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
            by_fts5(&db, &part(from), Stemming::Words);
        } else {
            by_us(&db, &part(from), Stemming::Words);
        }
        // One that is put again, and one that goes.
        by_us(&db, &[sample(from + 3, "Changed altogether.")], Stemming::Words);
        db.execute("DELETE FROM words WHERE rowid = ?1", [from + 4]).unwrap();
        assert_eq!((count("headline"), count("altogether")), ((round + 1) * 29, round + 1));
        db.execute("INSERT INTO words (words) VALUES ('integrity-check')", []).unwrap();
    }
    assert!(segments(&db) < 24, "{} segments: none were merged", segments(&db));
    db.execute("INSERT INTO words (words) VALUES ('optimize')", []).unwrap();
    assert_eq!((count("headline"), count("altogether")), (24 * 29, 24));
    let total: i64 = db.query_row("SELECT count(*) FROM words_docsize", [], |row| row.get(0)).unwrap();
    assert_eq!(total, 24 * 29);
}

#[test]
fn many_small_writings_leave_few_segments() {
    let (db, theirs) = (index(), index());
    for n in 1..=300 {
        let one = [sample(n, &words(n.cast_unsigned(), 30))];
        by_us(&db, &one, Stemming::Words);
        by_fts5(&theirs, &one, Stemming::Words);
        assert!(segments(&db) < 24, "{} after {n}", segments(&db));
    }
    assert!(segments(&db) <= segments(&theirs), "{} segments, where FTS5 leaves {}", segments(&db), segments(&theirs));
    db.execute("INSERT INTO words (words) VALUES ('integrity-check')", []).unwrap();
}

fn segments(db: &Connection) -> i64 {
    db.query_row("SELECT count(DISTINCT segid) FROM words_idx", [], |row| row.get(0)).unwrap()
}

/// Articles with so many words in all that they are a large writing.
fn large(round: i64) -> Vec<Sample> {
    (0..12).map(|n| sample(round * 12 + n, &words((round * 12 + n).cast_unsigned(), 900))).collect()
}

#[test]
fn large_writings_are_merged_less_often_and_where_there_is_time() {
    let mut db = index();
    for round in 1..=14 {
        by_us(&db, &large(round), Stemming::Words);
        assert_eq!(segments(&db), round, "nothing is merged while there are few");
    }
    (0..40).for_each(|_| merge_idly(&mut db).unwrap());
    assert!(segments(&db) < 8, "{} segments", segments(&db));
    for round in 15..=90 {
        by_us(&db, &large(round), Stemming::Words);
        assert!(segments(&db) < 40, "{} after {round}", segments(&db));
    }
    db.execute("INSERT INTO words (words) VALUES ('integrity-check')", []).unwrap();
}

#[test]
fn merging_is_not_put_off_without_end() {
    let db = index();
    for n in 1..=250 {
        by_us_merging(&db, &[sample(n, "One two.")], Stemming::Words, Merging::Later);
    }
    assert!((17..100).contains(&segments(&db)), "{} segments", segments(&db));
}

#[test]
fn what_was_written_in_a_transaction_that_is_taken_back_is_gone() {
    let db = index();
    by_us(&db, &[sample(1, "One.")], Stemming::Words);
    let before = tables(&db);
    let work = db.unchecked_transaction().unwrap();
    let mut filling = Filling::of(&work).unwrap();
    let (article, quotations) = article(&sample(2, "Two."));
    let heading = Heading { source: 7, headline: "Two" };
    filling.put(ArticleId(2), &Words::of(&article, &quotations, heading, Stemming::Words), Indexed::No).unwrap();
    filling.end(Merging::Now).unwrap();
    drop(work);
    assert_eq!(tables(&db), before);
    by_us(&db, &[sample(3, "Three.")], Stemming::Words);
    by_fts5(&db, &[sample(4, "Four.")], Stemming::Words);
    db.execute("INSERT INTO words (words) VALUES ('integrity-check')", []).unwrap();
    let found: i64 =
        db.query_row("SELECT count(*) FROM words WHERE words MATCH 'headline'", [], |row| row.get(0)).unwrap();
    assert_eq!(found, 3);
}

#[test]
fn of_a_word_longer_than_any_page_as_much_is_kept_as_fts5_keeps() {
    let tagged =
        |id, size| Sample { language: Some("en-".to_owned() + &"abcdefgh".repeat(size)), ..sample(id, "One.") };
    for sizes in [[507, 4_095], [4_096, 4_097], [8_191, 8_193], [9_000, 30_000]] {
        let samples = [sample(1, "Before."), tagged(2, sizes[0]), tagged(3, sizes[1]), sample(4, "After.")];
        compare([samples.as_slice()], Stemming::Words);
    }
}

#[test]
fn a_page_that_would_lie_about_itself_is_not_laid() {
    let mut leaves = leaves::Leaves::default();
    leaves.put(b"0short", &[1, 2, 2]);
    assert!(leaves.finish().is_some());
    let mut leaves = leaves::Leaves::default();
    leaves.put(&vec![b'0'; 70_000], &[1, 2, 2]);
    assert!(leaves.finish().is_none());
}

prop_compose! {
    fn any_sample()(
        text in "\\PC{0,40}|([a-e]{1,3} ){0,400}|[a-e]{60,70}|[ẞßéÅ’'東京a ]{0,60}|((running|runs|ministers|ministry) ){0,20}",
        headline in "\\PC{0,20}",
        speakers in prop::collection::vec("\\PC{0,12}", 0..3),
        language in prop::option::of(("[a-z]{2,3}", "(-[a-zA-Z0-9]{1,8}){0,3}", prop_oneof![4 => Just(0), 1 => 0..9_000_usize])),
        source in prop_oneof![1..4_i64, 1..i64::MAX],
    ) -> Sample {
        let language = language.map(|(first, others, more)| first + &others + &"-abcdefgh".repeat(more));
        Sample { id: 0, text, headline, speakers, language, source }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_texts_give_the_pages_that_fts5_writes(
        mut samples in prop::collection::vec(any_sample(), 1..12),
        apart in 1..100_000_000_i64,
        part in 3..12_usize,
        stemming in prop_oneof![Just(Stemming::Words), Just(Stemming::English)],
    ) {
        (1..).zip(&mut samples).for_each(|(n, sample)| sample.id = n * apart);
        compare(samples.chunks(part), stemming);
    }
}
