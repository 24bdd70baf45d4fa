//! The terminal: taken for the reader, and always given back. It knows escape sequences and signals, not articles.
//!
//! [`give_back`] may be called from any thread at any time, also from a panic hook: it writes once, what a terminal in
//! any state understands.

use std::{
    io::{self, Write as _},
    sync::atomic::{AtomicBool, Ordering},
};

use crossterm::{
    Command, cursor,
    event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture},
    execute, queue,
    terminal::{self, EnterAlternateScreen, LeaveAlternateScreen},
};

use crate::settings::config::{Config, Switch};

static TAKEN: AtomicBool = AtomicBool::new(false);

/// Cells of a screen that are drawn. What claims to be larger is no screen, and would take all memory there is.
const MOST_CELLS: u32 = 4_000_000;

/// Whether the mouse is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// Wheel and clicks come as events.
    Reported,
    /// The terminal keeps it.
    Left,
}

impl Mouse {
    /// What the options ask for.
    #[must_use]
    pub fn wanted(config: &Config) -> Self {
        match config.mouse {
            Switch::On => Self::Reported,
            Switch::Off => Self::Left,
        }
    }
}

/// Takes the terminal: raw mode, the alternate screen, no cursor. May be called again after [`give_back`]. What the
/// terminal must be told is added to `frame`, to be shown with the frame in one write.
///
/// # Errors
/// Where the terminal can't be set up.
pub fn take(mouse: Mouse, frame: &mut Vec<u8>) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    terminal::enable_raw_mode()?;
    queue!(frame, EnterAlternateScreen, cursor::Hide, EnableBracketedPaste)?;
    if mouse == Mouse::Reported {
        queue!(frame, EnableMouseCapture)?;
    }
    Ok(())
}

/// How many columns and rows the terminal has, as far as they are drawn.
///
/// # Errors
/// Where the terminal doesn't tell.
pub fn size() -> io::Result<(u16, u16)> {
    told_size().map(|(columns, rows)| drawn(columns, rows))
}

/// The rows of a screen of that size that are drawn: all, but of a screen beyond measure.
fn drawn(columns: u16, rows: u16) -> (u16, u16) {
    let most = MOST_CELLS / u32::from(columns).max(1);
    (columns, rows.min(u16::try_from(most).unwrap_or(u16::MAX)))
}

#[cfg(unix)]
fn told_size() -> io::Result<(u16, u16)> {
    match rustix::termios::tcgetwinsize(io::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Ok((size.ws_col, size.ws_row)),
        // Crossterm knows further ways to ask, and takes longer.
        Ok(_) | Err(_) => terminal::size(),
    }
}

#[cfg(not(unix))]
fn told_size() -> io::Result<(u16, u16)> {
    terminal::size()
}

/// Writes a frame at once.
///
/// # Errors
/// Where the terminal can't be written.
pub fn show(frame: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(frame)?;
    out.flush()
}

/// Whether keys wait to be read from the terminal.
#[cfg(unix)]
#[must_use]
pub fn has_input() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = io::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut fds, Some(&now)).is_ok_and(|ready| ready > 0) && io::IsTerminal::is_terminal(&stdin)
}

/// Whether keys wait to be read from the terminal, as far as that can be known.
#[cfg(not(unix))]
#[must_use]
pub fn has_input() -> bool {
    false
}

/// Makes the system say once more that keys wait: Linux does when the terminal is set up, even as it is.
#[cfg(unix)]
pub fn nudge() {
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    let stdin = io::stdin();
    if let Ok(as_it_is) = tcgetattr(&stdin) {
        tcsetattr(&stdin, OptionalActions::Now, &as_it_is).ok();
    }
}

/// Elsewhere nothing is forgotten.
#[cfg(not(unix))]
pub fn nudge() {}

/// Gives the terminal back as it was, if it was taken. Errors are of no use here: it may be gone.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    drop(execute!(io::stdout(), DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show));
    drop(terminal::disable_raw_mode());
}

/// Asks the terminal for its background colour; the answer comes as input, or never.
///
/// # Errors
/// Where the terminal can't be written.
pub fn ask_background() -> io::Result<()> {
    execute!(io::stdout(), AskBackground)
}

/// OSC 11 with a question mark (xterm control sequences, "Operating System Commands").
struct AskBackground;

impl Command for AskBackground {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str("\x1b]11;?\x1b\\")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_screen_that_can_be_is_drawn_whole_and_none_takes_all_memory() {
        for size in [(0, 0), (1, 1), (3840, 1000), (u16::MAX, 60), (60, u16::MAX)] {
            assert_eq!(drawn(size.0, size.1), size);
        }
        assert_eq!(drawn(u16::MAX, u16::MAX), (u16::MAX, 61));
    }
}
