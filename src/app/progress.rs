//! How far work in the background is.

/// How far work in the background is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How much is done.
    pub done: usize,
    /// Of how much.
    pub of: usize,
}
