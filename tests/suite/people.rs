//! Who said what over all articles, from the shell.

use serde_json::Value;

use crate::support::place::{Place, err, out};

const ONE: &str = "# One\n\nAnn Lee, the mayor of Springfield, came late. “We will build it, and soon,” she said.\n\n\
                   Officials said that the river had risen.\n";
const TWO: &str = "# Two\n\n“Nobody asked us,” said Ann Lee.\n\n“Nor me,” said Bo Stone, a baker.\n";

/// A place with two articles in its store, beside those of a first run.
fn place() -> Place {
    let place = Place::new();
    let (one, two) = (place.file("one.md", ONE), place.file("two.md", TWO));
    let opened = place.run(&["open".as_ref(), one.as_os_str(), two.as_os_str()]);
    assert_eq!(opened.status.code(), Some(0), "{}", err(&opened));
    place
}

fn lines(place: &Place, arguments: &[&str]) -> Vec<String> {
    let output = place.run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    out(&output).lines().map(str::to_owned).collect()
}

#[test]
fn what_somebody_said_is_found_over_all_articles() {
    let place = place();
    let said = lines(&place, &["quotes", "--speaker", "lee"]);
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(said.iter().all(|line| line.contains("\tdirect\tAnn Lee\t“")), "{said:#?}");
    assert_eq!(lines(&place, &["quotes", "--speaker", "lee", "--since", "2000-01-01"]), said);
    assert_eq!(lines(&place, &["quotes", "river"]).len(), 1);
    assert_eq!(lines(&place, &["quotes", "--speaker", "lee", "--kind", "indirect"]).len(), 0);
    assert_eq!(lines(&place, &["quotes", "--speaker", "lee", "--text", "nobody"]).len(), 1);
}

#[test]
fn quotations_come_as_json_csv_and_markdown() {
    let place = place();
    let json: Vec<Value> = lines(&place, &["quotes", "--speaker", "stone", "--json"])
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(json[0]["format"], "dateline.quotation/1");
    assert_eq!((json[0]["speaker"].as_str(), json[0]["words"].as_str()), (Some("Bo Stone"), Some("“Nor me,”")));
    assert!(json[0]["person"].is_i64() && json[0]["article"].is_i64());
    let csv = out(&place.run(&["quotes", "--speaker", "lee", "--csv"]));
    assert!(csv.starts_with("article,date,source,kind,speaker,role,confidence,words,headline,url,index\r\n"), "{csv}");
    assert!(csv.contains(",\"“We will build it, and soon,”\",One,"), "{csv}");
    let markdown = out(&place.run(&["quotes", "--speaker", "stone", "--markdown"]));
    assert!(markdown.starts_with("> “Nor me,”\n>\n> — Bo Stone, "), "{markdown}");
}

#[test]
fn a_file_is_read_and_not_stored_and_other_words_are_looked_for() {
    let place = place();
    let file = place.file("three.txt", "“Read me,” said Cy Young.\n");
    let read = lines(&place, &["quotes", file.to_str().unwrap()]);
    assert_eq!(read, ["direct\tCy Young\t“Read me,”"]);
    assert_eq!(lines(&place, &["quotes", "--speaker", "young"]).len(), 0);
    let piped = place.run_with(&["quotes", "-", "--kind", "direct"], b"\"Piped,\" said Di Wu.");
    assert_eq!(out(&piped), "direct\tDi Wu\t\"Piped,\"\n");
    let missing = place.run(&["quotes", "missing.txt"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(err(&missing).contains("--text missing.txt"), "{}", err(&missing));
    assert_eq!(lines(&place, &["quotes", "--text", "missing.txt"]).len(), 0);
}

#[test]
fn speakers_are_counted_and_officials_are_nobody() {
    let place = place();
    let speakers = lines(&place, &["speakers"]);
    assert!(speakers.contains(&"2\t2\tAnn Lee\t(no source) 2".to_owned()), "{speakers:#?}");
    assert!(speakers.last().unwrap().contains("\t(unnamed, "), "{speakers:#?}");
    assert!(!speakers.iter().any(|line| line.contains("Officials")), "{speakers:#?}");
    let json = lines(&place, &["speakers", "--json"]);
    let ann: Value =
        json.iter().find(|line| line.contains("Ann Lee")).map(|line| serde_json::from_str(line)).unwrap().unwrap();
    assert_eq!((&ann["format"], &ann["quotations"]), (&Value::from("dateline.speaker/1"), &Value::from(2)));
    let csv = out(&place.run(&["speakers", "--csv"]));
    assert!(csv.starts_with("person,speaker,source,quotations\r\n"), "{csv}");
}

#[test]
fn people_are_merged_renamed_and_split() {
    let place = place();
    assert_eq!(lines(&place, &["people", "merge", "bo stone", "ann lee"]), ["Bo Stone is Ann Lee"]);
    assert_eq!(lines(&place, &["quotes", "--speaker", "stone"]).len(), 3);
    lines(&place, &["people", "rename", "ann lee", "The Mayor"]);
    assert!(lines(&place, &["speakers"]).contains(&"3\t2\tThe Mayor\t(no source) 3".to_owned()));
    let article = lines(&place, &["quotes", "--text", "nor me"])[0].split('\t').next().unwrap().to_owned();
    assert_eq!(lines(&place, &["people", "split", "Bo Stone", "--article", &article]), ["Bo Stone stands alone again"]);
    assert_eq!(lines(&place, &["quotes", "--speaker", "stone"]).len(), 1);
    let nobody = place.run(&["people", "merge", "Bo Stone", "Nobody"]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(err(&nobody).contains("nobody is called “Nobody”"), "{}", err(&nobody));
}
