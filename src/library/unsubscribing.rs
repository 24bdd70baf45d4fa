//! The end of a subscription, as a change that can be undone: its words in the file, and its articles where they shall go.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use super::{Library, retention, subscribing};
use crate::{
    catalog::{
        ArticleId, How, SourceId,
        feeds::{Articles, Leaving, Subscribed, SubscriptionChange, Unsubscribed},
    },
    subscriptions::{Address, Subscription, Subscriptions, TakenOut},
};

impl Library {
    /// What would go if the subscription that the user's words name ended: its address, its folder, or its title.
    ///
    /// # Errors
    /// Where nothing or more than one thing is meant, or file or store can't be read.
    pub fn leaving(&self, what: &str) -> Result<Leaving> {
        let subscriptions = Subscriptions::open(&self.config_dir)?;
        let address = named(what, &subscriptions)?;
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
        let address = self.store.feed_of(article)?.context("this article came by no feed")?;
        self.leaving(&address)
    }

    /// Ends a subscription.
    ///
    /// # Errors
    /// Where there is none to this address, or file or store can't be written.
    pub fn unsubscribe(&mut self, leaving: &Leaving, articles: Articles, now: i64) -> Result<Unsubscribed> {
        let _turn = self.turn();
        let mut subscriptions = Subscriptions::open(&self.config_dir)?;
        let address = named(&leaving.address, &subscriptions)?;
        let Some(taken) = subscriptions.take_out(&address)? else {
            bail!("{} is not subscribed to", leaving.address);
        };
        let change = SubscriptionChange {
            address: leaving.address.clone(),
            name: leaving.name.clone(),
            words: taken.words.clone(),
            below: taken.below.clone(),
            source: self.source_of(&leaving.address)?.map(|(source, _)| source),
            articles,
            subscribed: Subscribed::No,
        };
        if let Err(cause) = self.store.enter_subscription(&change, now) {
            subscriptions.put_back(&taken)?;
            return Err(cause.into());
        }
        self.take_along(&change, now)?;
        Ok(Unsubscribed { how: How::Applied, change })
    }

    /// Brings file and store to what was said of a subscription.
    pub(super) fn follow_subscription(&mut self, change: &SubscriptionChange, now: i64) -> Result<()> {
        let mut subscriptions = Subscriptions::open(&self.config_dir)?;
        match change.subscribed {
            Subscribed::Yes => {
                let taken = TakenOut { words: change.words.clone(), below: change.below.clone() };
                subscriptions.put_back(&taken)
            }
            Subscribed::No => {
                if let Ok(address) = named(&change.address, &subscriptions) {
                    subscriptions.take_out(&address)?;
                }
                self.take_along(change, now)
            }
        }
    }

    /// Removes the articles that go with the subscription. They may come again: an undo has the feed read anew.
    fn take_along(&mut self, change: &SubscriptionChange, now: i64) -> Result<()> {
        let (Articles::Go, Some((source, _))) = (change.articles, self.source_of(&change.address)?) else {
            return Ok(());
        };
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
}

/// The subscription that the user's words name.
fn named(what: &str, subscriptions: &Subscriptions) -> Result<Address> {
    let full = Path::new(what).canonicalize().unwrap_or_else(|_| PathBuf::from(what));
    let as_url = subscribing::web(what);
    let is_it = |one: &&Subscription| match &one.address {
        Address::Feed(url) => Some(url) == as_url.as_ref() || one.address.to_string() == what,
        Address::Folder(path) | Address::Mailbox(path) => *path == full || path == Path::new(what),
        Address::Command(words) => words.join(" ") == what || one.address.to_string() == what,
    };
    if let Some(one) = subscriptions.all().iter().find(is_it) {
        return Ok(one.address.clone());
    }
    let mut titled = subscriptions.all().iter().filter(|one| one.title.as_deref() == Some(what));
    match (titled.next(), titled.next()) {
        (Some(one), None) => Ok(one.address.clone()),
        (Some(_), Some(_)) => bail!("several subscriptions are called {what}: give the address"),
        (None, _) => bail!("{what} is not subscribed to"),
    }
}
