//! The briefing: the same story once, verbs as in any list, a way through it and an end; and on the command line.

use crate::support::{
    place::{Place, out},
    screen::Reader,
};

/// Three reports of a quake, two of a rate, one of a ferry: the newest first.
const NEWS: [(&str, &str); 6] = [
    (
        "1.md",
        "---\nsource: Ferry Times\ndate: 2026-11-22T11:00:00Z\n---\n# Ferry back in service\n\nThe ferry to the islands sails again after a month in the dock. “It was never in danger of being sold to anybody,” said Yusuf Kaya.\n",
    ),
    (
        "2.md",
        "---\nsource: Northern Post\ndate: 2026-11-22T10:00:00Z\n---\n# Strong earthquake kills at least 40 in northern Velia\n\nA magnitude 6.8 earthquake struck the northern province of Velia before dawn on Tuesday, killing at least 40 people and burying villages under landslides, officials said. “The mountain came down on us while we slept,” said Ada Brandt, a farmer.\n",
    ),
    (
        "3.md",
        "---\nsource: Wire One\ndate: 2026-11-22T09:30:00Z\n---\n# Velia earthquake: dozens dead as villages buried\n\nAt least 40 people have died after a 6.8-magnitude earthquake hit northern Velia early on Tuesday, triggering landslides that buried several villages, according to the interior ministry.\n",
    ),
    (
        "4.md",
        "---\nsource: Radio Two\ndate: 2026-11-22T09:00:00Z\n---\n# Dozens killed as magnitude 6.8 quake strikes Velia's north\n\nRescuers dug through the rubble of mountain villages in northern Velia on Tuesday after a powerful 6.8 magnitude earthquake killed at least 40 people, the interior minister said.\n",
    ),
    (
        "5.md",
        "---\nsource: Wire One\ndate: 2026-11-22T08:00:00Z\n---\n# Central bank of Norvia holds rates at 4.5 percent, signals cut in spring\n\nNorvia's central bank left its key interest rate unchanged at 4.5 percent on Tuesday and said a cut was likely in the spring if inflation keeps falling.\n",
    ),
    (
        "6.md",
        "---\nsource: Northern Post\ndate: 2026-11-22T07:00:00Z\n---\n# Norvian central bank leaves interest rate unchanged, hints at spring cut\n\nThe Norvian central bank kept its benchmark interest rate at 4.5 percent on Tuesday. “Inflation is falling fast enough to cut rates in the spring,” said Governor Lena Holt.\n",
    ),
];

fn reader(columns: u16, rows: u16) -> Reader {
    let mut reader = Reader::with_files(&NEWS, columns, rows);
    reader.press("B");
    reader
}

fn headlines(reader: &Reader) -> Vec<String> {
    reader
        .model
        .list
        .visible(50)
        .map(|(row, _)| row.headline.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect()
}

macro_rules! picture {
    ($reader:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($reader.picture());
        });
    };
}

#[test]
fn a_briefing_tells_each_story_once_with_who_said_what() {
    picture!(reader(120, 30));
}

#[test]
fn a_briefing_on_a_narrow_screen() {
    picture!(reader(80, 24).press("jza"));
}

#[test]
fn a_story_unfolds_into_its_reports_and_folds_again() {
    let mut reader = reader(120, 40);
    assert_eq!(headlines(&reader), ["Strong earthquake", "Central bank", "Ferry back"]);
    reader.press("za");
    assert_eq!(
        headlines(&reader),
        ["Strong earthquake", "Velia earthquake:", "Dozens killed", "Central bank", "Ferry back"]
    );
    reader.press("jza");
    assert_eq!((headlines(&reader).len(), reader.model.list.position()), (3, 1));
    reader.press("jzA");
    assert_eq!((headlines(&reader).len(), reader.model.list.position()), (6, 4));
    reader.press("zA");
    assert_eq!((headlines(&reader).len(), reader.model.list.position()), (3, 2));
}

