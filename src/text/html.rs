//! HTML to an article: a whole page with what it says about itself, or a piece of one, as feeds hold them.
//!
//! What a page hides, its scripts, its menus and its forms are no text. No style sheet is looked at.

mod element;
mod feeds;
mod metadata;
mod plain;
mod scanner;
mod structured;
mod table;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
mod tree;
mod walk;

use dom_query::{Document, NodeRef};
use url::Url;

pub use self::feeds::{FeedKind, FeedLink, Named, feeds};
use self::tree::Refusal;
use self::walk::{Around, Surroundings, walk};
use super::article::Article;
use super::flow::Flow;
use super::{lead, wire};

/// What is said about a page that can't be taken apart in good time.
const TOO_DEEP: &str = "too deeply nested: shown as plain text";

/// What is said about a page with a tag of hundreds of attributes.
const TOO_LONG_TAG: &str = "a tag with too many attributes: shown as plain text";

/// The article in a page: its metadata, and the text of its `article` or `main` element or else of all its body.
///
/// Links are resolved against the page's `base` element or else against `base`, the page's own address. Any text will do.
#[must_use]
pub fn parse(page: &str, base: Option<&Url>) -> Article {
    let document = match tree::of_page(page) {
        Ok(document) => document,
        Err(refusal) => {
            let mut article = flat(page, refusal);
            lead::complete(&mut article);
            return article;
        }
    };
    let about = metadata::read(&document, base);
    let (root, surroundings) = text_root(&document);
    let mut flow = Flow::new();
    let around = Around { base: about.base.as_ref().or(base), surroundings, repeated: &about.repeated };
    walk(&root, around, &mut flow);
    let mut article = flow.finish();
    about.given.fill(&mut article);
    lead::complete(&mut article);
    article
}

/// The text, blocks and marks of a piece of HTML, such as an item of a feed; nothing else is filled but notices.
///
/// To find a dateline and a headline in it, hand it on to [`lead::complete`].
#[must_use]
pub fn blocks(fragment: &str, base: Option<&Url>) -> Article {
    match tree::of_fragment(fragment) {
        Ok(document) => blocks_of(&document.root(), base),
        Err(refusal) => flat(fragment, refusal),
    }
}

/// The text, blocks and marks under a node of a tree that was built elsewhere.
#[must_use]
pub fn blocks_of(root: &NodeRef<'_>, base: Option<&Url>) -> Article {
    let mut flow = Flow::new();
    walk(root, Around::nothing(base), &mut flow);
    flow.finish()
}

/// One line: the text of a title or a name that may hold markup, character references, or both escaped once more.
#[must_use]
pub fn text_of(fragment: &str) -> String {
    plain::line(fragment)
}

/// Writes a piece of HTML within other text; one that is nested too deeply as a paragraph.
pub(crate) fn write(fragment: &str, base: Option<&Url>, flow: &mut Flow) {
    let Ok(document) = tree::of_fragment(fragment) else {
        flow.begin_paragraph();
        flow.text(&plain::text(fragment));
        return flow.end();
    };
    walk(&document.root(), Around::nothing(base), flow);
}

/// A page as plain text, with the notice that says why.
fn flat(page: &str, refusal: Refusal) -> Article {
    let mut article = wire::blocks(&plain::text(page));
    let notice = match refusal {
        Refusal::TooDeep => TOO_DEEP,
        Refusal::TooLongTag => TOO_LONG_TAG,
    };
    article.notices.push(notice.to_owned());
    article
}

/// The least text, in bytes, that makes an element the page's article.
const LEAST_TEXT: usize = 250;

/// How many articles of a page are looked at.
const MOST_ARTICLES: usize = 20;

/// The element that holds the page's text: its first long article, or its main part, if that holds a fair share of the
/// text.
fn text_root(document: &Document) -> (NodeRef<'_>, Surroundings) {
    let body = document.body().unwrap_or_else(|| document.root());
    let whole = text_len(&body);
    for selector in ["[itemprop=articleBody]", "article", "main, [role=main]"] {
        let found = document.select(selector);
        let lens: Vec<usize> = found.nodes().iter().take(MOST_ARTICLES).map(text_len).collect();
        let longest = lens.iter().copied().max().unwrap_or(0);
        let first = found.nodes().iter().zip(&lens).find(|(_, len)| **len * 2 >= longest);
        if let Some((node, len)) = first
            && *len >= LEAST_TEXT.min(whole)
            && *len * 4 >= whole
        {
            return (*node, Surroundings::None);
        }
    }
    (body, Surroundings::Page)
}

/// How much text is under a node, in bytes, white space and scripts aside.
fn text_len(root: &NodeRef<'_>) -> usize {
    let mut len = 0;
    let mut open = vec![root.first_child()];
    while let Some(next) = open.pop() {
        let Some(node) = next else { continue };
        open.push(node.next_sibling());
        match element::name(&node) {
            Some(name) if element::role(&name) == element::Role::Skipped => {}
            Some(_) => open.push(node.first_child()),
            None => element::with_text(&node, |text| len += text.trim().len()),
        }
    }
    len
}
