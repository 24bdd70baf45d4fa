//! Where text may be broken: words, divided words, and words too wide for the column cut at grapheme clusters.
//!
//! Knows nothing of lines. Break chances are those of Unicode annex 14, as textwrap finds them.

use std::ops::Range;

use hypher::Lang;
use textwrap::core::Fragment;
use textwrap::{WordSeparator, WordSplitter};
use unicode_segmentation::{GraphemeIndices, UnicodeSegmentation};

use super::inserts::Insert;
use super::measure::{self, SOFT_HYPHEN};
use super::words::{Stretch, stretches};

/// A stretch of text that stays on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// First byte.
    pub start: usize,
    /// The byte after the last visible one: the white space that follows vanishes at a line's end.
    pub end: usize,
    /// How many inserts of the article stand at or before the end.
    pub inserts: usize,
    /// Columns of the text and its inserts.
    pub columns: u32,
    /// Columns of the white space that follows.
    pub space: u32,
    /// Columns of the hyphen that appears if the line ends here.
    pub hyphen: u32,
}

impl Fragment for Piece {
    fn width(&self) -> f64 {
        f64::from(self.columns)
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(self.space)
    }

    fn penalty_width(&self) -> f64 {
        f64::from(self.hyphen)
    }
}

/// What a text is broken by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Breaking<'a> {
    /// The text that ranges point into.
    pub text: &'a str,
    /// What is set into it, ordered by place.
    pub inserts: &'a [Insert],
    /// The language whose rules divide words.
    pub hyphens: Option<Lang>,
    /// The widest that a piece may be, in columns.
    pub widest: usize,
}

/// How many bytes of an article are searched for words where no spaces part them: about 0.1 s. The rest is broken at
/// spaces only.
pub(super) const DEAR: usize = 64 * 1024;

/// The pieces of a stretch of the text that holds no newline.
///
/// Most words of most articles need no look at Unicode's rules; the rest goes to textwrap, in stretches that begin
/// and end where a break is certain. `dear` is what remains of the bytes in scripts without spaces between words
/// (Thai, Lao, Burmese, Khmer) that may still be searched for words.
pub(super) fn pieces(breaking: &Breaking, line: Range<usize>, dear: &mut usize, out: &mut Vec<Piece>) {
    let inserts = breaking.inserts.partition_point(|insert| insert.at <= line.start);
    let mut cutting = Cutting { breaking, out, inserts, splits: Vec::new(), dear };
    for stretch in stretches(breaking.text, line) {
        match stretch {
            Stretch::Word(range, spaces) => cutting.simple_word(range, spaces),
            Stretch::Other(range) => cutting.words(range),
        }
    }
}

/// The boundaries of a text's grapheme clusters, asked for in ascending order.
struct Boundaries<'a> {
    /// `None` for text whose every character is a cluster.
    clusters: Option<GraphemeIndices<'a>>,
    reached: usize,
}

impl<'a> Boundaries<'a> {
    fn new(text: &'a str) -> Self {
        let clusters = measure::plain_columns(text).is_none().then(|| text.grapheme_indices(true));
        Self { clusters, reached: 0 }
    }

    fn has(&mut self, byte: usize) -> bool {
        let Some(clusters) = &mut self.clusters else {
            return true;
        };
        while self.reached < byte {
            let Some((start, cluster)) = clusters.next() else {
                return false;
            };
            self.reached = start + cluster.len();
        }
        self.reached == byte
    }
}

/// Pieces in the making.
struct Cutting<'a> {
    breaking: &'a Breaking<'a>,
    out: &'a mut Vec<Piece>,
    /// Inserts that stand in the pieces so far.
    inserts: usize,
    /// Places to divide the word at, and whether a hyphen appears there; kept for its memory.
    splits: Vec<(usize, u32)>,
    /// Bytes that may still be searched for words where no spaces part them.
    dear: &'a mut usize,
}

