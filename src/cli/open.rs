//! `dateline` and `dateline open`: the reader, on all articles or on those just taken in.

use std::{env, ffi::OsString, io::IsTerminal as _};

use anyhow::{Result, bail};

use super::{
    DONE, FAILED, PARTLY, Places, USAGE, articles,
    output::{complain, print, to_terminal},
    world,
};
use crate::{
    app::{Model, directory, panes::PlacesShown},
    catalog::{Scope, edition::Commission},
    library::{self, Library},
    run::{self, World, log},
    settings::{Settings, Whose, paths::Paths},
    sources::files,
    text::{document::Extent, quotes::Lexicon},
};

/// How the reader is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// On a screen.
    Screen,
    /// Line by line.
    Linear,
}

/// How the reader is shown, and with whose keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub way: Way,
    pub(super) keys: Whose,
}

/// Opens the reader; with standard output not a terminal, prints the list.
pub fn reader(places: &Places, reading: Reading) -> Result<u8> {
    let paths = world::paths(places)?;
    let way = reading.way;
    if way == Way::Screen && !to_terminal() {
        complain_all(&world::settings(&paths).1);
        let library = world::library_for_printing(&paths)?;
        print(|out| articles::print_rows(out, &library, &Scope::default(), articles::Form::Plain, usize::MAX))?;
        return Ok(DONE);
    }
    if let Some(code) = refused(way) {
        return Ok(code);
    }
    let Some((settings, mistakes)) = world::settings_for_reader(&paths, reading.keys) else { return Ok(USAGE) };
    let (library, mut told, newsboat) = world::library_and_newsboat(&paths)?;
    told.extend(mistakes);
    start(library, settings, &paths, Begin::With(Scope::default()), told, newsboat, reading)
}

/// Opens the reader on a briefing.
pub fn briefing(places: &Places, asked: Commission, reading: Reading) -> Result<u8> {
    let paths = world::paths(places)?;
    let way = reading.way;
    if let Some(code) = refused(way) {
        return Ok(code);
    }
    let Some((settings, mistakes)) = world::settings_for_reader(&paths, reading.keys) else { return Ok(USAGE) };
    let (library, mut told) = world::library(&paths)?;
    told.extend(mistakes);
    start(library, settings, &paths, Begin::Briefing(asked), told, None, reading)
}

/// What the reader opens on.
enum Begin {
    /// A list.
    With(Scope),
    /// What is new.
    Briefing(Commission),
}

/// Takes inputs in and opens the reader on them; with standard output not a terminal, lists them.
pub fn open(places: &Places, arguments: &[OsString], extent: Extent, reading: Reading) -> Result<u8> {
    let paths = world::paths(places)?;
    let way = reading.way;
    let found = if way == Way::Screen && !to_terminal() {
        Some(world::settings(&paths))
    } else {
        world::settings_for_reader(&paths, reading.keys)
    };
    let Some((settings, mistakes)) = found else { return Ok(USAGE) };
    let gathered = files::gather(arguments);
    let (mut library, mut told) = world::library(&paths)?;
    let intake = library.take_in(&gathered.inputs, extent, Lexicon::in_force(), library::now())?;
    told.extend(intake.notices);
    let problems: Vec<_> = gathered.problems.into_iter().chain(intake.problems).collect();
    if intake.ids.is_empty() {
        complain_all(told.iter().chain(&mistakes).chain(&problems));
        return Ok(FAILED);
    }
    let partly = if problems.is_empty() { DONE } else { PARTLY };
    if way == Way::Screen && !to_terminal() {
        complain_all(told.iter().chain(&mistakes).chain(&problems));
        print(|out| articles::print_rows(out, &library, &Scope::Only(intake.ids), articles::Form::Plain, usize::MAX))?;
        return Ok(partly);
    }
    if let Some(code) = refused(way) {
        return Ok(code);
    }
    told.extend(mistakes.into_iter().chain(problems));
    let code = start(library, settings, &paths, Begin::With(Scope::Only(intake.ids)), told, None, reading)?;
    Ok(code.max(partly))
}

fn complain_all<'a>(told: impl IntoIterator<Item = &'a String>) {
    for text in told {
        complain(text);
    }
}

/// Says why the reader can't be shown here, if it can't.
fn refused(way: Way) -> Option<u8> {
    if way == Way::Linear {
        return None;
    }
    if env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb") {
        complain(
            "this terminal can't show the reader (TERM is unset or dumb); `dateline --linear` reads line by line, `dateline list` and `show` print",
        );
        return Some(USAGE);
    }
    None
}

/// Whether views and sources stand beside the list, as it was chosen last.
fn places_shown(library: &Library) -> PlacesShown {
    match library.store.remembered(directory::REMEMBERED) {
        Ok(Some(0)) => PlacesShown::Hidden,
        Ok(Some(_)) => PlacesShown::Beside,
        Ok(None) | Err(_) => PlacesShown::Auto,
    }
}

fn start(
    library: Library,
    settings: Settings,
    paths: &Paths,
    begin: Begin,
    mut told: Vec<String>,
    newsboat: Option<usize>,
    Reading { way, keys }: Reading,
) -> Result<u8> {
    if way == Way::Screen && !std::io::stdin().is_terminal() && std::fs::File::open("/dev/tty").is_err() {
        bail!("there is no terminal to read keys from");
    }
    told.extend(log::begin(&paths.state_dir, settings.config.log_level));
    log::on_panic(&paths.state_dir);
    let (scope, asked) = match begin {
        Begin::With(scope) => (scope, None),
        Begin::Briefing(asked) => (Scope::default(), Some(asked)),
    };
    let mut model = Model::new(settings.config.clone(), settings.keymap.clone(), scope);
    model.briefing.asked = asked;
    model.take_looks(library.store.looks().unwrap_or_default());
    model.views.clone_from(&settings.views);
    model.directory.shown = places_shown(&library);
    let mut world = World::new(library, settings, told);
    world.keys = keys;
    world.newsboat = newsboat;
    world.state_dir = Some(paths.state_dir.clone());
    let ending = match way {
        Way::Screen => run::run(model, world)?,
        Way::Linear => run::linear::run(model, world)?,
    };
    ending.carry_out();
    Ok(DONE)
}
