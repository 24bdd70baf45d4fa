//! The feed that is meant by the address of a page: asked for, looked for in the page, guessed at last.

use url::Url;

use super::{FeedLink, Named, feeds_of, guesses, offer};
use crate::sources::feed::{self, NotAFeed, Origin};
use crate::sources::http::{Answer, Client, FEEDS, Request, Trust};
use crate::text::guard::guarded;

/// How many places are tried where a page might have its feed.
const MOST_GUESSES: usize = 8;

/// What stands behind an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Discovered {
    /// A feed.
    Feed,
    /// A page that leads to this feed, and what else it names: a sentence, or nothing.
    Page {
        /// Where the feed is.
        feed: Url,
        /// Other feeds.
        others: String,
    },
    /// It can't be told now, and why.
    Unknown(String),
}

/// Finds out what the user's address is.
///
/// # Errors
/// A sentence that says that there is no feed, and what to do.
pub fn discover(client: &Client, url: &Url) -> Result<Discovered, String> {
    let answer = match client.fetch(&Request::to(url, Trust::Typed, FEEDS)) {
        Ok(answer) => answer,
        Err(trouble) => return Ok(Discovered::Unknown(trouble.to_string())),
    };
    if !(200..300).contains(&answer.status) {
        return Ok(Discovered::Unknown(format!("the server answers {}", answer.status)));
    }
    match what(&answer) {
        Ok(()) => Ok(Discovered::Feed),
        Err(NotAFeed::Page) => on_page(client, &answer),
        Err(why) => Err(format!("{}: {why}", answer.url)),
    }
}

fn what(answer: &Answer) -> Result<(), NotAFeed> {
    let origin = Origin { url: Some(answer.url.as_str()), content_type: answer.content_type.as_deref() };
    guarded(|| feed::read(&answer.body, &origin).map(drop)).unwrap_or(Err(NotAFeed::Other))
}

fn on_page(client: &Client, answer: &Answer) -> Result<Discovered, String> {
    let origin = Origin { url: Some(answer.url.as_str()), content_type: answer.content_type.as_deref() };
    let (named, linked): (Vec<FeedLink>, Vec<FeedLink>) =
        feeds_of(&answer.body, &origin).into_iter().partition(|feed| feed.named == Named::AsFeed);
    if let Some((first, others)) = named.split_first()
        && let Ok(feed) = Url::parse(&first.url)
    {
        return Ok(Discovered::Page { feed, others: offer(others) });
    }
    // What only looks like a feed is asked first.
    let places = linked.into_iter().map(|feed| feed.url).chain(guesses(answer.url.as_str()));
    for place in places.take(MOST_GUESSES) {
        let Ok(place) = Url::parse(&place) else { continue };
        let trust = if place.host() == answer.url.host() { Trust::Typed } else { Trust::Named };
        let Ok(found) = client.fetch(&Request::to(&place, trust, FEEDS)) else { continue };
        if (200..300).contains(&found.status) && what(&found).is_ok() {
            return Ok(Discovered::Page { feed: place, others: String::new() });
        }
    }
    Err(format!("{}: this is a web page, and no feed was found on it; `dateline save` reads the page", answer.url))
}
