//! The thread that reads feeds anew while one reads: when it is asked to, and when their time has come. Between that it
//! sleeps.

mod manner;
mod telling;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use anyhow::{Result, bail};
use tracing::warn;

pub use self::manner::{Manner, programs};
use self::telling::{Barred, Telling};
use super::{
    alarm::{self, Bell},
    folders::Folders,
    hooks::{self, Event},
};
use crate::{
    app::{
        Message, Notice, Tone,
        refreshing::{Asked, Feeds, News},
    },
    catalog::{ArticleId, feeds::Standing},
    library::{
        self, Library, moving, retention,
        subscribing::{self, NotPublic},
    },
    refresh::{self, Pace, Whom},
    settings::sharing::Hook,
    sources::http::Client,
    store::Store,
    subscriptions::{Address, Subscription, Subscriptions},
};

/// The word for newsboat's own files, wherever they are.
const NEWSBOAT: &str = "newsboat";

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

/// The way to the thread.
#[derive(Debug)]
pub struct Refresher {
    wishes: Sender<Wish>,
}

/// What the thread is asked for.
#[derive(Debug, Clone)]
pub enum Wish {
    /// Feeds are to be read anew.
    Read(Feeds),
    /// What these words mean is to be subscribed to, and read.
    Subscribe(String),
    /// What the file of this name holds, or the word newsboat stands for, is to be brought in.
    MoveIn(String),
    /// Something may have been put into a folder that is subscribed to.
    LookAround,
    /// Feeds are to be read otherwise from now on.
    Otherwise(Manner),
}

impl Refresher {
    /// Asks for something; `false` if nobody is there to do it.
    #[must_use]
    pub fn ask(&self, wish: Wish) -> bool {
        self.wishes.send(wish).is_ok()
    }
}

/// Starts the thread.
#[must_use]
pub fn begin(places: Places, manner: Manner, bell: Bell) -> Refresher {
    let (wishes, asked) = mpsc::channel();
    let folders = Folders::new(wishes.clone());
    let work = move || Work { places, manner, bell, client: None, barred: Barred::new(), folders }.go_on(&asked);
    drop(thread::Builder::new().name("refresh".into()).spawn(work));
    Refresher { wishes }
}

struct Work {
    places: Places,
    manner: Manner,
    bell: Bell,
    client: Option<Arc<Client>>,
    barred: Barred,
    folders: Folders,
}

