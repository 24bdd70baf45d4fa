//! Feeds, lists and mail as JSON for scripts: `dateline parse --json`.
//!
//! The form has a version in `format` and only ever grows within it. Dates are RFC 3339 in UTC, HTML is safe and its
//! addresses absolute where the document allows it, every other string is clean and one line. What a document doesn't
//! say is `null` or empty.
//!
//! - `dateline.feed/1`: `title link feed_link id description language author updated published image categories
//!   ttl_minutes notices entries`; each entry `title link id published updated date_assumed date_written author summary
//!   content enclosures[url type length title] image categories links[url rel] language source`.
//! - `dateline.subscriptions/1`: `title feeds[url title link categories] skipped[name reason] skipped_count notices`;
//!   a category is a path of folders.
//! - `dateline.mail/1`: `title author published id list content content_text enclosures[name type length] notices`.

use jiff::Timestamp;
use serde::Serialize;

use super::dates::{Certainty, Moment};
use super::feed::{Enclosure, Entry, Feed, Link, Person};
use super::mail::Mail;
use super::markup::Markup;
use super::opml::Subscriptions;
use crate::text::clean;

/// A feed: `"format": "dateline.feed/1"`.
#[derive(Debug, Serialize)]
pub struct FeedView<'a> {
    format: &'static str,
    title: Option<&'a str>,
    link: Option<&'a str>,
    feed_link: Option<&'a str>,
    id: Option<&'a str>,
    description: Option<String>,
    language: Option<&'a str>,
    author: Option<String>,
    updated: Option<String>,
    published: Option<String>,
    image: Option<&'a str>,
    categories: &'a [String],
    ttl_minutes: Option<u32>,
    notices: &'a [String],
    entries: Vec<EntryView<'a>>,
}

/// An entry of a feed.
#[derive(Debug, Serialize)]
pub struct EntryView<'a> {
    title: Option<&'a str>,
    link: Option<&'a str>,
    id: Option<&'a str>,
    published: Option<String>,
    updated: Option<String>,
    /// Whether the zone or the time of the dates had to be assumed.
    date_assumed: bool,
    date_written: Option<&'a str>,
    author: Option<String>,
    summary: Option<String>,
    content: Option<String>,
    enclosures: Vec<EnclosureView<'a>>,
    image: Option<&'a str>,
    categories: &'a [String],
    links: Vec<LinkView<'a>>,
    language: Option<&'a str>,
    source: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct EnclosureView<'a> {
    url: &'a str,
    #[serde(rename = "type")]
    media_type: Option<&'a str>,
    length: Option<u64>,
    title: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct LinkView<'a> {
    url: &'a str,
    rel: &'a str,
}

/// A list of subscriptions: `"format": "dateline.subscriptions/1"`.
#[derive(Debug, Serialize)]
pub struct SubscriptionsView<'a> {
    format: &'static str,
    title: Option<&'a str>,
    feeds: Vec<SubscriptionView<'a>>,
    skipped: Vec<SkippedView<'a>>,
    skipped_count: usize,
    notices: &'a [String],
}

#[derive(Debug, Serialize)]
struct SubscriptionView<'a> {
    url: &'a str,
    title: Option<&'a str>,
    link: Option<&'a str>,
    categories: &'a [Vec<String>],
}

#[derive(Debug, Serialize)]
struct SkippedView<'a> {
    name: &'a str,
    reason: String,
}

/// A message: `"format": "dateline.mail/1"`.
#[derive(Debug, Serialize)]
pub struct MailView<'a> {
    format: &'static str,
    title: Option<&'a str>,
    author: Option<String>,
    published: Option<String>,
    id: Option<&'a str>,
    list: Option<&'a str>,
    content: Option<String>,
    content_text: Option<String>,
    enclosures: Vec<AttachmentView<'a>>,
    notices: &'a [String],
}

#[derive(Debug, Serialize)]
struct AttachmentView<'a> {
    name: Option<&'a str>,
    #[serde(rename = "type")]
    media_type: Option<&'a str>,
    length: u64,
}

