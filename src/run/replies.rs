//! Answers of the terminal among the keys: taken out, so that no reply, asked or unasked, is ever a command.
//!
//! crossterm knows no OSC, DCS, APC, PM or SOS strings: it reports their opening `ESC ]` as Alt+], the rest as keys.
//! (ECMA-48 §5.6: such a string ends with ST, `ESC \`; xterm also ends OSC with BEL.)

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use crate::settings::colour::Background;

/// A reply comes in one go: keys after a pause are a person's.
const PAUSE: Duration = Duration::from_millis(80);
/// Longer strings are not collected, only swallowed.
const LONGEST: usize = 256;

/// A reply that is being received.
#[derive(Debug, Default)]
pub struct Replies {
    pending: Option<(String, Instant)>,
}

/// What an event turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// A person's doing.
    Input,
    /// Part of a reply.
    Swallowed,
    /// The end of the reply that tells the background.
    Background(Background),
}

impl Replies {
    /// Takes an event that came `at` a time.
    pub fn take(&mut self, event: &Event, at: Instant) -> Taken {
        let Event::Key(key) = event else { return Taken::Input };
        let Some((mut text, last)) = self.pending.take() else { return self.start(*key, at) };
        if at.duration_since(last) > PAUSE {
            return self.start(*key, at);
        }
        if is_end(*key) {
            return background(&text).map_or(Taken::Swallowed, Taken::Background);
        }
        if let KeyCode::Char(c) = key.code
            && text.len() < LONGEST
        {
            text.push(c);
        }
        self.pending = Some((text, at));
        Taken::Swallowed
    }

    fn start(&mut self, key: KeyEvent, at: Instant) -> Taken {
        let opens = matches!(key.code, KeyCode::Char(']' | 'P' | '_' | '^' | 'X'));
        if !opens || !key.modifiers.contains(KeyModifiers::ALT) {
            return Taken::Input;
        }
        self.pending = Some((String::new(), at));
        Taken::Swallowed
    }
}

fn is_end(key: KeyEvent) -> bool {
    match key.code {
        KeyCode::Char('\\') => key.modifiers.contains(KeyModifiers::ALT),
        KeyCode::Char('g') => key.modifiers.contains(KeyModifiers::CONTROL),
        _ => false,
    }
}

/// Reads `11;rgb:RRRR/GGGG/BBBB` (`XParseColor`: one to four hexadecimal digits a part).
fn background(reply: &str) -> Option<Background> {
    let rgb = reply.strip_prefix("11;rgb:")?;
    let mut parts = rgb.split('/').map(|part| {
        let most = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)?.checked_sub(1)?;
        let value = u32::from_str_radix(part, 16).ok()?;
        (value * 1_000).checked_div(most)
    });
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    // ITU-R BT.601 luma, in thousandths.
    let luma = (299 * red + 587 * green + 114 * blue) / 1_000;
    Some(if luma > 500 { Background::Light } else { Background::Dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(reply: &str) -> Vec<Event> {
        let mut alt = false;
        let mut events = Vec::new();
        for c in reply.chars() {
            let modifiers = match (alt, c) {
                (true, _) => KeyModifiers::ALT,
                (false, '\x07') => KeyModifiers::CONTROL,
                (false, _) => KeyModifiers::NONE,
            };
            alt = c == '\x1b';
            if !alt {
                let c = if c == '\x07' { 'g' } else { c };
                events.push(Event::Key(KeyEvent::new(KeyCode::Char(c), modifiers)));
            }
        }
        events
    }

    fn heard(reply: &str) -> Vec<Taken> {
        let (mut replies, now) = (Replies::default(), Instant::now());
        events(reply).iter().map(|event| replies.take(event, now)).collect()
    }

    #[test]
    fn the_background_is_read_in_every_spelling() {
        let last = |reply| *heard(reply).last().unwrap();
        assert_eq!(last("\x1b]11;rgb:0000/0000/0000\x1b\\"), Taken::Background(Background::Dark));
        assert_eq!(last("\x1b]11;rgb:ffff/ffff/ffff\x07"), Taken::Background(Background::Light));
        assert_eq!(last("\x1b]11;rgb:f/f/f\x07"), Taken::Background(Background::Light));
        assert_eq!(last("\x1b]11;rgb:fd/f6/e3\x07"), Taken::Background(Background::Light));
    }

    #[test]
    fn no_key_of_a_reply_reaches_the_reader() {
        for reply in ["\x1b]52;c;ZXNl\x1b\\", "\x1bP>|XTerm(370)\x1b\\", "\x1b]11;rgb:zz/\x07", "\x1b_Gi=31;OK\x1b\\"] {
            assert!(!heard(reply).contains(&Taken::Input), "{reply:?}");
        }
    }

    #[test]
    fn a_key_after_the_reply_or_after_a_pause_is_a_persons() {
        assert_eq!(heard("\x1b]11;?\x07j").last(), Some(&Taken::Input));
        let (mut replies, now) = (Replies::default(), Instant::now());
        replies.take(&events("\x1b]")[0], now);
        assert_eq!(replies.take(&events("j")[0], now + PAUSE * 2), Taken::Input);
    }
}
