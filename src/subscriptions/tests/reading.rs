//! Whatever somebody wrote is understood as far as it can be, and the rest is told.

use super::*;

#[test]
fn a_file_by_hand_is_understood() {
    let (_directory, subscriptions) = with_file(BY_HAND);
    let [one, two, notes] = subscriptions.all() else { panic!("{:?}", subscriptions.all()) };
    assert_eq!(one.title.as_deref(), Some("One"));
    assert_eq!(one.tags, ["news", "news/europe"]);
    assert_eq!(one.every, Some(Duration::from_secs(5400)));
    assert_eq!(two.address, feed("http://two.example"));
    assert_eq!((two.full_text, two.limit), (FullText::WholePage, Some(200)));
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(two.headers, [header("Accept-Language", "de"), header("X-Key", "secret-1")]);
    assert_eq!(two.password_command.as_deref().unwrap(), ["pass", "show", "two feeds"]);
    assert_eq!(notes.address, Address::Folder("/home/ada/notes".into()));
    assert_eq!(notes.listing, Listing::Hidden);
    assert_eq!(problems(&subscriptions), ["feeds.toml:11: unknown key `mood`"]);
}

#[test]
fn no_file_and_an_empty_one_are_no_subscriptions() {
    let directory = directory();
    assert!(open(&directory).all().is_empty());
    fs::write(directory.path().join(FILE), "\u{feff}# nothing yet\n").unwrap();
    let subscriptions = open(&directory);
    assert!(subscriptions.all().is_empty() && subscriptions.problems().is_empty(), "{:?}", subscriptions.problems());
}

#[test]
fn each_mistake_is_told_with_its_line_and_the_rest_counts() {
    for (text, count, told) in [
        (
            "[[feed]]\nurl = 'https://e.example'\ntgas = []\n",
            1,
            "feeds.toml:3: unknown key `tgas`; did you mean `tags`?",
        ),
        (
            "[[feed]]\nurl = 'https://e.example'\ntags = 'x'\n",
            1,
            "feeds.toml:3: `tags` takes a list of words, as in [\"news\", \"europe\"], not \"x\"",
        ),
        (
            "[[feed]]\nurl = 'https://e.example'\nevery = '5s'\n",
            1,
            "feeds.toml:3: `every` takes a time of a minute or more, as in \"30m\", \"2h\" or \"1d\", not \"5s\"",
        ),
        (
            "[[feed]]\nurl = 'https://e.example'\nlimit = 0\n",
            1,
            "feeds.toml:3: `limit` takes a whole number, 1 or more, not 0",
        ),
        (
            "[[feed]]\nurl = 'https://e.example'\npassword = 'x'\n",
            1,
            "feeds.toml:3: a password isn't written here: `password-command` names the program that prints it",
        ),
        (
            "[[feed]]\nurl = 'ftp://e.example/x'\n",
            0,
            "feeds.toml:2: `url` takes an address that begins with http:// or https://",
        ),
        (
            "[[feed]]\nfolder = 'notes'\n",
            0,
            "feeds.toml:2: `folder` takes a path that begins with / or ~/, not \"notes\"",
        ),
        (
            "[[feed]]\ntitle = 'x'\n",
            0,
            "feeds.toml:1: nothing is subscribed to here: give `url`, `folder`, `mailbox` or `command`",
        ),
        (
            "[[feed]]\nurl = 'http://a.example'\nfolder = '/b'\n",
            0,
            "feeds.toml:1: one of `url`, `folder`, `mailbox` and `command` is enough: make a [[feed]] of each",
        ),
        (
            "[[feed]]\nurl = 'http://a.example'\n[[feed]]\nurl = 'http://A.example/'\n",
            1,
            "feeds.toml:3: http://a.example/ is subscribed to in line 1 already",
        ),
        (
            "[feed]\nurl = 'http://a.example'\n",
            0,
            "feeds.toml:1: each feed stands under a line [[feed]], with two brackets",
        ),
        (
            "[[feeds]]\nurl = 'http://a.example'\n",
            0,
            "feeds.toml:1: `feeds` means nothing here: each feed stands under a line [[feed]]",
        ),
        ("feed = [3]\n", 0, "feeds.toml:1: each feed stands under a line [[feed]]"),
    ] {
        let (_directory, subscriptions) = with_file(text);
        assert_eq!(problems(&subscriptions), [told], "{text}");
        assert_eq!(subscriptions.all().len(), count, "{text}");
    }
}

#[test]
fn a_line_that_is_not_toml_costs_only_itself() {
    let (_directory, subscriptions) =
        with_file("[[feed]]\nurl = 'http://a.example'\ntitle = = 2\n[[feed]]\nurl = 'http://b.example'\n");
    assert_eq!(subscriptions.all().len(), 2);
    assert!(
        problems(&subscriptions)[0].starts_with("feeds.toml:3: this is not TOML"),
        "{:?}",
        subscriptions.problems()
    );
}

#[test]
fn no_secret_is_repeated_in_a_message() {
    let (_directory, subscriptions) = with_file(
        "[[feed]]\nurl = 'http://u:hidden@a.example'\nheaders = 'X: hidden'\nuser = ['hidden']\npassword-command = 'echo hidden'\n\
         [[feed]]\nurl = 'http://u:hidden@a.example'\n[[feed]]\nurl = 'ftp://u:hidden@a.example'\n",
    );
    assert_eq!(problems(&subscriptions).len(), 5);
    assert!(!problems(&subscriptions).concat().contains("hidden"), "{:?}", subscriptions.problems());
    assert!(!subscriptions.all()[0].address.to_string().contains("hidden"));
}

#[test]
fn controls_in_the_file_reach_no_terminal() {
    let (_directory, subscriptions) =
        with_file("[[feed]]\nurl = 'http://a.example'\ntitle = \"a\\u001b]0;x\\u0007b\\nc\"\n");
    let title = subscriptions.all()[0].title.clone().unwrap();
    assert!(!title.chars().any(char::is_control), "{title:?}");
}

#[test]
fn headers_that_would_end_a_line_are_refused() {
    let (_directory, subscriptions) =
        with_file("[[feed]]\nurl = 'http://a.example'\nheaders = { X = \"a\\r\\nHost: b\" }\n");
    assert!(subscriptions.all()[0].headers.is_empty());
    assert_eq!(subscriptions.problems().len(), 1);
}

#[test]
fn what_is_no_file_of_text_is_an_error() {
    let directory = directory();
    let path = directory.path().join(FILE);
    fs::create_dir(&path).unwrap();
    assert!(Subscriptions::open(directory.path()).is_err());
    fs::remove_dir(&path).unwrap();
    fs::write(&path, b"a = 1\nb = \"\xff\"\n").unwrap();
    let error = Subscriptions::open(directory.path()).unwrap_err().to_string();
    assert!(error.ends_with("feeds.toml, line 2: it is not written in UTF-8; the file is left as it is"), "{error}");
}
