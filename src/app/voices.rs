//! Who said what in the open article: a panel to choose a quotation from, in the order of the text or by speaker. It
//! knows the open article, no other.

use super::{
    Effect, Model, Notice,
    overlay::Overlay,
    panes::Pane,
    reader::{Open, Place},
};
use crate::{
    catalog::people::Identity,
    text::{
        find::find,
        quotes::{Confidence, Quotation, Speaker},
    },
};

/// The panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voices {
    /// In which order.
    pub order: Order,
    /// Only quotations with these words in speaker, role or text.
    pub filter: String,
    /// The panel's lines.
    pub lines: Vec<Line>,
    /// The chosen quotation: an index into the article's.
    pub selected: usize,
    /// Where reading was when the panel was opened.
    pub came_from: Place,
}

/// The order of quotations in the panel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// As the text has them.
    #[default]
    Place,
    /// All of one speaker together, the speakers as they come up in the text.
    Speaker,
}

/// A line of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A speaker (an index into the article's; `None` for those unknown) and how many quotations follow.
    Speaker(Option<usize>, usize),
    /// A quotation: an index into the article's.
    Quotation(usize),
}

impl Voices {
    /// The panel over an article, with a quotation chosen.
    #[must_use]
    pub fn of(open: &Open, order: Order, selected: usize) -> Self {
        let mut voices = Self { order, filter: String::new(), lines: Vec::new(), selected, came_from: open.place() };
        voices.list(open);
        voices
    }

    /// Makes the lines anew; the chosen quotation stays if it is among them.
    pub fn list(&mut self, open: &Open) {
        let all = open.opened.quotations.quotations.iter().enumerate();
        let shown: Vec<usize> = all.filter(|(_, one)| self.holds(open, one)).map(|(index, _)| index).collect();
        self.lines = match self.order {
            Order::Place => shown.into_iter().map(Line::Quotation).collect(),
            Order::Speaker => by_speaker(open, &shown),
        };
        if !self.quotations().any(|index| index == self.selected) {
            let next = self.quotations().find(|index| *index >= self.selected);
            self.selected = next.or_else(|| self.quotations().next()).unwrap_or(0);
        }
    }

    fn holds(&self, open: &Open, quotation: &Quotation) -> bool {
        if self.filter.is_empty() {
            return true;
        }
        let has = |text: &str| !find(text, &self.filter).is_empty();
        let speaker = quotation.speaker.and_then(|index| open.opened.quotations.speakers.get(index));
        speaker.is_some_and(|one| has(&one.name) || one.role.as_deref().is_some_and(has))
            || has(&quotation.words(&open.opened.article.text))
    }

    /// The quotations that are listed, in the panel's order.
    pub fn quotations(&self) -> impl Iterator<Item = usize> {
        self.lines.iter().filter_map(|line| match line {
            Line::Quotation(index) => Some(*index),
            Line::Speaker(..) => None,
        })
    }

    /// The line of the chosen quotation.
    #[must_use]
    pub fn line(&self) -> usize {
        self.lines.iter().position(|line| *line == Line::Quotation(self.selected)).unwrap_or(0)
    }

    /// Chooses the quotation that is `by` further on, as far as they go.
    pub fn step(&mut self, by: isize) {
        let listed: Vec<usize> = self.quotations().collect();
        let at = listed.iter().position(|index| *index == self.selected).unwrap_or(0);
        let next = at.saturating_add_signed(by).min(listed.len().saturating_sub(1));
        self.selected = listed.get(next).copied().unwrap_or(self.selected);
    }
}

