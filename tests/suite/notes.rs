//! Notes and highlights: passages picked with keys, what stands in the files, and what comes of both.

use std::fs;

use crossterm::event::{MouseButton, MouseEventKind};
use dateline::{
    app::{Effect, Message},
    run::After,
};

use crate::support::{
    place::{Place, err, out},
    screen::Reader,
    tty::Tty,
};

const TEXT: &str = "Ann Lee, the mayor of Springfield, came late. “We will build it, and soon,” she said.\n\n\
    “Never,” said Bo Stone, a baker. Officials said that the river had risen.\n";

fn file(text: &str) -> String {
    format!(
        "---\ntitle: Water comes late\nsource: The Post\ndate: 2026-11-20\nurl: https://example.org/one\n---\n\n{text}"
    )
}

fn one(columns: u16, rows: u16) -> Reader {
    Reader::with_files(&[("one.md", &file(TEXT))], columns, rows)
}

/// All copies, one after the other.
fn copies(place: &Place) -> String {
    let entries = fs::read_dir(place.config().join("bookmarks")).into_iter().flatten().flatten();
    entries.map(|entry| fs::read_to_string(entry.path()).unwrap()).collect()
}

#[test]
fn a_passage_is_picked_highlighted_and_shown_without_colour() {
    let mut reader = one(100, 16);
    reader.press("<Enter>v}v");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(reader.press("wwe").picture_with_styles());
    });
    let shown = reader.press("<Enter>").picture();
    assert!(shown.contains("┃▐“Never,” said Bo Stone") && shown.contains("1 highlight"), "{shown}");
    assert!(copies(&reader.place).contains("## Highlight\n\n> “Never,” said Bo\n"), "{}", copies(&reader.place));
    let undone = reader.press("u").picture();
    assert!(undone.contains("undone: the highlight is gone") && !undone.contains('▐'), "{undone}");
    assert_eq!(copies(&reader.place), "");
    reader.press("<C-r>");
    assert!(copies(&reader.place).contains("> “Never,” said Bo\n"));
}

#[test]
fn words_sentences_and_quotations_are_picked_as_wholes_and_copied() {
    let mut reader = one(100, 16);
    reader.press("<Enter>v)isyv(iwyviqy");
    let copied = |words: &str| {
        format!("copy passage: {words}\n— Water comes late, The Post, 2026-11-20, https://example.org/one")
    };
    let expected = ["“We will build it, and soon,” she said.", "Ann", "“We will build it, and soon,”"].map(copied);
    assert_eq!(reader.asked, expected);
    let left = reader.press("v<Esc>").picture();
    assert!(!left.contains("highlights · "), "{left}");
}

#[test]
fn what_is_gone_to_is_picked_at_once() {
    let mut reader = one(100, 16);
    reader.press("<Enter>)v<Enter>");
    assert!(copies(&reader.place).contains("> “We will build it, and soon,”\n"), "{}", copies(&reader.place));
}

#[test]
fn a_note_that_cannot_be_kept_stays_in_a_file_that_is_named() {
    let mut reader = one(160, 20);
    reader.asked.push(format!("write {}", "Much. ".repeat(200_000)));
    reader.press("<Enter>a");
    let told = reader.model.notice.as_ref().unwrap().text.clone();
    let (why, draft) = told.split_once("; what you wrote is in ").unwrap();
    assert!(why.ends_with("are the most: nothing was changed"), "{told}");
    assert!(fs::read_to_string(draft).unwrap().starts_with("Much. Much. "));
    fs::remove_file(draft).unwrap();
}

#[test]
fn a_note_is_written_listed_found_and_undone() {
    let mut reader = one(100, 20);
    reader.asked.push("write Ask him for the minutes.".into());
    let told = reader.press("<Enter>visa").picture();
    assert!(told.contains("highlighted with a note (u undoes it)") && told.contains('◆'), "{told}");
    reader.asked.push("write A strange article.".into());
    reader.press("a");
    let panel = reader.press("gn").picture();
    assert!(panel.contains("◆ A strange article.") && panel.contains("▐ Ann Lee, the mayor"), "{panel}");
    assert!(panel.contains("Ask him for the minutes."), "{panel}");
    reader.press("<Esc><Esc>fb");
    let kept = reader.picture();
    assert!(kept.contains("bookmarks · ") && kept.contains("☆ Water comes late"), "{kept}");
    for (query, found) in
        [("note:minutes", true), ("has:note has:highlight", true), ("note:baker", false), ("-has:note", false)]
    {
        let list = reader.press(&format!("/{query}<Enter>")).picture();
        assert_eq!(list.contains("Water comes late"), found, "{query}: {list}");
        reader.press("<Esc>");
    }
    let gone = reader.press("gnx").picture();
    assert!(gone.contains("the highlight is gone"), "{gone}");
    reader.press("<Esc>uuu");
    assert_eq!(copies(&reader.place), "");
}

