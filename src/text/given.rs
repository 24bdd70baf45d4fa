//! What a document says about itself: title, source, author, day, address, language.

use super::article::{Article, Headline, HeadlineOrigin, Published};
use super::{address, clean, language, published};

/// The metadata of a document; all of it clean, none of it blank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) title: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<Published>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) image: Option<String>,
}

/// A thing that documents name in their heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Title,
    Source,
    Byline,
    Published,
    Url,
    Language,
    Image,
}

impl Field {
    /// The field that a key of a header block or of front matter means.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Some(match key.trim().to_lowercase().as_str() {
            "title" | "headline" | "subject" => Self::Title,
            "source" | "publisher" | "publication" | "site" => Self::Source,
            "byline" | "author" | "authors" | "by" => Self::Byline,
            "date" | "published" | "pubdate" | "publish_date" | "published_at" => Self::Published,
            "url" | "link" | "permalink" | "canonical" => Self::Url,
            "language" | "lang" => Self::Language,
            _ => return None,
        })
    }
}

impl Given {
    /// Takes a value, unless the field has one already or the value is blank or makes no sense.
    pub(crate) fn set(&mut self, field: Field, value: &str) {
        let line = clean::line(value);
        if clean::is_blank(&line) {
            return;
        }
        let fill = |slot: &mut Option<String>, value: Option<String>| *slot = slot.take().or(value);
        match field {
            Field::Title => fill(&mut self.title, Some(line.into_owned())),
            Field::Source => fill(&mut self.source, Some(line.into_owned())),
            Field::Byline => fill(&mut self.byline, byline(&line)),
            Field::Url => fill(&mut self.url, address::web(&line)),
            Field::Image => fill(&mut self.image, address::web(&line)),
            Field::Language => fill(&mut self.language, language::from_tag(&line)),
            Field::Published if published::is_no_date(&line) => {}
            Field::Published => {
                self.published.get_or_insert_with(|| Published::from_written(&line));
            }
        }
    }

    /// Puts what is given into an article that doesn't know it yet.
    pub(crate) fn fill(self, article: &mut Article) {
        let title = self.title.map(|text| Headline { text, origin: HeadlineOrigin::Given });
        article.headline = article.headline.take().or(title);
        article.source = article.source.take().or(self.source);
        article.byline = article.byline.take().or(self.byline);
        article.published = article.published.take().or(self.published);
        article.url = article.url.take().or(self.url);
        article.language = article.language.take().or(self.language);
        article.image = article.image.take().or(self.image);
    }
}

/// A byline without its leading "By".
fn byline(line: &str) -> Option<String> {
    let by = line.get(..3).filter(|start| start.eq_ignore_ascii_case("by "));
    let name = if by.is_some() { line.get(3..).unwrap_or_default().trim() } else { line };
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether two titles have the same letters and digits.
pub(crate) fn is_same_title(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// The letters and digits of a title, in lower case.
pub(crate) fn letters(title: &str) -> impl Iterator<Item = char> {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn the_first_sensible_value_of_a_field_counts() {
        let mut given = Given::default();
        for (key, value) in [
            ("Title", " \u{200b} "),
            ("headline", " Two\u{1b}\n words "),
            ("title", "Another"),
            ("By", "By Jane Doe"),
            ("url", "javascript:alert(1)"),
            ("link", "HTTPS://Example.com/ä b"),
            ("lang", "klingonese"),
            ("language", "de"),
            ("published", "0001-01-01T00:00:00Z"),
            ("date", "2026-11-03"),
        ] {
            given.set(Field::of_key(key).unwrap(), value);
        }
        assert_eq!(given.title.as_deref(), Some("Two words"));
        assert_eq!(given.byline.as_deref(), Some("Jane Doe"));
        assert_eq!(given.url.as_deref(), Some("https://example.com/%C3%A4%20b"));
        assert_eq!(given.language.as_deref(), Some("de"));
        assert_eq!(given.published.unwrap().written, "2026-11-03");
    }
}
