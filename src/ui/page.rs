//! The reading pane: the lines of the page that are in sight, with matches and the current quotation marked.

use std::ops::Range;

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

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

/// Marks what of the search and of the current quotation stands on a line.
fn draw_marked(buffer: &mut Buffer, open: &Open, number: usize, line: &Line, theme: &Theme, row: Rect) {
    if let Some((quotation, _)) = open.current_quotation() {
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
