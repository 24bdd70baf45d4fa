//! Files that the user keeps: each is replaced whole or stays as it was, whatever fails in between.
//!
//! It knows nothing of what stands in them.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

pub mod flaw;
pub mod lock;
pub mod names;
pub mod shared;
pub mod tables;
pub mod top;

/// How the name of a file that isn't in its place yet ends.
const DRAFT_SUFFIX: &str = ".dateline-tmp";
/// A draft this much older than the newest one was left by a program that was killed.
const STALE: Duration = Duration::from_secs(600);
/// As many files are open at once: a process may have some hundreds.
const OPEN_AT_ONCE: usize = 64;
/// As many symbolic links in a row as Linux follows.
const MAX_LINKS: usize = 40;

/// Replaces the file at `path`, or makes it: afterwards it holds `content`, or, on an error, what it held before.
///
/// A symbolic link stays and the file behind it is replaced; mode and, where that is allowed, owner and group stay.
/// When this returns, the content has reached the disk.
///
/// # Errors
/// When the file is read-only or no regular file, or when its directory can't be written or has no room.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<Stamp> {
    draft(path, content)?.put_in_place()
}

/// Writes what shall stand at `path` into a file beside it, as far as the disk.
///
/// # Errors
/// As [`replace`].
pub fn draft(path: &Path, content: &[u8]) -> io::Result<Draft> {
    let draft = draft_with(path, |file| file.write_all(content))?;
    draft.file.as_file().sync_all()?;
    Ok(draft)
}

/// Makes many new files, each with its content: all of them or, on an error, none. All are on the disk when this returns,
/// which takes little longer than one.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when something stands in one's place, else as [`replace`].
pub fn make_all(files: &[(PathBuf, String)]) -> io::Result<()> {
    let mut made = Vec::with_capacity(files.len());
    let outcome = files.chunks(OPEN_AT_ONCE).try_for_each(|some| make_some(some, &mut made));
    match outcome.and_then(|()| sync_directories(&made)) {
        Ok(()) => Ok(()),
        Err(error) => {
            // One that can't be removed either is no worse than one that was never wanted.
            drop(remove_all(&made));
            Err(error)
        }
    }
}

fn make_some(files: &[(PathBuf, String)], made: &mut Vec<PathBuf>) -> io::Result<()> {
    let drafts: io::Result<Vec<Draft>> =
        files.iter().map(|(path, content)| draft_with(path, |file| file.write_all(content.as_bytes()))).collect();
    let drafts = drafts?;
    // The first one takes the others along to the disk.
    drafts.iter().try_for_each(|draft| draft.file.as_file().sync_all())?;
    for draft in drafts {
        let target = draft.target.clone();
        draft.move_to_free_place()?;
        made.push(target);
    }
    Ok(())
}

/// A new version of a file, complete and on the disk, but not yet in its place. Dropping it removes it.
#[derive(Debug)]
#[must_use = "a draft that isn't put in place is removed"]
pub struct Draft {
    file: NamedTempFile,
    target: PathBuf,
}

impl Draft {
    /// Puts it in its place, over what stands there.
    ///
    /// # Errors
    /// When the directory doesn't let itself be changed.
    pub fn put_in_place(self) -> io::Result<Stamp> {
        // Once it is in its place, others may write into it: theirs would pass for ours.
        let stamp = Stamp::of_metadata(&self.file.as_file().metadata()?);
        self.file.persist(&self.target)?;
        sync_directory(directory_of(&self.target))?;
        Ok(stamp)
    }

    /// Puts it in its place unless something stands there.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] when something stands there, else as [`Self::put_in_place`].
    pub fn put_in_free_place(self) -> io::Result<Stamp> {
        let target = self.target.clone();
        let file = self.move_to_free_place()?;
        sync_directory(directory_of(&target))?;
        Ok(Stamp::of_metadata(&file.metadata()?))
    }

    fn move_to_free_place(self) -> io::Result<File> {
        match self.file.persist_noclobber(&self.target) {
            Err(refused) if refused.error.kind() != io::ErrorKind::AlreadyExists && !self.target.exists() => {
                // Some file systems can neither rename with that condition nor make hard links.
                Ok(refused.file.persist(&self.target)?)
            }
            outcome => Ok(outcome?),
        }
    }
}

/// What tells one version of a file from the next without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    inode: u64,
}

impl Stamp {
    /// The stamp of the file at `path`, behind symbolic links; `None` where there is none or none that can be seen.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().as_ref().map(Self::of_metadata)
    }

    fn of_metadata(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), modified: metadata.modified().ok(), inode: inode(metadata) }
    }
}

/// Reads the file at `path`; `None` where there is none.
///
/// # Errors
/// When it is larger than `limit` bytes, is no regular file (nothing waits for a pipe), or can't be read.
pub fn read(path: &Path, limit: u64) -> io::Result<Option<(Vec<u8>, Stamp)>> {
    match fs::metadata(path) {
        Ok(metadata) => must_be_regular(&metadata)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let file = File::open(path)?;
    let stamp = Stamp::of_metadata(&file.metadata()?);
    let mut content = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut content)?;
    if content.len() as u64 > limit {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it is larger than {limit} bytes")));
    }
    Ok(Some((content, stamp)))
}

