//! An edition of what is new, made from the articles and from what the reader does with their sources.

use std::collections::{HashMap, HashSet};

use anyhow::Result;

use super::Library;
use crate::{
    briefing::{self, Candidate, Habit},
    catalog::{
        ArticleId, SourceId,
        edition::{Commission, Edition, Left},
    },
    subscriptions::Subscriptions,
};

/// The most articles that an edition is made from.
const MOST: usize = 1_000;
/// How far back the first edition goes, in seconds.
const A_DAY: i64 = 86_400;

impl Library {
    /// The edition that is asked for, made at `now` (Unix seconds). It reads the text of every new article: a tenth of a
    /// millisecond each.
    ///
    /// # Errors
    /// If the store can't be read, or an article in it is damaged.
    pub fn edition(&self, asked: &Commission, now: i64) -> Result<Edition> {
        let last = self.store.last_edition(asked.name())?;
        let since = asked.since.or(last).unwrap_or(now - A_DAY);
        let query = asked.of.as_ref().map(|beat| &beat.query);
        let mut ids = self.store.come_in_since(since, query, usize::MAX)?;
        let passed: HashSet<ArticleId> = asked.passed.iter().copied().collect();
        ids.retain(|id| !passed.contains(id));
        let more = ids.len().saturating_sub(MOST);
        ids.truncate(MOST);
        let candidates = self.candidates(&ids)?;
        let (stories, left) = briefing::stories(&candidates, &self.habits()?, asked.minutes);
        let left = Left { articles: more, ..left };
        Ok(Edition { asked: asked.clone(), since, made: now, stories, left })
    }

    fn candidates(&self, ids: &[ArticleId]) -> Result<Vec<Candidate>> {
        let mut found = Vec::with_capacity(ids.len());
        let rules = self.store.rules()?;
        for id in ids {
            let Some(stored) = self.store.article(*id)? else { continue };
            let (row, article, quotations) = (stored.row, stored.article, stored.quotations);
            let watched = rules.iter().filter(|rule| Some(rule.id) == row.watched);
            let watched = watched.map(|rule| rule.written.name.as_str().into()).collect();
            found.push(Candidate { row, article, quotations, watched });
        }
        Ok(found)
    }

    /// What the reader keeps of each source, and where it stands among the subscriptions. Where these can't be read, their
    /// order says nothing.
    fn habits(&self) -> Result<Vec<Habit>> {
        let subscriptions = Subscriptions::open(&self.config_dir).ok();
        let all = subscriptions.as_ref().map(Subscriptions::all).unwrap_or_default();
        let order: HashMap<String, usize> = all.iter().map(|one| one.address.to_string()).zip(0..).collect();
        let feeds = self.store.feeds()?;
        let places = feeds.iter().filter_map(|(feed, _)| Some((feed.source, *order.get(&feed.address)?)));
        let places: HashMap<SourceId, usize> = places.collect();
        let place = |source| places.get(&source).map(|place| (*place, order.len()));
        let habit = |source: crate::store::Source| Habit {
            source: source.id,
            all: source.all,
            kept: source.bookmarked,
            place: place(source.id),
        };
        Ok(self.store.sources()?.into_iter().map(habit).collect())
    }
}
