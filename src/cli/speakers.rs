//! `dateline speakers`: everybody who is quoted, with counts per source.

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::{
    DONE, Places, csv,
    output::{json_line, print},
    world,
};
use crate::store::Speaking;

/// Arguments of `dateline speakers`.
#[derive(Debug, Args)]
pub struct Speakers {
    /// Only in sources with these words in their name
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// One JSON object a line: {"format":"dateline.speaker/1", …}
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Comma-separated values with a head, a row for each speaker and source
    #[arg(long)]
    csv: bool,
}

/// A speaker as JSON.
#[derive(Serialize)]
struct JsonSpeaker<'a> {
    format: &'static str,
    /// Null for all whose names say nothing outside of their articles: `officials`, `Al-Amiri`.
    person: Option<i64>,
    name: Option<&'a str>,
    quotations: usize,
    articles: usize,
    sources: Vec<JsonSource<'a>>,
}

#[derive(Serialize)]
struct JsonSource<'a> {
    name: &'a str,
    quotations: usize,
}

impl Speakers {
    /// Prints the speakers.
    pub fn print(&self, places: &Places) -> Result<u8> {
        let library = world::library_for_printing(&world::paths(places)?)?;
        let speakers = library.store.speakers(self.source.as_deref())?;
        print(|out| {
            if self.csv {
                csv::row(out, ["person", "speaker", "source", "quotations"])?;
            }
            for speaking in &speakers {
                if self.json {
                    json_line(out, &json(speaking))?;
                } else if self.csv {
                    print_csv(out, speaking)?;
                } else {
                    print_plain(out, speaking)?;
                }
            }
            Ok(())
        })?;
        Ok(DONE)
    }
}

fn json(speaking: &Speaking) -> JsonSpeaker<'_> {
    JsonSpeaker {
        format: "dateline.speaker/1",
        person: speaking.person.map(|person| person.0),
        name: speaking.person.map(|_| &*speaking.name),
        quotations: speaking.quotations,
        articles: speaking.articles,
        sources: speaking
            .sources
            .iter()
            .map(|(name, quotations)| JsonSource { name, quotations: *quotations })
            .collect(),
    }
}

fn print_csv(out: &mut dyn std::io::Write, speaking: &Speaking) -> Result<()> {
    let person = speaking.person.map_or_else(String::new, |person| person.0.to_string());
    for (source, quotations) in &speaking.sources {
        csv::row(out, [&*person, &*speaking.name, &**source, &*quotations.to_string()])?;
    }
    Ok(())
}

fn print_plain(out: &mut dyn std::io::Write, speaking: &Speaking) -> Result<()> {
    let name = if speaking.person.is_some() { &*speaking.name } else { "(unnamed, or known by a short name only)" };
    let sources: Vec<_> = speaking
        .sources
        .iter()
        .map(|(source, count)| format!("{} {count}", if source.is_empty() { "(no source)" } else { source }))
        .collect();
    writeln!(out, "{}\t{}\t{name}\t{}", speaking.quotations, speaking.articles, sources.join(", "))?;
    Ok(())
}
