//! What the reader is told in the status line.

use super::Model;

/// Words for the status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A sentence.
    pub text: String,
    /// Whether something went wrong.
    pub tone: Tone,
}

/// Whether something went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// All is well.
    Plain,
    /// It did.
    Error,
}

impl Model {
    /// Tells the user something.
    pub fn tell(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), tone: Tone::Plain });
    }

    /// Tells the user what went wrong.
    pub(crate) fn tell_error(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), tone: Tone::Error });
    }
}
