//! Feeds read anew: fetched by many threads, parsed by few, written by one. It reports facts, and knows no screen.
//!
//! A feed's articles are stored as they came, in one transaction, and stand in the list at once. Their texts are parsed
//! and searched for quotations whenever no document waits. What is left undone by an end in the middle is done by the next
//! run.

mod desk;
mod fetching;
mod identity;
mod local;
mod plan;
mod reading;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
mod writing;

use std::{
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError},
    },
    time::Duration,
};

use anyhow::{Result, ensure};
use url::Url;

pub use self::plan::Pace;
use self::{
    desk::Desk,
    fetching::{Job, PATIENCE, Wanted},
    reading::Readers,
    writing::Writer,
};
use crate::{
    catalog::{
        ArticleId,
        feeds::{self, Feed, Standing},
        rules::Watched,
    },
    library::whole::{self, Web},
    sources::{http::Client, program::Programs},
    store::{Filed, Store},
    subscriptions::{Address, FullText, Subscription},
    text::quotes::Lexicon,
};

/// How many pieces of news may wait for the thread that writes.
const EVENTS: usize = 32;

/// While nothing comes from the network for so long, texts are parsed: the list comes first.
const LULL: Duration = Duration::from_millis(20);

/// How often it is looked for what takes too long.
const LOOK: Duration = Duration::from_millis(500);

/// Where a document is that a program printed: no relative link leads from there.
const NOWHERE: &str = "about:blank";

/// Which of the subscriptions are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Those whose time has come.
    Due,
    /// All of them; a server's wish to be left alone still counts, and what is gone for good stays so.
    All,
    /// Just these, gone or not, and whatever their documents are known by: the reader asked for them.
    These,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report<'a> {
    /// So many feeds are about to be read.
    Begun(usize),
    /// A feed is done.
    Done {
        /// The feed as it is known now.
        feed: &'a Feed,
        /// What came of it.
        outcome: &'a Outcome,
        /// How it goes.
        progress: Progress,
    },
    /// These articles weren't known before.
    Brought(&'a [ArticleId]),
    /// New articles that rules point out, in the order of their dates.
    Watched(&'a [Watched]),
    /// All feeds are read; so many articles are still to be parsed.
    Parsing(usize),
}

/// How a refresh goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Feeds done.
    pub done: usize,
    /// Of so many.
    pub of: usize,
    /// New articles so far.
    pub new: usize,
}

/// What came of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was read.
    Read {
        /// New articles.
        new: usize,
        /// Articles that were edited.
        updated: usize,
        /// What was mended or left out, a sentence each.
        notices: Vec<String>,
    },
    /// It is as it was.
    Unchanged,
    /// It wasn't asked for, and why.
    Spared(String),
    /// It couldn't be read, and why.
    Failed(String),
    /// There is no network, it seems: nothing is known of the feed.
    Offline(String),
    /// A setting of this machine keeps from it, and which: nothing is known of the feed.
    Barred(String),
}

/// What came of it all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Feeds that were read or are as they were.
    pub good: usize,
    /// Feeds that couldn't be read.
    pub failed: usize,
    /// Feeds that weren't asked for.
    pub spared: usize,
    /// New articles.
    pub new: usize,
    /// New articles that rules point out.
    pub watched: usize,
    /// Articles that were edited.
    pub updated: usize,
    /// Whether there seemed to be no network at all: then none of the failures is a feed's.
    pub offline: bool,
    /// Whether a server answered.
    pub online: bool,
}