#[test]
fn a_verb_on_a_folded_story_is_for_all_that_the_row_shows_and_undone_as_one() {
    let mut reader = reader(120, 40);
    reader.press("e");
    let picture = reader.picture();
    assert!(picture.contains("3 articles"), "{picture}");
    assert_eq!(reader.model.list.position(), 2);
    reader.press("u").press("gg").press("s");
    assert_eq!(reader.model.list.counts.bookmarked, 1);
    reader.press("zae");
    assert_eq!(reader.model.list.counts.unread, 4, "an unfolded report is one article");
    reader.press("q");
    assert_eq!((reader.model.list.counts.all, reader.model.list.counts.unread), (6, 5));
}

#[test]
fn a_briefing_ends_with_a_count_and_the_next_one_has_only_what_is_new() {
    let mut reader = reader(120, 40);
    reader.press("jsee");
    let picture = reader.picture();
    assert!(picture.contains("That’s all since yesterday 12:00: 6 seen, 1 kept"), "{picture}");
    reader.press("q");
    assert!(reader.picture().contains("all articles"));
    assert_eq!(reader.model.list.counts.unread, 3, "what was passed over stays unread");
    reader.press("B");
    assert!(reader.picture().contains("nothing new since"), "{}", reader.picture());
}

#[test]
fn what_is_undone_in_a_briefing_was_not_seen_by_that() {
    let mut reader = Reader::with_files(&NEWS, 120, 40);
    let picture = reader.press("6sBu").picture();
    assert!(picture.contains("1 of 3 seen"), "{picture}");
    let picture = reader.press("3s").picture();
    assert!(picture.contains("3 of 3 seen"), "{picture}");
}

#[test]
fn a_briefing_that_was_left_goes_on_where_it_was() {
    let mut reader = reader(120, 40);
    reader.press("j");
    assert!(reader.picture().contains("2 of 3 seen"));
    reader.press("kefaB");
    let picture = reader.picture();
    assert!(picture.contains("2 of 3 seen"), "{picture}");
    assert_eq!(reader.model.list.position(), 2);
    reader.press("B");
    assert!(reader.picture().contains("all articles"));
}

#[test]
fn a_briefing_of_some_minutes_says_what_is_left_and_the_next_one_brings_it() {
    let mut reader = Reader::with_files(&NEWS, 120, 40);
    reader.press("1Bj");
    assert!(reader.picture().contains("2 stories more would take 2 min"), "{}", reader.picture());
    reader.press("<Esc>B");
    assert_eq!(headlines(&reader), ["Central bank", "Ferry back"]);
}

#[test]
fn a_command_prints_the_same_edition_and_counts_it_as_read_only_when_told() {
    let place = Place::new();
    for (name, text) in NEWS {
        place.file(name, text.replace("2026-11-22", &today()));
    }
    place.run(&["open", place.path("files").to_str().unwrap()]);
    place.run(&["tidy", "shafaq or dateline"]);
    let printed = out(&place.run(&["brief", "velia or bank or ferry", "--json"]));
    let edition: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let sizes: Vec<usize> =
        edition["stories"].as_array().unwrap().iter().map(|story| story["reports"].as_array().unwrap().len()).collect();
    assert_eq!((edition["format"].as_str(), sizes), (Some("dateline.brief/1"), vec![3, 2, 1]));
    assert_eq!(edition["stories"][0]["quotations"][0]["speaker"], "Ada Brandt");
    let markdown = out(&place.run(&["brief", "velia", "--markdown"]));
    assert!(
        markdown.contains("## 1. ") && markdown.contains("> “The mountain came down on us while we slept,”"),
        "{markdown}"
    );
    let plain = out(&place.run(&["brief", "velia", "--read"]));
    assert!(plain.contains("1 story in 3 reports") && plain.contains("That’s all in “velia” since"), "{plain}");
    assert!(plain.lines().all(|line| line.chars().count() <= 72), "{plain}");
    assert!(out(&place.run(&["brief", "velia"])).starts_with("Nothing new in “velia” since"));
    assert_eq!(place.run(&["brief", "older:x"]).status.code(), Some(2));
}

/// Today's date, as a file has it.
fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

#[test]
fn what_a_count_does_away_with_is_not_said_to_stay_in_the_inbox() {
    let mut reader = reader(120, 30);
    let end = reader.press("2ee").picture();
    assert!(end.contains("6 seen") && !end.contains("passed over"), "{end}");
    assert_eq!(reader.press("q").model.list.counts.unread, 0);
}
