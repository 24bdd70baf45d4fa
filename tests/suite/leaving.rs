//! The end of a subscription: its words in the file, its articles, and all of it back by an undo.

use std::{
    fs,
    sync::atomic::{AtomicBool, Ordering},
    sync::{Arc, OnceLock},
};

use dateline::{
    catalog::{
        Scope,
        feeds::{Articles, Feed, Standing},
    },
    library::Library,
    refresh::{self, Pace, Whom},
    sources::http::{Client, Limits, Proxies},
    store::Store,
    subscriptions::Subscriptions,
};

use crate::support::{
    place::{Place, err, out},
    screen::{NOW, Reader},
    site::Web,
};

const WORDS: &str = "# feeds\n\n# my own words\n[[feed]]\nurl = \"ONE\" # the harbour\ntitle = \"Harbour\"\n\n[[feed]]\nurl = \"TWO\"\n";

/// Two feeds that were read: one with three articles, one of which the other has as well.
fn subscribed() -> (Place, Web) {
    subscribed_at_hand(|| "")
}

/// The same; `asked` is done whenever the first is asked for, and what it returns stands in the document.
fn subscribed_at_hand(asked: impl Fn() -> &'static str + Send + Sync + 'static) -> (Place, Web) {
    let feed = |name: &str, titles: &[&str], more: &str| {
        let item = |title: &&str| {
            format!(
                "<item><guid>{name}{title}</guid><link>https://e.example/{title}</link><title>{title}</title>\
                     <description>What is said of the {title} in words enough to be an article of its own.</description></item>"
            )
        };
        let items: String = titles.iter().map(item).collect();
        (200, "text/xml", format!("<rss><channel><title>The {name}</title>{items}{more}</channel></rss>"))
    };
    let web = Web::new(move |path| match path {
        "/one" => {
            let more = asked();
            Some(feed("one", &["quay", "ferry", "shared"], more))
        }
        "/two" => Some(feed("two", &["shared", "mole"], "")),
        _ => None,
    });
    let place = Place::new();
    let words = WORDS.replace("ONE", &web.at("/one")).replace("TWO", &web.at("/two"));
    fs::write(place.config().join("feeds.toml"), words).unwrap();
    let mut library = Library::open(&place.data(), &place.config(), NOW).unwrap().library;
    let client = Client::new(Limits::default(), &Proxies::default()).into();
    // One after the other: who has the shared article first is no chance then.
    for one in Subscriptions::open(&place.config()).unwrap().all() {
        let only = std::slice::from_ref(one);
        refresh::run(only, Whom::All, Pace::default(), &mut library.store, &client, &mut |_| {}).unwrap();
    }
    (place, web)
}

fn reader(place: Place) -> Reader {
    let library = Library::open(&place.data(), &place.config(), NOW).unwrap().library;
    Reader::on(place, library, Scope::default(), 120, 24)
}

fn file(reader: &Reader) -> String {
    fs::read_to_string(reader.place.config().join("feeds.toml")).unwrap()
}

fn titles(reader: &mut Reader) -> Vec<&'static str> {
    let picture = reader.press("za").picture();
    ["quay", "ferry", "shared", "mole"].into_iter().filter(|title| picture.contains(&format!(" {title} "))).collect()
}

#[test]
fn a_feed_ends_with_its_articles_kept_and_an_undo_brings_it_back_word_for_word() {
    let (place, _web) = subscribed();
    let mut reader = reader(place);
    let before = file(&reader);
    let picture = reader.press(":remove Harbour<Enter>").picture();
    let question = "stop reading Harbour? n, k keep its articles, r remove 2 of them for good (undo brings what it still has, unread)";
    assert!(picture.contains(question), "{picture}");
    reader.press("<Esc>");
    for other in ["n", "<C-r>", "<C-k>"] {
        reader.press(":remove Harbour<Enter>").press(other);
        assert_eq!(file(&reader), before, "{other} is no");
        assert!(reader.picture().contains("nothing was changed"), "{other}");
    }
    reader.press(":remove Harbour<Enter>k");
    assert!(
        reader.picture().contains("no longer reading Harbour; its articles stay (u undoes it)"),
        "{}",
        reader.picture()
    );
    assert!(!file(&reader).contains("/one") && file(&reader).contains("/two"), "{}", file(&reader));
    assert_eq!(titles(&mut reader), ["quay", "ferry", "shared", "mole"]);
    reader.press("u");
    assert!(reader.picture().contains("reading Harbour again"), "{}", reader.picture());
    assert_eq!(file(&reader), before);
    reader.press("<C-r>");
    assert!(!file(&reader).contains("/one"), "done again");
}

