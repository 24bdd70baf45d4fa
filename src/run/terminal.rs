//! The terminal: taken for the reader, and always given back. It knows escape sequences and signals, not articles.
//!
//! [`give_back`] may be called from any thread at any time, also from a panic hook: it writes once, what a terminal in
//! any state understands.

use std::{
    io::{self, BufWriter, Stdout, Write as _},
    sync::atomic::{AtomicBool, Ordering},
};

use crossterm::{
    Command, cursor,
    event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture},
    execute, queue,
    terminal::{self, Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen},
};
use ratatui::{Terminal, backend::CrosstermBackend};

/// A frame is collected here and written with one call.
const FRAME_BYTES: usize = 256 * 1024;

/// A terminal that draws frames.
pub type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

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

/// A screen on the terminal, drawn in whole frames.
///
/// # Errors
/// Where the terminal doesn't tell its size.
pub fn screen() -> io::Result<Screen> {
    let out = BufWriter::with_capacity(FRAME_BYTES, io::stdout());
    Terminal::new(CrosstermBackend::new(out))
}

/// A screen on the terminal of which nothing is known to be drawn: the next frame is written whole. (Ratatui's own
/// `clear` asks the terminal for the cursor's place, and waits for an answer.)
///
/// # Errors
/// Where the terminal can't be written.
pub fn blank_screen() -> io::Result<Screen> {
    execute!(io::stdout(), Clear(ClearType::All))?;
    screen()
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
