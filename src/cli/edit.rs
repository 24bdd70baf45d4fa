//! `dateline edit`: a file of the user's in the user's editor, and what is wrong with it afterwards.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Context as _, Error, Result, ensure};
use clap::{Args, ValueEnum};

use super::{DONE, PARTLY, Places, output::complain, world};
use crate::{bookmarks::Bookmarks, run::commands, settings::paths::Paths, subscriptions::Subscriptions};

/// Arguments of `dateline edit`.
#[derive(Debug, Args)]
pub struct Edit {
    /// Which file
    #[arg(value_enum, default_value_t = File::Feeds)]
    file: File,
}

/// A file that is made to be edited.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum File {
    /// feeds.toml, what is subscribed to
    Feeds,
    /// config.toml, the options
    Config,
    /// keymap.toml, the keys
    Keymap,
    /// bookmarks.toml
    Bookmarks,
}

impl Edit {
    /// Opens the file, and tells its mistakes when the editor has ended.
    pub fn edit(&self, places: &Places) -> Result<u8> {
        let paths = world::paths(places)?;
        let file = self.file.begin(&paths)?;
        let words = commands::editor(|name| env::var(name).ok()).map_err(Error::msg)?;
        let (program, arguments) = words.split_first().context("$EDITOR is empty")?;
        let status = Command::new(program)
            .args(arguments)
            .arg(&file)
            .status()
            .with_context(|| format!("could not run the editor {}", program.display()))?;
        ensure!(status.success(), "the editor {} ended with {status}", program.display());
        let problems = self.file.problems(&paths)?;
        for problem in &problems {
            complain(problem);
        }
        Ok(if problems.is_empty() { DONE } else { PARTLY })
    }
}

impl File {
    /// Where it is; a list of feeds begins with words on what may stand in it.
    fn begin(self, paths: &Paths) -> Result<PathBuf> {
        let name = match self {
            Self::Feeds => {
                let mut subscriptions = Subscriptions::open(&paths.config_dir)?;
                subscriptions.begin()?;
                return Ok(subscriptions.path().to_owned());
            }
            Self::Config => "config.toml",
            Self::Keymap => "keymap.toml",
            Self::Bookmarks => "bookmarks.toml",
        };
        crate::files::make_directory(&paths.config_dir)
            .with_context(|| format!("could not make {}", paths.config_dir.display()))?;
        Ok(paths.config_dir.join(name))
    }

    /// What is wrong with it, a sentence each.
    fn problems(self, paths: &Paths) -> Result<Vec<String>> {
        Ok(match self {
            Self::Feeds => {
                let subscriptions = Subscriptions::open(&paths.config_dir)?;
                subscriptions.problems().iter().map(ToString::to_string).collect()
            }
            Self::Config | Self::Keymap => world::settings(paths).1,
            Self::Bookmarks => {
                Bookmarks::open(&paths.config_dir)?;
                Vec::new()
            }
        })
    }
}
