//! Guesses the language of a text, for the sake of its lexicon.

use super::lexicon::{Flags, Lexicon, Words};
use crate::text::clean;

/// How many words are looked at.
const SAMPLE: usize = 60;
/// And in how many bytes at most: a text may be signs alone.
const SAMPLE_BYTES: usize = 16 << 10;

/// The words of the given language, or of the one whose small and speech words the text's beginning holds most of; English if none
/// stands out.
pub(super) fn words_for<'a>(text: &str, language: Option<&str>, lexicon: &'a Lexicon) -> Option<&'a Words> {
    if let Some(words) = language.and_then(|tag| lexicon.words(tag)) {
        return Some(words);
    }
    let mut best = (lexicon.words("en").map_or(0, |w| score(text, w)), lexicon.words("en"));
    for (tag, words) in lexicon.languages() {
        let score = if tag == "zh" { ideographs(text) } else { score(text, words) };
        if score > best.0 {
            best = (score, Some(words));
        }
    }
    best.1.or_else(|| lexicon.languages().next().map(|(_, words)| words))
}

fn score(text: &str, words: &Words) -> usize {
    let start = clean::prefix(text, SAMPLE_BYTES);
    let each = start.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(SAMPLE);
    each.map(|word| match words.look_up(word) {
        // `a` and `de` are words of many languages, `dijo` of one.
        flags if flags.any(Flags::STRONG.with(Flags::ACCORDING)) => 2,
        flags => usize::from(flags.any(Flags::SMALL)),
    })
    .sum()
}

fn ideographs(text: &str) -> usize {
    text.chars().take(2 * SAMPLE).filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count()
}
