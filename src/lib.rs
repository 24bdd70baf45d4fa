//! A terminal news reader that shows who said what.
//!
//! The modules in reading order: what an article is and how it becomes lines of a page, the user's settings,
//! where articles are kept, what the reader's state is, how it is drawn, and the loop that ties them to a terminal.

pub mod text;
