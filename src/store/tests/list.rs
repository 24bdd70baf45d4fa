use super::*;
use proptest::prelude::*;

use crate::catalog::Queue;

#[test]
fn the_first_window_has_the_newest_rows() {
    let mut store = store();
    let ids = filled(&mut store, 10);
    let window = store.window(&all(), Anchor::First, 3).unwrap();
    let found: Vec<_> = window.rows.iter().map(|row| row.id).collect();
    assert_eq!((found.as_slice(), window.rank), ([ids[9], ids[8], ids[7]].as_slice(), Some(0)));
    let row = &window.rows[0];
    assert_eq!((&*row.headline, &*row.source), ("Article 9", "A"));
    assert_eq!((row.published, row.sorted_at), (Some(NOW - 60), NOW - 60));
    assert_eq!((row.quotations, row.words, row.read, row.bookmarked), (1, 13, false, false));
}

#[test]
fn an_empty_view_has_an_empty_window() {
    let store = store();
    for anchor in [Anchor::First, Anchor::Last, Anchor::At(ArticleId(5)), Anchor::After(ArticleId(i64::MIN))] {
        assert!(store.window(&all(), anchor, 5).unwrap().rows.is_empty());
    }
    assert_eq!(store.counts(&all()).unwrap(), Counts::default());
    assert_eq!(store.nth(&ALL, 0).unwrap(), None);
}

#[test]
fn a_window_goes_on_where_its_anchor_has_left_the_view() {
    let mut store = store();
    let all = filled(&mut store, 5);
    store.apply(&change(Verb::Read, &[all[2]]), NOW).unwrap();
    let unread = Scope::View(View { shown: Shown::Unread, ..ALL });
    assert_eq!(ids(&store, &unread, Anchor::At(all[2]), 2), [all[1], all[0]]);
    assert_eq!(ids(&store, &unread, Anchor::Before(all[2]), 1), [all[3]]);
}

#[test]
fn picked_articles_keep_their_own_order() {
    let mut store = store();
    let all = filled(&mut store, 5);
    let gone = ArticleId(3);
    let picked = Scope::Only(vec![all[1], gone, all[4], all[0]]);
    assert_eq!(ids(&store, &picked, Anchor::First, 9), [all[1], all[4], all[0]]);
    assert_eq!(ids(&store, &picked, Anchor::After(all[1]), 2), [all[4]]);
    assert_eq!(ids(&store, &picked, Anchor::Before(all[0]), 2), [all[4]]);
    assert_eq!(ids(&store, &picked, Anchor::At(all[4]), 1), [all[4]]);
    assert_eq!(ids(&store, &picked, Anchor::Nth(3), 5), [all[0]]);
    assert_eq!(ids(&store, &picked, Anchor::Last, 1), [all[0]]);
    assert!(ids(&store, &picked, Anchor::After(ArticleId(9)), 5).is_empty());
    store.apply(&change(Verb::Read, &[all[1], all[3]]), NOW).unwrap();
    let counts = store.counts(&picked).unwrap();
    assert_eq!(counts, Counts { shown: 3, all: 3, unread: 2, ..Counts::default() });
    assert_eq!(store.next_unread(&picked, Anchor::First).unwrap(), Some(all[4]));
    assert_eq!(store.next_unread(&picked, Anchor::Before(all[4])).unwrap(), None);
    assert_eq!(store.next_unread(&picked, Anchor::After(all[4])).unwrap(), Some(all[0]));
}

#[test]
fn the_next_unread_article_is_found_within_the_view() {
    let mut store = store();
    let all = filled(&mut store, 6);
    store.apply(&change(Verb::Read, &all[2..5]), NOW).unwrap();
    store.apply(&change(Verb::Bookmark, &[all[0], all[3]]), NOW).unwrap();
    let next = |view, from| store.next_unread(&Scope::View(view), from).unwrap();
    assert_eq!(next(ALL, Anchor::After(all[5])), Some(all[1]));
    assert_eq!(next(ALL, Anchor::Before(all[2])), Some(all[5]));
    assert_eq!(next(ALL, Anchor::Before(all[5])), None);
    let bookmarks = View { shown: Shown::Bookmarked, ..ALL };
    assert_eq!(next(bookmarks, Anchor::First), Some(all[0]));
}

