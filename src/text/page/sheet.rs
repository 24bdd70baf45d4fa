//! Lines in the making: spans are put on the current line until it ends.
//!
//! Knows what a line holds, not why: blocks decide that.

use std::borrow::Cow;
use std::ops::Range;

use super::faces::Faces;
use super::inserts::Insert;
use super::measure::{self, SOFT_HYPHEN};
use super::pieces::DEAR;
use super::{Content, Face, Line, Role, Span};
use crate::text::quotes::Kind;

/// The lines and spans so far.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub text: &'a str,
    pub inserts: &'a [Insert],
    pub lines: Vec<Line>,
    pub spans: Vec<Span>,
    pub cells: Vec<(usize, usize)>,
    /// Bytes that may still be searched for words where no spaces part them.
    pub dear: usize,
    faces: Faces,
    /// The first span of the current line.
    first: usize,
    /// Columns of the current line so far.
    used: usize,
    sign: Option<Kind>,
}

impl<'a> Sheet<'a> {
    pub fn new(text: &'a str, inserts: &'a [Insert], faces: Faces) -> Self {
        let lines = Vec::with_capacity(text.len() / 40);
        let spans = Vec::with_capacity(text.len() / 30);
        Self { text, inserts, lines, spans, cells: Vec::new(), dear: DEAR, faces, first: 0, used: 0, sign: None }
    }

    /// Columns of the inserts in a range of the text.
    pub fn columns_of_inserts(&self, range: &Range<usize>) -> usize {
        let first = self.inserts.partition_point(|insert| insert.at <= range.start);
        let rest = self.inserts.get(first..).unwrap_or_default().iter();
        rest.take_while(|insert| insert.at <= range.end).map(|insert| insert.columns()).sum()
    }

    /// Columns of the current line so far.
    pub fn used(&self) -> usize {
        self.used
    }

    /// Ends the current line, which stands for these bytes.
    pub fn end_line(&mut self, range: Range<usize>) {
        self.lines.push(Line { range, sign: self.sign.take(), spans: self.first..self.spans.len() });
        self.first = self.spans.len();
        self.used = 0;
    }

    /// Puts words that aren't in the text on the line.
    pub fn furniture(&mut self, words: impl Into<Cow<'static, str>>, face: Face) {
        let words = words.into();
        let columns = measure::columns(&words);
        if !words.is_empty() {
            self.push(Content::Furniture(words), face, columns);
        }
    }

    /// Puts spaces on the line up to a column of it.
    pub fn pad_to(&mut self, column: usize) {
        self.furniture(spaces(column.saturating_sub(self.used)), Face::of(Role::Body));
    }

    /// Puts text on the line, with the inserts (by index) that stand in it.
    pub fn text(&mut self, range: Range<usize>, inserts: Range<usize>, block: Role) {
        let mut start = range.start;
        for insert in self.inserts.get(inserts).unwrap_or_default() {
            let at = insert.at.clamp(start, range.end);
            self.bare_text(start..at, block);
            self.furniture(insert.label(), Face::of(Role::LinkNumber));
            start = at;
        }
        self.bare_text(start..range.end, block);
    }

    fn bare_text(&mut self, range: Range<usize>, block: Role) {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let Some(all) = measure::plain_columns(text) else {
            return self.clusters(range.start, text, block);
        };
        let mut start = range.start;
        while start < range.end {
            let (run, end) = self.faces.at(start);
            let end = end.min(range.end);
            let columns = if end - start == text.len() {
                all
            } else {
                measure::columns(self.text.get(start..end).unwrap_or_default())
            };
            self.sign = stronger(self.sign, run.quoted);
            self.push(Content::Text(start..end), run.face(block), columns);
            start = end;
        }
    }

    /// Puts text on the line cluster by cluster: each has the face of its first byte, so that none is torn.
    fn clusters(&mut self, from: usize, text: &str, block: Role) {
        let (mut start, mut columns) = (from, 0);
        let (mut run, mut run_end) = self.faces.at(from);
        for (at, cluster, wide) in measure::clusters(text) {
            let at = from + at;
            let dropped = cluster == "\t" || cluster == SOFT_HYPHEN;
            if at >= run_end || dropped {
                self.text_span(start..at, run.face(block), columns);
                (start, columns) = (at, 0);
            }
            if at >= run_end {
                (run, run_end) = self.faces.at(at);
            }
            self.sign = stronger(self.sign, run.quoted);
            if dropped {
                self.furniture(spaces(wide), run.face(block));
                start = at + cluster.len();
            } else {
                columns += wide;
            }
        }
        self.text_span(start..from + text.len(), run.face(block), columns);
    }

    fn text_span(&mut self, range: Range<usize>, face: Face, columns: usize) {
        if !range.is_empty() {
            self.push(Content::Text(range), face, columns);
        }
    }

    /// Widens the last space on the line; the padding looks as what it follows.
    pub fn widen(&mut self, columns: usize) {
        let face = self.spans.last().map_or(Face::of(Role::Body), |span| span.face);
        self.furniture(spaces(columns), face);
    }

    /// Puts the hyphen of a divided word on the line.
    pub fn hyphen(&mut self) {
        let face = self.spans.last().map_or(Face::of(Role::Body), |span| span.face);
        self.furniture("-", face);
    }

    fn push(&mut self, content: Content, face: Face, columns: usize) {
        self.used += columns;
        self.spans.push(Span { content, face, width: u16::try_from(columns).unwrap_or(u16::MAX) });
    }
}

/// Of two quotations on one line, the one that its margin tells of.
fn stronger(one: Option<Kind>, other: Option<Kind>) -> Option<Kind> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// That many spaces.
pub(super) fn spaces(columns: usize) -> Cow<'static, str> {
    const SPACES: &str = "                                                                                ";
    match SPACES.get(..columns) {
        Some(spaces) => Cow::Borrowed(spaces),
        None => Cow::Owned(" ".repeat(columns)),
    }
}
