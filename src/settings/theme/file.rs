//! Theme files: what a theme inherits, and every mistake. Knows the names of roles and parts, not what they are for.

use std::borrow::Cow;

use super::words::{Palette, style};
use super::{BUILT_IN, Part, ROLES, Theme, role_name};
use crate::settings::config::is_file_stem;
use crate::settings::files::{Files, text_of};
use crate::settings::problem::{Problem, shown, suggestion};
use crate::settings::sheet::{Entry, Mistakes, Sheet, described, entries};

/// What a theme that inherits from none is laid over: it tells everything apart without a colour.
const GROUND: &str = "mono";
/// A longer line of inheritance is a circle, or as good as one.
const MOST_ANCESTORS: usize = 8;

/// The theme of that name with all that it inherits; nothing if there is none. A user's file goes before a theme of the
/// program's own.
pub(in crate::settings) fn read(name: &str, files: Files<'_>, problems: &mut Vec<Problem>) -> Option<Theme> {
    let layers = lineage(name, files, problems)?;
    let parsed = layers.iter().rev().map(|layer| Sheet::parse(&layer.label, &layer.text));
    let mut sheets: Vec<Sheet<'_>> = parsed.collect();
    let mut palette = Palette::default();
    for sheet in &mut sheets {
        palette.add(sheet);
    }
    let mut theme = Theme::PLAIN;
    for mut sheet in sheets {
        lay(&mut theme, &mut sheet, &palette);
        problems.extend(sheet.into_problems());
    }
    Some(theme)
}

/// Sets the styles that the sheet gives.
fn lay(theme: &mut Theme, sheet: &mut Sheet<'_>, palette: &Palette) {
    let mut mistakes = Mistakes::new();
    for table in sheet.entries() {
        let styles = match table.name {
            "inherit" | "palette" => continue,
            "text" | "screen" => table.value.get_ref().as_table(),
            _ => None,
        };
        let Some(styles) = styles else {
            mistakes.push((table.span.clone(), unknown_table(&table)));
            continue;
        };
        for entry in entries(styles) {
            let place = theme.place(table.name, entry.name);
            match (place, style(entry.value.get_ref(), palette)) {
                (Some(place), Ok(style)) => *place = style,
                (Some(_), Err(message)) => mistakes.push((entry.value.span(), message)),
                (None, _) => {
                    mistakes.push((entry.span.clone(), unknown_name(table.name, entry.name)));
                }
            }
        }
    }
    sheet.report_all(mistakes);
}

/// One file of a line of themes.
struct Layer {
    label: String,
    text: Cow<'static, str>,
    origin: Origin,
}

#[derive(PartialEq, Eq)]
enum Origin {
    BuiltIn,
    User,
}

/// The theme's file and those it inherits from, itself first.
fn lineage(name: &str, files: Files<'_>, problems: &mut Vec<Problem>) -> Option<Vec<Layer>> {
    let mut layers = vec![theirs(name, files, problems).or_else(|| ours(name))?];
    while let Some(last) = layers.last().filter(|last| last.origin == Origin::User) {
        let parent = match parent_name(last) {
            Ok(Some((name, line))) => inherited(&name, line, files, &layers, problems),
            Ok(None) => None,
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        layers.push(parent.unwrap_or_else(ground));
    }
    Some(layers)
}

fn theirs(name: &str, files: Files<'_>, problems: &mut Vec<Problem>) -> Option<Layer> {
    let label = format!("themes/{name}.toml");
    let text = text_of(&label, files, problems)?;
    Some(Layer { label, text: Cow::Owned(text), origin: Origin::User })
}

fn ours(name: &str) -> Option<Layer> {
    let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
    let label = format!("built-in themes/{name}.toml");
    Some(Layer { label, text: Cow::Borrowed(text), origin: Origin::BuiltIn })
}

fn ground() -> Layer {
    ours(GROUND).unwrap_or(Layer { label: String::new(), text: Cow::Borrowed(""), origin: Origin::BuiltIn })
}

/// The name of the theme that `layer` inherits from, and the line on which it stands.
fn parent_name(layer: &Layer) -> Result<Option<(String, usize)>, Problem> {
    let sheet = Sheet::parse(&layer.label, &layer.text);
    let entries = sheet.entries();
    let Some(entry) = entries.iter().find(|entry| entry.name == "inherit") else {
        return Ok(None);
    };
    let line = sheet.line(entry.value.span().start);
    if let Some(name) = entry.value.get_ref().as_str().filter(|name| is_file_stem(name)) {
        return Ok(Some((name.to_owned(), line)));
    }
    let message = format!("`inherit` takes the name of a theme, not {}", described(entry.value.get_ref()));
    Err(Problem { file: layer.label.clone(), line: Some(line), message })
}

/// The next layer under `layers`. A user's `dark` may inherit from ours; a circle may not be.
fn inherited(
    name: &str,
    line: usize,
    files: Files<'_>,
    layers: &[Layer],
    problems: &mut Vec<Problem>,
) -> Option<Layer> {
    let known_problems = problems.len();
    let theirs = theirs(name, files, problems);
    let circle = theirs.as_ref().is_some_and(|found| layers.iter().any(|known| known.label == found.label));
    let found = theirs.filter(|_| !circle && layers.len() < MOST_ANCESTORS).or_else(|| ours(name));
    if found.is_none() && problems.len() == known_problems {
        let message = match (circle, layers.len() < MOST_ANCESTORS) {
            (true, _) => format!("`{name}` inherits from itself"),
            (false, true) => unknown_theme(name),
            (false, false) => format!("more than {MOST_ANCESTORS} themes inherit from each other"),
        };
        let file = layers.last().map(|last| last.label.clone()).unwrap_or_default();
        problems.push(Problem { file, line: Some(line), message });
    }
    found
}

/// There is no theme of that name; the nearest of ours is.
pub(in crate::settings) fn unknown_theme(name: &str) -> String {
    let near = suggestion(name, BUILT_IN.iter().map(|(known, _)| *known));
    format!("there is no theme `{}`: no file themes/{}.toml{near}", shown(name), shown(name))
}

fn unknown_table(table: &Entry<'_, '_>) -> String {
    let name = shown(table.name);
    if matches!(table.name, "text" | "screen") {
        return format!("`{name}` is a table: [{name}]");
    }
    format!("unknown name `{name}`{}", suggestion(table.name, ["inherit", "palette", "text", "screen"]))
}

fn unknown_name(table: &str, name: &str) -> String {
    let roles = ROLES.iter().map(|role| role_name(*role));
    let parts = Part::ALL.iter().map(|part| part.name());
    let near = if table == "text" { suggestion(name, roles) } else { suggestion(name, parts) };
    format!("[{table}] has no `{}`{near}", shown(name))
}
