//! The program's own themes as styles. Knows colours, not how they are written down.

use super::{Theme, words};
use crate::settings::own;

/// The theme of our own file. `None` for one that must be read as TOML.
pub(super) fn theme(text: &str) -> Option<Theme> {
    let lines = own::lines(text)?;
    let mut palette = words::Palette::default();
    let mut theme = Theme::PLAIN;
    for line in lines.iter().filter(|line| line.table == "palette") {
        palette.name(line.name, line.text).then_some(())?;
    }
    for line in lines.iter().filter(|line| line.table != "palette") {
        *theme.place(line.table, line.name)? = words::in_words(line.text, &palette).ok()?;
    }
    Some(theme)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::settings::theme::{BUILT_IN, file};

    #[test]
    fn our_own_files_are_read_as_toml_reads_them() {
        for (name, text) in BUILT_IN {
            let read = file::read(name, &|_| Ok(None), &mut Vec::new()).unwrap();
            assert_eq!(theme(text).unwrap(), read, "{name}");
        }
    }

    #[test]
    fn what_is_no_style_is_left_to_toml() {
        for other in
            ["inherit = \"dark\"", "[text]\nbody = \"mauve\"", "[text]\nfoot = \"bold\"", "[palette]\na = \"b\""]
        {
            assert_eq!(theme(other), None, "{other}");
        }
    }
}
