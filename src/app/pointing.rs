//! Where the rows of panels stand on the screen, for those who draw them and for the mouse. It knows sizes and choices, not
//! what the rows say.

use ratatui::layout::Rect;

use super::{
    Effect, Model,
    help::{Entry, entries},
    overlay::{Choice, Overlay},
    voices::{Line, Order, Voices},
};
use crate::settings::{
    command::Command,
    line::{SHORT, Word},
};

/// Columns of the panels, inside of their frames: of links, changes, feeds, completions, names.
pub const LINKS: u16 = 100;
/// See [`LINKS`].
pub const HISTORY: u16 = 110;
/// See [`LINKS`].
pub const FEEDS: u16 = 120;
/// See [`LINKS`].
pub const COMPLETIONS: u16 = 60;
/// See [`LINKS`].
pub const HELP: u16 = 96;
/// Rows above the entries of a speaker's page.
pub const PAGE_HEAD: u16 = 3;
/// From this many columns on, speaker and words of a quotation stand on one line.
pub const ONE_LINE: u16 = 64;

/// Where a panel of at most `width` by `height` cells inside stands, with its frame.
#[must_use]
pub fn frame(screen: Rect, (width, height): (u16, u16)) -> Rect {
    let width = width.saturating_add(4).min(screen.width);
    let height = height.saturating_add(2).min(screen.height.saturating_sub(1));
    let y = screen.y + (screen.height.saturating_sub(1) - height) / 2;
    Rect { x: screen.x + (screen.width - width) / 2, y, width, height }
}

/// What is left within a frame: no border, and no column beside it.
#[must_use]
pub fn inside(frame: Rect) -> Rect {
    Rect {
        x: frame.x.saturating_add(2).min(frame.right()),
        y: frame.y.saturating_add(1).min(frame.bottom()),
        width: frame.width.saturating_sub(4),
        height: frame.height.saturating_sub(2),
    }
}

/// The part of the screen that a panel of so many rows over the line being typed stands in.
#[must_use]
pub fn low(screen: Rect, rows: usize) -> Rect {
    let height = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(3);
    let y = screen.bottom().saturating_sub(height).max(screen.y);
    Rect { y, height: height.min(screen.height), width: screen.width.min(COMPLETIONS + 4), ..screen }
}

/// The first row to show so that the chosen one is in sight.
#[must_use]
pub fn first_shown(choice: Choice, height: u16) -> usize {
    let height = usize::from(height.max(1));
    choice.selected.saturating_sub(height / 2).min(choice.count.saturating_sub(height))
}

impl Voices {
    /// How many rows a line takes in a panel of so many columns.
    #[must_use]
    pub fn height(&self, line: Line, width: u16) -> u16 {
        match line {
            Line::Quotation(_) if self.order == Order::Place && width < ONE_LINE => 2,
            Line::Quotation(_) | Line::Speaker(..) => 1,
        }
    }

    /// The first line shown in an area, so that the chosen one is in the middle as far as the lines go.
    #[must_use]
    pub fn first(&self, area: Rect) -> usize {
        let line = |index: usize| self.lines.get(index).map_or(1, |line| self.height(*line, area.width));
        let mut first = self.line();
        let mut above = 0;
        while let Some(before) = first.checked_sub(1) {
            above += line(before);
            if above > area.height / 2 {
                break;
            }
            first = before;
        }
        // No blank rows at the end while there are lines above.
        let mut rest = 0u16;
        for index in (0..self.lines.len()).rev() {
            rest = rest.saturating_add(line(index));
            if rest > area.height {
                return first.min(index + 1);
            }
        }
        0
    }

    /// How many quotations lie between the chosen one and the one on a row of the area.
    fn steps_to(&self, area: Rect, row: u16) -> Option<isize> {
        let mut y = area.y;
        let line = self.lines.iter().skip(self.first(area)).find(|line| {
            y = y.saturating_add(self.height(**line, area.width));
            row < y
        });
        let Some(Line::Quotation(there)) = line else { return None };
        let at = |index: usize| self.quotations().position(|one| one == index);
        Some(at(*there)?.cast_signed() - at(self.selected)?.cast_signed())
    }
}

/// What of a panel is under the mouse.
enum Under {
    /// A row, so many after the chosen one.
    Row(isize),
    /// Its frame, or what can't be chosen.
    Panel,
    /// Something else.
    Outside,
}

impl Model {
    /// Chooses the row of a panel that was clicked, and goes where it leads if it was chosen already; a click beside the
    /// panel closes it.
    pub(super) fn click_overlay(&mut self, column: u16, row: u16) -> Vec<Effect> {
        match &self.overlay {
            Some(Overlay::Help(_)) => return self.click_help(column, row),
            Some(Overlay::Stats(_)) => return self.click_stats(column, row),
            _ => {}
        }
        match self.under(column, row) {
            Under::Row(0) => self.choose(None),
            Under::Row(by) => {
                self.step_overlay(by);
                Vec::new()
            }
            Under::Panel => Vec::new(),
            Under::Outside => self.leave_overlay(),
        }
    }

