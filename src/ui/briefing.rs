//! What a briefing looks like beside a list: how far one is, what is said in a story, the end.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use super::{ink, overlay::panel, words};
use crate::{
    app::{
        Model,
        briefing::{Briefing, Part as RowPart, told},
    },
    catalog::{
        Row,
        edition::{Because, Story},
    },
    settings::{
        command::Command,
        theme::{Part, Theme},
    },
    text::page::Role,
};

/// Cells of the line that shows how far one is.
const PROGRESS: usize = 12;
/// From this many columns on, the title has it.
const WITH_PROGRESS: u16 = 90;

/// What the title says of a briefing.
pub fn title(model: &Model, briefing: &Briefing, width: u16) -> String {
    let Some(edition) = briefing.edition() else { return String::new() };
    let since = told::since(edition, model.clock, &model.config);
    let (seen, all) = (briefing.seen(), edition.stories.len());
    let left = match briefing.minutes_left() {
        0 => String::new(),
        minutes => format!(" · {minutes} min left"),
    };
    let bar = if width >= WITH_PROGRESS { format!("{} ", progress(seen, all)) } else { String::new() };
    format!(" dateline · briefing {since} · {bar}{seen} of {all} seen{left}")
}

fn progress(done: usize, all: usize) -> String {
    let full = (PROGRESS * done / all.max(1)).min(PROGRESS);
    format!("{}{}", "━".repeat(full), "┄".repeat(PROGRESS - full))
}

/// What stands before the headline of a story that several reports tell.
pub fn sign(part: RowPart) -> &'static str {
    match part {
        RowPart::Single => "",
        RowPart::Folded => "▸ ",
        RowPart::Unfolded => "▾ ",
        RowPart::Further => "  └ ",
    }
}

/// Who else tells a story, how long it takes, what the reader watches for in it.
pub fn facts(story: &Story, part: RowPart, row: &Row) -> Vec<String> {
    let mut facts = Vec::new();
    for because in &story.because {
        match because {
            Because::Watched(word) if part != RowPart::Further => facts.push(format!("watched: {word}")),
            Because::Watched(_) | Because::Kept(_) | Because::Sources(_) => {}
        }
    }
    if part == RowPart::Folded {
        let others: Vec<&str> = story.sources().into_iter().filter(|name| *name != &*row.source).collect();
        let more = story.reports.len() - 1;
        facts.push(if others.is_empty() { format!("{more} more") } else { format!("+{more} {}", others.join(", ")) });
    }
    facts.push(format!("{} min", crate::catalog::edition::minutes(row.words)));
    facts
}

/// Draws what is said in a story, or how it begins, on the row's last line.
pub fn draw_words(buffer: &mut Buffer, story: &Story, row: &Row, theme: &Theme, area: Rect, style: Style) {
    let Some(y) = area.bottom().checked_sub(1) else { return };
    let first = story.first().is_some_and(|first| first.id == row.id);
    let mut cited = story.quotations.iter();
    let Some(cited) = cited.find(|cited| first || cited.article == row.id) else {
        let lead = if first { &*story.lead } else { "" };
        ink::put(buffer, area.x, y, &words::fit(lead, area.width), area.width, style);
        return;
    };
    let name = cited.speaker.as_deref().unwrap_or("speaker unknown");
    // The name stays whole as far as there is room: who says it is half of it.
    let name = words::fit(name, area.width / 2);
    let tail = u16::try_from(words::width(&name) + 3).unwrap_or(area.width);
    let said = words::fit(&cited.words, area.width.saturating_sub(tail));
    let role = match cited.kind {
        crate::text::quotes::Kind::Direct => Role::Direct,
        crate::text::quotes::Kind::Mixed => Role::Mixed,
        crate::text::quotes::Kind::Indirect => Role::Indirect,
    };
    let x = ink::put(buffer, area.x, y, &said, area.width, style.patch(theme.role(role)));
    let x = ink::put(buffer, x, y, " — ", area.right().saturating_sub(x), style);
    ink::put(buffer, x, y, &name, area.right().saturating_sub(x), style.patch(theme.role(Role::Speaker)));
}

/// Says that a briefing ends here.
pub fn draw_ending(buffer: &mut Buffer, model: &Model, theme: &Theme, screen: Rect) {
    let lines = ending(model);
    if lines.is_empty() {
        return;
    }
    let width = lines.iter().map(|line| words::width(line)).max().unwrap_or(0);
    let size = (u16::try_from(width).unwrap_or(u16::MAX), u16::try_from(lines.len()).unwrap_or(u16::MAX));
    let inside = panel(buffer, "briefing", theme, screen, size);
    let bold = theme.part(Part::HelpHeading);
    for ((index, line), row) in lines.iter().enumerate().zip(inside.rows()) {
        let style = if index == 0 { bold } else { theme.part(Part::HelpText) };
        ink::put(buffer, row.x, row.y, &words::fit(line, row.width), row.width, style);
    }
}

/// What is told at the end of a briefing; nothing where there is none.
pub fn ending(model: &Model) -> Vec<String> {
    let briefing = &model.briefing;
    let Some(edition) = briefing.edition() else { return Vec::new() };
    let (seen, kept) = (briefing.seen_articles(), model.list.counts.bookmarked);
    let mut lines = vec![told::ending(edition, seen, kept, model.clock, &model.config)];
    let unseen = edition.stories.len() - briefing.seen();
    if unseen > 0 {
        let stories = told::counted(unseen, "story was", "stories were");
        lines.push(format!("{stories} passed over, and stay in the inbox"));
    }
    let later = model.list.counts.later;
    if later > 0 {
        lines.push(format!("{later} to be read later"));
    }
    if let Some(left) = told::left(edition.left) {
        let key = key(model, Command::Briefing).filter(|_| edition.left.stories > 0);
        let more = key.map(|key| format!(" ({key} once back brings them)")).unwrap_or_default();
        lines.push(format!("{left}{more}"));
    }
    let back = key(model, Command::BackOrQuit).unwrap_or_else(|| "Esc".into());
    let undo = key(model, Command::Undo).map(|key| format!(" · {key} undoes the last change")).unwrap_or_default();
    lines.extend([String::new(), format!("{back} goes back to the list{undo}")]);
    lines
}

fn key(model: &Model, command: Command) -> Option<String> {
    let keys = model.keys.keymap().key_of(command, &model.contexts());
    // On the panel the list's keys don't hold; they do where it leads.
    let keys = keys.or_else(|| model.keys.keymap().key_of(command, &[crate::settings::command::Context::List]));
    keys.map(ToString::to_string)
}
