//! What an article is, and how it becomes lines: pure, and it cannot fail.
//!
//! Odd input gives a poorer article, never an error. Nothing in here knows a colour, a clock, a file or a terminal.

pub mod address;
pub mod around;
pub mod article;
pub mod changes;
pub mod clean;
pub mod decode;
pub mod document;
mod draft;
pub mod find;
mod flow;
mod given;
pub mod guard;
pub mod html;
pub mod language;
pub mod lead;
pub mod markdown;
pub mod page;
pub mod print;
pub mod published;
pub mod quotes;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
pub mod units;
pub mod unparsed;
pub mod wire;
