//! The command line: what may be typed after `:`, what it means, how it is completed and remembered.
//!
//! A line is a command's name with what it needs; verbs are followed by what they are for: `done above`,
//! `snooze 2d view`, `tag energy, oil`.

mod target;

use super::{
    Effect, Model, dates,
    prompt::Prompt,
    triage::{VIEWS, change},
    when,
};
use crate::{
    catalog::{Change, Labelled, Target, Verb, rules::RuleKind},
    settings::{command::Command, problem::suggestion},
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
}

/// The most lines that are remembered.
const REMEMBERED: usize = 200;
/// The most completions that are shown.
const SHOWN: usize = 12;
/// The verbs that are typed with what they are for.
const VERBS: [&str; 9] = ["done", "read", "unread", "later", "snooze", "bookmark", "unbookmark", "tag", "untag"];
/// What else is typed with something after it.
const OTHERS: [&str; 8] = ["view", "undo", "add", "import", "mute", "watch", "unmute", "unwatch"];

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
        Command::named(word).is_some() || VERBS.contains(&word) || OTHERS.contains(&word)
    }

    /// Does what a line says; a mistake is told, and nothing is changed.
    pub(super) fn command_line(&mut self, line: &str) -> Vec<Effect> {
        if line.is_empty() {
            return Vec::new();
        }
        self.line.remember(line);
        let mut effects = vec![Effect::KeepLine(line.to_owned())];
        match self.carry_out(line) {
            Ok(wanted) => effects.extend(wanted),
            Err(mistake) => self.tell_error(mistake),
        }
        effects
    }

    fn carry_out(&mut self, line: &str) -> Result<Vec<Effect>, String> {
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match (name, rest) {
            ("view", _) => return self.show_named(rest),
            ("add", what) => return self.subscribe(what),
            ("import", what) => return self.move_in(what),
            ("mute", query) if !query.is_empty() => return self.make_rule(RuleKind::Mute, query),
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
                return Ok(self.label(labelled, names, on));
            }
            ("snooze", words) if !words.is_empty() => {
                let (until, on) = self.split_moment(words)?;
                return Ok(self.snooze(until, on));
            }
            ("pipe" | "save" | "share", words) if !words.is_empty() => return Ok(self.outside_line(name, words)),
            _ => {}
        }
        if let Some(verb) = verb(name)
            && (!rest.is_empty() || Command::named(name).is_none())
        {
            let on = if rest.is_empty() { self.targets(None) } else { Some(self.target(rest)?) };
            let effects = on.map(|on| change(Change { verb, on: self.meant(verb, on) }));
            self.list.let_go();
            return Ok(effects.into_iter().collect());
        }
        self.named(name, rest)
    }

    /// A command by the name that the keymap knows it by, with a count if one stands after it.
    fn named(&mut self, name: &str, rest: &str) -> Result<Vec<Effect>, String> {
        let names = || Command::ALL.iter().map(|command| command.name()).chain(VERBS).chain(OTHERS);
        let Some(command) = Command::named(name) else {
            return Err(format!("no command “{name}”{}", suggestion(name, names())));
        };
        let count = match rest {
            "" => None,
            number => Some(number.parse().map_err(|_| format!("“{name}” takes a number, not “{rest}”"))?),
        };
        self.check_place(command)?;
        Ok(self.obey(command, count))
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
    pub(super) fn snooze(&mut self, words: &str, on: Option<Target>) -> Vec<Effect> {
        let Some(until) = when::moment(words, self.clock) else {
            self.tell_error(format!("“{words}” is no moment to come: {}", when::EXAMPLES.join(", ")));
            return Vec::new();
        };
        match on {
            Some(on) => {
                let verb = Verb::Snooze(until);
                vec![change(Change { verb, on: self.meant(verb, on) })]
            }
            None => self.act_and_go_on(Verb::Snooze(until), None),
        }
    }

    /// Puts the next completion into the line, or the one before.
    pub(super) fn complete(&mut self, back: bool) {
        let Some((asked, prompt)) = &self.prompt else { return };
        let (asked, typed) = (*asked, prompt.text().to_owned());
        let (stem, index) = match self.line.cycle.take() {
            Some((stem, index)) => (stem, Some(index)),
            None => (typed, None),
        };
        let completions = self.completions(asked, &stem);
        let Some(last) = completions.len().checked_sub(1) else { return };
        let index = match (index, back) {
            (None, false) => 0,
            (None, true) => last,
            (Some(index), false) => {
                if index == last {
                    0
                } else {
                    index + 1
                }
            }
            (Some(index), true) => index.checked_sub(1).unwrap_or(last),
        };
        let line = completions.get(index).map(String::as_str).unwrap_or_default();
        self.prompt = Some((asked, Prompt::with(line)));
        self.line.cycle = Some((stem, index));
    }

    /// Puts a line typed before into the line, or the one after it.
    pub(super) fn recall(&mut self, back: bool) {
        let Some(asked) = self.prompt.as_ref().map(|(asked, _)| *asked) else { return };
        let memory = if let Asked::Pipe(_) = asked { &mut self.piped } else { &mut self.line };
        if let Some(line) = memory.step(back) {
            self.prompt = Some((asked, Prompt::with(line)));
        }
    }

    /// What the line being typed can be completed to, each a whole line; the one that stands there is marked.
    #[must_use]
    pub fn candidates(&self) -> Vec<(String, bool)> {
        let Some((asked, prompt)) = &self.prompt else { return Vec::new() };
        // A query's rows are what one looks at: names lie over them only where a key waits for one.
        if *asked == Asked::Articles && self.line.cycle.is_none() && !waits_for_name(prompt.text()) {
            return Vec::new();
        }
        let (stem, at) = match &self.line.cycle {
            Some((stem, at)) => (stem.as_str(), Some(*at)),
            None => (prompt.text(), None),
        };
        let all = self.completions(*asked, stem).into_iter().enumerate();
        let first = at.map_or(0, |at| at.saturating_sub(SHOWN - 1));
        let shown = all.skip(first).take(SHOWN);
        shown.map(|(index, line)| (self.with_meaning(*asked, line), at == Some(index))).collect()
    }

    /// A place with its unread articles counted, a command with what it does, a share target with its key.
    fn with_meaning(&self, asked: Asked, line: String) -> String {
        if asked == Asked::Command {
            let help = Command::named(&line).map(|command| format!(" · {}", command.help()));
            return line + &help.unwrap_or_default();
        }
        if asked == Asked::Share {
            let target = self.config.share.iter().find(|target| target.name == line);
            return target.and_then(|target| target.key).map_or(line.clone(), |key| format!("{key}  {line}"));
        }
        let place = self.places.iter().find(|place| asked == Asked::Place && place.name == line);
        match place.and_then(|place| place.unread.as_deref()) {
            Some(unread) => format!("{line} · {unread} unread"),
            None => line,
        }
    }

    /// What the line being typed means, where that isn't plain from its words.
    #[must_use]
    pub fn meaning(&self) -> Option<String> {
        let (asked, prompt) = self.prompt.as_ref()?;
        let words = match asked {
            Asked::Snooze => prompt.text(),
            Asked::Command => prompt.text().strip_prefix("snooze ")?,
            Asked::Search
            | Asked::Articles
            | Asked::Place
            | Asked::Help
            | Asked::Voices
            | Asked::Name
            | Asked::Tag
            | Asked::Untag
            | Asked::Pipe(_)
            | Asked::Save
            | Asked::Share => return None,
        };
        let words = words.split_whitespace().next()?;
        let at = when::moment(words, self.clock);
        at.map_or(Some("not a moment to come".into()), |at| dates::full(at, self.clock, &self.config))
    }

    fn completions(&self, asked: Asked, line: &str) -> Vec<String> {
        match asked {
            Asked::Search | Asked::Help | Asked::Voices | Asked::Name | Asked::Pipe(_) => Vec::new(),
            Asked::Save => beginning("", self.folders.iter().map(String::as_str), line),
            Asked::Share => self.share_lines("", line),
            Asked::Articles => self.query_lines(line),
            Asked::Place => self.fitting_places(line).into_iter().map(|place| place.name.clone()).collect(),
            Asked::Tag | Asked::Untag => self.tag_lines("", line),
            Asked::Snooze => beginning("", when::EXAMPLES.into_iter(), line),
            Asked::Command => self.command_lines(line),
        }
    }

    fn command_lines(&self, line: &str) -> Vec<String> {
        let Some((name, rest)) = line.split_once(' ') else {
            let mut names: Vec<_> = VERBS.into_iter().chain(OTHERS).collect();
            names.extend(Command::ALL.iter().map(|command| command.name()));
            names.sort_unstable();
            names.dedup();
            return beginning("", names.into_iter(), line);
        };
        match name {
            "tag" | "untag" => self.tag_lines(&format!("{name} "), rest),
            "import" => beginning("import ", ["newsboat"].into_iter(), rest),
            "share" => self.share_lines("share ", rest),
            "mute" | "watch" => {
                let before = format!("{name} ");
                self.query_lines(rest).into_iter().map(|line| format!("{before}{line}")).collect()
            }
            "unmute" | "unwatch" => {
                let kind = if name == "unmute" { RuleKind::Mute } else { RuleKind::Watch };
                let named = self.rules.iter().filter(|rule| rule.written.kind == kind);
                beginning(&format!("{name} "), named.map(|rule| rule.written.name.as_str()), rest)
            }
            "snooze" => beginning("snooze ", when::EXAMPLES.into_iter(), rest),
            "view" => {
                let tags = self.tags.iter().map(|tag| format!("tag:{}", tag.name));
                let saved = self.views.iter().map(|view| view.name.clone());
                let names: Vec<_> = VIEWS.iter().map(|(name, _)| (*name).to_owned()).chain(saved).chain(tags).collect();
                beginning("view ", names.iter().map(String::as_str), rest)
            }
            _ if verb(name).is_some() => {
                let mut lines = beginning(&format!("{name} "), target::TARGETS.into_iter(), rest);
                lines.extend(self.query_lines(rest).into_iter().map(|query| format!("{name} {query}")));
                lines.dedup();
                lines
            }
            _ => Vec::new(),
        }
    }

    /// Completions of the last of several names with commas between.
    fn tag_lines(&self, before: &str, line: &str) -> Vec<String> {
        let (given, last) = line.rsplit_once(',').map_or(("", line), |(given, last)| (given, last.trim_start()));
        let before = if given.is_empty() { before.to_owned() } else { format!("{before}{given}, ") };
        beginning(&before, self.tags.iter().map(|tag| tag.name.as_str()), last)
    }
}

/// `before` with each of the names that begin as typed, in any case of letters.
pub(super) fn beginning<'a>(before: &str, names: impl Iterator<Item = &'a str>, typed: &str) -> Vec<String> {
    let typed = typed.to_lowercase();
    names.filter(|name| name.to_lowercase().starts_with(&typed)).map(|name| format!("{before}{name}")).collect()
}

/// Whether a query ends with a key and nothing or little after it.
fn waits_for_name(query: &str) -> bool {
    let last = query.rsplit([' ', '(']).next().unwrap_or_default().trim_start_matches('-');
    ["source:", "tag:", "speaker:", "is:", "kind:", "has:"].iter().any(|key| last.starts_with(key))
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
