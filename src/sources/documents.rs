//! A file taken apart: one holds an article or many, as mailboxes, feeds and books do. It knows bytes and names, and opens
//! nothing.

mod epub;
mod page;

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

use super::feed::{self, Origin};
use super::{Form, article, mail, recognise};
use crate::text::article::Article;
use crate::text::document::{self, Document};
use crate::text::guard::guarded;
use crate::text::html::Extent;

pub use self::page::TIME_LIMIT;

/// How many articles of one file are kept: of a mailbox the last ones, of anything else the first.
pub const MOST: usize = 20_000;

/// A file's bytes, and what is known of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    /// All of it, or as much as there is.
    pub bytes: &'a [u8],
    /// Its name without folders.
    pub name: Option<&'a str>,
    /// As HTTP's `Content-Type` gives it.
    pub content_type: Option<&'a str>,
    /// The address that relative links start from.
    pub base: Option<&'a str>,
    /// How much of a web page is asked for.
    pub extent: Extent,
}

/// An article of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What tells it from the others of the file; `None` where the file is one article.
    pub part: Option<String>,
    /// The article.
    pub article: Article,
}

/// What was found in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// In the file's order.
    pub pieces: Vec<Piece>,
    /// What the file as a whole calls itself: a feed, a book.
    pub title: Option<String>,
    /// What was left out or mended, a sentence each.
    pub notices: Vec<String>,
}

/// The articles in a file.
///
/// # Errors
/// A sentence without the file's name that says why there are none.
pub fn take_apart(given: &Given<'_>) -> Result<Contents, String> {
    if let Some(form) = given.name.and_then(form_of_name) {
        return match form {
            Form::Page => page::page(given).map(one),
            Form::Mail => of_message(given),
            _ => as_text(given),
        };
    }
    match recognise(given.bytes, given.content_type) {
        Form::Feed | Form::JsonFeed => of_feed(given),
        Form::Opml => Err("it is a list of feeds: `dateline import` brings it in".to_owned()),
        Form::Mailbox => of_mailbox(given.bytes),
        Form::Mail => of_message(given),
        Form::Page => page::page(given).map(one),
        Form::Binary if epub::is_book(given.bytes) => epub::read(given.bytes),
        Form::Binary | Form::Empty | Form::Markdown | Form::Text => as_text(given),
    }
}

/// What a name leaves no doubt of: whatever a text begins with, it is no feed; a message may begin with anything.
fn form_of_name(name: &str) -> Option<Form> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "txt" | "text" | "md" | "markdown" | "mdown" => Some(Form::Text),
        "html" | "htm" | "xhtml" => Some(Form::Page),
        "eml" => Some(Form::Mail),
        _ => None,
    }
}

fn one(article: Article) -> Contents {
    Contents { pieces: vec![Piece { part: None, article }], ..Contents::default() }
}

/// The file as one article, whatever is in it.
fn as_text(given: &Given<'_>) -> Result<Contents, String> {
    let Given { bytes, name, content_type, base, extent } = *given;
    let document = Document { bytes, name, media_type: content_type, base, extent };
    let parsed = guarded(|| document::parse(&document));
    parsed.ok_or_else(too_much)?.map(one).map_err(|why| why.to_string())
}

fn too_much() -> String {
    "its form is more than this program can take".to_owned()
}

fn of_feed(given: &Given<'_>) -> Result<Contents, String> {
    let origin = Origin { url: given.base, content_type: given.content_type };
    let Ok(feed) = guarded(|| feed::read(given.bytes, &origin)).ok_or_else(too_much)? else {
        // It began like one.
        return as_text(given);
    };
    let mut parts = Parts::default();
    let pieces = feed.entries.iter().take(MOST).filter_map(|entry| {
        let article = article::of_entry(entry, &feed);
        let known_by = entry.id.clone().or_else(|| entry.link.clone());
        let known_by = known_by.unwrap_or_else(|| format!("{:016x}", xxh3_64(said(&article).as_bytes())));
        parts.piece(known_by, article)
    });
    let pieces: Vec<_> = pieces.collect();
    if pieces.is_empty() {
        return Err("it is a feed without entries".to_owned());
    }
    Ok(Contents { pieces, title: feed.title, notices: feed.notices })
}

/// What tells an article from others where nothing else does.
fn said(article: &Article) -> String {
    let headline = article.headline.as_ref().map(|headline| headline.text.as_str());
    format!("{}\n{}", headline.unwrap_or_default(), article.text)
}

fn of_message(given: &Given<'_>) -> Result<Contents, String> {
    if page::is_saved(given) {
        return page::saved(given).map(one);
    }
    message(given.bytes).map(|(_, article)| one(article))
}

fn of_mailbox(bytes: &[u8]) -> Result<Contents, String> {
    let count = mail::messages(bytes).count();
    let mut contents = Contents::default();
    let mut parts = Parts::default();
    let mut unread = 0;
    for bytes in mail::messages(bytes).skip(count.saturating_sub(MOST)) {
        match message(&bytes) {
            Ok((id, article)) => contents.pieces.extend(parts.piece(id, article)),
            Err(_) => unread += 1,
        }
    }
    if count > MOST {
        contents.notices.push(format!("of its {count} messages, only the last {MOST} were taken"));
    }
    if unread > 0 {
        contents.notices.push(format!("{unread} of its messages can't be read"));
    }
    if contents.pieces.is_empty() { Err("it is a mailbox without messages".to_owned()) } else { Ok(contents) }
}

/// A message, and what it is known by.
fn message(bytes: &[u8]) -> Result<(String, Article), String> {
    let mail = mail::read(bytes).map_err(|why| why.to_string())?;
    let article = guarded(|| article::of_mail(&mail)).ok_or_else(too_much)?;
    // The blank line at its end is the mailbox's, where another message follows.
    let id = mail.id.unwrap_or_else(|| format!("{:016x}", xxh3_64(bytes.trim_ascii_end())));
    Ok((id, article))
}

/// Parts of a file, each once: the same message may stand in a mailbox twice.
#[derive(Default)]
struct Parts(HashSet<String>);

impl Parts {
    fn piece(&mut self, part: String, article: Article) -> Option<Piece> {
        self.0.insert(part.clone()).then_some(Piece { part: Some(part), article })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