#[test]
fn a_highlight_is_found_again_in_the_changed_article_or_its_loss_is_told() {
    let mut reader = one(100, 20);
    reader.press("<Enter>v}is<Enter><Esc>");
    let change = |reader: &mut Reader, text: &str| {
        let file = reader.place.file("one.md", file(text));
        let opened = reader.place.run(&["open".as_ref(), file.as_os_str()]);
        assert_eq!(opened.status.code(), Some(0), "{}", err(&opened));
        reader.press("<C-l>");
        reader.tell(dateline::app::Message::Outdated);
        reader.press("gr");
    };
    change(&mut reader, &TEXT.replace("Ann Lee", "Added later.\n\nAnn Lee"));
    let found = reader.picture();
    assert!(found.contains("▐“Never,” said Bo Stone"), "{found}");
    change(&mut reader, "All is gone.\n");
    let lost = reader.press("gn").picture();
    assert!(lost.contains("not found any more"), "{lost}");
    assert!(lost.contains("▐ “Never,” said Bo Stone, a baker."), "{lost}");
}

#[test]
fn an_editor_that_fails_changes_nothing() {
    let mut reader = one(100, 16);
    let told = reader.press("<Enter>visa").picture();
    assert!(told.contains("nothing was changed") && !told.contains('▐'), "{told}");
    assert_eq!(copies(&reader.place), "");
}

#[test]
fn what_was_written_before_the_editor_failed_stays_in_a_file_that_is_named() {
    let mut reader = one(160, 20);
    reader.asked.push("fail Ask him for the minutes.".into());
    reader.press("<Enter>a");
    let told = reader.model.notice.as_ref().unwrap().text.clone();
    let (why, draft) = told.split_once("; what you wrote is in ").unwrap();
    assert_eq!(why, "the editor ended badly: nothing was changed");
    assert!(fs::read_to_string(draft).unwrap().starts_with("Ask him for the minutes."));
    fs::remove_file(draft).unwrap();
    assert_eq!(copies(&reader.place), "");
}

#[test]
fn an_editor_closed_at_once_highlights_a_passage_and_leaves_an_article_as_it_was() {
    let mut reader = one(160, 20);
    reader.press("<Enter>");
    let id = reader.model.list.selected().unwrap().id;
    let After::Edit(draft) = reader.world.perform(Effect::WriteNote(id, None)) else { panic!("no draft") };
    let Some(Message::Told(notice)) = reader.world.take_note(draft, Ok(())) else { panic!("nothing was told") };
    assert!(notice.text.contains("the note is as it was"), "{}", notice.text);
    let After::Edit(draft) = reader.world.perform(Effect::WriteNote(id, None)) else { panic!("no draft") };
    fs::remove_file(draft.path()).unwrap();
    let failed = reader.world.take_note(draft, Err("the editor ended badly".to_owned()));
    let Some(Message::Told(notice)) = failed else { panic!("nothing was told") };
    assert_eq!(notice.text, "the editor ended badly: nothing was changed, and the editor left no file");
    reader.asked.push("write ".into());
    let told = reader.press("visa").picture();
    assert!(told.contains('▐') && told.contains("highlighted"), "{told}");
}

