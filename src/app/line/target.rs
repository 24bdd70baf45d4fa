//! What a verb of the command line is for: what is listed, above or below, or what a query finds of it.

use std::sync::Arc;

use super::super::{
    Model,
    triage::{Side, everything},
    when,
};
use crate::{
    catalog::{ArticleId, Found, Target},
    query,
    settings::problem::suggestion,
};

/// An id is a second times this (the store's rule), so that a moment names a place among the articles.
const PLACES: i64 = 16;

/// What a verb can be for, as it is typed, beside queries.
pub(super) const TARGETS: [&str; 6] = ["view", "all", "above", "below", "older:", "newer:"];

/// The word that parts names from a query without conditions.
const ON: &str = "on";

impl Model {
    /// The words before what a verb is for, and what it is for: from the first word on that can only say that.
    pub(super) fn split_target<'a>(&self, words: &'a str) -> Result<(&'a str, Option<Target>), String> {
        let starts = words.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
        for at in starts {
            let (before, rest) = words.split_at(at);
            let rest = rest.trim_start();
            let first = rest.split_whitespace().next().unwrap_or_default();
            if let Some(query) = rest.strip_prefix(ON).filter(|_| first == ON) {
                return Ok((before.trim(), Some(self.target(query.trim())?)));
            }
            if is_target(first) {
                return Ok((before.trim(), Some(self.target(rest)?)));
            }
        }
        Ok((words, None))
    }

    /// The moment that the first words mean, as many of them as mean one, and what the rest says a verb is for.
    pub(super) fn split_moment<'a>(&self, words: &'a str) -> Result<(&'a str, Option<Target>), String> {
        if when::moment(words, self.clock).is_some() {
            return Ok((words, None));
        }
        let mut spaces: Vec<usize> =
            words.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).take(8).collect();
        spaces.reverse();
        for at in spaces {
            let (moment, rest) = words.split_at(at);
            if when::moment(moment, self.clock).is_some() {
                let rest = rest.trim();
                let rest = rest.strip_prefix(ON).filter(|rest| rest.starts_with(' ')).unwrap_or(rest);
                return Ok((moment.trim(), Some(self.target(rest.trim())?)));
            }
        }
        Ok((words, None))
    }

    /// What a verb is for. A query is of what is listed, and of all articles behind `all`.
    pub(super) fn target(&self, words: &str) -> Result<Target, String> {
        if let Some(part) = self.part(words) {
            return part;
        }
        let (of, query) = match words.split_once(char::is_whitespace) {
            Some(("all", query)) => (everything(), query),
            Some(("view", query)) => (self.whole_view(), query),
            _ => (self.whole_view(), words),
        };
        self.met(of, query)
    }

    /// What the words for a part of the list mean; `None` if they are none of these.
    pub(super) fn part(&self, words: &str) -> Option<Result<Target, String>> {
        let side = |side| {
            let nothing = || "nothing is selected, or the list isn't in the order of dates".to_owned();
            Some(self.side(side).ok_or_else(nothing))
        };
        match words {
            "all" => Some(Ok(everything())),
            "view" => Some(Ok(self.whole_view())),
            "above" => side(Side::Above),
            "below" => side(Side::Below),
            _ => self.by_age(words).map(Ok),
        }
    }

    fn met(&self, of: Target, text: &str) -> Result<Target, String> {
        if text.chars().all(char::is_alphabetic) {
            let near = suggestion(text, TARGETS);
            if !near.is_empty() {
                return Err(format!("“{text}” names no articles{near}"));
            }
        }
        let query = query::parse(text, self.today())
            .map_err(|mistake| format!("“{text}”, column {}: {mistake}", mistake.column(text)))?;
        let found = Found::of(Arc::new(query));
        Ok(Target::Met(Box::new(of), found))
    }

    /// What is listed and older or newer than some age, where just that is said.
    fn by_age(&self, words: &str) -> Option<Target> {
        let (side, age) = words.split_once(':')?;
        let span = when::span(age)?;
        let then = ArticleId(self.clock.now.saturating_sub(span).saturating_mul(PLACES));
        let (oldest, newest) = match side {
            "older" => (ArticleId::OLDEST, then),
            "newer" => (then, ArticleId::NEWEST),
            _ => return None,
        };
        match self.whole_view() {
            Target::View(view) => Some(Target::Stretch { view, oldest, newest }),
            Target::Articles(ids) => {
                Some(Target::Articles(ids.into_iter().filter(|id| (oldest..=newest).contains(id)).collect()))
            }
            Target::Found(found) => Some(Target::Found(found.between(oldest, newest))),
            Target::Stretch { .. } | Target::Met(..) => None,
        }
    }
}

/// Whether a word can only begin what a verb is for: a word for a part of the list, or a condition of a query.
fn is_target(word: &str) -> bool {
    let condition = word.trim_start_matches(['-', '(']).split_once(':');
    TARGETS.contains(&word) || condition.is_some_and(|(key, _)| query::Key::named(key).is_some())
}
