//! What the model wants done before the next frame, and what it wants while nothing else is to do.

use std::time::Duration;

use super::{Effect, Hints, Model, list::Wanted, overlay::Overlay, panes::Pane};
use crate::catalog::{ArticleId, Scope};

/// How long a sequence of keys may rest before the keys that can follow are shown.
const BEFORE_HINTS: Duration = Duration::from_millis(400);
/// How long reading may rest before the place is remembered.
const BEFORE_KEEPING: Duration = Duration::from_secs(2);
/// How many words an article may have to be set before it is asked for: a key waits as long as that takes.
const MOST_PREPARED: u32 = 20_000;

impl Model {
    /// What is needed for the next frame: asked until nothing more is wanted.
    pub fn wants(&mut self) -> Vec<Effect> {
        self.arrange();
        if let Some(asked) = self.briefing.asked.take() {
            return vec![Effect::MakeEdition(asked, self.clock.now)];
        }
        if let Some(effect) = self.rows_wanted() {
            return vec![effect];
        }
        if let Some(Overlay::Speaker(page)) = &self.overlay
            && let Some(effect) = page.wanted()
        {
            return vec![effect];
        }
        if let Some(effect) = self.history_wanted() {
            return vec![effect];
        }
        if !std::mem::replace(&mut self.counted, true) {
            return vec![Effect::Count(self.list.scope.clone())];
        }
        self.see();
        let selected = self.list.selected().map(|row| row.id);
        let shown = self.areas.is_some_and(|areas| !areas.reader.is_empty());
        if shown && selected != self.reader.id() && (selected.is_none() || selected != self.missing) {
            let Some(id) = selected else {
                self.reader.open = None;
                // Where the article has the whole screen, nobody would see why there is none.
                if self.focus == Pane::Reader {
                    self.focus = Pane::List;
                    self.arrange();
                }
                return Vec::new();
            };
            let mut effects: Vec<_> = self.keep_position().into_iter().collect();
            if self.unseen.stale {
                self.reader.open = None;
            }
            if self.reader.show_prepared(id, self.words.as_ref()) {
                effects.extend(self.after_opening());
            } else {
                effects.push(Effect::LoadArticle(id));
            }
            return effects;
        }
        Vec::new()
    }

    fn rows_wanted(&mut self) -> Option<Effect> {
        let wanted = self.go_to.take().or_else(|| self.list.wanted(self.areas.map_or(1, |areas| areas.rows())));
        match wanted {
            Some(wanted) => self.fetch(wanted),
            None => self.missing_snippets(),
        }
    }

    /// Asks for rows of what is listed.
    pub(super) fn fetch(&mut self, wanted: Wanted) -> Option<Effect> {
        match &self.list.scope {
            Scope::Found(found) => self.ask_for_rows(found.clone(), wanted),
            scope => Some(Effect::LoadRows(scope.clone(), wanted)),
        }
    }

    /// How long to wait for input before [`super::Message::Idle`]; for ever if `None`.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        if self.keys.is_pending() && self.hints == Hints::Hidden {
            return Some(BEFORE_HINTS);
        }
        let wake = self
            .next_wake
            .map(|at| Duration::from_secs(at.saturating_sub(self.clock.now).clamp(1, 86_400).unsigned_abs()));
        let keep = self.unkept().is_some().then_some(BEFORE_KEEPING);
        [wake, keep].into_iter().flatten().min()
    }

    pub(super) fn idle(&mut self) -> Vec<Effect> {
        if self.keys.is_pending() {
            self.hints = Hints::Shown;
            return Vec::new();
        }
        let mut effects: Vec<_> = self.keep_position().into_iter().collect();
        effects.extend(self.next_wake.map(|_| Effect::Wake(self.clock.now)));
        effects
    }

    /// The place in the article, if it isn't the one remembered.
    fn unkept(&self) -> Option<(ArticleId, usize)> {
        self.reader.position().filter(|place| self.kept != Some(*place) && !self.unseen.stale)
    }

    pub(super) fn keep_position(&mut self) -> Option<Effect> {
        let (id, byte) = self.unkept()?;
        self.kept = Some((id, byte));
        Some(Effect::KeepPosition(id, byte))
    }

    /// What may be done while nothing else is to do: the articles beside this one and further rows are fetched before
    /// they are asked for.
    #[must_use]
    pub fn spare(&mut self) -> Vec<Effect> {
        let near = self.list.neighbours(MOST_PREPARED);
        self.reader.keep_only(&near);
        let shown = self.areas.is_some_and(|areas| !areas.reader.is_empty());
        let missing = near.into_iter().filter(|id| shown && !self.reader.has(*id));
        let articles: Vec<_> = missing.map(Effect::PrepareArticle).collect();
        let rows = self.list.wanted_ahead().and_then(|wanted| self.fetch(wanted));
        let places = self.places_wanted();
        articles.into_iter().chain(rows).chain(places).collect()
    }
}
