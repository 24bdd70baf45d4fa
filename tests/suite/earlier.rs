//! Keys that people bring along: earlier texts, links by their numbers, pictures, going on from what is read.

use crate::support::screen::{NOW, Reader};

fn last_line(reader: &mut Reader) -> String {
    reader.picture().lines().last().unwrap_or_default().to_owned()
}

#[test]
fn what_changed_in_an_article_is_shown_word_by_word() {
    let mut reader = Reader::with_files(&[("a.md", "# Fire\n\nFive men died.\n\nIt is over.\n")], 80, 24);
    reader.press("H");
    assert!(last_line(&mut reader).contains("hasn't changed since it came in"));
    let path = reader.place.file("a.md", "# Fire in the port\n\nSeven men have died.\n\nIt is over.\n");
    let gathered = dateline::sources::files::gather(&[path.into()]);
    let (extent, lexicon) = (dateline::text::document::Extent::Article, dateline::text::quotes::Lexicon::built_in());
    reader.world.library.take_in(&gathered.inputs, extent, lexicon, NOW).unwrap();
    reader.press("H");
    let picture = reader.picture();
    let held =
        ["Changed", "Fire {+in the port+}", "[-Five-] {+Seven+} men {+have+} died.", "… a paragraph as before …"];
    assert!(held.iter().all(|words| picture.contains(words)), "{picture}");
    reader.press("q");
    assert!(reader.model.overlay.is_none());
}

#[test]
fn a_link_is_opened_as_soon_as_its_number_can_be_no_other() {
    let links: Vec<_> = (1..=12).map(|n| format!("[link {n}](https://example.org/{n})")).collect();
    let links = links.join(" ");
    let mut reader = Reader::with_files(&[("a.md", &format!("# Links\n\n{links}\n"))], 80, 24);
    reader.press(";7");
    assert_eq!(reader.asked, ["browse https://example.org/7"]);
    reader.press(";1");
    assert_eq!(reader.asked.len(), 1, "12 may be meant");
    reader.press("2;1<Enter>");
    assert_eq!(reader.asked[1..], ["browse https://example.org/12", "browse https://example.org/1"]);
    reader.press(";x<Enter>");
    assert!(last_line(&mut reader).contains("links have the numbers 1 to 12, not “x”"));
}

#[test]
fn numbers_that_are_hidden_are_shown_while_one_is_asked_for() {
    let mut reader = Reader::with_files(&[("a.md", "# Links\n\nSee [the plan](https://example.org/1).\n")], 80, 24);
    reader.model.config.link_numbers = dateline::settings::config::Switch::Off;
    reader.press(";<Esc>");
    assert!(!reader.picture().contains("the plan[1]"));
    reader.press(";");
    assert!(reader.picture().contains("the plan[1]"), "{}", reader.picture());
    reader.press("1");
    assert!(!reader.picture().contains("the plan[1]"));
}

#[test]
fn pictures_are_left_out_and_named_again() {
    let mut reader = Reader::with_files(
        &[("a.md", "# Port\n\nBefore.\n\n![a bridge](https://example.org/b.png)\n\nAfter.\n")],
        80,
        24,
    );
    assert!(reader.picture().contains("[image: a bridge]"));
    assert!(!reader.press("zi").picture().contains("bridge"));
    assert!(reader.press("zi").picture().contains("[image: a bridge]"));
}

#[test]
fn going_on_from_what_is_read_says_nothing_and_an_empty_list_says_how_to_leave_it() {
    let mut reader = Reader::with_files(&[("a.md", "# One\n\nText.\n"), ("b.md", "# Two\n\nText.\n")], 80, 24);
    reader.press("le");
    assert!(!last_line(&mut reader).contains("nothing to change"), "{}", last_line(&mut reader));
    assert_eq!(reader.model.list.position(), 2);
    reader.press("fb");
    assert!(reader.picture().contains("fa lists all articles"), "{}", reader.picture());
}
