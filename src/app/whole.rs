//! The full text of an article, asked for and put in its place.

use super::{Effect, Leave, Model, Notice};
use crate::catalog::{ArticleId, How, Opened};

impl Model {
    pub(super) fn ask_full_text(&mut self) -> Vec<Effect> {
        let Some(open) = &self.reader.open else { return Vec::new() };
        let (id, url) = (open.opened.row.id, open.opened.article.url.clone());
        if url.is_none() {
            self.tell("this article has no web address to read the full text from");
            return Vec::new();
        }
        self.tell("reading the page…");
        vec![Effect::ReadPage(id, Leave::Public)]
    }

    /// A text was taken back, or put in its place again.
    pub(super) fn texts_turned(&mut self, how: How, ids: &[ArticleId]) -> Vec<Effect> {
        self.reader.forget_prepared();
        match (how, ids) {
            (_, []) => self.tell("the article was edited since: its text stays"),
            (How::Undone, _) => self.tell("the text is as the feed brought it"),
            (How::Applied | How::Redone, _) => self.tell("the full text is back"),
        }
        let shown = self.reader.id().filter(|id| ids.contains(id)).map(Effect::LoadArticle);
        shown.into_iter().chain([Effect::ReadRows(ids.to_vec())]).collect()
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
