//! `dateline export`: the subscriptions for other readers, and what the reader keeps for any other program.

mod forms;
mod kept;

use std::collections::HashMap;

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};

use self::kept::Kept;
use super::{
    DONE, PARTLY, Places,
    output::{complain, print},
    world,
};
use crate::{
    bookmarks::Bookmarks,
    catalog::feeds::Feed,
    settings::paths::Paths,
    sources::opml,
    store::Store,
    subscriptions::{Address, Subscription, Subscriptions},
    text::clean,
};

/// What stands under the options in the help.
pub const AFTER_HELP: &str = "\
JSON is a line for each: {\"format\":\"dateline.kept/1\",\"kind\":\"article|quotation|highlight|note|feed\",\"key\",\"title\",
\"source\",\"date\",\"url\",\"tags\":[],\"words\",\"prefix\",\"suffix\",\"speaker\",\"note\"}; what isn't known is null. CSV is RFC 4180
with a head. HTML is the form of bookmarks that browsers take in.

Examples:
  dateline export > feeds.opml                           the subscriptions
  dateline export --highlights --format markdown         what you marked, and your notes
  dateline export --bookmarks --format html > all.html   for a browser
  dateline export --quotes --format csv                  the quotations that you keep";

/// Arguments of `dateline export`.
#[derive(Debug, Args)]
pub struct Export {
    /// All bookmarks, of articles and of quotations
    #[arg(long, group = "what")]
    bookmarks: bool,
    /// Highlighted passages and notes
    #[arg(long, group = "what")]
    highlights: bool,
    /// The bookmarked quotations
    #[arg(long, group = "what")]
    quotes: bool,
    /// The form
    #[arg(long, value_enum, default_value_t = Form::Opml)]
    format: Form,
}

/// A form of what is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// OPML 2.0
    Opml,
    /// A list of links, with words and notes under them
    Markdown,
    /// A JSON object a line
    Json,
    /// Comma-separated values with a head
    Csv,
    /// Bookmarks as browsers take them in
    Html,
}

impl Export {
    /// Prints what is asked for; the subscriptions, if nothing is.
    pub fn export(&self, places: &Places) -> Result<u8> {
        let paths = world::paths(places)?;
        if !(self.bookmarks || self.highlights || self.quotes) {
            return self.export_feeds(&paths);
        }
        let bookmarks = Bookmarks::open(&paths.config_dir).map_err(|why| anyhow!("{why}"))?;
        let (title, all) = match (self.bookmarks, self.highlights) {
            (true, _) => ("bookmarks", kept::bookmarks(&bookmarks)),
            (_, true) => ("highlights and notes", kept::highlights(&bookmarks)),
            _ => ("quotations", kept::quotations(&bookmarks)),
        };
        self.print(&all, title)?;
        Ok(DONE)
    }

    fn print(&self, all: &[Kept], title: &str) -> Result<()> {
        print(|out| match self.format {
            Form::Opml => forms::opml(out, all, title),
            Form::Markdown => forms::markdown(out, all),
            Form::Json => forms::json(out, all),
            Form::Csv => forms::csv(out, all),
            Form::Html => forms::html(out, all, title),
        })
    }

    /// Names and passwords in addresses stay here, headers too.
    fn export_feeds(&self, paths: &Paths) -> Result<u8> {
        let subscriptions = Subscriptions::open(&paths.config_dir)?;
        subscriptions.problems().iter().for_each(|problem| complain(&problem.to_string()));
        let (list, left_out) = list_of(subscriptions.all(), &known(paths));
        if self.format == Form::Opml {
            print(|out| Ok(out.write_all(opml::write(&list).as_bytes())?))?;
        } else {
            let feed = |feed: opml::Subscription| {
                let tags = feed.folders.iter().map(|path| path.join("/")).collect();
                Kept::feed(feed.title, feed.url, tags)
            };
            let feeds: Vec<Kept> = list.feeds.into_iter().map(feed).collect();
            self.print(&feeds, "subscriptions")?;
        }
        if left_out > 0 {
            complain(&format!("{left_out} left out: folders, mailboxes and commands mean nothing on another machine"));
        }
        Ok(if left_out == 0 { DONE } else { PARTLY })
    }
}

/// What is known of feeds that were read, by address; nothing where there is no store yet.
fn known(paths: &Paths) -> HashMap<String, Feed> {
    let store = Store::open_again(&paths.data_dir);
    let feeds = store.and_then(|store| store.feeds().ok()).unwrap_or_default();
    feeds.into_iter().map(|(feed, _)| (feed.address.clone(), feed)).collect()
}

/// The feeds of the web, and how many subscriptions are to something else. Feeds of one folder stand together.
fn list_of(subscriptions: &[Subscription], known: &HashMap<String, Feed>) -> (opml::Subscriptions, usize) {
    let mut feeds: Vec<opml::Subscription> =
        subscriptions.iter().filter_map(|one| feed(one, known.get(&one.address.to_string()))).collect();
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

/// A feed as others list it: by its own name where the reader gave it none.
fn feed(subscription: &Subscription, known: Option<&Feed>) -> Option<opml::Subscription> {
    let Address::Feed(url) = &subscription.address else { return None };
    let mut url = url.clone();
    // An address with a host takes both.
    let _ = url.set_password(None);
    let _ = url.set_username("");
    let title = subscription.title.clone().or_else(|| known?.title.clone()).unwrap_or_else(|| url.to_string());
    let folders = subscription.tags.iter().map(|tag| path(tag)).collect();
    Some(opml::Subscription {
        url: url.into(),
        title: Some(title),
        link: known.and_then(|feed| feed.site.clone()),
        folders,
    })
}

/// `news/europe` is a folder in a folder; a tag with slashes at odd places is one word.
fn path(tag: &str) -> Vec<String> {
    let parts: Vec<String> = tag.split('/').map(str::to_owned).collect();
    let is_path = parts.iter().all(|part| !part.is_empty() && clean::line(part) == part.as_str());
    if is_path { parts } else { vec![tag.to_owned()] }
}
