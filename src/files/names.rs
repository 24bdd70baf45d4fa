//! File names made of words from outside: safe on every file system, and still readable.

use icu_normalizer::ComposingNormalizerBorrowed;
use unicode_segmentation::UnicodeSegmentation;

/// What a name is when no word is left of it.
const UNTITLED: &str = "untitled";
/// No character needs more; a pile of accents does.
const MAX_CHARS_OF_A_CLUSTER: usize = 4;

/// The words of `text` in lower case with a dash between them, in at most `max_bytes` bytes of UTF-8 (no fewer than 16).
///
/// Letters and digits of every script stay. The name is in Unicode's composed form (NFC, UAX #15), never begins with a
/// dot or a dash, is never empty and never one of those that Windows keeps for devices.
#[must_use]
pub fn slug(text: &str, max_bytes: usize) -> String {
    let lower = text.to_lowercase();
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&lower);
    let mut name = String::new();
    let mut at_break = false;
    for cluster in composed.graphemes(true) {
        if !cluster.starts_with(char::is_alphanumeric) {
            at_break = true;
            continue;
        }
        let dash = if at_break && !name.is_empty() { "-" } else { "" };
        let letter: String = cluster.chars().filter(|&c| !is_invisible(c)).take(MAX_CHARS_OF_A_CLUSTER).collect();
        // One byte is kept for the mark of a reserved name.
        if name.len() + dash.len() + letter.len() >= max_bytes {
            break;
        }
        name.push_str(dash);
        name.push_str(&letter);
        at_break = false;
    }
    if name.is_empty() {
        return UNTITLED.to_owned();
    }
    if is_reserved(&name) {
        name.push('_');
    }
    name
}

/// Whether `name` is one name of an ordinary file: no path, not hidden, no character that a file system refuses.
#[must_use]
pub fn is_plain(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    !name.is_empty()
        && name.len() <= 255
        && !name.starts_with(['.', '-', ' '])
        && !name.ends_with(['.', ' '])
        && !name.contains(|c: char| c.is_control() || r#"/\:*?"<>|"#.contains(c))
        && !is_reserved(stem)
}

/// The beginning of `text` in at most `max_bytes` bytes, cut between characters.
#[must_use]
pub fn cut(text: &str, max_bytes: usize) -> &str {
    if text.len() <= max_bytes {
        return text;
    }
    let end = (0..=max_bytes).rev().find(|&end| text.is_char_boundary(end));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Characters within a letter's cluster that can't be seen: joiners, variation selectors, tags.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
        || c.is_control()
}

/// The names that Windows keeps for devices, whatever follows a dot.
fn is_reserved(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    if matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") {
        return true;
    }
    let Some(number) = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt")) else {
        return false;
    };
    let mut chars = number.chars();
    matches!(chars.next(), Some('0'..='9' | '¹' | '²' | '³')) && chars.next().is_none()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_its_words() {
        assert_eq!(slug("Iran’s armed forces: “We know nothing”", 100), "iran-s-armed-forces-we-know-nothing");
    }

    #[test]
    fn letters_of_every_script_stay() {
        assert_eq!(slug("بغداد: الحشد", 100), "بغداد-الحشد");
        assert_eq!(slug("東京、大阪", 100), "東京-大阪");
        assert_eq!(slug("नमस्ते दुनिया", 100), "नमस्ते-दुनिया");
    }

    #[test]
    fn hostile_titles_give_harmless_names() {
        for title in [
            "../../etc/passwd",
            "/",
            "a\0b",
            "CON",
            "com1",
            "-rf",
            "--",
            "",
            "   ",
            ".hidden",
            "a:b",
            "NUL.txt",
            "\u{202E}txt.exe",
            "🙂🙂",
            "com¹",
            "con",
            "lpt0",
        ] {
            let name = slug(title, 40);
            assert!(is_plain(&name), "{title:?} became {name:?}");
            assert!(is_plain(&format!("{name}.md")), "{title:?} became {name:?}");
        }
    }

    #[test]
    fn a_long_title_is_cut_between_letters() {
        let name = slug(&"é".repeat(300), 41);
        assert_eq!(name, "é".repeat(20));
        let name = slug(&"word ".repeat(100), 17);
        assert_eq!(name, "word-word-word-w");
    }

    #[test]
    fn decomposed_and_composed_letters_give_one_name() {
        assert_eq!(slug("Cafe\u{301} E\u{301}toile", 60), slug("CAFÉ étoile", 60));
    }

    #[test]
    fn a_pile_of_accents_is_cut() {
        let name = slug(&format!("a{}", "\u{301}".repeat(2000)), 100);
        assert!(name.chars().count() <= MAX_CHARS_OF_A_CLUSTER, "{name:?}");
    }

    #[test]
    fn paths_and_hidden_names_are_not_plain() {
        for name in ["", ".", "..", "a/b", r"a\b", ".a", "a\n", "aux.md", "x ", "-x", "a:b"] {
            assert!(!is_plain(name), "{name:?}");
        }
        assert!(is_plain("2026-11-03-café-0123abcd.md"));
    }
}
