//! Feeds, lists and mail from people who mean harm, or whose server stopped in the middle.

use dateline::sources::feed::{self, Origin};
use dateline::sources::markup::Markup;
use dateline::sources::opml::{self, Subscription, Subscriptions};
use dateline::sources::{dates, describe, mail, recognise};
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "<rss>",
    "<channel>",
    "<item>",
    "</item>",
    "<item/>",
    "<title>",
    "</title>",
    "<description>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml version='1.0' encoding='",
    "?>",
    "<!DOCTYPE rss [",
    "]>",
    "&amp;",
    "&#x1b;",
    "&",
    "&lt;script&gt;",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<entry>",
    "<content type='xhtml'>",
    "<content type=\"",
    "<link href='",
    "xml:base='//[",
    "'",
    "\"",
    ">",
    "/>",
    "é",
    "\u{202e}",
    "\0",
    "{\"items\":[",
    "{\"id\":",
    "\\ud800",
    "1e9",
    "},",
    "]",
    "From: a@b\n",
    "\n\n",
    "Content-Type: multipart/mixed; boundary=x\n",
    "--x\n",
    "Received:\n\t",
    "<opml>",
    "<outline text='a' xmlUrl='http://e'>",
    "</outline>",
    "2026-11-03T10:00:00Z",
    "Tue, 3 Nov",
    "--",
    "W99",
    "+99:99",
];

/// Bytes that are nearly a document: pieces of documents, and a few bytes that belong nowhere.
fn nearly_a_document() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 1..4),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn read_in_every_way(bytes: &[u8]) {
    let origin = Origin { url: Some("https://e.example/feed"), content_type: None };
    let _ = recognise(bytes, None);
    if let Ok(feed) = feed::read(bytes, &origin) {
        assert_clean(&serde_json::to_string(&describe::feed(&feed)).unwrap());
    }
    if let Ok(list) = opml::read(bytes, None) {
        assert_clean(&serde_json::to_string(&describe::subscriptions(&list)).unwrap());
    }
    if let Ok(mail) = mail::read(bytes) {
        assert_clean(&serde_json::to_string(&describe::mail(&mail)).unwrap());
    }
    assert!(mail::messages(bytes).count() <= bytes.len());
}

/// Controls are escaped in JSON, so an escape means that one was there; newlines and tabs are words' own.
fn assert_clean(json: &str) {
    let json = json.replace("\\\\", "");
    assert!(!json.contains("\\u00"), "{json}");
    assert!(!json.contains(['\u{202e}', '\u{7f}', '\u{9b}']), "{json}");
}

