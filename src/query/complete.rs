//! What may be typed next in a query: keys, their words, sources, tags and speakers.

use std::ops::Range;

use super::keys::Key;
use super::tokens;

/// What the store knows that a query may name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Names of sources.
    pub sources: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Names of speakers, those met first first.
    pub speakers: Vec<String>,
}

/// Something that could stand where the cursor is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The bytes of the query that it takes the place of.
    pub replaces: Range<usize>,
    /// What stands there then.
    pub text: String,
    /// What it means, where that isn't plain.
    pub about: &'static str,
}

/// The most candidates.
const MOST: usize = 20;

/// What could stand at the cursor (a byte of the query), the likeliest first.
#[must_use]
pub fn complete(query: &str, cursor: usize, known: &Known) -> Vec<Candidate> {
    let Some(before) = query.get(..cursor) else { return Vec::new() };
    let start = word_start(before);
    let typed = before.get(start..).unwrap_or_default();
    let Some((name, value)) = typed.split_once(':') else { return keys(typed, start..cursor) };
    let Some(key) = Key::named(name) else { return Vec::new() };
    let at = start + name.len() + 1..cursor;
    let value = value.trim_start_matches('"');
    let names = |names: &[String]| names_like(value, names, &at);
    match key {
        Key::Source => names(&known.sources),
        Key::Tag => names(&known.tags),
        Key::Speaker => names(&known.speakers),
        other => {
            let fitting = other.values().iter().filter(|word| word.starts_with(&value.to_lowercase()));
            fitting.map(|word| Candidate { replaces: at.clone(), text: (*word).to_owned(), about: "" }).collect()
        }
    }
}

/// Where the word begins that ends a text: behind a space, a parenthesis or a minus, but not within quotation marks.
fn word_start(text: &str) -> usize {
    let mut start = 0;
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            c if c.is_whitespace() || matches!(c, '(' | ')') => start = at + c.len_utf8(),
            '-' if at == start => start = at + 1,
            _ => {}
        }
    }
    start
}

fn keys(typed: &str, replaces: Range<usize>) -> Vec<Candidate> {
    let fitting = Key::ALL.into_iter().filter(|key| key.word().starts_with(&typed.to_lowercase()));
    fitting
        .map(|key| Candidate { replaces: replaces.clone(), text: format!("{}:", key.word()), about: key.expects() })
        .collect()
}

/// Names that begin so, then names with a word that does.
fn names_like(typed: &str, names: &[String], replaces: &Range<usize>) -> Vec<Candidate> {
    let wanted = tokens::words(typed).join(" ");
    let folded = |name: &String| tokens::words(name).join(" ");
    let (mut first, mut later) = (Vec::new(), Vec::new());
    for name in names {
        let words = folded(name);
        if words.starts_with(&wanted) {
            first.push(name);
        } else if words.contains(&format!(" {wanted}")) {
            later.push(name);
        }
    }
    let fitting = first.into_iter().chain(later).take(MOST);
    fitting.map(|name| Candidate { replaces: replaces.clone(), text: quoted(name), about: "" }).collect()
}

/// A name as a query takes it.
fn quoted(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'));
    if plain && !name.is_empty() { name.to_owned() } else { format!("\"{}\"", name.replace('"', " ")) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn texts(query: &str) -> Vec<String> {
        let known = Known {
            sources: vec!["Al Jazeera".into(), "Reuters".into(), "The Jakarta Post".into()],
            tags: vec!["asia".into()],
            speakers: vec!["Hadi al-Amiri".into()],
        };
        complete(query, query.len(), &known).into_iter().map(|one| one.text).collect()
    }

    #[test]
    fn keys_are_completed_from_their_first_letters() {
        assert_eq!(texts("war s"), ["source:", "speaker:", "said:"]);
        assert_eq!(texts("-(ti"), ["title:"]);
        assert_eq!(texts("-ti"), ["title:"]);
    }

    #[test]
    fn names_are_quoted_where_they_have_spaces() {
        assert_eq!(texts("source:ja"), ["\"Al Jazeera\"", "\"The Jakarta Post\""]);
        assert_eq!(texts("source:\"al j"), ["\"Al Jazeera\""]);
        assert_eq!(texts("speaker:am"), ["\"Hadi al-Amiri\""]);
        assert_eq!(texts("tag:"), ["asia"]);
    }

    #[test]
    fn words_of_a_key_are_completed() {
        assert_eq!(texts("is:un"), ["unread"]);
        assert_eq!(texts("colour:"), Vec::<String>::new());
    }

    #[test]
    fn any_cursor_is_fine() {
        for cursor in 0..20 {
            let _ = complete("sourcé:“é” (", cursor, &Known::default());
        }
    }
}
