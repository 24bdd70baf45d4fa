//! The feeds that a page names: in its head, as the web does it (RSS Autodiscovery, WHATWG HTML 4.6.7.1), and in links of
//! its text that look like one. It reads no feed, and nobody has asked the server whether they are there.

use dom_query::NodeRef;
use url::Url;

use super::element::{attribute, name};
use super::{metadata, plain, tree};
use crate::text::{address, clean};

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedLink {
    /// Where it is: always `http` or `https`.
    pub url: String,
    /// What the page calls it; clean, one line.
    pub title: Option<String>,
    /// What form the page says it has.
    pub kind: FeedKind,
    /// How the page names it.
    pub named: Named,
}

/// The form that a page says a feed has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedKind {
    /// RSS of any version.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
    /// The page doesn't say.
    Unknown,
}

/// How a page names a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// As a feed: `<link rel="alternate" type="application/rss+xml">`.
    AsFeed,
    /// By a link whose address looks like one of a feed.
    ByLink,
}

/// How many feeds of a page are told.
const MOST_FEEDS: usize = 50;

/// How many nodes are looked at.
const MOST_NODES: usize = 200_000;

/// How much of a page is looked at that nests too deeply, in bytes: its head is at its beginning.
const HEAD: usize = 64 << 10;

/// The feeds that a page names, those of its head first, each once, in the page's order.
///
/// Addresses are resolved against the page's `base` element or else against `base`, the page's own address; those that
/// are no web addresses are left out.
#[must_use]
pub fn feeds(page: &str, base: Option<&Url>) -> Vec<FeedLink> {
    let document = tree::of_page(page).or_else(|_| tree::of_page(clean::prefix(page, HEAD)));
    let Ok(document) = document else { return Vec::new() };
    let own = metadata::base(&document, base);
    let base = own.as_ref().or(base);
    let mut found: Vec<FeedLink> = Vec::new();
    for node in document.root().descendants_it().take(MOST_NODES) {
        let Some(feed) = feed(&node, base) else { continue };
        let full = found.len() >= MOST_FEEDS;
        match found.iter_mut().find(|known| known.url == feed.url) {
            Some(known) if feed.named < known.named => *known = feed,
            None if !full => found.push(feed),
            Some(_) | None => {}
        }
    }
    found.sort_by_key(|feed| feed.named);
    found
}

fn feed(node: &NodeRef<'_>, base: Option<&Url>) -> Option<FeedLink> {
    let (kind, named) = match &*name(node)? {
        "link" => (kind_of_link(node)?, Named::AsFeed),
        "a" => (kind_of_address(&attribute(node, "href")?)?, Named::ByLink),
        _ => return None,
    };
    let url = address::resolve(&attribute(node, "href")?, base).and_then(|url| address::web(&url))?;
    let title = match named {
        Named::AsFeed => attribute(node, "title"),
        Named::ByLink => attribute(node, "title").or_else(|| Some(node.text().to_string())),
    };
    let title = title.map(|title| plain::line(clean::prefix(&title, 300))).filter(|title| !clean::is_blank(title));
    Some(FeedLink { url, title, kind, named })
}

/// The form that a `link` element names: one to an alternative of the page in a feed's type, or `rel="feed"`.
fn kind_of_link(node: &NodeRef<'_>) -> Option<FeedKind> {
    let relation = attribute(node, "rel")?.to_ascii_lowercase();
    let relates = |to: &str| relation.split_ascii_whitespace().any(|word| word == to);
    if relates("stylesheet") {
        return None;
    }
    let media_type = attribute(node, "type").unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let kind = match media_type.as_str() {
        "application/rss+xml" | "application/rdf+xml" | "application/x.rss+xml" | "text/rss+xml" | "text/rss" => {
            Some(FeedKind::Rss)
        }
        "application/atom+xml" | "application/x.atom+xml" | "text/atom+xml" => Some(FeedKind::Atom),
        "application/feed+json" => Some(FeedKind::Json),
        _ => None,
    };
    if relates("feed") {
        return kind.or(Some(FeedKind::Unknown));
    }
    if !relates("alternate") {
        return None;
    }
    // These types are also those of other alternatives: the address decides.
    let looks = || kind_of_address(&attribute(node, "href")?);
    match media_type.as_str() {
        "application/json" | "application/xml" | "text/xml" => looks(),
        _ => kind,
    }
}

