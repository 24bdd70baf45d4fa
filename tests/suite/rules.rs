//! Rules that hide articles and point them out: the user's file, the command line of the reader, what is said of them.

use std::fs;

use dateline::catalog::Shown;

use crate::support::{
    place::{Place, err, out},
    screen::Reader,
};

const RULES: &str = "# mine\n[[watch]]\nname = \"Badr\"\nquery = \"speaker:al-amiri\"  # who\n";

#[test]
fn a_rule_by_hand_hides_articles_and_says_so_and_its_mistakes_are_told() {
    let place = Place::new();
    let listed = |query: &str| out(&place.run(&["list", query]));
    assert_eq!(listed("tour or rain").lines().count(), 1);
    fs::write(place.config().join("rules.toml"), "[[mute]]\nquery = \"title:tour\"\nuntil = 2999-01-01\n").unwrap();
    assert_eq!(listed("tour or rain"), "");
    assert_eq!(listed("is:muted").lines().count(), 1);
    fs::write(place.config().join("rules.toml"), "[[mute]]\nquery = \"title:\"\n").unwrap();
    let told = place.run(&["list", "is:muted"]);
    assert!(err(&told).contains("rules.toml:1: the query has a mistake in column 7"), "{}", err(&told));
    assert_eq!(out(&told), "");
}

#[test]
fn muting_and_taking_it_back_leaves_the_file_as_it_was() {
    let mut reader = Reader::first_run(120, 30);
    let file = reader.place.config().join("rules.toml");
    fs::write(&file, RULES).unwrap();
    reader.press(":mute title:tour until 2999-01-01<Enter>");
    assert!(reader.picture().contains("hidden from now on until"), "{}", reader.picture());
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.starts_with(RULES) && written.contains("[[mute]]\nquery = \"title:tour\"\nuntil = "), "{written}");
    assert!(!reader.picture().contains("A tour of the keys"), "{}", reader.picture());
    reader.press("fm");
    assert!(reader.picture().contains("× "), "{}", reader.picture());
    assert!(reader.picture().contains("hidden by “title:tour” until"), "{}", reader.picture());
    reader.press("fau");
    assert_eq!(fs::read_to_string(&file).unwrap(), RULES);
    assert!(reader.picture().contains("A tour of the keys"), "{}", reader.picture());
}

#[test]
fn a_watched_article_is_marked_and_says_for_what() {
    let mut reader = Reader::first_run(120, 30);
    reader.press(":watch speaker:al-amiri<Enter>");
    let picture = reader.picture();
    assert!(picture.contains("◆") && picture.contains("shown for “speaker:al-amiri”"), "{picture}");
    reader.press("fw");
    assert_eq!(reader.model.list.counts.shown, 1);
    reader.press(":unwatch speaker:al-amiri<Enter>");
    assert!(matches!(reader.model.list.scope, dateline::catalog::Scope::View(view) if view.shown == Shown::Watched));
    assert_eq!(reader.model.list.counts.shown, 0);
}

#[test]
fn muting_so_many_or_what_is_picked_hides_just_those_and_is_undone() {
    let mut reader = Reader::first_run(120, 30);
    let counts = |reader: &Reader| (reader.model.list.counts.shown, reader.model.list.counts.unread);
    reader.press("2Mfm");
    assert_eq!(counts(&reader).0, 2);
    assert!(reader.picture().contains("hidden by you"), "{}", reader.picture());
    reader.press("fa");
    assert_eq!(counts(&reader), (2, 2));
    reader.press("xM");
    assert!(reader.picture().contains("hidden (fm lists those, u undoes it)"), "{}", reader.picture());
    reader.press(":mute view<Enter>fafm");
    assert_eq!(counts(&reader).0, 4);
    reader.press("M");
    reader.press("fa");
    assert_eq!(counts(&reader), (1, 1));
    reader.press("uuuufa");
    assert_eq!(counts(&reader), (4, 4));
    assert!(!reader.place.config().join("rules.toml").exists());
}

#[test]
fn the_mute_key_begins_with_the_source_and_a_mistake_changes_nothing() {
    let mut reader = Reader::first_run(80, 24);
    reader.press("M");
    assert!(reader.picture().contains(":mute source:\"Shafaq News\""), "{}", reader.picture());
    reader.press("title:<Enter>");
    assert!(reader.picture().contains("column"), "{}", reader.picture());
    assert!(!reader.place.config().join("rules.toml").exists());
}