proptest! {
    #[test]
    fn nothing_panics_and_nothing_dirty_comes_out(bytes in nearly_a_document()) {
        read_in_every_way(&bytes);
    }

    #[test]
    fn no_text_panics_as_a_date_or_as_markup(text in "\\PC{0,40}|[0-9:+\\-/T W.,]{0,30}") {
        let _ = dates::read(&text);
        let _ = Markup { html: text, base: None }.safe_html();
    }

    #[test]
    fn safe_html_stays_as_it_is(pieces in prop::collection::vec(prop::sample::select(&["<p>", "</p>", "<b>", "</b>", "<li>", "<table>", "<td>", "<tr>", "x", " & ", "<a href='/x'>", "<script>", "</script>", "<br>", "<!--", "\"", "<"][..]), 0..30)) {
        let once = Markup { html: pieces.concat(), base: None }.safe_html();
        let twice = Markup { html: once.clone(), base: None }.safe_html();
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn every_entry_before_a_cut_is_kept(count in 1usize..20, cut in 0usize..3_000, atom in any::<bool>()) {
        let (head, end) = if atom { ("<feed xmlns='http://www.w3.org/2005/Atom'>", "</entry>") } else { ("<rss><channel><title>t</title>", "</item>") };
        let mut text = head.to_owned();
        for number in 0..count {
            text.push_str(&entry(number, atom));
        }
        let cut = cut.clamp(head.len(), text.len());
        let torn = &text.as_bytes()[..cut];
        let whole = String::from_utf8_lossy(torn).matches(end).count();
        let feed = feed::read(torn, &Origin::default()).unwrap();
        prop_assert_eq!(feed.entries.len(), whole);
        for (number, entry) in feed.entries.iter().enumerate() {
            prop_assert_eq!(entry.title.clone(), Some(format!("T{number} & é")));
        }
        prop_assert!(feed.notices.iter().any(|notice| notice.contains("cut off")));
    }

    #[test]
    fn a_list_reads_back_as_it_was_written(list in subscriptions()) {
        let mut list = list;
        let mut read = opml::read(opml::write(&list).as_bytes(), None).unwrap();
        for feed in list.feeds.iter_mut().chain(&mut read.feeds) {
            feed.folders.sort();
        }
        prop_assert_eq!(read, list);
    }
}

fn entry(number: usize, atom: bool) -> String {
    if atom {
        let title = format!("<title type='html'>T{number} &amp;amp; é</title>");
        format!("<entry>{title}<content type='xhtml'><div>x<br/>é</div></content></entry>")
    } else {
        format!("<item><title>T{number} &amp; é</title><description><![CDATA[<p>é]]></description></item>")
    }
}

fn subscriptions() -> impl Strategy<Value = Subscriptions> {
    let word = "[a-zé&<>\"'./,]{1,8}( [a-z&;]{1,5})?";
    let folders = prop::collection::vec(prop::collection::vec(word, 1..4), 0..3);
    let feed = (folders, prop::option::of(word), any::<bool>());
    (prop::option::of(word), prop::collection::vec(feed, 0..12)).prop_map(|(title, feeds)| {
        let feeds = feeds.into_iter().enumerate().map(|(number, (mut folders, title, has_link))| {
            let mut seen = std::collections::HashSet::new();
            folders.retain(|path| seen.insert(path.clone()));
            Subscription {
                url: format!("https://e.example/{number}?a=1&b=<>"),
                title,
                link: has_link.then(|| "https://e.example/".to_owned()),
                folders,
            }
        });
        Subscriptions { title, feeds: feeds.collect(), ..Subscriptions::default() }
    })
}

#[test]
fn more_entries_than_anybody_reads_are_left_out_and_said() {
    let text =
        format!("<rss><channel>{}</channel></rss>", "<item><title>x</title></item>".repeat(feed::MAX_ENTRIES + 7));
    let feed = feed::read(text.as_bytes(), &Origin::default()).unwrap();
    assert_eq!(feed.entries.len(), feed::MAX_ENTRIES);
    assert_eq!(feed.notices, ["The feed has more than 10000 entries; 7 were left out."]);
}

#[test]
fn an_entry_too_long_to_hold_is_cut_and_said() {
    let text = format!(
        "<rss><channel><item><title>{}</title><description>{}</description></item></channel></rss>",
        "é".repeat(5_000),
        "é".repeat(feed::MAX_TEXT)
    );
    let feed = feed::read(text.as_bytes(), &Origin::default()).unwrap();
    let entry = &feed.entries[0];
    assert!(entry.summary.as_ref().unwrap().html.len() <= feed::MAX_TEXT);
    assert!(entry.title.as_ref().unwrap().chars().count() <= 2_001);
    let notices = [
        "1 of the feed's entries are longer than 2 MB and were cut.",
        "1 of the feed's entries have titles of more than 2000 characters, which were cut.",
    ];
    assert_eq!(feed.notices, notices);
}

#[test]
fn more_categories_than_anybody_files_under_are_left_out_and_said() {
    let categories =
        |count: usize| (0..count).map(|n| format!("<category>c{n}</category>")).collect::<Vec<_>>().concat();
    let keywords = (0..500).map(|n| format!("k{n}")).collect::<Vec<_>>().join(",");
    for (many, said) in [
        (categories(20_000), true),
        (categories(101), true),
        (categories(100), false),
        (format!("<media:keywords>{keywords}</media:keywords>"), true),
    ] {
        let text = format!("<rss><channel><item><title>x</title>{many}</item></channel></rss>");
        let feed = feed::read(text.as_bytes(), &Origin::default()).unwrap();
        assert_eq!(feed.entries[0].categories.len(), 100);
        let notice = "1 of the feed's entries have more than 100 categories; the first of them were kept.";
        assert_eq!(feed.notices, if said { vec![notice] } else { vec![] });
    }
}

/// Entities of a document type are never expanded, whatever the document is written in, and nobody asks for what they
/// name: a pipe that nobody writes to would be waited for.
#[cfg(unix)]
#[test]
fn no_entity_grows_and_none_opens_anything() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let web = format!("http://{}/x", listener.local_addr().unwrap());
    let laugh = |n: usize| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10));
    let laughs = (1..10).map(laugh).collect::<Vec<_>>().concat();
    let long = "a".repeat(100_000);
    for (subset, uses) in [
        (format!("[<!ENTITY l0 'lol'>{laughs}]"), "&l9;".to_owned()),
        (format!("[<!ENTITY a '{long}'>]"), "&a;".repeat(20_000)),
        (format!("[<!ENTITY e SYSTEM 'file://{0}'><!ENTITY h SYSTEM '{web}'>]", pipe.display()), "&e;&h;".to_owned()),
        (format!("[<!ENTITY % p SYSTEM '{web}'>%p;<!ENTITY % q SYSTEM 'file://{}'>%q;]", pipe.display()), "&p;".into()),
        (format!("SYSTEM 'file://{}'", pipe.display()), "&e;".to_owned()),
        (format!("PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' '{web}'"), "&lol;".to_owned()),
    ] {
        let text = format!(
            "<?xml version='1.0'?><!DOCTYPE rss {subset}><rss><channel><item><title>T</title>\
             <description>{uses}</description></item></channel></rss>"
        );
        let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes(), &wide, &wide[2..]] {
            assert_eq!(recognise(bytes, None), dateline::sources::Form::Feed, "{}", &subset[..40]);
            let feed = feed::read(bytes, &Origin::default()).unwrap();
            assert_eq!((feed.entries.len(), feed.entries[0].title.as_deref()), (1, Some("T")));
            let html = &feed.entries[0].summary.as_ref().unwrap().html;
            assert!(
                html.len() <= uses.len() * 5 && !html.contains("lollol") && !html.contains("aaa"),
                "{}",
                html.len()
            );
        }
    }
    assert!(listener.accept().is_err(), "nobody asked");
}

