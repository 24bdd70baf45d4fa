//! What a list of another reader comes to: subscriptions, and what can't be one, by reasons.

use std::collections::{BTreeMap, HashSet};
use std::env;

use serde_json::{Value, json};
use url::Url;

use crate::{
    settings::config::Switch,
    sources::{
        newsboat::{
            filter,
            urls::{self, Line, Source},
        },
        opml,
    },
    subscriptions::{Address, Listing, Subscription},
};

/// As many names are told for one reason.
const NAMED: usize = 3;
/// What only a shell understands.
const FOR_A_SHELL: [char; 12] = ['|', '&', ';', '<', '>', '(', ')', '$', '`', '*', '?', '\n'];

/// What was found in a list.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What can be subscribed to, in the list's order.
    pub(super) subscriptions: Vec<Subscription>,
    /// How many are subscribed to already.
    pub(super) known: usize,
    /// What can't be brought in.
    pub(super) skipped: Skipped,
    /// newsboat's query feeds, by name.
    pub(super) queries: Vec<(String, String)>,
    /// What was mended, a sentence each.
    pub(super) notices: Vec<String>,
}

impl Found {
    /// What a list in OPML holds: its folders become tags.
    pub(super) fn of_opml(list: &opml::Subscriptions) -> Self {
        let mut found = Self { notices: list.notices.clone(), ..Self::default() };
        for feed in &list.feeds {
            let Ok(url) = Url::parse(&feed.url) else { continue };
            let title = feed.title.clone().filter(|title| *title != feed.url);
            let tags = feed.folders.iter().map(|path| path.join("/")).collect();
            found.subscriptions.push(Subscription { title, tags, ..Subscription::to(Address::Feed(url)) });
        }
        for skipped in &list.skipped {
            found.skipped.add(&skipped.reason.to_string(), &skipped.name);
        }
        found.skipped.unnamed = list.skipped_count - list.skipped.len();
        found
    }

    /// What newsboat's list holds.
    pub(super) fn of_urls(lines: Vec<Line>, run_commands: Switch) -> Self {
        let mut found = Self::default();
        for line in lines {
            match address(&line, run_commands) {
                Ok(address) => found.subscriptions.push(subscription(address, line)),
                Err(Refused::Query { name, expression }) => found.queries.push((name, expression)),
                Err(Refused::Because(why)) => found.skipped.add(why, &format!("line {}", line.number)),
            }
        }
        found
    }

    /// Leaves out what is subscribed to already, also where only name and password in the address differ.
    pub(super) fn leave_out_known(&mut self, subscribed: &[Subscription]) {
        let mut known: HashSet<Address> = subscribed.iter().map(|one| bare(&one.address)).collect();
        let before = self.subscriptions.len();
        self.subscriptions.retain(|one| known.insert(bare(&one.address)));
        self.known = before - self.subscriptions.len();
    }

    /// What newsboat's query feeds are as queries, a sentence each.
    pub(super) fn views(&self) -> Vec<String> {
        let view = |(name, expression): &(String, String)| match filter::translate(expression) {
            Ok(translated) if translated.nearly.is_empty() => {
                format!("query feed “{name}” is the query: {}", translated.query)
            }
            Ok(translated) => {
                format!(
                    "query feed “{name}” is nearly the query: {} ({})",
                    translated.query,
                    translated.nearly.join("; ")
                )
            }
            Err(why) => format!("query feed “{name}” can't be a query: {why}"),
        };
        self.queries.iter().map(view).collect()
    }

    /// What came of it, in a line.
    pub(super) fn summary(&self) -> String {
        let added = self.subscriptions.len();
        let mut parts = vec![format!("{added} {} added", if added == 1 { "feed" } else { "feeds" })];
        parts.extend((self.known > 0).then(|| format!("{} there already", self.known)));
        parts.extend((self.skipped.count() > 0).then(|| format!("{} skipped", self.skipped.count())));
        parts.join(", ")
    }
}

fn subscription(address: Address, line: Line) -> Subscription {
    let listing = match line.listing {
        urls::Listing::Shown => Listing::Shown,
        urls::Listing::Hidden => Listing::Hidden,
    };
    Subscription { title: line.title, tags: line.tags, listing, ..Subscription::to(address) }
}

/// The address without what says who asks.
fn bare(address: &Address) -> Address {
    match address {
        Address::Feed(url) if !url.username().is_empty() || url.password().is_some() => {
            let mut bare = url.clone();
            // An address with a host takes both.
            let _ = bare.set_password(None);
            let _ = bare.set_username("");
            Address::Feed(bare)
        }
        other => other.clone(),
    }
}

/// Why a line is no subscription.
enum Refused {
    /// It is a view of the articles of others.
    Query { name: String, expression: String },
    /// For this reason.
    Because(&'static str),
}

fn address(line: &Line, run_commands: Switch) -> Result<Address, Refused> {
    match &line.source {
        Source::Feed(url) => {
            Url::parse(url.trim()).map(Address::Feed).map_err(|_| Refused::Because("this is no address"))
        }
        Source::Query { name, expression } => {
            Err(Refused::Query { name: name.clone(), expression: expression.clone() })
        }
        Source::Exec(_) if run_commands == Switch::Off => Err(Refused::Because(
            "exec: runs a program; with run-commands = true in config.toml it is taken as a command",
        )),
        Source::Exec(command) => words(command).map(Address::Command),
        Source::Filter { .. } => {
            Err(Refused::Because("filter: puts a feed through a program; dateline takes feeds as they are"))
        }
        Source::File(_) => Err(Refused::Because("file: names a feed in a file; dateline reads feeds from the web")),
        Source::Other(_) => Err(Refused::Because("this is neither an address nor anything else that newsboat reads")),
    }
}

/// The words of a command line that needs no shell.
fn words(command: &str) -> Result<Vec<String>, Refused> {
    let for_a_shell = Refused::Because("exec: has a command line for a shell; put it into a script, and name that");
    if command.contains(FOR_A_SHELL) {
        return Err(for_a_shell);
    }
    let mut words = shlex::split(command).filter(|words| !words.is_empty()).ok_or(for_a_shell)?;
    if let (Some(home), Some(program)) = (env::home_dir(), words.first_mut())
        && let Some(rest) = program.strip_prefix("~/")
    {
        *program = home.join(rest).to_string_lossy().into_owned();
    }
    Ok(words)
}

/// What can't be brought in: each reason with the names that it holds for.
#[derive(Debug, Default)]
pub(super) struct Skipped {
    by_reason: BTreeMap<String, Vec<String>>,
    unnamed: usize,
}

impl Skipped {
    pub(super) fn add(&mut self, reason: &str, name: &str) {
        self.by_reason.entry(reason.to_owned()).or_default().push(name.to_owned());
    }

    pub(super) fn count(&self) -> usize {
        self.by_reason.values().map(Vec::len).sum::<usize>() + self.unnamed
    }

    /// The reasons with their counts.
    pub(super) fn reasons(&self) -> Value {
        json!(self.by_reason.iter().map(|(reason, names)| (reason.clone(), names.len())).collect::<BTreeMap<_, _>>())
    }

    /// A sentence for each reason.
    pub(super) fn told(&self) -> Vec<String> {
        let mut told: Vec<String> = self.by_reason.iter().map(|(reason, names)| sentence(reason, names)).collect();
        if self.unnamed > 0 {
            told.push(format!("{} more skipped for like reasons", self.unnamed));
        }
        told
    }
}

fn sentence(reason: &str, names: &[String]) -> String {
    let mut some = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        some += ", …";
    }
    format!("{} skipped ({some}): {reason}", names.len())
}
