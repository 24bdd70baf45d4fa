//! The command line: what may be typed after `:`, what it means, how it is remembered.
//!
//! A line is a command's name with what it needs; verbs are followed by what they are for: `done above`,
//! `snooze 2d view`, `tag energy, oil`.

mod completing;
mod target;

pub(super) use completing::beginning;

use super::{Effect, Model, prompt::Prompt, steps::Last, triage::change, when};
use crate::{
    catalog::{Change, Labelled, Target, Verb, rules::RuleKind},
    settings::{command::Command, line},
    text::print::Form,
};

/// What a typed line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Words to look for in the article.
    Search,
    /// A query of all articles.
    Articles,
    /// Where to go.
    Place,
    /// Words to look for in the help.
    Help,
    /// Words to look for in who said what.
    Voices,
    /// A name: [`Model::naming`] says whose.
    Name,
    /// A command.
    Command,
    /// A tag to give.
    Tag,
    /// A tag to take away.
    Untag,
    /// Until when articles are put off.
    Snooze,
    /// A program to hand articles to, in this form.
    Pipe(Form),
    /// Where to save articles.
    Save,
    /// Which share target.
    Share,
    /// A link's number.
    Link,
}

/// The most lines that are remembered.
const REMEMBERED: usize = 200;

/// Lines typed before, and where the keys that walk them are.
#[derive(Debug, Default)]
pub(super) struct Memory {
    lines: Vec<String>,
    /// Whether those of earlier runs were asked for.
    asked: bool,
    recalled: Option<usize>,
    /// What was typed before completions were tried on it, and which one stands there.
    cycle: Option<(String, usize)>,
}

impl Memory {
    /// The line was changed by hand.
    pub(super) fn typed(&mut self) {
        self.cycle = None;
        self.recalled = None;
    }

    pub(super) fn remember(&mut self, line: &str) {
        self.typed();
        self.lines.retain(|known| known != line);
        self.lines.push(line.to_owned());
        if self.lines.len() > REMEMBERED {
            self.lines.remove(0);
        }
    }

    /// Takes the lines of earlier runs, before those of this one.
    pub(super) fn take(&mut self, mut earlier: Vec<String>) {
        earlier.retain(|line| !self.lines.contains(line));
        self.lines.splice(..0, earlier);
        self.lines.drain(..self.lines.len().saturating_sub(REMEMBERED));
    }

    /// Asks for the lines of earlier runs, once.
    pub(super) fn wants(&mut self) -> Option<Effect> {
        (!std::mem::replace(&mut self.asked, true)).then_some(Effect::LoadLines)
    }

    fn step(&mut self, back: bool) -> Option<&str> {
        let last = self.lines.len().checked_sub(1)?;
        let index = match (self.recalled, back) {
            (None, true) => last,
            (Some(index), true) => index.saturating_sub(1),
            (Some(index), false) if index < last => index + 1,
            (_, false) => return None,
        };
        self.recalled = Some(index);
        self.lines.get(index).map(String::as_str)
    }
}

impl Model {
    /// Opens the command line with words in it.
    pub(super) fn begin_line(&mut self, words: &str) -> Vec<Effect> {
        self.prompt = Some((Asked::Command, Prompt::with(words)));
        [Effect::LoadTags, Effect::LoadKnown].into_iter().chain(self.line.wants()).collect()
    }

    /// Whether a line that begins with this word is for the command line: keys are not.
    #[must_use]
    pub fn takes_line(&self, word: &str) -> bool {
        line::begins_line(word)
    }

    /// Does what a line says; a mistake is told, and nothing is changed.
    pub(super) fn command_line(&mut self, line: &str) -> Vec<Effect> {
        if line.is_empty() {
            return Vec::new();
        }
        self.line.remember(line);
        let kept = Effect::KeepLine(line.to_owned());
        [kept].into_iter().chain(self.do_line(line, None)).collect()
    }

    /// As [`Self::command_line`], for one that isn't typed. Where it doesn't say what for, it is for `count` articles.
    pub(super) fn do_line(&mut self, line: &str, count: Option<u32>) -> Vec<Effect> {
        let outcome = self.carry_out(line, count);
        match outcome {
            Ok(effects) => {
                if is_change(line) {
                    self.last = Some(Last::Line(line.to_owned(), count));
                }
                effects
            }
            Err(mistake) => {
                self.tell_error(mistake);
                Vec::new()
            }
        }
    }

