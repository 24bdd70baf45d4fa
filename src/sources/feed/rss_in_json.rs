//! RSS 2.0 written as JSON, as some blogs do: the same names, the same meaning.

use serde_json::Value;
use url::Url;

use super::super::address::is_web;
use super::super::markup::Markup;
use super::json::{Fields, line, moment, text, url};
use super::values::{clean_line, person_of, short};
use super::{Enclosure, Entry, Feed, MAX_ENTRIES};

/// Reads the channel.
pub(super) fn feed(channel: &Fields, base: Option<&Url>) -> Feed {
    let items = match channel.get("item") {
        Some(Value::Array(items)) => items.as_slice(),
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    Feed {
        title: line(channel, "title"),
        link: url(channel, "link", base),
        description: markup(channel, base),
        language: line(channel, "language"),
        published: moment(channel, "pubDate").0,
        updated: moment(channel, "lastBuildDate").0,
        authors: line(channel, "managingEditor").and_then(|line| person_of(&line)).into_iter().collect(),
        entries: items.iter().filter_map(Value::as_object).take(MAX_ENTRIES).map(|item| entry(item, base)).collect(),
        ..Feed::default()
    }
}

fn entry(item: &Fields, base: Option<&Url>) -> Entry {
    let id = text(item, "guid").or_else(|| text(item.get("guid")?.as_object()?, "#value"));
    let id = id.and_then(|id| short(clean_line(&id)));
    let (published, date_written) = moment(item, "pubDate");
    Entry {
        title: line(item, "title"),
        link: url(item, "link", base).or_else(|| id.clone().filter(|id| is_web(id))),
        id,
        published,
        date_written,
        authors: line(item, "author").and_then(|line| person_of(&line)).into_iter().collect(),
        summary: markup(item, base),
        enclosures: item
            .get("enclosure")
            .and_then(Value::as_object)
            .and_then(|file| enclosure(file, base))
            .into_iter()
            .collect(),
        categories: line(item, "category").into_iter().collect(),
        ..Entry::default()
    }
}

fn markup(fields: &Fields, base: Option<&Url>) -> Option<Markup> {
    text(fields, "description").map(|html| Markup { html, base: base.cloned() })
}

fn enclosure(file: &Fields, base: Option<&Url>) -> Option<Enclosure> {
    Some(Enclosure {
        url: url(file, "url", base)?,
        media_type: line(file, "type"),
        length: text(file, "length").and_then(|length| length.parse().ok()),
        title: None,
    })
}
