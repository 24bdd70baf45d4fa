//! Lays one keymap file over the bindings of those before. In time linear in the lines, however many clash.

use std::collections::{HashMap, HashSet};

use super::file::{Line, NONE, lines};
use super::{Binding, Step};
use crate::settings::command::Context;
use crate::settings::keys::{Key, Sequence};
use crate::settings::problem::Problem;
use crate::settings::sheet::{Mistakes, Sheet};

type Place<'a> = (Context, &'a [Key]);

/// The bindings of `below` with those of the file over them, so that no command's keys begin those of another in the
/// same context. Keys of the file replace what they meant below and what began with them; what would only begin with a
/// command of below, or clashes within the file, is a mistake and left out.
pub(super) fn over(below: Vec<Binding>, label: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Binding> {
    let mut sheet = Sheet::parse(label, text);
    let mut mistakes = Mistakes::new();
    let lines = lines(&sheet, &mut mistakes);
    let freed: HashSet<Place<'_>> = lines.iter().filter(|line| line.steps.is_empty()).map(Line::place).collect();
    let kept: Vec<Binding> = below.into_iter().filter(|binding| !covers(&freed, binding.place())).collect();
    let mut laid = Laid::over(&kept);
    let mut accepted: Vec<&Line> = Vec::new();
    for line in &lines {
        if let Some(mistake) = laid.clash(line, &sheet) {
            mistakes.push((line.at..line.at, mistake));
            continue;
        }
        laid.add(line);
        accepted.push(line);
    }
    let taken: HashSet<Place<'_>> = accepted.iter().map(|line| line.place()).collect();
    let mut bindings: Vec<Binding> = kept.iter().filter(|binding| !covers(&taken, binding.place())).cloned().collect();
    bindings.extend(accepted.iter().map(|line| Binding {
        context: line.context,
        keys: line.keys.clone(),
        steps: line.steps.clone(),
    }));
    sheet.report_all(mistakes);
    problems.extend(sheet.into_problems());
    bindings
}

/// Whether the keys or a beginning of them are among `places`.
fn covers(places: &HashSet<Place<'_>>, (context, keys): Place<'_>) -> bool {
    (1..=keys.len()).any(|len| keys.get(..len).is_some_and(|start| places.contains(&(context, start))))
}

/// The lines so far, found by their keys.
struct Laid<'a> {
    below: HashMap<Place<'a>, &'a Binding>,
    exact: HashMap<Place<'a>, &'a Line>,
    begun: HashMap<Place<'a>, &'a Line>,
}

impl<'a> Laid<'a> {
    fn over(below: &'a [Binding]) -> Self {
        let below = below.iter().filter(|binding| !binding.steps.is_empty());
        Self {
            below: below.map(|binding| (binding.place(), binding)).collect(),
            exact: HashMap::new(),
            begun: HashMap::new(),
        }
    }

    fn add(&mut self, line: &'a Line) {
        self.exact.insert(line.place(), line);
        if !line.steps.is_empty() {
            for start in line.starts() {
                self.begun.entry(start).or_insert(line);
            }
        }
    }

    /// What is wrong with adding the line.
    fn clash(&self, line: &Line, sheet: &Sheet<'_>) -> Option<String> {
        if let Some(other) = self.exact.get(&line.place()) {
            return Some(format!("`{}` is bound twice, first on line {}", line.keys, sheet.line(other.at)));
        }
        if line.steps.is_empty() {
            return None;
        }
        if let Some(longer) = self.begun.get(&line.place()) {
            return Some(begins(&line.keys, &longer.keys, sheet.line(longer.at)));
        }
        let mut shorter = line.starts().filter_map(|start| self.exact.get(&start));
        if let Some(shorter) = shorter.find(|other| !other.steps.is_empty()) {
            return Some(begins(&shorter.keys, &line.keys, sheet.line(shorter.at)));
        }
        let below = line.starts().find_map(|start| self.below.get(&start))?;
        Some(format!(
            "`{}` begins with `{keys}`, which is {}; free it first: \"{keys}\" = \"{NONE}\"",
            line.keys,
            names(&below.steps),
            keys = below.keys
        ))
    }
}

fn begins(short: &Sequence, long: &Sequence, other: usize) -> String {
    format!("`{short}` can't be a command, because `{long}` begins with it (line {other})")
}

fn names(steps: &[Step]) -> String {
    steps.iter().map(|step| format!("`{}`", step.words())).collect::<Vec<_>>().join(" and ")
}

impl Line {
    fn place(&self) -> Place<'_> {
        (self.context, self.keys.keys())
    }

    /// The places of all that the keys begin with, without themselves.
    fn starts(&self) -> impl Iterator<Item = Place<'_>> {
        let keys = self.keys.keys();
        (1..keys.len()).filter_map(move |len| keys.get(..len)).map(|start| (self.context, start))
    }
}

impl Binding {
    fn place(&self) -> Place<'_> {
        (self.context, self.keys.keys())
    }
}
