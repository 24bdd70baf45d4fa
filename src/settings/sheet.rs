//! One settings file, read leniently: what could be understood, where it stands, and every mistake. Knows TOML, not
//! what the names mean.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problem, shown};

/// After so many mistakes the rest of a file is only counted.
const MOST_PROBLEMS: usize = 50;

/// The bytes of a file as text. Bytes that are no UTF-8 become U+FFFD: the lines keep their numbers.
pub(super) fn decode(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned()
}

/// A file that has been parsed.
pub(crate) struct Sheet<'a> {
    label: &'a str,
    lines: OnceCell<Vec<usize>>,
    text: &'a str,
    root: DeTable<'a>,
    found: Found,
}

/// What a name in a sheet stands for.
pub(crate) struct Entry<'s, 'a> {
    /// The name.
    pub(crate) name: &'s str,
    /// Where the name stands, in bytes of the file.
    pub(crate) span: Range<usize>,
    /// What it is given.
    pub(crate) value: &'s Spanned<DeValue<'a>>,
}

/// Mistakes and where they stand, in bytes of the file.
pub(crate) type Mistakes = Vec<(Range<usize>, String)>;

/// Mistakes found so far, by the byte at which they stand.
#[derive(Default)]
struct Found {
    mistakes: Vec<(usize, String)>,
    left_out: usize,
    broken_lines: HashSet<usize>,
}

impl<'a> Sheet<'a> {
    /// Parses `text`; `label` names the file in messages. Of several mistakes that TOML finds on a line, the first
    /// says it all.
    pub(crate) fn parse(label: &'a str, text: &'a str) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut sheet = Self { label, text, lines: OnceCell::new(), root: root.into_inner(), found: Found::default() };
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            let line = sheet.line(at);
            if sheet.found.broken_lines.insert(line) {
                sheet.note(at, shown_message(error.message()));
            }
        }
        sheet
    }

    /// The names of the file's top, in the order in which they stand.
    pub(crate) fn entries(&self) -> Vec<Entry<'_, 'a>> {
        entries(&self.root)
    }

    /// Where the top-level name stands.
    pub(crate) fn span_of(&self, name: &str) -> Option<Range<usize>> {
        self.root.get_key_value(name).map(|(key, _)| key.span())
    }

    /// Notes mistakes in the words at their spans.
    pub(crate) fn report_all(&mut self, mistakes: Mistakes) {
        for (span, message) in mistakes {
            self.report(span, message);
        }
    }

    /// Notes a mistake in the words at `span`. On a line that isn't TOML, the first message says it all.
    pub(crate) fn report(&mut self, span: Range<usize>, message: String) {
        let broken = &self.found.broken_lines;
        if broken.is_empty() || !broken.contains(&self.line(span.start)) {
            self.note(span.start, message);
        }
    }

    /// The line on which byte `at` stands, counted from 1; the last line for what is missing at the end.
    pub(crate) fn line(&self, at: usize) -> usize {
        let ends = self.lines.get_or_init(|| {
            let text = self.text.trim_end_matches(['\n', '\r']);
            text.match_indices('\n').map(|(end, _)| end).collect()
        });
        ends.partition_point(|end| *end < at) + 1
    }

    /// All mistakes, from the first line to the last.
    pub(crate) fn into_problems(mut self) -> Vec<Problem> {
        self.found.mistakes.sort_by_key(|(at, _)| *at);
        let left_out = self.found.left_out;
        let mut problems: Vec<Problem> = Vec::new();
        for (at, message) in std::mem::take(&mut self.found.mistakes) {
            problems.push(Problem { file: self.label.to_owned(), line: Some(self.line(at)), message });
        }
        if left_out > 0 {
            let message = format!("{left_out} more mistakes");
            problems.push(Problem { file: self.label.to_owned(), line: None, message });
        }
        problems
    }

    fn note(&mut self, at: usize, message: String) {
        if self.found.mistakes.len() < MOST_PROBLEMS {
            self.found.mistakes.push((at, message));
        } else {
            self.found.left_out += 1;
        }
    }
}

/// The names of a table in the order of the file.
pub(crate) fn entries<'s, 'a>(table: &'s DeTable<'a>) -> Vec<Entry<'s, 'a>> {
    let mut entries: Vec<Entry<'s, 'a>> =
        table.iter().map(|(key, value)| Entry { name: key.get_ref(), span: key.span(), value }).collect();
    entries.sort_by_key(|entry| entry.span.start);
    entries
}

/// A value in the words of a message: `"wide"`, `12`, `a table`.
pub(crate) fn described(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("\"{}\"", shown(text)),
        DeValue::Integer(number) => shown(&number.to_string()),
        DeValue::Float(number) => shown(&number.to_string()),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(values) => {
            let few: Vec<String> = values.iter().take(5).map(|value| described_within(value.get_ref())).collect();
            format!("[{}{}]", few.join(", "), if values.len() > few.len() { ", …" } else { "" })
        }
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn described_within(value: &DeValue<'_>) -> String {
    if matches!(value, DeValue::Array(_)) { "a list".to_owned() } else { described(value) }
}

fn shown_message(message: &str) -> String {
    let words: Vec<String> = message.split_whitespace().map(shown).collect();
    if words.join(" ").starts_with("duplicate key") {
        return "this name stands here a second time: only one can count".to_owned();
    }
    format!("this is not TOML: {}", words.join(" "))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn every_broken_line_is_reported_and_the_others_are_read() {
        let sheet = Sheet::parse("x.toml", "a = 1\nb = = 2\nc = 3\nd = [1\ne = 5\n");
        let names: Vec<&str> = sheet.entries().iter().map(|entry| entry.name).collect();
        assert!(names.contains(&"a") && names.contains(&"c"), "{names:?}");
        let problems = sheet.into_problems();
        assert!(problems.len() >= 2, "{problems:?}");
        assert_eq!(problems.first().and_then(|problem| problem.line), Some(2));
    }

    #[test]
    fn a_line_that_is_not_toml_is_told_once() {
        let mut sheet = Sheet::parse("x.toml", "a = 1\nodd = = 2\n");
        sheet.report(6..9, "unknown option `odd`".to_owned());
        sheet.report(0..1, "unknown option `a`".to_owned());
        let lines: Vec<_> = sheet.into_problems().into_iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [Some(1), Some(2)]);
    }

    #[test]
    fn a_name_given_twice_is_reported_where_it_stands_again() {
        let problems = Sheet::parse("x.toml", "a = 1\nb = 2\na = 3\n").into_problems();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems.first().and_then(|problem| problem.line), Some(3));
    }

    #[test]
    fn a_file_full_of_mistakes_is_summed_up() {
        let text = "= \n".repeat(500);
        let problems = Sheet::parse("x.toml", &text).into_problems();
        assert_eq!(problems.len(), MOST_PROBLEMS + 1);
        assert!(problems.last().is_some_and(|problem| problem.message.ends_with("more mistakes")));
    }

    #[test]
    fn bytes_that_are_no_text_keep_the_numbers_of_the_lines() {
        let text = decode(b"\xef\xbb\xbfa = 1\nb = \"\xff\"\nc 3\n");
        let problems = Sheet::parse("x.toml", &text).into_problems();
        assert_eq!(problems.iter().filter_map(|problem| problem.line).collect::<Vec<_>>(), [3], "{problems:?}");
    }
}
