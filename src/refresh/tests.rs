use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use url::Url;

use super::*;
use crate::{
    catalog::{Anchor, ArticleId, Change, Row, Scope, Shown, Target, Verb, View, feeds::FeedCounts},
    refresh::{desk::Task, reading::GivenUp},
    sources::http::{
        Limits, Proxies,
        tests::server::{Reply, Server, answer},
    },
    store::{Identity, RawEntry},
    text::{
        article::{Article, Published},
        unparsed::Unparsed,
    },
};

/// A reader with a store in memory.
struct Desk {
    store: Store,
    subscriptions: Vec<Subscription>,
}

impl Desk {
    fn of(urls: &[Url]) -> Self {
        let subscriptions = urls.iter().map(|url| Subscription::to(Address::Feed(url.clone()))).collect();
        Self { store: Store::in_memory().unwrap(), subscriptions }
    }

    fn refresh(&mut self) -> (Summary, Vec<Outcome>) {
        self.refresh_for(Whom::All)
    }

    fn refresh_for(&mut self, whom: Whom) -> (Summary, Vec<Outcome>) {
        let limits = Limits { silence: Duration::from_secs(2), total: Duration::from_secs(3), ..Limits::default() };
        let client = Arc::new(Client::new(limits, &Proxies::default()));
        let mut outcomes = Vec::new();
        let mut report = |report: Report<'_>| {
            if let Report::Done { feed, outcome, .. } = report {
                outcomes.push((feed.address.clone(), outcome.clone()));
            }
        };
        let pace = Pace::default();
        let summary = run(&self.subscriptions, whom, pace, &mut self.store, &client, &mut report).unwrap();
        outcomes.sort_by(|one, other| one.0.cmp(&other.0));
        (summary, outcomes.into_iter().map(|(_, outcome)| outcome).collect())
    }

    fn rows(&self) -> Vec<Row> {
        self.store.window(&Scope::default(), Anchor::First, 100).unwrap().rows
    }

    fn headlines(&self) -> Vec<String> {
        self.rows().iter().map(|row| row.headline.to_string()).collect()
    }

    fn unread(&self) -> usize {
        let view = View { shown: Shown::Unread, ..View::default() };
        self.store.counts(&Scope::View(view)).unwrap().shown
    }

    fn read_all(&mut self) {
        let all = self.rows().iter().map(|row| row.id).collect();
        self.store.apply(&Change { verb: Verb::Read, on: Target::Articles(all) }, 1).unwrap();
    }

    fn text(&self, id: ArticleId) -> String {
        self.store.article(id).unwrap().unwrap().article.text
    }

    fn feed(&self) -> (Feed, FeedCounts) {
        self.store.feeds().unwrap().remove(0)
    }
}

/// A server whose document can be changed.
fn serving(first: &str) -> (Server, Arc<Mutex<Vec<u8>>>) {
    let document = Arc::new(Mutex::new(answer("200 OK", "", first.as_bytes())));
    let sent = Arc::clone(&document);
    (Server::new(move |_| Reply::Bytes(sent.lock().unwrap().clone())), document)
}

fn set(document: &Mutex<Vec<u8>>, rss: &str) {
    *document.lock().unwrap() = answer("200 OK", "", rss.as_bytes());
}

fn set_status(document: &Mutex<Vec<u8>>, status: &str, headers: &str) {
    *document.lock().unwrap() = answer(status, headers, b"");
}

fn rss(items: &[&str]) -> String {
    format!("<rss><channel><title>Harbour Post</title>{}</channel></rss>", items.concat())
}

fn item(id: &str, title: &str, text: &str) -> String {
    format!(
        "<item><guid>{id}</guid><title>{title}</title><link>https://e.example/{title}</link>\
         <pubDate>Tue, 03 Nov 2026 07:00:00 GMT</pubDate><description>{text}</description></item>"
    )
}

fn read(new: usize, updated: usize) -> Outcome {
    Outcome::Read { new, updated, notices: Vec::new() }
}

