//! One entry's fields, whatever vocabulary they come from.

use super::super::dates;
use super::super::markup::Markup;
use super::super::xml::{Element, NodeId, Tree, Vocabulary};
use super::draft::{All, Best, Dates, MAX_MANY, page_rank, relation};
use super::media::{self, Media};
use super::values::{address, address_in, clean_line, line, markup, person, plain_line};
use super::{Enclosure, Entry, Link, Person};
use crate::sources::address::is_web;

#[derive(Default)]
struct Draft {
    entry: Entry,
    title: Best<String>,
    link: Best<String>,
    id: Best<String>,
    summary: Best<Markup>,
    content: Best<Markup>,
    authors: All<Person>,
    published: Dates,
    updated: Dates,
    /// A date that doesn't say of what: of publication, or of a change where that is known.
    dated: Dates,
    image: Best<String>,
    language: Best<String>,
    media: Media,
}

/// Reads an entry.
pub(super) fn entry(tree: &Tree, id: NodeId) -> Entry {
    let mut draft = Draft::default();
    for (child, element) in tree.elements(id) {
        draft.field(tree, child, element);
    }
    draft.attributes(tree, id);
    draft.finish()
}

impl Draft {
    fn field(&mut self, tree: &Tree, id: NodeId, element: &Element) {
        use Vocabulary::{Atom, Content, Core, Dc, DcTerms, Media, Podcast, Xhtml};
        match (element.vocabulary, &*element.name) {
            (Core | Atom, "title") => self.title.offer_last(0, || line(tree, id)),
            (Dc, "title") => self.title.offer(1, || line(tree, id)),
            (Media, "title") => self.title.offer(2, || line(tree, id)),
            (Podcast, "title") => self.title.offer(3, || line(tree, id)),
            (Core | Atom, "link") => self.link(tree, id),
            (Core, "url") => self.link.offer(2, || address(tree, id)),
            (Core | Atom, "guid" | "id") => self.guid(tree, id),
            (Dc, "identifier") => self.id.offer(2, || plain_line(tree, id)),
            (Core | Atom, "description" | "summary" | "abstract") => {
                self.summary.offer_last(0, || markup(tree, id));
            }
            (Dc | DcTerms, "description" | "abstract") => {
                self.summary.offer(1, || markup(tree, id));
            }
            (Podcast, "summary" | "description") => self.summary.offer(2, || markup(tree, id)),
            (Podcast, "subtitle") => self.summary.offer(4, || markup(tree, id)),
            (Content, "encoded") => self.content.offer(0, || markup(tree, id)),
            (Atom, "content") => self.content(tree, id),
            (Xhtml, "body" | "div") | (Core, "body" | "fullitem" | "content" | "encoded" | "div") => {
                self.content.offer(2, || markup(tree, id));
            }
            _ => self.further(tree, id, element),
        }
    }

    fn further(&mut self, tree: &Tree, id: NodeId, element: &Element) {
        use Vocabulary::{Atom, Core, Dc, DcTerms, FeedBurner, Media, Podcast};
        match (element.vocabulary, &*element.name) {
            (Core | Atom, "author") => self.authors.offer(0, MAX_MANY, person(tree, id)),
            (Dc, "creator" | "author") => self.authors.offer(1, MAX_MANY, person(tree, id)),
            (Podcast, "author") => self.authors.offer(2, MAX_MANY, person(tree, id)),
            (Core, "pubdate" | "published" | "issued") => self.published.offer_last(0, tree, id),
            (Atom, "published" | "issued") => self.published.offer_last(1, tree, id),
            (DcTerms, "issued" | "created") | (Atom, "created") => {
                self.published.offer(2, tree, id);
            }
            (Dc | DcTerms | Core, "date") => self.dated.offer(0, tree, id),
            (Core | Atom, "updated" | "modified" | "lastbuilddate") => {
                self.updated.offer(0, tree, id);
            }
            (DcTerms, "modified") => self.updated.offer(1, tree, id),
            (Core | Atom | Media | Dc | Podcast, "category" | "subject" | "keywords" | "tags") => {
                self.categories(tree, id);
            }
            (Core, "enclosure") => self.enclosure(media::enclosure(tree, id)),
            (Media, _) => self.media.element(tree, id, element),
            (Podcast, "image") => self.image.offer(1, || address_in(tree, id, "href")),
            (Core, "image") => self.image.offer(2, || address_in(tree, id, "href").or_else(|| address(tree, id))),
            (Core, "comments") => self.further_link("comments", address(tree, id)),
            (FeedBurner, "origlink") => self.further_link("original", address(tree, id)),
            (Dc, "language") => self.language.offer(0, || plain_line(tree, id)),
            (Atom, "source") if tree.has_elements(id) => {
                self.authors_of_source(tree, id);
                self.entry.source = self.entry.source.take().or_else(|| source(tree, id));
            }
            (Dc | Core | Atom, "source") => {
                self.entry.source = self.entry.source.take().or_else(|| source(tree, id));
            }
            _ => {}
        }
    }

    fn link(&mut self, tree: &Tree, id: NodeId) {
        let Some(href) = address_in(tree, id, "href") else {
            return self.link.offer_last(1, || address(tree, id));
        };
        match relation(tree, id).as_str() {
            "alternate" => {
                self.further_link("alternate", Some(href.clone()));
                self.link.offer(page_rank(tree, id), || Some(href));
            }
            "enclosure" => self.enclosure(media::enclosure(tree, id)),
            "self" => self.link.offer(5, || Some(href)),
            relation => self.further_link(relation, Some(href)),
        }
    }

