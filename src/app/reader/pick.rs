//! A passage being picked in the open article: a cursor, where the passage was begun, and how both move. It knows the
//! page's lines and the text's words.

use std::ops::Range;

use super::{Open, Reader};
use crate::{
    settings::command::Command,
    text::{quotes::Quotation, units},
};

/// A passage being picked: bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    /// The character under the cursor.
    pub cursor: usize,
    /// Where the passage was begun; before, only the cursor moves.
    pub begun: Option<usize>,
    /// The column that lines are changed in.
    column: Option<u16>,
}

impl Reader {
    /// Begins to pick: the quotation gone to, if it is in sight, else with the cursor on the first word in sight.
    pub fn begin_pick(&mut self) {
        let height = self.height.max(1);
        let Some(open) = &mut self.open else { return };
        let whole = open.quotation.and_then(|index| open.whole_quotation(index)).map(|(_, range)| range);
        let seen = |range: &Range<usize>| (open.top..open.top + height).contains(&open.page.line_of(range.start));
        open.pick = Some(match whole.filter(seen) {
            Some(range) => Pick { cursor: last_of(open.text(), &range), begun: Some(range.start), column: None },
            None => Pick { cursor: open.first_in_sight(height), begun: None, column: None },
        });
    }

    /// Ends picking. Returns whether a passage was being picked.
    pub fn end_pick(&mut self) -> bool {
        self.open.as_mut().is_some_and(|open| open.pick.take().is_some())
    }

    /// The passage that is picked so far; the sentence under the cursor where none is begun.
    #[must_use]
    pub fn picked(&self) -> Option<Range<usize>> {
        let open = self.open.as_ref()?;
        let pick = open.pick?;
        Some(open.picked(pick).unwrap_or_else(|| units::sentence(open.text(), pick.cursor)))
    }

    /// Moves the cursor, or changes what is picked.
    pub fn move_pick(&mut self, command: Command, times: usize) {
        let lines = self.height.max(1);
        let Some(open) = &mut self.open else { return };
        for _ in 0..times.clamp(1, 10_000) {
            let Some(pick) = open.pick else { return };
            let next = open.moved(pick, command, lines);
            if next == pick {
                break;
            }
            open.pick = Some(next);
        }
        let cursor = open.pick.map_or(0, |pick| pick.cursor);
        let line = open.page.line_of(cursor);
        if line < open.top {
            open.go_to(line, lines);
        } else if line >= open.top + lines {
            open.go_to(line + 1 - lines, lines);
        }
    }

    /// Remembers where the mouse was pressed, in lines and columns of the pane: a passage may begin there.
    pub fn press(&mut self, line: u16, column: u16) {
        self.end_pick();
        if let Some(open) = &mut self.open {
            open.pressed = open.byte_under(line, column);
        }
    }

    /// Picks from where the mouse was pressed to where it is now.
    pub fn drag(&mut self, line: u16, column: u16) {
        let Some(open) = &mut self.open else { return };
        if let (Some(begun), Some(cursor)) = (open.pressed, open.byte_under(line, column)) {
            open.pick = Some(Pick { cursor, begun: Some(begun), column: None });
        }
    }
}

impl Open {
    pub(super) fn text(&self) -> &str {
        &self.opened.article.text
    }

    /// From the first to the last picked character.
    #[must_use]
    pub fn picked(&self, pick: Pick) -> Option<Range<usize>> {
        let begun = pick.begun?;
        let last = begun.max(pick.cursor);
        Some(begun.min(pick.cursor)..last + width_at(self.text(), last))
    }

    fn byte_under(&self, line: u16, column: u16) -> Option<usize> {
        self.page.byte_at(self.text(), self.top + usize::from(line), column)
    }

    fn first_in_sight(&self, height: usize) -> usize {
        let lines = self.page.lines().iter().skip(self.top).take(height);
        let place = lines.map(|line| line.range.clone()).find(|range| !range.is_empty()).map_or(0, |range| range.start);
        units::word(self.text(), place).start
    }

