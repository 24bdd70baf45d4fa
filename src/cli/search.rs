//! Queries on the command line: read, explained where they make no sense, and `dateline search`.

use std::{
    env,
    io::{self, Write},
    sync::Arc,
};

use anyhow::Result;
use clap::Args;
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{
    DONE, FAILED, Places, USAGE,
    articles::{Form, row_line},
    output::{complain, json_line, print, to_terminal},
    world,
};
use crate::{
    catalog::{Anchor, ArticleId, Found, Row, Scope},
    library::{self, Library},
    query::{self, Query, Snippet, Today},
    text::clean,
};

/// Arguments of `dateline search`.
#[derive(Debug, Args)]
pub struct Search {
    /// Words and conditions; `dateline queries` explains them. Before one that begins with -, say --
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// At most this many
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20)]
    limit: usize,
    /// One JSON object a line: {"format":"dateline.hit/1", …}
    #[arg(long)]
    json: bool,
}

impl Search {
    /// Prints what is found, each with the words about it.
    pub fn print(&self, places: &Places) -> Result<u8> {
        let Some(query) = read(&self.query) else { return Ok(USAGE) };
        let mut library = world::library_for_printing(&world::paths(places)?)?;
        if let Err(why) = library.follow_bookmarks(library::now()) {
            complain(&format!("{why:#}"));
        }
        let rows = newest(&library, &query, self.limit)?;
        let ids: Vec<ArticleId> = rows.iter().map(|row| row.id).collect();
        let snippets = library.store.snippets(&query, &ids)?;
        print(|out| {
            for row in &rows {
                let snippet = snippets.iter().find(|(id, _)| *id == row.id).map(|(_, snippet)| snippet);
                print_hit(out, row, snippet, Form::of(self.json))?;
            }
            Ok(())
        })?;
        Ok(if rows.is_empty() { FAILED } else { DONE })
    }
}

fn newest(library: &Library, query: &Arc<Query>, limit: usize) -> Result<Vec<Row>> {
    let found = Found::of(Arc::clone(query));
    Ok(library.store.window(&Scope::Found(found), Anchor::First, limit)?.rows)
}

/// The query that words of the command line make. A mistake is told with its place, and `None` returned.
#[must_use]
pub fn read(words: &[String]) -> Option<Arc<Query>> {
    let text = clean::line(&words.join(" ")).into_owned();
    match query::parse(&text, today()) {
        Ok(query) => Some(Arc::new(query)),
        Err(mistake) => {
            complain(&format!("column {}: {mistake}", mistake.column(&text)));
            for line in mistake.pointer(&text).lines() {
                drop(writeln!(io::stderr().lock(), "  {line}"));
            }
            None
        }
    }
}

/// What time it is, where the user is.
pub fn today() -> Today {
    let now = Timestamp::now();
    Today { now: now.as_second(), offset: TimeZone::system().to_offset(now).seconds() }
}

/// A row with what it was found by, as JSON.
#[derive(Serialize)]
struct JsonHit<'a> {
    format: &'static str,
    #[serde(flatten)]
    row: &'a Row,
    snippet: Option<&'a Snippet>,
}

fn print_hit(out: &mut dyn Write, row: &Row, snippet: Option<&Snippet>, form: Form) -> Result<()> {
    if form == Form::Json {
        return json_line(out, &JsonHit { format: "dateline.hit/1", row, snippet });
    }
    row_line(out, row)?;
    if let Some(snippet) = snippet.filter(|snippet| !snippet.text.is_empty()) {
        writeln!(out, "    {}", emphasised(snippet))?;
    }
    Ok(())
}

/// The piece of text with its matches in bold, where a terminal shows that.
fn emphasised(snippet: &Snippet) -> String {
    let mut text = snippet.text.clone();
    let plain = env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty())
        || env::var_os("TERM").is_some_and(|term| term == "dumb");
    if plain || !to_terminal() {
        return text;
    }
    for mark in snippet.marks.iter().rev() {
        text.insert_str(mark.end, "\u{1b}[22m");
        text.insert_str(mark.start, "\u{1b}[1m");
    }
    text
}

/// Arguments of `dateline queries`.
#[derive(Debug, Args)]
#[command(long_about = query::REFERENCE)]
pub struct Reference;

impl Reference {
    /// Prints how queries are written.
    pub fn print() -> Result<u8> {
        print(|out| Ok(out.write_all(query::REFERENCE.as_bytes())?))?;
        Ok(DONE)
    }
}
