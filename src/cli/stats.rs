//! `dateline stats`: what came in, what became of it, and who was quoted.

use anyhow::{Result, bail};
use clap::Args;
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{
    DONE, Places,
    output::{json_line, print},
    world,
};
use crate::{
    app::{Clock, stats},
    catalog::stats::{SourceStats, Stats as Numbers},
    settings::config::Config,
};

/// The most days that are looked back.
const MOST: i64 = 3_660;
/// How many spans a longer stretch is divided into.
const SPANS: i64 = 60;

/// Arguments of `dateline stats`.
#[derive(Debug, Args)]
pub struct Stats {
    /// How many days up to today
    #[arg(long, value_name = "N", default_value_t = 30)]
    days: i64,
    /// A JSON object: {"format":"dateline.stats/1", …}; times in Unix seconds, numbers per span the earliest first
    #[arg(long)]
    json: bool,
}

/// The numbers as JSON.
#[derive(Serialize)]
struct JsonStats<'a> {
    format: &'static str,
    #[serde(flatten)]
    stats: &'a Numbers,
}

impl Stats {
    /// Prints the numbers.
    pub fn print(&self, places: &Places) -> Result<u8> {
        if !(1..=MOST).contains(&self.days) {
            bail!("--days takes a number from 1 to {MOST}");
        }
        let library = world::library_for_printing(&world::paths(places)?)?;
        let now = Timestamp::now();
        let clock = Clock { now: now.as_second(), offset: TimeZone::system().to_offset(now).seconds() };
        let (from, to) = stats::days(self.days, clock);
        let numbers = library.store.stats(from, to, usize::try_from(self.days.min(SPANS))?)?;
        print(|out| {
            if self.json {
                return json_line(out, &JsonStats { format: "dateline.stats/1", stats: &numbers });
            }
            writeln!(out, "{}\n", stats::title(&numbers, clock, &Config::default()))?;
            let articles = numbers.total(|source: &SourceStats| &source.articles);
            let quotations = numbers.total(|source: &SourceStats| &source.quotations);
            writeln!(out, "articles    {}", stats::columns(&articles, 60))?;
            writeln!(out, "quotations  {}\n", stats::columns(&quotations, 60))?;
            for line in stats::lines(&numbers) {
                writeln!(out, "{}", line.trim_end())?;
            }
            Ok(())
        })?;
        Ok(DONE)
    }
}
