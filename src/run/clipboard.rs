//! The clipboard: text is handed to the terminal (OSC 52), within tmux to tmux, which knows its terminal's.

use std::{
    env,
    ffi::OsString,
    io::{self, Write as _},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::programs::{self, Job};

/// The most bytes put on the clipboard: terminals take 100,000 characters of base64 in one sequence.
pub const MOST: usize = 74_994;

/// Who took the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taker {
    /// The terminal was told; whether it did anything it doesn't say.
    Terminal,
    /// tmux has it, and has told its terminal.
    Tmux,
}

/// Hands text on.
///
/// # Errors
/// Why it can't be: too long, or the terminal can't be written.
pub fn copy(what: &str, text: &str) -> Result<Taker, String> {
    if text.len() > MOST {
        return Err(format!("not copied: the {what} has {} bytes, and terminals take {MOST}", text.len()));
    }
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    // By default tmux takes no clipboard from programs, but has a command for them.
    if is_set("TMUX") && programs::run(&load_buffer(text)).is_ok() {
        return Ok(Taker::Tmux);
    }
    let mut out = io::stdout();
    let written = out.write_all(sequence(text, |name| env::var_os(name)).as_bytes()).and_then(|()| out.flush());
    written.map(|()| Taker::Terminal).map_err(|cause| format!("the {what} was not copied: {cause}"))
}

fn load_buffer(text: &str) -> Job {
    let words = ["tmux", "load-buffer", "-w", "-"].map(str::to_owned).to_vec();
    Job { words, input: text.to_owned(), limit: Some(std::time::Duration::from_secs(2)) }
}

/// OSC 52. GNU screen hands on what is wrapped, in pieces of at most 768 bytes.
fn sequence(text: &str, variable: impl Fn(&str) -> Option<OsString>) -> String {
    /// Bytes of a piece, with room for what stands around it.
    const PIECE: usize = 700;
    let plain = format!("\x1b]52;c;{}\x07", BASE64_STANDARD.encode(text));
    let in_screen = variable("STY").is_some_and(|value| !value.is_empty());
    if !in_screen {
        return plain;
    }
    let pieces = plain.as_bytes().chunks(PIECE).map(String::from_utf8_lossy);
    pieces.flat_map(|piece| ["\x1bP".into(), piece, "\x1b\\".into()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_one_sequence_and_in_screen_several() {
        assert_eq!(sequence("a\u{1b}b", |_| None), "\x1b]52;c;YRti\x07");
        let long = sequence(&"x".repeat(3_000), |name| (name == "STY").then(|| "1.pts".into()));
        assert_eq!(long.matches("\x1bP").count(), 6);
        assert!(long.split("\x1b\\").all(|piece| piece.len() <= 768));
    }

    #[test]
    fn what_is_too_long_is_told_and_not_written() {
        let told = copy("title", &"x".repeat(MOST + 1)).unwrap_err();
        assert_eq!(told, "not copied: the title has 74995 bytes, and terminals take 74994");
    }
}
