//! The subscriptions as a list over the panes, and the ways to more of them.

use super::{
    Effect, Model,
    overlay::{Choice, Confirm, FeedList, Overlay},
};
use crate::catalog::feeds::FeedRow;

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
            then: Effect::MoveIn("newsboat".to_owned()),
            otherwise: "`:import newsboat` brings them in later",
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

    pub(super) fn move_in(&mut self, what: &str) -> Result<Vec<Effect>, String> {
        if what.is_empty() {
            return Err("`import` takes the word newsboat, or an OPML file or a list of addresses".to_owned());
        }
        self.tell("bringing it in");
        Ok(vec![Effect::MoveIn(what.to_owned())])
    }
}
