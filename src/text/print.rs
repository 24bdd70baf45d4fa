//! An article as Markdown, for files and for other programs: `CommonMark` 0.31 and GitHub's tables, in which every word stays
//! what it is, whatever it looks like.

use std::ops::Range;

use super::article::{Article, Block, BlockKind, HeadlineOrigin, Mark, Marker};
use super::quotes::{Kind, Quotation, Quotations};

mod escape;
mod forms;
mod html;
mod inline;
mod json;
mod nesting;

use escape::longest_run;
pub use forms::Form;
use inline::Place;
pub use json::JsonArticle;

/// Deeper block quotations and lists are set as deep as this: a line's furniture stays shorter than a line.
const MAX_DEPTH: usize = 8;
/// The largest number that may stand before an item: nine digits.
const MAX_NUMBER: u32 = 999_999_999;

/// The article, and after it what was said in it.
#[must_use]
pub fn markdown(article: &Article, quotations: &Quotations) -> String {
    let mut out = self::article(article);
    let said = self::quotations(article, quotations);
    if !out.is_empty() && !said.is_empty() {
        out.push('\n');
    }
    out + &said
}

/// The article under its headline, if the document gives one.
#[must_use]
pub fn article(article: &Article) -> String {
    let mut sheet = Sheet::default();
    if let Some(headline) = &article.headline
        && headline.origin == HeadlineOrigin::Given
    {
        let words = inline::plain(&headline.text, Place::Heading);
        sheet.lines(0, "# ", "", &words);
        sheet.above = Some(Above::default());
    }
    for block in &article.blocks {
        sheet.block(article, block);
    }
    sheet.out
}

/// What was said in the article and by whom, a block quotation each; empty when nothing was.
#[must_use]
pub fn quotations(article: &Article, quotations: &Quotations) -> String {
    let mut out = String::new();
    for quotation in &quotations.quotations {
        let words = words_of(article, quotation);
        if words.is_empty() {
            continue;
        }
        out.push_str(if out.is_empty() { "## Who said what\n\n> " } else { "\n> " });
        out.push_str(&inline::plain(&words, Place::Paragraph));
        out.push_str("\n>\n> — ");
        out.push_str(&attribution(quotation, quotations));
        out.push('\n');
    }
    out
}

fn words_of(article: &Article, quotation: &Quotation) -> String {
    let pieces = quotation.pieces.iter().filter_map(|piece| article.text.get(piece.clone()));
    let words = pieces.map(|piece| piece.split_whitespace().collect::<Vec<_>>().join(" "));
    let words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
    words.join(" … ")
}

fn attribution(quotation: &Quotation, quotations: &Quotations) -> String {
    let speaker = quotation.speaker.and_then(|number| quotations.speakers.get(number));
    let mut line = match speaker {
        Some(speaker) => format!("**{}**", inline::plain(&speaker.name, Place::Heading)),
        None => "speaker unknown".to_owned(),
    };
    if let Some(role) = speaker.and_then(|speaker| speaker.role.as_deref()) {
        line.push_str(", ");
        line.push_str(&inline::plain(role, Place::Heading));
    }
    line.push_str(match quotation.kind {
        Kind::Direct => "",
        Kind::Mixed => " (partly word for word)",
        Kind::Indirect => " (not word for word)",
    });
    line
}

/// Markdown that grows block by block.
#[derive(Debug, Default)]
struct Sheet {
    out: String,
    /// The lists that are open, from the outermost.
    lists: Vec<List>,
    above: Option<Above>,
}

/// A list that is open: its last item.
#[derive(Debug, Clone, Copy)]
struct List {
    marker: Marker,
    /// What stands after a number: `.` or `)`. Two numbered lists in a row differ in it.
    delimiter: char,
    /// Columns of the marker and the space after it.
    width: usize,
}

/// What must be known of the block above.
#[derive(Debug, Clone, Copy, Default)]
struct Above {
    quoted: usize,
    /// The depth of its list, if it is an item's first paragraph and not empty.
    item: Option<usize>,
}

impl Sheet {
    fn block(&mut self, article: &Article, block: &Block) {
        let quoted = usize::from(block.quoted).min(MAX_DEPTH);
        let text = article.text_of(block);
        let words =
            || inline::spelt(&article.text, block.range.clone(), marks_in(article, &block.range), Place::Paragraph);
        if self.above.is_some_and(|above| above.quoted != quoted) || !matches!(block.kind, BlockKind::Item { .. }) {
            self.lists.clear();
        }
        match &block.kind {
            BlockKind::Heading { level } => {
                let hashes = "#".repeat(usize::from(*level).clamp(1, 6));
                let words =
                    inline::spelt(&article.text, block.range.clone(), marks_in(article, &block.range), Place::Heading);
                self.set(quoted, &format!("{hashes} "), "", &words);
            }
            BlockKind::Paragraph => self.set_unless_empty(quoted, &words()),
            BlockKind::Item { depth, marker } => {
                self.item(quoted, usize::from(*depth), *marker, &words());
            }
            BlockKind::Code => {
                let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
                self.set(quoted, "", "", &format!("{fence}\n{}\n{fence}", text.strip_suffix('\n').unwrap_or(text)));
            }
            BlockKind::Image { url } => {
                let words = inline::plain(text, Place::Link);
                let url = inline::address(url.as_deref().unwrap_or_default(), Place::Paragraph);
                self.set(quoted, "", "", &format!("![{words}]({url})"));
            }
            BlockKind::Table { head } => {
                let table = table(article, block, *head);
                self.set_unless_empty(quoted, &table);
            }
            BlockKind::Rule => self.set(quoted, "", "", "***"),
        }
    }

