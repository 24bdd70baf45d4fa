//! `dateline parse`: what a file is understood as.

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use clap::Args;

use super::{
    DONE,
    articles::JsonArticle,
    output::{json_line, print},
};
use crate::{library::intake, sources::files, text::quotes::Lexicon};

/// Arguments of `dateline parse`.
#[derive(Debug, Args)]
pub struct Parse {
    /// The file, or - for standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
}

impl Parse {
    /// Prints the parsed form.
    pub fn print(&self) -> Result<u8> {
        let gathered = files::gather(&[self.file.clone().into_os_string()]);
        if let Some(problem) = gathered.problems.first() {
            bail!("{problem}");
        }
        let [input] = &gathered.inputs[..] else { bail!("{} is a folder; name one file", self.file.display()) };
        let parsed = intake::parse(input, Lexicon::built_in()).map_err(|why| anyhow!(why))?;
        print(|out| json_line(out, &JsonArticle::new(&parsed.article, &parsed.quotations)))?;
        Ok(DONE)
    }
}
