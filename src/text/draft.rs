//! An article in the making: cleans text as it comes and keeps the promises that [`Article`] makes about ranges.
//!
//! Every parser writes through it; it doesn't know any of their formats.

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::mem;

use super::article::{Article, Block, BlockKind, Mark, MarkKind};
use super::clean::{self, Cleaner, Positions, Space};

/// How much text an article may have, in bytes: twice the longest novel.
pub const MAX_TEXT: usize = 4 << 20;

/// How many blocks an article may have.
pub const MAX_BLOCKS: usize = 200_000;

/// Collects blocks and marks.
pub(crate) struct Draft {
    article: Article,
    /// The kind of the block that is being written, and how many block quotations it stands in.
    current: Option<(BlockKind, u8)>,
    /// The text of that block so far.
    text: String,
    cleaner: Cleaner,
    /// The marks of that block that are closed, in bytes of its text.
    marks: Vec<Mark>,
    /// At most one of each kind of mark.
    open: Vec<OpenMark>,
    /// Whether a thematic break stands before the next block.
    rule: bool,
    /// Bytes that found no room.
    left_out: usize,
}

/// A mark whose end isn't known yet.
struct OpenMark {
    kind: MarkKind,
    /// Where it begins in the text of the current block.
    start: usize,
    /// How many marks of this kind are nested here.
    depth: u32,
}

impl Draft {
    pub(crate) fn new() -> Self {
        Self {
            article: Article::default(),
            current: None,
            text: String::new(),
            cleaner: Cleaner::new(Space::Collapse),
            marks: Vec::new(),
            open: Vec::new(),
            rule: false,
            left_out: 0,
        }
    }

    /// Ends the current block and begins another. Marks that are open go on in it.
    pub(crate) fn begin(&mut self, kind: BlockKind, quoted: u8) {
        self.end();
        let space = if kind == BlockKind::Code { Space::Tabs } else { Space::Collapse };
        self.cleaner = Cleaner::new(space);
        self.current = Some((kind, quoted));
    }

    /// Adds text to the current block, or to a paragraph if there is none.
    pub(crate) fn push(&mut self, text: &str) {
        if self.current.is_none() {
            self.begin(BlockKind::Paragraph, 0);
        }
        if self.text.len() > MAX_TEXT {
            self.left_out += text.len();
            return;
        }
        self.cleaner.push(text, &mut self.text);
    }

    /// Breaks the line within the current block. At its start, and a second time, nothing happens.
    pub(crate) fn break_line(&mut self) {
        if !self.text.is_empty() {
            self.cleaner.break_line(&mut self.text);
            // What stood without ink before the break is gone, and may have been marked.
            let kept = self.text.strip_suffix('\n').map_or(self.text.len(), str::len);
            keep_within(&mut self.marks, kept);
            for open in &mut self.open {
                open.start = open.start.min(self.text.len());
            }
        }
    }

    /// Ends a cell of the current table.
    pub(crate) fn end_cell(&mut self) {
        self.cleaner.end_cell(&mut self.text);
    }

    /// Opens a mark. Within one of the same kind, nothing happens.
    pub(crate) fn open(&mut self, kind: MarkKind) {
        if let Some(open) = self.open_mark(&kind) {
            open.depth += 1;
            return;
        }
        let start = self.text.len();
        self.open.push(OpenMark { kind, start, depth: 1 });
    }

    /// Closes the innermost mark of this kind; of a link, whatever its address.
    pub(crate) fn close(&mut self, kind: &MarkKind) {
        let Some(open) = self.open_mark(kind) else {
            return;
        };
        open.depth -= 1;
        if open.depth > 0 {
            return;
        }
        let ended = |open: &OpenMark| mem::discriminant(&open.kind) == mem::discriminant(kind);
        if let Some(at) = self.open.iter().position(ended) {
            let OpenMark { kind, start, .. } = self.open.remove(at);
            self.mark(start, kind);
        }
    }

    /// A thematic break, unless nothing stands before or after it.
    pub(crate) fn rule(&mut self) {
        self.end();
        self.rule = !self.article.blocks.is_empty();
    }

    /// Ends the current block; one without any ink is left out, but a picture with an address stays.
    pub(crate) fn end(&mut self) {
        let Some((kind, quoted)) = self.current.take() else {
            return;
        };
        self.close_block_marks();
        let positions = self.cleaner.finish(&mut self.text);
        let mut text = mem::take(&mut self.text);
        let mut marks = mem::take(&mut self.marks);
        keep_within(&mut marks, text.len());
        if positions == Positions::Moved {
            marks.clear();
        }
        if kind == BlockKind::Code {
            trim_lines(&mut text);
            marks.clear();
        }
        if clean::is_blank(&text) {
            text.clear();
            marks.clear();
            if !matches!(kind, BlockKind::Image { url: Some(_) }) {
                return;
            }
        }
        self.add(kind, quoted, &text, marks);
    }

