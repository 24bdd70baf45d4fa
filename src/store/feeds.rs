//! Feeds in the store: what is known of each, and their articles on the way in.
//!
//! Articles of feeds come in as they are, in one transaction a feed, and stand in the list at once; their text is parsed
//! and searched for quotations afterwards ([`ripe`]). It knows no network and no format of feeds.

mod entry;
mod intake;
pub(super) mod moved_in;
pub(super) mod raw;
mod ripe;
mod rows;
mod shown;

pub use self::{
    entry::{Identity, RawEntry, Sharing},
    intake::{FeedRead, FeedTaken},
    ripe::{BodyId, Ripe, Unripe},
    rows::Filed,
};
pub(super) use self::{
    raw::{FORM as RAW, raise},
    ripe::look_ripe,
    rows::standing,
};
