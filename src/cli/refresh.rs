//! `dateline refresh`: reads feeds anew, and says how it goes.

use std::{io::IsTerminal as _, sync::Arc};

use anyhow::{Result, anyhow, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::{
    DONE, FAILED, PARTLY, Places,
    output::{complain, json_line, print},
    world,
};
use crate::{
    catalog::{feeds::Feed, number::apart},
    library::{self, retention},
    refresh::{self, Outcome, Pace, Progress, Report, Summary, Whom},
    run::{
        self,
        hooks::{self, Event},
    },
    sources::http::Client,
    subscriptions::{Subscription, Subscriptions},
    text::clean,
};

/// Arguments of `dateline refresh`.
#[derive(Debug, Args)]
pub struct Refresh {
    /// Only these: an address, a title, or a part of either that fits one feed
    #[arg(value_name = "FEED")]
    feeds: Vec<String>,
    /// Only feeds whose time has come, as for a timer
    #[arg(long, conflicts_with = "feeds")]
    due: bool,
    /// Say nothing but what failed
    #[arg(long, short)]
    quiet: bool,
    /// One JSON object a line: {"format":"dateline.refresh/1", …}
    #[arg(long)]
    json: bool,
}

/// A feed that is done, as JSON.
#[derive(Serialize)]
struct JsonFeed<'a> {
    format: &'static str,
    feed: &'a str,
    title: &'a str,
    outcome: &'static str,
    new: usize,
    updated: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notices: &'a [String],
    done: usize,
    of: usize,
}

/// The end of it all, as JSON.
#[derive(Serialize)]
struct JsonSummary {
    format: &'static str,
    good: usize,
    failed: usize,
    spared: usize,
    new: usize,
    watched: usize,
    updated: usize,
    offline: bool,
}

impl Refresh {
    /// Refreshes, and tells.
    pub fn run(&self, places: &Places) -> Result<u8> {
        let paths = world::paths(places)?;
        let (settings, mistakes) = world::settings(&paths);
        for text in &mistakes {
            complain(text);
        }
        let subscriptions = Subscriptions::open(&paths.config_dir)?;
        subscriptions.problems().iter().for_each(|problem| complain(&problem.to_string()));
        let wanted = self.wanted(subscriptions.all())?;
        if wanted.is_empty() {
            bail!("there are no feeds yet: `dateline add URL` subscribes to one, `dateline import FILE` to many");
        }
        let whom = match (self.due, self.feeds.is_empty()) {
            (true, _) => Whom::Due,
            (false, true) => Whom::All,
            (false, false) => Whom::These,
        };
        let mut library = world::library_for_printing(&paths)?;
        world::follow_rules(&mut library);
        let client = Arc::new(Client::usual());
        let mut teller = Teller::new(self);
        let (mut new, mut watched) = (Vec::new(), Vec::new());
        let mut report = |report: Report<'_>| {
            match report {
                Report::Brought(articles) => new.extend(articles),
                Report::Watched(articles) => watched.extend(articles.iter().map(|one| one.article)),
                Report::Begun(_) | Report::Done { .. } | Report::Parsing(_) => {}
            }
            teller.tell(&report);
        };
        let pace = Pace { programs: run::programs(&settings.config), ..Pace::default() };
        let summary = refresh::run(&wanted, whom, pace, &mut library.store, &client, &mut report)?;
        let config = &settings.config;
        let hooks =
            [(Event::Refresh, &config.after_refresh, &new), (Event::WatchTerm, &config.on_watch_term, &watched)];
        for (event, hook, articles) in hooks {
            if let Err(why) = hooks::run(event, hook, articles, &library.store) {
                teller.complain(&why);
            }
        }
        let (all, keep) = (subscriptions.all(), settings.config.keep);
        let removed = retention::let_go(&mut library.store, &paths.config_dir, all, keep, library::now())?;
        let code = teller.end(summary)?;
        if removed > 0 && !self.quiet {
            complain(&format!("{removed} old articles were removed, as `keep` says"));
        }
        Ok(code)
    }

    /// The subscriptions that are meant.
    fn wanted(&self, all: &[Subscription]) -> Result<Vec<Subscription>> {
        if self.feeds.is_empty() {
            return Ok(all.to_vec());
        }
        self.feeds.iter().map(|words| meant(words, all).cloned()).collect()
    }
}

/// The subscription that words mean.
fn meant<'a>(words: &str, all: &'a [Subscription]) -> Result<&'a Subscription> {
    let wanted = words.to_lowercase();
    let names = |one: &Subscription| [Some(one.address.to_string()), one.title.clone()].map(Option::unwrap_or_default);
    let exact = all.iter().find(|one| names(one).iter().any(|name| name.to_lowercase() == wanted));
    if let Some(found) = exact {
        return Ok(found);
    }
    let mut parts = all.iter().filter(|one| names(one).iter().any(|name| name.to_lowercase().contains(&wanted)));
    match (parts.next(), parts.next()) {
        (Some(found), None) => Ok(found),
        (Some(one), Some(other)) => {
            Err(anyhow!("“{words}” fits more than one feed: {} and {}", one.address, other.address))
        }
        (None, _) => Err(anyhow!("no feed is called “{words}”; `dateline feeds` prints them all")),
    }
}

