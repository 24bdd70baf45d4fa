//! Effects about who is who and who said what, performed.

use anyhow::Result;

use super::{
    alarm::Bell,
    perform::{After, World, changed, failed},
    refreshing,
    rereading::{self, Rereading},
    watch::Watch,
};
use crate::{
    app::{Message, naming::OFFERED},
    catalog::{
        ArticleId, Settled,
        people::{PeopleChange, Sayings, Who},
    },
};

impl World {
    /// Has what is stored searched for quotations again, where the engine or the user's words changed.
    pub fn begin_rereading(&mut self, watch: Option<Watch>, bell: &Bell) {
        if let Some(data) = refreshing::directory_of(self.library.store.file()) {
            rereading::begin(&self.library.store, Rereading { data, watch, bell: bell.clone() });
        }
    }

    pub(super) fn reshuffle(&mut self, change: &PeopleChange) -> Result<Message> {
        let now = self.clock().now;
        let done = self.library.change_people(change, now)?;
        Ok(changed(done.map(Settled::People), "nothing to change: it is so already"))
    }

    pub(super) fn like_people(&self, words: &str) -> Result<Message> {
        // One more than is shown: the speaker that it is about is left out.
        Ok(Message::Liked(self.library.store.people_like(words, OFFERED + 1)?))
    }

    pub(super) fn sayings(&self, who: Who, from: Option<ArticleId>, articles: usize) -> After {
        match self.read_sayings(who, from, articles) {
            Ok(sayings) => After::Heard(Message::Said(Box::new(sayings))),
            Err(cause) => After::Heard(Message::NoSayings(failed(&cause))),
        }
    }

    fn read_sayings(&self, asked: Who, from: Option<ArticleId>, articles: usize) -> Result<Sayings> {
        let store = &self.library.store;
        let who = store.now_known_as(asked)?;
        let person = match who {
            Who::Person(person) => store.person(person)?,
            Who::Within(..) => None,
        };
        Ok(Sayings { asked, who, from, person, found: self.library.sayings(who, from, articles)? })
    }

    /// Nobody waits for it: what is on the screen stays if it can't be read.
    pub(super) fn requote(&self, id: ArticleId) -> After {
        match self.load(id) {
            Ok(Some(opened)) => After::Heard(Message::Requoted(opened)),
            Ok(None) | Err(_) => After::Nothing,
        }
    }
}
