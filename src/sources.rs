//! What a reader subscribes to and opens: bytes from outside -> feeds, subscription lists, mail.
//!
//! Nothing in here trusts what it reads, and nothing opens what a document names.

mod address;
pub mod article;
mod attached;
pub mod dates;
pub mod describe;
pub mod discover;
pub mod documents;
mod encoding;
pub mod feed;
pub mod files;
pub mod http;
mod json;
pub mod mail;
pub mod markup;
pub mod newsboat;
pub mod opml;
pub mod pages;
pub mod program;
pub mod recognise;
pub mod xml;

pub use recognise::{Form, recognise};
