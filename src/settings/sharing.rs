//! Where articles can be taken: the user's own commands, as words. It knows what may stand in them, and runs none.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{shown, suggestion};
use super::sheet::{Mistakes, described, entries};
use crate::text::print::Form;

/// A program that an article can be handed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What it is called.
    pub name: String,
    /// The key that chooses it.
    pub key: Option<char>,
    /// The program and its arguments; a [`Blank`] is a word of its own.
    pub command: Vec<String>,
    /// What it gets on its standard input; nothing if it is `None`.
    pub input: Option<Form>,
    /// Who has the terminal while it runs.
    pub terminal: Terminal,
}

/// Who has the terminal while a program runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Terminal {
    /// The reader keeps it.
    #[default]
    Kept,
    /// The program has it until it ends.
    Lent,
}

/// What is run when something happens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Hook {
    /// Nothing.
    #[default]
    None,
    /// The desktop is told.
    Notify,
    /// This program and its arguments.
    Run(Vec<String>),
}

/// A word that stands for a part of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    /// Its web address.
    Url,
    /// Its title.
    Title,
    /// Its source.
    Source,
    /// Who wrote it.
    Author,
    /// When it was published, as it says.
    Date,
    /// The quotation gone to, with its speaker and source.
    Quote,
    /// Its text.
    Text,
}

impl Blank {
    /// All of them, as they are written.
    pub const ALL: [(&'static str, Self); 7] = [
        ("{url}", Self::Url),
        ("{title}", Self::Title),
        ("{source}", Self::Source),
        ("{author}", Self::Author),
        ("{date}", Self::Date),
        ("{quote}", Self::Quote),
        ("{text}", Self::Text),
    ];

    /// What a word of a command stands for, if it isn't meant as it is.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(name, _)| *name == word).map(|(_, blank)| blank)
    }
}

/// The names that a target's table may hold.
pub(super) const NAMES: [&str; 5] = ["name", "key", "command", "input", "terminal"];

/// The targets of a list of tables, and every mistake in it; a target with one is left out.
pub(super) fn read(value: &DeValue<'_>) -> (Vec<Target>, Mistakes) {
    let mut mistakes = Mistakes::new();
    let mut targets: Vec<Target> = Vec::new();
    for one in value.as_array().into_iter().flatten() {
        let Some(table) = one.get_ref().as_table() else {
            mistakes.push((one.span(), format!("a target is a table, not {}", described(one.get_ref()))));
            continue;
        };
        let before = mistakes.len();
        let target = target(table, one.span().start, &mut mistakes);
        if let Some(twice) = target.key.filter(|key| targets.iter().any(|other| other.key == Some(*key))) {
            mistakes.push((one.span(), format!("the key `{twice}` is given to two targets")));
        }
        if mistakes.len() == before {
            targets.push(target);
        }
    }
    (targets, mistakes)
}

fn target(table: &DeTable<'_>, at: usize, mistakes: &mut Mistakes) -> Target {
    let mut target =
        Target { name: String::new(), key: None, command: Vec::new(), input: None, terminal: Terminal::Kept };
    for entry in entries(table) {
        let value = entry.value.get_ref();
        let taken = match entry.name {
            "name" => name(value).map(|name| target.name = name),
            "key" => key(value).map(|key| target.key = Some(key)),
            "command" => {
                target.command = command(entry.value, mistakes);
                continue;
            }
            "input" => form(value).map(|form| target.input = Some(form)),
            "terminal" => terminal(value).map(|terminal| target.terminal = terminal),
            _ => {
                let near = suggestion(entry.name, NAMES);
                mistakes.push((entry.span, format!("a target has no `{}`{near}", shown(entry.name))));
                continue;
            }
        };
        if let Err(expected) = taken {
            let message = format!("`{}` takes {expected}, not {}", entry.name, described(value));
            mistakes.push((entry.value.span(), message));
        }
    }
    for missing in ["name", "command"].into_iter().filter(|name| !table.contains_key(*name)) {
        mistakes.push((at..at, format!("a target needs `{missing}`")));
    }
    target
}

fn name(value: &DeValue<'_>) -> Result<String, String> {
    let fits = |name: &&str| !name.trim().is_empty() && name.len() <= 100 && !name.chars().any(char::is_control);
    value.as_str().filter(fits).map(|name| name.trim().to_owned()).ok_or_else(|| "some words".to_owned())
}

fn key(value: &DeValue<'_>) -> Result<char, String> {
    let mut chars = value.as_str().unwrap_or_default().chars();
    match (chars.next(), chars.next()) {
        (Some(key), None) if !key.is_control() && key != ' ' => Ok(key),
        _ => Err("one character".to_owned()),
    }
}

