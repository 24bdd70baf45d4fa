//! An article of newsboat's as the entry that its feed will bring again: by which names it may come, and what it holds.

use jiff::Timestamp;
use url::Url;

use super::cache::Item;
use crate::sources::markup::{Markup, one_line};
use crate::text::{
    address,
    article::{Article, Headline, HeadlineOrigin, Published},
    clean,
    unparsed::Unparsed,
};

/// What an entry without an id of its own is known by, and one with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Name {
    /// The feed's own id.
    Id(String),
    /// Its link.
    Link(String),
}

/// The names by which the feed may bring it again, the likeliest first; at least one.
///
/// newsboat keeps one text for guid, "link and date" and "link" (src/rssparser.cpp), so that an entry known by its own
/// address may have that as its id or have no id.
#[must_use]
pub fn names(item: &Item) -> Vec<Name> {
    let guid = item.guid.trim();
    let url = item.url.trim();
    if url.is_empty() || !guid.starts_with(url) {
        return vec![Name::Id(guid.to_owned())];
    }
    if guid.len() == url.len() {
        return vec![Name::Id(guid.to_owned()), Name::Link(url.to_owned())];
    }
    // What follows the link is the date, or the link is only the beginning of an id.
    vec![Name::Link(url.to_owned()), Name::Id(guid.to_owned())]
}

/// The article before its text is parsed. `feed` is the name of its feed.
#[must_use]
pub fn unparsed(item: &Item, feed: &str) -> Unparsed {
    let published = item.published.and_then(|at| {
        let written = Timestamp::from_second(at).ok()?.to_string();
        Some(Published { written, at: Some(at) })
    });
    let line = |text: &str| Some(clean::line(text).into_owned()).filter(|line| !clean::is_blank(line));
    let title = Some(one_line(&item.title)).filter(|title| !clean::is_blank(title));
    let head = Article {
        headline: title.map(|text| Headline { text, origin: HeadlineOrigin::Given }),
        byline: line(&item.author),
        source: line(feed),
        published,
        url: address::web(&item.url),
        ..Article::default()
    };
    let base = Url::parse(&item.base).or_else(|_| Url::parse(&item.url)).ok();
    let html = match item.content_type.as_str() {
        "text/plain" => Markup::from_plain(&item.content).html,
        _ => item.content.clone(),
    };
    Unparsed { head, html, base }
}
