//! `dateline brief`: what is new as one finite edition, opened in the reader or printed.

use std::{io::Write, sync::Arc};

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::{
    DONE, Places, USAGE,
    open::{self, Reading, Way},
    output::{complain, json_line, print, to_terminal},
    said::{self, escaped},
    search, world,
};
use crate::{
    app::{Clock, briefing::told, dates},
    catalog::{
        Row,
        edition::{Beat, Because, Cited, Commission, Edition, Left, Report, Story},
    },
    library,
    query::Query,
    settings::{Settings, config::Config},
    text::page,
};

/// Columns of a printed briefing.
const WIDTH: u16 = 72;

/// Arguments of `dateline brief`.
#[derive(Debug, Args)]
pub struct Brief {
    /// A saved view, or words and conditions (`dateline queries` explains them); everything new if there is none
    #[arg(value_name = "VIEW")]
    view: Vec<String>,
    /// For so many minutes of reading
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1440))]
    minutes: Option<u32>,
    /// What came in since then: 8h, 2d or 2026-11-01; else since the last briefing that was read to its end
    #[arg(long, value_name = "TIME", value_parser = said::since)]
    since: Option<i64>,
    /// Print it as Markdown
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// Print it as one JSON object: {"format":"dateline.brief/1", …}
    #[arg(long)]
    json: bool,
    /// Count it as read: the next one begins here
    #[arg(long)]
    read: bool,
}

/// How a briefing is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Markdown,
    Json,
}

impl Brief {
    /// Opens or prints the briefing.
    pub fn run(&self, places: &Places, reading: Reading) -> Result<u8> {
        let paths = world::paths(places)?;
        let (settings, mistakes) = world::settings(&paths);
        let Some(of) = self.beat(&settings) else { return Ok(USAGE) };
        let asked = Commission { of, since: self.since, minutes: self.minutes, passed: Vec::new() };
        let form = match (self.markdown, self.json) {
            (true, _) => Form::Markdown,
            (_, true) => Form::Json,
            _ if (to_terminal() || reading.way == Way::Linear) && !self.read => {
                return open::briefing(places, asked, reading);
            }
            _ => Form::Plain,
        };
        for mistake in &mistakes {
            complain(mistake);
        }
        let mut library = world::library_for_printing(&paths)?;
        let now = library::now();
        if let Err(why) = library.follow_bookmarks(now) {
            complain(&format!("{why:#}"));
        }
        let edition = library.edition(&asked, now)?;
        print(|out| print_edition(out, &edition, &settings.config, form))?;
        if self.read && edition.left == Left::default() {
            library.store.end_edition(asked.name(), edition.made)?;
        }
        Ok(DONE)
    }

    /// What it is made from: a view by its name, else a query. `None` if that makes no sense, which is told.
    #[allow(clippy::option_option, reason = "told, everything, a part")]
    fn beat(&self, settings: &Settings) -> Option<Option<Beat>> {
        let words = self.view.join(" ");
        if words.is_empty() || words.eq_ignore_ascii_case("unread") || words.eq_ignore_ascii_case("all") {
            return Some(None);
        }
        let saved = settings.views.iter().find(|view| view.name.eq_ignore_ascii_case(&words));
        let (name, query): (&str, Arc<Query>) = match saved {
            Some(view) => (&view.name, search::read(std::slice::from_ref(&view.query))?),
            None => (&words, search::read(&self.view)?),
        };
        Some(Some(Beat { name: name.into(), query }))
    }
}

fn print_edition(out: &mut dyn Write, edition: &Edition, config: &Config, form: Form) -> Result<()> {
    match form {
        Form::Json => json_line(out, &JsonEdition::of(edition)),
        Form::Markdown => print_markdown(out, edition, config),
        Form::Plain => print_plain(out, edition, config),
    }
}

fn clock(edition: &Edition) -> Clock {
    let offset =
        jiff::Timestamp::from_second(edition.made).map(|at| jiff::tz::TimeZone::system().to_offset(at).seconds());
    Clock { now: edition.made, offset: offset.unwrap_or(0) }
}

fn headline(row: &Row) -> &str {
    if row.headline.is_empty() { "(no headline)" } else { &row.headline }
}

