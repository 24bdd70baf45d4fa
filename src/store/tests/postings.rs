use std::sync::atomic::AtomicBool;

use rusqlite::{Connection, params};

use super::*;
use crate::query::{Last, Phrase, tally};
use crate::store::postings::{self, Occurrences};

/// Words as texts have them: some in nearly every article, some in few.
fn text(n: u64) -> String {
    let mut state = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let words = (0..120).map(|_| {
        let (one, other) = (next() % 40, next() % 40);
        format!("w{}{}", one.min(other), if next().is_multiple_of(9) { "é" } else { "" })
    });
    format!("{} “Yes.”", words.collect::<Vec<_>>().join(" "))
}

/// Some hundred articles, written in several transactions, a part of them again.
fn filled() -> (Store, Vec<i64>) {
    let mut store = store();
    let mut ids = Vec::new();
    for n in 0..300_u64 {
        let mut article = article(&format!("w{} in w{}", n % 7, n % 3), "A", NOW - 900_000 + 50 * n.cast_signed());
        // One has so many places of a word that they go over pages.
        article.text = if n == 150 { format!("{} {}", text(n), "w0 and ".repeat(9_000)) } else { text(n) };
        ids.push(take(&mut store, &format!("file:/{n}"), &article).ids[0].0);
    }
    for n in (0..300_u64).step_by(11) {
        let mut again = article(&format!("w{} again", n % 5), "A", NOW - 900_000 + 50 * n.cast_signed());
        again.text = text(n + 1_000);
        take(&mut store, &format!("file:/{n}"), &again);
    }
    ids.sort_unstable();
    (store, ids)
}

fn phrase(words: &[&str], last: Last) -> Phrase {
    Phrase { words: words.iter().map(|word| (*word).to_owned()).collect(), last }
}

fn occurrences(db: &Connection, phrase: &Phrase, ids: &[i64]) -> rusqlite::Result<Option<Vec<Occurrences>>> {
    postings::occurrences(db, phrase, ids, &AtomicBool::new(false))
}

fn by_reading(store: &Store, phrase: &Phrase, ids: &[i64]) -> Vec<Occurrences> {
    let count = |text: &str| tally(&[phrase], text)[0];
    let read = |id: &i64| {
        let Stored { article, row, quotations, .. } = store.article(ArticleId(*id)).unwrap().unwrap();
        let names = quotations.speakers.iter().map(|speaker| count(&speaker.name)).sum::<u32>();
        let names = names + count(&row.source) + count(&article.byline.unwrap_or_default());
        Occurrences { body: count(&article.text), title: count(&article.headline.unwrap().text), names }
    };
    ids.iter().map(read).collect()
}

const PHRASES: [(&[&str], Last); 10] = [
    (&["w0"], Last::Whole),
    (&["w39e"], Last::Whole),
    (&["w1", "in"], Last::Whole),
    (&["w2", "w0"], Last::Whole),
    (&["w0", "w0", "w1"], Last::Begun),
    (&["w"], Last::Begun),
    (&["w3"], Last::Begun),
    (&["absent"], Last::Begun),
    (&["ann"], Last::Begun),
    (&["a"], Last::Whole),
];

#[test]
fn the_index_counts_what_reading_counts_also_after_articles_were_written_again() {
    let (store, ids) = filled();
    for merged in [false, true] {
        if merged {
            store.db.execute("INSERT INTO words (words) VALUES ('optimize')", []).unwrap();
        }
        for (words, last) in PHRASES {
            for part in [&ids[..], &ids[250..], &ids[100..103], &[]] {
                let phrase = phrase(words, last);
                let counted = occurrences(&store.db, &phrase, part).unwrap();
                // Where many pages have few of the articles, reading these is as near.
                assert!(counted.is_some() || part.len() < ids.len(), "{words:?}, {} articles", part.len());
                let expected = by_reading(&store, &phrase, part);
                assert_eq!(counted.unwrap_or(expected.clone()), expected, "{words:?}, merged: {merged}");
            }
        }
    }
    assert!(by_reading(&store, &phrase(&["w2", "w0"], Last::Whole), &ids).iter().any(|one| one.body > 1));
}

#[test]
fn a_reading_of_the_pages_is_given_up() {
    let (store, ids) = filled();
    let w0 = phrase(&["w0"], Last::Whole);
    assert!(postings::occurrences(&store.db, &w0, &ids, &AtomicBool::new(true)).is_err());
    assert!(store.db.is_autocommit(), "no transaction stays open");
}

#[test]
fn a_word_written_ever_again_is_counted_and_phrases_with_it_as_far_as_that_matters() {
    let mut store = store();
    let mut article = article("News", "A", NOW);
    article.text = format!("{}“Yes.” ", "news ".repeat(50_000));
    let id = take(&mut store, "file:/news", &article).ids[0].0;
    let body = |words: &[&str]| occurrences(&store.db, &phrase(words, Last::Whole), &[id]).unwrap().unwrap()[0].body;
    assert_eq!(body(&["news"]), 50_000);
    assert_eq!(body(&["news", "news"]), 499);
}

#[test]
fn damaged_pages_give_no_answer_and_never_a_panic() {
    let (store, ids) = filled();
    let blocks: Vec<(i64, Vec<u8>)> = store
        .db
        .prepare("SELECT id, block FROM words_data")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE TABLE words_data (id INTEGER PRIMARY KEY, block BLOB);
         CREATE TABLE words_idx (segid, term, pgno, PRIMARY KEY (segid, term)) WITHOUT ROWID;",
    )
    .unwrap();
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize
    };
    for round in 0..60 {
        db.execute("DELETE FROM words_data", []).unwrap();
        for (id, block) in &blocks {
            let mut block = block.clone();
            let changes = if round % 3 == 0 { 1 } else { block.len() / 40 };
            for _ in 0..changes {
                let at = next() % block.len().max(1);
                if let Some(byte) = block.get_mut(at) {
                    *byte ^= u8::try_from(next() % 256).unwrap();
                }
            }
            if round % 4 == 0 {
                block.truncate(next() % (block.len() + 1));
            }
            db.execute("INSERT INTO words_data VALUES (?1, ?2)", params![id, block]).unwrap();
        }
        for (words, last) in PHRASES {
            let _ = occurrences(&db, &phrase(words, last), &ids).unwrap();
        }
    }
}
