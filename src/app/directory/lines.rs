//! The lines of the pane of views and sources, made from what there is.

use crate::{
    app::{Model, places::Destination},
    catalog::{
        Shown,
        directory::{Directory, Listed, Tally},
        feeds::Standing,
    },
    query,
};

/// The views that everybody has beside the queues, with their queries; a saved view of the same name goes before them.
const QUERIES: [(&str, &str); 2] = [("Today", "after:today"), ("Long reads", "minutes:>=10")];

/// A line of the pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it says; empty for a blank line.
    pub label: Box<str>,
    /// How far it stands in.
    pub depth: u16,
    /// What is unread there; of queues, how many articles they have.
    pub unread: Option<Tally>,
    /// Whether its feed can be read; `None` where there is no feed.
    pub standing: Option<Standing>,
    /// What is wrong with it: a sentence without a full stop.
    pub trouble: Option<Box<str>>,
    /// What is listed there; `None` for a heading or a blank line.
    pub to: Option<Destination>,
}

impl Line {
    fn new(label: &str, to: Destination) -> Self {
        let label = if label.is_empty() { "(no name)" } else { label };
        Self { label: label.into(), depth: 0, unread: None, standing: None, trouble: None, to: Some(to) }
    }

    fn heading(label: &str) -> Self {
        Self { label: label.into(), depth: 0, unread: None, standing: None, trouble: None, to: None }
    }

    fn counted(self, unread: Option<Tally>) -> Self {
        Self { unread, ..self }
    }

    fn source(listed: &Listed, depth: u16) -> Self {
        Self {
            depth,
            standing: listed.standing,
            trouble: listed.trouble.clone(),
            ..Self::new(&listed.name, Destination::Source(listed.id)).counted(Some(Tally::of(listed.unread)))
        }
    }

    /// Whether its feed can't be read.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        matches!(self.standing, Some(Standing::Failing | Standing::Gone))
    }
}

impl Model {
    /// The names and queries of the views that have one, saved ones included, in the order of the pane.
    pub(super) fn views_with_queries(&self) -> Vec<(String, String)> {
        let saved = |name: &str| self.views.iter().any(|view| view.name.eq_ignore_ascii_case(name));
        let own = QUERIES.iter().filter(|(name, _)| !saved(name));
        let own = own.map(|(name, query)| ((*name).to_owned(), (*query).to_owned()));
        own.chain(self.views.iter().map(|view| (view.name.clone(), view.query.clone()))).collect()
    }

    pub(super) fn view_lines(&self, known: &Directory) -> Vec<Line> {
        let queue = |label, shown, count| Line::new(label, Destination::View(shown)).counted(Some(Tally::of(count)));
        let queues = &known.queues;
        let mut lines = vec![queue("Inbox", Shown::Unread, queues.unread)];
        let views = self.views_with_queries();
        let mut counts = known.views.iter().copied().chain(std::iter::repeat(None));
        let own = views.len().saturating_sub(self.views.len());
        let mut viewed = views.into_iter().map(|(name, query)| {
            let wrong = query::parse(&query, self.today()).err().map(|mistake| mistake.to_string().into());
            let line = Line::new(&name, Destination::Query(query)).counted(counts.next().flatten());
            Line { trouble: wrong, ..line }
        });
        lines.extend(viewed.by_ref().take(own));
        if queues.watched > 0 {
            lines.push(Line::new("Watched", Destination::View(Shown::Watched)));
        }
        lines.push(queue("Later", Shown::Later, queues.later));
        lines.push(queue("Snoozed", Shown::Snoozed, queues.snoozed));
        lines.push(queue("Bookmarks", Shown::Bookmarked, queues.bookmarked));
        if queues.muted > 0 {
            lines.push(queue("Muted", Shown::Muted, queues.muted));
        }
        lines.extend(viewed);
        lines.push(Line::new("All articles", Destination::View(Shown::All)));
        lines
    }
}

/// A heading for each folder with its sources, then the sources in no folder.
pub(super) fn of_sources(sources: &[Listed]) -> Vec<Line> {
    let mut folders: Vec<&str> = sources.iter().flat_map(|source| source.folders.iter().map(|name| &**name)).collect();
    folders.sort_by_cached_key(|name| (name.to_lowercase(), *name));
    folders.dedup();
    let mut lines = Vec::new();
    for folder in &folders {
        let inside: Vec<&Listed> =
            sources.iter().filter(|source| source.folders.iter().any(|name| **name == **folder)).collect();
        let unread = inside.iter().map(|source| source.unread).sum();
        let query = format!("tag:\"{}\"", folder.replace('"', " "));
        lines.push(Line::heading(""));
        lines.push(Line::new(folder, Destination::Query(query)).counted(Some(Tally::of(unread))));
        lines.extend(inside.into_iter().map(|source| Line::source(source, 1)));
    }
    let outside: Vec<Line> =
        sources.iter().filter(|source| source.folders.is_empty()).map(|source| Line::source(source, 0)).collect();
    if !outside.is_empty() {
        lines.push(Line::heading(""));
        lines.push(Line::heading(if folders.is_empty() { "Sources" } else { "Other sources" }));
        lines.extend(outside);
    }
    lines
}
