//! The page of what came in lately: two charts over time, then sources and speakers in lines.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    widgets::{Sparkline, Widget as _},
};

use super::{ink::put, words};
use crate::{
    app::{
        Model,
        stats::{self, Page},
    },
    catalog::stats::{SourceStats, Stats},
    settings::theme::{Part, Theme},
};

/// Rows of a chart.
const CHART: u16 = 4;
/// From this many rows on, there is room for charts.
const WITH_CHARTS: u16 = 18;
/// Columns of the page.
const WIDTH: u16 = 80;

pub fn draw(buffer: &mut Buffer, model: &Model, page: &Page, theme: &Theme, screen: Rect) {
    let body = Rect { y: screen.y + 1, height: screen.height.saturating_sub(2), ..screen };
    let width = body.width.min(WIDTH);
    let area = Rect { x: body.x + (body.width - width) / 2, width, ..body };
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
    let mut rest = lower(area, 2);
    if area.height >= WITH_CHARTS {
        for (name, numbers) in charts(stats) {
            put(buffer, rest.x, rest.y, name, width, theme.part(Part::RowDetail));
            chart(buffer, &numbers, Rect { y: rest.y + 1, height: CHART, ..rest }, theme.part(Part::RowUnread));
            rest = lower(rest, CHART + 2);
        }
    }
    let lines = stats::lines(stats);
    let last = lines.len().saturating_sub(usize::from(rest.height));
    for (row, line) in rest.rows().zip(lines.iter().skip(page.top.min(last))) {
        put(buffer, row.x, row.y, &words::fit(line, width), width, Style::new());
    }
}

fn lower(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
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
