//! Where each table of a name stands in a text, with the comments that are its own.
//!
//! A table's block is the table itself and every comment line that touches it, up to the first blank line. A comment that
//! touches two tables is the lower one's; a comment that begins in the file's first line is the file's.

use std::ops::Range;
use std::ptr;

use toml_edit::{Item, Table, Value};

/// For each table `name` of `root`, which was read from `text`, the bytes of its block, in order: more than one range where
/// a table of something else stands between its parts.
pub(super) fn blocks(text: &str, root: &Table, name: &str) -> Vec<Vec<Range<usize>>> {
    let headers = headers(root, name);
    let mut blocks: Vec<Vec<Range<usize>>> = Vec::new();
    let mut above = Header { start: 0, end: 0, owner: None };
    for (number, header) in headers.iter().enumerate() {
        let floor = if above.end == 0 { 0 } else { line_end(text, above.end) };
        let ceiling = headers.get(number + 1).map_or(text.len(), |below| line_start(text, below.start));
        if let Some(owner) = header.owner {
            let start = first_comment_above(text, line_start(text, header.start), floor);
            let end = last_comment_below(text, line_end(text, header.end), ceiling);
            blocks.resize_with(blocks.len().max(owner + 1), Vec::new);
            if let Some(block) = blocks.get_mut(owner) {
                match block.last_mut() {
                    Some(last) if above.owner == header.owner => last.end = end,
                    Some(_) | None => block.push(start..end),
                }
            }
        }
        above = *header;
    }
    blocks
}

/// Where the line begins that holds the byte `at`.
#[must_use]
pub fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// Where the line after the one that holds the byte `at` begins.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| at + newline + 1)
}

/// The line before the one that begins at `start`.
pub(super) fn line_above(text: &str, start: usize) -> Option<Range<usize>> {
    let end = start.checked_sub(1)?;
    Some(line_start(text, end)..start)
}

pub(super) fn is_blank(text: &str, line: Range<usize>) -> bool {
    text.get(line).is_some_and(|line| line.trim().is_empty())
}

fn is_comment(text: &str, line: Range<usize>) -> bool {
    text.get(line).is_some_and(|line| line.trim_start().starts_with('#'))
}

/// A table that begins with a header of its own in the text.
#[derive(Debug, Clone, Copy)]
struct Header {
    /// Where its header begins.
    start: usize,
    /// Where its last value ends.
    end: usize,
    /// The number of the named table that it is a part of.
    owner: Option<usize>,
}

/// The tables in the order of the text; the first one is the root, which has no header.
fn headers(root: &Table, name: &str) -> Vec<Header> {
    let mut headers = vec![Header { start: 0, end: 0, owner: None }];
    let mut rest = vec![(root, None, 0)];
    while let Some((table, owner, above)) = rest.pop() {
        let number = match table.span() {
            // The tables that `a.b = 1` implies have none, and stand under the header above.
            Some(span) if !table.is_dotted() && !ptr::eq(table, root) => {
                headers.push(Header { start: span.start, end: span.end, owner });
                headers.len() - 1
            }
            Some(_) | None => above,
        };
        for (key, item) in table {
            match item {
                Item::Value(value) => stretch(&mut headers, number, value),
                Item::Table(inner) => rest.push((inner, owner, number)),
                Item::ArrayOfTables(tables) if ptr::eq(table, root) && key == name => {
                    rest.extend(tables.iter().enumerate().map(|(owner, inner)| (inner, Some(owner), number)));
                }
                Item::ArrayOfTables(tables) => {
                    rest.extend(tables.iter().map(|inner| (inner, owner, number)));
                }
                Item::None => {}
            }
        }
    }
    headers.sort_by_key(|header| header.start);
    headers
}

fn stretch(headers: &mut [Header], number: usize, value: &Value) {
    if let (Some(header), Some(span)) = (headers.get_mut(number), value.span()) {
        header.end = header.end.max(span.end);
    }
}

/// Where the comment lines begin that stand directly above the line at `start`, but not above `floor`.
fn first_comment_above(text: &str, start: usize, floor: usize) -> usize {
    let mut first = start;
    while let Some(line) = line_above(text, first)
        && line.start >= floor
        && is_comment(text, line.clone())
    {
        first = line.start;
    }
    if first == 0 { start } else { first }
}

/// Where the comment lines end that stand directly below the line that ends at `end`, unless they reach `ceiling`, where
/// the next table begins.
fn last_comment_below(text: &str, end: usize, ceiling: usize) -> usize {
    let mut last = end;
    while last < ceiling && is_comment(text, last..line_end(text, last)) {
        last = line_end(text, last);
    }
    if last == ceiling && ceiling < text.len() { end } else { last }
}
