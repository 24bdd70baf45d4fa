//! `dateline check` and `dateline tidy`: what keeps a store sound and small.

use std::sync::Arc;

use anyhow::Result;
use clap::Args;

use super::{DONE, FAILED, Places, USAGE, output::print, search, world};
use crate::{
    catalog::{ArticleId, Found},
    library::{self, Library, retention},
    settings::paths::Paths,
    store::{Finding, Mend, Unread},
    subscriptions::Subscriptions,
};

/// How many free pages are given back at a time.
const STEP: usize = 500;
/// How many articles are named.
const NAMED: usize = 20;

/// Arguments of `dateline check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Mend what doesn't agree, and make the index as `stemming` in config.toml says
    #[arg(long)]
    repair: bool,
}

impl Check {
    /// Prints what doesn't agree. Exit code 1 if anything is left so: what can't be mended, or wasn't to be.
    pub fn run(&self, places: &Places) -> Result<u8> {
        let paths = world::paths(places)?;
        let mut library = world::library_for_printing(&paths)?;
        let wanted = library::stemming(&world::settings(&paths).0.config);
        let mut findings = library.store.check(if self.repair { Mend::Yes } else { Mend::No })?;
        let mut left = if self.repair { library.store.check(Mend::No)? } else { findings.clone() };
        if library.store.stemming()? != wanted {
            let told = Finding { says: "the index is made otherwise than `stemming` says".to_owned(), count: 1 };
            findings.push(told.clone());
            if self.repair {
                library.store.index_anew(wanted)?;
            } else {
                left.push(told);
            }
        }
        // What only mending brought to light.
        let is_new = |one: &&Finding| findings.iter().all(|other| other.says != one.says);
        let brought: Vec<Finding> = left.iter().filter(is_new).cloned().collect();
        findings.extend(brought);
        print(|out| {
            for finding in &findings {
                let mended = if left.iter().any(|other| other.says == finding.says) { "" } else { "\tmended" };
                writeln!(out, "{}\t{}{mended}", finding.count, finding.says)?;
            }
            if findings.is_empty() {
                writeln!(out, "the articles, their index and their counts agree")?;
            }
            Ok(())
        })?;
        Ok(if left.is_empty() { DONE } else { FAILED })
    }
}

/// Arguments of `dateline tidy`.
#[derive(Debug, Args)]
pub struct Tidy {
    /// Which articles may go: `dateline tidy older:90d`; without one, what `keep` in feeds.toml and config.toml doesn't keep
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Say what would go, and remove nothing
    #[arg(long)]
    dry_run: bool,
    /// Unread articles may go, too
    #[arg(long)]
    unread: bool,
    /// Of each source, the newest N stay whatever the query says
    #[arg(long, value_name = "N", default_value_t = 0)]
    keep: usize,
}

impl Tidy {
    /// Removes articles, or says which.
    pub fn run(&self, places: &Places) -> Result<u8> {
        let Some(query) = search::read(&self.query) else { return Ok(USAGE) };
        let paths = world::paths(places)?;
        let mut library = world::library_for_printing(&paths)?;
        library.follow_bookmarks(library::now())?;
        if query.is_empty() {
            return self.by_settings(&paths, &mut library);
        }
        let unread = if self.unread { Unread::Goes } else { Unread::Stays };
        let ids = library.store.removable(&Found::of(Arc::new(query.with_muted())), unread, self.keep)?;
        if self.dry_run {
            return tell(&library, &ids, unread);
        }
        let removed = library.store.remove(&ids, library::now())?;
        while library.store.shrink(STEP)? > 0 {}
        print(|out| Ok(writeln!(out, "{removed} articles were removed")?))?;
        Ok(DONE)
    }
}

impl Tidy {
    /// Removes what the settings don't keep, or says of each feed how much that is.
    fn by_settings(&self, paths: &Paths, library: &mut Library) -> Result<u8> {
        let subscriptions = Subscriptions::open(&paths.config_dir)?;
        let keep = world::settings(paths).0.config.keep;
        let now = library::now();
        let found = retention::surplus(&library.store, &paths.config_dir, subscriptions.all(), keep, now)?;
        let mut count = found.iter().map(|one| one.articles.len()).sum();
        if !self.dry_run {
            count = retention::let_go(&mut library.store, &paths.config_dir, subscriptions.all(), keep, now)?;
        }
        print(|out| {
            for one in &found {
                writeln!(out, "{}\t{}\tkeep = {}", one.articles.len(), one.name, one.keep)?;
            }
            let what = if self.dry_run { "would be" } else { "were" };
            Ok(writeln!(out, "{count} articles {what} removed; none that is kept, tagged, put off or unread")?)
        })?;
        Ok(DONE)
    }
}

fn tell(library: &Library, ids: &[ArticleId], unread: Unread) -> Result<u8> {
    let first: Vec<ArticleId> = ids.iter().copied().take(NAMED).collect();
    let rows = library.store.rows(&first)?;
    print(|out| {
        let never = match unread {
            Unread::Goes => "kept, tagged or put off",
            Unread::Stays => "kept, tagged, put off or unread",
        };
        writeln!(out, "{} articles would be removed; none that is {never}", ids.len())?;
        for row in &rows {
            writeln!(out, "{}\t{}\t{}", row.id.0, row.source, row.headline)?;
        }
        if ids.len() > rows.len() {
            writeln!(out, "… and {} more, all newer", ids.len() - rows.len())?;
        }
        Ok(())
    })?;
    Ok(DONE)
}
