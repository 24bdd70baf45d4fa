//! The screen: draws what the model holds, and decides nothing.

mod briefing;
mod feeds;
mod glyph;
mod graphemes;
mod help;
mod ink;
mod list;
mod naming;
mod notes;
mod overlay;
mod page;
mod pen;
mod places;
mod screen;
mod speaker;
pub mod spoken;
mod stats;
mod status;
mod triage;
mod voices;
mod words;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
};

use self::ink::put;
pub use self::screen::Screen;

use crate::{
    app::{
        Model,
        overlay::Overlay,
        panes::{Areas, Pane},
    },
    settings::theme::{Part, Theme},
};

/// Draws the whole screen into an empty buffer of its size, and returns where the cursor stands if something is typed.
pub fn draw(buffer: &mut Buffer, model: &Model, theme: &Theme) -> Option<Position> {
    let screen = buffer.area;
    if model.screen() != screen {
        // The screen has just been resized: the next frame knows.
        return None;
    }
    let Some(areas) = model.areas else {
        too_small(buffer, screen, theme);
        return None;
    };
    draw_panes(buffer, model, theme, &areas);
    draw_overlay(buffer, model, theme, &areas);
    status::draw(buffer, model, theme, areas.status).or_else(|| page::cursor(model, areas.reader))
}

fn draw_panes(buffer: &mut Buffer, model: &Model, theme: &Theme, areas: &Areas) {
    status::draw_title(buffer, model, theme, areas.title);
    list::draw(buffer, model, theme, areas);
    let part = match model.focus {
        Pane::List | Pane::Places => Part::Border,
        Pane::Reader => Part::BorderFocused,
    };
    draw_border(buffer, theme.part(part), areas.border);
    let part = if model.focus == Pane::Places { Part::BorderFocused } else { Part::Border };
    draw_border(buffer, theme.part(part), areas.places_border);
    places::draw(buffer, model, theme, areas.places);
    page::draw(buffer, model, theme, areas.reader);
}

fn draw_overlay(buffer: &mut Buffer, model: &Model, theme: &Theme, areas: &Areas) {
    let screen = model.screen();
    match &model.overlay {
        Some(Overlay::Help(state)) => help::draw(buffer, model, state, theme, screen),
        Some(Overlay::Notes(panel)) => notes::draw(buffer, model, panel, theme, areas.panel),
        Some(Overlay::Links(links)) => overlay::draw_links(buffer, links, theme, screen),
        Some(Overlay::Voices(panel)) => voices::draw(buffer, model, panel, theme, areas.panel),
        Some(Overlay::Speaker(page)) => speaker::draw(buffer, model, page, theme, areas.panel),
        Some(Overlay::History(history)) => triage::draw_history(buffer, model, history, theme, screen),
        Some(Overlay::Feeds(list)) => feeds::draw(buffer, list, theme, screen),
        Some(Overlay::Ending) => briefing::draw_ending(buffer, model, theme, screen),
        Some(Overlay::Output(output)) => overlay::draw_output(buffer, output, theme, screen),
        Some(Overlay::Stats(page)) => stats::draw(buffer, model, page, theme, screen),
        Some(Overlay::Confirm(_)) | None => {}
    }
    overlay::draw_hints(buffer, model, theme, screen);
    if let Some(about) = &model.naming {
        naming::draw(buffer, about, theme, screen);
    }
    triage::draw_completions(buffer, model, theme, screen);
}

fn draw_border(buffer: &mut Buffer, style: Style, area: Rect) {
    let line = if area.width == 1 { "│" } else { "─" };
    for position in area.positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            cell.set_symbol(line).set_style(style);
        }
    }
}

fn too_small(buffer: &mut Buffer, screen: Rect, theme: &Theme) {
    let text = words::fit("too small for the reader", screen.width);
    if screen.height > 0 {
        put(buffer, screen.x, screen.y, &text, screen.width, theme.part(Part::Notice));
    }
}
