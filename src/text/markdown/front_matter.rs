//! The lines between `---` (simple YAML) or `+++` (simple TOML) above a Markdown text.
//!
//! Only `key: value` is understood, which is what articles have; everything else in there is passed over.

use crate::text::given::{Field, Given};

/// How many lines front matter may have; a rule far up a text is no front matter.
const LONGEST: usize = 200;

/// Takes the front matter off a text.
pub(super) fn take(text: &str) -> (Given, &str) {
    let mut given = Given::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let body = ["---", "+++"].into_iter().find_map(|fence| {
        let (inside, body) = fenced(text, fence)?;
        read(inside, if fence == "---" { ':' } else { '=' }, &mut given);
        Some(body)
    });
    (given, body.unwrap_or(text))
}

/// What stands between two lines of the fence at the start of a text, and what follows. The first line inside must be a
/// key or a comment, or the fence was a rule.
fn fenced<'a>(text: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let (first, inside) = text.split_once('\n')?;
    if first.trim_end() != fence {
        return None;
    }
    let key = inside.lines().next()?;
    let sign = if fence == "---" { ':' } else { '=' };
    if !(key.contains(sign) || key.starts_with('#') || key.trim_end() == fence) {
        return None;
    }
    let mut at = 0;
    for line in inside.split_inclusive('\n').take(LONGEST) {
        if line.trim_end() == fence || (fence == "---" && line.trim_end() == "...") {
            return Some((inside.get(..at)?, inside.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

fn read(inside: &str, sign: char, given: &mut Given) {
    let mut pending: Option<(Field, Vec<String>)> = None;
    for line in inside.lines() {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            if let Some((_, items)) = &mut pending {
                items.push(value(item));
            }
            continue;
        }
        set(pending.take(), given);
        let Some((key, written)) = line.split_once(sign).filter(|_| !line.starts_with([' ', '\t', '#'])) else {
            continue;
        };
        let Some(field) = Field::of_key(key.trim().trim_matches('"')) else {
            continue;
        };
        let items = items(written.trim());
        pending = Some((field, items));
    }
    set(pending, given);
}

fn set(pending: Option<(Field, Vec<String>)>, given: &mut Given) {
    if let Some((field, items)) = pending {
        given.set(field, &items.join(", "));
    }
}

/// A value, or those of a list in brackets.
fn items(written: &str) -> Vec<String> {
    if matches!(written, "" | "|" | ">" | "|-" | ">-" | "~" | "null") {
        return Vec::new();
    }
    match written.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        Some(list) => list.split(',').map(value).collect(),
        None => vec![value(written)],
    }
}

/// A value without its quotation marks.
fn value(written: &str) -> String {
    let written = written.trim();
    let quoted = |mark: char| written.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    if let Some(inside) = quoted('"') {
        return inside.replace("\\\"", "\"").replace("\\\\", "\\");
    }
    quoted('\'').map_or_else(|| written.to_owned(), |inside| inside.replace("''", "'"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_toml_of_one_line_a_key_are_read() {
        let yaml = "---\n# a comment\ntitle: \"Talks: \\\"go on\\\"\"\nauthor:\n  - Jane Doe\n  - 'John O''Roe'\ntags: [a, b]\nnote: |\n  title: no\nurl: https://example.com/a\nlang: en\n---\nBody";
        let (given, body) = take(yaml);
        assert_eq!(body, "Body");
        assert_eq!(given.title.as_deref(), Some("Talks: \"go on\""));
        assert_eq!(given.byline.as_deref(), Some("Jane Doe, John O'Roe"));
        assert_eq!(given.url.as_deref(), Some("https://example.com/a"));
        let toml =
            "+++\ntitle = \"Talks\"\nauthors = [\"Jane Doe\", \"John Roe\"]\ndate = 2024-11-03T10:30:00Z\n+++\nBody";
        let (given, body) = take(toml);
        assert_eq!(body, "Body");
        assert_eq!(given.byline.as_deref(), Some("Jane Doe, John Roe"));
        assert_eq!(given.published.unwrap().at, Some(1_730_629_800));
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        for text in ["---\n\nText\n\n---\n", "---\ntitle: x\n", "--- x\ntitle: y\n---\n", "Text\n---\na: b\n---\n"] {
            assert_eq!(take(text), (Given::default(), text));
        }
        assert_eq!(take("---\n---\nText").1, "Text");
    }
}