#[test]
fn a_feed_in_an_encoding_that_its_labels_deny_is_readable() {
    let rss = |declared: &str| {
        let declaration = if declared.is_empty() { String::new() } else { format!(" encoding='{declared}'") };
        format!("<?xml version='1.0'{declaration}?><rss><channel><title>Café’s</title></channel></rss>")
    };
    let windows = |declared: &str| {
        let mut bytes = Vec::new();
        for letter in rss(declared).chars() {
            match letter {
                'é' => bytes.push(0xe9),
                '’' => bytes.push(0x92),
                plain => bytes.push(plain as u8),
            }
        }
        bytes
    };
    let wide = |declared: &str, big: bool| -> Vec<u8> {
        let units = rss(declared).encode_utf16().collect::<Vec<_>>();
        units.into_iter().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let marked = |bytes: Vec<u8>| [&b"\xef\xbb\xbf"[..], &bytes].concat();
    let mixed = rss("utf-8").replace("</channel>", "<description>Stadt é</description></channel>").into_bytes();
    let at = mixed.windows(5).position(|five| five == b"Stadt").unwrap();
    let mixed = [&mixed[..at], b"Z\xfcrich ", &mixed[at..]].concat();
    for (bytes, label) in [
        (rss("iso-8859-1").into_bytes(), "text/xml; charset=iso-8859-1"),
        (marked(rss("windows-1251").into_bytes()), "text/xml; charset=koi8-r"),
        (marked(rss("utf-16").into_bytes()), "text/xml"),
        (windows("utf-8"), "text/xml; charset=utf-8"),
        (windows("iso-8859-1"), "text/xml"),
        (windows("x-nonsense"), "text/xml; charset=nonsense"),
        (windows(""), "text/xml"),
        (wide("", false), "text/xml"),
        (wide("utf-8", true), "text/xml; charset=utf-8"),
        (wide("utf-16", false), "application/rss+xml"),
        (mixed, "text/xml; charset=utf-8"),
    ] {
        let feed = feed::read(&bytes, &Origin { url: None, content_type: Some(label) }).unwrap();
        assert_eq!(feed.title.as_deref(), Some("Café’s"), "{label}: {}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn fifty_thousand_feeds_are_read_and_what_is_none_is_counted() {
    let feed = |n: usize| format!("<outline text='f{n}' xmlUrl='http://e.example/{n}'/><outline text='n' type='rss'/>");
    let lines: String = (0..50_000).map(feed).collect();
    let list = opml::read(format!("<opml><body>{lines}<outline xmlURL='file:///x'/>").as_bytes(), None).unwrap();
    assert_eq!((list.feeds.len(), list.skipped_count), (50_000, 50_001));
    assert_eq!(list.notices, ["The list is cut off; what is complete was read."]);
}

#[test]
fn folders_deeper_than_anybody_has_are_read() {
    let list = format!("<opml>{}<outline text='x' xmlUrl='http://e.example/'/>", "<outline text='f'>".repeat(1_000));
    let list = opml::read(list.as_bytes(), None).unwrap();
    assert_eq!(list.feeds.len(), 1);
    assert_eq!(list.feeds[0].folders[0].len(), 20);
}
