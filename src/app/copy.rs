//! What is copied: an address, a title, a link, a quotation with its source.

use super::{Effect, Model, overlay::Overlay, reader::Open};
use crate::text::{
    article::Article,
    quotes::{Quotation, Speaker},
};

impl Model {
    pub(super) fn copy_url(&mut self) -> Vec<Effect> {
        let url = self.reader.open.as_ref().and_then(|open| open.opened.article.url.clone());
        self.copy("address", url, "this article has no web address")
    }

    pub(super) fn copy_title(&mut self) -> Vec<Effect> {
        let title = self.reader.open.as_ref().and_then(|open| title(&open.opened.article));
        self.copy("title", title, "this article has no title")
    }

    pub(super) fn copy_markdown(&mut self) -> Vec<Effect> {
        let link = self.reader.open.as_ref().and_then(|open| markdown_link(&open.opened.article));
        self.copy("Markdown link", link, "this article has neither title nor web address")
    }

    pub(super) fn copy_quotation(&mut self) -> Vec<Effect> {
        let cited = self.reader.open.as_ref().and_then(|open| cited(open));
        self.copy("quotation", cited, "no quotation here; ) goes to the next one")
    }

    /// Copies the address of the chosen link.
    pub(super) fn copy_chosen(&mut self) -> Vec<Effect> {
        let Some(Overlay::Links(links)) = &self.overlay else { return self.copy_url() };
        let url = links.links.get(links.choice.selected).map(|(_, url)| url.clone());
        self.copy("address", url, "no link is chosen")
    }

    fn copy(&mut self, what: &'static str, text: Option<String>, otherwise: &str) -> Vec<Effect> {
        let Some(text) = text else {
            self.tell(otherwise);
            return Vec::new();
        };
        vec![Effect::Copy(what, text)]
    }
}

fn title(article: &Article) -> Option<String> {
    article.headline.as_ref().map(|headline| headline.text.clone())
}

fn markdown_link(article: &Article) -> Option<String> {
    let url = article.url.as_deref();
    let title = title(article);
    let words = title.as_deref().or(url)?;
    let escaped = words.replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]");
    Some(url.map_or_else(|| words.to_owned(), |url| format!("[{escaped}](<{url}>)")))
}

/// The quotation gone to last, or else the first one on or after the screen's top, with who said it and where.
fn cited(open: &Open) -> Option<String> {
    let found = &open.opened.quotations;
    let (quotation, speaker) = open.current_quotation().or_else(|| {
        let place = if open.top == 0 { 0 } else { open.page.byte_of(open.top) };
        let next = |q: &&Quotation| q.pieces.last().is_some_and(|piece| piece.end > place);
        let quotation = found.quotations.iter().find(next)?;
        Some((quotation, quotation.speaker.and_then(|index| found.speakers.get(index))))
    })?;
    Some(citation(&open.opened.article, quotation, speaker))
}

fn citation(article: &Article, quotation: &Quotation, speaker: Option<&Speaker>) -> String {
    let pieces = quotation.pieces.iter().filter_map(|piece| article.text.get(piece.clone()));
    let words: Vec<_> = pieces.flat_map(str::split_whitespace).collect();
    let role = speaker.and_then(|speaker| speaker.role.clone());
    let from = [
        speaker.map(|speaker| speaker.name.clone()),
        role,
        article.source.clone(),
        article.published.as_ref().map(|published| published.written.clone()),
        article.url.clone(),
    ];
    let from: Vec<_> = from.into_iter().flatten().collect();
    if from.is_empty() {
        return words.join(" ");
    }
    format!("{}\n— {}", words.join(" "), from.join(", "))
}
