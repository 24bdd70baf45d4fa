//! What a list of another reader comes to: subscriptions, and what can't be one, by reasons.

use std::collections::{BTreeMap, HashSet};
use std::env;

use serde_json::{Value, json};
use url::Url;

use crate::{
    catalog::rules::{RuleKind, WrittenRule},
    sources::{
        newsboat::{
            cache::CachedFeed,
            filter::{self, Translated},
            rules::{Deed, Of, Ruled},
            urls::{self, Line, Source},
        },
        opml,
        program::Programs,
    },
    subscriptions::{Address, Listing, Subscription},
    text::clean,
};

/// As many names are told for one reason.
const NAMED: usize = 3;
/// What only a shell understands.
const FOR_A_SHELL: [char; 12] = ['|', '&', ';', '<', '>', '(', ')', '$', '`', '*', '?', '\n'];

/// What was found in a list.
#[derive(Debug, Default)]
pub struct Found {
    /// What can be subscribed to, in the list's order.
    pub subscriptions: Vec<Subscription>,
    /// How many are subscribed to already.
    pub known: usize,
    /// What can't be brought in.
    pub skipped: Skipped,
    /// newsboat's query feeds in this program's words, or why there are none, by name.
    queries: Vec<(String, Result<Translated, String>)>,
    /// How many of them are new views.
    pub new_views: usize,
    /// Names that another view has already.
    pub(super) views_there: Vec<String>,
    /// Its filters of articles as rules, or why there are none, each with where it stands.
    rules: Vec<(String, Result<WrittenRule, String>)>,
    /// How many of them are new.
    pub new_rules: usize,
    /// What was mended, a sentence each.
    pub notices: Vec<String>,
}

impl Found {
    /// What a list in OPML holds: its folders become tags.
    #[must_use]
    pub fn of_opml(list: &opml::Subscriptions) -> Self {
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
    #[must_use]
    pub fn of_urls(lines: Vec<Line>, programs: Programs) -> Self {
        let mut found = Self::default();
        for line in lines {
            match source(&line.source, programs) {
                Ok((address, filter)) => found.subscriptions.push(subscription(address, filter, line)),
                Err(Refused::Query { name, expression }) => {
                    found.queries.push((clean::line(&name).into_owned(), filter::translate(&expression)));
                }
                Err(Refused::Because(why)) => found.skipped.add(why, &format!("line {}", line.number)),
            }
        }
        found
    }

    /// Takes what newsboat does with some articles as rules, which name a feed by its title.
    pub(super) fn add_rules(&mut self, lines: &[Ruled], names: &[CachedFeed]) {
        for one in lines {
            let place = format!("{}, line {} of newsboat's config,", one.deed.word(), one.line);
            let rule = self.rule(one, names).map(|(rule, nearly)| {
                let sentence = format!("{place} is nearly the rule {} ({})", rule.query, nearly.join("; "));
                self.notices.extend((!nearly.is_empty()).then_some(sentence));
                rule
            });
            self.rules.push((place, rule));
        }
    }

    fn rule(&self, one: &Ruled, names: &[CachedFeed]) -> Result<(WrittenRule, Vec<&'static str>), String> {
        let Translated { query, nearly } = filter::translate(&one.expression)?;
        let query = match &one.of {
            Of::All => query,
            Of::Feed(address) => {
                let name = self.name_of(address, names).ok_or_else(|| format!("no feed {address} was found"))?;
                let query = if query.contains(" or ") { format!("({query})") } else { query };
                format!("source:\"{}\" {query}", name.replace('"', " "))
            }
            Of::Like(_) => return Err("there are no words for addresses that are alike".to_owned()),
        };
        let kind = match one.deed {
            Deed::Ignored => RuleKind::Mute,
            Deed::Highlighted => RuleKind::Watch,
        };
        Ok((WrittenRule { kind, name: query.clone(), query, until: None }, nearly))
    }

    /// What the feed at an address is called: by the reader, or by itself.
    fn name_of(&self, written: &str, names: &[CachedFeed]) -> Option<String> {
        let meant = address(written)?;
        let own = self.subscriptions.iter().find(|one| one.address == meant).and_then(|one| one.title.clone());
        let name = own.or_else(|| Some(names.iter().find(|one| one.address == written)?.title.clone()))?;
        Some(clean::line(&name).into_owned()).filter(|name| !name.is_empty())
    }

    /// newsboat's filters of articles as rules.
    pub(super) fn rules(&self) -> Vec<WrittenRule> {
        self.rules.iter().filter_map(|(_, rule)| rule.as_ref().ok().cloned()).collect()
    }

    /// Leaves out what is subscribed to already, also where only name and password in the address differ.
    pub fn leave_out_known(&mut self, subscribed: &[Subscription]) {
        let mut known: HashSet<Address> = subscribed.iter().map(|one| bare(&one.address)).collect();
        let before = self.subscriptions.len();
        self.subscriptions.retain(|one| known.insert(bare(&one.address)));
        self.known = before - self.subscriptions.len();
    }

    /// newsboat's query feeds as views: names and queries.
    pub(super) fn views(&self) -> Vec<(String, String)> {
        let view = |(name, query): &(String, Result<Translated, String>)| {
            query.as_ref().ok().map(|translated| (name.clone(), translated.query.clone()))
        };
        self.queries.iter().filter_map(view).collect()
    }

    /// What isn't as the list has it, a sentence each.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let no_rule = |(place, rule): &(String, Result<WrittenRule, String>)| {
            rule.as_ref().err().map(|why| format!("{place} can't be a rule: {why}"))
        };
        let of_rules = self.rules.iter().filter_map(no_rule);
        self.notices.iter().cloned().chain(self.told_of_views()).chain(of_rules).chain(self.skipped.told()).collect()
    }

    /// What became of query feeds that aren't just views now, a sentence each.
    fn told_of_views(&self) -> Vec<String> {
        let told = |(name, query): &(String, Result<Translated, String>)| match query {
            Ok(translated) if self.views_there.contains(name) => Some(format!(
                "query feed “{name}” is no view: views.toml has another one of that name; it would be {}",
                translated.query
            )),
            Ok(translated) if translated.nearly.is_empty() => None,
            Ok(Translated { query, nearly }) => {
                Some(format!("query feed “{name}” is nearly the view {query} ({})", nearly.join("; ")))
            }
            Err(why) => Some(format!("query feed “{name}” can't be a view: {why}")),
        };
        self.queries.iter().filter_map(told).collect()
    }

    /// What came of it, in a line.
    #[must_use]
    pub fn summary(&self) -> String {
        self.summary_of("added")
    }

    /// What would come of it, in a line.
    #[must_use]
    pub fn outlook(&self) -> String {
        self.summary_of("would be added")
    }

    fn summary_of(&self, done: &str) -> String {
        let added = self.subscriptions.len();
        let mut parts = vec![format!("{added} {} {done}", if added == 1 { "feed" } else { "feeds" })];
        let views = self.new_views;
        parts.extend((views > 0).then(|| format!("{views} {} {done}", if views == 1 { "view" } else { "views" })));
        let rules = self.new_rules;
        parts.extend((rules > 0).then(|| format!("{rules} {} {done}", if rules == 1 { "rule" } else { "rules" })));
        parts.extend((self.known > 0).then(|| format!("{} there already", self.known)));
        parts.extend((self.skipped.count() > 0).then(|| format!("{} skipped", self.skipped.count())));
        parts.join(", ")
    }
}

