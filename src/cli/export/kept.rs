//! What the reader keeps, gathered for an export: bookmarks, bookmarked quotations, highlights and notes.

use serde::Serialize;

use crate::bookmarks::{Anchor, Bookmark, Bookmarks, Snapshot};

/// Something that is kept. `dateline.kept/1` is its JSON.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Kept {
    format: &'static str,
    /// What it is: `article`, `quotation`, `highlight`, `note`, `feed`.
    pub kind: &'static str,
    /// What makes the article this one.
    pub key: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// When, as it is written.
    pub date: Option<String>,
    /// Where it is on the web.
    pub url: Option<String>,
    /// The reader's tags.
    pub tags: Vec<String>,
    /// The words that are kept, of a quotation or a highlight.
    pub words: Option<String>,
    /// Some words before them.
    pub prefix: Option<String>,
    /// Some words after them.
    pub suffix: Option<String>,
    /// Who said them.
    pub speaker: Option<String>,
    /// What the reader wrote.
    pub note: Option<String>,
}

impl Kept {
    /// A feed that is subscribed to.
    pub fn feed(title: Option<String>, url: String, tags: Vec<String>) -> Self {
        Self { kind: "feed", title, url: Some(url), tags, ..Self::new() }
    }

    fn new() -> Self {
        Self { format: "dateline.kept/1", ..Self::default() }
    }

    fn of(bookmark: &Bookmark) -> Self {
        let passage = bookmark.target.quotation.as_ref();
        Self {
            kind: if passage.is_some() { "quotation" } else { "article" },
            key: Some(bookmark.target.key.clone()),
            title: bookmark.title.clone(),
            source: bookmark.source.clone(),
            date: bookmark.date.as_ref().map(|date| date.written.clone()),
            url: bookmark.url.clone(),
            tags: bookmark.tags.clone(),
            speaker: bookmark.speaker.clone(),
            note: bookmark.note.clone(),
            ..Self::new()
        }
        .with_words(passage)
    }

    fn written(kind: &'static str, copy: &Snapshot, passage: Option<&Anchor>, note: &str) -> Self {
        Self {
            kind,
            key: copy.key.clone(),
            title: copy.title.clone(),
            source: copy.source.clone(),
            date: copy.date.clone(),
            url: copy.url.clone(),
            note: (!note.is_empty()).then(|| note.to_owned()),
            ..Self::new()
        }
        .with_words(passage)
    }

    fn with_words(self, passage: Option<&Anchor>) -> Self {
        let Some(Anchor { exact, prefix, suffix }) = passage else { return self };
        let own = |words: &String| Some(words.clone());
        Self { words: own(exact), prefix: own(prefix), suffix: own(suffix), ..self }
    }
}

/// All bookmarks, of articles and of quotations, in the file's order.
pub fn bookmarks(bookmarks: &Bookmarks) -> Vec<Kept> {
    bookmarks.all().iter().map(Kept::of).collect()
}

/// The bookmarked quotations, in the file's order.
pub fn quotations(bookmarks: &Bookmarks) -> Vec<Kept> {
    let all = bookmarks.all().iter();
    all.filter(|bookmark| bookmark.target.quotation.is_some()).map(Kept::of).collect()
}

/// Highlights and notes, article by article in the order of their copies' names.
pub fn highlights(bookmarks: &Bookmarks) -> Vec<Kept> {
    let mut found = Vec::new();
    for (copy, written) in bookmarks.copies_with_notes() {
        found.extend(written.note.as_deref().map(|note| Kept::written("note", &copy, None, note)));
        let highlights = written.highlights.iter();
        found.extend(highlights.map(|one| Kept::written("highlight", &copy, Some(&one.anchor), &one.note)));
    }
    found
}
