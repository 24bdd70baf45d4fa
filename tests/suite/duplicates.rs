//! An article that came by two feeds: one row that names both, or, where the view wants it, a row for each; one article
//! either way.

use std::fs;

use dateline::{
    catalog::{Anchor, Change, Duplicates, Found, Order, Scope, Target, Verb, View},
    library::Library,
    query::{self, Today},
};

use crate::support::{
    place::Place,
    screen::{NOW, Reader},
    web::{Reply, Server, answer},
};

/// The newest first: Ferry is in both feeds, Quay in the first, Tide in the second.
fn feed(name: &str, titles: &[(&str, u32)]) -> String {
    let items = titles.iter().map(|(title, hour)| {
        format!(
            "<item><title>{title}</title><link>https://harbour.example/{title}</link>\
             <pubDate>Sat, 21 Nov 2026 {hour:02}:00:00 GMT</pubDate><description>It sails.</description></item>"
        )
    });
    format!("<rss><channel><title>{name}</title>{}</channel></rss>", items.collect::<String>())
}

fn place() -> Place {
    let server = Server::new(|asked| {
        let body = match asked.path.as_str() {
            "/one" => feed("Harbour Post", &[("Ferry", 8), ("Quay", 7)]),
            _ => feed("Island Times", &[("Ferry", 8), ("Tide", 6)]),
        };
        Reply::Bytes(answer("200 OK", "", body.as_bytes()))
    });
    let place = Place::new();
    for path in ["/one", "/two"] {
        let feeds = fs::read_to_string(place.config().join("feeds.toml")).unwrap_or_default();
        let feed = format!("{feeds}[[feed]]\nurl = \"{}\"\n\n", server.url(path));
        fs::write(place.config().join("feeds.toml"), feed).unwrap();
        assert!(place.run(&["refresh"]).status.success());
    }
    place
}

fn reader(place: Place) -> Reader {
    let library = Library::open(&place.data(), &place.config(), NOW).unwrap().library;
    let mut reader = Reader::on(place, library, Scope::default(), 70, 14);
    reader.model.take_looks(reader.world.library.store.looks().unwrap());
    reader.press("4j");
    reader
}

/// What the list shows, a line of it each: signs, headlines and facts.
fn listed(reader: &mut Reader) -> String {
    let lines: Vec<_> = reader.picture().lines().skip(1).take(8).map(str::to_owned).collect();
    lines.iter().map(|line| line.split('│').next().unwrap_or_default().trim_end()).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_article_of_two_feeds_is_one_row_and_each_feeds_where_the_view_wants_it() {
    let mut reader = reader(place());
    insta::assert_snapshot!("duplicates_one", reader.picture());
    insta::assert_snapshot!("duplicates_each", reader.press("zd").picture());
    // What is done to either row is done to the article, and the selection goes on to another one.
    insta::assert_snapshot!("duplicates_each_done", reader.press("je").picture());
    reader.press("u");
    let each = listed(&mut reader);
    reader.press("zd");
    assert_ne!(listed(&mut reader), each);
    // The next unread article is never the same one again.
    reader.press("zdgg4jn");
    assert!(reader.picture().contains("Quay"), "{}", reader.picture());
    // It is remembered for this view, and for no other.
    let looks = reader.world.library.store.looks().unwrap();
    assert_eq!(
        looks.iter().map(|(view, look)| (view.as_str(), look.duplicates)).collect::<Vec<_>>(),
        [("all", Duplicates::Each)]
    );
}

#[test]
fn an_article_of_two_feeds_stands_in_the_list_of_either() {
    let library = |place: &Place| Library::open(&place.data(), &place.config(), NOW).unwrap().library;
    let place = place();
    let mut library = library(&place);
    let rows = library.store.window(&Scope::default(), Anchor::First, 9).unwrap().rows;
    let tide = rows.iter().find(|row| &*row.headline == "Tide").unwrap();
    let view = View { source: Some(tide.source_id), ..View::default() };
    let told = |library: &Library, order| {
        let rows = library.store.window(&Scope::View(View { order, ..view }), Anchor::First, 9).unwrap().rows;
        rows.iter().map(|row| format!("{}: {} ({})", row.source, row.headline, row.also.join(", "))).collect::<Vec<_>>()
    };
    let newest = ["Island Times: Ferry (Harbour Post)", "Island Times: Tide ()"];
    assert_eq!(told(&library, Order::NewestFirst), newest);
    assert_eq!(told(&library, Order::OldestFirst), [newest[1], newest[0]]);
    let scope = Scope::View(view);
    let counts = |library: &Library| {
        library.store.counts(&scope).map(|counts| (counts.shown, counts.all, counts.unread)).unwrap()
    };
    assert_eq!(counts(&library), (2, 2, 2));
    let ferry = rows.iter().find(|row| &*row.headline == "Ferry").unwrap().id;
    assert_eq!(library.store.rank(&view, tide.id).unwrap(), 1);
    assert_eq!(library.store.nth(&view, 0).unwrap(), Some(ferry));
    assert_eq!(library.store.next_unread(&scope, Anchor::First).unwrap(), Some(ferry));
    assert_eq!(library.store.feeds().unwrap().iter().map(|(_, counts)| counts.unread).collect::<Vec<_>>(), [2, 2]);
    // A search finds it by either name, also where each article has to be looked at.
    for (words, found) in [
        ("source:island", 2),
        ("source:harbour", 2),
        ("source:harbour -source:island", 1),
        ("source:island url:ferry", 1),
        ("source:island or url:quay", 3),
    ] {
        let query = Found::of(query::parse(words, Today::default()).unwrap().into());
        assert_eq!(library.store.counts(&Scope::Found(query)).unwrap().shown, found, "{words}");
    }
    // Marking the second feed read takes the article out of the first one's unread ones, too.
    library.store.apply(&Change { verb: Verb::Read, on: Target::View(view) }, NOW).unwrap();
    assert_eq!(counts(&library), (2, 2, 0));
    assert_eq!(library.store.feeds().unwrap().iter().map(|(_, counts)| counts.unread).collect::<Vec<_>>(), [1, 0]);
    library.store.undo(NOW).unwrap();
    assert_eq!(counts(&library), (2, 2, 2));
}
