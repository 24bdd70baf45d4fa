//! The forms in which an article leaves the program: plain text, Markdown, HTML, JSON. It knows where none of them goes.

use super::{html, json, markdown};
use crate::text::{
    article::Article,
    page::{self, Setting},
    quotes::Quotations,
};

/// A form of an article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// Text in lines.
    #[default]
    Plain,
    /// Markdown, with who said what.
    Markdown,
    /// A page of HTML, with who said what.
    Html,
    /// JSON, `dateline.article/1`, a line.
    Json,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Plain, Self::Markdown, Self::Html, Self::Json];

    /// Its name in a sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain text",
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Json => "JSON",
        }
    }

    /// What a file of this form ends in, without the dot; also its word in the configuration.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Plain => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// The form of files that end so, in any case of letters.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        let other = [("text", Self::Plain), ("markdown", Self::Markdown), ("htm", Self::Html)].into_iter();
        let mut all = Self::ALL.into_iter().map(|form| (form.ending(), form)).chain(other);
        all.find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, form)| form)
    }

    /// The form after this one, and after the last the first.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Plain => Self::Markdown,
            Self::Markdown => Self::Html,
            Self::Html => Self::Json,
            Self::Json => Self::Plain,
        }
    }

    /// An article in this form; it ends with a newline.
    #[must_use]
    pub fn of(self, article: &Article, quotations: &Quotations) -> String {
        match self {
            Self::Plain => page::plain(article, &Setting::default()),
            Self::Markdown => markdown(article, quotations),
            Self::Html => html::page(article, quotations),
            Self::Json => json::line(article, quotations),
        }
    }
}
