//! How long a text is, in words. It doesn't know what they are.

/// What has been seen since the last white space.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Nothing,
    /// A word.
    Spaced,
    /// Characters of a script that writes no spaces.
    Unspaced,
}

/// Words between spaces; of scripts that write none, two characters count as one.
pub(super) fn of(text: &str) -> u32 {
    let (mut words, mut unspaced) = (0u32, 0u32);
    let mut run = Run::Nothing;
    let mut rest = text;
    loop {
        // Most characters are plain ones, and need no decoding.
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let ended = ended_in(rest.as_bytes().get(..plain).unwrap_or_default(), &mut run);
        words = words.saturating_add(u32::try_from(ended).unwrap_or(u32::MAX));
        let mut others = rest.get(plain..).unwrap_or_default().chars();
        let Some(c) = others.next() else { break };
        if c.is_whitespace() {
            words = words.saturating_add(u32::from(run == Run::Spaced));
            run = Run::Nothing;
        } else if is_unspaced(c) {
            unspaced = unspaced.saturating_add(1);
            run = Run::Unspaced;
        } else if run == Run::Nothing {
            run = Run::Spaced;
        }
        rest = others.as_str();
    }
    words.saturating_add(u32::from(run == Run::Spaced)).saturating_add(unspaced.div_ceil(2))
}

/// How many words end within plain characters: where a space follows something else, which is told of many bytes at once.
fn ended_in(plain: &[u8], run: &mut Run) -> usize {
    let is_space = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let mut rest = plain;
    if *run == Run::Unspaced {
        let space = plain.iter().position(is_space);
        rest = space.and_then(|space| plain.get(space..)).unwrap_or_default();
    }
    let Some((first, last)) = rest.first().zip(rest.last()) else { return 0 };
    let begun = usize::from(*run == Run::Spaced && is_space(first));
    *run = if is_space(last) { Run::Nothing } else { Run::Spaced };
    let pairs = rest.iter().zip(rest.get(1..).unwrap_or_default());
    begun + pairs.filter(|(before, here)| is_space(here) & !is_space(before)).count()
}

/// Kana, Han and Thai to Khmer: the scripts that are written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_between_spaces_and_unspaced_characters_count_half() {
        for (text, count) in [
            ("", 0),
            (" \n\t", 0),
            ("one", 1),
            (" one\u{2003}two\r\nthree ", 3),
            ("“élan” — vital", 3),
            ("東京タワー", 3),
            ("in 東京 a東b again", 4),
        ] {
            assert_eq!(of(text), count, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn plain_words_are_counted_as_all_others(text in "[ a-z\\n\\u{a0}\\u{3000}é”東]{0,40}") {
            let (alone, spaced): (Vec<_>, Vec<_>) =
                text.split_whitespace().partition(|word| word.contains(is_unspaced));
            let unspaced = alone.concat().chars().filter(|c| is_unspaced(*c)).count();
            proptest::prop_assert_eq!(of(&text) as usize, spaced.len() + unspaced.div_ceil(2));
        }
    }
}
