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
fn who_has_time_tidies_the_index_and_leaves_it_where_another_writes() {
    let dir = tempfile::TempDir::new().unwrap();
    let (mut store, _) = Store::open(dir.path(), NOW).unwrap();
    let mut feed = feed(&mut store);
    store.take_feed(&mut feed, &(0..12).map(raw).collect::<Vec<_>>(), NOW).unwrap();
    let ripe = ripe(&store);
    put_all(&mut store.db, &ripe, NOW, |_| true, || {}).unwrap();
    let segments = |store: &Store| size(&store.db, "SELECT count(DISTINCT segid) FROM words_idx");
    let (mut other, _) = Store::open(dir.path(), NOW).unwrap();
    let writing = other.db.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    store.tidy_index().unwrap();
    assert_eq!(segments(&store), 12);
    writing.commit().unwrap();
    store.tidy_index().unwrap();
    assert!(segments(&store) < 12, "{} segments", segments(&store));
    assert_eq!(store.patience, Patience::Long);
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
