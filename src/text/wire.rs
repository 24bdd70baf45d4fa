//! Plain text to an article: paragraphs, headings, lists and quoted text, told by how they are laid out.
//!
//! Lines that a program wrapped are joined; lines that an author broke stay. Nothing in plain text is certain, so every
//! rule asks for a clear sign and otherwise leaves a paragraph.

mod chunks;
mod list;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
mod top;

use std::borrow::Cow;

use self::chunks::{Chunk, Chunks, Join, Layout, Line};
use self::list::List;
use super::article::{Article, BlockKind};
use super::clean;
use super::draft::Draft;
use super::lead;

/// The article in a plain text: its title, byline and day where they stand on lines of their own at the top, the source
/// slug and dateline, and its blocks. Any text will do.
#[must_use]
pub fn parse(text: &str) -> Article {
    let text = clean::preformatted(text);
    let layout = Layout::of(&text);
    let (given, body) = top::take(&text, &layout);
    let mut article = write(body, layout);
    given.fill(&mut article);
    lead::complete(&mut article);
    article
}

/// The blocks of a plain text that is part of something else: no title, byline or dateline is looked for.
#[must_use]
pub fn blocks(text: &str) -> Article {
    let text: Cow<'_, str> = clean::preformatted(text);
    let layout = Layout::of(&text);
    write(&text, layout)
}

fn write(body: &str, layout: Layout) -> Article {
    let mut writer = Writer { draft: Draft::new(), layout, list: List::default() };
    let mut chunks = Chunks::new(body).peekable();
    while let Some(chunk) = chunks.next() {
        writer.write(&chunk, chunks.peek());
    }
    writer.draft.finish()
}

/// A line with a line of `=`, `-` or `~` right below it, and the level of heading that this makes.
fn underlined<'a, 'b>(lines: &'b [Line<'a>]) -> Option<(&'b Line<'a>, u8)> {
    let [heading, below, ..] = lines else {
        return None;
    };
    let sign = below.text.chars().next().filter(|c| matches!(c, '=' | '-' | '~'))?;
    let ruled = below.columns >= 3 && below.text.chars().all(|c| c == sign) && !is_rule(heading.text);
    let level = if sign == '=' { 1 } else { 2 };
    (ruled && heading.columns <= 150).then_some((heading, level))
}

/// A line of nothing but three or more of one sign: `* * *`, `-----`.
fn is_rule(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| *c != ' ');
    let Some(sign) = signs.next().filter(|c| matches!(c, '*' | '-' | '_' | '=' | '~' | '#' | '—' | '•')) else {
        return false;
    };
    let rest = signs.clone().count();
    rest >= 2 && signs.all(|c| c == sign)
}

/// Writes chunk after chunk as blocks.
struct Writer {
    draft: Draft,
    layout: Layout,
    list: List,
}

impl Writer {
    fn write(&mut self, chunk: &Chunk<'_>, next: Option<&Chunk<'_>>) {
        let (lines, quoted) = (chunk.lines.as_slice(), chunk.quoted);
        if let Some((heading, level)) = underlined(lines) {
            self.heading(heading, level, quoted);
            return self.paragraphs(lines.get(2..).unwrap_or_default(), quoted);
        }
        if let Some(start) = self.list.start(chunk, next) {
            let (before, items) = lines.split_at(start);
            self.paragraphs(before, quoted);
            return self.list.write(items, quoted, &self.layout, &mut self.draft);
        }
        match lines {
            [only] if is_rule(only.text) => self.draft.rule(),
            [only] if self.is_bare_heading(only, quoted, next) => self.heading(only, 2, quoted),
            [_, _, ..] if is_table(lines) => self.table(lines, quoted),
            _ => self.paragraphs(lines, quoted),
        }
    }

    fn heading(&mut self, line: &Line<'_>, level: u8, quoted: u8) {
        self.list.leave();
        self.draft.begin(BlockKind::Heading { level }, quoted);
        self.draft.push(line.text);
        self.draft.end();
    }

    fn paragraphs(&mut self, lines: &[Line<'_>], quoted: u8) {
        let Some(first) = lines.first() else { return };
        self.list.leave();
        let (wrapped, indented) = (self.layout.wrapped(lines), are_indented_paragraphs(lines));
        let margin = lines.iter().map(|line| line.indent).min().unwrap_or(0);
        self.draft.begin(BlockKind::Paragraph, quoted);
        self.draft.push(first.text);
        for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
            let join = match () {
                () if indented => Join::Paragraph,
                () if wrapped => self.layout.join(line, next, margin),
                () => Join::Break,
            };
            match join {
                Join::With(gap) => self.draft.push(gap),
                Join::Break => self.draft.break_line(),
                Join::Paragraph => self.draft.begin(BlockKind::Paragraph, quoted),
            }
            self.draft.push(next.text);
        }
        self.draft.end();
    }

    /// Rows of cells that tabs part.
    fn table(&mut self, lines: &[Line<'_>], quoted: u8) {
        self.list.leave();
        self.draft.begin(BlockKind::Table { head: false }, quoted);
        for line in lines {
            for cell in line.text.split('\t') {
                self.draft.push(cell);
                self.draft.end_cell();
            }
            self.draft.break_line();
        }
        self.draft.end();
    }

    /// Whether a line that stands alone heads what follows: after running text, short, without a final mark, and the
    /// text below is longer or a list.
    fn is_bare_heading(&self, line: &Line<'_>, quoted: u8, next: Option<&Chunk<'_>>) -> bool {
        let after = self.draft.blocks().last().map(|block| &block.kind);
        let after_text = after.is_some_and(|kind| !matches!(kind, BlockKind::Heading { .. }));
        let Some(next) = next.filter(|next| next.quoted == quoted) else {
            return false;
        };
        let below: usize = next.lines.iter().map(|line| line.columns).sum();
        let headed = below > 80.max(line.columns) || next.lines.iter().any(|line| list::marker(line.text).is_some());
        after_text && headed && looks_like_heading(line)
    }
}

/// Whether every line is a paragraph, told by white space before it, as Chinese and Japanese are often set.
fn are_indented_paragraphs(lines: &[Line<'_>]) -> bool {
    let indent = lines.first().map_or(0, |line| line.indent);
    indent >= 2 && lines.iter().all(|line| line.indent == indent && line.ends_sentence())
}

/// Whether tabs part every line into equally many cells.
fn is_table(lines: &[Line<'_>]) -> bool {
    let tabs = |line: &Line<'_>| line.text.matches('\t').count();
    let first = lines.first().map_or(0, tabs);
    first > 0 && lines.iter().all(|line| tabs(line) == first)
}

fn looks_like_heading(line: &Line<'_>) -> bool {
    let words = line.text.split_whitespace().count();
    let begins = line.text.chars().next().is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase());
    let ends =
        line.text.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '?' | '؟' | '？' | ')'));
    line.columns <= 70 && words <= 10 && begins && ends && !line.text.contains(": ")
}
