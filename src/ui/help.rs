//! The help: every command that is bound here, with its keys, made from the keymap in force.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    overlay::{panel, row_style},
    words,
};
use crate::{
    app::{
        Model,
        help::{Entry, NOTHING, entries},
        overlay::Help,
        pointing::HELP,
    },
    settings::theme::{Part, Theme},
};

/// Columns of the keys before a command's sentence.
const KEYS: u16 = 22;
/// Columns of what is typed, before what it does.
const TYPED: u16 = 34;

pub fn draw(buffer: &mut Buffer, model: &Model, state: &Help, theme: &Theme, screen: Rect) {
    let entries = entries(model.keys.keymap(), &state.filter);
    let title = if state.filter.is_empty() {
        "keys · / searches, q closes".to_owned()
    } else {
        format!("keys with “{}”", state.filter)
    };
    let inside = panel(buffer, &title, theme, screen, (HELP, u16::try_from(entries.len().max(1)).unwrap_or(u16::MAX)));
    if entries.is_empty() {
        buffer.set_stringn(inside.x, inside.y, NOTHING, inside.width.into(), theme.part(Part::HelpText));
    }
    let most = entries.len().saturating_sub(usize::from(inside.height));
    for (entry, row) in entries.iter().skip(state.top.min(most)).zip(inside.rows()) {
        draw_entry(buffer, entry, theme, row);
        if state.chosen.as_ref() == Some(entry) {
            buffer.set_style(row, row_style(theme, true));
        }
    }
}

fn draw_entry(buffer: &mut Buffer, entry: &Entry, theme: &Theme, row: Rect) {
    match entry {
        Entry::Blank => {}
        Entry::Group(title) => {
            buffer.set_stringn(row.x, row.y, title, row.width.into(), theme.part(Part::HelpHeading));
        }
        Entry::Command(keys, help, name) => draw_line(buffer, (keys, KEYS), help, name, theme, row),
        Entry::Macro(keys, does, place) => draw_line(buffer, (keys, KEYS), does, place, theme, row),
        Entry::Line(line, help) => draw_line(buffer, (line, TYPED), help, "", theme, row),
    }
}

/// Draws what is pressed or typed in so many columns, what it does, and at the right what else there is to say.
fn draw_line(buffer: &mut Buffer, pressed: (&str, u16), does: &str, aside: &str, theme: &Theme, row: Rect) {
    let (pressed, columns) = pressed;
    let room = row.width.saturating_sub(columns + 1);
    buffer.set_stringn(row.x, row.y, words::fit(pressed, columns), columns.into(), theme.part(Part::HelpKey));
    let x = row.x + columns + 1;
    let (end, _) = buffer.set_stringn(x, row.y, words::fit(does, room), room.into(), theme.part(Part::HelpText));
    let width = u16::try_from(words::width(aside)).unwrap_or(u16::MAX);
    if let Some(x) = row.right().checked_sub(width).filter(|x| *x > end + 1) {
        buffer.set_stringn(x, row.y, aside, width.into(), theme.part(Part::RowDetail));
    }
}
