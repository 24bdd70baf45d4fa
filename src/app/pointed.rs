//! The article that a key is for, where a speaker's page or a panel lies over the list: the same keys do the same there.

use super::{Effect, Model, overlay::Overlay};
use crate::{
    catalog::{ArticleId, Row},
    settings::command::Command,
};

impl Model {
    /// The row under the cursor: of the chosen quotation's article on a speaker's page, else of the list.
    pub(super) fn pointed(&self) -> Option<&Row> {
        match &self.overlay {
            Some(Overlay::Speaker(page)) => page.chosen().map(|(quoted, _)| &quoted.row),
            _ => self.list.selected(),
        }
    }

    /// Does a verb where something lies over the panes: on a speaker's page to the chosen quotation's article, over an
    /// article to that one. What leads to another article closes the panel of this one.
    pub(super) fn verb_in_overlay(&mut self, command: Command, count: Option<u32>) -> Vec<Effect> {
        match (&self.overlay, command) {
            (Some(Overlay::Voices(_)), Command::Done | Command::Later | Command::Snooze) => self.leave_voices(),
            (Some(Overlay::Speaker(_) | Overlay::Voices(_)), _) => {}
            _ => {
                self.tell(format!("{} does nothing here", command.name()));
                return Vec::new();
            }
        }
        self.obey(command, count)
    }

    /// Goes past so many articles on the speaker's page.
    pub(super) fn step_page_articles(&mut self, count: usize) {
        if let Some(Overlay::Speaker(page)) = &mut self.overlay {
            page.step_articles(count);
        }
    }

    /// Which of these articles stand on the speaker's page.
    pub(super) fn held_by_page(&self, ids: &[ArticleId]) -> Vec<ArticleId> {
        let Some(Overlay::Speaker(page)) = &self.overlay else { return Vec::new() };
        page.found.iter().map(|quoted| quoted.row.id).filter(|id| ids.contains(id)).collect()
    }

    /// Takes rows that were read again into the speaker's page.
    pub(super) fn renew_page(&mut self, rows: &[Row]) {
        let Some(Overlay::Speaker(page)) = &mut self.overlay else { return };
        for quoted in &mut page.found {
            if let Some(row) = rows.iter().find(|row| row.id == quoted.row.id) {
                quoted.row = row.clone();
            }
        }
    }
}
