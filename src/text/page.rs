//! A page: an article and its quotations set in lines of a given width, each piece with its role.
//!
//! A page is made when an article is opened, the pane resized or a setting changed, never for a frame. It knows
//! roles, not colours; columns, not pixels.

use std::borrow::Cow;
use std::ops::Range;

mod blocks;
mod code;
mod faces;
mod fit;
mod inserts;
mod lists;
mod lookup;
mod measure;
mod paragraph;
mod pieces;
mod plain;
mod setting;
mod sheet;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use blocks::lay_out;
pub use plain::{lines, plain};
pub use setting::{Hyphenate, Images, Justify, LeadHeadline, LinkNumbers, QuoteSigns, QuotesShown, Setting};

use super::quotes::Kind;

/// An article set in lines.
///
/// Columns are counted from the page's left edge, 0 first; lines from its top. A line's spans stand side by side
/// from column [`indent`](Page::indent) on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    lines: Vec<Line>,
    spans: Vec<Span>,
    /// Where the text of table rows stands, whose cells run side by side: first byte and line, ordered by byte.
    cells: Vec<(usize, usize)>,
    /// The words of each link, in the order of their numbers.
    links: Vec<Range<usize>>,
    /// How many lines stand for the text; notices follow.
    body: usize,
    width: u16,
    indent: u16,
    column: u16,
    margin: Option<u16>,
}

/// One line of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The bytes of the article's text that the line stands for; empty and placed at the next text for furniture
    /// (blank lines, the headline, rules). Starts never decrease from line to line.
    pub range: Range<usize>,
    /// What the margin says: that a quotation of this kind runs on the line.
    pub sign: Option<Kind>,
    spans: Range<usize>,
}

/// A stretch of a line in one face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What is printed.
    pub content: Content,
    /// How it looks.
    pub face: Face,
    /// Columns it takes.
    pub width: u16,
}

/// What a span prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes of the article's text, as they are (no newline or tab or soft hyphen within).
    Text(Range<usize>),
    /// Words that aren't in the text: a headline, padding, a hyphen, a bullet.
    Furniture(Cow<'static, str>),
}

/// How a stretch of text looks: what it is, and what the author stressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Face {
    /// What it is.
    pub role: Role,
    /// Regular or strong.
    pub weight: Weight,
    /// Upright or emphasised.
    pub slant: Slant,
}

/// Whether the author made it strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    /// As its role.
    Regular,
    /// Bold.
    Strong,
}

/// Whether the author emphasised it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slant {
    /// As its role.
    Upright,
    /// Italic.
    Emphasis,
}

/// What a stretch of text is, for the theme to give it a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Running text.
    Body,
    /// The headline, as the document gives it.
    Headline,
    /// A headline taken from the lead.
    HeadlineFromLead,
    /// The line over the text: source, byline, day.
    Byline,
    /// The dateline or source slug before the lead.
    Dateline,
    /// A section heading.
    Heading,
    /// Text of a block quotation.
    BlockQuotation,
    /// The bar left of a block quotation.
    BlockQuotationBar,
    /// Direct speech.
    Direct,
    /// A mixed quotation.
    Mixed,
    /// Indirect speech.
    Indirect,
    /// The words that name a quotation's speaker.
    Speaker,
    /// The words that introduce a quotation.
    Cue,
    /// Code.
    Code,
    /// A link's words.
    Link,
    /// A link's number: `[3]`.
    LinkNumber,
    /// A list item's bullet or number.
    ItemMarker,
    /// The alternative text of a picture.
    Image,
    /// The frame of a table, or a thematic break.
    Rule,
    /// The head row of a table.
    TableHead,
    /// A sign beside the text: that a quotation runs on the line, that a line of code goes on.
    Margin,
    /// A notice about the article: what was mended or left out.
    Notice,
}

impl Page {
    /// How many lines it has.
    #[must_use]
    pub fn height(&self) -> usize {
        self.lines.len()
    }

    /// The width that it was set for, in columns.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// The column where every line's first span starts: what is left of it stays blank, but for the margin's signs.
    #[must_use]
    pub fn indent(&self) -> u16 {
        self.indent
    }

    /// The width of the text column: no line is wider, unless a single character is.
    #[must_use]
    pub fn column(&self) -> u16 {
        self.column
    }

    /// The column where the margin's signs stand, if the page has a margin; the next column stays blank.
    #[must_use]
    pub fn margin(&self) -> Option<u16> {
        self.margin
    }

    /// The lines from top to bottom.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What a line prints from left to right, starting at column [`indent`](Page::indent).
    #[must_use]
    pub fn spans(&self, line: &Line) -> &[Span] {
        self.spans.get(line.spans.clone()).unwrap_or_default()
    }
}

impl Span {
    /// The characters to print; `text` is the text of the article that the page was set from.
    #[must_use]
    pub fn print<'a>(&'a self, text: &'a str) -> &'a str {
        match &self.content {
            Content::Text(range) => text.get(range.clone()).unwrap_or_default(),
            Content::Furniture(words) => words,
        }
    }
}

impl Face {
    /// The face of a role that nothing else stresses.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        Self { role, weight: Weight::Regular, slant: Slant::Upright }
    }
}

impl Kind {
    /// What stands in the margin beside a line with such a quotation: one column wide, apart without colour.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Direct => "┃",
            Self::Mixed => "╏",
            Self::Indirect => "┊",
        }
    }
}