    fn carry_out(&mut self, line: &str, count: Option<u32>) -> Result<Vec<Effect>, String> {
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let (name, rest) = (line::meant(name), rest.trim());
        if let (Ok(row), "") = (name.parse(), rest) {
            return Ok(self.obey(Command::Top, Some(row)));
        }
        match (name, rest) {
            ("view", _) => return self.show_named(rest),
            ("add", what) => return self.subscribe(what),
            ("import", what) => return self.move_in(what),
            ("remove", what) => return Ok(self.begin_leaving(what)),
            ("mute", "") => {
                self.check_place(Command::Mute)?;
                return Ok(self.mute(count.or(Some(1))));
            }
            ("mute", words) => {
                return match self.part(words) {
                    Some(part) => Ok(vec![change(Change { verb: Verb::Mute, on: self.meant(Verb::Mute, part?) })]),
                    None => self.make_rule(RuleKind::Mute, words),
                };
            }
            ("watch", query) => return self.make_rule(RuleKind::Watch, query),
            ("unmute", name) => return Self::end_rule(RuleKind::Mute, name),
            ("unwatch", name) => return Self::end_rule(RuleKind::Watch, name),
            ("undo", number) if !number.is_empty() => {
                let entry = number.parse().map_err(|_| format!("“{number}” is no number; :history shows them"))?;
                return Ok(vec![Effect::UndoEntry(entry)]);
            }
            ("tag" | "untag", names) if !names.is_empty() => {
                let labelled = if name == "tag" { Labelled::With } else { Labelled::Without };
                let (names, on) = self.split_target(names)?;
                return Ok(self.label(labelled, names, on.or_else(|| self.targets(count))));
            }
            ("snooze", words) if !words.is_empty() => {
                let (until, on) = self.split_moment(words)?;
                return Ok(self.snooze(until, on, count));
            }
            ("pipe" | "save" | "share", words) if !words.is_empty() => return Ok(self.outside_line(name, words)),
            _ => {}
        }
        if let Some(verb) = verb(name)
            && (!rest.is_empty() || Command::named(name).is_none())
        {
            let on = if rest.is_empty() { self.targets(count) } else { Some(self.target(rest)?) };
            let effects = on.map(|on| change(Change { verb, on: self.meant(verb, on) }));
            self.list.let_go();
            return Ok(effects.into_iter().collect());
        }
        self.named(name, rest, count)
    }

    /// A command by the name that the keymap knows it by, with a count if one stands after it.
    fn named(&mut self, name: &str, rest: &str, count: Option<u32>) -> Result<Vec<Effect>, String> {
        let command = Command::named(name).ok_or_else(|| line::unknown(name))?;
        let number = line::number(name, rest)?;
        self.check_place(command)?;
        Ok(self.obey(command, number.or(count)))
    }

    /// Whether a command can be used where one is; else says where it can.
    fn check_place(&self, command: Command) -> Result<(), String> {
        let here = self.contexts();
        if here.iter().any(|context| command.works_in(*context)) {
            return Ok(());
        }
        let places: Vec<_> = command.contexts().iter().map(|context| context.place()).collect();
        Err(format!("“{}” can't be used here, only {}", command.name(), places.join(" or ")))
    }

    /// Puts articles out of sight until the moment that words mean.
    pub(super) fn snooze(&mut self, words: &str, on: Option<Target>, count: Option<u32>) -> Vec<Effect> {
        let Some(until) = when::moment(words, self.clock) else {
            self.tell_error(format!("“{words}” is no moment to come: {}", when::EXAMPLES.join(", ")));
            return Vec::new();
        };
        match on {
            Some(on) => {
                let verb = Verb::Snooze(until);
                vec![change(Change { verb, on: self.meant(verb, on) })]
            }
            None => self.act_and_go_on(Verb::Snooze(until), count),
        }
    }

    /// Puts a line typed before into the line, or the one after it.
    pub(super) fn recall(&mut self, back: bool) {
        let Some(asked) = self.prompt.as_ref().map(|(asked, _)| *asked) else { return };
        let memory = if let Asked::Pipe(_) = asked { &mut self.piped } else { &mut self.line };
        if let Some(line) = memory.step(back) {
            self.prompt = Some((asked, Prompt::with(line)));
        }
    }
}

/// Whether a line changes articles, so that it can be done again.
fn is_change(line: &str) -> bool {
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    verb(name).is_some() || (matches!(name, "tag" | "untag" | "snooze") && !rest.is_empty())
}

fn verb(name: &str) -> Option<Verb> {
    match name {
        "done" | "read" => Some(Verb::Read),
        "unread" => Some(Verb::Unread),
        "later" => Some(Verb::Later),
        "bookmark" => Some(Verb::Bookmark),
        "unbookmark" => Some(Verb::Unbookmark),
        _ => None,
    }
}
