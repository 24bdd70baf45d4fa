//! `dateline import`: what another reader keeps, brought in. What can't be is told, by reasons.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::Args;
use serde_json::json;

use super::{
    DONE, PARTLY, Places,
    output::{complain, json_line, print},
    world,
};
use crate::{
    settings::{Settings, paths::Paths},
    sources::{Form, files, newsboat::urls, opml, recognise},
    subscriptions::Subscriptions,
};

mod found;

use found::Found;

/// Arguments of `dateline import`.
#[derive(Debug, Args)]
pub struct Import {
    /// An OPML file, newsboat's urls, a list of addresses, or - for standard input
    #[arg(value_name = "FILE|-")]
    what: PathBuf,
    /// The report as one JSON object
    #[arg(long)]
    json: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    /// Brings in what the file holds.
    pub fn import(&self, places: &Places) -> Result<u8> {
        let paths = world::paths(places)?;
        let (settings, mistakes) = world::settings(&paths);
        for text in &mistakes {
            complain(text);
        }
        let found = read(&self.what, &settings)?;
        self.subscribe(found, &paths)
    }

    fn subscribe(&self, mut found: Found, paths: &Paths) -> Result<u8> {
        let mut subscriptions = Subscriptions::open(&paths.config_dir)?;
        found.leave_out_known(subscriptions.all());
        let added = found.subscriptions.len();
        if !self.dry_run {
            subscriptions.add_all(&found.subscriptions)?;
        }
        for text in found.notices.iter().chain(&found.skipped.told()) {
            complain(text);
        }
        print(|out| {
            if self.json {
                return json_line(
                    out,
                    &json!({
                        "format": "dateline.import/1",
                        "added": added,
                        "known": found.known,
                        "skipped": found.skipped.count(),
                        "reasons": found.skipped.reasons(),
                    }),
                );
            }
            writeln!(out, "{}", found.summary(added))?;
            Ok(())
        })?;
        Ok(if found.skipped.count() == 0 { DONE } else { PARTLY })
    }
}

/// What a file holds, by what stands in it and not by its name.
fn read(what: &Path, settings: &Settings) -> Result<Found> {
    let input = files::single(what).map_err(|why| anyhow!(why))?;
    let bytes = input.read().map_err(|why| anyhow!(why))?;
    let name = input.name().unwrap_or("standard input");
    match recognise(&bytes, None) {
        Form::Opml => Ok(Found::of_opml(&opml::read(&bytes, None)?)),
        Form::Feed | Form::JsonFeed => bail!("{name} is a feed, not a list of feeds: `dateline add` takes its address"),
        Form::Page => bail!("{name} is a web page, not a list of feeds"),
        Form::Binary | Form::Mailbox => bail!("{name} is no list of feeds"),
        Form::Empty => bail!("{name} is empty"),
        Form::Mail | Form::Markdown | Form::Text => {
            let lines = urls::read(&bytes);
            if lines.iter().all(|line| matches!(line.source, urls::Source::Other(_))) {
                bail!("{name} is neither OPML nor a list of addresses");
            }
            Ok(Found::of_urls(lines, settings.config.run_commands))
        }
    }
}
