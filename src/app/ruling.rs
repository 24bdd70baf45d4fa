//! Rules that hide articles or point them out: made and taken back on the command line, and what they did, in words.

use jiff::{Timestamp, fmt::strtime, tz::Offset};

use super::{Effect, Model, dates, when};
use crate::{
    catalog::{
        How, Queue, Row, Verb,
        rules::{Made, Rule, RuleChange, RuleId, RuleKind, Ruled, WrittenRule},
    },
    query,
    settings::command::Command,
};

/// Within so many seconds a moment is told by its weekday.
const WEEK: i64 = 6 * 86_400;

impl Model {
    /// Hides what is picked, or with a count so many articles; without either, the command line asks which. Where the
    /// selected one is hidden, they come back.
    pub(super) fn mute(&mut self, count: Option<u32>) -> Vec<Effect> {
        if let Some(Queue::Muted(_)) = self.pointed().map(|row| row.queue) {
            return self.act_on(Verb::Unread, count);
        }
        if count.is_some() || self.list.has_picked() {
            return self.act_and_go_on(Verb::Mute, count);
        }
        self.begin_mute()
    }

    /// Opens the command line to mute articles like the selected one: its source stands there to begin with.
    fn begin_mute(&mut self) -> Vec<Effect> {
        let source = self.pointed().map(|row| row.source.replace('"', " ")).unwrap_or_default();
        let like = if source.is_empty() { String::new() } else { format!("source:\"{source}\" ") };
        self.begin_line(&format!("mute {like}"))
    }

    /// What `mute QUERY until WHEN` asks for; `until WHEN` may be left out.
    pub(super) fn make_rule(&mut self, kind: RuleKind, words: &str) -> Result<Vec<Effect>, String> {
        let (text, until) = match words.rsplit_once(" until ") {
            Some((text, moment)) => {
                let at = when::moment(moment, self.clock);
                let wrong = || format!("“{moment}” is no moment to come: {}", when::EXAMPLES.join(", "));
                (text.trim(), Some(at.ok_or_else(wrong)?))
            }
            None => (words, None),
        };
        let query = query::parse(text, self.today())
            .map_err(|mistake| format!("“{text}”, column {}: {mistake}", mistake.column(text)))?;
        if query.is_empty() {
            return Err(format!("{} takes a query: {} title:transfer until friday", kind.word(), kind.word()));
        }
        let rule = WrittenRule { kind, name: text.to_owned(), query: text.to_owned(), until };
        Ok(vec![Effect::TurnRule(RuleChange { rule, made: Made::Yes })])
    }

    /// What `unmute NAME` asks for.
    pub(super) fn end_rule(kind: RuleKind, name: &str) -> Result<Vec<Effect>, String> {
        if name.is_empty() {
            return Err(format!("un{} takes the rule's name or query", kind.word()));
        }
        let rule = WrittenRule { kind, name: name.to_owned(), query: String::new(), until: None };
        Ok(vec![Effect::TurnRule(RuleChange { rule, made: Made::No })])
    }

    /// Tells what became of a rule, and looks at what it changed.
    pub(super) fn rule_turned(&mut self, ruled: &Ruled) -> Vec<Effect> {
        let how = match ruled.how {
            How::Applied => "",
            How::Undone => "undone: ",
            How::Redone => "done again: ",
        };
        let rule = &ruled.change.rule;
        let what = match (rule.kind, ruled.change.made) {
            (RuleKind::Mute, Made::Yes) => "hidden from now on",
            (RuleKind::Mute, Made::No) => "no longer hidden",
            (RuleKind::Watch, Made::Yes) => "pointed out from now on",
            (RuleKind::Watch, Made::No) => "no longer pointed out",
        };
        let until = self.until(rule.until.filter(|_| ruled.change.made == Made::Yes));
        let back = if ruled.how == How::Applied { self.key_hint(Command::Undo, "undoes it") } else { String::new() };
        self.tell(format!("{how}{what}{until}: {}{back}", rule.name));
        let mut effects = vec![Effect::LoadRules, Effect::Wake(self.clock.now)];
        effects.extend(self.reload());
        effects.extend(self.outdated());
        effects
    }

    /// Why a row is hidden or pointed out, in words; `None` if no rule did it.
    #[must_use]
    pub fn ruled(&self, row: &Row) -> Option<String> {
        if let Queue::Muted(rule) = row.queue {
            return Some(self.because("hidden by", rule));
        }
        row.watched.map(|rule| self.because("shown for", rule))
    }

    fn because(&self, what: &str, id: RuleId) -> String {
        if id == RuleId::BY_HAND {
            return format!("{what} you");
        }
        let Some(rule) = self.rules.iter().find(|rule: &&Rule| rule.id == id) else { return format!("{what} a rule") };
        format!("{what} “{}”{}", rule.written.name, self.until(rule.written.until))
    }

    /// ` until Friday`, or the day where that is farther.
    fn until(&self, until: Option<i64>) -> String {
        let Some(at) = until else { return String::new() };
        if (0..WEEK).contains(&(at - self.clock.now)) {
            let local = Offset::from_seconds(self.clock.offset).ok().zip(Timestamp::from_second(at).ok());
            let day = local.and_then(|(offset, at)| strtime::format("%A", offset.to_datetime(at)).ok());
            return day.map(|day| format!(" until {day}")).unwrap_or_default();
        }
        dates::full(at, self.clock, &self.config).map(|day| format!(" until {day}")).unwrap_or_default()
    }
}
