//! Tables: columns side by side with shared widths, or one record below the other where that gets too narrow.

use std::ops::Range;

use hypher::Lang;

use super::blocks::{Left, Setter};
use super::measure::{self, SOFT_HYPHEN};
use super::paragraph::{Paragraph, Widths, has_numbers, put_words, stretches};
use super::sheet::Sheet;
use super::{Face, Role};

/// Blank columns between two columns of a table.
const GUTTER: usize = 2;
/// The widest that a column is kept for its longest word, in columns of the page: a longer word is cut.
const WIDEST_WORD: usize = 16;
/// The most that a cell side by side with others may hold, in bytes; a table with more is shown as records.
const LONGEST_CELL: usize = 16 * 1024;

/// Puts a table on the sheet; `body` is the role of its cells, but for the head.
pub(super) fn put(setter: &mut Setter, sheet: &mut Sheet, range: Range<usize>, head: Head, body: Role, left: Left) {
    let rows: Vec<_> = parts(sheet.text, range, '\n').collect();
    let room = setter.room(left);
    let table = Table { head, body, left, room, hyphens: setter.hyphens };
    match Columns::share(sheet, &rows, room) {
        Some(columns) => table.put_rows(sheet, &rows, &columns),
        None => table.put_records(sheet, &rows, &mut setter.paragraph),
    }
}

/// How a table is set.
struct Table<'a> {
    head: Head,
    body: Role,
    left: Left<'a>,
    /// Columns of the page that it may take.
    room: usize,
    hyphens: Option<Lang>,
}

/// Whether the first row names the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// It does.
    First,
    /// There is no such row.
    None,
}

/// The ranges between separators; an empty last one doesn't count.
fn parts(text: &str, range: Range<usize>, separator: char) -> impl Iterator<Item = Range<usize>> {
    let mut start = range.start;
    let parts = text.get(range).unwrap_or_default();
    parts.split_terminator(separator).map(move |part| {
        let from = start;
        start += part.len() + separator.len_utf8();
        from..from + part.len()
    })
}

/// How a table's columns share the page.
#[derive(Debug, PartialEq, Eq)]
struct Columns(Vec<Column>);

/// One column of a table, in columns of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Column {
    /// Where it starts, counted from the table's left edge.
    start: usize,
    width: usize,
    /// Of its widest cell.
    natural: usize,
    /// Of its widest word.
    word: usize,
    side: Side,
}

/// Which edge of its column a cell stands at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Side {
    #[default]
    Left,
    /// Numbers, so that units stand below units.
    Right,
}

impl Columns {
    /// Shares `room` columns of the page; `None` if some column would be narrower than its words.
    fn share(sheet: &Sheet, rows: &[Range<usize>], room: usize) -> Option<Self> {
        let mut columns = survey(sheet, rows, room)?;
        let gutters = columns.len().saturating_sub(1) * GUTTER;
        let room = room.checked_sub(gutters)?;
        if columns.iter().map(|column| column.word).sum::<usize>() > room {
            return None;
        }
        let cap = cap(&columns, room);
        let fair = |column: &Column| column.natural.min(cap.max(column.word));
        let mut left = room.saturating_sub(columns.iter().map(fair).sum());
        let mut start = 0;
        for column in &mut columns {
            column.width = fair(column);
            let more = left.min(column.natural - column.width).min(1);
            column.width += more;
            left -= more;
            column.start = start;
            start += column.width + GUTTER;
        }
        Some(Self(columns))
    }
}

