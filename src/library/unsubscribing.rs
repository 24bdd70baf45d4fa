//! The end of a subscription, as a change that can be undone: its words in the file, and its articles where they shall go.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    path::{Path, PathBuf},
    sync::{MutexGuard, PoisonError},
};

use anyhow::{Context as _, Result, bail};

use super::{Library, feeds, retention, subscribing};
use crate::{
    catalog::{
        ArticleId, How, SourceId,
        feeds::{Articles, Leaving, Secrets, Subscribed, SubscriptionChange, Unsubscribed},
    },
    store::Filed,
    subscriptions::{Address, Subscription, Subscriptions, TakenOut},
};

/// That nothing is subscribed to by a name.
#[derive(Debug)]
pub struct NotSubscribed(String);

impl fmt::Display for NotSubscribed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not subscribed to", self.0)
    }
}

impl std::error::Error for NotSubscribed {}

impl Library {
    /// What would go if the subscription that the user's words name ended: its address, its folder, or its name in the list
    /// of feeds.
    ///
    /// # Errors
    /// [`NotSubscribed`] where nothing is meant; where more than one thing is, or file or store can't be read.
    pub fn leaving(&self, what: &str) -> Result<Leaving> {
        let subscriptions = Subscriptions::open(&self.config_dir)?;
        let address = self.subscribed_as(what, &subscriptions)?;
        let title = subscriptions.find(&address).and_then(|one| one.title.clone());
        let address = address.to_string();
        let known = self.source_of(&address)?;
        let articles = match &known {
            Some((source, _)) => self.belongings(*source)?.len(),
            None => 0,
        };
        let name = title.or(known.map(|(_, name)| name)).unwrap_or_else(|| address.clone());
        Ok(Leaving { address, name, articles })
    }

    /// What would go if the feed that an article came by were no longer subscribed to.
    ///
    /// # Errors
    /// Where it came by none.
    pub fn leaving_of(&self, article: ArticleId) -> Result<Leaving> {
        let address = self.store.feed_of(article)?.context("this article came by no feed that is subscribed to")?;
        self.leaving(&address)
    }

    /// Ends a subscription.
    ///
    /// # Errors
    /// Where there is none to this address, or file or store can't be read or written: then it is still there. Where only its
    /// articles can't be removed, that is told: then it ended, and that can be undone.
    pub fn unsubscribe(&mut self, leaving: &Leaving, articles: Articles, now: i64) -> Result<Unsubscribed> {
        let _turn = self.turn();
        let mut subscriptions = Subscriptions::open(&self.config_dir)?;
        let source = self.source_of(&leaving.address)?.map(|(source, _)| source);
        let Some(taken) = self.take_out(&leaving.address, &mut subscriptions)? else {
            bail!(NotSubscribed(leaving.address.clone()));
        };
        let change = SubscriptionChange {
            address: leaving.address.clone(),
            name: leaving.name.clone(),
            words: taken.bare.as_ref().unwrap_or(&taken.words).clone(),
            secrets: if taken.bare.is_some() { Secrets::LeftOut } else { Secrets::None },
            below: taken.below.clone(),
            source,
            articles,
            subscribed: Subscribed::No,
        };
        if let Err(cause) = self.store.enter_subscription(&change, now) {
            subscriptions.put_back(&taken)?;
            return Err(cause.into());
        }
        let stay = || format!("{} is no longer subscribed to, but its articles can't be removed", leaving.name);
        self.take_along(&change, now).with_context(stay)?;
        Ok(Unsubscribed { how: How::Applied, change })
    }

    /// Takes a subscription out of the file, and remembers its words for this run; `None` when there is none.
    fn take_out(&mut self, address: &str, subscriptions: &mut Subscriptions) -> Result<Option<TakenOut>> {
        let Some(address) = addressed(address, subscriptions) else { return Ok(None) };
        let taken = subscriptions.take_out(&address)?;
        if let Some(TakenOut { words, bare: Some(bare), .. }) = &taken {
            self.ended().insert(bare.clone(), words.clone());
        }
        Ok(taken)
    }

