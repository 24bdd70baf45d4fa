//! What came in over a stretch of time, as lines that need no colour: for the reader's page and for the command line.

use ratatui::layout::Rect;
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
/// Rows of a chart, without its name.
const CHART: u16 = 4;
/// From this many rows on, there is room for charts.
const WITH_CHARTS: u16 = 18;
/// Columns of the page.
const WIDTH: u16 = 80;
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

    /// Lists the articles of the source, or of the speaker, whose row was clicked.
    pub(super) fn click_stats(&mut self, column: u16, row: u16) -> Vec<Effect> {
        let area = Place::on(self.screen).rows;
        let Some(Overlay::Stats(Page { stats: Some(stats), top })) = &self.overlay else { return Vec::new() };
        let rows = rows(stats);
        let first = first_shown(*top, rows.len(), area);
        let at = row.checked_sub(area.y).filter(|_| area.contains((column, row).into()));
        let there = at.and_then(|below| rows.get(first + usize::from(below)));
        let Some(query) = there.and_then(|row| row.leads_to.clone()) else { return Vec::new() };
        self.overlay = None;
        self.show_query(&query)
    }

    /// Scrolls the page, as far as its rows go.
    pub(super) fn scroll_stats(&mut self, by: isize) {
        let area = Place::on(self.screen).rows;
        if let Some(Overlay::Stats(page)) = &mut self.overlay {
            let count = page.stats.as_ref().map_or(0, |stats| rows(stats).len());
            page.top = first_shown(page.top.saturating_add_signed(by), count, area);
        }
    }
}

/// Where the page stands on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// All of it, from the line of its title on.
    pub whole: Rect,
    /// The charts, one under the other; without rows where there is no room for them.
    pub charts: [Rect; 2],
    /// The sources and speakers.
    pub rows: Rect,
}

impl Place {
    /// Where it is on such a screen.
    #[must_use]
    pub fn on(screen: Rect) -> Self {
        let body = Rect { y: screen.y + 1, height: screen.height.saturating_sub(2), ..screen };
        let width = body.width.min(WIDTH);
        let whole = Rect { x: body.x + (body.width - width) / 2, width, ..body };
        let room = if whole.height >= WITH_CHARTS { CHART + 2 } else { 0 };
        let chart = |index: u16| {
            let from = lower(whole, 2 + index * room);
            Rect { height: from.height.min(room.saturating_sub(1)), ..from }
        };
        Self { whole, charts: [chart(0), chart(1)], rows: lower(whole, 2 + 2 * room) }
    }
}

/// The first row to show, so that no blank ones are at the end while there are rows above.
#[must_use]
pub fn first_shown(top: usize, count: usize, area: Rect) -> usize {
    top.min(count.saturating_sub(usize::from(area.height)))
}

fn lower(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
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

/// A row of the sources and speakers, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// What it says.
    pub line: Line<'a>,
    /// What a query finds whom or which it is about; `None` where it is about nothing.
    pub leads_to: Option<String>,
}

/// What a row says, at most 80 columns wide.
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
    rows(stats).into_iter().map(|row| words(row.line)).collect()
}

/// The sources and the speakers, row by row.
#[must_use]
pub fn rows(stats: &Stats) -> Vec<Row<'_>> {
    let head = format!(
        "{:NAME$} {:>8} {:>5} {:>7} {:>7} {:>5}  quotations",
        "source", "articles", "read", "skipped", "waiting", "kept"
    );
    let mut rows = vec![Row::of(Line::Text(head), None)];
    for source in &stats.sources {
        let SourceStats { read, skipped, waiting, kept, .. } = source;
        let name = if source.name.is_empty() { "(no name)" } else { &source.name };
        let numbers = format!("{:>8} {read:>5} {skipped:>7} {waiting:>7} {kept:>5}", source.all());
        let text = format!("{} {numbers}  {:>10}", padded(name, NAME), source.quoted());
        let leads_to = named("source", &source.name);
        rows.push(Row::of(Line::Text(text), leads_to.clone()));
        rows.push(Row::of(Line::Trend(&source.articles), leads_to));
    }
    if stats.sources.is_empty() {
        rows.push(Row::of(Line::Text("nothing came in".to_owned()), None));
    }
    if !stats.speakers.is_empty() {
        rows.push(Row::of(Line::Text(String::new()), None));
        rows.push(Row::of(Line::Text(format!("{:NAME$} {:>10} {:>8}", "speaker", "quotations", "articles")), None));
    }
    let most = stats.speakers.iter().map(|one| one.quotations).max().unwrap_or(1);
    for speaker in &stats.speakers {
        let numbers = format!("{:>10} {:>8}", speaker.quotations, speaker.articles);
        let text = format!("{} {numbers}", padded(&speaker.name, NAME));
        rows.push(Row::of(Line::Share(text, speaker.quotations, most), named("speaker", &speaker.name)));
    }
    rows
}

impl<'a> Row<'a> {
    fn of(line: Line<'a>, leads_to: Option<String>) -> Self {
        Self { line, leads_to }
    }
}

/// The query for a name.
fn named(kind: &str, name: &str) -> Option<String> {
    (!name.is_empty()).then(|| format!("{kind}:\"{}\"", name.replace('"', " ")))
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
