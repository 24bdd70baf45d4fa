//! Which words can be found without Unicode's rules for line breaks: most of a news text in Latin letters.
//!
//! textwrap looks at every character's class, which takes most of the time that a page takes; this only looks for
//! spaces where a break is certain, whatever stands around them.

use std::ops::Range;

/// A stretch of text that begins and ends where the text may be broken, whatever stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stretch {
    /// A single word of ASCII that can't be broken inside, and how many spaces follow it.
    Word(Range<usize>, usize),
    /// Anything else.
    Other(Range<usize>),
}

/// Whether words of such bytes, beginning with a letter or digit, hold no break chance (Unicode annex 14: letters,
/// digits, infix separators and quotation marks allow none between them).
const fn is_simple(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b',' | b'.' | b':' | b';' | b'\'')
}

/// Parts a line at the spaces where a break is certain: those between a simple word's end and a letter or digit.
pub(super) fn stretches(text: &str, line: Range<usize>) -> impl Iterator<Item = Stretch> {
    let bytes = text.get(line.clone()).unwrap_or_default().as_bytes();
    let byte = |at: usize| bytes.get(at).copied();
    let length_of = |from: usize, wanted: fn(u8) -> bool| {
        bytes.get(from..).unwrap_or_default().iter().take_while(|byte| wanted(**byte)).count()
    };
    let mut start = 0;
    std::iter::from_fn(move || {
        let mut at = start;
        let mut words = 0;
        while at < bytes.len() {
            words += 1;
            let simple = length_of(at, is_simple);
            let rest = length_of(at + simple, |byte| byte != b' ');
            let end = at + simple + rest;
            let spaces = length_of(end, |byte| byte == b' ');
            at = end + spaces;
            let certain = byte(at).is_none_or(|next| next.is_ascii_alphanumeric());
            let whole = simple > 0 && rest == 0;
            let begins = byte(start).is_some_and(|first| first.is_ascii_alphanumeric());
            let from = line.start + start;
            if certain && whole && words == 1 && begins {
                start = at;
                return Some(Stretch::Word(from..line.start + end, spaces));
            }
            if certain && (whole || at == bytes.len()) {
                start = at;
                return Some(Stretch::Other(from..line.start + at));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use textwrap::WordSeparator;

    use super::*;

    /// Where textwrap would break a text, and where the stretches let it.
    fn breaks(text: &str) -> (Vec<usize>, Vec<usize>) {
        let ends = |text: &str, from: usize| {
            let words = WordSeparator::UnicodeBreakProperties.find_words(text);
            words
                .scan(from, |end, word| {
                    *end += word.word.len() + word.whitespace.len();
                    Some(*end)
                })
                .collect::<Vec<_>>()
        };
        let parted = stretches(text, 0..text.len()).flat_map(|stretch| match stretch {
            Stretch::Word(range, spaces) => vec![range.end + spaces],
            Stretch::Other(range) => ends(&text[range.clone()], range.start),
        });
        (ends(text, 0), parted.collect())
    }

    fn text() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            6 => "[a-zA-Z0-9]{1,3}",
            5 => Just(" ".to_owned()),
            3 => "[!-~]{1,2}",
            1 => prop::sample::select(vec!["  ", "“", "”", "’", "—", "…", "é", "漢", "」", "\u{a0}", "\u{200b}", "א", "½", "%", "€"])
                .prop_map(str::to_owned),
        ];
        prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn simple_words_break_where_unicode_says(text in text()) {
            let (whole, parted) = breaks(text.trim().trim_end_matches('-'));
            prop_assert_eq!(whole, parted);
        }
    }

    #[test]
    fn most_words_of_news_are_simple() {
        let news = "The minister's office, which U.S. officials called, said 2,500 men would go home";
        assert!(stretches(news, 0..news.len()).all(|stretch| matches!(stretch, Stretch::Word(..))));
    }
}
