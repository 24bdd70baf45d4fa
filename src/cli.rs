//! The command line: what may be said on it, and which command answers.

mod add;
mod articles;
mod bookmarks;
mod brief;
mod check;
mod config;
mod csv;
mod edit;
mod export;
mod feeds;
mod import;
mod manual;
mod open;
mod output;
mod parse;
mod paths;
mod people;
mod quotes;
mod refresh;
mod said;
mod save;
mod search;
mod speakers;
mod stats;
mod world;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand, ValueHint};

pub use self::output::{report, tell};
use crate::{settings::Whose, text::document::Extent};

/// The program did what was asked.
pub const DONE: u8 = 0;
/// Nothing of what was asked could be done.
pub const FAILED: u8 = 1;
/// The command line made no sense, or the terminal can't show the reader.
pub const USAGE: u8 = 2;
/// A part of what was asked could be done.
pub const PARTLY: u8 = 3;

const AFTER_HELP: &str = "\
Exit codes: 0 done, 1 failed, 2 usage, 3 partly failed.

Examples:
  dateline                          open the reader
  dateline open briefing.md notes/  take in a file and a folder, and read them
  curl -s URL | dateline open -     read a page from standard input
  dateline list --unread            the unread articles, a line each
  dateline search ceasefire newer:7d  what the last week brought on it
  dateline show 1759 | less         one article as text
  dateline brief --minutes 20       what is new, as one edition of twenty minutes
  dateline quotes speech.txt        who said what in a file, without storing it
  dateline quotes --speaker amiri   what somebody said, in all articles

With standard output not a terminal, a bare `dateline` prints the list.
Environment: DATELINE_CONFIG_DIR, DATELINE_DATA_DIR, DATELINE_STATE_DIR, NO_COLOR, BROWSER, PAGER.";

/// A terminal news reader that shows who said what.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, after_help = AFTER_HELP, max_term_width = 100)]
pub struct Line {
    #[command(flatten)]
    places: Places,
    /// Read and answer line by line, without a screen: for screen readers and plain terminals
    #[arg(long)]
    linear: bool,
    /// Read with the built-in keys, whatever keymap.toml says
    #[arg(long)]
    default_keys: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Clone, Default, Args)]
struct Places {
    /// Where the configuration and the bookmarks are kept
    #[arg(long, global = true, value_name = "DIR")]
    config_dir: Option<PathBuf>,
    /// Where the articles are kept
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Take in files, folders or standard input (-), and open the reader on them
    ///
    /// Plain text, Markdown, web pages (also saved ones: .mhtml), mail (.eml, mailboxes), feeds and books (.epub) are read; a
    /// folder with all that is in it. Taking the same file in again changes nothing, a changed file updates its article.
    /// With standard output not a terminal, what was taken in is listed.
    Open {
        /// Of web pages, take all of the text, not only the article
        #[arg(long)]
        whole_page: bool,
        /// Files, folders, or - for standard input
        #[arg(required = true, value_name = "FILE|DIR|-", value_hint = ValueHint::AnyPath)]
        inputs: Vec<OsString>,
    },
    /// Read web pages into the store: the article of each
    Save(save::Save),
    /// Subscribe to a feed, a folder or a mailbox; for one that is there already, change what is said
    ///
    /// It is written into feeds.toml in the configuration directory, which you may edit as well.
    Add(add::Add),
    /// End subscriptions; their articles stay
    Remove(add::Remove),
    /// Edit feeds.toml (or another file of yours) in $VISUAL or $EDITOR, and check it
    Edit(edit::Edit),
    /// Bring in the subscriptions of another reader
    ///
    /// OPML, FOAF, newsboat's urls or a list of addresses: what it is is found out. What is subscribed to already stays as
    /// it is; folders become tags.
    Import(import::Import),
    /// Print the subscriptions, or what you keep, for other programs
    #[command(after_help = export::AFTER_HELP)]
    Export(export::Export),
    /// Read the feeds anew
    ///
    /// Exit codes: 0 done, 3 if some feeds can't be read, 1 if none can.
    Refresh(refresh::Refresh),
    /// Print the feeds: unread articles, name, and what is wrong with each
    Feeds(feeds::Feeds),
    /// Print the articles, newest first
    List(articles::List),
    /// Print the articles that meet a query, newest first, with the words that they were found by
    Search(search::Search),
    /// Make a briefing: what is new as one finite edition, the same story once, with who said what
    ///
    /// On a terminal the reader opens on it; else it is printed.
    Brief(brief::Brief),
    /// Explain how queries are written
    Queries(search::Reference),
    /// Look whether the index and the counts agree with the articles
    Check(check::Check),
    /// Remove articles: none that is kept, tagged, put off or (unless said) unread
    Tidy(check::Tidy),
    /// Print one article as text
    Show(articles::Show),
    /// Print the bookmarks
    Bookmarks(bookmarks::Print),
    /// Print a file's parsed form as JSON, without storing it
    Parse(parse::Parse),
    /// Print who said what, in all articles or in one text
    #[command(after_help = quotes::AFTER_HELP)]
    Quotes(quotes::Quotes),
    /// Print everybody who is quoted, with counts per source
    Speakers(speakers::Speakers),
    /// Print what came in, what became of it, and who was quoted
    ///
    /// Read are articles that are done and were gone into (a place in the text was remembered, or they are kept); skipped
    /// are those that are done without. Speakers are counted by whole names.
    Stats(stats::Stats),
    /// Say who is who: merge, rename and split people
    People(people::People),
    /// Check the files of yours, print their reference pages, say where they are
    Config(config::Config),
    /// Print where everything is kept
    Paths(paths::Print),
    /// Print what a shell needs to complete the words of a command line
    ///
    /// bash: dateline completions bash > ~/.local/share/bash-completion/completions/dateline
    /// fish: dateline completions fish > ~/.config/fish/completions/dateline.fish
    /// zsh: dateline completions zsh > FOLDER/_dateline, a folder of $fpath
    #[command(verbatim_doc_comment)]
    Completions(manual::Completions),
    /// Print the man page: `dateline man | man -l -`
    ///
    /// All commands of the command line and of the reader, keys, options, files.
    Man(manual::Page),
}

