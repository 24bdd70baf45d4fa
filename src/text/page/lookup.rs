//! Where a byte of the text stands on a page, and what stands at a place of it.

use std::ops::Range;

use super::{Content, Line, Page, Role, Span, measure};

impl Page {
    /// The line that shows a byte of the text, or the last one before it, if none does. `O(log n)`.
    #[must_use]
    pub fn line_of(&self, byte: usize) -> usize {
        let body = self.lines.get(..self.body).unwrap_or_default();
        let line = body.partition_point(|line| line.range.start <= byte).saturating_sub(1);
        let cell = self.cells.partition_point(|(start, _)| *start <= byte).checked_sub(1);
        let Some((_, row)) = cell.and_then(|cell| self.cells.get(cell)) else {
            return line;
        };
        // Cells stand side by side, so the row of a later byte may be above the line that starts before it.
        let in_row = body.get(*row).is_some_and(|line| line.range.contains(&byte));
        if in_row { *row } else { line }
    }

    /// The first byte of the text that is shown on a line or after it. `O(1)`.
    #[must_use]
    pub fn byte_of(&self, line: usize) -> usize {
        self.lines.get(line).or(self.lines.last()).map_or(0, |line| line.range.start)
    }

    /// The columns that show bytes of a range on a line, from left to right, joined where they touch.
    ///
    /// What is set in between (padding, a link's number) belongs to it.
    #[must_use]
    pub fn cells_of(&self, text: &str, range: &Range<usize>, line: usize) -> Vec<Range<u16>> {
        let mut cells: Vec<Range<u16>> = Vec::new();
        let Some(line) = self.lines.get(line) else {
            return cells;
        };
        let mut reached = None;
        for (column, span) in self.placed(line) {
            let found = match &span.content {
                Content::Text(shown) => {
                    reached = Some(shown.end);
                    columns_of(span, shown, text, range)
                }
                Content::Furniture(_) => {
                    reached.filter(|end| range.start < *end && *end < range.end).map(|_| 0..span.width)
                }
            };
            let Some(found) = found.filter(|found| !found.is_empty()) else {
                continue;
            };
            let found = column.saturating_add(found.start)..column.saturating_add(found.end);
            match cells.last_mut() {
                Some(last) if last.end == found.start => last.end = found.end,
                Some(_) | None => cells.push(found),
            }
        }
        cells
    }

    /// The byte of the text that is shown at a column of a line; `None` beside the text.
    #[must_use]
    pub fn byte_at(&self, text: &str, line: usize, column: u16) -> Option<usize> {
        let (start, span) = self.span_at(line, column)?;
        let Content::Text(range) = &span.content else {
            return None;
        };
        let mut left = usize::from(column - start);
        for (at, _, wide) in measure::clusters(text.get(range.clone())?) {
            if left < wide {
                return Some(range.start + at);
            }
            left -= wide;
        }
        None
    }

    /// The link whose words or number are shown at a column of a line, as an index into the article's links.
    #[must_use]
    pub fn link_at(&self, text: &str, line: usize, column: u16) -> Option<usize> {
        let (_, span) = self.span_at(line, column)?;
        if let (Role::LinkNumber, Content::Furniture(label)) = (span.face.role, &span.content) {
            return label.trim_matches(['[', ']']).parse::<usize>().ok()?.checked_sub(1);
        }
        let byte = self.byte_at(text, line, column)?;
        let found = self.links.partition_point(|link| link.start <= byte).checked_sub(1)?;
        self.links.get(found).is_some_and(|link| link.contains(&byte)).then_some(found)
    }

    fn span_at(&self, line: usize, column: u16) -> Option<(u16, &Span)> {
        let line = self.lines.get(line)?;
        self.placed(line).find(|(start, span)| *start <= column && column < start.saturating_add(span.width))
    }

    /// The spans of a line with the columns that they start at.
    pub fn placed<'a>(&'a self, line: &Line) -> impl Iterator<Item = (u16, &'a Span)> {
        self.spans(line).iter().scan(self.indent, |column, span| {
            let start = *column;
            *column = start.saturating_add(span.width);
            Some((start, span))
        })
    }
}

/// The columns of a span, counted from its own start, that show bytes of a range.
fn columns_of(span: &Span, shown: &Range<usize>, text: &str, range: &Range<usize>) -> Option<Range<u16>> {
    if range.end <= shown.start || shown.end <= range.start {
        return None;
    }
    if range.start <= shown.start && shown.end <= range.end {
        return Some(0..span.width);
    }
    let (mut column, mut start, mut end) = (0, None, 0);
    for (at, cluster, wide) in measure::clusters(text.get(shown.clone())?) {
        let at = shown.start + at;
        if at < range.end && range.start < at + cluster.len() {
            start.get_or_insert(column);
            end = column + wide;
        }
        column += wide;
    }
    Some(u16::try_from(start?).ok()?..u16::try_from(end).ok()?)
}
