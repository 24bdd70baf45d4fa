//! What the reader keeps: bookmarks in the configuration directory, made to be edited by hand, and a copy of each bookmarked
//! article beside them.
//!
//! `bookmarks.toml` is the truth, not this program's memory of it: each change reads it again, makes that one change in its text
//! and puts the whole back in one step, so that two instances and an editor can share it. It knows no store and no clock.

use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::files::{self, Stamp, lock};
use crate::text::article::Article;
use crate::text::quotes::Quotations;

mod document;
mod entry;
mod flaw;
mod layout;
mod snapshot;
mod splice;

use document::{Cut, Document};
pub use entry::{Anchor, Bookmark, Target};
use flaw::Flaw;
pub use snapshot::Snapshot;

/// The file within the configuration directory.
pub(crate) const FILE: &str = "bookmarks.toml";
/// The directory within it that holds the copies of articles.
const SNAPSHOTS: &str = "bookmarks";
/// The largest file that is read, in bytes: some 100,000 bookmarks.
const MAX_BYTES: u64 = 64 << 20;
/// How often a change is made again because somebody else was faster.
const TRIES: usize = 20;

/// The bookmarks of one configuration directory.
#[derive(Debug)]
pub struct Bookmarks {
    path: PathBuf,
    snapshots: PathBuf,
    document: Document,
    stamp: Option<Stamp>,
    drafts: Drafts,
}

/// Whether what a killed program left was cleared away.
#[derive(Debug, PartialEq, Eq)]
enum Drafts {
    Unswept,
    Swept,
}

/// A bookmarks file that can't be read, and so is never written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The file.
    pub path: PathBuf,
    /// The line where it goes wrong, counted from 1, if it is a matter of a line.
    pub line: Option<usize>,
    /// What is wrong.
    pub why: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "can't read the bookmarks in {}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}; the file is left as it is", self.why)
    }
}

impl std::error::Error for Unreadable {}

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
            path: config.join(FILE),
            snapshots: config.join(SNAPSHOTS),
            document: Document::default(),
            stamp: None,
            drafts: Drafts::Unswept,
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
        Stamp::of(&self.path) != self.stamp
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
        let _lock = self.lock()?;
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
        let _lock = self.lock()?;
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
        let _lock = self.lock()?;
        snapshot::put_back(&self.snapshots, &removed.snapshots)?;
        self.change(|document| document.with_restored(&removed.cuts))
    }

    /// Changes the bookmark for `target`, and says what it was before; `None` when there is none. Only what changed is written;
    /// a new target or time of adding is not taken.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn edit(&mut self, target: &Target, change: impl Fn(&mut Bookmark)) -> Result<Option<Bookmark>> {
        let _lock = self.lock()?;
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
    /// Waits for the right to write. The configuration directory is made if need be, but not one that a link leads to: what it
    /// leads to may just not be mounted.
    fn lock(&self) -> Result<lock::Lock> {
        let config = files::directory_of(&self.path);
        files::make_directory(config).with_context(|| format!("could not make {}", config.display()))?;
        let refused = || format!("could not write {}", self.path.display());
        let target = files::behind_links(&self.path).with_context(refused)?;
        Ok(lock::take(files::directory_of(&target)))
    }

    fn unreadable(&self, flaw: Flaw) -> Unreadable {
        Unreadable { path: self.path.clone(), line: flaw.line, why: flaw.why }
    }

    fn on_disk(&self) -> Result<(String, Option<Stamp>), Unreadable> {
        let content = files::read(&self.path, MAX_BYTES).map_err(|error| self.unreadable(Flaw::from(error)))?;
        let Some((bytes, stamp)) = content else {
            return Ok((String::new(), None));
        };
        let text = String::from_utf8(bytes).map_err(|error| self.unreadable(Flaw::from(error)))?;
        Ok((text, Some(stamp)))
    }

    fn read_again(&mut self) -> Result<(), Unreadable> {
        let (text, stamp) = self.on_disk()?;
        if text != self.document.text() {
            self.document = Document::parse(text).map_err(|flaw| self.unreadable(flaw))?;
        }
        self.stamp = stamp;
        Ok(())
    }

    /// Makes one change in what the file now holds. Another program that writes at the same time is seen before its work is
    /// replaced, and the change is made in its work.
    fn change(&mut self, mut change: impl FnMut(&Document) -> Result<Document, Flaw>) -> Result<()> {
        let refused = format!("could not write {}", self.path.display());
        for _ in 0..TRIES {
            self.read_again()?;
            let next = change(&self.document).map_err(|flaw| self.unreadable(flaw))?;
            if next.text() == self.document.text() {
                return Ok(());
            }
            let draft = files::draft(&self.path, next.text().as_bytes()).context(refused.clone())?;
            if self.on_disk()?.0 != self.document.text() {
                continue;
            }
            let stamp = draft.put_in_place().context(refused)?;
            self.document = next;
            self.stamp = Some(stamp);
            self.sweep(stamp);
            return Ok(());
        }
        bail!("{refused}: another program keeps changing it")
    }

    fn sweep(&mut self, stamp: Stamp) {
        if self.drafts == Drafts::Unswept {
            let target = files::behind_links(&self.path).unwrap_or_else(|_| self.path.clone());
            files::sweep(files::directory_of(&target), stamp);
            files::sweep(&self.snapshots, stamp);
            self.drafts = Drafts::Swept;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
