//! What the values of options may be, and how that is said. Knows no option by name.

use std::ops::RangeInclusive;

use serde_json::{Value, json};
use toml::de::DeValue;

use super::{ListWidth, Switch, ThemeChoice};
use crate::settings::{
    keep::Keep,
    sharing::{self, Hook, Target},
};

/// What an option takes, for the message to a value that it doesn't.
pub(super) type Expected = String;

/// An option that takes one of a few words.
pub(super) trait Choice: Copy + 'static {
    /// The words and what they mean.
    const ALL: &'static [(&'static str, Self)];
}

/// What an option's value looks like: how it is read, and how an editor is told.
pub(super) struct Form<T> {
    read: fn(&DeValue<'_>) -> Result<T, Expected>,
    shape: fn() -> Value,
}

impl<T> Form<T> {
    /// Puts a value in its place, if it is one.
    pub(super) fn put(&self, place: &mut T, value: &DeValue<'_>) -> Result<(), Expected> {
        *place = (self.read)(value)?;
        Ok(())
    }

    /// The form as a JSON schema; the place says which type is meant.
    pub(super) fn shape_like(&self, _: &T) -> Value {
        (self.shape)()
    }
}

impl<T: Choice> Form<T> {
    /// One of a few words.
    pub(super) const fn one_of() -> Self {
        Self { read: choice, shape: words::<T> }
    }
}

impl<T: Choice> Form<Vec<T>> {
    /// Any of a few words.
    pub(super) const fn several() -> Self {
        Self { read: choices, shape: || json!({ "type": "array", "items": words::<T>() }) }
    }
}

/// The pattern of a name of a theme.
const STEM: &str = r"^[\p{L}\p{N}_-]{1,100}$";

pub(super) const SWITCH: Form<Switch> = Form { read: switch, shape: || json!({ "type": "boolean" }) };
pub(super) const COLUMNS: Form<u16> =
    Form { read: columns, shape: || json!({ "type": "integer", "minimum": 20, "maximum": 200 }) };
pub(super) const MINUTES: Form<u16> = Form {
    read: minutes,
    shape: || json!({ "anyOf": [{ "const": 0 }, { "type": "integer", "minimum": 5, "maximum": 10_080 }] }),
};
pub(super) const LIST_WIDTH: Form<ListWidth> = Form {
    read: list_width,
    shape: || {
        let share = json!({ "type": "string", "pattern": "^([1-8][0-9]|90) *%$" });
        json!({ "anyOf": [{ "type": "integer", "minimum": 20, "maximum": 200 }, share] })
    },
};
pub(super) const THEME: Form<ThemeChoice> =
    Form { read: theme, shape: || json!({ "type": "string", "pattern": STEM }) };
pub(super) const THEME_NAME: Form<String> =
    Form { read: theme_name, shape: || json!({ "type": "string", "pattern": STEM, "not": { "const": "auto" } }) };
pub(super) const DATE_FORMAT: Form<String> =
    Form { read: date_format, shape: || json!({ "type": "string", "minLength": 1, "maxLength": 64 }) };
pub(super) const COMMAND: Form<Vec<String>> = Form {
    read: command,
    shape: || {
        let word = json!({ "type": "string", "pattern": r"^\S+$" });
        json!({ "anyOf": [word, { "type": "array", "items": { "type": "string" } }] })
    },
};

pub(super) const FOLDER: Form<String> = Form { read: folder, shape: || json!({ "type": "string", "minLength": 1 }) };
pub(super) const KEEP: Form<Keep> = Form {
    read: |value| Keep::read(value).map_err(str::to_owned),
    shape: || {
        let written = json!({ "type": "string", "pattern": r"^(all|[1-9][0-9]* *(d|w|m|y|MB|GB))$" });
        json!({ "anyOf": [written, { "type": "integer", "minimum": 1 }] })
    },
};
pub(super) const HOOK: Form<Hook> = Form { read: hook, shape: COMMAND.shape };
pub(super) const SHARE: Form<Vec<Target>> = Form {
    read: share,
    shape: || {
        let words = json!({ "type": "array", "minItems": 1, "items": { "type": "string" } });
        let forms = crate::text::print::Form::ALL.map(crate::text::print::Form::ending);
        let target = json!({
            "type": "object",
            "properties": {
                "name": { "type": "string", "minLength": 1, "maxLength": 100 },
                "key": { "type": "string", "minLength": 1, "maxLength": 1 },
                "command": words,
                "input": { "enum": forms },
                "terminal": { "type": "boolean" },
            },
            "required": ["name", "command"],
            "additionalProperties": false,
        });
        json!({ "type": "array", "items": target })
    },
};

/// The words of a choice.
fn words<T: Choice>() -> Value {
    json!({ "enum": T::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>() })
}

fn number(value: &DeValue<'_>, range: RangeInclusive<u16>) -> Option<u16> {
    let digits = value.as_integer()?;
    u16::from_str_radix(digits.as_str(), digits.radix()).ok().filter(|number| range.contains(number))
}

fn columns(value: &DeValue<'_>) -> Result<u16, Expected> {
    number(value, 20..=200).ok_or_else(|| "a whole number of columns from 20 to 200".to_owned())
}

fn minutes(value: &DeValue<'_>) -> Result<u16, Expected> {
    let expected = "a whole number of minutes from 5 to 10080 (a week), or 0 for never";
    number(value, 0..=10_080).filter(|minutes| *minutes == 0 || *minutes >= 5).ok_or_else(|| expected.to_owned())
}

fn list_width(value: &DeValue<'_>) -> Result<ListWidth, Expected> {
    let percent = || value.as_str()?.strip_suffix('%')?.trim_end().parse().ok();
    let columns = || number(value, 20..=200).map(ListWidth::Columns);
    let share = || percent().filter(|share| (10..=90).contains(share)).map(ListWidth::Percent);
    columns().or_else(share).ok_or_else(|| {
        "columns from 20 to 200, as in 48, or percent of the screen from 10 to 90, as in \"40%\"".to_owned()
    })
}

fn switch(value: &DeValue<'_>) -> Result<Switch, Expected> {
    let on = value.as_bool().ok_or_else(|| "true or false".to_owned())?;
    Ok(if on { Switch::On } else { Switch::Off })
}

fn choice<T: Choice>(value: &DeValue<'_>) -> Result<T, Expected> {
    let word = value.as_str().unwrap_or_default();
    let known = T::ALL.iter().find(|(name, _)| *name == word);
    known.map(|(_, choice)| *choice).ok_or_else(|| one_of::<T>())
}

/// `"a", "b" or "c"`.
fn one_of<T: Choice>() -> Expected {
    let words: Vec<String> = T::ALL.iter().map(|(word, _)| format!("\"{word}\"")).collect();
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => words.concat(),
    }
}

