//! The list pane: a row for each article, one or two screen lines high.
//!
//! Nothing rests on colour: `●` is unread, `★` bookmarked, `▌` selected.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use super::words;
use crate::{
    app::{
        Model, dates,
        panes::{Areas, Pane},
    },
    catalog::{Row, Scope, Shown},
    settings::theme::{Part, Theme},
    text::article::HeadlineOrigin,
};

/// Columns of the signs before a headline.
const SIGNS: u16 = 4;
/// Columns of the date at the end of a one-line row.
const DATE: u16 = 11;
/// From this width on, a one-line row names the source.
const WITH_SOURCE: u16 = 60;
/// Columns of the source in a one-line row.
const SOURCE: u16 = 18;

pub fn draw(buffer: &mut Buffer, model: &Model, theme: &Theme, areas: &Areas) {
    if areas.list.is_empty() {
        return;
    }
    if model.list.is_empty() {
        return draw_nothing(buffer, model, theme, areas.list);
    }
    let heights = areas.list.rows().step_by(usize::from(areas.row_height));
    for (line, (row, selected)) in heights.zip(model.list.visible(areas.rows())) {
        let area = Rect { height: areas.row_height, ..line };
        let look = Look::of(row, selected, model, theme);
        buffer.set_style(area, look.ground);
        draw_signs(buffer, row, &look, area, theme);
        match areas.row_height {
            1 => draw_one_line(buffer, row, &look, area, model),
            _ => draw_two_lines(buffer, row, &look, area, model),
        }
    }
}

/// How a row looks.
struct Look {
    ground: Style,
    headline: Style,
    facts: Style,
    selected: bool,
}

impl Look {
    fn of(row: &Row, selected: bool, model: &Model, theme: &Theme) -> Self {
        let ground = match (selected, model.focus) {
            (false, _) => Style::new(),
            (true, Pane::List) => theme.part(Part::Selected),
            (true, Pane::Reader) => theme.part(Part::SelectedBehind),
        };
        let headline = theme.part(match (row.read, model.list.is_handled(row.id)) {
            (true, true) => Part::RowHandled,
            (true, false) => Part::RowRead,
            (false, _) => Part::RowUnread,
        });
        let facts = theme.part(Part::RowDetail);
        Self { ground, headline: headline.patch(ground), facts: facts.patch(ground), selected }
    }
}

fn draw_signs(buffer: &mut Buffer, row: &Row, look: &Look, area: Rect, theme: &Theme) {
    if look.selected {
        for line in area.rows() {
            buffer.set_stringn(line.x, line.y, "▌", 1, look.ground.patch(theme.part(Part::SignUnread)));
        }
    }
    if !row.read {
        let style = look.ground.patch(theme.part(Part::SignUnread));
        buffer.set_stringn(area.x + 1, area.y, "●", 1, style);
    }
    if row.bookmarked {
        let style = look.ground.patch(theme.part(Part::SignBookmarked));
        buffer.set_stringn(area.x + 2, area.y, "★", 1, style);
    }
}

fn headline(row: &Row) -> (&str, Style) {
    match row.headline_origin {
        Some(HeadlineOrigin::Given) => (&row.headline, Style::new()),
        Some(HeadlineOrigin::Lead) => (&row.headline, Style::new().italic()),
        None => ("(no headline)", Style::new().italic()),
    }
}

fn draw_one_line(buffer: &mut Buffer, row: &Row, look: &Look, area: Rect, model: &Model) {
    let with_source = area.width >= WITH_SOURCE;
    let tail = DATE + 1 + if with_source { SOURCE + 1 } else { 0 };
    let width = area.width.saturating_sub(SIGNS + tail);
    let (text, style) = headline(row);
    let style = look.headline.patch(style);
    buffer.set_stringn(area.x + SIGNS, area.y, words::fit(text, width), width.into(), style);
    if with_source {
        let source = words::fit(&row.source, SOURCE);
        let x = area.x + SIGNS + width + 1;
        buffer.set_stringn(x, area.y, source, SOURCE.into(), look.facts);
    }
    let date = date(row, model);
    let x = area.right().saturating_sub(u16::try_from(words::width(&date)).unwrap_or(DATE) + 1).max(area.x);
    buffer.set_stringn(x, area.y, date, DATE.into(), look.facts);
}

fn draw_two_lines(buffer: &mut Buffer, row: &Row, look: &Look, area: Rect, model: &Model) {
    let width = area.width.saturating_sub(SIGNS + 1);
    let (text, style) = headline(row);
    let style = look.headline.patch(style);
    buffer.set_stringn(area.x + SIGNS, area.y, words::fit(text, width), width.into(), style);
    let facts = words::fit(&facts(row, model), width).into_owned();
    buffer.set_stringn(area.x + SIGNS, area.y + 1, facts, width.into(), look.facts);
}

fn facts(row: &Row, model: &Model) -> String {
    let date = match row.published {
        Some(_) => date(row, model),
        None => format!("added {}", when(row.sorted_at, model)),
    };
    let quotations = match row.quotations {
        0 => String::new(),
        1 => "1 quotation".to_owned(),
        count => format!("{count} quotations"),
    };
    let facts = [row.source.to_string(), date, quotations];
    facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// When it was published; where that isn't known, when it came in, behind a plus sign.
fn date(row: &Row, model: &Model) -> String {
    row.published.map_or_else(|| format!("+{}", when(row.sorted_at, model)), |at| when(at, model))
}

fn when(at: i64, model: &Model) -> String {
    dates::short(at, model.clock, &model.config)
}

fn draw_nothing(buffer: &mut Buffer, model: &Model, theme: &Theme, area: Rect) {
    let text = match &model.list.scope {
        Scope::Found(_) => "No article meets this query.",
        Scope::Only(_) => "Nothing was taken in.",
        Scope::View(view) => match view.shown {
            Shown::All => "No articles yet. `dateline open FILE` brings some in.",
            Shown::Unread => "Everything is read.",
            Shown::Bookmarked => "No bookmarks yet: s sets one.",
        },
    };
    let text = words::fit(text, area.width.saturating_sub(2)).into_owned();
    buffer.set_stringn(area.x + 1, area.y, text, area.width.into(), theme.part(Part::Empty));
}
