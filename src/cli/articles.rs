//! `dateline list` and `dateline show`: articles printed for pipes.

use std::{io::Write, sync::Arc};

use anyhow::{Result, bail};
use clap::Args;
use serde::Serialize;

use super::{
    DONE, Places, USAGE,
    output::{complain, json_line, print},
    search, world,
};
use crate::{
    app::{Clock, dates},
    catalog::{Anchor, ArticleId, Found, Row, Scope, Shown, View},
    library::{self, Library},
    query::{Query, State},
    settings::config::Config,
    text::{page, print::JsonArticle},
};

/// How many rows are read from the store at a time.
const BATCH: usize = 500;

/// Plain lines, or JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A line each, parts apart by tabs.
    Plain,
    /// A JSON object a line.
    Json,
}

impl Form {
    /// What `--json` asks for.
    #[must_use]
    pub fn of(json: bool) -> Self {
        if json { Self::Json } else { Self::Plain }
    }
}

/// Arguments of `dateline list`.
#[derive(Debug, Args)]
pub struct List {
    /// Words and conditions; `dateline queries` explains them. Before one that begins with -, say --
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Only those not yet read
    #[arg(long, conflicts_with = "bookmarked")]
    unread: bool,
    /// Only those bookmarked
    #[arg(long)]
    bookmarked: bool,
    /// At most this many
    #[arg(long, short = 'n', value_name = "N")]
    limit: Option<usize>,
    /// One JSON object a line: {"format":"dateline.row/1", …}
    #[arg(long)]
    json: bool,
}

impl List {
    /// Prints the list.
    pub fn print(&self, places: &Places) -> Result<u8> {
        let Some(query) = search::read(&self.query) else { return Ok(USAGE) };
        let mut library = world::library_for_printing(&world::paths(places)?)?;
        if let Err(why) = library.follow_bookmarks(library::now()) {
            complain(&format!("{why:#}"));
        }
        world::follow_rules(&mut library);
        let shown = match (self.unread, self.bookmarked) {
            (true, _) => Shown::Unread,
            (false, true) => Shown::Bookmarked,
            (false, false) => Shown::All,
        };
        let scope = scope(shown, query);
        let limit = self.limit.unwrap_or(usize::MAX);
        print(|out| print_rows(out, &library, &scope, Form::of(self.json), limit))?;
        Ok(DONE)
    }
}

/// What is listed: a view, or what a query finds of it.
fn scope(shown: Shown, query: Arc<Query>) -> Scope {
    if query.is_empty() {
        return Scope::View(View { shown, ..View::default() });
    }
    let query = match shown {
        Shown::All | Shown::Tagged(_) => query,
        Shown::Later => Arc::new(query.among(State::Later)),
        Shown::Snoozed => Arc::new(query.among(State::Snoozed)),
        Shown::Done => Arc::new(query.among(State::Read)),
        Shown::Muted => Arc::new(query.among(State::Muted)),
        Shown::Watched => Arc::new(query.among(State::Watched)),
        Shown::Unread => Arc::new(query.among(State::Unread)),
        Shown::Bookmarked => Arc::new(query.among(State::Bookmarked)),
    };
    Scope::Found(Found::of(query))
}

/// Prints the rows of a list, a stretch at a time.
pub fn print_rows(out: &mut dyn Write, library: &Library, scope: &Scope, form: Form, limit: usize) -> Result<()> {
    let mut from = Anchor::First;
    let mut left = limit;
    while left > 0 {
        let window = library.store.window(scope, from, BATCH.min(left))?;
        let Some(last) = window.rows.last() else { break };
        from = Anchor::After(last.id);
        left = left.saturating_sub(window.rows.len());
        window.rows.iter().try_for_each(|row| print_row(out, row, form))?;
    }
    Ok(())
}

/// A row as JSON.
#[derive(Serialize)]
struct JsonRow<'a> {
    format: &'static str,
    #[serde(flatten)]
    row: &'a Row,
}

fn print_row(out: &mut dyn Write, row: &Row, form: Form) -> Result<()> {
    if form == Form::Json {
        return json_line(out, &JsonRow { format: "dateline.row/1", row });
    }
    row_line(out, row)
}

/// Prints a row as a line, parts apart by tabs.
pub fn row_line(out: &mut dyn Write, row: &Row) -> Result<()> {
    let sign = |set, sign| if set { sign } else { '-' };
    let signs: String = [sign(!row.read, 'N'), sign(row.bookmarked, '*')].iter().collect();
    let clock = Clock { now: library::now(), offset: 0 };
    let day = row.published.and_then(|at| dates::full(at, clock, &Config::default())).unwrap_or_else(|| "-".into());
    let source = if row.source.is_empty() { "-" } else { &row.source };
    let sources = std::iter::once(source).chain(row.also.iter().map(|name| &**name)).collect::<Vec<_>>().join(", ");
    let headline = if row.headline.is_empty() { "(no headline)" } else { &row.headline };
    writeln!(out, "{}\t{signs}\t{day}\t{sources}\t{headline}", row.id.0)?;
    Ok(())
}

/// Arguments of `dateline show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The article's number, as `dateline list` prints it
    #[arg(value_name = "ID")]
    id: i64,
    /// Columns to set the text in
    #[arg(long, value_name = "COLUMNS", default_value_t = 72, value_parser = clap::value_parser!(u16).range(20..=1000))]
    width: u16,
    /// The parsed article as JSON: {"format":"dateline.article/1", …}
    #[arg(long)]
    json: bool,
}

impl Show {
    /// Prints one article.
    pub fn print(&self, places: &Places) -> Result<u8> {
        let library = world::library_for_printing(&world::paths(places)?)?;
        let Some(stored) = library.store.article(ArticleId(self.id))? else {
            bail!("there is no article {}; `dateline list` prints the numbers", self.id);
        };
        print(|out| {
            if self.json {
                return json_line(out, &JsonArticle::new(&stored.article, &stored.quotations));
            }
            let setting = page::Setting { width: self.width, text_width: self.width, ..page::Setting::default() };
            Ok(out.write_all(page::plain(&stored.article, &setting).as_bytes())?)
        })?;
        Ok(DONE)
    }
}