/// Makes the directory at `path` with those above it, so that it is still there after a power cut.
///
/// # Errors
/// When something else stands there or a directory above it can't be written.
pub fn make_directory(path: &Path) -> io::Result<()> {
    let missing: Vec<&Path> =
        path.ancestors().take_while(|above| !above.as_os_str().is_empty() && !above.exists()).collect();
    fs::create_dir_all(path)?;
    for made in missing {
        sync_directory(directory_of(made))?;
    }
    Ok(())
}

/// Removes the files at `paths` for good.
///
/// # Errors
/// When there is none at one of them, or its directory can't be written; the others are removed all the same.
pub fn remove_all(paths: &[PathBuf]) -> io::Result<()> {
    let outcomes: Vec<io::Result<()>> = paths.iter().map(fs::remove_file).collect();
    sync_directories(paths)?;
    outcomes.into_iter().collect()
}

/// Makes the names of the files at `paths` last through a power cut.
fn sync_directories(paths: &[PathBuf]) -> io::Result<()> {
    let mut directories: Vec<&Path> = paths.iter().map(|path| directory_of(path)).collect();
    directories.sort_unstable();
    directories.dedup();
    directories.into_iter().try_for_each(sync_directory)
}

/// Removes the drafts in `directory` that a killed program left: those much older than the file stamped `newest`.
///
/// Whatever can't be looked at or removed is left.
pub fn sweep(directory: &Path, newest: Stamp) {
    let (Some(newest), Ok(entries)) = (newest.modified, fs::read_dir(directory)) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with('.') && name.ends_with(DRAFT_SUFFIX) && is_older(&entry, newest) {
            drop(fs::remove_file(entry.path()));
        }
    }
}

fn is_older(entry: &fs::DirEntry, newest: SystemTime) -> bool {
    let Ok(modified) = entry.metadata().and_then(|metadata| metadata.modified()) else {
        return false;
    };
    newest.duration_since(modified).is_ok_and(|age| age > STALE)
}

/// The file that `path` stands for: itself, or what a chain of symbolic links leads to, even if that is missing.
///
/// # Errors
/// When the links lead in a circle, or one can't be read.
pub fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..MAX_LINKS {
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => {}
            Ok(_) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path),
            Err(error) => return Err(error),
        }
        let link = fs::read_link(&path)?;
        path = directory_of(&path).join(link);
    }
    Err(io::Error::other("too many symbolic links in a row"))
}

/// The directory that `path` stands in; a bare name stands in the current one.
#[must_use]
pub fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    }
}

/// Writes a draft; it may not have reached the disk.
fn draft_with(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<Draft> {
    let target = behind_links(path)?;
    let old = match fs::symlink_metadata(&target) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if let Some(old) = &old {
        must_be_regular(old)?;
        must_be_writable(old)?;
    }
    let mut file = draft_beside(&target, old.as_ref())?;
    write(file.as_file_mut())?;
    if let Some(old) = &old {
        take_over(file.as_file(), old);
    }
    Ok(Draft { file, target })
}

fn draft_beside(target: &Path, old: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!(".{}.", names::cut(&name, 100));
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(DRAFT_SUFFIX);
    #[cfg(unix)]
    if old.is_none() {
        // A new file's mode is the user's umask's business.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = old;
    builder.tempfile_in(directory_of(target)).map_err(without_path)
}

/// The error without the name of the draft, which means nothing to the user.
fn without_path(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((words, _)) => io::Error::new(error.kind(), words),
        None => error,
    }
}

fn must_be_regular(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    Ok(())
}

/// A rename would replace a read-only file as if nothing were; its owner meant it.
fn must_be_writable(old: &Metadata) -> io::Result<()> {
    if old.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    Ok(())
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}

/// Gives `file` the owner, group and mode of the file it replaces, as far as the system allows.
#[cfg(unix)]
fn take_over(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    let mut mode = old.mode() & 0o7777;
    let is_same = |now: &Metadata| (now.uid(), now.gid()) == (old.uid(), old.gid());
    if !file.metadata().is_ok_and(|now| is_same(&now))
        && fchown(file, Some(old.uid()), Some(old.gid())).is_err()
        && fchown(file, None, Some(old.gid())).is_err()
    {
        // What was granted to the old group isn't granted to another one.
        mode &= !0o070;
    }
    // A file system without modes refuses, and has nothing to keep.
    drop(file.set_permissions(fs::Permissions::from_mode(mode)));
}

#[cfg(not(unix))]
fn take_over(_: &File, _: &Metadata) {}

/// Makes the names in `directory` last through a power cut.
#[cfg(unix)]
fn sync_directory(directory: &Path) -> io::Result<()> {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};

    match File::open(directory).and_then(|directory| directory.sync_all()) {
        // Some network file systems can't, and a directory may be open for writing only.
        Err(error) if matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported) => Ok(()),
        outcome => outcome,
    }
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "the other one can fail")]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
