//! Folders and mailboxes that are subscribed to, read again: what is new or changed comes in, what is gone stays. It asks
//! no network.

use std::{
    fs, io,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::Result;
use xxhash_rust::xxh3::Xxh3;

use super::{Outcome, Pace, Progress, Report, Summary};
use crate::{
    catalog::{
        ArticleId,
        feeds::{Feed, KnownBy, Standing},
        rules::Watched,
    },
    library::intake::{self, Parsed},
    sources::files::{self, Input},
    store::{Filed, Incoming, Store},
    subscriptions::{Address, Subscription},
    text::{clean, document::Extent, quotes::Lexicon},
};

/// How many articles are taken in by one transaction.
const BATCH: usize = 200;

/// Seconds that the clocks of a file system and of this machine may differ.
const LEEWAY: i64 = 2;

/// Articles that a feed brought.
#[derive(Debug, Default)]
struct Brought {
    /// Those that weren't known.
    new: Vec<ArticleId>,
    /// Those of them that rules point out.
    watched: Vec<Watched>,
}

/// Reads what is on this machine, and says how it goes after `progress`.
pub(super) fn read(
    subscriptions: &[Subscription],
    pace: Pace,
    store: &mut Store,
    summary: &mut Summary,
    report: &mut dyn FnMut(Report<'_>),
) -> Result<()> {
    let local: Vec<_> = subscriptions.iter().filter_map(|one| Some((one, path(one)?))).collect();
    let mut progress = Progress { done: 0, of: local.len(), new: summary.new };
    for (subscription, path) in local {
        let address = subscription.address.to_string();
        // A folder calls itself by its own name.
        let name = path.file_name().map(|name| clean::line(&name.to_string_lossy()).into_owned());
        let title = subscription.title.as_deref().or(name.as_deref());
        let filed = Filed { address: &address, title, tags: &subscription.tags };
        let Some(mut feed) = store.follow_feeds(&[filed])?.pop() else { continue };
        let now = jiff::Timestamp::now().as_second();
        let mut brought = Brought::default();
        let outcome = read_one(subscription, path, (&mut feed, &mut brought), store, now)?;
        let every = subscription.every.unwrap_or(pace.every).as_secs();
        feed.checked = Some(now);
        feed.due = now.saturating_add(i64::try_from(every).unwrap_or(i64::MAX));
        store.keep_feed(&feed)?;
        match &outcome {
            Outcome::Read { new, updated, .. } => {
                summary.good += 1;
                summary.new += new;
                summary.updated += updated;
                progress.new += new;
            }
            Outcome::Unchanged => summary.good += 1,
            Outcome::Spared(_) | Outcome::Failed(_) | Outcome::Offline(_) | Outcome::Barred(_) => {
                summary.failed += 1;
            }
        }
        progress.done += 1;
        if !brought.new.is_empty() {
            report(Report::Brought(&brought.new));
        }
        if !brought.watched.is_empty() {
            summary.watched += brought.watched.len();
            report(Report::Watched(&brought.watched));
        }
        report(Report::Done { feed: &feed, outcome: &outcome, progress });
    }
    Ok(())
}

fn path(subscription: &Subscription) -> Option<&Path> {
    match &subscription.address {
        Address::Folder(path) | Address::Mailbox(path) => Some(path),
        Address::Feed(_) | Address::Command(_) => None,
    }
}

fn read_one(
    subscription: &Subscription,
    path: &Path,
    (feed, brought): (&mut Feed, &mut Brought),
    store: &mut Store,
    now: i64,
) -> Result<Outcome> {
    let gathered = files::gather(&[path.as_os_str().to_owned()]);
    if gathered.inputs.is_empty() {
        // An empty folder is none that can't be read.
        let empty = fs::read_dir(path).is_ok();
        return Ok(if empty { good(feed, None, now) } else { failed(feed, gathered.problems) });
    }
    let mut found: Vec<(Input, i64)> = gathered
        .inputs
        .into_iter()
        .filter_map(|input| Some((changed(&input)?, input)))
        .map(|(at, input)| (input, at))
        .collect();
    let bytes = fingerprint(&found);
    if feed.standing == Standing::Good && feed.known_by.bytes == Some(bytes) {
        feed.new = 0;
        return Ok(Outcome::Unchanged);
    }
    if let Some(limit) = subscription.limit.and_then(|limit| usize::try_from(limit).ok()) {
        found.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
        found.truncate(limit);
    }
    let since = feed.checked.filter(|_| feed.standing == Standing::Good);
    let (mut new, mut updated, mut problems) = (0, 0, Vec::new());
    for (input, at) in found {
        let known = input.key().map_or(Ok(None), |key| store.find(&key))?.is_some();
        if known && since.is_some_and(|since| at + LEEWAY < since) {
            continue;
        }
        match intake::parse(&input, Extent::Article, Lexicon::in_force()) {
            Ok(read) => {
                problems.extend(read.notices);
                for some in read.parsed.chunks(BATCH) {
                    let incoming = incoming(some);
                    let unknown: Vec<bool> =
                        incoming.iter().map(|one| Ok(store.find(one.key)?.is_none())).collect::<Result<_>>()?;
                    let taken = store.take_in_for(feed.source, &incoming, now)?;
                    brought
                        .new
                        .extend(taken.ids.iter().zip(unknown).filter(|(_, unknown)| *unknown).map(|(id, _)| *id));
                    brought.watched.extend(taken.watched);
                    new += taken.new;
                    updated += taken.updated;
                }
            }
            Err(why) => problems.push(why),
        }
    }
    feed.known_by = KnownBy { bytes: Some(bytes), ..KnownBy::default() };
    feed.new = new;
    good(feed, problems.first(), now);
    Ok(Outcome::Read { new, updated, notices: problems })
}

fn good(feed: &mut Feed, trouble: Option<&String>, now: i64) -> Outcome {
    feed.standing = Standing::Good;
    feed.trouble = trouble.cloned();
    feed.failures = 0;
    feed.good = Some(now);
    Outcome::Unchanged
}

fn failed(feed: &mut Feed, problems: Vec<String>) -> Outcome {
    let why = problems.into_iter().next().unwrap_or_else(|| "it can't be read".to_owned());
    feed.standing = Standing::Failing;
    feed.trouble = Some(why.clone());
    feed.failures = feed.failures.saturating_add(1);
    Outcome::Failed(why)
}

fn incoming(parsed: &[Parsed]) -> Vec<Incoming<'_>> {
    parsed.iter().map(one).collect()
}

fn one(parsed: &Parsed) -> Incoming<'_> {
    let Parsed { key, origin, article, quotations } = parsed;
    Incoming { key, origin, article, quotations, engine: Lexicon::in_force().edition() }
}

/// When a file was last changed, in Unix seconds.
fn changed(input: &Input) -> Option<i64> {
    let modified: io::Result<SystemTime> = fs::metadata(input.path()?).and_then(|meta| meta.modified());
    let since = modified.ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

/// What tells whether any of the files has changed: their names, times and sizes.
fn fingerprint(files: &[(Input, i64)]) -> i64 {
    let mut hash = Xxh3::new();
    for (input, at) in files {
        hash.update(input.key().unwrap_or_default().as_bytes());
        hash.update(&at.to_le_bytes());
        let len = input.path().and_then(|path| fs::metadata(path).ok()).map_or(0, |meta| meta.len());
        hash.update(&len.to_le_bytes());
    }
    hash.digest().cast_signed()
}
