//! The reading pane's state: the open article as a page, and the place in it. It knows lines and bytes, not columns
//! of the screen.

mod back;
mod paragraphs;
mod pick;

use std::ops::Range;

pub use self::{back::Place, pick::Pick};
use super::search::Sought;
use crate::{
    catalog::{ArticleId, Opened, Row, notes::Notes},
    text::{
        page::{Page, Setting, lay_out},
        quotes::{Quotation, Speaker},
    },
};

/// How many articles are kept ready: the one before and the one after.
const MOST_READY: usize = 2;

/// The reading pane.
#[derive(Debug, Default)]
pub struct Reader {
    /// The open article, if any.
    pub open: Option<Box<Open>>,
    /// How pages are set.
    pub setting: Setting,
    /// The articles that will be asked for next, set for the pane.
    #[allow(clippy::vec_box, reason = "they move between here and the pane")]
    ready: Vec<Box<Open>>,
    height: usize,
}

/// What the line under the headline says beside what the article does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// The day of publication in the user's own form.
    pub day: Option<String>,
    /// How long reading takes, and when the article was last edited, if it was.
    pub facts: Vec<String>,
}

/// An open article and the place in it.
#[derive(Debug)]
pub struct Open {
    /// The article, its quotations and its state.
    pub opened: Opened,
    /// It, set for the pane's width.
    pub page: Page,
    head: Head,
    /// The line at the top of the pane.
    pub top: usize,
    /// The byte that was put at the top last, 0 for the headline: where the page comes back to when it is set anew.
    place: usize,
    /// Which quotation was gone to last: an index into the article's quotations.
    pub quotation: Option<usize>,
    /// The words that are searched for.
    pub search: Option<Search>,
    /// The passage that is being picked.
    pub pick: Option<Pick>,
    /// The byte where the mouse was pressed.
    pressed: Option<usize>,
}

/// Words searched for in an article, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// As typed.
    pub words: String,
    /// Where they stand, in bytes of the text.
    pub matches: Vec<Range<usize>>,
    /// The match that was gone to last.
    pub current: Option<usize>,
}

/// Whether a movement got anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// It did.
    On,
    /// There was nowhere to go.
    AtEnd,
}

/// Forward or backward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the start.
    Backward,
}

impl Reader {
    /// The open article's id.
    #[must_use]
    pub fn id(&self) -> Option<ArticleId> {
        self.open.as_ref().map(|open| open.opened.row.id)
    }

    /// Shows an article at the place where reading stopped, with what is sought marked in it.
    pub fn show(&mut self, opened: Opened, head: Head, words: Option<&Sought>) {
        let open = self.set(opened, head);
        self.put(Box::new(open), words);
    }

    /// Keeps an article ready, set for the pane: it may be asked for next.
    pub fn prepare(&mut self, opened: Opened, head: Head) {
        let open = self.set(opened, head);
        self.keep_ready(Box::new(open));
    }

    /// Whether an article is open or kept ready.
    #[must_use]
    pub fn has(&self, id: ArticleId) -> bool {
        self.held().any(|held| held == id)
    }

    /// Shows the article, if it is kept ready. Returns whether it is.
    pub fn show_prepared(&mut self, id: ArticleId, words: Option<&Sought>) -> bool {
        let Some(index) = self.ready.iter().position(|open| open.opened.row.id == id) else { return false };
        let open = self.ready.swap_remove(index);
        self.put(open, words);
        true
    }

    /// Forgets the articles that are kept ready: they may have changed.
    pub fn forget_prepared(&mut self) {
        self.ready.clear();
    }

    /// Forgets what is kept ready but these articles.
    pub fn keep_only(&mut self, near: &[ArticleId]) {
        self.ready.retain(|open| near.contains(&open.opened.row.id));
    }

    /// Puts rows in the places of those of the articles that are open or kept ready.
    pub fn renew(&mut self, rows: &[Row]) {
        for open in self.open.iter_mut().chain(&mut self.ready) {
            if let Some(row) = rows.iter().find(|row| row.id == open.opened.row.id) {
                open.opened.row = row.clone();
            }
        }
    }

    /// The articles that are open or kept ready.
    pub fn held(&self) -> impl Iterator<Item = ArticleId> {
        self.open.iter().chain(&self.ready).map(|open| open.opened.row.id)
    }

    fn keep_ready(&mut self, open: Box<Open>) {
        let id = open.opened.row.id;
        self.ready.retain(|ready| ready.opened.row.id != id);
        if self.ready.len() == MOST_READY {
            self.ready.remove(0);
        }
        self.ready.push(open);
    }

    fn set(&self, opened: Opened, head: Head) -> Open {
        let page = page(&self.setting, &opened, &head);
        let place = opened.position;
        Open { opened, page, head, top: 0, place, quotation: None, search: None, pick: None, pressed: None }
    }

