//! The log: a file in the state directory, never the screen.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::Path,
    sync::Mutex,
};

use tracing::{Level, error};

use super::terminal;
use crate::{settings::config::LogLevel, text::guard};

/// From this many bytes on, the file is put aside and a new one begun.
const LARGEST: u64 = 1024 * 1024;
/// The log's name in the state directory.
pub const NAME: &str = "dateline.log";

/// Begins to log at `level` into the state directory. Reading doesn't depend on it: what keeps the log from being
/// written is a sentence, and there is none.
#[must_use]
pub fn begin(state_dir: &Path, level: LogLevel) -> Option<String> {
    let level = named(level)?;
    let file = match open(state_dir) {
        Ok(file) => file,
        Err(error) => return Some(format!("there is no log in {}: {error}", state_dir.display())),
    };
    let log = tracing_subscriber::fmt().with_writer(Mutex::new(file)).with_ansi(false).with_max_level(level);
    // What goes wrong with the log would be written over the screen.
    drop(log.log_internal_errors(false).try_init());
    None
}

fn named(level: LogLevel) -> Option<Level> {
    match level {
        LogLevel::Off => None,
        LogLevel::Error => Some(Level::ERROR),
        LogLevel::Warn => Some(Level::WARN),
        LogLevel::Info => Some(Level::INFO),
        LogLevel::Debug => Some(Level::DEBUG),
        LogLevel::Trace => Some(Level::TRACE),
    }
}

fn open(state_dir: &Path) -> io::Result<File> {
    fs::create_dir_all(state_dir)?;
    let path = state_dir.join(NAME);
    match fs::metadata(&path) {
        Ok(found) if !found.is_file() => return Err(io::Error::other(format!("{NAME} is not a file"))),
        Ok(found) if found.len() > LARGEST => drop(fs::rename(&path, path.with_extension("log.old"))),
        Ok(_) | Err(_) => {}
    }
    OpenOptions::new().create(true).append(true).open(path)
}

/// Makes a panic, in whichever thread, give the terminal back, say where the report is, and end the program.
///
/// Calls of libraries that may panic on foreign input stand behind [`guard`], which says so beforehand.
pub fn on_panic(state_dir: &Path) {
    let path = state_dir.join(NAME);
    std::panic::set_hook(Box::new(move |info| {
        error!("panic: {info}\n{}", std::backtrace::Backtrace::force_capture());
        if guard::is_guarded() {
            return;
        }
        terminal::give_back();
        let mut out = std::io::stderr().lock();
        let payload = info.payload();
        let owned = payload.downcast_ref::<String>().map(String::as_str);
        let said = payload.downcast_ref::<&str>().copied().or(owned).unwrap_or("no reason given");
        let at = info.location().map(ToString::to_string).unwrap_or_default();
        let report = if path.is_file() { format!(" The report is in {}", path.display()) } else { String::new() };
        drop(writeln!(
            out,
            "dateline: a mistake in the program ended it: {said} ({at})\nNothing that was saved is lost.{report}"
        ));
        std::process::exit(101);
    }));
}
