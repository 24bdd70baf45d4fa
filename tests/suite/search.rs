//! Queries on the command line.

use std::fs;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use dateline::app::{Effect, Message};
use serde_json::Value;

use crate::support::{
    place::{Place, err, out},
    screen::Reader,
};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_query_lists_what_meets_it_and_search_shows_the_words() {
    let place = Place::new();
    let listed = out(&place.run(&["list", "--", "speaker:al-amiri", "-is:read"]));
    assert_eq!(listed.lines().count(), 1, "{listed}");
    assert!(listed.contains("Shafaq News"), "{listed}");

    let found = out(&place.run(&["search", "airspace", "title:sunday"]));
    let mut lines = found.lines();
    assert!(lines.next().unwrap().contains("Shafaq News"), "{found}");
    assert!(lines.next().unwrap().contains("airspace"), "{found}");
    assert!(!found.contains('\x1b'));

    let hit = json(&out(&place.run(&["search", "--json", "airspace", "-n", "1"])));
    assert_eq!(hit["format"], "dateline.hit/1");
    let text = hit["snippet"]["text"].as_str().unwrap();
    let place = |end: &str| usize::try_from(hit["snippet"]["marks"][0][end].as_u64().unwrap()).unwrap();
    assert_eq!(&text[place("start")..place("end")], "airspace");
}

#[test]
fn nothing_found_and_nonsense_have_exit_codes_of_their_own() {
    let place = Place::new();
    let nothing = place.run(&["search", "zyxwv"]);
    assert_eq!((nothing.status.code(), out(&nothing)), (Some(1), String::new()));

    let nonsense = place.run(&["list", "rain", "is:unreed"]);
    assert_eq!((nonsense.status.code(), out(&nonsense)), (Some(2), String::new()));
    assert_eq!(
        err(&nonsense),
        "dateline: column 9: expected unread, later, snoozed, read, bookmarked, muted or watched after is:; did you mean unread?\n  rain is:unreed\n          ^^^^^^\n"
    );
}

