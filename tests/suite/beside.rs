//! Changes that are made beside the loop: the screen shows them first, and what is if they can't be made.

use std::fs;

use dateline::{
    app::{Effect, Message, Notice, Tone},
    bookmarks::Anchor,
    catalog::{
        ArticleId, Change, Done, How, Target, Verb, View,
        quotation::{Keeping, Kept, KeptQuotation},
    },
    files::lock,
    library::Library,
    settings::{Settings, pending::Keys},
};

use crate::support::{
    place::Place,
    screen::{NOW, Reader},
    tty::Tty,
};

/// A reader that waits for a lock as long as a test holds it.
fn start(place: &Place) -> Tty {
    Tty::start_with(place, &[], &[("DATELINE_TEST_LOCKS", "wait")], (80, 24))
}

fn bookmark(ids: &[ArticleId]) -> Effect {
    Effect::Apply(Change { verb: Verb::Bookmark, on: Target::Articles(ids.to_vec()) })
}

fn bookmarked(ids: &[ArticleId]) -> Box<Message> {
    let done = Done { verb: Verb::Bookmark, how: How::Applied, count: ids.len(), articles: ids.to_vec() };
    Box::new(Message::Changed(done))
}

#[test]
fn a_bookmark_is_shown_before_it_is_on_the_disk_and_is_there_at_the_end() {
    let place = Place::new();
    let file = place.config().join("bookmarks.toml");
    let mut tty = start(&place);
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
    // Those who look at the file may have told it first: then the end tells it of the bookmark, by its status, too.
    tty.end();
}

#[test]
fn an_undo_right_after_a_bookmark_that_cannot_be_kept_takes_nothing_else_back() {
    let place = Place::new();
    fs::create_dir_all(place.config()).unwrap();
    let mut tty = start(&place);
    tty.wait_for("4 unread").send("e").wait_for("3 unread");
    fs::write(place.config().join("bookmarks.toml"), "[[bookmark]\n").unwrap();
    let held = lock::take(&place.data());
    tty.send("s").wait_for("★").send("uj").wait_for("3/4");
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
    let effect = bookmark(&[id]);
    reader.tell(Message::Begun(effect.clone()));
    assert!(reader.picture().contains('★') && reader.picture().contains("bookmarked (u undoes it)"));
    let full = Notice { text: "the disk is full".into(), tone: Tone::Error };
    reader.tell(Message::Made(effect, Box::new(Message::Told(full))));
    assert!(!reader.picture().contains('★') && reader.picture().contains("the disk is full"), "{}", reader.picture());
    assert!(!reader.model.list.is_handled(id));
}

#[test]
fn what_later_keys_showed_stays_until_the_last_change_is_made() {
    let mut reader = Reader::first_run(80, 24);
    let id = reader.model.list.selected().unwrap().id;
    reader.tell(Message::Begun(bookmark(&[id])));
    reader.tell(Message::Begun(bookmark(&[id])));
    reader.tell(Message::Made(bookmark(&[id]), bookmarked(&[id])));
    assert!(reader.picture().contains('★'), "the store, which has no bookmark here, isn't asked yet");
    reader.tell(Message::Made(bookmark(&[id]), bookmarked(&[id])));
    assert!(!reader.picture().contains('★'), "{}", reader.picture());
}

#[test]
fn what_later_keys_told_stays_when_a_change_before_them_is_made_as_it_was_foreseen() {
    let text = "# Words\n\n“We will build it, and soon,” said Ann Lee.\n";
    let mut reader = Reader::with_files(&[("one.md", text), ("two.md", "# Other\n\nText.\n")], 100, 20);
    while reader.model.list.selected().unwrap().headline.as_ref() != "Words" {
        reader.press("j");
    }
    reader.press(")");
    let id = reader.model.list.selected().unwrap().id;
    let effect = Effect::TurnQuotation(id, 0);
    let made = || {
        let anchor = Anchor::default();
        let Anchor { exact, prefix, suffix } = anchor;
        let quotation = KeptQuotation { article: id, exact, prefix, suffix, kept: Kept::Yes };
        Box::new(Message::QuotationTurned(Keeping { how: How::Applied, quotation }))
    };
    reader.tell(Message::Begun(effect.clone()));
    assert!(reader.picture().contains("quotation bookmarked"), "{}", reader.picture());
    reader.press("C");
    reader.tell(Message::Made(effect.clone(), made()));
    assert!(reader.picture().contains("C does nothing here"), "{}", reader.picture());
    let mut other = made();
    if let Message::QuotationTurned(keeping) = other.as_mut() {
        keeping.quotation.kept = Kept::No;
    }
    reader.tell(Message::Begun(effect.clone()));
    reader.press("C");
    reader.tell(Message::Made(effect, other));
    assert!(!reader.picture().contains("C does nothing here"), "what wasn't foreseen is told: {}", reader.picture());
}

