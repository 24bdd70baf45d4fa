//! Queues, tags, waking, the history, and journals put together.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::replay::{Fact, State, replay};
use super::*;
use crate::catalog::{Queue, TagId};

fn queue(store: &Store, id: ArticleId) -> Queue {
    store.rows(&[id]).unwrap()[0].queue
}

fn shown(store: &Store, shown: Shown) -> Vec<ArticleId> {
    ids(store, &Scope::View(View { shown, ..ALL }), Anchor::First, 100)
}

#[test]
fn an_article_waits_in_one_queue_at_a_time() {
    let mut store = store();
    let ids = filled(&mut store, 4);
    store.apply(&change(Verb::Later, &ids[..2]), NOW).unwrap();
    store.apply(&change(Verb::Snooze(NOW + 60), &ids[1..3]), NOW).unwrap();
    let queues: Vec<_> = ids.iter().map(|id| queue(&store, *id)).collect();
    assert_eq!(queues, [Queue::Later, Queue::Snoozed(NOW + 60), Queue::Snoozed(NOW + 60), Queue::Inbox]);
    assert_eq!(shown(&store, Shown::Unread), [ids[3]]);
    let counts = store.counts(&all()).unwrap();
    assert_eq!((counts.unread, counts.later, counts.snoozed), (1, 1, 2));
    store.apply(&change(Verb::Read, &ids), NOW).unwrap();
    assert_eq!(shown(&store, Shown::Done), [ids[3], ids[2], ids[1], ids[0]]);
    store.undo(NOW).unwrap();
    assert_eq!(queue(&store, ids[1]), Queue::Snoozed(NOW + 60));
}

#[test]
fn a_view_marked_read_leaves_what_was_put_off() {
    let mut store = store();
    let ids = filled(&mut store, 3);
    store.apply(&change(Verb::Later, &ids[..1]), NOW).unwrap();
    let done = store.apply(&Change { verb: Verb::Read, on: Target::View(ALL) }, NOW).unwrap();
    assert_eq!(done.articles, ids[1..]);
    assert_eq!(queue(&store, ids[0]), Queue::Later);
    let later = View { shown: Shown::Later, ..ALL };
    store.apply(&Change { verb: Verb::Read, on: Target::View(later) }, NOW).unwrap();
    assert_eq!(queue(&store, ids[0]), Queue::Done);
}

#[test]
fn the_snoozed_wake_when_their_time_comes_and_not_before() {
    let mut store = store();
    let ids = filled(&mut store, 2);
    store.apply(&change(Verb::Snooze(NOW + 60), &ids[..1]), NOW).unwrap();
    store.apply(&change(Verb::Snooze(NOW + 90), &ids[1..]), NOW).unwrap();
    assert_eq!(store.next_wake().unwrap(), Some(NOW + 60));
    assert_eq!(store.wake(NOW + 59).unwrap(), []);
    assert_eq!(store.wake(NOW + 60).unwrap(), [ids[0]]);
    assert_eq!((queue(&store, ids[0]), queue(&store, ids[1])), (Queue::Woken(NOW + 60), Queue::Snoozed(NOW + 90)));
    assert_eq!(store.next_wake().unwrap(), Some(NOW + 90));
    // Undoing the snooze of one that has woken changes nothing; of one that sleeps, it wakes it.
    store.undo(NOW + 70).unwrap();
    store.undo(NOW + 70).unwrap();
    assert_eq!((queue(&store, ids[0]), queue(&store, ids[1])), (Queue::Woken(NOW + 60), Queue::Inbox));
}

#[test]
fn tags_are_found_in_any_case_and_counted() {
    let mut store = store();
    let ids = filled(&mut store, 3);
    let oil = store.tag("Oil").unwrap();
    assert_eq!(store.tag("oil").unwrap(), oil);
    store.apply(&change(Verb::Tag(oil), &ids[..2]), NOW).unwrap();
    store.apply(&change(Verb::Untag(oil), &ids[1..]), NOW).unwrap();
    assert_eq!(shown(&store, Shown::Tagged(oil)), [ids[0]]);
    let tags = store.tags().unwrap();
    assert_eq!((tags[0].name.as_str(), tags[0].articles), ("Oil", 1));
    assert_eq!(store.tags_of(ids[0]).unwrap(), tags);
    assert_eq!(store.tags_of(ids[1]).unwrap(), []);
    store.undo(NOW).unwrap();
    assert_eq!(shown(&store, Shown::Tagged(oil)), [ids[1], ids[0]]);
}

