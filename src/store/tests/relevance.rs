use super::*;
use crate::catalog::{RANKED, Reach};
use crate::query::{Today, parse};

fn ranked(store: &Store, text: &str) -> crate::store::Ranked {
    store.most_relevant(&parse(text, Today { now: NOW, offset: 0 }).unwrap()).unwrap()
}

fn put(store: &mut Store, headline: &str, text: &str) -> ArticleId {
    let mut article = article(headline, "A", NOW);
    article.text = format!("{text} “Yes.”");
    take(store, &format!("file:/{headline}/{text}"), &article).ids[0]
}

#[test]
fn what_is_about_a_word_stands_before_what_mentions_it() {
    let mut store = store();
    let filler = "so they said and went on ".repeat(20);
    let headline = put(&mut store, "Rain at last", &format!("It fell. {filler}"));
    let often = put(&mut store, "Weather", &format!("Rain and rain, then more rain. {filler}"));
    let once = put(&mut store, "Sport", &format!("There was rain. {filler}"));
    let long = put(&mut store, "Diary", &format!("There was rain. {}", filler.repeat(4)));
    assert_eq!(ranked(&store, "rain").ids, [headline, often, once, long]);
}

#[test]
fn a_rare_word_counts_for_more_than_a_common_one() {
    let mut store = store();
    let common = put(&mut store, "Two", "Tehran and the the rest and more");
    let rare = put(&mut store, "One", "Tehran Tehran and the rest and more");
    for n in 0..30 {
        put(&mut store, &format!("Filler {n}"), "the same as ever");
    }
    assert_eq!(ranked(&store, "tehran the").ids, [rare, common]);
}

#[test]
fn of_equals_the_newest_comes_first_and_conditions_without_words_rank_nothing() {
    let mut store = store();
    let ids = filled(&mut store, 5);
    let mut newest = ids.clone();
    newest.sort_by_key(|id| std::cmp::Reverse(*id));
    assert_eq!(ranked(&store, "is:unread").ids, newest);
    assert_eq!(ranked(&store, "author:x or article").ids.len(), 5);
    assert_eq!(ranked(&store, "article").reach, Reach::All);
}

#[test]
fn the_newest_of_many_matches_are_ranked_and_that_is_said() {
    let mut store = store();
    filled(&mut store, i64::try_from(RANKED).unwrap() + 1);
    let ranked = ranked(&store, "article");
    assert_eq!((ranked.ids.len(), ranked.reach), (RANKED, Reach::AtLeast));
}

#[test]
fn what_comes_in_or_goes_is_in_the_next_ranking_whoever_wrote_it() {
    let dir = tempfile::TempDir::new().unwrap();
    let (mut store, _) = Store::open(dir.path(), NOW).unwrap();
    let (mut other, _) = Store::open(dir.path(), NOW).unwrap();
    let first = put(&mut store, "First", "There was rain.");
    assert_eq!(ranked(&store, "rain").ids, [first]);
    let second = put(&mut other, "Rain", "Rain.");
    assert_eq!(ranked(&store, "rain").ids, [second, first]);
    let third = put(&mut store, "Rain, rain", "Rain.");
    assert_eq!(ranked(&store, "rain").ids, [third, second, first]);
    assert_eq!(ranked(&store, "first").ids, [first]);
}

#[test]
fn what_one_connection_ranked_is_not_another_s() {
    let dir = tempfile::TempDir::new().unwrap();
    let (mut writer, _) = Store::open(dir.path(), NOW).unwrap();
    let first = put(&mut writer, "First", "There was rain.");
    let (store, _) = Store::open(dir.path(), NOW).unwrap();
    assert_eq!(ranked(&store, "rain").ids, [first]);
    let second = put(&mut writer, "Rain", "Rain.");
    let (other, _) = Store::open(dir.path(), NOW).unwrap();
    assert_eq!(ranked(&other, "rain").ids, [second, first]);
}

#[test]
fn a_ranking_that_was_given_up_fails() {
    let mut store = store();
    filled(&mut store, 3);
    store.interrupter().give_up();
    assert!(store.most_relevant(&parse("article", Today::default()).unwrap()).is_err());
    assert!(store.was_given_up());
}
