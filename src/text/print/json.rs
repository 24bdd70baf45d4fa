//! An article as JSON, `dateline.article/1`.

use serde::Serialize;

use crate::text::{
    article::{Article, HeadlineOrigin},
    quotes::Quotations,
};

/// A parsed article as JSON. `title` and `content` repeat headline and text under the names that other tools look for.
#[derive(Debug, Serialize)]
pub struct JsonArticle<'a> {
    format: &'static str,
    title: Option<&'a str>,
    title_origin: Option<HeadlineOrigin>,
    #[serde(flatten)]
    article: &'a Article,
    #[serde(flatten)]
    quotations: &'a Quotations,
}

impl<'a> JsonArticle<'a> {
    /// The form of an article and its quotations.
    #[must_use]
    pub fn new(article: &'a Article, quotations: &'a Quotations) -> Self {
        let headline = article.headline.as_ref();
        Self {
            format: "dateline.article/1",
            title: headline.map(|headline| headline.text.as_str()),
            title_origin: headline.map(|headline| headline.origin),
            article,
            quotations,
        }
    }
}

/// The article as one line, with a newline.
pub(super) fn line(article: &Article, quotations: &Quotations) -> String {
    // Strings and numbers can always be written.
    let line = serde_json::to_string(&JsonArticle::new(article, quotations)).unwrap_or_default();
    line + "\n"
}
