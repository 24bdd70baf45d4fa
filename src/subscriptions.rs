//! What the reader subscribes to: `feeds.toml` in the configuration directory, made to be edited by hand.
//!
//! The file is the truth, not this program's memory of it: each change reads it again, makes that one change in its text and
//! puts the whole back in one step, so that two instances and an editor can share it. It knows no network, no store and no
//! clock.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::files::flaw::Flaw;
pub use crate::files::flaw::Unreadable;
use crate::files::shared::{Outcome, SharedText};
use crate::settings::problem::Problem;

mod document;
mod span;
mod spelling;
mod subscription;

use document::Document;
pub use document::TakenOut;
pub use span::Span;
pub use subscription::{Address, FullText, Listing, Subscription};

/// The file within the configuration directory.
const FILE: &str = "feeds.toml";
/// The largest file that is read, in bytes: some 200,000 subscriptions.
const MAX_BYTES: u64 = 32 << 20;

/// The subscriptions of one configuration directory.
#[derive(Debug)]
pub struct Subscriptions {
    file: SharedText,
    document: Document,
}

impl Subscriptions {
    /// Reads the subscriptions of the configuration directory `config`; there are none if it has no `feeds.toml`. A mistake in
    /// the file is one of [`Self::problems`], and the rest counts.
    ///
    /// # Errors
    /// When the file is there but can't be read: not permitted, no regular file, not UTF-8.
    pub fn open(config: &Path) -> Result<Self, Unreadable> {
        Self::open_with(config, std::env::home_dir())
    }

    fn open_with(config: &Path, home: Option<PathBuf>) -> Result<Self, Unreadable> {
        let file = SharedText::at(config.join(FILE), "subscriptions", MAX_BYTES);
        let mut subscriptions = Self { file, document: Document::empty(home) };
        subscriptions.refresh()?;
        Ok(subscriptions)
    }

    /// All of them in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Subscription] {
        self.document.subscriptions()
    }

    /// The one to `address`.
    #[must_use]
    pub fn find(&self, address: &Address) -> Option<&Subscription> {
        self.all().iter().find(|one| one.address == *address)
    }

    /// Every mistake of the file, in the file's order.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        self.document.problems()
    }

    /// Where the file is, or would be.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Whether the file isn't the one that was last read: somebody else wrote it. Costs one look at the file's metadata.
    #[must_use]
    pub fn changed_on_disk(&self) -> bool {
        self.file.changed_on_disk()
    }

    /// Reads the file again if somebody else wrote it.
    ///
    /// # Errors
    /// As [`Self::open`]; then everything here stays as it was.
    pub fn refresh(&mut self) -> Result<(), Unreadable> {
        if self.changed_on_disk() {
            let text = self.file.read()?;
            self.document = parse(text, &self.document);
        }
        Ok(())
    }

    /// Makes the file with words on what may stand in it, if there is none.
    ///
    /// # Errors
    /// As [`Self::add_all`].
    pub fn begin(&mut self) -> Result<()> {
        self.change(Document::begun)
    }

    /// Adds many at the end of the file, in one step. One whose address is there already stays as the file has it, so what
    /// somebody wrote by hand is never written over; the result is how many were new.
    ///
    /// # Errors
    /// When one can't be written in TOML, or the file can't be read whole or written: then it is as it was.
    pub fn add_all(&mut self, new: &[Subscription]) -> Result<usize> {
        for one in new {
            writable(&one.address)?;
        }
        let mut added = 0;
        self.change(|document| {
            let mut known: HashSet<&Address> = document.subscriptions().iter().map(|one| &one.address).collect();
            let fresh: Vec<_> = new.iter().filter(|one| known.insert(&one.address)).map(tidied).collect();
            added = fresh.len();
            document.with(&fresh)
        })?;
        Ok(added)
    }

    /// Adds one at the end of the file; `false` if it was there already.
    ///
    /// # Errors
    /// As [`Self::add_all`].
    pub fn add(&mut self, new: &Subscription) -> Result<bool> {
        Ok(self.add_all(std::slice::from_ref(new))? > 0)
    }

    /// Takes the subscription to `address` out, with the comments that are its own, to be put back by [`Self::put_back`];
    /// `None` when there is none.
    ///
    /// # Errors
    /// As [`Self::add_all`].
    pub fn take_out(&mut self, address: &Address) -> Result<Option<TakenOut>> {
        let mut taken = None;
        self.change(|document| {
            taken = document.words_of(address)?;
            document.without(std::slice::from_ref(address))
        })?;
        Ok(taken)
    }

    /// Puts back what was taken out, where it stood: above the one that stood below it, else at the end. What is subscribed
    /// to again already stays as the file has it.
    ///
    /// # Errors
    /// As [`Self::add_all`].
    pub fn put_back(&mut self, taken: &TakenOut) -> Result<()> {
        self.change(|document| document.with_again(taken))
    }

    /// Changes the subscription to `address`, its address too, and says what it was before; `None` when there is none. Only
    /// what changed is written.
    ///
    /// # Errors
    /// As [`Self::add_all`].
    pub fn edit(&mut self, address: &Address, change: impl Fn(&mut Subscription)) -> Result<Option<Subscription>> {
        let mut before = None;
        self.change(|document| {
            before = document.subscriptions().iter().find(|one| one.address == *address).cloned();
            document.with_edited(|one| {
                if one.address == *address {
                    change(one);
                    *one = tidied(one);
                }
            })
        })?;
        Ok(before)
    }

    /// Makes one change in what the file now holds.
    fn change(&mut self, mut change: impl FnMut(&Document) -> Result<Document, Flaw>) -> Result<()> {
        let _lock = self.file.lock()?;
        let Self { file, document } = self;
        let mut next = None;
        let outcome = file.change(|file, text| {
            if text != document.text() {
                *document = parse(text, document);
            }
            let changed = change(document).map_err(|flaw| file.unreadable(flaw))?;
            let written = (changed.text() != document.text()).then(|| changed.text().to_owned());
            next = Some(changed);
            Ok(written)
        })?;
        if let (Outcome::Written(stamp), Some(next)) = (outcome, next) {
            *document = next;
            file.sweep(stamp, &[]);
        }
        Ok(())
    }
}

fn parse(text: String, before: &Document) -> Document {
    Document::parse(text, before.home())
}

/// The subscription as it will be read once it is written.
fn tidied(one: &Subscription) -> Subscription {
    let line = |text: &String| spelling::clean_line(text);
    Subscription {
        title: one.title.as_ref().and_then(line),
        tags: one.tags.iter().filter_map(line).take(spelling::MOST).collect(),
        every: one.every.map(|every| Span::of(every).duration()),
        limit: one.limit.filter(|limit| *limit > 0),
        user_agent: one.user_agent.as_ref().and_then(line),
        user: one.user.as_ref().and_then(line),
        ..one.clone()
    }
}

/// Whether TOML, which is UTF-8, has words for the address.
fn writable(address: &Address) -> Result<()> {
    if let Address::Folder(path) | Address::Mailbox(path) = address {
        ensure!(path.to_str().is_some(), "{}: its name is not UTF-8, so feeds.toml can't name it", path.display());
        ensure!(path.is_absolute(), "{}: not an absolute path", path.display());
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
