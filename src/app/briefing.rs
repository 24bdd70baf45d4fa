//! A briefing: an edition of what is new as a list of its own, each story once, with a way through it and an end.
//!
//! Its rows are articles as any list has them, so that every verb is the same here. It doesn't know how an edition is made.

pub mod told;

use std::collections::HashSet;

use super::{
    Effect, Model,
    list::{BATCH, Wanted},
    overlay::Overlay,
    panes::Pane,
};
use crate::{
    catalog::{
        Anchor, ArticleId, Scope, Target, Verb,
        edition::{Beat, Commission, Edition, Story, is_for_all_reports},
    },
    settings::command::Command,
};

/// How long an edition that was left is come back to, in seconds; after that a new one is made.
const FRESH: i64 = 12 * 3_600;

/// The edition being read, and how far one is.
#[derive(Debug, Default)]
pub struct Briefing {
    /// An edition that is wanted.
    pub asked: Option<Commission>,
    edition: Option<Box<Edition>>,
    /// What is listed of it: the first report of each story, and all of those that are unfolded.
    listed: Vec<ArticleId>,
    unfolded: HashSet<ArticleId>,
    seen: HashSet<ArticleId>,
    /// Where one was last.
    at: Option<ArticleId>,
    /// What was listed before it; `None` where the reader was opened on it.
    before: Option<(Scope, Option<ArticleId>)>,
    /// Articles of editions that were gone through without coming to the end of what is new.
    passed: Vec<ArticleId>,
    end: End,
}

/// Whether the end of an edition has been reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum End {
    #[default]
    Ahead,
    Reached,
}

/// What a row of a briefing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A story that one report tells.
    Single,
    /// The first report of a story, the others folded away.
    Folded,
    /// The first report of a story, the others under it.
    Unfolded,
    /// A further report of a story.
    Further,
}

impl Briefing {
    /// The edition; none before one was asked for.
    #[must_use]
    pub fn edition(&self) -> Option<&Edition> {
        self.edition.as_deref()
    }

    /// How many stories one has come to.
    #[must_use]
    pub fn seen(&self) -> usize {
        let stories = self.edition.iter().flat_map(|edition| &edition.stories);
        stories.filter(|story| self.has_seen(story)).count()
    }

    /// How many articles these have.
    #[must_use]
    pub fn seen_articles(&self) -> usize {
        let stories = self.edition.iter().flat_map(|edition| &edition.stories);
        stories.filter(|story| self.has_seen(story)).map(|story| story.reports.len()).sum()
    }

    /// Minutes of reading in the stories that one hasn't come to.
    #[must_use]
    pub fn minutes_left(&self) -> u32 {
        let stories = self.edition.iter().flat_map(|edition| &edition.stories);
        stories.filter(|story| !self.has_seen(story)).map(Story::minutes).sum()
    }

    /// The story of a row, and what the row is of it.
    #[must_use]
    pub fn part(&self, id: ArticleId) -> Option<(&Story, Part)> {
        let story = self.edition.as_ref()?.story_of(id)?;
        let first = story.first()?.id;
        let part = match (story.reports.len(), first == id, self.unfolded.contains(&first)) {
            (0 | 1, ..) => Part::Single,
            (_, true, false) => Part::Folded,
            (_, true, true) => Part::Unfolded,
            (_, false, _) => Part::Further,
        };
        Some((story, part))
    }

    fn has_seen(&self, story: &Story) -> bool {
        story.reports.iter().any(|report| self.seen.contains(&report.row.id))
    }

    /// What is listed, by what is unfolded.
    fn list(&mut self) -> Scope {
        let stories = self.edition.iter().flat_map(|edition| &edition.stories);
        let ids = stories.flat_map(|story| {
            let all = story.first().is_some_and(|first| self.unfolded.contains(&first.id));
            story.reports.iter().take(if all { usize::MAX } else { 1 }).map(|report| report.row.id)
        });
        self.listed = ids.collect();
        Scope::Only(self.listed.clone())
    }
}

