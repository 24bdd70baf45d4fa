//! What was measured, said as it comes, and at the end side by side for all sizes.

use std::time::Duration;

/// Figures by name, each with what it is to reach and its value at each size.
#[derive(Default)]
pub struct Table(Vec<Figure>);

struct Figure {
    name: String,
    goal: &'static str,
    values: Vec<(usize, String)>,
}

/// The table's column for so many articles.
pub struct Column<'a> {
    pub table: &'a mut Table,
    pub size: usize,
}

impl Column<'_> {
    /// Puts a figure down; `goal` is empty where there is none.
    pub fn note(&mut self, name: impl Into<String>, goal: &'static str, value: impl Into<String>) {
        let (name, value) = (name.into(), (self.size, value.into()));
        match self.table.0.iter_mut().find(|figure| figure.name == name) {
            Some(figure) => figure.values.push(value),
            None => self.table.0.push(Figure { name, goal, values: vec![value] }),
        }
    }

    /// Says times and puts them down.
    pub fn times(&mut self, name: &str, goal: &'static str, times: &mut [Duration]) {
        time(name, times);
        self.note(name, goal, format!("{} ({})", say(at(times, 0.5)), say(at(times, 0.99))));
    }
}

impl Table {
    /// The whole of it, in Markdown: medians, p99 in brackets.
    pub fn print(&self, sizes: &[usize]) {
        let line = |first: &str, goal: &str, cells: &[String]| println!("| {first} | {goal} | {} |", cells.join(" | "));
        println!();
        line("", "goal", &sizes.iter().map(ToString::to_string).collect::<Vec<_>>());
        line("---", "---", &vec!["---".to_owned(); sizes.len()]);
        for Figure { name, goal, values } in &self.0 {
            let of = |size: &usize| values.iter().find(|(one, _)| one == size).map(|(_, value)| value.clone());
            line(name.trim_start(), goal, &sizes.iter().map(|size| of(size).unwrap_or_default()).collect::<Vec<_>>());
        }
    }
}

/// Says a figure.
pub fn row(what: &str, value: &str, rest: &str) {
    println!("  {what:<58} {value:>12}  {rest}");
}

/// Says median and p99.
pub fn time(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    row(what, &say(at(times, 0.5)), &format!("p99 {}", say(at(times, 0.99))));
}

/// The middle one.
pub fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    at(times, 0.5)
}

/// The time, of sorted ones, that such a share of them is under.
fn at(times: &[Duration], share: f64) -> Duration {
    let index = (times.len() as f64 * share) as usize;
    times.get(index.min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// A time in words.
pub fn say(time: Duration) -> String {
    if time < Duration::from_millis(1) {
        format!("{:.1} µs", time.as_secs_f64() * 1e6)
    } else {
        format!("{:.2} ms", time.as_secs_f64() * 1e3)
    }
}
