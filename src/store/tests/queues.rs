//! Queues, tags, waking, the history, and journals put together.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::replay::{Fact, State, replay};
use super::*;
use crate::catalog::notes::{Annotation, Passage};
use crate::catalog::people::{PeopleChange, PersonId, Who};
use crate::catalog::quotation::{Kept, KeptQuotation};
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
fn what_marking_a_list_read_would_change_is_counted_without_doing_it() {
    let mut store = store();
    let ids = filled(&mut store, 12);
    store.apply(&change(Verb::Later, &ids[..2]), NOW).unwrap();
    store.apply(&change(Verb::Read, &ids[5..7]), NOW).unwrap();
    store.apply(&change(Verb::Mute, &ids[10..11]), NOW).unwrap();
    let source = store.rows(&ids[..1]).unwrap()[0].source_id;
    let views = [Shown::All, Shown::Unread, Shown::Later, Shown::Done]
        .into_iter()
        .flat_map(|shown| [None, Some(source)].map(|source| View { shown, source, ..ALL }));
    for view in views {
        let stretch = |oldest: usize, newest: usize| Target::Stretch { view, oldest: ids[oldest], newest: ids[newest] };
        let everything = Target::Stretch { view, oldest: ArticleId(i64::MIN), newest: ArticleId(i64::MAX) };
        for on in [Target::View(view), stretch(3, 9), stretch(0, 0), stretch(9, 3), everything] {
            let change = Change { verb: Verb::Read, on };
            let counted = store.would_change(&change, NOW).unwrap();
            let done = store.apply(&change, NOW).unwrap();
            assert_eq!(counted, done.articles.len(), "{change:?}");
            if done.entry.is_some() {
                store.undo(NOW).unwrap();
            }
        }
    }
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
    let history = store.history(None, 2).unwrap();
    assert_eq!(history.iter().map(|past| past.verb.as_str()).collect::<Vec<_>>(), ["untag “Oil”", "tag “Oil”"]);
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
    let history = store.history(None, 10).unwrap();
    let said: Vec<_> = history.iter().map(|past| (past.verb.as_str(), past.articles, past.stands)).collect();
    assert_eq!(said, [("read", 2, true), ("later", 1, false)]);
}

#[test]
fn a_bookmark_whose_removal_was_undone_after_it_stays_gone() {
    let mut store = store();
    let ids = filled(&mut store, 1);
    let first = store.apply(&change(Verb::Bookmark, &ids), NOW).unwrap().entry.unwrap();
    store.apply(&change(Verb::Unbookmark, &ids), NOW).unwrap();
    let step = store.undo_entry(first, NOW).unwrap().unwrap();
    assert_eq!((step.deed, step.articles), (Deed::Overruled, vec![]));
    assert_eq!(store.undo(NOW).unwrap().unwrap().deed, Deed::Overruled);
    assert_eq!(store.undo(NOW).unwrap(), None);
    assert!(!store.rows(&ids).unwrap()[0].bookmarked);
}

#[test]
fn a_later_change_of_the_queue_stays_when_an_earlier_one_is_undone() {
    let mut store = store();
    let ids = filled(&mut store, 1);
    let first = store.apply(&change(Verb::Snooze(NOW + 60), &ids), NOW).unwrap().entry.unwrap();
    store.apply(&change(Verb::Later, &ids), NOW).unwrap();
    store.undo_entry(first, NOW).unwrap();
    assert_eq!(queue(&store, ids[0]), Queue::Later);
    store.undo(NOW).unwrap();
    assert_eq!(queue(&store, ids[0]), Queue::Inbox, "the snooze stays gone");
    store.redo(NOW).unwrap();
    assert_eq!(queue(&store, ids[0]), Queue::Later);
    assert_eq!(store.counts(&all()).unwrap().unread, 0, "in one queue at a time");
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
        Verb::Mute,
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
            11 | 12 => drop(store.undo(NOW).unwrap()),
            13 => drop(store.redo(NOW).unwrap()),
            14 | 15 => {
                let history = store.history(None, 100).unwrap();
                if let Some(past) = picks.first().and_then(|pick| history.iter().filter(|past| past.stands).nth(*pick))
                {
                    store.undo_entry(EntryId(past.entry), NOW).unwrap();
                }
            }
            number => drop(store.apply(&change(verb(*number, tags), &picked), NOW).unwrap()),
        }
    }
}

