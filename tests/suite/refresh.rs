//! Feeds read anew from outside: on the command line, and while the reader is open.

use std::{
    fs,
    sync::{Arc, Mutex},
};

use dateline::{
    app::{
        Message,
        refreshing::{Asked, News, Outcome, Progress},
    },
    catalog::{Change, Target, Verb, View},
    library::Library,
};
use serde_json::Value;

use crate::support::{
    place::{Place, err, out},
    screen::{NOW, Reader},
    tty::Tty,
    web::{Reply, Server, answer},
};

fn rss(titles: &[&str]) -> String {
    let items: Vec<String> = titles
        .iter()
        .map(|title| {
            format!(
                "<item><guid>{title}</guid><title>{title}</title><pubDate>Tue, 03 Nov 2026 07:00:00 GMT</pubDate>\
                 <description>“It sails,” said Ada Moor.</description></item>"
            )
        })
        .collect();
    format!("<rss><channel><title>Harbour Post</title>{}</channel></rss>", items.concat())
}

/// A server with a feed at `/feed` that can be changed, and nothing else.
fn serving(titles: &[&str]) -> (Server, Arc<Mutex<String>>) {
    let document = Arc::new(Mutex::new(rss(titles)));
    let sent = Arc::clone(&document);
    let server = Server::new(move |asked| {
        Reply::Bytes(match asked.path.as_str() {
            "/feed" => answer("200 OK", "", sent.lock().unwrap().as_bytes()),
            _ => answer("404 Not Found", "", b""),
        })
    });
    (server, document)
}

