//! What the terminal shows, and the few bytes that make it show the next frame. It knows cells, not what they say.
//!
//! Ratatui's terminal compares and writes cell by cell. Here a row that stays costs a comparison and no byte, blanks to
//! a row's end are one sequence, and what is unchanged between two changes is written again where going past it would
//! take more.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::glyph::{Glyph, Glyphs};
use super::pen::{self, Pen};

/// Blanks at the end of a row that are worth a sequence.
const WORTH_CLEARING: usize = 4;

/// A terminal's screen: what it shows, as far as that is known.
#[derive(Debug)]
pub struct Screen {
    /// What the terminal shows; `None` where that isn't known.
    shown: Option<Vec<Glyph>>,
    /// An earlier frame, kept for its room.
    spare: Vec<Glyph>,
    glyphs: Glyphs,
    /// Where frames are drawn: empty between them.
    canvas: Buffer,
    cursor: Option<Position>,
}

impl Screen {
    /// A screen of that many columns and rows, of which nothing is known but that the cursor is hidden.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        let canvas = Buffer::empty(Rect::new(0, 0, columns, rows));
        Self { shown: None, spare: Vec::new(), glyphs: Glyphs::default(), canvas, cursor: None }
    }

    /// Draws the next frame whole: somebody else has used the terminal, and hidden the cursor.
    pub fn forget(&mut self) {
        (self.shown, self.cursor) = (None, None);
    }

    /// Takes another size, if it is another one. Then the next frame is drawn whole.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        if self.canvas.area != Rect::new(0, 0, columns, rows) {
            *self = Self { cursor: self.cursor, ..Self::new(columns, rows) };
        }
    }

    /// Has a frame drawn, which is empty at first, and adds to `out` what makes the terminal show it. `draw` returns
    /// where the cursor stands, if anywhere.
    pub fn frame(&mut self, out: &mut Vec<u8>, draw: impl FnOnce(&mut Buffer) -> Option<Position>) {
        let cursor = draw(&mut self.canvas);
        let next = self.take_canvas();
        let mut pen = Pen::new(out, &self.glyphs);
        let columns = usize::from(self.canvas.area.width).max(1);
        let rows = (0..).zip(next.chunks(columns));
        if let Some(shown) = &self.shown {
            for ((y, next), shown) in rows.zip(shown.chunks(columns)) {
                write_row(&mut pen, y, shown, next);
            }
        } else {
            pen.clear();
            let empty = vec![Glyph::EMPTY; columns];
            for (y, next) in rows {
                write_row(&mut pen, y, &empty, next);
            }
        }
        pen.lay_down();
        if cursor != self.cursor || cursor.is_some() {
            pen.show_cursor(cursor.map(|position| (position.x, position.y)));
        }
        self.cursor = cursor;
        self.spare = self.shown.replace(next).unwrap_or_default();
    }

    /// What was drawn. The canvas is empty after it.
    fn take_canvas(&mut self) -> Vec<Glyph> {
        if self.glyphs.are_many() {
            (self.glyphs, self.shown) = (Glyphs::default(), None);
        }
        let mut next = std::mem::take(&mut self.spare);
        next.clear();
        next.extend(self.canvas.content.iter_mut().map(|cell| {
            let glyph = self.glyphs.of(cell);
            cell.reset();
            glyph
        }));
        next
    }
}

/// Writes what differs in a row.
fn write_row(pen: &mut Pen<'_>, y: u16, shown: &[Glyph], next: &[Glyph]) {
    if shown == next {
        return;
    }
    let columns = u16::try_from(next.len()).unwrap_or(u16::MAX);
    let glyphs = pen.glyphs();
    let mut pairs = shown.iter().zip(next);
    let Some(last) = pairs.clone().rposition(|(shown, next)| !glyphs.are_same(*shown, *next)) else { return };
    let Some(mut at) = pairs.position(|(shown, next)| !glyphs.are_same(*shown, *next)) else { return };
    at = start_of(next, at);
    let cleared = clearing(glyphs, next).unwrap_or(usize::MAX);
    // Up to here the terminal forgets what it shows: half of something wide was written over.
    let mut torn = 0;
    while let Some((was, glyph)) = shown.get(at).zip(next.get(at)).filter(|_| at <= last || at < torn) {
        if at >= cleared {
            approach(pen, at, y, next);
            return pen.clear_rest();
        }
        let width = usize::from(glyph.columns()).min(next.len() - at);
        let hidden = at + 1..at + width;
        if at < torn || !glyphs.are_same(*was, *glyph) || !all_same(glyphs, shown.get(hidden.clone()), next.get(hidden))
        {
            approach(pen, at, y, next);
            pen.write(*glyph, u16::try_from(width).unwrap_or(1), columns);
            torn = (at..at + width).filter_map(|at| end_of(shown, at)).fold(torn, usize::max);
        }
        at += width;
    }
}

fn all_same(glyphs: &Glyphs, some: Option<&[Glyph]>, others: Option<&[Glyph]>) -> bool {
    some.into_iter().flatten().zip(others.into_iter().flatten()).all(|(one, other)| glyphs.are_same(*one, *other))
}

/// The glyph that a wide one's hidden part belongs to.
fn start_of(row: &[Glyph], at: usize) -> usize {
    let before = at.checked_sub(1).filter(|before| row.get(*before).is_some_and(|glyph| glyph.columns() > 1));
    before.unwrap_or(at)
}

fn end_of(row: &[Glyph], at: usize) -> Option<usize> {
    Some(at + usize::from(row.get(at)?.columns()))
}

/// Where the empty end of a row begins, if it is worth a sequence.
fn clearing(glyphs: &Glyphs, row: &[Glyph]) -> Option<usize> {
    let start = row.iter().rposition(|glyph| !glyphs.is_empty(*glyph)).map_or(0, |last| last + 1);
    // The hidden part of something wide looks empty.
    let start = start.checked_sub(1).and_then(|last| end_of(row, last)).unwrap_or(start).max(start);
    (row.len().saturating_sub(start) >= WORTH_CLEARING).then_some(start)
}

/// Goes to a cell, by writing what stands before it where that takes fewer bytes.
fn approach(pen: &mut Pen<'_>, x: usize, y: u16, row: &[Glyph]) {
    let target = u16::try_from(x).unwrap_or(u16::MAX);
    let between = match pen.column(y) {
        Some(column) if column == target => return,
        Some(column) if (1..=pen::FARTHEST).contains(&target.saturating_sub(column)) => usize::from(column)..x,
        Some(_) | None => return pen.go_to(target, y),
    };
    let between = row.get(between).unwrap_or_default();
    let bytes: usize = between.iter().map(|glyph| pen.glyphs().symbol_of(*glyph, str::len)).sum();
    if bytes > Pen::distance(between.len()) || !between.iter().all(|glyph| pen.can_pass(*glyph)) {
        return pen.go_to(target, y);
    }
    let columns = u16::try_from(row.len()).unwrap_or(u16::MAX);
    for glyph in between {
        pen.write(*glyph, 1, columns);
    }
}

#[cfg(test)]
mod tests;
