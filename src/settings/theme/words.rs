//! Styles and colours in words: `gold bold`, `black on #ffcc66`. Knows no roles.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use toml::de::DeValue;

use crate::settings::colour;
use crate::settings::problem::{shown, suggestion};
use crate::settings::sheet::{Mistakes, Sheet, described, entries};

/// Colours that themes have given a name.
#[derive(Default)]
pub(super) struct Palette(BTreeMap<String, Color>);

impl Palette {
    /// Takes the sheet's colours, over those so far.
    pub(super) fn add(&mut self, sheet: &mut Sheet<'_>) {
        let mut mistakes = Mistakes::new();
        for table in sheet.entries().iter().filter(|entry| entry.name == "palette") {
            let Some(colours) = table.value.get_ref().as_table() else {
                mistakes.push((table.span.clone(), "`palette` is a table: [palette]".to_owned()));
                continue;
            };
            for entry in entries(colours) {
                if !entry.value.get_ref().as_str().is_some_and(|colour| self.name(entry.name, colour)) {
                    mistakes.push((entry.value.span(), not_a_colour(entry.value.get_ref())));
                }
            }
        }
        sheet.report_all(mistakes);
    }

    /// Takes a colour in words, over those so far. Returns whether it is one.
    pub(super) fn name(&mut self, name: &str, colour: &str) -> bool {
        let colour = colour::parse(colour);
        colour.map(|colour| self.0.insert(name.to_owned(), colour)).is_some()
    }

    fn colour(&self, word: &str) -> Option<Color> {
        self.0.get(word).copied().or_else(|| colour::parse(word))
    }

    /// Every word that a style may hold.
    fn words(&self) -> impl Iterator<Item = &str> {
        let attributes = ATTRIBUTES.iter().map(|(name, _)| *name).chain(["on", "plain"]);
        let colours = colour::NAMES.iter().map(|(name, _)| *name).chain(["default"]);
        attributes.chain(colours).chain(self.0.keys().map(String::as_str))
    }
}

fn not_a_colour(value: &DeValue<'_>) -> String {
    let near = suggestion(value.as_str().unwrap_or_default(), colour::NAMES.iter().map(|(name, _)| *name));
    format!("a colour is \"#rrggbb\", a number from 0 to 255 in quotes or a name, not {}{near}", described(value))
}

/// The attributes by their names.
const ATTRIBUTES: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("crossed-out", Modifier::CROSSED_OUT),
];

/// A theme file's value as a style.
pub(super) fn style(value: &DeValue<'_>, palette: &Palette) -> Result<Style, String> {
    let Some(text) = value.as_str() else {
        return Err(format!("a style is words in quotes, as in \"red on black bold\", not {}", described(value)));
    };
    in_words(text, palette)
}

/// A style in words: `gold bold`, `black on #ffcc66`, `plain`.
pub(super) fn in_words(text: &str, palette: &Palette) -> Result<Style, String> {
    let mut style = Style::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if let Some((_, attribute)) = ATTRIBUTES.iter().find(|(name, _)| *name == word) {
            style.add_modifier |= *attribute;
        } else if word == "on" {
            let ground = words.next().unwrap_or_default();
            style.bg = Some(palette.colour(ground).ok_or_else(|| not_a_style(ground, palette))?);
        } else if word != "plain" {
            style.fg = Some(palette.colour(word).ok_or_else(|| not_a_style(word, palette))?);
        }
    }
    Ok(style)
}

fn not_a_style(word: &str, palette: &Palette) -> String {
    if word.is_empty() {
        return "a colour must follow `on`".to_owned();
    }
    format!("`{}` is no colour and no attribute{}", shown(word), suggestion(word, palette.words()))
}