#[test]
fn the_reference_of_queries_is_printed_and_its_examples_are_queries() {
    let place = Place::new();
    let printed = out(&place.run(&["queries"]));
    let examples = printed.lines().filter_map(|line| line.strip_prefix("    "));
    let mut count = 0;
    for example in examples {
        for query in
            example.split("  ").filter(|part| !part.is_empty()).take_while(|part| !part.starts_with(' ')).take(1)
        {
            dateline::query::parse(query, dateline::query::Today::default()).unwrap();
            count += 1;
        }
    }
    assert!(count > 20, "{count} examples");
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
fn typing_a_query_lists_what_it_finds_with_the_words() {
    picture_with_styles!(Reader::first_run(120, 30).press("/quotati"));
}

#[test]
fn a_query_on_a_narrow_screen() {
    picture_with_styles!(Reader::first_run(80, 24).press("/title:quot<Enter>"));
}

#[test]
fn leaving_a_search_gives_the_list_back_as_it_was() {
    for keys in
        ["/airspace<Esc>", "/airspace<Enter><Esc>", "/airspace<Enter>/tour<Esc>", "/zyxwv<Enter><Esc>", "/<Enter>"]
    {
        let mut reader = Reader::first_run(100, 24);
        let before = reader.press("j").picture();
        assert_eq!(reader.press(keys).picture(), before, "{keys}");
    }
}

#[test]
fn a_mistake_in_a_query_is_told_and_what_is_listed_stays() {
    let mut reader = Reader::first_run(100, 24);
    let picture = reader.press("/airspace is:nonsense").picture();
    assert!(picture.lines().last().unwrap().contains("expected unread, later"), "{picture}");
    assert!(picture.contains("/airspace · 1 found"), "{picture}");
    let picture = reader.press("<Enter>").picture();
    assert!(picture.lines().last().unwrap().starts_with("/airspace is:nonsense"), "{picture}");
}

#[test]
fn a_mistake_is_underlined_and_enter_goes_to_it() {
    picture_with_styles!(Reader::first_run(100, 12).press("/airspace is:nonsense newer:7d<Enter>"));
    let mut reader = Reader::first_run(100, 12);
    let picture = reader.press("/airspace is:nonsense newer:7d<Enter><C-k>read<Enter>").picture();
    assert!(picture.contains("/airspace is:read · "), "{picture}");
}

#[test]
fn what_is_missing_at_the_end_of_a_query_is_underlined_too() {
    let mut reader = Reader::first_run(100, 12);
    let picture = reader.press("/iraq (source:").picture_with_styles();
    let is_underlined = |line: &str| line.contains("on #262A33") && line.contains("UNDERLINED");
    assert!(picture.lines().any(is_underlined), "{picture}");
    let picture = reader.press("<C-u>iraq source").picture_with_styles();
    assert!(!picture.lines().any(is_underlined), "{picture}");
}

#[test]
fn what_finds_no_room_in_the_line_is_told() {
    let mut reader = Reader::first_run(100, 12);
    reader.press("/").tell(Message::Paste("airspace ".repeat(11_200)));
    let mut foot = |keys| reader.press(keys).picture().lines().last().unwrap().to_owned();
    assert!(foot("").contains("no room for 99,800 more characters"), "{}", foot(""));
    assert!(foot("x").contains("no room for 99,801 more"), "{}", foot(""));
    assert!(!foot("<C-w>").contains("no room"), "{}", foot(""));
}

#[test]
fn the_matches_of_a_query_are_live_in_the_article() {
    let mut reader = Reader::first_run(100, 24);
    let first = reader.press("/airspace<Enter><Enter>").picture();
    assert!(first.contains("airspace"), "{first}");
    assert!(first.lines().last().unwrap().contains("1 of "), "{first}");
    assert!(reader.press("n").picture().lines().last().unwrap().contains("2 of "));
}

#[test]
fn a_change_in_a_search_is_made_to_what_it_finds() {
    let mut reader = Reader::first_run(100, 24);
    let picture = reader.press("/title:tour<Enter>A<Esc>").picture();
    assert!(picture.contains("3 unread of 4"), "{picture}");
}

#[test]
fn names_are_completed() {
    let mut reader = Reader::first_run(100, 24);
    let picture = reader.press("/source:sh<Tab>").picture();
    assert!(picture.lines().last().unwrap().starts_with("/source:\"Shafaq News\""), "{picture}");
    assert!(picture.contains("1 found"), "{picture}");
}

#[test]
fn tidying_says_what_would_go_and_removes_only_that() {
    let place = Place::new();
    assert_eq!(out(&place.run(&["list"])).lines().count(), 4);
    let would = out(&place.run(&["tidy", "--dry-run", "--unread", "title:tour"]));
    assert!(would.starts_with("1 articles would be removed; none that is kept, tagged or put off\n"), "{would}");
    let would = out(&place.run(&["tidy", "--dry-run", "title:tour"]));
    assert_eq!(would, "0 articles would be removed; none that is kept, tagged, put off or unread\n");
    assert_eq!(out(&place.run(&["list"])).lines().count(), 4);
    assert_eq!(out(&place.run(&["tidy", "title:tour"])), "0 articles were removed\n");
    assert_eq!(out(&place.run(&["tidy", "--unread", "title:tour"])), "1 articles were removed\n");
    assert_eq!(out(&place.run(&["list"])).lines().count(), 3);
    assert_eq!(out(&place.run(&["check"])), "the articles, their index and their counts agree\n");
}

#[test]
fn one_goes_to_a_saved_view_by_letters_of_its_name() {
    let place = Place::new();
    std::fs::write(place.config().join("views.toml"), "\"Morning papers\" = \"title:tour\"\n").unwrap();
    let mut tty = crate::support::tty::Tty::start(&place, &[]);
    tty.wait_for("all articles")
        .send("ff")
        .wait_for("view Morning papers · 1 unread")
        .send("mopa\r")
        .wait_for("/title:tour · 1 found");
    tty.send("\u{1b}").wait_for("all articles").send("Q");
}

#[test]
fn what_says_most_of_it_comes_first_when_asked_and_is_remembered() {
    let files = [
        ("a.md", "# Rain and rain\n\nRain, and more rain fell on the town.\n"),
        ("b.md", "# Wind\n\nThe wind blew over the town, and later there was rain.\n"),
    ];
    let mut reader = Reader::with_files(&files, 100, 24);
    let first = |reader: &Reader| reader.model.list.selected().map(|row| row.headline.to_string());
    let newest = first(reader.press("/rain<Enter>")).unwrap();
    assert!(reader.press("zo").picture().contains("/rain · by relevance · 2 found"), "{}", reader.picture());
    assert_eq!(first(&reader).as_deref(), Some("Rain and rain"));
    assert!(reader.press("v").picture().contains("by date"), "{}", reader.picture());
    reader.press("<Esc>/rain<Enter>");
    assert!(reader.picture().contains("/rain · by relevance"), "{}", reader.picture());
    reader.press("zo");
    assert_eq!(first(&reader), Some(newest));
    reader.press("<Esc>/rain order:relevance<Enter>");
    assert_eq!(first(&reader).as_deref(), Some("Rain and rain"));
}

#[test]
fn what_came_in_is_told_in_lines_and_json_and_on_a_page() {
    let place = Place::new();
    let printed = out(&place.run(&["stats"]));
    assert!(printed.contains("Hadi al-Amiri") && printed.contains("Shafaq News"), "{printed}");
    assert!(printed.lines().all(|line| line.chars().count() <= 80), "{printed}");
    let stats = json(&out(&place.run(&["stats", "--json", "--days", "7"])));
    assert_eq!((&stats["format"], &stats["spans"]), (&"dateline.stats/1".into(), &7.into()));
    assert_eq!(stats["sources"][0]["waiting"], 3);

    let mut reader = Reader::first_run(80, 24);
    reader.press("jegt");
    let picture = reader.picture();
    assert!(picture.contains("articles a day") && picture.contains("quotations a day"), "{picture}");
    assert!(picture.contains("dateline"), "{picture}");
    assert!(reader.press("<Esc>").picture().contains("A tour of the keys"));

    let tall = Reader::first_run(80, 60).press("jegt").picture();
    let below = |name: &str| tall.lines().skip_while(|line| !line.contains(name)).nth(1).unwrap_or_default().to_owned();
    assert!(below("dateline   ").contains("··") && below("dateline   ").contains('█'), "{tall}");
    let bars = |name: &str| tall.lines().find(|line| line.contains(name)).map(|line| line.matches('█').count());
    assert_eq!(bars("Hadi al-Amiri"), Some(24), "{tall}");
}

#[test]
fn an_order_is_asked_for_in_the_query_or_by_a_key_and_is_told() {
    let place = Place::new();
    let newest = out(&place.run(&["list", "quotation", "or", "key"]));
    let oldest = out(&place.run(&["list", "(quotation or key) order:oldest"]));
    assert_eq!(newest.lines().rev().collect::<Vec<_>>(), oldest.lines().collect::<Vec<_>>());
    let wrong = place.run(&["list", "quotation or order:oldest"]);
    assert!(err(&wrong).contains("column 14: order: stands beside"), "{}", err(&wrong));

    let mut reader = Reader::first_run(100, 24);
    reader.press("/quotation<Enter>zo");
    assert!(reader.picture().lines().next().unwrap().contains("by relevance"), "{}", reader.picture());
    assert!(reader.picture().contains("How quotations are marked"));
    reader.press("zo");
    assert!(!reader.picture().contains("by relevance"));
    reader.press("<Esc>/quotation order:relevance<Enter>");
    assert!(reader.picture().lines().next().unwrap().contains("by relevance"));
}

#[test]
fn words_are_found_by_their_stems_once_the_index_is_made_so() {
    let place = Place::new();
    place.file("notes/a.md", "# Ministers meet\n\nThey were connected by a minister.\n");
    let folder = place.path("files/notes");
    assert_eq!(place.run(&["add", folder.to_str().unwrap()]).status.code(), Some(0));
    assert_eq!(place.run(&["refresh"]).status.code(), Some(0));
    let found = |query: &str| out(&place.run(&["list", "--", query])).lines().count();
    let counts = || ["meets", "title:minister", "\"connecting by\"", "-connections", "ministering*"].map(found);
    let config = place.config().join("config.toml");
    let others = found("-nowhere") - 1;
    assert_eq!(counts(), [0, 0, 0, others + 1, 0]);
    fs::write(&config, "stemming = \"english\"\n").unwrap();
    let told = place.run(&["check"]);
    assert_eq!(told.status.code(), Some(1));
    assert!(out(&told).contains("the index is made otherwise than `stemming` says"), "{}", out(&told));
    assert_eq!(counts(), [0, 0, 0, others + 1, 0]);
    assert_eq!(place.run(&["check", "--repair"]).status.code(), Some(0));
    assert_eq!(counts(), [1, 1, 1, others, 1]);
    // While the word is typed, it is found all the way.
    for end in 4.."connections".len() {
        let begun = &"connections"[..end];
        for query in [format!("{begun}*"), format!("\"were {begun}*\"")] {
            assert_eq!(found(&query), 1, "{query}");
        }
        assert_eq!(found(&format!("-{begun}*")), others, "{begun}");
    }
    let hit = json(&out(&place.run(&["search", "--json", "connection"])));
    let snippet = hit["snippet"]["text"].as_str().unwrap();
    let mark = &hit["snippet"]["marks"][0];
    let at = |key| usize::try_from(mark[key].as_u64().unwrap()).unwrap();
    assert_eq!(&snippet[at("start")..at("end")], "connected");
    // Many are found at once.
    let with = |n: usize| ["minister", "connection", "ministry"][n % 3];
    for n in 0..6 {
        place.file(&format!("notes/more/{n}.md"), format!("# Note {n}\n\nA {} in town.\n", with(n)));
    }
    assert_eq!(place.run(&["refresh"]).status.code(), Some(0));
    for (begun, read, count) in [
        ("connec*", "/\\bconnec/", 3),
        ("ministers*", "/\\bminist/", 5),
        ("town mini*", "/mini.*town/", 4),
        ("absen*", "/absen/", 0),
    ] {
        let ranked = format!("{begun} order:relevance");
        assert_eq!([begun, &ranked, read].map(found), [count; 3], "{begun}");
    }
    // What comes in later is indexed likewise.
    place.file("notes/b.md", "# Disconnecting\n\nMeetings.\n");
    assert_eq!(place.run(&["refresh"]).status.code(), Some(0));
    assert_eq!(found("meets"), 2);
    fs::write(&config, "").unwrap();
    assert_eq!(place.run(&["check", "--repair"]).status.code(), Some(0));
    assert_eq!((counts(), found("meetings")), ([0, 0, 0, others + 8, 0], 1));
}

#[test]
fn monstrous_queries_are_answered_or_refused_with_their_column() {
    let place = Place::new();
    place.file("notes/a.md", format!("# Long\n\n{}b\n", "a".repeat(60_000)));
    let folder = place.path("files/notes");
    assert_eq!(place.run(&["add", folder.to_str().unwrap()]).status.code(), Some(0));
    assert_eq!(place.run(&["refresh"]).status.code(), Some(0));
    let (many, long, deep) = ("word ".repeat(20_000), "w".repeat(100_000), "(".repeat(50_000) + "a");
    let huge = "/((((a{100}){100}){100}){100})/";
    for (query, code, says, found) in [
        (many.as_str(), 2, "at most 200 conditions", 0),
        (&long, 0, "", 0),
        (&deep, 2, "parentheses nest at most 30 deep", 0),
        ("\"a", 2, "column 1: expected a \"", 0),
        ("a or (b", 2, "column 6: expected a )", 0),
        (huge, 2, "takes too much memory", 0),
        // Where others go back over the text again and again, this is one walk.
        ("title:long /(a+)+$/", 0, "", 0),
        ("title:long /(a+)+b/", 0, "", 1),
    ] {
        let listed = place.run(&["list", "--", query]);
        let (start, told) = (query.get(..20).unwrap_or(query), err(&listed));
        assert_eq!((listed.status.code(), told.contains(says)), (Some(code), true), "{start}: {told}");
        assert_eq!(out(&listed).lines().count(), found, "{start}");
        assert!(told.lines().all(|line| line.chars().count() < 300), "{start}: a line of the message is endless");
    }
}

#[test]
fn a_store_that_two_others_write_is_read_and_written_at_once() {
    let place = Place::new();
    for name in ["one", "two"] {
        for n in 0..40 {
            place.file(&format!("{name}/{n}.md"), format!("# Harbour {name} {n}\n\nText.\n"));
        }
    }
    let folders = ["one", "two"].map(|name| place.path("files").join(name));
    for folder in &folders {
        assert_eq!(place.run(&["add", folder.to_str().unwrap()]).status.code(), Some(0));
    }
    let refresh =
        |folder: &std::path::PathBuf| place.command(&["refresh", "-q", folder.to_str().unwrap()]).spawn().unwrap();
    let begun: Vec<_> = folders.iter().map(refresh).collect();
    while !out(&place.run(&["list", "harbour"])).contains("Harbour") {}
    for mut child in begun {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(out(&place.run(&["list", "title:harbour"])).lines().count(), 80);
    assert_eq!(out(&place.run(&["check"])).trim(), "the articles, their index and their counts agree");
}

#[test]
fn keys_go_on_while_a_search_takes_long_and_escape_gives_it_up() {
    let mut reader = Reader::first_run(100, 24);
    let key = |code| Message::Key(KeyEvent::new(code, KeyModifiers::NONE));
    reader.press("/quotation<Enter>/");
    for letter in "mark".chars() {
        // Nobody answers.
        let asked = reader.model.update(key(KeyCode::Char(letter)));
        assert!(asked.iter().all(|effect| matches!(effect, Effect::Find(..))), "{asked:?}");
    }
    assert!(reader.model.update(key(KeyCode::Enter)).is_empty());
    assert!(reader.picture().contains("searching …"), "{}", reader.picture());
    reader.model.update(key(KeyCode::Char('?')));
    assert!(reader.picture().contains("Go down a row"), "{}", reader.picture());
    reader.model.update(key(KeyCode::Esc));
    let given_up = reader.model.update(key(KeyCode::Esc));
    assert!(given_up.iter().any(|effect| matches!(effect, Effect::GiveUp)), "{given_up:?}");
}