fn form(value: &DeValue<'_>) -> Result<Form, String> {
    let words = || Form::ALL.map(|form| format!("\"{}\"", form.ending())).join(", ");
    value.as_str().and_then(Form::of_ending).ok_or_else(|| format!("one of {}", words()))
}

fn terminal(value: &DeValue<'_>) -> Result<Terminal, String> {
    let lent = value.as_bool().ok_or_else(|| "true or false".to_owned())?;
    Ok(if lent { Terminal::Lent } else { Terminal::Kept })
}

/// A command's words. What looks like a blank has to be one, and a word by itself.
fn command(value: &Spanned<DeValue<'_>>, mistakes: &mut Mistakes) -> Vec<String> {
    let words = value.get_ref().as_array();
    let Some(words) = words.filter(|words| !words.is_empty()) else {
        let message = "`command` takes a list of words, as in [\"program\", \"{url}\"]; no shell reads it";
        mistakes.push((value.span(), message.to_owned()));
        return Vec::new();
    };
    let mut command = Vec::new();
    for (index, word) in words.iter().enumerate() {
        match checked(word.get_ref(), index == 0) {
            Ok(word) => command.push(word),
            Err(message) => mistakes.push((word.span(), message)),
        }
    }
    command
}

fn checked(word: &DeValue<'_>, program: bool) -> Result<String, String> {
    let Some(word) = word.as_str() else { return Err(format!("{} is no word of a command", described(word))) };
    if program && (word.is_empty() || word.contains('{')) {
        return Err(format!("`{}` is no program", shown(word)));
    }
    if word.contains('\0') {
        return Err("a word of a command has no zero bytes".to_owned());
    }
    if let Some((blank, _)) = Blank::ALL.iter().find(|(blank, _)| word.contains(blank) && word != *blank) {
        return Err(format!("`{blank}` has to be a word by itself, not a part of `{}`", shown(word)));
    }
    let looks_like_one = word.starts_with('{') && word.ends_with('}') && word.len() > 2;
    let inside = word.get(1..word.len().saturating_sub(1)).unwrap_or_default();
    if looks_like_one && Blank::of(word).is_none() && inside.chars().all(|c| c.is_ascii_alphabetic()) {
        let names = Blank::ALL.map(|(name, _)| name);
        return Err(format!("there is no `{}`{}", shown(word), suggestion(word, names)));
    }
    Ok(word.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::settings::{config::Config, sheet::Sheet};

    fn told(text: &str) -> (Vec<Target>, Vec<String>) {
        let mut sheet = Sheet::parse("config.toml", text);
        let config = Config::read(&mut sheet);
        (config.share, sheet.into_problems().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn targets_are_read_with_their_keys_and_inputs() {
        let (targets, problems) = told(
            "[[share]]\nname = \"Read it later\"\nkey = \"w\"\ncommand = [\"wallabag\", \"add\", \"{url}\"]\n\
             [[share]]\nname = \"Mail\"\ncommand = [\"neomutt\", \"-s\", \"{title}\"]\ninput = \"md\"\nterminal = true\n",
        );
        assert_eq!(problems, [""; 0]);
        let [first, second] = &targets[..] else { panic!("{targets:?}") };
        assert_eq!((first.key, first.input, first.command.len()), (Some('w'), None, 3));
        assert_eq!((second.key, second.input, second.terminal), (None, Some(Form::Markdown), Terminal::Lent));
    }

    #[test]
    fn every_mistake_is_told_where_it_stands_and_the_rest_counts() {
        let (targets, problems) = told(
            "[[share]]\nname = \"A\"\ncommand = [\"a\", \"--url={url}\", \"{titel}\"]\n\
             [[share]]\nname = \"\"\ncomand = [\"b\"]\nkey = \"kk\"\n\
             [[share]]\nname = \"C\"\ncommand = \"c {url}\"\n\
             [[share]]\nname = \"D\"\nkey = \"d\"\ncommand = [\"d\", \"{url}\"]\n",
        );
        assert_eq!(targets.iter().map(|target| target.name.as_str()).collect::<Vec<_>>(), ["D"]);
        assert_eq!(
            problems,
            [
                "config.toml:3: `{url}` has to be a word by itself, not a part of `--url={url}`",
                "config.toml:3: there is no `{titel}`; did you mean `{title}`?",
                "config.toml:4: a target needs `command`",
                "config.toml:5: `name` takes some words, not \"\"",
                "config.toml:6: a target has no `comand`; did you mean `command`?",
                "config.toml:7: `key` takes one character, not \"kk\"",
                "config.toml:10: `command` takes a list of words, as in [\"program\", \"{url}\"]; no shell reads it",
            ]
        );
    }
}
