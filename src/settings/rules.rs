//! Rules that hide articles or point them out, in `rules.toml`. It knows their file; what a query means, others know.

use toml::de::DeValue;

use super::problem::{Problem, shown, suggestion};
use super::sheet::{Mistakes, Sheet, described, entries};

/// The file's name in the configuration directory.
pub const FILE: &str = "rules.toml";

/// A rule as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The name of its tables: `mute` or `watch`.
    pub kind: &'static str,
    /// Which of the tables of this name, from 0.
    pub number: usize,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// The query.
    pub query: String,
    /// Until when it holds: a day, or a day and a time.
    pub until: Option<String>,
    /// The line on which it begins.
    pub line: usize,
}

/// The kinds of rules.
pub(super) const KINDS: [&str; 2] = ["mute", "watch"];
/// What a rule may have.
pub(super) const KEYS: [&str; 3] = ["query", "name", "until"];

/// Reads a file: `[[mute]]` and `[[watch]]`, in its order, and what is wrong in it.
#[must_use]
pub fn read(text: &str) -> (Vec<Rule>, Vec<Problem>) {
    let mut sheet = Sheet::parse(FILE, text);
    let mut mistakes = Mistakes::new();
    let mut rules = Vec::new();
    for entry in sheet.entries() {
        let Some(kind) = KINDS.into_iter().find(|kind| *kind == entry.name) else {
            let near = suggestion(entry.name, KINDS);
            mistakes.push((entry.span.clone(), format!("unknown table `{}`{near}", shown(entry.name))));
            continue;
        };
        let Some(tables) = entry.value.get_ref().as_array() else {
            mistakes.push((entry.span.clone(), format!("rules are tables: [[{kind}]]")));
            continue;
        };
        for (number, table) in tables.iter().enumerate() {
            match rule(kind, number, table.get_ref(), &mut mistakes) {
                Some(rule) => rules.push(Rule { line: sheet.line(table.span().start), ..rule }),
                None => mistakes.push((table.span(), format!("a [[{kind}]] has a query = \"…\""))),
            }
        }
    }
    sheet.report_all(mistakes);
    rules.sort_by_key(|rule| rule.line);
    (rules, sheet.into_problems())
}

fn rule(kind: &'static str, number: usize, value: &DeValue<'_>, mistakes: &mut Mistakes) -> Option<Rule> {
    let mut rule = Rule { kind, number, name: None, query: String::new(), until: None, line: 0 };
    for entry in entries(value.as_table()?) {
        let given = entry.value.get_ref();
        match (entry.name, given) {
            ("query", DeValue::String(text)) => rule.query = text.to_string(),
            ("name", DeValue::String(text)) => rule.name = Some(text.to_string()),
            ("until", DeValue::String(text)) => rule.until = Some(text.to_string()),
            ("until", DeValue::Datetime(moment)) => rule.until = Some(moment.to_string()),
            (name, given) if KEYS.contains(&name) => {
                mistakes.push((entry.value.span(), format!("`{name}` can't be {}", described(given))));
            }
            (name, _) => {
                let near = suggestion(name, KEYS);
                mistakes.push((entry.span.clone(), format!("unknown key `{}`{near}", shown(name))));
            }
        }
    }
    (!rule.query.trim().is_empty()).then_some(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_in_order_and_mistakes_are_told_with_their_line() {
        let text = "[[watch]]\nquery = \"ecb\"\nname = \"ECB\"\n\n[[mute]]\nquery = \"transfer\"\nuntil = 2026-12-04\n\n[[mute]]\nqury = 3\n\n[moot]\n";
        let (rules, problems) = read(text);
        let found: Vec<_> = rules.iter().map(|rule| (rule.kind, rule.number, rule.query.as_str(), rule.line)).collect();
        assert_eq!(found, [("watch", 0, "ecb", 1), ("mute", 0, "transfer", 5)]);
        assert_eq!(rules.get(1).and_then(|rule| rule.until.as_deref()), Some("2026-12-04"));
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|one| one.contains("rules.toml:10") && one.contains("qury")), "{told:?}");
        assert!(told.iter().any(|one| one.contains("rules.toml:12") && one.contains("moot")), "{told:?}");
    }
}
