//! Pages of the web: saved, read for the full text of an article; and files that hold many articles.

use std::fs;

use crate::support::{
    place::{Place, err, out},
    screen::Reader,
    tty::Tty,
    web::{Reply, Server, answer},
};

/// A page of news: its menu, its article, its footer.
fn page() -> String {
    let menu: String =
        (0..30).map(|n| format!("<li><a href=/s{n}>Section number {n}</a>")).collect::<Vec<_>>().concat();
    let prose: String = (1..6)
        .map(|n| {
            format!(
                "<p>Paragraph {n} of the story says, at some length, that the harbour of the old town was closed for a day, \
                 and that “nobody sails in this wind”, said Ada Moor.</p>"
            )
        })
        .collect::<Vec<_>>()
        .concat();
    format!(
        "<!doctype html><html><head><title>Ferries wait - The Post</title><meta property=og:site_name content='The Post'>\
         <link rel=alternate type=application/rss+xml href=/feed title=News></head><body><ul>{menu}</ul>\
         <div class=story><h1>Ferries wait</h1>{prose}</div><div class=footer>Imprint and terms</div></body></html>"
    )
}

fn web() -> Server {
    Server::new(|asked| {
        let (status, kind, body) = match asked.path.as_str() {
            "/story" => ("200 OK", "text/html; charset=utf-8", page()),
            "/links" => {
                let links: Vec<_> = (0..90).map(|n| format!("<li><a href=/s{n}>Section number {n}</a>")).collect();
                ("200 OK", "text/html", format!("<html><body><ul>{}</ul></body></html>", links.concat()))
            }
            "/app" => ("200 OK", "text/html", "<html><body><div id=app></div><script>run()</script></body></html>".into()),
            "/feed" => (
                "200 OK",
                "application/rss+xml",
                "<rss><channel><title>The Post</title><item><title>Ferries wait</title><guid>1</guid><link>/story</link>\
                 <pubDate>Tue, 03 Nov 2020 10:00:00 GMT</pubDate><description>The first lines only.</description></item></channel></rss>"
                    .to_owned(),
            ),
            _ => ("404 Not Found", "text/plain", String::new()),
        };
        Reply::Bytes(answer(status, &format!("Content-Type: {kind}\r\n"), body.as_bytes()))
    })
}

#[test]
fn a_saved_page_is_an_article_without_its_menu() {
    let (place, web) = (Place::new(), web());
    let saved = place.run(&["save", web.url("/story").as_str()]);
    assert_eq!((saved.status.code(), err(&saved).as_str()), (Some(0), ""));
    let id = out(&saved).split('\t').next().unwrap().to_owned();
    let shown = out(&place.run(&["show", &id]));
    assert!(shown.contains("Ferries wait") && shown.contains("The Post") && shown.contains("nobody sails"), "{shown}");
    assert!(!shown.contains("Section number") && !shown.contains("Imprint"), "{shown}");
    let again = place.run(&["save", web.url("/story").as_str()]);
    assert_eq!(out(&again), out(&saved), "the same page is the same article");
}

#[test]
fn what_is_no_page_is_told_with_what_to_do() {
    let (place, web) = (Place::new(), web());
    for (page, code, said) in [
        (web.url("/none").to_string(), 1, "has no page there any more (404)"),
        (web.url("/feed").to_string(), 1, "`dateline add` subscribes to it"),
        (web.url("/app").to_string(), 1, "there is no text in this page; your browser may show more"),
        ("file:///etc/passwd".to_owned(), 1, "no address of a web page"),
        (web.url("/links").to_string(), 0, "no article was found in this page: all of its text is shown"),
    ] {
        let saved = place.run(&["save", &page]);
        assert_eq!(saved.status.code(), Some(code), "{page}: {}", err(&saved));
        assert!(err(&saved).contains(said), "{page}: {}", err(&saved));
    }
    let both = place.run(&["save", web.url("/none").as_str(), web.url("/story").as_str()]);
    assert_eq!(both.status.code(), Some(3));
}

