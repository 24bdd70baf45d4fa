//! Text as the words that are searched for: folded, so that case, accents and typography don't count.
//!
//! The same words go into the index, into queries and over the text that matches are marked in. It knows no article.

use std::ops::Range;

use icu_normalizer::DecomposingNormalizerBorrowed;

/// The most characters of a word that count: beyond them, two words are the same.
const LONGEST: usize = 64;

/// Calls `found` with each word of a text, folded, and the bytes that it stands at; it goes on while `found` says so.
///
/// A word is a run of letters and digits. Scripts written without spaces (Han, kana, Thai to Khmer) give a word for each
/// letter, and several letters are then found as a phrase. An `'s` at the end of a word is left out. Letters are lower
/// case, without accents and in their compatible form (Unicode Standard Annex #15, form KD).
pub fn each_word(text: &str, found: impl FnMut(&str, Range<usize>) -> Going) {
    walk(text, plain_word, found);
}

/// A word of plain letters, to be found without looking at each character.
struct PlainWord {
    range: Range<usize>,
    has_capitals: bool,
    /// Where the next word may begin.
    next: usize,
    /// What stands before it.
    before: Before,
}

/// Calls `found` with each word; `plain` may find those that are easy.
fn walk(
    text: &str,
    plain: impl Fn(&str, usize) -> Option<PlainWord>,
    mut found: impl FnMut(&str, Range<usize>) -> Going,
) {
    let mut word = Word::default();
    let mut before = Before::Nothing;
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        if word.letters == 0
            && let Some(PlainWord { range, has_capitals, next, before: then }) = plain(text, at)
        {
            let letters = text.get(range.clone()).unwrap_or_default();
            if word.take_plain(letters, has_capitals, range, before, &mut found) == Going::Stop {
                return;
            }
            (at, before) = (next, then);
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        let class = class(c);
        match class {
            Class::Letter => word.push(c, at),
            Class::Silent => word.extend(at + c.len_utf8()),
            Class::Alone | Class::Apostrophe | Class::Other => {
                let letters = word.letters > 0;
                if word.end(before, &mut found) == Going::Stop {
                    return;
                }
                before = before_next(&class, letters);
                if matches!(class, Class::Alone) {
                    word.push(c, at);
                    if word.end(before, &mut found) == Going::Stop {
                        return;
                    }
                }
            }
        }
        at += c.len_utf8();
    }
    word.end(before, &mut found);
}

/// What stands before the next word, where a word ends (or none has begun) at a character.
fn before_next(class: &Class, after_word: bool) -> Before {
    match class {
        Class::Apostrophe if after_word => Before::Apostrophe,
        Class::Apostrophe | Class::Letter | Class::Alone | Class::Silent | Class::Other => Before::Nothing,
    }
}

/// The word of ASCII letters and digits that begins at a byte, if nothing else belongs to it: most words are such ones.
fn plain_word(text: &str, at: usize) -> Option<PlainWord> {
    let bytes = text.as_bytes().get(at..)?;
    let mut has_capitals = false;
    let ends = |byte: &u8| {
        has_capitals |= byte.is_ascii_uppercase();
        !byte.is_ascii_alphanumeric()
    };
    let length = bytes.iter().position(ends).unwrap_or(bytes.len());
    if length == 0 || length > LONGEST {
        return None;
    }
    let end = at + length;
    let Some(c) = text.get(end..)?.chars().next() else {
        return Some(PlainWord { range: at..end, has_capitals, next: end, before: Before::Nothing });
    };
    let class = class(c);
    let next = match class {
        Class::Letter | Class::Silent => return None,
        Class::Alone => end,
        Class::Apostrophe | Class::Other => end + c.len_utf8(),
    };
    Some(PlainWord { range: at..end, has_capitals, next, before: before_next(&class, true) })
}

/// The words of a text, folded.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word, _| {
        words.push(word.to_owned());
        Going::On
    });
    words
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Going {
    /// Yes.
    On,
    /// No.
    Stop,
}

/// What stands before a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// An apostrophe with a word before it: an `s` on its own belongs to that word.
    Apostrophe,
}

/// The word being read.
#[derive(Default)]
struct Word {
    folded: String,
    letters: usize,
    start: usize,
    stop: usize,
}

impl Word {
    fn push(&mut self, c: char, at: usize) {
        if self.letters == 0 {
            self.start = at;
        }
        self.letters += 1;
        self.stop = at + c.len_utf8();
        if self.letters <= LONGEST {
            fold(c, &mut self.folded);
        }
    }

    /// A mark that follows a letter belongs to the word's place.
    fn extend(&mut self, stop: usize) {
        if self.letters > 0 {
            self.stop = stop;
        }
    }

    fn end(&mut self, before: Before, found: &mut impl FnMut(&str, Range<usize>) -> Going) -> Going {
        if self.letters == 0 {
            return Going::On;
        }
        let clitic = before == Before::Apostrophe && self.folded == "s";
        let going =
            if clitic || self.folded.is_empty() { Going::On } else { found(&self.folded, self.start..self.stop) };
        self.folded.clear();
        self.letters = 0;
        going
    }

    /// Hands on a word of plain letters, copied only where it has capitals.
    fn take_plain(
        &mut self,
        letters: &str,
        has_capitals: bool,
        range: Range<usize>,
        before: Before,
        found: &mut impl FnMut(&str, Range<usize>) -> Going,
    ) -> Going {
        if has_capitals {
            self.folded.push_str(letters);
            self.folded.make_ascii_lowercase();
        }
        let word = if has_capitals { self.folded.as_str() } else { letters };
        let clitic = before == Before::Apostrophe && word == "s";
        let going = if clitic { Going::On } else { found(word, range) };
        self.folded.clear();
        going
    }
}

