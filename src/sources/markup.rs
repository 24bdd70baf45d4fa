//! HTML inside feeds: made safe with absolute addresses, or brought onto one line. It knows tokens, not trees: what it
//! writes is read by the article's own parser later.

mod elements;
mod line;
mod safe;
mod tokens;

use url::Url;

use super::xml::escape_into;
use crate::text::{clean, html};
use line::with_other_tags_as_text;
use safe::Safe;
use tokens::{mended, tokenize};

/// HTML as a document gives it, with the address that its relative links start from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup {
    /// HTML as given: not safe to hand on as it is.
    pub html: String,
    /// Absolute base address, where one is known.
    pub base: Option<Url>,
}

impl Markup {
    /// HTML of plain text: paragraphs at blank lines, line breaks kept.
    #[must_use]
    pub fn from_plain(text: &str) -> Self {
        let mut html = String::with_capacity(text.len() + 8);
        let text = text.trim().replace("\r\n", "\n");
        if !text.contains('\n') {
            escape_into(&mut html, &text);
            return Self { html, base: None };
        }
        for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            html.push_str("<p>");
            for (number, line) in paragraph.lines().enumerate() {
                if number > 0 {
                    html.push_str("<br>\n");
                }
                escape_into(&mut html, line);
            }
            html.push_str("</p>\n");
        }
        Self { html, base: None }
    }

    /// Whether nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.html.trim().is_empty()
    }

    /// The HTML without scripts, styles, frames, forms, event handlers and script addresses, every element closed,
    /// links absolute where the base is known, and every character printable.
    #[must_use]
    pub fn safe_html(&self) -> String {
        if !self.html.contains(['<', '&']) {
            let mut html = String::with_capacity(self.html.len());
            escape_into(&mut html, &clean::text(&self.html));
            return html;
        }
        tokenize(&self.html, Safe::new(self.base.as_ref())).finish()
    }

    /// The words alone, on one line.
    #[must_use]
    pub fn one_line(&self) -> String {
        one_line(&self.html)
    }
}

/// HTML -> its words on one line, clean. What only looks like a tag stays: `Vec<T>`.
pub(crate) fn one_line(html: &str) -> String {
    if html.contains('<') { html::text_of(&mended(&with_other_tags_as_text(html))) } else { html::text_of(html) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
