//! What the reader keeps: bookmarks in the configuration directory, made to be edited by hand, and a copy of each bookmarked
//! article beside them.
//!
//! `bookmarks.toml` is the truth, not this program's memory of it: each change reads it again, makes that one change in its text
//! and puts the whole back in one step, so that two instances and an editor can share it. It knows no store and no clock.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::files;
use crate::files::flaw::Flaw;
pub use crate::files::flaw::Unreadable;
use crate::files::shared::{Outcome, SharedText};
use crate::text::article::Article;
use crate::text::quotes::Quotations;

mod anchor;
mod document;
mod entry;
mod noted;
mod notes;
mod snapshot;

pub use anchor::Found;
use document::{Cut, Document};
pub use entry::{Anchor, Bookmark, Target};
pub use notes::{Highlighted, Written};
pub use snapshot::Snapshot;

/// The file within the configuration directory.
pub(crate) const FILE: &str = "bookmarks.toml";
/// The directory within it that holds the copies of articles.
const SNAPSHOTS: &str = "bookmarks";
/// The largest file that is read, in bytes: some 100,000 bookmarks.
const MAX_BYTES: u64 = 64 << 20;

/// The bookmarks of one configuration directory.
#[derive(Debug)]
pub struct Bookmarks {
    file: SharedText,
    snapshots: PathBuf,
    document: Document,
}

/// What a bookmark was made of, for [`Bookmarks::restore`] to make it again.
///
/// It can be kept in a journal: it holds everything, down to comments and to the copy of the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    cuts: Vec<Cut>,
    snapshots: Vec<snapshot::Taken>,
}

impl Removed {
    /// The bookmarks that were removed.
    pub fn bookmarks(&self) -> impl Iterator<Item = &Bookmark> {
        self.cuts.iter().map(|cut| &cut.bookmark)
    }

    /// What of it is for these targets, and the rest, if there is one.
    #[must_use]
    pub fn parted(self, targets: &[Target]) -> (Self, Option<Self>) {
        let (these, others): (Vec<_>, Vec<_>) =
            self.cuts.into_iter().partition(|cut| targets.contains(&cut.bookmark.target));
        let only_others = |name: &str| {
            let is_copy = |cut: &Cut| cut.bookmark.snapshot.as_deref() == Some(name);
            others.iter().any(is_copy) && !these.iter().any(is_copy)
        };
        let (of_others, of_these) = self.snapshots.into_iter().partition(|taken| only_others(taken.name()));
        let rest = (!others.is_empty()).then_some(Self { cuts: others, snapshots: of_others });
        (Self { cuts: these, snapshots: of_these }, rest)
    }
}

/// An article to be bookmarked, with what shall be said of it.
#[derive(Debug, Clone, Copy)]
pub struct Keepsake<'a> {
    /// The entry for the file. Its `snapshot` is filled in.
    pub bookmark: &'a Bookmark,
    /// The article, for the copy.
    pub article: &'a Article,
    /// What is said in it.
    pub quotations: &'a Quotations,
}

impl Bookmarks {
    /// Reads the bookmarks of the configuration directory `config`; there are none if it has no `bookmarks.toml`.
    ///
    /// # Errors
    /// When the file is there but can't be read: not permitted, no regular file, not UTF-8, not TOML, or of the wrong shape.
    pub fn open(config: &Path) -> Result<Self, Unreadable> {
        let mut bookmarks = Self {
            file: SharedText::at(config.join(FILE), "bookmarks", MAX_BYTES),
            snapshots: config.join(SNAPSHOTS),
            document: Document::default(),
        };
        bookmarks.read_again()?;
        Ok(bookmarks)
    }

    /// All of them in the order of the file: the newest last, unless the reader sorted it otherwise.
    #[must_use]
    pub fn all(&self) -> &[Bookmark] {
        self.document.bookmarks()
    }

    /// Whether there is one for `target`.
    #[must_use]
    pub fn contains(&self, target: &Target) -> bool {
        self.all().iter().any(|bookmark| bookmark.target == *target)
    }

    /// Whether the file isn't the one that was last read: somebody else wrote it. Costs one look at the file's metadata.
    #[must_use]
    pub fn changed_on_disk(&self) -> bool {
        self.file.changed_on_disk()
    }

    /// Which version of the file was last read or written.
    #[must_use]
    pub fn stamp(&self) -> Option<files::Stamp> {
        self.file.stamp()
    }

    /// Reads the file again if somebody else wrote it.
    ///
    /// # Errors
    /// As [`Self::open`]; then everything here stays as it was.
    pub fn refresh(&mut self) -> Result<(), Unreadable> {
        if self.changed_on_disk() {
            self.read_again()?;
        }
        Ok(())
    }