enum Class {
    /// Of a word with others.
    Letter,
    /// A word by itself.
    Alone,
    /// Within a word and not of it: accents that stand alone, soft hyphens, joiners.
    Silent,
    Apostrophe,
    Other,
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Letter,
            '\'' => Class::Apostrophe,
            _ => Class::Other,
        };
    }
    match c {
        '\u{2019}' | '\u{2bc}' | '\u{ff07}' => Class::Apostrophe,
        // Marks and dashes: no letter is among them, and most others of a text are these.
        '\u{2010}'..='\u{2027}' => Class::Other,
        c if is_silent(c) => Class::Silent,
        c if is_unspaced(c) && c.is_alphanumeric() => Class::Alone,
        c if c.is_alphanumeric() => Class::Letter,
        _ => Class::Other,
    }
}

/// Marks that words are written with or without: accents and points of Latin, Greek, Cyrillic, Hebrew and Arabic, the
/// virama and nukta of Indic scripts, soft hyphens and joiners.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{640}'
        | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{a3c}' | '\u{a4d}' | '\u{abc}' | '\u{acd}' | '\u{b3c}'
        | '\u{b4d}' | '\u{bcd}' | '\u{c4d}' | '\u{cbc}' | '\u{ccd}' | '\u{d4d}' | '\u{dca}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// Kana, Han and Thai to Khmer: the scripts that are written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}

fn fold(c: char, out: &mut String) {
    if c.is_ascii() {
        return out.push(c.to_ascii_lowercase());
    }
    let mut bytes = [0; 4];
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(c.encode_utf8(&mut bytes).chars());
    for part in decomposed.flat_map(char::to_lowercase).filter(|part| !is_silent(*part)) {
        match plain(part) {
            Some(letters) => out.push_str(letters),
            None if part.is_alphanumeric() => out.push(part),
            None => {}
        }
    }
}

/// Letters that stand for others where a keyboard hasn't got them, and that no decomposition takes apart.
fn plain(c: char) -> Option<&'static str> {
    let letters = match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ς' => "σ",
        // Alef maksura and teh marbuta are often written as yeh and heh.
        'ى' => "ي",
        'ة' => "ه",
        _ => return None,
    };
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<(String, &str)> {
        let mut found = Vec::new();
        each_word(text, |word, range| {
            found.push((word.to_owned(), &text[range]));
            Going::On
        });
        found
    }

    #[test]
    fn case_accents_and_width_do_not_count() {
        assert_eq!(
            words("Éliás ÅNGSTRÖM Straße Ｆｕｌｌ ﬁn Łódź"),
            ["elias", "angstrom", "strasse", "full", "fin", "lodz"]
        );
        assert_eq!(words("Ἀθῆναι МОСКВА й"), ["αθηναι", "москва", "и"]);
        assert_eq!(words("e\u{301}tude sover\u{ad}eign"), ["etude", "sovereign"]);
    }

    #[test]
    fn a_word_is_a_run_of_letters_and_digits() {
        assert_eq!(words("al-Amiri, 3.5 % of U.S. “GDP”"), ["al", "amiri", "3", "5", "of", "u", "s", "gdp"]);
        assert_eq!(words(" … — 👨‍👩‍👧 "), Vec::<String>::new());
    }

    #[test]
    fn a_genitive_is_the_word_itself() {
        assert_eq!(words("Iran’s and Iran's, don't, 's s"), ["iran", "and", "iran", "don", "t", "s", "s"]);
    }

    #[test]
    fn scripts_without_spaces_give_a_word_for_each_letter() {
        assert_eq!(words("東京タワー 2025年"), ["東", "京", "タ", "ワ", "ー", "2025", "年"]);
        assert_eq!(words("서울 시장"), words("서울 시장"));
    }

    #[test]
    fn arabic_is_found_with_and_without_points() {
        assert_eq!(words("العَرَبِيَّة أحمد"), words("العربيه احمد"));
    }

    #[test]
    fn every_word_knows_where_it_stands() {
        assert_eq!(places("«Él» said"), [("el".to_owned(), "Él"), ("said".to_owned(), "said")]);
        assert_eq!(places("e\u{301}t")[0].1, "e\u{301}t");
    }

    #[test]
    fn an_endless_word_is_cut_and_does_no_harm() {
        let long = "a".repeat(1_000_000);
        assert_eq!(words(&long), ["a".repeat(LONGEST)]);
    }

    proptest::proptest! {
        #[test]
        fn plain_words_are_the_same_as_letter_by_letter(text in "([a-zA-Z0-9]{0,3}|[ '’.\\u{ad}éß東京s]|[a-z]{62,66}){0,30}") {
            let all = |plain: fn(&str, usize) -> Option<PlainWord>| {
                let mut all = Vec::new();
                walk(&text, plain, |word, range| {
                    all.push((word.to_owned(), range));
                    Going::On
                });
                all
            };
            assert_eq!(all(plain_word), all(|_, _| None));
        }

        #[test]
        fn places_are_in_order_and_on_characters(text: String) {
            let mut end = 0;
            each_word(&text, |word, range| {
                assert!(range.start >= end && !word.is_empty() && !word.contains(' '));
                assert!(text.get(range.clone()).is_some());
                end = range.end;
                Going::On
            });
        }
    }
}
