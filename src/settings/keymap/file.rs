//! The lines of one keymap file, each by itself. Knows nothing of other lines.

use toml::Spanned;
use toml::de::DeValue;

use crate::settings::command::{Command, Context};
use crate::settings::keys::{Sequence, written};
use crate::settings::problem::{nearest, shown, suggestion};
use crate::settings::sheet::{Entry, Mistakes, Sheet, described, entries};

/// The word that takes a key's command away.
pub(in crate::settings) const NONE: &str = "none";

/// One line of a keymap file.
pub(super) struct Line {
    /// The table that it stands in.
    pub(super) context: Context,
    /// The keys.
    pub(super) keys: Sequence,
    /// The commands; none where the line takes them away.
    pub(super) commands: Vec<Command>,
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
    let commands = commands_of(context, entry.value, &mut mistakes);
    match keys {
        Ok(keys) if mistakes.is_empty() => Ok(Line { context, keys, commands, at: entry.span.start }),
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

fn commands_of(context: Context, value: &Spanned<DeValue<'_>>, mistakes: &mut Mistakes) -> Vec<Command> {
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
    let mut commands = Vec::new();
    for word in words {
        match command_of(context, word.get_ref()) {
            Ok(command) => commands.push(command),
            Err(message) => mistakes.push((word.span(), message)),
        }
    }
    commands
}

fn command_of(context: Context, word: &DeValue<'_>) -> Result<Command, String> {
    let DeValue::String(name) = word else {
        return Err(format!("{} is no command", described(word)));
    };
    let Some(command) = Command::named(name) else {
        let known = Command::ALL.iter().map(|command| command.name()).chain([NONE]);
        return Err(format!("unknown command `{}`{}", shown(name), suggestion(name, known)));
    };
    if context.takes(command) {
        return Ok(command);
    }
    let places: Vec<String> = command.contexts().iter().map(|place| format!("[{}]", place.name())).collect();
    Err(format!("`{name}` can't be used in [{}], only in {}", context.name(), places.join(", ")))
}
