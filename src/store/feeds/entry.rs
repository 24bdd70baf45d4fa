//! An entry of a feed on its way in: what it is known by, and what it holds, made ready away from the store.

use url::Url;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::raw;
use crate::text::{
    article::{Headline, HeadlineOrigin},
    unparsed::Unparsed,
};

/// The least text, in bytes, that two articles are the same by.
const LEAST_TEXT: usize = 400;

/// What an entry is known by within its feed: its id, else its link, else title and date.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    /// What it is known by.
    pub plain: String,
    /// And what tells it from others that share that.
    pub apart: String,
    /// Whether others in the same document do.
    pub sharing: Sharing,
}

/// Whether what an entry is known by stands for it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sharing {
    /// It does, in this document.
    Alone,
    /// Others have the same.
    Shared,
}

impl Identity {
    /// Of an entry that shares its name with nothing else.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { plain: name.to_owned(), apart: format!("{name} alone"), sharing: Sharing::Alone }
    }

    /// What an entry with an id of its own is known by.
    #[must_use]
    pub fn name_of_id(id: &str) -> String {
        format!("id:{}", without_scheme(id))
    }

    /// What an entry without an id is known by.
    #[must_use]
    pub fn name_of_link(link: &str) -> String {
        format!("link:{}", without_scheme(link))
    }
}

/// An address that counts the same with `http` and with `https`.
fn without_scheme(id: &str) -> &str {
    let id = id.trim();
    id.strip_prefix("https:").or_else(|| id.strip_prefix("http:")).unwrap_or(id)
}

/// An entry, ready to be stored.
#[derive(Debug, Clone)]
pub struct RawEntry {
    pub(super) identity: Identity,
    /// Hashes that it may be found by in other feeds.
    pub(super) likenesses: Vec<i64>,
    /// What its address comes to, as a hash.
    pub(super) link: Option<i64>,
    pub(super) headline: Option<Headline>,
    pub(super) published: Option<i64>,
    pub(super) content: i64,
    pub(super) length: usize,
    pub(super) raw: Vec<u8>,
}

impl RawEntry {
    /// Makes an entry ready. `link` is the address that it can be found by in other feeds. One without a title is parsed
    /// for one.
    #[must_use]
    pub fn new(identity: Identity, link: Option<&str>, mut unparsed: Unparsed) -> Self {
        if unparsed.head.headline.is_none() && !unparsed.html.is_empty() {
            unparsed.head.headline = unparsed.clone().parse().headline;
        }
        let raw = raw::lay(&unparsed);
        let published = unparsed.head.published.as_ref().and_then(|published| published.at);
        let headline = unparsed.head.headline;
        let link = link.and_then(canonical).map(|link| hash_of("link:", &link));
        let likenesses = link.into_iter().chain(of_text(&unparsed.html)).collect();
        let content = content(&raw, headline.as_ref(), published);
        Self { identity, likenesses, link, headline, published, content, length: unparsed.html.len(), raw }
    }

    /// When it was published, in Unix seconds.
    #[must_use]
    pub fn published(&self) -> Option<i64> {
        self.published
    }
}

fn content(raw: &[u8], headline: Option<&Headline>, published: Option<i64>) -> i64 {
    let mut hash = Xxh3::new();
    hash.update(raw);
    if let Some(headline) = headline.filter(|headline| headline.origin == HeadlineOrigin::Given) {
        hash.update(headline.text.as_bytes());
    }
    if let Some(at) = published {
        hash.update(&at.to_le_bytes());
    }
    hash.digest().cast_signed()
}

fn hash_of(kind: &str, text: &str) -> i64 {
    xxh3_64(format!("{kind}{text}").as_bytes()).cast_signed()
}

/// An address without what differs from feed to feed: scheme, `www.`, fragment, what counts readers, a final slash. `None`
/// for a site's first page, which is no article's.
fn canonical(link: &str) -> Option<String> {
    let url = Url::parse(link).ok()?;
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path = url.path().trim_end_matches('/');
    let kept: Vec<_> = url.query().unwrap_or_default().split('&').filter(|pair| says_something(pair)).collect();
    if path.is_empty() && kept.is_empty() {
        return None;
    }
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    Some(format!("{host}{port}{path}{query}"))
}

fn says_something(pair: &str) -> bool {
    const COUNTERS: [&str; 12] = [
        "fbclid",
        "gclid",
        "mc_cid",
        "mc_eid",
        "at_medium",
        "at_campaign",
        "ns_mchannel",
        "ns_source",
        "ns_campaign",
        "cmpid",
        "xtor",
        "source",
    ];
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    !name.is_empty() && !name.starts_with("utm_") && !COUNTERS.contains(&name.as_str())
}

/// The bytes of a text that count as letters: all but spaces and the end of a tag.
const LETTERS: [bool; 256] = {
    let mut letters = [true; 256];
    letters[b' ' as usize] = false;
    letters[b'\n' as usize] = false;
    letters[b'\r' as usize] = false;
    letters[b'\t' as usize] = false;
    letters[b'>' as usize] = false;
    letters
};

/// A hash of an HTML's letters, tags and spaces aside; `None` for short ones.
fn of_text(html: &str) -> Option<i64> {
    if html.len() < LEAST_TEXT {
        return None;
    }
    let mut hash = Xxh3::new();
    let mut letters = [0u8; 1024];
    let (mut filled, mut total, mut in_tag) = (0, 0, false);
    // A look into a table instead of a branch: where a word ends, no processor foresees.
    for &byte in html.as_bytes() {
        in_tag = in_tag || byte == b'<';
        let kept = LETTERS[usize::from(byte)] && !in_tag;
        in_tag = in_tag && byte != b'>';
        if let Some(place) = letters.get_mut(filled) {
            *place = byte;
        }
        filled += usize::from(kept);
        if filled == letters.len() {
            hash.update(&letters);
            total += filled;
            filled = 0;
        }
    }
    hash.update(letters.get(..filled).unwrap_or_default());
    (total + filled >= LEAST_TEXT).then(|| hash.digest().cast_signed())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_whoever_counts_its_readers() {
        let plain = canonical("https://e.example/a/b?id=7");
        for other in [
            "http://www.e.example/a/b/?id=7",
            "https://e.example/a/b?utm_source=rss&id=7&fbclid=x",
            "https://e.example/a/b?id=7#comments",
        ] {
            assert_eq!(canonical(other), plain, "{other}");
        }
        for other in ["https://e.example/a/b", "https://e.example/a/c?id=7", "https://f.example/a/b?id=7"] {
            assert_ne!(canonical(other), plain, "{other}");
        }
        assert_eq!(canonical("https://e.example/?utm_source=x"), None);
        assert!(canonical("https://e.example/?p=7").is_some());
    }

    #[test]
    fn a_text_is_the_same_in_other_markup_and_short_ones_are_none() {
        let words = "The quay is open again. ".repeat(100);
        let plain = of_text(&words);
        assert!(plain.is_some());
        assert_eq!(of_text(&format!("<div class='x'><p>\n{words}</p>\n</div>")), plain);
        assert_ne!(of_text(&format!("{words}!")), plain);
        assert_eq!(of_text(&"<p class='a very long name'></p>".repeat(100)), None);
        assert_eq!(of_text("Short."), None);
    }
}
