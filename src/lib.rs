//! A terminal news reader that shows who said what.
//!
//! The modules in reading order: what an article is and how it becomes lines of a page, what a list of articles is
//! and how one asks for them, the user's settings, where articles come from and where they are kept, what the reader's state is, how it is
//! drawn, the loop that ties them to a terminal, and the command line.

pub mod app;
pub mod bookmarks;
pub mod briefing;
pub mod catalog;
pub mod cli;
pub mod files;
pub mod library;
pub mod query;
pub mod refresh;
pub mod run;
pub mod settings;
pub mod sources;
pub mod store;
pub mod subscriptions;
pub mod text;
pub mod ui;
