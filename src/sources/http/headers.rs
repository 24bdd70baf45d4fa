//! What an answer's headers say: what a document is known by, how long it holds, when to come back.

use ureq::http::HeaderMap;
use url::Url;

use super::Validators;
use crate::sources::dates;

/// The longest value that is kept, in bytes.
const LONGEST: usize = 1000;

/// When a server wants to be asked again (RFC 9110, 10.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// After so many seconds.
    For(u64),
    /// At this moment, in Unix seconds.
    Until(i64),
}

impl Wait {
    /// The moment, in Unix seconds.
    #[must_use]
    pub fn end(self, now: i64) -> i64 {
        match self {
            Self::For(seconds) => now.saturating_add(i64::try_from(seconds).unwrap_or(i64::MAX)),
            Self::Until(moment) => moment,
        }
    }
}

/// A header's value; bytes beyond ASCII as Latin 1 has them.
pub(super) fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    Some(value.iter().map(|byte| char::from(*byte)).collect())
}

pub(super) fn validators(headers: &HeaderMap) -> Validators {
    // What is sent back must be what came: only plain characters can be.
    let plain = |name| {
        text(headers, name).filter(|value| value.len() <= LONGEST && value.chars().all(|c| matches!(c, ' '..='~')))
    };
    let moment = |value: &str| dates::read(value).map(|moment| moment.at);
    let answered = text(headers, "date").and_then(|date| moment(&date));
    // Nothing changed after the answer (RFC 9110, 8.8.2.1). Sent back, a date to come has some servers say "unchanged" until then.
    let is_past = |modified: &String| moment(modified).zip(answered).is_none_or(|(modified, now)| modified <= now);
    Validators { etag: plain("etag"), modified: plain("last-modified").filter(is_past) }
}

/// Where relative links lead from. A server's word on what it sends (RFC 9110, 8.7) counts for its own host only: set up
/// carelessly, it names hosts that nobody else can reach.
pub(super) fn base(headers: &HeaderMap, here: &Url) -> Url {
    let named = text(headers, "content-location").and_then(|location| here.join(location.trim()).ok());
    named.filter(|named| named.origin() == here.origin()).unwrap_or_else(|| here.clone())
}

/// `Cache-Control: max-age`, in seconds.
pub(super) fn fresh_for(headers: &HeaderMap) -> Option<u64> {
    let control = text(headers, "cache-control")?.to_ascii_lowercase();
    let mut directives = control.split(',').map(str::trim);
    if directives.clone().any(|directive| matches!(directive, "no-cache" | "no-store")) {
        return None;
    }
    directives.find_map(|directive| directive.strip_prefix("max-age=")?.trim_matches('"').parse().ok())
}

pub(super) fn retry_after(headers: &HeaderMap) -> Option<Wait> {
    let value = text(headers, "retry-after")?;
    let value = value.trim();
    let seconds = value.parse().ok().map(Wait::For);
    seconds.or_else(|| dates::read(value).map(|moment| Wait::Until(moment.at)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &[u8]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, ureq::http::HeaderValue::from_bytes(value).unwrap());
        headers
    }

    #[test]
    fn a_wait_is_told_in_seconds_or_as_a_date() {
        assert_eq!(retry_after(&headers("retry-after", b" 120 ")), Some(Wait::For(120)));
        let date = headers("retry-after", b"Tue, 03 Nov 2026 07:00:00 GMT");
        assert_eq!(retry_after(&date), Some(Wait::Until(1_793_689_200)));
        assert_eq!(retry_after(&headers("retry-after", b"soon")), None);
        assert_eq!(Wait::For(u64::MAX).end(5), i64::MAX);
    }

    #[test]
    fn max_age_counts_unless_nothing_may_be_kept() {
        assert_eq!(fresh_for(&headers("cache-control", b"public, Max-Age=600")), Some(600));
        assert_eq!(fresh_for(&headers("cache-control", b"no-cache, max-age=600")), None);
        assert_eq!(fresh_for(&headers("cache-control", b"max-age=-1")), None);
    }

    #[test]
    fn relative_links_lead_from_what_a_server_calls_its_own_document() {
        let here = Url::parse("https://e.example/feed").unwrap();
        for (named, expected) in [
            ("/blog/index.xml", "https://e.example/blog/index.xml"),
            (" de.xml ", "https://e.example/de.xml"),
            ("https://e.example:443/a/", "https://e.example/a/"),
            ("http://e.example/a/", "https://e.example/feed"),
            ("https://10.0.0.1/a/", "https://e.example/feed"),
            ("javascript:alert(1)", "https://e.example/feed"),
            ("", "https://e.example/feed"),
        ] {
            let headers = headers("content-location", named.as_bytes());
            assert_eq!(base(&headers, &here).as_str(), expected, "{named}");
        }
        assert_eq!(base(&HeaderMap::new(), &here), here);
    }

    #[test]
    fn a_change_after_the_answer_is_no_date_to_ask_with() {
        let modified = |date: &'static [u8]| {
            let mut headers = headers("last-modified", b"Tue, 03 Nov 2026 07:00:00 GMT");
            headers.insert("date", ureq::http::HeaderValue::from_bytes(date).unwrap());
            validators(&headers).modified
        };
        for date in [&b"Tue, 03 Nov 2026 07:00:00 GMT"[..], b"Wed, 04 Nov 2026 07:00:00 GMT", b"today"] {
            assert!(modified(date).is_some());
        }
        assert_eq!(modified(b"Mon, 02 Nov 2026 07:00:00 GMT"), None);
    }

    #[test]
    fn a_validator_that_can_t_be_sent_back_is_none() {
        assert_eq!(validators(&headers("etag", b"W/\"1\"")).etag.as_deref(), Some("W/\"1\""));
        assert_eq!(validators(&headers("etag", b"\"\xff\"")).etag, None);
        assert_eq!(validators(&headers("etag", &[b'x'; 2000])).etag, None);
    }
}
