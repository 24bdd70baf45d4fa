//! A paragraph: text broken into lines, and each line put on the sheet.

use std::ops::Range;

use hypher::Lang;

use super::blocks::Left;
use super::measure::{self, SOFT_HYPHEN};
use super::pieces::{Breaking, DEAR, Piece, pieces};
use super::sheet::Sheet;
use super::{Face, Justify, Role, fit};

/// A stretch of text broken into lines.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pieces: Vec<Piece>,
    /// The lines, as ranges of pieces.
    lines: Vec<Range<usize>>,
    /// Inserts of the article that stand before the stretch.
    inserts: usize,
}

/// The widths that a paragraph is broken for, in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Widths {
    /// Of the first line.
    pub first: usize,
    /// Of the other lines.
    pub rest: usize,
}

impl Widths {
    /// The same for all lines.
    pub fn even(columns: usize) -> Self {
        Self { first: columns, rest: columns }
    }
}

/// The narrowest column that numbers of links are set in.
const NUMBERS_FROM: usize = 12;

/// Whether numbers of links are set in a column so wide.
pub(super) fn has_numbers(columns: usize) -> bool {
    columns >= NUMBERS_FROM
}

impl Paragraph {
    /// Breaks a stretch of the sheet's text into lines, in place of what it held. The stretch holds no newline.
    pub fn break_text(&mut self, sheet: &mut Sheet, stretch: Range<usize>, widths: Widths, hyphens: Option<Lang>) {
        let widest = widths.rest.min(widths.first).max(1);
        let inserts = if has_numbers(widest) { sheet.inserts } else { &[] };
        self.inserts = inserts.partition_point(|insert| insert.at <= stretch.start);
        let breaking = Breaking { text: sheet.text, inserts, hyphens, widest };
        self.fill(&breaking, stretch, widths, &mut sheet.dear);
    }

    fn fill(&mut self, breaking: &Breaking, stretch: Range<usize>, widths: Widths, dear: &mut usize) {
        self.pieces.clear();
        self.lines.clear();
        pieces(breaking, stretch, dear, &mut self.pieces);
        fit::fit(&self.pieces, widths.first, widths.rest, &mut self.lines);
    }

    /// Columns of a line.
    pub fn columns(&self, line: usize) -> usize {
        fit::columns(self.pieces_of(line))
    }

    /// How many lines it has.
    pub fn height(&self) -> usize {
        self.lines.len()
    }

    /// The bytes that a line shows.
    pub fn range(&self, line: usize) -> Range<usize> {
        let pieces = self.pieces_of(line);
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            return 0..0;
        };
        first.start..last.end
    }

    /// A line of a text that isn't the article's, as it is printed.
    fn words(&self, text: &str, line: usize) -> String {
        let words = text.get(self.range(line)).unwrap_or_default();
        let mut words = words.replace(SOFT_HYPHEN, "").replace(['\t', '\u{a0}'], " ");
        if self.pieces_of(line).last().is_some_and(|piece| piece.hyphen > 0) {
            words.push('-');
        }
        words
    }

    fn pieces_of(&self, line: usize) -> &[Piece] {
        self.lines.get(line).and_then(|line| self.pieces.get(line.clone())).unwrap_or_default()
    }

    /// Puts a line on the sheet; all but the last are widened to `fill` columns, if those are given.
    pub fn put(&self, sheet: &mut Sheet, line: usize, block: Role, fill: Option<usize>) {
        let pieces = self.pieces_of(line);
        let (Some(first), Some(last)) = (self.lines.get(line), pieces.last()) else {
            return;
        };
        let before = first.start.checked_sub(1).and_then(|before| self.pieces.get(before));
        let inserts = before.map_or(self.inserts, |piece| piece.inserts);
        let fill = fill.filter(|_| line + 1 < self.lines.len());
        match fill.and_then(|width| Gaps::new(pieces, width, line)) {
            Some(gaps) => put_widened(sheet, pieces, inserts, block, gaps),
            None => sheet.text(self.range(line), inserts..last.inserts, block),
        }
        if last.hyphen > 0 {
            sheet.hyphen();
        }
    }
}

fn put_widened(sheet: &mut Sheet, pieces: &[Piece], mut inserts: usize, block: Role, gaps: Gaps) {
    let Some((last, inner)) = pieces.split_last() else {
        return;
    };
    let mut gap = 0;
    for (piece, next) in inner.iter().zip(pieces.iter().skip(1)) {
        sheet.text(piece.start..next.start, inserts..piece.inserts, block);
        inserts = piece.inserts;
        if piece.space > 0 {
            sheet.widen(gaps.extra(gap));
            gap += 1;
        }
    }
    sheet.text(last.start..last.end, inserts..last.inserts, block);
}

/// How a line's spaces are widened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gaps {
    count: usize,
    extra: usize,
    /// Which end of the line gets the odd columns: it alternates, so that no river runs down one side.
    odd: Odd,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Odd {
    Left,
    Right,
}

/// The most that a space is widened by, in columns, before a line stays ragged.
const WIDEST_EXTRA: usize = 2;

impl Gaps {
    /// `None` for a line that is full already, or that would get too wide holes.
    fn new(pieces: &[Piece], width: usize, line: usize) -> Option<Self> {
        let (_, inner) = pieces.split_last()?;
        let count = inner.iter().filter(|piece| piece.space > 0).count();
        let extra = width.saturating_sub(fit::columns(pieces));
        let odd = if line.is_multiple_of(2) { Odd::Right } else { Odd::Left };
        (extra > 0 && extra <= count * WIDEST_EXTRA).then_some(Self { count, extra, odd })
    }

