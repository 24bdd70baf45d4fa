//! What is told of one run over feeds: how it goes, and what came of it. It reads no feed.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use tracing::info;

use crate::{
    app::refreshing::{Asked, Outcome, Progress},
    catalog::{ArticleId, feeds::Feed},
    refresh::{self, Report, Summary},
};

/// How often the reader is told how it goes, at most.
const TELL: Duration = Duration::from_millis(100);

/// What keeps from which feeds, by their addresses, as it was told: a timer's word on it isn't repeated.
pub(super) type Barred = BTreeMap<String, String>;

/// What is known of a run so far.
pub(super) struct Telling<'a> {
    going: &'a dyn Fn(Progress),
    barred: &'a mut Barred,
    told: Instant,
    outcome: Outcome,
    /// Why the first feed wasn't asked for, with its name.
    spared: Option<String>,
    /// New articles.
    pub(super) new: Vec<ArticleId>,
    /// Those of them that rules point out.
    pub(super) watched: Vec<ArticleId>,
}

impl<'a> Telling<'a> {
    pub(super) fn new(
        asked: Asked,
        subscribed: Option<String>,
        going: &'a dyn Fn(Progress),
        barred: &'a mut Barred,
    ) -> Self {
        let outcome = Outcome { asked, subscribed, ..Outcome::default() };
        Self { going, barred, told: Instant::now(), outcome, spared: None, new: Vec::new(), watched: Vec::new() }
    }

    /// Takes in what happened, and tells it now and then.
    pub(super) fn take(&mut self, report: &Report<'_>) {
        match *report {
            Report::Begun(of) => {
                self.outcome.feeds = of;
                if of > 0 {
                    (self.going)(Progress { of, ..Progress::default() });
                }
            }
            Report::Done { feed, outcome, progress } => {
                self.done(feed, outcome);
                self.going(progress);
            }
            Report::Brought(articles) => self.new.extend(articles),
            Report::Watched(articles) => self.watched.extend(articles.iter().map(|one| one.article)),
            Report::Parsing(_) => {}
        }
    }

    fn done(&mut self, feed: &Feed, came: &refresh::Outcome) {
        match came {
            refresh::Outcome::Failed(why) => {
                self.barred.remove(&feed.address);
                info!("{}: {why}", feed.address);
                self.outcome.trouble.get_or_insert_with(|| format!("{}: {why}", feed.name));
            }
            // That is told where this feed alone was asked for.
            refresh::Outcome::Spared(why) => {
                self.spared.get_or_insert_with(|| format!("{}: {why}", feed.name));
            }
            refresh::Outcome::Barred(why) => {
                let is_known = self.barred.values().any(|known| known == why);
                self.barred.insert(feed.address.clone(), why.clone());
                if !is_known || self.outcome.asked == Asked::ByHand {
                    self.outcome.barred = Some(why.clone());
                }
            }
            refresh::Outcome::Read { .. } | refresh::Outcome::Unchanged => {
                self.barred.remove(&feed.address);
            }
            refresh::Outcome::Offline(_) => {}
        }
    }

    fn going(&mut self, refresh::Progress { done, of, new }: refresh::Progress) {
        self.outcome.feeds = self.outcome.feeds.max(of);
        if self.told.elapsed() >= TELL {
            self.told = Instant::now();
            (self.going)(Progress { done, of, new });
        }
    }

    /// What came of it all.
    pub(super) fn outcome(&self, summary: &Summary) -> Outcome {
        let mut outcome = Outcome { new: summary.new, failed: summary.failed, ..self.outcome.clone() };
        if outcome.feeds == 1 {
            outcome.trouble = outcome.trouble.or_else(|| self.spared.clone());
        }
        if summary.offline {
            outcome.trouble = Some("no network, it seems: no feed can be reached".to_owned());
            outcome.failed = 0;
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::SourceId;

    /// What is told of a setting after a run in which these came of the feeds.
    fn told(asked: Asked, came: &[(&str, refresh::Outcome)], barred: &mut Barred) -> Option<String> {
        let mut telling = Telling::new(asked, None, &|_| {}, barred);
        for (address, outcome) in came {
            let feed = Feed::of((*address).to_owned(), SourceId(1));
            telling.take(&Report::Done { feed: &feed, outcome, progress: refresh::Progress::default() });
        }
        telling.outcome(&Summary::default()).barred
    }

    #[test]
    fn what_keeps_from_feeds_is_told_again_only_by_hand_or_after_one_of_them_got_through() {
        let why = || refresh::Outcome::Barred("http_proxy".to_owned());
        let read = || refresh::Outcome::Unchanged;
        let (mut barred, yes) = (Barred::new(), Some("http_proxy".to_owned()));
        let mut told = |asked, came: &[_]| told(asked, came, &mut barred);
        assert_eq!(told(Asked::ByItself, &[("a", why()), ("b", read())]), yes);
        assert_eq!(told(Asked::ByItself, &[("a", why()), ("b", read())]), None);
        assert_eq!(told(Asked::ByHand, &[("b", read())]), None, "it says nothing of a");
        assert_eq!(told(Asked::ByItself, &[]), None);
        assert_eq!(told(Asked::ByItself, &[("a", why()), ("c", why())]), None);
        assert_eq!(told(Asked::ByHand, &[("a", why())]), yes);
        assert_eq!(told(Asked::ByItself, &[("a", read()), ("c", read())]), None);
        assert_eq!(told(Asked::ByItself, &[("a", why())]), yes);
    }
}
