//! Signals and the terminal's end, told to the loop. It knows the process, not the reader.

use std::{
    io,
    sync::{
        Arc,
        mpsc::{self, Receiver, SendError, Sender},
    },
    thread,
    time::Duration,
};

use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH},
    iterator::Signals,
    low_level,
};

use super::hooks::Notification;
use super::pages::Came;
use super::terminal;
use crate::app::Message;
use crate::app::Progress;
use crate::app::refreshing;
use crate::catalog::{directory::Directory, stats::Stats};

/// How long the loop may take to end in good order after a signal: it can't where the terminal is gone.
const GRACE: Duration = Duration::from_millis(400);

/// How the reader ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The user left it.
    Left,
    /// This signal ended it.
    Signal(i32),
}

impl Ending {
    /// Ends the process as the signal would have, where there was one: its parent sees the right status.
    pub fn carry_out(self) {
        if let Self::Signal(number) = self {
            drop(low_level::emulate_default_handler(number));
        }
    }
}

/// What the loop is woken for.
pub enum News {
    /// A signal came.
    Signal(Signal),
    /// An article's page was read, or couldn't be.
    Page(Box<Came>),
    /// Feeds are, or were, read anew.
    Refresh(refreshing::News),
    /// Articles are, or were, searched for quotations again.
    Rereading(Option<Progress>),
    /// What came in was reckoned.
    Stats(Box<Stats>),
    /// What is unread was counted.
    Directory(Box<Directory>),
    /// A program that was run beside the reader has ended.
    Outside(Box<Message>),
    /// Something for the terminal to show beside the screen.
    Notification(Notification),
    /// A search was answered.
    Found,
    /// A change was made beside the loop, or couldn't be.
    Made,
    /// Files that others may change were changed, perhaps by us.
    Elsewhere,
}

/// What other threads wake the loop with.
#[derive(Clone)]
pub struct Bell(Sender<News>);

impl Bell {
    /// Tells the loop, and wakes it: it waits for input and for the signal of a resized window.
    ///
    /// # Errors
    /// Once the loop is over.
    pub fn ring(&self, news: News) -> Result<(), SendError<News>> {
        self.0.send(news)?;
        drop(low_level::raise(SIGWINCH));
        Ok(())
    }
}

/// A signal that concerns the loop.
pub enum Signal {
    /// Give the terminal back and stop.
    Stop,
    /// Going on after a stop: the terminal may have been used by others.
    Continued,
    /// End.
    End(i32),
}

/// Signals that are caught, and kept until they are told.
pub struct Caught(Signals);

/// Begins to catch signals, and returns the bell, with where its news come.
///
/// # Errors
/// Where the system doesn't allow it.
pub fn listen() -> io::Result<(Caught, Bell, Receiver<News>)> {
    let (sender, inbox) = mpsc::channel();
    let caught = Caught(Signals::new([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT])?);
    Ok((caught, Bell(sender), inbox))
}

impl Caught {
    /// Tells of signals from now on, and of those that came before. It takes a thread, so the first frame doesn't wait for
    /// it.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn tell(self, bell: Bell) -> io::Result<()> {
        let thread = thread::Builder::new().name("signals".into());
        thread.stack_size(128 * 1024).spawn(move || tell(self.0, &bell)).map(drop)
    }
}

fn tell(mut signals: Signals, bell: &Bell) {
    for number in signals.forever() {
        let signal = match number {
            SIGTSTP => Signal::Stop,
            SIGCONT => Signal::Continued,
            _ => Signal::End(number),
        };
        let ending = matches!(signal, Signal::End(_));
        if bell.ring(News::Signal(signal)).is_err() {
            return;
        }
        if ending {
            thread::sleep(GRACE);
            end(number);
        }
    }
}

fn end(number: i32) {
    terminal::give_back();
    drop(low_level::emulate_default_handler(number));
}

/// Makes a write beyond a limit on the size of files (`ulimit -f`) fail instead of ending the process.
pub fn outlive_limits() {
    #[cfg(unix)]
    drop(signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default()));
}

/// Stops this process until it is told to go on, as `SIGTSTP` does by default.
pub fn stop_here() {
    drop(low_level::emulate_default_handler(SIGTSTP));
}

/// Ends the process when the terminal hangs up without a signal: reading from it would spin.
#[cfg(unix)]
pub fn watch_terminal() {
    use rustix::event::{PollFd, PollFlags, poll};
    let watch = || {
        let Ok(tty) = std::fs::File::open("/dev/tty") else { return };
        let mut fds = [PollFd::new(&tty, PollFlags::empty())];
        while poll(&mut fds, None).is_err_and(|error| error == rustix::io::Errno::INTR) {}
        thread::sleep(GRACE);
        end(SIGHUP);
    };
    let thread = thread::Builder::new().name("terminal".into());
    drop(thread.stack_size(128 * 1024).spawn(watch));
}

/// Elsewhere a terminal that is gone is an error of reading.
#[cfg(not(unix))]
pub fn watch_terminal() {}
