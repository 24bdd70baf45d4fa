//! What the terminal shows, and the few bytes that make it show the next frame. It knows cells, not what they say.
//!
//! Ratatui's terminal compares and writes cell by cell. Here a row that stays costs a comparison and no byte, blanks to
//! a row's end are one sequence, and what is unchanged between two changes is written again where going past it would
//! take more.

use ratatui::{
    buffer::{Buffer, Cell},
    layout::{Position, Rect},
};

use super::pen::{self, Pen};

/// Blanks at the end of a row that are worth a sequence.
const WORTH_CLEARING: usize = 4;

/// A terminal's screen: what it shows, as far as that is known.
#[derive(Debug)]
pub struct Screen {
    area: Rect,
    /// What the terminal shows; `None` where that isn't known.
    shown: Option<Buffer>,
    /// An earlier frame, kept for its room.
    spare: Option<Buffer>,
    cursor: Option<Position>,
}

impl Screen {
    /// A screen of that many columns and rows, of which nothing is known but that the cursor is hidden.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        Self { area: Rect::new(0, 0, columns, rows), shown: None, spare: None, cursor: None }
    }

    /// Draws the next frame whole: somebody else has used the terminal, and hidden the cursor.
    pub fn forget(&mut self) {
        (self.shown, self.cursor) = (None, None);
    }

    /// Takes another size, if it is another one. Then the next frame is drawn whole.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let area = Rect::new(0, 0, columns, rows);
        if self.area != area {
            *self = Self { area, shown: None, spare: None, cursor: self.cursor };
        }
    }

    /// Has a frame drawn, which is empty at first, and adds to `out` what makes the terminal show it. `draw` returns
    /// where the cursor stands, if anywhere.
    pub fn frame(&mut self, out: &mut Vec<u8>, draw: impl FnOnce(&mut Buffer) -> Option<Position>) {
        let mut next = self.spare.take().unwrap_or_else(|| Buffer::empty(self.area));
        next.reset();
        let cursor = draw(&mut next);
        let mut pen = Pen::new(out);
        let columns = usize::from(self.area.width).max(1);
        let rows = (0..).zip(next.content.chunks(columns));
        if let Some(shown) = &self.shown {
            for ((y, next), shown) in rows.zip(shown.content.chunks(columns)) {
                write_row(&mut pen, y, shown, next);
            }
        } else {
            pen.clear();
            let empty = vec![Cell::EMPTY; columns];
            for (y, next) in rows {
                write_row(&mut pen, y, &empty, next);
            }
        }
        pen.lay_down();
        if cursor != self.cursor || cursor.is_some() {
            pen.show_cursor(cursor.map(|position| (position.x, position.y)));
        }
        self.cursor = cursor;
        self.spare = self.shown.replace(next);
    }
}

/// Writes what differs in a row.
fn write_row(pen: &mut Pen<'_>, y: u16, shown: &[Cell], next: &[Cell]) {
    let columns = u16::try_from(next.len()).unwrap_or(u16::MAX);
    let mut cells = shown.iter().zip(next);
    let Some(last) = cells.clone().rposition(|(shown, next)| !pen::is_same(shown, next)) else { return };
    let Some(mut at) = cells.position(|(shown, next)| !pen::is_same(shown, next)) else { return };
    at = start_of(next, at);
    let cleared = clearing(next).unwrap_or(usize::MAX);
    // Up to here the terminal forgets what it shows: half of something wide was written over.
    let mut torn = 0;
    while let Some((was, cell)) = shown.get(at).zip(next.get(at)).filter(|_| at <= last || at < torn) {
        if at >= cleared {
            approach(pen, at, y, next);
            return pen.clear_rest();
        }
        let width = usize::from(pen::columns_of(cell)).min(next.len() - at);
        let hidden = at + 1..at + width;
        if at < torn || !pen::is_same(was, cell) || !are_same(shown.get(hidden.clone()), next.get(hidden)) {
            approach(pen, at, y, next);
            pen.write(cell, u16::try_from(width).unwrap_or(1), columns);
            torn = (at..at + width).filter_map(|at| end_of(shown, at)).fold(torn, usize::max);
        }
        at += width;
    }
}

fn are_same(some: Option<&[Cell]>, others: Option<&[Cell]>) -> bool {
    some.into_iter().flatten().zip(others.into_iter().flatten()).all(|(one, other)| pen::is_same(one, other))
}

/// The cell that a wide one's hidden part belongs to.
fn start_of(cells: &[Cell], at: usize) -> usize {
    let before = at.checked_sub(1).filter(|before| cells.get(*before).is_some_and(|cell| pen::columns_of(cell) > 1));
    before.unwrap_or(at)
}

fn end_of(cells: &[Cell], at: usize) -> Option<usize> {
    Some(at + usize::from(pen::columns_of(cells.get(at)?)))
}

/// Where the empty end of a row begins, if it is worth a sequence.
fn clearing(cells: &[Cell]) -> Option<usize> {
    let start = cells.iter().rposition(|cell| !pen::is_empty(cell)).map_or(0, |last| last + 1);
    // The hidden part of something wide looks empty.
    let start = start.checked_sub(1).and_then(|last| end_of(cells, last)).unwrap_or(start).max(start);
    (cells.len().saturating_sub(start) >= WORTH_CLEARING).then_some(start)
}

/// Goes to a cell, by writing what stands before it where that takes fewer bytes.
fn approach(pen: &mut Pen<'_>, x: usize, y: u16, cells: &[Cell]) {
    let target = u16::try_from(x).unwrap_or(u16::MAX);
    let between = match pen.column(y) {
        Some(column) if column == target => return,
        Some(column) if (1..=pen::FARTHEST).contains(&target.saturating_sub(column)) => usize::from(column)..x,
        Some(_) | None => return pen.go_to(target, y),
    };
    let between = cells.get(between).unwrap_or_default();
    let bytes: usize = between.iter().map(|cell| cell.symbol().len()).sum();
    if bytes > Pen::distance(between.len()) || !between.iter().all(|cell| pen.can_pass(cell)) {
        return pen.go_to(target, y);
    }
    let columns = u16::try_from(cells.len()).unwrap_or(u16::MAX);
    for cell in between {
        pen.write(cell, 1, columns);
    }
}

#[cfg(test)]
mod tests;
