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
    assert_eq!(feed.notices, ["1 of the feed's entries are longer than 2 MB and were cut."]);
}

#[test]
fn folders_deeper_than_anybody_has_are_read() {
    let list = format!("<opml>{}<outline text='x' xmlUrl='http://e.example/'/>", "<outline text='f'>".repeat(1_000));
    let list = opml::read(list.as_bytes(), None).unwrap();
    assert_eq!(list.feeds.len(), 1);
    assert_eq!(list.feeds[0].folders[0].len(), 20);
}
