//! The articles and the bookmarks together: what is done to one is done to the other. It knows both files, no screen.
//!
//! The bookmarks file is the user's, and so the truth about bookmarks; the store's marks follow it.

mod edition;
pub mod feeds;
mod follow;
pub mod intake;
pub mod moving;
mod newsboat;
pub mod notes;
mod people;
pub mod quotation;
pub mod retention;
pub mod rules;
pub mod subscribing;
mod unsubscribing;
pub mod whole;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

pub use self::newsboat::MovedIn;
pub use self::unsubscribing::NotSubscribed;

use anyhow::{Result, anyhow};

use crate::{
    bookmarks::{Bookmark, Bookmarks, Keepsake, Removed, Target as Kept},
    catalog::{
        ArticleId, Change, Done, How, Settled, Verb, feeds::Unsubscribed, notes::Annotating, people::Reshuffle,
        quotation::Keeping, rules::Ruled,
    },
    files::{
        Stamp,
        lock::{self, Lock},
    },
    query::stem::Stemming,
    settings::config::{self, Config},
    store::{Condition, Deed, EntryId, OpenError, Salvaged, Step, Store, Stored},
};

/// The articles, and the bookmarks where they can be read.
pub struct Library {
    /// The articles.
    pub store: Store,
    config_dir: PathBuf,
    /// The bookmarks, read when they are first needed, or the sentence that says why they are off.
    bookmarks: Option<Result<Bookmarks, String>>,
    /// The bookmarks file as it was when it was last followed; `None` also where there was none.
    followed: Option<Stamp>,
    /// The rules file as it was when it was last followed.
    ruled: rules::Seen,
    /// The words of subscriptions that ended in this run, by how the store has them: without what may be secret.
    ended: Arc<Mutex<HashMap<String, String>>>,
}

/// A library just opened.
pub struct Opening {
    /// The library.
    pub library: Library,
    /// Whether the store has no articles yet.
    pub fresh: bool,
    /// What the user has to know, a sentence each.
    pub told: Vec<String>,
}

impl Library {
    /// Opens the store in `data_dir`; the bookmarks in `config_dir` are left until they are needed. `now` is Unix
    /// seconds.
    ///
    /// # Errors
    /// Where the store can't be used and mustn't be replaced.
    pub fn open(data_dir: &Path, config_dir: &Path, now: i64) -> Result<Opening, OpenError> {
        let (store, condition) = Store::open(data_dir, now)?;
        // Another program may have made it a moment ago, or one that was killed.
        let fresh = store.is_empty().unwrap_or(false);
        let told = told_of(condition).into_iter().collect();
        Ok(Opening { library: Self::over(store, config_dir), fresh, told })
    }

    fn over(store: Store, config_dir: &Path) -> Self {
        Self {
            store,
            config_dir: config_dir.to_owned(),
            bookmarks: None,
            followed: None,
            ruled: rules::Seen::Never,
            ended: Arc::default(),
        }
    }

    /// What opens the same library once more, for another thread; `None` where there is no file to open. It has none where
    /// the file can't be written as it is: what is wrong with it, this library finds out and tells.
    #[must_use]
    pub fn opener(&self) -> Option<impl FnOnce() -> Option<Self> + Send + use<>> {
        let data_dir = self.store.file()?.parent()?.to_owned();
        let (config_dir, ended) = (self.config_dir.clone(), Arc::clone(&self.ended));
        Some(move || {
            let mut store = Store::open_again(&data_dir)?;
            store.serve_keys().ok()?;
            Some(Self { ended, ..Self::over(store, &config_dir) })
        })
    }

    /// Which version of the bookmarks file the store follows by what this library did last.
    #[must_use]
    pub fn bookmarks_stamp(&self) -> Option<Stamp> {
        self.bookmarks.as_ref()?.as_ref().ok()?.stamp()
    }

