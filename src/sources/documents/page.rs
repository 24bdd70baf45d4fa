//! Web pages among files: each is read in a time limit, and one that was saved whole (MHTML) is taken out of its wrapping.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use mail_parser::{MessageParser, MimeHeaders as _, PartType};

use super::{Given, too_much};
use crate::text::article::Article;
use crate::text::document::{self, Document, NotText};
use crate::text::guard::{Word, guarded};
use crate::text::html::Extent;

/// How long a page may take before its article is given up: all of its text is shown then.
pub const TIME_LIMIT: Duration = Duration::from_secs(5);

/// What is said about a page that took too long.
const TOO_LONG: &str = "finding the article of this page takes too long: all of its text is shown";

/// The article of a page.
pub(super) fn page(given: &Given<'_>) -> Result<Article, String> {
    within(given, TIME_LIMIT, document::parse)
}

/// The article of a page, or all of its text where finding the article takes longer than that. The thread that looks for
/// it hears of that, and ends soon; it holds nothing that others need.
fn within(
    given: &Given<'_>,
    limit: Duration,
    parse: fn(&Document<'_>) -> Result<Article, NotText>,
) -> Result<Article, String> {
    let (bytes, name) = (given.bytes.to_vec(), given.name.map(str::to_owned));
    let (media_type, base) = (given.content_type.map(str::to_owned), given.base.map(str::to_owned));
    let extent = given.extent;
    let (found, inbox) = mpsc::sync_channel(1);
    let stop = Word::default();
    let heeded = stop.clone();
    let work = move || {
        heeded.heed();
        let document = Document {
            bytes: &bytes,
            name: name.as_deref(),
            media_type: media_type.as_deref(),
            base: base.as_deref(),
            extent,
        };
        // Nobody may wait for it any more.
        drop(found.send(guarded(|| parse(&document))));
    };
    if thread::Builder::new().name("page".into()).spawn(work).is_ok() {
        match inbox.recv_timeout(limit) {
            Ok(Some(parsed)) => return parsed.map_err(|why| why.to_string()),
            Ok(None) if extent == Extent::Whole => return Err(too_much()),
            Ok(None) | Err(_) => {}
        }
        stop.give_up();
    }
    let Given { bytes, name, content_type, base, .. } = *given;
    let document = Document { bytes, name, media_type: content_type, base, extent: Extent::Whole };
    let whole = guarded(|| document::parse(&document)).ok_or_else(too_much)?;
    let mut article = whole.map_err(|why| why.to_string())?;
    article.notices.push(TOO_LONG.to_owned());
    Ok(article)
}

/// Whether a message is a page that a browser saved (RFC 2557).
pub(super) fn is_saved(given: &Given<'_>) -> bool {
    let named = given
        .name
        .and_then(|name| name.rsplit_once('.'))
        .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("mht") || ending.eq_ignore_ascii_case("mhtml"));
    let head = given.bytes.get(..4096).unwrap_or(given.bytes).to_ascii_lowercase();
    named || head.windows(26).any(|window| window == b"\nsnapshot-content-location")
}

/// The article of a page that a browser saved.
pub(super) fn saved(given: &Given<'_>) -> Result<Article, String> {
    let unwrapped = guarded(|| unwrapped(given.bytes)).ok_or_else(too_much)?;
    let (page, address) = unwrapped.ok_or_else(|| "it is a saved page without a page in it".to_owned())?;
    let base = given.base.map(str::to_owned).or(address);
    page_of(&Given { bytes: page.as_bytes(), base: base.as_deref(), extent: given.extent, ..Given::default() })
}

/// The text of the wrapping has no name that says what it is.
fn page_of(given: &Given<'_>) -> Result<Article, String> {
    page(&Given { content_type: Some("text/html; charset=utf-8"), ..*given })
}

/// The page, decoded, and its address.
fn unwrapped(bytes: &[u8]) -> Option<(String, Option<String>)> {
    let message = MessageParser::default().parse(bytes)?;
    let page = message.parts.iter().find(|part| matches!(part.body, PartType::Html(_)))?;
    let PartType::Html(html) = &page.body else { return None };
    let stated = |name: &str| message.header_raw(name).map(|value| value.trim().to_owned());
    let address = page.content_location().map(str::to_owned).or_else(|| stated("Snapshot-Content-Location"));
    Some((html.clone().into_owned(), address))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::text::guard;

    #[test]
    fn a_page_that_takes_too_long_gives_all_its_text() {
        let page = b"<html><body><p>Some words of a page.</p></body></html>";
        let given = Given { bytes: page, ..Given::default() };
        let article = within(&given, Duration::ZERO, |_| {
            loop {
                guard::go_on();
                thread::yield_now();
            }
        })
        .unwrap();
        assert_eq!((article.text.as_str(), article.notices), ("Some words of a page.", vec![TOO_LONG.to_owned()]));
        assert!(within(&given, Duration::from_secs(60), document::parse).unwrap().notices.is_empty());
    }

    #[test]
    fn a_saved_page_is_taken_out_of_its_wrapping() {
        let saved = "From: <Saved by Browser>\r\nSnapshot-Content-Location: https://e.example/a/b\r\nSubject: Ferries\r\n\
                     MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"B\"\r\n\r\n\
                     --B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
                     Content-Location: https://e.example/a/b\r\n\r\n<html><title>Ferries</title><p>The quay =C3=A4 <a href=3D\"c\">is</a> open.</p>\r\n\
                     --B\r\nContent-Type: text/css\r\nContent-Location: https://e.example/x.css\r\n\r\np {}\r\n--B--\r\n";
        let given = Given { bytes: saved.as_bytes(), name: Some("ferries.mhtml"), ..Given::default() };
        assert!(is_saved(&given));
        let article = super::saved(&given).unwrap();
        assert_eq!(article.text, "The quay ä is open.");
        assert_eq!(article.links().next().unwrap().1, "https://e.example/a/c");
        assert!(!is_saved(&Given { bytes: b"From: a@b.example\nSubject: x\n\nhi", ..Given::default() }));
    }
}
