//! `dateline completions` and `dateline man`: made from the definitions of the command line, the commands and the options
//! when they are asked for, so that they can't be behind. They know nothing of the user's own files.

mod page;

use anyhow::Result;
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{DONE, Line, output::print};

/// Arguments of `dateline completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Arguments of `dateline man`.
#[derive(Debug, Args)]
pub struct Page {}

impl Completions {
    /// Prints the script for the shell.
    pub fn print(&self) -> Result<u8> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Line::command(), "dateline", &mut script);
        print(|out| Ok(out.write_all(&script)?))?;
        Ok(DONE)
    }
}

impl Page {
    /// Prints the page in the language of man pages, roff.
    pub fn print() -> Result<u8> {
        let page = page::page()?;
        print(|out| Ok(out.write_all(&page)?))?;
        Ok(DONE)
    }
}