#[test]
fn the_list_of_feeds_stays_while_one_after_the_other_ends_and_comes_back() {
    let (place, _web) = subscribed();
    let mut reader = reader(place);
    let before = file(&reader);
    reader.press("gfD").press("x");
    assert!(reader.picture().contains("2 feeds · Enter"), "nothing was changed: {}", reader.picture());
    reader.press("Dk");
    let picture = reader.picture();
    assert!(picture.contains("1 feed · Enter") && picture.contains("no longer reading Harbour"), "{picture}");
    reader.press("u");
    assert!(reader.picture().contains("2 feeds · Enter"), "{}", reader.picture());
    assert_eq!(file(&reader), before);
    assert!(!reader.press("<Esc>").picture().contains("feeds · Enter"));
}

#[test]
fn feeds_that_were_read_while_a_question_stood_are_listed_as_they_are_then() {
    let (place, _web) = subscribed();
    let mut reader = reader(place);
    assert!(!reader.press("gfD").picture().contains("can't be read"));
    let (mut store, _) = Store::open(&reader.place.data(), NOW).unwrap();
    let (feed, _) = store.feeds().unwrap().remove(0);
    let trouble = Some("a fault of its own".to_owned());
    store.keep_feed(&Feed { standing: Standing::Failing, trouble, ..feed }).unwrap();
    let picture = reader.press("n").picture();
    assert!(picture.contains("2 feeds, 1 can't be read") && picture.contains("a fault of its own"), "{picture}");
}

#[test]
fn a_feed_ends_with_its_articles_but_for_what_is_kept_or_another_feed_has() {
    let (place, _web) = subscribed();
    let mut reader = reader(place);
    let before = file(&reader);
    reader.press("/title:quay<Enter>s<Esc>").press(":remove Harbour<Enter>");
    let picture = reader.picture();
    assert!(picture.contains("n, k keep its article, r remove it for good"), "{picture}");
    reader.press("r");
    let told = "no longer reading Harbour; its articles are gone for good (u subscribes again)";
    assert!(reader.picture().contains(told), "{}", reader.picture());
    assert_eq!(titles(&mut reader), ["quay", "shared", "mole"]);
    reader.press("u");
    assert_eq!(file(&reader), before);
    // The feed is read anew: what went comes again.
    let place = reader.place;
    drop((reader.model, reader.world));
    assert_eq!(out(&place.run(&["refresh", "Harbour"])), "Harbour: 1 new\n");
}

#[test]
fn on_the_command_line_articles_go_only_when_it_is_said() {
    let (place, web) = subscribed();
    let kept = place.run(&["remove", &web.at("/two")]);
    assert_eq!(out(&kept), format!("no longer subscribed to {}\n", web.at("/two")), "{}", err(&kept));
    let gone = place.run(&["remove", "--articles", "Harbour"]);
    assert_eq!(out(&gone), format!("no longer subscribed to {}; 2 articles are removed\n", web.at("/one")));
    let unknown = place.run(&["remove", "Harbour"]);
    assert_eq!((unknown.status.code(), err(&unknown).as_str()), (Some(1), "dateline: Harbour is not subscribed to\n"));
    let mut reader = reader(place);
    assert_eq!(titles(&mut reader), ["shared", "mole"]);
    reader.press("uu");
    assert_eq!(file(&reader).matches("[[feed]]").count(), 2);
}

#[test]
fn what_is_being_read_when_a_feed_ends_with_its_articles_does_not_come_in_behind() {
    let library: Arc<OnceLock<(Place, AtomicBool)>> = Arc::default();
    let ending = Arc::clone(&library);
    let (place, _web) = subscribed_at_hand(move || {
        let Some((place, done)) = ending.get() else { return "" };
        if !done.swap(true, Ordering::Relaxed) {
            let mut library = Library::open(&place.data(), &place.config(), NOW).unwrap().library;
            let leaving = library.leaving("Harbour").unwrap();
            library.unsubscribe(&leaving, Articles::Go, NOW).unwrap();
        }
        "<ttl>60</ttl>"
    });
    let (place, _) = library.get_or_init(|| (place, AtomicBool::new(false)));
    let read = place.run(&["refresh"]);
    assert!(read.status.success(), "{}", err(&read));
    let listed = out(&place.run(&["list"]));
    assert!(!listed.contains("quay") && listed.contains("mole"), "{listed}");
    let undone = Library::open(&place.data(), &place.config(), NOW).unwrap().library.undo(NOW).unwrap();
    assert!(undone.is_some());
    assert_eq!(out(&place.run(&["refresh", "Harbour"])), "Harbour: 2 new\n");
}

