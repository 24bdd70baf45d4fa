//! Folders and mailboxes that are subscribed to, watched while the reader is open: what is put there is in the list at once.
//! The system tells of changes; nothing is looked at while nothing happens. It knows names, not what stands in the files.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, Sender},
    thread,
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _,
    event::{AccessKind, AccessMode, ModifyKind},
};
use tracing::warn;

use super::{refreshing::Wish, watch};
use crate::{
    sources::files,
    subscriptions::{Address, Subscription},
};

/// What is watched, and who is told.
pub struct Folders {
    wishes: Sender<Wish>,
    watched: HashMap<PathBuf, RecursiveMode>,
    watcher: Option<RecommendedWatcher>,
}

impl Folders {
    /// Nothing is watched yet; what happens will be a wish to look.
    pub fn new(wishes: Sender<Wish>) -> Self {
        Self { wishes, watched: HashMap::new(), watcher: None }
    }

    /// Watches what these subscriptions read of this machine, and no longer what others did. What the system can't watch is
    /// read at its time.
    pub fn follow(&mut self, subscriptions: &[Subscription]) {
        let wanted: HashMap<PathBuf, RecursiveMode> = subscriptions.iter().filter_map(place).collect();
        if wanted == self.watched {
            return;
        }
        // A fresh one forgets what the last one watched.
        self.watcher = None;
        self.watched.clone_from(&wanted);
        if wanted.is_empty() {
            return;
        }
        let (sender, events) = mpsc::channel();
        let hear = move |event: notify::Result<Event>| {
            if let Ok(event) = event.inspect_err(|error| warn!("watching folders: {error}")) {
                drop(sender.send(event));
            }
        };
        let mailboxes: Vec<PathBuf> = subscriptions.iter().filter_map(mailbox).collect();
        match notify::recommended_watcher(hear) {
            Ok(mut watcher) => {
                for (path, mode) in &wanted {
                    if let Err(error) = watcher.watch(path, *mode) {
                        warn!("{} is not watched: {error}", path.display());
                    }
                }
                let wishes = self.wishes.clone();
                let thread = thread::Builder::new().name("folders".into()).stack_size(256 * 1024);
                drop(thread.spawn(move || tell(&events, &mailboxes, &wishes)));
                self.watcher = Some(watcher);
            }
            Err(error) => warn!("folders are not watched: {error}"),
        }
    }
}

fn place(subscription: &Subscription) -> Option<(PathBuf, RecursiveMode)> {
    match &subscription.address {
        Address::Folder(path) => Some((path.clone(), RecursiveMode::Recursive)),
        // The file may be put in place anew.
        Address::Mailbox(path) => Some((path.parent()?.to_owned(), RecursiveMode::NonRecursive)),
        Address::Feed(_) | Address::Command(_) => None,
    }
}

fn mailbox(subscription: &Subscription) -> Option<PathBuf> {
    match &subscription.address {
        Address::Mailbox(path) => Some(path.clone()),
        Address::Feed(_) | Address::Folder(_) | Address::Command(_) => None,
    }
}

fn tell(events: &Receiver<Event>, mailboxes: &[PathBuf], wishes: &Sender<Wish>) {
    while let Ok(event) = events.recv() {
        if !brings_something(&event, mailboxes) {
            continue;
        }
        watch::rest(events);
        if wishes.send(Wish::LookAround).is_err() {
            return;
        }
    }
}

/// Whether there may be an article now that wasn't there. Reading files must not count: whoever is told reads them.
fn brings_something(event: &Event, mailboxes: &[PathBuf]) -> bool {
    let is_change = match event.kind {
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Name(_) | ModifyKind::Any) => true,
        EventKind::Access(kind) => matches!(kind, AccessKind::Close(AccessMode::Write)),
        EventKind::Any | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => false,
    };
    let fits = |path: &PathBuf| files::is_taken(path) || mailboxes.contains(path) || is_new_folder(event.kind, path);
    event.need_rescan() || (is_change && event.paths.iter().any(fits))
}

/// A folder that was moved in comes with all that is in it.
fn is_new_folder(kind: EventKind, path: &Path) -> bool {
    matches!(kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_))) && path.is_dir()
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, RemoveKind};

    use super::*;

    #[test]
    fn only_what_may_be_an_article_is_told() {
        let mailboxes = [PathBuf::from("/m/letters")];
        let told = |kind, path: &str| brings_something(&Event::new(kind).add_path(path.into()), &mailboxes);
        let made = EventKind::Create(CreateKind::File);
        assert!(told(made, "/n/a.md") && told(made, "/mail/new/1.x") && told(made, "/m/letters"));
        assert!(!told(made, "/n/a.md~") && !told(made, "/n/.a.md.swp") && !told(made, "/m/other"));
        assert!(told(EventKind::Modify(ModifyKind::Data(DataChange::Any)), "/n/a.md"));
        assert!(!told(EventKind::Access(AccessKind::Open(AccessMode::Any)), "/n/a.md"));
        assert!(!told(EventKind::Access(AccessKind::Close(AccessMode::Read)), "/n/a.md"));
        assert!(!told(EventKind::Remove(RemoveKind::File), "/n/a.md"));
    }
}
