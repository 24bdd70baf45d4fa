//! What the mouse does: the wheel scrolls what is under it, a click selects, a second one opens, a drag picks rows or a
//! passage. Where panels have their rows, `pointing` knows.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

use super::{Effect, Model, overlay::Overlay, panes::Pane};

/// Lines that one turn of the wheel scrolls.
const WHEEL: isize = 3;

impl Model {
    /// Takes in what the mouse did.
    pub(super) fn point(&mut self, event: MouseEvent) -> Vec<Effect> {
        if matches!(event.kind, MouseEventKind::Down(_)) {
            self.go_on_without();
        }
        let Some(areas) = self.areas else { return Vec::new() };
        if self.prompt.is_some() {
            let clicked = event.kind == MouseEventKind::Down(MouseButton::Left);
            return if clicked { self.click_completion(event.column, event.row) } else { Vec::new() };
        }
        if matches!(self.overlay, Some(Overlay::Confirm(_))) {
            return Vec::new();
        }
        if self.overlay.is_some() && event.kind == MouseEventKind::Down(MouseButton::Left) {
            return self.click_overlay(event.column, event.row);
        }
        if self.overlay.is_some() {
            self.turn_overlay(event.kind);
            return Vec::new();
        }
        if event.kind == MouseEventKind::Down(MouseButton::Left) && event.row == areas.status.y {
            return self.click_foot(event.column);
        }
        let Some((pane, line, column)) = areas.at(event.column, event.row) else { return Vec::new() };
        let row = usize::from(line / areas.row_height);
        match (event.kind, pane) {
            (MouseEventKind::ScrollDown, Pane::Reader) => drop(self.reader.scroll(WHEEL)),
            (MouseEventKind::ScrollUp, Pane::Reader) => drop(self.reader.scroll(-WHEEL)),
            (MouseEventKind::ScrollDown, Pane::List) => self.list.scroll(WHEEL, areas.rows()),
            (MouseEventKind::ScrollUp, Pane::List) => self.list.scroll(-WHEEL, areas.rows()),
            (MouseEventKind::ScrollDown, Pane::Places) => self.scroll_places(WHEEL),
            (MouseEventKind::ScrollUp, Pane::Places) => self.scroll_places(-WHEEL),
            (MouseEventKind::Down(MouseButton::Left), Pane::Places) => return self.click_place(usize::from(line)),
            (MouseEventKind::Down(MouseButton::Left), Pane::List) => return self.click_row(row),
            (MouseEventKind::Drag(MouseButton::Left), Pane::List) => self.drag_to(row),
            (MouseEventKind::Down(MouseButton::Left), Pane::Reader) => return self.click_text(line, column),
            (MouseEventKind::Drag(MouseButton::Left), Pane::Reader) => self.reader.drag(line, column),
            _ => {}
        }
        Vec::new()
    }

    /// Moves the choice of a panel by a row a turn, a text by some lines.
    fn turn_overlay(&mut self, kind: MouseEventKind) {
        let text = matches!(self.overlay, Some(Overlay::Help(_) | Overlay::Stats(_) | Overlay::Output(_)));
        let by = if text { WHEEL } else { 1 };
        match (kind, &self.overlay) {
            (_, Some(Overlay::Ending | Overlay::Confirm(_))) => {}
            (MouseEventKind::ScrollDown, _) => self.step_overlay(by),
            (MouseEventKind::ScrollUp, _) => self.step_overlay(-by),
            _ => {}
        }
    }

    /// Selects a row of the screen; goes into the one that is selected already.
    fn click_row(&mut self, row: usize) -> Vec<Effect> {
        let before = self.list.selected().map(|row| row.id);
        let there = self.list.select_line(row);
        let again = there && self.focus == Pane::List && before == self.list.selected().map(|row| row.id);
        self.focus = Pane::List;
        if again { self.go_in() } else { Vec::new() }
    }

    /// Picks the rows from where the button went down.
    fn drag_to(&mut self, row: usize) {
        if self.list.stretch().is_none() {
            self.list.begin_stretch();
        }
        self.list.select_line(row);
    }

    fn click_text(&mut self, line: u16, column: u16) -> Vec<Effect> {
        self.focus = Pane::Reader;
        self.reader.press(line, column);
        let Some(open) = &self.reader.open else { return Vec::new() };
        let line = open.top + usize::from(line);
        let article = &open.opened.article;
        let at = open.page.link_at(&article.text, line, column);
        let clicked = at.and_then(|index| article.links().nth(index));
        clicked.map(|(_, url)| Effect::Browse(url.to_owned())).into_iter().collect()
    }
}
