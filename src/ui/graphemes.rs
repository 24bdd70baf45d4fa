//! A text's graphemes with their widths, fast where most text is plain. It knows Unicode, not the screen.

use ratatui::buffer::CellWidth as _;
use unicode_segmentation::{Graphemes, UnicodeSegmentation as _};

/// The graphemes of a text that take room, each with its width in columns. Control characters are left out.
#[derive(Debug, Clone)]
pub struct Measured<'a> {
    rest: &'a str,
    /// What isn't plain is cut by the rules of Unicode (UAX #29).
    odd: Option<Graphemes<'a>>,
}

/// A text's graphemes with their widths.
#[must_use]
pub fn measured(text: &str) -> Measured<'_> {
    Measured { rest: text, odd: None }
}

impl<'a> Iterator for Measured<'a> {
    type Item = (&'a str, u16);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let (None, [b' '..=b'~', b' '..=b'~', ..] | [b' '..=b'~']) = (&self.odd, self.rest.as_bytes()) {
                let (grapheme, after) = self.rest.split_at_checked(1)?;
                self.rest = after;
                return Some((grapheme, 1));
            }
            if let Some(found) = self.next_odd() {
                return Some(found);
            }
            let (width, length) = leading(self.rest)?;
            let after = self.rest.get(length..)?;
            if width > 0 && (after.is_empty() || leading(after).is_some_and(|(width, _)| width > 0)) {
                let grapheme = self.rest.get(..length)?;
                self.rest = after;
                return Some((grapheme, width));
            }
            let (odd, rest) = self.rest.split_at_checked(odd_length(self.rest))?;
            (self.odd, self.rest) = (Some(odd.graphemes(true)), rest);
        }
    }
}

impl<'a> Measured<'a> {
    /// How many bytes are still to come.
    #[must_use]
    pub fn left(&self) -> usize {
        self.rest.len() + self.odd.as_ref().map_or(0, |odd| odd.as_str().len())
    }

    fn next_odd(&mut self) -> Option<(&'a str, u16)> {
        let visible = self.odd.as_mut()?.find(|grapheme| !grapheme.contains(char::is_control) && width(grapheme) > 0);
        if visible.is_none() {
            self.odd = None;
        }
        visible.map(|grapheme| (grapheme, width(grapheme)))
    }
}

/// Bytes up to the first boundary between two plain characters, where no grapheme goes on.
fn odd_length(text: &str) -> usize {
    let mut before = 0;
    for (at, character) in text.char_indices() {
        let here = plain_width(character);
        if at > 0 && before > 0 && here > 0 {
            return at;
        }
        before = here;
    }
    text.len()
}

/// How many of the first characters, up to `most`, are ASCII that no mark can join: a byte and a cell each.
#[must_use]
pub fn plain_start(text: &str, most: usize) -> usize {
    let plain = text.bytes().take(most + 1).take_while(|byte| matches!(byte, b' '..=b'~')).count();
    if plain == text.len() { plain.min(most) } else { plain.saturating_sub(1) }
}

/// The plain width of the first character, and its bytes.
fn leading(text: &str) -> Option<(u16, usize)> {
    match text.as_bytes().first()? {
        b' '..=b'~' => Some((1, 1)),
        _ => text.chars().next().map(|character| (plain_width(character), character.len_utf8())),
    }
}

/// The columns of a grapheme, as ratatui counts them.
#[must_use]
pub fn width(grapheme: &str) -> u16 {
    match leading(grapheme) {
        Some((width @ 1.., length)) if length == grapheme.len() => width,
        _ => grapheme.cell_width(),
    }
}

/// Whether every terminal gives a grapheme the room that is counted here.
#[must_use]
pub fn is_sure(grapheme: &str) -> bool {
    leading(grapheme).is_some_and(|(width, length)| width > 0 && length == grapheme.len())
}

/// The columns of a character that joins with no other plain one: letters, digits and punctuation of European
/// languages, and the common East Asian letters. 0 for all others, whatever their width.
fn plain_width(character: char) -> u16 {
    match character {
        ' '..='~'
        | '\u{a1}'..='\u{ac}'
        | '\u{ae}'..='\u{24f}'
        | 'Α'..='ώ'
        | 'Ѐ'..='ҁ'
        | 'Ҋ'..='ԯ'
        | '‐'..='‧'
        | '─'..='╿' => 1,
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿' | '가'..='힣' => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the rules alone.
    fn by_the_rules(text: &str) -> Vec<(&str, u16)> {
        let visible = text.graphemes(true).filter(|grapheme| !grapheme.contains(char::is_control));
        visible.map(|grapheme| (grapheme, grapheme.cell_width())).filter(|(_, width)| *width > 0).collect()
    }

    #[test]
    fn every_character_counts_as_by_the_rules_among_plain_ones() {
        // All of the scripts that hold plain ones, and samples of what comes after.
        for character in ('\0'..='\u{3200}').chain(('\u{3200}'..=char::MAX).step_by(31)) {
            let text = format!("a{character}b{character}{character}“{character}世");
            assert_eq!(measured(&text).collect::<Vec<_>>(), by_the_rules(&text), "{:x}", character as u32);
        }
    }

    #[test]
    fn marks_signs_and_families_stay_whole() {
        for text in
            ["", "é e\u{301}x", "\u{600}1 a", "👨‍👩‍👧 a🇮🇶b", "क्षि a", "a\u{200b}\u{200d}b", "\u{301}a", "각\u{11a8}"]
        {
            assert_eq!(measured(text).collect::<Vec<_>>(), by_the_rules(text), "{text}");
        }
    }

    #[test]
    fn only_plain_characters_are_sure_of_their_width() {
        assert!(["a", "“", "世", "│"].into_iter().all(is_sure));
        assert!(!["👨‍👩‍👧", "e\u{301}", "☁\u{fe0f}", "", "\u{ad}"].into_iter().any(is_sure));
    }
}
