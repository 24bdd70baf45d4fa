//! Quotations as articles have them, without what the reader says about people.

use rusqlite::Connection;

use super::{PackedSpeaker, name_of, packed_of, unpack};
use crate::catalog::ArticleId;
use crate::store::error::unreadable;
use crate::text::quotes::{Quotations, Speaker};

/// The quotations of an article with its own names for the speakers, whatever the reader calls them: what an index holds,
/// and what can be read before people were told apart.
pub(in crate::store) fn as_given(db: &Connection, article: ArticleId, text: &str) -> rusqlite::Result<Quotations> {
    let Some(packed) = packed_of(db, article)? else {
        return Ok(Quotations::default());
    };
    let (packed, quotations) = unpack(&packed, text).ok_or_else(|| unreadable("the quotations of an article"))?;
    let mut speakers = Vec::with_capacity(packed.len());
    for PackedSpeaker { person, role, kind } in packed {
        speakers.push(Speaker { name: String::from(name_of(db, person)?), role, kind });
    }
    Ok(Quotations { speakers, quotations })
}