    fn item(&mut self, quoted: usize, depth: usize, marker: Marker, words: &str) {
        let depth = depth.clamp(1, MAX_DEPTH);
        let marker = match marker {
            Marker::Number(number) => Marker::Number(number.min(MAX_NUMBER)),
            Marker::Bullet => Marker::Bullet,
            Marker::None => {
                self.lists.truncate(depth);
                let indent = self.indent();
                return self.set_under(quoted, &indent, words);
            }
        };
        let depth = depth.min(self.lists.len() + 1);
        let before = self.lists.get(depth - 1).copied();
        self.lists.truncate(depth - 1);
        let goes_on = match (before.map(|list| list.marker), marker) {
            (Some(Marker::Bullet), Marker::Bullet) => true,
            (Some(Marker::Number(last)), Marker::Number(number)) => number == last + 1,
            _ => false,
        };
        let delimiter = match before.map(|list| list.delimiter) {
            Some('.') if !goes_on => ')',
            Some(delimiter) if goes_on => delimiter,
            Some(_) | None => '.',
        };
        let label = match marker {
            Marker::Number(number) => format!("{number}{delimiter} "),
            Marker::Bullet | Marker::None => "- ".to_owned(),
        };
        let indent = self.indent();
        let is_tight = goes_on && !words.is_empty() && self.above.is_some_and(|above| above.item == Some(depth));
        if !is_tight {
            self.part(quoted);
        }
        let rest = format!("{indent}{}", " ".repeat(label.len()));
        self.lines(quoted, &format!("{indent}{label}"), &rest, words);
        // An item that begins with a blank line ends there (CommonMark 5.2): nothing can stand under it.
        if !words.is_empty() {
            self.lists.push(List { marker, delimiter, width: label.len() });
        }
        self.above = Some(Above { quoted, item: Some(depth).filter(|_| !words.is_empty()) });
    }

    fn indent(&self) -> String {
        " ".repeat(self.lists.iter().map(|list| list.width).sum())
    }

    fn set_under(&mut self, quoted: usize, indent: &str, words: &str) {
        if !words.is_empty() {
            self.set(quoted, indent, indent, words);
        }
    }

    fn set_unless_empty(&mut self, quoted: usize, words: &str) {
        self.set_under(quoted, "", words);
    }

    fn set(&mut self, quoted: usize, first: &str, rest: &str, words: &str) {
        self.part(quoted);
        self.lines(quoted, first, rest, words);
        self.above = Some(Above { quoted, item: None });
    }

    /// A blank line after the block above; within the block quotations that go on.
    fn part(&mut self, quoted: usize) {
        if let Some(above) = self.above {
            self.out.push_str("> ".repeat(above.quoted.min(quoted)).trim_end());
            self.out.push('\n');
        }
    }

    fn lines(&mut self, quoted: usize, first: &str, rest: &str, words: &str) {
        let bars = "> ".repeat(quoted);
        let mut indent = first;
        for line in words.split('\n') {
            if line.is_empty() {
                self.out.push_str(format!("{bars}{indent}").trim_end());
            } else {
                self.out.push_str(&bars);
                self.out.push_str(indent);
                self.out.push_str(line);
            }
            self.out.push('\n');
            indent = rest;
        }
    }
}

/// The marks that begin in `range`.
fn marks_in<'a>(article: &'a Article, range: &Range<usize>) -> &'a [Mark] {
    let first = article.marks.partition_point(|mark| mark.range.start < range.start);
    let last = article.marks.partition_point(|mark| mark.range.start < range.end);
    article.marks.get(first..last).unwrap_or_default()
}

/// The rows of a table. The head has as many cells as the longest row, for whatever goes beyond the head isn't shown.
fn table(article: &Article, block: &Block, head: bool) -> String {
    let text = article.text_of(block);
    if text.trim().is_empty() {
        return String::new();
    }
    let columns = text.lines().map(|row| 1 + row.matches('\t').count()).max().unwrap_or_default();
    let mut out = String::new();
    let empty = " |".repeat(columns);
    let ruler = format!("|{}\n", " --- |".repeat(columns));
    if !head {
        out.extend(["|", &empty, "\n", &ruler]);
    }
    let mut start = block.range.start;
    for (number, row) in text.split_inclusive('\n').enumerate() {
        let is_head = head && number == 0;
        let mut cells = 0;
        let mut at = start;
        out.push('|');
        for cell in row.trim_end_matches('\n').split('\t') {
            let range = at..at + cell.len();
            let words = inline::spelt(&article.text, range.clone(), marks_in(article, &range), Place::Cell);
            out.push(' ');
            out.push_str(&words);
            out.push_str(" |");
            at += cell.len() + 1;
            cells += 1;
        }
        if is_head {
            out.push_str(&" |".repeat(columns.saturating_sub(cells)));
        }
        out.push('\n');
        if is_head {
            out.push_str(&ruler);
        }
        start += row.len();
    }
    out.truncate(out.trim_end_matches('\n').len());
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
