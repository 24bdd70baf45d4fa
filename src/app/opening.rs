//! Articles that were fetched: shown, or kept ready for when they are asked for.

use super::{
    Asked, Effect, Model, Notice, dates,
    list::{Rows, Wanted},
    overlay::Overlay,
    reader::Head,
};
use crate::{
    catalog::{ArticleId, Opened},
    settings::config::MarkRead,
};

impl Model {
    pub(super) fn opened(&mut self, opened: Opened) -> Vec<Effect> {
        let head = self.head(&opened);
        self.reader.show(opened, head, self.words.as_ref());
        self.after_opening()
    }

    pub(super) fn after_opening(&mut self) -> Vec<Effect> {
        self.unseen.stale = false;
        self.kept = self.reader.position();
        if let Some(lost) = self.reader.open.as_ref().map(|open| open.opened.lost).filter(|lost| *lost > 0) {
            let s = if lost == 1 { "" } else { "s" };
            self.tell(format!("{lost} bookmarked quotation{s} can't be found in this article any more"));
        }
        let mut effects = self.reach_goal();
        let looked_for = matches!(self.prompt, Some((Asked::Articles, _)));
        effects.extend(self.read_if(self.config.mark_read == MarkRead::Select && !looked_for));
        effects
    }

    pub(super) fn requoted(&mut self, opened: Opened) {
        self.reader.requote(opened);
        if let (Some(Overlay::Voices(voices)), Some(open)) = (&mut self.overlay, &self.reader.open) {
            voices.list(open);
        }
        self.fit_notes();
    }

    pub(super) fn miss(&mut self, id: ArticleId, notice: Notice) {
        self.missing = Some(id);
        self.reader.open = None;
        self.notice = Some(notice);
    }

    /// Goes on with the rows that are there.
    pub(super) fn no_rows(&mut self, wanted: Wanted, notice: Notice) {
        self.list.receive(wanted, Rows::default());
        self.notice = Some(notice);
    }

    pub(super) fn prepared(&mut self, opened: Opened) {
        let head = self.head(&opened);
        self.reader.prepare(opened, head);
    }

    fn head(&self, opened: &Opened) -> Head {
        let published = opened.article.published.as_ref().and_then(|published| published.at);
        let day = published.and_then(|at| dates::full(at, self.clock, &self.config));
        let edited = opened.edited.map(|at| format!("edited {}", dates::time(at, self.clock, &self.config)));
        Head { day, facts: std::iter::once(reading_time(opened.row.words)).chain(edited).collect() }
    }
}

/// How long reading so many words takes: 238 a minute is the mean for silent reading of English non-fiction (Brysbaert,
/// "How many words do we read per minute?", 2019).
fn reading_time(words: u32) -> String {
    format!("{} min", words.div_ceil(238).max(1))
}
