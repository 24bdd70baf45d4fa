//! Bookmarks of single quotations: kept in the bookmarks file by their words, found again in articles that changed.

use anyhow::{Result, bail};

use super::Library;
use crate::{
    bookmarks::{Anchor, Bookmark, Keepsake, Target},
    catalog::{
        ArticleId, How,
        people::{Quoted, Who},
        quotation::{Keeping, Kept, KeptQuotation},
    },
    store::{Annotated, Stored},
    text::quotes::{Quotation, Quotations},
};

/// The bookmarked quotations of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptHere {
    /// Those that are found: indices into the article's quotations.
    pub found: Vec<usize>,
    /// How many are bookmarked and not found any more.
    pub lost: usize,
}

impl Library {
    /// The bookmarked quotations of an article; none before the bookmarks were read.
    #[must_use]
    pub fn kept_in(&self, stored: &Stored) -> KeptHere {
        let Some(Ok(bookmarks)) = self.bookmarks.as_ref().filter(|_| stored.row.kept) else {
            return KeptHere::default();
        };
        let mut here = KeptHere::default();
        for bookmark in bookmarks.all().iter().filter(|bookmark| bookmark.target.key == stored.key) {
            let Some(anchor) = &bookmark.target.quotation else { continue };
            match place(anchor, &stored.article.text, &stored.quotations) {
                Some(index) => here.found.push(index),
                None => here.lost += 1,
            }
        }
        here
    }

    /// What somebody said in up to `articles` articles older than `from`, with what is bookmarked of it.
    ///
    /// # Errors
    /// If the store can't be read, or an article in it is damaged.
    pub fn sayings(&self, who: Who, from: Option<ArticleId>, articles: usize) -> Result<Vec<Quoted>> {
        let mut found = self.store.sayings(who, from, articles)?;
        for quoted in found.iter_mut().filter(|quoted| quoted.row.kept) {
            let Some(stored) = self.store.article(quoted.row.id)? else { continue };
            let kept = self.kept_in(&stored).found;
            let kept = quoted.sayings.iter_mut().filter(|saying| kept.contains(&saying.index));
            kept.for_each(|saying| saying.kept = Kept::Yes);
        }
        Ok(found)
    }

    /// Whether anything but whole articles is kept: quotations, passages, notes.
    #[must_use]
    pub fn keeps_parts(&self) -> bool {
        self.store.all_annotated().is_ok_and(|annotated| !annotated.is_empty())
    }

    /// Bookmarks a quotation of an article (by its number in it, from 0), or takes its bookmark away.
    ///
    /// # Errors
    /// Where the bookmarks are off, a file can't be written, or the quotation is gone.
    pub fn turn_quotation(&mut self, article: ArticleId, index: usize, now: i64) -> Result<Keeping> {
        let stored = self.whole(article)?;
        let Some(quotation) = stored.quotations.quotations.get(index) else { bail!("this quotation is gone") };
        let text = &stored.article.text;
        self.file()?.refresh()?;
        let same = |bookmark: &&Bookmark| {
            let anchor = bookmark.target.quotation.as_ref().filter(|_| bookmark.target.key == stored.key);
            anchor.is_some_and(|anchor| place(anchor, text, &stored.quotations) == Some(index))
        };
        let known = self.file()?.all().iter().find(same).and_then(|bookmark| bookmark.target.quotation.clone());
        let kept = if known.is_some() { Kept::No } else { Kept::Yes };
        let anchor = match (known, whole_range(quotation)) {
            (Some(anchor), _) => anchor,
            (None, Some(range)) => Anchor::of(text, &range).as_written(),
            (None, None) => bail!("this quotation has no words"),
        };
        let turned = KeptQuotation { article, exact: anchor.exact, prefix: anchor.prefix, suffix: anchor.suffix, kept };
        self.follow_quotation(&turned, now)?;
        self.store.enter_quotation(&turned, now)?;
        Ok(Keeping { how: How::Applied, quotation: turned })
    }

    /// Brings the bookmarks file to what was said of a quotation, and the store to what the file says.
    pub(super) fn follow_quotation(&mut self, turned: &KeptQuotation, now: i64) -> Result<()> {
        self.turn_in_file(turned, now)?;
        let key = self.whole(turned.article)?.key;
        let here = |bookmark: &&Bookmark| bookmark.target.key == key && bookmark.target.quotation.is_some();
        let quotations = self.file()?.all().iter().filter(here).count();
        let now = Annotated { quotations, ..self.store.annotated(turned.article)? };
        Ok(self.store.annotate(&[(turned.article, now)])?)
    }

    fn turn_in_file(&mut self, turned: &KeptQuotation, now: i64) -> Result<()> {
        let stored = self.whole(turned.article)?;
        let anchor =
            Anchor { exact: turned.exact.clone(), prefix: turned.prefix.clone(), suffix: turned.suffix.clone() };
        let target = Target { key: stored.key.clone(), quotation: Some(anchor) };
        if turned.kept == Kept::No {
            let Some(removed) = self.file()?.remove_all(&[target])? else { return Ok(()) };
            let kept = self.store.keep_removed(&serde_json::to_string(&removed)?);
            if let Err(error) = kept {
                self.file()?.restore(&removed)?;
                return Err(error.into());
            }
            return Ok(());
        }
        if self.file()?.contains(&target) || self.restore(std::slice::from_ref(&target))? {
            return Ok(());
        }
        let anchor = target.quotation.clone().unwrap_or_default();
        let index = place(&anchor, &stored.article.text, &stored.quotations);
        let quotation = index.and_then(|index| stored.quotations.quotations.get(index));
        let speaker = quotation.and_then(|quotation| stored.quotations.speakers.get(quotation.speaker?));
        let bookmark = Bookmark {
            target,
            speaker: speaker.map(|speaker| speaker.name.clone()),
            ..Bookmark::of(&stored.key, &stored.article, now)
        };
        let keepsake = Keepsake { bookmark: &bookmark, article: &stored.article, quotations: &stored.quotations };
        self.file()?.add_all(&[keepsake])
    }

    pub(super) fn whole(&self, article: ArticleId) -> Result<Stored> {
        match self.store.article(article)? {
            Some(stored) => Ok(stored),
            None => bail!("this article is not in the store any more"),
        }
    }
}

/// From the first to the last byte of a quotation.
fn whole_range(quotation: &Quotation) -> Option<std::ops::Range<usize>> {
    Some(quotation.pieces.first()?.start..quotation.pieces.last()?.end)
}

/// The quotation that an anchor is for: the one that shares most of the place where the words are now.
fn place(anchor: &Anchor, text: &str, quotations: &Quotations) -> Option<usize> {
    let found = anchor.find(text)?;
    let range = found.range();
    let shared = |quotation: &Quotation| {
        let whole = whole_range(quotation).unwrap_or_default();
        whole.end.min(range.end).saturating_sub(whole.start.max(range.start))
    };
    let best =
        quotations.quotations.iter().enumerate().max_by_key(|(index, one)| (shared(one), std::cmp::Reverse(*index)));
    best.filter(|(_, quotation)| shared(quotation) > 0).map(|(index, _)| index)
}