    /// Adds a bookmark at the end, and a copy of the article beside the file. Both are on the disk when this returns.
    ///
    /// A bookmark for that target which is there already stays as it is.
    ///
    /// # Errors
    /// When the file became unreadable or can't be written: then it is as it was.
    pub fn add(&mut self, bookmark: &Bookmark, article: &Article, quotations: &Quotations) -> Result<()> {
        self.add_all(&[Keepsake { bookmark, article, quotations }])
    }

    /// Adds many at once: all of them or, on an error, none.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn add_all(&mut self, keepsakes: &[Keepsake<'_>]) -> Result<()> {
        let _lock = self.file.lock()?;
        self.read_again()?;
        let asked: Vec<_> = keepsakes.iter().map(|keepsake| (keepsake.bookmark.as_written(), *keepsake)).collect();
        let copies = snapshot::keep_all(&self.snapshots, &asked)?;
        let named = asked.into_iter().zip(copies.names);
        let new: Vec<Bookmark> =
            named.map(|((bookmark, _), name)| Bookmark { snapshot: Some(name), ..bookmark }).collect();
        let outcome = self.change(|document| {
            let mut known: HashSet<&Target> = document.bookmarks().iter().map(|bookmark| &bookmark.target).collect();
            let fresh = new.iter().filter(|bookmark| known.insert(&bookmark.target));
            document.with(&fresh.cloned().collect::<Vec<_>>())
        });
        if outcome.is_err() {
            // What isn't bookmarked leaves nothing behind.
            drop(files::remove_all(&copies.made));
        }
        outcome
    }

    /// Removes whatever stands for `target`, and the copy of the article if nothing else needs it and the reader wrote nothing
    /// into it. `None` when nothing stands for it.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn remove(&mut self, target: &Target) -> Result<Option<Removed>> {
        self.remove_all(std::slice::from_ref(target))
    }

    /// Removes many at once: all of them or, on an error, none.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn remove_all(&mut self, targets: &[Target]) -> Result<Option<Removed>> {
        let _lock = self.file.lock()?;
        let mut cuts = Vec::new();
        self.change(|document| {
            let (document, taken) = document.without(targets)?;
            cuts = taken;
            Ok(document)
        })?;
        if cuts.is_empty() {
            return Ok(None);
        }
        let needed: HashSet<&str> = self.all().iter().map(|bookmark| bookmark.target.key.as_str()).collect();
        let gone =
            cuts.iter().map(|cut| &cut.bookmark).filter(|bookmark| !needed.contains(bookmark.target.key.as_str()));
        let snapshots = snapshot::take_away(&self.snapshots, gone);
        Ok(Some(Removed { cuts, snapshots }))
    }

    /// Puts back what was removed, where it was, with its comments and its copy. A bookmark that is there again stays as it is.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn restore(&mut self, removed: &Removed) -> Result<()> {
        let _lock = self.file.lock()?;
        snapshot::put_back(&self.snapshots, &removed.snapshots)?;
        self.change(|document| document.with_restored(&removed.cuts))
    }

    /// Changes the bookmark for `target`, and says what it was before; `None` when there is none. Only what changed is written;
    /// a new target or time of adding is not taken.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn edit(&mut self, target: &Target, change: impl Fn(&mut Bookmark)) -> Result<Option<Bookmark>> {
        let _lock = self.file.lock()?;
        let mut before = None;
        self.change(|document| {
            before = document.bookmarks().iter().find(|bookmark| bookmark.target == *target).cloned();
            document.with_edited(target, &change)
        })?;
        Ok(before)
    }

    /// The copy of a bookmarked article, for when it is nowhere else any more; `None` when there is none.
    ///
    /// # Errors
    /// When the copy can't be read.
    pub fn snapshot(&self, bookmark: &Bookmark) -> Result<Option<Snapshot>> {
        snapshot::read(&self.snapshots, bookmark)
    }
}

/// How the file is read and written.
impl Bookmarks {
    fn read_again(&mut self) -> Result<(), Unreadable> {
        let text = self.file.read()?;
        if text != self.document.text() {
            self.document = Document::parse(text).map_err(|flaw| self.file.unreadable(flaw))?;
        }
        Ok(())
    }

    /// Makes one change in what the file now holds.
    fn change(&mut self, mut change: impl FnMut(&Document) -> Result<Document, Flaw>) -> Result<()> {
        let Self { file, snapshots, document } = self;
        let mut next = None;
        let outcome = file.change(|file, text| {
            if text != document.text() {
                *document = Document::parse(text).map_err(|flaw| file.unreadable(flaw))?;
            }
            let changed = change(document).map_err(|flaw| file.unreadable(flaw))?;
            let written = (changed.text() != document.text()).then(|| changed.text().to_owned());
            next = Some(changed);
            Ok(written)
        })?;
        if let (Outcome::Written(stamp), Some(next)) = (outcome, next) {
            *document = next;
            file.sweep(stamp, &[snapshots]);
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
