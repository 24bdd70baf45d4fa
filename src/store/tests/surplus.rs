use super::*;
use crate::store::Limit;

fn put(store: &mut Store, number: i64) -> ArticleId {
    take(store, &format!("file:/{number}"), &article(&format!("Rain {number}"), "A", NOW - number * 86_400)).ids[0]
}

#[test]
fn what_a_limit_does_not_keep_is_the_oldest_and_never_what_is_wanted() {
    let mut store = store();
    let ids: Vec<ArticleId> = (0..6).map(|number| put(&mut store, number)).collect();
    let source = store.sources().unwrap()[0].id;
    let surplus = |store: &Store, limit| store.surplus(source, limit).unwrap();
    assert_eq!(surplus(&store, Limit::Newest(2)), [], "all are unread");

    store.apply(&Change { verb: Verb::Read, on: Target::View(View::default()) }, NOW).unwrap();
    store.apply(&Change { verb: Verb::Bookmark, on: Target::Articles(vec![ids[3]]) }, NOW).unwrap();
    store.apply(&Change { verb: Verb::Later, on: Target::Articles(vec![ids[4]]) }, NOW).unwrap();
    assert_eq!(surplus(&store, Limit::Newest(2)), [ids[2], ids[5]]);
    assert_eq!(surplus(&store, Limit::Since(NOW - 4 * 86_400)), [ids[5]]);
    assert_eq!(surplus(&store, Limit::Bytes(0)), [ids[0], ids[1], ids[2], ids[5]]);
    assert_eq!(surplus(&store, Limit::Bytes(u64::MAX)), []);
}
