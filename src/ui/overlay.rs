//! What lies over the panes: a framed panel with a list to choose from, or the keys that can follow.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    widgets::{Block, Clear, Widget as _},
};

use super::words;
use crate::{
    app::{
        Hints, Model,
        overlay::{Links, Output},
        pointing::{LINKS, first_shown, frame, inside},
    },
    settings::{
        keymap::described,
        theme::{Part, Theme},
    },
    text::page::Role,
};

/// Clears and frames a panel of at most `width` by `height` cells inside, and returns its inside.
pub fn panel(buffer: &mut Buffer, title: &str, theme: &Theme, screen: Rect, size: (u16, u16)) -> Rect {
    let area = frame(screen, size);
    Clear.render(area, buffer);
    buffer.set_style(area, theme.part(Part::Popup));
    let title = format!(" {} ", words::fit(title, area.width.saturating_sub(6)));
    let block =
        Block::bordered().title(title).border_style(theme.part(Part::Border)).title_style(theme.part(Part::Title));
    block.render(area, buffer);
    inside(area)
}

pub fn draw_links(buffer: &mut Buffer, links: &Links, theme: &Theme, screen: Rect) {
    let count = u16::try_from(links.links.len()).unwrap_or(u16::MAX);
    let title = "links · Enter opens, 3 Enter opens the third, yy copies";
    let inside = panel(buffer, title, theme, screen, (LINKS, count));
    let first = first_shown(links.choice, inside.height);
    for ((index, (text, url)), row) in links.links.iter().enumerate().skip(first).zip(inside.rows()) {
        let style = row_style(theme, index == links.choice.selected);
        buffer.set_style(row, style);
        let number = format!("{:>3} ", index + 1);
        let words = words::fit(text, row.width / 2).into_owned();
        let (x, _) = buffer.set_stringn(row.x, row.y, number, 4, style.patch(theme.role(Role::LinkNumber)));
        let (x, _) = buffer.set_stringn(x, row.y, words, usize::from(row.width / 2), style);
        let room = row.right().saturating_sub(x + 2);
        let url = words::fit(url, room).into_owned();
        buffer.set_stringn(x + 2, row.y, url, room.into(), style.patch(theme.role(Role::Link)));
    }
}

/// What a program printed, as it stands.
pub fn draw_output(buffer: &mut Buffer, output: &Output, theme: &Theme, screen: Rect) {
    let count = u16::try_from(output.lines.len()).unwrap_or(u16::MAX);
    let inside = panel(buffer, &output.title, theme, screen, (screen.width, count));
    for (line, row) in output.lines.iter().skip(output.top).zip(inside.rows()) {
        buffer.set_stringn(row.x, row.y, line, row.width.into(), theme.part(Part::HelpText));
    }
}

pub fn row_style(theme: &Theme, selected: bool) -> ratatui::style::Style {
    if selected { theme.part(Part::Selected) } else { ratatui::style::Style::new() }
}

/// The keys that can follow what was pressed, at the foot of the screen.
pub fn draw_hints(buffer: &mut Buffer, model: &Model, theme: &Theme, screen: Rect) {
    if model.hints == Hints::Hidden || !model.keys.is_pending() {
        return;
    }
    let contexts = model.contexts();
    let follow = model.keys.continuations(&contexts);
    let lines: Vec<_> = follow
        .iter()
        .map(|next| {
            let help = if next.steps.is_empty() { "…".to_owned() } else { described(&next.steps) };
            (next.key.to_string(), help)
        })
        .collect();
    if lines.is_empty() {
        return;
    }
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let low = Rect {
        y: screen.bottom().saturating_sub(height.saturating_add(3)).max(screen.y),
        height: (height + 3).min(screen.height),
        ..screen
    };
    let inside = panel(buffer, &model.keys.pending(), theme, low, (64, height));
    for ((key, help), row) in lines.iter().zip(inside.rows()) {
        buffer.set_stringn(row.x, row.y, key, 10, theme.part(Part::HelpKey));
        let room = row.width.saturating_sub(11);
        buffer.set_stringn(row.x + 11, row.y, words::fit(help, room), room.into(), theme.part(Part::HelpText));
    }
}
