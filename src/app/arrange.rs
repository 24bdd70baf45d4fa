//! Fits what is on the screen to it. It knows sizes, not what is drawn.

use ratatui::layout::Rect;

use super::{Model, overlay::Overlay, panes::Areas, pointing::PAGE_HEAD};
use crate::settings::config::{ListWidth, Panes};

/// Columns beside the words of a speaker's page: the selection and the kind before them, a blank after them.
const PAGE_MARGINS: u16 = 5;
/// Percent of the screen that the list of a briefing has at least.
const BRIEFING_WIDTH: u8 = 47;

impl Model {
    pub(super) fn resize(&mut self, columns: u16, rows: u16) {
        self.screen = Rect::new(0, 0, columns, rows);
    }

    /// Whether rows have a line with words of their article.
    #[must_use]
    pub fn has_quoting_rows(&self) -> bool {
        self.is_searching() || self.in_briefing().is_some()
    }

    /// The words of a briefing's stories want more room than headlines do.
    fn list_width(&self) -> ListWidth {
        match (self.in_briefing(), self.config.list_width) {
            (Some(_), ListWidth::Percent(percent)) => ListWidth::Percent(percent.max(BRIEFING_WIDTH)),
            (_, width) => width,
        }
    }

    /// Divides the screen anew and fits the panes to it.
    pub(super) fn arrange(&mut self) {
        let arrangement = if self.zen { Panes::Single } else { self.config.panes };
        let areas = Areas::divide(self.screen, arrangement, self.focus, self.list_width(), self.directory.shown);
        // What was found has a line more: what it was found by. A story has one, too: what is said in it.
        let taller = u16::from(self.has_quoting_rows());
        self.areas = areas.map(|areas| Areas { row_height: areas.row_height + taller, ..areas });
        let Some(areas) = &mut self.areas else { return };
        match &mut self.overlay {
            Some(Overlay::Voices(_) | Overlay::Notes(_)) => areas.make_room(),
            Some(Overlay::Speaker(page)) => {
                areas.cover();
                page.fit(areas.panel.width.saturating_sub(PAGE_MARGINS), areas.panel.height.saturating_sub(PAGE_HEAD));
            }
            _ => {}
        }
        let areas = *areas;
        if !areas.reader.is_empty() {
            self.reader.resize(areas.reader.width, areas.reader.height);
        }
        if !areas.list.is_empty() {
            self.list.follow(areas.rows(), 2);
        }
        self.arrange_places();
    }
}
