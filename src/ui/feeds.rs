//! What is drawn for the list of subscriptions: how many articles wait, the name, and what is wrong.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use super::{
    overlay::{panel, row_style},
    words,
};
use crate::{
    app::{
        overlay::FeedList,
        pointing::{FEEDS, first_shown},
    },
    catalog::feeds::FeedRow,
    settings::theme::{Part, Theme},
};

/// Columns of the mark and the number before a name.
const BEFORE: u16 = 9;

pub fn draw(buffer: &mut Buffer, feeds: &FeedList, theme: &Theme, screen: Rect) {
    let count = u16::try_from(feeds.rows.len()).unwrap_or(u16::MAX);
    let broken = feeds.rows.iter().filter(|row| row.is_broken()).count();
    let wrong = if broken > 0 { format!(", {} can't be read", words::number(broken)) } else { String::new() };
    let all =
        if feeds.rows.len() == 1 { "1 feed".to_owned() } else { format!("{} feeds", words::number(feeds.rows.len())) };
    let title = format!("{all}{wrong} · Enter lists the articles, R asks all, D ends one");
    // The last line is for the whole sentence on the chosen one.
    let inside = panel(buffer, &title, theme, screen, (FEEDS, count.saturating_add(1)));
    let list = Rect { height: inside.height.saturating_sub(1), ..inside };
    let first = first_shown(feeds.choice, list.height);
    for ((index, row), line) in feeds.rows.iter().enumerate().skip(first).zip(list.rows()) {
        let style = row_style(theme, index == feeds.choice.selected);
        buffer.set_style(line, style);
        draw_row(buffer, row, theme, line, style);
    }
    let told = feeds.rows.get(feeds.choice.selected).and_then(|row| row.told.as_deref());
    if let (Some(told), Some(line)) = (told, inside.rows().next_back()) {
        let style = theme.part(Part::RowHandled);
        buffer.set_stringn(line.x, line.y, words::fit(told, line.width), line.width.into(), style);
    }
}

fn draw_row(buffer: &mut Buffer, row: &FeedRow, theme: &Theme, line: Rect, style: Style) {
    let names = (line.width / 3).max(16).min(line.width.saturating_sub(BEFORE));
    if row.is_broken() {
        buffer.set_stringn(line.x, line.y, "!", 1, style.patch(theme.part(Part::Error)));
    }
    let unread = if row.counts.unread > 0 { words::number(row.counts.unread) } else { String::new() };
    let (x, _) = buffer.set_stringn(line.x + 1, line.y, format!("{unread:>6} "), usize::from(BEFORE), style);
    buffer.set_stringn(x, line.y, words::fit(&row.name, names), usize::from(names), style);
    let from = x + names + 2;
    let room = line.right().saturating_sub(from);
    if let Some(told) = row.told.as_deref().filter(|_| room > 0) {
        let style = style.patch(theme.part(Part::RowHandled));
        buffer.set_stringn(from, line.y, words::fit(told, room), room.into(), style);
    }
}
