//! Fields that several elements may fill: the best one wins, the first among equals. And the feed's own fields.

use super::super::dates::Moment;
use super::super::xml::{Element, NodeId, Tree, Vocabulary};
use super::values::{address, address_in, clean_line, line, markup, moment, person, plain_line};
use super::{Feed, Person};

/// The best of several candidates: 0 is best.
#[derive(Debug)]
pub(super) struct Best<T>(Option<(u8, T)>);

impl<T> Default for Best<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Best<T> {
    /// Offers a candidate, read only if it could win.
    pub(super) fn offer(&mut self, rank: u8, candidate: impl FnOnce() -> Option<T>) {
        if self.0.as_ref().is_none_or(|&(best, _)| rank < best)
            && let Some(candidate) = candidate()
        {
            self.0 = Some((rank, candidate));
        }
    }

    /// Offers a candidate that replaces an equal one: where a field stands twice, readers show the last.
    pub(super) fn offer_last(&mut self, rank: u8, candidate: impl FnOnce() -> Option<T>) {
        if self.0.as_ref().is_none_or(|&(best, _)| rank <= best)
            && let Some(candidate) = candidate()
        {
            self.0 = Some((rank, candidate));
        }
    }

    /// The winner.
    pub(super) fn take(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

/// All candidates of the best rank.
#[derive(Debug)]
pub(super) struct All<T> {
    rank: u8,
    values: Vec<T>,
}

impl<T> Default for All<T> {
    fn default() -> Self {
        Self { rank: u8::MAX, values: Vec::new() }
    }
}

impl<T: PartialEq> All<T> {
    /// Offers a candidate.
    pub(super) fn offer(&mut self, rank: u8, limit: usize, value: Option<T>) {
        let Some(value) = value else { return };
        if rank < self.rank {
            self.rank = rank;
            self.values.clear();
        }
        if rank == self.rank && self.values.len() < limit && !self.values.contains(&value) {
            self.values.push(value);
        }
    }

    /// The winners.
    pub(super) fn take(self) -> Vec<T> {
        self.values
    }
}

/// Categories and authors that are kept of each feed or entry; of an entry's categories one more is read, and told of.
pub(super) const MAX_MANY: usize = 100;

/// Dates: read ones before unreadable ones.
#[derive(Debug, Default)]
pub(super) struct Dates {
    read: Best<(Moment, String)>,
    unread: Best<String>,
}

impl Dates {
    /// Offers the element's text.
    pub(super) fn offer(&mut self, rank: u8, tree: &Tree, id: NodeId) {
        match moment(tree, id) {
            Some((Some(moment), written)) => self.read.offer(rank, || Some((moment, written))),
            Some((None, written)) => self.unread.offer(rank, || Some(written)),
            None => {}
        }
    }

    /// Offers the element's text; it replaces a date of the same rank.
    pub(super) fn offer_last(&mut self, rank: u8, tree: &Tree, id: NodeId) {
        match moment(tree, id) {
            Some((Some(moment), written)) => self.read.offer_last(rank, || Some((moment, written))),
            Some((None, written)) => self.unread.offer_last(rank, || Some(written)),
            None => {}
        }
    }

    /// The moment, and the words of the date even where they couldn't be read.
    pub(super) fn take(self) -> (Option<Moment>, Option<String>) {
        match self.read.take() {
            Some((moment, written)) => (Some(moment), Some(written)),
            None => (None, self.unread.take()),
        }
    }
}

#[derive(Default)]
struct FeedDraft {
    feed: Feed,
    title: Best<String>,
    link: Best<String>,
    id: Best<String>,
    description: Best<super::Markup>,
    language: Best<String>,
    authors: All<Person>,
    published: Dates,
    updated: Dates,
    image: Best<String>,
}

/// The feed's own fields, from the element that holds them.
pub(super) fn feed(tree: &Tree, channel: NodeId) -> Feed {
    let mut draft = FeedDraft::default();
    for (id, element) in tree.elements(channel) {
        draft.field(tree, id, element);
    }
    draft.attributes(tree, channel);
    let mut feed = draft.feed;
    feed.title = draft.title.take();
    feed.link = draft.link.take();
    feed.id = draft.id.take();
    feed.description = draft.description.take();
    feed.language = draft.language.take();
    feed.authors = draft.authors.take();
    feed.published = draft.published.take().0;
    feed.updated = draft.updated.take().0.or(feed.updated);
    feed.image = draft.image.take();
    feed
}

impl FeedDraft {
    fn field(&mut self, tree: &Tree, id: NodeId, element: &Element) {
        use Vocabulary::{Atom, Core, Dc, DcTerms, Podcast};
        match (element.vocabulary, &*element.name) {
            (Core | Atom, "title") => self.title.offer_last(0, || line(tree, id)),
            (Dc, "title") => self.title.offer(1, || line(tree, id)),
            (Podcast, "title") => self.title.offer(2, || line(tree, id)),
            (Core | Atom, "link" | "url") => self.link(tree, id),
            (Core | Atom, "id" | "guid") => self.id.offer_last(0, || address(tree, id)),
            (Core | Atom, "description" | "subtitle" | "tagline" | "abstract") => {
                self.description.offer_last(0, || markup(tree, id));
            }
            (Dc | DcTerms, "description" | "abstract") => {
                self.description.offer(1, || markup(tree, id));
            }
            (Podcast, "summary" | "description") => self.description.offer(2, || markup(tree, id)),
            (Podcast, "subtitle") => self.description.offer(3, || markup(tree, id)),
            (Core | Atom, "info" | "summary") => self.description.offer(4, || markup(tree, id)),
            (Core, "language") => self.language.offer_last(0, || plain_line(tree, id)),
            (Dc, "language") => self.language.offer_last(1, || plain_line(tree, id)),
            _ => self.further(tree, id, element),
        }
    }

    fn further(&mut self, tree: &Tree, id: NodeId, element: &Element) {
        use Vocabulary::{Atom, Core, Dc, DcTerms, Podcast, Syndication};
        match (element.vocabulary, &*element.name) {
            (Core | Atom, "author") => self.authors.offer(0, MAX_MANY, person(tree, id)),
            (Dc, "creator" | "author") => self.authors.offer(1, MAX_MANY, person(tree, id)),
            (Core, "managingeditor") => self.authors.offer(2, MAX_MANY, person(tree, id)),
            (Podcast, "author") => self.authors.offer(3, MAX_MANY, person(tree, id)),
            (Podcast, "owner") => self.authors.offer(4, MAX_MANY, person(tree, id)),
            (Core, "webmaster") | (Dc, "publisher") => {
                self.authors.offer(5, MAX_MANY, person(tree, id));
            }
            (Core | Atom, "pubdate" | "published" | "issued") => self.published.offer(0, tree, id),
            (DcTerms, "issued" | "created") | (Atom, "created") => {
                self.published.offer(1, tree, id);
            }
            (Dc | DcTerms, "date") => {
                self.published.offer(2, tree, id);
                self.updated.offer(2, tree, id);
            }
            (Core | Atom, "updated" | "modified" | "lastbuilddate") => {
                self.updated.offer(0, tree, id);
            }
            (DcTerms, "modified") => self.updated.offer(1, tree, id),
            (Core, "image") => self.image.offer(1, || image(tree, id)),
            (Atom, "logo") => self.image.offer(0, || address(tree, id)),
            (Atom, "icon") => self.image.offer(3, || address(tree, id)),
            (Podcast, "image") => self.image.offer(2, || address_in(tree, id, "href")),
            (Core | Atom | Dc | Podcast, "category" | "subject") => self.category(tree, id),
            (Core, "ttl") => {
                self.feed.ttl = plain_line(tree, id).and_then(|minutes| minutes.parse().ok());
            }
            (Syndication, "updateperiod") => {
                self.feed.ttl = self.feed.ttl.or_else(|| period(&plain_line(tree, id)?));
            }
            _ => {}
        }
    }

    fn link(&mut self, tree: &Tree, id: NodeId) {
        let Some(href) = address_in(tree, id, "href") else {
            return self.link.offer_last(1, || address(tree, id));
        };
        match relation(tree, id).as_str() {
            "alternate" => self.link.offer(page_rank(tree, id), || Some(href)),
            "self" => {
                self.link.offer(6, || Some(href.clone()));
                self.feed.self_link = self.feed.self_link.take().or(Some(href));
            }
            relation if is_registered(relation) => {}
            // Nobody knows what it means; where no other link leads to the site, this one may.
            _ => self.link.offer(5, || Some(href)),
        }
    }

    fn category(&mut self, tree: &Tree, id: NodeId) {
        for category in super::entry::categories(tree, id) {
            if self.feed.categories.len() < MAX_MANY && !self.feed.categories.contains(&category) {
                self.feed.categories.push(category);
            }
        }
    }

    /// What stands in attributes of the feed's element: RDF's name, CDF's fields, the language.
    fn attributes(&mut self, tree: &Tree, channel: NodeId) {
        let is_entry = tree.name(channel) == "entry";
        self.language.offer(2, || tree.language(channel).map(clean_line).filter(|tag| !tag.is_empty()));
        self.id.offer(1, || address_in(tree, channel, "about"));
        if !is_entry {
            self.link.offer(3, || address_in(tree, channel, "href"));
        }
        if let Some(written) = tree.attribute(channel, "lastmod") {
            self.feed.updated = super::super::dates::read(written);
        }
    }
}

/// What a link is to the document: `alternate` where nothing is said; registered names may be written as addresses.
pub(super) fn relation(tree: &Tree, id: NodeId) -> String {
    let given = tree.attribute(id, "rel").unwrap_or_default().to_ascii_lowercase();
    let name = given
        .rsplit_once("/relation/")
        .or_else(|| given.rsplit_once("/link-relations/"))
        .map_or(given.as_str(), |(_, name)| name);
    if name.is_empty() { "alternate".to_owned() } else { clean_line(name) }
}

/// How well an alternate link leads to the document's page: 0 is best. 2 and 3 stand below a link given as text.
pub(super) fn page_rank(tree: &Tree, id: NodeId) -> u8 {
    let kind = tree.attribute(id, "type").unwrap_or_default();
    let is_plain = tree.attribute(id, "rel").is_none_or(|given| given == "alternate" || given.is_empty());
    match (kind.is_empty() || kind.contains("html"), is_plain) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    }
}

/// Whether a relation is known to lead elsewhere than to the site: an address, or a name that feeds use (RFC 4287, RFC
/// 5005, RFC 5023, the `IANA` registry).
fn is_registered(relation: &str) -> bool {
    relation.contains(':')
        || matches!(
            relation,
            "archives"
                | "author"
                | "canonical"
                | "current"
                | "edit"
                | "edit-media"
                | "enclosure"
                | "first"
                | "hub"
                | "icon"
                | "last"
                | "license"
                | "next"
                | "next-archive"
                | "payment"
                | "prev"
                | "prev-archive"
                | "previous"
                | "related"
                | "replies"
                | "search"
                | "service"
                | "shortcut icon"
                | "stylesheet"
                | "via"
        )
}

fn image(tree: &Tree, id: NodeId) -> Option<String> {
    let url = tree.elements(id).find(|(_, element)| &*element.name == "url");
    url.and_then(|(url, _)| address(tree, url)).or_else(|| address_in(tree, id, "href"))
}

/// RSS 1.0's `sy:updatePeriod` in minutes.
fn period(name: &str) -> Option<u32> {
    match name.to_ascii_lowercase().as_str() {
        "hourly" => Some(60),
        "daily" => Some(24 * 60),
        "weekly" => Some(7 * 24 * 60),
        _ => None,
    }
}
