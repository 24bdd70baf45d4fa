//! The end of a subscription: its words in the file, its articles, and all of it back by an undo.

use std::fs;

use dateline::{
    catalog::Scope,
    library::Library,
    refresh::{self, Pace, Whom},
    sources::http::{Client, Limits, Proxies},
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
    let feed = |name: &str, titles: &[&str]| {
        let item = |title: &&str| {
            format!(
                "<item><guid>{name}{title}</guid><link>https://e.example/{title}</link><title>{title}</title>\
                     <description>What is said of the {title} in words enough to be an article of its own.</description></item>"
            )
        };
        let items: String = titles.iter().map(item).collect();
        (200, "text/xml", format!("<rss><channel><title>The {name}</title>{items}</channel></rss>"))
    };
    let web = Web::new(move |path| match path {
        "/one" => Some(feed("one", &["quay", "ferry", "shared"])),
        "/two" => Some(feed("two", &["shared", "mole"])),
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
    reader.press(":remove Harbour<Enter>");
    let picture = reader.picture();
    assert!(picture.contains("stop reading Harbour? k keep its articles, r remove 2 of them, n"), "{picture}");
    reader.press("n");
    assert_eq!(file(&reader), before, "anything else is no");
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
fn a_feed_ends_with_its_articles_but_for_what_is_kept_or_another_feed_has() {
    let (place, _web) = subscribed();
    let mut reader = reader(place);
    let before = file(&reader);
    reader.press("/title:quay<Enter>s<Esc>").press(":remove Harbour<Enter>");
    let picture = reader.picture();
    assert!(picture.contains("k keep its article, r remove it, n"), "{picture}");
    reader.press("r");
    assert!(reader.picture().contains("no longer reading Harbour; its articles are gone"), "{}", reader.picture());
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
