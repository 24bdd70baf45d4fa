//! What comes of resting: keys that can follow are shown, and the place in the article is remembered.

use std::time::Duration;

use super::{Effect, Hints, Model};
use crate::catalog::ArticleId;

/// How long a sequence of keys may rest before the keys that can follow are shown.
const BEFORE_HINTS: Duration = Duration::from_millis(400);
/// How long reading may rest before the place is remembered.
const BEFORE_KEEPING: Duration = Duration::from_secs(2);

/// How far work in the background is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How much is done.
    pub done: usize,
    /// Of how much.
    pub of: usize,
}

impl Model {
    /// How long to wait for input before [`Message::Idle`]; for ever if `None`.
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
    pub(super) fn unkept(&self) -> Option<(ArticleId, usize)> {
        self.reader.position().filter(|place| self.kept != Some(*place) && !self.unseen.stale)
    }

    pub(super) fn keep_position(&mut self) -> Option<Effect> {
        let (id, byte) = self.unkept()?;
        self.kept = Some((id, byte));
        Some(Effect::KeepPosition(id, byte))
    }
}
