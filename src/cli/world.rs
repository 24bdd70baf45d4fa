//! What commands need of the machine: the user's paths and settings, the library opened, what is wrong told.

use std::env;

use anyhow::{Context as _, Result};

use super::{Places, output::complain};
use crate::{
    library::{self, Library},
    settings::{
        self, Loaded, Settings, Whose,
        paths::{Flags, Paths},
    },
    sources::{files::Input, newsboat},
    subscriptions::Subscriptions,
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
    with_lexicon(paths, Settings::load(paths))
}

fn with_lexicon(paths: &Paths, loaded: Loaded) -> (Settings, Vec<String>) {
    let mut mistakes: Vec<_> = loaded.problems.iter().map(ToString::to_string).collect();
    mistakes.extend(lexicon(paths));
    (loaded.settings, mistakes)
}

/// As [`settings`], for the reader. With mistakes in the user's keys there are none: they are told, all at once.
#[must_use]
pub fn settings_for_reader(paths: &Paths, keys: Whose) -> Option<(Settings, Vec<String>)> {
    let loaded = Settings::with_keys(&paths.config_dir, keys);
    let in_keys: Vec<_> = loaded.in_keys().map(ToString::to_string).collect();
    if in_keys.is_empty() {
        return Some(with_lexicon(paths, loaded));
    }
    for mistake in &in_keys {
        complain(mistake);
    }
    let them = if in_keys.len() == 1 { "it" } else { "them" };
    complain(&format!(
        "keys with mistakes might do what you don't want, so nothing was opened: mend {them} in {}, or read without your \
         keys: dateline --default-keys",
        paths.config_dir.display()
    ));
    None
}

/// Lays the user's own words over the built-in ones, and returns the mistakes in their files.
#[must_use]
pub fn lexicon(paths: &Paths) -> Vec<String> {
    let (lexicon, mistakes) = settings::words::load(&paths.config_dir);
    Lexicon::put_in_force(lexicon);
    mistakes.iter().map(ToString::to_string).collect()
}

/// The library, with the first run's articles in it, and what the user has to know.
///
/// # Errors
/// Where the store can't be used.
pub fn library(paths: &Paths) -> Result<(Library, Vec<String>)> {
    let (library, mut told, newsboat) = library_and_newsboat(paths)?;
    told.extend(newsboat.map(|feeds| {
        let (count, them) =
            if feeds == 1 { ("one feed was".to_owned(), "it") } else { (format!("{feeds} feeds were"), "them") };
        format!("newsboat's {count} found: `dateline import newsboat` brings {them} in, with what was read")
    }));
    Ok((library, told))
}

/// The library; what the user has to know; how many feeds newsboat has, if this is the first run and there are none here.
///
/// # Errors
/// As [`library()`].
pub fn library_and_newsboat(paths: &Paths) -> Result<(Library, Vec<String>, Option<usize>)> {
    let now = library::now();
    let mut opening = Library::open(&paths.data_dir, &paths.config_dir, now)?;
    if opening.fresh {
        let notices = opening.library.take_seeds(Lexicon::in_force(), now);
        opening.told.extend(notices.context("the first articles can't be stored")?);
    }
    let newsboat = opening.fresh.then(|| newsboats_feeds(paths)).flatten();
    Ok((opening.library, opening.told, newsboat))
}

/// How many feeds newsboat has; `None` where there are some here, or it has none.
fn newsboats_feeds(paths: &Paths) -> Option<usize> {
    if !Subscriptions::open(&paths.config_dir).ok()?.all().is_empty() {
        return None;
    }
    let urls = newsboat::places::find(env::home_dir().as_deref(), |name| env::var_os(name))?.urls?;
    let lines = newsboat::urls::read(&Input::File(urls).read().ok()?);
    let feeds = lines.iter().filter(|line| matches!(line.source, newsboat::urls::Source::Feed(_))).count();
    (feeds > 0).then_some(feeds)
}

/// Has the user's rules in force and looks at every article by them; what is wrong goes to standard error.
pub fn follow_rules(library: &mut Library) {
    let now = library::now();
    let followed = library.follow_rules(now).and_then(|followed| {
        library.apply_rules(now)?;
        Ok(followed)
    });
    match followed {
        Ok(followed) => followed.problems.iter().for_each(|problem| complain(problem)),
        Err(error) => complain(&format!("{error:#}")),
    }
}

/// The library for a command that prints: what the user has to know goes to standard error.
///
/// # Errors
/// As [`library()`].
pub fn library_for_printing(paths: &Paths) -> Result<Library> {
    let (library, told) = library(paths)?;
    for text in &told {
        complain(text);
    }
    Ok(library)
}