    /// The extra columns of a gap: all get the same, and the odd ones are spread evenly.
    fn extra(self, gap: usize) -> usize {
        let gap = match self.odd {
            Odd::Left => self.count.saturating_sub(gap + 1),
            Odd::Right => gap,
        };
        (gap + 1) * self.extra / self.count.max(1) - gap * self.extra / self.count.max(1)
    }
}

/// The stretches of a text that each begin a line: those between the author's newlines.
///
/// Stretches without a newline for [`LONGEST`] bytes are parted there, which bounds memory.
pub(super) fn stretches(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut rest = range;
    std::iter::from_fn(move || {
        let line = text.get(rest.clone())?;
        let blank = line.len() - line.trim_start().len();
        let (start, line) = (rest.start + blank, line.get(blank..)?);
        if line.is_empty() {
            return None;
        }
        let length = match head(line).find('\n') {
            Some(length) => length,
            None if line.len() <= LONGEST => line.len(),
            None => shorten(line),
        };
        rest.start = start + length;
        Some(start..rest.start)
    })
}

/// The longest stretch that is broken into lines as a whole, in bytes.
const LONGEST: usize = 256 * 1024;

/// As much of a text as a stretch may hold.
fn head(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// Where to part a stretch that is too long: after a space, else between two grapheme clusters.
fn shorten(line: &str) -> usize {
    let head = head(line);
    if let Some(space) = head.rfind(' ').filter(|space| *space > LONGEST / 2) {
        return space + 1;
    }
    let mut length = 0;
    for (at, cluster, _) in measure::clusters(line) {
        if length > 0 && at + cluster.len() > head.len() {
            break;
        }
        length = at + cluster.len();
    }
    length
}

/// Puts words that aren't part of an article's text on the sheet, in lines of their own of so many columns.
pub(super) fn put_words(sheet: &mut Sheet, words: &str, role: Role, left: Left, columns: usize, at: usize) {
    put_lines(sheet, lines_of(words, columns, columns), role, left, at);
}

/// Puts a headline on the sheet: its lines are about as long as each other.
pub(super) fn put_headline(sheet: &mut Sheet, words: &str, role: Role, columns: usize) {
    let height = |width| lines_of(words, width, columns).len();
    let (mut low, mut high) = (columns / 2, columns);
    let most = height(high);
    // A headline as long as a text is not worth the search.
    while most <= LONGEST_HEADLINE && low + 1 < high {
        let middle = usize::midpoint(low, high);
        if height(middle) > most {
            low = middle;
        } else {
            high = middle;
        }
    }
    put_lines(sheet, lines_of(words, high, columns), role, Left::NONE, 0);
}

/// Lines of the longest headline that is balanced.
const LONGEST_HEADLINE: usize = 6;

fn put_lines(sheet: &mut Sheet, lines: Vec<String>, role: Role, left: Left, at: usize) {
    for line in lines {
        left.put(sheet, sheet.lines.len());
        sheet.furniture(line, Face::of(role));
        sheet.end_line(at..at);
    }
}

/// Breaks words that aren't part of an article's text into lines of about `columns`, and at most `widest`.
fn lines_of(words: &str, columns: usize, widest: usize) -> Vec<String> {
    let widest = widest.max(1);
    let breaking = Breaking { text: words, inserts: &[], hyphens: None, widest };
    let mut paragraph = Paragraph::default();
    let mut lines = Vec::new();
    let mut dear = DEAR;
    for stretch in stretches(words, 0..words.len()) {
        paragraph.fill(&breaking, stretch, Widths::even(columns.max(1)), &mut dear);
        lines.extend((0..paragraph.height()).map(|line| paragraph.words(words, line)));
    }
    lines
}

/// How lines of running text are filled.
pub(super) fn fill(justify: Justify, columns: usize) -> Option<usize> {
    match justify {
        Justify::Ragged => None,
        Justify::Justified => Some(columns),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_begin_at_the_first_sign_of_each_line() {
        let text = "  one two\n\n \tthree\n";
        let found: Vec<_> = stretches(text, 0..text.len()).map(|range| &text[range]).collect();
        assert_eq!(found, ["one two", "three"]);
    }

    #[test]
    fn long_stretches_are_parted_after_a_space_or_else_a_cluster() {
        for (text, unit) in [("word ".repeat(200_000), 5), ("🇮🇶".repeat(100_000), 8)] {
            let found: Vec<_> = stretches(&text, 0..text.len()).collect();
            assert!(found.len() > 3);
            assert!(found.iter().all(|range| range.len() <= LONGEST && range.start % unit == 0));
        }
    }

    #[test]
    fn odd_columns_go_to_either_side_in_turn_and_none_is_lost() {
        for (count, extra) in [(1, 1), (3, 1), (3, 4), (5, 9)] {
            for odd in [Odd::Left, Odd::Right] {
                let gaps = Gaps { count, extra, odd };
                assert_eq!((0..count).map(|gap| gaps.extra(gap)).sum::<usize>(), extra);
            }
        }
        assert_eq!(Gaps { count: 2, extra: 1, odd: Odd::Right }.extra(1), 1);
        assert_eq!(Gaps { count: 2, extra: 1, odd: Odd::Left }.extra(0), 1);
    }
}
