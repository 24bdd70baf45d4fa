//! The subscriptions as a list over the panes, and the ways to more of them.

use super::{
    Effect, Model,
    overlay::{Choice, Confirm, FeedList, Overlay},
    refreshing::Feeds,
};
use crate::{
    catalog::{
        ArticleId, How,
        feeds::{Articles, FeedRow, Leaving, Secrets, Subscribed, Unsubscribed},
    },
    settings::command::Command,
};

/// Which subscription is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// The one that brought this article.
    Of(ArticleId),
    /// The one that these words name: its address, its folder or its name in the list of feeds.
    Words(String),
}

impl Model {
    /// Shows the subscriptions: what needs somebody to look after it first.
    pub(super) fn feeds(&mut self, mut rows: Vec<FeedRow>) {
        if rows.is_empty() {
            return self.tell("there are no feeds yet: `:add URL` subscribes to one");
        }
        rows.sort_by_key(|row| (!row.is_broken(), row.name.to_lowercase()));
        let selected = match &self.overlay {
            Some(Overlay::Feeds(feeds)) => feeds.choice.selected,
            _ => 0,
        };
        let choice = Choice::at(selected, rows.len());
        self.overlay = Some(Overlay::Feeds(FeedList { rows, choice }));
    }

    /// Lists the articles of the chosen feed.
    pub(super) fn enter_feed(&mut self) -> Vec<Effect> {
        let Some(Overlay::Feeds(feeds)) = &self.overlay else { return Vec::new() };
        let source = feeds.rows.get(feeds.choice.selected).and_then(|row| row.source);
        let Some(source) = source else {
            self.tell("nothing of it was read yet");
            return Vec::new();
        };
        self.overlay = None;
        self.show_source(source)
    }

    /// Asks whether newsboat's feeds shall come in.
    pub(super) fn offer_newsboat(&mut self, feeds: usize) {
        let (count, them) =
            if feeds == 1 { ("one feed was".to_owned(), "it") } else { (format!("{feeds} feeds were"), "them") };
        let question = format!("newsboat's {count} found: bring {them} in, with what was read? y/n");
        self.overlay = Some(Overlay::Confirm(Confirm {
            question,
            answers: vec![('y', Effect::MoveIn("newsboat".to_owned()))],
            otherwise: "`:import newsboat` brings them in later",
            behind: None,
        }));
    }

    /// What `:add` and `:import` ask for.
    pub(super) fn subscribe(&mut self, what: &str) -> Result<Vec<Effect>, String> {
        if what.is_empty() {
            return Err("`add` takes the address of a feed or a page, a folder, or a mailbox".to_owned());
        }
        self.tell(format!("looking for the feed of {what}"));
        Ok(vec![Effect::Subscribe(what.to_owned())])
    }

    /// What `:remove` asks for: the chosen feed, the selected article's, or the one that is named.
    pub(super) fn begin_leaving(&self, what: &str) -> Vec<Effect> {
        let chosen = match &self.overlay {
            Some(Overlay::Feeds(feeds)) => feeds.rows.get(feeds.choice.selected),
            _ => None,
        };
        let meant = match (what, chosen) {
            ("", Some(row)) => Some(Meant::Words(row.address.clone())),
            ("", None) => self.list.selected().map(|row| Meant::Of(row.id)),
            (words, _) => Some(Meant::Words(words.to_owned())),
        };
        meant.map(Effect::WeighLeaving).into_iter().collect()
    }

    /// Asks whether a subscription shall end, and what becomes of its articles.
    pub(super) fn ask_leaving(&mut self, leaving: &Leaving) {
        let (name, count) = (&leaving.name, leaving.articles);
        let stay = Effect::Unsubscribe(leaving.clone(), Articles::Stay);
        let go = Effect::Unsubscribe(leaving.clone(), Articles::Go);
        let (question, answers) = if count == 0 {
            (format!("stop reading {name}? y/n"), vec![('y', stay)])
        } else {
            let (articles, them) =
                if count == 1 { ("article", "it".to_owned()) } else { ("articles", format!("{count} of them")) };
            // The keys first: a narrow screen may leave out what an undo does, but not them.
            let question = format!(
                "stop reading {name}? n, k keep its {articles}, r remove {them} for good (undo brings what it still has, unread)"
            );
            (question, vec![('k', stay), ('r', go)])
        };
        let behind = match self.overlay.take() {
            Some(Overlay::Feeds(list)) => Some(list),
            _ => None,
        };
        self.overlay = Some(Overlay::Confirm(Confirm { question, answers, otherwise: "nothing was changed", behind }));
    }

    /// Tells what became of a subscription, and looks at what is left.
    pub(super) fn unsubscribed(&mut self, turned: &Unsubscribed) -> Vec<Effect> {
        let Unsubscribed { how, change } = turned;
        let told = match (change.subscribed, change.articles) {
            (Subscribed::No, Articles::Stay) => format!("no longer reading {}; its articles stay", change.name),
            (Subscribed::No, Articles::Go) => {
                format!("no longer reading {}; its articles are gone for good", change.name)
            }
            (Subscribed::Yes, articles) => {
                let secrets = match change.secrets {
                    Secrets::None => "",
                    Secrets::LeftOut => ", without its password or headers: `dateline edit` puts them in",
                };
                let come = match articles {
                    Articles::Stay => "",
                    Articles::Go => "; what it still has comes in anew, unread",
                };
                format!("reading {} again{secrets}{come}", change.name)
            }
        };
        let undo = match change.articles {
            Articles::Stay => "undoes it",
            Articles::Go => "subscribes again",
        };
        let back = if *how == How::Applied { self.key_hint(Command::Undo, undo) } else { String::new() };
        self.tell(format!("{told}{back}"));
        let mut effects = self.reload();
        effects.extend(self.after_refresh());
        if let (Subscribed::Yes, Articles::Go, Some(source)) = (change.subscribed, change.articles, change.source) {
            effects.push(Effect::Refresh(Feeds::This(source)));
        }
        effects
    }

    pub(super) fn move_in(&mut self, what: &str) -> Result<Vec<Effect>, String> {
        if what.is_empty() {
            return Err("`import` takes the word newsboat, or a file: OPML, FOAF, a list of addresses".to_owned());
        }
        self.tell("bringing it in");
        Ok(vec![Effect::MoveIn(what.to_owned())])
    }
}
