//! Which articles of feeds the settings don't keep: by age, number or size. What is kept, tagged, put off or unread stays,
//! and so does what a quotation's bookmark or a note is in.

use std::{collections::HashSet, path::Path};

use anyhow::Result;

use crate::{
    bookmarks::Bookmarks,
    catalog::ArticleId,
    settings::keep::Keep,
    store::{Limit, Store},
    subscriptions::Subscription,
};

/// Seconds of a day.
const DAY: i64 = 86_400;
/// How many free pages are given back to the disk at a time.
const PAGES: usize = 64;

/// What may go of one feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surplus {
    /// What the list calls the feed.
    pub name: String,
    /// What is kept of it.
    pub keep: Keep,
    /// The articles that may go, the newest first.
    pub articles: Vec<ArticleId>,
}

/// What may go of each feed that is subscribed to; feeds of which nothing may go are left out. `default` is for those
/// whose subscription says nothing.
///
/// # Errors
/// Where the store or the bookmarks can't be read: what is bookmarked isn't known then.
pub fn surplus(
    store: &Store,
    config_dir: &Path,
    subscriptions: &[Subscription],
    default: Keep,
    now: i64,
) -> Result<Vec<Surplus>> {
    let mut found = Vec::new();
    let mut noted = None;
    for (feed, _) in store.feeds()? {
        let subscription = subscriptions.iter().find(|one| one.address.to_string() == feed.address);
        let Some(keep) = subscription.map(|one| one.keep.unwrap_or(default)) else { continue };
        let limit = match keep {
            Keep::All => continue,
            Keep::Days(days) => Limit::Since(now.saturating_sub(i64::from(days).saturating_mul(DAY))),
            Keep::Newest(count) => Limit::Newest(usize::try_from(count).unwrap_or(usize::MAX)),
            Keep::Megabytes(size) => Limit::Bytes(u64::from(size).saturating_mul(1_000_000)),
        };
        let mut articles = store.surplus(feed.source, limit)?;
        if articles.is_empty() {
            continue;
        }
        let noted = match &mut noted {
            Some(noted) => noted,
            None => noted.insert(noted_in(store, config_dir)?),
        };
        articles.retain(|id| !noted.contains(id));
        if !articles.is_empty() {
            found.push(Surplus { name: feed.name, keep, articles });
        }
    }
    Ok(found)
}

/// The articles that the bookmarks file names, whatever for.
pub(super) fn noted_in(store: &Store, config_dir: &Path) -> Result<HashSet<ArticleId>> {
    let bookmarks = Bookmarks::open(config_dir)?;
    let mut noted = HashSet::new();
    for bookmark in bookmarks.all() {
        noted.extend(store.find(&bookmark.target.key)?);
    }
    Ok(noted)
}

/// Removes what the settings don't keep, and gives room back in small steps. Returns how many articles went.
///
/// # Errors
/// As [`surplus`], or where the store can't be written; what was removed by then stays removed.
pub fn let_go(
    store: &mut Store,
    config_dir: &Path,
    subscriptions: &[Subscription],
    default: Keep,
    now: i64,
) -> Result<usize> {
    let mut removed = 0;
    for surplus in surplus(store, config_dir, subscriptions, default, now)? {
        removed += store.remove(&surplus.articles, now)?;
    }
    if removed > 0 {
        while store.shrink(PAGES)? > 0 {}
    }
    Ok(removed)
}
