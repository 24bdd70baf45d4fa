//! What is copied: an address, a title, a link, a quotation with its source.

use super::{Effect, Model, dates, overlay::Overlay, reader::Open};
use crate::{
    catalog::people::{Quoted, Saying},
    text::quotes::Quotation,
};

impl Model {
    fn copy_url(&mut self) -> Vec<Effect> {
        let url = match &self.overlay {
            Some(Overlay::Speaker(page)) => {
                page.chosen().and_then(|(quoted, _)| quoted.url.as_deref().map(str::to_owned))
            }
            _ => self.reader.open.as_ref().and_then(|open| open.opened.article.url.clone()),
        };
        self.copy("address", url, "this article has no web address")
    }

    pub(super) fn copy_title(&mut self) -> Vec<Effect> {
        let title = self.title_and_url().0;
        self.copy("title", title, "this article has no title")
    }

    pub(super) fn copy_markdown(&mut self) -> Vec<Effect> {
        let (title, url) = self.title_and_url();
        let link = markdown_link(title.as_deref(), url.as_deref());
        self.copy("Markdown link", link, "this article has neither title nor web address")
    }

    /// Title and address of the article that is pointed at.
    fn title_and_url(&self) -> (Option<String>, Option<String>) {
        if let Some(Overlay::Speaker(page)) = &self.overlay {
            let Some((quoted, _)) = page.chosen() else { return (None, None) };
            let title = Some(&*quoted.row.headline).filter(|headline| !headline.is_empty());
            return (title.map(str::to_owned), quoted.url.as_deref().map(str::to_owned));
        }
        let Some(open) = &self.reader.open else { return (None, None) };
        let article = &open.opened.article;
        (article.headline.as_ref().map(|headline| headline.text.clone()), article.url.clone())
    }

    pub(super) fn copy_quotation(&mut self) -> Vec<Effect> {
        let cited = self.cited();
        self.copy("quotation", cited, "no quotation here; ) goes to the next one")
    }

    /// The quotation that is pointed at, with who said it and where.
    pub(super) fn cited(&self) -> Option<String> {
        let day = |written: &str, at| dates::cited(written, at, self.clock, &self.config);
        match &self.overlay {
            Some(Overlay::Speaker(page)) => page.chosen().map(|(quoted, saying)| cited_saying(quoted, saying, day)),
            Some(Overlay::Notes(_)) => self.chosen_passage().map(|passage| self.cited_words(&passage.exact)),
            _ => self.reader.open.as_ref().and_then(|open| cited(open, day)),
        }
    }

    /// Copies the passage that is picked, and where it stands.
    pub(super) fn copy_passage(&mut self) -> Vec<Effect> {
        let words = self.reader.picked().zip(self.reader.open.as_ref());
        let words = words.and_then(|(range, open)| open.opened.article.text.get(range));
        let cited = words.map(|words| self.cited_words(words.trim()));
        self.reader.end_pick();
        self.copy("passage", cited, "no passage is picked")
    }

    /// Words of the open article, and under them where they stand.
    fn cited_words(&self, words: &str) -> String {
        let Some(open) = &self.reader.open else { return words.to_owned() };
        let article = &open.opened.article;
        let date = article.published.as_ref();
        let date = date.map(|published| dates::cited(&published.written, published.at, self.clock, &self.config));
        let headline = article.headline.as_ref().map(|headline| headline.text.as_str());
        with_source(words, [headline, article.source.as_deref(), None, date.as_deref(), article.url.as_deref()])
    }

    /// Copies the address of the chosen link, or of the article.
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

fn markdown_link(title: Option<&str>, url: Option<&str>) -> Option<String> {
    let words = title.or(url)?;
    let escaped = words.replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]");
    Some(url.map_or_else(|| words.to_owned(), |url| format!("[{escaped}](<{url}>)")))
}

/// The quotation gone to last, or else the first one on or after the screen's top, with who said it and where.
fn cited(open: &Open, day: impl Fn(&str, Option<i64>) -> String) -> Option<String> {
    let found = &open.opened.quotations;
    let (quotation, speaker) = open.current_quotation().or_else(|| {
        let place = if open.top == 0 { 0 } else { open.page.byte_of(open.top) };
        let next = |q: &&Quotation| q.pieces.last().is_some_and(|piece| piece.end > place);
        let quotation = found.quotations.iter().find(next)?;
        Some((quotation, quotation.speaker.and_then(|index| found.speakers.get(index))))
    })?;
    let article = &open.opened.article;
    let date = article.published.as_ref().map(|published| day(&published.written, published.at));
    let from = [
        speaker.map(|speaker| speaker.name.as_str()),
        speaker.and_then(|speaker| speaker.role.as_deref()),
        article.source.as_deref(),
        date.as_deref(),
        article.url.as_deref(),
    ];
    Some(with_source(&quotation.words(&article.text), from))
}

fn cited_saying(quoted: &Quoted, saying: &Saying, day: impl Fn(&str, Option<i64>) -> String) -> String {
    let source = Some(&*quoted.row.source);
    let date = quoted.date.as_deref().map(|written| day(written, quoted.row.published));
    let from = [saying.name.as_deref(), saying.role.as_deref(), source, date.as_deref(), quoted.url.as_deref()];
    with_source(&saying.words, from)
}

/// Words, and under them who said them and where, as far as that is known.
fn with_source(words: &str, from: [Option<&str>; 5]) -> String {
    let from: Vec<_> = from.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    if from.is_empty() {
        return words.to_owned();
    }
    format!("{words}\n— {}", from.join(", "))
}