#[test]
fn rows_come_in_the_order_asked_for() {
    let mut store = store();
    let ids = filled(&mut store, 3);
    let rows = store.rows(&[ids[1], ArticleId(1), ids[0]]).unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
}

#[test]
fn the_list_never_reads_a_body() {
    let mut store = store();
    filled(&mut store, 3);
    store.db.execute_batch("PRAGMA foreign_keys = OFF; DROP TABLE body; DROP TABLE quoted").unwrap();
    assert_eq!(ids(&store, &all(), Anchor::First, 9).len(), 3);
}

#[test]
fn sources_stand_by_name_with_their_counts() {
    let mut store = store();
    let ids = filled(&mut store, 7);
    store.apply(&change(Verb::Read, &ids[..2]), NOW).unwrap();
    store.apply(&change(Verb::Bookmark, &[ids[1]]), NOW).unwrap();
    let sources = store.sources().unwrap();
    let counts: Vec<_> = sources.iter().map(|s| (&*s.name, s.all, s.unread, s.bookmarked)).collect();
    assert_eq!(counts, [("A", 3, 2, 0), ("B", 2, 1, 1), ("C", 2, 2, 0)]);
}

/// What a test does to a store.
#[derive(Debug, Clone)]
enum Step {
    Take { seconds: Vec<i64>, source: u8 },
    Apply { verb: Verb, picks: Vec<prop::sample::Index> },
    ApplyToView { verb: Verb, view: View },
    Undo,
    Redo,
}

fn verb() -> impl Strategy<Value = Verb> {
    prop::sample::select(vec![
        Verb::Read,
        Verb::Unread,
        Verb::Bookmark,
        Verb::Unbookmark,
        Verb::Later,
        Verb::Snooze(NOW + 1),
    ])
}

fn view() -> impl Strategy<Value = View> {
    let shown = prop::sample::select(vec![
        Shown::All,
        Shown::Unread,
        Shown::Bookmarked,
        Shown::Later,
        Shown::Snoozed,
        Shown::Done,
    ]);
    let source = prop::option::of((1i64..4).prop_map(SourceId));
    let order = prop::sample::select(vec![Order::NewestFirst, Order::OldestFirst]);
    (shown, source, order).prop_map(|(shown, source, order)| View { shown, source, order, ..ALL })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (prop::collection::vec(NOW - 5..NOW + 5, 1..20), 0u8..3)
            .prop_map(|(seconds, source)| Step::Take { seconds, source }),
        (verb(), prop::collection::vec(any::<prop::sample::Index>(), 1..9))
            .prop_map(|(verb, picks)| Step::Apply { verb, picks }),
        (verb(), view()).prop_map(|(verb, view)| Step::ApplyToView { verb, view }),
        Just(Step::Undo),
        Just(Step::Redo),
    ]
}

fn perform(store: &mut Store, ids: &mut Vec<ArticleId>, step: Step) {
    match step {
        Step::Take { seconds, source } => {
            for second in seconds {
                let key = format!("file:/{}", ids.len());
                let article = article(&key, &source.to_string(), second);
                ids.extend(take(store, &key, &article).ids);
            }
        }
        Step::Apply { verb, picks } if !ids.is_empty() => {
            let picked: Vec<_> = picks.iter().map(|pick| *pick.get(ids)).collect();
            store.apply(&change(verb, &picked), NOW).unwrap();
        }
        Step::ApplyToView { verb, view } => {
            store.apply(&Change { verb, on: Target::View(view) }, NOW).unwrap();
        }
        Step::Apply { .. } => {}
        Step::Undo => drop(store.undo(NOW).unwrap()),
        Step::Redo => drop(store.redo(NOW).unwrap()),
    }
}

/// The view's articles, found the slow way.
fn naive(store: &Store, ids: &[ArticleId], view: &View) -> Vec<ArticleId> {
    let mut rows = store.rows(ids).unwrap();
    rows.retain(|row| match view.shown {
        Shown::All => true,
        Shown::Unread => row.queue.is_inbox(),
        Shown::Bookmarked => row.kept,
        Shown::Later => row.queue == Queue::Later,
        Shown::Snoozed => matches!(row.queue, Queue::Snoozed(_)),
        Shown::Done => row.queue == Queue::Done,
        Shown::Muted => matches!(row.queue, Queue::Muted(_)),
        Shown::Watched => row.watched.is_some(),
        Shown::Tagged(_) => false,
    });
    rows.retain(|row| view.source.is_none_or(|source| source == row.source_id));
    rows.sort_by_key(|row| row.id);
    if view.order != Order::OldestFirst {
        rows.reverse();
    }
    if view.order == Order::BySource {
        rows.sort_by_key(|row| row.source.clone());
    }
    rows.iter().map(|row| row.id).collect()
}

