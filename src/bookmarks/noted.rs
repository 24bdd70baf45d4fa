//! Notes and highlights of articles, in the copies beside the bookmarks: read, changed one at a time, found again.

use std::fs;

use anyhow::{Context as _, Result};
use xxhash_rust::xxh3::xxh3_64;

use super::notes::{self, Written};
use super::{Anchor, Bookmark, Bookmarks, Keepsake, Snapshot, Target, snapshot};
use crate::files;

impl Bookmarks {
    /// What is written about an article, found as its copy is.
    ///
    /// # Errors
    /// When the copy can't be read.
    pub fn notes(&self, key: &str) -> Result<Written> {
        let content = snapshot::find(&self.snapshots, &self.named(key))?.map(|(_, content)| content);
        Ok(content.map(|content| notes::read(&content)).unwrap_or_default())
    }

    /// Makes the note to a passage of an article (or to the whole) what `to` says, in the article's copy, which is made
    /// if there is none; `None` takes it out. The file is on the disk when this returns, and as it was on an error.
    ///
    /// # Errors
    /// When a file can't be read or written.
    pub fn annotate(&mut self, keepsake: &Keepsake<'_>, passage: Option<&Anchor>, to: Option<&str>) -> Result<()> {
        let _lock = self.file.lock()?;
        let bookmark =
            Bookmark { snapshot: self.named(&keepsake.bookmark.target.key).snapshot, ..keepsake.bookmark.clone() };
        let keepsake = Keepsake { bookmark: &bookmark, ..*keepsake };
        let Some((path, old)) = snapshot::find(&self.snapshots, &bookmark)? else {
            return match to {
                Some(_) => snapshot::make(&self.snapshots, &keepsake, |copy| notes::with(copy, passage, to)),
                None => Ok(()),
            };
        };
        let new = notes::with(&old, passage, to);
        let unneeded = snapshot::is_untouched(&new) && !self.keeps(&bookmark.target.key);
        let outcome = match (new == old, unneeded && notes::read(&new).is_empty()) {
            (_, true) => files::remove_all(std::slice::from_ref(&path)),
            (true, false) => return Ok(()),
            (false, false) => files::replace(&path, new.as_bytes()).map(|_| ()),
        };
        outcome.with_context(|| format!("could not write {}", path.display()))
    }

    /// What is written about every article, by its key: every copy is read.
    #[must_use]
    pub fn all_notes(&self) -> Vec<(String, Written)> {
        let found = snapshot::each(&self.snapshots).filter_map(|(key, content)| {
            let written = notes::read(&content);
            (!written.is_empty()).then_some((key, written))
        });
        found.collect()
    }

    /// The copies with something written, each as an article and what is written about it, the oldest first.
    #[must_use]
    pub fn copies_with_notes(&self) -> Vec<(Snapshot, Written)> {
        let mut found: Vec<(String, Snapshot, Written)> = Vec::new();
        for (key, content) in snapshot::each(&self.snapshots) {
            let written = notes::read(&content);
            if !written.is_empty() {
                found.push((key, Snapshot::of(&content), written));
            }
        }
        found.sort_by(|one, other| (&one.1.date, &one.0).cmp(&(&other.1.date, &other.0)));
        found.into_iter().map(|(_, copy, written)| (copy, written)).collect()
    }

    /// A number that changes when a copy comes, goes or is written: a look at the names and dates.
    #[must_use]
    pub fn notes_stamp(&self) -> i64 {
        let mut all: Vec<String> = Vec::new();
        for entry in fs::read_dir(&self.snapshots).into_iter().flatten().flatten() {
            let stamp = entry.metadata().ok().map(|data| (data.len(), data.modified().ok()));
            all.push(format!("{} {stamp:?}", entry.file_name().display()));
        }
        all.sort_unstable();
        i64::from_ne_bytes(xxh3_64(all.join("\n").as_bytes()).to_ne_bytes())
    }

    /// The copy of an article that stands nowhere in the bookmarks file, for what is written about it.
    ///
    /// # Errors
    /// When the copy can't be read.
    pub fn snapshot_of(&self, key: &str) -> Result<Option<Snapshot>> {
        snapshot::read(&self.snapshots, &self.named(key))
    }

    fn keeps(&self, key: &str) -> bool {
        self.all().iter().any(|bookmark| bookmark.target.key == key)
    }

    /// The bookmark with a key, or else enough of one to find the article's copy by.
    fn named(&self, key: &str) -> Bookmark {
        let known = self.all().iter().find(|bookmark| bookmark.target.key == key).cloned();
        known.unwrap_or_else(|| Bookmark { target: Target::article(key), ..Bookmark::default() })
    }
}
