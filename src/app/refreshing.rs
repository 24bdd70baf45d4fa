//! Feeds being read anew while one reads: how it goes, and what came of it. Nothing on the screen moves for it.

use super::{
    Effect, Model,
    elsewhere::Told,
    outside::{self, Wish},
    overlay::Overlay,
};
use crate::catalog::{ArticleId, SourceId, number::apart};

/// What is read anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feeds {
    /// The feed of this article.
    Of(ArticleId),
    /// This feed.
    This(SourceId),
    /// All of them.
    All,
}

/// What is told of feeds that are read anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// It goes on.
    Going(Progress),
    /// It is done.
    Done(Outcome),
    /// What another reader kept was brought in, with its views.
    MovedIn(String),
    /// It can't be done, and why.
    Impossible(String),
    /// What was to be subscribed to leads to this address, which isn't on the public network.
    Private(String),
}

/// How it goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Feeds done.
    pub done: usize,
    /// Of so many.
    pub of: usize,
    /// New articles so far.
    pub new: usize,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Feeds that were to be read.
    pub feeds: usize,
    /// New articles.
    pub new: usize,
    /// Feeds that couldn't be read.
    pub failed: usize,
    /// Articles that were removed, as the settings don't keep them.
    pub removed: usize,
    /// What is wrong with the first of these, with its name.
    pub trouble: Option<String>,
    /// What of this machine's settings keeps from some of them.
    pub barred: Option<String>,
    /// Whether somebody waits for it.
    pub asked: Asked,
    /// What was subscribed to before.
    pub subscribed: Option<String>,
}

/// Whether somebody asked for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Asked {
    /// The reader did.
    ByHand,
    /// Its time had come.
    #[default]
    ByItself,
}

impl Model {
    /// Asks the feed of the selected article, or the chosen one in the list of feeds.
    pub(super) fn refresh(&mut self) -> Vec<Effect> {
        if let Some(Overlay::Feeds(feeds)) = &self.overlay {
            let chosen = feeds.rows.get(feeds.choice.selected);
            let Some(source) = chosen.and_then(|row| row.source) else { return self.refresh_all() };
            self.tell("asking this feed");
            return vec![Effect::Refresh(Feeds::This(source))];
        }
        let Some(row) = self.list.selected() else { return self.refresh_all() };
        let id = row.id;
        self.tell("asking its feed");
        vec![Effect::Refresh(Feeds::Of(id))]
    }

    pub(super) fn refresh_all(&mut self) -> Vec<Effect> {
        self.tell("asking all feeds");
        vec![Effect::Refresh(Feeds::All)]
    }

    /// Takes in how it goes. What failed by itself is no interruption: the feeds know it.
    pub(super) fn refreshed(&mut self, news: News) -> Vec<Effect> {
        match news {
            News::Going(progress) => {
                if self.refreshing.replace(progress).is_none() {
                    self.unseen.before = self.unseen.rows;
                }
                return Vec::new();
            }
            News::MovedIn(what) => {
                self.tell(what.clone());
                self.unseen.told = Some(Told::MovedIn(what));
                return [Effect::Outside(Wish::Settings)].into_iter().chain(self.after_refresh()).collect();
            }
            News::Private(address) => {
                let then = Effect::Subscribe(address.clone());
                return self.hear_of(outside::News::Private(address, then));
            }
            News::Impossible(why) => {
                self.refreshing = None;
                self.tell_error(why);
                return Vec::new();
            }
            News::Done(outcome) => {
                self.refreshing = None;
                match (&outcome.barred, outcome.asked) {
                    (_, Asked::ByHand) => self.tell_outcome(&outcome),
                    (Some(why), Asked::ByItself) => self.tell_error(why.clone()),
                    (None, Asked::ByItself) => {}
                }
                if outcome.removed > 0 {
                    let before = self.notice.take().map(|notice| format!("{} · ", notice.text)).unwrap_or_default();
                    self.tell(format!("{before}{} old articles removed, as `keep` says", outcome.removed));
                }
            }
        }
        self.after_refresh()
    }

    /// Asks again for what is shown, the list of feeds too.
    pub(super) fn after_refresh(&mut self) -> Vec<Effect> {
        let mut effects = self.outdated();
        if let Some(Overlay::Feeds(_)) = self.overlay {
            effects.push(Effect::LoadFeeds);
        }
        effects
    }

    fn tell_outcome(&mut self, outcome: &Outcome) {
        let trouble = match (&outcome.trouble, &outcome.barred) {
            (Some(trouble), Some(why)) => Some(format!("{trouble} · {why}")),
            (trouble, why) => trouble.as_ref().or(why.as_ref()).cloned(),
        };
        if let Some(name) = &outcome.subscribed {
            return match trouble {
                Some(trouble) => self.tell_error(format!("subscribed to {name}, but {trouble}")),
                None => self.tell_brought(format!("subscribed to {name}: {} new", apart(outcome.new)), outcome.new),
            };
        }
        let feeds = match outcome.feeds {
            1 => "its feed".to_owned(),
            count => format!("{} feeds", apart(count)),
        };
        let new = apart(outcome.new);
        match (trouble, outcome.failed) {
            (Some(trouble), failed) if outcome.feeds > 1 && failed > 0 => {
                self.tell_error(format!("{new} new, {} of {feeds} can't be read; {trouble}", apart(failed)));
            }
            (Some(trouble), _) => self.tell_error(trouble),
            (None, _) if outcome.new == 0 => self.tell(format!("nothing new in {feeds}")),
            (None, _) => self.tell_brought(format!("{new} new in {feeds}"), outcome.new),
        }
    }
}
