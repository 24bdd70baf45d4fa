//! Triage: verbs on one article, on many, on a stretch; queues, tags, the history, the command line; a whole morning.

use dateline::{
    app::overlay::Overlay,
    catalog::{ArticleId, Change, Target, Verb, View},
};

use crate::support::screen::{NOW, Reader};

/// So many files, each an article with a quotation, the first one the newest.
fn files(count: usize) -> Vec<(String, String)> {
    let file = |n: usize| {
        let text = format!(
            "---\ndate: 2026-11-{:02}T{:02}:00:00Z\n---\n# Story {n}\n\nThis is story {n}. “Yes,” said Ann Lee.\n",
            21 - n / 24,
            23 - n % 24
        );
        (format!("{n:03}.md"), text)
    };
    (0..count).map(file).collect()
}

fn reader(count: usize, columns: u16, rows: u16) -> Reader {
    let files = files(count);
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Reader::with_files(&files, columns, rows)
}

fn last_line(reader: &mut Reader) -> String {
    reader.picture().lines().last().unwrap_or_default().to_owned()
}

fn row(reader: &mut Reader, headline: &str) -> String {
    let picture = reader.picture();
    let found = picture.lines().find(|line| line.contains(headline));
    found.unwrap_or_else(|| panic!("no {headline} in\n{picture}")).chars().take(30).collect()
}

#[test]
fn what_is_put_off_stays_dimmed_and_is_listed_apart() {
    let mut reader = reader(5, 80, 24);
    reader.press("w");
    assert!(row(&mut reader, "Story 0").contains('»'));
    assert_eq!(reader.model.list.position(), 2);
    assert!(last_line(&mut reader).contains("to be read later"));
    reader.press("fl");
    assert!(reader.picture().contains("later ·") && reader.model.list.counts.shown == 1);
    reader.press("w");
    assert_eq!(reader.model.list.counts.later, 0);
    reader.press("u");
    assert_eq!(reader.model.list.counts.later, 1);
}

#[test]
fn a_snooze_says_until_when_and_a_wrong_one_what_it_takes() {
    let mut reader = reader(3, 100, 24);
    reader.press("W3h");
    assert!(last_line(&mut reader).starts_with("snooze until: 3h"), "{}", last_line(&mut reader));
    reader.press("<Enter>");
    assert!(last_line(&mut reader).contains("snoozed until"));
    assert!(row(&mut reader, "Story 0").contains('z'));
    reader.press("Wyesterday<Enter>");
    assert!(last_line(&mut reader).contains("“yesterday” is no moment to come: 1h, 3h, evening"));
    assert_eq!(reader.model.list.counts.snoozed, 1);
}

#[test]
fn picked_articles_are_marked_without_colour_and_take_the_next_verb() {
    let mut reader = reader(6, 80, 24);
    reader.press("xjx");
    assert!(row(&mut reader, "Story 0").starts_with('+') && row(&mut reader, "Story 2").starts_with('+'));
    reader.press("e");
    assert_eq!(reader.model.list.counts.unread, 4);
    assert!(last_line(&mut reader).contains("2 articles"));
    reader.press("u");
    assert_eq!(reader.model.list.counts.unread, 6);
    reader.press("x<Esc>e");
    assert_eq!(reader.model.list.counts.unread, 5);
}

#[test]
fn a_stretch_goes_from_where_it_began_to_the_selection() {
    let mut reader = reader(9, 80, 24);
    reader.press("jv3j");
    assert!(row(&mut reader, "Story 1").starts_with('+') && row(&mut reader, "Story 4").starts_with('█'));
    reader.press("s");
    assert_eq!(reader.model.list.counts.bookmarked, 4);
    assert_eq!(std::fs::read_dir(reader.place.config().join("bookmarks")).unwrap().count(), 4);
    reader.press("u");
    assert_eq!(reader.model.list.counts.bookmarked, 0);
}

#[test]
fn everything_above_or_below_is_marked_read() {
    let mut reader = reader(9, 80, 24);
    reader.press("3jEk");
    assert_eq!(reader.model.list.counts.unread, 6);
    reader.press("Ej");
    assert_eq!(reader.model.list.counts.unread, 1);
    reader.press("uu");
    assert_eq!(reader.model.list.counts.unread, 9);
}

#[test]
fn large_changes_say_how_many_first_and_are_one_undo() {
    let mut reader = reader(60, 80, 24);
    reader.press(":done view<Enter>");
    assert!(last_line(&mut reader).contains("mark 60 articles as read? y/n"));
    reader.press("n");
    assert_eq!(reader.model.list.counts.unread, 60);
    reader.press(":done view<Enter>y");
    assert_eq!(reader.model.list.counts.unread, 0);
    reader.press("u");
    assert_eq!(reader.model.list.counts.unread, 60);
}

