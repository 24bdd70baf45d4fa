//! What the reader subscribes to: `feeds.toml` in the configuration directory, made to be edited by hand.
//!
//! The file is the truth, not this program's memory of it. It knows no network, no store and no clock.

mod subscription;

pub use subscription::{Address, FullText, Listing, Subscription};
