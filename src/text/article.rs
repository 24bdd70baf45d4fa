//! The parsed article: one clean text, and byte ranges over it that say what each part is.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// An article after parsing.
///
/// Every string in it is clean: it went through [`clean`](super::clean) once, where it came in, and nothing later
/// checks again. What the document doesn't say stays `None` or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The headline, and whether the document gave it.
    pub headline: Option<Headline>,
    /// Who published it, as the document names them: `Shafaq News`.
    pub source: Option<String>,
    /// Where and when it was written, as its first words say.
    pub dateline: Option<Dateline>,
    /// Who wrote it, without the leading "By".
    pub byline: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// BCP 47 tag of the language the text is in: `en`, `de-AT`.
    pub language: Option<String>,
    /// Where it can be read on the web: always `http` or `https`.
    pub url: Option<String>,
    /// Where the picture is that stands for it: always `http` or `https`. It may be one of the text's, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// The whole text: the blocks' texts joined by a blank line (`"\n\n"`). The headline is not part of it.
    pub text: String,
    /// The parts of the text, in order, not overlapping.
    pub blocks: Vec<Block>,
    /// Emphasis, links and so on, ordered by start; marks may nest or overlap but never cross a block.
    pub marks: Vec<Mark>,
    /// What was left out or mended, a sentence each, for the reader to see.
    pub notices: Vec<String>,
}

/// What stands above the article in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headline {
    /// One line of text.
    pub text: String,
    /// Where it comes from.
    pub origin: HeadlineOrigin,
}

/// Where a headline comes from: readers are told when the words weren't written as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HeadlineOrigin {
    /// The document gives it as its title.
    Given,
    /// The first sentence stands in for it.
    Lead,
}

/// The words before a news text proper: `BAGHDAD, Nov. 3 (Reuters) -` or `Shafaq News/ On Sunday`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The place as written: `BAGHDAD`.
    pub place: Option<String>,
    /// The agency as written: `Reuters`.
    pub agency: Option<String>,
    /// The day as written: `Nov. 3`, `Sunday`.
    pub day: Option<String>,
}

/// A moment of publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The words of the document.
    pub written: String,
    /// Unix seconds, if the words could be understood.
    pub at: Option<i64>,
}

/// One part of an article's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What the part is.
    #[serde(flatten)]
    pub kind: BlockKind,
    /// Where it stands in [`Article::text`], in bytes.
    pub range: Range<usize>,
    /// How many block quotations it stands in: 0 outside of any.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub quoted: u8,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(n: &u8) -> bool {
    *n == 0
}

/// What a [`Block`] is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum BlockKind {
    /// A section heading; level 1 (outermost) to 6.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// Running text. A newline inside is a line break that the author made.
    Paragraph,
    /// One paragraph of a list's item. A further paragraph of the same item has [`Marker::None`].
    Item {
        /// How many lists it stands in: 1 for an outermost list.
        depth: u8,
        /// What stands before it.
        marker: Marker,
    },
    /// Preformatted text; newlines and spaces count.
    Code,
    /// A picture: the text is its alternative text or caption, or empty.
    Image {
        /// Where the picture is, if that is a web address.
        url: Option<String>,
    },
    /// A table: rows end with a newline, cells are parted by a tab, the first row is the head if `head`.
    Table {
        /// Whether the first row names the columns.
        head: bool,
    },
    /// A thematic break: its range is empty.
    Rule,
}

/// What stands before a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Marker {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u32),
    /// Nothing: the item goes on.
    None,
}

/// A range of [`Article::text`] that is more than plain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Bytes of [`Article::text`].
    pub range: Range<usize>,
    /// What it is.
    #[serde(flatten)]
    pub kind: MarkKind,
}

/// What a [`Mark`] says about its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mark", rename_all = "kebab-case")]
pub enum MarkKind {
    /// Stressed: italic.
    Emphasis,
    /// Important: bold.
    Strong,
    /// Code within running text.
    Code,
    /// A link.
    Link {
        /// As the document gives it, resolved against the document's address where that is known; any scheme.
        url: String,
    },
    /// The dateline or source slug before the lead: `Shafaq News/`.
    Dateline,
}

impl Article {
    /// The text of one block.
    #[must_use]
    pub fn text_of(&self, block: &Block) -> &str {
        self.text.get(block.range.clone()).unwrap_or_default()
    }

    /// Puts the text, blocks and marks of another article behind its own.
    pub fn append(&mut self, other: &Self) {
        if other.blocks.is_empty() {
            return;
        }
        if !self.blocks.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        let moved = |range: &Range<usize>| range.start + start..range.end + start;
        self.text.push_str(&other.text);
        self.blocks.extend(other.blocks.iter().map(|block| Block { range: moved(&block.range), ..block.clone() }));
        self.marks.extend(other.marks.iter().map(|mark| Mark { range: moved(&mark.range), kind: mark.kind.clone() }));
    }

    /// The links in reading order, as `(range, url)`: the first one is number 1 on the page.
    pub fn links(&self) -> impl Iterator<Item = (&Range<usize>, &str)> {
        self.marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::Link { url } => Some((&mark.range, url.as_str())),
            MarkKind::Emphasis | MarkKind::Strong | MarkKind::Code | MarkKind::Dateline => None,
        })
    }
}
