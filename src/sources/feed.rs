//! A feed as its publisher meant it: RSS of any version, Atom, JSON Feed and CDF -> one [`Feed`]. It knows bytes and
//! labels, no network, no clock and no store.

mod draft;
mod entry;
mod json;
mod media;
mod rss_in_json;
mod values;

use url::Url;

use self::{draft::MAX_MANY, values::MAX_LINE};
use super::address;
use super::dates::Moment;
use super::encoding;
use super::markup::Markup;
use super::xml::{self, Ending, NodeId, Tree, Units, Vocabulary};

/// Entries of one feed that are kept; the rest is left out with a notice.
pub const MAX_ENTRIES: usize = 10_000;
/// Bytes of one entry's text that are kept; the rest is left out with a notice.
pub const MAX_TEXT: usize = 2_000_000;
/// Bytes of a whole document that are read.
pub const MAX_DOCUMENT: usize = 64_000_000;

/// A feed. Every string is clean and, unless its name says otherwise, one line; addresses are absolute where the
/// document allows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its name.
    pub title: Option<String>,
    /// The web page that it belongs to.
    pub link: Option<String>,
    /// Where it wants to be read from: `rel="self"`, or JSON Feed's `feed_url`.
    pub self_link: Option<String>,
    /// What it calls itself: Atom's `id`, RDF's `rdf:about`.
    pub id: Option<String>,
    /// What it is about.
    pub description: Option<Markup>,
    /// BCP 47 tag as given: `en-us`.
    pub language: Option<String>,
    /// Who writes it.
    pub authors: Vec<Person>,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it last changed.
    pub updated: Option<Moment>,
    /// A picture that stands for it.
    pub image: Option<String>,
    /// What it is filed under.
    pub categories: Vec<String>,
    /// How long to wait before reading it again, in minutes, if it says so.
    pub ttl: Option<u32>,
    /// Its entries in the document's order.
    pub entries: Vec<Entry>,
    /// What was mended or left out, a sentence each.
    pub notices: Vec<String>,
}

/// One entry of a [`Feed`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The headline: markup resolved.
    pub title: Option<String>,
    /// Where it can be read.
    pub link: Option<String>,
    /// What the publisher knows it by; unique within the feed at best.
    pub id: Option<String>,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it last changed.
    pub updated: Option<Moment>,
    /// The words of the date that [`published`](Self::published) or [`updated`](Self::updated) was read from, also
    /// where they couldn't be.
    pub date_written: Option<String>,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// The short form, or the only one.
    pub summary: Option<Markup>,
    /// The full text.
    pub content: Option<Markup>,
    /// Files that belong to it.
    pub enclosures: Vec<Enclosure>,
    /// A picture that stands for it.
    pub image: Option<String>,
    /// What it is filed under.
    pub categories: Vec<String>,
    /// Other addresses: comments, replies, what it is about or taken from.
    pub links: Vec<Link>,
    /// BCP 47 tag as given.
    pub language: Option<String>,
    /// The feed that it was taken from.
    pub source: Option<String>,
}

impl Entry {
    /// Where it can be read on the web: its link, if that is `http` or `https`.
    #[must_use]
    pub fn web_link(&self) -> Option<&str> {
        self.link.as_deref().filter(|link| address::is_web(link))
    }

    /// The publisher's own address of it, where the feed's link leads there through somebody who counts readers
    /// (`feedburner:origLink`); else as [`web_link`](Self::web_link).
    #[must_use]
    pub fn original_link(&self) -> Option<&str> {
        let original = self.links.iter().find(|link| link.relation == "original" && address::is_web(&link.url));
        original.map(|link| link.url.as_str()).or_else(|| self.web_link())
    }

    /// The fullest text there is.
    #[must_use]
    pub fn body(&self) -> Option<&Markup> {
        self.content.as_ref().or(self.summary.as_ref())
    }
}

/// Somebody who writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Their name.
    pub name: Option<String>,
    /// Their mail address.
    pub email: Option<String>,
    /// Their page.
    pub link: Option<String>,
}

/// A file that belongs to an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Enclosure {
    /// Where it is.
    pub url: String,
    /// Its media type as given: `audio/mpeg`.
    pub media_type: Option<String>,
    /// Its length in bytes as given.
    pub length: Option<u64>,
    /// Its title.
    pub title: Option<String>,
}