impl Cutting<'_> {
    /// Adds the pieces of a word of simple ASCII.
    fn simple_word(&mut self, range: Range<usize>, spaces: usize) {
        if self.breaking.hyphens.is_some() || range.len() > self.breaking.widest {
            return self.word(range.start..range.end + spaces);
        }
        let first = self.inserts;
        let columns = range.len() + self.take_inserts(range.end);
        if columns > self.breaking.widest {
            self.inserts = first;
            return self.cut(range, spaces);
        }
        self.push(range, columns, spaces, 0);
    }

    /// Adds the pieces of any text.
    fn words(&mut self, range: Range<usize>) {
        let text = self.breaking.text.get(range.clone()).unwrap_or_default();
        // textwrap takes away the last break chance of a text that ends in a hyphen, so it doesn't see the hyphen.
        let seen = text.trim_end_matches(['-', '\u{ad}']);
        let separator = self.separator(seen);
        let mut clusters = Boundaries::new(text);
        let (mut start, mut end) = (0, 0);
        for word in separator.find_words(seen) {
            end += word.word.len() + word.whitespace.len();
            if end < seen.len() && clusters.has(end) {
                self.word(range.start + start..range.start + end);
                start = end;
            }
        }
        if start < text.len() {
            self.word(range.start + start..range.end);
        }
    }

    /// How to find words: those of scripts without spaces take a neural network (2 µs a byte), so not without end.
    fn separator(&mut self, text: &str) -> WordSeparator {
        if text.is_ascii() || !text.chars().any(is_dear) {
            return WordSeparator::UnicodeBreakProperties;
        }
        let Some(left) = self.dear.checked_sub(text.len()) else {
            return WordSeparator::AsciiSpace;
        };
        *self.dear = left;
        WordSeparator::UnicodeBreakProperties
    }

    /// Adds the pieces of a word and the white space after it.
    fn word(&mut self, range: Range<usize>) {
        let text = self.breaking.text.get(range.clone()).unwrap_or_default();
        let word = text.trim_end();
        let space = measure::columns(text.get(word.len()..).unwrap_or_default());
        let mut splits = std::mem::take(&mut self.splits);
        find_splits(word, self.breaking, &mut splits);
        let mut start = 0;
        for &(at, hyphen) in &splits {
            self.part(range.start + start..range.start + at, 0, hyphen);
            start = at;
        }
        self.part(range.start + start..range.start + word.len(), space, 0);
        splits.clear();
        self.splits = splits;
    }

    /// Adds a part of a word, cut where it is wider than a piece may be.
    fn part(&mut self, range: Range<usize>, space: usize, hyphen: u32) {
        let text = self.breaking.text.get(range.clone()).unwrap_or_default();
        let first = self.inserts;
        let columns = measure::columns(text) + self.take_inserts(range.end);
        if columns > self.breaking.widest {
            self.inserts = first;
            return self.cut(range, space);
        }
        // A hyphen that finds no room is left out rather than the break.
        let hyphen = if columns < self.breaking.widest { hyphen } else { 0 };
        self.push(range, columns, space, hyphen);
    }

    /// Cuts text between clusters, so that each piece is as wide as it may be.
    fn cut(&mut self, range: Range<usize>, space: usize) {
        let text = self.breaking.text.get(range.clone()).unwrap_or_default();
        let (mut start, mut columns) = (range.start, 0);
        for (at, cluster, wide) in measure::clusters(text) {
            let at = range.start + at;
            if columns > 0 && columns + wide > self.breaking.widest {
                self.push(start..at, columns, 0, 0);
                (start, columns) = (at, 0);
            }
            columns += wide;
            let end = at + cluster.len();
            while let Some(insert) = self.next_insert(end) {
                if columns > 0 && columns + insert.columns() > self.breaking.widest {
                    self.push(start..end, columns, 0, 0);
                    (start, columns) = (end, 0);
                }
                columns += insert.columns();
                self.inserts += 1;
            }
        }
        self.push(start..range.end, columns, space, 0);
    }

    fn next_insert(&self, end: usize) -> Option<Insert> {
        self.breaking.inserts.get(self.inserts).copied().filter(|insert| insert.at <= end)
    }

    /// Counts the inserts up to a byte as set, and gives their columns.
    fn take_inserts(&mut self, end: usize) -> usize {
        let mut columns = 0;
        while let Some(insert) = self.next_insert(end) {
            columns += insert.columns();
            self.inserts += 1;
        }
        columns
    }

    fn push(&mut self, range: Range<usize>, columns: usize, space: usize, hyphen: u32) {
        let short = |columns| u32::try_from(columns).unwrap_or(u32::MAX);
        self.out.push(Piece {
            start: range.start,
            end: range.end,
            inserts: self.inserts,
            columns: short(columns),
            space: short(space),
            hyphen,
        });
    }
}

