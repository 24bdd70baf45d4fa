//! Finds words in a text as a person types them: case and typographic marks don't count unless typed so.

use std::ops::Range;

/// The most matches that are looked for in one text.
pub const MOST: usize = 10_000;

/// Where `words` stand in `text`, in bytes, from first to last and not overlapping.
///
/// Upper case counts only where `words` hold an upper-case letter. A straight quotation mark finds a curly one, a
/// hyphen any dash, a space any run of white space. Empty `words` are found nowhere.
#[must_use]
pub fn find(text: &str, words: &str) -> Vec<Range<usize>> {
    let case = if words.chars().any(char::is_uppercase) { Case::Counts } else { Case::Folded };
    let wanted: Vec<char> = folded(words.trim(), case).map(|(_, _, c)| c).collect();
    let Some(&first) = wanted.first() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(rest) = text.get(from..) {
        let Some((start, end)) = next_match(rest, &wanted, first, case) else {
            break;
        };
        found.push(from + start..from + end);
        from += end;
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// Whether upper and lower case are different letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Counts,
    Folded,
}

fn next_match(text: &str, wanted: &[char], first: char, case: Case) -> Option<(usize, usize)> {
    let mut letters = folded(text, case);
    loop {
        let ahead = letters.clone();
        let (start, _, letter) = letters.next()?;
        if letter == first
            && let Some(end) = match_here(ahead, wanted)
        {
            return Some((start, end));
        }
    }
}

fn match_here(letters: impl Iterator<Item = (usize, usize, char)>, wanted: &[char]) -> Option<usize> {
    let mut end = 0;
    let mut left = wanted.iter();
    let mut letters = letters;
    for want in left.by_ref() {
        let (_, after, letter) = letters.next()?;
        if letter != *want {
            return None;
        }
        end = after;
    }
    Some(end)
}

/// The letters of `text` as they are compared, each with the bytes where it starts and ends.
fn folded(text: &str, case: Case) -> impl Iterator<Item = (usize, usize, char)> + Clone {
    let mut after_space = false;
    text.char_indices()
        .filter_map(move |(at, c)| {
            let space = c.is_whitespace();
            let repeated = space && after_space;
            after_space = space;
            (!repeated && c != '\u{ad}').then_some((at, c))
        })
        .flat_map(move |(at, c)| {
            let end = at + c.len_utf8();
            lower(plain(c), case).map(move |c| (at, end, c))
        })
}

fn lower(c: char, case: Case) -> impl Iterator<Item = char> + Clone {
    let kept = (case == Case::Counts).then_some(c);
    let lowered = (case == Case::Folded).then(|| c.to_lowercase());
    kept.into_iter().chain(lowered.into_iter().flatten())
}

/// The character that a keyboard has for `c`.
fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, words: &str) -> Vec<&'t str> {
        find(text, words).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn lower_case_finds_both_and_upper_case_only_itself() {
        assert_eq!(found("Iraq and iraq", "iraq"), ["Iraq", "iraq"]);
        assert_eq!(found("Iraq and iraq", "Iraq"), ["Iraq"]);
    }

    #[test]
    fn straight_marks_find_curly_ones_and_spaces_find_line_breaks() {
        assert_eq!(
            found("Israel’s attack\n on “Ilam”", "israel's attack on \"ilam\""),
            ["Israel’s attack\n on “Ilam”"]
        );
        assert_eq!(found("US–led", "us-led"), ["US–led"]);
    }

    #[test]
    fn a_soft_hyphen_does_not_hide_a_word() {
        assert_eq!(found("sover\u{ad}eignty", "sovereignty"), ["sover\u{ad}eignty"]);
    }

    #[test]
    fn letters_that_grow_when_lowered_keep_their_place() {
        assert_eq!(found("İstanbul and ISTANBUL", "istanbul"), ["ISTANBUL"]);
        assert_eq!(found("xİstanbul", "stanbul"), ["stanbul"]);
    }

    #[test]
    fn nothing_is_found_for_nothing_and_matches_do_not_overlap() {
        assert!(find("abc", "  ").is_empty());
        assert_eq!(find("aaaa", "aa"), [0..2, 2..4]);
    }
}
