//! A text file that several programs and an editor change by turns: read again before each change, replaced whole, and only
//! if nobody else was faster. It knows not what stands in the file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::flaw::{Flaw, Unreadable};
use super::{Stamp, lock};

/// How often a change is made again because somebody else was faster.
pub(crate) const TRIES: usize = 20;

/// The file, and which version of it was read last.
#[derive(Debug)]
pub struct SharedText {
    what: &'static str,
    path: PathBuf,
    limit: u64,
    stamp: Option<Stamp>,
    drafts: Drafts,
}

/// Whether what a killed program left was cleared away.
#[derive(Debug, PartialEq, Eq)]
enum Drafts {
    Unswept,
    Swept,
}

/// Whether a change left a new version of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It did; drafts of others that lie about may be as old as this says.
    Written(Stamp),
    /// There was nothing to change.
    AsItWas,
}

impl SharedText {
    /// The file at `path`, of which at most `limit` bytes are read; `what` says what is in it, for error messages. Nothing is
    /// read yet.
    #[must_use]
    pub fn at(path: PathBuf, what: &'static str, limit: u64) -> Self {
        Self { what, path, limit, stamp: None, drafts: Drafts::Unswept }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Which version of the file was last read or written.
    #[must_use]
    pub fn stamp(&self) -> Option<Stamp> {
        self.stamp
    }

    /// Whether the file isn't the one that was last read: somebody else wrote it. Costs one look at the file's metadata.
    #[must_use]
    pub fn changed_on_disk(&self) -> bool {
        Stamp::of(&self.path) != self.stamp
    }

    /// What the file holds: nothing where there is none.
    ///
    /// # Errors
    /// When it is there but can't be read: not permitted, no regular file, too large, not UTF-8.
    pub fn read(&mut self) -> Result<String, Unreadable> {
        let (text, stamp) = self.on_disk()?;
        self.stamp = stamp;
        Ok(text)
    }

    /// The error that says what is wrong with this file, which now counts as not read.
    #[must_use]
    pub fn unreadable(&mut self, flaw: Flaw) -> Unreadable {
        self.stamp = None;
        Unreadable { what: self.what, path: self.path.clone(), line: flaw.line, why: flaw.why }
    }

    /// Waits for the right to write. The directory is made if need be, but not one that a link leads to: what it leads to may
    /// just not be mounted.
    ///
    /// # Errors
    /// When the directory can't be made or the links lead in a circle.
    pub fn lock(&self) -> Result<lock::Lock> {
        let directory = super::directory_of(&self.path);
        super::make_directory(directory).with_context(|| format!("could not make {}", directory.display()))?;
        let target = super::behind_links(&self.path).with_context(|| self.refused())?;
        Ok(lock::take(super::directory_of(&target)))
    }

    /// Makes one change in what the file now holds; `None` is for leaving it. Another program that writes at the same time is
    /// seen before its work is replaced, and the change is made in its work. Take the lock before.
    ///
    /// # Errors
    /// What `change` returns, or when the file can't be read or written: then it is as it was.
    pub fn change(&mut self, mut change: impl FnMut(&mut Self, String) -> Result<Option<String>>) -> Result<Outcome> {
        for _ in 0..TRIES {
            let before = self.read()?;
            let Some(after) = change(self, before.clone())? else {
                return Ok(Outcome::AsItWas);
            };
            let draft = super::draft(&self.path, after.as_bytes()).with_context(|| self.refused())?;
            if self.on_disk()?.0 != before {
                continue;
            }
            let stamp = draft.put_in_place().with_context(|| self.refused())?;
            self.stamp = Some(stamp);
            return Ok(Outcome::Written(stamp));
        }
        bail!("{}: another program keeps changing it", self.refused())
    }

    /// Clears away what killed programs left in the file's directory and in `others`: once in a run is enough.
    pub fn sweep(&mut self, newest: Stamp, others: &[&Path]) {
        if self.drafts == Drafts::Swept {
            return;
        }
        let target = super::behind_links(&self.path).unwrap_or_else(|_| self.path.clone());
        super::sweep(super::directory_of(&target), newest);
        for other in others {
            super::sweep(other, newest);
        }
        self.drafts = Drafts::Swept;
    }

    fn refused(&self) -> String {
        format!("could not write {}", self.path.display())
    }

    fn on_disk(&mut self) -> Result<(String, Option<Stamp>), Unreadable> {
        let content = super::read(&self.path, self.limit).map_err(|error| self.unreadable(Flaw::from(error)))?;
        let Some((bytes, stamp)) = content else {
            return Ok((String::new(), None));
        };
        let text = String::from_utf8(bytes).map_err(|error| self.unreadable(Flaw::from(error)))?;
        Ok((text, Some(stamp)))
    }
}
