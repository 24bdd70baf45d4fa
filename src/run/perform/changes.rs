//! What else the reader keeps: rules, subscriptions, editions, lines, how views look.

use std::path::Path;

use anyhow::Result;

use super::super::lines;
use super::{After, World, error, failed};
use crate::{
    app::{Message, feeds::Meant},
    catalog::{
        edition::Commission,
        feeds::{Articles, Leaving},
        rules::RuleChange,
    },
    library::NotSubscribed,
    run::ruling,
};

impl World {
    pub(super) fn turn_rule(&mut self, change: RuleChange) -> Result<Message> {
        let now = self.clock().now;
        let ruled = self.library.turn_rule(change, now)?;
        self.apply_rules();
        Ok(Message::RuleTurned(ruled))
    }

    pub(super) fn weigh_leaving(&self, meant: &Meant) -> Result<Message> {
        let leaving = match meant {
            Meant::Of(id) => self.library.leaving_of(*id)?,
            Meant::Words(words) => match self.library.leaving(words) {
                Err(cause) if cause.is::<NotSubscribed>() => {
                    return Ok(Message::Told(error(&format!("{cause}: `gf` lists the feeds, `D` there ends one"))));
                }
                leaving => leaving?,
            },
        };
        Ok(Message::Leaving(leaving))
    }

    pub(super) fn unsubscribe(&mut self, leaving: &Leaving, articles: Articles) -> Result<Message> {
        let now = self.clock().now;
        Ok(Message::Unsubscribed(self.library.unsubscribe(leaving, articles, now)?))
    }

    /// Follows the file of rules, and says which are in force and what is wrong in it.
    pub(super) fn follow_rules(&mut self) -> Vec<Message> {
        let now = self.clock().now;
        match self.library.follow_rules(now) {
            Ok(followed) => {
                let mut messages: Vec<_> = followed.problems.iter().map(|why| Message::Told(error(why))).collect();
                if followed.changed {
                    self.apply_rules();
                }
                messages.extend(self.library.store.rules().ok().filter(|rules| !rules.is_empty()).map(Message::Rules));
                messages
            }
            Err(cause) => vec![Message::Told(failed(&cause))],
        }
    }

    /// Has stored articles looked at by new rules: beside the loop where there is a file.
    fn apply_rules(&mut self) {
        match self.library.store.file().and_then(Path::parent) {
            Some(data) if self.bell.is_some() => ruling::begin(data.to_owned()),
            Some(_) | None => {
                if let Err(cause) = self.library.apply_rules(self.clock().now) {
                    tracing::warn!("{cause:#}");
                }
            }
        }
    }

    pub(super) fn edition(&self, asked: &Commission, now: i64) -> Result<Message> {
        Ok(Message::Edition(Box::new(self.library.edition(asked, now)?)))
    }

    /// What can't be written is told: the next edition has the same articles again.
    pub(super) fn end_edition(&mut self, name: &str, made: i64) -> After {
        match self.library.store.end_edition(name, made) {
            Ok(()) => After::Nothing,
            Err(cause) => After::Heard(Message::Told(failed(&cause.into()))),
        }
    }

    pub(super) fn keep_line(&self, line: &str) -> After {
        if let Some(state_dir) = &self.state_dir {
            lines::keep(state_dir, line);
        }
        After::Nothing
    }
}
