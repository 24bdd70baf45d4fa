//! The pane of views and sources: a line each, with what is unread there at its end.
//!
//! Nothing rests on colour: `▌` stands before the selected or listed one, `!` before a feed that can't be read, `×`
//! before one that is gone.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Modifier, Style},
};

use super::{ink::put, words};
use crate::{
    app::{Model, directory::Line, panes::Pane},
    catalog::{Reach, directory::Tally, feeds::Standing},
    settings::theme::{Part, Theme},
};

/// Columns before a label.
const SIGNS: u16 = 2;

pub fn draw(buffer: &mut Buffer, model: &Model, theme: &Theme, area: Rect) {
    if area.is_empty() {
        return;
    }
    let places = &model.directory;
    let (marked, part) = match model.focus {
        Pane::Places => (Some(places.selected), Part::Selected),
        Pane::List | Pane::Reader => (model.listed_place(), Part::SelectedBehind),
    };
    for (row, (index, line)) in area.rows().zip(places.lines.iter().enumerate().skip(places.top)) {
        let ground = if marked == Some(index) { theme.part(part) } else { Style::new() };
        buffer.set_style(row, ground);
        if marked == Some(index) {
            put(buffer, row.x, row.y, "▌", 1, ground.patch(theme.part(Part::SignUnread)));
        }
        draw_line(buffer, line, ground, theme, row);
    }
}

fn draw_line(buffer: &mut Buffer, line: &Line, ground: Style, theme: &Theme, row: Rect) {
    let waits = line.unread.is_some_and(|unread| unread.count > 0);
    let label = match (&line.to, waits) {
        (None, _) => theme.part(Part::RowDetail),
        (Some(_), true) => theme.part(Part::RowUnread),
        (Some(_), false) => theme.part(Part::RowRead),
    };
    // A broken feed's sign is told from its colour by its shape.
    let sign = match line.standing {
        Some(Standing::Failing) => "!",
        Some(Standing::Gone) => "×",
        None if line.trouble.is_some() => "!",
        Some(Standing::New | Standing::Good) | None => "",
    };
    put(buffer, row.x + 1, row.y, sign, 1, theme.part(Part::Error).patch(ground));
    let count = line.unread.filter(|unread| unread.count > 0).map(number).unwrap_or_default();
    let columns = u16::try_from(words::width(&count)).unwrap_or(0);
    let start = row.x + SIGNS + 2 * line.depth;
    let end = row.right().saturating_sub(columns + 1);
    let room = end.saturating_sub(start + u16::from(columns > 0));
    put(buffer, start, row.y, &words::fit(&line.label, room), room, label.patch(ground));
    let style = theme.part(Part::RowDetail).remove_modifier(Modifier::BOLD).patch(ground);
    put(buffer, end, row.y, &count, columns, style);
}

fn number(tally: Tally) -> String {
    let more = if tally.reach == Reach::AtLeast { "+" } else { "" };
    format!("{}{more}", words::number(tally.count))
}
