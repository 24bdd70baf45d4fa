use super::*;
use proptest::prelude::*;

#[test]
fn undo_and_redo_outlive_the_program() {
    let (dir, mut store) = on_disk();
    let ids = filled(&mut store, 5);
    store.apply(&change(Verb::Read, &ids[..3]), NOW).unwrap();
    store.apply(&change(Verb::Bookmark, &ids[2..]), NOW + 1).unwrap();
    let both = states(&store);
    drop(store);

    let mut store = reopened(&dir);
    let undone = store.undo(NOW + 2).unwrap().unwrap();
    assert_eq!(undone.articles, ids[2..]);
    assert_eq!((undone.deed, undone.made), (Deed::Articles(Verb::Bookmark), NOW + 1));
    drop(store);

    let mut store = reopened(&dir);
    assert_eq!(store.undo(NOW + 3).unwrap().unwrap().deed, Deed::Articles(Verb::Read));
    assert_eq!(store.undo(NOW + 4).unwrap(), None);
    assert!(states(&store).iter().all(|(_, read, kept)| !read && kept.is_none()));
    drop(store);

    let mut store = reopened(&dir);
    assert_eq!(store.redo(NOW + 5).unwrap().unwrap().deed, Deed::Articles(Verb::Read));
    assert_eq!(store.redo(NOW + 6).unwrap().unwrap().deed, Deed::Articles(Verb::Bookmark));
    assert_eq!(store.redo(NOW + 7).unwrap(), None);
    assert_eq!(states(&store), both);
    assert_tallies_hold(&store);
}

#[test]
fn what_is_so_already_makes_no_entry() {
    let mut store = store();
    let ids = filled(&mut store, 3);
    store.apply(&change(Verb::Read, &ids), NOW).unwrap();
    for verb in [Verb::Read, Verb::Unbookmark] {
        let applied = store.apply(&change(verb, &ids), NOW).unwrap();
        assert_eq!((applied.entry, applied.articles.len()), (None, 0));
    }
    assert_eq!(store.apply(&change(Verb::Read, &[ArticleId(3)]), NOW).unwrap().entry, None);
    assert_eq!(store.apply(&change(Verb::Bookmark, &[ArticleId(3)]), NOW).unwrap().entry, None);
    store.undo(NOW).unwrap();
    assert_eq!(store.undo(NOW).unwrap(), None);
}

#[test]
fn undo_touches_only_what_the_change_changed() {
    let mut store = store();
    let ids = filled(&mut store, 3);
    store.apply(&change(Verb::Read, &ids[..1]), NOW).unwrap();
    let applied = store.apply(&Change { verb: Verb::Read, on: Target::View(ALL) }, NOW).unwrap();
    assert_eq!(applied.articles, ids[1..]);
    assert_eq!(store.undo(NOW).unwrap().unwrap().articles, ids[1..]);
    assert!(store.rows(&ids).unwrap()[0].read);
}

#[test]
fn a_new_change_ends_redoing_and_an_empty_one_does_not() {
    let mut store = store();
    let ids = filled(&mut store, 3);
    store.apply(&change(Verb::Read, &ids), NOW).unwrap();
    store.undo(NOW).unwrap();
    store.apply(&change(Verb::Unread, &ids), NOW).unwrap();
    assert!(store.redo(NOW).unwrap().is_some());
    store.undo(NOW).unwrap();
    store.apply(&change(Verb::Bookmark, &ids[..1]), NOW).unwrap();
    assert_eq!(store.redo(NOW).unwrap(), None);
    store.undo(NOW).unwrap();
    assert_eq!(store.redo(NOW).unwrap().unwrap().deed, Deed::Articles(Verb::Bookmark));
}

#[test]
fn a_bookmark_taken_back_and_restored_keeps_its_date() {
    let mut store = store();
    let ids = filled(&mut store, 1);
    store.apply(&change(Verb::Bookmark, &ids), NOW).unwrap();
    store.apply(&change(Verb::Unbookmark, &ids), NOW + 100).unwrap();
    store.undo(NOW + 200).unwrap();
    assert_eq!(store.article(ids[0]).unwrap().unwrap().bookmarked, Some(NOW));
}

