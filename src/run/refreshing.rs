//! The thread that reads feeds anew while one reads: when it is asked to, and when their time has come. Between that it
//! sleeps.

use std::{
    env,
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use tracing::{info, warn};

use super::alarm::{self, Bell};
use crate::{
    app::refreshing::{Asked, Feeds, News, Outcome, Progress},
    catalog::feeds::Standing,
    library,
    refresh::{self, Pace, Report, Whom},
    settings::config::{Config, Switch},
    sources::{
        http::{Client, Limits, Proxies},
        program::Programs,
    },
    store::Store,
    subscriptions::{Address, Subscription, Subscriptions},
};

/// How often the reader is told how it goes, at most.
const TELL: Duration = Duration::from_millis(100);

/// The shortest sleep between looking for what is due.
const SHORTEST: i64 = 60;

/// The longest: subscriptions may have been added.
const LONGEST: i64 = 3600;

/// Where everything is kept.
#[derive(Debug, Clone)]
pub struct Places {
    /// The articles.
    pub data: PathBuf,
    /// The subscriptions.
    pub config: PathBuf,
}

/// How feeds are read.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// How often by themselves; `None`: never.
    pub every: Option<Duration>,
    /// Whether programs that subscriptions name run for it.
    pub programs: Programs,
}

/// Whether programs that subscriptions name may run.
#[must_use]
pub fn programs(config: &Config) -> Programs {
    match config.run_commands {
        Switch::On => Programs::Run,
        Switch::Off => Programs::Left,
    }
}

/// The way to the thread.
#[derive(Debug)]
pub struct Refresher {
    asks: Sender<Feeds>,
}

impl Refresher {
    /// Asks for feeds to be read anew; `false` if nobody is there to do it.
    #[must_use]
    pub fn ask(&self, feeds: Feeds) -> bool {
        self.asks.send(feeds).is_ok()
    }
}

/// Starts the thread.
#[must_use]
pub fn begin(places: Places, manner: Manner, bell: Bell) -> Refresher {
    let (asks, asked) = mpsc::channel();
    let work = move || Work { places, manner, bell, client: None }.go_on(&asked);
    drop(thread::Builder::new().name("refresh".into()).spawn(work));
    Refresher { asks }
}

struct Work {
    places: Places,
    manner: Manner,
    bell: Bell,
    client: Option<Arc<Client>>,
}

