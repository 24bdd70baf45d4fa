//! The lines of one keymap file, each by itself. Knows nothing of other lines.

use toml::Spanned;
use toml::de::DeValue;

use super::Step;
use crate::settings::command::{Command, Context};
use crate::settings::keys::{Sequence, written};
use crate::settings::line;
use crate::settings::problem::{nearest, shown, suggestion};
use crate::settings::sheet::{Entry, Mistakes, Sheet, described, entries};
use crate::text::clean;

/// The word that takes a key's command away.
pub(in crate::settings) const NONE: &str = "none";

/// One line of a keymap file.
pub(super) struct Line {
    /// The table that it stands in.
    pub(super) context: Context,
    /// The keys.
    pub(super) keys: Sequence,
    /// What they ask for; nothing where the line takes that away.
    pub(super) steps: Vec<Step>,
    /// Where it stands, in bytes of the file.
    pub(super) at: usize,
}

/// The lines of a file in their order; what isn't one is a mistake.
pub(super) fn lines(sheet: &Sheet<'_>, mistakes: &mut Mistakes) -> Vec<Line> {
    let mut lines = Vec::new();
    for table in sheet.entries() {
        let (context, bindings) = match context_of(&table) {
            Ok(found) => found,
            Err(mistake) => {
                mistakes.push((table.span.clone(), mistake));
                continue;
            }
        };
        for entry in bindings {
            match line_of(context, &entry) {
                Ok(line) => lines.push(line),
                Err(found) => mistakes.extend(found),
            }
        }
    }
    lines
}

fn context_of<'s, 'a>(table: &Entry<'s, 'a>) -> Result<(Context, Vec<Entry<'s, 'a>>), String> {
    let known = || Context::ALL.iter().map(|context| context.name());
    let Some(bindings) = table.value.get_ref().as_table() else {
        let all = known().map(|name| format!("[{name}]")).collect::<Vec<_>>().join(", ");
        return Err(format!("`{}` stands outside of a table; the tables are {all}", shown(table.name)));
    };
    let Some(context) = Context::named(table.name) else {
        let near = nearest(table.name, known()).map(|name| format!("; did you mean [{name}]?")).unwrap_or_default();
        return Err(format!("unknown context [{}]{near}", shown(table.name)));
    };
    Ok((context, entries(bindings)))
}

fn line_of(context: Context, entry: &Entry<'_, '_>) -> Result<Line, Mistakes> {
    let mut mistakes = Mistakes::new();
    let keys = entry.name.parse::<Sequence>().and_then(|keys| countless(&keys).map(|()| keys));
    let steps = steps_of(context, entry.value, &mut mistakes);
    match keys {
        Ok(keys) if mistakes.is_empty() => Ok(Line { context, keys, steps, at: entry.span.start }),
        Ok(_) => Err(mistakes),
        Err(mistake) => {
            mistakes.push((entry.span.clone(), mistake));
            Err(mistakes)
        }
    }
}

/// Digits are counts; only `0` begins none, so it can be bound by itself.
fn countless(keys: &Sequence) -> Result<(), String> {
    let digits = keys.keys().iter().filter_map(|key| key.digit()).collect::<Vec<_>>();
    if digits.is_empty() || (digits == [0] && keys.keys().len() == 1) {
        return Ok(());
    }
    Err(format!("`{}` can't be bound: digits are counts", written(keys.keys())))
}

fn steps_of(context: Context, value: &Spanned<DeValue<'_>>, mistakes: &mut Mistakes) -> Vec<Step> {
    let words: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
        DeValue::String(word) if word == NONE => return Vec::new(),
        DeValue::String(_) => vec![value],
        DeValue::Array(list) if !list.is_empty() => list.iter().collect(),
        other => {
            let message = format!("a key takes a command, a list of commands or \"{NONE}\", not {}", described(other));
            mistakes.push((value.span(), message));
            return Vec::new();
        }
    };
    let mut steps = Vec::new();
    for word in words {
        match step_of(context, word.get_ref()) {
            Ok(step) => steps.push(step),
            Err(message) => mistakes.push((word.span(), message)),
        }
    }
    steps
}

fn step_of(context: Context, word: &DeValue<'_>) -> Result<Step, String> {
    let DeValue::String(name) = word else {
        return Err(format!("{} is no command", described(word)));
    };
    if let Some(line) = name.strip_prefix(':') {
        return line_step(context, line.trim());
    }
    let Some(command) = Command::named(name) else {
        let known = Command::ALL.iter().map(|command| command.name()).chain([NONE]);
        return Err(format!("unknown command `{}`{}", shown(name), suggestion(name, known)));
    };
    if context.takes(command) { Ok(Step::Command(command)) } else { Err(elsewhere(name, context, command)) }
}

/// A line of the command line, without its colon.
fn line_step(context: Context, line: &str) -> Result<Step, String> {
    let step = Step::Line(clean::line(line).into_owned());
    if !context.takes(step.needed()) {
        return Err(elsewhere(&shown(&step.words()), context, step.needed()));
    }
    line::check(line).map(|()| step)
}

fn elsewhere(what: &str, context: Context, command: Command) -> String {
    let places: Vec<String> = command.contexts().iter().map(|place| format!("[{}]", place.name())).collect();
    format!("`{what}` can't be used in [{}], only in {}", context.name(), places.join(", "))
}
