//! The store's marks follow the bookmarks file: after a hand edit, another instance, or a new machine.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
};

use anyhow::Result;

use super::{
    Library,
    intake::{Intake, Parsed},
};
use crate::{
    bookmarks::{self, Snapshot},
    catalog::{ArticleId, Change, Target, Verb},
    files::Stamp,
    settings::rules,
    text::{
        article::{Article, Headline, Published},
        document::{self, Document},
        quotes::{self, Lexicon},
    },
};

impl Library {
    /// The files that other programs may change while this one runs.
    #[must_use]
    pub fn shared_files(&self) -> Vec<PathBuf> {
        let mut files = vec![self.config_dir.join(bookmarks::FILE), self.config_dir.join(rules::FILE)];
        if let Some(store) = self.store.file() {
            let mut log = store.as_os_str().to_owned();
            log.push("-wal");
            files.extend([store.to_owned(), log.into()]);
        }
        files
    }

    /// Follows the bookmarks file if somebody else wrote it since it was read: a look at its date and size otherwise. One
    /// that couldn't be read is tried again once it has changed.
    ///
    /// # Errors
    /// As [`Library::follow_bookmarks`].
    pub fn follow_if_changed(&mut self, now: i64) -> Result<bool> {
        if matches!(&self.bookmarks, Some(Ok(bookmarks)) if !bookmarks.changed_on_disk()) {
            return Ok(false);
        }
        let stamp = Stamp::of(&self.config_dir.join(bookmarks::FILE));
        if stamp.is_some() && self.followed == stamp {
            return Ok(false);
        }
        self.followed = stamp;
        self.bookmarks = self.bookmarks.take().filter(Result::is_ok);
        self.follow_bookmarks(now)
    }

    /// Marks in the store what the bookmarks file holds, and nothing else. An article that the store doesn't have (any
    /// more) comes back from its copy beside the file. Returns whether anything changed.
    ///
    /// # Errors
    /// Where a file can't be read or the store not written.
    pub fn follow_bookmarks(&mut self, now: i64) -> Result<bool> {
        let _turn = self.turn();
        let bookmarks = self.file()?;
        bookmarks.refresh()?;
        let whole = bookmarks.all().iter().filter(|bookmark| bookmark.target.quotation.is_none());
        let wanted: HashSet<String> = whole.map(|bookmark| bookmark.target.key.clone()).collect();
        let marked: HashMap<_, _> = self.store.bookmarked_keys()?.into_iter().map(|(id, key)| (key, id)).collect();
        let missing: Vec<_> = wanted.iter().filter(|key| !marked.contains_key(*key)).cloned().collect();
        let surplus: Vec<_> = marked.iter().filter(|(key, _)| !wanted.contains(*key)).map(|(_, id)| *id).collect();
        let mut added = Vec::new();
        for key in &missing {
            let known = self.store.find(key)?;
            added.extend(match known {
                Some(id) => Some(id),
                None => self.bring_back(key, now)?,
            });
        }
        let changed = !added.is_empty() || !surplus.is_empty();
        for (verb, ids) in [(Verb::Bookmark, added), (Verb::Unbookmark, surplus)] {
            if !ids.is_empty() {
                self.store.apply(&Change { verb, on: Target::Articles(ids) }, now)?;
            }
        }
        let parts = self.follow_parts(now)?;
        Ok(changed || parts)
    }

    pub(super) fn bring_back(&mut self, key: &str, now: i64) -> Result<Option<ArticleId>> {
        let Some(snapshot) = self.file()?.snapshot_of(key)? else { return Ok(None) };
        let Some(article) = article(snapshot) else { return Ok(None) };
        let quotations = quotes::in_article(&article, Lexicon::in_force());
        let parsed = Parsed { key: key.to_owned(), origin: "bookmarks".into(), article, quotations };
        let mut intake = Intake::default();
        self.take(&[parsed], &mut intake, now)?;
        Ok(intake.ids.first().copied())
    }
}

/// The article of which a copy was kept.
fn article(snapshot: Snapshot) -> Option<Article> {
    let document = Document { bytes: snapshot.text.as_bytes(), name: Some("copy.md"), ..Document::default() };
    let mut article = document::parse(&document).ok()?;
    let headline = snapshot.title.map(|text| Headline { text, origin: snapshot.title_from });
    article.headline = headline.or(article.headline);
    article.source = snapshot.source.or(article.source);
    article.byline = snapshot.byline.or(article.byline);
    article.language = snapshot.language.or(article.language);
    article.url = snapshot.url.or(article.url);
    article.published = snapshot.date.map(|written| Published::from_written(&written)).or(article.published);
    Some(article)
}
