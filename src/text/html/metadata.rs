//! What a page says about itself: in its head, in JSON-LD, and in the attributes of its text.

use dom_query::{Document, NodeId, NodeRef};
use url::Url;

use super::element::{attribute, name, with_text};
use super::{plain, structured};
use crate::text::article::Published;
use crate::text::clean;
use crate::text::given::{Field, Given, is_same_title, letters};

/// How many nodes are looked at.
const MOST_NODES: usize = 200_000;

/// How many headings, authors and blocks of JSON-LD are looked at.
const MOST_OF_A_KIND: usize = 8;

/// What is known about a page.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) given: Given,
    /// What its links are relative to, if it says so.
    pub(super) base: Option<Url>,
    /// The elements of its text that repeat its title or its byline.
    pub(super) repeated: Vec<NodeId>,
}

/// Reads what a page says about itself; `address` is where it was found.
pub(super) fn read(document: &Document, address: Option<&Url>) -> About {
    let mut found = Found::default();
    for node in document.root().descendants_it().take(MOST_NODES) {
        found.look_at(&node);
    }
    found.settle(address)
}

/// What a page says that its links are relative to; `address` is where it was found.
pub(super) fn base(document: &Document, address: Option<&Url>) -> Option<Url> {
    let root = document.root();
    let mut nodes = root.descendants_it().take(MOST_NODES);
    let href = nodes.find_map(|node| if &*name(&node)? == "base" { attribute(&node, "href") } else { None })?;
    joined(&href, address)
}

fn joined(href: &str, address: Option<&Url>) -> Option<Url> {
    match address {
        Some(address) => address.join(href).ok(),
        None => Url::parse(href).ok(),
    }
}

/// How good a source is: the lower, the better.
type Rank = u8;

/// Everything that was found.
#[derive(Debug, Default)]
struct Found {
    values: Vec<(Field, Rank, String)>,
    base: Option<String>,
    /// The `title` element, often with the site's name behind the title.
    window: Option<String>,
    /// The headings at the top.
    headings: Vec<(NodeId, String)>,
    structured: usize,
    /// The elements that name an author.
    authors: Vec<(NodeId, String)>,
}

impl Found {
    fn look_at(&mut self, node: &NodeRef<'_>) {
        let Some(name) = name(node) else { return };
        match &*name {
            "html" => self.add(Field::Language, 1, attribute(node, "lang")),
            "title" if self.window.is_none() => self.window = Some(text(node)),
            "base" if self.base.is_none() => self.base = attribute(node, "href"),
            "meta" => self.meta(node),
            "link" => self.link(node),
            "script" => self.script(node),
            "time" => self.time(node),
            "h1" | "h2" if self.headings.len() < MOST_OF_A_KIND => {
                self.headings.push((node.id, text(node)));
            }
            "a" | "span" | "p" | "div" | "address" if self.authors.len() < MOST_OF_A_KIND => {
                self.author(node);
            }
            _ => {}
        }
    }

    fn add(&mut self, field: Field, rank: Rank, value: Option<String>) {
        if let Some(value) = value.filter(|value| !clean::is_blank(value)) {
            self.values.push((field, rank, value));
        }
    }

