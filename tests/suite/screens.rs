//! Keys in, pictures of the screen out.

use crossterm::event::{MouseButton, MouseEventKind};
use dateline::app::panes::Pane;

use crate::support::screen::Reader;

/// Takes a picture with a name, text only.
macro_rules! picture {
    ($reader:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($reader.picture());
        });
    };
}

/// Takes a picture with the styles under it.
macro_rules! picture_with_styles {
    ($reader:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($reader.picture_with_styles());
        });
    };
}

#[test]
fn a_first_run_at_80_by_24() {
    picture_with_styles!(Reader::first_run(80, 24));
}

#[test]
fn a_first_run_at_120_by_40() {
    picture_with_styles!(Reader::first_run(120, 40));
}

#[test]
fn reading_at_80_by_24_with_a_quotation_gone_to() {
    picture_with_styles!(Reader::first_run(80, 24).press("<Enter>)"));
}

#[test]
fn searching_marks_every_match_and_counts_them() {
    picture_with_styles!(Reader::first_run(120, 40).press("<Enter>/iraqi<Enter>n"));
}

#[test]
fn the_help_is_made_from_the_keymap() {
    picture!(Reader::first_run(100, 60).press("?"));
}

#[test]
fn the_help_is_searched() {
    picture!(Reader::first_run(80, 24).press("?/quot<Enter>"));
}

#[test]
fn who_said_what_lists_the_quotations() {
    picture!(Reader::first_run(100, 24).press("\"j"));
}

#[test]
fn too_small_a_screen_says_so() {
    assert_eq!(Reader::first_run(19, 3).picture().lines().next(), Some("too small for the…"));
}

const TWO: [(&str, &str); 2] = [
    (
        "a.md",
        "# Harbour to close\n\nThe harbour closes in May, [the board](https://example.org/board) said. “We had no choice,” said Ada Brandt.\n",
    ),
    ("b.txt", "Ferry back in service\n\nThe ferry sails again. “It was never in danger,” said Yusuf Kaya.\n"),
];

#[test]
fn done_goes_on_and_undo_comes_back() {
    let mut reader = Reader::with_files(&TWO, 80, 24);
    assert!(reader.picture().contains("2 unread of 2"));
    reader.press("e");
    assert!(reader.picture().contains("1 unread of 2"));
    assert_eq!(reader.model.list.position(), 2);
    reader.press("u");
    let picture = reader.picture();
    assert!(picture.contains("2 unread of 2") && picture.contains("undone: marked read"), "{picture}");
    assert_eq!(reader.model.list.position(), 1);
    reader.press("<C-r>");
    assert!(reader.picture().contains("1 unread of 2"));
}

#[test]
fn a_bookmark_is_in_the_file_and_its_article_beside_it() {
    let mut reader = Reader::with_files(&TWO, 80, 24);
    reader.press("s");
    assert!(reader.picture().contains("★"));
    let file = reader.place.config().join("bookmarks.toml");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("Ferry back in service") || written.contains("Harbour to close"), "{written}");
    assert_eq!(std::fs::read_dir(reader.place.config().join("bookmarks")).unwrap().count(), 1);
    reader.press("s");
    let marked = || std::fs::read_to_string(&file).unwrap().lines().any(|line| line == "[[bookmark]]");
    assert!(!marked());
    reader.press("u");
    assert!(marked());
}

#[test]
fn views_show_what_they_say_and_handled_rows_stay() {
    let mut reader = Reader::with_files(&TWO, 80, 24);
    reader.press("fue");
    let picture = reader.picture();
    assert!(
        picture.contains("unread · 1 unread of 2") && picture.contains("Harbour") && picture.contains("Ferry"),
        "{picture}"
    );
    reader.press("gr");
    assert!(reader.picture().lines().filter(|line| line.contains("●")).count() == 1);
    reader.press("fb");
    assert!(reader.picture().contains("No bookmarks yet"));
    reader.press("fa");
    assert!(reader.picture().contains("all articles"));
}

#[test]
fn marking_a_view_read_is_undone_as_one() {
    let mut reader = Reader::with_files(&TWO, 80, 24);
    reader.press("A");
    assert!(reader.picture().contains("0 unread of 2"));
    reader.press("u");
    assert!(reader.picture().contains("2 unread of 2"));
}