    fn ended(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a change the words that were left out of the store, if the subscription ended in this run.
    pub(super) fn recall_secrets(&self, change: &mut SubscriptionChange) {
        if let (Secrets::LeftOut, Some(words)) = (change.secrets, self.ended().get(&change.words)) {
            change.words.clone_from(words);
            change.secrets = Secrets::None;
        }
    }

    /// Brings file and store to what was said of a subscription.
    pub(super) fn follow_subscription(&mut self, change: &SubscriptionChange, now: i64) -> Result<()> {
        let mut subscriptions = Subscriptions::open(&self.config_dir)?;
        match change.subscribed {
            Subscribed::Yes => {
                let taken = TakenOut { words: change.words.clone(), bare: None, below: change.below.clone() };
                subscriptions.put_back(&taken)?;
                let again = addressed(&change.address, &subscriptions);
                if let Some(one) = again.and_then(|address| subscriptions.find(&address)) {
                    let (address, title) = (change.address.as_str(), one.title.as_deref());
                    self.store.follow_feeds(&[Filed { address, title, tags: &one.tags }])?;
                }
                Ok(())
            }
            Subscribed::No => {
                self.take_out(&change.address, &mut subscriptions)?;
                self.take_along(change, now)
            }
        }
    }

    /// Removes the articles that go with the subscription. They may come again: an undo has the feed read anew.
    fn take_along(&mut self, change: &SubscriptionChange, now: i64) -> Result<()> {
        let known = self.source_of(&change.address)?.map(|(source, _)| source);
        let (Articles::Go, Some(source)) = (change.articles, known.or(change.source)) else { return Ok(()) };
        // First of all: what is read of it in this moment must not come in behind.
        self.store.forget_feed(source)?;
        let articles = self.belongings(source)?;
        self.store.remove(&articles, now)?;
        Ok(self.store.let_come_again(source, now)?)
    }

    /// The articles that would go with a source.
    fn belongings(&self, source: SourceId) -> Result<Vec<ArticleId>> {
        let mut articles = self.store.belongings(source)?;
        let noted: HashSet<ArticleId> = retention::noted_in(&self.store, &self.config_dir)?;
        articles.retain(|id| !noted.contains(id));
        Ok(articles)
    }

    fn source_of(&self, address: &str) -> Result<Option<(SourceId, String)>> {
        let found = self.store.feeds()?.into_iter().find(|(feed, _)| feed.address == address);
        Ok(found.map(|(feed, _)| (feed.source, feed.name)))
    }

    /// The subscription that the user's words name.
    fn subscribed_as(&self, what: &str, subscriptions: &Subscriptions) -> Result<Address> {
        if let Some(address) = addressed(what, subscriptions) {
            return Ok(address);
        }
        let rows = feeds::rows(&self.store, subscriptions.all(), 0)?;
        let mut called = subscriptions.all().iter().zip(&rows).filter(|(_, row)| row.name == what);
        match (called.next(), called.next()) {
            (Some((one, _)), None) => Ok(one.address.clone()),
            (Some(_), Some(_)) => bail!("several subscriptions are called {what}: give the address"),
            (None, _) => bail!(NotSubscribed(what.to_owned())),
        }
    }
}

/// The subscription to what the user's words say.
fn addressed(what: &str, subscriptions: &Subscriptions) -> Option<Address> {
    let full = Path::new(what).canonicalize().unwrap_or_else(|_| PathBuf::from(what));
    let as_url = subscribing::web(what);
    let is_it = |one: &&Subscription| match &one.address {
        Address::Feed(url) => Some(url) == as_url.as_ref() || one.address.to_string() == what,
        Address::Folder(path) | Address::Mailbox(path) => *path == full || path == Path::new(what),
        Address::Command(words) => words.join(" ") == what || one.address.to_string() == what,
    };
    subscriptions.all().iter().find(is_it).map(|one| one.address.clone())
}
