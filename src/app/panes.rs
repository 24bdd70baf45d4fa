//! Where the panes are: the only place that divides the screen. It knows columns and rows, not what they show.

use ratatui::layout::Rect;

use crate::settings::config::{ListWidth, Panes};

/// The narrowest screen that shows more than a notice, in columns.
pub const LEAST_WIDTH: u16 = 20;
/// The lowest screen that shows more than a notice, in rows.
pub const LEAST_HEIGHT: u16 = 4;
/// From this many columns on, list and article stand side by side.
pub const SIDE_BY_SIDE: u16 = 100;
/// From this many rows on, a narrow screen shows the article under the list.
const STACKED: u16 = 16;

/// The narrowest panel, in columns.
const NARROWEST_PANEL: u16 = 24;
/// The lowest panel, in rows, its head included.
const LOWEST_PANEL: u16 = 4;
/// The highest panel at the foot of an article.
const HIGHEST_PANEL: u16 = 14;

/// A pane that takes keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The list of articles.
    #[default]
    List,
    /// The open article.
    Reader,
}

/// The areas of the screen; an area that isn't shown is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Areas {
    /// What is listed, and how much of it is unread.
    pub title: Rect,
    /// The rows.
    pub list: Rect,
    /// The line between list and article: one column or one row.
    pub border: Rect,
    /// The article.
    pub reader: Rect,
    /// What lies over the list or under the article: who said what. Empty where there is no panel.
    pub panel: Rect,
    /// The last row: position, notice, prompt.
    pub status: Rect,
    /// How many screen rows one article takes in the list: 1 or 2.
    pub row_height: u16,
}

impl Areas {
    /// Divides a screen, or `None` if it is too small.
    #[must_use]
    pub fn divide(screen: Rect, arrangement: Panes, focus: Pane, list: ListWidth) -> Option<Self> {
        if screen.width < LEAST_WIDTH || screen.height < LEAST_HEIGHT {
            return None;
        }
        let arrangement = match arrangement {
            Panes::Auto => fitting(screen, focus),
            fixed @ (Panes::Side | Panes::Stacked | Panes::Single) => fixed,
        };
        let areas = match arrangement {
            Panes::Side => side_by_side(screen, list),
            Panes::Stacked => stacked(screen),
            Panes::Single | Panes::Auto => single(screen, focus),
        };
        Some(areas)
    }

    /// Makes room for a panel that must not cover the article: in the list's place, or at the foot of the article where
    /// the list has none to give.
    pub fn make_room(&mut self) {
        if self.list.width >= NARROWEST_PANEL && self.list.height >= LOWEST_PANEL && !self.reader.is_empty() {
            self.panel = self.list;
            return;
        }
        let height =
            (self.reader.height * 2 / 5).clamp(LOWEST_PANEL, HIGHEST_PANEL).min(self.reader.height.saturating_sub(1));
        self.reader.height -= height;
        self.panel = Rect { y: self.reader.bottom(), height, ..self.reader };
    }

    /// Gives a panel everything between title and status.
    pub fn cover(&mut self) {
        let body = if self.reader.is_empty() { self.list } else { self.list.union(self.reader) };
        self.panel = if self.list.is_empty() { self.reader } else { body };
    }

    /// How many articles fit in the list.
    #[must_use]
    pub fn rows(&self) -> usize {
        usize::from(self.list.height / self.row_height.max(1))
    }

    /// The pane at a screen position, with the line and column within it.
    #[must_use]
    pub fn at(&self, column: u16, row: u16) -> Option<(Pane, u16, u16)> {
        let inside = |area: Rect| area.contains((column, row).into());
        let place = |area: Rect| (row - area.y, column - area.x);
        if inside(self.list) {
            let (line, column) = place(self.list);
            return Some((Pane::List, line, column));
        }
        inside(self.reader).then(|| {
            let (line, column) = place(self.reader);
            (Pane::Reader, line, column)
        })
    }
}

fn fitting(screen: Rect, focus: Pane) -> Panes {
    if screen.width >= SIDE_BY_SIDE {
        return Panes::Side;
    }
    match focus {
        Pane::List if screen.height >= STACKED => Panes::Stacked,
        Pane::List | Pane::Reader => Panes::Single,
    }
}