fn subscribe(place: &Place, urls: &[String]) {
    let feeds: Vec<String> = urls.iter().map(|url| format!("[[feed]]\nurl = \"{url}\"\n\n")).collect();
    fs::write(place.config().join("feeds.toml"), feeds.concat()).unwrap();
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_refresh_says_what_is_new_and_its_exit_code_how_it_went() {
    let place = Place::new();
    let (server, _) = serving(&["Quay", "Ferry"]);
    let (good, bad) = (server.url("/feed").to_string(), server.url("/nothing").to_string());
    subscribe(&place, std::slice::from_ref(&good));
    let first = place.run(&["refresh"]);
    assert_eq!((first.status.code(), out(&first).as_str()), (Some(0), "Harbour Post: 2 new\n"));
    assert!(err(&first).contains("2 new in 1 feed"), "{}", err(&first));
    subscribe(&place, &[good, bad.clone()]);
    let second = place.run(&["refresh"]);
    assert_eq!((second.status.code(), out(&second).as_str()), (Some(3), ""));
    assert!(err(&second).contains("has nothing at this address (404)"), "{}", err(&second));
    subscribe(&place, &[bad]);
    assert_eq!(place.run(&["refresh"]).status.code(), Some(1));
}

#[test]
fn json_has_a_line_for_each_feed_and_one_for_all() {
    let place = Place::new();
    let (server, _) = serving(&["Quay"]);
    subscribe(&place, &[server.url("/feed").to_string(), server.url("/nothing").to_string()]);
    let output = place.run(&["refresh", "--json"]);
    let mut lines = lines(&out(&output));
    let all = lines.pop().unwrap();
    assert_eq!((&all["good"], &all["failed"], &all["new"]), (&1.into(), &1.into(), &1.into()));
    lines.sort_by_key(|line| line["outcome"].to_string());
    assert_eq!((&lines[0]["outcome"], &lines[1]["outcome"]), (&"failed".into(), &"read".into()));
    assert_eq!((&lines[1]["title"], &lines[1]["new"]), (&"Harbour Post".into(), &1.into()));
    let feeds = self::lines(&out(&place.run(&["feeds", "--json"])));
    assert_eq!((&feeds[0]["standing"], &feeds[0]["unread"]), (&"good".into(), &1.into()));
    assert_eq!(&feeds[1]["standing"], &Value::from("failing"));
}

#[test]
fn a_feed_without_a_title_of_the_readers_is_exported_by_its_own() {
    let place = Place::new();
    let (server, _) = serving(&["Quay"]);
    let urls = [server.url("/feed").to_string(), server.url("/nothing").to_string()];
    subscribe(&place, &urls);
    assert_eq!(place.run(&["export"]).status.code(), Some(0));
    assert!(!place.data().join("articles.db").exists(), "an export makes no store");
    place.run(&["refresh"]);
    let exported = out(&place.run(&["export"]));
    assert!(exported.contains("text=\"Harbour Post\" title=\"Harbour Post\""), "{exported}");
    assert!(exported.contains(&format!("text=\"{}\"", urls[1])), "{exported}");
}

#[test]
fn one_feed_is_named_by_a_part_of_its_address_or_title() {
    let place = Place::new();
    let (server, _) = serving(&["Quay"]);
    subscribe(&place, &[server.url("/feed").to_string(), server.url("/nothing").to_string()]);
    assert_eq!(place.run(&["refresh", "/feed"]).status.code(), Some(0));
    assert_eq!(server.paths(), ["/feed"]);
    let unclear = place.run(&["refresh", "127.0.0.1"]);
    assert!(err(&unclear).contains("fits more than one feed"), "{}", err(&unclear));
    assert!(err(&place.run(&["refresh", "Herald"])).contains("no feed is called “Herald”"));
}

#[test]
fn without_subscriptions_a_refresh_says_what_to_do() {
    let output = Place::new().run(&["refresh"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("dateline add URL"), "{}", err(&output));
}

#[test]
fn the_reader_reads_its_feeds_by_itself_and_when_asked_and_nothing_moves() {
    let place = Place::new();
    let (server, document) = serving(&["Quay"]);
    subscribe(&place, &[server.url("/feed").to_string()]);
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("1 new · gr shows them").wait_for("5 unread of 5");
    assert!(!tty.screen().contains("Quay"), "{}", tty.screen());
    tty.send("gr").wait_without("1 new").send("gg").send("G").wait_for("Quay");
    *document.lock().unwrap() = rss(&["Ferry", "Quay"]);
    tty.send("R").wait_for("1 new in its feed · gr shows them").wait_for("6 unread of 6");
    // What others bring after that is counted in.
    *document.lock().unwrap() = rss(&["Ferry", "Quay", "Pier"]);
    assert_eq!(out(&place.run(&["refresh"])), "Harbour Post: 1 new\n");
    tty.wait_for("2 new · gr shows them").wait_for("7 unread of 7");
    tty.send("r").wait_for("nothing new in its feed");
    *document.lock().unwrap() = "<html><body>Log in</body></html>".into();
    tty.send("r").wait_for("Harbour Post: this is a web page").send("q");
    assert!(tty.end().success());
}

#[test]
fn feeds_are_subscribed_to_and_looked_after_in_the_reader() {
    let place = Place::new();
    let (server, document) = serving(&["Quay", "Ferry"]);
    subscribe(&place, &[server.url("/nothing").to_string()]);
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread of 4").send("R").wait_for("has nothing at this address (404)");
    tty.send(&format!(":add {}\r", server.url("/feed")));
    tty.wait_for(&format!("subscribed to {}: 2 new · gr shows them", server.url("/feed"))).wait_for("6 unread of 6");
    tty.send("gf").wait_for("2 feeds, 1 can't be read").wait_for("Harbour Post").wait_for("(404); never read");
    let broken = tty.screen().lines().find(|line| line.contains("/nothing")).unwrap().to_owned();
    assert!(broken.contains("│ !"), "{broken}");
    *document.lock().unwrap() = rss(&["Dredger", "Ferry", "Quay"]);
    // There, `r` is for the chosen feed.
    let asked = server.paths().iter().filter(|path| *path == "/nothing").count();
    tty.send("jr").wait_for("3 Harbour Post").send("\r");
    assert_eq!(server.paths().iter().filter(|path| *path == "/nothing").count(), asked);
    tty.wait_for("Dredger").wait_for("Harbour Post · all articles · 3 unread of 3");
    tty.send(":add\r").wait_for("takes the address of a feed");
    tty.send(&format!(":add {}\r", server.url("/feed"))).wait_for("is subscribed to already").send("qq");
    assert!(tty.end().success());
    let feeds = fs::read_to_string(place.config().join("feeds.toml")).unwrap();
    assert!(feeds.contains(&format!("url = \"{}\"", server.url("/feed"))), "{feeds}");
}

#[test]
fn what_is_put_into_a_folder_is_in_the_list_at_once() {
    let place = Place::new();
    let notes = place.file("notes/first.md", "# First\n\nWords.");
    let letters =
        place.file("letters.mbox", "From a@e.example Tue Nov  3 10:00:00 2026\nFrom: a\nSubject: One\n\nHi.\n");
    let list = format!("[[feed]]\nfolder = {:?}\n\n[[feed]]\nmailbox = {letters:?}\n", notes.parent().unwrap());
    fs::write(place.config().join("feeds.toml"), list).unwrap();
    fs::write(place.config().join("config.toml"), "refresh-every = 0\n").unwrap();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread of 4").send("R").wait_for("6 unread of 6");
    place.file("notes/second.md", "# Second\n\nWords.");
    tty.wait_for("7 unread of 7");
    place.file("notes/deep/third.md", "# Third\n\nWords.");
    tty.wait_for("8 unread of 8");
    let more = fs::read_to_string(&letters).unwrap()
        + "\nFrom a@e.example Tue Nov  3 11:00:00 2026\nFrom: a\nSubject: Two\n\nHo.\n";
    fs::write(&letters, more).unwrap();
    tty.wait_for("9 unread of 9").send("q");
    assert!(tty.end().success());
}

#[test]
fn a_folder_of_mail_brings_each_message_once() {
    let place = Place::new();
    let mail = place.file("Mail/new/1.a.host", "From: Ada <a@e.example>\nSubject: Minutes\n\nThe quay is open.\n");
    for name in ["Mail/cur", "Mail/tmp"] {
        fs::create_dir_all(place.path("files").join(name)).unwrap();
    }
    let folder = place.path("files/Mail");
    assert_eq!(place.run(&["add", folder.to_str().unwrap()]).status.code(), Some(0));
    assert_eq!(out(&place.run(&["refresh"])), "Mail: 1 new\n");
    fs::rename(mail, folder.join("cur/1.a.host:2,S")).unwrap();
    place.file("Mail/new/2.b.host", "From: Ada <a@e.example>\nSubject: Agenda\n\nWords.\n");
    assert_eq!(out(&place.run(&["refresh"])), "Mail: 1 new\n");
    let listed = out(&place.run(&["list"]));
    assert!(listed.contains("Minutes") && listed.contains("Agenda"), "{listed}");
}

#[test]
fn a_first_run_offers_to_bring_newsboats_feeds_in() {
    let place = Place::new();
    let (server, _) = serving(&["Quay"]);
    fs::create_dir(place.path(".newsboat")).unwrap();
    let urls = format!("{} news\n\"query:Fresh:unread = \\\"yes\\\"\"\n", server.url("/feed"));
    fs::write(place.path(".newsboat/urls"), urls).unwrap();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("newsboat's one feed was found: bring it in, with what was read? y/n").send("y");
    tty.wait_for("1 feed added, 1 view added · 1 new · gr shows them").wait_for("5 unread of 5").send("q");
    assert!(tty.end().success());
    assert!(fs::read_to_string(place.config().join("views.toml")).unwrap().contains("Fresh = \"is:unread\""));
}

#[test]
fn what_failed_is_told_beside_what_came_and_what_was_not_asked_only_where_it_alone_was_meant() {
    let mut reader = Reader::with_files(&[("a.md", "# Quay\n\nOpen.\n")], 100, 12);
    let mut told = |outcome: Outcome| {
        reader.tell(Message::Refresh(News::Done(Outcome { asked: Asked::ByHand, ..outcome })));
        reader.picture().lines().last().unwrap_or_default().trim().to_owned()
    };
    let (trouble, new) = (Some("Post: a fault".to_owned()), 1_234);
    let all = Outcome { feeds: 1_000, new, ..Outcome::default() };
    assert!(told(all.clone()).starts_with("1,234 new in 1,000 feeds"));
    let some = Outcome { failed: 1, trouble: trouble.clone(), ..all };
    assert!(told(some).starts_with("1,234 new, 1 of 1,000 feeds can't be read; Post: a fault"));
    let barred = Some("the variable http_proxy".to_owned());
    let two = Outcome { feeds: 2, new: 7, failed: 1, barred: barred.clone(), ..Outcome::default() };
    assert!(told(two).starts_with("7 new, 1 of 2 feeds can't be read; the variable http_proxy"));
    let three = Outcome { feeds: 3, new: 7, failed: 2, trouble: trouble.clone(), barred, ..Outcome::default() };
    assert!(told(three).starts_with("7 new, 2 of 3 feeds can't be read; Post: a fault · the variable http_proxy"));
    assert!(told(Outcome { feeds: 1, failed: 1, trouble, ..Outcome::default() }).starts_with("Post: a fault"));
}

#[test]
fn what_is_told_gets_the_room_of_the_place_while_feeds_are_read() {
    let mut reader = Reader::with_files(&[("a.md", "# Quay\n\nOpen.\n")], 80, 12);
    let mut foot = |news: News| {
        reader.tell(Message::Refresh(news));
        reader.picture().lines().last().unwrap_or_default().trim().to_owned()
    };
    let going = foot(News::Going(Progress { done: 171, of: 200, new: 3_233 }));
    assert!(going.ends_with("refreshing 171/200 · 3,233 new · 1/1"), "{going}");
    let told = "200 feeds added, 1 skipped (`dateline import feeds.opml` says more)";
    let moved = foot(News::MovedIn(told.to_owned()));
    assert!(moved.starts_with(told) && moved.ends_with(" 171/200"), "{moved}");
}

#[cfg(unix)]
#[test]
fn a_changed_filter_counts_although_the_document_is_as_it_was() {
    let place = Place::new();
    let document = rss(&["Quay"]);
    let server = Server::new(move |asked| {
        let known = asked.header("if-none-match").is_some();
        Reply::Bytes(if known {
            answer("304 Not Modified", "", b"")
        } else {
            answer("200 OK", "ETag: \"7\"\r\n", document.as_bytes())
        })
    });
    fs::write(place.config().join("config.toml"), "run-commands = true\n").unwrap();
    for (filter, headline) in
        [("", "Quay"), ("s/>Quay<.title/>Ferry<\\/title/", "Ferry"), ("s/>Quay<.title/>Tide<\\/title/", "Tide")]
    {
        let filter = if filter.is_empty() { String::new() } else { format!("filter = [\"sed\", '{filter}']\n") };
        fs::write(place.config().join("feeds.toml"), format!("[[feed]]\nurl = \"{}\"\n{filter}", server.url("/feed")))
            .unwrap();
        assert!(place.run(&["refresh"]).status.success());
        let listed = out(&place.run(&["list"]));
        assert!(listed.contains(headline), "{filter}: {listed}");
    }
}

#[test]
fn what_the_settings_do_not_keep_goes_after_a_refresh_and_that_is_told() {
    let place = Place::new();
    let (server, _) = serving(&["Quay", "Ferry", "Harbour"]);
    fs::write(place.config().join("feeds.toml"), format!("[[feed]]\nurl = \"{}\"\nkeep = 1\n", server.url("/feed")))
        .unwrap();
    assert!(!err(&place.run(&["refresh"])).contains("removed"), "all are unread");
    let mut library = Library::open(&place.data(), &place.config(), NOW).unwrap().library;
    library.apply(&Change { verb: Verb::Read, on: Target::View(View::default()) }, NOW).unwrap();
    drop(library);

    let would = out(&place.run(&["tidy", "--dry-run"]));
    assert_eq!(would.lines().next(), Some("2\tHarbour Post\tkeep = 1"), "{would}");
    let refreshed = place.run(&["refresh"]);
    assert!(err(&refreshed).contains("2 old articles were removed"), "{}", err(&refreshed));
    assert_eq!(out(&place.run(&["list", "source:harbour"])).lines().count(), 1);
    assert!(!out(&place.run(&["refresh"])).contains("new"), "what went doesn't come again");
}
