use super::*;

fn letter(rest: &str) -> String {
    format!("From: Ada <a@e.example>\nSubject: Letter\nMIME-Version: 1.0\n{rest}")
}

fn said(bytes: &[u8]) -> String {
    let mail = read(bytes).unwrap();
    assert_eq!(mail.title.as_deref(), Some("Letter"));
    mail.html.map(|html| html.safe_html()).or(mail.text).unwrap_or_default().trim().to_owned()
}

#[test]
fn a_wrong_charset_spoils_no_letter() {
    let utf8 = "The café’s quay.".as_bytes();
    let windows = b"The caf\xe9\x92s quay.";
    let quoted = b"The caf=C3=A9=E2=80=99s quay.";
    for (label, way, body) in [
        ("us-ascii", "8bit", utf8),
        ("iso-8859-1", "8bit", utf8),
        ("klingon", "8bit", utf8),
        ("klingon", "8bit", windows),
        ("utf-8", "8bit", windows),
        ("windows-1252", "8bit", windows),
        ("us-ascii", "quoted-printable", quoted),
        ("utf-8", "quoted-printable", quoted),
        ("utf-8", "base64", b"VGhlIGNhZuKAmXMgcXVheS4="),
        ("us-ascii", "base64", b"VGhlIGNhZsOp4oCZcyBxdWF5Lg=="),
    ] {
        for kind in ["plain", "html"] {
            let head = format!("Content-Type: text/{kind}; charset={label}\nContent-Transfer-Encoding: {way}\n\n");
            let read = said(&[letter(&head).as_bytes(), body, b"\n"].concat());
            let expected = if body.ends_with(b"S4=") { "The caf’s quay." } else { "The café’s quay." };
            assert_eq!(read.trim_start_matches("<p>").trim_end_matches("</p>"), expected, "{label} {way} {kind}");
        }
    }
    // The labels that only the parser knows stay its own.
    assert_eq!(said(letter("Content-Type: text/plain; charset=utf-7\n\nCaf+AOk-.").as_bytes()), "Café.");
}

#[test]
fn parts_without_a_boundary_are_found_and_what_is_forwarded_is_read() {
    let parts = "--q\nContent-Type: text/plain\n\nThe quay is open.\n--q\n\
                 Content-Type: application/pdf; name=plan.pdf\nContent-Disposition: attachment\n\nx\n--q--\n";
    for kind in ["multipart/mixed", "multipart/mixed; boundary=other"] {
        let mail = read(letter(&format!("Content-Type: {kind}\n\n{parts}")).as_bytes()).unwrap();
        assert_eq!(mail.text.as_deref().map(str::trim), Some("The quay is open."), "{kind}");
        assert_eq!(mail.attachments.first().and_then(|file| file.name.as_deref()), Some("plan.pdf"), "{kind}");
        assert_eq!(mail.notices, ["It doesn't say where its parts begin; they were looked for."]);
    }
    assert_eq!(said(letter("Content-Type: multipart/mixed\n\nThe quay is open.").as_bytes()), "The quay is open.");
    let forwarded = letter("Content-Type: message/rfc822\n\nSubject: Older\n\nThe quay was shut.\n");
    assert_eq!(said(forwarded.as_bytes()), "The quay was shut.");
}

#[test]
fn a_thousand_parts_within_each_other_are_read_to_the_last() {
    let opened = |n: usize| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n");
    let opened = (0..1_000).map(opened).collect::<Vec<_>>().concat();
    let closed = (0..1_000).rev().map(|n| format!("--b{n}--\n")).collect::<Vec<_>>().concat();
    let deep = letter(&format!("{opened}Content-Type: text/plain\n\nThe deepest words.\n{closed}"));
    assert_eq!(said(deep.as_bytes()), "The deepest words.");
}

