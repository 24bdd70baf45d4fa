//! Where one can go from the list: saved views, sources, tags and speakers, found by letters of their names.

use std::sync::Arc;

use super::{Asked, Effect, Model, prompt::Prompt};
use crate::{
    catalog::{Found, Scope, Shown, SourceId, View},
    query::{self, Today},
};

/// The most places that are offered.
const OFFERED: usize = 60;

/// A place to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its name, with what it is before it: `source Reuters`.
    pub name: String,
    /// How many unread articles it has; `None` where counting would take time.
    pub unread: Option<String>,
    /// What is listed there.
    pub to: Destination,
}

/// What is listed at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// What a query finds.
    Query(String),
    /// The articles of a source.
    Source(SourceId),
    /// The articles of a view.
    View(Shown),
}

impl Model {
    /// Opens the line in which a place is chosen.
    pub(super) fn ask_place(&mut self) -> Vec<Effect> {
        self.prompt = Some((Asked::Place, Prompt::default()));
        let today = self.today();
        let parsed = |text: &str| query::parse(text, today).ok().map(Arc::new);
        let views = self.views.iter().map(|view| (view.name.clone(), view.query.clone(), parsed(&view.query)));
        vec![Effect::LoadPlaces(views.collect())]
    }

    /// What time it is for a query.
    pub(super) fn today(&self) -> Today {
        Today { now: self.clock.now, offset: self.clock.offset }
    }

    /// The places that fit what is typed, the best first.
    pub(super) fn fitting_places(&self, typed: &str) -> Vec<&Place> {
        let typed: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        let mut fitting: Vec<(u32, &Place)> =
            self.places.iter().filter_map(|place| Some((fit(&place.name, &typed)?, place))).collect();
        fitting.sort_by_key(|(distance, _)| *distance);
        fitting.into_iter().take(OFFERED).map(|(_, place)| place).collect()
    }

    /// Goes to the first place that fits.
    pub(super) fn go_to_place(&mut self, typed: &str) -> Vec<Effect> {
        let exact = self.places.iter().find(|place| place.name == typed).cloned();
        let Some(place) = exact.or_else(|| self.fitting_places(typed).first().map(|place| (*place).clone())) else {
            self.tell_error(format!("no view, source, tag or speaker is called “{typed}”"));
            return Vec::new();
        };
        self.go(&place.to, place.unread.as_deref() != Some("0"))
    }

    /// Lists the articles of a source.
    pub(super) fn show_source(&mut self, source: SourceId) -> Vec<Effect> {
        let shown = match &self.list.scope {
            Scope::View(view) => view.shown,
            Scope::Found(_) | Scope::Only(_) => Shown::All,
        };
        self.show_view(View { shown, source: Some(source), ..View::default() })
    }

    /// Lists what a query finds.
    pub(super) fn show_query(&mut self, text: &str) -> Vec<Effect> {
        match query::parse(text, self.today()) {
            Ok(query) => {
                self.enter_found(Found::of(Arc::new(query)));
                self.reload()
            }
            Err(mistake) => {
                self.tell_error(format!("“{text}”, column {}: {mistake}", mistake.column(text)));
                Vec::new()
            }
        }
    }
}

/// How far letters lie apart in a name, which must have them in their order; `None` if it hasn't. Letters at the start
/// of words lie nearest.
fn fit(name: &str, letters: &[char]) -> Option<u32> {
    let name: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    let mut best = None;
    let starts = name.iter().enumerate().filter(|(_, c)| letters.first().is_none_or(|first| first == *c));
    for (start, _) in starts.take(32) {
        let Some(cost) = fit_from(&name, start, letters) else { break };
        best = best.map_or(Some(cost), |other: u32| Some(other.min(cost)));
    }
    if letters.is_empty() { Some(0) } else { best }
}

fn fit_from(name: &[char], start: usize, letters: &[char]) -> Option<u32> {
    let at_word = |at: usize| at == 0 || name.get(at - 1).is_some_and(|before| !before.is_alphanumeric());
    let mut cost = if at_word(start) { 0 } else { 4 };
    let mut at = start;
    for letter in letters {
        let gap = name.get(at..)?.iter().position(|c| c == letter)?;
        cost += match gap {
            0 => 0,
            _ if at_word(at + gap) => 1,
            _ => 2 + u32::try_from(gap).unwrap_or(u32::MAX).min(20),
        };
        at += gap + 1;
    }
    Some(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order<'a>(names: &[&'a str], typed: &str) -> Vec<&'a str> {
        let letters: Vec<char> = typed.chars().collect();
        let mut fitting: Vec<_> = names.iter().filter_map(|name| Some((fit(name, &letters)?, *name))).collect();
        fitting.sort_by_key(|(cost, _)| *cost);
        fitting.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn initials_and_beginnings_come_first_and_strangers_not_at_all() {
        let names = ["source The Jakarta Post", "source Al Jazeera", "source Reuters", "speaker Joe Alter"];
        assert_eq!(order(&names, "alj"), ["source Al Jazeera"]);
        assert_eq!(order(&names, "jp"), ["source The Jakarta Post"]);
        assert_eq!(order(&names, "al").first(), Some(&"source Al Jazeera"));
        assert_eq!(order(&names, "xyz"), Vec::<&str>::new());
        assert_eq!(order(&names, "").len(), 4);
    }
}
