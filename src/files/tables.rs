//! Tables `[[name]]` in a TOML file that people edit too: changed in its text, so that every byte that isn't meant to change stays.
//!
//! It touches no disk and knows not what the tables mean. Whoever changes a text with it reads the result back.

use std::ops::Range;

use toml_edit::{Document, DocumentMut, Item, Value};

use super::flaw::Flaw;

mod layout;
mod splice;

use layout::line_end;
pub use layout::line_start as line_of;
use layout::line_start;
pub use splice::{Edit, append, edited, inserted, with_blank_line};
use splice::{newline_of, with_newlines};

/// A text and the tables of one name in it.
#[derive(Debug)]
pub struct Tables<'a> {
    text: &'a str,
    toml: Document<&'a str>,
    name: &'static str,
}

/// A key of a table, as far as changing it goes.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// When it is written.
    pub written: Written,
}

/// When a key is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Where its value changes.
    Changed,
    /// And where it is missing while another one changes: what stood in for it may be what changes.
    WithOthers,
}

impl<'a> Tables<'a> {
    /// Reads a text with the places of everything in it.
    ///
    /// # Errors
    /// When it isn't TOML, or holds something else of that name; `another_form` says what is wrong then.
    pub fn read(text: &'a str, name: &'static str, another_form: &str) -> Result<Self, Flaw> {
        let toml = Document::parse(text).map_err(|error| Flaw::new(text, error.span(), error.message()))?;
        match toml.get(name) {
            None | Some(Item::ArrayOfTables(_)) => Ok(Self { text, toml, name }),
            Some(other) => Err(Flaw::new(text, other.span(), another_form)),
        }
    }

    /// For each table, in order, the bytes of its block: more than one range where a table of something else stands between
    /// its parts.
    #[must_use]
    pub fn blocks(&self) -> Vec<Vec<Range<usize>>> {
        layout::blocks(self.text, self.toml.as_table(), self.name)
    }

    /// What to change in the text so that table `number`, now spelt as `old`, is spelt as `new`, in order. Only `keys` are
    /// looked at; those that come new are written in their order.
    #[must_use]
    pub fn edits(&self, number: usize, keys: &[Key], old: &DocumentMut, new: &DocumentMut) -> Vec<Edit> {
        let tables = self.toml.get(self.name).and_then(Item::as_array_of_tables);
        let Some(table) = tables.and_then(|tables| tables.get(number)) else {
            return Vec::new();
        };
        let mut place = table.span().map_or(0, |header| line_end(self.text, header.end));
        let mut edits = Vec::new();
        for key in keys {
            let standing = table.get_key_value(key.name).and_then(|(key, item)| Some((key.span()?, item.span()?)));
            if let Some((_, value)) = &standing {
                place = line_end(self.text, value.end);
            }
            let (old, new) = (old.get(key.name).and_then(Item::as_value), new.get(key.name).and_then(Item::as_value));
            let implied = key.written == Written::WithOthers && standing.is_none() && !edits.is_empty();
            if old.map(Value::to_string) == new.map(Value::to_string) && !implied {
                continue;
            }
            edits.push(match (standing, new) {
                (Some((_, at)), Some(value)) => Edit { at, new: self.value(value) },
                (Some((name, value)), None) => {
                    Edit { at: line_start(self.text, name.start)..line_end(self.text, value.end), new: String::new() }
                }
                (None, Some(value)) => Edit { at: place..place, new: self.line(place, key.name, value) },
                (None, None) => continue,
            });
        }
        edits.sort_by_key(|edit| edit.at.start);
        edits
    }

    /// A new line for the place where a line begins, or where the text ends.
    fn line(&self, place: usize, name: &str, value: &Value) -> String {
        let newline = newline_of(self.text);
        let is_open = self.text.get(..place).is_some_and(|before| !before.ends_with('\n'));
        format!("{}{name} = {}{newline}", if is_open { newline } else { "" }, self.value(value))
    }

    fn value(&self, value: &Value) -> String {
        with_newlines(value.to_string().trim(), newline_of(self.text))
    }
}

/// What to take out of a text so that the tables that `are_meant` are gone, each range with the number of its table; in
/// order and apart from each other.
#[must_use]
pub fn cut_out(
    text: &str,
    blocks: &[Vec<Range<usize>>],
    are_meant: impl Fn(usize) -> bool,
) -> Vec<(usize, Range<usize>)> {
    let mut ranges: Vec<(usize, Range<usize>)> = Vec::new();
    for (number, parts) in blocks.iter().enumerate().filter(|(number, _)| are_meant(*number)) {
        ranges.extend(parts.iter().map(|part| (number, with_blank_line(text, part))));
    }
    let mut end = 0;
    for (_, range) in &mut ranges {
        range.start = range.start.max(end);
        end = range.end;
    }
    ranges
}

/// `text` without `ranges`, which are in order.
#[must_use]
pub fn without(text: &str, ranges: &[(usize, Range<usize>)]) -> String {
    let edits: Vec<Edit> = ranges.iter().map(|(_, at)| Edit { at: at.clone(), new: String::new() }).collect();
    edited(text, &edits)
}
