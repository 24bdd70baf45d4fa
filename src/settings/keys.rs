//! Keys and how they are written: `j`, `gg`, `^D`, `C-d`, `S-Tab`, `g Up`. Knows no commands.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::problem::{shown, suggestion};

/// A longer sequence is a mistake.
const LONGEST_SEQUENCE: usize = 8;

/// Names of keys that aren't characters; the first name of a code is the one that is shown.
const NAMES: [(&str, KeyCode); 24] = [
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Return", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Escape", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Del", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Ins", KeyCode::Insert),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PgUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("PgDn", KeyCode::PageDown),
    ("PgDown", KeyCode::PageDown),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Menu", KeyCode::Menu),
    ("Pause", KeyCode::Pause),
];

/// One key with its modifiers, in one form for all terminals: `J` is `j` with Shift, `S-Tab` is `BackTab`, and what
/// most terminals can't tell apart is the same key (`^I` and Tab, `^M` and Enter, `^[` and Esc, `^H` and Backspace).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Keys to be pressed one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sequence(Vec<Key>);

impl Key {
    /// Escape.
    pub const ESC: Self = Self { code: KeyCode::Esc, modifiers: KeyModifiers::NONE };

    /// The key that was pressed or repeated; `None` for a key let go, and for modifiers and media keys.
    #[must_use]
    pub fn pressed(event: KeyEvent) -> Option<Self> {
        let is_key = !matches!(
            event.code,
            KeyCode::Null
                | KeyCode::Modifier(_)
                | KeyCode::Media(_)
                | KeyCode::CapsLock
                | KeyCode::NumLock
                | KeyCode::ScrollLock
        );
        (event.kind != KeyEventKind::Release && is_key).then(|| Self::normal(event.code, event.modifiers))
    }

    /// The event of its being pressed.
    #[must_use]
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }

    /// The digit it types, if it does nothing but that.
    #[must_use]
    pub fn digit(self) -> Option<u32> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => c.to_digit(10),
            _ => None,
        }
    }

    fn normal(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let control = modifiers.contains(KeyModifiers::CONTROL);
        let (code, modifiers) = match code {
            KeyCode::BackTab => (KeyCode::Tab, modifiers | KeyModifiers::SHIFT),
            KeyCode::Char(c) if control => control_key(c, modifiers),
            KeyCode::Char(c) if c != ' ' && modifiers.contains(KeyModifiers::SHIFT) => {
                (KeyCode::Char(upper(c)), modifiers - KeyModifiers::SHIFT)
            }
            _ => (code, modifiers),
        };
        let meta = modifiers.contains(KeyModifiers::META);
        let modifiers = if meta { (modifiers - KeyModifiers::META) | KeyModifiers::ALT } else { modifiers };
        Self { code, modifiers }
    }

    fn plain(c: char) -> Self {
        Self { code: KeyCode::Char(c), modifiers: KeyModifiers::NONE }
    }
}

/// A character with Control, as terminals send it: without case, and with the aliases that ASCII gives it.
fn control_key(c: char, modifiers: KeyModifiers) -> (KeyCode, KeyModifiers) {
    let without = modifiers - KeyModifiers::CONTROL - KeyModifiers::SHIFT;
    let with = without | KeyModifiers::CONTROL;
    match c.to_ascii_lowercase() {
        'i' => (KeyCode::Tab, without),
        'm' => (KeyCode::Enter, without),
        '[' => (KeyCode::Esc, without),
        'h' => (KeyCode::Backspace, without),
        // Terminals send 0x1c to 0x1f, which crossterm names after the digits.
        '4' => (KeyCode::Char('\\'), with),
        '5' => (KeyCode::Char(']'), with),
        '6' => (KeyCode::Char('^'), with),
        '7' | '/' => (KeyCode::Char('_'), with),
        '@' | '2' => (KeyCode::Char(' '), with),
        lower => (KeyCode::Char(lower), with),
    }
}

/// The capital, where that is one character.
fn upper(c: char) -> char {
    let mut capitals = c.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => c,
    }
}

impl Sequence {
    /// The keys in order; at least one.
    #[must_use]
    pub fn keys(&self) -> &[Key] {
        &self.0
    }
}

impl FromStr for Sequence {
    type Err = String;

