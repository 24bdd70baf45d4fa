use std::fs;

use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::text::article::{Block, BlockKind, Headline, HeadlineOrigin, Published};

mod any_file;
mod bad_files;
mod by_hand;
mod copies;
#[cfg(unix)]
mod on_unix;
mod sharing;

/// A file as somebody writes it who has his own ideas.
const BY_HAND: &str = r#"# Mia's bookmarks
# (sorted by mood)

colour = 'green'   # unknown to dateline

# read this first!
[[bookmark]]
title   = "One"
key="https://example.org/1"   # the first
mood = { good = true }
tags = [
  "iraq",   # the country
  "air",
]
# to be read again in May

# ---- the second part ----

  [[ bookmark ]]
  title = 'Two "2"'
  key = 'https://example.org/2'
  date = 2025-11-03
  note = """
Two lines,
# not a comment
"""

[other]
x = 1

[bookmark.extra]
y = 2

[[bookmark]]
key = "https://example.org/3"
date = "yesterday"
# vim: ft=toml"#;

fn directory() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn with_file(text: &str) -> (TempDir, Bookmarks) {
    let directory = directory();
    fs::write(directory.path().join(FILE), text).unwrap();
    let bookmarks = Bookmarks::open(directory.path()).unwrap();
    (directory, bookmarks)
}

fn text_in(directory: &TempDir) -> String {
    fs::read_to_string(directory.path().join(FILE)).unwrap()
}

fn article(title: &str) -> Article {
    let text = format!("{title} is *news*: “We wait,” said Mia.");
    Article {
        headline: Some(Headline { text: title.to_owned(), origin: HeadlineOrigin::Given }),
        source: Some("Shafaq News".to_owned()),
        published: Some(Published { written: "3 Nov".to_owned(), at: Some(1_762_164_600) }),
        url: Some(format!("https://example.org/{title}")),
        blocks: vec![Block { kind: BlockKind::Paragraph, range: 0..text.len(), quoted: 0 }],
        text,
        ..Article::default()
    }
}

fn said(article: &Article) -> Quotations {
    let start = article.text.find('“').unwrap();
    let end = article.text.find('”').unwrap() + '”'.len_utf8();
    serde_json::from_value(json!({
        "speakers": [{ "name": "Mia", "kind": "person" }],
        "quotations": [{
            "kind": "direct",
            "pieces": [start..end],
            "speaker": 0,
            "confidence": "sure",
        }],
    }))
    .unwrap()
}

fn key(title: &str) -> Target {
    Target::article(&format!("https://example.org/{title}"))
}

fn add(bookmarks: &mut Bookmarks, title: &str) {
    let article = article(title);
    let bookmark = Bookmark::of(&key(title).key, &article, 1_762_164_660);
    bookmarks.add(&bookmark, &article, &said(&article)).unwrap();
}

fn titles(bookmarks: &Bookmarks) -> Vec<&str> {
    bookmarks.all().iter().filter_map(|bookmark| bookmark.title.as_deref()).collect()
}

/// The copies, by name.
fn snapshots(directory: &TempDir) -> Vec<String> {
    let Ok(entries) = fs::read_dir(directory.path().join(SNAPSHOTS)) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_new_file_explains_itself() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    assert!(bookmarks.all().is_empty());
    add(&mut bookmarks, "Sky");
    let text = text_in(&directory);
    assert!(text.starts_with("# The bookmarks of dateline"));
    let (_, table) = text.split_once("[[bookmark]]\n").unwrap();
    assert_eq!(
        table,
        r#"title = "Sky"
source = "Shafaq News"
date = 2025-11-03T10:10:00Z
url = "https://example.org/Sky"
key = "https://example.org/Sky"
added = 2025-11-03T10:11:00Z
snapshot = "2025-11-03-sky-03a61a0a.md"
"#
    );
}