#[test]
fn tags_are_given_completed_listed_and_taken_away() {
    let mut reader = reader(4, 100, 24);
    reader.press("toil, gas<Enter>");
    reader.press("jto");
    assert!(reader.picture().contains("Tab completes"));
    reader.press("<Tab><Enter>");
    assert!(last_line(&mut reader).contains("tagged “oil”"), "{}", last_line(&mut reader));
    reader.press("ftoi<Tab><Enter>");
    assert!(reader.picture().contains("dateline · oil ·"), "{}", reader.picture());
    assert_eq!(reader.model.list.counts.shown, 2);
    reader.press("Toil<Enter>");
    reader.press("fa:view tag:oil<Enter>");
    assert_eq!(reader.model.list.counts.shown, 1);
    reader.press("Tcoal<Enter>");
    assert!(last_line(&mut reader).contains("no article is tagged “coal”"));
}

#[test]
fn the_history_takes_any_change_back() {
    let mut reader = reader(4, 100, 24);
    reader.press("ewe").press("gh");
    let picture = reader.picture();
    assert!(picture.contains("later") && picture.contains("Story 1"), "{picture}");
    reader.press("ju");
    assert!(reader.picture().contains("(undone)"));
    reader.press("<Esc>");
    assert_eq!((reader.model.list.counts.later, reader.model.list.counts.unread), (0, 2));
}

/// How many changes the history has here, which is chosen, its verb and whether it stands.
fn history(reader: &Reader) -> (usize, usize, String, bool) {
    let Some(Overlay::History(history)) = &reader.model.overlay else { panic!("no history") };
    let (at, past) = (history.choice.selected, &history.past);
    (past.len(), at, past[at].verb.clone(), past[at].stands)
}

#[test]
fn the_history_goes_back_to_the_first_change_of_all() {
    let mut reader = Reader::with_files(&[("a.md", "# Old story\n\nText.\n"), ("b.md", "# Story\n\nText.\n")], 100, 30);
    let ids = reader.world.library.store.targets(&Target::View(View::default())).unwrap();
    let turn = |verb, on: &[ArticleId]| Change { verb, on: Target::Articles(on.to_vec()) };
    let store = &mut reader.world.library.store;
    store.apply(&turn(Verb::Bookmark, &ids[..1]), NOW).unwrap();
    for _ in 0..150 {
        for verb in [Verb::Read, Verb::Unread, Verb::Later] {
            store.apply(&turn(verb, &ids[1..]), NOW).unwrap();
        }
    }
    reader.press("gh");
    assert_eq!(history(&reader), (200, 0, "later".into(), true));
    reader.press("150j");
    assert_eq!(history(&reader), (400, 150, "later".into(), true));
    reader.press("G");
    assert_eq!(history(&reader), (451, 450, "bookmark".into(), true));
    reader.press("u");
    assert_eq!(history(&reader), (451, 450, "bookmark".into(), false));
}

#[test]
fn a_wrong_line_says_what_would_be_right_and_changes_nothing() {
    let mut reader = reader(4, 110, 24);
    for (line, told) in [
        ("doen", "no command “doen”; did you mean `done`?"),
        ("done abvoe", "“abvoe” names no articles; did you mean `above`?"),
        ("done older:x", "“older:x”, column 7:"),
        ("done nowhere-at-all", "nothing to change"),
        ("done source:", "“source:”, column"),
        ("order-quotations", "“order-quotations” can't be used here, only where speakers are listed"),
        ("next-match", "“next-match” can't be used here, only while a search is active"),
        ("view nowhere", "no view “nowhere”"),
        ("undo x", "“x” is no number"),
        ("next-row many", "“next-row” takes a number, not “many”"),
    ] {
        reader.press(&format!(":{line}<Enter>"));
        assert!(last_line(&mut reader).contains(told), "{line}: {}", last_line(&mut reader));
    }
    assert_eq!(reader.model.list.counts.unread, 4);
    reader.press(":<Up>");
    assert!(last_line(&mut reader).starts_with(":next-row many"));
}

#[test]
fn a_line_does_what_keys_do() {
    let mut reader = reader(30, 80, 24);
    reader.press(":bottom<Enter>");
    assert_eq!(reader.model.list.position(), 30);
    reader.press(":done older:30h<Enter>");
    let unread = reader.model.list.counts.unread;
    assert!(unread < 30 && unread > 0, "{unread}");
    reader.press(":read all<Enter>");
    assert_eq!(reader.model.list.counts.unread, 0);
}

