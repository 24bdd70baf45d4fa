//! The built-in keymap as bindings. Knows commands, not how they are written down.

use super::{Binding, Step};
use crate::settings::{
    command::{Command, Context},
    own,
};

/// The bindings of our own file. `None` for one that must be read as TOML.
pub(super) fn bindings(text: &str) -> Option<Vec<Binding>> {
    let binding = |line: own::Line<'_>| {
        Some(Binding {
            context: Context::named(line.table)?,
            keys: line.name.parse().ok()?,
            steps: vec![Step::Command(Command::named(line.text)?)],
        })
    };
    own::lines(text)?.into_iter().map(binding).collect()
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
    fn what_is_no_binding_is_left_to_toml() {
        for other in ["x = \"done\"", "[any]\nx = \"none\"", "[none]\nx = \"done\""] {
            assert_eq!(bindings(other), None, "{other}");
        }
    }
}
