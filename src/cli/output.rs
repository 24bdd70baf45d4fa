//! How the command line speaks: data on standard output, everything else on standard error, all of it clean.

use std::{
    io::{self, ErrorKind, IsTerminal as _, Write},
    process::ExitCode,
};

use anyhow::Context as _;
use serde::Serialize;

use super::{DONE, FAILED, USAGE};
use crate::text::clean;

const UNWRITABLE: &str = "standard output can't be written";

/// Prints an error with its causes as one sentence, and returns the exit code for it. A reader of our output that went
/// away is no error.
#[must_use]
pub fn report(error: &anyhow::Error) -> ExitCode {
    if error.chain().any(is_broken_pipe) {
        return ExitCode::from(DONE);
    }
    complain(&format!("{error:#}"));
    ExitCode::from(FAILED)
}

/// Prints the help, the version, or what is wrong with the command line, and returns the exit code for it.
///
/// # Errors
/// Where it can't be printed.
pub fn tell(told: &clap::Error) -> anyhow::Result<ExitCode> {
    told.print().context(UNWRITABLE)?;
    io::stdout().flush().context(UNWRITABLE)?;
    Ok(if told.use_stderr() { ExitCode::from(USAGE) } else { ExitCode::from(DONE) })
}

fn is_broken_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// Prints a line to standard error; whether that works can't be told anybody.
pub fn complain(text: &str) {
    drop(writeln!(io::stderr().lock(), "dateline: {}", clean::line(text)));
}

/// Whether standard output is a terminal.
#[must_use]
pub fn to_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Writes to standard output in large pieces.
///
/// # Errors
/// What `print` returns, and what writing the last piece says.
pub fn print(print: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut out = io::BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let printed = print(&mut out).and_then(|()| Ok(out.flush()?));
    // Writing is what fails with an error of input and output; reading says which file it read.
    let is_plain = |error: &anyhow::Error| error.is::<io::Error>() && error.chain().count() == 1;
    printed.map_err(|error| if is_plain(&error) { error.context(UNWRITABLE) } else { error })
}

/// Writes one JSON value and a newline.
///
/// # Errors
/// Where writing fails.
pub fn json_line(out: &mut dyn Write, value: &impl Serialize) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}
