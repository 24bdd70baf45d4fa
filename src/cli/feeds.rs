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
    catalog::feeds::{Feed, FeedCounts, FeedRow, Standing},
    library::{self, feeds},
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
        let rows = feeds::rows(&library.store, subscriptions.all(), library::now())?;
        print(|out| {
            let wanted = subscriptions.all().iter().zip(&rows).filter(|(_, row)| row.is_broken() || !self.failing);
            for (subscription, row) in wanted {
                if self.json {
                    json_line(out, &json(subscription, known.get(&subscription.address.to_string())))?;
                } else {
                    writeln!(out, "{}", line(row))?;
                }
            }
            Ok(())
        })?;
        Ok(DONE)
    }
}

/// How many are unread, a mark where something is wrong, the name, and what is wrong, parted by tabs.
fn line(row: &FeedRow) -> String {
    let mark = if row.is_broken() { "!" } else { "" };
    let (name, told) = (clean::line(&row.name), clean::line(row.told.as_deref().unwrap_or_default()));
    format!("{}\t{mark}\t{name}\t{told}", row.counts.unread)
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
