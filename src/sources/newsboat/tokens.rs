//! A line of newsboat's files as words: `tokenize_quoted` of its rust/libnewsboat/src/utils.rs.

/// What parts words.
const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// The words of a line up to its comment. Between double quotes a word may hold blanks and escapes; a quote that is missing at
/// the end is no matter.
pub(super) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start_matches(BLANKS);
    while !rest.is_empty() && !rest.starts_with('#') {
        let (word, after) = if let Some(quoted) = rest.strip_prefix('"') {
            quoted_word(quoted)
        } else {
            let (word, after) = rest.split_at(rest.find(BLANKS).unwrap_or(rest.len()));
            (word.to_owned(), after)
        };
        words.push(word);
        rest = after.trim_start_matches(BLANKS);
    }
    words
}

/// A word from behind its quote on, and what follows it.
fn quoted_word(quoted: &str) -> (String, &str) {
    let mut word = String::new();
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return (word, chars.as_str()),
            '\\' => match chars.next() {
                Some('n') => word.push('\n'),
                Some('r') => word.push('\r'),
                Some('t') => word.push('\t'),
                // It would begin a command's output if it stood alone.
                Some('`') => word.push_str("\\`"),
                Some(other) => word.push(other),
                None => {}
            },
            c => word.push(c),
        }
    }
    (word, "")
}
