//! What lies over the panes, as lines: the first says what it is, one of the others may be the chosen one.

use crate::{
    app::{
        Model, dates,
        help::{Entry, NOTHING, entries},
        noting::{Row, rows},
        overlay::Overlay,
        stats,
        voices::{Line, Voices, named},
    },
    catalog::stats::{SourceStats, Stats},
    ui::{briefing, speaker::facts, triage::of_what},
};

/// The panel's lines, and which is chosen; `None` where there is no panel.
pub(super) fn lines(model: &Model) -> Option<(Vec<String>, Option<usize>)> {
    let (title, lines, chosen): (&str, Vec<String>, Option<usize>) = match model.overlay.as_ref()? {
        Overlay::Help(help) => {
            ("Help. A slash and words search it, q closes it.", help_lines(model, &help.filter), None)
        }
        Overlay::Links(links) => {
            let rows = links.links.iter().enumerate().map(|(at, (words, url))| format!("{}: {words}, {url}", at + 1));
            ("Links. A number opens one, q closes them.", rows.collect(), Some(links.choice.selected))
        }
        Overlay::Voices(voices) => {
            ("Who said what. Enter goes to the chosen one, q closes.", voice_lines(model, voices), Some(voices.line()))
        }
        Overlay::Speaker(page) => {
            let said = page.entries().map(|(quoted, saying)| format!("{} ({})", saying.words, facts(model, quoted)));
            let head = format!("All that {} said. Enter goes to the article, q closes.", page.name);
            let lines = std::iter::once(head).chain(said).collect();
            return Some((lines, Some(page.selected + 1)));
        }
        Overlay::Notes(panel) => {
            let open = model.reader.open.as_ref();
            let spoken = open.into_iter().flat_map(|open| rows(&open.opened.notes)).map(|row| match row {
                Row::Note(note) => format!("Note to the whole article: {note}"),
                Row::Highlight(one) => {
                    let lost = if one.range.is_none() { " Not found in this article any more." } else { "" };
                    let note = if one.note.is_empty() { String::new() } else { format!(" Note: {}", one.note) };
                    format!("Highlight: {}.{note}{lost}", one.passage.exact)
                }
            });
            ("Notes and highlights. q closes.", spoken.collect(), Some(panel.choice.selected))
        }
        Overlay::Feeds(feeds) => {
            let rows = feeds.rows.iter().map(|row| {
                let told = row.told.as_deref().map(|told| format!(", {told}")).unwrap_or_default();
                format!("{}, {} unread{told}", row.name, row.counts.unread)
            });
            (
                "Feeds. Enter lists the articles of the chosen one, q closes.",
                rows.collect(),
                Some(feeds.choice.selected),
            )
        }
        Overlay::Ending => ("The end of the briefing.", briefing::ending(model), None),
        Overlay::History(history) => {
            let rows = history.past.iter().map(|past| {
                let when = dates::full(past.at, model.clock, &model.config).unwrap_or_default();
                let undone = if past.stands { "" } else { ", undone" };
                format!("{when}, {}{undone}: {}", past.verb, of_what(past))
            });
            ("Changes. u takes the chosen one back, q closes.", rows.collect(), Some(history.choice.selected))
        }
        Overlay::Stats(page) => return page.stats.as_ref().map(|stats| (stats_lines(model, stats), None)),
        Overlay::Output(output) => {
            return Some((std::iter::once(output.title.clone()).chain(output.lines.clone()).collect(), None));
        }
        Overlay::Confirm(confirm) => return Some((vec![confirm.question.clone()], None)),
    };
    let lines = std::iter::once(title.to_owned()).chain(lines).collect();
    Some((lines, chosen.map(|chosen| chosen + 1)))
}

/// The numbers of a stretch of time, without charts.
fn stats_lines(model: &Model, stats: &Stats) -> Vec<String> {
    let head = format!("What came in, {}. q closes.", stats::title(stats, model.clock, &model.config));
    let sources = stats.sources.iter().map(|one| {
        let SourceStats { name, read, skipped, waiting, kept, .. } = one;
        let (articles, quotations) = (one.all(), one.quoted());
        format!("{name}: {articles} articles, {read} read, {skipped} skipped, {waiting} waiting, {kept} kept, {quotations} quotations")
    });
    let speakers = stats.speakers.iter();
    let speakers =
        speakers.map(|one| format!("{}: {} quotations in {} articles", one.name, one.quotations, one.articles));
    std::iter::once(head).chain(sources).chain(speakers).collect()
}

/// What is new of it: all, or only the line that is chosen now.
pub(super) fn news(
    before: Option<&(Vec<String>, Option<usize>)>,
    now: Option<&(Vec<String>, Option<usize>)>,
) -> Vec<String> {
    let Some((lines, chosen)) = now else { return Vec::new() };
    if before.is_some_and(|(known, _)| known == lines) {
        return chosen.and_then(|at| lines.get(at)).cloned().into_iter().collect();
    }
    lines.clone()
}

fn help_lines(model: &Model, filter: &str) -> Vec<String> {
    let entries = entries(model.keys.keymap(), filter);
    if entries.is_empty() {
        return vec![format!("{NOTHING}.")];
    }
    let lines = entries.into_iter().filter_map(|entry| match entry {
        Entry::Group(title) => Some(format!("{title}:")),
        Entry::Command(keys, help, name) if keys.is_empty() => Some(format!("{name}: {help}.")),
        Entry::Command(keys, help, name) => Some(format!("{}, or {name}: {help}.", keys.replace("  ", " or "))),
        Entry::Macro(keys, does, place) => Some(format!("{keys}, {place}: {does}.")),
        Entry::Line(line, help) => Some(format!("{line}: {help}.")),
        Entry::Blank => None,
    });
    lines.collect()
}

fn voice_lines(model: &Model, voices: &Voices) -> Vec<String> {
    let Some(open) = &model.reader.open else { return Vec::new() };
    let found = &open.opened.quotations;
    let speaker = |at: Option<usize>| at.and_then(|at| found.speakers.get(at));
    let lines = voices.lines.iter().map(|line| match line {
        Line::Speaker(at, count) => {
            let name = speaker(*at).map_or("speaker unknown", |speaker| &speaker.name);
            format!("{name}, {count}:")
        }
        Line::Quotation(index) => {
            let Some(one) = found.quotations.get(*index) else { return String::new() };
            let words = one.words(&open.opened.article.text);
            format!("{}: {}: {words}", index + 1, named(speaker(one.speaker), one.confidence))
        }
    });
    lines.collect()
}
