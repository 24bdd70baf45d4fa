//! What is set into the text without being part of it: the numbers of links.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::measure;

/// A link's number, and after which byte of the text it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Insert {
    pub at: usize,
    pub number: usize,
}

impl Insert {
    /// What is printed: `[3]`.
    pub fn label(self) -> String {
        format!("[{}]", self.number)
    }

    /// The columns of the label.
    pub fn columns(self) -> usize {
        self.number.checked_ilog10().map_or(3, |log| log as usize + 3)
    }
}

/// The numbers for links with these words, ordered by place. Each stands right after the last visible character.
pub(super) fn numbers(text: &str, links: &[Range<usize>]) -> Vec<Insert> {
    let mut inserts: Vec<_> = links
        .iter()
        .enumerate()
        .filter_map(|(index, range)| {
            let words = text.get(range.clone())?.trim_end();
            (!words.is_empty()).then(|| Insert { at: range.start + words.len(), number: index + 1 })
        })
        .collect();
    inserts.sort_by_key(|insert| insert.at);
    snap(text, &mut inserts);
    inserts
}

/// Moves each place behind the grapheme cluster that it would cut; linear in the text.
fn snap(text: &str, inserts: &mut [Insert]) {
    let mut known = 0;
    for insert in inserts {
        let at = insert.at.max(known);
        let before = text.get(known..at).unwrap_or_default();
        let from = before.rfind([' ', '\n']).map_or(known, |space| known + space);
        insert.at = next_boundary(text, from, at);
        known = insert.at;
    }
}

/// The first cluster boundary at or after `at`, counting clusters from the boundary `from`.
fn next_boundary(text: &str, from: usize, at: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    if text.get(from..at).is_some_and(|before| measure::plain_columns(before).is_some()) {
        let first = rest.get(at - from..).and_then(|after| after.chars().next());
        if first.is_none_or(|char| char.is_ascii()) {
            return at;
        }
    }
    rest.grapheme_indices(true)
        .map(|(start, cluster)| from + start + cluster.len())
        .find(|end| *end >= at)
        .unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str, links: &[Range<usize>]) -> Vec<(usize, usize)> {
        numbers(text, links).into_iter().map(|insert| (insert.at, insert.number)).collect()
    }

    #[test]
    fn a_number_never_stands_inside_a_cluster() {
        let text = "see e\u{301}, 👍🏽!";
        let (accent, skin) = (5, 13);
        assert_eq!(places(text, &[4..accent, 9..skin]), [(7, 1), (17, 2)]);
    }

    #[test]
    fn numbers_of_links_in_each_other_stand_where_each_ends() {
        assert_eq!(places("one two three", &[0..13, 4..8, 8..13]), [(7, 2), (13, 1), (13, 3)]);
    }

    #[test]
    fn a_link_without_visible_words_has_no_number_but_is_counted() {
        assert_eq!(places("a b", &[1..2, 2..3]), [(3, 2)]);
    }

    #[test]
    fn a_label_takes_the_columns_that_it_says() {
        for number in [1, 9, 10, 99, 100, 12_345] {
            let insert = Insert { at: 0, number };
            assert_eq!(insert.label().len(), insert.columns());
        }
    }
}
