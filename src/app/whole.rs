//! The full text of an article, asked for and put in its place.

use super::{Effect, Model, Notice};
use crate::catalog::Opened;

impl Model {
    pub(super) fn ask_full_text(&mut self) -> Vec<Effect> {
        let Some(open) = &self.reader.open else { return Vec::new() };
        let (id, url) = (open.opened.row.id, open.opened.article.url.clone());
        if url.is_none() {
            self.tell("this article has no web address to read the full text from");
            return Vec::new();
        }
        self.tell("reading the page…");
        vec![Effect::ReadPage(id)]
    }

    /// The text is there: shown at once if its article still is.
    pub(super) fn full_text(&mut self, opened: Opened, notice: Notice) -> Vec<Effect> {
        self.reader.forget_prepared();
        let shown = self.reader.open.as_ref().is_some_and(|open| open.opened.row.id == opened.row.id);
        let effects = if shown { self.opened(opened) } else { Vec::new() };
        self.notice = Some(notice);
        effects
    }
}
