//! A mistake in a file of the user's, said so that it can be mended. Knows no file format.

use std::fmt;

/// How many characters of a user's word a message repeats.
const SHOWN: usize = 48;
/// Longer names get no suggestion: nobody mistypes an option of this many characters.
const LONGEST_NAME: usize = 40;
/// So many names are compared; a palette of the user's may have any number.
const MOST_CANDIDATES: usize = 300;

/// One mistake in a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as seen from the configuration directory: `config.toml`, `themes/mine.toml`.
    pub file: String,
    /// The line, counted from 1; `None` where the whole file is meant.
    pub line: Option<usize>,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// A user's word as a message may print it: short, on one line, without anything that a terminal obeys.
pub(crate) fn shown(word: &str) -> String {
    let mut out: String = word.chars().take(SHOWN).map(printable).collect();
    if word.chars().nth(SHOWN).is_some() {
        out.push('…');
    }
    out
}

fn printable(c: char) -> char {
    let reorders = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c.is_control() || reorders || matches!(c, '\u{2028}' | '\u{2029}' | '\u{e0000}'..='\u{e007f}') {
        char::REPLACEMENT_CHARACTER
    } else {
        c
    }
}

/// The candidate that `word` was most likely meant to be, if one is near enough.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(LONGEST_NAME + 1).flat_map(char::to_lowercase).collect();
    if word.len() > LONGEST_NAME {
        return None;
    }
    let allowed = (word.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.into_iter().take(MOST_CANDIDATES) {
        let name: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        if name.len().abs_diff(word.len()) > allowed {
            continue;
        }
        let distance = edits(&word, &name);
        let near = distance <= allowed && distance < name.len();
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `; did you mean x?`, or nothing.
pub(crate) fn suggestion<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment).
fn edits(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            if swapped {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_over_swaps_gaps_and_case() {
        let names = ["text-width", "theme", "theme-dark", "mouse"];
        assert_eq!(nearest("text-widht", names), Some("text-width"));
        assert_eq!(nearest("Text-Width", names), Some("text-width"));
        assert_eq!(nearest("textwidth", names), Some("text-width"));
        assert_eq!(nearest("theme-drk", names), Some("theme-dark"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn one_letter_is_never_taken_for_another() {
        assert_eq!(nearest("q", ["j", "k"]), None);
    }

    #[test]
    fn what_is_repeated_in_a_message_is_short_and_harmless() {
        assert_eq!(shown("a\u{1b}[31mb\u{202e}\n"), "a\u{fffd}[31mb\u{fffd}\u{fffd}");
        assert_eq!(shown(&"x".repeat(500)).chars().count(), SHOWN + 1);
    }

    #[test]
    fn a_problem_reads_as_file_line_and_sentence() {
        let problem = Problem { file: "config.toml".into(), line: Some(12), message: "no".into() };
        assert_eq!(problem.to_string(), "config.toml:12: no");
        assert_eq!(Problem { line: None, ..problem }.to_string(), "config.toml: no");
    }
}
