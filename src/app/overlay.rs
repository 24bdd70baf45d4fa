//! What lies over the panes: the help, the links of an article, a question. It knows lines and choices.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{Effect, help::Entry, history::History, noting::Panel, speaker::Page, stats, voices::Voices};
use crate::catalog::feeds::FeedRow;

/// Something that lies over the panes and takes the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// The keys and what they do.
    Help(Help),
    /// The links of the open article.
    Links(Links),
    /// Who said what in the open article.
    Voices(Voices),
    /// All that somebody said, over all articles.
    Speaker(Page),
    /// What is written about the open article.
    Notes(Panel),
    /// What was changed, to be undone one by one.
    History(History),
    /// The subscriptions, and what is wrong with them.
    Feeds(FeedList),
    /// That a briefing ends here.
    Ending,
    /// What a program printed.
    Output(Output),
    /// What came in lately.
    Stats(stats::Page),
    /// A question before something large.
    Confirm(Confirm),
}

/// What a program printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Whose it is.
    pub title: String,
    /// Its lines, clean, none wider than the panel.
    pub lines: Vec<String>,
    /// The first line shown.
    pub top: usize,
}

/// The help page's state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Help {
    /// The first line shown.
    pub top: usize,
    /// Only lines with these words are shown.
    pub filter: String,
    /// The line that was clicked.
    pub chosen: Option<Entry>,
}

/// A list of links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// Each link's words and address.
    pub links: Vec<(String, String)>,
    /// The chosen one.
    pub choice: Choice,
}

/// One of several rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choice {
    /// Which.
    pub selected: usize,
    /// Of how many.
    pub count: usize,
}

/// A question that is answered with one key, mostly `y`, or anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirm {
    /// The question, with the keys that answer it.
    pub question: String,
    /// The keys, in lower case, and what is done on each.
    pub answers: Vec<(char, Effect)>,
    /// What is told on anything else.
    pub otherwise: &'static str,
    /// The list that asks, and comes back after the answer.
    pub behind: Option<FeedList>,
}

/// The subscriptions, those that need somebody to look after them first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedList {
    /// The feeds.
    pub rows: Vec<FeedRow>,
    /// The chosen one.
    pub choice: Choice,
}

impl Confirm {
    /// What is done on this key, if it is an answer: with Control or the like it is none.
    #[must_use]
    pub fn answered(self, key: KeyEvent) -> Option<Effect> {
        let KeyCode::Char(pressed) = key.code else { return None };
        if !KeyModifiers::SHIFT.contains(key.modifiers) {
            return None;
        }
        self.answers.into_iter().find(|(letter, _)| pressed.eq_ignore_ascii_case(letter)).map(|(_, then)| then)
    }
}

impl Choice {
    /// The row `selected` of `count`, or the last one.
    #[must_use]
    pub fn at(selected: usize, count: usize) -> Self {
        Self { selected: selected.min(count.saturating_sub(1)), count }
    }

    /// Moves the choice by `by` rows, as far as they go.
    pub fn step(&mut self, by: isize) {
        *self = Self::at(self.selected.saturating_add_signed(by), self.count);
    }
}
