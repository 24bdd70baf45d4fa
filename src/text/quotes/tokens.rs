//! Words and stops of a paragraph outside quotation marks; each marked span is a single token. It knows no grammar.

use std::ops::Range;

use super::lexicon::{Flags, Words};
use super::marks::Marked;

/// A word, a stop or a whole marked span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// Whether a word begins with a capital letter.
    pub case: Case,
    pub flags: Flags,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, perhaps with figures, hyphens, apostrophes, an abbreviation's full stops.
    Word,
    /// Begins with a figure.
    Number,
    /// A marked span: its index among the paragraph's.
    Mark(usize),
    /// `. ! ? …` and their like in other scripts.
    Stop,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// A dash between words.
    Dash,
    /// `(` or `[`
    Open,
    /// `)` or `]`
    Close,
    /// `’s` or the apostrophe of `workers’`.
    Genitive,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// No capital first.
    Lower,
    /// A capital first.
    Capital,
    /// Two or more letters, all capitals.
    Upper,
}

impl Token {
    /// The bytes it stands for.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether it is a word of any of these classes.
    pub fn is(&self, flags: Flags) -> bool {
        self.flags.any(flags)
    }

    /// Whether it is a word that begins with a capital.
    pub fn capital(&self) -> bool {
        self.kind == Kind::Word && self.case != Case::Lower
    }
}

/// Adds the tokens of `text[paragraph]` to `out`. `marks` are the spans of this paragraph; token kinds index into them.
pub(super) fn tokens(text: &str, paragraph: Range<usize>, marks: &[Marked], words: &Words, out: &mut Vec<Token>) {
    let mut at = paragraph.start;
    for (index, mark) in marks.iter().enumerate() {
        plain(text, at..mark.outer.start, words, out);
        out.push(token(mark.outer.clone(), Kind::Mark(index)));
        at = mark.outer.end;
    }
    plain(text, at..paragraph.end, words, out);
}

/// The tokens of a stretch without marked spans.
fn plain(text: &str, range: Range<usize>, words: &Words, out: &mut Vec<Token>) {
    let Some(piece) = text.get(..range.end) else {
        return;
    };
    let mut at = range.start;
    while let Some(c) = char_at(piece, at) {
        if is_letter(c) || matches!(c, '@' | '#') {
            at = word(piece, at, words, out);
            continue;
        }
        let end = at + c.len_utf8();
        if let Some(kind) = punctuation(piece, at, c) {
            out.push(token(at..end, kind));
        }
        at = end;
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text.get(at..)?.chars().next(),
        None => None,
    }
}

/// Whether a character is a letter or a figure. Marks and dashes (U+2000 to U+206F), which texts are full of, are told without
/// a look into Unicode's tables.
pub(super) fn is_letter(c: char) -> bool {
    !matches!(c, '\u{2000}'..='\u{206f}') && c.is_alphanumeric()
}

fn punctuation(text: &str, at: usize, c: char) -> Option<Kind> {
    Some(match c {
        '.' | '!' | '?' | '…' | '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '\u{61f}' | '\u{964}' => Kind::Stop,
        ',' | '\u{ff0c}' | '\u{60c}' | '\u{3001}' => Kind::Comma,
        ':' | '\u{ff1a}' => Kind::Colon,
        ';' | '\u{ff1b}' | '\u{61b}' => Kind::Semicolon,
        '—' | '–' | '―' => Kind::Dash,
        '-' if is_dash(text, at) => Kind::Dash,
        '(' | '[' => Kind::Open,
        ')' | ']' => Kind::Close,
        '\'' | '’' if text.get(..at).is_some_and(|t| t.ends_with(['s', 'S'])) => Kind::Genitive,
        _ => return None,
    })
}

/// A hyphen is a dash if it stands alone or doubled.
fn is_dash(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(at.wrapping_sub(1)).is_none_or(u8::is_ascii_whitespace);
    let after = text.as_bytes().get(at + 1).is_none_or(|b| b.is_ascii_whitespace() || *b == b'-');
    before || after
}

