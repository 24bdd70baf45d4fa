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

static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the mouse is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// Wheel and clicks come as events.
    Reported,
    /// The terminal keeps it.
    Left,
}

/// Takes the terminal: raw mode, the alternate screen, no cursor. May be called again after [`give_back`].
///
/// # Errors
/// Where the terminal can't be set up.
pub fn take(mouse: Mouse) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    terminal::enable_raw_mode()?;
    let mut out = io::stdout();
    queue!(out, EnterAlternateScreen, cursor::Hide, EnableBracketedPaste)?;
    if mouse == Mouse::Reported {
        queue!(out, EnableMouseCapture)?;
    }
    out.flush()
}

/// How many columns and rows the terminal has.
///
/// # Errors
/// Where the terminal doesn't tell.
#[cfg(unix)]
pub fn size() -> io::Result<(u16, u16)> {
    match rustix::termios::tcgetwinsize(io::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Ok((size.ws_col, size.ws_row)),
        // Crossterm knows further ways to ask, and takes longer.
        Ok(_) | Err(_) => terminal::size(),
    }
}

/// How many columns and rows the terminal has.
///
/// # Errors
/// Where the terminal doesn't tell.
#[cfg(not(unix))]
pub fn size() -> io::Result<(u16, u16)> {
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

/// Gives the terminal back as it was, if it was taken. Errors are of no use here: it may be gone.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    drop(execute!(io::stdout(), DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show));
    drop(terminal::disable_raw_mode());
}

/// Sees to it that input which waits is told of again.
///
/// crossterm hears of input once, when it comes: where a signal comes at the same moment, it takes the signal and knows
/// of the key only when the next one is pressed. Setting the terminal's modes, to what they are, tells of the key anew.
#[cfg(unix)]
pub fn nudge() {
    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        termios::{OptionalActions, isatty, tcgetattr, tcsetattr},
    };
    let stdin = io::stdin();
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    if !isatty(&stdin) || !matches!(poll(&mut fds, Some(&at_once)), Ok(1)) {
        return;
    }
    if let Ok(modes) = tcgetattr(&stdin) {
        // Where that fails, the next key brings this one along.
        let _ = tcsetattr(&stdin, OptionalActions::Now, &modes);
    }
}

/// Elsewhere input is asked for, not told of.
#[cfg(not(unix))]
pub fn nudge() {}

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
