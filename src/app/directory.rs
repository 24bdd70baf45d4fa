//! The pane of views and sources: what can be listed, with what is unread in it. It knows names and counts, and no store.

mod lines;

pub use self::lines::Line;
use super::{
    Effect, Model,
    panes::{Pane, PlacesShown},
    places::Destination,
    reader::Direction,
    triage::change,
};
use crate::{
    catalog::{Change, Found, Scope, Shown, SourceId, Target, Verb, View, directory::Directory},
    query,
    settings::command::Command,
};

/// The name under which it is remembered whether the pane is shown.
pub const REMEMBERED: &str = "places";

/// The pane's state.
#[derive(Debug, Default)]
pub struct Places {
    /// Its lines.
    pub lines: Vec<Line>,
    /// The line under the cursor.
    pub selected: usize,
    /// The first line on the screen.
    pub top: usize,
    /// Whether it stands beside the list.
    pub shown: PlacesShown,
    /// Whether the counts may be of the past, and haven't been asked for since.
    stale: bool,
    /// What there is, once it has been told.
    known: Option<Directory>,
    /// Whether the sources' numbers are those of now.
    certain: bool,
    /// Whether they came into doubt since they were asked for.
    doubted: bool,
    /// A step to another source that waits for what there is.
    step: Option<Direction>,
}

impl Places {
    /// What was counted may have changed.
    pub(super) fn doubt(&mut self) {
        (self.stale, self.certain, self.doubted) = (true, false, true);
    }

    /// Whether a step to another source waits for what there is.
    pub(super) fn is_stepping(&self) -> bool {
        self.step.is_some()
    }

    fn step(&mut self, by: isize) {
        let mut index = self.selected;
        for _ in 0..by.unsigned_abs().min(self.lines.len()) {
            let ahead = |index: usize| index.checked_add_signed(by.signum()).filter(|index| *index < self.lines.len());
            let next = std::iter::successors(ahead(index), |index| ahead(*index));
            let Some(next) = next.into_iter().find(|index| self.leads_somewhere(*index)) else { break };
            index = next;
        }
        self.selected = index;
    }

    fn leads_somewhere(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|line| line.to.is_some())
    }

    /// Scrolls so that the cursor's line is on a screen of so many lines.
    pub(super) fn follow(&mut self, height: usize) {
        let height = height.max(1);
        let last = self.lines.len().saturating_sub(height);
        self.top = self.top.clamp((self.selected + 1).saturating_sub(height), self.selected).min(last);
    }

    /// The line under the cursor.
    #[must_use]
    pub fn chosen(&self) -> Option<&Line> {
        self.lines.get(self.selected)
    }
}

impl Model {
    /// Whether the pane is on the screen.
    fn shows_places(&self) -> bool {
        self.areas.is_some_and(|areas| !areas.places.is_empty())
    }

    /// Fits the pane to its area; its first lines need no count.
    pub(super) fn arrange_places(&mut self) {
        if !self.shows_places() {
            return;
        }
        if self.directory.lines.is_empty() {
            self.directory.stale = true;
            self.list_places();
        }
        if self.focus != Pane::Places
            && let Some(index) = self.listed_place()
        {
            self.directory.selected = index;
        }
        let height = self.areas.map_or(1, |areas| areas.places.height);
        self.directory.follow(usize::from(height));
    }

    /// The line of what is listed.
    #[must_use]
    pub fn listed_place(&self) -> Option<usize> {
        let listed = match &self.list.scope {
            Scope::View(View { source: Some(source), .. }) => Destination::Source(*source),
            Scope::View(View { shown, .. }) => Destination::View(*shown),
            Scope::Found(found) => Destination::Query(found.query.text.clone()),
            Scope::Only(_) => return None,
        };
        self.directory.lines.iter().position(|line| line.to.as_ref() == Some(&listed))
    }

    /// Asks for the counts, where they are seen and may have changed.
    pub(super) fn places_wanted(&mut self) -> Option<Effect> {
        if !(self.shows_places() && self.directory.stale) {
            return None;
        }
        Some(self.ask_directory())
    }

    fn ask_directory(&mut self) -> Effect {
        (self.directory.stale, self.directory.doubted) = (false, false);
        let today = self.today();
        let parsed = |(_, text): &(String, String)| query::parse(text, today).ok().map(std::sync::Arc::new);
        Effect::LoadDirectory(self.views_with_queries().iter().map(parsed).collect())
    }

