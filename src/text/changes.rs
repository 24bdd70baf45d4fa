//! What changed between two texts of an article, word by word. Pure: it knows neither when nor why.

use std::collections::HashMap;

use super::article::Article;

/// A paragraph of both texts laid over each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paragraph {
    /// So many paragraphs in turn that are the same.
    Same(usize),
    /// One with changes: `[-words that went-]` and `{+words that came+}`, as `git diff --word-diff` writes them.
    Changed(String),
}

/// Where a word of the two texts stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum In {
    Both,
    Old,
    New,
}

/// The end of a paragraph, among words.
const END: &str = "\n";

/// What changed from one text to the other, headline first; nothing where nothing did.
#[must_use]
pub fn changes(old: &Article, new: &Article) -> Vec<Paragraph> {
    let (old, new) = (words(old), words(new));
    let mut paragraphs = Vec::new();
    let (mut words, mut changed) = (Vec::new(), false);
    for (place, word) in merged(&old, &new) {
        changed |= place != In::Both;
        if word != END {
            words.push((place, word));
        } else if place != In::Both {
            words.push((place, "¶"));
        } else {
            end_paragraph(&mut paragraphs, &words, changed);
            (words, changed) = (Vec::new(), false);
        }
    }
    end_paragraph(&mut paragraphs, &words, changed);
    if matches!(paragraphs[..], [Paragraph::Same(_)]) { Vec::new() } else { paragraphs }
}

fn words(article: &Article) -> Vec<&str> {
    let headline = article.headline.as_ref().map(|headline| headline.text.as_str());
    let blocks = article.blocks.iter().filter_map(|block| article.text.get(block.range.clone()));
    let paragraphs = headline.into_iter().chain(blocks);
    paragraphs.flat_map(|text| text.split_whitespace().chain([END])).collect()
}

fn end_paragraph(paragraphs: &mut Vec<Paragraph>, words: &[(In, &str)], changed: bool) {
    if changed {
        paragraphs.push(Paragraph::Changed(written(words)));
    } else if let Some(Paragraph::Same(count)) = paragraphs.last_mut() {
        *count += usize::from(!words.is_empty());
    } else if !words.is_empty() {
        paragraphs.push(Paragraph::Same(1));
    }
}

fn written(words: &[(In, &str)]) -> String {
    let runs = words.chunk_by(|one, next| one.0 == next.0).map(|run| {
        let text = run.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
        match run.first().map(|(place, _)| *place) {
            Some(In::Old) => format!("[-{text}-]"),
            Some(In::New) => format!("{{+{text}+}}"),
            Some(In::Both) | None => text,
        }
    });
    runs.collect::<Vec<_>>().join(" ")
}

/// Both texts in one: words that went stand before those that came in their place.
fn merged<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(In, &'a str)> {
    let mut out = Vec::with_capacity(old.len().max(new.len()));
    let (mut at_old, mut at_new) = (0, 0);
    for (in_old, in_new) in matches(old, new).into_iter().chain([(old.len(), new.len())]) {
        let gone = old.get(at_old..in_old).unwrap_or_default();
        let came = new.get(at_new..in_new).unwrap_or_default();
        out.extend(gone.iter().map(|word| (In::Old, *word)));
        out.extend(came.iter().map(|word| (In::New, *word)));
        out.extend(old.get(in_old).map(|word| (In::Both, *word)));
        (at_old, at_new) = (in_old + 1, in_new + 1);
    }
    out
}

/// Which words of the two are the same, in order. Those that both have once are found first, the longest run of them in the
/// same order counts (patience diff), and from each the sameness goes on to both sides: it takes no longer than sorting.
fn matches(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let shared = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let rest = (old.get(shared..).unwrap_or_default(), new.get(shared..).unwrap_or_default());
    let back = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(one, other)| one == other).count();
    let (old_end, new_end) = (old.len() - back, new.len() - back);
    let mut found: Vec<_> = (0..shared).map(|at| (at, at)).collect();
    let mut anchors = longest_rise(&once_in_both(old, new, (shared..old_end, shared..new_end)));
    anchors.push((old_end, new_end));
    for (in_old, in_new) in anchors {
        let (mut from_old, mut from_new) = found.last().map_or((0, 0), |(one, other)| (one + 1, other + 1));
        while from_old < in_old && from_new < in_new && old.get(from_old) == new.get(from_new) {
            found.push((from_old, from_new));
            (from_old, from_new) = (from_old + 1, from_new + 1);
        }
        let room = (in_old - from_old.min(in_old)).min(in_new - from_new.min(in_new));
        let before = (1..=room).take_while(|by| old.get(in_old - by) == new.get(in_new - by)).count();
        found.extend((1..=before).rev().map(|by| (in_old - by, in_new - by)));
        if in_old < old_end {
            found.push((in_old, in_new));
        }
    }
    found.extend((0..back).map(|by| (old_end + by, new_end + by)));
    found
}