    /// Reads a sequence. The error says what isn't a key.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut keys = Vec::new();
        for token in text.split_whitespace().take(LONGEST_SEQUENCE + 1) {
            match parse_key(token) {
                Some(key) => keys.push(key),
                None => keys.extend(written_together(token)?),
            }
        }
        match keys.len() {
            0 => Err("an empty name is no key; the space bar is `Space`".to_owned()),
            1..=LONGEST_SEQUENCE => Ok(Self(keys)),
            _ => Err(format!("`{}` has more than {LONGEST_SEQUENCE} keys", shown(text))),
        }
    }
}

/// `gg`, `zt`: two or three characters, each a key of its own.
fn written_together(token: &str) -> Result<Vec<Key>, String> {
    let names = || NAMES.iter().map(|(name, _)| *name);
    let is_name = names().any(|name| name.eq_ignore_ascii_case(token));
    let few = (2..=3).contains(&token.chars().count());
    let modified = token.chars().nth(1) == Some('-') && token.starts_with(['C', 'A', 'M', 'S']);
    let function = token.starts_with('F') && token.ends_with(|c: char| c.is_ascii_digit());
    let odd = is_name || modified || function || token.starts_with('^');
    if few && !odd && !token.chars().any(char::is_control) {
        return Ok(token.chars().map(Key::plain).collect());
    }
    Err(format!("`{}` is no key{}", shown(token), suggestion(token, names())))
}

/// One key: a character, a name, `^X`, or either after `C-`, `A-`, `M-`, `S-`.
fn parse_key(token: &str) -> Option<Key> {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = token;
    while let (Some(modifier), Some(after)) = (rest.get(..2).and_then(modifier), rest.get(2..))
        && !after.is_empty()
    {
        modifiers |= modifier;
        rest = after;
    }
    if let Some(c) = rest.strip_prefix('^').and_then(single) {
        return Some(Key::normal(KeyCode::Char(c), modifiers | KeyModifiers::CONTROL));
    }
    let code = match single(rest) {
        Some(c) if c.is_control() => return None,
        // Which character Shift makes of `1` depends on the keyboard: it is written as what it makes.
        Some(c) if modifiers.contains(KeyModifiers::SHIFT) && !c.is_alphabetic() => return None,
        Some(c) => KeyCode::Char(c),
        None => named(rest)?,
    };
    Some(Key::normal(code, modifiers))
}

fn modifier(prefix: &str) -> Option<KeyModifiers> {
    match prefix {
        "C-" => Some(KeyModifiers::CONTROL),
        "A-" | "M-" => Some(KeyModifiers::ALT),
        "S-" => Some(KeyModifiers::SHIFT),
        _ => None,
    }
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn named(name: &str) -> Option<KeyCode> {
    let function = || name.strip_prefix('F')?.parse().ok().filter(|n| (1..=24).contains(n)).map(KeyCode::F);
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code).or_else(function)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut control = self.modifiers.contains(KeyModifiers::CONTROL);
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("A-")?;
        }
        if control && !matches!(self.code, KeyCode::Char(c) if c.is_ascii_graphic()) {
            f.write_str("C-")?;
            control = false;
        }
        if self.modifiers.contains(KeyModifiers::SHIFT) {
            f.write_str("S-")?;
        }
        match self.code {
            KeyCode::Char(c) if control => write!(f, "^{}", c.to_ascii_uppercase()),
            KeyCode::F(n) => write!(f, "F{n}"),
            code => match (NAMES.iter().find(|(_, known)| *known == code), code) {
                (Some((name, _)), _) => f.write_str(name),
                (None, KeyCode::Char(c)) => write!(f, "{c}"),
                (None, code) => write!(f, "{code}"),
            },
        }
    }
}

impl fmt::Display for Sequence {
    /// As it would be written in a keymap: letters together, names apart.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(&self.0))
    }
}

/// Keys as they would be written in a keymap.
pub(super) fn written(keys: &[Key]) -> String {
    let words: Vec<String> = keys.iter().map(Key::to_string).collect();
    let together = words.concat();
    let same = together.parse::<Sequence>().is_ok_and(|sequence| sequence.0 == keys);
    if same { together } else { words.join(" ") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
