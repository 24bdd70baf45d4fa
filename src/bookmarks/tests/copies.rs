//! The copies of articles beside the file.

use super::*;

#[test]
fn a_copy_is_found_after_its_title_was_changed_by_hand() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    add(&mut bookmarks, "Sky");
    let text = text_in(&directory);
    let (before, _) = text.split_once("snapshot = ").unwrap();
    let edited = before.replace("\"Sky\"", "\"Earth\"").replace("2025", "2024");
    fs::write(directory.path().join(FILE), edited).unwrap();
    bookmarks.refresh().unwrap();
    assert_eq!(titles(&bookmarks), ["Earth"]);
    assert!(bookmarks.snapshot(&bookmarks.all()[0]).unwrap().is_some());
    bookmarks.remove(&key("Sky")).unwrap().unwrap();
    assert!(snapshots(&directory).is_empty());
}

#[test]
fn a_copy_says_when_its_title_is_the_first_sentence() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    let mut article = article("Sky");
    article.headline.as_mut().unwrap().origin = HeadlineOrigin::Lead;
    let bookmark = Bookmark::of("k", &article, 0);
    bookmarks.add(&bookmark, &article, &Quotations::default()).unwrap();
    let snapshot = bookmarks.snapshot(&bookmarks.all()[0]).unwrap().unwrap();
    assert_eq!(snapshot.title_from, HeadlineOrigin::Lead);
    assert_eq!(snapshot.title.as_deref(), Some("Sky"));
    assert!(snapshot.text.starts_with("Sky is"), "{}", snapshot.text);
}

#[test]
fn a_copy_keeps_the_article_and_what_was_said() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    add(&mut bookmarks, "Sky");
    let [name] = &snapshots(&directory)[..] else { panic!("one copy") };
    let text = fs::read_to_string(directory.path().join(SNAPSHOTS).join(name)).unwrap();
    let (front, body) = text.split_once("checksum: ").unwrap();
    assert_eq!(
        front,
        r#"---
title: "Sky"
source: "Shafaq News"
date: "2025-11-03T10:10:00Z"
url: "https://example.org/Sky"
key: "https://example.org/Sky"
taken: 2025-11-03T10:11:00Z
"#
    );
    let (_, body) = body.split_once("\n---\n").unwrap();
    assert_eq!(
        body,
        "
# Sky

Sky is \\*news\\*: “We wait,” said Mia.

<!-- Here the article ends. -->

## Who said what

> “We wait,”
>
> — **Mia**
"
    );
    let snapshot = bookmarks.snapshot(&bookmarks.all()[0]).unwrap().unwrap();
    assert_eq!(snapshot.text, "# Sky\n\nSky is \\*news\\*: “We wait,” said Mia.\n");
    assert_eq!(snapshot.title.as_deref(), Some("Sky"));
    assert_eq!(snapshot.key.as_deref(), Some("https://example.org/Sky"));
}

#[test]
fn an_untouched_copy_goes_with_its_bookmark_and_comes_back() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    add(&mut bookmarks, "Sky");
    let path = directory.path().join(SNAPSHOTS).join(&snapshots(&directory)[0]);
    let text = fs::read_to_string(&path).unwrap();
    let removed = bookmarks.remove(&key("Sky")).unwrap().unwrap();
    assert!(snapshots(&directory).is_empty());
    bookmarks.restore(&removed).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_copy_that_the_reader_wrote_into_stays_whatever_happens() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    add(&mut bookmarks, "Sky");
    let path = directory.path().join(SNAPSHOTS).join(&snapshots(&directory)[0]);
    let mine = fs::read_to_string(&path).unwrap().replace("said Mia", "said Mia (really?)");
    fs::write(&path, &mine).unwrap();
    let removed = bookmarks.remove(&key("Sky")).unwrap().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), mine);
    bookmarks.restore(&removed).unwrap();
    add(&mut bookmarks, "Sky");
    bookmarks.remove(&key("Sky")).unwrap().unwrap();
    add(&mut bookmarks, "Sky");
    assert_eq!(fs::read_to_string(&path).unwrap(), mine);
    assert_eq!(snapshots(&directory).len(), 1);
    let snapshot = bookmarks.snapshot(&bookmarks.all()[0]).unwrap().unwrap();
    assert!(snapshot.text.contains("(really?)"));
}