#[test]
fn a_letter_that_broke_off_says_what_came_of_it() {
    for depth in [1, 3] {
        let opened = |n: usize| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n");
        let opened = (0..depth).map(opened).collect::<Vec<_>>().concat();
        let mail = read(letter(&format!("{opened}Content-Type: text/plain\n\nThe quay is op")).as_bytes()).unwrap();
        assert_eq!(mail.text.as_deref(), Some("The quay is op"), "{depth}");
        assert!(mail.attachments.is_empty() && mail.notices == ["It is cut off; what came is shown."], "{depth}");
        let mail = read(letter(&format!("{opened}Content-Type: text/html\n\n<p>The <b>quay")).as_bytes()).unwrap();
        assert_eq!(mail.html.unwrap().html, "<p>The <b>quay", "{depth}");
        for (way, body) in [("quoted-printable", "<p>The caf=C3=A9="), ("base64", "PHA+VGhlIGNhZsOp")] {
            let head = format!("Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: {way}\n\n");
            let mail = read(letter(&format!("{opened}{head}{body}")).as_bytes()).unwrap();
            assert_eq!(mail.html.unwrap().html, "<p>The café", "{way}");
        }
    }
    let file = "Content-Type: text/plain; name=notes.txt\nContent-Disposition: attachment\n\nThe quay is op";
    let mail = read(letter(&format!("Content-Type: multipart/mixed; boundary=b\n\n--b\n{file}")).as_bytes()).unwrap();
    assert_eq!((mail.text, mail.attachments.len()), (None, 1), "what is named is no letter");
}

#[test]
fn what_is_whole_and_no_words_is_attached_and_nothing_is_said_to_be_cut_off() {
    let kinds = |mail: &Mail| mail.attachments.iter().filter_map(|one| one.media_type.clone()).collect::<Vec<_>>();
    let calendar = "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n";
    let card = "Content-Type: text/vcard\n\nBEGIN:VCARD\nEND:VCARD\n";
    let several = format!("Content-Type: multipart/mixed; boundary=b\n\n--b\n{calendar}--b\n{card}--b--\n");
    let torn = format!("Content-Type: multipart/mixed; boundary=b\n\n--b\n{calendar}--b\n{card}");
    let both = &["text/calendar", "text/vcard"][..];
    for (rest, attached) in [(calendar, &both[..1]), (&several, both), (&torn, both)] {
        let mail = read(letter(rest).as_bytes()).unwrap();
        assert_eq!((&mail.text, &mail.html), (&None, &None), "{rest}");
        assert_eq!(kinds(&mail), attached, "{rest}");
        assert!(mail.notices.is_empty(), "{rest}");
    }
    let words = "Content-Type: text/plain\n\nThe quay is op";
    let mail = format!("Content-Type: multipart/mixed; boundary=b\n\n--b\n{calendar}--b\n{card}--b\n{words}");
    let mail = read(letter(&mail).as_bytes()).unwrap();
    assert_eq!(mail.text.as_deref(), Some("The quay is op"));
    assert_eq!(kinds(&mail), both, "only what is shown is no file");
}

/// A tree of them would take all of a stack with it.
#[test]
fn messages_within_messages_end_where_nobody_would_look() {
    for head in ["Content-Type: message/rfc822\n\n", "Content-type:\n\t(x) Message(y)/Global\n\n"] {
        let deep = letter(&format!("{}\nSubject: x\n\nWords.", head.repeat(100_000)));
        let mail = read(deep.as_bytes()).unwrap();
        assert_eq!(mail.notices.len(), 1, "{head}");
    }
    let digest = |n: usize| format!("Content-Type: multipart/digest; boundary=b{n}\n\n--b{n}\n\nSubject: x\n");
    let digest = (0..20_000).map(digest).collect::<Vec<_>>().concat();
    assert_eq!(read(letter(&digest).as_bytes()).unwrap().notices.len(), 1);
}

#[test]
fn only_markup_and_large_files_leave_the_words() {
    assert_eq!(
        said(letter("Content-Type: text/html\n\n<p>The quay<script>x()</script>.").as_bytes()),
        "<p>The quay.</p>"
    );
    let file = "QUJD".repeat(500_000);
    let mixed = format!(
        "Content-Type: multipart/mixed; boundary=q\n\n--q\nContent-Type: application/zip; name=\"../../big.zip\"\n\
         Content-Transfer-Encoding: base64\n\n{file}\n--q\nContent-Type: text/plain\n\nThe quay is open.\n--q--\n"
    );
    let mail = read(letter(&mixed).as_bytes()).unwrap();
    assert_eq!(mail.text.as_deref().map(str::trim), Some("The quay is open."));
    assert_eq!(mail.attachments.iter().map(|file| file.length).collect::<Vec<_>>(), [1_500_000]);
}

#[test]
fn a_mark_before_the_head_is_no_part_of_it() {
    assert_eq!(said("\u{feff}Subject: Letter\nFrom: a@e.example\n\nWords.\n".as_bytes()), "Words.");
}
