//! What commands need of the machine: the user's paths and settings, the library opened, what is wrong told.

use std::env;

use anyhow::{Context as _, Result};

use super::{Places, output::complain};
use crate::{
    library::{self, Library},
    settings::{
        self, Settings,
        paths::{Flags, Paths},
    },
    text::quotes::Lexicon,
};

/// Where everything is kept for this run.
///
/// # Errors
/// Says what to set where there is no home.
pub fn paths(places: &Places) -> Result<Paths> {
    let flags = Flags { config_dir: places.config_dir.clone(), data_dir: places.data_dir.clone() };
    Ok(Paths::find(&flags, |name| env::var_os(name))?)
}

/// The settings, and the mistakes in their files, a sentence each.
#[must_use]
pub fn settings(paths: &Paths) -> (Settings, Vec<String>) {
    let loaded = Settings::load(paths);
    let mut mistakes: Vec<_> = loaded.problems.iter().map(ToString::to_string).collect();
    mistakes.extend(lexicon(paths));
    (loaded.settings, mistakes)
}

/// Lays the user's own words over the built-in ones, and returns the mistakes in their files.
#[must_use]
pub fn lexicon(paths: &Paths) -> Vec<String> {
    let (lexicon, mistakes) = settings::words::load(&paths.config_dir);
    if let Some(lexicon) = lexicon {
        lexicon.put_in_force();
    }
    mistakes
}

/// The library, with the first run's articles in it, and what the user has to know.
///
/// # Errors
/// Where the store can't be used.
pub fn library(paths: &Paths) -> Result<(Library, Vec<String>)> {
    let now = library::now();
    let mut opening = Library::open(&paths.data_dir, &paths.config_dir, now)?;
    if opening.fresh {
        opening.library.take_seeds(Lexicon::in_force(), now).context("the first articles can't be stored")?;
    }
    Ok((opening.library, opening.told))
}

/// The library for a command that prints: what the user has to know goes to standard error.
///
/// # Errors
/// As [`library`].
pub fn library_for_printing(paths: &Paths) -> Result<Library> {
    let (library, told) = library(paths)?;
    for text in &told {
        complain(text);
    }
    Ok(library)
}
