//! The article of a page without what stands around it.
//!
//! Two readings are made: readability's (`dom_smoothie`, after Mozilla's Readability), and the page's own element for its
//! text. Readability's is taken, tidied, unless it lost what the page's own way of saying where its text is kept.

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
mod tidy;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::walk::{Alternatives, Around, Surroundings};
use super::{element, written};
use crate::text::article::{Article, BlockKind};

/// What is said about a page in which no article was found.
const NO_ARTICLE: &str = "no article was found in this page: all of its text is shown";

/// A page of fewer bytes than this may well have hardly any text.
const SMALL_PAGE: usize = 4096;

/// Prose of fewer bytes than this is no article.
const LEAST_PROSE: usize = 250;

/// Text of fewer bytes than this is taken as the page gives it: readability needs some to tell it from what is around.
const LEAST_TEXT: usize = 500;

/// How much work readability may have, in elements times their depth: a big page of news has half a million.
const MOST_WORK: usize = 6_000_000;

/// The article of a page of so many bytes; all of its text where it has none.
pub(super) fn article(document: Document, around: Around<'_>, byline: Option<&str>, page_len: usize) -> Article {
    let (root, surroundings) = text_root(&document);
    let mut own = written(&root, Around { surroundings, ..around });
    if own.text.len() < LEAST_TEXT || work(&document) > MOST_WORK {
        if prose(&own) < LEAST_PROSE && page_len > SMALL_PAGE {
            own.notices.push(NO_ARTICLE.to_owned());
        }
        return own;
    }
    match readable(document, around) {
        Some(found) if prose(&found) >= LEAST_PROSE => tidy::tidy(found, byline),
        _ => {
            if prose(&own) < LEAST_PROSE {
                own.notices.push(NO_ARTICLE.to_owned());
            }
            own
        }
    }
}

/// What readability finds.
fn readable(document: Document, around: Around<'_>) -> Option<Article> {
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    readability.parse().ok()?;
    let found = readability.doc.select_single("#readability-page-1");
    let root = found.nodes().first()?;
    Some(written(root, Around { alternatives: Alternatives::LeftOut, ..around }))
}

/// How many bytes of sentences an article has: paragraphs that don't consist of links.
fn prose(article: &Article) -> usize {
    let text = |kind: &BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::Code);
    let blocks = article.blocks.iter().filter(|block| text(&block.kind) && block.range.len() >= 60);
    let prose = blocks.filter(|block| tidy::linked(article, &block.range) * 2 < block.range.len());
    prose.map(|block| block.range.len()).sum()
}

/// How many steps it takes to go from each element of a page to its root.
fn work(document: &Document) -> usize {
    let mut work = 0_usize;
    let mut depth = 0_usize;
    let root = document.root();
    let mut open = vec![root.first_child()];
    while let Some(next) = open.pop() {
        let Some(node) = next else {
            depth = depth.saturating_sub(1);
            continue;
        };
        open.push(node.next_sibling());
        if node.is_element() {
            work = work.saturating_add(depth);
            depth += 1;
            open.push(node.first_child());
        }
    }
    work
}

/// The least text, in bytes, that makes an element the page's article.
const LEAST_ARTICLE: usize = 250;

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
            && *len >= LEAST_ARTICLE.min(whole)
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
