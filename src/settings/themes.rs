//! Which theme: the user's choice, or one after the terminal's background, which is known only once the terminal has
//! answered.

use std::{fs, path::Path};

use super::colour::{Background, Depth};
use super::config::{Config, ThemeChoice, is_file_stem};
use super::files::Files;
use super::problem::Problem;
use super::sheet::Sheet;
use super::theme::{BUILT_IN, Theme, file};

/// The themes that the options name.
#[derive(Debug, Clone)]
pub struct Themes(Choice);

#[derive(Debug, Clone)]
enum Choice {
    Fixed(Look),
    ByBackground { light: Look, dark: Look },
}

/// Our own themes are read when they are needed: a start needs one of them.
#[derive(Debug, Clone)]
enum Look {
    BuiltIn(&'static str),
    Read(Box<Theme>),
}

impl Themes {
    /// The theme for a terminal with that background and those colours. On a background that isn't known the dark
    /// theme is used; without colours, one that needs none stands in for a choice by background.
    #[must_use]
    pub fn theme(&self, background: Background, depth: Depth) -> Theme {
        let look = match (&self.0, background) {
            (Choice::Fixed(look), _) => look,
            (Choice::ByBackground { .. }, _) if depth == Depth::None => &Look::BuiltIn("mono"),
            (Choice::ByBackground { light, .. }, Background::Light) => light,
            (Choice::ByBackground { dark, .. }, Background::Dark | Background::Unknown) => dark,
        };
        let theme = match look {
            Look::BuiltIn(name) => &Theme::built_in(name),
            Look::Read(theme) => &**theme,
        };
        theme.reduced(depth)
    }

    /// Reads the themes that `config` names. A name that is none is a mistake of `sheet`.
    pub(super) fn load(config: &Config, files: Files<'_>, sheet: &mut Sheet<'_>, problems: &mut Vec<Problem>) -> Self {
        let mut look = |option: &str, name: &str, instead: &'static str| {
            let mut found = Vec::new();
            let look = Look::named(name, files, &mut found);
            if look.is_none() && found.is_empty() {
                sheet.report(sheet.span_of(option).unwrap_or(0..0), file::unknown_theme(name));
            }
            found.retain(|problem| !problems.contains(problem));
            problems.append(&mut found);
            look.unwrap_or(Look::BuiltIn(instead))
        };
        Self(match &config.theme {
            ThemeChoice::Named(name) => Choice::Fixed(look("theme", name, "dark")),
            ThemeChoice::Auto => Choice::ByBackground {
                light: look("theme-light", &config.theme_light, "light"),
                dark: look("theme-dark", &config.theme_dark, "dark"),
            },
        })
    }
}

/// The names of the user's own themes, in their order.
pub(super) fn own(config_dir: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(config_dir.join("themes")) else { return Vec::new() };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter_map(|name| Some(name.strip_suffix(".toml")?.to_owned())).collect();
    names.retain(|name| is_file_stem(name));
    names.sort();
    names
}

impl Look {
    /// The user's theme of that name, else ours.
    fn named(name: &str, files: Files<'_>, problems: &mut Vec<Problem>) -> Option<Self> {
        let ours = BUILT_IN.iter().find(|(known, _)| *known == name);
        let own = || matches!(files(&format!("themes/{name}.toml")), Ok(None));
        match ours.filter(|_| own()) {
            Some((name, _)) => Some(Self::BuiltIn(name)),
            None => file::read(name, files, problems).map(Box::new).map(Self::Read),
        }
    }
}