/// The form that the last part of an address tells; `None` where it doesn't look like a feed's.
fn kind_of_address(href: &str) -> Option<FeedKind> {
    let path = href.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_ascii_lowercase();
    let last = path.rsplit('/').next().unwrap_or_default();
    let ending = last.rsplit_once('.').map(|(_, ending)| ending);
    Some(match last {
        "rss" | "rss2" | "rss.xml" | "rss.php" | "feed.rss" | "index.rdf" | "index.rss" => FeedKind::Rss,
        "atom" | "atom.xml" | "feed.atom" => FeedKind::Atom,
        "feed.json" => FeedKind::Json,
        "feed" | "feeds" | "feed.xml" | "index.xml" | "feed.php" => FeedKind::Unknown,
        _ if matches!(ending, Some("rss" | "rdf")) => FeedKind::Rss,
        _ if ending == Some("atom") => FeedKind::Atom,
        _ => return None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn found(page: &str) -> Vec<FeedLink> {
        feeds(page, Url::parse("https://e.example/blog/").ok().as_ref())
    }

    #[test]
    fn the_feeds_of_the_head_come_first_with_form_and_title() {
        let page = "<body><a href='/all.rss'> All <b>news</b></a><link rel=\"Alternate home\" type='application/RSS+xml; x' \
                    href='feed.xml' title='Ne&amp;ws'><link rel=alternate type=application/atom+xml href=//f.example/a>\
                    <link rel=feed href=/f><link rel=alternate type=application/feed+json href=/j>";
        let found = found(page);
        let told: Vec<_> = found.iter().map(|feed| (feed.url.as_str(), feed.kind, feed.named)).collect();
        assert_eq!(
            told,
            [
                ("https://e.example/blog/feed.xml", FeedKind::Rss, Named::AsFeed),
                ("https://f.example/a", FeedKind::Atom, Named::AsFeed),
                ("https://e.example/f", FeedKind::Unknown, Named::AsFeed),
                ("https://e.example/j", FeedKind::Json, Named::AsFeed),
                ("https://e.example/all.rss", FeedKind::Rss, Named::ByLink),
            ]
        );
        assert_eq!(found[0].title.as_deref(), Some("Ne&ws"));
        assert_eq!(found[4].title.as_deref(), Some("All news"));
    }

    #[test]
    fn the_base_element_counts_and_the_same_feed_is_told_once() {
        let page = "<base href='https://cdn.example/x/'><a href=feed.xml>Feed</a>\
                    <link rel=alternate type=application/rss+xml href=feed.xml title=Told>";
        let found = found(page);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].url.as_str(), found[0].named), ("https://cdn.example/x/feed.xml", Named::AsFeed));
        assert_eq!(found[0].title.as_deref(), Some("Told"));
    }

    #[test]
    fn what_is_no_feed_isnt_told() {
        let page = "<link rel=alternate hreflang=de href=/de><link rel=stylesheet type=application/rss+xml href=/s>\
                    <link rel=alternate type=application/json href=/wp-json/wp/v2/posts/7><link rel=alternate type=application/rss+xml>\
                    <link rel=alternate type=application/rss+xml href='javascript:feed()'>\
                    <link rel=alternate type=text/xml+oembed href=/oembed><a href=/feedback>x</a><a href=/atomic>x</a>";
        assert_eq!(found(page), []);
    }

    #[test]
    fn a_page_that_nests_too_deeply_still_has_its_head() {
        let page = format!(
            "<link rel=alternate type=application/rss+xml href=/f>{}{}",
            " ".repeat(HEAD),
            "<div>".repeat(9000)
        );
        assert_eq!(found(&page).len(), 1);
    }
}