#[test]
fn a_copy_whose_line_ends_a_tool_changed_counts_as_untouched() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    add(&mut bookmarks, "Sky");
    let path = directory.path().join(SNAPSHOTS).join(&snapshots(&directory)[0]);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace('\n', "\r\n")).unwrap();
    bookmarks.remove(&key("Sky")).unwrap().unwrap();
    assert!(snapshots(&directory).is_empty());
}

#[test]
fn a_file_of_somebody_else_is_never_taken_for_a_copy() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    add(&mut bookmarks, "Sky");
    let path = directory.path().join(SNAPSHOTS).join(&snapshots(&directory)[0]);
    bookmarks.remove(&key("Sky")).unwrap().unwrap();
    fs::write(&path, "mine").unwrap();
    add(&mut bookmarks, "Sky");
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(snapshots(&directory), ["2025-11-03-sky-03a61a0a-2.md", "2025-11-03-sky-03a61a0a.md"]);
    bookmarks.remove(&key("Sky")).unwrap().unwrap();
    assert_eq!(snapshots(&directory), ["2025-11-03-sky-03a61a0a.md"]);
}

#[test]
fn a_snapshot_line_leads_nowhere_else() {
    let directory = directory();
    let secret = "---\nkey: \"k\"\n---\nsecret\n";
    fs::write(directory.path().join("secret.md"), secret).unwrap();
    fs::create_dir(directory.path().join(SNAPSHOTS)).unwrap();
    fs::write(directory.path().join(FILE), "[[bookmark]]\nkey = 'k'\nsnapshot = '../secret.md'\n").unwrap();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    assert_eq!(bookmarks.snapshot(&bookmarks.all()[0]).unwrap(), None);
    bookmarks.remove(&Target::article("k")).unwrap().unwrap();
    assert!(directory.path().join("secret.md").exists());
}

#[test]
fn hostile_titles_stay_inside_the_directory() {
    let directory = directory();
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    for title in ["../../etc/passwd", "a\0b", "CON", "-rf", "", &"x".repeat(3000), "a/b", "..", "A/B", "\u{202e}txt"] {
        add(&mut bookmarks, title);
    }
    let names = snapshots(&directory);
    assert_eq!(names.len(), 10);
    assert!(names.iter().all(|name| files::names::is_plain(name) && name.len() <= 100), "{names:?}");
    let mut folded: Vec<String> = names.iter().map(|name| name.to_uppercase()).collect();
    folded.dedup();
    assert_eq!(folded.len(), 10);
}

#[test]
fn a_note_and_a_bookmark_of_different_days_share_a_copy() {
    let (directory, mut bookmarks) = with_file("");
    let undated = Article { published: None, ..article("Sky") };
    let (day, key) = (86_400, key("Sky").key);
    let on = |at: i64| Bookmark::of(&key, &undated, at);
    let quotations = said(&undated);
    let keepsake = Keepsake { bookmark: &on(1_762_164_660), article: &undated, quotations: &quotations };
    bookmarks.annotate(&keepsake, None, Some("Ask.")).unwrap();
    let noted = snapshots(&directory);
    bookmarks.add(&on(1_762_164_660 + 3 * day), &undated, &quotations).unwrap();
    assert_eq!(snapshots(&directory), noted);
    assert_eq!(bookmarks.all()[0].snapshot.as_deref(), noted.first().map(String::as_str));
    bookmarks.annotate(&keepsake, None, None).unwrap();
    assert_eq!(bookmarks.notes(&key).unwrap().note, None);
    assert_eq!(bookmarks.all_notes(), []);
}