fn assert_window_is_naive(store: &Store, all: &[ArticleId], view: View, from: Anchor, count: usize) {
    let window = store.window(&Scope::View(view), from, count).unwrap();
    let not_before = |id: ArticleId, place: ArticleId| match view.order {
        Order::NewestFirst => id <= place,
        Order::OldestFirst => id >= place,
        Order::BySource | Order::Relevance => id == place,
    };
    let at = |place| all.iter().position(|id| not_before(*id, place)).unwrap_or(all.len());
    let after = |place| at(place) + usize::from(all.contains(&place));
    let (start, end) = match from {
        Anchor::First => (0, count),
        Anchor::Last => (all.len().saturating_sub(count), all.len()),
        Anchor::At(place) => (at(place), at(place) + count),
        Anchor::After(place) => (after(place), after(place) + count),
        Anchor::Before(place) => (at(place).saturating_sub(count), at(place)),
        Anchor::Nth(n) => (n, n + count),
    };
    let found: Vec<_> = window.rows.iter().map(|row| row.id).collect();
    let start = start.min(all.len());
    assert_eq!(found, all[start..end.min(all.len())]);
    if let Some(rank) = window.rank.filter(|_| !found.is_empty()) {
        assert_eq!(rank, start);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn windows_counts_and_places_are_what_the_slow_way_finds(
        steps in prop::collection::vec(step(), 1..25),
        views in prop::collection::vec(view(), 3),
        places in prop::collection::vec((any::<prop::sample::Index>(), -1i64..2), 3),
        count in 0usize..9,
    ) {
        let mut store = store();
        let mut ids = Vec::new();
        for step in steps {
            perform(&mut store, &mut ids, step);
        }
        assert_tallies_hold(&store);
        for view in views {
            let all = naive(&store, &ids, &view);
            prop_assert_eq!(store.counts(&Scope::View(view)).unwrap().shown, all.len());
            for (n, id) in all.iter().enumerate() {
                prop_assert_eq!(store.rank(&view, *id).unwrap(), n);
                prop_assert_eq!(store.nth(&view, n).unwrap(), Some(*id));
            }
            prop_assert_eq!(store.nth(&view, all.len()).unwrap(), None);
            for from in [Anchor::First, Anchor::Last, Anchor::Nth(count), Anchor::Nth(0)] {
                assert_window_is_naive(&store, &all, view, from, count);
            }
            for (pick, off) in places.iter().filter(|_| !ids.is_empty()) {
                let place = ArticleId(pick.get(&ids).0 + off);
                for from in [Anchor::At(place), Anchor::After(place), Anchor::Before(place)] {
                    assert_window_is_naive(&store, &all, view, from, count);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn by_source_is_the_same_rows_with_each_source_together(
        steps in prop::collection::vec(step(), 1..25),
        view in view(),
        count in 0usize..9,
    ) {
        let mut store = store();
        let mut ids = Vec::new();
        for step in steps {
            perform(&mut store, &mut ids, step);
        }
        let view = View { order: Order::BySource, source: None, ..view };
        let all = naive(&store, &ids, &view);
        for from in [Anchor::First, Anchor::Last, Anchor::Nth(count), Anchor::Nth(0)] {
            assert_window_is_naive(&store, &all, view, from, count);
        }
        for place in &all {
            for from in [Anchor::At(*place), Anchor::After(*place), Anchor::Before(*place)] {
                assert_window_is_naive(&store, &all, view, from, count);
            }
        }
        let unread = |id: &ArticleId| store.rows(&[*id]).unwrap().iter().any(|row| row.queue.is_inbox());
        for (at, place) in all.iter().enumerate() {
            let scope = Scope::View(view);
            let next = store.next_unread(&scope, Anchor::After(*place)).unwrap();
            prop_assert_eq!(next, all[at + 1..].iter().copied().find(unread));
            let previous = store.next_unread(&scope, Anchor::Before(*place)).unwrap();
            prop_assert_eq!(previous, all[..at].iter().rev().copied().find(unread));
        }
    }
}
