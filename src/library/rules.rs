//! The rules of the user's file, `rules.toml`, and the store that follows them.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use super::Library;
use crate::{
    catalog::{
        How,
        rules::{Made, RuleChange, RuleKind, Ruled, WrittenRule},
    },
    files::{
        Stamp,
        flaw::Flaw,
        shared::SharedText,
        tables::{Tables, append, cut_out, without},
    },
    query::{Today, parse},
    settings::{
        problem::Problem,
        rules::{self as file, Rule},
    },
    store::RulesProgress,
};

/// The most bytes of the file.
const LIMIT: u64 = 1 << 20;
/// How many stored articles are looked at by one transaction.
const STEP: usize = 500;
/// How many such transactions a change of rules waits for.
const STEPS: usize = 3;
/// What is wrong where a table stands in another form.
const FORM: &str = "rules are tables: [[mute]], [[watch]]";

/// Which version of the file was followed last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Seen {
    #[default]
    Never,
    /// This one; `None` where there was none.
    At(Option<Stamp>),
}

/// What came of following the file.
#[derive(Debug, Default)]
pub struct Followed {
    /// Whether other rules are in force than before.
    pub changed: bool,
    /// What is wrong in the file, a sentence each.
    pub problems: Vec<String>,
}

impl Library {
    /// Has the rules of the file in force, if somebody changed it since it was last followed: a look at its date and size
    /// otherwise. Stored articles are looked at by [`Library::apply_rules`].
    ///
    /// # Errors
    /// Where the file can't be read or the store not written; then the rules stay as they were.
    pub fn follow_rules(&mut self, now: i64) -> Result<Followed> {
        let stamp = Stamp::of(&self.config_dir.join(file::FILE));
        if self.ruled == Seen::At(stamp) {
            return Ok(Followed::default());
        }
        let text = self.rules_file().read()?;
        let (wanted, problems) = wanted(&text, now);
        let problems = problems.iter().map(ToString::to_string).collect();
        let changed = self.store.follow_rules(&wanted)?;
        self.ruled = Seen::At(stamp);
        Ok(Followed { changed, problems })
    }

    /// Looks at all stored articles that the rules haven't seen, a few hundred at a time.
    ///
    /// # Errors
    /// If the store can't be read or written.
    pub fn apply_rules(&mut self, now: i64) -> Result<()> {
        while self.store.apply_rules(now, STEP)? == RulesProgress::More {}
        Ok(())
    }

    /// Makes a rule or takes one back, in the file and in force, as one change that can be undone.
    ///
    /// # Errors
    /// Where the query makes no sense, there is no such rule, or the file can't be written.
    pub fn turn_rule(&mut self, change: RuleChange, now: i64) -> Result<Ruled> {
        let change = match change.made {
            Made::Yes => change,
            Made::No => RuleChange { rule: self.named(&change.rule)?, ..change },
        };
        self.follow_rule(&change, now)?;
        self.store.enter_rule(&change, now)?;
        Ok(Ruled { how: How::Applied, change })
    }

    /// The rule of that kind with that name or query.
    fn named(&self, wanted: &WrittenRule) -> Result<WrittenRule> {
        let rules = self.store.rules()?;
        let same = |rule: &&WrittenRule| {
            rule.kind == wanted.kind
                && [&rule.name, &rule.query].iter().any(|word| word.eq_ignore_ascii_case(&wanted.name))
        };
        let found = rules.iter().map(|rule| &rule.written).find(same);
        match found {
            Some(rule) => Ok(rule.clone()),
            None => bail!("no {} rule is called “{}”", wanted.kind.word(), wanted.name),
        }
    }

    /// Brings file and store to what was said of a rule.
    pub(super) fn follow_rule(&mut self, change: &RuleChange, now: i64) -> Result<()> {
        let rule = &change.rule;
        if let Err(mistake) = parse(&rule.query, Today { now, offset: 0 }) {
            bail!("“{}”, column {}: {mistake}", rule.query, mistake.column(&rule.query));
        }
        let mut shared = self.rules_file();
        let _lock = shared.lock()?;
        shared.change(|shared, text| match change.made {
            Made::Yes => Ok(Some(with(text, rule))),
            Made::No => taken_out(shared, &text, rule, now),
        })?;
        self.ruled = Seen::Never;
        self.follow_rules(now)?;
        // The newest articles are looked at here and now, also where other rules aren't done; the rest is left to the caller.
        for _ in 0..STEPS {
            if self.store.apply_rules(now, STEP)? == RulesProgress::Done {
                break;
            }
        }
        Ok(())
    }

    fn rules_file(&self) -> SharedText {
        SharedText::at(self.config_dir.join(file::FILE), "rules", LIMIT)
    }
}