#[test]
fn a_view_is_what_it_is_when_the_change_is_made() {
    let mut store = store();
    let ids = filled(&mut store, 9);
    store.apply(&change(Verb::Bookmark, &ids[..4]), NOW).unwrap();
    let source = store.rows(&ids[..1]).unwrap()[0].source_id;
    let view = View { shown: Shown::Bookmarked, source: Some(source), ..ALL };
    store.apply(&Change { verb: Verb::Read, on: Target::View(view) }, NOW).unwrap();
    let read: Vec<_> = states(&store).iter().filter(|state| state.1).map(|state| state.0).collect();
    assert_eq!(read, [ids[3], ids[0]]);
}

#[test]
fn thousands_of_articles_are_read_and_unread_in_one_entry() {
    let mut store = store();
    let ids = filled(&mut store, 2000);
    store.apply(&change(Verb::Read, &ids[5..6]), NOW).unwrap();
    let before = states(&store);
    for target in [Target::View(ALL), Target::Articles(ids.clone()), Target::Articles(ids[3..1500].to_vec())] {
        store.apply(&Change { verb: Verb::Read, on: target }, NOW).unwrap();
        assert_tallies_hold(&store);
        store.undo(NOW).unwrap();
        assert_eq!(states(&store), before);
        assert_tallies_hold(&store);
    }
}

#[test]
fn entries_carry_a_machine_and_a_rising_logical_time() {
    let mut store = store();
    let ids = filled(&mut store, 2);
    store.apply(&change(Verb::Read, &ids), NOW).unwrap();
    store.undo(NOW).unwrap();
    store.redo(NOW - 1_000_000).unwrap();
    let mut select = store
        .db
        .prepare("SELECT m.name, j.clock FROM journal j JOIN machine m ON m.id = j.machine ORDER BY j.id")
        .unwrap();
    let entries: Vec<(String, i64)> =
        select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    assert!(entries.iter().all(|(machine, _)| machine.len() == 16));
    assert_eq!(entries.iter().map(|entry| entry.1).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn undoing_a_change_of_an_article_that_is_gone_restores_the_others() {
    let mut store = store();
    let ids = filled(&mut store, 3);
    store.apply(&change(Verb::Read, &ids), NOW).unwrap();
    store.db.execute("DELETE FROM shelved WHERE article = ?1", [ids[1].0]).unwrap();
    let undone = store.undo(NOW).unwrap().unwrap();
    assert_eq!(undone.articles, [ids[0], ids[2]]);
}

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let (dir, mut store) = on_disk();
    let ids = filled(&mut store, 400);
    let before = states(&store);
    let pages: i64 = store.db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store.db.pragma_update(None, "max_page_count", pages).unwrap();
    let mut failure = None;
    for round in 0..1000 {
        let change = Change { verb: [Verb::Bookmark, Verb::Unbookmark][round % 2], on: Target::Articles(ids.clone()) };
        let before = states(&store);
        if let Err(error) = store.apply(&change, NOW) {
            assert_eq!(states(&store), before);
            failure = Some(error);
            break;
        }
    }
    let failure = failure.expect("the store never filled up");
    assert_eq!(failure.kind, Trouble::Full);
    assert!(failure.to_string().contains("the disk is full, or a limit is reached; nothing was changed"), "{failure}");
    drop(store);

    let mut store = reopened(&dir);
    while store.undo(NOW).unwrap().is_some() {}
    assert_eq!(states(&store), before);
    assert_tallies_hold(&store);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn undoing_everything_and_redoing_it_passes_through_the_same_states(
        changes in prop::collection::vec((0usize..4, prop::collection::vec(0usize..8, 1..5)), 1..12),
    ) {
        let mut store = store();
        let ids = filled(&mut store, 8);
        let mut passed = vec![states(&store)];
        for (verb, picks) in changes {
            let verb = [Verb::Read, Verb::Unread, Verb::Bookmark, Verb::Unbookmark][verb];
            let picked: Vec<_> = picks.iter().map(|pick| ids[*pick]).collect();
            if store.apply(&change(verb, &picked), NOW + 7).unwrap().entry.is_some() {
                passed.push(states(&store));
            }
        }
        for state in passed.iter().rev().skip(1) {
            prop_assert!(store.undo(NOW + 9).unwrap().is_some());
            prop_assert_eq!(&states(&store), state);
        }
        prop_assert!(store.undo(NOW + 9).unwrap().is_none());
        for state in passed.iter().skip(1) {
            prop_assert!(store.redo(NOW + 11).unwrap().is_some());
            prop_assert_eq!(&states(&store), state);
        }
        prop_assert!(store.redo(NOW + 11).unwrap().is_none());
    }
}
