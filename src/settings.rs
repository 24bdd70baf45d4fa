//! The user's settings: where they are kept, the options, the keys, the looks. Knows how to read them, not what the
//! program does with them; it never writes a file.

pub mod colour;
pub mod command;
pub mod config;
mod files;
pub mod keep;
pub mod keymap;
pub mod keys;
pub mod line;
mod own;
pub mod paths;
pub mod pending;
pub mod problem;
pub mod reference;
pub mod rules;
pub mod schema;
pub mod sharing;
pub(crate) mod sheet;
pub mod theme;
pub mod themes;
pub mod views;
pub mod words;

use std::path::Path;

use colour::{Background, Depth};
use config::Config;
use files::{Files, read, text_of};
use keymap::Keymap;
use paths::Paths;
use problem::Problem;
use sheet::Sheet;
use theme::Theme;
use themes::Themes;
use views::SavedView;

/// Everything that the user can set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The options.
    pub config: Config,
    /// The keys.
    pub keymap: Keymap,
    /// The looks.
    pub themes: Themes,
    /// Saved views.
    pub views: Vec<SavedView>,
}

/// Settings, and what was wrong with their files.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Always whole: what a file gets wrong has its default.
    pub settings: Settings,
    /// Every mistake of every file.
    pub problems: Vec<Problem>,
}

/// The user's keys, in the configuration directory.
const KEYS: &str = "keymap.toml";

/// Whose keys the reader has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The user's, over the built-in ones.
    Own,
    /// The built-in ones.
    BuiltIn,
}

impl Loaded {
    /// The mistakes in the user's keys. With some, a key may do another thing than its user thinks, so that nobody should
    /// read on with them unasked.
    pub fn in_keys(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.file == KEYS)
    }
}

impl Settings {
    /// Reads `config.toml`, `keymap.toml`, `views.toml` and the themes of the configuration directory over what is built in.
    #[must_use]
    pub fn load(paths: &Paths) -> Loaded {
        Self::of(&paths.config_dir)
    }

    /// As [`Self::load`], from this directory.
    #[must_use]
    pub fn of(config_dir: &Path) -> Loaded {
        Self::with_keys(config_dir, Whose::Own)
    }

    /// As [`Self::of`], with the user's keys or without.
    #[must_use]
    pub fn with_keys(config_dir: &Path, keys: Whose) -> Loaded {
        let left_out = |name: &str| keys == Whose::BuiltIn && name == KEYS;
        Self::from_files(&|name| if left_out(name) { Ok(None) } else { read(&config_dir.join(name)) })
    }

    /// Every mistake of these files, and of all themes in the directory, also those that aren't used.
    #[must_use]
    pub fn check(config_dir: &Path) -> Loaded {
        let mut loaded = Self::of(config_dir);
        for name in themes::own(config_dir) {
            let mut found = Vec::new();
            theme::file::read(&name, &|name| read(&config_dir.join(name)), &mut found);
            found.retain(|problem| !loaded.problems.contains(problem));
            loaded.problems.append(&mut found);
        }
        loaded
    }

    fn from_files(files: Files<'_>) -> Loaded {
        let mut problems = Vec::new();
        let text = text_of("config.toml", files, &mut problems).unwrap_or_default();
        let mut sheet = Sheet::parse("config.toml", &text);
        let config = Config::read(&mut sheet);
        let mut of_themes = Vec::new();
        let themes = Themes::load(&config, files, &mut sheet, &mut of_themes);
        problems.extend(sheet.into_problems());
        let keys = text_of(KEYS, files, &mut problems);
        let keymap = Keymap::load(config.keymap, keys.as_deref(), &mut problems);
        problems.extend(of_themes);
        let text = text_of("views.toml", files, &mut problems).unwrap_or_default();
        let mut sheet = Sheet::parse("views.toml", &text);
        let views = views::read(&mut sheet);
        problems.extend(sheet.into_problems());
        Loaded { settings: Self { config, keymap, themes, views }, problems }
    }

    /// The theme for a terminal with that background and those colours, as the options have it. Without colours the
    /// theme that needs none stands in for a choice by background.
    #[must_use]
    pub fn theme(&self, background: Background, depth: Depth) -> Theme {
        self.themes.theme(background, Depth::chosen(self.config.colours, depth))
    }
}

impl Default for Settings {
    /// What is built in.
    fn default() -> Self {
        Self::from_files(&|_| Ok(None)).settings
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