    /// Reads the bookmarks again after a library of another thread changed them and the store; whether they are as that one
    /// left them. Else somebody else was at them, whom the store has yet to follow ([`Library::follow_if_changed`]).
    pub fn look_at_bookmarks(&mut self, left: Stamp) -> bool {
        let Some(Ok(bookmarks)) = &mut self.bookmarks else { return true };
        let as_left = bookmarks.refresh().is_ok() && bookmarks.stamp() == Some(left);
        if !as_left {
            (self.bookmarks, self.followed) = (None, None);
        }
        as_left
    }

    /// Where the configuration is kept.
    #[must_use]
    pub fn config_dir(&self) -> &Path {
        &self.config_dir
    }

    /// Makes a change, with the bookmarks file first. `None` if everything was so already.
    ///
    /// # Errors
    /// Where the bookmarks are off or a file can't be written; then nothing was changed.
    pub fn apply(&mut self, change: &Change, now: i64) -> Result<Option<Done>> {
        let (_turn, ids) = match change.verb {
            Verb::Bookmark | Verb::Unbookmark => (self.turn(), self.store.targets(&change.on)?),
            Verb::Read | Verb::Unread | Verb::Later | Verb::Snooze(_) | Verb::Mute | Verb::Tag(_) | Verb::Untag(_) => {
                (None, Vec::new())
            }
        };
        let missing = if change.verb == Verb::Bookmark { self.not_kept(&ids)? } else { Vec::new() };
        match change.verb {
            Verb::Bookmark => self.keep(&ids, now)?,
            Verb::Unbookmark => self.keep_no_longer(&ids)?,
            Verb::Read | Verb::Unread | Verb::Later | Verb::Snooze(_) | Verb::Mute | Verb::Tag(_) | Verb::Untag(_) => {}
        }
        let applied = match self.store.apply(change, now) {
            Ok(applied) => applied,
            Err(error) => {
                self.take_back(change.verb, &ids, &missing, now);
                return Err(error.into());
            }
        };
        let done =
            Done { verb: change.verb, how: How::Applied, count: applied.articles.len(), articles: applied.articles };
        Ok((done.count > 0).then_some(done))
    }

    /// Takes the last change back. `None` if there is none.
    ///
    /// # Errors
    /// As for [`Library::apply`].
    pub fn undo(&mut self, now: i64) -> Result<Option<Settled>> {
        let _turn = self.turn();
        let Some(step) = self.store.undo(now)? else { return Ok(None) };
        self.followed(step, How::Undone, now).map(Some)
    }

    /// Brings the files to where a step has brought the store; where that can't be, the store goes back again.
    fn followed(&mut self, step: Step, how: How, now: i64) -> Result<Settled> {
        let mut settled = settled(step, how);
        if let Settled::Subscription(turned) = &mut settled {
            self.recall_secrets(&mut turned.change);
        }
        if let texts @ Settled::Texts(..) = settled {
            return self.follow_texts(texts);
        }
        if let Err(error) = self.follow(&settled, now) {
            match how {
                How::Undone => self.store.redo(now)?,
                How::Applied | How::Redone => self.store.undo(now)?,
            };
            return Err(error);
        }
        Ok(settled)
    }

    fn follow(&mut self, settled: &Settled, now: i64) -> Result<()> {
        match settled {
            Settled::Articles(Done { verb, how, articles, .. }) => match (verb, how) {
                (Verb::Bookmark, How::Undone) | (Verb::Unbookmark, How::Applied | How::Redone) => {
                    self.keep_no_longer(articles)
                }
                (Verb::Unbookmark, How::Undone) | (Verb::Bookmark, How::Applied | How::Redone) => {
                    self.keep_again(articles, now)
                }
                (
                    Verb::Read
                    | Verb::Unread
                    | Verb::Later
                    | Verb::Snooze(_)
                    | Verb::Mute
                    | Verb::Tag(_)
                    | Verb::Untag(_),
                    _,
                ) => Ok(()),
            },
            Settled::Quotation(keeping) => self.follow_quotation(&keeping.quotation, now),
            Settled::Notes(annotating) => self.follow_annotation(&annotating.annotation, now),
            Settled::Rule(ruled) => self.follow_rule(&ruled.change, now),
            Settled::Subscription(turned) => self.follow_subscription(&turned.change, now),
            Settled::People(_) | Settled::Texts(..) | Settled::Overruled(_) => Ok(()),
        }
    }