impl Work {
    fn go_on(mut self, asked: &Receiver<Wish>) {
        let mut wait = self.manner.every.map(|_| Duration::ZERO);
        if let Ok(subscriptions) = Subscriptions::open(&self.places.config) {
            self.folders.follow(subscriptions.all());
        }
        loop {
            let first = match wait {
                Some(wait) => asked.recv_timeout(wait),
                None => asked.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let next = match first {
                Ok(first) => match self.fulfil(std::iter::once(first).chain(asked.try_iter())) {
                    Ok(next) => Ok(next),
                    Err(why) if self.tell(News::Impossible(format!("{why:#}"))).is_err() => return,
                    Err(why) => Err(why),
                },
                Err(RecvTimeoutError::Timeout) => {
                    self.refresh(None).inspect_err(|why| warn!("feeds can't be read: {why:#}"))
                }
                Err(RecvTimeoutError::Disconnected) => return,
            };
            wait = self.manner.every.map(|every| next.unwrap_or(every));
        }
    }

    /// Does what was asked for, and says how long to sleep then. A key that was held is one wish.
    fn fulfil(&mut self, wishes: impl Iterator<Item = Wish>) -> Result<Duration> {
        let mut read: Option<Feeds> = None;
        let mut next = Ok(Duration::ZERO);
        for wish in wishes {
            let done = match wish {
                Wish::Read(feeds) => {
                    read = Some(read.map_or(feeds, |known| wider(known, feeds)));
                    continue;
                }
                Wish::Subscribe(what) => self.subscribe(&what),
                Wish::MoveIn(what) => self.move_in(&what),
                Wish::LookAround => self.look_around(),
                Wish::Otherwise(manner) => {
                    self.manner = manner;
                    Ok(Duration::ZERO)
                }
            };
            next = done.or_else(|why| {
                self.tell(match why.downcast_ref() {
                    Some(NotPublic(address)) => News::Private(address.to_string()),
                    None => News::Impossible(format!("{why:#}")),
                })?;
                Ok(Duration::from_secs(SHORTEST.unsigned_abs()))
            });
        }
        match read {
            Some(feeds) => self.refresh(Some(feeds)),
            None => next,
        }
    }

    /// Reads what is subscribed to on this machine.
    fn look_around(&mut self) -> Result<Duration> {
        let subscriptions = Subscriptions::open(&self.places.config)?;
        let is_local = |one: &&Subscription| matches!(one.address, Address::Folder(_) | Address::Mailbox(_));
        let local: Vec<_> = subscriptions.all().iter().filter(is_local).cloned().collect();
        let (mut store, _) = Store::open(&self.places.data, library::now())?;
        self.read(&local, Whom::Due, Asked::ByItself, None, &mut store)?;
        Ok(until_due(subscriptions.all(), &self.barred, &store))
    }

    /// Subscribes to what words mean, and reads it.
    fn subscribe(&mut self, what: &str) -> Result<Duration> {
        let mut subscriptions = Subscriptions::open(&self.places.config)?;
        let given = subscribing::meant(what)?;
        let known = subscriptions.find(&given).is_some();
        let (address, _) = if known { (given, None) } else { subscribing::found(&self.client(), given)? };
        if !subscriptions.add(&Subscription::to(address.clone()))? {
            bail!("{address} is subscribed to already");
        }
        let (mut store, _) = Store::open(&self.places.data, library::now())?;
        self.read(
            &[Subscription::to(address.clone())],
            Whom::These,
            Asked::ByHand,
            Some(address.to_string()),
            &mut store,
        )?;
        self.folders.follow(subscriptions.all());
        Ok(until_due(subscriptions.all(), &self.barred, &store))
    }

    /// Brings in what another reader keeps, and reads what is new.
    fn move_in(&mut self, what: &str) -> Result<Duration> {
        let programs = self.manner.programs;
        let mut luggage = match what {
            NEWSBOAT => moving::of_newsboat(programs)?,
            file => moving::of_file(&subscribing::at_home(file), programs)?,
        };
        let mut subscriptions = Subscriptions::open(&self.places.config)?;
        luggage.unpack(&mut subscriptions, &self.places.config)?;
        let mut told = luggage.found.summary();
        let more = luggage.found.told();
        for sentence in &more {
            warn!("{sentence}");
        }
        if !more.is_empty() {
            told.extend([" (`dateline import ", what, "` says more)"]);
        }
        let now = library::now();
        if luggage.has_articles() {
            let mut opening = Library::open(&self.places.data, &self.places.config, now)?;
            let moved = luggage.move_in(&mut opening.library, &subscriptions, now)?;
            told += &moved.map(|moved| format!("; {}", moved.sentence())).unwrap_or_default();
        }
        self.tell(News::MovedIn(told))?;
        self.refresh(None)
    }

    fn client(&mut self) -> Arc<Client> {
        Arc::clone(self.client.get_or_insert_with(|| Arc::new(Client::usual())))
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
            Some(Feeds::This(source)) => {
                let known = store.feeds()?.into_iter().find(|(feed, _)| feed.source == source);
                let Some((feed, _)) = known else { bail!("nothing is known of this feed") };
                (vec![find(subscriptions.all(), &feed.address)?], Whom::These)
            }
            Some(Feeds::All) if subscriptions.all().is_empty() => {
                bail!("there are no feeds yet: `dateline add URL` subscribes to one")
            }
            Some(Feeds::All) => (subscriptions.all().to_vec(), Whom::All),
            None => (subscriptions.all().to_vec(), Whom::Due),
        };
        self.folders.follow(subscriptions.all());
        if !wanted.is_empty() {
            let asked = if asks.is_some() { Asked::ByHand } else { Asked::ByItself };
            self.read(&wanted, whom, asked, None, &mut store)?;
        }
        Ok(until_due(subscriptions.all(), &self.barred, &store))
    }

