//! `dateline feeds`: the feeds, how they are, and what waits in them.

use std::collections::HashMap;

use anyhow::Result;
use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::{
    DONE, Places,
    output::{complain, json_line, print},
    world,
};
use crate::{
    catalog::feeds::{Feed, FeedCounts, Standing},
    library,
    subscriptions::{Subscription, Subscriptions},
    text::clean,
};

/// Arguments of `dateline feeds`.
#[derive(Debug, Args)]
pub struct Feeds {
    /// Only those that can't be read
    #[arg(long)]
    failing: bool,
    /// One JSON object a line: {"format":"dateline.feed/1", …}
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct JsonFeed<'a> {
    format: &'static str,
    feed: String,
    title: &'a str,
    tags: &'a [String],
    standing: Standing,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<&'a str>,
    failures: u32,
    articles: usize,
    unread: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_last: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tried_last: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved_to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<&'a str>,
}

impl Feeds {
    /// Prints them in the order of the subscriptions.
    pub fn print(&self, places: &Places) -> Result<u8> {
        let paths = world::paths(places)?;
        let subscriptions = Subscriptions::open(&paths.config_dir)?;
        subscriptions.problems().iter().for_each(|problem| complain(&problem.to_string()));
        let library = world::library_for_printing(&paths)?;
        let known: HashMap<_, _> =
            library.store.feeds()?.into_iter().map(|(feed, counts)| (feed.address.clone(), (feed, counts))).collect();
        print(|out| {
            for subscription in subscriptions.all() {
                let found = known.get(&subscription.address.to_string());
                let standing = found.map_or(Standing::New, |(feed, _)| feed.standing);
                if self.failing && !matches!(standing, Standing::Failing | Standing::Gone) {
                    continue;
                }
                if self.json {
                    json_line(out, &json(subscription, found))?;
                } else {
                    writeln!(out, "{}", clean::line(&line(subscription, found)))?;
                }
            }
            Ok(())
        })?;
        Ok(DONE)
    }
}

/// How many are unread, a mark where something is wrong, the name, and what is wrong, parted by tabs.
fn line(subscription: &Subscription, found: Option<&(Feed, FeedCounts)>) -> String {
    let address = subscription.address.to_string();
    let Some((feed, counts)) = found else {
        return format!("0\t\t{}\tnever read", subscription.title.as_deref().unwrap_or(&address));
    };
    let name = subscription.title.as_deref().unwrap_or(&feed.name);
    let (mark, told) = match feed.standing {
        Standing::New => ("", "never read".to_owned()),
        Standing::Good => ("", feed.trouble.clone().unwrap_or_default()),
        Standing::Failing | Standing::Gone => ("!", trouble(feed)),
    };
    format!("{}\t{mark}\t{name}\t{told}", counts.unread)
}

/// What is wrong with a feed, and since when.
fn trouble(feed: &Feed) -> String {
    let why = feed.trouble.as_deref().unwrap_or("can't be read");
    match feed.good {
        Some(good) => format!("{why}; last read {}", ago(good)),
        None => format!("{why}; never read"),
    }
}

fn ago(moment: i64) -> String {
    let seconds = library::now().saturating_sub(moment).max(0);
    let (count, unit) = match seconds {
        ..3600 => (seconds / 60, "min"),
        3600..172_800 => (seconds / 3600, "h"),
        _ => (seconds / 86_400, "d"),
    };
    format!("{count} {unit} ago")
}

fn json<'a>(subscription: &'a Subscription, found: Option<&'a (Feed, FeedCounts)>) -> JsonFeed<'a> {
    let feed = found.map(|(feed, _)| feed);
    let counts = found.map(|(_, counts)| *counts).unwrap_or_default();
    let time = |moment: Option<i64>| Timestamp::from_second(moment?).ok().map(|at| at.to_string());
    JsonFeed {
        format: "dateline.feed/1",
        feed: subscription.address.to_string(),
        title: subscription.title.as_deref().or(feed.map(|feed| feed.name.as_str())).unwrap_or_default(),
        tags: &subscription.tags,
        standing: feed.map_or(Standing::New, |feed| feed.standing),
        trouble: feed.and_then(|feed| feed.trouble.as_deref()),
        failures: feed.map_or(0, |feed| feed.failures),
        articles: counts.all,
        unread: counts.unread,
        read_last: time(feed.and_then(|feed| feed.good)),
        tried_last: time(feed.and_then(|feed| feed.checked)),
        moved_to: feed.and_then(|feed| feed.moved.as_deref()),
        site: feed.and_then(|feed| feed.site.as_deref()),
    }
}