    fn put(&mut self, mut open: Box<Open>, words: Option<&Sought>) {
        open.search = words.map(|words| Search::new(&open.opened.article.text, words));
        open.come_back(self.height);
        let left = self.open.replace(open);
        // One that was scrolled comes back from the store, which knows where to.
        let as_it_came = |left: &Open| left.place == left.opened.position && self.id() != Some(left.opened.row.id);
        if let Some(mut left) = left.filter(|left| as_it_came(left)) {
            (left.quotation, left.search) = (None, None);
            self.keep_ready(left);
        }
        if matches!(words, Some(Sought::Query(_))) {
            self.go_to_match(Direction::Forward, Some(0));
        }
    }

    /// Sets the page for a pane of this many columns and lines, keeping the place in the text.
    pub fn resize(&mut self, columns: u16, lines: u16) {
        self.height = usize::from(lines);
        if self.setting.width != columns {
            self.setting.width = columns;
            self.set_again();
        }
    }

    /// Sets the page anew after a change of [`Reader::setting`], keeping the place in the text.
    pub fn set_again(&mut self) {
        self.ready.clear();
        let Some(open) = &mut self.open else { return };
        open.page = page(&self.setting, &open.opened, &open.head);
        open.come_back(self.height);
    }

    /// Scrolls by `by` lines.
    pub fn scroll(&mut self, by: isize) -> Moved {
        let height = self.height;
        let Some(open) = &mut self.open else { return Moved::AtEnd };
        let before = open.top;
        open.go_to(before.saturating_add_signed(by), height);
        if open.top == before { Moved::AtEnd } else { Moved::On }
    }

    /// Scrolls by `pages` screens, keeping two lines of the last one in sight.
    pub fn turn(&mut self, pages: isize) -> Moved {
        let lines = self.height.saturating_sub(2).max(1);
        self.scroll(pages.saturating_mul(isize::try_from(lines).unwrap_or(isize::MAX)))
    }

    /// Puts a line of the page, counted from 0, at the top, as far as the page goes.
    pub fn go_to_line(&mut self, line: usize) {
        let height = self.height;
        if let Some(open) = &mut self.open {
            open.go_to(line, height);
        }
    }

    /// Goes to a quotation, counted from 0.
    pub fn go_to_quotation(&mut self, index: usize) {
        let Some(open) = &mut self.open else { return };
        let Some((index, range)) = open.whole_quotation(index) else { return };
        open.quotation = Some(index);
        self.bring_into_view(&range);
    }

    /// Lines of half a screen.
    #[must_use]
    pub fn half(&self) -> isize {
        isize::try_from((self.height / 2).max(1)).unwrap_or(1)
    }

    /// Whether the last line is on the screen.
    #[must_use]
    pub fn at_end(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.top >= open.last_top(self.height))
    }

    /// How much of the article has been passed, in percent; 100 once its last line is on the screen.
    #[must_use]
    pub fn percent(&self) -> usize {
        let Some(open) = &self.open else { return 0 };
        let last = open.last_top(self.height);
        (open.top.min(last) * 100).checked_div(last).unwrap_or(100)
    }

    /// Marks what is sought, and goes to the first of it.
    pub fn seek(&mut self, sought: &Sought) {
        let Some(open) = &mut self.open else { return };
        open.search = Some(Search::new(&open.opened.article.text, sought));
        self.go_to_match(Direction::Forward, Some(0));
    }

    /// Searches from the place on. Returns how many matches there are.
    pub fn find(&mut self, words: &Sought) -> usize {
        let Some(open) = &mut self.open else { return 0 };
        let search = Search::new(&open.opened.article.text, words);
        let count = search.matches.len();
        open.search = Some(search);
        let from = open.place;
        self.go_to_match(Direction::Forward, Some(from));
        count
    }

    /// Ends the search. Returns whether there was one.
    pub fn end_search(&mut self) -> bool {
        self.open.as_mut().is_some_and(|open| open.search.take().is_some())
    }

    /// Goes to the next match after the last one gone to, or after the place, round the end.
    pub fn next_match(&mut self, direction: Direction) -> Moved {
        self.go_to_match(direction, None)
    }

    fn go_to_match(&mut self, direction: Direction, from: Option<usize>) -> Moved {
        let Some(open) = &mut self.open else { return Moved::AtEnd };
        let place = from.unwrap_or(open.place);
        let Some(search) = &mut open.search else { return Moved::AtEnd };
        let Some(range) = search.advance(direction, place, from.is_some()) else { return Moved::AtEnd };
        self.bring_into_view(&range);
        Moved::On
    }

    /// Goes to the next quotation after the one gone to last, or after the place.
    pub fn next_quotation(&mut self, direction: Direction) -> Moved {
        let Some(open) = &mut self.open else { return Moved::AtEnd };
        let Some((index, range)) = open.quotation_towards(direction) else { return Moved::AtEnd };
        open.quotation = Some(index);
        self.bring_into_view(&range);
        Moved::On
    }

    /// Scrolls as little as shows a range of the text with its surroundings, if it isn't on the screen.
    pub fn bring_into_view(&mut self, range: &Range<usize>) {
        let height = self.height.max(1);
        let Some(open) = &mut self.open else { return };
        let first = open.page.line_of(range.start);
        let last = open.page.line_of(range.end.saturating_sub(1).max(range.start));
        if first >= open.top && last < open.top + height {
            return;
        }
        open.go_to(first.saturating_sub(height / 3), height);
    }

    /// The byte of the text at the top of the pane, to come back to: 0 at the top.
    #[must_use]
    pub fn position(&self) -> Option<(ArticleId, usize)> {
        let open = self.open.as_ref()?;
        Some((open.opened.row.id, open.place))
    }
}