impl Work {
    fn go_on(mut self, asked: &Receiver<Feeds>) {
        let mut wait = self.manner.every.map(|_| Duration::ZERO);
        loop {
            let first = match wait {
                Some(wait) => asked.recv_timeout(wait),
                None => asked.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let asks = match first {
                // A key that was held is one wish.
                Ok(first) => Some(std::iter::once(first).chain(asked.try_iter()).fold(first, wider)),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let next = self.refresh(asks);
            let news = match next {
                Ok(next) => {
                    wait = self.manner.every.map(|_| next);
                    continue;
                }
                Err(why) => News::Impossible(format!("{why:#}")),
            };
            wait = self.manner.every;
            if asks.is_none() {
                warn!("feeds can't be read: {news:?}");
            } else if self.tell(news).is_err() {
                return;
            }
        }
    }

    /// Reads feeds anew, and says how long to sleep then.
    fn refresh(&mut self, asks: Option<Feeds>) -> Result<Duration> {
        let subscriptions = Subscriptions::open(&self.places.config)?;
        let now = library::now();
        let (mut store, _) = Store::open(&self.places.data, now)?;
        let (wanted, whom) = match asks {
            Some(Feeds::Of(article)) => match store.feed_of(article)? {
                Some(address) => (vec![find(subscriptions.all(), &address)?], Whom::These),
                None => bail!("this article comes from no feed"),
            },
            Some(Feeds::All) if subscriptions.all().is_empty() => {
                bail!("there are no feeds yet: `dateline add URL` subscribes to one")
            }
            Some(Feeds::All) => (subscriptions.all().to_vec(), Whom::All),
            None => (subscriptions.all().to_vec(), Whom::Due),
        };
        if !wanted.is_empty() {
            self.read(&wanted, whom, asks, &mut store)?;
        }
        Ok(until_due(subscriptions.all(), &store))
    }

    fn read(&mut self, wanted: &[Subscription], whom: Whom, asks: Option<Feeds>, store: &mut Store) -> Result<()> {
        let make = || Arc::new(Client::new(Limits::default(), &Proxies::from_environment(|name| env::var(name).ok())));
        let client = Arc::clone(self.client.get_or_insert_with(make));
        let Manner { every, programs } = self.manner;
        let pace = Pace { every: every.unwrap_or(Pace::default().every), programs };
        let asked = if asks.is_some() { Asked::ByHand } else { Asked::ByItself };
        let mut outcome = Outcome { asked, ..Outcome::default() };
        let mut told = Instant::now();
        let bell = self.bell.clone();
        let mut report = |report: Report<'_>| match report {
            Report::Begun(of) => {
                outcome.feeds = of;
                if of > 0 {
                    drop(ring(&bell, News::Going(Progress { of, ..Progress::default() })));
                }
            }
            Report::Done { feed, outcome: came, progress } => {
                let why = match came {
                    refresh::Outcome::Failed(why) | refresh::Outcome::Spared(why) => Some(why),
                    refresh::Outcome::Offline(_) | refresh::Outcome::Read { .. } | refresh::Outcome::Unchanged => None,
                };
                if let Some(why) = why {
                    info!("{}: {why}", feed.address);
                    outcome.trouble.get_or_insert_with(|| format!("{}: {why}", feed.name));
                }
                if told.elapsed() >= TELL {
                    told = Instant::now();
                    let refresh::Progress { done, of, new } = progress;
                    drop(ring(&bell, News::Going(Progress { done, of, new })));
                }
            }
            Report::Parsing(_) => {}
        };
        let summary = refresh::run(wanted, whom, pace, store, &client, &mut report)?;
        (outcome.new, outcome.failed) = (summary.new, summary.failed);
        if summary.offline {
            outcome.trouble = Some("no network, it seems: no feed can be reached".to_owned());
            outcome.failed = 0;
        }
        if outcome.feeds > 0 {
            self.tell(News::Done(outcome))?;
        }
        Ok(())
    }

    fn tell(&self, news: News) -> Result<()> {
        ring(&self.bell, news)
    }
}

fn ring(bell: &Bell, news: News) -> Result<()> {
    bell.ring(alarm::News::Refresh(news)).map_err(|_| anyhow::anyhow!("the reader is gone"))
}

/// How long it is until the next feed is due.
fn until_due(subscriptions: &[Subscription], store: &Store) -> Duration {
    let now = library::now();
    let known = store.feeds().unwrap_or_default();
    let due = known.iter().filter(|(feed, _)| {
        feed.standing != Standing::Gone && subscriptions.iter().any(|one| one.address.to_string() == feed.address)
    });
    let next = due.map(|(feed, _)| feed.due).min().unwrap_or(i64::MAX);
    let seconds = next.saturating_sub(now).clamp(SHORTEST, LONGEST);
    Duration::from_secs(seconds.unsigned_abs())
}

fn wider(one: Feeds, other: Feeds) -> Feeds {
    if one == other { one } else { Feeds::All }
}

fn find(subscriptions: &[Subscription], address: &str) -> Result<Subscription> {
    let is_it = |one: &&Subscription| matches!(one.address, Address::Feed(_)) && one.address.to_string() == address;
    match subscriptions.iter().find(is_it) {
        Some(found) => Ok(found.clone()),
        None => bail!("its feed is not subscribed to any more: {address}"),
    }
}

/// Where the articles' directory is, by the database's file.
#[must_use]
pub fn directory_of(file: Option<&Path>) -> Option<PathBuf> {
    file?.parent().map(Path::to_owned)
}