    /// The article: its text, blocks, marks and, if something found no room, a notice.
    pub(crate) fn finish(mut self) -> Article {
        self.end();
        if self.left_out > 0 {
            let notice = cut_notice(self.article.text.len(), self.article.text.len() + self.left_out);
            self.article.notices.push(notice);
        }
        self.article
    }

    /// Whether nothing has been written to the current block.
    pub(crate) fn is_at_start(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether a line was just broken in the current block.
    pub(crate) fn is_at_line_start(&self) -> bool {
        self.text.ends_with('\n')
    }

    /// The blocks that are finished.
    pub(crate) fn blocks(&self) -> &[Block] {
        &self.article.blocks
    }

    fn open_mark(&mut self, kind: &MarkKind) -> Option<&mut OpenMark> {
        self.open.iter_mut().find(|open| mem::discriminant(&open.kind) == mem::discriminant(kind))
    }

    /// Ends the open marks at the end of a block, to go on at the start of the next one.
    fn close_block_marks(&mut self) {
        for at in 0..self.open.len() {
            let Some(open) = self.open.get_mut(at) else {
                break;
            };
            let (start, kind) = (mem::take(&mut open.start), open.kind.clone());
            self.mark(start, kind);
        }
    }

    /// Marks the text from `start` to here, without the white space at its ends.
    fn mark(&mut self, start: usize, kind: MarkKind) {
        let Some(marked) = self.text.get(start..) else {
            return;
        };
        let start = start + marked.len() - marked.trim_start().len();
        let end = start + marked.trim().len();
        let inked = self.text.get(start..end).is_some_and(|words| !clean::is_blank(words));
        if inked {
            self.marks.push(Mark { range: start..end, kind });
        }
    }

    fn add(&mut self, kind: BlockKind, quoted: u8, text: &str, mut marks: Vec<Mark>) {
        let room = MAX_TEXT.saturating_sub(self.article.text.len());
        if room == 0 || self.article.blocks.len() >= MAX_BLOCKS {
            self.left_out += text.len();
            return;
        }
        let kept = cut_at_word(text, room);
        self.left_out += text.len() - kept.len();
        if mem::take(&mut self.rule) {
            self.add_block(BlockKind::Rule, 0, "");
        }
        let start = self.add_block(kind, quoted, kept);
        marks.sort_by_key(|mark| (mark.range.start, Reverse(mark.range.end)));
        marks.retain(|mark| mark.range.end <= kept.len());
        self.article.marks.extend(
            marks
                .into_iter()
                .map(|mark| Mark { range: mark.range.start + start..mark.range.end + start, kind: mark.kind }),
        );
    }

    /// Adds a block and gives back where it begins.
    fn add_block(&mut self, kind: BlockKind, quoted: u8, text: &str) -> usize {
        let article = &mut self.article;
        if !article.blocks.is_empty() {
            article.text.push_str("\n\n");
        }
        let start = article.text.len();
        article.text.push_str(text);
        article.blocks.push(Block { kind, range: start..article.text.len(), quoted });
        start
    }
}

/// Ends marks at `len` that would go beyond it.
fn keep_within(marks: &mut Vec<Mark>, len: usize) {
    for mark in marks.iter_mut() {
        mark.range.end = mark.range.end.min(len);
    }
    marks.retain(|mark| !mark.range.is_empty());
}

/// How the sentence about a text that was too long begins.
pub(crate) const CUT_OFF: &str = "cut off: ";

/// The sentence about a text that was too long; takes bytes.
pub(crate) fn cut_notice(kept: usize, whole: usize) -> String {
    format!("cut off: only the first {} of {} are shown", size(kept), size(whole))
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// At most `room` bytes of a text, cut at white space if there is some near the end.
fn cut_at_word(text: &str, room: usize) -> &str {
    if text.len() <= room {
        return text;
    }
    let whole = clean::prefix(text, room);
    let end = whole.rfind(char::is_whitespace).filter(|&end| end + 200 > whole.len());
    whole.get(..end.unwrap_or(whole.len())).unwrap_or(whole).trim_end()
}

/// Drops the blank lines around preformatted text and the spaces at its end.
fn trim_lines(text: &mut String) {
    text.truncate(text.trim_end().len());
    let ink = text.len() - text.trim_start().len();
    let start = text.get(..ink).and_then(|blank| blank.rfind('\n')).map_or(0, |newline| newline + 1);
    text.drain(..start);
}
