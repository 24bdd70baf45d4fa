//! Code: its lines stay as they are, tabs expanded; a line too wide goes on in the next, behind a sign.

use std::ops::Range;

use super::blocks::{Left, Setter};
use super::sheet::{Sheet, spaces};
use super::{Face, Role, measure};

/// Columns from one tab stop to the next.
const TAB: usize = 4;
/// How far code is set in, and the narrowest column where it is.
const INDENT: usize = 2;
const INDENT_FROM: usize = 40;
/// What stands before a line that goes on.
const GOES_ON: &str = "↳ ";
const GOES_ON_COLUMNS: usize = 2;

/// Puts a block of code on the sheet.
pub(super) fn put(setter: &Setter, sheet: &mut Sheet, range: Range<usize>, left: Left) {
    let indent = if setter.columns >= INDENT_FROM { INDENT } else { 0 };
    let left = Left { indent, ..left };
    let columns = setter.columns.saturating_sub(left.columns()).max(1);
    let text = sheet.text.get(range.clone()).unwrap_or_default();
    let mut start = range.start;
    for line in text.split('\n') {
        let end = start + line.len();
        put_line(sheet, start..end, columns, left);
        start = end + 1;
    }
}

fn put_line(sheet: &mut Sheet, range: Range<usize>, columns: usize, left: Left) {
    let sign = if columns > GOES_ON_COLUMNS * 2 { GOES_ON } else { "" };
    let text = sheet.text.get(range.clone()).unwrap_or_default();
    let full = left.columns() + columns;
    left.put(sheet, sheet.lines.len());
    // `first` begins the sheet's line, `start` the text that isn't on it yet.
    let (mut first, mut start, mut column) = (range.start, range.start, left.columns());
    for (at, cluster, wide) in measure::clusters(text) {
        let at = range.start + at;
        let wide = if cluster == "\t" { TAB - (column - left.columns()) % TAB } else { wide };
        if column > left.columns() && column + wide > full {
            put_text(sheet, start..at);
            sheet.end_line(first..at);
            left.put(sheet, sheet.lines.len());
            sheet.furniture(sign, Face::of(Role::Margin));
            (first, start, column) = (at, at, sheet.used());
        }
        if cluster == "\t" {
            put_text(sheet, start..at);
            sheet.furniture(spaces(wide.min(full - column)), Face::of(Role::Code));
            start = at + cluster.len();
        }
        column += wide;
    }
    put_text(sheet, start..range.end);
    sheet.end_line(first..range.end);
}

fn put_text(sheet: &mut Sheet, range: Range<usize>) {
    if !range.is_empty() {
        sheet.text(range, 0..0, Role::Code);
    }
}