#[test]
fn a_key_brings_the_full_text_of_the_article_and_the_earlier_one_is_kept() {
    let (place, web) = (Place::new(), web());
    fs::write(place.config().join("feeds.toml"), format!("[[feed]]\nurl = \"{}\"\n", web.url("/feed"))).unwrap();
    let read = place.run(&["refresh"]);
    assert_eq!(read.status.code(), Some(0), "{}", err(&read));
    let mut tty = Tty::start_with(&place, &[], &[], (120, 40));
    tty.wait_for("Ferries wait").send("G").wait_for("The first lines only.");
    tty.send("X").wait_for("the full text").wait_for("Paragraph 5 of the story");
    assert!(!tty.screen().contains("Section number"), "{}", tty.screen());
    tty.send("X").wait_for("this is the full text already");
    tty.send("u").wait_for("the text is as the feed brought it").wait_for("The first lines only.");
    tty.wait_without("Paragraph 5").send("gh").wait_for("read the full text (undone)").send("q");
    tty.wait_without("(undone)").send("\x12").wait_for("the full text is back").wait_for("Paragraph 5 of");
    tty.wait_for("· 5 quotations").send("q");
    assert!(tty.end().success());
    // The feed is as it was: the next reading leaves the full text alone.
    assert_eq!(place.run(&["refresh"]).status.code(), Some(0));
    let listed = out(&place.run(&["list"]));
    let row = listed.lines().find(|line| line.contains("Ferries wait")).unwrap();
    let shown = out(&place.run(&["show", row.split('\t').next().unwrap()]));
    assert!(shown.contains("Paragraph 5 of the story"), "{shown}");
}

#[test]
fn the_picture_that_a_page_leads_with_stands_last_among_its_links() {
    let image = "<meta property=og:image content='https://e.example/quay.jpg'>";
    let page =
        page().replace("<title>", &format!("{image}<title>")).replace("story says", "<a href=/s1>story</a> says");
    let mut reader = Reader::with_files(&[("a.html", &page)], 100, 24);
    let picture = reader.press("<Enter>U").picture();
    let last = picture.lines().rfind(|line| line.contains("https://")).unwrap();
    assert!(last.contains("the article's picture  https://e.example/quay.jpg"), "{picture}");
}

#[test]
fn a_subscription_may_ask_for_full_texts_always() {
    let (place, web) = (Place::new(), web());
    let feed = format!("[[feed]]\nurl = \"{}\"\nfull-text = true\n", web.url("/feed"));
    fs::write(place.config().join("feeds.toml"), feed).unwrap();
    let read = place.run(&["refresh"]);
    assert_eq!(read.status.code(), Some(0), "{}", err(&read));
    let listed = out(&place.run(&["list"]));
    let row = listed.lines().find(|line| line.contains("Ferries wait")).unwrap();
    let shown = out(&place.run(&["show", row.split('\t').next().unwrap()]));
    assert!(shown.contains("Paragraph 5 of the story") && !shown.contains("Section number"), "{shown}");
}

#[test]
fn a_mailbox_gives_an_article_for_each_message() {
    let place = Place::new();
    let message = |n: u8| {
        format!(
            "From a@e.example Tue Nov  3 1{n}:00:00 2026\nFrom: Ada <a@e.example>\nSubject: Briefing {n}\nMessage-ID: <{n}@e.example>\n\nText {n}.\n\n"
        )
    };
    let mailbox = place.file("news.mbox", [message(1), message(2), message(3)].concat());
    let opened = place.run(&["open", mailbox.to_str().unwrap()]);
    assert_eq!((opened.status.code(), err(&opened).as_str()), (Some(0), ""));
    assert_eq!(out(&opened).lines().count(), 3, "{}", out(&opened));
    fs::write(&mailbox, [message(2), message(4)].concat()).unwrap();
    assert_eq!(out(&place.run(&["open", mailbox.to_str().unwrap()])).lines().count(), 2);
    let all = out(&place.run(&["list"]));
    assert_eq!(all.lines().filter(|line| line.contains("Briefing")).count(), 4, "{all}");
}

#[test]
fn the_whole_page_is_shown_where_it_is_asked_for() {
    let place = Place::new();
    let file = place.file("story.html", page());
    let parsed = |arguments: &[&str]| out(&place.run(&[&["parse", file.to_str().unwrap()], arguments].concat()));
    assert!(!parsed(&[]).contains("Section number 7") && parsed(&[]).contains("Paragraph 5"));
    assert!(parsed(&["--whole-page"]).contains("Section number 7"));
}

#[test]
fn a_folder_that_is_subscribed_to_is_read_again_and_what_is_gone_stays() {
    let place = Place::new();
    let first = place.file("notes/a.md", "# First\n\nThe first text.\n");
    let folder = first.parent().unwrap();
    assert_eq!(place.run(&["add", folder.to_str().unwrap()]).status.code(), Some(0));
    let read = place.run(&["refresh"]);
    assert_eq!((read.status.code(), out(&read).as_str()), (Some(0), "notes: 1 new\n"), "{}", err(&read));
    place.file("notes/b.txt", "Second\n\nThe second text.\n");
    fs::write(&first, "# First\n\nThe first text, with more words in it.\n").unwrap();
    assert_eq!(out(&place.run(&["refresh"])), "notes: 1 new, 1 edited\n");
    fs::remove_file(&first).unwrap();
    assert_eq!(out(&place.run(&["refresh"])), "");
    let listed = out(&place.run(&["list"]));
    assert!(listed.contains("First") && listed.contains("Second"), "{listed}");
    assert!(out(&place.run(&["feeds"])).contains("notes"), "{}", out(&place.run(&["feeds"])));
    fs::remove_dir_all(folder).unwrap();
    let gone = place.run(&["refresh"]);
    assert_eq!(gone.status.code(), Some(1));
    assert!(err(&gone).contains("there is no such file or folder"), "{}", err(&gone));
}

