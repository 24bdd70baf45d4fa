//! The `dateline` program: hands argv to the library and turns the outcome into an exit code.

use std::process::ExitCode;

use dateline::cli;

fn main() -> ExitCode {
    let outcome = match cli::Line::of_process() {
        Ok(line) => cli::run(line),
        Err(told) => cli::tell(&told),
    };
    outcome.unwrap_or_else(|error| cli::report(&error))
}
