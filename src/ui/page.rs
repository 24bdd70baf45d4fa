//! The reading pane: the lines of the page that are in sight, with matches and the current quotation marked.

use std::ops::Range;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
};

use super::ink::put;
use crate::{
    app::{Model, reader::Open},
    settings::theme::{Part, Theme},
    text::page::{Line, Role},
};

pub fn draw(buffer: &mut Buffer, model: &Model, theme: &Theme, area: Rect) {
    let Some(open) = &model.reader.open else { return };
    if area.is_empty() {
        return;
    }
    let lines = open.page.lines().iter().enumerate().skip(open.top);
    for ((number, line), row) in lines.zip(area.rows()) {
        draw_line(buffer, open, line, theme, row);
        draw_marked(buffer, open, number, line, theme, row);
    }
}

fn draw_line(buffer: &mut Buffer, open: &Open, line: &Line, theme: &Theme, row: Rect) {
    if let (Some(kind), Some(margin)) = (line.sign, open.page.margin()) {
        let style = theme.role(Role::Margin);
        put(buffer, row.x + margin, row.y, kind.sign(), 1, style);
    }
    let mut x = row.x.saturating_add(open.page.indent());
    for span in open.page.spans(line) {
        let room = row.right().saturating_sub(x);
        let text = span.print(&open.opened.article.text);
        put(buffer, x, row.y, text, room, theme.face(span.face));
        x = x.saturating_add(span.width);
    }
}

/// Where the cursor stands while a passage is being picked.
pub fn cursor(model: &Model, area: Rect) -> Option<Position> {
    if !model.is_picking() || model.overlay.is_some() {
        return None;
    }
    let open = model.reader.open.as_ref()?;
    let pick = open.pick?;
    let line = open.page.line_of(pick.cursor);
    let cells = open.page.cells_of(&open.opened.article.text, &(pick.cursor..pick.cursor + 1), line);
    let row = u16::try_from(line.checked_sub(open.top)?).ok().filter(|row| *row < area.height)?;
    Some(Position::new(area.x + cells.first().map_or(open.page.indent(), |cell| cell.start), area.y + row))
}

/// Marks highlighted passages, with a sign in the margin.
fn draw_highlights(buffer: &mut Buffer, open: &Open, number: usize, line: &Line, theme: &Theme, row: Rect) {
    for highlight in &open.opened.notes.highlights {
        let Some(range) = &highlight.range else { continue };
        if range.end <= line.range.start || line.range.end <= range.start {
            continue;
        }
        let style = theme.part(Part::Highlight);
        mark(buffer, open, number, range, style, row);
        if let Some(margin) = open.page.margin() {
            let first = line.range.contains(&range.start);
            let sign = if first && !highlight.note.is_empty() { "◆" } else { "▐" };
            put(buffer, row.x + margin + 1, row.y, sign, 1, theme.role(Role::Margin));
        }
    }
}

/// Marks what of highlights, the search, the current quotation and the picked passage stands on a line.
fn draw_marked(buffer: &mut Buffer, open: &Open, number: usize, line: &Line, theme: &Theme, row: Rect) {
    draw_highlights(buffer, open, number, line, theme, row);
    if let Some(range) = open.pick.and_then(|pick| open.picked(pick)) {
        mark(buffer, open, number, &range, theme.part(Part::Picked), row);
    } else if let Some((quotation, _)) = open.current_quotation() {
        for piece in &quotation.pieces {
            mark(buffer, open, number, piece, theme.part(Part::CurrentQuotation), row);
        }
    }
    let Some(search) = &open.search else { return };
    let first = search.matches.partition_point(|found| found.end <= line.range.start);
    let on_line = search.matches.iter().enumerate().skip(first);
    for (index, found) in on_line.take_while(|(_, found)| found.start < line.range.end) {
        let part = if search.current == Some(index) { Part::CurrentMatch } else { Part::SearchMatch };
        mark(buffer, open, number, found, theme.part(part), row);
    }
}

fn mark(buffer: &mut Buffer, open: &Open, number: usize, range: &Range<usize>, style: Style, row: Rect) {
    for cells in open.page.cells_of(&open.opened.article.text, range, number) {
        let width = cells.end.saturating_sub(cells.start);
        let area = Rect { x: row.x.saturating_add(cells.start), width, ..row };
        buffer.set_style(area.intersection(row), style);
    }
}
