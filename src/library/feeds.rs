//! The subscriptions as a list: what waits in each, and what is wrong.

use std::collections::HashMap;

use anyhow::Result;

use crate::{
    catalog::feeds::{Feed, FeedCounts, FeedRow, Standing},
    store::Store,
    subscriptions::Subscription,
};

/// A row for each subscription, in their order; `now` is Unix seconds.
///
/// # Errors
/// Where the store can't be read.
pub fn rows(store: &Store, subscriptions: &[Subscription], now: i64) -> Result<Vec<FeedRow>> {
    let known: HashMap<String, (Feed, FeedCounts)> =
        store.feeds()?.into_iter().map(|(feed, counts)| (feed.address.clone(), (feed, counts))).collect();
    let row = |subscription: &Subscription| row(subscription, known.get(&subscription.address.to_string()), now);
    Ok(subscriptions.iter().map(row).collect())
}

fn row(subscription: &Subscription, known: Option<&(Feed, FeedCounts)>, now: i64) -> FeedRow {
    let title = subscription.title.clone();
    match known {
        Some((feed, counts)) => FeedRow {
            address: feed.address.clone(),
            name: title.unwrap_or_else(|| feed.name.clone()),
            source: Some(feed.source),
            standing: feed.standing,
            told: feed.told(now),
            counts: *counts,
        },
        None => FeedRow {
            address: subscription.address.to_string(),
            name: title.unwrap_or_else(|| subscription.address.to_string()),
            source: None,
            standing: Standing::New,
            told: Some("never read".to_owned()),
            counts: FeedCounts::default(),
        },
    }
}
