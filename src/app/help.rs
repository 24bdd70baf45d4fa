//! What the help says: every command with its keys, made from the keymap in force. It knows no screen.

use crate::settings::{
    command::{Command, Context, Group},
    keymap::Keymap,
};

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The title of a group of commands.
    Group(&'static str),
    /// Keys, what they do, and the command's name.
    Command(String, &'static str, &'static str),
    /// Nothing, before a group.
    Blank,
}

/// The lines of the help that have `filter` in them, under the titles of their groups.
#[must_use]
pub fn entries(keymap: &Keymap, filter: &str) -> Vec<Entry> {
    let filter = filter.trim().to_lowercase();
    let mut entries = Vec::new();
    for group in Group::ALL {
        let commands = Command::ALL.iter().filter(|command| command.group() == group);
        let lines: Vec<_> = commands.filter_map(|command| entry(keymap, *command, &filter)).collect();
        if lines.is_empty() {
            continue;
        }
        if !entries.is_empty() {
            entries.push(Entry::Blank);
        }
        entries.push(Entry::Group(group.title()));
        entries.extend(lines);
    }
    entries
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
    let wanted =
        [keys.as_str(), command.name(), command.help()].iter().any(|text| text.to_lowercase().contains(filter));
    wanted.then(|| Entry::Command(keys, command.help(), command.name()))
}
