//! A body as it came, to be parsed later: form 2 beside the packed form 1 of `body.rs`.
//!
//! It isn't compressed: most of these live for a second.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use url::Url;

use super::super::varint;
use crate::text::{
    article::{Article, Published},
    unparsed::Unparsed,
};

/// The first byte of a body as it came.
pub(in crate::store) const FORM: u8 = 2;

/// What is known beside the text. Headline and moment of publication stand in the article's row.
#[derive(Serialize, Deserialize)]
struct Head<'a> {
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    source: Option<Cow<'a, str>>,
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    byline: Option<Cow<'a, str>>,
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    written: Option<Cow<'a, str>>,
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    language: Option<Cow<'a, str>>,
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(rename = "i", default, skip_serializing_if = "Option::is_none")]
    image: Option<Cow<'a, str>>,
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    base: Option<Cow<'a, str>>,
}

/// The body of an article that isn't parsed: form, length of the head, head, HTML.
pub(super) fn lay(unparsed: &Unparsed) -> Vec<u8> {
    let article = &unparsed.head;
    let head = Head {
        source: article.source.as_deref().map(Cow::from),
        byline: article.byline.as_deref().map(Cow::from),
        written: article.published.as_ref().map(|at| Cow::from(&at.written)),
        language: article.language.as_deref().map(Cow::from),
        url: article.url.as_deref().map(Cow::from),
        image: article.image.as_deref().map(Cow::from),
        base: unparsed.base.as_ref().map(|base| Cow::from(base.as_str())),
    };
    let head = serde_json::to_vec(&head).unwrap_or_default();
    let mut raw = Vec::with_capacity(head.len() + unparsed.html.len() + 8);
    raw.push(FORM);
    varint::put(&mut raw, head.len() as u64);
    raw.extend_from_slice(&head);
    raw.extend_from_slice(unparsed.html.as_bytes());
    raw
}

/// Reads a body back.
pub(in crate::store) fn raise(raw: &[u8]) -> Option<Unparsed> {
    let (&form, mut rest) = raw.split_first()?;
    if form != FORM {
        return None;
    }
    let length = varint::get_size(&mut rest)?;
    let head: Head<'_> = serde_json::from_slice(rest.get(..length)?).ok()?;
    let html = std::str::from_utf8(rest.get(length..)?).ok()?.to_owned();
    let owned = |words: Option<Cow<'_, str>>| words.map(Cow::into_owned);
    let base = head.base.and_then(|base| Url::parse(&base).ok());
    let published = head.written.map(|written| Published { written: written.into_owned(), at: None });
    let head = Article {
        source: owned(head.source),
        byline: owned(head.byline),
        language: owned(head.language),
        url: owned(head.url),
        image: owned(head.image),
        published,
        ..Article::default()
    };
    Some(Unparsed { head, html, base })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn what_came_is_read_back_and_damage_is_none() {
        let head = Article {
            source: Some("Harbour Post".into()),
            byline: Some("A. Writer".into()),
            published: Some(Published { written: "soon".into(), at: None }),
            language: Some("en".into()),
            url: Some("https://e.example/1".into()),
            image: Some("https://e.example/1.jpg".into()),
            ..Article::default()
        };
        let whole = Unparsed { head, html: "<p>“é”".into(), base: Url::parse("https://e.example/").ok() };
        let raw = lay(&whole);
        assert_eq!(raise(&raw).unwrap(), whole);
        assert_eq!(raise(&lay(&Unparsed::default())).unwrap(), Unparsed::default());
        for length in 0..raw.len() - "“é”".len() - 3 {
            assert_eq!(raise(&raw[..length]), None);
        }
    }
}
