//! The line at the foot of the screen in which words are typed. It knows text and a cursor, not what the words are for.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};

/// The most bytes that a prompt takes: pasting a book into it must not slow it down.
const MOST: usize = 1_000;

/// A line of text that is being typed.
#[derive(Debug, Clone, Default)]
pub struct Prompt {
    input: Input,
    left_out: usize,
}

/// What a key meant to a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// It changed the line or moved in it.
    Edited,
    /// The line is finished.
    Entered,
    /// The line is given up.
    Left,
    /// It means nothing here.
    Ignored,
}

impl Prompt {
    /// A line with words in it, the cursor behind them.
    #[must_use]
    pub fn with(text: &str) -> Self {
        let mut prompt = Self::default();
        prompt.paste(text);
        prompt
    }

    /// What has been typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Columns from the start of the line to the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.input.visual_cursor()
    }

    /// How many of the last characters found no room.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Columns of the line's start that don't fit in `width` columns.
    #[must_use]
    pub fn scrolled(&self, width: usize) -> usize {
        self.input.visual_scroll(width)
    }

    /// Takes a key.
    pub fn press(&mut self, key: KeyEvent) -> Typed {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match (key.code, control) {
            (KeyCode::Enter, _) => return Typed::Entered,
            (KeyCode::Esc, _) | (KeyCode::Char('c' | 'g'), true) => return Typed::Left,
            (KeyCode::Backspace, false) if self.text().is_empty() => return Typed::Left,
            _ => {}
        }
        let Some(request) = request(key.code, control) else {
            return Typed::Ignored;
        };
        if matches!(request, InputRequest::InsertChar(c) if self.text().len() + c.len_utf8() > MOST) {
            self.left_out += 1;
            return Typed::Ignored;
        }
        self.left_out = 0;
        self.input.handle(request);
        Typed::Edited
    }

    /// Types clean text, as far as there is room.
    pub fn paste(&mut self, text: &str) {
        let mut rest = text.chars();
        self.left_out = 0;
        while let Some(c) = rest.next() {
            if self.text().len() + c.len_utf8() > MOST {
                self.left_out = 1 + rest.count();
                return;
            }
            self.input.handle(InputRequest::InsertChar(c));
        }
    }

    /// Puts the cursor before the character at a byte.
    pub fn go_to(&mut self, byte: usize) {
        let characters = self.text().get(..byte).map(|before| before.chars().count());
        self.input.handle(characters.map_or(InputRequest::GoToEnd, InputRequest::SetCursor));
    }
}

fn request(code: KeyCode, control: bool) -> Option<InputRequest> {
    let request = match (code, control) {
        (KeyCode::Char('w') | KeyCode::Backspace, true) => InputRequest::DeletePrevWord,
        (KeyCode::Char('u'), true) => InputRequest::DeleteFromStart,
        (KeyCode::Char('k'), true) => InputRequest::DeleteTillEnd,
        (KeyCode::Char('a'), true) | (KeyCode::Home, _) => InputRequest::GoToStart,
        (KeyCode::Char('e'), true) | (KeyCode::End, _) => InputRequest::GoToEnd,
        (KeyCode::Char('h'), true) | (KeyCode::Backspace, false) => InputRequest::DeletePrevChar,
        (KeyCode::Char('d'), true) | (KeyCode::Delete, _) => InputRequest::DeleteNextChar,
        (KeyCode::Left, true) => InputRequest::GoToPrevWord,
        (KeyCode::Right, true) => InputRequest::GoToNextWord,
        (KeyCode::Char('b'), true) | (KeyCode::Left, false) => InputRequest::GoToPrevChar,
        (KeyCode::Char('f'), true) | (KeyCode::Right, false) => InputRequest::GoToNextChar,
        (KeyCode::Char(c), false) if !c.is_control() => InputRequest::InsertChar(c),
        _ => return None,
    };
    Some(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(prompt: &mut Prompt, keys: &[(KeyCode, KeyModifiers)]) -> Typed {
        let mut typed = Typed::Ignored;
        for (code, modifiers) in keys {
            typed = prompt.press(KeyEvent::new(*code, *modifiers));
        }
        typed
    }

    #[test]
    fn the_keys_of_a_shell_edit_the_line() {
        let mut prompt = Prompt::default();
        prompt.paste("one two");
        press(&mut prompt, &[(KeyCode::Char('w'), KeyModifiers::CONTROL)]);
        assert_eq!((prompt.text(), prompt.cursor()), ("one ", 4));
        press(&mut prompt, &[(KeyCode::Char('a'), KeyModifiers::CONTROL), (KeyCode::Char('A'), KeyModifiers::SHIFT)]);
        assert_eq!((prompt.text(), prompt.cursor()), ("Aone ", 1));
    }

    #[test]
    fn escape_and_backspace_on_nothing_leave_and_enter_ends() {
        let mut prompt = Prompt::default();
        assert_eq!(press(&mut prompt, &[(KeyCode::Backspace, KeyModifiers::NONE)]), Typed::Left);
        assert_eq!(press(&mut prompt, &[(KeyCode::Esc, KeyModifiers::NONE)]), Typed::Left);
        assert_eq!(press(&mut prompt, &[(KeyCode::Enter, KeyModifiers::NONE)]), Typed::Entered);
    }

    #[test]
    fn a_family_is_taken_away_as_one_character() {
        let mut prompt = Prompt::default();
        prompt.paste("a👨‍👩‍👧");
        press(&mut prompt, &[(KeyCode::Backspace, KeyModifiers::NONE)]);
        assert_eq!(prompt.text(), "a");
    }

    #[test]
    fn a_long_paste_is_cut_between_characters() {
        let mut prompt = Prompt::default();
        prompt.paste(&"é".repeat(100_000));
        assert_eq!((prompt.text().len(), prompt.left_out()), (MOST, 100_000 - MOST / 2));
        assert_eq!(press(&mut prompt, &[(KeyCode::Char('x'), KeyModifiers::NONE)]), Typed::Ignored);
        press(&mut prompt, &[(KeyCode::Backspace, KeyModifiers::NONE)]);
        assert_eq!(prompt.left_out(), 0);
    }
}
