//! The threads that fetch: each takes the next feed whose host has room, and hands on what its server answered.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError, mpsc::SyncSender},
    thread,
    time::Duration,
};

use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::{desk::Desk, plan::Failure, reading::Event};
use crate::{
    catalog::feeds::Feed,
    sources::{
        http::{Answer, Client, Credentials, FEEDS, Gate, Limits, Next, Permit, Request, Trouble, Trust, Validators},
        program::{self, Bounds, Programs},
    },
    subscriptions::{Address, Subscription},
};

/// The most threads that fetch: they wait, and cost little.
const MOST: usize = 200;

/// How many there are even for a single host: redirections lead to others. Not more, or those that are all led to one other
/// host would wait longer for it than they may.
const FEW: usize = 32;

/// Bytes of a fetching thread's stack: TLS needs the most of it.
const STACK: usize = 256 * 1024;

/// A feed to be read.
#[derive(Debug, Clone)]
pub(super) struct Job {
    /// Its place in the order.
    pub(super) index: usize,
    /// What is known of it.
    pub(super) feed: Feed,
    /// How the reader wants it.
    pub(super) subscription: Subscription,
    /// Its address.
    pub(super) url: Url,
    /// Whether programs may run for it.
    pub(super) programs: Programs,
    /// What its server may answer.
    pub(super) wanted: Wanted,
}

/// What a server may answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// That nothing has changed.
    News,
    /// The document, whatever it is known by: some servers say for ever that nothing has changed.
    Document,
}

/// What came of a feed's document.
pub(super) struct Fetched {
    pub(super) job: Job,
    pub(super) answer: Answer,
    /// A hash of the document's bytes.
    pub(super) bytes: i64,
}

/// Starts the threads that work the jobs off; `false` if there are jobs, and not one thread could be started.
pub(super) fn start(jobs: Vec<Job>, client: &Arc<Client>, desk: &Arc<Desk>, events: &SyncSender<Event>) -> bool {
    start_with(STACK, jobs, client, desk, events)
}

fn start_with(
    stack: usize,
    jobs: Vec<Job>,
    client: &Arc<Client>,
    desk: &Arc<Desk>,
    events: &SyncSender<Event>,
) -> bool {
    let jobs: VecDeque<(String, Job)> = jobs.into_iter().map(|job| (Gate::host(&address(&job)), job)).collect();
    let count = threads(jobs.iter().map(|(host, _)| host.as_str()), client.limits().per_host);
    let waiting = Arc::new(Mutex::new(jobs));
    for started in 0..count {
        let (waiting, client, desk, events) =
            (Arc::clone(&waiting), Arc::clone(client), Arc::clone(desk), events.clone());
        let work = move || {
            while let Some((job, permit)) = next(&client, &waiting) {
                work_off(job, permit, &client, &desk, &events);
            }
        };
        let thread = thread::Builder::new().name("fetch".into()).stack_size(stack);
        if thread.spawn(work).is_err() {
            // With fewer threads it takes longer; with none, the loop that waits would wait for ever.
            return started > 0;
        }
    }
    true
}

/// How many threads have something to do at a time, with so many connections to a host.
fn threads<'a>(hosts: impl Iterator<Item = &'a str>, per_host: usize) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    hosts.for_each(|host| *counts.entry(host).or_default() += 1);
    let (all, at_a_time) = counts.values().fold((0, 0), |(all, now), count| (all + count, now + count.min(&per_host)));
    at_a_time.clamp(FEW, MOST).min(all)
}

fn next<'a>(client: &'a Client, waiting: &Mutex<VecDeque<(String, Job)>>) -> Option<(Job, Permit<'a>)> {
    client.gate().next(|is_full| {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.is_empty() {
            return Next::Nobody;
        }
        let free = waiting.iter().position(|(host, _)| !is_full(host));
        match free.and_then(|index| waiting.remove(index)) {
            Some((host, job)) => Next::This(job, host),
            None => Next::AllBusy,
        }
    })
}

/// Where a feed is read from now.
fn address(job: &Job) -> Url {
    job.feed.moved.as_deref().and_then(|moved| Url::parse(moved).ok()).unwrap_or_else(|| job.url.clone())
}

fn work_off(job: Job, permit: Permit<'_>, client: &Client, desk: &Desk, events: &SyncSender<Event>) {
    let answer = match document(&job, permit, client) {
        Ok(answer) => answer,
        Err(failure) => {
            drop(events.send(Event::Failed { job: Box::new(job), failure }));
            return;
        }
    };
    let bytes = xxh3_64(&answer.body).cast_signed();
    match answer.status {
        304 => drop(events.send(Event::Unchanged { job: Box::new(job), answer: Box::new(answer), bytes: None })),
        200..=299 if job.feed.known_by.bytes == Some(bytes) => {
            drop(events.send(Event::Unchanged { job: Box::new(job), answer: Box::new(answer), bytes: Some(bytes) }));
        }
        200..=299 => desk.put_document(Fetched { job, answer, bytes }),
        _ => drop(events.send(Event::Refused { job: Box::new(job), answer: Box::new(answer) })),
    }
}

