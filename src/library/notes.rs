//! Notes and highlights: written into the articles' copies, found again in articles that changed, undone as any change.

use std::collections::HashSet;

use anyhow::Result;

use super::Library;
use crate::{
    bookmarks::{Anchor, Bookmark, Found, Highlighted, Keepsake, Written},
    catalog::{
        ArticleId, How,
        notes::{Annotating, Annotation, Highlight, Notes, Passage},
    },
    store::{Annotated, Stored},
    text::clean,
};

impl Library {
    /// What is written about an article, its passages found in the text as it is now. Nothing is read where nothing is kept.
    #[must_use]
    pub fn notes_in(&self, stored: &Stored) -> Notes {
        let Some(Ok(bookmarks)) = self.bookmarks.as_ref().filter(|_| stored.row.kept) else { return Notes::default() };
        let written = bookmarks.notes(&stored.key).unwrap_or_default();
        found_in(written, &stored.article.text)
    }

    /// The note to a passage of an article, or to the whole: what it takes to change it.
    ///
    /// # Errors
    /// Where the article is gone or a file can't be read.
    pub fn note(&mut self, article: ArticleId, passage: Option<&Passage>) -> Result<Option<String>> {
        let key = self.whole(article)?.key;
        let written = self.file()?.notes(&key)?;
        Ok(match passage {
            None => written.note,
            Some(passage) => {
                let anchor = anchor(passage);
                written.highlights.into_iter().find(|one| one.anchor == anchor).map(|one| one.note)
            }
        })
    }

    /// Makes the note to a passage of an article (or to the whole) what `to` says: `None` takes it out, an empty one is
    /// a highlight without a note. `None` if it is so already.
    ///
    /// # Errors
    /// Where the article is gone or a file can't be written; then nothing was changed.
    pub fn annotate(
        &mut self,
        article: ArticleId,
        passage: Option<Passage>,
        to: Option<&str>,
        now: i64,
    ) -> Result<Option<Annotating>> {
        let passage = passage.map(|passage| {
            let Anchor { exact, prefix, suffix } = anchor(&passage);
            Passage { exact, prefix, suffix }
        });
        let before = self.note(article, passage.as_ref())?;
        let after = to.map(|note| clean::text(note).trim().to_owned());
        let after = after.filter(|note| passage.is_some() || !note.is_empty());
        if before == after {
            return Ok(None);
        }
        let annotation = Annotation { article, passage, before, after };
        self.follow_annotation(&annotation, now)?;
        if let Err(error) = self.store.enter_annotation(&annotation, now) {
            self.follow_annotation(&annotation.turned(), now)?;
            return Err(error.into());
        }
        Ok(Some(Annotating { how: How::Applied, annotation }))
    }

    /// Brings the copy to what a change of notes says.
    pub(super) fn follow_annotation(&mut self, annotation: &Annotation, now: i64) -> Result<()> {
        let stored = self.whole(annotation.article)?;
        let bookmark = Bookmark::of(&stored.key, &stored.article, now);
        let keepsake = Keepsake { bookmark: &bookmark, article: &stored.article, quotations: &stored.quotations };
        let passage = annotation.passage.as_ref().map(anchor);
        let file = self.file()?;
        file.annotate(&keepsake, passage.as_ref(), annotation.after.as_deref())?;
        let written = file.notes(&stored.key)?;
        let stamp = file.notes_stamp();
        self.take_notes(annotation.article, &written)?;
        Ok(self.store.keep_notes_read(stamp)?)
    }

    fn take_notes(&mut self, article: ArticleId, written: &Written) -> Result<()> {
        let quotations = self.store.annotated(article)?.quotations;
        Ok(self.store.annotate(&[(article, Annotated { quotations, ..words_of(written) })])?)
    }

    /// Brings what the store knows of bookmarked quotations and notes to what the files say; an article that the store
    /// doesn't have (any more) comes back from its copy. Returns whether anything changed. The copies are only read where
    /// one was written since.
    ///
    /// # Errors
    /// Where a file can't be read or the store not written.
    pub(super) fn follow_parts(&mut self, now: i64) -> Result<bool> {
        let mut known = self.store.all_annotated()?;
        let mut wanted: Vec<(ArticleId, Annotated)> = Vec::new();
        let stamp = self.file()?.notes_stamp();
        let noted = if self.store.notes_read()? == Some(stamp) { None } else { Some(self.file()?.all_notes()) };
        let mut parts: std::collections::BTreeMap<String, Annotated> = std::collections::BTreeMap::new();
        for bookmark in self.file()?.all().iter().filter(|bookmark| bookmark.target.quotation.is_some()) {
            parts.entry(bookmark.target.key.clone()).or_default().quotations += 1;
        }
        for (key, written) in noted.iter().flatten() {
            let part = parts.entry(key.clone()).or_default();
            let words = words_of(written);
            (part.highlights, part.note) = (words.highlights, words.note);
        }
        let mut there = HashSet::new();
        for (key, part) in parts {
            let id = match self.store.find(&key)? {
                Some(id) => id,
                None => match self.bring_back(&key, now)? {
                    Some(id) => id,
                    None => continue,
                },
            };
            there.insert(id);
            let old = known.remove(&id).unwrap_or_default();
            let part = if noted.is_some() { part } else { Annotated { quotations: part.quotations, ..old.clone() } };
            if part != old {
                wanted.push((id, part));
            }
        }
        for (id, old) in known {
            let rest = if noted.is_some() { Annotated::default() } else { Annotated { quotations: 0, ..old.clone() } };
            if rest != old {
                wanted.push((id, rest));
            }
        }
        self.store.annotate(&wanted)?;
        if noted.is_some() {
            self.store.keep_notes_read(stamp)?;
        }
        Ok(!wanted.is_empty())
    }
}

fn anchor(passage: &Passage) -> Anchor {
    Anchor { exact: passage.exact.clone(), prefix: passage.prefix.clone(), suffix: passage.suffix.clone() }.as_written()
}

fn words_of(written: &Written) -> Annotated {
    let highlights = written.highlights.iter().map(|one| one.note.as_str()).filter(|note| !note.is_empty());
    let notes: Vec<&str> = written.note.as_deref().into_iter().chain(highlights).collect();
    let note = (!notes.is_empty()).then(|| notes.join("\n\n"));
    Annotated { quotations: 0, highlights: written.highlights.len(), note }
}

fn found_in(written: Written, text: &str) -> Notes {
    let highlight = |one: Highlighted| {
        let range = one.anchor.find(text).map(|found| match found {
            Found::Exact(range) | Found::Near(range) => range,
        });
        let Anchor { exact, prefix, suffix } = one.anchor;
        Highlight { passage: Passage { exact, prefix, suffix }, range, note: one.note }
    };
    let mut highlights: Vec<Highlight> = written.highlights.into_iter().map(highlight).collect();
    highlights.sort_by_key(|one| one.range.as_ref().map_or(usize::MAX, |range| range.start));
    Notes { note: written.note, highlights }
}
