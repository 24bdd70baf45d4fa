//! What the program changes is what it was asked to change.

use super::*;
use crate::settings::keep::Keep;

fn all_said() -> Subscription {
    Subscription {
        title: Some("Three \"3\"".to_owned()),
        tags: vec!["a".to_owned(), "b/c".to_owned()],
        every: Some(Duration::from_secs(5400)),
        full_text: FullText::WholePage,
        limit: Some(9),
        keep: Some(Keep::Megabytes(20)),
        user_agent: Some("Me/1".to_owned()),
        headers: vec![("X-B".to_owned(), "1".to_owned()), ("Accept".to_owned(), "\"x\"".to_owned())],
        user: Some("ada".to_owned()),
        password_command: Some(vec!["pass".to_owned(), "a b\\".to_owned()]),
        listing: Listing::Hidden,
        ..Subscription::to(feed("https://three.example/?a=1&b=é"))
    }
}

#[test]
fn a_new_file_explains_itself_and_reads_back_the_same() {
    let directory = directory();
    let mut subscriptions = open(&directory);
    assert!(subscriptions.add(&all_said()).unwrap());
    assert!(text_in(&directory).starts_with("# What dateline, a news reader, subscribes to.\n"));
    assert_eq!(open(&directory).all(), [all_said()]);
    assert_eq!(open(&directory).problems(), []);
}

#[test]
fn adding_and_removing_leaves_a_file_by_hand_as_it_was() {
    let (directory, mut subscriptions) = with_file(BY_HAND);
    subscriptions.add(&all_said()).unwrap();
    assert!(text_in(&directory).starts_with(&format!("{BY_HAND}\n[[feed]]\nurl = \"https://three.example/")));
    assert!(subscriptions.take_out(&all_said().address).unwrap().is_some());
    assert_eq!(text_in(&directory), BY_HAND);
    assert_eq!(subscriptions.take_out(&all_said().address).unwrap(), None);
}

#[test]
fn what_was_taken_out_comes_back_with_its_comments_to_where_it_stood() {
    let (directory, mut subscriptions) = with_file(BY_HAND);
    let all: Vec<Subscription> = subscriptions.all().to_vec();
    for one in &all {
        let taken = subscriptions.take_out(&one.address).unwrap().unwrap();
        assert_eq!(subscriptions.all().len(), all.len() - 1);
        subscriptions.put_back(&taken).unwrap();
        assert_eq!(open(&directory).all(), all, "{}", one.address);
        // It is there: once more is nothing.
        subscriptions.put_back(&taken).unwrap();
        assert_eq!(open(&directory).all(), all);
    }
    assert!(BY_HAND.lines().all(|line| text_in(&directory).lines().any(|other| other == line)));
    let two = subscriptions.take_out(&feed("http://two.example")).unwrap().unwrap();
    for one in &all {
        subscriptions.take_out(&one.address).unwrap();
    }
    subscriptions.put_back(&two).unwrap();
    assert_eq!(open(&directory).all().len(), 1, "nothing stands below: it is the last");
}

#[test]
fn adding_again_changes_nothing() {
    let (directory, mut subscriptions) = with_file(BY_HAND);
    let again =
        Subscription { title: Some("Other".to_owned()), ..Subscription::to(feed("https://one.example/feed.xml")) };
    assert!(!subscriptions.add(&again).unwrap());
    assert_eq!(subscriptions.add_all(&[all_said(), again, all_said()]).unwrap(), 1);
    assert!(text_in(&directory).starts_with(BY_HAND));
}

#[test]
fn a_subscription_goes_with_its_comments_and_nothing_else() {
    let (directory, mut subscriptions) = with_file(BY_HAND);
    subscriptions.take_out(&feed("http://two.example")).unwrap();
    let start = BY_HAND.find("# read this first!").unwrap();
    let end = BY_HAND.find("[[feed]]\nfolder").unwrap();
    assert_eq!(text_in(&directory), format!("{}{}", &BY_HAND[..start], &BY_HAND[end..]));
}

