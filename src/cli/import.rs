//! `dateline import`: what another reader keeps, brought in. What can't be is told, by reasons.

use std::{
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use clap::Args;
use serde_json::json;

use super::{
    DONE, PARTLY, Places,
    output::{complain, json_line, print},
    refresh::client,
    world,
};
use crate::{
    library::{self, MovedIn},
    refresh::{self, Pace, Whom},
    settings::{Settings, paths::Paths},
    sources::{
        Form, files,
        files::Input,
        newsboat::{
            cache::{Cache, MAGIC},
            places, urls,
        },
        opml, recognise,
    },
    subscriptions::Subscriptions,
};

mod found;
mod keys;

use found::Found;

/// The word for newsboat's own files, wherever they are.
const NEWSBOAT: &str = "newsboat";
/// The word for newsboat's keys.
const KEYS: &str = "newsboat-keys";

/// Arguments of `dateline import`.
#[derive(Debug, Args)]
pub struct Import {
    /// An OPML file, newsboat's urls or cache.db, a list of addresses, - for standard input; or the word newsboat for all that
    /// newsboat keeps, or newsboat-keys to print its keys as a keymap.toml
    #[arg(value_name = "FILE|-|newsboat|newsboat-keys")]
    what: PathBuf,
    /// newsboat's config, for newsboat-keys, if it isn't in its place
    #[arg(value_name = "CONFIG")]
    config: Option<PathBuf>,
    /// The report as one JSON object
    #[arg(long)]
    json: bool,
    /// Say what would be subscribed to, and do nothing
    #[arg(long)]
    dry_run: bool,
}

/// What is to be brought in.
struct Luggage {
    found: Found,
    cache: Option<Cache>,
}

impl Import {
    /// Brings in what the file holds.
    pub fn import(&self, places: &Places) -> Result<u8> {
        if self.what.as_os_str() == KEYS {
            return keys::print_keymap(self.config.as_deref());
        }
        ensure!(self.config.is_none(), "one file at a time");
        let paths = world::paths(places)?;
        let (settings, mistakes) = world::settings(&paths);
        for text in &mistakes {
            complain(text);
        }
        let mut luggage =
            if self.what.as_os_str() == NEWSBOAT { of_newsboat(&settings) } else { of_file(&self.what, &settings) }?;
        let mut subscriptions = Subscriptions::open(&paths.config_dir)?;
        luggage.found.leave_out_known(subscriptions.all());
        if !self.dry_run {
            subscriptions.add_all(&luggage.found.subscriptions)?;
        }
        let moved = match luggage.cache {
            Some(cache) if !self.dry_run => Some(move_in(&cache, &subscriptions, &paths)?),
            _ => None,
        };
        self.tell(&luggage.found, moved.as_ref())?;
        Ok(if luggage.found.skipped.count() == 0 { DONE } else { PARTLY })
    }

    fn tell(&self, found: &Found, moved: Option<&MovedIn>) -> Result<()> {
        for text in found.notices.iter().chain(&found.views()).chain(&found.skipped.told()) {
            complain(text);
        }
        print(|out| {
            if self.json {
                let articles = moved.map(|moved| {
                    json!({
                        "new": moved.new,
                        "known": moved.known,
                        "read": moved.read,
                        "flagged": moved.flagged,
                        "deleted": moved.buried,
                        "left_out": moved.left_out,
                    })
                });
                let report = json!({
                    "format": "dateline.import/1",
                    "added": found.subscriptions.len(),
                    "known": found.known,
                    "skipped": found.skipped.count(),
                    "reasons": found.skipped.reasons(),
                    "articles": articles,
                });
                return json_line(out, &report);
            }
            writeln!(out, "{}", found.summary())?;
            moved.iter().try_for_each(|moved| Ok(writeln!(out, "{}", sentence(moved))?))
        })
    }
}

/// What newsboat keeps of this user.
fn of_newsboat(settings: &Settings) -> Result<Luggage> {
    let home = env::home_dir();
    let places = places::find(home.as_deref(), |name| env::var_os(name))
        .context("newsboat's urls are neither in ~/.config/newsboat nor in ~/.newsboat; name the file instead")?;
    let urls = places.urls.as_deref().map(|path| of_file(path, settings)).transpose()?;
    let cache = places.cache.as_deref().map(Cache::open).transpose()?;
    Ok(Luggage { found: urls.map(|urls| urls.found).unwrap_or_default(), cache })
}

/// What a file holds, by what stands in it and not by its name.
fn of_file(what: &Path, settings: &Settings) -> Result<Luggage> {
    let input = files::single(what).map_err(|why| anyhow!(why))?;
    let bytes = input.read().map_err(|why| anyhow!(why))?;
    let name = input.name().unwrap_or("standard input");
    if bytes.starts_with(MAGIC) {
        let Input::File(path) = &input else { bail!("newsboat's cache.db can't be read from standard input: name it") };
        return Ok(Luggage { found: Found::default(), cache: Some(Cache::open(path)?) });
    }
    let found = match recognise(&bytes, None) {
        Form::Opml => Found::of_opml(&opml::read(&bytes, None)?),
        Form::Feed | Form::JsonFeed => bail!("{name} is a feed, not a list of feeds: `dateline add` takes its address"),
        Form::Page => bail!("{name} is a web page, not a list of feeds"),
        Form::Binary | Form::Mailbox => bail!("{name} is no list of feeds"),
        Form::Empty => bail!("{name} is empty"),
        Form::Mail | Form::Markdown | Form::Text => {
            let lines = urls::read(&bytes);
            if lines.iter().all(|line| matches!(line.source, urls::Source::Other(_))) {
                bail!("{name} is neither OPML nor a list of addresses");
            }
            Found::of_urls(lines, settings.config.run_commands)
        }
    };
    Ok(Luggage { found, cache: None })
}

/// Takes articles in, and parses their texts, as a reading of their feeds would.
fn move_in(cache: &Cache, subscriptions: &Subscriptions, paths: &Paths) -> Result<MovedIn> {
    let mut library = world::library_for_printing(paths)?;
    let moved = library.move_in(cache, subscriptions.all(), library::now())?;
    refresh::run(&[], Whom::Due, Pace::default(), &mut library.store, &Arc::new(client()), &mut |_| {})?;
    Ok(moved)
}

fn sentence(moved: &MovedIn) -> String {
    let count = |count: usize, words: &str| (count > 0).then(|| format!("{count} {words}"));
    let parts = [
        Some(format!("{} {} brought in", moved.new, if moved.new == 1 { "article" } else { "articles" })),
        count(moved.known, "there already"),
        count(moved.read, "marked as read"),
        count(moved.flagged, "flagged ones bookmarked"),
        count(moved.buried, "deleted ones kept off"),
        count(moved.left_out, "of feeds that aren't subscribed to left out"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
