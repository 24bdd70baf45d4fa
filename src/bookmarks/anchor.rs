//! Passages found again by their own words, after the text around them or they themselves changed. It knows texts, not
//! what the passages are.

use std::ops::Range;

use super::Anchor;
use crate::text::around::{AROUND, around, ceil, floor, kept};

/// How many bytes of a passage's start or end are enough to know it by.
const ENOUGH: usize = 24;
/// Fewer bytes around a passage than this say nothing about where it was.
const LEAST: usize = 12;

/// Where a passage is by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Here, word for word.
    Exact(Range<usize>),
    /// Here, but its words have changed.
    Near(Range<usize>),
}

impl Found {
    /// The bytes of the text.
    #[must_use]
    pub fn range(&self) -> &Range<usize> {
        match self {
            Self::Exact(range) | Self::Near(range) => range,
        }
    }
}

impl Anchor {
    /// What to find a passage of a text by: its words, and some before and after them.
    #[must_use]
    pub fn of(text: &str, range: &Range<usize>) -> Self {
        let [prefix, exact, suffix] = around(text, range).map(str::to_owned);
        Self { exact, prefix, suffix }
    }

    /// The words as they will be read once they are written: what is compared with the files is.
    #[must_use]
    pub fn as_written(&self) -> Self {
        Self { exact: kept(&self.exact), prefix: kept(&self.prefix), suffix: kept(&self.suffix) }
    }

    /// Where the passage is in a text: the same words where they stand between the most of what stood around them, else
    /// what stands between that, else what begins and ends like it. In time proportional to the text.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Found> {
        if self.exact.is_empty() {
            return None;
        }
        let exact = text.match_indices(&self.exact).map(|(at, words)| at..at + words.len());
        let best = exact.max_by_key(|range| (self.agreement(text, range), std::cmp::Reverse(range.start)));
        best.map(Found::Exact).or_else(|| self.between(text).or_else(|| self.alike(text)).map(Found::Near))
    }

    /// How many bytes around a place are those that stood around the passage.
    fn agreement(&self, text: &str, range: &Range<usize>) -> usize {
        let before = text.get(..range.start).unwrap_or_default().bytes().rev();
        let after = text.get(range.end..).unwrap_or_default().bytes();
        let same = |(one, other): &(u8, u8)| one == other;
        before.zip(self.prefix.bytes().rev()).take_while(same).count()
            + after.zip(self.suffix.bytes()).take_while(same).count()
    }

    /// What stands between the words that stood around the passage, if it isn't much longer than it was.
    fn between(&self, text: &str) -> Option<Range<usize>> {
        if self.prefix.len() < LEAST || self.suffix.len() < LEAST {
            return None;
        }
        let start = text.find(&self.prefix)? + self.prefix.len();
        let length = text.get(start..)?.find(&self.suffix)?;
        (length > 0 && length <= self.most()).then_some(start..start + length)
    }

    /// What begins and ends as the passage does.
    fn alike(&self, text: &str) -> Option<Range<usize>> {
        if self.exact.len() < 2 * ENOUGH {
            return None;
        }
        let head = self.exact.get(..floor(&self.exact, ENOUGH))?;
        let tail = self.exact.get(ceil(&self.exact, self.exact.len() - ENOUGH)..)?;
        let start = text.find(head)?;
        let length = text.get(start..)?.find(tail)? + tail.len();
        (length <= self.most()).then_some(start..start + length)
    }

    /// The longest that a passage may have become.
    fn most(&self) -> usize {
        self.exact.len().saturating_mul(2).saturating_add(AROUND)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str =
        "The mayor came late. “We will build it, and we will build it soon,” she said to them. Nobody was glad.";

    fn anchored() -> (Anchor, Range<usize>) {
        let range = TEXT.find('“').unwrap()..TEXT.find(" she").unwrap();
        (Anchor::of(TEXT, &range), range)
    }

    #[test]
    fn a_passage_is_found_where_it_was_and_where_it_has_gone() {
        let (anchor, range) = anchored();
        assert_eq!(anchor.find(TEXT), Some(Found::Exact(range.clone())));
        let later = format!("Update: more rain.\n\n{TEXT}");
        let moved = later.len() - TEXT.len();
        assert_eq!(anchor.find(&later), Some(Found::Exact(range.start + moved..range.end + moved)));
    }

    #[test]
    fn of_two_places_with_the_same_words_the_one_with_the_same_surroundings_counts() {
        let text = "One said “no” at noon. Two said “no” at night.";
        let second = text.rfind('“').unwrap();
        let anchor = Anchor::of(text, &(second..second + "“no”".len()));
        assert_eq!(anchor.find(text).unwrap().range().start, second);
    }

    #[test]
    fn changed_words_are_found_by_what_stands_around_them_or_by_their_ends() {
        let (anchor, _) = anchored();
        let mended = TEXT.replace("and we will build it soon", "and soon");
        let Some(Found::Near(range)) = anchor.find(&mended) else { panic!() };
        assert_eq!(&mended[range], "“We will build it, and soon,”");
        let elsewhere = "Quite another start, she added: “We will build it, and build it very soon,” said somebody.";
        assert_eq!(anchor.find(elsewhere), None);
        let longer = "Other. “We will build it, and well, and we will build it soon,” was said.";
        let Some(Found::Near(range)) = anchor.find(longer) else { panic!() };
        assert!(longer[range].starts_with("“We will build it"));
    }

    #[test]
    fn a_passage_that_is_gone_is_not_found() {
        assert_eq!(anchored().0.find("Nothing of it is left here."), None);
        assert_eq!(Anchor::default().find(TEXT), None);
    }

    proptest! {
        #[test]
        fn any_passage_of_any_text_is_found_in_it(text in "\\PC{1,60}", cut in 0usize..60, length in 1usize..20) {
            let start = floor(&text, cut.min(text.len() - 1));
            let end = ceil(&text, (start + length).min(text.len()));
            let anchor = Anchor::of(&text, &(start..end));
            prop_assert_eq!(anchor.find(&text), Some(Found::Exact(start..end)));
        }
    }
}