#[test]
fn a_subscription_said_twice_goes_wholly() {
    let text = "[[feed]]\nurl = 'http://a.example'\n\n[[feed]]\nurl = 'http://b.example'\n\n[[feed]]\nurl = 'http://a.example/'\n";
    let (directory, mut subscriptions) = with_file(text);
    subscriptions.take_out(&feed("http://a.example")).unwrap();
    assert_eq!(text_in(&directory), "[[feed]]\nurl = 'http://b.example'\n");
}

#[test]
fn an_edit_touches_its_own_values_only() {
    let (directory, mut subscriptions) = with_file(BY_HAND);
    let before = subscriptions
        .edit(&feed("https://one.example/feed.xml"), |one| {
            one.title = Some("Uno".to_owned());
            one.limit = Some(5);
            one.address = feed("https://one.example/new.xml");
        })
        .unwrap();
    assert_eq!(before.unwrap().title.as_deref(), Some("One"));
    let expected = BY_HAND
        .replace("one.example/feed.xml", "one.example/new.xml")
        .replace("'One'", "\"Uno\"")
        .replace("every = \"1h 30m\"\n", "every = \"1h 30m\"\nlimit = 5\n");
    assert_eq!(text_in(&directory), expected);
    assert!(subscriptions.edit(&feed("http://absent.example"), |one| one.limit = None).unwrap().is_none());
}

#[test]
fn a_file_that_is_no_toml_is_read_but_never_written() {
    let text = "[[feed]]\nurl = 'http://a.example'\ntitle = = 2\n";
    let (directory, mut subscriptions) = with_file(text);
    assert_eq!(subscriptions.all().len(), 1);
    for outcome in [
        subscriptions.add(&all_said()).map(drop),
        subscriptions.take_out(&feed("http://a.example")).map(drop),
        subscriptions.edit(&feed("http://a.example"), |one| one.limit = Some(1)).map(drop),
    ] {
        let error = outcome.unwrap_err().to_string();
        assert!(error.contains("feeds.toml, line 3: ") && error.ends_with("; the file is left as it is"), "{error}");
    }
    assert_eq!(text_in(&directory), text);
}

#[test]
fn feeds_in_another_form_are_read_but_never_written() {
    let text = "feed = [{ url = 'http://a.example' }]\n";
    let (directory, mut subscriptions) = with_file(text);
    assert_eq!(subscriptions.all().len(), 1);
    assert!(subscriptions.add(&all_said()).unwrap_err().to_string().contains("under its own line [[feed]]"));
    assert_eq!(text_in(&directory), text);
}

#[test]
fn an_edit_by_hand_is_noticed_and_built_upon() {
    let (directory, mut subscriptions) = with_file(BY_HAND);
    fs::write(directory.path().join(FILE), "# new\n[[feed]]\nurl = 'http://n.example'\n").unwrap();
    assert!(subscriptions.changed_on_disk());
    subscriptions.add(&all_said()).unwrap();
    assert!(!subscriptions.changed_on_disk());
    assert_eq!(subscriptions.all().len(), 2);
    assert!(text_in(&directory).starts_with("# new\n"));
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_mode_a_mode() {
    use std::os::unix::fs::PermissionsExt as _;

    let directory = directory();
    let real = directory.path().join("dotfiles.toml");
    fs::write(&real, BY_HAND).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
    let link = directory.path().join(FILE);
    std::os::unix::fs::symlink(&real, &link).unwrap();
    open(&directory).add(&all_said()).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::read_to_string(&real).unwrap().starts_with(BY_HAND));
}

#[test]
fn a_path_that_toml_has_no_words_for_is_refused() {
    let directory = directory();
    assert!(open(&directory).add(&Subscription::to(Address::Folder("notes".into()))).is_err());
    assert!(!directory.path().join(FILE).exists());
}
