//! What is listed and how it is shown: views, highlights, widths.

use super::{
    Effect, Model,
    list::{BATCH, Wanted},
    panes::Pane,
};
use crate::{
    catalog::{Anchor, ArticleId, Scope, Shown, View},
    text::page::{Images, Justify, QuotesShown},
};

impl Model {
    pub(super) fn toggle_quotes(&mut self) {
        let (next, told) = match self.reader.setting.quotes {
            QuotesShown::All => (QuotesShown::Marked, "indirect speech is not highlighted"),
            QuotesShown::Marked => (QuotesShown::Direct, "only direct speech is highlighted"),
            QuotesShown::Direct => (QuotesShown::None, "quotations are not highlighted"),
            QuotesShown::None => (QuotesShown::All, "all quotations are highlighted"),
        };
        self.reader.setting.quotes = next;
        self.reader.set_again();
        self.tell(told);
    }

    pub(super) fn toggle_images(&mut self) {
        let (next, told) = match self.reader.setting.images {
            Images::Shown => (Images::Hidden, "pictures are left out"),
            Images::Hidden => (Images::Shown, "pictures are named in the text"),
        };
        self.reader.setting.images = next;
        self.reader.set_again();
        self.tell(told);
    }

    pub(super) fn toggle_justify(&mut self) {
        let justify = &mut self.reader.setting.justify;
        *justify = match justify {
            Justify::Ragged => Justify::Justified,
            Justify::Justified => Justify::Ragged,
        };
        self.reader.set_again();
    }

    pub(super) fn toggle_read_shown(&mut self) -> Vec<Effect> {
        match self.list.scope {
            Scope::View(View { shown: Shown::Unread, .. }) => self.show(Shown::All),
            Scope::View(_) | Scope::Found(_) | Scope::Only(_) => self.show(Shown::Unread),
        }
    }

    pub(super) fn show(&mut self, shown: Shown) -> Vec<Effect> {
        let view = match &self.list.scope {
            Scope::View(view) => View { shown, ..*view },
            Scope::Found(_) | Scope::Only(_) => View { shown, ..View::default() },
        };
        self.show_view(view)
    }

    /// Reads the list again, keeping the selection where the view still holds it.
    pub(super) fn reload(&mut self) -> Vec<Effect> {
        let at = self.list.selected().map(|row| row.id);
        self.list_again(at)
    }

    /// Reads the list again, or has the edition made anew.
    pub(super) fn new_rows(&mut self) -> Vec<Effect> {
        self.renew_briefing().unwrap_or_else(|| self.reload())
    }

    pub(super) fn redraw(&mut self) -> Vec<Effect> {
        let mut effects = self.reload();
        effects.push(Effect::Redraw);
        effects
    }

    pub(super) fn list_again(&mut self, at: Option<ArticleId>) -> Vec<Effect> {
        let from = at.map_or(Anchor::First, Anchor::At);
        self.go_to = Some(Wanted { from, count: BATCH });
        self.unseen.listed = None;
        self.follow_look();
        if self.unseen.stale {
            self.reader.open = None;
        }
        vec![Effect::Count(self.list.scope.clone())]
    }

    pub(super) fn toggle_zen(&mut self) {
        self.zen = !self.zen;
        self.focus = Pane::Reader;
    }
}
