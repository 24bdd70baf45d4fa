//! Reads settings files. Never waits on a pipe, never reads without end, never writes.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use super::problem::Problem;
use super::sheet::decode;

/// A larger file is not a settings file. Bytes.
const LARGEST: usize = 256 << 10;

/// Reads a file below the configuration directory: its bytes, nothing if there is none, or why it can't be read.
pub(super) type Files<'a> = &'a dyn Fn(&str) -> Result<Option<Vec<u8>>, String>;

/// The text of a settings file; what keeps it from being read is a problem.
pub(super) fn text_of(name: &str, files: Files<'_>, problems: &mut Vec<Problem>) -> Option<String> {
    match files(name) {
        Ok(bytes) => bytes.map(|bytes| decode(&bytes)),
        Err(message) => {
            problems.push(Problem { file: name.to_owned(), line: None, message });
            None
        }
    }
}

/// The bytes of a file on disk.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    let found = match path.metadata() {
        Ok(found) => found,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(format!("can't be read: {error}")),
    };
    if !found.is_file() {
        return Err("can't be read: it is not a file".to_owned());
    }
    let mut bytes = Vec::new();
    let limit = LARGEST as u64 + 1;
    let read = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    match read {
        Err(error) => Err(format!("can't be read: {error}")),
        Ok(_) if bytes.len() > LARGEST => Err(format!("is larger than {} KiB", LARGEST / 1024)),
        Ok(_) => Ok(Some(bytes)),
    }
}