#[test]
fn a_note_for_an_article_that_is_gone_stays_in_a_file_that_is_named() {
    let mut reader = one(160, 20);
    reader.press("<Enter>");
    let id = reader.model.list.selected().unwrap().id;
    let effect = Effect::WriteNote(id, None);
    let Some(After::Edit(draft)) = Some(reader.world.perform(effect)) else { panic!("no draft") };
    fs::write(draft.path(), "Ask him for the minutes.\n").unwrap();
    let tidied = reader.place.run(&["tidy", "--unread", "newer:9999d"]);
    assert_eq!(tidied.status.code(), Some(0), "{}", err(&tidied));
    let Some(Message::Told(notice)) = reader.world.take_note(draft, Ok(())) else { panic!("nothing was told") };
    let (why, draft) = notice.text.split_once("; what you wrote is in ").unwrap();
    assert!(why.contains("not in the store any more"), "{why}");
    assert!(fs::read_to_string(draft).unwrap().starts_with("Ask him for the minutes."));
    fs::remove_file(draft).unwrap();
}

#[test]
fn a_note_is_written_in_the_users_editor() {
    let place = Place::new();
    let path = place.file("one.md", file(TEXT));
    let editor = place.file(
        "editor",
        "#!/bin/sh\necho 'From the editor.' > \"$2.new\"; cat \"$2\" >> \"$2.new\"; mv \"$2.new\" \"$2\"\n",
    );
    std::os::unix::fs::PermissionsExt::set_mode(&mut fs::metadata(&editor).unwrap().permissions(), 0o755);
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&editor, executable).unwrap();
    let words = format!("{} --wait", editor.display());
    let mut tty = Tty::start_with(&place, &["open", path.to_str().unwrap()], &[("EDITOR", &words)], (80, 24));
    tty.wait_for("Ann Lee, the mayor");
    tty.send("a");
    tty.wait_for("the note is kept");
    tty.send("Q");
    tty.end();
    assert!(copies(&place).contains("## Note\n\nFrom the editor.\n"), "{}", copies(&place));
    let mut again = Tty::start_with(&place, &["open", path.to_str().unwrap()], &[], (80, 24));
    again.wait_for("1 min · a note");
    again.send("Q");
    again.end();
}

#[test]
fn what_was_written_outlives_the_store_and_is_exported() {
    let mut reader = one(100, 20);
    reader.asked.push("write Ask him.".into());
    reader.press("<Enter>visaJ)*");
    let place = reader.place;
    fs::remove_dir_all(place.data()).unwrap();
    let listed = place.run(&["list", "has:highlight"]);
    assert!(out(&listed).contains("Water comes late"), "{}{}", out(&listed), err(&listed));
    let json: serde_json::Value =
        serde_json::from_str(&out(&place.run(&["export", "--highlights", "--format", "json"]))).unwrap();
    assert_eq!((&json["format"], &json["kind"]), (&"dateline.kept/1".into(), &"highlight".into()));
    assert_eq!((&json["note"], &json["url"]), (&"Ask him.".into(), &"https://example.org/one".into()));
    let markdown = out(&place.run(&["export", "--highlights", "--format", "markdown"]));
    assert_eq!(
        markdown,
        "- [Water comes late](<https://example.org/one>) — The Post, 2026-11-20\n\n  \
         > Ann Lee, the mayor of Springfield, came late.\n\n  Ask him.\n\n"
    );
    let csv = out(&place.run(&["export", "--quotes", "--format", "csv"]));
    assert!(csv.starts_with("kind,date,source,title,url,speaker,words,note,tags,key,prefix\r\nquotation,"), "{csv}");
    assert!(csv.contains(",Ann Lee,\"“We will build it, and soon,”\","), "{csv}");
    let html = out(&place.run(&["export", "--bookmarks", "--format", "html"]));
    assert!(
        html.starts_with("<!DOCTYPE NETSCAPE-Bookmark-file-1>")
            && html.contains("<A HREF=\"https://example.org/one\">"),
        "{html}"
    );
    let opml = out(&place.run(&["export", "--bookmarks"]));
    assert!(opml.contains("type=\"link\"") && opml.contains("url=\"https://example.org/one\""), "{opml}");
}