/// Adds the word at `at`, with a genitive split off; gives the place after it.
fn word(text: &str, at: usize, words: &Words, out: &mut Vec<Token>) -> usize {
    let scanned = scan(text, at);
    let (mut end, apostrophe) = (scanned.end, scanned.apostrophe);
    let case = |range, first| case_of(text, range, first, scanned.parts);
    let first = char_at(text, at).unwrap_or(' ');
    if is_ideograph(first) {
        return ideographs(text, at..end, words, out);
    }
    let mut flags = Flags::NONE;
    let stem_end = apostrophe.unwrap_or(end);
    if text.as_bytes().get(end) == Some(&b'.') {
        let whole = text.get(at..=end).unwrap_or_default();
        let last = whole.rsplit('-').next().unwrap_or(whole);
        let dotted = words.look_up(last);
        let initials =
            end - at == 1 && first.is_uppercase() || scanned.dotted || text.as_bytes().get(end + 1) == Some(&b',');
        if dotted.any(Flags::ABBR) || initials {
            end += 1;
            flags = dotted.with(Flags::ABBR);
        }
    }
    let initial = end - at == 2 && flags.any(Flags::ABBR);
    if !initial {
        flags = flags.with(words.look_up(text.get(at..stem_end).unwrap_or_default()));
    }
    if flags == Flags::NONE
        && scanned.parts == Parts::Several
        && apostrophe.is_none()
        && let Some((verb, pronoun)) = inverted(text, at..end, words)
    {
        out.push(Token { start: at, end: verb.0, kind: Kind::Word, case: Case::Lower, flags: verb.1 });
        out.push(Token { start: pronoun.0, end, kind: Kind::Word, case: Case::Lower, flags: pronoun.1 });
        return end;
    }
    let Some(split) = apostrophe else {
        out.push(Token { start: at, end, kind: kind_of(first), case: case(at..end, first), flags });
        return end;
    };
    let tail = text.get(split..end).unwrap_or_default();
    let genitive = matches!(tail, "'s" | "’s" | "'S" | "’S");
    if genitive {
        out.push(Token { start: at, end: split, kind: kind_of(first), case: case(at..split, first), flags });
        out.push(token(split..end, Kind::Genitive));
        return end;
    }
    let whole = words.look_up(text.get(at..end).unwrap_or_default());
    let flags =
        if whole == Flags::NONE { if ends_nt(tail) { Flags::DO.with(Flags::NEG) } else { flags } } else { whole };
    out.push(Token { start: at, end, kind: kind_of(first), case: case(at..end, first), flags });
    end
}

/// `dit-elle`, `a-t-il`: where the verb ends and the pronoun starts, with what is known of both.
fn inverted(text: &str, range: Range<usize>, words: &Words) -> Option<((usize, Flags), (usize, Flags))> {
    let word = text.get(range.clone())?;
    let (head, tail) = word.rsplit_once('-')?;
    let pronoun = words.look_up(tail);
    let verb = words.look_up(head.strip_suffix("-t").unwrap_or(head));
    let known = pronoun.any(Flags::HE_SHE.with(Flags::THEY)) && verb.any(Flags::CUE.with(Flags::AUX));
    known.then_some(((range.start + head.len(), verb), (range.end - tail.len(), pronoun)))
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// A run of Chinese characters; a verb of speech at its end is a word of its own, what stands before it a name.
fn ideographs(text: &str, run: Range<usize>, words: &Words, out: &mut Vec<Token>) -> usize {
    let piece = text.get(run.clone()).unwrap_or_default();
    let whole = words.look_up(piece);
    let cue = piece.char_indices().rev().take(2).map(|(at, _)| at).filter(|at| *at > 0).find_map(|at| {
        let flags = words.look_up(piece.get(at..)?);
        flags.any(Flags::CUE).then_some((run.start + at, flags))
    });
    let name_end = cue.map_or(run.end, |(at, _)| at);
    let flags = text.get(run.start..name_end).map_or(whole, |name| words.look_up(name));
    let case = if flags == Flags::NONE { Case::Capital } else { Case::Lower };
    out.push(Token { start: run.start, end: name_end, kind: Kind::Word, case, flags });
    if let Some((at, flags)) = cue {
        out.push(Token { start: at, end: run.end, kind: Kind::Word, case: Case::Lower, flags });
    }
    run.end
}

fn ends_nt(tail: &str) -> bool {
    matches!(tail, "'t" | "’t")
}

struct Scanned {
    end: usize,
    /// Where the last apostrophe stands.
    apostrophe: Option<usize>,
    /// `U.S`: letters with full stops between them.
    dotted: bool,
    parts: Parts,
}

/// Whether hyphens or apostrophes part a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    One,
    Several,
}