/// Tells how a refresh goes.
struct Teller<'a> {
    asked: &'a Refresh,
    bar: Option<ProgressBar>,
    /// What keeps from feeds: told once for all of them.
    barred: Option<String>,
}

impl<'a> Teller<'a> {
    fn new(asked: &'a Refresh) -> Self {
        let shown = std::io::stderr().is_terminal() && !asked.quiet && !asked.json;
        Self { asked, bar: shown.then(bar), barred: None }
    }

    fn tell(&mut self, report: &Report<'_>) {
        match report {
            Report::Begun(of) => self.each_bar(|bar| bar.set_length(u64::try_from(*of).unwrap_or(u64::MAX))),
            Report::Done { feed, outcome, progress } => self.done(feed, outcome, *progress),
            Report::Brought(_) | Report::Watched(_) | Report::Parsing(0) => {}
            Report::Parsing(count) => self.each_bar(|bar| bar.set_message(format!("reading {} texts", apart(*count)))),
        }
    }

    fn done(&mut self, feed: &Feed, outcome: &Outcome, progress: Progress) {
        self.each_bar(|bar| {
            bar.set_position(u64::try_from(progress.done).unwrap_or(u64::MAX));
            bar.set_message(format!("{} new", progress.new));
        });
        if self.asked.json {
            // A reader that went away is told at the end.
            drop(print(|out| json_line(out, &json(feed, outcome, progress))));
            return;
        }
        let line = match outcome {
            Outcome::Failed(why) => return self.complain(&format!("{}: {why}", feed.name)),
            Outcome::Barred(why) => {
                if self.barred.as_ref() != Some(why) {
                    self.complain(why);
                    self.barred = Some(why.clone());
                }
                return;
            }
            Outcome::Spared(why) => format!("{}: not asked, {why}", feed.name),
            Outcome::Offline(_) | Outcome::Read { new: 0, updated: 0, .. } | Outcome::Unchanged => return,
            Outcome::Read { new, updated: 0, .. } => format!("{}: {new} new", feed.name),
            Outcome::Read { new, updated, .. } => format!("{}: {new} new, {updated} edited", feed.name),
        };
        if !self.asked.quiet && self.bar.is_none() {
            drop(print(|out| Ok(writeln!(out, "{}", clean::line(&line))?)));
        }
    }

    fn end(self, summary: Summary) -> Result<u8> {
        self.each_bar(ProgressBar::finish_and_clear);
        let Summary { good, failed, spared, new, watched, updated, offline, online: _ } = summary;
        if self.asked.json {
            let format = "dateline.refresh/1";
            print(|out| json_line(out, &JsonSummary { format, good, failed, spared, new, watched, updated, offline }))?;
        } else if offline {
            complain(&format!("no network, it seems: none of {failed} feeds can be reached"));
        } else if !self.asked.quiet {
            complain(&sentence(summary));
        }
        Ok(match (good, failed) {
            (_, 0) => DONE,
            (0, _) => FAILED,
            (_, _) => PARTLY,
        })
    }

    fn complain(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| complain(text)),
            None => complain(text),
        }
    }

    fn each_bar(&self, change: impl FnOnce(&ProgressBar)) {
        if let Some(bar) = &self.bar {
            change(bar);
        }
    }
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} feeds · {msg}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn sentence(summary: Summary) -> String {
    let feeds = summary.good + summary.failed;
    let mut told = format!("{} new in {}", summary.new, counted(feeds, "feed"));
    for (count, what) in [(summary.updated, "edited"), (summary.failed, "failed"), (summary.spared, "not asked")] {
        if count > 0 {
            told.extend([", ", &count.to_string(), " ", what]);
        }
    }
    told
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn json<'a>(feed: &'a Feed, outcome: &'a Outcome, progress: Progress) -> JsonFeed<'a> {
    let (word, new, updated, trouble, notices): (_, _, _, Option<&str>, &[String]) = match outcome {
        Outcome::Read { new, updated, notices } => ("read", *new, *updated, None, notices),
        Outcome::Unchanged => ("unchanged", 0, 0, None, &[]),
        Outcome::Spared(why) => ("spared", 0, 0, Some(why), &[]),
        Outcome::Failed(why) => ("failed", 0, 0, Some(why), &[]),
        Outcome::Offline(why) => ("offline", 0, 0, Some(why), &[]),
        Outcome::Barred(why) => ("barred", 0, 0, Some(why), &[]),
    };
    let (done, of) = (progress.done, progress.of);
    let format = "dateline.refresh/1";
    JsonFeed { format, feed: &feed.address, title: &feed.name, outcome: word, new, updated, trouble, notices, done, of }
}
