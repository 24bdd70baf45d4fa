//! The model in words, for those who hear it: what has changed since something was said last, in reading order. It knows no
//! terminal; every line stands by itself.

mod article;
mod panel;

use super::{status, words};
use crate::{
    app::{Model, Tone, dates, panes::Pane},
    catalog::{ArticleId, Queue, Row},
    settings::keymap::described,
    text::article::HeadlineOrigin,
};

/// What was said, so that only what is new is said next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    title: String,
    row: Option<(ArticleId, String)>,
    focus: Pane,
    read: Option<ArticleId>,
    quotation: Option<(ArticleId, usize)>,
    panel: Option<(Vec<String>, Option<usize>)>,
    prompt: Option<String>,
}

impl Heard {
    /// Whether one was in an article, with nothing over it.
    #[must_use]
    pub fn is_in_article(&self) -> bool {
        self.read.is_some() && self.panel.is_none()
    }

    /// What there is to be heard now.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let in_article = model.focus == Pane::Reader;
        let open = model.reader.open.as_ref();
        Self {
            title: status::title(model),
            row: model.list.selected().map(|row| (row.id, state(model, row))),
            focus: model.focus,
            read: open.filter(|_| in_article).map(|open| open.opened.row.id),
            quotation: open.and_then(|open| Some((open.opened.row.id, open.quotation?))),
            panel: panel::lines(model),
            prompt: model.prompt.as_ref().map(|(asked, _)| status::label(model, *asked)),
        }
    }
}

/// What to say after something happened: the notice, then what is asked, then what one is at now.
#[must_use]
pub fn since(before: &Heard, model: &Model) -> Vec<String> {
    let now = Heard::of(model);
    let mut said = Vec::new();
    if let Some(notice) = &model.notice {
        let error = if notice.tone == Tone::Error { "Error: " } else { "" };
        said.push(format!("{error}{}", notice.text));
    }
    if model.keys.is_pending() {
        said.extend(pending(model));
        return said;
    }
    if model.prompt.is_some() {
        said.extend(prompt(model));
        return said;
    }
    if now.panel != before.panel {
        said.extend(panel::news(before.panel.as_ref(), now.panel.as_ref()));
    }
    if now.panel.is_some() {
        return said;
    }
    if model.notice.is_none() {
        said.extend(changed(before, model));
    }
    if now.title != before.title {
        said.push(now.title.replace(" · ", ", ") + ".");
    }
    let left = before.focus == Pane::Reader && now.focus == Pane::List;
    if now.read.is_some() && now.read != before.read {
        said.extend(article::lines(model));
    } else if now.quotation.is_some() && now.quotation != before.quotation {
        said.extend(article::quotation(model));
    } else if place(&now) != place(before) || left || (before.panel.is_some() && said.is_empty()) {
        said.push(here(model));
    }
    said
}

fn place(heard: &Heard) -> Option<ArticleId> {
    heard.row.as_ref().map(|(id, _)| *id)
}

/// That the row one was at is now otherwise: done, bookmarked.
fn changed(before: &Heard, model: &Model) -> Option<String> {
    let (id, known) = before.row.as_ref()?;
    let row = model.list.row(*id)?;
    let now = state(model, row);
    (now != *known).then(|| format!("Now {now}: {}", row.headline))
}

/// Where one is.
#[must_use]
pub fn here(model: &Model) -> String {
    match model.list.selected() {
        Some(row) => self::row(model, row, Some(model.list.position())),
        None => "Nothing is listed here.".to_owned(),
    }
}

/// The rows from the selected one on, at most so many.
#[must_use]
pub fn rows(model: &Model, most: usize) -> Vec<String> {
    let first = model.list.position();
    let listed = model.list.ids_from_selected(most);
    let rows = listed.iter().enumerate();
    let spoken = rows.filter_map(|(at, id)| model.list.row(*id).map(|one| row(model, one, Some(first + at))));
    let mut lines: Vec<String> = spoken.collect();
    if lines.is_empty() {
        lines.push(here(model));
    }
    lines
}

