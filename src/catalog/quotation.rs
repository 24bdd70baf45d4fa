//! Single quotations that the reader keeps. Pure data: it knows no bookmarks file.

use super::{ArticleId, How};

/// What was said of keeping a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptQuotation {
    /// Where it stands.
    pub article: ArticleId,
    /// Its words.
    pub exact: String,
    /// Some words before it.
    pub prefix: String,
    /// Some words after it.
    pub suffix: String,
    /// Whether it is kept.
    pub kept: Kept,
}

/// Whether something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is.
    Yes,
    /// It is not, or no longer.
    No,
}

/// What a change of a quotation's bookmark, its undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeping {
    /// Whether it was done, undone or done again.
    pub how: How,
    /// The quotation as it is kept now.
    pub quotation: KeptQuotation,
}

impl KeptQuotation {
    /// The opposite.
    #[must_use]
    pub fn turned(&self) -> Self {
        let kept = match self.kept {
            Kept::Yes => Kept::No,
            Kept::No => Kept::Yes,
        };
        Self { kept, ..self.clone() }
    }
}
