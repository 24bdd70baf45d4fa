use super::*;

fn parts(bytes: &str, name: Option<&str>) -> Result<Vec<(Option<String>, String)>, String> {
    let contents = take_apart(&Given { bytes: bytes.as_bytes(), name, ..Given::default() })?;
    let told = |piece: Piece| (piece.part, piece.article.headline.map(|headline| headline.text).unwrap_or_default());
    Ok(contents.pieces.into_iter().map(told).collect())
}

const MAILBOX: &str = "From a@e.example Tue Nov  3 10:00:00 2026\nFrom: Ada <a@e.example>\nSubject: One\nMessage-ID: <1@e.example>\n\nFirst.\n\n\
    From a@e.example Tue Nov  3 11:00:00 2026\nFrom: Ada <a@e.example>\nSubject: Two\n\nSecond.\n\n\
    From a@e.example Tue Nov  3 12:00:00 2026\nFrom: Ada <a@e.example>\nSubject: One\nMessage-ID: <1@e.example>\n\nFirst.\n";

#[test]
fn each_message_of_a_mailbox_is_an_article_and_the_same_one_once() {
    let parts = parts(MAILBOX, Some("news.mbox")).unwrap();
    let titles: Vec<_> = parts.iter().map(|(_, title)| title.as_str()).collect();
    assert_eq!(titles, ["One", "Two"]);
    assert_eq!(parts[0].0.as_deref(), Some("1@e.example"));
}

#[test]
fn a_message_is_one_article_with_its_attachments_listed() {
    let message = "From: Ada Moor <a@e.example>\nSubject: Briefing\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n\
                   --B\nContent-Type: text/plain\n\nThe quay is open.\n--B\nContent-Type: application/pdf; name=\"plan.pdf\"\n\
                   Content-Disposition: attachment; filename=\"plan.pdf\"\nContent-Transfer-Encoding: base64\n\nQUJD\n--B--\n";
    let contents = take_apart(&Given { bytes: message.as_bytes(), name: Some("a.eml"), ..Given::default() }).unwrap();
    let article = &contents.pieces[0].article;
    assert_eq!(contents.pieces[0].part, None);
    assert_eq!(article.text, "The quay is open.\n\nAttachments\n\nplan.pdf (application/pdf, 3 bytes)");
    assert_eq!(article.source.as_deref(), Some("Ada Moor"));
}

#[test]
fn a_feed_in_a_file_gives_its_entries() {
    let feed = "<rss><channel><title>Post</title><item><title>A</title><guid>1</guid></item><item><title>B</title></item>\
                <item><title>A again</title><guid>1</guid></item></channel></rss>";
    let parts = parts(feed, Some("feed.xml")).unwrap();
    assert_eq!(parts.len(), 2);
    assert_eq!(parts[0], (Some("1".to_owned()), "A".to_owned()));
    assert!(
        take_apart(&Given { bytes: b"<rss><channel></channel></rss>", ..Given::default() })
            .unwrap_err()
            .contains("without entries")
    );
}

#[test]
fn a_name_that_says_text_is_believed_and_lists_of_feeds_are_refused() {
    assert_eq!(parts("From: Ada\nSubject: x\nDate: y\n\nText.", Some("a.txt")).unwrap().len(), 1);
    assert!(parts("<opml><body/></opml>", Some("a.opml")).unwrap_err().contains("dateline import"));
    assert!(parts("", Some("a.eml")).unwrap_err().contains("empty"));
    assert!(parts("PK\u{3}\u{4}x\0\0", Some("a.zip")).is_err());
}

#[test]
fn damaged_mail_of_all_kinds_gives_what_can_be_read() {
    let nested = (0..1_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"));
    let nested =
        format!("From: a@e.example\nSubject: deep\nMIME-Version: 1.0\n{}", nested.collect::<Vec<_>>().concat());
    for message in [
        nested.as_str(),
        "From: a@e.example\nSubject: no boundary\nContent-Type: multipart/mixed\n\nThe text.",
        "From: a@e.example\nSubject: charset\nContent-Type: text/plain; charset=klingon\n\nThe text.",
        "From: a@e.example\nSubject: page\nContent-Type: text/html\n\n<p>The <b>text</b>.",
        "Received:\n\t\nFrom: a@e.example\nSubject: x\n\nThe text.",
    ] {
        let contents = take_apart(&Given { bytes: message.as_bytes(), name: Some("a.eml"), ..Given::default() });
        let told = contents.map(|contents| contents.pieces[0].article.headline.is_some());
        assert_eq!(told, Ok(true), "{}", &message[..60]);
    }
}
