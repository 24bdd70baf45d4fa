//! Changes that can't be made at once, as articles are being written: they are made when they can be, in their order, and the
//! screen doesn't wait for it. What else writes waits until they are.

use anyhow::{Error, Result};
use tracing::warn;

use super::{After, World, failed};
use crate::{
    app::{Effect, Message},
    catalog::Verb,
    store::{Patience, StoreError, Trouble},
};

/// Changes that wait, and what came of those that others had to wait for.
#[derive(Default)]
pub(super) struct Later {
    /// Whether somebody asks for them again ([`World::catch_up`]); else nothing waits.
    allowed: bool,
    waiting: std::collections::VecDeque<Effect>,
    heard: Vec<Message>,
}

impl World {
    /// Has changes wait for others that write, from now on.
    pub fn let_changes_wait(&mut self) {
        self.later.allowed = true;
    }

    /// Whether any do, or have something to tell.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        !(self.later.waiting.is_empty() && self.later.heard.is_empty())
    }

    /// Makes those that wait, as far as it goes with so much patience, and says what came of them.
    pub fn catch_up(&mut self, patience: Patience) -> Vec<Message> {
        let mut messages = std::mem::take(&mut self.later.heard);
        while let Some(effect) = self.later.waiting.pop_front() {
            match self.attempt(&effect, patience) {
                Ok(message) => messages.extend(message),
                Err(cause) if patience == Patience::Short && is_busy(&cause) => {
                    self.later.waiting.push_front(effect);
                    break;
                }
                Err(cause) => messages.push(Message::Told(failed(&cause))),
            }
        }
        messages
    }

    /// Makes a change soon: at once, where nobody is in the way.
    pub(super) fn soon(&mut self, effect: Effect) -> After {
        if !self.later.allowed {
            return heard(self.attempt(&effect, Patience::Long));
        }
        if self.later.waiting.is_empty() {
            match self.attempt(&effect, Patience::Short) {
                Err(cause) if is_busy(&cause) => {}
                outcome => return heard(outcome),
            }
        }
        self.later.waiting.push_back(effect);
        After::Nothing
    }

    /// Makes what waits, before something that has to come after it.
    pub(super) fn make_waiting_changes(&mut self) {
        if self.is_behind() {
            self.later.heard = self.catch_up(Patience::Long);
        }
    }

    fn attempt(&mut self, effect: &Effect, patience: Patience) -> Result<Option<Message>> {
        if patience == Patience::Short {
            self.library.store.be_patient(Patience::Short)?;
        }
        let outcome = match effect {
            Effect::Apply(change) => self.apply(change).map(Some),
            Effect::KeepPosition(id, byte) => {
                let now = self.clock().now;
                match self.library.keep_position(*id, *byte, now) {
                    Err(cause) if !is_busy(&cause) => warn!("the place in an article is not kept: {cause:#}"),
                    kept => kept?,
                }
                Ok(None)
            }
            _ => Ok(None),
        };
        if patience == Patience::Short {
            self.library.store.be_patient(Patience::Long)?;
        }
        outcome
    }
}

/// Whether an effect can wait: it is in the store alone, and nothing is asked about it.
pub(super) fn can_wait(effect: &Effect) -> bool {
    match effect {
        Effect::Apply(change) => match change.verb {
            Verb::Read | Verb::Unread | Verb::Later | Verb::Snooze(_) | Verb::Mute | Verb::Tag(_) | Verb::Untag(_) => {
                true
            }
            Verb::Bookmark | Verb::Unbookmark => false,
        },
        Effect::KeepPosition(..) => true,
        _ => false,
    }
}

/// Whether an effect has to come after the changes that wait: it changes more, or nothing comes after it.
pub(super) fn comes_after(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Apply(_)
            | Effect::ApplyUnder(..)
            | Effect::Label(..)
            | Effect::Undo
            | Effect::Redo
            | Effect::UndoEntry(_)
            | Effect::LoadHistory
            | Effect::TurnQuotation(..)
            | Effect::Annotate(..)
            | Effect::WriteNote(..)
            | Effect::TurnRule(_)
            | Effect::Unsubscribe(..)
            | Effect::Reshuffle(_)
            | Effect::Requote(_)
            | Effect::EndEdition(..)
            | Effect::Wake(_)
            | Effect::Suspend
            | Effect::Quit
    )
}

fn heard(outcome: Result<Option<Message>>) -> After {
    match outcome {
        Ok(message) => message.map_or(After::Nothing, After::Heard),
        Err(cause) => After::Heard(Message::Told(failed(&cause))),
    }
}

fn is_busy(cause: &Error) -> bool {
    cause.downcast_ref::<StoreError>().is_some_and(|error| error.kind == Trouble::Busy)
}
