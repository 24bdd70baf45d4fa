#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::*;
use crate::catalog::{Queue, SourceId};

fn row(id: i64) -> Row {
    Row {
        id: ArticleId(id),
        headline: "".into(),
        headline_origin: None,
        source: "".into(),
        source_id: SourceId(1),
        also: Vec::new(),
        published: None,
        sorted_at: 0,
        read: id % 3 == 0,
        queue: if id % 3 == 0 { Queue::Done } else { Queue::Inbox },
        bookmarked: false,
        kept: false,
        quotations: 0,
        words: 0,
        watched: None,
    }
}

/// A view of `total` articles with ids counting down, answering as a store does.
fn fetch(total: i64, wanted: Wanted) -> Rows {
    let all: Vec<i64> = (0..total).rev().collect();
    let at = |id: ArticleId| usize::try_from(total - 1 - id.0).unwrap();
    let range = match wanted.from {
        Anchor::First => 0..wanted.count.min(all.len()),
        Anchor::Last => all.len().saturating_sub(wanted.count)..all.len(),
        Anchor::After(id) => at(id) + 1..(at(id) + 1 + wanted.count).min(all.len()),
        Anchor::Before(id) => at(id).saturating_sub(wanted.count)..at(id),
        Anchor::Nth(index) => index.min(all.len())..(index + wanted.count).min(all.len()),
        Anchor::At(id) => at(id)..(at(id) + wanted.count).min(all.len()),
    };
    let rows = all[range.clone()].iter().map(|id| row(*id)).collect();
    Rows { rows, rank: range.start, reach: Reach::All }
}

fn settle(list: &mut List, total: i64) {
    while let Some(wanted) = list.wanted(20).or_else(|| list.wanted_ahead()) {
        list.receive(wanted, fetch(total, wanted));
    }
}

#[test]
fn walking_down_and_up_a_long_list_visits_every_row_and_keeps_few() {
    let mut list = List::default();
    settle(&mut list, 5_000);
    for expected in (0..5_000).rev() {
        assert_eq!(list.selected().unwrap().id, ArticleId(expected));
        assert_eq!(list.position(), usize::try_from(5_000 - expected).unwrap());
        assert!(list.rows.len() <= KEPT + BATCH);
        list.step(1);
        list.follow(20, 2);
        settle(&mut list, 5_000);
    }
    for expected in 0..5_000 {
        assert_eq!(list.selected().unwrap().id, ArticleId(expected));
        list.step(-1);
        list.follow(20, 2);
        settle(&mut list, 5_000);
    }
    assert_eq!(list.position(), 1);
}

#[test]
fn the_last_window_goes_up_as_well() {
    let mut list = List::default();
    let wanted = Wanted { from: Anchor::Last, count: BATCH };
    list.receive(wanted, fetch(1_000, wanted));
    assert_eq!((list.selected().unwrap().id, list.position()), (ArticleId(0), 1_000));
    assert!(list.reaches(-100) && list.reaches(1) && !list.reaches(-200));
    list.step(-100);
    settle(&mut list, 1_000);
    assert_eq!((list.selected().unwrap().id, list.position()), (ArticleId(100), 900));
}

#[test]
fn the_screen_follows_the_selection_with_a_margin_and_never_ends_in_blanks() {
    let mut list = List::default();
    settle(&mut list, 30);
    list.step(15);
    list.follow(10, 2);
    assert_eq!(list.scrolled(), 8);
    list.step(100);
    list.follow(10, 2);
    assert_eq!((list.position(), list.scrolled()), (30, 20));
}

#[test]
fn what_comes_before_all_is_found_is_listed_and_asked_on_from() {
    let counted = Counts { shown: 1, reach: Reach::AtLeast, ..Counts::default() };
    let mut list = List { counts: counted, ..List::default() };
    for (ids, reach) in [(vec![9, 7], Reach::AtLeast), (vec![6], Reach::AtLeast), (vec![3], Reach::All)] {
        let wanted = list.wanted(20).unwrap();
        let before = list.ids().last().copied();
        assert_eq!(wanted.from, before.map_or(Anchor::First, Anchor::After));
        list.receive(wanted, Rows { rows: ids.into_iter().map(row).collect(), rank: 0, reach });
        list.count_held();
    }
    assert_eq!(list.wanted(20), None);
    let Counts { shown, unread, reach, .. } = list.counts;
    assert_eq!((shown, unread, reach), (4, 1, Reach::All));
}

#[test]
fn an_empty_view_asks_once_and_has_no_selection() {
    let mut list = List::default();
    let wanted = list.wanted(20).unwrap();
    list.receive(wanted, Rows::default());
    assert_eq!((list.wanted(20), list.selected(), list.position()), (None, None, 0));
}

#[test]
fn the_next_unread_row_is_found_in_both_directions() {
    let mut list = List::default();
    settle(&mut list, 10);
    assert!(list.select_where(1, |row| !row.read));
    assert_eq!(list.selected().unwrap().id, ArticleId(8));
    assert!(!list.select_where(-1, |row| !row.read));
}
