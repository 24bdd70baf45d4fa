//! What is wrong with a file, and with which one.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::string::FromUtf8Error;

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The line, counted from 1, if it is a matter of a line.
    pub line: Option<usize>,
    /// What is wrong, on one line.
    pub why: String,
}

impl Flaw {
    /// The flaw at a place of a text.
    #[must_use]
    pub fn new(text: &str, span: Option<Range<usize>>, why: &str) -> Self {
        let line = span.and_then(|span| text.get(..span.start)).map(|before| 1 + before.matches('\n').count());
        Self { line, why: why.trim().replace('\n', ", ") }
    }
}

impl From<io::Error> for Flaw {
    fn from(error: io::Error) -> Self {
        Self { line: None, why: error.to_string() }
    }
}

impl From<FromUtf8Error> for Flaw {
    fn from(error: FromUtf8Error) -> Self {
        let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        let line = 1 + before.filter(|&&byte| byte == b'\n').count();
        Self { line: Some(line), why: "it is not written in UTF-8".to_owned() }
    }
}

/// A file that can't be read, and so is never written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What stands in it: `bookmarks`.
    pub what: &'static str,
    /// The file.
    pub path: PathBuf,
    /// The line where it goes wrong, counted from 1, if it is a matter of a line.
    pub line: Option<usize>,
    /// What is wrong.
    pub why: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "can't read the {} in {}", self.what, self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}; the file is left as it is", self.why)
    }
}

impl std::error::Error for Unreadable {}
