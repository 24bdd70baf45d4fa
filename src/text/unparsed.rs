//! An article whose text is still HTML: what is known of it, and what it is once it is parsed. It knows no feed.

use url::Url;

use super::{article::Article, html, lead};

/// An article that nobody has parsed yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unparsed {
    /// What was said about it; its text, blocks and marks are empty.
    pub head: Article,
    /// Its text: a piece of HTML, as it came.
    pub html: String,
    /// What relative links start from.
    pub base: Option<Url>,
}

impl Unparsed {
    /// The article: the text's first words say what its head leaves out.
    #[must_use]
    pub fn parse(self) -> Article {
        let Self { head, html, base } = self;
        let body = if html.is_empty() { Article::default() } else { html::blocks(&html, base.as_ref()) };
        let notices = head.notices.iter().cloned().chain(body.notices).collect();
        let mut article = Article { text: body.text, blocks: body.blocks, marks: body.marks, notices, ..head };
        lead::complete(&mut article);
        article
    }
}
