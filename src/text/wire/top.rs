//! The lines above a plain text that aren't part of it: title, byline, day, or a block of `Key: value`.

use super::chunks::{Chunk, Chunks, Layout, Line};
use super::{list, underlined};
use crate::text::article::Published;
use crate::text::given::{Field, Given};
use crate::text::lead;

/// How wide a title may be, in columns.
const WIDEST_TITLE: usize = 150;

/// How many chunks may stand above the text.
const MOST_CHUNKS: usize = 4;

/// Takes what stands above a text off it.
pub(super) fn take<'a>(text: &'a str, layout: &Layout) -> (Given, &'a str) {
    let mut given = Given::default();
    let mut chunks = Chunks::new(text);
    for at in 0..MOST_CHUNKS {
        let above = chunks.rest();
        let Some(chunk) = chunks.next() else {
            return (given, above);
        };
        let last = chunks.clone().next().is_none();
        let first = at == 0;
        if let Some((line, _)) = underlined(&chunk.lines).filter(|_| chunk.quoted == 0 && given.title.is_none()) {
            given.set(Field::Title, line.text);
            chunks = Chunks::new(below(above, 2));
            continue;
        }
        let taken = first && header(&chunk, &mut given)
            || !last && given.title.is_none() && title(&chunk, layout, &mut given)
            || !last && !first && credits(&chunk.lines, &mut given);
        if !taken {
            return (given, above);
        }
    }
    (given, chunks.rest())
}

/// What follows the first lines of a text; blank ones don't count.
fn below(text: &str, lines: usize) -> &str {
    let mut rest = text.trim_start();
    for _ in 0..lines {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest
}

/// A block of `Title: …`, `Source: …` lines; a line that is indented goes on with the one before.
fn header(chunk: &Chunk<'_>, given: &mut Given) -> bool {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    for line in &chunk.lines {
        match (key_and_value(line.text), pairs.last_mut()) {
            (Some((key, value)), _) => pairs.push((key, value.to_owned())),
            (None, Some((_, value))) if line.indent > 0 => {
                *value = format!("{value} {}", line.text);
            }
            (None, _) => return false,
        }
    }
    let known = pairs.iter().filter_map(|(key, value)| Some((Field::of_key(key)?, value)));
    let mut any = false;
    for (field, value) in known {
        given.set(field, value);
        any = true;
    }
    any && chunk.quoted == 0
}

fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let word = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_' | ' ');
    let fits = (2..=20).contains(&key.len()) && key.chars().all(word) && key.split(' ').count() <= 2;
    (fits && !value.starts_with("//")).then_some((key, value.trim()))
}

/// A title: short and without a final mark, alone or with the byline and the day below it.
fn title(chunk: &Chunk<'_>, layout: &Layout, given: &mut Given) -> bool {
    if chunk.quoted > 0 {
        return false;
    }
    let lines = chunk.lines.as_slice();
    let [first, below @ ..] = lines else {
        return false;
    };
    if !is_title(first) {
        return false;
    }
    if credits(below, given) {
        given.set(Field::Title, first.text);
        return true;
    }
    let [second] = below else { return false };
    let wrapped = is_title(second) && layout.goes_on(first, second) && first.columns + second.columns <= WIDEST_TITLE;
    if wrapped {
        given.set(Field::Title, &format!("{} {}", first.text, second.text));
    }
    wrapped
}

fn is_title(line: &Line<'_>) -> bool {
    let begins =
        |c: char| c.is_alphanumeric() && !c.is_lowercase() || matches!(c, '“' | '"' | '‘' | '\'' | '«' | '„' | '¿');
    let quoted = line.text.starts_with(['“', '"', '«', '„']) && line.text.ends_with(['”', '"', '»', '“']);
    line.columns <= WIDEST_TITLE
        && line.text.starts_with(begins)
        && !line.text.ends_with(['.', ',', ';', ':', '。', '۔', '।', '،'])
        && !quoted
        && list::marker(line.text).is_none()
        && !lead::is_kicker(line.text)
        && !lead::has_dateline(line.text)
        && byline(line.text).is_none()
}