    /// Takes in what there is.
    pub(super) fn directory_told(&mut self, mut directory: Directory) -> Vec<Effect> {
        // What wasn't counted is as it was.
        let before = self.directory.known.take().map(|known| known.views).unwrap_or_default();
        for (view, before) in directory.views.iter_mut().zip(before) {
            *view = view.or(before);
        }
        self.directory.known = Some(directory);
        self.directory.certain = !self.directory.doubted;
        self.list_places();
        match self.directory.step.take() {
            Some(direction) => self.step_source(direction),
            None => Vec::new(),
        }
    }

    /// Makes the lines anew; the cursor stays on what it was on.
    fn list_places(&mut self) {
        let chosen = self.directory.chosen().and_then(|line| line.to.clone());
        let known = self.directory.known.take().unwrap_or_default();
        let mut lines = self.view_lines(&known);
        lines.extend(lines::of_sources(&known.sources));
        let at = chosen.and_then(|to| lines.iter().position(|line| line.to.as_ref() == Some(&to)));
        self.directory.selected = at.unwrap_or(self.directory.selected.min(lines.len().saturating_sub(1)));
        self.directory.lines = lines;
        self.directory.known = Some(known);
    }

    /// What a command does while the cursor is in the pane; `None` where it is no matter of the pane.
    pub(super) fn obey_in_places(&mut self, command: Command, count: Option<u32>) -> Option<Vec<Effect>> {
        let times = count.map_or(1, |count| isize::try_from(count).unwrap_or(isize::MAX));
        let height = self.areas.map_or(1, |areas| areas.places.height).cast_signed();
        let page = isize::from(height).max(1);
        match command {
            Command::NextRow | Command::LineDown => self.directory.step(times),
            Command::PreviousRow | Command::LineUp => self.directory.step(times.saturating_neg()),
            Command::HalfPageDown => self.directory.step(page / 2),
            Command::HalfPageUp => self.directory.step(-(page / 2)),
            Command::PageDown => self.directory.step(page),
            Command::PageUp => self.directory.step(-page),
            Command::Top => self.directory.step(isize::MIN + 1),
            Command::Bottom => self.directory.step(isize::MAX),
            Command::Open => return Some(self.go_to_chosen()),
            Command::MarkViewRead => return Some(self.mark_chosen_read()),
            Command::BackOrQuit if self.areas.is_some_and(|areas| !areas.list.is_empty()) => {
                return Some(self.leave_now());
            }
            Command::Back | Command::BackOrQuit => self.focus = Pane::List,
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Lists what the cursor is on.
    fn go_to_chosen(&mut self) -> Vec<Effect> {
        let Some(line) = self.directory.chosen().cloned() else { return Vec::new() };
        let Some(to) = line.to.clone() else { return Vec::new() };
        self.focus = Pane::List;
        let effects = self.go(&to, line.unread.is_none_or(|unread| unread.count > 0));
        if let Some(trouble) = line.trouble.as_deref().filter(|_| self.notice.is_none() && line.is_broken()) {
            self.tell_error(format!("{} can't be read: {trouble}", line.label));
        }
        effects
    }

    /// Lists what is at a place, from its first article on. A source keeps to what is unread where that is listed and it
    /// has some.
    pub(super) fn go(&mut self, to: &Destination, has_unread: bool) -> Vec<Effect> {
        match to {
            Destination::Query(text) => self.show_query(text),
            Destination::View(shown) => self.list_from_top(View { shown: *shown, ..View::default() }),
            Destination::Source(source) => {
                let unread = matches!(self.list.scope, Scope::View(View { shown: Shown::Unread, .. }));
                let shown = if unread && has_unread { Shown::Unread } else { Shown::All };
                self.list_from_top(View { shown, source: Some(*source), ..View::default() })
            }
        }
    }

    fn list_from_top(&mut self, view: View) -> Vec<Effect> {
        self.list.scope = Scope::View(self.as_remembered(view));
        self.leave_words();
        self.list_again(None)
    }

    /// Marks what is at the cursor's place as read.
    fn mark_chosen_read(&mut self) -> Vec<Effect> {
        let Some(to) = self.directory.chosen().and_then(|line| line.to.clone()) else { return Vec::new() };
        let on = match to {
            Destination::View(shown) => Target::View(View { shown, ..View::default() }),
            Destination::Source(source) => {
                Target::View(View { shown: Shown::Unread, source: Some(source), ..View::default() })
            }
            Destination::Query(text) => match query::parse(&text, self.today()) {
                Ok(query) => Target::Found(Found::of(std::sync::Arc::new(query))),
                Err(_) => return Vec::new(),
            },
        };
        vec![change(Change { verb: Verb::Read, on })]
    }

    /// Goes to the pane of views and sources.
    pub(super) fn go_to_places(&mut self) {
        self.zen = false;
        self.focus = Pane::Places;
        self.directory.stale = true;
    }

    /// Shows the pane beside the list, or no longer; that is remembered.
    pub(super) fn toggle_places(&mut self) -> Vec<Effect> {
        let beside = self.areas.is_some_and(|areas| !areas.places.is_empty() && !areas.places_border.is_empty());
        self.directory.shown = if beside { PlacesShown::Hidden } else { PlacesShown::Beside };
        self.directory.stale = true;
        if self.focus == Pane::Places {
            self.focus = Pane::List;
        }
        self.arrange();
        if !beside && !self.shows_places() {
            let key = self.key_hint(Command::Places, "shows them alone");
            self.tell(format!("the screen has no room for views and sources beside the list{key}"));
        }
        vec![Effect::Remember(REMEMBERED, i64::from(!beside))]
    }

    pub(super) fn scroll_places(&mut self, by: isize) {
        self.directory.step(by);
        self.focus = Pane::Places;
    }

    /// Lists the place that was clicked.
    pub(super) fn click_place(&mut self, line: usize) -> Vec<Effect> {
        let index = self.directory.top + line;
        if !self.directory.leads_somewhere(index) {
            return Vec::new();
        }
        self.directory.selected = index;
        self.go_to_chosen()
    }

    /// Goes to the next source with unread articles, or the one before; past the last one, to the first.
    pub(super) fn next_source(&mut self, direction: Direction) -> Vec<Effect> {
        if self.directory.certain {
            return self.step_source(direction);
        }
        (self.directory.step, self.directory.doubted) = (Some(direction), false);
        // The sources are enough: nobody waits for the counts of queries.
        vec![Effect::LoadDirectory(vec![None; self.views_with_queries().len()])]
    }

    fn step_source(&mut self, direction: Direction) -> Vec<Effect> {
        let at = self.listed_source();
        let unread = self.directory.lines.iter().enumerate().filter_map(|(index, line)| {
            let has_unread = line.unread.is_some_and(|unread| unread.count > 0);
            match line.to {
                Some(Destination::Source(source)) if has_unread => Some((index, source)),
                _ => None,
            }
        });
        let unread: Vec<(usize, SourceId)> = unread.collect();
        let next = match (direction, at) {
            (Direction::Forward, at) => {
                unread.iter().find(|(index, _)| at.is_none_or(|at| *index > at)).or(unread.first())
            }
            (Direction::Backward, at) => {
                unread.iter().rev().find(|(index, _)| at.is_none_or(|at| *index < at)).or(unread.last())
            }
        };
        let Some((index, source)) = next.copied() else {
            self.tell("no source has unread articles");
            return Vec::new();
        };
        self.directory.selected = index;
        let (name, count) = (self.source_name(index), self.unread_at(index));
        self.tell(format!("{name} · {count} unread"));
        self.list_from_top(View { shown: Shown::Unread, source: Some(source), ..View::default() })
    }

    /// The line of the source that is listed, or of the selected article's: the one under the cursor, where it stands
    /// under several headings.
    fn listed_source(&self) -> Option<usize> {
        let listed = match &self.list.scope {
            Scope::View(View { source: Some(source), .. }) => Some(*source),
            Scope::View(_) | Scope::Found(_) | Scope::Only(_) => None,
        }?;
        let to = Some(Destination::Source(listed));
        let chosen = self.directory.chosen().filter(|line| line.to == to).map(|_| self.directory.selected);
        chosen.or_else(|| self.directory.lines.iter().position(|line| line.to == to))
    }

    fn source_name(&self, index: usize) -> &str {
        self.directory.lines.get(index).map_or("", |line| &line.label)
    }

    fn unread_at(&self, index: usize) -> usize {
        self.directory.lines.get(index).and_then(|line| line.unread).map_or(0, |unread| unread.count)
    }
}
