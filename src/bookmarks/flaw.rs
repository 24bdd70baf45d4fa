//! What is wrong with a bookmarks file.

use std::io;
use std::ops::Range;
use std::string::FromUtf8Error;

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    /// The first line is 1.
    pub line: Option<usize>,
    pub why: String,
}

impl Flaw {
    pub(super) fn new(text: &str, span: Option<Range<usize>>, why: &str) -> Self {
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
