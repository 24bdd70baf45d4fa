//! Finds the end of a text's first sentence; knows the abbreviations of news English and a few of other languages.

use crate::text::clean;

/// Titles and the like: a name follows, so a sentence never ends here. Capitalised as they are written.
const BEFORE_A_NAME: &[&str] = &[
    "Mr",
    "Mrs",
    "Ms",
    "Mx",
    "Dr",
    "Prof",
    "Gen",
    "Sen",
    "Rep",
    "Gov",
    "Lt",
    "Col",
    "Capt",
    "Maj",
    "Sgt",
    "Cpl",
    "Pvt",
    "Adm",
    "Cmdr",
    "Brig",
    "Rev",
    "Fr",
    "Hon",
    "Pres",
    "Supt",
    "St",
    "Ste",
    "Mt",
    "Ft",
    "Messrs",
    "Mme",
    "Mlle",
    "Sr",
    "Sra",
    "Srta",
    "Dott",
    "Sig",
    "Hr",
    "Dipl",
    "Ing",
    "Vol",
    "Lt.-Gen",
    "Lt.-Col",
    "Maj.-Gen",
    "Brig.-Gen",
    "vs",
    "v",
    "approx",
    "e.g",
    "i.e",
    "z.B",
    "u.a",
    "d.h",
    "ca",
];

/// Abbreviations before a number: months, weekdays, `No. 5`.
const BEFORE_A_NUMBER: &[&str] = &[
    "no", "nos", "nr", "núm", "fig", "art", "sec", "ch", "pp", "p", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "okt", "nov", "dec", "dez", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri",
    "sat", "sun",
];

/// Abbreviations that may also be a sentence's last word.
const AT_AN_END: &[&str] = &[
    "inc", "corp", "co", "ltd", "llc", "bros", "cos", "jr", "esq", "etc", "al", "dept", "univ", "ave", "blvd", "rd",
    "bzw", "usw", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "ky", "la", "md",
    "mass", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa", "tenn", "tex", "vt", "va", "wash",
    "wis", "wyo", "min", "max", "ext", "tel",
];

/// Words that begin a sentence rather than go on after an abbreviation.
const STARTERS: &[&str] = &[
    "a",
    "an",
    "the",
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
    "his",
    "her",
    "its",
    "their",
    "our",
    "this",
    "that",
    "these",
    "those",
    "there",
    "here",
    "in",
    "on",
    "at",
    "but",
    "and",
    "or",
    "so",
    "yet",
    "as",
    "if",
    "when",
    "while",
    "after",
    "before",
    "since",
    "although",
    "though",
    "because",
    "however",
    "meanwhile",
    "what",
    "who",
    "why",
    "how",
    "where",
    "some",
    "many",
    "most",
    "no",
    "not",
    "one",
    "two",
    "for",
    "from",
    "with",
    "by",
    "to",
    "of",
    "according",
];

/// How far a first sentence is looked for, in bytes.
const SEARCHED: usize = 4096;

/// The first sentence of a text, with its final mark and the quotation marks that close after it; the first line if it
/// ends sooner; all of the text if there is no end.
///
/// Sentences end at `.`, `!`, `?`, `…` and their likes in other scripts. A full stop doesn't end one after an
/// abbreviation, an initial or a short number, nor where a lower-case word follows.
#[must_use]
pub fn first_sentence(text: &str) -> &str {
    let text = clean::prefix(text.trim(), SEARCHED);
    let line = text.lines().find(|line| !clean::is_blank(line)).unwrap_or_default();
    let ends = line.char_indices().filter(|&(_, c)| is_final(c));
    let end = ends.map(|(at, c)| (at, at + c.len_utf8())).find_map(|(at, after)| sentence_end(line, at, after));
    end.and_then(|end| line.get(..end)).unwrap_or(line).trim_end()
}

/// Whether a text ends with the end of a sentence.
pub(super) fn ends(text: &str) -> bool {
    text.trim_end().trim_end_matches(is_closing).ends_with(is_final)
}

fn is_final(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '．' | '؟' | '۔' | '।' | '॥' | '։' | '።')
}

