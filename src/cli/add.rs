//! `dateline add` and `dateline remove`: what is subscribed to, changed.

use anyhow::{Result, ensure};
use clap::Args;

use super::{
    DONE, FAILED, PARTLY, Places,
    output::{complain, print},
    world,
};
use crate::{
    catalog::feeds::{Articles, Secrets},
    library::{self, subscribing},
    sources::http::Client,
    subscriptions::{FullText, Listing, Span, Subscription, Subscriptions},
};

/// Arguments of `dateline add`.
#[derive(Debug, Args)]
pub struct Add {
    /// Addresses of feeds or pages, folders, or files of messages (mbox)
    #[arg(required = true, value_name = "URL|FOLDER|MBOX")]
    what: Vec<String>,
    /// What to call it
    #[arg(long)]
    title: Option<String>,
    /// File it under this; may be given several times; news/europe is a folder in a folder
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Read the whole page of each article, not what the feed brings of it
    #[arg(long)]
    full_text: bool,
    /// How often to look for news: 30m, 2h, 1d
    #[arg(long, value_name = "TIME")]
    every: Option<Span>,
    /// How many articles to keep, the newest
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Leave it out of the list of feeds
    #[arg(long)]
    hidden: bool,
    /// Don't ask the server whether the address is a feed's
    #[arg(long)]
    unchecked: bool,
}

impl Add {
    /// Subscribes; what is subscribed to already is changed as the arguments say.
    pub fn add(&self, places: &Places) -> Result<u8> {
        ensure!(self.title.is_none() || self.what.len() == 1, "--title is for one address at a time");
        let paths = world::paths(places)?;
        let mut subscriptions = Subscriptions::open(&paths.config_dir)?;
        let mut done = 0;
        for what in &self.what {
            match self.add_one(what, &mut subscriptions) {
                Ok(said) => {
                    done += 1;
                    print(|out| Ok(writeln!(out, "{said}")?))?;
                }
                Err(error) => complain(&format!("{error:#}")),
            }
        }
        Ok(outcome(done, self.what.len()))
    }

    fn add_one(&self, what: &str, subscriptions: &mut Subscriptions) -> Result<String> {
        let given = subscribing::meant(what)?;
        // What is subscribed to already needs no asking.
        let is_asked = !self.unchecked && subscriptions.find(&given).is_none();
        let (address, notice) = if is_asked { subscribing::found(&Client::usual(), given)? } else { (given, None) };
        if let Some(notice) = notice {
            complain(&notice);
        }
        let mut new = Subscription::to(address.clone());
        self.say(&mut new);
        if subscriptions.add(&new)? {
            return Ok(format!("subscribed to {address}"));
        }
        let before = subscriptions.edit(&address, |one| self.say(one))?;
        let changed = subscriptions.find(&address) != before.as_ref();
        Ok(format!("{address} {}", if changed { "changed" } else { "is subscribed to already" }))
    }

    /// Writes down what the arguments say, and leaves the rest.
    fn say(&self, one: &mut Subscription) {
        one.title = self.title.clone().or_else(|| one.title.take());
        one.tags.extend(self.tags.iter().filter(|tag| !one.tags.contains(tag)).cloned().collect::<Vec<_>>());
        one.every = self.every.map(Span::duration).or(one.every);
        one.limit = self.limit.or(one.limit);
        if self.full_text {
            one.full_text = FullText::WholePage;
        }
        if self.hidden {
            one.listing = Listing::Hidden;
        }
    }
}

fn outcome(done: usize, asked: usize) -> u8 {
    match done {
        0 => FAILED,
        done if done == asked => DONE,
        _ => PARTLY,
    }
}

/// Arguments of `dateline remove`.
#[derive(Debug, Args)]
pub struct Remove {
    /// Addresses, folders, mailboxes, or names, as `dateline feeds` prints them
    #[arg(required = true, value_name = "URL|PATH|NAME")]
    what: Vec<String>,
    /// Remove their articles as well, but for what is bookmarked, tagged, noted or put off, and what another feed brings
    #[arg(long)]
    articles: bool,
}

impl Remove {
    /// Ends subscriptions; `u` in the reader takes each back.
    pub fn remove(&self, places: &Places) -> Result<u8> {
        let paths = world::paths(places)?;
        let mut library = world::library_for_printing(&paths)?;
        let articles = if self.articles { Articles::Go } else { Articles::Stay };
        let mut done = 0;
        for what in &self.what {
            let ended = library.leaving(what).and_then(|leaving| {
                library.unsubscribe(&leaving, articles, library::now()).map(|ended| (leaving, ended.change.secrets))
            });
            match ended {
                Ok((leaving, secrets)) => {
                    done += 1;
                    let with = match (articles, leaving.articles) {
                        (Articles::Stay, _) | (Articles::Go, 0) => String::new(),
                        (Articles::Go, 1) => "; its article is removed".to_owned(),
                        (Articles::Go, count) => format!("; {count} articles are removed"),
                    };
                    let without = match secrets {
                        Secrets::None => "",
                        Secrets::LeftOut => "; its password or headers are not kept for an undo",
                    };
                    print(|out| Ok(writeln!(out, "no longer subscribed to {}{with}{without}", leaving.address)?))?;
                }
                Err(error) => complain(&format!("{error:#}")),
            }
        }
        Ok(outcome(done, self.what.len()))
    }
}
