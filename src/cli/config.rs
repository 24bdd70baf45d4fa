//! `dateline config`: the user's files checked all at once, and what may stand in them.

use std::{
    collections::BTreeSet,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};

use super::{
    DONE, FAILED, Places,
    output::{complain, print},
    search, world,
};
use crate::{
    bookmarks::Bookmarks,
    library, query,
    settings::{
        Settings, config, keymap,
        problem::Problem,
        rules,
        schema::{self, Of},
        theme,
        views::SavedView,
        words,
    },
    subscriptions::Subscriptions,
    text::clean,
};

/// Arguments of `dateline config`.
#[derive(Debug, Args)]
pub struct Config {
    #[command(subcommand)]
    asked: Asked,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Asked {
    /// Tell every mistake in every file of yours: file, line, what is wrong, the nearest name
    ///
    /// Options, keys, themes, views, rules, feeds, lists of words and bookmarks are looked at; nothing is changed. Exit codes: 0 if
    /// there is none, 1 if there are some.
    Check,
    /// Print a reference page, with every default: to be put where `dateline config path` says
    Default {
        /// Which
        #[arg(value_enum, default_value_t = Page::Config)]
        page: Page,
    },
    /// Print where a file of yours is, or would be
    Path {
        /// Which
        #[arg(value_enum, default_value_t = File::Config)]
        file: File,
    },
    /// Print what may stand in a file as a JSON schema, for editors
    ///
    /// With taplo or Even Better TOML, "#:schema FILE" on the file's first line has them complete and check.
    Schema {
        /// Which
        #[arg(value_enum, default_value_t = Schema::Config)]
        file: Schema,
    },
}

/// What has a reference page.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Page {
    /// config.toml
    Config,
    /// keymap.toml
    Keymap,
    /// The theme for dark backgrounds
    Dark,
    /// The theme for light backgrounds
    Light,
    /// The theme without colours
    Mono,
}

/// A file or a folder of the user's.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum File {
    /// The options
    Config,
    /// The keys
    Keymap,
    /// Saved views
    Views,
    /// What is hidden, and what is pointed out
    Rules,
    /// What is subscribed to
    Feeds,
    /// The bookmarks
    Bookmarks,
    /// The folder of themes
    Themes,
    /// The folder of word lists
    Quotes,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Schema {
    /// config.toml
    Config,
    /// keymap.toml
    Keymap,
    /// views.toml
    Views,
    /// rules.toml
    Rules,
    /// themes/NAME.toml
    Theme,
}

impl Config {
    /// Does what is asked.
    pub fn run(&self, places: &Places) -> Result<u8> {
        match self.asked {
            Asked::Check => return check(&world::paths(places)?.config_dir),
            Asked::Default { page } => print(|out| Ok(out.write_all(page.text().as_bytes())?))?,
            Asked::Path { file } => {
                let path = world::paths(places)?.config_dir.join(file.name());
                print(|out| Ok(writeln!(out, "{}", clean::line(&path.display().to_string()))?))?;
            }
            Asked::Schema { file } => print(|out| Ok(writeln!(out, "{:#}", schema::of(file.of()))?))?,
        }
        Ok(DONE)
    }
}

impl Page {
    fn text(self) -> &'static str {
        let built_in = |name| theme::BUILT_IN.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| *text);
        match self {
            Self::Config => config::REFERENCE,
            Self::Keymap => keymap::BUILT_IN,
            Self::Dark => built_in("dark"),
            Self::Light => built_in("light"),
            Self::Mono => built_in("mono"),
        }
    }
}

impl File {
    fn name(self) -> &'static str {
        match self {
            Self::Config => "config.toml",
            Self::Keymap => "keymap.toml",
            Self::Views => "views.toml",
            Self::Rules => rules::FILE,
            Self::Feeds => "feeds.toml",
            Self::Bookmarks => "bookmarks.toml",
            Self::Themes => "themes",
            Self::Quotes => words::DIRECTORY,
        }
    }
}

impl Schema {
    fn of(self) -> Of {
        match self {
            Self::Config => Of::Config,
            Self::Keymap => Of::Keymap,
            Self::Views => Of::Views,
            Self::Rules => Of::Rules,
            Self::Theme => Of::Theme,
        }
    }
}

/// Prints all mistakes as `file:line: what is wrong`, which editors can jump by.
fn check(config_dir: &Path) -> Result<u8> {
    let problems = problems(config_dir);
    print(|out| problems.iter().try_for_each(|problem| print_problem(out, config_dir, problem)))?;
    if problems.is_empty() {
        print(|out| Ok(writeln!(out, "no mistakes in {}", clean::line(&config_dir.display().to_string()))?))?;
        return Ok(DONE);
    }
    let files: BTreeSet<&str> = problems.iter().map(|problem| problem.file.as_str()).collect();
    let count = |count: usize, one: &str| if count == 1 { format!("one {one}") } else { format!("{count} {one}s") };
    complain(&format!("{} in {}", count(problems.len(), "mistake"), count(files.len(), "file")));
    Ok(FAILED)
}

fn print_problem(out: &mut dyn Write, config_dir: &Path, problem: &Problem) -> Result<()> {
    // A built-in file has no path.
    let path = config_dir.join(&problem.file);
    let path = if problem.file.starts_with("built-in ") { PathBuf::from(&problem.file) } else { path };
    let file = path.display().to_string();
    let told = Problem { file, ..problem.clone() }.to_string();
    Ok(writeln!(out, "{}", clean::line(&told))?)
}

fn problems(config_dir: &Path) -> Vec<Problem> {
    let loaded = Settings::check(config_dir);
    let mut problems = loaded.problems;
    problems.extend(loaded.settings.views.iter().filter_map(query_wrong));
    problems.extend(words::load(config_dir).1);
    match library::rules::problems(config_dir, library::now()) {
        Ok(mistakes) => problems.extend(mistakes),
        Err(why) => problems.push(whole(rules::FILE, &why)),
    }
    match Subscriptions::open(config_dir) {
        Ok(subscriptions) => problems.extend(subscriptions.problems().iter().cloned()),
        Err(why) => problems.push(whole("feeds.toml", &why)),
    }
    if let Err(why) = Bookmarks::open(config_dir) {
        problems.push(whole("bookmarks.toml", &why));
    }
    problems
}

fn whole(file: &str, why: &dyn std::fmt::Display) -> Problem {
    Problem { file: file.to_owned(), line: None, message: why.to_string() }
}

fn query_wrong(view: &SavedView) -> Option<Problem> {
    let mistake = query::parse(&view.query, search::today()).err()?;
    let column = mistake.column(&view.query);
    let message = format!("the query of `{}`, at its character {column}: {mistake}", view.name);
    Some(Problem { file: "views.toml".into(), line: Some(view.line), message })
}
