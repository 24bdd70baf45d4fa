//! The page of all that somebody said, the newest first.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Modifier, Style},
    widgets::{Clear, Widget as _},
};

use super::{list::queue_sign, status, words};
use crate::{
    app::{Model, dates, speaker::Page},
    catalog::{
        people::{Quoted, Saying, Who},
        quotation::Kept,
    },
    settings::{
        command::Command,
        theme::{Part, Theme},
    },
    text::{page::Role, quotes::Confidence},
};

/// Draws the page.
pub fn draw(buffer: &mut Buffer, model: &Model, page: &Page, theme: &Theme, area: Rect) {
    Clear.render(area, buffer);
    buffer.set_style(area, theme.part(Part::Popup));
    draw_head(buffer, model, page, theme, area);
    let mut row = area.y + 3;
    let entries = page.entries().zip(&page.lines).enumerate().skip(page.top);
    for (index, ((quoted, saying), lines)) in entries {
        if row >= area.bottom() {
            return;
        }
        let chosen = index == page.selected;
        let height = u16::try_from(lines.len() + 1).unwrap_or(u16::MAX).min(area.bottom() - row);
        let place = Rect { y: row, height, ..area };
        draw_entry(buffer, theme, place, (quoted, saying), lines, chosen, &facts(model, quoted));
        row = row.saturating_add(height + 1);
    }
    if page.is_whole() && page.lines.is_empty() && row < area.bottom() {
        let room = area.width.saturating_sub(2);
        let told = words::fit("nothing that they said is in the store", room);
        buffer.set_stringn(area.x + 2, row, told, room.into(), theme.part(Part::Notice));
    }
}

fn draw_head(buffer: &mut Buffer, model: &Model, page: &Page, theme: &Theme, area: Rect) {
    let room = area.width.saturating_sub(2);
    let name = theme.part(Part::Popup).patch(theme.role(Role::Speaker)).add_modifier(Modifier::BOLD);
    buffer.set_style(Rect { height: 1, ..area }, theme.part(Part::Title));
    buffer.set_stringn(area.x + 1, area.y, words::fit(&page.name, room), room.into(), name);
    let said = match (&page.person, page.who) {
        (Some(person), _) => {
            let also: Vec<&str> = person.also.iter().map(|name| &**name).collect();
            let also = if also.is_empty() { String::new() } else { format!(" · also {}", also.join(", ")) };
            let (quotations, articles) = (person.quotations, person.articles);
            format!("{} in {}{also}", counted(quotations, "quotation"), counted(articles, "article"))
        }
        (None, Who::Within(..)) => {
            let key = status::key(model, Command::MergeSpeaker).map(|key| format!("; {key} says who it is"));
            format!("only in this article: the name says nothing elsewhere{}", key.unwrap_or_default())
        }
        (None, Who::Person(_)) => String::new(),
    };
    if area.height > 1 {
        buffer.set_stringn(area.x + 1, area.y + 1, words::fit(&said, room), room.into(), theme.part(Part::Notice));
    }
}

fn counted(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{} {what}{s}", words::number(count))
}

/// When and where: source, date, headline.
pub fn facts(model: &Model, quoted: &Quoted) -> String {
    let row = &quoted.row;
    let date = row.published.and_then(|at| dates::full(at, model.clock, &model.config));
    let date = date.unwrap_or_else(|| format!("added {}", dates::short(row.sorted_at, model.clock, &model.config)));
    let parts = [date.as_str(), &row.source, &row.headline];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn draw_entry(
    buffer: &mut Buffer,
    theme: &Theme,
    area: Rect,
    (quoted, saying): (&Quoted, &Saying),
    lines: &[Box<str>],
    chosen: bool,
    facts: &str,
) {
    let style = if chosen { theme.part(Part::Selected) } else { Style::new() };
    buffer.set_style(area, style);
    for y in area.top()..area.bottom() {
        buffer.set_stringn(area.x, y, if chosen { "▌" } else { " " }, 1, style);
        buffer.set_stringn(area.x + 1, y, saying.kind.sign(), 1, style.patch(theme.role(Role::Margin)));
    }
    let room = area.width.saturating_sub(4);
    let perhaps = if saying.confidence == Confidence::Guess { "perhaps · " } else { "" };
    let queue = queue_sign(quoted.row.queue);
    let star = if quoted.row.bookmarked { "★" } else { "" };
    let signs = if queue.is_empty() && star.is_empty() { String::new() } else { format!("{queue}{star} ") };
    let kept = if saying.kept == Kept::Yes { "kept · " } else { "" };
    let facts = format!("{signs}{kept}{perhaps}{facts}");
    let quiet = style.patch(theme.role(Role::Byline));
    buffer.set_stringn(area.x + 3, area.y, words::fit(&facts, room), room.into(), quiet);
    for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
        buffer.set_stringn(area.x + 3, y, line, room.into(), style);
    }
}
