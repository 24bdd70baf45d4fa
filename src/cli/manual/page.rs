//! The man page: its sections in order, each from the table that the program itself goes by.

use std::io;

use clap::{Command, CommandFactory as _};
use clap_mangen::{
    Man,
    roff::{Roff, bold, italic, roman},
};

use crate::{
    app::help::{Entry, entries},
    cli::{AFTER_HELP, DONE, FAILED, Line, PARTLY, USAGE},
    settings::{
        Settings,
        reference::{self, Piece},
    },
};

/// How an apostrophe is written, by whoever formats the page: once at its beginning.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// What the codes mean with which the program ends.
const EXITS: [(u8, &str); 4] = [
    (DONE, "What was asked for was done."),
    (FAILED, "Nothing of what was asked for could be done; a sentence on standard error says why."),
    (USAGE, "The command line makes no sense, the terminal can't show the reader, or keymap.toml has mistakes."),
    (PARTLY, "A part of it could be done; the rest is told on standard error."),
];

/// The variables that are looked at.
const ENVIRONMENT: [(&str, &str); 9] = [
    ("DATELINE_CONFIG_DIR", "The configuration directory, as with --config-dir."),
    ("DATELINE_DATA_DIR", "The directory of the articles, as with --data-dir."),
    ("DATELINE_STATE_DIR", "The directory of the log."),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME, XDG_CACHE_HOME", "Where those are looked for otherwise."),
    ("VISUAL, EDITOR", "The editor."),
    ("BROWSER", "The browser; `browser` in config.toml goes before it."),
    ("PAGER", "The pager; `pager` in config.toml goes before it."),
    ("NO_COLOR, CLICOLOR, COLORTERM, TERM", "Which colours the terminal has."),
    ("HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY", "Proxies for feeds and pages."),
];

/// What stands in the configuration directory.
const FILES: [(&str, &str); 7] = [
    ("config.toml", "The options, as below."),
    ("keymap.toml", "Keys, laid over the ones below."),
    ("feeds.toml", "What is subscribed to."),
    ("views.toml", "Queries with names: \"Morning\" = \"is:unread newer:1d\"."),
    ("themes/NAME.toml", "Themes of your own."),
    ("quotes/NAME.toml", "Words of your own by which quotations are found."),
    ("bookmarks.toml, bookmarks/", "The bookmarks, and a copy of each article."),
];