fn scan(text: &str, start: usize) -> Scanned {
    let bytes = text.as_bytes();
    let mut at = start;
    let (mut apostrophe, mut dotted) = (None, false);
    let (mut run, mut parts) = (0_usize, Parts::One);
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@' | b'#') {
            at += 1;
            run += 1;
            continue;
        }
        let next_is_word = |len: usize| char_at(text, at + len).is_some_and(is_letter);
        match byte {
            b'-' if next_is_word(1) => {
                parts = Parts::Several;
                at += 1;
            }
            b'\'' if next_is_word(1) => {
                (apostrophe, parts) = (Some(at), Parts::Several);
                at += 1;
            }
            b'.' if run == 1 && next_is_word(1) && bytes.get(at + 2).is_none_or(|b| !b.is_ascii_alphabetic()) => {
                dotted = true;
                at += 1;
            }
            // `fivethirty.example`, `state.gov`
            b'.' if run > 1 && lower(bytes, at - 1) && lower(bytes, at + 1) && !ends_word(bytes, at + 1) => at += 1,
            b'.' | b',' | b':' if digit(bytes, at.wrapping_sub(1)) && digit(bytes, at + 1) => {
                at += 1;
            }
            _ if byte.is_ascii() => break,
            _ => match char_at(text, at) {
                Some('’') if next_is_word(3) => {
                    (apostrophe, parts) = (Some(at), Parts::Several);
                    at += 3;
                }
                Some('\u{2011}' | '\u{ad}') if next_is_word('\u{2011}'.len_utf8()) => {
                    at += char_at(text, at).map_or(1, char::len_utf8);
                }
                Some(c) if is_letter(c) || is_mark(c) => {
                    at += c.len_utf8();
                    run += 1;
                    continue;
                }
                _ => break,
            },
        }
        run = 0;
    }
    Scanned { end: at, apostrophe, dotted, parts }
}

/// Combining marks of Latin and Arabic and the joiners belong to the word before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{200c}' | '\u{200d}')
}

fn lower(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_lowercase)
}

/// Whether the letter at `at` is a word of its own: `e.g.`
fn ends_word(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1).is_none_or(|b| !b.is_ascii_alphanumeric())
}

fn digit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

fn kind_of(first: char) -> Kind {
    if first.is_numeric() { Kind::Number } else { Kind::Word }
}

fn case_of(text: &str, range: Range<usize>, first: char, parts: Parts) -> Case {
    if !first.is_uppercase() {
        // `al-Amiri`, `d'Estaing` are names all the same; `@handle` too.
        let word = text.get(range).filter(|_| parts == Parts::Several).unwrap_or_default();
        let inner = word
            .split_once(['-', '\'', '’'])
            .is_some_and(|(head, tail)| head.len() < 4 && tail.starts_with(char::is_uppercase));
        return if inner || first == '@' { Case::Capital } else { Case::Lower };
    }
    let letters = text.get(range).unwrap_or_default();
    let upper = letters.len() > 1 && !letters.contains('.') && letters.chars().all(|c| !c.is_lowercase());
    if upper { Case::Upper } else { Case::Capital }
}

fn token(range: Range<usize>, kind: Kind) -> Token {
    Token { start: range.start, end: range.end, kind, case: Case::Lower, flags: Flags::NONE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_without_a_table_is_as_the_table_says() {
        assert!(('\0'..=char::MAX).all(|c| is_letter(c) == c.is_alphanumeric()));
    }
}
