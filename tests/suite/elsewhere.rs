//! What other programs do while the reader runs: it is told, and nothing on the screen moves.

use std::{
    fs,
    time::{Duration, Instant},
};

use dateline::{
    catalog::{Anchor, Change, Scope, Target, Verb},
    library::Library,
    store::Store,
    text::quotes::{Lexicon, Quotations},
};

use crate::support::{
    place::{Place, err, out},
    screen::NOW,
    tty::Tty,
};

/// Each thread opens the store for itself. Its first look at the file must not cost the others' connections their locks, or a
/// program that comes and goes deletes the log that they write into.
#[test]
fn what_is_kept_while_another_program_comes_and_goes_is_not_lost() {
    // This test, run again, is the other program: one that knows only the database.
    const OTHER: &str = "DATELINE_TEST_OPENS";
    if let Some(file) = std::env::var_os(OTHER) {
        let db = rusqlite::Connection::open(file).unwrap();
        db.query_row("SELECT count(*) FROM article", [], |_| Ok(())).unwrap();
        return;
    }
    let place = Place::new();
    assert_eq!(out(&place.run(&["list", "--unread"])).lines().count(), 4);
    let open = || Library::open(&place.data(), &place.config(), NOW).unwrap().library;
    let (mut one, _other) = (open(), open());
    let name = "elsewhere::what_is_kept_while_another_program_comes_and_goes_is_not_lost";
    let mut other = std::process::Command::new(std::env::current_exe().unwrap());
    other.args(["--exact", name, "-q"]).env(OTHER, place.data().join("articles.db"));
    assert!(other.output().unwrap().status.success());
    let rows = one.store.window(&Scope::default(), Anchor::First, 1).unwrap().rows;
    let on = Target::Articles(rows.iter().map(|row| row.id).collect());
    one.apply(&Change { verb: Verb::Read, on }, NOW).unwrap();
    assert_eq!(out(&place.run(&["list", "--unread"])).lines().count(), 3);
}

#[test]
fn a_file_taken_in_beside_a_running_reader_is_told_and_shown_when_asked_for() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread of 4").send("j").wait_for("2/4");
    let file = place.file("late.md", "---\ntitle: Late news\ndate: 2026-11-22\n---\n\nA text.\n");
    let output = place.run(&["open", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    tty.wait_for("1 new · gr shows them").wait_for("5 unread of 5");
    assert!(!tty.screen().contains("Late news") && tty.screen().contains("2/5"), "{}", tty.screen());
    tty.send("k").wait_for("gr 1 new").wait_for("1/5");
    tty.send("gr").wait_without("1 new").send("gg").wait_for("Late news").send("q");
    assert!(tty.end().success());
}

#[test]
fn a_file_that_changes_beside_a_running_reader_is_told_and_its_article_not_swapped() {
    let place = Place::new();
    let file = place.file("a.md", "# One\n\nThe first wording.\n");
    let mut tty = Tty::start_with(&place, &["open", file.to_str().unwrap()], &[], (120, 24));
    tty.wait_for("The first wording.");
    fs::write(&file, "# One\n\nThe second wording.\n").unwrap();
    place.run(&["open", file.to_str().unwrap()]);
    tty.wait_for("this article has changed · gr shows it anew");
    assert!(tty.screen().contains("The first wording."), "{}", tty.screen());
    tty.send("gr").wait_for("The second wording.").wait_without("has changed").wait_for("· edited ").send("q");
    assert!(tty.end().success());
}

/// What the bookmarks file holds once a bookmark is in it: the screen shows one before.
fn with_a_bookmark(file: &std::path::Path) -> String {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let bookmarks = fs::read_to_string(file).unwrap_or_default();
        if bookmarks.lines().any(|line| line == "[[bookmark]]") {
            return bookmarks;
        }
        assert!(Instant::now() < deadline, "no bookmark came into the file: {bookmarks}");
        std::thread::yield_now();
    }
}