    fn guid(&mut self, tree: &Tree, id: NodeId) {
        let is_guid = tree.name(id) == "guid";
        let is_link = is_guid && tree.attribute(id, "ispermalink").is_none_or(|is| !is.eq_ignore_ascii_case("false"));
        let literal = plain_line(tree, id);
        // A bare number is no address, whatever it would be beside the feed's: two feeds of a host may have the same one.
        if is_link && literal.as_deref().is_some_and(is_web) {
            self.link.offer(3, || address(tree, id).filter(|address| is_web(address)));
        }
        self.id.offer_last(0, || if is_guid { literal } else { address(tree, id).or(literal) });
    }

    /// Content that stands elsewhere (`src`) is a link.
    fn content(&mut self, tree: &Tree, id: NodeId) {
        if let Some(src) = address_in(tree, id, "src") {
            self.link.offer(4, || Some(src.clone()));
            let media_type = tree.attribute(id, "type").map(clean_line);
            self.enclosure(Some(Enclosure { url: src, media_type, ..Enclosure::default() }));
        }
        let kind = tree.attribute(id, "type").unwrap_or_default().to_ascii_lowercase();
        let rank = u8::from(!(kind.is_empty() || kind.contains("html") || kind.starts_with("text")));
        self.content.offer(rank, || markup(tree, id));
    }

    /// An entry without authors has those of the feed that it was taken from (RFC 4287, 4.2.1).
    fn authors_of_source(&mut self, tree: &Tree, id: NodeId) {
        for (author, _) in tree.elements(id).filter(|(_, element)| &*element.name == "author") {
            self.authors.offer(8, MAX_MANY, person(tree, author));
        }
    }

    fn categories(&mut self, tree: &Tree, id: NodeId) {
        for category in categories(tree, id) {
            let known = &mut self.entry.categories;
            // One too many, so that it can be told that there are more.
            if known.len() <= MAX_MANY && !known.contains(&category) {
                known.push(category);
            }
        }
    }

    fn enclosure(&mut self, enclosure: Option<Enclosure>) {
        let known = &mut self.entry.enclosures;
        if let Some(enclosure) =
            enclosure.filter(|new| known.len() < MAX_MANY && known.iter().all(|old| old.url != new.url))
        {
            known.push(enclosure);
        }
    }

    fn further_link(&mut self, relation: &str, url: Option<String>) {
        if let Some(url) = url.filter(|_| self.entry.links.len() < MAX_MANY) {
            self.entry.links.push(Link { url, relation: clean_line(relation) });
        }
    }

    /// What stands in attributes of the entry's element: RDF's name, CDF's fields, the language.
    fn attributes(&mut self, tree: &Tree, id: NodeId) {
        self.id.offer(1, || address_in(tree, id, "about"));
        self.link.offer(4, || address_in(tree, id, "about").filter(|address| is_web(address)));
        self.link.offer(3, || address_in(tree, id, "href"));
        let language = tree.element(id).and_then(|element| {
            element.attributes.iter().find(|(name, _)| &**name == "xml:lang").map(|(_, tag)| clean_line(tag))
        });
        self.language.offer(1, || language.filter(|tag| !tag.is_empty()));
        if let Some(written) = tree.attribute(id, "lastmod") {
            self.entry.updated = dates::read(written);
        }
    }

    fn finish(self) -> Entry {
        let mut entry = self.entry;
        let Media { enclosures, title, description, image } = self.media;
        entry.title = self.title.take().or(title);
        entry.link = self.link.take();
        entry.id = self.id.take();
        entry.summary = self.summary.take().or(description);
        entry.content = self.content.take();
        entry.authors = self.authors.take();
        entry.image = self.image.take().or(image);
        entry.language = self.language.take();
        for enclosure in enclosures {
            if entry.enclosures.len() < MAX_MANY && entry.enclosures.iter().all(|old| old.url != enclosure.url) {
                entry.enclosures.push(enclosure);
            }
        }
        let (published, published_words) = self.published.take();
        let (updated, updated_words) = self.updated.take();
        let (dated, dated_words) = self.dated.take();
        entry.published = published.or(dated);
        entry.updated = updated.or(entry.updated).or(dated.filter(|_| published.is_some()));
        entry.date_written = published_words.or(dated_words).or(updated_words);
        entry
    }
}

/// The words of a category element: its text, its attributes, or those of categories inside.
pub(super) fn categories(tree: &Tree, id: NodeId) -> Vec<String> {
    let nested = tree.descendants(id).filter(|&child| tree.name(child) == "category").take(MAX_MANY + 1);
    let of = |id: NodeId| {
        let named = ["label", "term", "text"].iter().find_map(|name| tree.attribute(id, name)).map(clean_line);
        named.filter(|name| !name.is_empty()).or_else(|| if tree.has_elements(id) { None } else { line(tree, id) })
    };
    let own = of(id);
    if matches!(tree.name(id), "keywords" | "tags") {
        return own
            .into_iter()
            .flat_map(|all| all.split(',').map(|word| word.trim().to_owned()).collect::<Vec<_>>())
            .filter(|word| !word.is_empty())
            .take(MAX_MANY + 1)
            .collect();
    }
    own.into_iter().chain(nested.filter_map(of)).collect()
}

/// The name of the feed that an entry was taken from.
fn source(tree: &Tree, id: NodeId) -> Option<String> {
    let title = tree.elements(id).find(|(_, element)| &*element.name == "title");
    match title {
        Some((title, _)) => line(tree, title),
        None if tree.has_elements(id) => None,
        None => line(tree, id),
    }
}
