//! The panel of who said what: a line for each quotation where there is room for one, two where the panel is narrow.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Modifier, Style},
    widgets::{Clear, Widget as _},
};

use super::words;
use crate::{
    app::{
        Model,
        pointing::ONE_LINE,
        reader::Open,
        voices::{Line, Order, Voices, named},
    },
    settings::theme::{Part, Theme},
    text::{
        page::Role,
        quotes::{Confidence, Quotation},
    },
};

/// Draws the panel.
pub fn draw(buffer: &mut Buffer, model: &Model, panel: &Voices, theme: &Theme, area: Rect) {
    let Some(open) = &model.reader.open else { return };
    Clear.render(area, buffer);
    buffer.set_style(area, theme.part(Part::Popup));
    draw_head(buffer, open, panel, theme, area);
    let inside = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let lay = Lay { open, panel, theme, area: inside };
    let mut row = inside.y;
    for line in panel.lines.iter().skip(panel.first(inside)) {
        if row >= inside.bottom() {
            return;
        }
        row += lay.draw(buffer, *line, row);
    }
    if panel.lines.is_empty() && inside.height > 0 {
        let told = words::fit("nobody said that here", inside.width.saturating_sub(2));
        buffer.set_stringn(inside.x + 2, inside.y, told, inside.width.into(), theme.part(Part::Notice));
    }
}

fn draw_head(buffer: &mut Buffer, open: &Open, panel: &Voices, theme: &Theme, area: Rect) {
    let style = theme.part(Part::Title);
    buffer.set_style(Rect { height: 1, ..area }, style);
    let order = match panel.order {
        Order::Place => "in order",
        Order::Speaker => "by speaker",
    };
    let all = open.opened.quotations.quotations.len();
    let shown = panel.quotations().count();
    let count = if panel.filter.is_empty() {
        words::number(all)
    } else {
        format!("{} of {} with “{}”", words::number(shown), words::number(all), panel.filter)
    };
    let head = format!(" who said what · {order} · {count}");
    buffer.set_stringn(area.x, area.y, words::fit(&head, area.width), area.width.into(), style);
}

struct Lay<'a> {
    open: &'a Open,
    panel: &'a Voices,
    theme: &'a Theme,
    area: Rect,
}

impl Lay<'_> {
    fn draw(&self, buffer: &mut Buffer, line: Line, row: u16) -> u16 {
        match line {
            Line::Speaker(speaker, count) => self.draw_speaker(buffer, speaker, count, row),
            Line::Quotation(index) => {
                let quotation = self.open.opened.quotations.quotations.get(index);
                if let Some(quotation) = quotation {
                    self.draw_quotation(buffer, quotation, index, row);
                }
            }
        }
        self.panel.height(line, self.area.width)
    }

    fn draw_speaker(&self, buffer: &mut Buffer, speaker: Option<usize>, count: usize, row: u16) {
        let speaker = speaker.and_then(|at| self.open.opened.quotations.speakers.get(at));
        let text = format!("{} · {}", named(speaker, Confidence::Sure), words::number(count));
        let room = self.area.width.saturating_sub(2);
        let style = self.theme.part(Part::Popup).patch(self.theme.role(Role::Speaker)).add_modifier(Modifier::BOLD);
        buffer.set_stringn(self.area.x + 1, row, words::fit(&text, room), room.into(), style);
    }

    fn draw_quotation(&self, buffer: &mut Buffer, quotation: &Quotation, index: usize, row: u16) {
        let chosen = index == self.panel.selected;
        let style = if chosen { self.theme.part(Part::Selected) } else { Style::new() };
        let rows = self.panel.height(Line::Quotation(index), self.area.width).min(self.area.bottom() - row);
        buffer.set_style(Rect { y: row, height: rows, ..self.area }, style);
        let sign = self.theme.role(Role::Margin);
        let x = self.area.x;
        for y in row..row + rows {
            buffer.set_stringn(x, y, if chosen { "▌" } else { " " }, 1, style);
            buffer.set_stringn(x + 1, y, quotation.kind.sign(), 1, style.patch(sign));
        }
        let kept = if self.open.opened.kept.contains(&index) { "★ " } else { "" };
        let said = format!("{kept}{}", quotation.words(&self.open.opened.article.text));
        let place = Rect { x: x + 3, y: row, width: self.area.width.saturating_sub(4), height: rows };
        if self.panel.order == Order::Speaker {
            let perhaps = if quotation.confidence == Confidence::Guess { "perhaps: " } else { "" };
            return put(buffer, place, 0, 0, &format!("{perhaps}{said}"), style);
        }
        let speaker = quotation.speaker.and_then(|at| self.open.opened.quotations.speakers.get(at));
        let who = named(speaker, quotation.confidence);
        let speaking = style.patch(self.theme.role(Role::Speaker));
        if self.area.width < ONE_LINE {
            put(buffer, place, 0, 0, &who, speaking);
            put(buffer, place, 0, 1, &said, style);
        } else {
            let third = place.width / 3;
            put(buffer, Rect { width: third, ..place }, 0, 0, &who, speaking);
            put(buffer, place, third + 1, 0, &said, style);
        }
    }
}

fn put(buffer: &mut Buffer, area: Rect, column: u16, line: u16, text: &str, style: Style) {
    let room = area.width.saturating_sub(column);
    if line < area.height {
        buffer.set_stringn(area.x + column, area.y + line, words::fit(text, room), room.into(), style);
    }
}
