//! The reference page of the options, taken apart for those who show it otherwise. Knows how the page is written, not what
//! an option means.

use super::config::REFERENCE;

/// A part of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The title of the options that follow.
    Heading(&'static str),
    /// An option.
    Option {
        /// Its name.
        name: &'static str,
        /// Its default, as TOML.
        default: &'static str,
        /// What it does and what it takes, as one paragraph.
        about: String,
    },
}

/// The page in its order.
#[must_use]
pub fn pieces() -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut about: Vec<&str> = Vec::new();
    for line in REFERENCE.lines() {
        if let Some(title) = line.strip_prefix("# --- ") {
            pieces.push(Piece::Heading(title.trim_end_matches(['-', ' '])));
        } else if let Some(words) = line.strip_prefix('#') {
            about.push(words.trim());
        } else if let Some((name, default)) = line.split_once(" = ") {
            pieces.push(Piece::Option { name, default, about: about.join(" ") });
            about.clear();
        } else {
            about.clear();
        }
    }
    pieces
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::settings::config::Config;

    #[test]
    fn every_option_is_found_with_its_words() {
        let options: Vec<_> = pieces()
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Option { name, default, about } => Some((name, default, about)),
                Piece::Heading(_) => None,
            })
            .collect();
        let names: Vec<_> = options.iter().map(|(name, ..)| *name).collect();
        assert_eq!(names, Config::OPTIONS);
        assert!(
            options.iter().all(|(_, default, about)| !default.is_empty() && about.ends_with(['.', ')'])),
            "{options:?}"
        );
    }
}
