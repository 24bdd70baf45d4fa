//! HTML to an article: a whole page with what it says about itself, or a piece of one, as feeds hold them.
//!
//! What a page hides, its scripts, its menus and its forms are no text. No style sheet is looked at.

mod element;
mod feeds;
mod metadata;
mod plain;
mod readable;
mod scanner;
mod structured;
mod table;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
mod tree;
mod walk;

use dom_query::NodeRef;
use url::Url;

pub use self::feeds::{FeedKind, FeedLink, Named, feeds};
use self::tree::Refusal;
use self::walk::{Around, walk};
use super::article::Article;
use super::flow::Flow;
use super::{lead, wire};

/// What is said about a page that can't be taken apart in good time.
const TOO_DEEP: &str = "too deeply nested: shown as plain text";

/// What is said about a page with a tag of hundreds of attributes.
const TOO_LONG_TAG: &str = "a tag with too many attributes: shown as plain text";

/// What is said about a page with very many `<` that begin nothing.
const LOOSE_SIGNS: &str = "too many < that begin no tag: shown as plain text";

/// How much of a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// Its article, without what stands around it; all of its text, and a notice, where there is none.
    #[default]
    Article,
    /// All of its text.
    Whole,
}

/// The article in a page, or all of its text, with what the page says about itself.
///
/// Links are resolved against the page's `base` element or else against `base`, the page's own address. Any text will do.
#[must_use]
pub fn parse(page: &str, base: Option<&Url>, extent: Extent) -> Article {
    let document = match tree::of_page(page) {
        Ok(document) => document,
        Err(refusal) => {
            let mut article = flat(page, refusal);
            lead::complete(&mut article);
            return article;
        }
    };
    let about = metadata::read(&document, base);
    let around = Around { repeated: &about.repeated, ..Around::nothing(about.base.as_ref().or(base)) };
    let mut article = match extent {
        Extent::Article => readable::article(document, around, about.given.byline.as_deref(), page.len()),
        Extent::Whole => written(&document.body().unwrap_or_else(|| document.root()), around),
    };
    about.given.fill(&mut article);
    lead::complete(&mut article);
    article
}

fn written(root: &NodeRef<'_>, around: Around<'_>) -> Article {
    let mut flow = Flow::new();
    walk(root, around, &mut flow);
    flow.finish()
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
    written(root, Around::nothing(base))
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
        Refusal::LooseSigns => LOOSE_SIGNS,
    };
    article.notices.push(notice.to_owned());
    article
}
