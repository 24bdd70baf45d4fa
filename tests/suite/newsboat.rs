//! newsboat's files as they are read: a case a line, in `tests/fixtures/newsboat`.

use std::{fs, path::Path};

use dateline::sources::newsboat::urls::{self, Line, Listing, Source};

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/newsboat").join(name);
    fs::read_to_string(path).unwrap()
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
    let cases = fixture("urls.cases");
    let mut lines = cases.lines().peekable();
    let mut tried = 0;
    while let Some(line) = lines.next() {
        let Some(given) = line.strip_prefix("> ") else { continue };
        let expected = lines.next().unwrap();
        let read = urls::read(given.as_bytes());
        let told = read.first().map_or("-".to_owned(), told);
        assert_eq!(told, expected, "{given}");
        tried += 1;
    }
    assert!(tried > 25, "only {tried} cases");
}

#[test]
fn a_feed_that_stands_twice_is_one_with_the_tags_of_both() {
    let read = urls::read(b"https://e.example/ a\nhttps://f.example/\r\nhttps://e.example/ b a ~Title !\n");
    let told: Vec<String> = read.iter().map(told).collect();
    assert_eq!(told, ["feed https://e.example/ [a] [b] title=Title hidden", "feed https://f.example/"]);
    assert_eq!(read[1].number, 2);
}
