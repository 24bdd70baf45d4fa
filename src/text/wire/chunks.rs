//! Parts a plain text into chunks of lines, and finds out whether a program wrapped them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::clean::is_unspaced;

/// A line of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Its words, without the white space around and the marks of quoted text before.
    pub(super) text: &'a str,
    /// White space before the words, in columns.
    pub(super) indent: usize,
    /// The words' width, in columns.
    pub(super) columns: usize,
}

/// Lines without a blank one between them, all quoted as deeply; a very long line is a chunk of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunk<'a> {
    /// How many `>` stand before each line.
    pub(super) quoted: u8,
    /// At least one.
    pub(super) lines: Vec<Line<'a>>,
}

/// The widest line that a program may have wrapped, in columns; longer lines are whole paragraphs.
const WIDEST: usize = 120;

/// The narrowest, in columns; shorter lines were broken by hand.
const NARROWEST: usize = 40;

/// Gives a text's chunks from top to bottom.
#[derive(Debug, Clone)]
pub(super) struct Chunks<'a> {
    rest: &'a str,
}

impl<'a> Chunks<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// What is left of the text.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    /// The next line with its depth of quotation, and the text after it.
    fn peek(&self) -> Option<(u8, Line<'a>, &'a str)> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, after) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        let (quoted, line) = unquoted(line);
        Some((quoted, Line::of(line), after))
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let mut chunk = Chunk { quoted: 0, lines: Vec::new() };
        while let Some((quoted, line, after)) = self.peek() {
            let last = chunk.lines.last();
            let blank = line.text.is_empty();
            let parted = blank || quoted != chunk.quoted || line.is_long() || last.is_some_and(Line::is_long);
            if last.is_some() && parted {
                break;
            }
            self.rest = after;
            if !blank {
                chunk.quoted = quoted;
                chunk.lines.push(line);
            }
        }
        (!chunk.lines.is_empty()).then_some(chunk)
    }
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        let text = line.trim();
        let before = line.len() - line.trim_start().len();
        let indent = line.get(..before).unwrap_or_default();
        let indent = indent.chars().map(|c| if c == '\t' { 4 } else { c.width().unwrap_or(0) }).sum();
        let columns = if text.is_ascii() { text.len() } else { text.width() };
        Self { text, indent, columns }
    }

    /// Whether the line is a whole paragraph: too wide to have been wrapped, and not for one long word.
    pub(super) fn is_long(&self) -> bool {
        self.columns > WIDEST && (self.text.contains(' ') || !self.text.is_ascii())
    }

    /// Whether the last words end a sentence.
    pub(super) fn ends_sentence(&self) -> bool {
        let end = self.text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」']);
        end.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '۔', '।'])
    }

    fn starts_with_capital(&self) -> bool {
        self.text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
    }

    fn starts_small(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_lowercase)
    }

    /// Width of what had to fit for the line before to be longer, in columns.
    fn first_word(&self) -> usize {
        let word = self.text.split(char::is_whitespace).next().unwrap_or_default();
        if word.chars().next().is_some_and(is_unspaced) { 2 } else { word.width() }
    }
}

/// How a text's lines were broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// The column at which a program wrapped them, if one did.
    wrap: Option<usize>,
}

/// What becomes of the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// The next line goes on after this.
    With(&'static str),
    /// The author broke the line here.
    Break,
    /// A paragraph ends here.
    Paragraph,
}

impl Layout {
    /// Looks at every line of a text that has another right below it.
    ///
    /// Lines were wrapped by a program if they end near one column and mostly in the middle of a sentence; verse and
    /// addresses begin most lines with a capital.
    pub(super) fn of(text: &str) -> Self {
        let mut columns = [Column::default(); WIDEST + 1];
        for chunk in Chunks::new(text) {
            for (line, next) in chunk.lines.iter().zip(chunk.lines.iter().skip(1)) {
                let Some(column) = columns.get_mut(line.indent + line.columns) else {
                    continue;
                };
                if super::list::marker(next.text).is_none() {
                    column.lines += 1;
                    column.whole += usize::from(line.ends_sentence());
                    column.capitals += usize::from(next.starts_with_capital() && !line.ends_sentence());
                }
            }
        }
        Self { wrap: wrap_column(&columns).filter(|&wrap| is_prose(wrap, &columns)) }
    }

    /// Whether a program wrapped these lines.
    pub(super) fn wrapped(&self, lines: &[Line<'_>]) -> bool {
        let (mut fitting, mut odd) = (0, 0);
        for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
            let goes_on = self.goes_on(line, next);
            fitting += usize::from(goes_on);
            odd += usize::from(!goes_on && !line.ends_sentence());
        }
        let breaks = lines.len().saturating_sub(1);
        fitting * 2 >= breaks && odd * 10 <= breaks * 2
    }