#[test]
fn any_change_of_the_history_can_be_taken_back() {
    let mut store = store();
    let ids = filled(&mut store, 3);
    let first = store.apply(&change(Verb::Later, &ids[..1]), NOW).unwrap().entry.unwrap();
    store.apply(&change(Verb::Read, &ids[1..]), NOW).unwrap();
    let undone = store.undo_entry(first, NOW).unwrap().unwrap();
    assert_eq!((undone.deed, undone.articles), (Deed::Articles(Verb::Later), vec![ids[0]]));
    assert_eq!(store.undo_entry(first, NOW).unwrap(), None);
    let history = store.history(10).unwrap();
    let said: Vec<_> = history.iter().map(|past| (past.verb.as_str(), past.articles, past.stands)).collect();
    assert_eq!(said, [("read", 2, true), ("later", 1, false)]);
}

#[test]
fn a_stretch_is_a_part_of_its_view() {
    let mut store = store();
    let ids = filled(&mut store, 5);
    store.apply(&change(Verb::Read, &ids[2..3]), NOW).unwrap();
    let view = View { shown: Shown::Unread, ..ALL };
    let on = Target::Stretch { view, oldest: ids[1], newest: ids[3] };
    assert_eq!(store.targets(&on).unwrap(), [ids[1], ids[3]]);
    let change = Change { verb: Verb::Read, on };
    assert_eq!(store.would_change(&change, NOW).unwrap(), 2);
    assert_eq!(shown(&store, Shown::Unread).len(), 4);
    assert_eq!(store.apply(&change, NOW).unwrap().articles, [ids[1], ids[3]]);
}

fn verb(number: usize, tags: [TagId; 2]) -> Verb {
    let verbs = [
        Verb::Read,
        Verb::Unread,
        Verb::Bookmark,
        Verb::Unbookmark,
        Verb::Later,
        Verb::Snooze(NOW + 20),
        Verb::Snooze(NOW + 40),
        Verb::Tag(tags[0]),
        Verb::Tag(tags[1]),
        Verb::Untag(tags[0]),
    ];
    verbs[number % verbs.len()]
}

/// Random changes, undoings and redoings.
fn worked(store: &mut Store, ids: &[ArticleId], steps: &[(usize, Vec<usize>)]) {
    let tags = [store.tag("oil").unwrap(), store.tag("gas").unwrap()];
    for (step, picks) in steps {
        let picked: Vec<_> = picks.iter().map(|pick| ids[*pick]).collect();
        match step {
            10 | 11 => drop(store.undo(NOW).unwrap()),
            12 => drop(store.redo(NOW).unwrap()),
            number => drop(store.apply(&change(verb(*number, tags), &picked), NOW).unwrap()),
        }
    }
}

fn actual(store: &Store, ids: &[ArticleId]) -> BTreeMap<String, State> {
    let state = |id: &ArticleId| {
        let stored = store.article(*id).unwrap().unwrap();
        let tags: BTreeSet<_> = store.tags_of(*id).unwrap().into_iter().map(|tag| tag.name).collect();
        (stored.key, State { queue: stored.row.queue, bookmarked: stored.row.bookmarked, tags })
    };
    ids.iter().map(state).collect()
}

fn steps() -> impl Strategy<Value = Vec<(usize, Vec<usize>)>> {
    prop::collection::vec((0usize..13, prop::collection::vec(0usize..5, 1..4)), 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_journal_replays_to_the_state(steps in steps()) {
        let mut store = store();
        let ids = filled(&mut store, 5);
        worked(&mut store, &ids, &steps);
        let facts = store.facts().unwrap();
        let replayed = replay(&facts, NOW);
        for (key, state) in actual(&store, &ids) {
            let untouched = State { queue: Queue::Inbox, bookmarked: false, tags: BTreeSet::new() };
            prop_assert_eq!(replayed.get(&key).unwrap_or(&untouched), &state);
        }
    }

    #[test]
    fn two_journals_in_any_order_come_to_the_same(
        (here, there) in (steps(), steps()),
        order in Just((0..400).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let mut facts: Vec<Fact> = Vec::new();
        for steps in [here, there] {
            let mut store = store();
            let ids = filled(&mut store, 5);
            worked(&mut store, &ids, &steps);
            facts.extend(store.facts().unwrap());
        }
        let shuffled = order.iter().filter_map(|index| facts.get(*index)).chain(facts.iter().skip(order.len()));
        prop_assert_eq!(replay(shuffled, NOW + 30), replay(&facts, NOW + 30));
    }
}
