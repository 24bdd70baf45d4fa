//! How much of a text can be passed over when phrases are looked for: most of it has none of their letters in a row. It
//! knows plain words, and what surely doesn't stand before a place; it finds no phrase itself.

use std::ops::RangeInclusive;

use memchr::memchr2_iter;

use super::{Phrase, stem::Stemming};

/// Letters, the rarer the later, as English, German and French have them.
const BY_RARITY: &[u8] = b"enairstlodhucmgpbfvwkyzqjx0123456789";

/// Marks and dashes: of what is no ASCII, the only characters in whose company a word is the letters that one sees. All three
/// bytes long.
const MARKS: RangeInclusive<char> = '\u{2010}'..='\u{2027}';

/// How many bytes are looked at in one go.
const CHUNK: usize = 64;

/// The start of a word before which none of the phrases (folded) begins; `None` if the text has none of them. Where stems are
/// compared, whose letters may be others, nothing is passed over.
pub(super) fn start<'a>(text: &str, phrases: impl Iterator<Item = &'a Phrase>) -> Option<usize> {
    if Stemming::in_use() == Stemming::English {
        return Some(0);
    }
    let plain = text.as_bytes().get(..plain_length(text)).unwrap_or_default();
    let mut first = None;
    for phrase in phrases {
        let Some((word, before)) = longest(phrase) else { continue };
        if !word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Some(0);
        }
        let place = match find(plain, word.as_bytes()) {
            Some(place) => place,
            None if plain.len() == text.len() => continue,
            None => plain.len(),
        };
        let start = back(plain, place, before);
        first = Some(first.map_or(start, |first: usize| first.min(start)));
    }
    first
}

/// How many bytes of a text there are before the first character that may be written in several ways.
fn plain_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(chunk) =
        bytes.get(at..).map(|rest| rest.get(..CHUNK).unwrap_or(rest)).filter(|some| !some.is_empty())
    {
        if chunk.is_ascii() {
            at += chunk.len();
            continue;
        }
        at += chunk.iter().position(|byte| !byte.is_ascii()).unwrap_or(chunk.len());
        match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(mark) if MARKS.contains(&mark) => at += mark.len_utf8(),
            _ => return at,
        }
    }
    at
}

/// The longest word of a phrase, and how many stand before it.
fn longest(phrase: &Phrase) -> Option<(&str, usize)> {
    let words = phrase.words.iter().enumerate();
    words.max_by_key(|(_, word)| word.len()).map(|(index, word)| (word.as_str(), index))
}

/// Where a word stands in plain bytes, in small or capital letters, be it within another word.
fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    let rarity = |byte: &u8| BY_RARITY.iter().position(|one| one == byte);
    let (offset, rarest) = word.iter().enumerate().max_by_key(|(_, byte)| rarity(byte))?;
    memchr2_iter(*rarest, rarest.to_ascii_uppercase(), text).find_map(|at| {
        let start = at.checked_sub(offset)?;
        text.get(start..start + word.len()).is_some_and(|there| there.eq_ignore_ascii_case(word)).then_some(start)
    })
}

/// The start of the word at a place, or so many words before it. A genitive's `s` isn't counted as a word, and none begins
/// behind an apostrophe.
fn back(text: &[u8], place: usize, words: usize) -> usize {
    let mut at = place;
    let passes = |at: &mut usize, of_word: bool| {
        let before = text.get(..*at).unwrap_or_default();
        *at = before.iter().rposition(|byte| byte.is_ascii_alphanumeric() != of_word).map_or(0, |last| last + 1);
    };
    passes(&mut at, true);
    let mut left = words * 2;
    while at > 0 && (left > 0 || follows_apostrophe(text, at)) {
        passes(&mut at, false);
        passes(&mut at, true);
        left = left.saturating_sub(1);
    }
    at
}

/// Whether an ASCII or a typographic apostrophe stands before a place.
fn follows_apostrophe(text: &[u8], at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with(b"'") || before.ends_with("\u{2019}".as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::phrase;

    fn start_of(text: &str, words: &str) -> Option<usize> {
        start(text, phrase(words).iter())
    }

    #[test]
    fn what_stands_before_a_word_is_passed_over() {
        let text = "Rain fell on Iran’s northern harbours; the minister spoke.";
        for (words, rest) in [
            ("harbours", "harbours; the minister spoke."),
            ("HARBOUR", "harbours; the minister spoke."),
            ("the minister", "harbours; the minister spoke."),
            ("spoke", "spoke."),
            ("s northern", "Iran’s northern harbours; the minister spoke."),
        ] {
            assert_eq!(start_of(text, words).map(|at| &text[at..]), Some(rest), "{words}");
        }
        assert_eq!(start_of(text, "sun"), None);
    }

    #[test]
    fn where_letters_may_be_written_otherwise_nothing_is_passed_over() {
        assert_eq!(start_of("a café, a cafe", "cafe"), Some(2));
        assert_eq!(start_of("ﬁn and fin", "fin"), Some(0));
        assert_eq!(start_of("rain in 東京", "京"), Some(0));
    }
}