/// The places of the words that stand once in both stretches, in the order of the old text.
fn once_in_both(
    old: &[&str],
    new: &[&str],
    (in_old, in_new): (std::ops::Range<usize>, std::ops::Range<usize>),
) -> Vec<(usize, usize)> {
    let mut seen: HashMap<&str, [Vec<usize>; 2]> = HashMap::new();
    for (side, words, range) in [(0, old, in_old.clone()), (1, new, in_new)] {
        for at in range {
            let Some(word) = words.get(at) else { continue };
            if let Some(places) = seen.entry(word).or_default().get_mut(side).filter(|places| places.len() < 2) {
                places.push(at);
            }
        }
    }
    let places = in_old.filter_map(|at| match old.get(at).and_then(|word| seen.get(word)) {
        Some([one, other]) => match (&one[..], &other[..]) {
            (&[one], &[other]) => Some((one, other)),
            _ => None,
        },
        None => None,
    });
    places.collect()
}

/// The longest run of pairs whose second numbers rise, too (patience sorting).
fn longest_rise(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair that ends the run with the least number, and for each pair the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let second = |index: usize| pairs.get(index).map_or(0, |pair| pair.1);
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| second(*end) < pair.1);
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut run = Vec::new();
    let mut at = ends.last().copied();
    while let Some(index) = at {
        run.extend(pairs.get(index));
        at = before.get(index).copied().flatten();
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::article::{Block, BlockKind};

    fn article(text: &str) -> Article {
        let mut start = 0;
        let block = |paragraph: &str| {
            let range = start..start + paragraph.len();
            start = range.end + 2;
            Block { kind: BlockKind::Paragraph, range, quoted: 0 }
        };
        Article { text: text.to_owned(), blocks: text.split("\n\n").map(block).collect(), ..Article::default() }
    }

    fn changed(old: &str, new: &str) -> String {
        let paragraphs = changes(&article(old), &article(new)).into_iter().map(|paragraph| match paragraph {
            Paragraph::Same(count) => format!("={count}"),
            Paragraph::Changed(words) => words,
        });
        paragraphs.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn words_that_went_and_came_are_marked_and_other_paragraphs_counted() {
        assert_eq!(changed("One two.\n\nThree four.", "One two.\n\nThree four."), "");
        assert_eq!(
            changed("One.\n\nFive men died.\n\nEnd.", "One.\n\nSeven men have died.\n\nEnd."),
            "=1 | [-Five-] {+Seven+} men {+have+} died. | =1"
        );
        assert_eq!(changed("One.\n\nTwo.", "One.\n\nNew here.\n\nTwo."), "=1 | {+New here. ¶+} Two.");
        assert_eq!(changed("", "All new."), "{+All new.+}");
    }

    proptest! {
        #[test]
        fn both_texts_are_in_it(old in "([ab]{1,2} ?|\n\n){0,12}", new in "([ab]{1,2} ?|\n\n){0,12}") {
            let (old, new) = (article(&old), article(&new));
            let (old, new) = (words(&old), words(&new));
            let all = merged(&old, &new);
            let of = |other: In| all.iter().filter(|one| one.0 != other).map(|one| one.1).collect::<Vec<_>>();
            prop_assert_eq!(of(In::New), old);
            prop_assert_eq!(of(In::Old), new);
        }
    }

    #[test]
    fn long_texts_of_the_same_word_take_no_longer() {
        let (old, new) = ("a ".repeat(200_000), format!("b {}", "a ".repeat(200_001)));
        assert!(changed(&old, &new).starts_with("{+b"));
    }
}
