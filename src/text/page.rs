//! A page: an article and its quotations set in lines of a given width, each piece with its role.
//!
//! A page is made when an article is opened, the pane resized or a setting changed, never for a frame. It knows
//! roles, not colours; columns, not pixels.

use std::ops::Range;

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
    /// A notice about the article: what was mended or left out.
    Notice,
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

/// An article set in lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The lines from top to bottom.
    pub lines: Vec<Line>,
    /// The width that it was set for, in columns.
    pub width: u16,
}

/// One line of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// From left to right; their widths add up to no more than the page's width.
    pub spans: Vec<Span>,
    /// The bytes of the article's text that the line stands for; empty and placed at the next text for furniture
    /// (blank lines, the headline, rules). Starts never decrease from line to line.
    pub range: Range<usize>,
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
    Furniture(Box<str>),
}
