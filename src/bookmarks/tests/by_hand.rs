//! What somebody wrote by hand stays as it was written.

use super::*;

#[test]
fn a_file_by_hand_is_understood() {
    let (_directory, bookmarks) = with_file(BY_HAND);
    let all = bookmarks.all();
    assert_eq!(titles(&bookmarks), ["One", "Two \"2\""]);
    assert_eq!(all[0].tags, ["iraq", "air"]);
    assert_eq!(all[1].note.as_deref(), Some("Two lines,\n# not a comment\n"));
    assert_eq!(all[1].date.as_ref().unwrap().at, Some(1_762_128_000));
    assert_eq!(all[2].date, Some(Published { written: "yesterday".to_owned(), at: None }));
    assert_eq!(all[2].title, None);
}

#[test]
fn adding_and_removing_leaves_a_file_by_hand_as_it_was() {
    let text = format!("{BY_HAND}\n");
    let (directory, mut bookmarks) = with_file(&text);
    add(&mut bookmarks, "New");
    assert!(text_in(&directory).starts_with(&format!("{text}\n[[bookmark]]\ntitle = \"New\"\n")));
    bookmarks.remove(&key("New")).unwrap().unwrap();
    assert_eq!(text_in(&directory), text);
}

#[test]
fn a_bookmark_goes_with_its_comments_and_nothing_else() {
    let (directory, mut bookmarks) = with_file(BY_HAND);
    bookmarks.remove(&key("1")).unwrap().unwrap();
    let start = BY_HAND.find("\n# read this first!").unwrap();
    let end = BY_HAND.find("\n# ---- the second part").unwrap();
    assert_eq!(text_in(&directory), format!("{}{}", &BY_HAND[..start], &BY_HAND[end..]));
}

#[test]
fn the_first_comment_is_the_files_even_if_it_touches_a_bookmark() {
    let (directory, mut bookmarks) = with_file("# mine\n[[bookmark]]\nkey = 'a'\n");
    bookmarks.remove(&Target::article("a")).unwrap().unwrap();
    assert_eq!(text_in(&directory), "# mine\n");
}

#[test]
fn a_string_that_looks_like_a_comment_is_none() {
    let first = "[[bookmark]]\nkey = 'a'\nnote = \"\"\"\n# words\n# more\"\"\"\n";
    let (directory, mut bookmarks) = with_file(&format!("{first}# its own\n[[bookmark]]\nkey = 'b'\n"));
    bookmarks.remove(&Target::article("b")).unwrap().unwrap();
    assert_eq!(text_in(&directory), first);
}

#[test]
fn a_bookmark_in_two_parts_goes_whole() {
    let (directory, mut bookmarks) = with_file(BY_HAND);
    bookmarks.remove(&key("2")).unwrap().unwrap();
    let text = text_in(&directory);
    assert!(
        text.contains("# ---- the second part ----\n\n[other]\nx = 1\n\n[[bookmark]]\nkey = \"https://example.org/3\""),
        "{text}"
    );
    assert!(!text.contains("extra"), "{text}");
}

#[test]
fn undo_puts_everything_back_byte_for_byte() {
    for title in ["1", "2", "3"] {
        let (directory, mut bookmarks) = with_file(BY_HAND);
        let removed = bookmarks.remove(&key(title)).unwrap().unwrap();
        assert_ne!(text_in(&directory), BY_HAND);
        let in_a_journal = serde_json::to_string(&removed).unwrap();
        bookmarks.restore(&serde_json::from_str(&in_a_journal).unwrap()).unwrap();
        assert_eq!(text_in(&directory), BY_HAND);
    }
}

#[test]
fn undo_finds_the_place_when_the_file_changed_since() {
    let (directory, mut bookmarks) = with_file(BY_HAND);
    let second = bookmarks.remove(&key("2")).unwrap().unwrap();
    let third = bookmarks.remove(&key("3")).unwrap().unwrap();
    add(&mut bookmarks, "New");
    bookmarks.restore(&third).unwrap();
    bookmarks.restore(&second).unwrap();
    assert_eq!(
        bookmarks.all().iter().map(|bookmark| bookmark.target.key.as_str()).collect::<Vec<_>>(),
        ["https://example.org/1", "https://example.org/2", "https://example.org/3", "https://example.org/New"]
    );
    assert!(text_in(&directory).contains("y = 2"));
    bookmarks.restore(&second).unwrap();
    assert_eq!(bookmarks.all().len(), 4);
}