#[test]
fn how_many_articles_changed_is_told_if_it_was_not_as_many_as_foreseen() {
    let mut reader = Reader::first_run(80, 24);
    let ids = reader.model.list.ids();
    reader.tell(Message::Begun(bookmark(&ids[..3])));
    assert!(reader.picture().contains("3 articles"), "{}", reader.picture());
    reader.tell(Message::Made(bookmark(&ids[..3]), bookmarked(&ids[1..3])));
    assert!(reader.picture().contains("bookmarked (u undoes it) · 2 articles"), "{}", reader.picture());
    assert!(!reader.model.list.is_handled(ids[0]) && reader.model.list.is_handled(ids[1]));
}

#[test]
fn a_store_that_is_open_is_opened_again_as_it_is_or_not_at_all() {
    let place = Place::new();
    let library = Library::open(&place.data(), &place.config(), NOW).unwrap().library;
    let again = || library.opener().unwrap()();
    assert!(again().is_some());
    let suspicion = place.data().join("articles.suspect");
    fs::write(&suspicion, "").unwrap();
    assert!(again().is_none() && suspicion.exists(), "it is examined at the next start");
    fs::remove_file(&suspicion).unwrap();
    let file = place.data().join("articles.db");
    fs::rename(&file, place.data().join("moved.db")).unwrap();
    assert!(again().is_none() && !file.exists(), "no empty one is made in its place");
}

#[test]
fn changes_are_made_in_the_order_of_their_keys_where_no_thread_can_open_the_store() {
    let place = Place::new();
    fs::create_dir_all(place.config()).unwrap();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread");
    let other = rusqlite::Connection::open(place.data().join("articles.db")).unwrap();
    other.pragma_update(None, "user_version", 99).unwrap();
    tty.send("sjsuu").wait_for("undone: bookmarked").wait_without("★").send("\x12");
    tty.wait_for("done again: bookmarked").send("q");
    assert!(tty.end().success());
    let kept = fs::read_to_string(place.config().join("bookmarks.toml")).unwrap();
    assert_eq!(kept.lines().filter(|line| *line == "[[bookmark]]").count(), 1);
}

#[test]
fn keys_in_turn_wait_for_a_change_beside_the_loop_and_end_with_its_failure() {
    let mut reader = Reader::first_run(80, 24);
    let id = reader.model.list.selected().unwrap().id;
    let change = bookmark(&[id]);
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

#[test]
fn a_question_that_comes_after_another_key_is_not_asked() {
    let mut reader = Reader::first_run(80, 24);
    let change = Change { verb: Verb::Read, on: Target::View(View::default()) };
    let (effect, weighed) = (Effect::ApplyUnder(50, change.clone()), || Box::new(Message::Weighed(change.clone(), 70)));
    reader.tell(Message::Begun(effect.clone()));
    reader.press("j");
    reader.tell(Message::Made(effect.clone(), weighed()));
    assert!(reader.picture().contains("not done, as it has to be asked first"), "{}", reader.picture());
    reader.press("y");
    assert!(reader.picture().contains("4 unread"), "{}", reader.picture());
    reader.tell(Message::Begun(effect.clone()));
    reader.tell(Message::Made(effect, weighed()));
    assert!(reader.picture().contains("mark 70 articles as read? y/n"), "{}", reader.picture());
}

#[test]
fn a_key_that_ends_the_wait_for_a_change_says_what_is_not_done() {
    let mut reader = Reader::first_run(80, 24);
    let change = bookmark(&[reader.model.list.selected().unwrap().id]);
    fs::create_dir_all(reader.place.config()).unwrap();
    fs::write(reader.place.config().join("keymap.toml"), "[list]\n\",o\" = [\":tag oil\", \"done\"]\n").unwrap();
    reader.model.keys = Keys::new(Settings::of(&reader.place.config()).settings.keymap);
    reader.tell(Message::Begun(change));
    assert!(reader.press(",oj").picture().contains("the rest of the keys before isn't done"), "{}", reader.picture());
}

#[test]
fn a_stop_from_outside_does_not_come_while_a_change_holds_what_others_wait_for() {
    let place = Place::new();
    fs::create_dir_all(place.config()).unwrap();
    let mut tty = start(&place);
    tty.wait_for("4 unread");
    let held = lock::take(&place.config());
    tty.send("s").wait_for("★").signal("TSTP");
    tty.wait_for("a change before it is still being made");
    drop(held);
    tty.send("q");
    assert!(tty.end().success());
}