/// Lines that name authors, the day and, after an author, the source. None at all is fine, too.
fn credits(lines: &[Line<'_>], given: &mut Given) -> bool {
    let mut found = given.clone();
    let mut after_byline = false;
    for line in lines {
        if let Some((name, source)) = byline(line.text) {
            found.set(Field::Byline, name);
            found.set(Field::Source, source.unwrap_or_default());
            after_byline = source.is_none();
        } else if line.columns <= 60 && Published::from_written(line.text).at.is_some() {
            found.set(Field::Published, line.text);
        } else if matches!(line.text, "Published" | "Updated" | "Posted") {
            // The day follows.
        } else if after_byline && is_name(line.text) {
            found.set(Field::Source, line.text);
            after_byline = false;
        } else {
            return false;
        }
    }
    *given = found;
    true
}

/// The names after "By", and the source after a bar: `By JANE DOE and JOHN ROE | Reuters`.
fn byline(line: &str) -> Option<(&str, Option<&str>)> {
    let (by, rest) = line.split_once(' ')?;
    if !matches!(by, "By" | "BY" | "by" | "Von" | "VON" | "Par" | "PAR" | "Por" | "POR" | "Di" | "Door" | "Av") {
        return None;
    }
    let (names, source) = match rest.split_once('|') {
        Some((names, source)) => (names.trim(), Some(source.trim())),
        None => (rest.trim(), None),
    };
    let fits = names.chars().count() <= 100 && names.split([' ', ',']).all(is_name_word) && !lead::is_day(names);
    (fits && names.starts_with(char::is_uppercase)).then_some((names, source))
}

/// Few words that begin with capitals: `Associated Press`.
fn is_name(line: &str) -> bool {
    line.split(' ').count() <= 4 && line.split(' ').all(is_name_word) && !line.ends_with(['.', ',', ':', ';'])
}

fn is_name_word(word: &str) -> bool {
    let small = [
        "", "and", "und", "et", "y", "e", "en", "og", "och", "de", "von", "van", "der", "den", "del", "di", "da",
        "dos", "al", "bin", "ibn", "el", "la", "le", "in", "for", "/", "&", "·",
    ];
    let name = |c: char| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-' | '/');
    small.contains(&word) || word.starts_with(char::is_uppercase) && word.chars().all(name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn taken(text: &str) -> (Given, &str) {
        take(text, &Layout::of(text))
    }

    #[test]
    fn a_header_block_is_read_as_given() {
        let (given, body) =
            taken("Title: Talks go on\n  for another day\nSource: The Post\nX-Other: y\nDate: 3 Nov 2024\n\nBody.");
        assert_eq!(given.title.as_deref(), Some("Talks go on for another day"));
        assert_eq!(given.source.as_deref(), Some("The Post"));
        assert_eq!(given.published.unwrap().at, Some(1_730_592_000));
        assert_eq!(body.trim(), "Body.");
    }

    #[test]
    fn a_title_stands_alone_without_a_final_mark() {
        for (text, title) in [
            ("Talks go on\n\nThe talks went on.", Some("Talks go on")),
            ("Talks go on\n===\nThe talks went on.\n\nMore.", Some("Talks go on")),
            ("Talks go on\n===\n\nThe talks went on.", Some("Talks go on")),
            ("Will talks go on?\n\nThey will.", Some("Will talks go on?")),
            ("The talks went on.\n\nThey did.", None),
            ("Dear Sir,\n\nPlease.", None),
            ("PARIS (AP) — Talks\n\nThey did.", None),
            ("- one\n\n- two", None),
            ("Talks go on", None),
            ("Talks go on\nBy Jane Doe\n\nText.", Some("Talks go on")),
            ("Talks go on\nPublished\n3 November 2024\n\nText.", Some("Talks go on")),
            ("FOR IMMEDIATE RELEASE\n\nText.", None),
            ("Talks go on\nand on\n\nText.", None),
        ] {
            assert_eq!(taken(text).0.title.as_deref(), title, "{text}");
        }
    }

    #[test]
    fn names_after_by_are_the_byline_and_leave_the_text() {
        let (given, body) = taken("Talks go on\n\nBy JANE DOE and JOHN ROE | Reuters\n\nNovember 3, 2024\n\nText.");
        assert_eq!(given.byline.as_deref(), Some("JANE DOE and JOHN ROE"));
        assert_eq!(given.source.as_deref(), Some("Reuters"));
        assert!(given.published.is_some());
        assert_eq!(body.trim(), "Text.");
        let (given, _) = taken("Talks go on\n\nBy Jane van der Berg\nAssociated Press\n\nText.");
        assert_eq!(given.source.as_deref(), Some("Associated Press"));
        for text in ["Talks go on\n\nBy Monday\n\nText.", "Talks go on\n\nBy the time he came\n\nText."] {
            assert_eq!(taken(text).0.byline, None);
        }
    }
}