/// A row: its number, its state, its headline, where and when.
fn row(model: &Model, row: &Row, position: Option<usize>) -> String {
    let mut facts: Vec<String> = Vec::new();
    if let Some(position) = position {
        facts.push(format!("{} of {}", words::number(position), words::number(model.list.counts.shown.max(position))));
    }
    facts.push(state(model, row));
    facts.push(match row.headline_origin {
        Some(HeadlineOrigin::Given) => row.headline.to_string(),
        Some(HeadlineOrigin::Lead) => format!("{} (first sentence, no headline)", row.headline),
        None => "no headline".to_owned(),
    });
    let date = dates::short(row.sorted_at, model.clock, &model.config);
    let added = if row.published.is_none() { "added " } else { "" };
    let sources = super::list::sources(row);
    let source = if sources.is_empty() { String::new() } else { format!("{sources}, ") };
    facts.push(format!("{source}{added}{date}"));
    match row.quotations {
        0 => {}
        1 => facts.push("one quotation".to_owned()),
        many => facts.push(format!("{many} quotations")),
    }
    if let Some(snippet) = model.searching.snippets.get(&row.id).filter(|_| model.is_searching()) {
        facts.push(snippet.text.clone());
    }
    sentences(&facts)
}

/// Facts as sentences, none with two stops.
fn sentences(facts: &[String]) -> String {
    let mut said = String::new();
    for fact in facts {
        let ended = said.is_empty() || said.ends_with(['.', '…', '!', '?']);
        said.push_str(match (said.is_empty(), ended) {
            (true, _) => "",
            (false, true) => " ",
            (false, false) => ". ",
        });
        said.push_str(fact);
    }
    if !said.ends_with(['.', '…', '!', '?']) {
        said.push('.');
    }
    said
}

/// Whether a row waits, where, and what else there is to it.
fn state(model: &Model, row: &Row) -> String {
    let queue = match row.queue {
        Queue::Inbox => "unread".to_owned(),
        Queue::Woken(_) => "unread, back from a snooze".to_owned(),
        Queue::Later => "to be read later".to_owned(),
        Queue::Snoozed(until) => {
            let until = dates::full(until, model.clock, &model.config).unwrap_or_default();
            format!("snoozed until {until}")
        }
        Queue::Muted(_) => "hidden".to_owned(),
        Queue::Done => "read".to_owned(),
    };
    let kept = if row.bookmarked { ", bookmarked" } else { "" };
    let picked = if model.list.is_picked(row.id) { ", selected" } else { "" };
    let ruled = model.ruled(row).map(|why| format!(", {why}")).unwrap_or_default();
    format!("{queue}{ruled}{kept}{picked}")
}

/// The keys that may follow those that were pressed.
fn pending(model: &Model) -> Vec<String> {
    let mut lines = vec![format!("{} waits for one of these keys:", model.keys.pending())];
    for next in model.keys.continuations(&model.contexts()) {
        let help = if next.steps.is_empty() { "and more keys".to_owned() } else { described(&next.steps) };
        lines.push(format!("{}: {help}", next.key));
    }
    lines
}

/// What is asked for, what stands there already, and what it may become.
fn prompt(model: &Model) -> Vec<String> {
    /// More candidates take longer to hear than to type.
    const HEARD: usize = 5;
    let Some((asked, typed)) = &model.prompt else { return Vec::new() };
    let label = status::label(model, *asked);
    let label = match label.trim_end_matches([':', ' ']) {
        "/" => "Search for",
        "" => "Command",
        other => other,
    };
    let there = if typed.text().is_empty() { String::new() } else { format!(" An empty line takes {}.", typed.text()) };
    let mut lines = vec![format!("{label}? Type it, or Esc.{there}")];
    let candidates: Vec<String> = model.candidates().into_iter().map(|(line, _)| line).take(HEARD).collect();
    if !candidates.is_empty() && candidates.len() < HEARD {
        lines.push(format!("For example: {}.", candidates.join(", ")));
    }
    lines
}