#[test]
fn secrets_stay_out_of_the_store_and_come_back_in_the_same_run() {
    let (place, web) = subscribed();
    let secret = "url = \"http://ann:hush@e.example/feed\" # was hush\nheaders = { Authorization = \"Bearer hush\" }\n";
    let words = format!(
        "# feeds\n\n# mine\n[[feed]]\n{secret}title = \"Paid\"\ntags = [\"news\"]\n\n[[feed]]\nurl = \"{}\"\n",
        web.at("/two")
    );
    fs::write(place.config().join("feeds.toml"), &words).unwrap();
    let mut reader = reader(place);
    reader.press(":remove Paid<Enter>y");
    assert!(!file(&reader).contains("hush"));
    for entry in fs::read_dir(reader.place.data()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap_or_default();
        assert!(!bytes.windows(4).any(|four| four == b"hush"), "the store has none");
    }
    reader.press("u");
    assert!(reader.picture().contains("reading Paid again "), "{}", reader.picture());
    assert_eq!(file(&reader), words);
    let place = reader.place;
    drop((reader.model, reader.world));
    let told = "no longer subscribed to http://ann@e.example/feed; its password or headers are not kept for an undo\n";
    assert_eq!(out(&place.run(&["remove", "Paid"])), told);
    let mut reader = self::reader(place);
    reader.press("u");
    let told = "reading Paid again, without its password or headers: `dateline edit` puts them in";
    assert!(reader.picture().contains(told), "{}", reader.picture());
    let bare = "[[feed]]\nurl = \"http://ann@e.example/feed\"\ntitle = \"Paid\"\ntags = [\"news\"]\n";
    assert!(file(&reader).contains(bare), "{}", file(&reader));
}

#[test]
fn a_feed_stays_where_the_store_cannot_be_read_and_only_its_articles_where_they_cannot_go() {
    let (place, _web) = subscribed();
    let before = fs::read_to_string(place.config().join("feeds.toml")).unwrap();
    let mut library = Library::open(&place.data(), &place.config(), NOW).unwrap().library;
    let leaving = library.leaving("Harbour").unwrap();
    let store = rusqlite::Connection::open(place.data().join("articles.db")).unwrap();
    store.execute_batch("ALTER TABLE filed RENAME TO away; ALTER TABLE feed RENAME TO lost").unwrap();
    library.unsubscribe(&leaving, Articles::Go, NOW).unwrap_err();
    assert_eq!(fs::read_to_string(place.config().join("feeds.toml")).unwrap(), before);
    store.execute_batch("ALTER TABLE lost RENAME TO feed; ALTER TABLE away RENAME TO filed").unwrap();
    let fault = "CREATE TRIGGER fault BEFORE DELETE ON article BEGIN SELECT RAISE(ABORT, 'a fault'); END";
    store.execute_batch(fault).unwrap();
    let told = library.unsubscribe(&leaving, Articles::Go, NOW).unwrap_err().to_string();
    assert_eq!(told, "Harbour is no longer subscribed to, but its articles can't be removed");
    library.undo(NOW).unwrap().unwrap();
    assert_eq!(fs::read_to_string(place.config().join("feeds.toml")).unwrap(), before);
}

#[test]
fn a_feed_is_ended_by_the_name_that_the_list_of_feeds_shows() {
    let (place, _web) = subscribed();
    let mut reader = reader(place);
    reader.press(":remove The two<Enter>");
    assert!(reader.picture().contains("stop reading The two?"), "{}", reader.picture());
    reader.press("k");
    assert!(!file(&reader).contains("/two"), "{}", file(&reader));
    reader.press(":remove The three<Enter>");
    let told = "The three is not subscribed to: `gf` lists the feeds, `D` there ends one";
    assert!(reader.picture().contains(told), "{}", reader.picture());
}
