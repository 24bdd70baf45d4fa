//! The command line: what it prints, how it fails, and with which exit code.

use std::fs;

use serde_json::Value;

use crate::support::place::{Place, err, out};

fn json(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

#[test]
fn a_bare_run_into_a_pipe_prints_the_list() {
    let place = Place::new();
    let output = place.run::<&str>(&[]);
    assert_eq!(output.status.code(), Some(0));
    let printed = out(&output);
    assert_eq!(printed.lines().count(), 4);
    assert!(printed.lines().next().unwrap().contains("\tShafaq News\tOn Sunday, the Secretary-General"), "{printed}");
    assert!(!printed.contains('\x1b'));
}

#[test]
fn opening_the_same_file_twice_changes_nothing_and_a_changed_file_updates() {
    let place = Place::new();
    let file = place.file("a.md", "# One\n\nFirst text.\n");
    let open = |arguments: &[&str]| out(&place.run(arguments));
    let first = open(&["open", file.to_str().unwrap()]);
    let second = open(&["open", file.to_str().unwrap()]);
    assert_eq!(first, second);
    fs::write(&file, "# Two\n\nOther text.\n").unwrap();
    let third = open(&["open", file.to_str().unwrap()]);
    assert_eq!(third.split('\t').next(), first.split('\t').next());
    assert!(third.contains("\tTwo"), "{third}");
}

#[test]
fn the_seed_is_parsed_as_it_must_be() {
    let place = Place::new();
    let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/000_31642f45ca39f18b.txt");
    let article = json(&out(&place.run(&["parse", seed])));
    assert_eq!(article["format"], "dateline.article/1");
    assert_eq!(article["source"], "Shafaq News");
    assert_eq!(article["title_origin"], "lead");
    let kinds = |kind: &str| article["blocks"].as_array().unwrap().iter().filter(|block| block["kind"] == kind).count();
    assert_eq!((kinds("paragraph"), kinds("heading")), (8, 1));
    let direct = article["quotations"].as_array().unwrap().iter().filter(|one| one["kind"] != "indirect");
    assert_eq!(direct.count(), 2);
}

#[test]
fn feeds_lists_of_feeds_and_mail_are_parsed_as_what_they_are() {
    let place = Place::new();
    let rss =
        "<rss version='2.0'><channel><title>News</title><item><title>One</title><link>/a</link></item></channel></rss>";
    let feed = json(&out(&place.run_with(&["parse", "--base", "https://example.org/feed", "-"], rss.as_bytes())));
    assert_eq!((&feed["format"], &feed["title"]), (&Value::from("dateline.feed/1"), &Value::from("News")));
    assert_eq!(feed["entries"][0]["link"], "https://example.org/a");
    let opml = "<opml version='2.0'><body><outline text='News' xmlUrl='https://example.org/feed'/></body></opml>";
    let list = json(&out(&place.run_with(&["parse", "-"], opml.as_bytes())));
    assert_eq!(list["format"], "dateline.subscriptions/1");
    let mail = "From: Ann Lee <ann@example.org>\r\nSubject: Minutes\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n\r\nA text.\r\n";
    let message = json(&out(&place.run_with(&["parse", "-"], mail.as_bytes())));
    let article = json(&out(&place.run_with(&["parse", "-"], b"# Harbour\n\nA text.\n")));
    assert_eq!(article["format"], "dateline.article/1");
    assert_eq!((&message["format"], &message["title"]), (&Value::from("dateline.mail/1"), &Value::from("Minutes")));
}

#[test]
fn what_cannot_be_taken_in_is_told_by_name_and_by_exit_code() {
    let place = Place::new();
    let good = place.file("good.txt", "A headline\n\nA text.\n");
    let picture = place.file("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let empty = place.path("files/empty");
    fs::create_dir(&empty).unwrap();
    let path = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    for (arguments, code, said) in [
        (vec!["open".into(), path(&place.path("nothing.txt"))], 1, "there is no such file"),
        (vec!["open".into(), path(&picture)], 1, "PNG"),
        (vec!["open".into(), path(&empty)], 1, "no articles in this folder"),
        (vec!["open".into(), path(&good), path(&picture)], 3, "PNG"),
        (vec!["show".into(), "12345".into()], 1, "no article 12345"),
        (vec!["parse".into(), path(&empty)], 1, "no articles"),
        (vec!["nonsense".into()], 2, "nonsense"),
    ] {
        let output = place.run(&arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", err(&output));
        assert!(err(&output).contains(said), "{arguments:?}: {}", err(&output));
    }
}

#[test]
fn standard_input_is_an_article() {
    let place = Place::new();
    let output = place.run_with(&["open", "-"], b"# From a pipe\n\nText.\n");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("From a pipe"), "{}", out(&output));
}

#[test]
fn an_article_is_shown_as_text_and_as_json() {
    let place = Place::new();
    let list = out(&place.run(&["list", "--json", "-n", "1"]));
    let row = json(&list);
    assert_eq!((&row["format"], &row["read"]), (&Value::from("dateline.row/1"), &Value::from(false)));
    let id = row["id"].to_string();
    let text = out(&place.run(&["show", &id, "--width", "60"]));
    assert!(text.contains("American Presence In Iraq"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
    let article = json(&out(&place.run(&["show", &id, "--json"])));
    assert_eq!(article["blocks"].as_array().unwrap().len(), 9);
}

#[test]
fn quotations_of_lines_are_in_code_points() {
    let place = Place::new();
    let line = r#"{"id":"x","text":"Ünïcode. “The dam will hold,” said Marta Lindqvist."}"#;
    let output = place.run_with(&["quotes", "--jsonl"], format!("{line}\n\n{line}\n").as_bytes());
    let printed = out(&output);
    assert_eq!(printed.lines().count(), 2, "{}", err(&output));
    let quotes = &json(printed.lines().next().unwrap())["quotes"];
    assert_eq!((&quotes[0]["start"], &quotes[0]["end"]), (&Value::from(9), &Value::from(29)));
    let output = place.run_with(&["quotes", "--jsonl"], b"no json\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("line 1"), "{}", err(&output));
}

#[test]
fn a_mistake_in_the_configuration_is_told_and_the_rest_counts() {
    let place = Place::new();
    fs::write(place.config().join("config.toml"), "\ntext-widht = 60\n").unwrap();
    let output = place.run(&["list"]);
    assert_eq!(output.status.code(), Some(0));
    let said = err(&output);
    let bare = place.run::<&str>(&[]);
    let said = said + &err(&bare);
    assert!(said.contains("config.toml:2") && said.contains("text-width"), "{said}");
}

#[test]
fn a_bad_bookmarks_file_is_named_with_its_line_and_never_replaced() {
    let place = Place::new();
    let file = place.config().join("bookmarks.toml");
    fs::write(&file, "# mine\n[[bookmark]\ntitle = \"x\"\n").unwrap();
    let output = place.run(&["bookmarks"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("bookmarks.toml") && err(&output).contains('2'), "{}", err(&output));
    assert_eq!(place.run(&["list"]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&file).unwrap(), "# mine\n[[bookmark]\ntitle = \"x\"\n");
}

#[test]
fn a_damaged_store_is_kept_aside_and_a_newer_one_is_not_touched() {
    let place = Place::new();
    place.run(&["list"]);
    let database = fs::read_dir(place.data()).unwrap().map(|entry| entry.unwrap().path());
    let database = database.filter(|path| path.extension().is_some_and(|ending| ending == "db")).collect::<Vec<_>>();
    let [database] = &database[..] else { panic!("{database:?}") };
    fs::write(database, "this is a text file, not a database, and long enough to be read as one").unwrap();
    let output = place.run(&["list"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(err(&output).contains("damaged"), "{}", err(&output));
    let kept = fs::read_dir(place.data()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(kept.into_iter().any(|name| name.contains("corrupt")));
}

#[test]
fn paths_are_where_the_flags_say() {
    let place = Place::new();
    let printed = out(&place.run(&["paths", "--json"]));
    let paths = &json(&printed)["paths"];
    assert_eq!(paths["config"], place.config().to_str().unwrap());
    let output = place.command(&["paths", "--config-dir", "/elsewhere"]).output().unwrap();
    assert!(out(&output).contains("/elsewhere/bookmarks.toml"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = Place::new();
    let mut child = place
        .command(&["list"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""));
}

#[test]
fn help_and_version_are_there() {
    let place = Place::new();
    let help = out(&place.run(&["--help"]));
    for word in ["Exit codes", "open", "list", "show", "bookmarks", "parse", "quotes", "paths", "NO_COLOR"] {
        assert!(help.contains(word), "{word} is missing in\n{help}");
    }
    assert!(out(&place.run(&["--version"])).starts_with("dateline "));
}
