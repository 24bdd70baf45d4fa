//! What is made from the definitions: the man page and the completions of shells.

use clap::CommandFactory as _;
use dateline::{
    app::help::{Entry, entries},
    cli::Line,
    settings::{Settings, command::Command, config::Config, line::WORDS},
};

use crate::support::place::{Place, out};

/// A man page's text without what is written for its formatter.
fn unescaped(page: &str) -> String {
    page.replace("\\-", "-").replace("\\fB", "").replace("\\fI", "").replace("\\fR", "")
}

#[test]
fn the_man_page_has_every_command_of_the_reader_and_of_the_command_line_and_every_option() {
    let page = unescaped(&out(&Place::new().run(&["man"])));
    for command in Command::ALL {
        let line = format!("  {}\n", command.name());
        assert!(page.contains(&line), "{} is missing", command.name());
    }
    let line = Line::command();
    for command in line.get_subcommands() {
        assert!(page.contains(&format!("dateline {}", command.get_name())), "{} is missing", command.get_name());
        for argument in command.get_arguments().filter_map(clap::Arg::get_long) {
            assert!(page.contains(&format!("--{argument}")), "--{argument} of {} is missing", command.get_name());
        }
    }
    for option in Config::OPTIONS {
        assert!(page.contains(&format!("\n{option} = ")), "{option} is missing");
    }
    for section in ["NAME", "SYNOPSIS", "COMMANDS", "KEYS", "CONFIGURATION", "FILES", "ENVIRONMENT", "EXIT STATUS"] {
        let heading = |line: &str| line.trim_start_matches(".SH ").trim_matches('"') == section;
        assert_eq!(page.lines().filter(|line| line.starts_with(".SH ") && heading(line)).count(), 1, "{section}");
    }
}

#[test]
fn the_help_and_the_man_page_have_all_that_can_be_pressed_or_typed_whatever_the_keys() {
    let page = unescaped(&out(&Place::new().run(&["man"])));
    for preset in ["default", "newsboat", "gmail"] {
        let place = Place::new();
        std::fs::create_dir_all(place.config()).unwrap();
        std::fs::write(place.config().join("config.toml"), format!("keymap = \"{preset}\"\n")).unwrap();
        let help = entries(&Settings::of(&place.config()).settings.keymap, "");
        for command in Command::ALL {
            let with_keys = |entry: &Entry| matches!(entry, Entry::Command(keys, _, name) if *name == command.name() && !keys.is_empty());
            assert!(help.iter().any(with_keys), "{preset}: {} has no keys in the help", command.name());
        }
        for word in WORDS {
            let typed = format!(":{} ", word.name);
            let named = |entry: &Entry| matches!(entry, Entry::Line(line, _) if line.starts_with(&typed));
            assert!(help.iter().any(named) && page.contains(&typed), "{preset}: {typed}");
        }
    }
}

#[test]
fn every_shell_completes_every_command() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = out(&place.run(&["completions", shell]));
        for command in Line::command().get_subcommands() {
            assert!(script.contains(command.get_name()), "{} is missing for {shell}", command.get_name());
        }
    }
    assert_eq!(place.run(&["completions", "tcsh"]).status.code(), Some(2));
}
