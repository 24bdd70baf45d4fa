//! Whether marked words are something said, or a title, a nickname, a word that is named.

use super::lexicon::Flags;
use super::marks::{End, Marked};
use super::tokens::{Kind, Token, is_letter};

/// What can be seen of marked words without their surroundings.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Looks {
    pub words: usize,
    /// Words of four letters or more, and how many of them begin with a capital.
    long: usize,
    long_capital: usize,
    pub first_capital: bool,
    /// Ends in a full stop, comma, question or exclamation mark inside the marks.
    pub stopped: bool,
}

impl Looks {
    /// Looks at no more than the first 400 bytes.
    pub fn of(text: &str, mark: &Marked) -> Looks {
        let inner = text.get(mark.inner.clone()).unwrap_or_default().trim();
        let mut looks = Looks {
            first_capital: inner.chars().find(|c| is_letter(*c)).is_some_and(char::is_uppercase),
            ..Looks::default()
        };
        looks.stopped =
            inner.ends_with(['.', ',', '!', '?', '…', '—', '’', '\'', '\u{3002}', '\u{ff01}', '\u{ff1f}', '\u{ff0c}']);
        let mut seen = 0;
        for word in inner.split_whitespace() {
            if word.chars().any(is_letter) {
                looks.words += 1;
            }
            if word.chars().filter(|c| c.is_alphabetic()).count() > 3 {
                looks.long += 1;
                looks.long_capital +=
                    usize::from(word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase));
            }
            seen += word.len();
            if seen > 400 {
                break;
            }
        }
        if looks.words == 1 && inner.len() > 12 && inner.chars().filter(|c| is_ideograph(*c)).count() > 3 {
            looks.words = 1 + inner.chars().count() / 2;
        }
        looks
    }

    /// Every longer word begins with a capital: `The Salt Road`.
    pub fn title(&self) -> bool {
        self.first_capital && self.words >= 2 && self.long > 0 && self.long == self.long_capital
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Whether a marked span is speech, judged by its looks and the other tokens of its sentence.
pub(super) fn is_speech(text: &str, mark: &Marked, sentence: &[Token]) -> bool {
    let looks = Looks::of(text, mark);
    let cue = sentence.iter().any(|t| t.is(Flags::CUE) || t.kind == Kind::Colon);
    let alone = sentence.iter().all(|t| matches!(t.kind, Kind::Mark(_) | Kind::Stop));
    if looks.words == 0 || mark.end == End::Open && looks.words < 3 && !alone {
        return false;
    }
    if looks.title() && !(looks.stopped && (cue || alone)) {
        return looks.words > 8;
    }
    match looks.words {
        1 => alone && looks.stopped,
        2 => cue && (looks.stopped || !looks.first_capital) || alone && looks.stopped,
        3..=4 => looks.stopped,
        _ => true,
    }
}