/// The whole page, in roff.
pub fn page() -> io::Result<Vec<u8>> {
    let command = Line::command();
    let version = format!("dateline {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).manual("User Commands").source(version);
    let mut page = PREAMBLE.as_bytes().to_vec();
    add(&mut page, |out| man.render_title(out))?;
    add(&mut page, |out| man.render_name_section(out))?;
    add(&mut page, |out| man.render_synopsis_section(out))?;
    add(&mut page, |out| man.render_description_section(out))?;
    add(&mut page, |out| man.render_options_section(out))?;
    subcommands(&command, &mut page)?;
    for section in [keys, options, files, environment, exits, examples] {
        add_roff(&mut page, section)?;
    }
    Ok(page)
}

/// Adds what is rendered, without what only the beginning of a page needs.
fn add(page: &mut Vec<u8>, render: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
    let mut section = Vec::new();
    render(&mut section)?;
    for line in section.split_inclusive(|byte| *byte == b'\n') {
        if !PREAMBLE.as_bytes().split_inclusive(|byte| *byte == b'\n').any(|known| known == line) {
            page.extend_from_slice(line);
        }
    }
    Ok(())
}

fn add_roff(page: &mut Vec<u8>, write: impl FnOnce(&mut Roff)) -> io::Result<()> {
    let mut roff = Roff::new();
    write(&mut roff);
    add(page, |out| roff.to_writer(out))
}

/// Each command of the command line with its arguments, those within one after it.
fn subcommands(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    add_roff(page, |roff| {
        roff.control("SH", ["COMMANDS"]);
    })?;
    for one in command.get_subcommands() {
        subcommand(one, "dateline", page)?;
        for within in one.get_subcommands() {
            subcommand(within, &format!("dateline {}", one.get_name()), page)?;
        }
    }
    Ok(())
}

fn subcommand(command: &Command, before: &str, page: &mut Vec<u8>) -> io::Result<()> {
    let mut command = command.clone().disable_help_flag(true).bin_name(format!("{before} {}", command.get_name()));
    let usage = command.render_usage().to_string();
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    add_roff(page, |roff| {
        roff.control("SS", [usage.trim_start_matches("Usage: ")]);
        for line in about.lines() {
            match line {
                "" => roff.control("PP", []),
                line => roff.text([roman(line)]).control("br", []),
            };
        }
    })?;
    let mut arguments = Vec::new();
    add(&mut arguments, |out| Man::new(command).render_options_section(out))?;
    // The heading of the section would end that of the commands.
    page.extend_from_slice(arguments.strip_prefix(b".SH OPTIONS\n").unwrap_or(&arguments));
    Ok(())
}

/// Every command of the reader with its keys.
fn keys(roff: &mut Roff) {
    roff.control("SH", ["KEYS"]);
    roff.text([roman(
        "The commands of the reader, with the keys that they have unless keymap.toml says otherwise. \
         Each can also be typed after a colon, as in :next-article; digits before keys are counts.",
    )]);
    for entry in entries(&Settings::default().keymap, "") {
        match entry {
            Entry::Group(title) => {
                roff.control("SS", [title]);
            }
            Entry::Command(keys, help, name) => {
                roff.control("TP", []);
                let keys = if keys.is_empty() { ":".to_owned() + name } else { keys };
                roff.text([bold(keys), roman("  "), italic(name)]).text([roman(help), roman(".")]);
            }
            Entry::Macro(keys, does, place) => {
                roff.control("TP", []);
                roff.text([bold(keys), roman("  "), roman(place)]).text([roman(does), roman(".")]);
            }
            Entry::Line(line, help) => {
                roff.control("TP", []);
                roff.text([bold(line)]).text([roman(help), roman(".")]);
            }
            Entry::Blank => {}
        }
    }
}

/// The options, from their reference page.
fn options(roff: &mut Roff) {
    roff.control("SH", ["CONFIGURATION"]);
    roff.text([roman(
        "The options of config.toml in the configuration directory, each with its default. \
         `dateline config default` prints them as a file; `dateline config check` finds mistakes.",
    )]);
    for piece in reference::pieces() {
        match piece {
            Piece::Heading(title) => {
                roff.control("SS", [title]);
            }
            Piece::Option { name, default, about } => {
                roff.control("TP", []);
                roff.text([bold(name), roman(" = "), roman(default)]).text([roman(about)]);
            }
        }
    }
}

fn files(roff: &mut Roff) {
    roff.control("SH", ["FILES"]);
    roff.text([roman(
        "All optional, all in the configuration directory, which `dateline paths` prints with the rest; \
         on Linux it is ~/.config/dateline. The articles are in ~/.local/share/dateline.",
    )]);
    table(roff, FILES.into_iter());
}

fn environment(roff: &mut Roff) {
    roff.control("SH", ["ENVIRONMENT"]);
    table(roff, ENVIRONMENT.into_iter());
}

fn exits(roff: &mut Roff) {
    roff.control("SH", ["EXIT STATUS"]);
    let codes = EXITS.map(|(code, words)| (code.to_string(), words));
    table(roff, codes.iter().map(|(code, words)| (code.as_str(), *words)));
    roff.control("PP", []);
    roff.text([roman("A reader that a signal ends, ends by that signal.")]);
}

fn table<'a>(roff: &mut Roff, rows: impl Iterator<Item = (&'a str, &'a str)>) {
    for (name, words) in rows {
        roff.control("TP", []);
        roff.text([bold(name)]).text([roman(words)]);
    }
}

/// Those of `--help`.
fn examples(roff: &mut Roff) {
    roff.control("SH", ["EXAMPLES"]);
    let rest = AFTER_HELP.split_once("Examples:\n").map_or("", |(_, rest)| rest);
    for line in rest.lines().take_while(|line| !line.is_empty()) {
        let (typed, words) = line.trim().split_once("  ").unwrap_or((line.trim(), ""));
        roff.control("TP", []);
        roff.text([bold(typed)]).text([roman(words.trim())]);
    }
}
