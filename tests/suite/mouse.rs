//! The mouse: what is clicked is chosen, clicked again it opens, also in panels; the wheel scrolls what is under it.

use crossterm::event::MouseEventKind;
use dateline::app::{Model, overlay::Overlay, panes::Pane};

use crate::support::{place::Place, screen::Reader, tty::Tty};

const ONE: &str = "---\ntitle: Water comes late\nsource: The Post\ndate: 2026-11-20\nurl: https://example.org/one\n---\n\n\
    Ann Lee, the mayor of Springfield, came late. “We will build it, and soon,” she said.\n\n\
    “Never,” said Bo Stone, a baker. See [the plan](https://example.org/plan) and [the bill](https://example.org/bill).\n";
const TWO: &str =
    "---\ntitle: Nobody was asked\nsource: Daily News\ndate: 2026-11-19\n---\n\n“Nobody asked us,” said Ann Lee.\n";

fn reader(columns: u16, rows: u16) -> Reader {
    Reader::with_files(&[("one.md", ONE), ("two.md", TWO)], columns, rows)
}

/// Clicks where the screen has these words last, and returns where that was.
fn click(reader: &mut Reader, words: &str) -> (u16, u16) {
    let picture = reader.picture();
    let lines: Vec<_> = picture.lines().collect();
    let row = lines.iter().rposition(|line| line.contains(words)).unwrap_or_else(|| panic!("no {words} in\n{picture}"));
    let column = lines[row].split(words).next().unwrap().chars().count();
    let at = (u16::try_from(column).unwrap(), u16::try_from(row).unwrap());
    reader.click(at.0, at.1);
    at
}

fn chosen(model: &Model) -> usize {
    match &model.overlay {
        Some(Overlay::Links(links)) => links.choice.selected,
        Some(Overlay::History(history)) => history.choice.selected,
        Some(Overlay::Notes(notes)) => notes.choice.selected,
        Some(Overlay::Voices(voices)) => voices.selected,
        Some(Overlay::Speaker(page)) => page.selected,
        other => panic!("nothing to choose from: {other:?}"),
    }
}

#[test]
fn a_click_in_a_panel_chooses_a_second_one_goes_there_and_one_beside_it_closes() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut reader = reader(columns, rows);
        reader.press("U");
        click(&mut reader, "example.org/bill");
        assert_eq!((chosen(&reader.model), reader.asked.len()), (1, 0), "{columns}");
        click(&mut reader, "example.org/bill");
        assert_eq!(reader.asked, ["browse https://example.org/bill"]);
        reader.press("mjmgh");
        click(&mut reader, "Water comes late");
        assert_eq!(chosen(&reader.model), 1);
        reader.click(0, 0);
        assert_eq!(reader.model.overlay, None);
    }
}

#[test]
fn quotations_and_what_a_speaker_said_are_chosen_by_clicks() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut reader = reader(columns, rows);
        reader.press("\"");
        let picture = reader.picture();
        let rows: Vec<_> = picture.lines().collect();
        let row = rows.iter().rposition(|line| line.contains("Bo Stone") && !line.contains("See")).unwrap();
        let panel = reader.model.areas.unwrap().panel;
        reader.click(panel.x + 4, u16::try_from(row).unwrap());
        assert_eq!(chosen(&reader.model), 1, "{picture}");
        reader.click(panel.x + 4, u16::try_from(row).unwrap());
        assert_eq!((reader.model.overlay.is_none(), reader.model.focus), (true, Pane::Reader));
        reader.press("gg(\"k\"");
        click(&mut reader, "“Nobody asked us,”");
        assert_eq!(chosen(&reader.model), 1);
        click(&mut reader, "“Nobody asked us,”");
        assert!(reader.model.overlay.is_none());
        assert_eq!(reader.model.list.selected().unwrap().headline.as_ref(), "Nobody was asked");
    }
}

#[test]
fn a_completion_is_taken_by_a_click_and_entered_by_another() {
    let mut reader = reader(100, 30);
    reader.press("toil<Enter>jto");
    click(&mut reader, "oil");
    assert_eq!(reader.model.prompt.as_ref().unwrap().1.text(), "oil");
    reader.press("<Esc>fftag");
    let (column, row) = click(&mut reader, "tag oil");
    reader.click(column, row);
    assert_eq!((reader.model.prompt.is_none(), reader.model.list.counts.shown), (true, 1));
}

