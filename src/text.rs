//! What an article is, and how it becomes lines: pure, and it cannot fail.
//!
//! Odd input gives a poorer article, never an error. Nothing in here knows a colour, a clock, a file or a terminal.

pub mod article;
pub mod page;
pub mod quotes;