/// Where the sentence ends if the mark from `at` to `after` ends it: after the marks and brackets that close there.
fn sentence_end(line: &str, at: usize, after: usize) -> Option<usize> {
    let (before, rest) = (line.get(..at)?, line.get(after..)?);
    let tail = rest.trim_start_matches(|c: char| is_closing(c) || is_final(c));
    let end = line.len() - tail.len();
    if tail.is_empty() {
        return Some(end);
    }
    let mark = line.get(at..after)?;
    if matches!(mark, "。" | "！" | "？" | "．") {
        return Some(end);
    }
    let next = tail.trim_start();
    if next.len() == tail.len() || !begins_sentence(next) {
        return None;
    }
    let ends = mark != "." || rest.starts_with('.') || !goes_on_after(before, next);
    ends.then_some(end)
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | '“'
            | '״'
            | '\u{200e}'
            | '\u{200f}'
            | ')'
            | ']'
            | '」'
            | '』'
            | '）'
            | '】'
    )
}

/// Whether a sentence can begin like this: not with a lower-case letter, a dash or a comma.
fn begins_sentence(next: &str) -> bool {
    let opening = |c: char| {
        matches!(
            c,
            '"' | '\''
                | '“'
                | '‘'
                | '„'
                | '«'
                | '‹'
                | '״'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{61c}'
                | '('
                | '['
                | '¿'
                | '¡'
                | '「'
                | '『'
        )
    };
    next.trim_start_matches(opening).chars().next().is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase())
}

/// Whether the full stop after `before` only ends an abbreviation, an initial or an ordinal number.
fn goes_on_after(before: &str, next: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '‘' | '„' | '/')).next();
    let written = word.unwrap_or_default();
    let word = written.to_lowercase();
    let before_number = next.starts_with(|c: char| c.is_ascii_digit()) && BEFORE_A_NUMBER.contains(&word.as_str());
    if before_number || BEFORE_A_NAME.contains(&written) {
        return true;
    }
    let letters = word.chars().count();
    let number = word.parse::<u32>().is_ok() && letters <= 2;
    let initials = word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    let doubtful = number || initials || AT_AN_END.contains(&word.as_str());
    doubtful && (letters == 1 && !number || !is_starter(next))
}

fn is_starter(next: &str) -> bool {
    let word: String = next.chars().skip_while(|c| !c.is_alphanumeric()).take_while(|c| c.is_alphabetic()).collect();
    STARTERS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn a_sentence_ends_at_its_final_mark() {
        for (text, sentence) in [
            ("It rained. It poured.", "It rained."),
            ("Did it rain? Yes.", "Did it rain?"),
            ("He said “no.” She left.", "He said “no.”"),
            ("“Why?” he asked. Nobody knew.", "“Why?” he asked."),
            ("It rained… Then it stopped.", "It rained…"),
            ("He waited ... and left. Gone.", "He waited ... and left."),
            ("他说。她走了。", "他说。"),
            ("ذهب الوزير؟ نعم.", "ذهب الوزير؟"),
            ("No end here", "No end here"),
            ("First line\nsecond. Third.", "First line"),
            ("It cost 3.5 million. Much.", "It cost 3.5 million."),
            ("See example.com for more. Bye.", "See example.com for more."),
            ("It rained (a lot.) It poured.", "It rained (a lot.)"),
        ] {
            assert_eq!(first_sentence(text), sentence);
        }
    }

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        for (text, sentence) in [
            ("Commander Gen. Qassem Soleimani died. Later.", "Commander Gen. Qassem Soleimani died."),
            ("The U.S. Senate voted. It passed.", "The U.S. Senate voted."),
            ("They left the U.S. The war went on.", "They left the U.S."),
            ("J. R. Smith came. He saw.", "J. R. Smith came."),
            ("On Nov. 3 they met. Good.", "On Nov. 3 they met."),
            ("Am 3. November kam er. Dann ging er.", "Am 3. November kam er."),
            ("Apple Inc. Chief Tim Cook spoke. Well.", "Apple Inc. Chief Tim Cook spoke."),
            ("It was made by Apple Inc. The shares fell.", "It was made by Apple Inc."),
            ("He was 42. He died.", "He was 42."),
            ("He sat. She sat in the sun. No.", "He sat."),
            ("It is No. 5 of ten. Yes.", "It is No. 5 of ten."),
            ("At 5 p.m. Eastern time it began. So.", "At 5 p.m. Eastern time it began."),
            ("Lt. Col. Jane Roe of St. Louis, Mo. won. Yes.", "Lt. Col. Jane Roe of St. Louis, Mo. won."),
        ] {
            assert_eq!(first_sentence(text), sentence);
        }
    }
}
