//! Lists in plain text: lines that begin with a bullet or count up.

use super::chunks::{Chunk, Layout, Line};
use crate::text::article::{BlockKind, Marker};
use crate::text::draft::Draft;

/// The list that the text is in, if it is in one.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The indentation of each level's marker, outermost first, in columns. Empty outside of lists.
    indents: Vec<usize>,
    /// The last number, or 0.
    number: u32,
}

/// How deep lists are told apart.
const DEEPEST: usize = 8;

/// The bullet or number that a line begins with, and the words after it.
pub(super) fn marker(text: &str) -> Option<(Marker, &str)> {
    if super::is_rule(text) {
        return None;
    }
    for bullet in ["- ", "* ", "• ", "◦ ", "‣ ", "▪ ", "· ", "+ "] {
        if let Some(rest) = text.strip_prefix(bullet) {
            return Some((Marker::Bullet, rest.trim_start()));
        }
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = text.get(..digits).filter(|_| digits <= 3)?.parse().ok()?;
    let rest = text.get(digits..)?.strip_prefix(['.', ')'])?.strip_prefix(' ')?;
    Some((Marker::Number(number), rest.trim_start()))
}

impl List {
    /// Which line of a chunk begins a list, or goes on with the one before.
    ///
    /// A bullet counts at the start of a chunk, after a colon, or if several lines have one; a number if the next one
    /// follows or the one before came. A chunk that is indented goes on with the last item.
    pub(super) fn start(&self, chunk: &Chunk<'_>, next: Option<&Chunk<'_>>) -> Option<usize> {
        let lines = &chunk.lines;
        let in_item = self.indents.last().is_some_and(|&indent| lines.first().is_some_and(|l| l.indent >= indent + 2));
        if in_item {
            return Some(0);
        }
        let marked = |line: &&Line<'_>| marker(line.text).is_some();
        let several = lines.iter().filter(marked).count() > 1;
        lines.iter().enumerate().position(|(at, line)| match marker(line.text) {
            None => false,
            Some((Marker::Number(number), _)) => {
                number == self.number + 1 && number > 1 || number <= 1 && counts_on(number, lines.get(at + 1..), next)
            }
            Some((Marker::Bullet | Marker::None, _)) => {
                let colon =
                    at.checked_sub(1).and_then(|before| lines.get(before)).is_some_and(|l| l.text.ends_with(':'));
                at == 0 || colon || several
            }
        })
    }

    /// Writes the lines as items.
    pub(super) fn write(&mut self, lines: &[Line<'_>], quoted: u8, layout: &Layout, draft: &mut Draft) {
        let mut before: Option<&Line<'_>> = None;
        for line in lines {
            match (marker(line.text), before) {
                (Some((marker, words)), _) if self.is_item(marker) => {
                    self.enter(line.indent);
                    self.number = if let Marker::Number(number) = marker { number } else { 0 };
                    self.begin(marker, quoted, draft);
                    draft.push(words);
                }
                (_, None) => {
                    self.begin(Marker::None, quoted, draft);
                    draft.push(line.text);
                }
                (_, Some(before)) => {
                    if layout.goes_on(before, line) || line.indent > before.indent || self.is_below(line) {
                        draft.push(" ");
                    } else {
                        draft.break_line();
                    }
                    draft.push(line.text);
                }
            }
            before = Some(line);
        }
        draft.end();
    }

    /// Ends the list.
    pub(super) fn leave(&mut self) {
        *self = Self::default();
    }

    fn is_item(&self, marker: Marker) -> bool {
        match marker {
            Marker::Bullet | Marker::None => true,
            Marker::Number(number) => number <= 1 || number == self.number + 1,
        }
    }

    /// Whether a line stands right of the last item's marker.
    fn is_below(&self, line: &Line<'_>) -> bool {
        self.indents.last().is_some_and(|&indent| line.indent > indent)
    }

    fn enter(&mut self, indent: usize) {
        while self.indents.last().is_some_and(|&outer| outer > indent) {
            self.indents.pop();
        }
        let deeper = self.indents.last().is_none_or(|&outer| indent >= outer + 2);
        if deeper && self.indents.len() < DEEPEST {
            self.indents.push(indent);
        }
    }

    fn begin(&self, marker: Marker, quoted: u8, draft: &mut Draft) {
        let depth = u8::try_from(self.indents.len().max(1)).unwrap_or(u8::MAX);
        draft.begin(BlockKind::Item { depth, marker }, quoted);
    }
}

/// Whether the number after this one begins a later line or the next chunk.
fn counts_on(number: u32, lines: Option<&[Line<'_>]>, next: Option<&Chunk<'_>>) -> bool {
    let below = next.and_then(|chunk| chunk.lines.first());
    let mut later = lines.unwrap_or_default().iter().chain(below);
    later.any(|line| matches!(marker(line.text), Some((Marker::Number(found), _)) if found == number + 1))
}
