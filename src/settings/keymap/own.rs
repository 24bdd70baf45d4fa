//! The built-in keymap, read line by line: every start needs it, and reading it as TOML takes ten times as long. Knows only
//! the form that our own file has; a test holds it against the reading of TOML.

use super::Binding;
use crate::settings::command::{Command, Context};

/// The bindings of a file that has a table, a comment, or keys and one command on each line. `None` for any other.
pub(super) fn bindings(text: &str) -> Option<Vec<Binding>> {
    let mut context = None;
    let mut bindings = Vec::with_capacity(text.len() / 64);
    for line in text.lines().map(str::trim).filter(|line| !is_comment(line)) {
        if let Some(table) = line.strip_prefix('[') {
            context = Some(Context::named(table.strip_suffix(']')?)?);
            continue;
        }
        let (keys, rest) = name(line)?;
        let (command, rest) = quoted(rest.trim_start().strip_prefix('=')?.trim_start(), '"')?;
        if !is_comment(rest.trim_start()) {
            return None;
        }
        bindings.push(Binding {
            context: context?,
            keys: keys.parse().ok()?,
            commands: vec![Command::named(command)?],
        });
    }
    Some(bindings)
}

fn is_comment(line: &str) -> bool {
    line.is_empty() || line.starts_with('#')
}

/// The name that a line begins with, and what follows it.
fn name(line: &str) -> Option<(&str, &str)> {
    let bare = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    quoted(line, '"').or_else(|| quoted(line, '\'')).or_else(|| {
        let end = line.find(|letter| !bare(letter)).filter(|end| *end > 0)?;
        line.split_at_checked(end)
    })
}

/// What stands between two marks at the beginning of a line, and what follows them.
fn quoted(line: &str, mark: char) -> Option<(&str, &str)> {
    line.strip_prefix(mark)?.split_once(mark).filter(|(text, _)| !text.contains('\\'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::settings::keymap::{BUILT_IN, merge};

    #[test]
    fn our_own_file_is_read_as_toml_reads_it() {
        let mut problems = Vec::new();
        let read = merge::over(Vec::new(), "keymap.toml", BUILT_IN, &mut problems);
        assert_eq!((bindings(BUILT_IN).unwrap(), problems), (read, Vec::new()));
    }

    #[test]
    fn what_has_another_form_is_left_to_toml() {
        for other in [
            "[any]\nx = [\"done\"]",
            "[any]\n\"\\u0041\" = \"done\"",
            "x = \"done\"",
            "[any]\nx = \"none\"",
            "[any]\nx",
        ] {
            assert_eq!(bindings(other), None, "{other}");
        }
    }
}