    /// Chooses a command of the help, or what can be typed, and does it where it was chosen already: what takes words is put
    /// into the command line. A click beside the help closes it.
    fn click_help(&mut self, column: u16, row: u16) -> Vec<Effect> {
        let Some(Overlay::Help(help)) = &mut self.overlay else { return Vec::new() };
        let lines = entries(self.keys.keymap(), &help.filter);
        let frame = frame(self.screen, (HELP, u16::try_from(lines.len().max(1)).unwrap_or(u16::MAX)));
        let area = inside(frame);
        if !frame.contains((column, row).into()) {
            return self.leave_overlay();
        }
        let first = help.top.min(lines.len().saturating_sub(usize::from(area.height)));
        let line = row.checked_sub(area.y).and_then(|row| lines.get(first + usize::from(row)));
        let leads_on = |entry: &&Entry| matches!(entry, Entry::Command(..) | Entry::Line(..));
        let Some(entry) = line.filter(leads_on).filter(|_| area.contains((column, row).into())) else {
            return Vec::new();
        };
        let before = help.chosen.replace(entry.clone());
        match entry {
            _ if before.as_ref() != Some(entry) => Vec::new(),
            Entry::Command(_, _, name) => {
                Command::named(name).map_or_else(Vec::new, |command| self.do_from_help(command))
            }
            Entry::Line(line, _) => self.type_from_help(line),
            Entry::Group(_) | Entry::Macro(..) | Entry::Blank => Vec::new(),
        }
    }

    /// Puts what can be typed into the command line; what is short for a command is done.
    fn type_from_help(&mut self, line: &str) -> Vec<Effect> {
        let word = line.strip_prefix(':').and_then(|line| line.split(' ').next()).unwrap_or_default();
        if let Some((_, meant)) = SHORT.iter().find(|(short, _)| *short == word) {
            return Command::named(meant).map_or_else(Vec::new, |command| self.do_from_help(command));
        }
        let typed = Word::named(word).map(|word| format!("{} ", word.name)).unwrap_or_default();
        self.overlay = None;
        self.begin_line(&typed)
    }

    fn do_from_help(&mut self, command: Command) -> Vec<Effect> {
        self.overlay = None;
        if self.contexts().into_iter().any(|context| context.takes(command)) {
            return self.command(command, None);
        }
        self.tell(format!("`{}` is for another place than this", command.name()));
        Vec::new()
    }

    fn under(&self, column: u16, row: u16) -> Under {
        let at = (column, row).into();
        let screen = self.screen;
        let one = |frame: Rect, area: Rect, choice: Choice, height: u16| {
            if !area.contains(at) {
                return if frame.contains(at) { Under::Panel } else { Under::Outside };
            }
            let index = first_shown(choice, area.height / height) + usize::from((row - area.y) / height);
            if index < choice.count {
                Under::Row(index.cast_signed() - choice.selected.cast_signed())
            } else {
                Under::Panel
            }
        };
        let framed = |width: u16, rows: usize, choice: Choice, below: u16| {
            let frame = frame(screen, (width, u16::try_from(rows).unwrap_or(u16::MAX)));
            let area = inside(frame);
            one(frame, Rect { height: area.height.saturating_sub(below), ..area }, choice, 1)
        };
        let panel = self.areas.map(|areas| areas.panel).unwrap_or_default();
        let below = |head: u16| Rect { y: panel.y + head, height: panel.height.saturating_sub(head), ..panel };
        match &self.overlay {
            Some(Overlay::Links(links)) => framed(LINKS, links.links.len(), links.choice, 0),
            Some(Overlay::History(history)) => framed(HISTORY, history.past.len(), history.choice, 0),
            Some(Overlay::Feeds(feeds)) => framed(FEEDS, feeds.rows.len().saturating_add(1), feeds.choice, 1),
            Some(Overlay::Notes(notes)) => one(panel, below(1), notes.choice, 2),
            Some(Overlay::Voices(voices)) if panel.contains(at) => {
                let steps = (row > panel.y).then(|| voices.steps_to(below(1), row)).flatten();
                steps.map_or(Under::Panel, Under::Row)
            }
            Some(Overlay::Speaker(page)) if panel.contains(at) => {
                let line = row.checked_sub(panel.y + PAGE_HEAD);
                let steps = line.and_then(|line| page.steps_to(usize::from(line)));
                steps.map_or(Under::Panel, Under::Row)
            }
            Some(Overlay::Voices(_) | Overlay::Speaker(_)) => Under::Outside,
            Some(Overlay::Output(output)) => {
                let rows = u16::try_from(output.lines.len()).unwrap_or(u16::MAX);
                if frame(screen, (screen.width, rows)).contains(at) { Under::Panel } else { Under::Outside }
            }
            Some(Overlay::Help(_) | Overlay::Stats(_) | Overlay::Ending | Overlay::Confirm(_)) | None => Under::Panel,
        }
    }

    /// Takes the completion that was clicked into the line being typed; a click on the one that stands there enters it.
    pub(super) fn click_completion(&mut self, column: u16, row: u16) -> Vec<Effect> {
        let candidates = self.candidates();
        let Some((asked, _)) = &self.prompt else { return Vec::new() };
        let asked = *asked;
        let area = low(self.screen, candidates.len());
        let rows = u16::try_from(candidates.len()).unwrap_or(u16::MAX);
        let area = inside(frame(area, (COMPLETIONS, rows)));
        if candidates.is_empty() || !area.contains((column, row).into()) {
            return Vec::new();
        }
        let there = usize::from(row - area.y);
        match candidates.iter().position(|(_, chosen)| *chosen) {
            Some(chosen) if chosen == there => self.entered(asked),
            chosen => {
                let steps = there.cast_signed() - chosen.map_or(-1, usize::cast_signed);
                for _ in 0..steps.unsigned_abs() {
                    self.complete(steps < 0);
                }
                self.completed(asked)
            }
        }
    }
}
