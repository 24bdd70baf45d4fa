//! Bookmarks of single quotations.

use super::{Effect, Model, overlay::Overlay};
use crate::catalog::{
    How,
    quotation::{Keeping, Kept},
};

impl Model {
    /// Bookmarks the chosen quotation, or the one gone to, or takes its bookmark away.
    pub(super) fn bookmark_quotation(&mut self) -> Vec<Effect> {
        let chosen = match &self.overlay {
            Some(Overlay::Speaker(page)) => page.chosen().map(|(quoted, saying)| (quoted.row.id, saying.index)),
            Some(Overlay::Voices(_)) | None => {
                self.reader.open.as_ref().and_then(|open| Some((open.opened.row.id, open.quotation?)))
            }
            Some(_) => None,
        };
        let Some((article, index)) = chosen else {
            self.tell("no quotation here; ) goes to the next one");
            return Vec::new();
        };
        vec![Effect::TurnQuotation(article, index)]
    }

    /// Tells what became of a quotation's bookmark, and shows it.
    pub(super) fn quotation_turned(&mut self, keeping: &Keeping) -> Vec<Effect> {
        let how = match keeping.how {
            How::Applied => "",
            How::Undone => "undone: ",
            How::Redone => "done again: ",
        };
        let what = in_words(keeping.quotation.kept);
        self.tell(format!("{how}{what}"));
        let article = keeping.quotation.article;
        let shown = (self.reader.id() == Some(article)).then_some(Effect::Requote(article));
        let page = match &self.overlay {
            Some(Overlay::Speaker(page)) => Some(page.again()),
            _ => None,
        };
        shown.into_iter().chain(page).collect()
    }
}

/// What became of a quotation's bookmark.
pub(super) fn in_words(kept: Kept) -> &'static str {
    match kept {
        Kept::Yes => "quotation bookmarked",
        Kept::No => "the quotation's bookmark is removed",
    }
}