#[test]
fn many_go_and_come_back_at_once() {
    let (directory, mut bookmarks) = with_file(BY_HAND);
    let removed = bookmarks.remove_all(&[key("3"), key("1"), key("2"), key("4")]).unwrap().unwrap();
    assert!(bookmarks.all().is_empty());
    assert!(text_in(&directory).contains("# ---- the second part ----\n\n[other]\nx = 1\n"));
    assert_eq!(removed.bookmarks().count(), 3);
    bookmarks.restore(&removed).unwrap();
    assert_eq!(text_in(&directory), BY_HAND);
}

#[test]
fn an_edit_changes_its_own_words_only() {
    let (directory, mut bookmarks) = with_file(BY_HAND);
    let before = bookmarks
        .edit(&key("1"), |bookmark| {
            bookmark.note = Some("Ask “Ali”\nabout \"it\"".to_owned());
            bookmark.tags = vec!["air".to_owned()];
            bookmark.target.key = "never".to_owned();
        })
        .unwrap()
        .unwrap();
    assert_eq!(before.tags, ["iraq", "air"]);
    let expected = BY_HAND.replace(
        "tags = [\n  \"iraq\",   # the country\n  \"air\",\n]\n",
        "tags = [\"air\"]\nnote = \"\"\"\nAsk “Ali”\nabout \"it\"\"\"\"\n",
    );
    assert_eq!(text_in(&directory), expected);
    bookmarks.edit(&key("1"), |bookmark| bookmark.note = None).unwrap();
    bookmarks.edit(&key("2"), |bookmark| bookmark.title = None).unwrap();
    let expected = BY_HAND
        .replace("tags = [\n  \"iraq\",   # the country\n  \"air\",\n]\n", "tags = [\"air\"]\n")
        .replace("  title = 'Two \"2\"'\n", "");
    assert_eq!(text_in(&directory), expected);
    assert_eq!(bookmarks.edit(&key("4"), |_| {}).unwrap(), None);
}

#[test]
fn an_edit_reaches_a_last_line_without_an_end() {
    let (directory, mut bookmarks) = with_file("[[bookmark]]\nkey = 'a'");
    bookmarks
        .edit(&Target::article("a"), |bookmark| {
            bookmark.tags = vec!["x".to_owned()];
        })
        .unwrap();
    assert_eq!(text_in(&directory), "[[bookmark]]\nkey = 'a'\ntags = [\"x\"]\n");
}

#[test]
fn what_stood_in_for_a_key_may_change() {
    let (directory, mut bookmarks) = with_file("[[bookmark]]\ntitle = 'a'\n");
    bookmarks
        .edit(&Target::article("a"), |bookmark| {
            bookmark.title = Some("b".to_owned());
        })
        .unwrap();
    assert_eq!(text_in(&directory), "[[bookmark]]\ntitle = \"b\"\nkey = \"a\"\n");
    assert!(bookmarks.contains(&Target::article("a")));
}

#[test]
fn lines_end_as_the_file_ends_them() {
    let (directory, mut bookmarks) = with_file("# mine\r\n\r\n[[bookmark]]\r\nkey = 'a'\r\n");
    add(&mut bookmarks, "New");
    bookmarks
        .edit(&key("New"), |bookmark| {
            bookmark.note = Some("two\nlines".to_owned());
        })
        .unwrap();
    let text = text_in(&directory);
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(bookmarks.all()[1].note.as_deref(), Some("two\nlines"));
}

#[test]
fn entries_that_lack_things_or_come_twice_are_kept_and_listed() {
    let text = "[[bookmark]]\n\n[[bookmark]]\nurl = 'u'\n\n[[bookmark]]\nkey = 'k'\ntitle = 'x'\n\n[[bookmark]]\nkey = 'k'\ndate = '30 Feb'\nadded = 'once'\n";
    let (directory, mut bookmarks) = with_file(text);
    assert_eq!(bookmarks.all().len(), 4);
    assert!(bookmarks.contains(&Target::article("u")));
    add(&mut bookmarks, "New");
    assert!(text_in(&directory).starts_with(text));
    let removed = bookmarks.remove(&Target::article("k")).unwrap().unwrap();
    assert_eq!(removed.bookmarks().count(), 2);
    bookmarks.restore(&removed).unwrap();
    assert!(text_in(&directory).starts_with(text));
}

#[test]
fn an_empty_file_is_fine() {
    for text in ["", "\n", "# nothing yet\n", "\u{feff}"] {
        let (directory, mut bookmarks) = with_file(text);
        assert!(bookmarks.all().is_empty());
        add(&mut bookmarks, "New");
        assert!(text_in(&directory).starts_with(text), "{text:?}");
        assert_eq!(titles(&Bookmarks::open(directory.path()).unwrap()), ["New"]);
    }
}
