//! Lines of the command line, from run to run: a file in the state directory, the newest line last. It knows
//! which commands take what may be secret, not what they do.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

use tracing::warn;

use crate::{
    files,
    settings::line::{begins_line, meant},
    text::clean,
};

/// The file within the state directory.
const NAME: &str = "lines";
/// So many lines are read back, of so many bytes together.
const MOST: usize = 200;
const MOST_BYTES: usize = 32 << 10;
/// From so many bytes on, the file is begun anew with the lines that are read back.
const LARGEST: u64 = 64 << 10;
/// A file of so many bytes isn't ours: it is neither read nor written.
const FOREIGN: u64 = 16 * LARGEST;
/// A line of more bytes isn't kept.
const LONGEST: usize = 1 << 10;
/// Commands that are never kept: an address may be private in any part, and a program takes anything.
const UNKEPT: [&str; 3] = ["add", "pipe", "remove"];
/// Words beside which, or within which, secrets stand.
const TELLING: [&str; 8] = ["password", "passwd", "token", "secret", "bearer", "authorization", "apikey", "api-key"];

/// The lines of earlier runs, the newest last, each once. What can't be read is none: nothing depends on it.
#[must_use]
pub fn read(state_dir: &Path) -> Vec<String> {
    read_from(&state_dir.join(NAME)).unwrap_or_else(|error| {
        warn!("the lines typed before can't be read in {}: {error}", state_dir.display());
        Vec::new()
    })
}

/// The lines worth keeping of the file: what was kept by other rules than today's is passed over.
fn read_from(path: &Path) -> io::Result<Vec<String>> {
    let bytes = files::read(path, FOREIGN)?.map(|(bytes, _)| bytes).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let mut lines: Vec<String> = Vec::new();
    let mut room = MOST_BYTES;
    for line in text.lines().rev().map(clean::line).filter(|line| is_for_later(line)) {
        if lines.iter().any(|known| *known == line) {
            continue;
        }
        let Some(rest) = room.checked_sub(line.len()).filter(|_| lines.len() < MOST) else { break };
        room = rest;
        lines.push(line.into_owned());
    }
    lines.reverse();
    Ok(lines)
}

/// Keeps a line for later runs, unless it is too long, begins with no command or may hold a secret. What can't be kept is
/// told in the log.
pub fn keep(state_dir: &Path, line: &str) {
    let line = clean::line(line);
    if !is_for_later(&line) {
        return;
    }
    if let Err(error) = append(state_dir, &line) {
        warn!("the line isn't kept for later runs in {}: {error}", state_dir.display());
    }
}

/// Whether a line is kept. One too many is left out rather than one too few: a mistyped command may be any, and each part of
/// an address may be what makes it private.
fn is_for_later(line: &str) -> bool {
    let command = meant(line.split_whitespace().next().unwrap_or_default());
    let words = line.to_lowercase();
    line.len() <= LONGEST
        && begins_line(command)
        && !UNKEPT.contains(&command)
        && !words.contains("://")
        && !TELLING.iter().any(|word| words.contains(word))
}

fn append(state_dir: &Path, line: &str) -> io::Result<()> {
    fs::create_dir_all(state_dir)?;
    let path = state_dir.join(NAME);
    if fs::metadata(&path).is_ok_and(|file| file.len() > LARGEST) {
        files::replace(&path, (read_from(&path)?.join("\n") + "\n").as_bytes())?;
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
        fs::write(state.join(NAME), b"top\ntag \x1b]52;c;x\x07b\n\ntag \xe2\x80\xaec\xff\n").unwrap();
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
            "add https://example.org/private/1234/feed",
            "remove example.org/private/1234/feed",
            "pipe curl -u ann:hunter2 example.org",
            "pipe curl -H 'Cookie: 1234' example.org",
            "pipe feed --key 1234",
            " pipe feed --key 1234",
            "pip curl -u ann:hunter2 example.org",
            "save https://example.org/1234",
            "tag password:hunter2",
        ] {
            keep(dir.path(), secret);
        }
        assert!(!dir.path().join(NAME).exists());
        keep(dir.path(), "w notes.md");
        assert_eq!(read(dir.path()), ["w notes.md"]);
        fs::write(dir.path().join(NAME), "done above\npipe curl -u ann:hunter2 example.org\n").unwrap();
        assert_eq!(read(dir.path()), ["done above"]);
    }

    #[test]
    fn a_long_line_takes_no_others_with_it() {
        let dir = TempDir::new().unwrap();
        let long = format!("tag {}", "x".repeat(40 << 10));
        keep(dir.path(), "done above");
        keep(dir.path(), &long);
        assert_eq!(fs::read_to_string(dir.path().join(NAME)).unwrap(), "done above\n");
        fs::write(dir.path().join(NAME), format!("done above\n{long}\n{long}y\n")).unwrap();
        assert_eq!(read(dir.path()), ["done above"]);
        keep(dir.path(), "view all");
        assert_eq!(fs::read_to_string(dir.path().join(NAME)).unwrap(), "done above\nview all\n");
    }

    #[test]
    fn a_file_too_large_to_read_is_left_as_it_is() {
        let dir = TempDir::new().unwrap();
        let foreign = format!("done above\ntag {}\n", "x".repeat(1 << 20));
        fs::write(dir.path().join(NAME), &foreign).unwrap();
        keep(dir.path(), "view all");
        assert_eq!(fs::read_to_string(dir.path().join(NAME)).unwrap(), foreign);
        assert!(read(dir.path()).is_empty());
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
            keep(dir.path(), &format!("tag {n} {}", "x".repeat(900)));
        }
        assert_eq!((mode(), read(dir.path()).iter().any(|line| line == "done")), (0o600, false));
    }
}
