//! What came in over a stretch of time, as lines that need no colour: for the reader's page and for the command line.

use unicode_width::UnicodeWidthStr as _;

use super::{Clock, Effect, Model, dates, overlay::Overlay};
use crate::{
    catalog::stats::{SourceStats, Stats},
    settings::config::Config,
};

/// Seconds of a day.
const DAY: i64 = 86_400;
/// How many days the reader's page looks back.
const DAYS: i64 = 30;
/// Columns of a name.
const NAME: usize = 24;
/// Columns of a bar.
pub const BAR: usize = 24;
/// The eighths of a cell that a column of a chart fills.
const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The page's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The numbers; `None` until they have been told.
    pub stats: Option<Stats>,
    /// The first line shown.
    pub top: usize,
}

/// A stretch of so many days up to the end of today, where the user is: its first second and the one after its last.
#[must_use]
pub fn days(count: i64, clock: Clock) -> (i64, i64) {
    let offset = i64::from(clock.offset);
    let end = ((clock.now + offset).div_euclid(DAY) + 1) * DAY - offset;
    (end - count.saturating_mul(DAY), end)
}

impl Model {
    /// Opens the page of what came in lately.
    pub(super) fn ask_stats(&mut self) -> Vec<Effect> {
        self.overlay = Some(Overlay::Stats(Page { stats: None, top: 0 }));
        let (from, to) = days(DAYS, self.clock);
        vec![Effect::LoadStats(from, to, usize::try_from(DAYS).unwrap_or(1))]
    }

    pub(super) fn stats_told(&mut self, stats: Stats) {
        if let Some(Overlay::Stats(page)) = &mut self.overlay {
            page.stats = Some(stats);
        }
    }
}

/// What the stretch is, in one line.
#[must_use]
pub fn title(stats: &Stats, clock: Clock, config: &Config) -> String {
    let day = |at| dates::full(at, clock, config).unwrap_or_default();
    let days = |at: i64| day(at).split(' ').next().unwrap_or_default().to_owned();
    let articles: u32 = stats.sources.iter().map(SourceStats::all).sum();
    let quotations: u32 = stats.sources.iter().map(SourceStats::quoted).sum();
    format!("{} to {} · {articles} articles · {quotations} quotations", days(stats.from), days(stats.to - 1))
}

/// A row of the sources and speakers, at most 80 columns wide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line<'a> {
    /// Words.
    Text(String),
    /// A source's articles over time, under its row.
    Trend(&'a [u32]),
    /// Words, and a number beside the largest of its kind.
    Share(String, u32, u32),
}

/// The sources and the speakers, in words alone.
#[must_use]
pub fn lines(stats: &Stats) -> Vec<String> {
    let words = |line: Line<'_>| match line {
        Line::Text(text) => text,
        Line::Trend(numbers) => format!("  {}", columns(numbers, 60)),
        Line::Share(text, number, most) => format!("{text}  {}", bar(number, most)),
    };
    rows(stats).into_iter().map(words).collect()
}

/// The sources and the speakers, row by row.
#[must_use]
pub fn rows(stats: &Stats) -> Vec<Line<'_>> {
    let mut lines = vec![Line::Text(format!(
        "{:NAME$} {:>8} {:>5} {:>7} {:>7} {:>5}  quotations",
        "source", "articles", "read", "skipped", "waiting", "kept"
    ))];
    for source in &stats.sources {
        let SourceStats { read, skipped, waiting, kept, .. } = source;
        let name = if source.name.is_empty() { "(no name)" } else { &source.name };
        let numbers = format!("{:>8} {read:>5} {skipped:>7} {waiting:>7} {kept:>5}", source.all());
        lines.push(Line::Text(format!("{} {numbers}  {:>10}", padded(name, NAME), source.quoted())));
        lines.push(Line::Trend(&source.articles));
    }
    if stats.sources.is_empty() {
        lines.push(Line::Text("nothing came in".to_owned()));
    }
    if !stats.speakers.is_empty() {
        lines.push(Line::Text(String::new()));
        lines.push(Line::Text(format!("{:NAME$} {:>10} {:>8}", "speaker", "quotations", "articles")));
    }
    let most = stats.speakers.iter().map(|one| one.quotations).max().unwrap_or(1);
    for speaker in &stats.speakers {
        let numbers = format!("{:>10} {:>8}", speaker.quotations, speaker.articles);
        lines.push(Line::Share(format!("{} {numbers}", padded(&speaker.name, NAME)), speaker.quotations, most));
    }
    lines
}

/// A name in so many columns, cut with an ellipsis where it is longer.
fn padded(name: &str, columns: usize) -> String {
    let mut out = String::new();
    let mut width = 0;
    let whole = name.width() <= columns;
    for c in name.chars() {
        let next = width + unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if next > columns - usize::from(!whole) {
            out.push('…');
            width += 1;
            break;
        }
        out.push(c);
        width = next;
    }
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(width)));
    out
}

/// Numbers as columns of a chart one cell high, the highest full; nothing is a point.
#[must_use]
pub fn columns(numbers: &[u32], most: usize) -> String {
    let skipped = numbers.len().saturating_sub(most);
    let shown = numbers.get(skipped..).unwrap_or_default();
    let highest = shown.iter().copied().max().unwrap_or(0).max(1);
    let column = |number: &u32| match *number {
        0 => '·',
        number => {
            let eighth = (u64::from(number) * 8).div_ceil(u64::from(highest)).saturating_sub(1);
            EIGHTHS.get(usize::try_from(eighth).unwrap_or(0)).copied().unwrap_or('█')
        }
    };
    shown.iter().map(column).collect()
}

fn bar(number: u32, most: u32) -> String {
    let length = (u64::from(number) * BAR as u64).div_ceil(u64::from(most.max(1)));
    "█".repeat(usize::try_from(length).unwrap_or(0).min(BAR))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::stats::SpeakerStats;

    #[test]
    fn lines_fit_in_eighty_columns_whatever_the_names_are() {
        let source = SourceStats {
            name: "世界新闻世界新闻世界新闻世界新闻".into(),
            articles: vec![u32::MAX / 100; 90],
            quotations: vec![7; 90],
            ..SourceStats::default()
        };
        let speaker =
            SpeakerStats { name: "Ursula von der Leyen of the Commission".into(), quotations: 9, articles: 3 };
        let stats = Stats { spans: 90, sources: vec![source], speakers: vec![speaker], ..Stats::default() };
        for line in lines(&stats) {
            assert!(line.width() <= 80, "{line}");
        }
    }

    #[test]
    fn columns_are_as_high_as_their_numbers() {
        assert_eq!(columns(&[0, 1, 4, 8], 60), "·▁▄█");
        assert_eq!(columns(&[5, 0, 3], 2), "·█");
        assert_eq!(columns(&[], 5), "");
    }
}