#[test]
fn bookmarks_edited_by_hand_are_followed_at_once() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread of 4").send("s").wait_for("bookmarked").wait_for("★");
    let file = place.config().join("bookmarks.toml");
    let bookmarks = with_a_bookmark(&file);
    fs::write(&file, "# nothing kept\n").unwrap();
    tty.wait_without("★");
    fs::write(&file, "[[broken").unwrap();
    tty.wait_for("can't read the bookmarks");
    fs::write(&file, bookmarks).unwrap();
    tty.wait_for("★").send("q");
    assert!(tty.end().success());
    assert_eq!(out(&place.run(&["list", "--bookmarked"])).lines().count(), 1);
}

#[cfg(unix)]
#[test]
fn bookmarks_behind_a_link_are_followed_too() {
    let place = Place::new();
    fs::create_dir(place.path("dotfiles")).unwrap();
    fs::write(place.path("dotfiles/marks.toml"), "").unwrap();
    std::os::unix::fs::symlink(place.path("dotfiles/marks.toml"), place.config().join("bookmarks.toml")).unwrap();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread of 4").send("s").wait_for("★");
    with_a_bookmark(&place.path("dotfiles/marks.toml"));
    fs::write(place.path("dotfiles/marks.toml"), "").unwrap();
    tty.wait_without("★").send("q");
    assert!(tty.end().success());
}

#[test]
fn what_another_reader_marks_is_shown_in_place() {
    let place = Place::new();
    let mut one = Tty::start(&place, &[]);
    one.wait_for("4 unread of 4");
    let mut other = Tty::start(&place, &[]);
    other.wait_for("4 unread of 4");
    one.send("e").wait_for("3 unread of 4").send("s").wait_for("bookmarked");
    other.wait_for("3 unread of 4").wait_for("★").wait_for("1/4");
    one.send("q");
    other.send("q");
    assert!(one.end().success() && other.end().success());
}

#[test]
fn what_an_older_engine_read_is_read_again_and_others_are_noticed_after_it() {
    let place = Place::new();
    let file = place.file("a.txt", "A headline\n\n“We saw it,” said Ann Lee.\n");
    place.run(&["open", file.to_str().unwrap()]);
    let open = || Store::open(&place.data(), NOW).unwrap().0;
    let edition = Lexicon::edition_in_force();
    let mut store = open();
    let stored = store.outdated(edition + 1, None, 9).unwrap();
    let id = stored.iter().find(|one| one.article.text.contains("We saw it")).unwrap().id;
    store.requote(&stored.into_iter().map(|one| (one, Quotations::default())).collect::<Vec<_>>(), 1).unwrap();
    drop(store);
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("5 unread of 5");
    while !open().is_read_with(edition).unwrap() {
        std::thread::yield_now();
    }
    assert_eq!(open().article(id).unwrap().unwrap().quotations.quotations.len(), 1);
    let file = place.file("b.txt", "Another headline\n\nAnd its text.\n");
    place.run(&["open", file.to_str().unwrap()]);
    tty.wait_for("1 new").send("q");
    assert!(tty.end().success());
}

#[test]
fn a_bookmarks_file_that_comes_with_its_directory_is_seen() {
    let place = Place::new();
    fs::remove_dir(place.config()).unwrap();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread of 4");
    fs::create_dir(place.config()).unwrap();
    fs::write(place.config().join("bookmarks.toml"), "[[broken").unwrap();
    tty.wait_for("can't read the bookmarks").send("q");
    assert!(tty.end().success());
}

/// What a process has used of the processor, in ticks of a hundredth of a second.
#[cfg(target_os = "linux")]
fn ticks(process: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes ten seconds of doing nothing"]
fn a_reader_at_rest_uses_no_processor() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread of 4").send("jjs").wait_for("bookmarked");
    std::thread::sleep(std::time::Duration::from_secs(4));
    let before = ticks(tty.process_id());
    std::thread::sleep(std::time::Duration::from_secs(6));
    assert_eq!(ticks(tty.process_id()), before);
}
