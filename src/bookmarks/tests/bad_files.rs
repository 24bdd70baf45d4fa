//! A file that can't be read is left alone.

use super::*;

#[test]
fn controls_in_the_file_reach_no_terminal() {
    let (_directory, bookmarks) = with_file("[[bookmark]]\ntitle = \"a\\u001b]52;c;x\\u0007\\u009b1m\"\nkey = 'k'\n");
    assert_eq!(bookmarks.all()[0].title.as_deref(), Some("a]52;c;x"));
}

#[test]
fn a_bad_file_is_left_alone_and_its_line_named() {
    for (text, line, why) in [
        (&b"# x\n[[bookmark]]\ntitle = \"a\nkey = 1\n"[..], Some(3), "invalid basic string"),
        (b"[[bookmark]]\ntitle = 'a'\ntitle = 'b'\n", Some(3), "duplicate key"),
        (b"\n[[bookmark]]\ntitle = 'a'\ntags = 'b'\n", Some(4), "invalid type"),
        (b"\n[[bookmark]]\ntitle = 5\n", Some(3), "invalid type"),
        (b"\n[bookmark]\ntitle = 'a'\n", Some(2), "[[bookmark]]"),
        (b"\nbookmark = 5\n", Some(2), "[[bookmark]]"),
        (b"[[bookmark]]\ntitle = 'a'\nkey = '\xff'\n", Some(3), "UTF-8"),
        (b"[[bookmark]]\ndate = [1]\n", Some(2), "date"),
    ] {
        let directory = directory();
        fs::write(directory.path().join(FILE), text).unwrap();
        let error = Bookmarks::open(directory.path()).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.to_string().contains(why), "{error}");
        assert!(error.to_string().contains("bookmarks.toml"), "{error}");
        assert_eq!(fs::read(directory.path().join(FILE)).unwrap(), text);
    }
}

#[test]
fn a_file_that_goes_bad_while_it_is_open_is_left_alone() {
    let (directory, mut bookmarks) = with_file(BY_HAND);
    let bad = format!("{BY_HAND}\nkey = \n");
    fs::write(directory.path().join(FILE), &bad).unwrap();
    let article = article("New");
    let error = bookmarks.add(&Bookmark::of("k", &article, 0), &article, &said(&article)).unwrap_err();
    assert!(error.downcast_ref::<Unreadable>().is_some(), "{error:#}");
    assert!(bookmarks.remove(&key("1")).is_err());
    assert!(bookmarks.refresh().is_err());
    assert_eq!(bookmarks.all().len(), 3, "what was read stays in sight");
    assert_eq!(text_in(&directory), bad);
}

#[test]
fn something_else_in_the_place_of_the_file_is_left_alone() {
    let directory = directory();
    fs::create_dir(directory.path().join(FILE)).unwrap();
    let error = Bookmarks::open(directory.path()).unwrap_err();
    assert!(error.to_string().contains("it is a directory"), "{error}");
}

#[test]
fn bookmarks_in_another_form_are_listed_but_not_changed() {
    let text = "# mine\nbookmark = [ { title = 'One', key = 'k' } ]\n";
    let (directory, mut bookmarks) = with_file(text);
    assert_eq!(titles(&bookmarks), ["One"]);
    let article = article("New");
    let errors = [
        bookmarks.add(&Bookmark::of("n", &article, 0), &article, &said(&article)).map(drop),
        bookmarks.remove(&Target::article("k")).map(drop),
        bookmarks.edit(&Target::article("k"), |bookmark| bookmark.title = None).map(drop),
    ];
    for error in errors {
        let error = error.unwrap_err().to_string();
        assert!(error.contains("line 2: bookmarks must be written as tables"), "{error}");
    }
    assert_eq!(text_in(&directory), text);
}
