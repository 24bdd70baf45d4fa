//! `dateline import`: what another reader keeps, brought in. What can't be is told, by reasons.

use std::{path::PathBuf, sync::Arc};

use anyhow::{Result, bail};
use clap::Args;
use serde_json::json;

use super::{
    DONE, PARTLY, Places,
    output::{complain, json_line, print},
    world,
};
use crate::{
    library::{
        self, MovedIn,
        moving::{self, Found, Luggage},
    },
    refresh::{self, Pace, Whom},
    run,
    settings::paths::Paths,
    sources::http::Client,
    subscriptions::Subscriptions,
};

mod keys;

/// The word for newsboat's own files, wherever they are.
const NEWSBOAT: &str = "newsboat";
/// A word that may stand before a file.
const OPML: &str = "opml";
/// The word for newsboat's keys.
const KEYS: &str = "newsboat-keys";

/// Arguments of `dateline import`.
#[derive(Debug, Args)]
pub struct Import {
    /// An OPML or FOAF file, newsboat's urls or cache.db, a list of addresses, - for standard input; or the word newsboat for
    /// all that newsboat keeps, or newsboat-keys to print its keys as a keymap.toml
    #[arg(value_name = "FILE|-|newsboat|newsboat-keys")]
    what: PathBuf,
    /// newsboat's config, for newsboat-keys, if it isn't in its place; or the file, where the word opml stands before it
    #[arg(value_name = "CONFIG")]
    config: Option<PathBuf>,
    /// The report as one JSON object
    #[arg(long)]
    json: bool,
    /// Say what would be subscribed to, and do nothing
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    /// Brings in what the file holds.
    pub fn import(&self, places: &Places) -> Result<u8> {
        if self.what.as_os_str() == KEYS {
            return keys::print_keymap(self.config.as_deref());
        }
        let what = match &self.config {
            // So says newsboat's habit, and others': what it is is found out anyway.
            Some(file) if self.what.as_os_str() == OPML => file,
            Some(_) => bail!("one file at a time"),
            None => &self.what,
        };
        let paths = world::paths(places)?;
        let (settings, mistakes) = world::settings(&paths);
        for text in &mistakes {
            complain(text);
        }
        let programs = run::programs(&settings.config);
        let is_newsboat = what.as_os_str() == NEWSBOAT;
        let luggage = if is_newsboat { moving::of_newsboat(programs) } else { moving::of_file(what, programs) };
        let mut luggage = luggage?;
        let mut subscriptions = Subscriptions::open(&paths.config_dir)?;
        let moved = if self.dry_run {
            luggage.foresee(&subscriptions, &paths.config_dir)?;
            None
        } else {
            luggage.unpack(&mut subscriptions, &paths.config_dir)?;
            move_in(&luggage, &subscriptions, &paths)?
        };
        self.tell(&luggage.found, moved.as_ref())?;
        Ok(if luggage.found.skipped.count() == 0 { DONE } else { PARTLY })
    }

    fn tell(&self, found: &Found, moved: Option<&MovedIn>) -> Result<()> {
        for text in found.told() {
            complain(&text);
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
                    "views": found.new_views,
                    "rules": found.new_rules,
                    "skipped": found.skipped.count(),
                    "reasons": found.skipped.reasons(),
                    "articles": articles,
                });
                return json_line(out, &report);
            }
            writeln!(out, "{}", if self.dry_run { found.outlook() } else { found.summary() })?;
            moved.iter().try_for_each(|moved| Ok(writeln!(out, "{}", moved.sentence())?))
        })
    }
}

/// Takes articles in, and parses their texts, as a reading of their feeds would.
fn move_in(luggage: &Luggage, subscriptions: &Subscriptions, paths: &Paths) -> Result<Option<MovedIn>> {
    if !luggage.has_articles() {
        return Ok(None);
    }
    let mut library = world::library_for_printing(paths)?;
    let moved = luggage.move_in(&mut library, subscriptions, library::now())?;
    refresh::run(&[], Whom::Due, Pace::default(), &mut library.store, &Arc::new(Client::usual()), &mut |_| {})?;
    Ok(moved)
}
