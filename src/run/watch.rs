//! Files that other programs may change, watched while the reader runs. It knows their names, not what stands in them.
//!
//! The system tells of changes, so that nothing is looked at while nothing happens. Directories are watched, not files:
//! files are made, replaced and removed. What comes in quick succession is told once.

use std::{
    collections::HashSet,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _, event::AccessKind};
use tracing::warn;

use super::alarm::{Bell, News};

/// How long files must rest before a change is told: a program that writes two files is done with both.
const QUIET: Duration = Duration::from_millis(150);
/// How long a change waits at most while others follow.
const LONGEST: Duration = Duration::from_secs(1);

/// The watch, which may look away from a folder.
#[derive(Clone)]
pub struct Watch(Arc<Mutex<Places>>);

/// A folder that isn't watched, until this is dropped. Another one that is left meanwhile takes its place.
pub struct Left(Watch);

/// Begins to watch `files` and rings at their changes, those of this program too. All that changes after this returns is
/// told. Where the system can't watch, there is a line in the log, and changes are seen at the next start.
pub fn begin(files: Vec<PathBuf>, bell: Bell) -> Option<Watch> {
    let (sender, changes) = mpsc::channel();
    let places =
        Places::new(files, sender).inspect_err(|error| warn!("changes by other programs are not watched: {error}"));
    let watch = Watch(Arc::new(Mutex::new(places.ok()?)));
    watch.places().watch();
    let thread = thread::Builder::new().name("watcher".into()).stack_size(256 * 1024);
    let watcher = watch.clone();
    thread.spawn(move || watcher.tell(&changes, &bell)).ok()?;
    Some(watch)
}

impl Watch {
    /// Leaves a folder unwatched: who writes a lot into it would wake the watch for each write.
    pub fn leave(&self, folder: &Path) -> Left {
        let mut places = self.places();
        places.left = fs::canonicalize(folder).ok();
        places.leave();
        Left(self.clone())
    }

    fn tell(&self, changes: &Receiver<Event>, bell: &Bell) {
        while let Ok(event) = changes.recv() {
            if !self.places().concern(&event) {
                continue;
            }
            rest(changes);
            self.places().watch();
            if bell.ring(News::Elsewhere).is_err() {
                return;
            }
        }
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Left {
    fn drop(&mut self) {
        let mut places = self.0.places();
        places.left = None;
        places.watch();
    }
}

/// Waits until nothing more is told of, or the longest time is over.
pub(super) fn rest(changes: &Receiver<Event>) {
    let until = Instant::now() + LONGEST;
    loop {
        let left = until.saturating_duration_since(Instant::now()).min(QUIET);
        match changes.recv_timeout(left) {
            Ok(_) if !left.is_zero() => {}
            Ok(_) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// The files, and the directories that are watched for them.
struct Places {
    files: Vec<PathBuf>,
    watched: HashSet<PathBuf>,
    names: HashSet<OsString>,
    /// The folder that isn't watched for now.
    left: Option<PathBuf>,
    watcher: RecommendedWatcher,
}

impl Places {
    fn new(files: Vec<PathBuf>, sender: Sender<Event>) -> notify::Result<Self> {
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if let Ok(event) = event.inspect_err(|error| warn!("watching files: {error}"))
                && is_change(event.kind)
            {
                drop(sender.send(event));
            }
        })?;
        Ok(Self { files, watched: HashSet::new(), names: HashSet::new(), left: None, watcher })
    }

    /// Watches what isn't watched yet: a directory may have been made since, a link may lead elsewhere.
    fn watch(&mut self) {
        self.watched.retain(|folder| folder.is_dir());
        let behind = self.files.iter().filter_map(|file| fs::canonicalize(file).ok());
        let places: Vec<_> = self.files.iter().cloned().chain(behind).filter_map(|file| nearest(&file)).collect();
        for (folder, name) in places {
            self.names.insert(name);
            if self.watched.contains(&folder) || self.is_left(&folder) {
                continue;
            }
            match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => drop(self.watched.insert(folder)),
                Err(error) => warn!("{} is not watched: {error}", folder.display()),
            }
        }
    }

    /// Stops watching the folder that is to be left.
    fn leave(&mut self) {
        let leaving: Vec<_> = self.watched.iter().filter(|folder| self.is_left(folder)).cloned().collect();
        for folder in leaving {
            drop(self.watcher.unwatch(&folder));
            self.watched.remove(&folder);
        }
    }

    fn is_left(&self, folder: &Path) -> bool {
        self.left.is_some() && fs::canonicalize(folder).ok() == self.left
    }

    /// Whether an event is about one of the files, or about a directory on the way to one.
    fn concern(&self, event: &Event) -> bool {
        let named = |path: &PathBuf| path.file_name().is_some_and(|name| self.names.contains(name));
        event.need_rescan() || event.paths.iter().any(|path| named(path) || self.watched.contains(path))
    }
}

fn is_change(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if !matches!(access, AccessKind::Close(_)))
}

/// The nearest directory on the way to a file, and the name in it that leads on.
fn nearest(file: &Path) -> Option<(PathBuf, OsString)> {
    file.ancestors().zip(file.ancestors().skip(1)).find_map(|(path, folder)| {
        let name = path.file_name()?.to_owned();
        folder.is_dir().then(|| (folder.to_owned(), name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_whose_directory_is_missing_is_waited_for_above_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config/bookmarks.toml");
        assert_eq!(nearest(&file), Some((dir.path().to_owned(), "config".into())));
        fs::create_dir(dir.path().join("config")).unwrap();
        assert_eq!(nearest(&file), Some((dir.path().join("config"), "bookmarks.toml".into())));
    }

    #[test]
    fn reading_is_no_change() {
        use notify::event::{AccessMode, DataChange, ModifyKind};
        assert!(!is_change(EventKind::Access(AccessKind::Open(AccessMode::Any))));
        assert!(is_change(EventKind::Modify(ModifyKind::Data(DataChange::Any))));
    }
}