    fn moved(&self, pick: Pick, command: Command, lines: usize) -> Pick {
        let text = self.text();
        let at = pick.cursor;
        let to = match command {
            Command::NextRow | Command::LineDown => return self.by_lines(pick, 1),
            Command::PreviousRow | Command::LineUp => return self.by_lines(pick, -1),
            Command::HalfPageDown => return self.by_lines(pick, half(lines)),
            Command::HalfPageUp => return self.by_lines(pick, -half(lines)),
            Command::PageDown => return self.by_lines(pick, 2 * half(lines)),
            Command::PageUp => return self.by_lines(pick, -2 * half(lines)),
            Command::NextCharacter => Some(at + width_at(text, at)).filter(|next| *next < text.len()),
            Command::PreviousCharacter => {
                text.get(..at).and_then(|before| before.char_indices().next_back()).map(|(at, _)| at)
            }
            Command::NextWord => units::word_after(text, at),
            Command::PreviousWord => units::word_before(text, at),
            Command::WordEnd => units::word_end(text, at),
            Command::NextSentence => units::sentence_after(text, at),
            Command::PreviousSentence => units::sentence_before(text, at),
            Command::NextParagraph => units::paragraph_after(text, at),
            Command::PreviousParagraph => units::paragraph_before(text, at),
            Command::LineStart => Some(self.line_at(at).start),
            Command::LineEnd => Some(last_of(text, &self.line_at(at))),
            Command::Top => Some(0),
            Command::Bottom => Some(last_of(text, &(0..text.len()))),
            Command::OtherEnd => {
                let cursor = pick.begun.unwrap_or(at);
                return Pick { cursor, begun: pick.begun.map(|_| at), column: None };
            }
            Command::PickPassage => {
                let begun = if pick.begun.is_some() { None } else { Some(at) };
                return Pick { begun, ..pick };
            }
            Command::TakeWord => return taken(text, units::word(text, at)),
            Command::TakeSentence => return taken(text, units::sentence(text, at)),
            Command::TakeParagraph => return taken(text, units::paragraph(text, at)),
            Command::TakeQuotation => return self.quotation_at(at).map_or(pick, |range| taken(text, range)),
            _ => None,
        };
        to.map_or(pick, |cursor| Pick { cursor, column: None, ..pick })
    }

    /// The bytes of the line that a byte stands on.
    fn line_at(&self, at: usize) -> Range<usize> {
        let line = self.page.lines().get(self.page.line_of(at));
        line.map_or(0..0, |line| line.range.clone())
    }

    /// Up or down by lines of text, in the same column as far as the lines reach.
    fn by_lines(&self, pick: Pick, by: isize) -> Pick {
        let text = self.text();
        let here = self.page.line_of(pick.cursor);
        let end = pick.cursor + width_at(text, pick.cursor);
        let cells = self.page.cells_of(text, &(pick.cursor..end), here);
        let column = pick.column.or_else(|| cells.first().map(|cell| cell.start)).unwrap_or(self.page.indent());
        let mut line = here;
        let mut left = by;
        let mut found = pick;
        while left != 0
            && let Some(next) = line.checked_add_signed(left.signum())
            && let Some(lines) = self.page.lines().get(next)
        {
            line = next;
            let place = (0..=column).rev().find_map(|column| self.page.byte_at(text, line, column));
            if lines.range.is_empty() {
                continue;
            }
            left -= left.signum();
            found = Pick { cursor: place.unwrap_or(lines.range.start), column: Some(column), ..pick };
        }
        found
    }

    /// The quotation that a byte lies in, or the next one.
    fn quotation_at(&self, at: usize) -> Option<Range<usize>> {
        let whole = |one: &Quotation| Some(one.pieces.first()?.start..one.pieces.last()?.end);
        let all = self.opened.quotations.quotations.iter().filter_map(whole);
        all.filter(|range| range.end > at).min_by_key(|range| range.start.saturating_sub(at))
    }
}

fn taken(text: &str, range: Range<usize>) -> Pick {
    Pick { cursor: last_of(text, &range), begun: Some(range.start), column: None }
}

/// The last character of a range, but for white space.
fn last_of(text: &str, range: &Range<usize>) -> usize {
    let words = text.get(range.clone()).unwrap_or_default().trim_end();
    range.start + words.char_indices().next_back().map_or(0, |(at, _)| at)
}

fn width_at(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}

fn half(lines: usize) -> isize {
    (lines / 2).max(1).cast_signed()
}
