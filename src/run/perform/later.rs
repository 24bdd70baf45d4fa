//! Changes that can't be made at once, as articles are being written: they are made when they can be, in their order, and the
//! screen doesn't wait for it. What else writes waits until they are.

use std::time::{Duration, Instant};

use anyhow::{Error, Result};
use tracing::warn;

use super::{After, World, deeds, error, failed};
use crate::{
    app::{Effect, Message, Notice, Tone},
    catalog::Verb,
    store::{Patience, StoreError, Trouble},
};

/// How long the screen waits for all of them, before something that has to come after them.
const AWHILE: Duration = Duration::from_millis(250);

/// How long it waits for one that is made beside the loop, before it looks whether that was too long.
pub(in crate::run) const MOMENT: Duration = Duration::from_millis(5);

/// Changes that wait.
#[derive(Default)]
pub(super) struct Later {
    /// Whether somebody asks for them again ([`World::catch_up`]); else nothing waits.
    allowed: bool,
    waiting: std::collections::VecDeque<Effect>,
}

impl World {
    /// Has changes wait for others that write, from now on.
    pub fn let_changes_wait(&mut self) {
        self.later.allowed = true;
    }

    /// Whether they may.
    pub(super) fn lets_changes_wait(&self) -> bool {
        self.later.allowed
    }

    /// Whether any do.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        !self.later.waiting.is_empty()
    }

    /// Makes those that wait, as far as it goes at once, and says what came of them and of those beside the loop, of which one
    /// is waited for so long.
    pub fn catch_up(&mut self, patience: Duration) -> Vec<Message> {
        let mut messages = self.made(patience);
        while let Some(effect) = self.later.waiting.pop_front() {
            match self.attempt(&effect, Patience::Short) {
                Ok(message) => messages.extend(message),
                Err(cause) if is_busy(&cause) => {
                    self.later.waiting.push_front(effect);
                    break;
                }
                Err(cause) => messages.push(Message::Told(failed(&cause))),
            }
        }
        messages
    }

    /// Says how many changes still wait, of which nothing will come; `None` if none do.
    #[must_use]
    pub fn lost(&self) -> Option<String> {
        let waiting = self.later.waiting.iter().filter(|effect| matches!(effect, Effect::Apply(_))).count();
        let file = self.library.store.file().unwrap_or_else(|| std::path::Path::new("in memory"));
        match (waiting, self.under_way()) {
            (0, 0) => None,
            (1, 0) => {
                Some(format!("1 change is lost: the article store {} is locked by another program", file.display()))
            }
            (count, 0) => Some(format!(
                "{count} changes are lost: the article store {} is locked by another program",
                file.display()
            )),
            (count, under_way) => Some(format!(
                "{} of the last changes may be lost: writing {} took too long",
                count + under_way,
                file.display()
            )),
        }
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

    /// Has an effect performed after what waits, of which is told first. If that can't be made now, the effect isn't
    /// performed; nor is an undo after a change that failed: it would take back another one.
    pub(super) fn after_what_waits(&mut self, effect: Effect) -> After {
        let (mut messages, end) = (Vec::new(), Instant::now() + AWHILE);
        while (self.is_behind() || self.is_at_work()) && Instant::now() < end {
            messages.extend(self.catch_up(MOMENT));
        }
        let why_not = if self.is_behind() {
            Some("not done: a change before it waits for another program that is writing; try again".to_owned())
        } else if self.is_at_work() {
            Some("not done: a change before it is still being made; try again".to_owned())
        } else if takes_back(&effect) {
            messages.iter().find_map(failure).map(|notice| format!("nothing is taken back: {}", notice.text))
        } else {
            None
        };
        let Some(why_not) = why_not else { return After::Heard(Message::Late(messages, vec![effect])) };
        messages.push(Message::Told(error(&why_not)));
        After::Heard(Message::Late(messages, Vec::new()))
    }

    fn attempt(&mut self, effect: &Effect, patience: Patience) -> Result<Option<Message>> {
        if patience == Patience::Short {
            self.library.store.be_patient(Patience::Short)?;
        }
        let now = self.clock().now;
        let store = &mut self.library.store;
        let outcome = match effect {
            Effect::Apply(_) => deeds::perform(&mut self.library, effect, now).map(Some),
            Effect::KeepPosition(id, byte) => unless_busy(store.keep_position(*id, *byte, now)),
            Effect::KeepLook(view, look) => unless_busy(store.keep_look(view, *look)),
            Effect::Remember(name, value) => unless_busy(store.remember(name, *value)),
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
        Effect::KeepPosition(..) | Effect::KeepLook(..) | Effect::Remember(..) => true,
        _ => false,
    }
}

/// Whether an effect has to come after the changes that wait: it changes more, or the program stops.
pub(super) fn comes_after(effect: &Effect) -> bool {
    let more = matches!(
        effect,
        Effect::WriteNote(..)
            | Effect::TurnRule(_)
            | Effect::Unsubscribe(..)
            | Effect::Reshuffle(_)
            | Effect::EndEdition(..)
            | Effect::Suspend
    );
    more || deeds::is_deed(effect)
}

pub(super) fn takes_back(effect: &Effect) -> bool {
    matches!(effect, Effect::Undo | Effect::Redo | Effect::UndoEntry(_))
}

/// What couldn't be done, if a message says so.
pub(in crate::run) fn failure(message: &Message) -> Option<&Notice> {
    match message {
        Message::Told(notice) if notice.tone == Tone::Error => Some(notice),
        Message::Made(_, came) => failure(came),
        _ => None,
    }
}

fn heard(outcome: Result<Option<Message>>) -> After {
    match outcome {
        Ok(message) => message.map_or(After::Nothing, After::Heard),
        Err(cause) => After::Heard(Message::Told(failed(&cause))),
    }
}

/// What can't be remembered for later runs isn't worth a word: it holds until the end.
fn unless_busy(kept: Result<(), StoreError>) -> Result<Option<Message>> {
    match kept {
        Err(error) if error.kind == Trouble::Busy => return Err(error.into()),
        Err(error) => warn!("{error}"),
        Ok(()) => {}
    }
    Ok(None)
}

fn is_busy(cause: &Error) -> bool {
    cause.downcast_ref::<StoreError>().is_some_and(|error| error.kind == Trouble::Busy)
}