/// Adds rules at the end of the file; returns how many weren't there. They hold once the file is followed.
///
/// # Errors
/// Where it can't be read or written; it is then as it was.
pub(super) fn add_all(config_dir: &Path, rules: &[WrittenRule], now: i64) -> Result<usize> {
    let mut shared = SharedText::at(config_dir.join(file::FILE), "rules", LIMIT);
    let _lock = shared.lock()?;
    let mut new = 0;
    shared.change(|shared, text| {
        let missing = missing(&text, rules, now).map_err(|flaw| shared.unreadable(flaw))?;
        new = missing.len();
        Ok((new > 0).then(|| missing.into_iter().fold(text, with)))
    })?;
    Ok(new)
}

/// How many of these rules aren't in the file.
///
/// # Errors
/// Where it can't be read.
pub(super) fn count_missing(config_dir: &Path, rules: &[WrittenRule], now: i64) -> Result<usize> {
    let mut shared = SharedText::at(config_dir.join(file::FILE), "rules", LIMIT);
    let text = shared.read()?;
    Ok(missing(&text, rules, now).map_err(|flaw| shared.unreadable(flaw))?.len())
}

fn missing<'a>(text: &str, rules: &'a [WrittenRule], now: i64) -> Result<Vec<&'a WrittenRule>, Flaw> {
    for kind in [RuleKind::Mute, RuleKind::Watch] {
        Tables::read(text, kind.word(), FORM)?;
    }
    let (there, _) = wanted(text, now);
    Ok(rules.iter().filter(|rule| !there.contains(rule)).collect())
}

/// Every mistake in the file of rules.
///
/// # Errors
/// Where it can't be read.
pub fn problems(config_dir: &Path, now: i64) -> Result<Vec<Problem>> {
    let text = SharedText::at(config_dir.join(file::FILE), "rules", LIMIT).read()?;
    Ok(wanted(&text, now).1)
}

/// The rules of a file that hold now, each once, and every mistake in it.
fn wanted(text: &str, now: i64) -> (Vec<WrittenRule>, Vec<Problem>) {
    let (rules, mut problems) = file::read(text);
    let mut wanted: Vec<WrittenRule> = Vec::new();
    for rule in rules {
        match written(&rule, now) {
            Ok(rule) if rule.until.is_some_and(|until| until <= now) || wanted.contains(&rule) => {}
            Ok(rule) => wanted.push(rule),
            Err(why) => {
                let (line, message) = (Some(rule.line), why.to_string());
                problems.push(Problem { file: file::FILE.to_owned(), line, message });
            }
        }
    }
    (wanted, problems)
}

/// The text with a further rule at its end.
fn with(mut text: String, rule: &WrittenRule) -> String {
    // What JSON escapes in a text, TOML takes in the same words.
    let quoted = |words: &str| serde_json::Value::from(words).to_string();
    let mut block = format!("[[{}]]\nquery = {}\n", rule.kind.word(), quoted(&rule.query));
    if rule.name != rule.query {
        block.extend(["name = ", &quoted(&rule.name), "\n"]);
    }
    if let Some(moment) = rule.until.and_then(|until| Timestamp::from_second(until).ok()) {
        block.extend(["until = ", &moment.to_string(), "\n"]);
    }
    if text.is_empty() {
        return block;
    }
    append(&mut text, &block);
    text
}

/// The text without a rule; `None` if it hasn't got it.
fn taken_out(shared: &mut SharedText, text: &str, rule: &WrittenRule, now: i64) -> Result<Option<String>> {
    let (rules, _) = file::read(text);
    let same = |one: &&Rule| one.kind == rule.kind.word() && written(one, now).is_ok_and(|one| one == *rule);
    let Some(meant) = rules.iter().find(same) else { return Ok(None) };
    let tables = Tables::read(text, meant.kind, FORM).map_err(|flaw| shared.unreadable(flaw))?;
    let cuts = cut_out(text, &tables.blocks(), |number| number == meant.number);
    Ok(Some(without(text, &cuts)))
}

/// A rule of the file, as the store takes it.
fn written(rule: &Rule, now: i64) -> Result<WrittenRule> {
    let kind = if rule.kind == RuleKind::Watch.word() { RuleKind::Watch } else { RuleKind::Mute };
    if let Err(mistake) = parse(&rule.query, Today { now, offset: 0 }) {
        bail!("the query has a mistake in column {}: {mistake}", mistake.column(&rule.query));
    }
    let until = rule.until.as_deref().map(moment).transpose()?;
    let name = rule.name.clone().unwrap_or_else(|| rule.query.clone());
    Ok(WrittenRule { kind, name, query: rule.query.clone(), until })
}

/// The second (Unix time) of a moment in TOML's form: a day begins at midnight, here.
fn moment(text: &str) -> Result<i64> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment.as_second());
    }
    let local = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(DateTime::from));
    let local = local.ok().with_context(|| format!("`until` takes a day such as 2026-12-04, not “{text}”"))?;
    Ok(local.to_zoned(TimeZone::system())?.timestamp().as_second())
}