impl Model {
    /// The briefing, while it is listed.
    #[must_use]
    pub fn in_briefing(&self) -> Option<&Briefing> {
        let listed = matches!(&self.list.scope, Scope::Only(ids) if *ids == self.briefing.listed);
        (listed && self.briefing.edition.is_some()).then_some(&self.briefing)
    }

    /// Lists what is new as an edition, for so many minutes if a number is given; from a briefing, goes back.
    pub(super) fn brief(&mut self, minutes: Option<u32>) -> Vec<Effect> {
        if self.in_briefing().is_some() && minutes.is_none() {
            return self.leave_briefing();
        }
        let of = match &self.list.scope {
            Scope::Found(found) => Some(Beat { name: found.query.typed().into(), query: found.query.clone() }),
            Scope::View(_) | Scope::Only(_) => None,
        };
        if minutes.is_none() && self.can_go_on(of.as_ref()) {
            let listed = self.briefing.list();
            return self.enter_briefing(listed, true);
        }
        let passed = std::mem::take(&mut self.briefing.passed);
        self.briefing.asked = Some(Commission { of, since: None, minutes, passed });
        Vec::new()
    }

    fn can_go_on(&self, of: Option<&Beat>) -> bool {
        let Some(edition) = &self.briefing.edition else { return false };
        self.briefing.end == End::Ahead
            && edition.asked.of.as_ref() == of
            && self.clock.now.saturating_sub(edition.made) < FRESH
    }

    /// Makes an edition anew, where one is listed.
    pub(super) fn renew_briefing(&mut self) -> Option<Vec<Effect>> {
        let asked = self.in_briefing()?.edition.as_ref()?.asked.clone();
        self.briefing.asked = Some(Commission { passed: Vec::new(), ..asked });
        Some(Vec::new())
    }

    /// Lists an edition that was made.
    pub(super) fn receive_edition(&mut self, edition: Edition) -> Vec<Effect> {
        if edition.stories.is_empty() {
            let since = told::since(&edition, self.clock, &self.config);
            self.tell(format!("nothing new {since}"));
            return Vec::new();
        }
        let again = self.in_briefing().is_some();
        let before = if again { self.briefing.before.take() } else { None };
        self.briefing = Briefing { edition: Some(Box::new(edition)), before, ..Briefing::default() };
        let listed = self.briefing.list();
        self.enter_briefing(listed, !again)
    }

    fn enter_briefing(&mut self, listed: Scope, from_elsewhere: bool) -> Vec<Effect> {
        if from_elsewhere && !self.list.is_empty() {
            let at = self.list.selected().map(|row| row.id);
            self.briefing.before = Some((self.list.scope.clone(), at));
        }
        self.list.let_go();
        self.list.scope = listed;
        self.focus = Pane::List;
        let at = self.briefing.at;
        self.list_again(at)
    }

    /// Gives back what was listed before.
    pub(super) fn leave_briefing(&mut self) -> Vec<Effect> {
        self.overlay = None;
        let Some((scope, at)) = self.briefing.before.take() else { return self.leave_now() };
        self.list.let_go();
        self.list.scope = scope;
        self.list_again(at)
    }

    /// Remembers that one has come to the selected story.
    pub(super) fn see(&mut self) {
        if self.in_briefing().is_some()
            && let Some(row) = self.list.selected()
        {
            self.briefing.seen.insert(row.id);
            self.briefing.at = Some(row.id);
        }
    }

    /// Remembers that something was done with these: one has come to their stories, too.
    pub(super) fn see_all(&mut self, ids: &[ArticleId]) {
        if self.in_briefing().is_some() {
            self.briefing.seen.extend(ids);
        }
    }