    /// Takes one change back, whatever came after it. `None` if it doesn't stand.
    ///
    /// # Errors
    /// As for [`Library::apply`].
    pub fn undo_entry(&mut self, entry: i64, now: i64) -> Result<Option<Settled>> {
        let _turn = self.turn();
        let Some(step) = self.store.undo_entry(EntryId(entry), now)? else { return Ok(None) };
        self.followed(step, How::Undone, now).map(Some)
    }

    /// Does the change again that was taken back last. `None` if there is none.
    ///
    /// # Errors
    /// As for [`Library::apply`].
    pub fn redo(&mut self, now: i64) -> Result<Option<Settled>> {
        let _turn = self.turn();
        let Some(step) = self.store.redo(now)? else { return Ok(None) };
        self.followed(step, How::Redone, now).map(Some)
    }

    /// The turn to change bookmarks, in the file and in the store: between the two halves of a change, another reader that
    /// follows the file would make the second one, which could not be undone then.
    fn turn(&self) -> Option<Lock> {
        let data = self.store.file()?.parent()?;
        // The file has its own lock, on its directory; nobody may wait for himself.
        (data != self.config_dir).then(|| lock::take(data))
    }

    /// Remembers the place in an article: a byte of its text.
    ///
    /// # Errors
    /// Where the store can't be written.
    pub fn keep_position(&mut self, id: ArticleId, byte: usize, now: i64) -> Result<()> {
        Ok(self.store.keep_position(id, byte, now)?)
    }

    fn keep(&mut self, ids: &[ArticleId], now: i64) -> Result<()> {
        let stored = self.stored(ids)?;
        let marks: Vec<_> = stored.iter().map(|one| Bookmark::of(&one.key, &one.article, now)).collect();
        let keepsakes: Vec<_> = marks
            .iter()
            .zip(&stored)
            .map(|(bookmark, one)| Keepsake { bookmark, article: &one.article, quotations: &one.quotations })
            .collect();
        self.file()?.add_all(&keepsakes)
    }

    /// Those of the articles that the bookmarks file doesn't hold.
    fn not_kept(&mut self, ids: &[ArticleId]) -> Result<Vec<ArticleId>> {
        let stored = self.stored(ids)?;
        let file = self.file()?;
        let missing = stored.iter().filter(|one| !file.contains(&Kept::article(&one.key)));
        Ok(missing.map(|one| one.row.id).collect())
    }

    /// Takes the half of a change back that was made in the bookmarks file, as far as that can be done.
    fn take_back(&mut self, verb: Verb, ids: &[ArticleId], missing: &[ArticleId], now: i64) {
        match verb {
            Verb::Bookmark => drop(self.remove(missing)),
            Verb::Unbookmark => drop(self.keep_again(ids, now)),
            Verb::Read | Verb::Unread | Verb::Later | Verb::Snooze(_) | Verb::Mute | Verb::Tag(_) | Verb::Untag(_) => {}
        }
    }

    fn remove(&mut self, ids: &[ArticleId]) -> Result<Option<Removed>> {
        let targets: Vec<_> = self.stored(ids)?.iter().map(|one| Kept::article(&one.key)).collect();
        self.file()?.remove_all(&targets)
    }

