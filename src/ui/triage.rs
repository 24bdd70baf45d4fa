//! What is drawn for the work on many articles: completions of the line being typed, the history of changes.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    overlay::{panel, row_style},
    words,
};
use crate::{
    app::{
        Model, dates,
        history::History,
        pointing::{COMPLETIONS, HISTORY, first_shown, low},
    },
    catalog::Past,
    settings::theme::{Part, Theme},
};

/// What the line being typed can become, over the status line.
pub fn draw_completions(buffer: &mut Buffer, model: &Model, theme: &Theme, screen: Rect) {
    let candidates = model.candidates();
    if candidates.is_empty() {
        return;
    }
    let height = u16::try_from(candidates.len()).unwrap_or(u16::MAX);
    let low = low(screen, candidates.len());
    let inside = panel(buffer, "Tab completes", theme, low, (COMPLETIONS, height));
    for ((line, chosen), row) in candidates.iter().zip(inside.rows()) {
        let style = row_style(theme, *chosen);
        buffer.set_style(row, style);
        buffer.set_stringn(row.x, row.y, words::fit(line, row.width), row.width.into(), style);
    }
}

/// The changes of the past: when, what, how many articles, one of them.
pub fn draw_history(buffer: &mut Buffer, model: &Model, history: &History, theme: &Theme, screen: Rect) {
    let count = u16::try_from(history.past.len()).unwrap_or(u16::MAX);
    let inside = panel(buffer, "changes · u takes the chosen one back", theme, screen, (HISTORY, count));
    let first = first_shown(history.choice, inside.height);
    for ((index, past), row) in history.past.iter().enumerate().skip(first).zip(inside.rows()) {
        let style = row_style(theme, index == history.choice.selected);
        let style = if past.stands { style } else { style.patch(theme.part(Part::RowHandled)) };
        buffer.set_style(row, style);
        let when = dates::full(past.at, model.clock, &model.config).unwrap_or_default();
        let state = if past.stands { "" } else { " (undone)" };
        let line = format!("{:>5}  {when}  {}{state} · {}", past.entry, past.verb, of_what(past));
        buffer.set_stringn(row.x, row.y, words::fit(&line, row.width), row.width.into(), style);
    }
}

/// What a change was made on: its article, or how many and one of them.
pub fn of_what(past: &Past) -> String {
    match (past.articles, past.headline.is_empty()) {
        (1, _) => past.headline.clone(),
        (many, true) => format!("{} articles", words::number(many)),
        (many, false) => format!("{} articles, {}", words::number(many), past.headline),
    }
}