/// A further address of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub url: String,
    /// How it relates to the entry: `alternate`, `comments`, `replies`, `via`, `related`, …
    pub relation: String,
}

/// What is known about a document from outside.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin<'a> {
    /// The address that it was read from, for its relative links.
    pub url: Option<&'a str>,
    /// The HTTP header `Content-Type`.
    pub content_type: Option<&'a str>,
}

/// Why a document is no feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAFeed {
    /// There is nothing in it.
    #[error("the document is empty")]
    Empty,
    /// It is a web page, which may name a feed.
    #[error("this is a web page, not a feed")]
    Page,
    /// It is no text; the words say what it is.
    #[error("this is {0}, not a feed")]
    Binary(&'static str),
    /// It is something else.
    #[error("this is not a feed")]
    Other,
}

/// Reads a feed of any format.
///
/// # Errors
/// When the document holds nothing that could be a feed. Whatever else is wrong with it is mended, and said in
/// [`Feed::notices`].
pub fn read(bytes: &[u8], origin: &Origin) -> Result<Feed, NotAFeed> {
    let (bytes, cut) = match bytes.get(..MAX_DOCUMENT) {
        Some(head) if bytes.len() > MAX_DOCUMENT => (head, true),
        _ => (bytes, false),
    };
    let text = encoding::text(bytes, origin.content_type).map_err(NotAFeed::Binary)?;
    let mut feed = read_text(&text, origin.url)?;
    if cut {
        feed.notices.push("The feed is larger than 64 MB; the rest was left out.".to_owned());
    }
    Ok(feed)
}

fn read_text(text: &str, url: Option<&str>) -> Result<Feed, NotAFeed> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    let address = url.and_then(|url| Url::parse(url).ok());
    if text.is_empty() {
        return Err(NotAFeed::Empty);
    }
    if text.starts_with(['{', '[']) {
        return json::read(text, address.as_ref());
    }
    match read_xml(text, address.as_ref()) {
        Err(NotAFeed::Other) => {
            // A warning of the server's or a login banner may stand before the feed.
            let start = start_of_feed(text).ok_or(NotAFeed::Other)?;
            read_xml(text.get(start..).unwrap_or_default(), address.as_ref())
        }
        read => read,
    }
}

fn read_xml(text: &str, address: Option<&Url>) -> Result<Feed, NotAFeed> {
    let mut entries = Entries::default();
    let (tree, ending) = xml::read(text, address, &mut entries);
    let root = tree.root().ok_or(NotAFeed::Other)?;
    let channel = channel(&tree, root)?;
    if tree.name(channel) == "entry" {
        entries.unit(&tree, channel);
    }
    let mut feed = draft::feed(&tree, channel);
    feed.entries = entries.read;
    if matches!(tree.name(channel), "feed") {
        inherit_authors(&mut feed);
    }
    feed.notices = notices(ending, entries.left_out, &mut feed.entries);
    if feed.link.is_none() {
        feed.link = root_link(&tree, root, channel);
    }
    Ok(feed)
}

/// In Atom (RFC 4287, 4.2.1) and JSON Feed, the feed's authors wrote what names nobody else.
fn inherit_authors(feed: &mut Feed) {
    for entry in feed.entries.iter_mut().filter(|entry| entry.authors.is_empty()) {
        entry.authors.clone_from(&feed.authors);
    }
}

/// RSS 1.0 and broken feeds may have the channel's link beside it.
fn root_link(tree: &Tree, root: NodeId, channel: NodeId) -> Option<String> {
    (root != channel).then(|| draft::feed(tree, root).link).flatten()
}

/// The element that holds the feed's own fields.
fn channel(tree: &Tree, root: NodeId) -> Result<NodeId, NotAFeed> {
    match tree.name(root) {
        "feed" | "channel" | "entry" => Ok(root),
        "rss" | "rdf" => Ok(channel_of(tree, root)),
        "html" | "head" | "body" => Err(NotAFeed::Page),
        _ => {
            let inside = tree.descendants(root).take(200).find(|&id| matches!(tree.name(id), "rss" | "feed" | "rdf"));
            inside.map_or(Err(NotAFeed::Other), |id| Ok(channel_of(tree, id)))
        }
    }
}