    /// How a line and the next belong together, given that [`wrapped`](Self::wrapped) holds for the lines around them;
    /// `margin` is the least indentation among those, in columns.
    pub(super) fn join(&self, line: &Line<'_>, next: &Line<'_>, margin: usize) -> Join {
        let indented = (2..=8).contains(&next.indent.saturating_sub(margin)) && next.indent > line.indent;
        if indented && line.ends_sentence() {
            Join::Paragraph
        } else if self.goes_on(line, next) {
            Join::With(gap(line.text, next.text))
        } else if line.ends_sentence() {
            Join::Paragraph
        } else {
            Join::Break
        }
    }

    /// Whether the line has no room to speak of for the next one's first word, or the next one goes on in the middle of a
    /// sentence.
    pub(super) fn goes_on(&self, line: &Line<'_>, next: &Line<'_>) -> bool {
        let Some(wrap) = self.wrap else { return false };
        let column = line.indent + line.columns;
        (column + 1 + next.first_word()) * 10 > wrap * 9
            || (next.starts_small() && column * 2 > wrap && !line.ends_sentence())
    }
}

/// The lines of a text that end in one column and have another line below.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    lines: usize,
    /// Those that end a sentence.
    whole: usize,
    /// Those that don't, although the next line begins with a capital.
    capitals: usize,
}

/// The column that all but a few lines stay within.
fn wrap_column(columns: &[Column]) -> Option<usize> {
    let all: usize = columns.iter().map(|column| column.lines).sum();
    let mut within = 0;
    let wrap = columns.iter().position(|column| {
        within += column.lines;
        within * 100 >= all * 97
    })?;
    (all > 0 && wrap >= NARROWEST).then_some(wrap)
}

/// Whether the lines that end near the wrapping column mostly end within a sentence, as far as one can see.
fn is_prose(wrap: usize, columns: &[Column]) -> bool {
    let near = |count: fn(&Column) -> usize| columns.iter().skip(wrap * 7 / 10).map(count).sum::<usize>();
    let lines = near(|column| column.lines);
    near(|column| column.whole) * 2 <= lines && near(|column| column.capitals) * 100 <= lines * 55
}

/// What stands between the last word of a wrapped line and the next one's first.
fn gap(line: &str, next: &str) -> &'static str {
    let mut ends = line.chars().rev();
    let (last, before) = (ends.next().unwrap_or(' '), ends.next().unwrap_or(' '));
    let first = next.chars().next().unwrap_or(' ');
    let hyphenated = matches!(last, '-' | '—') && before.is_alphanumeric() && first.is_alphanumeric();
    if hyphenated || (is_unspaced(last) && is_unspaced(first)) { "" } else { " " }
}

/// Takes the marks of quoted text off a line: `> `, `>>`, `> > `.
fn unquoted(line: &str) -> (u8, &str) {
    let (mut quoted, mut rest) = (0u8, line);
    while let Some(inner) = rest.strip_prefix(' ').unwrap_or(rest).strip_prefix('>') {
        quoted = quoted.saturating_add(1);
        rest = inner;
    }
    (quoted, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(text: &str) -> Vec<(u8, Vec<&str>)> {
        Chunks::new(text).map(|chunk| (chunk.quoted, chunk.lines.iter().map(|line| line.text).collect())).collect()
    }

    #[test]
    fn chunks_end_at_blank_lines_quotation_depth_and_long_lines() {
        let long = "word ".repeat(30);
        let long = long.trim();
        assert_eq!(
            chunks(&format!("\n\na\n b\n \nc\n> d\n> > e\n>\n>f\n{long}\ng")),
            [
                (0, vec!["a", "b"]),
                (0, vec!["c"]),
                (1, vec!["d"]),
                (2, vec!["e"]),
                (1, vec!["f"]),
                (0, vec![long]),
                (0, vec!["g"])
            ]
        );
        assert!(chunks(" \n\n").is_empty());
    }

    #[test]
    fn prose_that_ends_near_one_column_was_wrapped() {
        let prose = "The minister said on Monday that the talks would go on\nfor as long as they had to, although nobody in the room\nbelieved him.\n";
        let layout = Layout::of(prose);
        assert!(Chunks::new(prose).all(|chunk| layout.wrapped(&chunk.lines)));
    }

    #[test]
    fn verse_and_addresses_were_broken_by_hand() {
        for text in [
            "Shall I compare thee to a summer's day?\nThou art more lovely and more temperate:\nRough winds do shake the darling buds of May,\nAnd summer's lease hath all too short a date;\n",
            "Jane Doe\n12 High Street\nLondon\n",
        ] {
            let layout = Layout::of(text);
            assert!(Chunks::new(text).all(|chunk| !layout.wrapped(&chunk.lines)));
        }
    }

    #[test]
    fn wrapped_words_are_joined_as_their_script_is_written() {
        assert_eq!(gap("the US-", "led coalition"), "");
        assert_eq!(gap("he said -", "and left"), " ");
        assert_eq!(gap("北京的", "记者"), "");
        assert_eq!(gap("서울의", "기자"), " ");
        assert_eq!(gap("one", "two"), " ");
    }
}
