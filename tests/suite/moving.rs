//! Moving in from newsboat, as a whole: what was read stays read, what was deleted stays away, and reading the feeds afterwards
//! brings nothing twice.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpListener,
    path::Path,
    thread,
};

use rusqlite::{Connection, params};
use serde_json::Value;

use crate::support::{
    place::{Place, err, out},
    tty::Tty,
};

/// Answers every request with this document, until the test ends.
fn serve(document: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/feed", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", document.len());
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(document.as_bytes()));
        }
    });
    address
}

struct Item<'a> {
    guid: &'a str,
    title: &'a str,
    url: &'a str,
    unread: bool,
    flags: &'a str,
    deleted: bool,
}

/// A cache as newsboat 2.10 made it: without the columns that came later.
fn cache(path: &Path, feed: &str, items: &[Item<'_>]) {
    let db = Connection::open(path).unwrap();
    db.execute_batch(
        "CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL, title VARCHAR(1024) NOT NULL,
            lastmodified INTEGER(11) NOT NULL DEFAULT 0, is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT '');
         CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL, title VARCHAR(1024) NOT NULL,
            author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL, feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL,
            content VARCHAR(65535) NOT NULL, unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
            enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0, base VARCHAR(128) NOT NULL DEFAULT '');",
    )
    .unwrap();
    db.execute("INSERT INTO rss_feed (rssurl, url, title) VALUES (?1, 'https://e.example/', 'Harbour Post')", [feed])
        .unwrap();
    for (number, item) in items.iter().enumerate() {
        db.execute(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags, deleted)
             VALUES (?1, ?2, 'Ada Moor', ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                item.guid,
                item.title,
                item.url,
                feed,
                1_790_000_000 + i64::try_from(number).unwrap(),
                format!("<p>The text of {}.</p>", item.title),
                item.unread,
                item.flags,
                item.deleted
            ],
        )
        .unwrap();
    }
}

const FEED: &str = "<rss version='2.0'><channel><title>Harbour Post</title>\
    <item><title>One</title><guid>tag:1</guid><link>https://e.example/1</link><description>&lt;p&gt;The text of One.&lt;/p&gt;</description></item>\
    <item><title>Two, edited</title><guid>tag:2</guid><link>https://e.example/2</link><description>Other words.</description></item>\
    <item><title>Three</title><link>https://e.example/3</link><description>&lt;p&gt;The text of Three.&lt;/p&gt;</description></item>\
    <item><title>Four</title><guid>https://e.example/4</guid><link>https://e.example/4</link><description>x</description></item>\
    <item><title>Five</title><link>https://e.example/5</link><pubDate>Mon, 21 Sep 2026 10:00:00 GMT</pubDate><description>x</description></item>\
    <item><title>Six</title><guid>tag:6</guid><link>https://e.example/6</link><description>x</description></item>\
    <item><title>Seven</title><link>https://e.example/7</link><description>x</description></item>\
    <item><title>Eight is new</title><guid>tag:8</guid><link>https://e.example/8</link><description>x</description></item>\
    </channel></rss>";

fn moved_in() -> (Place, String) {
    let place = Place::new();
    let feed = serve(FEED.to_owned());
    let newsboat = place.path(".newsboat");
    fs::create_dir(&newsboat).unwrap();
    fs::write(newsboat.join("urls"), format!("{feed} news \"~Post\"\n")).unwrap();
    let item = |guid, title, url, unread, flags, deleted| Item { guid, title, url, unread, flags, deleted };
    cache(
        &newsboat.join("cache.db"),
        &feed,
        &[
            item("tag:1", "One", "https://e.example/1", false, "", false),
            item("tag:2", "Two", "https://e.example/2", false, "sx", false),
            item("https://e.example/3", "Three", "https://e.example/3", false, "", false),
            item("https://e.example/4", "Four", "https://e.example/4", true, "", false),
            item("https://e.example/5Mon, 21 Sep 2026 10:00:00 GMT", "Five", "https://e.example/5", false, "", false),
            item("tag:6", "Six", "https://e.example/6", true, "", true),
            item("https://e.example/7", "Seven", "https://e.example/7", false, "", true),
        ],
    );
    (place, feed)
}

fn import(place: &Place) -> Value {
    let output = place.run(&["import", "newsboat", "--json"]);
    assert_eq!((output.status.code(), err(&output)), (Some(0), String::new()));
    serde_json::from_str(&out(&output)).unwrap()
}

fn titles(place: &Place, arguments: &[&str]) -> Vec<String> {
    let listed = out(&place.run(arguments));
    let mut titles: Vec<String> = listed.lines().map(|line| line.split('\t').next_back().unwrap().to_owned()).collect();
    titles.retain(|title| {
        ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"].iter().any(|name| title.starts_with(name))
    });
    titles.sort_unstable();
    titles
}

#[test]
fn articles_come_with_what_was_done_with_them() {
    let (place, _) = moved_in();
    let before = fs::read(place.path(".newsboat/cache.db")).unwrap();
    let report = import(&place);
    assert_eq!((&report["added"], &report["known"]), (&1.into(), &0.into()));
    let articles = &report["articles"];
    let counts =
        ["new", "known", "read", "flagged", "deleted", "left_out"].map(|name| articles[name].as_u64().unwrap());
    assert_eq!(counts, [5, 0, 4, 1, 2, 0]);
    assert_eq!(titles(&place, &["list"]), ["Five", "Four", "One", "Three", "Two"]);
    assert_eq!(titles(&place, &["list", "--unread"]), ["Four"]);
    let bookmarks = fs::read_to_string(place.config().join("bookmarks.toml")).unwrap();
    assert!(
        bookmarks.contains("title = \"Two\"") && bookmarks.contains("tags = [\"flag-s\", \"flag-x\"]"),
        "{bookmarks}"
    );
    let again = import(&place);
    let counts = ["new", "known", "read"].map(|name| again["articles"][name].as_u64().unwrap());
    assert_eq!(counts, [0, 5, 0]);
    assert_eq!(fs::read(place.path(".newsboat/cache.db")).unwrap(), before, "newsboat's file is newsboat's");
    assert_eq!(fs::read_dir(place.path(".newsboat")).unwrap().count(), 2);
}

