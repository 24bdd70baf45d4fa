//! Changes that are made beside the loop: the screen shows them first, and what is if they can't be made.

use std::fs;

use dateline::{
    app::{Effect, Message, Notice, Tone},
    catalog::{Change, Target, Verb},
    files::lock,
    settings::{Settings, pending::Keys},
};

use crate::support::{place::Place, screen::Reader, tty::Tty};

#[test]
fn a_bookmark_is_shown_before_it_is_on_the_disk_and_is_there_at_the_end() {
    let place = Place::new();
    let file = place.config().join("bookmarks.toml");
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread");
    fs::create_dir_all(place.config()).unwrap();
    let held = lock::take(&place.config());
    tty.send("s").wait_for("bookmarked (u undoes it)");
    tty.send("j").wait_for("2/4");
    assert!(!fs::read_to_string(&file).unwrap_or_default().contains("[[bookmark]]"));
    tty.send("sq");
    drop(held);
    assert!(tty.end().success());
    assert_eq!(fs::read_to_string(&file).unwrap().lines().filter(|line| *line == "[[bookmark]]").count(), 2);
}

#[test]
fn a_bookmark_that_cannot_be_kept_is_told_and_its_mark_taken_back() {
    let place = Place::new();
    fs::create_dir_all(place.config()).unwrap();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread");
    fs::write(place.config().join("bookmarks.toml"), "[[bookmark]\n").unwrap();
    tty.send("s").wait_for("can't read the bookmarks").wait_without("★");
    tty.send("q");
    assert!(tty.end().success());
}

#[test]
fn an_undo_right_after_a_bookmark_that_cannot_be_kept_takes_nothing_else_back() {
    let place = Place::new();
    fs::create_dir_all(place.config()).unwrap();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread").send("e").wait_for("3 unread");
    fs::write(place.config().join("bookmarks.toml"), "[[bookmark]\n").unwrap();
    let held = lock::take(&place.data());
    tty.send("s").wait_for("★").send("u").wait_for("3 unread");
    drop(held);
    tty.wait_without("★").wait_for("nothing is taken back");
    assert!(tty.screen().contains("3 unread"), "{}", tty.screen());
    tty.send("q");
    assert!(tty.end().success());
}

#[test]
fn what_comes_of_a_change_goes_before_what_was_foreseen() {
    let mut reader = Reader::first_run(80, 24);
    let id = reader.model.list.selected().unwrap().id;
    let effect = Effect::Apply(Change { verb: Verb::Bookmark, on: Target::Articles(vec![id]) });
    reader.tell(Message::Begun(effect.clone()));
    assert!(reader.picture().contains('★') && reader.picture().contains("bookmarked (u undoes it)"));
    let full = Notice { text: "the disk is full".into(), tone: Tone::Error };
    reader.tell(Message::Made(effect, Box::new(Message::Told(full))));
    assert!(!reader.picture().contains('★') && reader.picture().contains("the disk is full"), "{}", reader.picture());
}

#[test]
fn keys_in_turn_wait_for_a_change_beside_the_loop_and_end_with_its_failure() {
    let mut reader = Reader::first_run(80, 24);
    let id = reader.model.list.selected().unwrap().id;
    let change = Effect::Apply(Change { verb: Verb::Bookmark, on: Target::Articles(vec![id]) });
    fs::create_dir_all(reader.place.config()).unwrap();
    fs::write(reader.place.config().join("keymap.toml"), "[list]\n\",o\" = [\":tag oil\", \"done\"]\n").unwrap();
    reader.model.keys = Keys::new(Settings::of(&reader.place.config()).settings.keymap);
    reader.tell(Message::Begun(change.clone()));
    reader.press(",o");
    assert!(reader.picture().contains("4 unread"), "{}", reader.picture());
    reader.tell(Message::Made(change, Box::new(Message::Told(Notice { text: "no".into(), tone: Tone::Error }))));
    assert!(reader.picture().contains("4 unread"), "{}", reader.picture());
    assert_eq!(reader.world.library.store.tags().unwrap()[0].articles, 1, "the first step waits for nothing");
}
