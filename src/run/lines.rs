//! Lines of the command line, from run to run: a file in the state directory, the newest line last. It knows no command.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

use tracing::warn;

use crate::{files, text::clean};

/// The file within the state directory.
const NAME: &str = "lines";
/// So many lines are read back, of so many bytes together.
const MOST: usize = 200;
const MOST_BYTES: usize = 32 << 10;
/// From so many bytes on, the file is begun anew with the lines that are read back.
const LARGEST: u64 = 64 << 10;
/// A file of so many bytes isn't ours.
const FOREIGN: u64 = 16 * LARGEST;
/// Words beside which, or within which, secrets stand.
const TELLING: [&str; 8] = ["password", "passwd", "token", "secret", "bearer", "authorization", "apikey", "api-key"];

/// The lines of earlier runs, the newest last, each once. What can't be read is none: nothing depends on it.
#[must_use]
pub fn read(state_dir: &Path) -> Vec<String> {
    let path = state_dir.join(NAME);
    let bytes = files::read(&path, FOREIGN).unwrap_or_else(|error| {
        warn!("the lines typed before can't be read from {}: {error}", path.display());
        None
    });
    let text = bytes.map(|(bytes, _)| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let mut lines: Vec<String> = Vec::new();
    let mut room = MOST_BYTES;
    for line in text.lines().rev().map(clean::line).filter(|line| !line.is_empty()) {
        if lines.iter().any(|known| *known == line) {
            continue;
        }
        let Some(rest) = room.checked_sub(line.len()).filter(|_| lines.len() < MOST) else { break };
        room = rest;
        lines.push(line.into_owned());
    }
    lines.reverse();
    lines
}

/// Keeps a line for later runs, but for one that may hold a secret. What can't be kept is told in the log.
pub fn keep(state_dir: &Path, line: &str) {
    let line = clean::line(line);
    if may_hold_secret(&line) {
        return;
    }
    if let Err(error) = append(state_dir, &line) {
        warn!("the line isn't kept for later runs in {}: {error}", state_dir.display());
    }
}

/// Whether an address in it names a user or asks for something, as secret ones do, or a word tells of a secret. A line
/// too many is left out rather than one too few.
fn may_hold_secret(line: &str) -> bool {
    let words = line.to_lowercase();
    let mut addresses = words.split("://").skip(1).filter_map(|rest| rest.split_whitespace().next());
    let is_open = |address: &str| {
        let host = address.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('@') || address.contains('?')
    };
    addresses.any(is_open) || TELLING.iter().any(|word| words.contains(word))
}

fn append(state_dir: &Path, line: &str) -> io::Result<()> {
    fs::create_dir_all(state_dir)?;
    let path = state_dir.join(NAME);
    if fs::metadata(&path).is_ok_and(|file| file.len() > LARGEST) {
        files::replace(&path, (read(state_dir).join("\n") + "\n").as_bytes())?;
    }
    // One write, so that two readers' lines don't mix.
    private(&path)?.write_all(format!("{line}\n").as_bytes())
}

/// Opens a file to be added to that nobody else may read.
fn private(path: &Path) -> io::Result<File> {
    // A pipe would be waited for.
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::other("it is no regular file"));
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[test]
    fn lines_come_back_once_each_the_newest_last_and_clean() {
        let dir = TempDir::new().unwrap();
        let state = dir.path().join("state");
        assert!(read(&state).is_empty());
        for line in ["done above", "view all", "done above", "tag o\u{1b}[31mil"] {
            keep(&state, line);
        }
        let lines = read(&state);
        assert_eq!(lines[..2], ["view all", "done above"]);
        fs::write(state.join(NAME), b"a\n\x1b]52;c;x\x07b\n\n\xe2\x80\xaec\xff\n").unwrap();
        assert_eq!(read(&state).len(), 3);
        assert!(lines.iter().chain(&read(&state)).all(|line| !line.contains(['\u{1b}', '\u{202e}'])));
    }

    #[test]
    fn lines_that_may_hold_a_secret_are_not_kept() {
        let dir = TempDir::new().unwrap();
        for secret in [
            "add https://ann:secret@example.org/feed",
            "add https://ann@example.org",
            "add https://example.org/feed?key=1234",
            "pipe curl -H 'Authorization: Bearer 1234' example.org",
            "add exec:feed --api-key 1234",
        ] {
            keep(dir.path(), secret);
        }
        assert!(!dir.path().join(NAME).exists());
        keep(dir.path(), "add https://example.org/@ann/feed");
        assert_eq!(read(dir.path()), ["add https://example.org/@ann/feed"]);
    }

    #[test]
    fn the_file_stays_small() {
        let dir = TempDir::new().unwrap();
        for n in 0..300 {
            keep(dir.path(), &format!("done word-{n} {}", "x".repeat(900)));
        }
        assert!(fs::metadata(dir.path().join(NAME)).unwrap().len() < LARGEST + 1_000);
        assert!(read(dir.path()).last().unwrap().starts_with("done word-299"));
    }

    #[test]
    fn what_is_no_file_is_neither_read_nor_written() {
        let dir = TempDir::new().unwrap();
        fs::create_dir(dir.path().join(NAME)).unwrap();
        keep(dir.path(), "done");
        assert!(read(dir.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_them_also_when_the_file_is_begun_anew() {
        use std::os::unix::fs::PermissionsExt;
        let dir = TempDir::new().unwrap();
        let mode = || fs::metadata(dir.path().join(NAME)).unwrap().permissions().mode() & 0o777;
        keep(dir.path(), "done");
        assert_eq!(mode(), 0o600);
        for n in 0..100 {
            keep(dir.path(), &format!("{n} {}", "x".repeat(900)));
        }
        assert_eq!((mode(), read(dir.path()).iter().any(|line| line == "done")), (0o600, false));
    }
}
