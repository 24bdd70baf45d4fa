//! Where one can go from the list: saved views, sources, tags and speakers, found by letters of their names.

use std::sync::Arc;

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};

use super::{Asked, Effect, Model, prompt::Prompt};
use crate::{
    catalog::{Found, Scope, Shown, SourceId, View},
    query::{self, Today},
};

/// The most places that are offered.
pub const OFFERED: usize = 60;

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

/// Where one can go. Views, sources and tags are few; of people there may be hundreds of thousands, and only those that fit
/// what is typed are here.
#[derive(Debug, Default)]
pub struct Destinations {
    few: Vec<Place>,
    speakers: Vec<Place>,
    /// What was typed when these people fitted.
    typed: String,
    /// Whether one goes to the first that fits as soon as the people for what was typed are here.
    going: bool,
}

impl Destinations {
    /// Takes in all places but people.
    pub(super) fn told(&mut self, few: Vec<Place>) {
        self.few = few;
    }

    /// The place of a name.
    pub(super) fn named(&self, name: &str) -> Option<&Place> {
        self.all().find(|place| place.name == name)
    }

    fn all(&self) -> impl Iterator<Item = &Place> {
        self.few.iter().chain(&self.speakers)
    }
}

impl Place {
    /// The place of somebody who speaks.
    #[must_use]
    pub fn of_speaker(name: &str) -> Self {
        Self::of_word("speaker", name)
    }

    /// The place of what has a tag.
    #[must_use]
    pub fn of_tag(name: &str) -> Self {
        Self::of_word("tag", name)
    }

    fn of_word(kind: &str, name: &str) -> Self {
        let to = Destination::Query(format!("{kind}:\"{}\"", name.replace('"', " ")));
        Self { name: format!("{kind} {name}"), unread: None, to }
    }
}

impl Model {
    /// Opens the line in which a place is chosen.
    pub(super) fn ask_place(&mut self) -> Vec<Effect> {
        self.prompt = Some((Asked::Place, Prompt::default()));
        self.places = Destinations::default();
        let today = self.today();
        let parsed = |text: &str| query::parse(text, today).ok().map(Arc::new);
        let views = self.views.iter().map(|view| (view.name.clone(), view.query.clone(), parsed(&view.query)));
        vec![Effect::LoadPlaces(views.collect()), Effect::FindSpeakers(String::new())]
    }

    /// What time it is for a query.
    pub(super) fn today(&self) -> Today {
        Today { now: self.clock.now, offset: self.clock.offset }
    }

    /// The places that fit what is typed, the best first.
    pub(super) fn fitting_places(&self, typed: &str) -> Vec<&Place> {
        if typed.is_empty() {
            return self.places.all().take(OFFERED).collect();
        }
        let mut fit = Fitting::to(typed);
        let mut fitting: Vec<(u32, &Place)> =
            self.places.all().filter_map(|place| Some((fit.score(&place.name)?, place))).collect();
        fitting.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        fitting.into_iter().take(OFFERED).map(|(_, place)| place).collect()
    }

    /// Takes in the people who fit, and goes where that was waited for.
    pub(super) fn speakers_told(&mut self, typed: String, speakers: Vec<Place>) -> Vec<Effect> {
        let going = self.places.going && self.places.typed == typed;
        self.places.speakers = speakers;
        if going {
            return self.go_to_place(&typed);
        }
        if !self.places.going {
            self.places.typed = typed;
        }
        Vec::new()
    }

    /// Goes to the first place that fits, as soon as it is known which that is.
    pub(super) fn go_to_place(&mut self, typed: &str) -> Vec<Effect> {
        if self.places.named(typed).is_none() && self.places.typed != typed {
            (self.places.typed, self.places.going) = (typed.to_owned(), true);
            return vec![Effect::FindSpeakers(typed.to_owned())];
        }
        self.places.going = false;
        let named = self.places.named(typed).or_else(|| self.fitting_places(typed).first().copied()).cloned();
        let Some(place) = named else {
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

/// How well names fit what is typed: letters in their order, the parts of it between spaces each for itself.
pub struct Fitting {
    pattern: Pattern,
    matcher: Matcher,
    letters: Vec<char>,
}

impl Fitting {
    /// To what is typed.
    #[must_use]
    pub fn to(typed: &str) -> Self {
        let pattern = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        Self { pattern, matcher: Matcher::new(Config::DEFAULT), letters: Vec::new() }
    }

    /// The greater the better; `None` if it doesn't fit.
    pub fn score(&mut self, name: &str) -> Option<u32> {
        self.pattern.score(Utf32Str::new(name, &mut self.letters), &mut self.matcher)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order<'a>(names: &[&'a str], typed: &str) -> Vec<&'a str> {
        let mut fit = Fitting::to(typed);
        let mut fitting: Vec<_> = names.iter().filter_map(|name| Some((fit.score(name)?, *name))).collect();
        fitting.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        fitting.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn initials_and_beginnings_come_first_and_strangers_not_at_all() {
        let names = ["source The Jakarta Post", "source Al Jazeera", "source Reuters", "speaker Joe Alter"];
        assert_eq!(order(&names, "alj"), ["source Al Jazeera"]);
        assert_eq!(order(&names, "jp"), ["source The Jakarta Post"]);
        assert_eq!(order(&names, "al").first(), Some(&"source Al Jazeera"));
        assert_eq!(order(&names, "post jak"), ["source The Jakarta Post"]);
        assert_eq!(order(&names, "xyz"), Vec::<&str>::new());
        assert_eq!(order(&names, "").len(), 4);
    }
}
