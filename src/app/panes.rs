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

/// From this many columns on, views and sources stand beside the list, where nothing else was asked for.
const THREE_PANES: u16 = 140;
/// From this many columns on they do where it was asked for.
const THREE_NARROW_PANES: u16 = 110;
/// The width of the pane of views and sources, in columns.
const PLACES: std::ops::RangeInclusive<u16> = 22..=30;

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
    /// The views and sources.
    Places,
}

/// Whether views and sources stand beside the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PlacesShown {
    /// Where there is room.
    #[default]
    Auto,
    /// Also where there is little.
    Beside,
    /// Never.
    Hidden,
}

/// The areas of the screen; an area that isn't shown is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Areas {
    /// What is listed, and how much of it is unread.
    pub title: Rect,
    /// The views and sources.
    pub places: Rect,
    /// The line between these and the list: one column.
    pub places_border: Rect,
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
    pub fn divide(screen: Rect, arrangement: Panes, focus: Pane, list: ListWidth, places: PlacesShown) -> Option<Self> {
        if screen.width < LEAST_WIDTH || screen.height < LEAST_HEIGHT {
            return None;
        }
        let arrangement = match arrangement {
            Panes::Auto => fitting(screen, focus),
            fixed @ (Panes::Side | Panes::Stacked | Panes::Single) => fixed,
        };
        let areas = match arrangement {
            Panes::Side if stands_beside(screen, places) => three(screen, list),
            Panes::Side => side_by_side(screen, list),
            Panes::Stacked => stacked(screen),
            Panes::Single | Panes::Auto => single(screen, focus),
        };
        Some(if focus == Pane::Places { areas.with_places() } else { areas })
    }

    /// Views and sources in the list's place, where they have none of their own.
    fn with_places(self) -> Self {
        if !self.places.is_empty() {
            return self;
        }
        let none = Rect { width: 0, height: 0, ..self.list };
        if self.border.height == 1 {
            // Under each other there is little room for either: the article makes place as well.
            let places = self.list.union(self.reader);
            return Self { places, list: none, border: none, reader: none, ..self };
        }
        Self { places: self.list, list: none, ..self }
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
        if inside(self.places) {
            let (line, column) = place(self.places);
            return Some((Pane::Places, line, column));
        }
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
        Pane::List | Pane::Places if screen.height >= STACKED => Panes::Stacked,
        Pane::List | Pane::Places | Pane::Reader => Panes::Single,
    }
}

fn stands_beside(screen: Rect, places: PlacesShown) -> bool {
    match places {
        PlacesShown::Auto => screen.width >= THREE_PANES,
        PlacesShown::Beside => screen.width >= THREE_NARROW_PANES,
        PlacesShown::Hidden => false,
    }
}

/// Views and sources, list and article beside each other.
fn three(screen: Rect, list: ListWidth) -> Areas {
    let (title, body, status) = frame(screen);
    let width = (screen.width / 7).clamp(*PLACES.start(), *PLACES.end());
    let places = Rect { width, ..body };
    let places_border = Rect { x: body.x + width, width: 1, ..body };
    let rest = Rect { x: places_border.x + 1, width: screen.width - width - 1, ..screen };
    Areas { title, places, places_border, status, ..side_by_side(rest, list) }
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
    Areas { title, list, border, reader, status, row_height: 2, ..Areas::default() }
}

fn stacked(screen: Rect) -> Areas {
    let (title, body, status) = frame(screen);
    let height = (body.height * 2 / 5).max(1);
    let list = Rect { height, ..body };
    let border = Rect { y: body.y + height, height: 1, ..body };
    let reader = Rect { y: border.y + 1, height: (body.height - height).saturating_sub(1), ..body };
    Areas { title, list, border, reader, status, row_height: 1, ..Areas::default() }
}

fn single(screen: Rect, focus: Pane) -> Areas {
    let (title, body, status) = frame(screen);
    let none = Rect { width: 0, height: 0, ..body };
    let (list, reader) = match focus {
        Pane::List | Pane::Places => (body, none),
        Pane::Reader => (none, body),
    };
    Areas { title, list, border: none, reader, status, row_height: 1, ..Areas::default() }
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
        Areas::divide(Rect::new(0, 0, width, height), Panes::Auto, focus, ListWidth::Percent(36), PlacesShown::Auto)
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
                    for focus in [Pane::List, Pane::Reader, Pane::Places] {
                        let screen = Rect::new(0, 0, width, height);
                        for places in [PlacesShown::Auto, PlacesShown::Beside, PlacesShown::Hidden] {
                            stays_within(screen, Areas::divide(screen, arrangement, focus, LIST, places));
                        }
                    }
                }
            }
        }
    }

    const LIST: ListWidth = ListWidth::Percent(36);

    fn stays_within(screen: Rect, areas: Option<Areas>) {
        let Some(areas) = areas else {
            assert!(screen.width < LEAST_WIDTH || screen.height < LEAST_HEIGHT);
            return;
        };
        let Areas { title, places, places_border, list, border, reader, status, .. } = areas;
        for area in [title, places, places_border, list, border, reader, status] {
            assert!(area.is_empty() || screen.intersection(area) == area, "{area:?} in {screen:?}");
        }
        assert!(!list.intersects(reader) && !places.intersects(list) && !places.intersects(reader));
    }

    #[test]
    fn views_and_sources_stand_beside_the_list_where_there_is_room_and_else_in_its_place() {
        let widest = areas(200, 60, Pane::Reader).unwrap();
        assert_eq!((widest.places.width, widest.list.width, widest.reader.width), (28, 61, 109));
        let wide = areas(120, 40, Pane::Places).unwrap();
        assert_eq!((wide.places.width, wide.list.width, wide.reader.width), (43, 0, 76));
        assert!(areas(120, 40, Pane::List).unwrap().places.is_empty());
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