fn told(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Failed(why) | Outcome::Offline(why) | Outcome::Barred(why) | Outcome::Spared(why) => why,
        Outcome::Read { .. } | Outcome::Unchanged => "",
    }
}

#[test]
fn articles_are_in_the_list_parsed_and_searched_for_quotations() {
    let text = "“The quay is open,” said Ada Moor, the harbour master, on Sunday.";
    let (server, _) = serving(&rss(&[&item("1", "Quay", text), &item("2", "Ferry", "It sails.")]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    let (summary, outcomes) = desk.refresh();
    assert_eq!((summary.good, summary.new, outcomes), (1, 2, vec![read(2, 0)]));
    assert_eq!(desk.headlines(), ["Quay", "Ferry"]);
    let rows = desk.rows();
    assert_eq!((&*rows[0].source, rows[0].quotations, rows[0].words), ("Harbour Post", 1, 12));
    assert_eq!(desk.text(rows[0].id), text);
    let (feed, counts) = desk.feed();
    assert_eq!((feed.standing, feed.new, counts.all, counts.unread), (Standing::Good, 2, 2, 2));
}

#[test]
fn the_same_again_brings_nothing_and_a_new_one_comes_alone() {
    let (server, document) = serving(&rss(&[&item("1", "Quay", "x")]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh();
    assert_eq!(desk.refresh().1, [Outcome::Unchanged]);
    set(&document, &rss(&[&item("2", "Ferry", "y"), &item("1", "Quay", "x")]));
    assert_eq!(desk.refresh().1, [read(1, 0)]);
    assert_eq!(desk.headlines().len(), 2);
}

#[test]
fn an_edited_article_stays_read_and_its_earlier_words_are_kept() {
    let (server, document) = serving(&rss(&[&item("1", "Quay", "It is open.")]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh();
    desk.read_all();
    set(&document, &rss(&[&item("1", "Quay shut", "It is shut.")]));
    assert_eq!(desk.refresh().1, [read(0, 1)]);
    let row = desk.rows().remove(0);
    assert_eq!((&*row.headline, desk.text(row.id).as_str(), desk.unread()), ("Quay shut", "It is shut.", 0));
    let earlier = desk.store.revisions(row.id, 9).unwrap().remove(0).article;
    assert_eq!((earlier.headline.unwrap().text.as_str(), earlier.text.as_str()), ("Quay", "It is open."));
}

#[test]
fn other_markup_around_the_same_words_is_no_edit() {
    let (server, document) = serving(&rss(&[&item("1", "Quay", "It is open.")]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh();
    set(&document, &rss(&[&item("1", "Quay", "&lt;p class='a1b2'&gt;It is open.&lt;/p&gt;")]));
    assert_eq!(desk.refresh().1, [read(0, 0)]);
    assert!(desk.store.revisions(desk.rows()[0].id, 9).unwrap().is_empty());
}

#[test]
fn an_id_that_turns_to_https_is_the_same_article() {
    let (server, document) = serving(&rss(&[&item("http://e.example/?p=1", "Quay", "x")]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh();
    set(&document, &rss(&[&item("https://e.example/?p=1", "Quay", "x")]));
    assert_eq!(desk.refresh().1, [read(0, 0)]);
    assert_eq!(desk.headlines(), ["Quay"]);
}

#[test]
fn articles_that_share_an_id_are_all_kept_whatever_comes_and_goes() {
    let [a, b, c] = ["A", "B", "C"].map(|title| item("1", title, title));
    let (server, document) = serving(&rss(&[&a]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh();
    for items in [&[&b, &a][..], &[&c, &b, &a], &[&c, &b]] {
        let items: Vec<&str> = items.iter().map(|item| item.as_str()).collect();
        set(&document, &rss(&items));
        desk.refresh();
    }
    let mut headlines = desk.headlines();
    headlines.sort_unstable();
    assert_eq!(headlines, ["A", "B", "C"]);
}

#[test]
fn articles_that_share_an_id_from_the_first_are_the_same_when_they_stand_alone() {
    let [a, b] = ["A", "B"].map(|title| item("1", title, title));
    let (server, document) = serving(&rss(&[&b, &a]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh();
    for item in [&a, &b] {
        set(&document, &rss(&[item]));
        assert_eq!(desk.refresh().1, [read(0, 0)]);
    }
    assert_eq!(desk.headlines().len(), 2);
}

#[test]
fn an_article_of_two_feeds_is_one_row_with_the_longer_text() {
    let long = "The quay is open again, and ferries sail from it every hour. ".repeat(20);
    let (one, first) = serving(&rss(&[&item("1", "Quay", "The quay is open again.")]));
    let (other, _) = serving(&rss(&[&item("x7", "Quay", &long)]));
    let mut desk = Desk::of(&[one.url("/feed")]);
    desk.refresh();
    desk.read_all();
    desk.subscriptions = Desk::of(&[one.url("/feed"), other.url("/feed")]).subscriptions;
    let (summary, _) = desk.refresh();
    assert_eq!((summary.new, summary.updated, desk.unread()), (0, 1, 0));
    assert_eq!(desk.text(desk.rows()[0].id), long.trim_end());
    // The first feed's shorter text, edited, doesn't take its place.
    set(&first, &rss(&[&item("1", "Quay", "The quay is open, again.")]));
    assert_eq!(desk.refresh().0.updated, 0);
    assert_eq!((desk.headlines().len(), desk.text(desk.rows()[0].id)), (1, long.trim_end().to_owned()));
}

#[test]
fn the_same_id_in_two_feeds_is_two_articles() {
    let items = |title: &str| rss(&[&item("1", title, "x")]);
    let (one, _) = serving(&items("Quay"));
    let (other, _) = serving(&items("Ferry"));
    let mut desk = Desk::of(&[one.url("/feed"), other.url("/feed")]);
    assert_eq!(desk.refresh().0.new, 2);
    // Nor where both stand on one host, and no entry has an address.
    let bare = |name: &str| rss(&[&format!("<item><guid>1</guid><title>{name}</title></item>")]);
    let host = Server::new(move |asked| Reply::Bytes(answer("200 OK", "", bare(&asked.path).as_bytes())));
    let mut desk = Desk::of(&[host.url("/quay"), host.url("/ferry")]);
    assert_eq!(desk.refresh().0.new, 2);
}

#[test]
fn what_is_gone_for_good_is_left_alone_until_it_is_asked_for() {
    let (server, document) = serving(&rss(&[&item("1", "Quay", "x")]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh();
    set_status(&document, "410 Gone", "");
    assert!(told(&desk.refresh().1[0]).contains("gone for good"));
    assert_eq!((desk.feed().0.standing, desk.headlines().len()), (Standing::Gone, 1));
    let asked = server.paths().len();
    assert_eq!(told(&desk.refresh().1[0]), "gone for good");
    assert_eq!(server.paths().len(), asked);
    set(&document, &rss(&[&item("2", "Ferry", "y")]));
    assert_eq!(desk.refresh_for(Whom::These).1, [read(1, 0)]);
}

#[test]
fn a_server_that_is_asked_too_often_is_left_alone() {
    let (server, document) = serving("");
    set_status(&document, "429 Too Many Requests", "Retry-After: 600\r\n");
    let mut desk = Desk::of(&[server.url("/feed")]);
    assert!(told(&desk.refresh().1[0]).contains("too often"));
    for whom in [Whom::Due, Whom::All, Whom::These] {
        let (_, outcomes) = desk.refresh_for(whom);
        let why = outcomes.first().map_or("", told);
        assert!(whom == Whom::Due || why.contains("left alone for ") && why.ends_with(" min more"), "{why}");
    }
    assert_eq!(server.paths().len(), 1);
}

#[test]
fn only_what_is_due_is_asked_for_by_itself() {
    let (server, _) = serving(&rss(&[]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh_for(Whom::Due);
    let (summary, outcomes) = desk.refresh_for(Whom::Due);
    assert_eq!((server.paths().len(), summary, outcomes.len()), (1, Summary::default(), 0));
}

#[test]
fn what_is_no_feed_is_told_and_the_old_articles_stay() {
    let (server, document) = serving(&rss(&[&item("1", "Quay", "x")]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh();
    for (sent, words) in [
        ("<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        ("", "empty"),
        ("\u{feff}", "empty"),
        ("\u{89}PNG\r\n\u{1a}\n\0\0\0", "not a feed"),
        ("just words", "not a feed"),
    ] {
        set(&document, sent);
        let outcome = desk.refresh().1.remove(0);
        assert!(told(&outcome).contains(words), "{sent:?}: {outcome:?}");
        assert_eq!((desk.headlines().len(), desk.feed().0.standing), (1, Standing::Failing));
    }
    assert_eq!(desk.feed().0.failures, 5);
    set(&document, &rss(&[&item("2", "Ferry", "y")]));
    assert_eq!(desk.refresh().1, [read(1, 0)]);
    assert_eq!((desk.feed().0.failures, desk.feed().0.trouble), (0, None));
}

#[test]
fn a_feed_that_is_cut_off_brings_its_whole_items_and_says_so() {
    let whole = rss(&[&item("1", "Quay", "x"), &item("2", "Ferry", "y")]);
    let (server, document) = serving("");
    let body = &whole[..whole.len() - 60];
    *document.lock().unwrap() =
        format!("HTTP/1.1 200 OK\r\nConnection: close\r\nETag: \"1\"\r\nContent-Length: {}\r\n\r\n{body}", whole.len())
            .into_bytes();
    let sent = document.lock().unwrap().clone();
    drop(server);
    let server = Server::new(move |_| Reply::Last(sent.clone()));
    let mut desk = Desk::of(&[server.url("/feed")]);
    let (_, outcomes) = desk.refresh();
    assert!(
        matches!(&outcomes[0], Outcome::Read { new: 1.., notices, .. } if notices[0].contains("cut off")),
        "{outcomes:?}"
    );
    let feed = desk.feed().0;
    assert!(feed.trouble.unwrap().contains("cut off"));
    assert_eq!(feed.known_by.etag, None);
}

#[test]
fn without_a_network_nothing_is_held_against_the_feeds() {
    let urls: Vec<_> = (0..3).map(|n| Url::parse(&format!("http://no-such-host-{n}.invalid/")).unwrap()).collect();
    let mut desk = Desk::of(&urls);
    let (summary, outcomes) = desk.refresh();
    assert!(summary.offline && outcomes.iter().all(|outcome| matches!(outcome, Outcome::Offline(_))));
    assert!(desk.store.feeds().unwrap().iter().all(|(feed, _)| feed.standing == Standing::New && feed.failures == 0));
    let (server, _) = serving(&rss(&[]));
    desk.subscriptions = Desk::of(&[urls[0].clone(), server.url("/")]).subscriptions;
    let (summary, _) = desk.refresh();
    assert_eq!((summary.good, summary.failed, summary.offline), (1, 1, false));
}

#[test]
fn a_feed_that_moved_is_asked_for_there_until_it_is_gone_from_there() {
    let document = rss(&[&item("1", "Quay", "x")]);
    let moved = Arc::new(Mutex::new(true));
    let there = Arc::clone(&moved);
    let server = Server::new(move |asked| {
        let is_moved = *there.lock().unwrap();
        Reply::Bytes(match (asked.path.as_str(), is_moved) {
            ("/old", true) => answer("301 Moved", "Location: /new\r\n", b""),
            ("/new", true) | ("/old", false) => answer("200 OK", "", document.as_bytes()),
            _ => answer("404 Not Found", "", b""),
        })
    });
    let mut desk = Desk::of(&[server.url("/old")]);
    desk.refresh();
    desk.refresh();
    assert_eq!(server.paths(), ["/old", "/new", "/new"]);
    assert_eq!(desk.feed().0.moved, Some(server.url("/new").to_string()));
    *moved.lock().unwrap() = false;
    assert_eq!(desk.refresh().0.good, 1);
    assert_eq!(desk.feed().0.moved, None);
    assert_eq!(desk.headlines(), ["Quay"]);
}

#[test]
fn what_the_server_knows_a_document_by_is_sent_back() {
    let document = rss(&[&item("1", "Quay", "x")]);
    let server = Server::new(move |asked| {
        Reply::Bytes(match asked.header("if-none-match") {
            Some("\"7\"") => answer("304 Not Modified", "", b""),
            _ => answer("200 OK", "ETag: \"7\"\r\n", document.as_bytes()),
        })
    });
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh();
    assert_eq!(desk.refresh().1, [Outcome::Unchanged]);
    assert_eq!(server.headers("if-none-match"), [None, Some("\"7\"".to_owned())]);
}

#[test]
fn one_broken_feed_leaves_the_others_alone() {
    let (good, _) = serving(&rss(&[&item("1", "Quay", "x")]));
    let (bad, document) = serving("");
    set_status(&document, "500 Oops", "");
    let mut desk = Desk::of(&[bad.url("/"), good.url("/"), Server::resetting().url("/")]);
    let (summary, _) = desk.refresh();
    assert_eq!((summary.good, summary.failed, desk.headlines().len()), (1, 2, 1));
}

#[test]
fn an_article_without_a_title_is_known_by_its_first_words_at_once() {
    let untitled = "<item><guid>1</guid><description>The quay is open. More.</description></item>";
    let (server, _) = serving(&rss(&[untitled]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh();
    assert_eq!(desk.headlines(), ["The quay is open."]);
}

#[test]
fn pages_on_hosts_that_are_gone_are_asked_for_once_where_there_is_a_network() {
    let gone = "<item><guid>1</guid><title>Quay</title><link>http://no-such-host.invalid/quay</link></item>";
    let (server, _) = serving(&rss(&[gone]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    let feed = server.url("/feed").to_string();
    desk.refresh();
    whole::read_all(&feed, &mut desk.store, Lexicon::in_force(), 1, Web::Unknown).unwrap();
    assert_eq!(desk.store.without_whole(&feed, 9).unwrap().len(), 1, "perhaps there is no network");
    desk.subscriptions[0].full_text = FullText::WholePage;
    desk.refresh();
    assert!(desk.store.without_whole(&feed, 9).unwrap().is_empty(), "its server has just answered");
}

#[test]
fn a_limit_keeps_the_newest() {
    let dated = |n: usize| {
        format!("<item><guid>{n}</guid><title>{n}</title><pubDate>0{n} Nov 2026 07:00:00 GMT</pubDate></item>")
    };
    let items: Vec<String> = (1..=9).map(dated).collect();
    let (server, _) = serving(&rss(&[&items.concat()]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.subscriptions[0].limit = Some(2);
    desk.refresh();
    assert_eq!(desk.headlines(), ["9", "8"]);
}

#[test]
fn a_password_is_asked_of_a_program_and_never_told() {
    let (server, _) = serving(&rss(&[]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.subscriptions[0].user = Some("ann".into());
    desk.subscriptions[0].password_command = Some(vec!["echo".into(), "secret".into()]);
    desk.refresh();
    assert_eq!(server.headers("authorization"), [Some("Basic YW5uOnNlY3JldA==".to_owned())]);
    desk.subscriptions[0].password_command = Some(vec!["false".into()]);
    let (_, outcomes) = desk.refresh();
    assert!(told(&outcomes[0]).starts_with("no password"));
}

#[test]
fn a_server_that_never_sees_a_change_is_asked_for_all_of_it_by_hand() {
    let document = Arc::new(Mutex::new(rss(&[&item("1", "Quay", "x")])));
    let sent = Arc::clone(&document);
    let about =
        "ETag: \"always\"\r\nLast-Modified: Fri, 01 Jan 2999 00:00:00 GMT\r\nCache-Control: max-age=31536000\r\n";
    let server = Server::new(move |asked| {
        Reply::Bytes(match asked.header("if-none-match") {
            Some(_) => answer("304 Not Modified", about, b""),
            None => answer("200 OK", about, sent.lock().unwrap().as_bytes()),
        })
    });
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh();
    *document.lock().unwrap() = rss(&[&item("2", "Ferry", "y"), &item("1", "Quay", "x")]);
    assert_eq!(desk.refresh().1, [Outcome::Unchanged]);
    assert_eq!(desk.refresh_for(Whom::These).1, [read(1, 0)]);
    assert_eq!(desk.refresh_for(Whom::These).1, [Outcome::Unchanged]);
}

#[test]
fn a_feed_is_one_whatever_its_server_calls_it() {
    let server = Server::new(|asked| {
        let label = asked.path.trim_start_matches('/');
        let document = rss(&[&item(label, &label.replace('/', "-"), label)]);
        let about = if label.is_empty() { String::new() } else { format!("Content-Type: {label}\r\n") };
        Reply::Bytes(answer("200 OK", &about, document.as_bytes()))
    });
    let labels = ["", "text/html", "application/octet-stream", "text/plain;charset=utf-16", "image/png", "x"];
    let urls: Vec<_> = labels.iter().map(|label| server.url(&format!("/{label}"))).collect();
    let mut desk = Desk::of(&urls);
    assert_eq!(desk.refresh().1, vec![read(1, 0); labels.len()]);
}

#[test]
fn relative_links_lead_from_what_the_server_calls_the_document() {
    let item = "<item><title>Quay</title><link>quay.html</link><description>It sails.</description></item>";
    let document = format!("<rss><channel><title>Harbour Post</title>{item}</channel></rss>");
    let server = Server::new(move |asked| {
        let location = if asked.path == "/de" { "Content-Location: /paper/de.xml\r\n" } else { "" };
        Reply::Bytes(answer("200 OK", location, document.as_bytes()))
    });
    for (path, link) in [("/de", "/paper/quay.html"), ("/en/feed", "/en/quay.html")] {
        let mut desk = Desk::of(&[server.url(path)]);
        desk.refresh();
        let article = desk.store.article(desk.rows()[0].id).unwrap().unwrap().article;
        assert_eq!(article.url, Some(server.url(link).to_string()));
    }
}

#[test]
fn what_fails_deletes_nothing_and_is_asked_once() {
    let (server, document) = serving(&rss(&[&item("1", "Quay", "x")]));
    let mut desk = Desk::of(&[server.url("/feed")]);
    desk.refresh();
    for (status, headers) in [
        ("404 Not Found", ""),
        ("302 Found", "Location: /elsewhere\r\n"),
        ("500 Oops", ""),
        ("304 Not Modified", ""),
        ("503 Busy", "Retry-After: 600\r\n"),
    ] {
        set_status(&document, status, headers);
        let asked = server.paths().len();
        desk.refresh();
        let steps = if status.starts_with("302") { 6 } else { 1 };
        assert!(server.paths().len() <= asked + steps, "{status}: {:?}", server.paths());
        assert_eq!((desk.headlines().len(), desk.store.feeds().unwrap().len()), (1, 1), "{status}");
        assert_eq!(desk.feed().0.moved, None, "{status}");
    }
    // The last of them wants to be left alone.
    let asked = server.paths().len();
    desk.refresh();
    assert_eq!(server.paths().len(), asked);
}

#[test]
fn five_hundred_feeds_of_a_host_are_asked_for_four_at_a_time() {
    let server = Server::new(|asked| {
        Reply::Bytes(answer("200 OK", "", rss(&[&item(&asked.path, &asked.path, "x")]).as_bytes()))
    });
    let mut desk = Desk::of(&(0..500).map(|n| server.url(&format!("/{n}"))).collect::<Vec<_>>());
    assert_eq!(desk.refresh().0.good, 500);
    assert!(server.busiest() <= 4 && server.paths().len() == 500, "{}", server.busiest());
}

#[test]
fn a_server_that_drips_holds_up_no_other_feed() {
    let slow = Server::new(|_| Reply::Drip(b"HTTP/1.1 200 OK\r\n\r\n<rss>".to_vec()));
    let (quick, _) = serving(&rss(&[&item("1", "Quay", "x")]));
    let mut desk = Desk::of(&[slow.url("/a"), slow.url("/b"), quick.url("/feed")]);
    let limits = Limits { silence: Duration::from_millis(300), total: Duration::from_millis(400), ..Limits::default() };
    let client = Arc::new(Client::new(limits, &Proxies::default()));
    let mut order = Vec::new();
    let mut report = |report: Report<'_>| {
        if let Report::Done { outcome, .. } = report {
            order.push(matches!(outcome, Outcome::Read { .. }));
        }
    };
    run(&desk.subscriptions, Whom::All, Pace::default(), &mut desk.store, &client, &mut report).unwrap();
    assert_eq!(order, [true, false, false]);
    let Limits { connect, silence, total, bytes, redirects, per_host, .. } = Limits::default();
    assert_eq!([connect, silence, total].map(|limit| limit.as_secs()), [10, 20, 30]);
    assert_eq!((bytes, redirects, per_host), (15_000_000, 5, 4));
}

/// An entry as a feed brings it.
fn raw(name: &str, published: Option<i64>, text: &str) -> RawEntry {
    let published = published.map(|at| Published { written: String::new(), at: Some(at) });
    let head = Article { published, ..Article::default() };
    RawEntry::new(Identity::named(name), None, Unparsed { head, html: text.to_owned(), base: None })
}

fn followed(store: &mut Store) -> Feed {
    store.follow_feeds(&[Filed { address: "https://e.example/f", title: None, tags: &[] }]).unwrap().remove(0)
}

#[test]
fn the_newest_articles_are_parsed_first() {
    let mut store = Store::in_memory().unwrap();
    let mut feed = followed(&mut store);
    let second = |n: i64| 1_700_000_000 + n * 60;
    // Their dates go up and down, as those of several feeds do.
    let entries: Vec<_> = (0..40).map(|n| raw(&n.to_string(), Some(second(n * 7 % 40)), "It sails.")).collect();
    store.take_feed(&mut feed, &entries, second(99)).unwrap();
    let mut newest = store.unripe().unwrap();
    newest.reverse();
    let desk = super::Desk::default();
    let mut report = |_: Report<'_>| {};
    Writer::new(&mut store, Pace::default(), &mut report).hand_out(&desk).unwrap();
    let mut handed = Vec::new();
    while handed.len() < newest.len() {
        let Some(Task::Ripen(articles)) = desk.take() else { panic!("only articles wait") };
        handed.extend(articles.iter().map(|article| article.id));
    }
    assert_eq!(handed, newest);
}

#[test]
fn a_text_that_came_while_an_earlier_one_was_parsed_is_not_given_up_with_it() {
    let mut store = Store::in_memory().unwrap();
    let mut feed = followed(&mut store);
    let body = |store: &Store, ids: &[ArticleId]| store.unripe_among(ids).unwrap().remove(0).body();
    store.take_feed(&mut feed, &[raw("1", None, "It sails.")], 1).unwrap();
    let ids = store.unripe().unwrap();
    let earlier = body(&store, &ids);
    store.take_feed(&mut feed, &[raw("1", None, "It stays in the harbour.")], 2).unwrap();
    let give_up = |store: &mut Store, body| {
        let mut report = |_: Report<'_>| {};
        Writer::new(store, Pace::default(), &mut report).give_up(GivenUp::Article(ids[0], body)).unwrap();
    };
    give_up(&mut store, earlier);
    assert_eq!(store.unripe().unwrap(), ids);
    let now = body(&store, &ids);
    give_up(&mut store, now);
    assert_eq!(store.unripe().unwrap(), []);
}
