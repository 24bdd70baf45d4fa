//! The words of one block as Markdown: what would be read as markup is escaped, what is marked gets its markup.

use std::ops::Range;

use super::escape::{begins_block, begins_entity, delimiter_of_number, is_harmless_bracket, is_letter, longest_run};
use super::nesting::{Edge, Markup, Side, edges};
use crate::text::article::Mark;

/// Where words stand: it decides what would be read as markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In lines of their own; a line break is kept.
    Paragraph,
    /// In a heading's one line.
    Heading,
    /// In a link's brackets.
    Link,
    /// In a table's cell.
    Cell,
}

/// `words` without marks.
pub(super) fn plain(words: &str, place: Place) -> String {
    spelt(words, 0..words.len(), &[], place)
}

/// The bytes `range` of `text`, with the `marks` that begin there.
pub(super) fn spelt(text: &str, range: Range<usize>, marks: &[Mark], place: Place) -> String {
    let Some(words) = text.get(range.clone()) else {
        return String::new();
    };
    let mut line =
        Line { out: String::with_capacity(words.len()), place, breaks: Breaks::None, in_link: place == Place::Link };
    let mut at = range.start;
    for edge in edges(text, &range, marks) {
        line.words(text.get(at..edge.at).unwrap_or_default());
        at = edge.at.max(at);
        if let Markup::Code = edge.markup {
            if edge.side == Side::Open {
                line.code(text.get(at..edge.other).unwrap_or_default());
                at = edge.other;
            }
        } else {
            line.markup(&edge);
        }
    }
    line.words(text.get(at..range.end).unwrap_or_default());
    line.out.truncate(line.out.trim_end_matches([' ', '\t']).len());
    line.out
}

/// A link's address as it stands between the parentheses.
pub(super) fn address(url: &str, place: Place) -> String {
    let mut out = String::with_capacity(url.len());
    for (at, c) in url.char_indices() {
        match c {
            c if c.is_whitespace() || c.is_control() => out.extend(url_encoded(c)),
            '\\' | '(' | ')' | '<' | '>' | '`' | '*' | '[' | ']' => out.extend(['\\', c]),
            '&' if begins_entity(url.get(at..).unwrap_or_default()) => out.push_str("\\&"),
            '|' if place == Place::Cell => out.push_str("%7C"),
            c => out.push(c),
        }
    }
    out
}

fn url_encoded(c: char) -> impl Iterator<Item = char> {
    let mut buffer = [0; 4];
    let bytes = c.encode_utf8(&mut buffer).bytes().collect::<Vec<u8>>();
    bytes.into_iter().flat_map(|byte| format!("%{byte:02X}").chars().collect::<Vec<char>>())
}

/// A line break that is due before the next word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Breaks {
    None,
    One,
}

/// The Markdown of one block as it is written.
struct Line {
    out: String,
    place: Place,
    breaks: Breaks,
    in_link: bool,
}

impl Line {
    fn words(&mut self, words: &str) {
        let mut delimiter = None;
        for (at, c) in words.char_indices() {
            let rest = words.get(at..).unwrap_or_default();
            match c {
                '\n' | '\r' => self.break_line(),
                ' ' | '\t' if self.is_at_start() || self.breaks == Breaks::One => {}
                c => {
                    self.write_break();
                    if self.is_at_start() && self.place == Place::Paragraph {
                        delimiter = delimiter_of_number(rest).map(|further| at + further);
                        if begins_block(c, rest) {
                            self.out.push('\\');
                        }
                    }
                    if delimiter == Some(at) || self.is_markup(c, rest) {
                        self.out.push('\\');
                    }
                    match c {
                        // Pandoc and others read `{…}` at a heading's end as attributes, escaped or not.
                        '}' if self.place == Place::Heading => self.out.push_str("&#125;"),
                        c => self.out.push(c),
                    }
                }
            }
        }
    }

    /// Whether `c`, with which `rest` begins, would be read as markup anywhere in a line.
    fn is_markup(&self, c: char, rest: &str) -> bool {
        let next = rest.chars().nth(1);
        match c {
            '\\' | '`' | '*' | '~' => true,
            '_' => !(is_letter(self.out.chars().next_back()) && is_letter(next)),
            '<' => next.is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, '/' | '!' | '?')),
            '&' => begins_entity(rest),
            '[' => self.in_link || !is_harmless_bracket(rest),
            ']' => self.in_link,
            '#' => self.place == Place::Heading,
            '|' => self.place == Place::Cell,
            _ => false,
        }
    }

    fn markup(&mut self, edge: &Edge<'_>) {
        if edge.side == Side::Open {
            self.write_break();
        }
        match (edge.markup, edge.side) {
            (Markup::Strong, _) => self.out.push_str("**"),
            (Markup::Emphasis, _) => self.out.push('*'),
            (Markup::Link(_), Side::Open) => {
                // `![` would make a picture of it.
                if self.out.ends_with('!') {
                    self.out.pop();
                    self.out.push_str("\\!");
                }
                self.out.push('[');
                self.in_link = true;
            }
            (Markup::Link(url), Side::Close) => {
                self.out.push_str("](");
                self.out.push_str(&address(url, self.place));
                self.out.push(')');
                self.in_link = false;
            }
            (Markup::Code, _) => {}
        }
    }

    /// A code span: nothing in it is escaped, so its fence is longer than any run of backticks within.
    fn code(&mut self, words: &str) {
        self.write_break();
        let fence = "`".repeat(longest_run(words, '`') + 1);
        let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
        let words = words.replace(['\n', '\r'], " ");
        let words = if self.place == Place::Cell { words.replace('|', "\\|") } else { words };
        for part in [&fence, pad, &words, pad, &fence] {
            self.out.push_str(part);
        }
    }

    fn is_at_start(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    fn break_line(&mut self) {
        if self.is_at_start() {
            return;
        }
        self.out.truncate(self.out.trim_end_matches([' ', '\t']).len());
        if self.place == Place::Paragraph {
            self.breaks = Breaks::One;
        } else {
            self.out.push(' ');
        }
    }

    fn write_break(&mut self) {
        if self.breaks == Breaks::One {
            self.out.push_str("\\\n");
            self.breaks = Breaks::None;
        }
    }
}