fn by_speaker(open: &Open, shown: &[usize]) -> Vec<Line> {
    let mut groups: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
    let mut known = std::collections::HashMap::new();
    for index in shown {
        let quotation = open.opened.quotations.quotations.get(*index);
        let speaker = quotation.and_then(|quotation| quotation.speaker);
        // Two names of an article may be one person.
        let key = speaker.map(|at| open.opened.people.get(at).map_or(Err(at), |one| Ok(one.who)));
        let group = *known.entry(key).or_insert_with(|| {
            groups.push((speaker, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, members)) = groups.get_mut(group) {
            members.push(*index);
        }
    }
    groups.sort_by_key(|(speaker, _)| speaker.is_none());
    let lines = groups.into_iter().flat_map(|(speaker, members)| {
        std::iter::once(Line::Speaker(speaker, members.len())).chain(members.into_iter().map(Line::Quotation))
    });
    lines.collect()
}

/// What to call a speaker: the name, the role that the article gives, and whether it is only likely to be them.
#[must_use]
pub fn named(speaker: Option<&Speaker>, confidence: Confidence) -> String {
    let Some(speaker) = speaker else { return "speaker unknown".into() };
    let perhaps = match confidence {
        Confidence::Guess => "perhaps ",
        Confidence::Likely | Confidence::Sure => "",
    };
    match &speaker.role {
        Some(role) => format!("{perhaps}{}, {role}", speaker.name),
        None => format!("{perhaps}{}", speaker.name),
    }
}

impl Model {
    /// Opens the panel; from it, all that the chosen quotation's speaker said.
    pub(super) fn who_said_what(&mut self) -> Vec<Effect> {
        match &self.overlay {
            Some(Overlay::Voices(_)) => return self.speaker_of_quotation(),
            Some(Overlay::Speaker(_)) => return Vec::new(),
            _ => {}
        }
        let Some(open) = &self.reader.open else { return Vec::new() };
        if open.opened.quotations.quotations.is_empty() {
            self.tell("nobody is quoted in this article");
            return Vec::new();
        }
        let at = open.quotation.or_else(|| open.quotation_in_sight()).unwrap_or(0);
        let voices = Voices::of(open, self.order, at);
        self.overlay = Some(Overlay::Voices(voices));
        if self.areas.is_some_and(|areas| areas.reader.is_empty()) {
            self.focus = Pane::Reader;
        }
        self.arrange();
        self.reader.go_to_quotation(at);
        Vec::new()
    }

    pub(super) fn step_voices(&mut self, by: isize) {
        let Some(Overlay::Voices(voices)) = &mut self.overlay else { return };
        voices.step(by);
        let at = voices.selected;
        self.reader.go_to_quotation(at);
    }

    /// Closes the panel at the chosen quotation.
    pub(super) fn enter_quotation(&mut self) {
        let Some(Overlay::Voices(voices)) = &self.overlay else { return };
        let at = voices.selected;
        self.overlay = None;
        self.focus = Pane::Reader;
        self.arrange();
        self.reader.go_to_quotation(at);
    }

    /// Closes the panel, and puts the text back where it was.
    pub(super) fn leave_voices(&mut self) {
        let Some(Overlay::Voices(voices)) = self.overlay.take() else { return };
        self.arrange();
        self.reader.return_to(voices.came_from);
    }

    pub(super) fn order_voices(&mut self) {
        let (Some(Overlay::Voices(voices)), Some(open)) = (&mut self.overlay, &self.reader.open) else { return };
        voices.order = match voices.order {
            Order::Place => Order::Speaker,
            Order::Speaker => Order::Place,
        };
        self.order = voices.order;
        voices.list(open);
    }

    pub(super) fn filter_voices(&mut self, words: String) {
        let (Some(Overlay::Voices(voices)), Some(open)) = (&mut self.overlay, &self.reader.open) else { return };
        voices.filter = words;
        voices.list(open);
        let at = voices.selected;
        if !voices.lines.is_empty() {
            self.reader.go_to_quotation(at);
        }
    }

    /// The speaker of the quotation gone to.
    pub(super) fn current_identity(&self) -> Option<(&Quotation, &Identity, &Speaker)> {
        let open = self.reader.open.as_ref()?;
        let (quotation, speaker) = open.current_quotation()?;
        Some((quotation, open.opened.people.get(quotation.speaker?)?, speaker?))
    }

    pub(super) fn unknown_speaker(&mut self) -> Vec<Effect> {
        self.notice = Some(Notice { text: "it isn't known who said this".into(), tone: super::Tone::Plain });
        Vec::new()
    }
}
