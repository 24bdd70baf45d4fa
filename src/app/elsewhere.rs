//! What others changed while the reader runs: it is told, and nothing moves or is swapped under the reader's eyes.

use super::{Effect, Model, Tone};
use crate::{
    catalog::{Counts, Opened, Row, Scope, Shown, number::apart},
    settings::command::Command,
};

/// What came in since the list was read, and isn't shown.
#[derive(Debug, Default)]
pub struct Unseen {
    /// How many articles.
    pub rows: usize,
    /// How many there were when the list was read.
    pub(super) listed: Option<usize>,
    /// Whether the article on the screen has changed.
    pub(super) stale: bool,
    /// How many there were when feeds began to be read.
    pub(super) before: usize,
    /// What was told of feeds: it isn't swept away by what these bring.
    pub(super) told: Option<Told>,
}

/// What was told of feeds.
#[derive(Debug)]
pub(super) enum Told {
    /// How many articles they brought, and how many there are then at most that aren't shown.
    Brought(String, usize),
    /// That they were another reader's, and are here now.
    MovedIn(String),
}

impl Model {
    /// Asks again for all that is shown.
    pub(super) fn outdated(&mut self) -> Vec<Effect> {
        self.reader.forget_prepared();
        self.directory.doubt();
        let article = self.reader.id().map(Effect::LookAgain);
        [Effect::Count(self.list.scope.clone()), Effect::ReadRows(self.list.ids())].into_iter().chain(article).collect()
    }

    /// Takes in how many articles there are. What came after the list was read waits until it is asked for.
    pub(super) fn counted(&mut self, counts: Counts) {
        self.list.counts = counts;
        let listed = *self.unseen.listed.get_or_insert(counts.all);
        let new = if self.lists_what_comes() { counts.all.saturating_sub(listed) } else { 0 };
        let before = std::mem::replace(&mut self.unseen.rows, new);
        if new > before {
            self.announce(new);
        }
    }

    fn lists_what_comes(&self) -> bool {
        match &self.list.scope {
            Scope::View(view) => matches!(view.shown, Shown::All | Shown::Unread),
            Scope::Found(_) | Scope::Only(_) => false,
        }
    }

    fn announce(&mut self, new: usize) {
        let notice = self.notice.as_ref().map(|notice| notice.text.as_str()).unwrap_or_default();
        let text = match &self.unseen.told {
            Some(Told::Brought(told, most)) if new <= *most && notice.starts_with(told) => notice.to_owned(),
            Some(Told::MovedIn(told)) if notice.starts_with(told) => format!("{told} · {} new", apart(new)),
            Some(Told::Brought(..) | Told::MovedIn(_)) | None => format!("{} new", apart(new)),
        };
        let key = self.hint_at_new("shows them");
        let text = if text.contains(&key) { text } else { text + &key };
        self.tell_softly(text);
    }

    /// Tells that feeds brought so many articles, and what shows them where the list doesn't.
    pub(super) fn tell_brought(&mut self, text: String, new: usize) {
        let key = if new > 0 && self.unseen.rows > 0 { self.hint_at_new("shows them") } else { String::new() };
        self.tell(format!("{text}{key}"));
        self.unseen.told = Some(Told::Brought(text, self.unseen.before + new));
    }

    /// Takes in rows that were read again, in their places.
    pub(super) fn read_again(&mut self, rows: Vec<Row>) {
        self.reader.renew(&rows);
        self.renew_detours(&rows);
        self.renew_page(&rows);
        self.list.renew(rows);
    }

    /// Compares the article on the screen with what the store now has. It stays as it is until the list is read again.
    pub(super) fn looked_again(&mut self, now: &Opened) {
        let Some(open) = &self.reader.open else { return };
        if open.opened.row.id != now.row.id || self.unseen.stale {
            return;
        }
        self.unseen.stale = open.opened.article != now.article;
        if !self.unseen.stale && differs(&open.opened, now) {
            return self.requoted(now.clone());
        }
        if self.unseen.stale {
            let key = self.hint_at_new("shows it anew");
            self.tell_softly(format!("this article has changed{key}"));
        }
    }

    fn hint_at_new(&self, does: &str) -> String {
        let key = self.keys.keymap().key_of(Command::NewRows, &self.contexts());
        key.map(|key| format!(" · {key} {does}")).unwrap_or_default()
    }

    /// Tells something unless a mistake is being told.
    fn tell_softly(&mut self, text: String) {
        if !self.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Error) {
            self.tell(text);
        }
    }
}

/// Whether the same text has other quotations, speakers or bookmarks in it.
fn differs(shown: &Opened, now: &Opened) -> bool {
    shown.quotations != now.quotations
        || shown.people != now.people
        || shown.kept != now.kept
        || shown.notes != now.notes
}
