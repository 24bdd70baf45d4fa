//! The nearest unread article of a search, looked for while keys go on: steps of the same key wait for it, and any other
//! key calls the jump off. It doesn't know how the article is found.

use super::{Effect, Model, Notice, Tone};
use crate::{
    catalog::{Anchor, ArticleId, Found, Scope},
    settings::{command::Command, keymap::Step},
};

/// The nearest unread article of a search, asked for from where one was; the answer hasn't come yet.
#[derive(Debug)]
pub(super) struct Seeking {
    found: Found,
    from: Anchor,
    jump: Jump,
}

/// Whether the answer is still wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Jump {
    Wanted,
    CalledOff,
}

impl Seeking {
    /// Whether it belongs to this search.
    pub(super) fn is_of(&self, found: &Found) -> bool {
        self.found == *found
    }
}

impl Model {
    /// Looks for the nearest unread article from where one is. Of a search, for one at a time: an answer doesn't say from where.
    pub(super) fn seek_unread(&mut self, from: Anchor) -> Vec<Effect> {
        let scope = self.list.scope.clone();
        if let Scope::Found(found) = &scope {
            match &mut self.searching.seeking {
                Some(seeking) if seeking.is_of(found) && seeking.from == from => {
                    seeking.jump = Jump::Wanted;
                    return Vec::new();
                }
                Some(seeking) if seeking.is_of(found) => {
                    let back = matches!(from, Anchor::Before(_));
                    let command = if back { Command::PreviousUnread } else { Command::NextUnread };
                    self.due.push_front((Step::Command(command), None));
                    return Vec::new();
                }
                seeking => *seeking = Some(Seeking { found: found.clone(), from, jump: Jump::Wanted }),
            }
        }
        vec![Effect::SeekUnread(scope, from)]
    }

    /// Goes to an unread article that was found, if one is still where it was asked for.
    pub(super) fn receive_unread(&mut self, found: &Found, unread: Option<ArticleId>) -> Vec<Effect> {
        let goes = self.seeks_unread() && self.stays_for_unread();
        let asked = self.searching.seeking.take_if(|seeking| seeking.is_of(found));
        if goes && asked.is_some() { self.found(unread) } else { Vec::new() }
    }

    /// Goes to an unread article that was found at once.
    pub(super) fn sought(&mut self, unread: Option<ArticleId>) -> Vec<Effect> {
        self.searching.seeking = None;
        self.found(unread)
    }

    /// Tells what came instead of an answer, perhaps.
    pub(super) fn be_told(&mut self, notice: Notice) {
        if notice.tone == Tone::Error {
            self.searching.seeking = None;
        }
        self.notice = Some(notice);
    }

    /// Whether the nearest unread article of what is listed is being looked for, wanted or not.
    pub(super) fn is_seeking(&self) -> bool {
        let listed = |seeking: &Seeking| matches!(&self.list.scope, Scope::Found(found) if seeking.is_of(found));
        self.searching.seeking.as_ref().is_some_and(listed)
    }

    /// Whether one waits for it.
    pub(super) fn seeks_unread(&self) -> bool {
        self.searching.seeking.as_ref().is_some_and(|seeking| seeking.jump == Jump::Wanted)
    }

    /// Whether one is still where it was asked for.
    pub(super) fn stays_for_unread(&self) -> bool {
        let from = self.searching.seeking.as_ref().map(|seeking| seeking.from);
        let here = self.list.selected().map(|row| row.id);
        self.is_seeking() && matches!(from, Some(Anchor::After(id) | Anchor::Before(id)) if Some(id) == here)
    }

    /// Stays here, whatever is found.
    pub(super) fn call_off_jump(&mut self) {
        if let Some(seeking) = &mut self.searching.seeking {
            seeking.jump = Jump::CalledOff;
        }
    }

    /// Whether something is being searched for that is waited for.
    #[must_use]
    pub fn is_looking(&self) -> bool {
        self.searching.waiting.is_some() || self.seeks_unread()
    }
}
