//! The `dateline` program: hands argv to the library and turns the outcome into an exit code.

use std::process::ExitCode;

use clap::Parser as _;
use dateline::cli;

fn main() -> ExitCode {
    match cli::run(cli::Line::parse()) {
        Ok(code) => code,
        Err(error) => cli::report(&error),
    }
}