fn page(setting: &Setting, opened: &Opened, head: &Head) -> Page {
    let facts = head.facts.iter().cloned().chain(noted(&opened.notes)).collect();
    let setting = Setting { day: head.day.clone(), facts, ..setting.clone() };
    lay_out(&opened.article, &opened.quotations, &setting)
}

/// What is written about an article, as the line under its headline says it.
fn noted(notes: &Notes) -> Option<String> {
    let highlights = match notes.highlights.len() {
        0 => None,
        1 => Some("1 highlight".to_owned()),
        count => Some(format!("{count} highlights")),
    };
    let note = notes.note.as_ref().map(|_| "a note".to_owned());
    let parts: Vec<_> = highlights.into_iter().chain(note).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

impl Open {
    fn last_top(&self, height: usize) -> usize {
        self.page.height().saturating_sub(height.max(1))
    }

    /// Puts a line at the top, as far as the page goes, and remembers the place.
    fn go_to(&mut self, line: usize, height: usize) {
        self.top = line.min(self.last_top(height));
        self.place = if self.top == 0 { 0 } else { self.page.byte_of(self.top) };
    }

    /// Puts the remembered place at the top.
    fn come_back(&mut self, height: usize) {
        let line = if self.place == 0 { 0 } else { self.page.line_of(self.place) };
        self.top = line.min(self.last_top(height));
    }

    /// The quotation gone to last, with its speaker where known.
    #[must_use]
    pub fn current_quotation(&self) -> Option<(&Quotation, Option<&Speaker>)> {
        let found = &self.opened.quotations;
        let quotation = found.quotations.get(self.quotation?)?;
        let speaker = quotation.speaker.and_then(|index| found.speakers.get(index));
        Some((quotation, speaker))
    }

    /// From the first to the last byte of a quotation.
    fn whole_quotation(&self, index: usize) -> Option<(usize, Range<usize>)> {
        let pieces = &self.opened.quotations.quotations.get(index)?.pieces;
        Some((index, pieces.first()?.start..pieces.last()?.end))
    }

    fn quotation_towards(&self, direction: Direction) -> Option<(usize, Range<usize>)> {
        let all = 0..self.opened.quotations.quotations.len();
        let place = self.place;
        let whole = |index| self.whole_quotation(index);
        match (self.quotation, direction) {
            (Some(index), Direction::Forward) => whole(index + 1),
            (Some(index), Direction::Backward) => whole(index.checked_sub(1)?),
            (None, Direction::Forward) => all.filter_map(whole).find(|(_, range)| range.start >= place),
            (None, Direction::Backward) => all.rev().filter_map(whole).find(|(_, range)| range.start < place),
        }
    }
}

impl Search {
    fn new(text: &str, sought: &Sought) -> Self {
        Self { words: sought.typed().to_owned(), matches: sought.places(text), current: None }
    }

    /// The match to go to: the first at or after `place` where the search is fresh, else the next from the current one.
    fn advance(&mut self, direction: Direction, place: usize, fresh: bool) -> Option<Range<usize>> {
        let count = self.matches.len();
        let last = count.checked_sub(1)?;
        let after = self.matches.partition_point(|range| range.start < place);
        let next = match (self.current.filter(|_| !fresh), direction) {
            (Some(current), Direction::Forward) => (current + 1) % count,
            (Some(current), Direction::Backward) => current.checked_sub(1).unwrap_or(last),
            (None, Direction::Forward) => after % count,
            (None, Direction::Backward) => after.checked_sub(1).unwrap_or(last),
        };
        self.current = Some(next);
        self.matches.get(next).cloned()
    }
}