/// Measures all cells; `None` if there are more columns than find room, or a cell too long to stand beside others.
fn survey(sheet: &Sheet, rows: &[Range<usize>], room: usize) -> Option<Vec<Column>> {
    let mut columns: Vec<Column> = Vec::new();
    for (row, range) in rows.iter().enumerate() {
        for (index, cell) in parts(sheet.text, range.clone(), '\t').enumerate() {
            if index >= columns.len() {
                columns.push(Column { side: Side::Right, ..Column::default() });
            }
            if cell.len() > LONGEST_CELL || columns.len() * (GUTTER + 1) > room + GUTTER {
                return None;
            }
            let column = columns.get_mut(index)?;
            let text = sheet.text.get(cell.clone()).unwrap_or_default();
            let inserts = sheet.columns_of_inserts(&cell);
            column.natural = column.natural.max(measure::columns(text.trim()) + inserts);
            let word = text.split_whitespace().map(measure::columns).max().unwrap_or(0);
            column.word = column.word.max((word + inserts).min(WIDEST_WORD)).max(1);
            if row > 0 && !is_number(text) {
                column.side = Side::Left;
            }
        }
    }
    if rows.len() < 2 {
        for column in &mut columns {
            column.side = Side::Left;
        }
    }
    Some(columns)
}

/// Whether a cell holds an amount, or nothing.
fn is_number(text: &str) -> bool {
    let dash = |char: char| char.is_whitespace() || matches!(char, '-' | '–' | '—');
    text.chars().all(dash) || (text.contains(char::is_numeric) && !text.contains(char::is_alphabetic))
}