    /// Unfolds the selected story into its reports, or folds them.
    pub(super) fn unfold(&mut self) -> Vec<Effect> {
        let selected = self.list.selected().map(|row| row.id);
        let Some((id, briefing)) = selected.zip(self.in_briefing()) else { return self.nothing_to_unfold() };
        let Some((story, part)) = briefing.part(id) else { return Vec::new() };
        let Some(first) = story.first().map(|row| row.id) else { return Vec::new() };
        match part {
            Part::Single => {
                self.tell("one report tells this story");
                return Vec::new();
            }
            Part::Folded => self.briefing.unfolded.insert(first),
            Part::Unfolded | Part::Further => self.briefing.unfolded.remove(&first),
        };
        self.list_unfolded(first)
    }

    /// Unfolds every story, or folds all of them.
    pub(super) fn unfold_all(&mut self) -> Vec<Effect> {
        let selected = self.list.selected().map(|row| row.id);
        let Some((id, briefing)) = selected.zip(self.in_briefing()) else { return self.nothing_to_unfold() };
        let story = briefing.part(id).and_then(|(story, _)| story.first());
        let first = story.map_or(id, |row| row.id);
        if briefing.unfolded.is_empty() {
            let stories = briefing.edition.iter().flat_map(|edition| &edition.stories);
            let several = stories.filter(|story| story.reports.len() > 1).filter_map(|story| Some(story.first()?.id));
            self.briefing.unfolded = several.collect();
        } else {
            self.briefing.unfolded.clear();
        }
        self.list_unfolded(first)
    }

    fn list_unfolded(&mut self, at: ArticleId) -> Vec<Effect> {
        self.list.scope = self.briefing.list();
        self.go_to = Some(Wanted { from: Anchor::At(at), count: BATCH });
        vec![Effect::Count(self.list.scope.clone())]
    }

    fn nothing_to_unfold(&mut self) -> Vec<Effect> {
        let key = self.key_hint(Command::Briefing, "makes one");
        self.tell(format!("stories are folded in a briefing{key}"));
        Vec::new()
    }

    /// What a verb is for: of a story whose reports are folded away, all of them, if it says where articles wait.
    pub(super) fn meant(&self, verb: Verb, on: Target) -> Target {
        let (Some(briefing), true) = (self.in_briefing(), is_for_all_reports(verb)) else { return on };
        // On a speaker's page it is the one article that its row shows.
        if matches!(self.overlay, Some(Overlay::Speaker(_))) {
            return on;
        }
        let ids = match on {
            Target::Articles(ids) => ids,
            Target::Met(of, found) => return Target::Met(Box::new(self.meant(verb, *of)), found),
            Target::View(_) | Target::Found(_) | Target::Stretch { .. } => return on,
        };
        let mut all = Vec::with_capacity(ids.len());
        for id in ids {
            match briefing.part(id) {
                Some((story, Part::Folded)) => all.extend(story.reports.iter().map(|report| report.row.id)),
                Some((_, Part::Single | Part::Unfolded | Part::Further)) | None => all.push(id),
            }
        }
        Target::Articles(all)
    }

    /// Whether the selected row is the last of a briefing.
    pub(super) fn at_end_of_briefing(&self) -> bool {
        let last = self.in_briefing().and_then(|briefing| briefing.listed.last());
        last.is_some() && last == self.list.selected().map(|row| &row.id) && !self.list.has_picked()
    }

    /// Whether a command goes on to the next story.
    pub(super) fn goes_on(&self, command: Command) -> bool {
        match command {
            Command::Done | Command::Later | Command::NextArticle => true,
            Command::NextRow => self.focus == Pane::List,
            _ => false,
        }
    }

    /// Shows that this was all. The next edition begins where this one was made, unless it had to leave something out.
    pub(super) fn end_briefing(&mut self) -> Vec<Effect> {
        let Some(edition) = &self.briefing.edition else { return Vec::new() };
        self.overlay = Some(Overlay::Ending);
        self.briefing.end = End::Reached;
        if edition.left.stories > 0 {
            let ids = edition.stories.iter().flat_map(|story| &story.reports).map(|report| report.row.id);
            self.briefing.passed = edition.asked.passed.iter().copied().chain(ids).collect();
            return Vec::new();
        }
        vec![Effect::EndEdition(edition.asked.name().to_owned(), edition.made)]
    }
}
