//! The panel of notes and highlights.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{
    ink::put,
    overlay::{first_shown, panel, row_style},
    words,
};
use crate::{
    app::{
        Model,
        noting::{Panel, Row, rows},
    },
    settings::theme::{Part, Theme},
};

/// Draws the panel.
pub fn draw(buffer: &mut Buffer, model: &Model, state: &Panel, theme: &Theme, screen: Rect) {
    let Some(open) = &model.reader.open else { return };
    let count = u16::try_from(state.choice.count.saturating_mul(2)).unwrap_or(u16::MAX);
    let inside = panel(buffer, "notes and highlights", theme, screen, (100, count));
    let shown = usize::from(inside.height / 2).max(1);
    let first = first_shown(state.choice, inside.height / 2);
    let listed = rows(&open.opened.notes).enumerate().skip(first).take(shown);
    for ((index, row), y) in listed.zip((inside.top()..inside.bottom()).step_by(2)) {
        let style = row_style(theme, index == state.choice.selected);
        let (sign, first, second) = match row {
            Row::Note(note) => ("◆", note.to_owned(), "to the whole article".to_owned()),
            Row::Highlight(one) => {
                let lost = if one.range.is_none() { "not found in this article any more · " } else { "" };
                ("▐", format!("“{}”", one.passage.exact), format!("{lost}{}", one.note))
            }
        };
        let height = 2.min(inside.bottom() - y);
        buffer.set_style(Rect { y, height, ..inside }, style);
        let room = inside.width.saturating_sub(2);
        put(buffer, inside.x, y, sign, 1, style.patch(theme.part(Part::Highlight)));
        put(buffer, inside.x + 2, y, &words::fit(&one_line(&first), room), room, style);
        if height > 1 {
            let quiet = style.patch(theme.part(Part::RowDetail));
            put(buffer, inside.x + 2, y + 1, &words::fit(&one_line(&second), room), room, quiet);
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