/// Whether a character is of a script whose words aren't parted by spaces, and whose breaks take a dictionary or a
/// network to find: Thai, Lao, Burmese, Khmer.
const fn is_dear(char: char) -> bool {
    matches!(char, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Where a word may be divided: at its hyphens, soft or not, else by its language's rules.
fn find_splits(word: &str, breaking: &Breaking, splits: &mut Vec<(usize, u32)>) {
    let soft = !word.is_ascii() && word.contains(SOFT_HYPHEN);
    let hard = word.contains('-');
    if soft {
        let ends = word.match_indices(SOFT_HYPHEN).map(|(at, hyphen)| at + hyphen.len());
        splits.extend(ends.filter(|end| *end < word.len()).map(|end| (end, 1)));
    }
    if hard {
        let wide = measure::columns(word) > breaking.widest;
        let points = WordSplitter::HyphenSplitter.split_points(word).into_iter();
        splits.extend(points.filter(|at| wide || is_worth_dividing(word, *at)).map(|at| (at, 0)));
        splits.sort_unstable();
    }
    match breaking.hyphens {
        Some(language) if !soft && !hard => add_syllables(word, language, splits),
        Some(_) | None => {}
    }
}

/// Whether both parts at a hyphen are long enough to stand on lines of their own: not so in `al-Amiri`, `US-led`.
fn is_worth_dividing(word: &str, at: usize) -> bool {
    let (left, right) = word.split_at(at);
    let length = |part: Option<&str>| part.unwrap_or_default().chars().filter(|char| char.is_alphanumeric()).count();
    length(left.trim_end_matches('-').rsplit('-').next()) >= SHORTEST_PART
        && length(right.split('-').next()) >= SHORTEST_PART
}

fn add_syllables(word: &str, language: Lang, splits: &mut Vec<(usize, u32)>) {
    let core = word.trim_start_matches(|char: char| !char.is_alphabetic());
    let from = word.len() - core.len();
    let core = core.trim_end_matches(|char: char| !char.is_alphabetic());
    if core.len() < SHORTEST_DIVIDED || !core.chars().all(char::is_alphabetic) {
        return;
    }
    let mut at = from;
    for syllable in hypher::hyphenate(core, language) {
        at += syllable.len();
        splits.push((at, 1));
    }
    splits.pop();
}

/// Letters and digits of the shortest part of a word that is divided at its own hyphen.
const SHORTEST_PART: usize = 3;
/// Bytes of the shortest word that is divided by rules.
const SHORTEST_DIVIDED: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, mut dear: usize) -> Vec<&str> {
        let breaking = Breaking { text, inserts: &[], hyphens: None, widest: 80 };
        let mut out = Vec::new();
        pieces(&breaking, 0..text.len(), &mut dear, &mut out);
        out.into_iter().map(|piece| &text[piece.start..piece.end]).collect()
    }

    #[test]
    fn thai_is_broken_into_words_until_that_gets_too_dear() {
        assert_eq!(words("ภาษาไทย ง่าย", 100), ["ภาษา", "ไทย", "ง่าย"]);
        assert_eq!(words("ภาษาไทย ง่าย", 10), ["ภาษาไทย", "ง่าย"]);
    }

    #[test]
    fn a_hyphen_at_the_end_takes_no_break_away() {
        assert_eq!(words("“one two-", 0), ["“one", "two-"]);
    }

    #[test]
    fn no_break_is_found_at_spaces_that_allow_none() {
        assert_eq!(words("10\u{a0}% of 5\u{202f}000", 0), ["10\u{a0}%", "of", "5\u{202f}000"]);
    }

    #[test]
    fn no_piece_begins_inside_a_cluster() {
        assert_eq!(words("漢 \u{301}字 👍🏽a🏽", 0), ["漢 \u{301}", "字", "👍🏽", "a🏽"]);
    }

    #[test]
    fn japanese_signs_do_not_begin_a_line() {
        assert_eq!(words("日本、「東京」。", 0), ["日", "本、", "「東", "京」。"]);
    }
}
