//! newsboat's files as they are read: a case a line, in `tests/fixtures/newsboat`.

use std::{fs, path::Path};

use dateline::sources::newsboat::{
    filter,
    urls::{self, Line, Listing, Source},
};

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/newsboat").join(name);
    fs::read_to_string(path).unwrap()
}

/// Each line of a fixture that begins with "> ", against the line below it.
fn try_all(name: &str, answer: impl Fn(&str) -> String) {
    let cases = fixture(name);
    let mut lines = cases.lines();
    let mut tried = 0;
    while let Some(line) = lines.next() {
        let Some(given) = line.strip_prefix("> ") else { continue };
        assert_eq!(answer(given), lines.next().unwrap(), "{given}");
        tried += 1;
    }
    assert!(tried > 20, "only {tried} cases");
}

fn told(line: &Line) -> String {
    let source = match &line.source {
        Source::Feed(url) => format!("feed {url}"),
        Source::Exec(command) => format!("exec {command}"),
        Source::Filter { command, url } => format!("filter {command} <{url}>"),
        Source::Query { name, expression } => format!("query {name} <{expression}>"),
        Source::File(url) => format!("file {url}"),
        Source::Other(word) => format!("other {word}"),
    };
    let tags = line.tags.iter().map(|tag| format!("[{tag}]"));
    let title = line.title.iter().map(|title| format!("title={title}"));
    let hidden = (line.listing == Listing::Hidden).then(|| "hidden".to_owned());
    [source].into_iter().chain(tags).chain(title).chain(hidden).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_line_of_urls_means_what_newsboat_means() {
    try_all("urls.cases", |given| urls::read(given.as_bytes()).first().map_or("-".to_owned(), told));
}

#[test]
fn a_feed_that_stands_twice_is_one_with_the_tags_of_both() {
    let read = urls::read(b"https://e.example/ a\nhttps://f.example/\r\nhttps://e.example/ b a ~Title !\n");
    let told: Vec<String> = read.iter().map(told).collect();
    assert_eq!(told, ["feed https://e.example/ [a] [b] title=Title hidden", "feed https://f.example/"]);
    assert_eq!(read[1].number, 2);
}

#[test]
fn filters_become_queries_as_far_as_there_are_words() {
    try_all("filters.cases", |given| match filter::translate(given) {
        Ok(translated) if translated.nearly.is_empty() => translated.query,
        Ok(translated) => format!("~ {}", translated.query),
        Err(why) => format!("! {why}"),
    });
    let deep = format!("{}unread = \"yes\"", "(".repeat(100_000));
    assert!(filter::translate(&deep).is_err());
}