/// The widest that columns may be so that all fit in `room`, unless their words need more.
fn cap(columns: &[Column], room: usize) -> usize {
    let fits =
        |cap: usize| columns.iter().map(|column| column.natural.min(cap.max(column.word))).sum::<usize>() <= room;
    let (mut low, mut high) = (0, room + 1);
    while low + 1 < high {
        let middle = usize::midpoint(low, high);
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The cells of one row, each broken for its column.
type Row = Vec<(Column, Paragraph)>;

impl Table<'_> {
    fn put_rows(&self, sheet: &mut Sheet, rows: &[Range<usize>], columns: &Columns) {
        let tall = rows.iter().any(|row| is_tall(sheet, row, columns));
        for (index, range) in rows.iter().enumerate() {
            let row = self.break_row(sheet, range, columns);
            self.put_row(sheet, &row, range, self.role(index));
            let next = range.end + 1;
            if index + 1 == rows.len() {
                continue;
            }
            if self.role(index) == Role::TableHead {
                self.put_rule(sheet, columns, next);
            } else if tall {
                self.left.put(sheet, sheet.lines.len());
                sheet.end_line(next..next);
            }
        }
    }

    fn role(&self, row: usize) -> Role {
        match self.head {
            Head::First if row == 0 => Role::TableHead,
            Head::First | Head::None => self.body,
        }
    }

    fn break_row(&self, sheet: &mut Sheet, row: &Range<usize>, columns: &Columns) -> Row {
        let cells = parts(sheet.text, row.clone(), '\t').zip(&columns.0);
        cells
            .filter_map(|(cell, column)| {
                let stretch = stretches(sheet.text, cell).next()?;
                let mut paragraph = Paragraph::default();
                paragraph.break_text(sheet, stretch, Widths::even(column.width), self.hyphens);
                Some((*column, paragraph))
            })
            .collect()
    }

    fn put_row(&self, sheet: &mut Sheet, row: &Row, range: &Range<usize>, role: Role) {
        let height = row.iter().map(|(_, paragraph)| paragraph.height()).max().unwrap_or(0);
        let edge = self.left.columns();
        for line in 0..height.max(1) {
            self.left.put(sheet, sheet.lines.len());
            let (mut start, mut end) = (usize::MAX, range.start);
            for (column, paragraph) in row.iter().filter(|(_, paragraph)| line < paragraph.height()) {
                let shown = paragraph.range(line);
                let space = match column.side {
                    Side::Left => 0,
                    Side::Right => column.width.saturating_sub(paragraph.columns(line)),
                };
                sheet.pad_to(edge + column.start + space);
                paragraph.put(sheet, line, role, None);
                if height > 1 {
                    sheet.cells.push((shown.start, sheet.lines.len()));
                }
                (start, end) = (start.min(shown.start), end.max(shown.end));
            }
            sheet.end_line(start.min(end)..end);
        }
    }

    /// The rule below the head.
    fn put_rule(&self, sheet: &mut Sheet, columns: &Columns, at: usize) {
        self.left.put(sheet, sheet.lines.len());
        for column in &columns.0 {
            sheet.pad_to(self.left.columns() + column.start);
            sheet.furniture("─".repeat(column.width), Face::of(Role::Rule));
        }
        sheet.end_line(at..at);
    }

    /// Each row as lines of "name: value", a blank line between two.
    fn put_records(&self, sheet: &mut Sheet, rows: &[Range<usize>], paragraph: &mut Paragraph) {
        let heads = usize::from(self.head == Head::First && rows.len() > 1);
        let names: Vec<_> = match rows.first() {
            Some(row) if heads > 0 => parts(sheet.text, row.clone(), '\t').map(|cell| name(sheet.text, cell)).collect(),
            Some(_) | None => Vec::new(),
        };
        for (index, row) in rows.iter().enumerate().skip(heads) {
            if index > heads {
                self.left.put(sheet, sheet.lines.len());
                sheet.end_line(row.start..row.start);
            }
            for (column, cell) in parts(sheet.text, row.clone(), '\t').enumerate() {
                let name = names.get(column).map_or("", String::as_str);
                let begun = self.put_name(sheet, name, cell.start);
                self.put_value(sheet, cell, begun, self.role(index), paragraph);
            }
        }
    }

    /// Begins a line with the name of a field, and gives the columns left for its value; `None` if no line is begun.
    fn put_name(&self, sheet: &mut Sheet, name: &str, at: usize) -> Option<usize> {
        let columns = measure::columns(name);
        if columns * 2 > self.room {
            // It would leave its value no room, so it stands on lines of its own.
            put_words(sheet, name, Role::TableHead, self.left, self.room, at);
            return None;
        }
        if name.is_empty() {
            return None;
        }
        self.left.put(sheet, sheet.lines.len());
        sheet.furniture(name.to_owned(), Face::of(Role::TableHead));
        Some(self.room - columns)
    }

    /// Puts the value of a field, first on the line that its name has begun.
    fn put_value(
        &self,
        sheet: &mut Sheet,
        cell: Range<usize>,
        begun: Option<usize>,
        role: Role,
        paragraph: &mut Paragraph,
    ) {
        let mut widths = Widths { first: begun.unwrap_or(self.room), rest: self.room };
        let mut begun = begun.is_some();
        for stretch in stretches(sheet.text, cell.clone()) {
            paragraph.break_text(sheet, stretch, widths, self.hyphens);
            widths.first = self.room;
            for line in 0..paragraph.height() {
                if !begun {
                    self.left.put(sheet, sheet.lines.len());
                }
                begun = false;
                paragraph.put(sheet, line, role, None);
                sheet.end_line(paragraph.range(line));
            }
        }
        if begun {
            sheet.end_line(cell.start..cell.start);
        }
    }
}

/// Whether some cell of a row takes more than one line.
fn is_tall(sheet: &Sheet, row: &Range<usize>, columns: &Columns) -> bool {
    parts(sheet.text, row.clone(), '\t').zip(&columns.0).any(|(cell, column)| {
        let text = sheet.text.get(cell.clone()).unwrap_or_default();
        let inserts = if has_numbers(column.width) { sheet.columns_of_inserts(&cell) } else { 0 };
        measure::columns(text.trim()) + inserts > column.width
    })
}

/// What a field of a record is called: `Party: `.
fn name(text: &str, cell: Range<usize>) -> String {
    let words = text.get(cell).unwrap_or_default().trim().replace(SOFT_HYPHEN, "");
    let end = if words.ends_with(':') { " " } else { ": " };
    if words.is_empty() { String::new() } else { words + end }
}
