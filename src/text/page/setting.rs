//! What the reader chose about the look of a page.

use crate::text::quotes::Kind;

/// How a page is to be set. Changing any of it means setting the page again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Columns of the pane. 0 is taken as 1.
    pub width: u16,
    /// The widest that the text column may be, in columns. 0 is taken as 1.
    pub text_width: u16,
    /// Whether lines are filled to the right edge.
    pub justify: Justify,
    /// Whether words may be divided.
    pub hyphenate: Hyphenate,
    /// Which quotations are told from other text.
    pub quotes: QuotesShown,
    /// Whether the margin tells that a quotation runs on a line.
    pub signs: QuoteSigns,
    /// Whether a link is followed by its number.
    pub link_numbers: LinkNumbers,
    /// Whether pictures are named.
    pub images: Images,
    /// Whether a headline that is only the lead's first words stands over the lead.
    pub lead_headline: LeadHeadline,
    /// The day of publication in the reader's own way of writing; the document's words if there is none.
    pub day: Option<String>,
    /// More facts for the line under the headline: `3 min`.
    pub facts: Vec<String>,
}

/// Whether lines are filled to the right edge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Justify {
    /// Spaces keep their width and lines end where they end.
    #[default]
    Ragged,
    /// Spaces are widened, unless a line would get more holes than words.
    Justified,
}

/// Whether words may be divided where the text has no hyphen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Hyphenate {
    /// Only at the soft hyphens that the author put in.
    #[default]
    Never,
    /// By the rules of the article's language, if they are known.
    ByLanguage,
}

/// Which quotations are told from other text: each choice holds the ones before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuotesShown {
    /// None.
    None,
    /// Direct speech.
    Direct,
    /// All that stands, wholly or in part, between quotation marks: direct and mixed.
    Marked,
    /// Indirect speech too.
    #[default]
    All,
}

/// Whether the margin tells that a quotation runs on a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum QuoteSigns {
    /// It does, on pages of 40 columns and more.
    #[default]
    Shown,
    /// It stays blank.
    Hidden,
}

/// Whether pictures are named where they stand in the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Images {
    /// They are: `[image: a bridge]`.
    #[default]
    Shown,
    /// They are left out.
    Hidden,
}

/// Whether a link is followed by its number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum LinkNumbers {
    /// It is, where the column is wide enough: `words[3]`.
    #[default]
    Shown,
    /// It isn't.
    Hidden,
}

/// Whether a headline that is only the lead's first words stands over the lead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum LeadHeadline {
    /// It does.
    #[default]
    Shown,
    /// The page begins with the line that says who and when.
    Hidden,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            width: 80,
            text_width: 72,
            justify: Justify::default(),
            hyphenate: Hyphenate::default(),
            quotes: QuotesShown::default(),
            signs: QuoteSigns::default(),
            link_numbers: LinkNumbers::default(),
            images: Images::default(),
            lead_headline: LeadHeadline::default(),
            day: None,
            facts: Vec::new(),
        }
    }
}

impl QuotesShown {
    /// Whether quotations of this kind are among them.
    #[must_use]
    pub fn has(self, kind: Kind) -> bool {
        match kind {
            Kind::Direct => self >= Self::Direct,
            Kind::Mixed => self >= Self::Marked,
            Kind::Indirect => self >= Self::All,
        }
    }
}

/// The narrowest page that has a margin, in columns.
const MARGIN_FROM: u16 = 40;
/// Columns of the margin.
const MARGIN: u16 = 2;

/// Where the columns of a page are, from its left edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measures {
    /// Columns left of the text column.
    pub indent: u16,
    /// The text column's own.
    pub column: u16,
    /// The column of the margin's signs.
    pub margin: Option<u16>,
}

impl Setting {
    /// The text column in the middle, and the margin left of it.
    pub(super) fn measures(&self) -> Measures {
        let width = self.width.max(1);
        let margin = match self.signs {
            QuoteSigns::Shown if width >= MARGIN_FROM => MARGIN,
            QuoteSigns::Shown | QuoteSigns::Hidden => 0,
        };
        let column = self.text_width.max(1).min(width - margin);
        let indent = ((width - column) / 2).max(margin);
        Measures { indent, column, margin: (margin > 0).then_some(indent - margin) }
    }
}