impl Line {
    /// What the process was started with. Most starts say nothing, and get by without the description of all commands.
    ///
    /// # Errors
    /// What is wrong with the words, or the help or version that was asked for: for [`tell`].
    pub fn of_process() -> Result<Self, clap::Error> {
        if std::env::args_os().len() > 1 {
            Self::try_parse()
        } else {
            Ok(Self { places: Places::default(), linear: false, default_keys: false, command: None })
        }
    }
}

/// What `--whole-page` asks for.
fn extent(whole_page: bool) -> Extent {
    if whole_page { Extent::Whole } else { Extent::Article }
}

/// Does what the command line says.
///
/// # Errors
/// What failed, for [`report`].
pub fn run(line: Line) -> anyhow::Result<ExitCode> {
    crate::run::outlive_limits();
    let way = if line.linear { open::Way::Linear } else { open::Way::Screen };
    let keys = if line.default_keys { Whose::BuiltIn } else { Whose::Own };
    let reading = open::Reading { way, keys };
    let code = match line.command {
        None => open::reader(&line.places, reading),
        Some(Command::Open { inputs, whole_page }) => open::open(&line.places, &inputs, extent(whole_page), reading),
        Some(Command::Save(save)) => save.run(&line.places),
        Some(Command::Add(add)) => add.add(&line.places),
        Some(Command::Remove(remove)) => remove.remove(&line.places),
        Some(Command::Edit(edit)) => edit.edit(&line.places),
        Some(Command::Import(import)) => import.import(&line.places),
        Some(Command::Export(export)) => export.export(&line.places),
        Some(Command::Refresh(refresh)) => refresh.run(&line.places),
        Some(Command::Feeds(feeds)) => feeds.print(&line.places),
        Some(Command::List(list)) => list.print(&line.places),
        Some(Command::Search(search)) => search.print(&line.places),
        Some(Command::Brief(brief)) => brief.run(&line.places, reading),
        Some(Command::Check(check)) => check.run(&line.places),
        Some(Command::Tidy(tidy)) => tidy.run(&line.places),
        Some(Command::Queries(_)) => search::Reference::print(),
        Some(Command::Show(show)) => show.print(&line.places),
        Some(Command::Bookmarks(print)) => print.print(&line.places),
        Some(Command::Parse(parse)) => parse.print(),
        Some(Command::Quotes(quotes)) => quotes.print(&line.places),
        Some(Command::Speakers(speakers)) => speakers.print(&line.places),
        Some(Command::Stats(stats)) => stats.print(&line.places),
        Some(Command::People(people)) => people.change(&line.places),
        Some(Command::Config(config)) => config.run(&line.places),
        Some(Command::Paths(print)) => print.print(&line.places),
        Some(Command::Completions(completions)) => completions.print(),
        Some(Command::Man(_)) => manual::Page::print(),
    }?;
    Ok(ExitCode::from(code))
}