    fn read(
        &mut self,
        wanted: &[Subscription],
        whom: Whom,
        asked: Asked,
        subscribed: Option<String>,
        store: &mut Store,
    ) -> Result<()> {
        let client = self.client();
        let (every, programs) = (self.manner.every, self.manner.programs);
        let pace = Pace { every: every.unwrap_or(Pace::default().every), programs };
        let (bell, barred) = (&self.bell, &mut self.barred);
        let going = |progress| drop(ring(bell, News::Going(progress)));
        let mut telling = Telling::new(asked, subscribed, &going, barred);
        let summary = refresh::run(wanted, whom, pace, store, &client, &mut |report| telling.take(&report))?;
        let mut outcome = telling.outcome(&summary);
        let Telling { new, watched, .. } = telling;
        let (config, keep) = (&self.places.config, self.manner.keep);
        outcome.removed = retention::let_go(store, config, wanted, keep, library::now())?;
        if outcome.feeds > 0 || outcome.removed > 0 {
            self.tell(News::Done(outcome))?;
        }
        self.after(Event::Refresh, &self.manner.after_refresh, &new, store);
        self.after(Event::WatchTerm, &self.manner.on_watch_term, &watched, store);
        Ok(())
    }

    /// Does what is to be done when articles have come. What goes wrong is told once, and stands in the log.
    fn after(&self, event: Event, hook: &Hook, new: &[ArticleId], store: &Store) {
        let told = match hooks::run(event, hook, new, store) {
            Ok(None) => return,
            Ok(Some(note)) => alarm::News::Notification(note),
            Err(why) => {
                warn!("{why}");
                alarm::News::Outside(Box::new(Message::Told(Notice { text: why, tone: Tone::Error })))
            }
        };
        drop(self.bell.ring(told));
    }

    fn tell(&self, news: News) -> Result<()> {
        ring(&self.bell, news)
    }
}

fn ring(bell: &Bell, news: News) -> Result<()> {
    bell.ring(alarm::News::Refresh(news)).map_err(|_| anyhow::anyhow!("the reader is gone"))
}

/// How long it is until the next feed is due. For what is kept from, nobody gets up: the environment stays as it is.
fn until_due(subscriptions: &[Subscription], barred: &Barred, store: &Store) -> Duration {
    let now = library::now();
    let known = store.feeds().unwrap_or_default();
    let due = known.iter().filter(|(feed, _)| {
        let is_wanted = feed.standing != Standing::Gone && !barred.contains_key(&feed.address);
        is_wanted && subscriptions.iter().any(|one| one.address.to_string() == feed.address)
    });
    let next = due.map(|(feed, _)| feed.due).min().unwrap_or(i64::MAX);
    let seconds = next.saturating_sub(now).clamp(SHORTEST, LONGEST);
    Duration::from_secs(seconds.unsigned_abs())
}

fn wider(one: Feeds, other: Feeds) -> Feeds {
    if one == other { one } else { Feeds::All }
}

fn find(subscriptions: &[Subscription], address: &str) -> Result<Subscription> {
    let is_it = |one: &&Subscription| one.address.to_string() == address;
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::store::Filed;

    #[test]
    fn nobody_gets_up_for_a_feed_that_is_kept_from() {
        let mut store = Store::in_memory().unwrap();
        let address = "https://e.example/feed".to_owned();
        store.follow_feeds(&[Filed { address: &address, title: None, tags: &[] }]).unwrap();
        let subscriptions = [Subscription::to(Address::Feed(address.parse().unwrap()))];
        let due = |barred: &Barred| until_due(&subscriptions, barred, &store).as_secs();
        assert_eq!(due(&Barred::new()), SHORTEST.unsigned_abs());
        assert_eq!(due(&Barred::from([(address.clone(), "http_proxy".to_owned())])), LONGEST.unsigned_abs());
    }
}