/// Reads feeds anew. Ends when all is stored and parsed, or soon after [`Client::cancel`].
///
/// # Errors
/// If the store can't be read or written, or no thread can be started; what was stored before stays.
pub fn run(
    subscriptions: &[Subscription],
    whom: Whom,
    pace: Pace,
    store: &mut Store,
    client: &Arc<Client>,
    report: &mut dyn FnMut(Report<'_>),
) -> Result<Summary> {
    store.expect_many()?;
    let wanted = if whom == Whom::These { Wanted::Document } else { Wanted::News };
    let jobs = jobs(subscriptions, pace.programs, wanted, store)?;
    let mut writer = Writer::new(store, pace, report);
    let jobs = writer.begin(jobs, whom);
    let desk = Arc::new(Desk::default());
    let (events, inbox) = mpsc::sync_channel(EVENTS);
    let mut readers = Readers::start(&desk, &events);
    let is_begun = readers.count() > 0 && fetching::start(jobs, client, &desk, &events);
    ensure!(
        is_begun,
        "the system lets this program start no threads; end other programs, or raise the limit (ulimit -u)"
    );
    while !client.gate().is_closed() {
        let patience = if writer.is_fetching() { LULL } else { LOOK };
        if !writer.is_fetching() {
            writer.hand_out(&desk)?;
        }
        if writer.is_done() {
            break;
        }
        match inbox.recv_timeout(patience) {
            Ok(event) => {
                // Documents that came together are written together; parsed articles wait for their turn anyway.
                let more = if writer.is_fetching() { EVENTS } else { 0 };
                writer.take(std::iter::once(event).chain(inbox.try_iter().take(more)))?;
            }
            Err(RecvTimeoutError::Timeout) => {
                writer.hand_out(&desk)?;
                for one in readers.give_up(PATIENCE) {
                    writer.give_up(one)?;
                }
                writer.rest()?;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let mut summary = writer.finish()?;
    local::read(subscriptions, pace, store, &mut summary, report)?;
    if !client.gate().is_closed() {
        let web = if summary.online { Web::Reached } else { Web::Unknown };
        full_texts(subscriptions, web, store)?;
    }
    Ok(summary)
}

/// Reads the pages of articles where the subscription wants their full text.
fn full_texts(subscriptions: &[Subscription], web: Web, store: &mut Store) -> Result<()> {
    let wanted = subscriptions.iter().filter(|one| one.full_text == FullText::WholePage);
    for subscription in wanted.filter(|one| matches!(one.address, Address::Feed(_))) {
        let now = jiff::Timestamp::now().as_second();
        whole::read_all(&subscription.address.to_string(), store, Lexicon::in_force(), now, web)?;
    }
    Ok(())
}

/// A job for each subscription to a feed.
fn jobs(subscriptions: &[Subscription], programs: Programs, wanted: Wanted, store: &mut Store) -> Result<Vec<Job>> {
    let nowhere = Url::parse(NOWHERE)?;
    let feeds: Vec<_> = subscriptions
        .iter()
        .filter_map(|subscription| match &subscription.address {
            Address::Feed(url) => Some((url, subscription, subscription.address.to_string())),
            Address::Command(_) => Some((&nowhere, subscription, subscription.address.to_string())),
            Address::Folder(_) | Address::Mailbox(_) => None,
        })
        .collect();
    let filed: Vec<_> = feeds
        .iter()
        .map(|(_, subscription, address)| Filed {
            address,
            title: subscription.title.as_deref(),
            tags: &subscription.tags,
        })
        .collect();
    let known = store.follow_feeds(&filed)?;
    let jobs = feeds.into_iter().zip(known).enumerate().map(|(index, ((url, subscription, _), feed))| Job {
        index,
        feed,
        subscription: subscription.clone(),
        url: url.clone(),
        programs,
        wanted,
    });
    Ok(jobs.collect())
}

/// Why a feed isn't asked for now; `None` if it is.
fn spared(feed: &Feed, whom: Whom, now: i64) -> Option<String> {
    // A clock that was set back must not silence feeds for long.
    let is_ahead = |moment: i64| moment > now && moment - now <= 8 * 24 * 3600;
    if let Some(until) = feed.quiet_until.filter(|until| is_ahead(*until)) {
        let pause = feeds::span((until - now).max(60));
        return Some(format!("its server wants to be left alone for {pause} more"));
    }
    match whom {
        Whom::Due if is_ahead(feed.due) => Some("not due yet".to_owned()),
        Whom::Due | Whom::All if feed.standing == Standing::Gone => Some("gone for good".to_owned()),
        Whom::Due | Whom::All | Whom::These => None,
    }
}
