//! Text in a given number of columns. It knows graphemes and widths, not places on the screen.

use std::borrow::Cow;

pub use crate::catalog::number::apart as number;

use super::graphemes::{measured, plain_start};

/// The columns that a text takes, grapheme by grapheme as ratatui counts them.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { measured(text).map(|(_, width)| usize::from(width)).sum() }
}

/// The text in at most `columns` columns, with an ellipsis for what is left out.
#[must_use]
pub fn fit(text: &str, columns: u16) -> Cow<'_, str> {
    let columns = usize::from(columns);
    if text.len() <= columns {
        // No character takes more columns than bytes.
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(1);
    if columns > 0 && plain_start(text, columns) == columns {
        return Cow::Owned(format!("{}…", text.get(..room).unwrap_or_default().trim_end()));
    }
    let (mut taken, mut kept) = (0, 0);
    let mut graphemes = measured(text);
    while let Some((_, width)) = graphemes.next() {
        taken += usize::from(width);
        if taken <= room {
            kept = text.len() - graphemes.left();
        } else if taken > columns {
            let ellipsis = if columns == 0 { "" } else { "…" };
            let kept = text.get(..kept).unwrap_or_default().trim_end();
            return Cow::Owned(format!("{kept}{ellipsis}"));
        }
    }
    Cow::Borrowed(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis_within_the_columns() {
        assert_eq!(fit("headline", 8), "headline");
        assert_eq!(fit("headline", 5), "head…");
        assert_eq!(fit("one two", 5), "one…");
        assert_eq!(fit("世界新闻", 5), "世界…");
        assert_eq!(fit("世界新闻", 4), "世…");
        assert_eq!(fit("x", 0), "");
        assert_eq!(fit("cafe\u{301}", 4), "cafe\u{301}");
        assert_eq!(fit("cafe\u{301}s", 4), "caf…");
        assert_eq!(fit("cafe\u{301}s", 3), "ca…");
        assert_eq!(fit("👨‍👩‍👧👨‍👩‍👧", 3), "👨‍👩‍👧…");
    }
}