    fn keep_no_longer(&mut self, ids: &[ArticleId]) -> Result<()> {
        let Some(removed) = self.remove(ids)? else { return Ok(()) };
        let kept = self.store.keep_removed(&serde_json::to_string(&removed)?);
        if let Err(error) = kept {
            self.file()?.restore(&removed)?;
            return Err(error.into());
        }
        Ok(())
    }

    /// Puts bookmarks back as they were when they were removed, with notes, tags and comments; anew if that isn't known.
    fn keep_again(&mut self, ids: &[ArticleId], now: i64) -> Result<()> {
        let targets: Vec<_> = self.stored(ids)?.iter().map(|one| Kept::article(&one.key)).collect();
        while self.restore(&targets)? {}
        self.keep(ids, now)
    }

    /// Puts back what was last removed of these, and of nothing else; whether anything was.
    fn restore(&mut self, targets: &[Kept]) -> Result<bool> {
        let removed = self.store.take_removed(|what| {
            let removed: Removed = serde_json::from_str(what).ok()?;
            let here = removed.bookmarks().any(|bookmark| targets.contains(&bookmark.target));
            here.then_some(removed)
        })?;
        let Some(removed) = removed else { return Ok(false) };
        let (these, others) = removed.parted(targets);
        if let Some(others) = others {
            self.store.keep_removed(&serde_json::to_string(&others)?)?;
        }
        self.file()?.restore(&these)?;
        Ok(true)
    }

    fn stored(&self, ids: &[ArticleId]) -> Result<Vec<Stored>> {
        let found: Result<Vec<_>, _> = ids.iter().map(|id| self.store.article(*id)).collect();
        Ok(found?.into_iter().flatten().collect())
    }

    fn file(&mut self) -> Result<&mut Bookmarks> {
        let open = || Bookmarks::open(&self.config_dir).map_err(|why| format!("bookmarks are off: {why}"));
        self.bookmarks.get_or_insert_with(open).as_mut().map_err(|why| anyhow!("{why}"))
    }
}

/// What a step in the journal did.
fn settled(step: Step, how: How) -> Settled {
    let articles = step.articles;
    match step.deed {
        Deed::Articles(verb) => Settled::Articles(Done { verb, how, count: articles.len(), articles }),
        Deed::People(verb, names) => Settled::People(Reshuffle { verb, how, names }),
        Deed::Quotation(quotation) => Settled::Quotation(Keeping { how, quotation }),
        Deed::Notes(annotation) => Settled::Notes(Annotating { how, annotation }),
        Deed::Text => Settled::Texts(how, articles),
        Deed::Rule(change) => Settled::Rule(Ruled { how, change }),
        Deed::Subscription(change) => Settled::Subscription(Unsubscribed { how, change }),
        Deed::Overruled => Settled::Overruled(how),
    }
}

fn told_of(condition: Condition) -> Option<String> {
    match condition {
        Condition::Fresh | Condition::Existing => None,
        Condition::Migrated { copy, .. } => copy.map(|copy| {
            format!("the article store was brought up to date; a copy of it as it was is {}", copy.display())
        }),
        Condition::SetAside { kept, why, salvaged } => Some(format!(
            "the article store was damaged ({why}); it is kept as {}, {}",
            kept.display(),
            saved(salvaged)
        )),
        Condition::ReadOnly { why } => Some(format!("nothing can be saved in this run: {why}")),
    }
}

fn saved(salvaged: Salvaged) -> String {
    match salvaged {
        Salvaged { saved: 0, .. } => "and a new one was begun".to_owned(),
        Salvaged { saved, of: Some(all) } => format!("and {saved} of its {all} articles are in a new one"),
        Salvaged { saved, of: None } => format!("and {saved} articles of it are in a new one"),
    }
}

/// What the options have the index keep of a word.
#[must_use]
pub fn stemming(config: &Config) -> Stemming {
    match config.stemming {
        config::Stemming::None => Stemming::Words,
        config::Stemming::English => Stemming::English,
    }
}

/// Unix seconds now.
#[must_use]
pub fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
