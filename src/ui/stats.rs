//! The page of what came in lately: two charts over time, then sources and speakers, each with its chart.

use ratatui::{
    buffer::Buffer,
    layout::{Direction, Rect},
    style::Style,
    widgets::{Bar, BarChart, BarGroup, Sparkline, Widget as _},
};

use super::{ink::put, words};
use crate::{
    app::{
        Model,
        stats::{self, Line, Page, Place},
    },
    catalog::stats::{SourceStats, Stats},
    settings::theme::{Part, Theme},
};

pub fn draw(buffer: &mut Buffer, model: &Model, page: &Page, theme: &Theme, screen: Rect) {
    let body = Rect { y: screen.y + 1, height: screen.height.saturating_sub(2), ..screen };
    let place = Place::on(screen);
    let (area, width) = (place.whole, place.whole.width);
    for position in body.positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            cell.reset();
        }
    }
    let Some(stats) = &page.stats else {
        put(buffer, area.x, area.y, "reckoning …", width, theme.part(Part::Notice));
        return;
    };
    let title = stats::title(stats, model.clock, &model.config);
    put(buffer, area.x, area.y, &words::fit(&title, width), width, theme.part(Part::HelpHeading));
    for (at, (name, numbers)) in place.charts.into_iter().zip(charts(stats)).filter(|(at, _)| !at.is_empty()) {
        put(buffer, at.x, at.y, name, width, theme.part(Part::RowDetail));
        let below = Rect { y: at.y + 1, height: at.height - 1, ..at };
        chart(buffer, &numbers, below, theme.part(Part::RowUnread));
    }
    let rows = stats::rows(stats);
    let first = stats::first_shown(page.top, rows.len(), place.rows);
    for (area, row) in place.rows.rows().zip(rows.iter().skip(first)) {
        draw_line(buffer, &row.line, area, theme.part(Part::RowUnread));
    }
}

fn draw_line(buffer: &mut Buffer, line: &Line<'_>, row: Rect, chart: Style) {
    match line {
        Line::Text(text) => {
            put(buffer, row.x, row.y, &words::fit(text, row.width), row.width, Style::new());
        }
        Line::Trend(numbers) => trend(buffer, numbers, right_of(row, 2), chart),
        Line::Share(text, number, most) => {
            put(buffer, row.x, row.y, &words::fit(text, row.width), row.width, Style::new());
            let area = right_of(row, u16::try_from(words::width(text)).unwrap_or(u16::MAX).saturating_add(2));
            share(buffer, *number, *most, area, chart);
        }
    }
}

fn right_of(row: Rect, columns: u16) -> Rect {
    let columns = columns.min(row.width);
    Rect { x: row.x + columns, width: row.width - columns, ..row }
}

/// Numbers as columns one cell high, the latest ones where not all fit; nothing is a point.
fn trend(buffer: &mut Buffer, numbers: &[u32], area: Rect, style: Style) {
    let room = usize::from(area.width);
    let shown = numbers.get(numbers.len().saturating_sub(room)..).unwrap_or_default();
    let each = (room / shown.len().max(1)).clamp(1, 2);
    let column = |number: &u32| (*number > 0).then(|| u64::from(*number));
    let columns = shown.iter().flat_map(|number| std::iter::repeat_n(column(number), each));
    Sparkline::default().data(columns.collect::<Vec<_>>()).absent_value_symbol("·").style(style).render(area, buffer);
}

/// A number as a bar, that of the largest of its kind in full.
fn share(buffer: &mut Buffer, number: u32, most: u32, area: Rect, style: Style) {
    let area = Rect { width: area.width.min(u16::try_from(stats::BAR).unwrap_or(u16::MAX)), ..area };
    let bar = Bar::default().value(number.into()).text_value(String::new());
    let chart = BarChart::default().direction(Direction::Horizontal).bar_width(1).max(most.max(1).into());
    chart.bar_style(style).data(BarGroup::default().bars(&[bar])).render(area, buffer);
}

fn charts(stats: &Stats) -> [(&'static str, Vec<u64>); 2] {
    let wide = |numbers: Vec<u32>| numbers.into_iter().map(u64::from).collect();
    let articles = stats.total(|source: &SourceStats| &source.articles);
    let quotations = stats.total(|source: &SourceStats| &source.quotations);
    [("articles a day", wide(articles)), ("quotations a day", wide(quotations))]
}

/// Each number as a column, as many cells wide as fit.
fn chart(buffer: &mut Buffer, numbers: &[u64], area: Rect, style: Style) {
    let each = usize::from(area.width) / numbers.len().max(1);
    let wide: Vec<u64> = numbers.iter().flat_map(|number| std::iter::repeat_n(*number, each.max(1))).collect();
    Sparkline::default().data(&wide).style(style).render(area, buffer);
}
