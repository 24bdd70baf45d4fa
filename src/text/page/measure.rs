//! How many columns text takes: the sum over its grapheme clusters, as terminals and ratatui count.
//!
//! Never the sum over characters (a family emoji is one cluster of two columns) and never the width of a whole
//! string (Arabic lam-alef counts as one column in a string, but its two clusters are drawn in two cells).

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A place where a word may be divided; seen only where it is.
pub(super) const SOFT_HYPHEN: &str = "\u{ad}";

/// Columns of a text. A tab takes one, for a space is drawn in its place; soft hyphens and control characters take
/// none: they are never drawn.
pub(super) fn columns(text: &str) -> usize {
    match plain_columns(text) {
        Some(columns) => columns,
        None => clusters(text).map(|(_, _, columns)| columns).sum(),
    }
}

/// The grapheme clusters (Unicode annex 29) with their first byte and columns.
pub(super) fn clusters(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true).map(|(at, cluster)| (at, cluster, cluster_columns(cluster)))
}

/// Columns of a text whose every character is a cluster of its own and one column wide; `None` for other text.
pub(super) fn plain_columns(text: &str) -> Option<usize> {
    // Without an early end the compiler can look at many bytes at once.
    if text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~')) {
        return Some(text.len());
    }
    let mut columns = 0;
    for char in text.chars() {
        if !is_plain(char) {
            return None;
        }
        columns += 1;
    }
    Some(columns)
}

/// Whether a character is one column wide and joins no other of its sort: most of Latin, Greek and Cyrillic.
const fn is_plain(char: char) -> bool {
    matches!(char,
        ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{377}' | '\u{37a}'..='\u{37f}'
        | '\u{384}'..='\u{38a}' | '\u{391}'..='\u{3a1}' | '\u{3a3}'..='\u{482}' | '\u{48a}'..='\u{52f}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203b}' | '\u{20a0}'..='\u{20c0}')
}

/// Columns of one cluster, with what ratatui adds for the half-width Japanese sound marks.
fn cluster_columns(cluster: &str) -> usize {
    if cluster == "\t" {
        return 1;
    }
    if cluster == SOFT_HYPHEN || cluster.contains(char::is_control) {
        return 0;
    }
    let marks = cluster.chars().filter(|char| matches!(char, '\u{ff9e}' | '\u{ff9f}')).count();
    cluster.width() + marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_family_a_flag_and_a_sign_with_selector_take_two_columns() {
        for emoji in ["👨‍👩‍👧‍👦", "🇮🇶", "⚠️", "👍🏽"] {
            assert_eq!(columns(emoji), 2, "{emoji}");
        }
    }

    #[test]
    fn lam_alef_takes_the_two_cells_that_it_is_drawn_in() {
        assert_eq!(columns("لا"), 2);
    }

    #[test]
    fn combining_marks_zero_width_and_control_characters_take_none() {
        assert_eq!(columns("e\u{301}"), 1);
        assert_eq!(columns("a\u{200b}b\u{7}"), 2);
    }

    #[test]
    fn every_plain_character_is_one_column_and_stands_alone() {
        for char in ('\0'..='\u{ffff}').filter(|char| is_plain(*char)) {
            let around = format!("a{char}{char}\u{2019}");
            assert_eq!(around.graphemes(true).count(), 4, "U+{:04X}", u32::from(char));
            assert_eq!(cluster_columns(&char.to_string()), 1, "U+{:04X}", u32::from(char));
        }
    }
}