/// The feed as JSON for scripts.
#[must_use]
pub fn feed(feed: &Feed) -> FeedView<'_> {
    FeedView {
        format: "dateline.feed/1",
        title: feed.title.as_deref(),
        link: feed.link.as_deref(),
        feed_link: feed.self_link.as_deref(),
        id: feed.id.as_deref(),
        description: html(feed.description.as_ref()),
        language: feed.language.as_deref(),
        author: author(&feed.authors),
        updated: date(feed.updated),
        published: date(feed.published),
        image: feed.image.as_deref(),
        categories: &feed.categories,
        ttl_minutes: feed.ttl,
        notices: &feed.notices,
        entries: feed.entries.iter().map(entry).collect(),
    }
}

fn entry(entry: &Entry) -> EntryView<'_> {
    let is_assumed = |moment: Option<Moment>| moment.is_some_and(|moment| moment.certainty == Certainty::Assumed);
    EntryView {
        title: entry.title.as_deref(),
        link: entry.link.as_deref(),
        id: entry.id.as_deref(),
        published: date(entry.published),
        updated: date(entry.updated),
        date_assumed: is_assumed(entry.published) || is_assumed(entry.updated),
        date_written: entry.date_written.as_deref(),
        author: author(&entry.authors),
        summary: html(entry.summary.as_ref()),
        content: html(entry.content.as_ref()),
        enclosures: entry.enclosures.iter().map(enclosure).collect(),
        image: entry.image.as_deref(),
        categories: &entry.categories,
        links: entry.links.iter().map(|Link { url, relation }| LinkView { url, rel: relation }).collect(),
        language: entry.language.as_deref(),
        source: entry.source.as_deref(),
    }
}

fn enclosure(file: &Enclosure) -> EnclosureView<'_> {
    EnclosureView {
        url: &file.url,
        media_type: file.media_type.as_deref(),
        length: file.length,
        title: file.title.as_deref(),
    }
}

/// The list as JSON for scripts.
#[must_use]
pub fn subscriptions(list: &Subscriptions) -> SubscriptionsView<'_> {
    SubscriptionsView {
        format: "dateline.subscriptions/1",
        title: list.title.as_deref(),
        feeds: list
            .feeds
            .iter()
            .map(|feed| SubscriptionView {
                url: &feed.url,
                title: feed.title.as_deref(),
                link: feed.link.as_deref(),
                categories: &feed.folders,
            })
            .collect(),
        skipped: list
            .skipped
            .iter()
            .map(|skipped| SkippedView { name: &skipped.name, reason: skipped.reason.to_string() })
            .collect(),
        skipped_count: list.skipped_count,
        notices: &list.notices,
    }
}

/// The message as JSON for scripts.
#[must_use]
pub fn mail(mail: &Mail) -> MailView<'_> {
    MailView {
        format: "dateline.mail/1",
        title: mail.title.as_deref(),
        author: author(&mail.authors),
        published: date(mail.published),
        id: mail.id.as_deref(),
        list: mail.list.as_deref(),
        content: html(mail.html.as_ref()),
        content_text: mail.text.as_deref().map(|text| clean::text(text).into_owned()),
        enclosures: mail
            .attachments
            .iter()
            .map(|file| AttachmentView {
                name: file.name.as_deref(),
                media_type: file.media_type.as_deref(),
                length: file.length,
            })
            .collect(),
        notices: &mail.notices,
    }
}

fn html(markup: Option<&Markup>) -> Option<String> {
    markup.map(Markup::safe_html).filter(|html| !html.trim().is_empty())
}

/// `Jane Doe <jane@example.org>, John Doe`.
fn author(people: &[Person]) -> Option<String> {
    let names: Vec<String> = people
        .iter()
        .filter_map(|person| match (&person.name, &person.email) {
            (Some(name), Some(email)) => Some(format!("{name} <{email}>")),
            (Some(one), None) | (None, Some(one)) => Some(one.clone()),
            (None, None) => person.link.clone(),
        })
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// RFC 3339 in UTC; `None` outside the years 1 to 9999.
fn date(moment: Option<Moment>) -> Option<String> {
    let moment = Timestamp::from_second(moment?.at).ok()?;
    let text = moment.to_string();
    (!text.starts_with('-')).then_some(text)
}
