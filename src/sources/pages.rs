//! Web pages as sources: their articles, and the feeds that one leads to.

mod fetched;

use url::Url;

pub use self::fetched::{NoPage, read};
use super::encoding;
use super::feed::Origin;
use crate::text::clean;
use crate::text::html;
pub use crate::text::html::{FeedKind, FeedLink, Named};

/// How much of a page is looked at for feeds, in bytes.
const MOST_BYTES: usize = 4 << 20;

/// Where many sites keep a feed without naming it.
const COMMON: [&str; 8] = ["feed", "feed.xml", "rss.xml", "atom.xml", "index.xml", "rss", "feed.json", "?feed=rss2"];

/// The feeds that a page names, the likeliest first, each once. Empty for what is no text.
#[must_use]
pub fn feeds_of(page: &[u8], origin: &Origin<'_>) -> Vec<FeedLink> {
    let seen = page.get(..MOST_BYTES).unwrap_or(page);
    let Ok(text) = encoding::text(seen, origin.content_type) else { return Vec::new() };
    let base = origin.url.and_then(|url| Url::parse(url).ok());
    html::feeds(&text, base.as_ref())
}

/// Where the feed of a page might be that names none: guesses, to be tried one after another, the likeliest first.
///
/// They stay on the page's own host and scheme. Empty unless the page's address is `http` or `https`.
#[must_use]
pub fn guesses(page: &str) -> Vec<String> {
    let Some(page) = Url::parse(page).ok().filter(|page| matches!(page.scheme(), "http" | "https")) else {
        return Vec::new();
    };
    let mut folders: Vec<Url> = ["./", "/"].iter().filter_map(|folder| page.join(folder).ok()).collect();
    folders.dedup();
    let all = folders.iter().flat_map(|folder| COMMON.iter().filter_map(|name| folder.join(name).ok()));
    all.map(Into::into).collect()
}

/// Those of a page's feeds as a sentence for people: `it names 2 feeds: https://e.example/feed (News), …`. Empty where
/// there are none.
#[must_use]
pub fn offer(feeds: &[FeedLink]) -> String {
    let one = |feed: &FeedLink| match &feed.title {
        Some(title) => format!("{} ({})", feed.url, clean::line(title)),
        None => feed.url.clone(),
    };
    let shown: Vec<String> = feeds.iter().take(5).map(one).collect();
    match feeds.len() {
        0 => String::new(),
        1 => format!("it names a feed: {}", shown.join(", ")),
        count if count > shown.len() => format!("it names {count} feeds: {}, …", shown.join(", ")),
        count => format!("it names {count} feeds: {}", shown.join(", ")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn the_feeds_of_a_page_are_offered_in_one_sentence() {
        let page = b"<!doctype html><link rel=alternate type=application/rss+xml href=/a title=News>\
                     <link rel=alternate type=application/atom+xml href=/b>";
        let origin = Origin { url: Some("https://e.example/x"), content_type: Some("text/html") };
        let feeds = feeds_of(page, &origin);
        assert_eq!(offer(&feeds), "it names 2 feeds: https://e.example/a (News), https://e.example/b");
        assert_eq!(offer(&feeds_of(b"\x89PNG\r\n\x1a\n\0\0", &origin)), "");
    }

    #[test]
    fn guesses_stay_on_the_host_and_begin_beside_the_page() {
        let all = guesses("https://e.example/blog/today.html?x=1#y");
        assert_eq!(all.first().unwrap(), "https://e.example/blog/feed");
        assert!(all.contains(&"https://e.example/?feed=rss2".to_owned()), "{all:?}");
        assert!(all.iter().all(|guess| guess.starts_with("https://e.example/")));
        assert_eq!(guesses("https://e.example").len(), COMMON.len());
        assert!(guesses("file:///etc/passwd").is_empty());
    }
}
