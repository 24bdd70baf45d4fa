//! What newsboat keeps, read for those who move: its list of feeds, its articles, its keys and rules. Nothing of newsboat's is ever
//! changed.
//!
//! The forms are those of newsboat 2.44's own sources. It knows not what becomes of what it reads.

pub mod cache;
pub mod entry;
pub mod filter;
pub mod keys;
pub mod places;
pub mod rules;
mod tokens;
pub mod urls;
