//! A bookmark, and how it is spelt in TOML.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use serde::de::{Error as _, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use toml_edit::Datetime;

use crate::text::article::{Article, Published};
use crate::text::{around::kept, clean};

/// An article, or a quotation in it, that the reader keeps.
///
/// What the file doesn't say is `None` or empty: a file that was written by hand may lack anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// What it is called in a list.
    pub title: Option<String>,
    /// Who published it: `Shafaq News`.
    pub source: Option<String>,
    /// When it was published; in the file's words where they can't be understood.
    pub date: Option<Published>,
    /// Where it can be read on the web.
    pub url: Option<String>,
    /// What is kept: never changed by an edit.
    pub target: Target,
    /// Words that the reader files it under, in the reader's order.
    pub tags: Vec<String>,
    /// What the reader wrote about it.
    pub note: Option<String>,
    /// When it was bookmarked, in Unix seconds.
    pub added: Option<i64>,
    /// Who says the quotation, where one is kept.
    pub speaker: Option<String>,
    /// The name of the file in `bookmarks/` that keeps the article's text.
    pub snapshot: Option<String>,
}

/// What a bookmark is for: the identity that two instances of the program agree on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target {
    /// The article's stable key: `file:/home/mia/note.md`, `https://example.org/a`.
    ///
    /// In a file that lacks it, the URL stands in for it, else the title. It is as it was given, and may hold what no
    /// terminal should be sent.
    pub key: String,
    /// The quotation, if not the whole article is kept.
    pub quotation: Option<Anchor>,
}

impl Target {
    /// The whole article with that key.
    #[must_use]
    pub fn article(key: &str) -> Self {
        Self { key: key.to_owned(), quotation: None }
    }
}

/// Words of an article by which a passage is found again after the article changed: a `TextQuoteSelector` of the
/// W3C's Web Annotation Data Model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Anchor {
    /// The passage's own words.
    pub exact: String,
    /// The words before it, as far as they are needed.
    pub prefix: String,
    /// The words after it, as far as they are needed.
    pub suffix: String,
}

impl Bookmark {
    /// A bookmark for `article`, made at `added` in Unix seconds.
    #[must_use]
    pub fn of(key: &str, article: &Article, added: i64) -> Self {
        Self {
            title: article.headline.as_ref().map(|headline| headline.text.clone()),
            source: article.source.clone(),
            date: article.published.clone(),
            url: article.url.clone(),
            target: Target::article(key),
            added: Some(added),
            ..Self::default()
        }
    }

    /// The bookmark as it will be read once it is written.
    pub(super) fn as_written(&self) -> Self {
        Self::from(Spelling::from(self))
    }

    /// What to call it: its title, else the words it keeps, else its address, else its key.
    #[must_use]
    pub fn name(&self) -> Cow<'_, str> {
        let words = self.target.quotation.as_ref().map(|anchor| anchor.exact.as_str());
        match self.title.as_deref().or(words).or(self.url.as_deref()) {
            Some(name) => Cow::Borrowed(name),
            None => clean::line(&self.target.key),
        }
    }
}

/// A bookmark as the file spells it: one `[[bookmark]]`, its keys in the order in which they are written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Spelling {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    added: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotation: Option<Quoted>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Quoted {
    exact: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    prefix: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    suffix: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
}

/// A moment as the file spells it: TOML's own date and time (RFC 3339), or any words.
#[derive(Debug, Clone)]
struct Moment(String);

impl Moment {
    fn at(seconds: i64) -> Option<Self> {
        let timestamp = Timestamp::from_second(seconds).ok()?;
        Some(Self(timestamp.to_string()))
    }

    fn of(published: &Published) -> Self {
        let exact = published.at.and_then(Self::at);
        exact.unwrap_or_else(|| Self(published.written.clone()))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.parse::<Datetime>() {
            Ok(datetime) => datetime.serialize(serializer),
            Err(_) => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MomentVisitor)
    }
}

struct MomentVisitor;

impl<'de> Visitor<'de> for MomentVisitor {
    type Value = Moment;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a date such as 2026-11-03T08:10:00Z")
    }

    fn visit_str<E: serde::de::Error>(self, words: &str) -> Result<Moment, E> {
        Ok(Moment(words.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Moment, A::Error> {
        let datetime =
            Datetime::deserialize(MapAccessDeserializer::new(map)).map_err(|_| A::Error::custom("not a date"))?;
        Ok(Moment(datetime.to_string()))
    }
}

/// Unix seconds of `words`, if they are a date or a date and time as in RFC 3339 (ISO 8601). Where no offset is given, UTC is
/// meant; where no time is given, the day's first second.
fn seconds(words: &str) -> Option<i64> {
    let words = words.trim();
    if let Ok(timestamp) = words.parse::<Timestamp>() {
        return Some(timestamp.as_second());
    }
    let local = words.parse::<civil::DateTime>().ok()?;
    Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

impl From<Spelling> for Bookmark {
    fn from(spelling: Spelling) -> Self {
        let line = |words: Option<String>| {
            words.map(|words| clean::line(&words).into_owned()).filter(|words| !words.is_empty())
        };
        let [title, source, url, snapshot] =
            [spelling.title, spelling.source, spelling.url, spelling.snapshot].map(line);
        let speaker = line(spelling.quotation.as_ref().and_then(|quoted| quoted.speaker.clone()));
        let identity = spelling
            .key
            .filter(|key| !key.is_empty())
            .or_else(|| url.clone())
            .or_else(|| title.clone())
            .unwrap_or_default();
        Self {
            title,
            source,
            date: spelling
                .date
                .map(|Moment(words)| Published { at: seconds(&words), written: clean::line(&words).into_owned() }),
            url,
            target: Target { key: identity, quotation: spelling.quotation.map(Anchor::from) },
            tags: spelling.tags.iter().map(|tag| clean::line(tag).into_owned()).collect(),
            note: spelling.note.map(|note| clean::text(&note).into_owned()).filter(|note| !note.is_empty()),
            added: spelling.added.and_then(|Moment(words)| seconds(&words)),
            speaker,
            snapshot,
        }
    }
}

impl From<Quoted> for Anchor {
    fn from(quoted: Quoted) -> Self {
        Self { exact: kept(&quoted.exact), prefix: kept(&quoted.prefix), suffix: kept(&quoted.suffix) }
    }
}

impl From<&Bookmark> for Spelling {
    fn from(bookmark: &Bookmark) -> Self {
        Self {
            title: bookmark.title.clone(),
            source: bookmark.source.clone(),
            date: bookmark.date.as_ref().map(Moment::of),
            url: bookmark.url.clone(),
            key: Some(bookmark.target.key.clone()),
            tags: bookmark.tags.clone(),
            note: bookmark.note.clone(),
            added: bookmark.added.and_then(Moment::at),
            snapshot: bookmark.snapshot.clone(),
            quotation: bookmark.target.quotation.as_ref().map(|anchor| Quoted {
                exact: anchor.exact.clone(),
                prefix: anchor.prefix.clone(),
                suffix: anchor.suffix.clone(),
                speaker: bookmark.speaker.clone(),
            }),
        }
    }
}