fn channel_of(tree: &Tree, root: NodeId) -> NodeId {
    tree.elements(root).find(|(_, element)| &*element.name == "channel").map_or(root, |(id, _)| id)
}

/// Where a feed starts in a document that starts with something else.
fn start_of_feed(text: &str) -> Option<usize> {
    ["<?xml", "<rss", "<feed", "<rdf:RDF"].iter().filter_map(|start| text.find(start)).filter(|&at| at > 0).min()
}

fn notices(ending: Ending, left_out: usize, entries: &mut [Entry]) -> Vec<String> {
    let mut notices = Vec::new();
    match ending {
        Ending::Whole => {}
        Ending::CutOff => {
            notices.push("The feed is cut off; its complete entries were kept.".to_owned());
        }
        Ending::Thinned => {
            notices.push("The feed has more elements in one place than fit; their text was kept.".to_owned());
        }
    }
    if left_out > 0 {
        notices.push(format!("The feed has more than {MAX_ENTRIES} entries; {left_out} were left out."));
    }
    let mut told = |cut: fn(&mut Entry) -> bool, what: &str| {
        let count = entries.iter_mut().map(cut).filter(|&was_cut| was_cut).count();
        if count > 0 {
            notices.push(format!("{count} of the feed's entries {what}."));
        }
    };
    told(cut_texts, "are longer than 2 MB and were cut");
    told(has_long_title, &format!("have titles of more than {MAX_LINE} characters, which were cut"));
    told(cut_categories, &format!("have more than {MAX_MANY} categories; the first of them were kept"));
    notices
}

/// Whether an entry's title was cut when it was read.
fn has_long_title(entry: &mut Entry) -> bool {
    entry.title.as_ref().is_some_and(|title| title.len() > MAX_LINE && title.chars().count() > MAX_LINE)
}

fn cut_categories(entry: &mut Entry) -> bool {
    let too_many = entry.categories.len() > MAX_MANY;
    entry.categories.truncate(MAX_MANY);
    too_many
}

/// Cuts the texts of an entry to what a reader can hold.
fn cut_texts(entry: &mut Entry) -> bool {
    let mut shortened = false;
    for markup in [&mut entry.summary, &mut entry.content].into_iter().flatten() {
        if markup.html.len() > MAX_TEXT {
            let end = (0..=MAX_TEXT).rev().find(|&end| markup.html.is_char_boundary(end)).unwrap_or(0);
            markup.html.truncate(end);
            shortened = true;
        }
    }
    shortened
}

/// Takes each entry out of the document as soon as it ends.
#[derive(Default)]
struct Entries {
    read: Vec<Entry>,
    left_out: usize,
}

impl Units for Entries {
    fn is_unit(&self, tree: &Tree, id: NodeId) -> bool {
        let Some(element) = tree.element(id) else {
            return false;
        };
        is_entry(&element.name, element.vocabulary) && tree.parent(id).is_some_and(|parent| holds_entries(tree, parent))
    }

    fn ends_unit(&self, tree: &Tree, unit: NodeId, name: &str, vocabulary: Vocabulary) -> bool {
        is_entry(name, vocabulary) && tree.name(unit) == name
    }

    fn unit(&mut self, tree: &Tree, id: NodeId) {
        if self.read.len() < MAX_ENTRIES {
            self.read.push(entry::entry(tree, id));
        } else {
            self.left_out += 1;
        }
    }
}

fn is_entry(name: &str, vocabulary: Vocabulary) -> bool {
    matches!(name, "item" | "entry") && matches!(vocabulary, Vocabulary::Core | Vocabulary::Atom)
}

/// Whether entries of the feed itself can stand there: anywhere, for tags are left open, but not in elements that no
/// feed format knows. The root may be any.
fn holds_entries(tree: &Tree, parent: NodeId) -> bool {
    let around = std::iter::successors(Some(parent), |&at| tree.parent(at));
    let mut inside_root = around.filter(|&at| tree.parent(at).is_some());
    inside_root.all(|at| tree.element(at).is_some_and(|element| element.vocabulary != Vocabulary::Other))
}