#[test]
fn a_note_whose_article_is_gone_is_kept_exported_and_told_of() {
    let mut reader = one(100, 20);
    reader.asked.push("write Ask him.".into());
    reader.press("<Enter>a<Esc>");
    let copy = copies(&reader.place);
    assert!(copy.contains("## Note\n\nAsk him.\n"), "{copy}");
    let gone = reader.model.list.selected().unwrap().id;
    assert_eq!(reader.world.library.store.remove(&[gone], 0).unwrap(), 1);
    reader.asked.push("write Lost.".into());
    let told = reader.press("a").picture();
    assert!(told.contains("not in the store any more"), "{told}");
    reader.press("<C-l>");
    let place = &reader.place;
    let exported = out(&place.run(&["export", "--highlights", "--format", "json"]));
    assert!(exported.contains(r#""kind":"note""#) && exported.contains(r#""note":"Ask him.""#), "{exported}");
    let listed = out(&place.run(&["list", "has:note"]));
    assert!(listed.contains("Water comes late"), "{listed}");
    assert_eq!(copies(place), copy);
}

#[test]
fn a_bookmarked_quotation_brings_its_article_into_the_bookmarks() {
    let mut reader = one(100, 20);
    let kept = reader.press("<Enter>)*<Esc>fb").picture();
    assert!(kept.contains("☆ Water comes late"), "{kept}");
    let listed = out(&reader.place.run(&["list", "--bookmarked"]));
    assert!(listed.contains("Water comes late"), "{listed}");
    let both = reader.press("s").picture();
    assert!(both.contains("★ Water comes late"), "{both}");
    reader.press("s");
    let again = reader.press("<Enter>*<Esc>fafb").picture();
    assert!(!again.contains("Water comes late"), "{again}");
}

#[test]
fn a_passage_is_picked_by_dragging_the_mouse() {
    let mut reader = one(100, 16);
    let picture = reader.picture();
    let row = picture.lines().position(|line| line.contains("“Never,”")).unwrap();
    let column = |word: &str| {
        let line = picture.lines().nth(row).unwrap();
        u16::try_from(line[..line.find(word).unwrap()].chars().count()).unwrap()
    };
    let (from, to, row) = (column("said"), column("Bo Stone") + 7, u16::try_from(row).unwrap());
    reader.click(from, row);
    reader.mouse(MouseEventKind::Drag(MouseButton::Left), to, row);
    let picked = reader.picture();
    assert!(picked.contains("3 words · Enter highlights"), "{picked}");
    reader.press("<Enter>");
    assert!(copies(&reader.place).contains("> said Bo Stone\n"), "{}", copies(&reader.place));
}

#[test]
fn the_status_line_names_the_speaker_where_a_search_marks_nothing() {
    let mut reader = one(100, 16);
    let told = reader.press("/source:post<Enter><Enter>)").picture();
    assert!(told.contains("quotation 1 of 3: Ann Lee, mayor of Springfield"), "{told}");
}

fn bookmarks(reader: &Reader) -> usize {
    let list = fs::read_to_string(reader.place.config().join("bookmarks.toml")).unwrap();
    list.lines().filter(|line| *line == "[[bookmark]]").count()
}

#[test]
fn what_is_kept_beside_a_table_is_taken_back_by_undo() {
    let table = "“It always has,” she said.\n\n| a | b |\n|---|---|\n| cold | wet |\n";
    let mut reader = Reader::with_files(&[("one.md", &file(table))], 100, 16);
    reader.press("<Enter>)*");
    reader.press("v}ip<Enter>");
    assert!(bookmarks(&reader) == 1 && copies(&reader.place).contains("## Highlight"));
    reader.press("uu");
    assert_eq!((bookmarks(&reader), copies(&reader.place).as_str()), (0, ""));
}

#[test]
fn quotations_and_notes_undone_out_of_their_order_stay_as_the_last_standing_change_says() {
    let mut reader = one(100, 24);
    // Bookmarked, let go, bookmarked again; the first two are taken back in the history, the last one with `u`.
    reader.press("<Enter>)***ghGuku<Esc>");
    assert_eq!(bookmarks(&reader), 1);
    reader.press("u");
    assert_eq!(bookmarks(&reader), 0);
    reader.press("<C-r>");
    assert_eq!(bookmarks(&reader), 1);
}

#[test]
fn a_mark_that_comes_and_goes_around_a_highlight_leaves_nothing_when_all_is_undone() {
    let mut reader = one(100, 24);
    reader.press("ss<Enter>vis<Enter>sss");
    reader.press("uuuuuuu");
    assert_eq!((bookmarks(&reader), copies(&reader.place).as_str()), (0, ""));
    assert_eq!(reader.press("fb").model.list.counts.shown, 0);
}