#[test]
fn a_mailbox_that_is_subscribed_to_brings_its_new_messages() {
    let place = Place::new();
    let message = |n: u8| {
        format!(
            "From a@e.example Tue Nov  3 1{n}:00:00 2026\nFrom: Ada <a@e.example>\nSubject: Briefing {n}\nMessage-ID: <{n}@e.example>\n\nText {n}.\n\n"
        )
    };
    let mailbox = place.file("news.mbox", message(1));
    assert_eq!(place.run(&["add", mailbox.to_str().unwrap(), "--title", "Letters"]).status.code(), Some(0));
    assert_eq!(out(&place.run(&["refresh"])), "Letters: 1 new\n");
    fs::write(&mailbox, [message(1), message(2)].concat()).unwrap();
    assert_eq!(out(&place.run(&["refresh"])), "Letters: 1 new\n");
}

#[test]
fn the_feed_of_a_page_is_found_by_the_pages_address() {
    let (place, web) = (Place::new(), web());
    let added = place.run(&["add", web.url("/story").as_str()]);
    assert_eq!(out(&added), format!("subscribed to {}\n", web.url("/feed")), "{}", err(&added));
    let guessed = place.run(&["add", web.url("/links").as_str()]);
    assert_eq!(out(&guessed), format!("{} is subscribed to already\n", web.url("/feed")), "{}", err(&guessed));
    let unseen = place.run(&["add", "--unchecked", web.url("/story").as_str()]);
    assert_eq!(out(&unseen), format!("subscribed to {}\n", web.url("/story")));
    let read = place.run(&["refresh"]);
    assert!(err(&read).contains("this is a web page, not a feed; it names a feed:"), "{}", err(&read));
}

#[test]
fn what_a_document_names_off_the_public_network_is_read_only_when_the_reader_says_so() {
    let place = Place::new();
    let story = Server::at("127.0.0.2", |asked| {
        let (kind, body) = match asked.path.as_str() {
            "/story" => ("text/html", page()),
            _ => ("text/xml", "<rss><channel><title>Inner Post</title></channel></rss>".to_owned()),
        };
        Reply::Bytes(answer("200 OK", &format!("Content-Type: {kind}\r\n"), body.as_bytes()))
    });
    let (link, inner) = (story.url("/story"), story.url("/inner"));
    let (named, feed) = (inner.clone(), link.clone());
    let outer = Server::new(move |asked| {
        let body = match asked.path.as_str() {
            "/news" => format!(
                "<rss><channel><item><title>Ferries wait</title><guid>1</guid><link>{feed}</link>\
                 <pubDate>Mon, 02 Nov 2020 10:00:00 GMT</pubDate>\
                 <description>The first lines only.</description></item></channel></rss>"
            ),
            _ => format!("<html><link rel=alternate type=application/rss+xml href={named}><body>A page.</body></html>"),
        };
        Reply::Bytes(answer("200 OK", "", body.as_bytes()))
    });
    let refused = place.run(&["add", outer.url("/page").as_str()]);
    let sentence =
        format!("it leads to {inner}, which is not on the public network; `dateline add {inner}` subscribes");
    assert!(err(&refused).contains(&sentence), "{}", err(&refused));
    fs::write(place.config().join("feeds.toml"), format!("[[feed]]\nurl = \"{}\"\n", outer.url("/news"))).unwrap();
    assert_eq!(place.run(&["refresh"]).status.code(), Some(0));
    let mut tty = Tty::start_with(&place, &[], &[], (120, 40));
    let question = format!("this leads to {link}, not on the public network: read it all the same? y/n");
    tty.wait_for("Ferries wait").send("G").wait_for("The first lines only.");
    tty.send("X").wait_for(&question).send("n").wait_for("not read");
    assert_eq!(story.paths().len(), 0, "nobody asked before the answer");
    tty.send("X").wait_for(&question).send("y").wait_for("Paragraph 5 of the story");
    tty.send(&format!(":add {}\r", outer.url("/page"))).wait_for(&format!("this leads to {inner}")).send("y");
    tty.wait_for(&format!("subscribed to {inner}")).send("q");
    assert!(tty.end().success());
}
