//! The people who may be meant by the name being typed, above the line in which it is.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{overlay::panel, words};
use crate::{
    app::naming::Naming,
    settings::theme::{Part, Theme},
};

/// Draws them, if there are any.
pub fn draw(buffer: &mut Buffer, naming: &Naming, theme: &Theme, screen: Rect) {
    let height = u16::try_from(naming.likely.len()).unwrap_or(u16::MAX);
    if height == 0 {
        return;
    }
    let top = screen.bottom().saturating_sub(height.saturating_add(3)).max(screen.y);
    let low = Rect { y: top, height: screen.bottom() - top, ..screen };
    let inside = panel(buffer, "Tab takes a name", theme, low, (60, height));
    for ((index, person), row) in naming.likely.iter().enumerate().zip(inside.rows()) {
        let style = if naming.taken == Some(index) { theme.part(Part::Selected) } else { theme.part(Part::Popup) };
        buffer.set_style(row, style);
        let text = format!("{} · {}", person.name, words::number(person.quotations));
        buffer.set_stringn(row.x, row.y, words::fit(&text, row.width), row.width.into(), style);
    }
}