fn side_by_side(screen: Rect, list: ListWidth) -> Areas {
    let (title, body, status) = frame(screen);
    let most = screen.width.saturating_sub(24).max(1);
    let width = match list {
        ListWidth::Columns(columns) => columns,
        ListWidth::Percent(percent) => {
            u16::try_from(u32::from(screen.width) * u32::from(percent) / 100).unwrap_or(most)
        }
    };
    let width = width.clamp(12.min(most), most);
    let list = Rect { width, ..body };
    let border = Rect { x: body.x + width, width: 1, ..body };
    let reader = Rect { x: border.x + 1, width: body.width - width - 1, ..body };
    Areas { title, list, border, reader, panel: Rect::ZERO, status, row_height: 2 }
}

fn stacked(screen: Rect) -> Areas {
    let (title, body, status) = frame(screen);
    let height = (body.height * 2 / 5).max(1);
    let list = Rect { height, ..body };
    let border = Rect { y: body.y + height, height: 1, ..body };
    let reader = Rect { y: border.y + 1, height: (body.height - height).saturating_sub(1), ..body };
    Areas { title, list, border, reader, panel: Rect::ZERO, status, row_height: 1 }
}

fn single(screen: Rect, focus: Pane) -> Areas {
    let (title, body, status) = frame(screen);
    let none = Rect { width: 0, height: 0, ..body };
    let (list, reader) = match focus {
        Pane::List => (body, none),
        Pane::Reader => (none, body),
    };
    Areas { title, list, border: none, reader, panel: Rect::ZERO, status, row_height: 1 }
}

fn frame(screen: Rect) -> (Rect, Rect, Rect) {
    let title = Rect { height: 1, ..screen };
    let status = Rect { y: screen.bottom() - 1, height: 1, ..screen };
    let body = Rect { y: screen.y + 1, height: screen.height - 2, ..screen };
    (title, body, status)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas(width: u16, height: u16, focus: Pane) -> Option<Areas> {
        Areas::divide(Rect::new(0, 0, width, height), Panes::Auto, focus, ListWidth::Percent(36))
    }

    #[test]
    fn wide_screens_stand_side_by_side_and_narrow_ones_stack_or_show_one() {
        let wide = areas(120, 40, Pane::List).unwrap();
        assert_eq!((wide.list.width, wide.reader.width, wide.row_height), (43, 76, 2));
        let narrow = areas(80, 24, Pane::List).unwrap();
        assert_eq!((narrow.list.height, narrow.reader.height, narrow.row_height), (8, 13, 1));
        let reading = areas(80, 24, Pane::Reader).unwrap();
        assert_eq!((reading.list.height, reading.reader.height), (0, 22));
    }

    #[test]
    fn no_size_and_arrangement_leaves_the_screen() {
        for width in [1, 2, 19, 20, 23, 80, 99, 100, 200, u16::MAX] {
            for height in [1, 3, 4, 5, 16, 24, 60, 200] {
                for arrangement in [Panes::Auto, Panes::Side, Panes::Stacked, Panes::Single] {
                    for focus in [Pane::List, Pane::Reader] {
                        let screen = Rect::new(0, 0, width, height);
                        let Some(areas) = Areas::divide(screen, arrangement, focus, ListWidth::Percent(36)) else {
                            assert!(width < LEAST_WIDTH || height < LEAST_HEIGHT);
                            continue;
                        };
                        for area in [areas.title, areas.list, areas.border, areas.reader, areas.status] {
                            assert!(area.is_empty() || screen.intersection(area) == area, "{area:?} in {screen:?}");
                        }
                        assert!(!areas.list.intersects(areas.reader));
                    }
                }
            }
        }
    }

    #[test]
    fn a_click_finds_its_pane() {
        let wide = areas(120, 40, Pane::List).unwrap();
        assert_eq!(wide.at(3, 1), Some((Pane::List, 0, 3)));
        assert_eq!(wide.at(44, 5), Some((Pane::Reader, 4, 0)));
        assert_eq!(wide.at(43, 5), None);
        assert_eq!(wide.at(3, 39), None);
    }
}