/// Articles of two sources, on tags and in queues.
fn two_sources() -> Reader {
    let file = |n: usize| {
        let source = if n.is_multiple_of(2) { "Even Post" } else { "Odd Wire" };
        let text = format!(
            "---\nsource: {source}\ndate: 2026-11-{:02}T12:00:00Z\n---\n# Story {n}\n\nThis is story {n}.\n",
            21 - n
        );
        (format!("{n}.md"), text)
    };
    let files: Vec<_> = (0..10).map(file).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Reader::with_files(&files, 110, 30)
}

#[test]
fn a_verb_and_a_query_are_for_what_is_listed_and_meets_it() {
    let mut reader = two_sources();
    reader.press(":done source:even older:3d<Enter>");
    assert_eq!(reader.model.list.counts.unread, 7);
    reader.press("u:bookmark source:odd newer:4d<Enter>");
    assert_eq!(reader.model.list.counts.bookmarked, 2);
    reader.press("fb:tag sea, two words source:odd<Enter>:<Esc>");
    assert_eq!(reader.model.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["sea", "two words"]);
    reader.press(":unbookmark story on<Enter>:later on<Enter>");
    assert_eq!(reader.model.list.counts.bookmarked, 2, "“on” is a word like any other behind a plain verb");
    reader.press(":snooze 3 d all source:even<Enter>");
    assert_eq!(reader.model.list.counts.snoozed, 5);
    reader.press("fa:done newer:30d<Enter>");
    let counts = reader.model.list.counts;
    assert_eq!((counts.unread, counts.snoozed), (0, 5), "what was put off stays so");
    reader.press(":done is:snoozed<Enter>");
    assert_eq!(reader.model.list.counts.snoozed, 0, "unless it is asked for");
}

#[test]
fn every_command_is_completed_with_what_it_does_and_so_is_a_query() {
    let mut reader = two_sources();
    reader.press(":toggle-w");
    assert!(reader.picture().contains("toggle-width · Set the text narrow"), "{}", reader.picture());
    reader.press("<Esc>:done sou<Tab>");
    assert!(last_line(&mut reader).starts_with(":done source:"), "{}", last_line(&mut reader));
    reader.press("odd<Enter>");
    assert_eq!(reader.model.list.counts.unread, 5);
}

/// 300 articles: eight kept, three read to the end, the others done with, in the keys that a newcomer would find.
#[test]
fn a_morning_costs_a_key_an_article() {
    let mut reader = reader(300, 120, 40);
    let mut keys = 0;
    let mut press = |reader: &mut Reader, what: &str, count: usize| {
        reader.press(what);
        keys += count;
    };
    press(&mut reader, "fu", 2);
    for story in 0..300 {
        match story {
            20 | 140 | 260 => press(&mut reader, "<Enter><Space>q", 3),
            n if n % 40 == 7 => press(&mut reader, "s", 1),
            _ => {}
        }
        press(&mut reader, "e", 1);
    }
    let counts = reader.model.list.counts;
    assert_eq!((counts.unread, counts.bookmarked), (0, 8));
    assert!(keys <= 330, "{keys}");
}

#[test]
fn a_view_is_in_the_order_that_it_was_in_last_also_in_the_next_run() {
    let mut reader = two_sources();
    let shown = |reader: &Reader| {
        reader
            .model
            .list
            .visible(4)
            .map(|(row, _)| row.headline.trim_start_matches("Story ").to_owned())
            .collect::<String>()
    };
    reader.press("zs");
    assert!(reader.picture().contains("all articles · oldest first"));
    assert_eq!(reader.press("gg").picture().lines().nth(1).map(|line| line.contains("Story 9")), Some(true));
    reader.press("zsgg");
    let picture = reader.picture();
    assert!(picture.contains("by source"), "{picture}");
    assert_eq!(shown(&reader), "0246");
    reader.press("5jv2j");
    assert_eq!(
        (row(&mut reader, "Story 1").chars().next(), row(&mut reader, "Story 8").chars().next()),
        (Some('+'), Some(' '))
    );
    reader.press("e");
    assert_eq!(reader.model.list.counts.unread, 7, "a stretch is what is marked, not what lies between in time");
    reader.press("uEk");
    assert!(last_line(&mut reader).contains("above and below are for lists in the order of dates"));
    reader.press("zwfuzs");
    assert!(reader.picture().contains("unread · oldest first"));
    reader.press("fa");
    assert!(reader.picture().contains("all articles · by source"));
    let looks = reader.world.library.store.looks().unwrap();
    let keys: Vec<_> =
        looks.iter().map(|(key, look)| (key.as_str(), look.width == dateline::catalog::TextWidth::Pane)).collect();
    assert_eq!(keys, [("all", true), ("unread", false)]);
    let settings = dateline::settings::Settings::default();
    let mut next = dateline::app::Model::new(settings.config, settings.keymap, dateline::catalog::Scope::default());
    next.take_looks(looks);
    assert!(
        matches!(next.list.scope, dateline::catalog::Scope::View(view) if view.order == dateline::catalog::Order::BySource)
    );
    assert_eq!(next.reader.setting.text_width, u16::MAX);
}