    fn meta(&mut self, node: &NodeRef<'_>) {
        let key = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| attribute(node, key));
        let Some((field, rank)) = key.and_then(|key| meaning(&key.trim().to_ascii_lowercase())) else {
            return;
        };
        let value = attribute(node, "content").map(|content| plain::line(&content));
        let address = |value: &String| value.starts_with("http://") || value.starts_with("https://");
        let is_address = matches!(field, Field::Url | Field::Image);
        self.add(field, rank, value.filter(|value| is_address || !address(value)));
    }

    fn link(&mut self, node: &NodeRef<'_>) {
        if attribute(node, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
            self.add(Field::Url, 1, attribute(node, "href"));
        }
    }

    fn script(&mut self, node: &NodeRef<'_>) {
        let json = attribute(node, "type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"));
        if !json || self.structured >= MOST_OF_A_KIND {
            return;
        }
        self.structured += 1;
        let mut values = Vec::new();
        if let Some(child) = node.first_child() {
            with_text(&child, |json| values = structured::read(json));
        }
        for (field, value) in values {
            self.add(field, 2, Some(plain::line(&value)));
        }
    }

    fn time(&mut self, node: &NodeRef<'_>) {
        let published = attribute(node, "itemprop").is_some_and(|prop| prop.eq_ignore_ascii_case("datePublished"));
        let rank = if published || attribute(node, "pubdate").is_some() { 4 } else { 5 };
        self.add(Field::Published, rank, attribute(node, "datetime").or_else(|| Some(text(node))));
    }

    fn author(&mut self, node: &NodeRef<'_>) {
        let says = |attr: &str, word: &str| {
            attribute(node, attr)
                .is_some_and(|value| value.split_ascii_whitespace().any(|part| part.eq_ignore_ascii_case(word)))
        };
        let rank = match () {
            () if says("rel", "author") || says("itemprop", "author") => 4,
            () if says("class", "byline") || says("class", "author") => 5,
            () => return,
        };
        let name = text(node);
        self.authors.push((node.id, name.clone()));
        self.add(Field::Byline, rank, (name.len() <= 120).then_some(name));
    }

    fn settle(mut self, address: Option<&Url>) -> About {
        let base = self.base.take().and_then(|href| joined(&href, address));
        let mut given = Given::default();
        self.values.sort_by_key(|(_, rank, _)| *rank);
        for (field, _, value) in &self.values {
            match field {
                Field::Url | Field::Image => given.set(*field, &absolute(value, base.as_ref().or(address))),
                Field::Published if Published::from_written(value).at.is_none() => {}
                Field::Title => {}
                _ => given.set(*field, value),
            }
        }
        // A day that can't be understood is better than none.
        let day = self.values.iter().find(|(field, ..)| *field == Field::Published);
        given.set(Field::Published, day.map_or("", |(_, _, day)| day));
        given.set(Field::Url, address.map_or("", Url::as_str));
        let title = self.title(given.source.as_deref()).unwrap_or_default();
        given.set(Field::Title, &title);
        let headings = self.headings.iter().filter(|(_, heading)| is_same_title(heading, &title));
        let authors = self
            .authors
            .iter()
            .filter(|(_, name)| given.byline.as_deref().is_some_and(|byline| is_byline(name, byline)));
        let repeated = headings.chain(authors).map(|(node, _)| *node).collect();
        About { given, base, repeated }
    }

    /// The page's title: the heading that the other titles begin with, else the title meant for sharing, else the
    /// window's title without the site's name, else the first heading.
    fn title(&self, source: Option<&str>) -> Option<String> {
        let shared = self.values.iter().find(|(field, ..)| *field == Field::Title);
        let shared = shared.map(|(_, _, title)| title.as_str());
        let whole = self.window.as_deref().unwrap_or_default();
        let window = Some(without_site(whole, source)).filter(|title| !title.is_empty());
        let confirmed = |heading: &&str| {
            let titles = shared.iter().chain(&window);
            letters(heading).count() >= 8 && titles.into_iter().any(|title| begins_alike(title, heading))
        };
        let headings =
            || self.headings.iter().map(|(_, heading)| heading.as_str()).filter(|heading| !heading.is_empty());
        let title = headings().find(confirmed).or(shared).or(window);
        title.or_else(|| headings().next()).map(str::to_owned)
    }
}

/// What a `meta` element of that name gives.
fn meaning(key: &str) -> Option<(Field, Rank)> {
    Some(match key {
        "og:title" => (Field::Title, 1),
        "twitter:title" | "dc.title" | "dcterms.title" => (Field::Title, 3),
        "og:site_name" => (Field::Source, 1),
        "publisher" | "dc.publisher" | "application-name" => (Field::Source, 3),
        "author" | "dc.creator" | "parsely-author" | "sailthru.author" => (Field::Byline, 1),
        "article:author" | "og:article:author" => (Field::Byline, 3),
        "article:published_time" | "og:article:published_time" => (Field::Published, 1),
        "date" | "pubdate" | "publishdate" | "publish-date" | "dc.date" | "dc.date.issued" | "dcterms.created"
        | "datepublished" | "parsely-pub-date" | "sailthru.date" => (Field::Published, 3),
        "og:url" => (Field::Url, 2),
        "og:image" | "og:image:url" | "og:image:secure_url" => (Field::Image, 1),
        "twitter:image" | "twitter:image:src" | "thumbnail" | "parsely-image-url" | "sailthru.image.full" => {
            (Field::Image, 3)
        }
        "og:locale" => (Field::Language, 2),
        "content-language" | "dc.language" | "inlanguage" => (Field::Language, 3),
        _ => return None,
    })
}

/// Whether an element's text is only the byline, with or without a "By".
fn is_byline(text: &str, byline: &str) -> bool {
    is_same_title(text, byline) || is_same_title(text, &format!("By {byline}"))
}

fn absolute(href: &str, base: Option<&Url>) -> String {
    base.and_then(|base| base.join(href.trim()).ok()).map_or_else(|| href.to_owned(), Into::into)
}

/// At most so much of an element's text, in bytes, is looked at for a title or a name.
const LONGEST_TEXT: usize = 600;

fn text(node: &NodeRef<'_>) -> String {
    let mut words = String::new();
    for inner in node.descendants_it().take(200) {
        with_text(&inner, |text| {
            words.push_str(clean::prefix(text, LONGEST_TEXT));
        });
        if words.len() >= LONGEST_TEXT {
            break;
        }
    }
    clean::line(&words).into_owned()
}

fn begins_alike(title: &str, heading: &str) -> bool {
    let shorter = letters(title).count().min(letters(heading).count());
    shorter >= 8 && letters(title).take(shorter).eq(letters(heading).take(shorter))
}

/// A window's title without the site's name at its end: the one that is known, or a few words after a bar or dash.
fn without_site<'a>(window: &'a str, source: Option<&str>) -> &'a str {
    for separator in [" | ", " – ", " — ", " :: ", " · ", " » ", " - "] {
        let Some((title, site)) = window.rsplit_once(separator) else {
            continue;
        };
        let known = source.is_some_and(|source| is_same_title(source, site));
        let few = site.split_whitespace().count() <= 4;
        let enough = title.split_whitespace().count() >= 3 || letters(title).count() >= 15;
        if known || (source.is_none() && few && enough) {
            return title.trim();
        }
    }
    window.trim()
}
