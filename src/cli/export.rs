//! `dateline export`: the subscriptions for other readers.

use std::collections::HashMap;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::{
    DONE, PARTLY, Places,
    output::{complain, print},
    world,
};
use crate::{
    sources::opml,
    subscriptions::{Address, Subscription, Subscriptions},
    text::clean,
};

/// Arguments of `dateline export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The form
    #[arg(long, value_enum, default_value_t = Form::Opml)]
    format: Form,
}

/// A form of a list of subscriptions.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// OPML 2.0
    Opml,
}

impl Export {
    /// Prints the list. Names and passwords in addresses stay here, headers too.
    pub fn export(&self, places: &Places) -> Result<u8> {
        let paths = world::paths(places)?;
        let subscriptions = Subscriptions::open(&paths.config_dir)?;
        subscriptions.problems().iter().for_each(|problem| complain(&problem.to_string()));
        let (list, left_out) = list_of(subscriptions.all());
        match self.format {
            Form::Opml => print(|out| Ok(out.write_all(opml::write(&list).as_bytes())?))?,
        }
        if left_out > 0 {
            complain(&format!("{left_out} left out: folders, mailboxes and commands mean nothing on another machine"));
        }
        Ok(if left_out == 0 { DONE } else { PARTLY })
    }
}

/// The feeds of the web, and how many subscriptions are to something else. Feeds of one folder stand together.
fn list_of(subscriptions: &[Subscription]) -> (opml::Subscriptions, usize) {
    let mut feeds: Vec<opml::Subscription> = subscriptions.iter().filter_map(feed).collect();
    let left_out = subscriptions.len() - feeds.len();
    let mut ranks = HashMap::new();
    for feed in &feeds {
        for path in prefixes(feed) {
            let rank = ranks.len();
            ranks.entry(path.to_vec()).or_insert(rank);
        }
    }
    feeds.sort_by_cached_key(|feed| {
        prefixes(feed).map(|path| ranks.get(path).copied().unwrap_or_default()).collect::<Vec<_>>()
    });
    (opml::Subscriptions { title: Some("dateline".to_owned()), feeds, ..opml::Subscriptions::default() }, left_out)
}

/// The folders that a feed stands in, the outermost first.
fn prefixes(feed: &opml::Subscription) -> impl Iterator<Item = &[String]> {
    let path = feed.folders.first().map_or(&[][..], Vec::as_slice);
    (1..=path.len()).filter_map(|end| path.get(..end))
}

fn feed(subscription: &Subscription) -> Option<opml::Subscription> {
    let Address::Feed(url) = &subscription.address else { return None };
    let mut url = url.clone();
    // An address with a host takes both.
    let _ = url.set_password(None);
    let _ = url.set_username("");
    let title = subscription.title.clone().unwrap_or_else(|| url.to_string());
    let folders = subscription.tags.iter().map(|tag| path(tag)).collect();
    Some(opml::Subscription { url: url.into(), title: Some(title), link: None, folders })
}

/// `news/europe` is a folder in a folder; a tag with slashes at odd places is one word.
fn path(tag: &str) -> Vec<String> {
    let parts: Vec<String> = tag.split('/').map(str::to_owned).collect();
    let is_path = parts.iter().all(|part| !part.is_empty() && clean::line(part) == part.as_str());
    if is_path { parts } else { vec![tag.to_owned()] }
}
