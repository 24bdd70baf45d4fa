//! Words put into cells. It knows cells and styles, not what the words mean.

use ratatui::{buffer::Buffer, style::Style};

use super::graphemes::{measured, plain_start};

/// Writes as much of `text` as `columns` hold, from a cell on to the right. Returns the column after it. (What
/// ratatui's `set_stringn` does, in a quarter of the time.)
pub fn put(buffer: &mut Buffer, x: u16, y: u16, text: &str, columns: u16, style: Style) -> u16 {
    let area = buffer.area;
    if x < area.x || !(area.top()..area.bottom()).contains(&y) {
        return x;
    }
    let room = area.right().saturating_sub(x).min(columns);
    let first = usize::from(y - area.y) * usize::from(area.width) + usize::from(x - area.x);
    let cells = buffer.content.get_mut(first..first + usize::from(room)).unwrap_or_default();
    let plain = plain_start(text, cells.len());
    for (cell, byte) in cells.iter_mut().zip(text.bytes().take(plain)) {
        cell.set_char(char::from(byte)).set_style(style);
    }
    let mut at = plain;
    for (grapheme, width) in measured(text.get(plain..).unwrap_or_default()) {
        let next = at + usize::from(width);
        let Some((cell, hidden)) = cells.get_mut(at..next).and_then(<[_]>::split_first_mut) else { break };
        cell.set_symbol(grapheme).set_style(style);
        hidden.iter_mut().for_each(ratatui::buffer::Cell::reset);
        at = next;
    }
    x + u16::try_from(at).unwrap_or(room)
}

#[cfg(test)]
mod tests {
    use ratatui::{layout::Rect, style::Color};

    use super::*;

    #[test]
    fn cells_are_filled_as_ratatui_fills_them() {
        let style = Style::new().fg(Color::Red).bold();
        for text in [
            "plain",
            "nine in al",
            "nine in a",
            "nine in a\u{301}",
            "“Curly” — and long enough to be cut",
            "世界新闻",
            "a世b",
            "👨‍👩‍👧 e\u{301}",
            "tab\tand\u{7}bell",
            "",
        ] {
            for (x, columns) in [(0, 9), (3, 4), (3, 20), (8, 1), (9, 5), (0, 0)] {
                let area = Rect::new(0, 0, 9, 2);
                let (mut ours, mut theirs) = (Buffer::filled(area, 'x'.into()), Buffer::filled(area, 'x'.into()));
                let end = put(&mut ours, x, 1, text, columns, style);
                let (their_end, _) = theirs.set_stringn(x, 1, text, columns.into(), style);
                assert_eq!((&ours, end), (&theirs, their_end), "{text:?} at {x} in {columns}");
            }
        }
    }

    #[test]
    fn nothing_is_put_outside_of_the_screen() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        assert_eq!(put(&mut buffer, 5, 0, "a", 4, Style::new()), 5);
        assert_eq!(put(&mut buffer, 0, 1, "a", 4, Style::new()), 0);
        assert_eq!(buffer, Buffer::empty(Rect::new(0, 0, 4, 1)));
    }
}