#[test]
fn days_are_told_apart_where_one_wants_it_for_each_view_and_from_run_to_run() {
    let mut reader = reader(60, 80, 24);
    reader.press("zg");
    let picture = reader.picture();
    assert!(picture.lines().nth(1).unwrap().contains("yesterday"), "{picture}");
    assert_eq!(picture.matches("yesterday").count(), 1, "{picture}");
    reader.press("24jzt");
    let picture = reader.picture();
    assert!(picture.lines().any(|line| line.contains("Story 24 ") && line.contains("Friday 2026-11-20")), "{picture}");
    reader.press("fu");
    assert!(!reader.picture().contains("yesterday"));
    reader.press("fazsgg");
    assert!(reader.picture().contains("Thursday 2026-11-19"));
    reader.press("zs");
    assert!(!reader.picture().contains("Thursday"), "by source, sources are told apart");
    reader.press("zg");
    assert!(last_line(&mut reader).contains("only a list in the order of dates has days (zs changes it)"));
    let looks = reader.world.library.store.looks().unwrap();
    let days: Vec<_> = looks.iter().map(|(view, look)| (view.as_str(), look.days)).collect();
    assert_eq!(days, [("all", dateline::catalog::Days::Named)]);
}

#[test]
fn rows_that_come_leave_the_line_under_the_cursor_where_it_is() {
    let mut reader = reader(60, 80, 24);
    reader.press("20j");
    let line = |reader: &mut Reader| reader.picture().lines().position(|line| line.contains('▌')).unwrap();
    let before = (line(&mut reader), reader.model.list.selected().unwrap().id);
    let new = reader.place.file("new.md", "---\ndate: 2026-11-22T11:59:00Z\n---\n# New\n\nNew.\n");
    let gathered = dateline::sources::files::gather(&[new.into()]);
    let (extent, lexicon) = (dateline::text::document::Extent::Article, dateline::text::quotes::Lexicon::built_in());
    reader.world.library.take_in(&gathered.inputs, extent, lexicon, crate::support::screen::NOW).unwrap();
    reader.press("gr");
    assert_eq!((line(&mut reader), reader.model.list.selected().unwrap().id), before);
    assert_eq!(reader.model.list.position(), 22);
}

#[test]
fn lines_typed_in_one_run_are_there_in_the_next() {
    let mut first = reader(4, 80, 24);
    let state = tempfile::tempdir().unwrap();
    first.world.state_dir = Some(state.path().to_owned());
    first.press(":done older:30d<Enter>:add https://ann:secret@example.org/feed<Enter>:pipe false --key 1234<Enter>");
    let mut next = reader(4, 80, 24);
    next.world.state_dir = Some(state.path().to_owned());
    next.press(":top<Enter>:<Up>");
    assert!(last_line(&mut next).starts_with(":top"), "{}", last_line(&mut next));
    next.press("<Up>");
    assert!(last_line(&mut next).starts_with(":done older:30d"), "{}", last_line(&mut next));
}

#[test]
fn an_undo_takes_back_what_waited_and_nothing_else() {
    let mut reader = Reader::first_run(80, 24);
    reader.world.let_changes_wait();
    reader.press("e");
    let other = rusqlite::Connection::open(reader.place.data().join("articles.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    reader.press("l");
    assert!(reader.world.is_behind());
    reader.press("u");
    assert!(last_line(&mut reader).contains("not done: a change before it waits"), "{}", last_line(&mut reader));
    assert_eq!(reader.world.lost().unwrap().split(':').next(), Some("1 change is lost"));
    other.execute_batch("COMMIT").unwrap();
    reader.press("u");
    assert!(!reader.world.is_behind());
    assert!(last_line(&mut reader).contains("undone"), "{}", last_line(&mut reader));
    assert!(reader.picture().contains("3 unread"), "{}", reader.picture());
}