#[test]
fn a_first_run_offers_what_newsboat_has_and_never_again() {
    let (place, _) = moved_in();
    let first = place.run::<&str>(&[]);
    assert_eq!(
        err(&first),
        "dateline: newsboat's one feed was found: `dateline import newsboat` brings it in, with what was read\n"
    );
    assert_eq!(err(&place.run::<&str>(&[])), "");
}

#[test]
fn reading_the_feed_afterwards_brings_nothing_twice_and_nothing_back() {
    let (place, _) = moved_in();
    import(&place);
    let refreshed = place.run(&["refresh"]);
    assert_eq!(refreshed.status.code(), Some(0), "{}", err(&refreshed));
    assert_eq!(titles(&place, &["list"]), ["Eight is new", "Five", "Four", "One", "Three", "Two, edited"]);
    assert_eq!(titles(&place, &["list", "--unread"]), ["Eight is new", "Four"]);
}

#[test]
fn what_was_read_here_first_takes_newsboats_marks() {
    let (place, feed) = moved_in();
    place.run(&["add", &feed]);
    place.run(&["refresh"]);
    assert_eq!(titles(&place, &["list", "--unread"]).len(), 8);
    let articles = import(&place)["articles"].clone();
    assert_eq!((&articles["new"], &articles["known"], &articles["read"]), (&0.into(), &5.into(), &6.into()));
    assert_eq!(titles(&place, &["list"]).len(), 8);
    assert_eq!(titles(&place, &["list", "--unread"]), ["Eight is new", "Four"]);
}

#[test]
fn a_cache_that_newsboat_is_writing_is_waited_for_and_one_that_is_none_is_refused() {
    let (place, _) = moved_in();
    let db = Connection::open(place.path(".newsboat/cache.db")).unwrap();
    db.execute_batch("BEGIN IMMEDIATE; UPDATE rss_item SET unread = 0").unwrap();
    assert_eq!(import(&place)["articles"]["new"], 5);
    drop(db);
    let other = place.path("files/other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    let output = place.run(&["import", other.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("this is no cache of newsboat's"), "{}", err(&output));
    let cut = place.file("cut.db", b"SQLite format 3\0 and then nothing");
    assert_eq!(place.run(&["import", cut.to_str().unwrap()]).status.code(), Some(1));
}

#[test]
fn views_that_come_along_are_there_at_once() {
    let (place, feed) = moved_in();
    let urls = format!("{feed} news\n\"query:Quiet hours:unread = \\\"yes\\\"\"\n");
    fs::write(place.path(".newsboat/urls"), urls).unwrap();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("newsboat's one feed was found").send("n").wait_for("brings them in later");
    tty.send(":import newsboat\r").wait_for("6 unread of 10");
    tty.send(":view Qui\t").wait_for(":view Quiet hours").send("\r").wait_for("/is:unread · 6 found").send("q");
    assert!(tty.end().success());
}

#[test]
fn filters_of_articles_become_rules_and_what_has_no_words_is_told() {
    let (place, feed) = moved_in();
    let config = format!(
        "ignore-article \"*\" \"author = \\\"nobody\\\"\"\nignore-article {feed} \"title = \\\"Four\\\" or age > 9000\"\n\
         ignore-article https://other.example/ \"age > 3\"\nhighlight-article \"flags # \\\"s\\\"\" red default\n\
         highlight-article \"feedindex = 3\" red default\n"
    );
    fs::write(place.path(".newsboat/config"), config).unwrap();
    let foreseen = place.run(&["import", "newsboat", "--dry-run"]);
    assert_eq!(out(&foreseen), "1 feed would be added, 3 rules would be added\n");
    let imported = place.run(&["import", "newsboat"]);
    assert!(out(&imported).starts_with("1 feed added, 3 rules added\n"), "{}", out(&imported));
    let told = err(&imported);
    for said in [
        "ignore-article, line 3 of newsboat's config, can't be a rule: no feed https://other.example/ was found",
        "highlight-article, line 4 of newsboat's config, is nearly the rule is:bookmarked (flagged articles are bookmarked ones)",
        "line 5 of newsboat's config, can't be a rule: there are no words for `feedindex",
    ] {
        assert!(told.contains(said), "{told}");
    }
    let rules = place.config().join("rules.toml");
    assert_eq!(
        fs::read_to_string(&rules).unwrap(),
        "[[mute]]\nquery = \"author:nobody\"\n\n[[mute]]\nquery = \"source:\\\"Post\\\" (title:Four or older:9001d)\"\n\n\
         [[watch]]\nquery = \"is:bookmarked\"\n"
    );
    assert_eq!(titles(&place, &["list"]), ["Five", "One", "Three", "Two"], "what newsboat didn't show isn't shown");
    let again = place.run(&["import", "newsboat"]);
    assert!(out(&again).starts_with("0 feeds added, 1 there already\n"), "{}", out(&again));
}
