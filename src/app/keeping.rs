//! Bookmarks of single quotations.

use super::{Effect, Model};

impl Model {
    pub(super) fn bookmark_quotation(&mut self) -> Vec<Effect> {
        self.tell("not yet");
        Vec::new()
    }
}
