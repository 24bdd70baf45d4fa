//! What the help says: every command with its keys, made from the keymap in force. It knows no screen.

use crate::settings::{
    command::{Command, Context, Group},
    keymap::{Keymap, Step, described},
    line::{ARTICLES, SHORT, WORDS},
};

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The title of a group of commands.
    Group(&'static str),
    /// Keys, what they do, and the command's name.
    Command(String, &'static str, &'static str),
    /// Keys that ask for several commands, or for a line of the command line, and where they do.
    Macro(String, String, &'static str),
    /// What can be typed after a colon, and what it does.
    Line(String, &'static str),
    /// Nothing, before a group.
    Blank,
}

/// What the help says where no line has the words that are searched for.
pub const NOTHING: &str = "no key and no command has these words; / searches for others";

/// The lines of the help that have `filter` in them, under the titles of their groups.
#[must_use]
pub fn entries(keymap: &Keymap, filter: &str) -> Vec<Entry> {
    let filter = filter.trim().to_lowercase();
    let mut entries = Vec::new();
    for group in Group::ALL {
        let commands = Command::ALL.iter().filter(|command| command.group() == group);
        let lines: Vec<_> = commands.filter_map(|command| entry(keymap, *command, &filter)).collect();
        add(&mut entries, group.title(), lines);
    }
    add(&mut entries, "Several at once", macros(keymap, &filter));
    add(&mut entries, "Typed after a colon", typed(&filter));
    entries
}

/// Adds lines under a title, if there are some.
fn add(entries: &mut Vec<Entry>, title: &'static str, lines: Vec<Entry>) {
    if lines.is_empty() {
        return;
    }
    if !entries.is_empty() {
        entries.push(Entry::Blank);
    }
    entries.push(Entry::Group(title));
    entries.extend(lines);
}

fn macros(keymap: &Keymap, filter: &str) -> Vec<Entry> {
    let macros = keymap.bindings().filter(|binding| !matches!(binding.steps[..], [Step::Command(_)]));
    let lines = macros.map(|binding| (binding.keys.to_string(), described(&binding.steps), binding.context.place()));
    let wanted = lines.filter(|(keys, does, _)| has(keys, filter) || has(does, filter));
    wanted.map(|(keys, does, place)| Entry::Macro(keys, does, place)).collect()
}

fn typed(filter: &str) -> Vec<Entry> {
    let lines = WORDS.iter().map(|word| (format!(":{} {}", word.name, word.takes), word.help));
    let articles = ("ARTICLES".to_owned(), ARTICLES);
    let short = SHORT.iter().map(|(short, meant)| {
        let command = Command::named(meant);
        (format!(":{short}"), command.map_or("", Command::help))
    });
    let row = (":NUMBER".to_owned(), "Go to that row, or line of the article");
    let wanted =
        lines.chain([articles, row]).chain(short).filter(|(line, help)| has(line, filter) || has(help, filter));
    wanted.map(|(line, help)| Entry::Line(line, help)).collect()
}

fn has(text: &str, filter: &str) -> bool {
    text.to_lowercase().contains(filter)
}

fn entry(keymap: &Keymap, command: Command, filter: &str) -> Option<Entry> {
    let mut keys: Vec<String> = Vec::new();
    for context in Context::ALL {
        for sequence in keymap.keys_of(command, &[context]) {
            let written = sequence.to_string();
            if !keys.contains(&written) {
                keys.push(written);
            }
        }
    }
    let keys = keys.join("  ");
    let wanted = [keys.as_str(), command.name(), command.help()].iter().any(|text| has(text, filter));
    wanted.then(|| Entry::Command(keys, command.help(), command.name()))
}
