//! newsboat's keys as a `keymap.toml`, printed for the user to keep or change: no file is written.

use std::{env, fmt::Write as _, fs, path::Path};

use anyhow::{Context as _, Result};

use crate::{
    cli::{
        DONE, PARTLY,
        output::{complain, print},
    },
    settings::{
        command::{Command, Context},
        config::Preset,
        keymap::Keymap,
    },
    sources::newsboat::{
        keys::{self, Bound, Deed, Operation},
        places,
    },
    text::clean,
};

/// A line of the keymap.
struct Line {
    table: &'static str,
    keys: String,
    commands: Vec<&'static str>,
    /// The line of newsboat's that it is made of.
    from: usize,
}

/// Prints newsboat's keys as a keymap, and tells what can't be one.
pub(super) fn print_keymap(file: Option<&Path>) -> Result<u8> {
    let found = || places::find(env::home_dir().as_deref(), |name| env::var_os(name))?.config;
    let path = file.map(Path::to_owned).or_else(found).context("newsboat has no config here; name the file")?;
    let bytes = fs::read(&path).with_context(|| format!("can't read {}", path.display()))?;
    let config = String::from_utf8_lossy(&bytes);
    let (lines, mut told) = lines_of(&keys::read(&config));
    let text = text_of(&lines, &config);
    let mut problems = Vec::new();
    Keymap::load(Preset::Newsboat, Some(&text), &mut problems);
    told.extend(problems.iter().map(|problem| format!("the printed {problem}")));
    print(|out| Ok(out.write_all(text.as_bytes())?))?;
    for text in &told {
        complain(text);
    }
    Ok(if told.is_empty() { DONE } else { PARTLY })
}

/// What can be bound, and a sentence for each line that can't.
fn lines_of(bound: &[Bound]) -> (Vec<Line>, Vec<String>) {
    let mut lines: Vec<Line> = Vec::new();
    let mut told = Vec::new();
    for one in bound {
        match line_of(one) {
            Ok(new) => {
                for line in new {
                    // The last one counts.
                    lines.retain(|other| (other.table, &other.keys) != (line.table, &line.keys));
                    lines.push(line);
                }
            }
            Err(why) => told.push(format!("line {}: {why}", one.line)),
        }
    }
    (lines, told)
}

fn line_of(bound: &Bound) -> Result<Vec<Line>, String> {
    let keys = bound.keys.clone()?;
    let commands = match &bound.deed {
        Deed::Nothing => Vec::new(),
        Deed::Operations(operations) => operations.iter().map(command).collect::<Result<Vec<_>, _>>()?,
    };
    let takes = |table: &&str| {
        let context = Context::named(table);
        commands.iter().all(|command| context.is_some_and(|context| context.takes(*command)))
    };
    let tables: Vec<&'static str> = bound.tables.iter().filter(|table| takes(table)).copied().collect();
    if tables.is_empty() || (commands.is_empty() && bound.deed != Deed::Nothing) {
        return Err(format!("`{keys}` has nothing to do in this place"));
    }
    let commands: Vec<&'static str> = commands.into_iter().map(Command::name).collect();
    Ok(tables
        .into_iter()
        .map(|table| Line { table, keys: keys.clone(), commands: commands.clone(), from: bound.line })
        .collect())
}

fn command(operation: &Operation) -> Result<Command, String> {
    let known = operation.commands.iter().find_map(|name| Command::named(name));
    known.ok_or_else(|| format!("there is nothing like `{}` here", clean::line(&operation.name)))
}

fn text_of(lines: &[Line], config: &str) -> String {
    let mut text = String::from(
        "# newsboat's keys, made by `dateline import newsboat-keys`. Keep this as keymap.toml in the configuration directory,\n\
         # with keymap = \"newsboat\" in config.toml.\n",
    );
    for table in Context::ALL.map(Context::name) {
        let mut of_table = lines.iter().filter(|line| line.table == table).peekable();
        if of_table.peek().is_none() {
            continue;
        }
        let _ = write!(text, "\n[{table}]\n");
        for line in of_table {
            let said = config.lines().nth(line.from - 1).unwrap_or_default();
            let _ =
                writeln!(text, "{} = {}  # {}", quoted(&line.keys), value(&line.commands), clean::line(said.trim()));
        }
    }
    text
}

fn value(commands: &[&str]) -> String {
    match commands {
        [] => "\"none\"".to_owned(),
        [only] => quoted(only),
        several => format!("[{}]", several.iter().map(|one| quoted(one)).collect::<Vec<_>>().join(", ")),
    }
}

/// A string of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