fn actual(store: &Store, ids: &[ArticleId]) -> BTreeMap<String, State> {
    let state = |id: &ArticleId| {
        let stored = store.article(*id).unwrap().unwrap();
        let tags: BTreeSet<_> = store.tags_of(*id).unwrap().into_iter().map(|tag| tag.name).collect();
        (stored.key, State { queue: stored.row.queue, bookmarked: stored.row.bookmarked, tags, ..State::default() })
    };
    ids.iter().map(state).collect()
}

/// The logical times of the changes that stand.
fn standing(store: &Store) -> BTreeSet<i64> {
    let sql = "SELECT clock FROM journal WHERE undone IS NULL AND undoes IS NULL AND redoes IS NULL";
    let mut select = store.db.prepare(sql).unwrap();
    select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn steps() -> impl Strategy<Value = Vec<(usize, Vec<usize>)>> {
    prop::collection::vec((0usize..16, prop::collection::vec(0usize..5, 1..4)), 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_journal_replays_to_the_state(steps in steps()) {
        let mut store = store();
        let ids = filled(&mut store, 5);
        worked(&mut store, &ids, &steps);
        let facts = store.facts().unwrap();
        let replayed = replay(&facts, NOW).articles;
        for (key, state) in actual(&store, &ids) {
            let untouched = State::default();
            prop_assert_eq!(replayed.get(&key).unwrap_or(&untouched), &state);
        }
    }

    #[test]
    fn things_are_as_the_last_standing_change_says_in_whatever_order_others_were_undone(steps in steps()) {
        let mut store = store();
        let ids = filled(&mut store, 5);
        worked(&mut store, &ids, &steps);
        let clocks = standing(&store);
        let facts: Vec<_> = store.facts().unwrap().into_iter().filter(|fact| clocks.contains(&fact.clock)).collect();
        let said = replay(&facts, NOW).articles;
        let untouched = State::default();
        for (key, state) in actual(&store, &ids) {
            prop_assert_eq!(said.get(&key).unwrap_or(&untouched), &state);
        }
        assert_tallies_hold(&store);
        while store.undo(NOW).unwrap().is_some() {}
        prop_assert!(actual(&store, &ids).values().all(|state| *state == untouched));
    }
}

/// What a random step does beyond shelves: who is who, quotations, notes, texts; undone and done again.
fn talked(store: &mut Store, ids: &[ArticleId], steps: &[(usize, usize, usize)]) {
    let names = ["Ann Lee", "A. Lee", "Bo Stone"];
    for (what, which, how) in steps {
        let article = ids[which % ids.len()];
        let passage = Passage { exact: format!("word {how}"), ..Passage::default() };
        let mut here = replay(&store.facts().unwrap(), NOW).articles;
        let here = here.remove(&store.article(article).unwrap().unwrap().key).unwrap_or_default();
        match what % 7 {
            0 => {
                let who = store.person_named(names[which % 3]).unwrap().map(|person| Who::Person(person.id));
                let change = who.map(|who| match how {
                    0 => PeopleChange::Merge(who, names[(which + 1) % 3].into()),
                    1 => PeopleChange::Rename(person_of(who), names[(which + 1) % 3].into()),
                    _ => PeopleChange::Split(article, person_of(who), Some("Ann the Second".into())),
                });
                change.map(|change| store.change_people(&change, NOW).unwrap());
            }
            1 => {
                let kept = if here.quotations.contains(&passage) { Kept::No } else { Kept::Yes };
                let Passage { exact, prefix, suffix } = passage;
                store.enter_quotation(&KeptQuotation { article, exact, prefix, suffix, kept }, NOW).unwrap();
            }
            2 => {
                let passage = (*how > 0).then_some(passage);
                let after = (which % 2 == 0).then(|| format!("note {how}"));
                let before = here.notes.get(&passage).cloned();
                store.enter_annotation(&Annotation { article, passage, before, after }, NOW).unwrap();
            }
            3 => {
                let new = super::article(&format!("Whole {how}"), "A", NOW);
                let entered = super::super::whole::Entered::Yes;
                store.keep_whole(article, &new, &quotations(&new), 1, NOW, entered).unwrap();
            }
            4 => drop(store.undo(NOW).unwrap()),
            5 => drop(store.redo(NOW).unwrap()),
            _ => {
                let past = store.history(None, 100).unwrap().into_iter().filter(|past| past.stands).nth(*which);
                past.map(|past| store.undo_entry(EntryId(past.entry), NOW).unwrap());
            }
        }
    }
}

fn person_of(who: Who) -> PersonId {
    match who {
        Who::Person(person) | Who::Within(_, person) => person,
    }
}

/// What the store itself says of people, and of the texts that articles have.
fn said(store: &Store, ids: &[ArticleId]) -> (BTreeMap<String, String>, BTreeMap<String, String>, Vec<u64>) {
    let pairs = |sql: &str| -> BTreeMap<String, String> {
        let mut select = store.db.prepare(sql).unwrap();
        select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    let texts = ids.iter().map(|id| store.article(*id).unwrap().unwrap().article.text);
    (
        pairs("SELECT p.name, o.name FROM person p JOIN person o ON o.id = p.same_as"),
        pairs("SELECT name, shown FROM person WHERE shown IS NOT NULL"),
        texts.map(|text| xxhash_rust::xxh3::xxh3_64(text.as_bytes())).collect(),
    )
}

fn talk() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    prop::collection::vec((0usize..7, 0usize..4, 0usize..3), 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_was_said_and_written_replays_to_the_state(steps in talk()) {
        let mut store = store();
        let ids = filled(&mut store, 4);
        let untouched = said(&store, &ids);
        talked(&mut store, &ids, &steps);
        let facts = store.facts().unwrap();
        let clocks = standing(&store);
        let standing: Vec<_> = facts.iter().filter(|fact| clocks.contains(&fact.clock)).cloned().collect();
        let (all, standing) = (replay(&facts, NOW), replay(&standing, NOW));
        let (same_as, shown, texts) = said(&store, &ids);
        prop_assert_eq!((&all.same_as, &all.shown), (&same_as, &shown));
        prop_assert_eq!((&standing.same_as, &standing.shown), (&same_as, &shown));
        for (id, text) in ids.iter().zip(texts) {
            let key = store.article(*id).unwrap().unwrap().key;
            let (all, standing) = (all.articles.get(&key), standing.articles.get(&key));
            prop_assert!(all.and_then(|state| state.text).is_none_or(|hash| hash == text));
            let written = |state: &State| (state.quotations.clone(), state.notes.clone(), state.meant.clone());
            prop_assert_eq!(all.map(written).unwrap_or_default(), standing.map(written).unwrap_or_default());
        }
        while store.undo(NOW).unwrap().is_some() {}
        prop_assert_eq!(said(&store, &ids), untouched);
    }

    #[test]
    fn two_journals_of_all_that_can_be_said_in_any_order_come_to_the_same(
        (here, there) in ((steps(), talk()), (steps(), talk())),
        order in Just((0..600).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let mut facts: Vec<Fact> = Vec::new();
        for (steps, talk) in [here, there] {
            let mut store = store();
            let ids = filled(&mut store, 5);
            worked(&mut store, &ids, &steps);
            talked(&mut store, &ids, &talk);
            facts.extend(store.facts().unwrap());
        }
        let shuffled = order.iter().filter_map(|index| facts.get(*index)).chain(facts.iter().skip(order.len()));
        prop_assert_eq!(replay(shuffled, NOW + 30), replay(&facts, NOW + 30));
    }
}
