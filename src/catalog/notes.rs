//! What the reader writes about articles: highlighted passages and notes. Pure data: it knows no file.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{ArticleId, How};
use crate::text::around::around;

/// A passage of an article by its words, with some of those around it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Passage {
    /// Its words.
    pub exact: String,
    /// Some words before it.
    pub prefix: String,
    /// Some words after it.
    pub suffix: String,
}

impl Passage {
    /// The passage at a place of a text.
    #[must_use]
    pub fn of(text: &str, range: &Range<usize>) -> Self {
        let [prefix, exact, suffix] = around(text, range).map(str::to_owned);
        Self { exact, prefix, suffix }
    }
}

/// A change of what is written about an article or one of its passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// The article.
    pub article: ArticleId,
    /// The passage; `None` for the whole article.
    pub passage: Option<Passage>,
    /// The note before: `None` for a passage that wasn't highlighted, or an article without a note; empty for a
    /// highlight without one.
    pub before: Option<String>,
    /// The note after, likewise.
    pub after: Option<String>,
}

/// A highlighted passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// Its words, as they were when it was highlighted.
    pub passage: Passage,
    /// Where it stands in the text by now, in bytes; `None` if it isn't found any more.
    pub range: Option<Range<usize>>,
    /// The note to it, empty if there is none.
    pub note: String,
}

/// What is written about one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// The note to the whole of it.
    pub note: Option<String>,
    /// The highlighted passages in the order of the text, those that aren't found any more last.
    pub highlights: Vec<Highlight>,
}

/// What a change of notes, its undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotating {
    /// Whether it was done, undone or done again.
    pub how: How,
    /// The change, as this step made it.
    pub annotation: Annotation,
}

impl Annotation {
    /// The change that takes this one back.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone(), ..self.clone() }
    }

    /// What it is, in a few words.
    #[must_use]
    pub fn in_words(&self) -> &'static str {
        match (&self.passage, &self.before, &self.after) {
            (Some(_), None, Some(note)) if note.is_empty() => "highlighted",
            (Some(_), None, Some(_)) => "highlighted with a note",
            (Some(_), Some(_), None) => "the highlight is gone",
            (None, Some(_), None) => "the note is gone",
            (Some(_), Some(_), Some(note)) if note.is_empty() => "the highlight's note is gone",
            _ => "the note is kept",
        }
    }
}

impl Notes {
    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.note.is_none() && self.highlights.is_empty()
    }

    /// The highlight that a byte of the text lies in.
    #[must_use]
    pub fn at(&self, byte: usize) -> Option<usize> {
        self.highlights.iter().position(|one| one.range.as_ref().is_some_and(|range| range.contains(&byte)))
    }
}