/// Source, age, who else tells it, how long it takes.
fn facts(story: &Story, edition: &Edition, config: &Config) -> String {
    let Some(row) = story.first() else { return String::new() };
    let others: Vec<&str> = story.sources().into_iter().filter(|name| *name != &*row.source).collect();
    let also = (!others.is_empty()).then(|| format!("also {}", others.join(", ")));
    let source = (!row.source.is_empty()).then(|| row.source.to_string());
    let age = dates::short(row.published.unwrap_or(row.sorted_at), clock(edition), config);
    let watched = story.because.iter().find_map(|because| match because {
        Because::Watched(word) => Some(format!("watched: {word}")),
        Because::Kept(_) | Because::Sources(_) => None,
    });
    let parts = [watched, source, Some(age), also, Some(format!("{} min", story.minutes()))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn speaker(cited: &Cited) -> String {
    let name = cited.speaker.as_deref().unwrap_or("speaker unknown");
    cited
        .role
        .as_deref()
        .filter(|role| !name.contains(role))
        .map_or_else(|| name.into(), |role| format!("{name}, {role}"))
}

fn print_plain(out: &mut dyn Write, edition: &Edition, config: &Config) -> Result<()> {
    print_set(out, &told::heading(edition, clock(edition), config), "")?;
    writeln!(out)?;
    for (number, story) in (1..).zip(&edition.stories) {
        print_set(out, &format!("{number}. {}", story.first().map_or("", headline)), "")?;
        print_set(out, &facts(story, edition, config), "   ")?;
        print_set(out, &story.lead, "   ")?;
        for cited in &story.quotations {
            print_set(out, &format!("{} — {}", cited.words, speaker(cited)), "     ")?;
        }
        writeln!(out)?;
    }
    print_set(out, &told::footing(edition, clock(edition), config), "")
}

/// Prints a paragraph, each line behind an indent.
fn print_set(out: &mut dyn Write, text: &str, indent: &str) -> Result<()> {
    let room = WIDTH.saturating_sub(u16::try_from(indent.len()).unwrap_or(0));
    page::lines(text, room).iter().try_for_each(|line| Ok(writeln!(out, "{indent}{line}")?))
}

fn print_markdown(out: &mut dyn Write, edition: &Edition, config: &Config) -> Result<()> {
    writeln!(out, "# {}\n", escaped(&told::heading(edition, clock(edition), config)))?;
    for (number, story) in (1..).zip(&edition.stories) {
        writeln!(out, "## {number}. {}\n", escaped(story.first().map_or("", headline)))?;
        writeln!(out, "{}\n", escaped(&facts(story, edition, config)))?;
        if !story.lead.is_empty() {
            writeln!(out, "{}\n", escaped(&story.lead))?;
        }
        for cited in &story.quotations {
            writeln!(out, "> {}\n>\n> — {}\n", escaped(&cited.words), escaped(&speaker(cited)))?;
        }
        let links = story.reports.iter().filter_map(|report| {
            let name = if report.row.source.is_empty() { headline(&report.row) } else { &*report.row.source };
            Some(format!("[{}](<{}>)", escaped(name), report.url.as_deref()?))
        });
        let links: Vec<String> = links.collect();
        if !links.is_empty() {
            writeln!(out, "{}\n", links.join(" · "))?;
        }
    }
    writeln!(out, "{}", escaped(&told::footing(edition, clock(edition), config)))?;
    Ok(())
}

/// A briefing as JSON.
#[derive(Serialize)]
struct JsonEdition<'a> {
    format: &'static str,
    view: Option<&'a str>,
    /// Unix seconds, as all times.
    since: i64,
    made: i64,
    articles: usize,
    minutes: u32,
    stories: Vec<JsonStory<'a>>,
    left: Left,
}

#[derive(Serialize)]
struct JsonStory<'a> {
    headline: Option<&'a str>,
    lead: &'a str,
    minutes: u32,
    because: &'a [Because],
    reports: Vec<JsonReport<'a>>,
    quotations: &'a [Cited],
}

#[derive(Serialize)]
struct JsonReport<'a> {
    #[serde(flatten)]
    row: &'a Row,
    url: Option<&'a str>,
}

impl<'a> JsonEdition<'a> {
    fn of(edition: &'a Edition) -> Self {
        let report = |report: &'a Report| JsonReport { row: &report.row, url: report.url.as_deref() };
        let story = |story: &'a Story| JsonStory {
            headline: story.first().map(|row| &*row.headline).filter(|headline| !headline.is_empty()),
            lead: &story.lead,
            minutes: story.minutes(),
            because: &story.because,
            reports: story.reports.iter().map(report).collect(),
            quotations: &story.quotations,
        };
        Self {
            format: "dateline.brief/1",
            view: edition.asked.of.as_ref().map(|beat| &*beat.name),
            since: edition.since,
            made: edition.made,
            articles: edition.articles(),
            minutes: edition.minutes(),
            stories: edition.stories.iter().map(story).collect(),
            left: edition.left,
        }
    }
}
