//! The panel of notes and highlights.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    widgets::{Clear, Widget as _},
};

use super::{ink::put, overlay::row_style, words};
use crate::{
    app::{
        Model,
        noting::{Panel, Row, rows},
        pointing::first_shown,
    },
    settings::theme::{Part, Theme},
};

/// Draws the panel: two lines for each.
pub fn draw(buffer: &mut Buffer, model: &Model, state: &Panel, theme: &Theme, area: Rect) {
    let Some(open) = &model.reader.open else { return };
    Clear.render(area, buffer);
    buffer.set_style(area, theme.part(Part::Popup));
    let title = theme.part(Part::Title);
    buffer.set_style(Rect { height: 1.min(area.height), ..area }, title);
    let head = format!(" notes and highlights · {}", words::number(state.choice.count));
    put(buffer, area.x, area.y, &words::fit(&head, area.width), area.width, title);
    let inside = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let shown = usize::from(inside.height.div_ceil(2));
    let first = first_shown(state.choice, inside.height / 2);
    let listed = rows(&open.opened.notes).enumerate().skip(first).take(shown);
    for ((index, row), y) in listed.zip((inside.top()..inside.bottom()).step_by(2)) {
        let style = row_style(theme, index == state.choice.selected);
        let (sign, first, second) = match row {
            Row::Note(note) => ("◆", note.to_owned(), "to the whole article".to_owned()),
            Row::Highlight(one) => {
                let lost = if one.range.is_none() { "not found any more · " } else { "" };
                ("▐", one.passage.exact.clone(), format!("{lost}{}", one.note))
            }
        };
        let height = 2.min(inside.bottom() - y);
        buffer.set_style(Rect { y, height, ..inside }, style);
        let room = inside.width.saturating_sub(4);
        put(buffer, inside.x, y, if index == state.choice.selected { "▌" } else { " " }, 1, style);
        put(buffer, inside.x + 1, y, sign, 1, style.patch(theme.part(Part::Highlight)));
        put(buffer, inside.x + 3, y, &words::fit(&one_line(&first), room), room, style);
        if height > 1 {
            let quiet = style.patch(theme.part(Part::RowDetail));
            put(buffer, inside.x + 3, y + 1, &words::fit(&one_line(&second), room), room, quiet);
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
