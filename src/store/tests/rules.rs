use super::*;
use crate::catalog::rules::{RuleKind, WrittenRule};
use crate::catalog::{Queue, Shown, View};
use crate::query::{Today, parse};
use crate::store::RulesProgress;

fn rule(kind: RuleKind, query: &str, until: Option<i64>) -> WrittenRule {
    WrittenRule { kind, name: query.to_owned(), query: query.to_owned(), until }
}

fn force(store: &mut Store, rules: &[WrittenRule]) {
    store.follow_rules(rules).unwrap();
    while store.apply_rules(NOW, 2).unwrap() == RulesProgress::More {}
}

fn put(store: &mut Store, headline: &str) -> ArticleId {
    take(store, &format!("file:/{headline}"), &article(headline, "A", NOW)).ids[0]
}

fn listed(store: &Store, shown: Shown) -> Vec<ArticleId> {
    let scope = Scope::View(View { shown, ..View::default() });
    let rows = store.window(&scope, Anchor::First, 100).unwrap().rows;
    let counts = store.counts(&scope).unwrap();
    assert_eq!(counts.shown, rows.len(), "{shown:?}");
    rows.into_iter().map(|row| row.id).collect()
}

#[test]
fn what_a_rule_mutes_leaves_every_list_and_search_but_those_that_ask_for_it() {
    let mut store = store();
    let ids = [put(&mut store, "Transfer news"), put(&mut store, "Rain"), put(&mut store, "Transfer of rain")];
    force(&mut store, &[rule(RuleKind::Mute, "title:transfer", None)]);
    assert_eq!(listed(&store, Shown::Unread), [ids[1]]);
    assert_eq!(listed(&store, Shown::All), [ids[1]]);
    assert_eq!(listed(&store, Shown::Muted), [ids[0], ids[2]]);
    let found = |text: &str| store.ids_matching(&parse(text, Today::default()).unwrap(), 10).unwrap();
    assert_eq!(found("rain"), [ids[1]]);
    assert_eq!(found("rain is:muted"), [ids[2]]);
    assert_eq!(found("-is:read"), [ids[1]]);
    assert_eq!(store.rank(&View::default(), ids[2]).unwrap(), 1);
}

#[test]
fn what_comes_in_later_is_muted_or_watched_at_once_and_watching_goes_before() {
    let mut store = store();
    force(&mut store, &[rule(RuleKind::Mute, "rain", None), rule(RuleKind::Watch, "ecb", None)]);
    let ids = [put(&mut store, "Rain"), put(&mut store, "ECB in the rain"), put(&mut store, "ECB")];
    assert_eq!(listed(&store, Shown::Unread), [ids[1], ids[2]]);
    assert_eq!(listed(&store, Shown::Watched), [ids[1], ids[2]]);
    assert_eq!(listed(&store, Shown::Muted), [ids[0]]);
    let row = &store.rows(&[ids[0]]).unwrap()[0];
    assert!(matches!(row.queue, Queue::Muted(_)) && !row.read);
}

#[test]
fn a_rule_that_ends_or_goes_gives_its_articles_back() {
    let mut store = store();
    let id = put(&mut store, "Rain");
    force(&mut store, &[rule(RuleKind::Mute, "rain", Some(NOW + 60))]);
    assert_eq!((listed(&store, Shown::Unread), store.next_wake().unwrap()), (vec![], Some(NOW + 60)));
    assert_eq!(store.wake(NOW + 59).unwrap(), []);
    assert_eq!(store.wake(NOW + 60).unwrap(), [id]);
    assert_eq!((listed(&store, Shown::Unread), store.next_wake().unwrap()), (vec![id], None));

    force(&mut store, &[rule(RuleKind::Mute, "rain", None)]);
    assert_eq!(listed(&store, Shown::Unread), []);
    force(&mut store, &[]);
    assert_eq!(listed(&store, Shown::Unread), [id]);
}

#[test]
fn what_is_kept_or_put_off_is_not_muted_and_what_is_muted_can_be_taken_back_by_hand() {
    let mut store = store();
    let ids = [put(&mut store, "Rain kept"), put(&mut store, "Rain later"), put(&mut store, "Rain")];
    let on = |id| Target::Articles(vec![id]);
    store.apply(&Change { verb: Verb::Bookmark, on: on(ids[0]) }, NOW).unwrap();
    store.apply(&Change { verb: Verb::Later, on: on(ids[1]) }, NOW).unwrap();
    force(&mut store, &[rule(RuleKind::Mute, "rain", None)]);
    assert_eq!(listed(&store, Shown::Muted), [ids[2]]);
    store.apply(&Change { verb: Verb::Unread, on: on(ids[2]) }, NOW).unwrap();
    assert_eq!((listed(&store, Shown::Muted), listed(&store, Shown::Unread)), (vec![], vec![ids[0], ids[2]]));
    store.undo(NOW).unwrap();
    assert_eq!(listed(&store, Shown::Muted), [ids[2]]);
}

#[test]
fn what_the_reader_hides_stays_hidden_whatever_rules_come_and_go() {
    let mut store = store();
    let ids = [put(&mut store, "Rain"), put(&mut store, "ECB")];
    store.apply(&Change { verb: Verb::Mute, on: Target::Articles(ids[..1].to_vec()) }, NOW).unwrap();
    for rules in [&[rule(RuleKind::Watch, "rain or ecb", None)][..], &[]] {
        force(&mut store, rules);
        assert_eq!(listed(&store, Shown::Muted), [ids[0]]);
    }
}

#[test]
fn the_store_agrees_with_itself_after_rules() {
    let mut store = store();
    filled(&mut store, 20);
    force(&mut store, &[rule(RuleKind::Mute, "article", None)]);
    assert_eq!(store.check(crate::store::Mend::No).unwrap(), []);
    assert!(!store.follow_rules(&[rule(RuleKind::Mute, "article", None)]).unwrap());
}
