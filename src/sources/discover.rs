//! From an address to the feed that is meant: the address's own document, or a feed that its page names. It asks servers, and
//! stores nothing.

use url::Url;

use super::encoding;
use super::http::{Answer, Client, FEEDS, Request, Trouble, Trust};
use super::pages::guesses;
use super::recognise::{Form, recognise};
use crate::text::html::{self, FeedLink};

/// As many feeds that a page names are asked for.
const TRIES: usize = 4;
/// As many places are asked where a page might have its feed without naming it.
const GUESSES: usize = 8;

/// What stands behind an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behind {
    /// A feed: where it is for good.
    Feed(Url),
    /// A page that names this feed, and these others.
    Page {
        /// The feed, which is one: it was read.
        feed: Url,
        /// Others, which weren't asked for.
        others: Vec<Url>,
    },
    /// It leads to this address, which isn't on the public network: the user has to be asked.
    Private(Url),
    /// Something else; what, and what to do about it.
    Other(String),
    /// Nobody knows: there seems to be no network.
    Offline(String),
}

/// Looks what is behind an address that the user gave.
///
/// # Errors
/// When its server can't be reached or doesn't answer with a document.
pub fn look(client: &Client, url: &Url) -> Result<Behind, String> {
    let answer = match client.fetch(&Request::to(url, Trust::Typed, ACCEPTED)) {
        Ok(answer) => answer,
        Err(trouble) if trouble.is_offline() => return Ok(Behind::Offline(trouble.to_string())),
        Err(Trouble::Private(address)) => return private(&address),
        Err(trouble) => return Err(trouble.to_string()),
    };
    if !(200..300).contains(&answer.status) {
        return Err(match answer.status {
            401 => {
                "its server wants a name and a password (401): feeds.toml takes user and password-command".to_owned()
            }
            status => format!("its server answers {status}"),
        });
    }
    let other = |what: &str| Ok(Behind::Other(what.to_owned()));
    match form(&answer) {
        Form::Feed | Form::JsonFeed => Ok(Behind::Feed(answer.moved.unwrap_or_else(|| url.clone()))),
        Form::Opml => other("this is a list of feeds: save it, and `dateline import` brings it in"),
        Form::Page => Ok(of_page(client, &answer)),
        Form::Empty => other("there is nothing there"),
        _ => other("this is neither a feed nor a page that could name one"),
    }
}

fn private(address: &str) -> Result<Behind, String> {
    Url::parse(address).map(Behind::Private).map_err(|_| Trouble::Private(address.to_owned()).to_string())
}

/// Feeds and pages alike.
const ACCEPTED: &str = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, \
     application/xhtml+xml;q=0.9, application/xml;q=0.8, */*;q=0.5";

fn form(answer: &Answer) -> Form {
    recognise(&answer.body, answer.content_type.as_deref())
}

fn of_page(client: &Client, page: &Answer) -> Behind {
    let text = encoding::text(&page.body, page.content_type.as_deref()).unwrap_or_default();
    let mut named = html::feeds(&text, Some(&page.url));
    // What is said about the articles is rarely meant.
    named.sort_by_key(|feed| (feed.named, is_of_comments(feed)));
    let named: Vec<Url> = named.iter().filter_map(|feed| Url::parse(&feed.url).ok()).collect();
    // Where none is named, the places where many sites keep theirs are asked for.
    let guessed: Vec<Url> = guesses(page.url.as_str()).iter().filter_map(|place| Url::parse(place).ok()).collect();
    let tried = named.iter().take(TRIES).chain(guessed.iter().take(GUESSES));
    let mut private = None;
    let found = tried.into_iter().find(|url| match is_feed(client, page, url) {
        Ok(is_feed) => is_feed,
        Err(address) => {
            private = private.take().or(Url::parse(&address).ok());
            false
        }
    });
    match (found, private) {
        (None, Some(address)) => Behind::Private(address),
        (Some(feed), _) => Behind::Page {
            feed: feed.clone(),
            others: named.iter().filter(|other| *other != feed).take(TRIES).cloned().collect(),
        },
        (None, None) if named.is_empty() => Behind::Other("this is a web page that names no feed".to_owned()),
        (None, None) => Behind::Other("this is a web page, and what it names as its feed is none".to_owned()),
    }
}

fn is_of_comments(feed: &FeedLink) -> bool {
    let says = |text: &str| text.to_lowercase().contains("comment");
    says(&feed.url) || feed.title.as_deref().is_some_and(says)
}

/// Whether a feed is where a page says. The page's word leads nowhere that isn't public, unless it is its own host: then
/// the error is the address.
fn is_feed(client: &Client, page: &Answer, url: &Url) -> Result<bool, String> {
    let trust = if url.origin() == page.url.origin() { Trust::Typed } else { Trust::Named };
    match client.fetch(&Request::to(url, trust, FEEDS)) {
        Ok(answer) => Ok(answer.status == 200 && matches!(form(&answer), Form::Feed | Form::JsonFeed)),
        Err(Trouble::Private(address)) => Err(address),
        Err(_) => Ok(false),
    }
}
