//! What the line being typed can be completed to, and what it means. It knows what is known of tags, places and names.

use super::{
    super::{Model, dates, prompt::Prompt, triage::VIEWS, when},
    Asked, target, verb,
};
use crate::{
    catalog::rules::RuleKind,
    settings::{
        command::Command,
        line::{self, Word},
    },
};

/// The most completions that are shown.
const SHOWN: usize = 12;

impl Model {
    /// Puts the next completion into the line, or the one before.
    pub(in crate::app) fn complete(&mut self, back: bool) {
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
            let help = Command::named(&line).map(Command::help);
            let help = help.or_else(|| Word::named(&line).map(|word| word.help)).map(|help| format!(" · {help}"));
            return line + &help.unwrap_or_default();
        }
        if asked == Asked::Share {
            let target = self.config.share.iter().find(|target| target.name == line);
            return target.and_then(|target| target.key).map_or(line.clone(), |key| format!("{key}  {line}"));
        }
        let place = self.places.named(&line).filter(|_| asked == Asked::Place);
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
            | Asked::Share
            | Asked::Link => return None,
        };
        let words = words.split_whitespace().next()?;
        let at = when::moment(words, self.clock);
        at.map_or(Some("not a moment to come".into()), |at| dates::full(at, self.clock, &self.config))
    }

    fn completions(&self, asked: Asked, line: &str) -> Vec<String> {
        match asked {
            Asked::Search | Asked::Help | Asked::Voices | Asked::Name | Asked::Pipe(_) | Asked::Link => Vec::new(),
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
            let mut names: Vec<_> = line::beginnings().collect();
            names.sort_unstable();
            names.dedup();
            return beginning("", names.into_iter(), line);
        };
        match name {
            "tag" | "untag" => self.tag_lines(&format!("{name} "), rest),
            "import" => beginning("import ", ["newsboat"].into_iter(), rest),
            "share" => self.share_lines("share ", rest),
            "mute" | "watch" => {
                let parts = if name == "mute" { &target::TARGETS[..] } else { &[] };
                let mut lines = beginning(&format!("{name} "), parts.iter().copied(), rest);
                lines.extend(self.query_lines(rest).into_iter().map(|query| format!("{name} {query}")));
                lines.dedup();
                lines
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
pub(in crate::app) fn beginning<'a>(before: &str, names: impl Iterator<Item = &'a str>, typed: &str) -> Vec<String> {
    let typed = typed.to_lowercase();
    names.filter(|name| name.to_lowercase().starts_with(&typed)).map(|name| format!("{before}{name}")).collect()
}

/// Whether a query ends with a key and nothing or little after it.
fn waits_for_name(query: &str) -> bool {
    let last = query.rsplit([' ', '(']).next().unwrap_or_default().trim_start_matches('-');
    ["source:", "tag:", "speaker:", "is:", "kind:", "has:"].iter().any(|key| last.starts_with(key))
}