/// The feed's document: what its server sends or its program prints, put through a program where the reader wants that.
fn document(job: &Job, permit: Permit<'_>, client: &Client) -> Result<Answer, Failure> {
    let subscription = &job.subscription;
    let mut answer = match &subscription.address {
        Address::Command(words) => Answer::of(job.url.clone(), printed(words, Vec::new(), job, client)?),
        Address::Feed(_) | Address::Folder(_) | Address::Mailbox(_) => {
            fetch(job, permit, client).map_err(|trouble| Failure::of_way(&trouble))?
        }
    };
    if let (Some(words), 200..=299) = (&subscription.filter, answer.status) {
        let sent = std::mem::take(&mut answer.body);
        answer.body = printed(words, sent, job, client)?;
        answer.validators = Validators::default();
    }
    Ok(answer)
}

/// What a program prints.
fn printed(words: &[String], input: Vec<u8>, job: &Job, client: &Client) -> Result<Vec<u8>, Failure> {
    let Programs::Run = job.programs else {
        let why = "this runs a program; run-commands = true in config.toml allows that";
        return Err(Failure::of_document(why.to_owned()));
    };
    let Limits { total: time, bytes, .. } = *client.limits();
    program::run(words, input, Bounds { time, bytes }).map_err(Failure::of_document)
}

fn fetch(job: &Job, permit: Permit<'_>, client: &Client) -> Result<Answer, Trouble> {
    let subscription = &job.subscription;
    let credentials = match (&subscription.user, &subscription.password_command) {
        (Some(user), Some(command)) => Some(Credentials::asked_of(user, command)?),
        (Some(user), None) => Some(Credentials::new(user, "")),
        (None, _) => None,
    };
    let known_by = &job.feed.known_by;
    let validators = Validators { etag: known_by.etag.clone(), modified: known_by.modified.clone() };
    let url = address(job);
    let request = Request {
        // A filter may print something else of the same document: it is asked for as a whole, and what is known says nothing.
        validators: (subscription.filter.is_none() && job.wanted == Wanted::News).then_some(&validators),
        user_agent: subscription.user_agent.as_deref(),
        headers: &subscription.headers,
        credentials: credentials.as_ref(),
        ..Request::to(&url, Trust::Typed, FEEDS)
    };
    let answer = client.fetch_with(&request, permit);
    let astray = match &answer {
        Ok(answer) => matches!(answer.status, 404 | 410),
        Err(trouble) => trouble.is_offline(),
    };
    if url == job.url || !astray {
        return answer;
    }
    // Where it had moved to, there is nothing any more: perhaps it is back.
    let home = Request { url: &job.url, ..request };
    match client.fetch(&home) {
        Ok(mut back) if back.status < 400 => {
            back.moved = back.moved.or_else(|| Some(job.url.clone()));
            Ok(back)
        }
        _ => answer,
    }
}

/// How long a feed's document, or an article's text, may take to be read.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::{catalog::SourceId, sources::http::Proxies};

    #[test]
    fn it_is_told_where_no_thread_can_be_started() {
        let url = Url::parse("https://e.example/feed").unwrap();
        let (feed, subscription) =
            (Feed::of(url.to_string(), SourceId(1)), Subscription::to(Address::Feed(url.clone())));
        let job = Job { index: 0, feed, subscription, url, programs: Programs::Left, wanted: Wanted::News };
        let client = Arc::new(Client::new(Limits::default(), &Proxies::default()));
        let (events, _inbox) = std::sync::mpsc::sync_channel(1);
        // No machine has room for such a stack.
        let start = |jobs| start_with(1 << 60, jobs, &client, &Arc::default(), &events);
        assert!(!start(vec![job]));
        assert!(start(Vec::new()));
    }

    #[test]
    fn there_are_as_many_threads_as_have_something_to_do() {
        let of = |hosts: &[&str]| threads(hosts.iter().copied(), 4);
        assert_eq!(of(&[]), 0);
        assert_eq!(of(&["a", "b", "b"]), 3);
        // Each may lead somewhere else, but most would only wait.
        assert_eq!(of(&["a"; 300]), FEW);
        let many: Vec<String> = (0..300).map(|host| format!("{}.example", host / 10)).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(of(&many), 30 * 4);
        let apart: Vec<String> = (0..300).map(|host| format!("{host}.example")).collect();
        assert_eq!(of(&apart.iter().map(String::as_str).collect::<Vec<_>>()), MOST);
    }
}
