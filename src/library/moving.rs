//! Moving in: what another reader keeps, read and brought into the subscriptions, the views and the store. What can't be is
//! told, by reasons.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow, bail};

use super::{Library, MovedIn};
use crate::{
    files::{shared::SharedText, top},
    sources::{
        Form,
        files::{self, Input},
        newsboat::{
            cache::{Cache, MAGIC},
            places, rules, urls,
        },
        opml,
        program::Programs,
        recognise,
    },
    subscriptions::Subscriptions,
};

mod found;

pub use found::Found;
pub(super) use found::address;

/// The file of views within the configuration directory, and as many bytes of it as settings read.
const VIEWS: (&str, u64) = ("views.toml", 256 << 10);

/// What is to be brought in.
#[derive(Debug)]
pub struct Luggage {
    /// Subscriptions, queries, and what can't come.
    pub found: Found,
    cache: Option<Cache>,
}

/// What newsboat keeps of this user.
///
/// # Errors
/// When there is nothing of newsboat's, or it can't be read.
pub fn of_newsboat(programs: Programs) -> Result<Luggage> {
    let home = env::home_dir();
    let places = places::find(home.as_deref(), |name| env::var_os(name))
        .context("newsboat's urls are neither in ~/.config/newsboat nor in ~/.newsboat; name the file instead")?;
    let urls = places.urls.as_deref().map(|path| of_file(path, programs)).transpose()?;
    let cache = places.cache.as_deref().map(Cache::open).transpose()?;
    let mut found = urls.map(|urls| urls.found).unwrap_or_default();
    if let Some(config) = places.config.as_deref() {
        let bytes = Input::File(config.to_owned()).read().map_err(|why| anyhow!(why))?;
        let names = cache.as_ref().map(Cache::feeds).transpose()?.unwrap_or_default();
        found.add_rules(&rules::read(&String::from_utf8_lossy(&bytes)), &names);
    }
    Ok(Luggage { found, cache })
}

/// What a file holds, by what stands in it and not by its name; `-` is standard input.
///
/// # Errors
/// A sentence that names the file and says why nothing of it can be brought in.
pub fn of_file(what: &Path, programs: Programs) -> Result<Luggage> {
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
            Found::of_urls(lines, programs)
        }
    };
    Ok(Luggage { found, cache: None })
}

impl Luggage {
    /// Subscribes to what is new, and keeps queries as views, filters of articles as rules.
    ///
    /// # Errors
    /// When a file of the user's can't be read or written; it is then as it was.
    pub fn unpack(&mut self, subscriptions: &mut Subscriptions, config: &Path) -> Result<()> {
        self.found.leave_out_known(subscriptions.all());
        subscriptions.add_all(&self.found.subscriptions)?;
        let views = self.found.views();
        if !views.is_empty() {
            (self.found.new_views, self.found.views_there) = keep_views(config.join(VIEWS.0), &views)?;
        }
        let rules = self.found.rules();
        if !rules.is_empty() {
            self.found.new_rules = super::rules::add_all(config, &rules, super::now())?;
        }
        Ok(())
    }

    /// Finds out what unpacking would bring, and changes nothing.
    ///
    /// # Errors
    /// When a file of the user's can't be read.
    pub fn foresee(&mut self, subscriptions: &Subscriptions, config: &Path) -> Result<()> {
        self.found.leave_out_known(subscriptions.all());
        let mut file = SharedText::at(config.join(VIEWS.0), "views", VIEWS.1);
        let text = file.read()?;
        let views = self.found.views();
        let added = top::with(&text, &views).map_err(|flaw| file.unreadable(flaw))?;
        self.found.new_views = added.new.len();
        self.found.views_there = names(&views, added.other);
        self.found.new_rules = super::rules::count_missing(config, &self.found.rules(), super::now())?;
        Ok(())
    }

    /// Whether there are articles in it.
    #[must_use]
    pub fn has_articles(&self) -> bool {
        self.cache.is_some()
    }

    /// Takes newsboat's articles of the feeds that are subscribed to in; `None` where there are none. Their texts are parsed
    /// by the next refresh.
    ///
    /// # Errors
    /// As [`Library::move_in`].
    pub fn move_in(&self, library: &mut Library, subscriptions: &Subscriptions, now: i64) -> Result<Option<MovedIn>> {
        self.cache.as_ref().map(|cache| library.move_in(cache, subscriptions.all(), now)).transpose()
    }
}

/// Adds views at the end of their file; returns how many are new, and the names that stand there already for another one.
fn keep_views(path: PathBuf, views: &[(String, String)]) -> Result<(usize, Vec<String>)> {
    let mut file = SharedText::at(path, "views", VIEWS.1);
    let _lock = file.lock()?;
    let (mut new, mut other) = (0, Vec::new());
    file.change(|file, text| {
        let added = top::with(&text, views).map_err(|flaw| file.unreadable(flaw))?;
        (new, other) = (added.new.len(), added.other);
        Ok((!added.new.is_empty()).then_some(added.text))
    })?;
    Ok((new, names(views, other)))
}

fn names(views: &[(String, String)], places: Vec<usize>) -> Vec<String> {
    places.into_iter().filter_map(|place| views.get(place)).map(|(name, _)| name.clone()).collect()
}