fn subscription(address: Address, filter: Option<Vec<String>>, line: Line) -> Subscription {
    let listing = match line.listing {
        urls::Listing::Shown => Listing::Shown,
        urls::Listing::Hidden => Listing::Hidden,
    };
    Subscription { title: line.title, tags: line.tags, filter, listing, ..Subscription::to(address) }
}

/// What a subscription made of newsboat's line is known by; `None` where there can be none.
pub(in crate::library) fn address(line: &str) -> Option<Address> {
    source(&urls::source(line.trim()), Programs::Run).ok().map(|(address, _)| address)
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

/// What is read, and the program that it goes through.
fn source(source: &Source, programs: Programs) -> Result<(Address, Option<Vec<String>>), Refused> {
    let feed =
        |url: &str| Url::parse(url.trim()).map(Address::Feed).map_err(|_| Refused::Because("this is no address"));
    match (source, programs) {
        (Source::Feed(url), _) => Ok((feed(url)?, None)),
        (Source::Query { name, expression }, _) => {
            Err(Refused::Query { name: name.clone(), expression: expression.clone() })
        }
        (Source::Exec(_), Programs::Left) => {
            Err(Refused::Because("exec: runs a program; with run-commands = true in config.toml it is taken, and runs"))
        }
        (Source::Filter { .. }, Programs::Left) => Err(Refused::Because(
            "filter: puts a feed through a program; with run-commands = true in config.toml it is taken, and runs",
        )),
        (Source::Exec(command), Programs::Run) => Ok((words(command).map(Address::Command)?, None)),
        (Source::Filter { command, url }, Programs::Run) => Ok((feed(url)?, Some(words(command)?))),
        (Source::File(_), _) => {
            Err(Refused::Because("file: names a feed in a file; `dateline open` takes it in, `add` its folder"))
        }
        (Source::Other(_), _) => {
            Err(Refused::Because("this is neither an address nor anything else that newsboat reads"))
        }
    }
}

/// The words of a command line that needs no shell.
fn words(command: &str) -> Result<Vec<String>, Refused> {
    let for_a_shell = Refused::Because("its command line is for a shell; put it into a script, and name that");
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
pub struct Skipped {
    by_reason: BTreeMap<String, Vec<String>>,
    unnamed: usize,
}

impl Skipped {
    pub fn add(&mut self, reason: &str, name: &str) {
        self.by_reason.entry(reason.to_owned()).or_default().push(name.to_owned());
    }

    pub fn count(&self) -> usize {
        self.by_reason.values().map(Vec::len).sum::<usize>() + self.unnamed
    }

    /// The reasons with their counts.
    pub fn reasons(&self) -> Value {
        json!(self.by_reason.iter().map(|(reason, names)| (reason.clone(), names.len())).collect::<BTreeMap<_, _>>())
    }

    /// A sentence for each reason.
    pub fn told(&self) -> Vec<String> {
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
