//! `dateline paths`: where everything is kept.

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::{
    DONE, Places,
    output::{json_line, print},
    world,
};
use crate::{run::log, settings::words, text::clean};

/// Arguments of `dateline paths`.
#[derive(Debug, Args)]
pub struct Print {
    /// One JSON object
    #[arg(long)]
    json: bool,
}

impl Print {
    /// Prints where things are.
    pub fn print(&self, places: &Places) -> Result<u8> {
        let paths = world::paths(places)?;
        let named = [
            ("config", paths.config_dir.clone()),
            ("bookmarks", paths.config_dir.join("bookmarks.toml")),
            ("words", paths.config_dir.join(words::DIRECTORY)),
            ("data", paths.data_dir.clone()),
            ("log", paths.state_dir.join(log::NAME)),
            ("cache", paths.cache_dir.clone()),
        ];
        let named = named.map(|(name, path)| (name, clean::line(&path.display().to_string()).into_owned()));
        print(|out| {
            if self.json {
                let paths: serde_json::Map<_, _> =
                    named.iter().map(|(name, path)| ((*name).to_owned(), json!(path))).collect();
                return json_line(out, &json!({ "format": "dateline.paths/1", "paths": paths }));
            }
            named.iter().try_for_each(|(name, path)| Ok(writeln!(out, "{name:10} {path}")?))
        })?;
        Ok(DONE)
    }
}