#[test]
fn what_was_added_is_there_for_the_next_one_who_opens_it() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    add(&mut bookmarks, "One");
    add(&mut bookmarks, "Two");
    let again = Bookmarks::open(directory.path()).unwrap();
    assert_eq!(again.all(), bookmarks.all());
    assert_eq!(titles(&again), ["One", "Two"]);
    assert!(again.contains(&key("Two")) && !again.contains(&key("Three")));
    assert_eq!(again.all()[0].added, Some(1_762_164_660));
    assert_eq!(again.all()[0].date.as_ref().unwrap().at, Some(1_762_164_600));
}

#[test]
fn adding_twice_keeps_one() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    add(&mut bookmarks, "One");
    let text = text_in(&directory);
    add(&mut bookmarks, "One");
    assert_eq!(text_in(&directory), text);
    assert_eq!(snapshots(&directory).len(), 1);
}

#[test]
fn a_quotation_has_a_bookmark_of_its_own() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    add(&mut bookmarks, "One");
    let article = article("One");
    let anchor = Anchor { exact: "“We wait,”".to_owned(), prefix: "news: ".to_owned(), suffix: " said".to_owned() };
    let mut quotation = Bookmark::of(&key("One").key, &article, 5);
    quotation.target.quotation = Some(anchor);
    quotation.speaker = Some("Mia".to_owned());
    bookmarks.add(&quotation, &article, &said(&article)).unwrap();
    let text = text_in(&directory);
    assert!(text.ends_with("quotation.exact = \"“We wait,”\"\nquotation.prefix = \"news: \"\nquotation.suffix = \" said\"\nquotation.speaker = \"Mia\"\n"), "{text}");
    assert_eq!(Bookmarks::open(directory.path()).unwrap().all(), bookmarks.all());
    assert_eq!(snapshots(&directory).len(), 1);

    bookmarks.remove(&key("One")).unwrap().unwrap();
    assert_eq!(bookmarks.all().len(), 1);
    assert_eq!(snapshots(&directory).len(), 1, "the quotation still needs the copy");
    bookmarks.remove(&quotation.target).unwrap().unwrap();
    assert_eq!(snapshots(&directory).len(), 0);
}

#[test]
fn many_are_added_at_once() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    let articles: Vec<Article> = (0..70).map(|number| article(&number.to_string())).collect();
    let new: Vec<Bookmark> = articles.iter().map(|one| Bookmark::of(one.url.as_ref().unwrap(), one, 0)).collect();
    let quotations = Quotations::default();
    let mut keepsakes: Vec<Keepsake> = new
        .iter()
        .zip(&articles)
        .map(|(bookmark, article)| Keepsake { bookmark, article, quotations: &quotations })
        .collect();
    keepsakes.push(keepsakes[3]);
    bookmarks.add_all(&keepsakes).unwrap();
    assert_eq!(bookmarks.all().len(), 70);
    assert_eq!(snapshots(&directory).len(), 70);
    for bookmark in bookmarks.all() {
        assert_eq!(bookmarks.snapshot(bookmark).unwrap().unwrap().key.as_ref(), Some(&bookmark.target.key));
    }
}

#[test]
fn what_reads_differently_once_it_is_written_is_taken_as_it_is_read() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    let article = article("Sky");
    let mut odd = Bookmark::of("", &article, i64::MAX);
    odd.title = Some("\u{1b}[1m\u{202e}".to_owned());
    odd.target.quotation = Some(Anchor { exact: "a\u{7}\t b".to_owned(), ..Anchor::default() });
    odd.note = Some("'''\"\"\"\\\u{0}\n".to_owned());
    bookmarks.add(&odd, &article, &Quotations::default()).unwrap();
    bookmarks.add(&odd, &article, &Quotations::default()).unwrap();
    assert_eq!(bookmarks.all().len(), 1);
    assert_eq!(bookmarks.all()[0].target.key, "https://example.org/Sky");
    let again = Bookmarks::open(directory.path()).unwrap();
    assert_eq!(again.all(), bookmarks.all());
}