#[test]
fn links_open_by_number_and_copies_name_their_source() {
    let mut reader = Reader::with_files(&TWO[..1], 80, 24);
    reader.press("<Enter>1o");
    assert_eq!(reader.asked, ["browse https://example.org/board"]);
    reader.press("U<Enter>))yqyt");
    assert_eq!(reader.asked[1], "browse https://example.org/board");
    assert!(reader.asked[2].starts_with("copy quotation: “We had no choice,”"), "{:?}", reader.asked);
    assert_eq!(reader.asked[3], "copy title: Harbour to close");
    reader.press("9o");
    assert!(reader.picture().contains("no link 9"));
}

#[test]
fn resizing_keeps_the_place_in_the_text() {
    let mut reader = Reader::first_run(80, 24);
    reader.press("<Enter><Space>");
    let place = reader.model.reader.position().unwrap().1;
    reader.resize(140, 50);
    reader.resize(30, 10);
    reader.resize(80, 24);
    let back = reader.model.reader.position().unwrap().1;
    assert!(back <= place && place - back < 200, "{place} {back}");
}

#[test]
fn the_place_in_an_article_is_kept() {
    let mut reader = Reader::first_run(80, 24);
    reader.press("<Enter><C-d>");
    let place = reader.model.reader.position();
    reader.press("JK");
    assert_eq!(reader.model.reader.position(), place);
    assert!(place.unwrap().1 > 0);
}

#[test]
fn keys_that_follow_a_prefix_are_shown_after_a_while() {
    let mut reader = Reader::first_run(80, 24);
    reader.press("y");
    assert!(!reader.picture().contains("Copy the address"));
    reader.tell(dateline::app::Message::Idle);
    assert!(reader.picture().contains("Copy the address"));
    reader.press("<Esc>");
    assert!(!reader.picture().contains("Copy the address"));
}

#[test]
fn an_unbound_key_says_so_and_escape_never_quits() {
    let mut reader = Reader::first_run(80, 24);
    reader.press("C");
    assert!(reader.picture().contains("C does nothing here"));
    reader.press("<Esc><Esc><Esc>");
    assert!(reader.asked.is_empty());
    reader.press("q");
    assert_eq!(reader.asked, ["quit"]);
}

#[test]
fn a_click_selects_and_a_click_on_a_link_opens_it() {
    let mut reader = Reader::with_files(&TWO, 120, 30);
    reader.click(5, 3);
    assert_eq!((reader.model.list.position(), reader.model.focus), (2, Pane::List));
    reader.click(5, 3);
    assert_eq!(reader.model.focus, Pane::Reader, "a second click opens");
    reader.click(5, 1);
    reader.mouse(MouseEventKind::Drag(MouseButton::Left), 5, 3);
    reader.press("s");
    assert_eq!(reader.model.list.counts.bookmarked, 2, "a drag picks the rows");
    reader.press("?");
    let top = reader.picture();
    reader.mouse(MouseEventKind::ScrollDown, 5, 3);
    assert_ne!(reader.picture(), top, "the wheel scrolls what lies over the panes");
    let mut reader = Reader::with_files(&TWO[..1], 120, 30);
    let picture = reader.picture();
    let row = picture.lines().position(|line| line.contains("the board")).unwrap();
    let line = picture.lines().nth(row).unwrap();
    let column = line.chars().count() - line.split("the board").nth(1).unwrap().chars().count() - 3;
    reader.click(u16::try_from(column).unwrap(), u16::try_from(row).unwrap());
    assert_eq!(reader.asked, ["browse https://example.org/board"]);
}

#[test]
fn the_articles_on_both_sides_are_set_before_they_are_asked_for() {
    let mut reader = Reader::first_run(120, 40);
    let listed: Vec<_> = reader.press("jj").model.list.ids();
    for (keys, ready) in [("j", [3, 2, 2]), ("k", [2, 3, 1]), ("k", [1, 0, 2])] {
        let mut held: Vec<_> = reader.press(keys).rest().model.reader.held().collect();
        let mut expected: Vec<_> = ready.iter().map(|index| listed[*index]).collect();
        held.sort_unstable();
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(held, expected, "{keys}");
    }
}
