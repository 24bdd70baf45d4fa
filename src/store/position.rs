//! Where the reader stopped in an article: a byte of its text, which moves along with the words when the text changes.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError, body, size, varint};
use crate::catalog::ArticleId;

/// How many bytes of text a place is found again by.
const ANCHOR: usize = 64;

/// A place of one text in another: where the same words stand nearest to it, or the same share of the way into it.
fn moved(byte: usize, old: &str, new: &str) -> usize {
    let byte = floor(old, byte);
    let expected = floor(new, share(byte, old.len(), new.len()));
    let anchor = old.get(byte..floor(old, byte + ANCHOR)).unwrap_or_default();
    if byte == 0 || anchor.is_empty() {
        return expected;
    }
    let found = new.match_indices(anchor).map(|(found, _)| found);
    let nearest = found.min_by_key(|found| found.abs_diff(expected));
    nearest.unwrap_or(expected)
}

/// The start of the character that a byte belongs to; the end for a byte beyond it.
fn floor(text: &str, byte: usize) -> usize {
    let boundary = (0..=byte.min(text.len())).rev();
    let mut boundary = boundary.filter(|byte| text.is_char_boundary(*byte));
    boundary.next().unwrap_or(0)
}

/// `part` of `whole`, out of `other`.
fn share(part: usize, whole: usize, other: usize) -> usize {
    let scaled = part as u128 * other as u128 / (whole.max(1) as u128);
    usize::try_from(scaled).unwrap_or(other).min(other)
}

impl Store {
    /// Remembers where the reader is in an article: a byte of its text. The same place again writes nothing.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn keep_position(&mut self, article: ArticleId, byte: usize, now: i64) -> Result<(), StoreError> {
        self.told_mut("remember the place in the article", |db| {
            if load(db, article)?.unwrap_or(0) == byte {
                return Ok(());
            }
            // An article that is gone has no place to remember.
            db.prepare_cached(
                "INSERT INTO position (article, byte, saved) SELECT id, ?2, ?3 FROM article WHERE id = ?1
                 ON CONFLICT DO UPDATE SET byte = excluded.byte, saved = excluded.saved",
            )?
            .execute(params![article.0, varint::signed(byte), now])?;
            Ok(())
        })
    }
}

/// The remembered place in an article.
pub(super) fn load(db: &Connection, article: ArticleId) -> rusqlite::Result<Option<usize>> {
    db.prepare_cached("SELECT byte FROM position WHERE article = ?1")?
        .query_row([article.0], |row| size(row, 0))
        .optional()
}

/// Moves the remembered place along when an article gets a new text.
pub(super) fn follow(db: &Connection, article: ArticleId, old_body: i64, text: &str) -> rusqlite::Result<()> {
    let Some(byte) = load(db, article)? else {
        return Ok(());
    };
    let packed: Vec<u8> =
        db.prepare_cached("SELECT packed FROM body WHERE id = ?1")?.query_row([old_body], |row| row.get(0))?;
    let old = body::unpack(&packed).unwrap_or_default();
    db.prepare_cached("UPDATE position SET byte = ?2 WHERE article = ?1")?
        .execute([article.0, varint::signed(moved(byte, &old.text, text))])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "First paragraph.\n\nSecond paragraph, which is longer.\n\nThird.";

    #[test]
    fn a_place_follows_its_words() {
        let new = format!("Update: much has been added here before everything else.\n\n{OLD}");
        assert!(new[moved(18, OLD, &new)..].starts_with("Second"));
    }

    #[test]
    fn of_two_places_with_the_same_words_the_nearer_counts() {
        let text = "same words, same words, same words";
        assert_eq!(moved(24, text, "same words, same words, same words"), 24);
    }

    #[test]
    fn a_place_whose_words_are_gone_keeps_its_share_of_the_way() {
        assert_eq!(moved(OLD.len() / 2, OLD, &"x".repeat(1000)), 500);
        assert_eq!(moved(OLD.len() / 2, OLD, ""), 0);
    }

    #[test]
    fn a_place_never_splits_a_character() {
        for byte in 0..10 {
            let place = moved(byte, "“é”“é”“é”", "é“é”“é”");
            assert!("é“é”“é”".is_char_boundary(place));
        }
    }
}
