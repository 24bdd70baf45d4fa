//! Queries on the command line.

use serde_json::Value;

use crate::support::place::{Place, err, out};

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
        "dateline: column 9: expected unread, later, snoozed, read or bookmarked after is:; did you mean unread?\n  rain is:unreed\n          ^^^^^^\n"
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