fn choices<T: Choice>(value: &DeValue<'_>) -> Result<Vec<T>, Expected> {
    let expected = || format!("a list of {}", one_of::<T>());
    let list = value.as_array().ok_or_else(expected)?;
    list.iter().map(|word| choice(word.get_ref()).map_err(|_| expected())).collect()
}

fn theme(value: &DeValue<'_>) -> Result<ThemeChoice, Expected> {
    match value.as_str() {
        Some("auto") => Ok(ThemeChoice::Auto),
        _ => theme_name(value).map(ThemeChoice::Named).map_err(|expected| format!("\"auto\" or {expected}")),
    }
}

/// A name, not a path: what it names is looked for among the themes only.
fn theme_name(value: &DeValue<'_>) -> Result<String, Expected> {
    let name = value.as_str().filter(|name| is_file_stem(name));
    name.map(str::to_owned)
        .ok_or_else(|| "\"light\", \"dark\", \"mono\" or the name of a file in themes/, without .toml".to_owned())
}

/// Whether it is the name of a theme's file without its ending: letters, digits, `-` and `_`.
pub(in crate::settings) fn is_file_stem(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    !name.is_empty() && name.len() <= 100 && name.chars().all(fits)
}

/// The directives whose meaning doesn't hang on a locale's tables.
const DIRECTIVES: &str = "YymdeHIMSpPaAbBhjFTDRZzns%";

fn date_format(value: &DeValue<'_>) -> Result<String, Expected> {
    let expected = || "a date like \"%Y-%m-%d %H:%M\" (directives of strftime)".to_owned();
    let format = value.as_str().filter(|format| !format.is_empty() && format.len() <= 64).ok_or_else(expected)?;
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        let known = c != '%' || chars.next().is_some_and(|directive| DIRECTIVES.contains(directive));
        if !known || c.is_control() {
            return Err(expected());
        }
    }
    Ok(format.to_owned())
}

/// A command as a list of words; one word may stand alone. Never a line for a shell.
fn command(value: &DeValue<'_>) -> Result<Vec<String>, Expected> {
    let expected = || "a list of words, as in [\"firefox\", \"--new-tab\"]".to_owned();
    match value {
        DeValue::String(word) if !word.is_empty() && !word.contains(char::is_whitespace) => Ok(vec![word.to_string()]),
        DeValue::Array(words) => {
            let words = words.iter().map(|word| word.get_ref().as_str().map(str::to_owned));
            words.collect::<Option<Vec<_>>>().filter(|words| words.first() != Some(&String::new())).ok_or_else(expected)
        }
        _ => Err(expected()),
    }
}

/// A folder as it is typed.
fn folder(value: &DeValue<'_>) -> Result<String, Expected> {
    let fits = |path: &&str| !path.is_empty() && path.len() <= 500 && !path.contains(char::is_control);
    value.as_str().filter(fits).map(str::to_owned).ok_or_else(|| "a folder, as in \"~/Documents\"".to_owned())
}

fn hook(value: &DeValue<'_>) -> Result<Hook, Expected> {
    match command(value) {
        Ok(words) if words.is_empty() => Ok(Hook::None),
        Ok(words) if words == ["notify"] => Ok(Hook::Notify),
        Ok(words) => Ok(Hook::Run(words)),
        Err(expected) => Err(format!("\"notify\" or {expected}")),
    }
}

/// What is wrong within a target is told by [`sharing::read`], each at its place.
fn share(value: &DeValue<'_>) -> Result<Vec<Target>, Expected> {
    value.as_array().ok_or_else(|| "a list of tables: [[share]]".to_owned())?;
    Ok(sharing::read(value).0)
}
