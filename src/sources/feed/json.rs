//! JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), as strictly as its publishers keep to it.

use serde_json::{Map, Value};
use url::Url;

use super::super::json::{self, Ending};
use super::super::markup::{Markup, one_line};
use super::super::{address, dates};
use super::rss_in_json;
use super::values::{clean_line, resolve, short};
use super::{Enclosure, Entry, Feed, Link, MAX_ENTRIES, NotAFeed, Person};

pub(super) type Fields = Map<String, Value>;

/// Reads a feed.
pub(super) fn read(text: &str, address: Option<&Url>) -> Result<Feed, NotAFeed> {
    let (root, ending) = json::read(text).ok_or(NotAFeed::Other)?;
    let Value::Object(fields) = root else {
        return Err(NotAFeed::Other);
    };
    if let Some(channel) = fields.get("rss").and_then(|rss| rss.get("channel")).and_then(Value::as_object) {
        return Ok(rss_in_json::feed(channel, address));
    }
    let items = fields.get("items").or_else(|| fields.get("entries"));
    let version = fields.get("version").and_then(Value::as_str).unwrap_or_default();
    if !version.contains("jsonfeed") && !matches!(items, Some(Value::Array(_))) {
        return Err(NotAFeed::Other);
    }
    let items = items.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut feed = feed(&fields, address);
    let base = address.cloned().or_else(|| feed.link.as_deref().and_then(|link| Url::parse(link).ok()));
    feed.entries =
        items.iter().filter_map(Value::as_object).take(MAX_ENTRIES).map(|item| entry(item, base.as_ref())).collect();
    feed.notices = super::notices(
        if ending == Ending::Whole { super::Ending::Whole } else { super::Ending::CutOff },
        items.len().saturating_sub(MAX_ENTRIES),
        &mut feed.entries,
    );
    super::inherit_authors(&mut feed);
    date_by_entries(&mut feed);
    Ok(feed)
}

/// The form has no dates for a feed: it is as new as its newest entry.
fn date_by_entries(feed: &mut Feed) {
    let newest = |dates: &mut dyn Iterator<Item = dates::Moment>| dates.max_by_key(|moment| moment.at);
    feed.published = newest(&mut feed.entries.iter().filter_map(|entry| entry.published));
    feed.updated = newest(&mut feed.entries.iter().filter_map(|entry| entry.updated.or(entry.published)));
}

fn feed(fields: &Fields, base: Option<&Url>) -> Feed {
    Feed {
        title: line(fields, "title"),
        link: url(fields, "home_page_url", base),
        self_link: url(fields, "feed_url", base),
        id: url(fields, "feed_url", base),
        description: text(fields, "description").map(|text| Markup { html: escaped(&text), base: None }),
        language: line(fields, "language"),
        authors: people(fields, base),
        image: url(fields, "icon", base).or_else(|| url(fields, "favicon", base)),
        ..Feed::default()
    }
}

fn entry(fields: &Fields, base: Option<&Url>) -> Entry {
    let html = text(fields, "content_html").map(|html| Markup { html, base: base.cloned() });
    let plain = text(fields, "content_text").map(|text| Markup::from_plain(&text));
    let (published, published_words) = moment(fields, "date_published");
    let (updated, updated_words) = moment(fields, "date_modified");
    let external = url(fields, "external_url", base);
    let mut entry = Entry {
        title: line(fields, "title"),
        link: url(fields, "url", base).or_else(|| external.clone()),
        id: text(fields, "id").and_then(|id| short(clean_line(&id))),
        published,
        updated,
        date_written: published_words.or(updated_words),
        authors: people(fields, base),
        summary: text(fields, "summary").map(|text| Markup { html: escaped(&text), base: None }),
        content: html.or(plain),
        enclosures: attachments(fields, base),
        image: url(fields, "image", base).or_else(|| url(fields, "banner_image", base)),
        categories: tags(fields),
        language: line(fields, "language"),
        ..Entry::default()
    };
    if entry.link.is_none() {
        entry.link = entry.id.clone().filter(|id| address::is_web(id));
    }
    entry.links.extend(external.map(|url| Link { url, relation: "related".to_owned() }));
    entry
}

/// A string, or a number where one should be (ids).
pub(super) fn text(fields: &Fields, name: &str) -> Option<String> {
    match fields.get(name)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

pub(super) fn line(fields: &Fields, name: &str) -> Option<String> {
    short(one_line(&text(fields, name)?))
}

pub(super) fn url(fields: &Fields, name: &str, base: Option<&Url>) -> Option<String> {
    resolve(&text(fields, name)?, base)
}

pub(super) fn moment(fields: &Fields, name: &str) -> (Option<dates::Moment>, Option<String>) {
    let written = text(fields, name).and_then(|written| short(clean_line(&written)));
    (written.as_deref().and_then(dates::read), written)
}

/// 1.1's `authors`, 1.0's `author`.
fn people(fields: &Fields, base: Option<&Url>) -> Vec<Person> {
    let many = fields.get("authors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let one = fields.get("author");
    many.iter().chain(one).take(super::draft::MAX_MANY).filter_map(|author| person(author, base)).fold(
        Vec::new(),
        |mut all, person| {
            if !all.contains(&person) {
                all.push(person);
            }
            all
        },
    )
}

fn person(author: &Value, base: Option<&Url>) -> Option<Person> {
    let person = match author {
        Value::Object(fields) => {
            Person { name: line(fields, "name"), email: line(fields, "email"), link: url(fields, "url", base) }
        }
        Value::String(name) => Person { name: short(clean_line(name)), ..Person::default() },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => return None,
    };
    (person != Person::default()).then_some(person)
}

fn attachments(fields: &Fields, base: Option<&Url>) -> Vec<Enclosure> {
    let given = fields.get("attachments").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let read = given.iter().filter_map(Value::as_object).filter_map(|file| {
        Some(Enclosure {
            url: url(file, "url", base)?,
            media_type: line(file, "mime_type"),
            length: text(file, "size_in_bytes").and_then(|size| size.parse().ok()),
            title: line(file, "title"),
        })
    });
    read.take(super::draft::MAX_MANY).collect()
}

fn tags(fields: &Fields) -> Vec<String> {
    let given = fields.get("tags").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    given
        .iter()
        .filter_map(Value::as_str)
        .filter_map(|tag| short(clean_line(tag)))
        .take(super::draft::MAX_MANY + 1)
        .collect()
}

fn escaped(text: &str) -> String {
    Markup::from_plain(text).html
}
