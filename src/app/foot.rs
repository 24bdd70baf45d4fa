//! The keys that help next, as the foot of the screen names them, and a click on one. It knows columns, no styles.

use unicode_width::UnicodeWidthStr as _;

use super::{Effect, Model, panes::Pane};
use crate::{catalog::number::apart, settings::command::Command};

/// What stands between two keys.
pub const BETWEEN: &str = " · ";
/// The column of the first.
const FIRST: usize = 1;

impl Model {
    /// The keys that help in the pane that has the focus: what each does, and how it is named.
    #[must_use]
    pub fn helpful_keys(&self) -> Vec<(Command, String)> {
        let commands: &[(Command, &str)] = match self.focus {
            Pane::List if self.in_briefing().is_some() => &[
                (Command::Open, "read"),
                (Command::Done, "done"),
                (Command::Later, "later"),
                (Command::Bookmark, "keep"),
                (Command::Unfold, "unfold"),
                (Command::BackOrQuit, "leave"),
            ],
            Pane::List => &[
                (Command::Open, "read"),
                (Command::Done, "done"),
                (Command::Bookmark, "bookmark"),
                (Command::Help, "keys"),
            ],
            Pane::Places => &[
                (Command::Open, "lists it"),
                (Command::MarkViewRead, "marks it read"),
                (Command::Back, "back"),
                (Command::Help, "keys"),
            ],
            Pane::Reader => &[
                (Command::ReadOn, "on"),
                (Command::NextQuotation, "quotation"),
                (Command::Done, "done"),
                (Command::Back, "back"),
                (Command::Help, "keys"),
            ],
        };
        let new = (self.unseen.rows > 0).then(|| (Command::NewRows, format!("{} new", apart(self.unseen.rows))));
        let named = commands.iter().map(|(command, word)| (*command, (*word).to_owned()));
        let contexts = self.contexts();
        let keyed = |(command, word): (Command, String)| {
            let key = self.keys.keymap().key_of(command, &contexts)?;
            Some((command, format!("{key} {word}")))
        };
        new.into_iter().chain(named).filter_map(keyed).collect()
    }

    /// Whether the foot has nothing more pressing to say than the helpful keys.
    #[must_use]
    pub fn shows_helpful_keys(&self) -> bool {
        let open = self.reader.open.as_ref();
        let searched = open.and_then(|open| open.search.as_ref()).is_some_and(|search| !search.matches.is_empty());
        let at_quotation = open.is_some_and(|open| open.current_quotation().is_some());
        let troubled = self.focus == Pane::Places && self.directory.chosen().is_some_and(|line| line.trouble.is_some());
        let narrow = self.areas.is_some_and(|areas| areas.row_height == 1) && self.focus == Pane::List;
        let ruled = narrow && self.list.selected().is_some_and(|row| self.ruled(row).is_some());
        let said = self.keys.is_pending() || self.notice.is_some() || self.overlay.is_some() || self.is_picking();
        !(said || searched || at_quotation || troubled || ruled)
    }

    /// Does what the key under the mouse does, if the foot names keys.
    pub(super) fn click_foot(&mut self, column: u16) -> Vec<Effect> {
        if !self.shows_helpful_keys() {
            return Vec::new();
        }
        let mut start = FIRST;
        for (command, named) in self.helpful_keys() {
            let end = start + named.width();
            if (start..end).contains(&usize::from(column)) {
                return self.command(command, None);
            }
            start = end + BETWEEN.width();
        }
        Vec::new()
    }
}
