use std::sync::Arc;

use super::*;
use crate::catalog::Found;
use crate::query::{Today, parse};
use crate::store::{Finding, Mend, Unread};

fn found(text: &str) -> Found {
    Found::of(Arc::new(parse(text, Today { now: NOW, offset: 0 }).unwrap()))
}

fn rows(store: &Store, table: &str) -> i64 {
    store.db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

#[test]
fn a_removed_article_leaves_nothing_behind() {
    let mut store = store();
    let ids = filled(&mut store, 9);
    take(&mut store, "file:/3", &article("Changed", "A", NOW - 60));
    store.keep_position(ids[3], 5, NOW).unwrap();
    assert_eq!(store.remove(&ids[..6], NOW).unwrap(), 6);
    assert_eq!(store.remove(&ids[..6], NOW).unwrap(), 0);
    let left = [("article", 3), ("body", 3), ("identity", 3), ("quoted", 3), ("voice", 3), ("words_docsize", 3)];
    for (table, left) in left.into_iter().chain([("revision", 0), ("position", 0)]) {
        assert_eq!(rows(&store, table), left, "{table}");
    }
    assert_tallies_hold(&store);
    assert_eq!(store.check(Mend::No).unwrap(), []);
    assert_eq!(super::ids(&store, &all(), Anchor::First, 9), [ids[8], ids[7], ids[6]]);
}

#[test]
fn undoing_a_change_of_removed_articles_does_no_harm() {
    let mut store = store();
    let ids = filled(&mut store, 6);
    store.apply(&change(Verb::Read, &ids), NOW).unwrap();
    store.remove(&ids[..3], NOW).unwrap();
    store.undo(NOW).unwrap();
    assert_eq!(states(&store).iter().filter(|(_, read, _)| !read).count(), 3);
    assert_tallies_hold(&store);
}

#[test]
fn what_the_reader_cares_for_is_not_removable() {
    let mut store = store();
    let ids = filled(&mut store, 12);
    store.apply(&change(Verb::Read, &ids[..8]), NOW).unwrap();
    store.apply(&change(Verb::Bookmark, &ids[..1]), NOW).unwrap();
    store.apply(&change(Verb::Later, &ids[1..2]), NOW).unwrap();
    let tag = store.tag("kept").unwrap();
    store.apply(&change(Verb::Tag(tag), &ids[2..3]), NOW).unwrap();
    assert_eq!(store.removable(&found(""), Unread::Stays, 0).unwrap(), ids[3..8]);
    assert_eq!(store.removable(&found("article"), Unread::Goes, 0).unwrap(), ids[3..]);
    // Of each of the three sources the newest two stay: 6 to 11.
    assert_eq!(store.removable(&found(""), Unread::Goes, 2).unwrap(), ids[3..6]);
    assert_eq!(store.removable(&found("source:a"), Unread::Stays, 0).unwrap(), [ids[3], ids[6]]);
}

#[test]
fn what_disagrees_is_found_and_mended_only_if_asked() {
    let mut store = store();
    let ids = filled(&mut store, 5);
    assert_eq!(store.check(Mend::No).unwrap(), []);
    let (first, last) = (ids[0].0, ids[4].0);
    let harm = format!(
        "DELETE FROM words WHERE rowid = {first}; INSERT INTO words (rowid, body) VALUES (77, 'stray');
         UPDATE tally SET articles = articles + 1 WHERE shelf = 1; DELETE FROM identity WHERE article = {last};
         INSERT INTO shelved (shelf, article, source) VALUES (1, 99, 1);"
    );
    store.db.execute_batch(&harm).unwrap();
    let findings = store.check(Mend::No).unwrap();
    assert_eq!(findings.len(), 6, "{findings:?}");
    assert_eq!(store.check(Mend::No).unwrap(), findings);
    store.check(Mend::Yes).unwrap();
    assert_eq!(store.check(Mend::No).unwrap(), []);
    assert_eq!(store.ids_matching(&found("\"article 0\"").query, 9).unwrap(), [ids[0]]);
    assert_tallies_hold(&store);
}

#[test]
fn an_index_that_has_other_words_of_an_article_is_made_anew() {
    let mut store = store();
    let ids = filled(&mut store, 5);
    let other = format!(
        "DELETE FROM words WHERE rowid = {0}; INSERT INTO words (rowid, title) VALUES ({0}, 'other')",
        ids[0].0
    );
    store.db.execute_batch(&other).unwrap();
    let findings = store.check(Mend::Yes).unwrap();
    assert_eq!(findings.iter().map(|found| found.count).collect::<Vec<_>>(), [1], "{findings:?}");
    assert_eq!(store.check(Mend::No).unwrap(), []);
    assert_eq!(store.ids_matching(&found("\"article 0\"").query, 9).unwrap(), [ids[0]]);
}

#[test]
fn a_text_that_cannot_be_read_is_told_and_stops_no_repair() {
    let mut store = store();
    let ids = filled(&mut store, 5);
    // One can't be read, and the index has lost everything.
    let body = format!("UPDATE body SET packed = x'ff' WHERE id = (SELECT body FROM article WHERE id = {})", ids[1].0);
    store.db.execute_batch(&format!("{body}; INSERT INTO words (words) VALUES ('delete-all');")).unwrap();
    let told = |findings: Vec<Finding>| findings.into_iter().map(|found| (found.count, found.says)).collect::<Vec<_>>();
    let lost = (1, "articles can't be found by their words: their texts can't be read".to_owned());
    let first = told(store.check(Mend::Yes).unwrap());
    assert_eq!((first[0].0, &first[1]), (4, &lost));
    // The rest was mended, and whatever comes later can be, too.
    assert_eq!(told(store.check(Mend::No).unwrap()), std::slice::from_ref(&lost));
    store.db.execute_batch(&format!("DELETE FROM words WHERE rowid = {}", ids[0].0)).unwrap();
    assert_eq!(store.check(Mend::Yes).unwrap().len(), 2);
    assert_eq!(told(store.check(Mend::No).unwrap()), [lost]);
    assert_eq!(store.ids_matching(&found("\"article 0\"").query, 9).unwrap(), [ids[0]]);
}

#[test]
fn of_an_index_that_is_wrong_of_a_few_articles_the_rest_stays() {
    let mut store = store();
    let ids = filled(&mut store, 5);
    let wrong = |id: i64| {
        format!("DELETE FROM words WHERE rowid = {id}; INSERT INTO words (rowid, title) VALUES ({id}, 'other');")
    };
    let body = format!("UPDATE body SET packed = x'ff' WHERE id = (SELECT body FROM article WHERE id = {})", ids[4].0);
    // It stands in no way that would be found: a mark that it alone has.
    let kept = "DELETE FROM words WHERE rowid = {}; INSERT INTO words (rowid, title) VALUES ({}, 'article 3 kept');";
    let kept = kept.replace("{}", &ids[3].0.to_string());
    store.db.execute_batch(&(wrong(ids[0].0) + &wrong(ids[4].0) + &body + ";" + &kept)).unwrap();
    let count = |store: &Store, word: &str| -> i64 {
        let sql = "SELECT count(*) FROM words WHERE words MATCH ?1";
        store.db.query_row(sql, [word], |row| row.get(0)).unwrap()
    };
    assert_eq!(store.check(Mend::Yes).unwrap().iter().map(|found| found.count).collect::<Vec<_>>(), [2]);
    assert_eq!(["kept", "other"].map(|word| count(&store, word)), [1, 0]);
    assert_eq!(store.ids_matching(&found("\"article 0\"").query, 9).unwrap(), [ids[0]]);
    assert_eq!(store.check(Mend::No).unwrap().iter().map(|found| found.count).collect::<Vec<_>>(), [1]);
}

#[test]
fn while_others_write_a_check_finds_nothing_and_waits_for_nobody() {
    let (dir, mut store) = on_disk();
    filled(&mut store, 5);
    let (mut other, _) = Store::open(dir.path(), NOW).unwrap();
    let work = other.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    assert_eq!(store.check(Mend::No).unwrap(), []);
    drop(work);
    store.db.pragma_update(None, "query_only", true).unwrap();
    assert_eq!(store.check(Mend::No).unwrap(), []);
}

#[test]
fn an_index_that_contradicts_itself_is_found_once_and_mended() {
    let mut store = store();
    let ids = filled(&mut store, 5);
    store.db.execute_batch("UPDATE words_data SET block = x'0000ffff30' WHERE id > 1000").unwrap();
    let findings = store.check(Mend::No).unwrap();
    assert_eq!(
        findings.iter().map(|one| one.says.as_str()).collect::<Vec<_>>(),
        ["the index of words contradicts itself"]
    );
    assert_eq!(store.check(Mend::Yes).unwrap(), findings);
    assert_eq!(store.check(Mend::No).unwrap(), []);
    assert_eq!(store.ids_matching(&found("\"article 0\"").query, 9).unwrap(), [ids[0]]);
}

#[test]
fn room_is_given_back_in_steps() {
    let (dir, mut store) = on_disk();
    let ids = filled(&mut store, 400);
    let settle = |store: &Store| store.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let size = || std::fs::metadata(dir.path().join("articles.db")).unwrap().len();
    settle(&store);
    let before = size();
    store.remove(&ids, NOW).unwrap();
    while store.shrink(4).unwrap() > 0 {}
    settle(&store);
    assert!(size() < before, "{} of {before}", size());
}