#[test]
fn the_wheel_scrolls_what_is_under_it_and_a_question_is_not_answered_by_the_mouse() {
    let long = "A line.\n\n".repeat(80);
    let mut reader =
        Reader::with_files(&[("a.md", &format!("# Long\n\n{long}")), ("b.md", "# Short\n\nText.\n")], 120, 30);
    while reader.model.list.selected().unwrap().headline.as_ref() != "Long" {
        reader.press("j");
    }
    let before = reader.model.list.position();
    reader.mouse(MouseEventKind::ScrollDown, 100, 10);
    assert!(reader.model.reader.open.as_ref().unwrap().top > 0);
    assert_eq!((reader.model.list.position(), reader.model.focus), (before, Pane::List));
    let files: Vec<_> = (0..60).map(|n| (format!("{n}.md"), format!("# Story {n}\n\nText {n}.\n"))).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut reader = Reader::with_files(&files, 120, 30);
    reader.press(":done view<Enter>");
    reader.click(60, 15);
    assert!(matches!(reader.model.overlay, Some(Overlay::Confirm(_))));
}

#[test]
fn the_terminals_own_bytes_for_the_mouse_are_understood() {
    let place = Place::new();
    let mut tty = Tty::start_with(&place, &[], &[], (120, 40));
    tty.wait_for("4 unread").wait_for("1/4");
    // Button 0 pressed and released in column 6, row 4 (SGR, counted from 1): the second row of two lines each.
    tty.send("\u{1b}[<0;6;4M\u{1b}[<0;6;4m").wait_for("2/4");
    tty.send("\u{1b}[<0;6;8M\u{1b}[<0;6;8m").wait_for("4/4");
    // The wheel over the article scrolls it.
    tty.send("\u{1b}[<65;90;20M\u{1b}[<65;90;20M\u{1b}[<0;6;2M\u{1b}[<0;6;2m").wait_for("1/4");
    tty.send("\u{1b}[<0;6;2M\u{1b}[<0;6;2m").send("zz").wait_without("│");
    tty.send("Q");
    assert!(tty.end().success());
}

#[test]
fn a_click_on_a_key_at_the_foot_does_what_the_key_does() {
    let mut reader = reader(80, 24);
    click(&mut reader, "e done");
    assert_eq!((reader.model.list.position(), reader.model.list.counts.unread), (2, 1));
    reader.press("k)");
    let before = reader.picture();
    reader.click(3, 23);
    assert_eq!(reader.picture(), before, "the foot names a quotation, no keys");
}

#[test]
fn a_command_is_chosen_in_the_help_by_a_click_and_done_by_another() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut reader = reader(columns, rows);
        reader.press("?/any of them<Enter>");
        click(&mut reader, "List the changes");
        assert!(matches!(reader.model.overlay, Some(Overlay::Help(_))));
        click(&mut reader, "List the changes");
        assert!(reader.model.overlay.is_none());
        assert!(reader.picture().contains("nothing has been changed yet"), "{}", reader.picture());
        reader.press("?/other end<Enter>");
        click(&mut reader, "Go to the other end");
        click(&mut reader, "Go to the other end");
        assert!(reader.picture().contains("`other-end` is for another place than this"), "{}", reader.picture());
        reader.press("?/any of them<Enter>");
        reader.click(0, 0);
        assert!(reader.model.overlay.is_none());
    }
}

#[test]
fn what_can_be_typed_is_put_into_the_line_by_two_clicks_on_its_row_in_the_help() {
    let mut reader = reader(80, 24);
    reader.press("?/subscribe to<Enter>");
    click(&mut reader, ":add ADDRESS");
    assert!(matches!(reader.model.overlay, Some(Overlay::Help(_))));
    click(&mut reader, ":add ADDRESS");
    assert_eq!(reader.model.prompt.as_ref().unwrap().1.text(), "add ");
    reader.press("<Esc>?/:wq<Enter>");
    click(&mut reader, ":wq");
    click(&mut reader, ":wq");
    assert_eq!(reader.asked, ["quit"]);
}

#[test]
fn a_click_on_a_source_or_a_speaker_of_the_statistics_lists_their_articles() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut reader = reader(columns, rows);
        reader.press("gt");
        click(&mut reader, "Daily News");
        assert!(reader.model.overlay.is_none());
        assert_eq!(reader.model.list.counts.shown, 1);
        assert_eq!(reader.model.list.selected().unwrap().headline.as_ref(), "Nobody was asked");
        reader.press("<Esc>gt");
        reader.mouse(MouseEventKind::ScrollDown, 40, 12);
        click(&mut reader, "Ann Lee");
        assert_eq!(reader.model.list.counts.shown, 2);
        reader.press("<Esc>gt");
        click(&mut reader, "quotations a day");
        assert!(reader.model.overlay.is_some(), "what leads nowhere does nothing");
    }
}
