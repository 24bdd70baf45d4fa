//! newsboat's articles taken in: read ones stay read, flagged ones are bookmarked, deleted ones never come.

use std::collections::HashMap;

use anyhow::{Context as _, Result};

use super::{Library, moving};
use crate::{
    bookmarks::{Bookmark, Keepsake},
    catalog::{ArticleId, Change, Target, Verb, feeds::Feed},
    sources::newsboat::{
        cache::{Cache, CachedFeed, Item, State},
        entry::{self, Name},
    },
    store::{Filed, Identity, RawEntry},
    subscriptions::Subscription,
    text::{
        address, clean,
        quotes::{self, Lexicon},
    },
};

/// How many bookmarks are made at once.
const KEPT_AT_ONCE: usize = 200;

/// What came of newsboat's articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MovedIn {
    /// Articles that weren't here.
    pub new: usize,
    /// Articles that were.
    pub known: usize,
    /// Articles that now count as read and didn't.
    pub read: usize,
    /// Articles that have flags.
    pub flagged: usize,
    /// Deleted articles that will not come.
    pub buried: usize,
    /// Articles of feeds that aren't subscribed to.
    pub left_out: usize,
}

impl MovedIn {
    /// What came of it, in a line.
    #[must_use]
    pub fn sentence(&self) -> String {
        let count = |count: usize, words: &str| (count > 0).then(|| format!("{count} {words}"));
        let parts = [
            Some(format!("{} {} brought in", self.new, if self.new == 1 { "article" } else { "articles" })),
            count(self.known, "there already"),
            count(self.read, "marked as read"),
            count(self.flagged, "flagged ones bookmarked"),
            count(self.buried, "deleted ones kept off"),
            count(self.left_out, "of feeds that aren't subscribed to left out"),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// What remains to be done when all articles are in.
#[derive(Default)]
struct Marks {
    read: Vec<ArticleId>,
    flagged: Vec<(ArticleId, String)>,
}

impl Library {
    /// Takes newsboat's articles of the feeds that are subscribed to in. Doing it again changes nothing; a reading of the
    /// feed afterwards finds them known.
    ///
    /// # Errors
    /// Where newsboat's file can't be read, or the store or the bookmarks not written. What was taken in before stays.
    pub fn move_in(&mut self, cache: &Cache, subscriptions: &[Subscription], now: i64) -> Result<MovedIn> {
        let by_address: HashMap<String, &Subscription> =
            subscriptions.iter().map(|one| (one.address.to_string(), one)).collect();
        let mut moved = MovedIn::default();
        let mut marks = Marks::default();
        for cached in cache.feeds()? {
            let Some((subscribed, subscription)) = by_address.get_key_value(&address_of(&cached.address)) else {
                moved.left_out += cached.items;
                continue;
            };
            let mut feed = self.feed(subscribed, subscription, &cached)?;
            cache.each_batch(&cached.address, |items| {
                self.move_batch_in(items, &mut feed, &mut moved, &mut marks, now)
            })?;
        }
        let change = Change { verb: Verb::Read, on: Target::Articles(marks.read) };
        moved.read = self.store.apply(&change, now)?.articles.len();
        moved.flagged = marks.flagged.len();
        self.keep_flagged(&marks.flagged, now)?;
        Ok(moved)
    }

    /// What is known of the feed; its name is newsboat's as long as it was never read.
    fn feed(&mut self, subscribed: &str, subscription: &Subscription, cached: &CachedFeed) -> Result<Feed> {
        let filed = Filed { address: subscribed, title: subscription.title.as_deref(), tags: &subscription.tags };
        let mut feed = self.store.follow_feeds(&[filed])?.pop().context("the store lost a feed")?;
        let title = clean::line(&cached.title).into_owned();
        if feed.title.is_none() && !title.is_empty() {
            feed.name = subscription.title.clone().unwrap_or_else(|| title.clone());
            feed.title = Some(title);
            feed.site = feed.site.or_else(|| address::web(&cached.site));
            self.store.keep_feed(&feed)?;
        }
        Ok(feed)
    }

    fn move_batch_in(
        &mut self,
        items: &[Item],
        feed: &mut Feed,
        moved: &mut MovedIn,
        marks: &mut Marks,
        now: i64,
    ) -> Result<()> {
        let (deleted, kept): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.state == State::Deleted);
        let dead: Vec<String> = deleted.iter().flat_map(|item| names(item)).collect();
        self.store.bury(feed, &dead, now)?;
        // What is here already stays, but nobody has to read it.
        marks.read.extend(self.store.entries(feed, &dead)?.into_iter().flatten());
        moved.buried += deleted.len();
        let entries: Vec<(&Item, Vec<String>)> = kept.into_iter().map(|item| (item, names(item))).collect();
        let known = self.known(feed, &entries)?;
        let fresh = entries.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|(entry, _)| entry);
        let raw: Vec<RawEntry> = fresh.filter_map(|(item, names)| raw_entry(item, names, &feed.name)).collect();
        moved.new += self.store.take_feed(feed, &raw, now)?.new.len();
        moved.known += known.iter().flatten().count();
        let ids = self.known(feed, &entries)?;
        let mut further = Vec::new();
        for ((item, names), id) in entries.iter().zip(ids) {
            let Some(id) = id else { continue };
            further.extend(names.iter().map(|name| (id, name.clone())));
            marks.read.extend((item.state == State::Read).then_some(id));
            marks.flagged.extend((!item.flags.trim().is_empty()).then(|| (id, item.flags.clone())));
        }
        Ok(self.store.know_by(feed, &further, now)?)
    }

    /// The articles that are here by any of their names.
    fn known(&self, feed: &Feed, entries: &[(&Item, Vec<String>)]) -> Result<Vec<Option<ArticleId>>> {
        let names: Vec<String> = entries.iter().flat_map(|(_, names)| names.clone()).collect();
        let mut found = self.store.entries(feed, &names)?.into_iter();
        Ok(entries.iter().map(|(_, names)| found.by_ref().take(names.len()).fold(None, Option::or)).collect())
    }

    /// Bookmarks what has flags; each letter becomes a tag.
    fn keep_flagged(&mut self, flagged: &[(ArticleId, String)], now: i64) -> Result<()> {
        for some in flagged.chunks(KEPT_AT_ONCE) {
            let mut kept = Vec::new();
            for (id, flags) in some {
                let Some(stored) = self.store.article(*id)? else { continue };
                let quotations = quotes::in_article(&stored.article, Lexicon::in_force());
                let tags = flags.chars().filter(|flag| flag.is_alphabetic()).map(|flag| format!("flag-{flag}"));
                let bookmark = Bookmark { tags: tags.collect(), ..Bookmark::of(&stored.key, &stored.article, now) };
                kept.push((bookmark, stored.article, quotations));
            }
            let keepsakes: Vec<_> =
                kept.iter().map(|(bookmark, article, quotations)| Keepsake { bookmark, article, quotations }).collect();
            self.file()?.add_all(&keepsakes)?;
        }
        if !flagged.is_empty() {
            self.follow_bookmarks(now)?;
        }
        Ok(())
    }
}

/// A feed's address as subscriptions print it: without a password.
fn address_of(written: &str) -> String {
    moving::address(written).map_or_else(|| written.to_owned(), |address| address.to_string())
}

fn names(item: &Item) -> Vec<String> {
    let name = |name: Name| match name {
        Name::Id(id) => Identity::name_of_id(&id),
        Name::Link(link) => Identity::name_of_link(&link),
    };
    entry::names(item).into_iter().map(name).collect()
}

fn raw_entry(item: &Item, names: &[String], feed: &str) -> Option<RawEntry> {
    let identity = Identity::named(names.first()?);
    let link = address::web(&item.url);
    Some(RawEntry::new(identity, link.as_deref(), entry::unparsed(item, feed)))
}
