//! All that somebody said, over all articles: a page to read, the way into an article from it, and the way back.

use super::{
    Effect, Model, Notice,
    list::{BATCH, List, Wanted},
    overlay::Overlay,
    panes::Pane,
    reader::Open,
};
use crate::{
    catalog::{
        Anchor, ArticleId, Row, Scope,
        people::{Identity, Person, Quoted, Saying, Sayings, Who},
    },
    settings::config::MarkRead,
    text::page,
};

/// How many articles are read at a time.
pub const STRETCH: usize = 24;
/// How close to the end of what is there the choice comes before more is asked for.
const AHEAD: usize = 16;
/// The most lines that one quotation takes on the page.
const MOST_LINES: usize = 8;
/// How many ways back are kept.
const DEEPEST: usize = 32;

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Who.
    pub who: Who,
    /// What they are called.
    pub name: Box<str>,
    /// The person, once known; `None` for a name within one article.
    pub person: Option<Person>,
    /// The quotations, the newest article first.
    pub found: Vec<Quoted>,
    /// The chosen one, counted over all that is there.
    pub selected: usize,
    /// The first one on the screen.
    pub top: usize,
    /// The words of each, in lines for the page's width.
    pub lines: Vec<Vec<Box<str>>>,
    end: End,
    size: (u16, u16),
    /// The panel that it was opened from.
    under: Option<Box<Overlay>>,
}

/// Whether all has been read from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Unknown,
    Reached,
}

/// What is come back to from an article that a page led to.
#[derive(Debug)]
pub(super) struct Detour {
    list: List,
    open: Option<Box<Open>>,
    focus: Pane,
    page: Page,
}

impl Page {
    fn new(who: Who, name: Box<str>, under: Option<Overlay>) -> Self {
        Self {
            who,
            name,
            person: None,
            found: Vec::new(),
            selected: 0,
            top: 0,
            lines: Vec::new(),
            end: End::Unknown,
            size: (0, 0),
            under: under.map(Box::new),
        }
    }

    /// Every quotation with its article.
    pub fn entries(&self) -> impl Iterator<Item = (&Quoted, &Saying)> {
        self.found.iter().flat_map(|quoted| quoted.sayings.iter().map(move |saying| (quoted, saying)))
    }

    /// The chosen quotation.
    #[must_use]
    pub fn chosen(&self) -> Option<(&Quoted, &Saying)> {
        self.entries().nth(self.selected)
    }

    /// Which of the articles the chosen quotation stands in.
    fn chosen_article(&self) -> Option<usize> {
        let mut entries = 0;
        self.found.iter().position(|quoted| {
            entries += quoted.sayings.len();
            self.selected < entries
        })
    }

    /// The chosen quotation's article and those after it, `count` in all, as far as they are there.
    pub(super) fn articles_from_chosen(&self, count: usize) -> Vec<ArticleId> {
        let rest = self.chosen_article().and_then(|at| self.found.get(at..)).unwrap_or_default();
        rest.iter().take(count).map(|quoted| quoted.row.id).collect()
    }

    /// Chooses the first quotation of the article that is `count` further on, or the last quotation.
    pub(super) fn step_articles(&mut self, count: usize) {
        let to = self.chosen_article().map_or(0, |at| at.saturating_add(count));
        let before: usize = self.found.iter().take(to).map(|quoted| quoted.sayings.len()).sum();
        self.selected = before.min(self.lines.len().saturating_sub(1));
    }

    /// Whether there is more than has been read.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.end == End::Reached
    }

    fn step(&mut self, by: isize) {
        let last = self.lines.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// What is to be read next, if anything.
    pub(super) fn wanted(&self) -> Option<Effect> {
        let near = self.lines.len().saturating_sub(self.selected) <= AHEAD;
        let from = self.found.last().map(|quoted| quoted.row.id);
        (self.end == End::Unknown && near).then_some(Effect::LoadSayings(self.who, from, STRETCH))
    }

    /// Reads again what is there.
    pub(super) fn again(&self) -> Effect {
        Effect::LoadSayings(self.who, None, self.found.len().max(STRETCH))
    }

    fn receive(&mut self, sayings: Sayings) {
        self.who = sayings.who;
        self.name = sayings.person.as_ref().map_or_else(|| self.name.clone(), |person| person.name.clone());
        self.person = sayings.person;
        if sayings.from.is_none() {
            self.found.clear();
            self.lines.clear();
        }
        self.end =
            if sayings.found.is_empty() || matches!(self.who, Who::Within(..)) { End::Reached } else { End::Unknown };
        self.found.extend(sayings.found);
        self.set();
        self.selected = self.selected.min(self.lines.len().saturating_sub(1));
    }

    /// Puts the words in lines that are not there yet.
    fn set(&mut self) {
        let width = self.size.0;
        let new: Vec<_> =
            self.entries().skip(self.lines.len()).map(|(_, saying)| in_lines(&saying.words, width)).collect();
        self.lines.extend(new);
    }

    /// How many entries lie between the chosen one and the one on a line of the page.
    pub(super) fn steps_to(&self, line: usize) -> Option<isize> {
        let mut end = 0;
        let below = self.lines.iter().skip(self.top).position(|lines| {
            end += lines.len() + 2;
            line < end
        });
        Some((self.top + below?).cast_signed() - self.selected.cast_signed())
    }

    /// Fits the page to so many columns and rows, with the chosen quotation in sight.
    pub(super) fn fit(&mut self, columns: u16, rows: u16) {
        if self.size.0 != columns {
            self.lines.clear();
        }
        self.size = (columns, rows);
        self.set();
        self.top = self.top.min(self.selected);
        let height = |entry: usize| self.lines.get(entry).map_or(0, |lines| lines.len() + 2);
        let mut used: usize = (self.top..=self.selected).map(height).sum();
        while used > usize::from(rows) && self.top < self.selected {
            used -= height(self.top);
            self.top += 1;
        }
    }
}

fn in_lines(words: &str, width: u16) -> Vec<Box<str>> {
    let mut lines: Vec<Box<str>> = page::lines(words, width).into_iter().map(String::into_boxed_str).collect();
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}…", last.trim_end_matches(|c: char| !c.is_alphanumeric())).into();
        }
    }
    lines
}

impl Model {
    /// Opens the page of the speaker of the quotation gone to.
    pub(super) fn speaker_of_quotation(&mut self) -> Vec<Effect> {
        let Some((_, Identity { who, .. }, speaker)) = self.current_identity() else { return self.unknown_speaker() };
        let (who, name) = (*who, speaker.name.as_str().into());
        let under = self.overlay.take();
        self.overlay = Some(Overlay::Speaker(Page::new(who, name, under)));
        Vec::new()
    }

    pub(super) fn step_page(&mut self, by: isize) {
        if let Some(Overlay::Speaker(page)) = &mut self.overlay {
            page.step(by);
        }
    }

    pub(super) fn said(&mut self, sayings: Sayings) {
        if let Some(Overlay::Speaker(page)) = &mut self.overlay
            && page.who == sayings.asked
        {
            page.receive(sayings);
        }
    }

    pub(super) fn no_sayings(&mut self, notice: Notice) {
        if let Some(Overlay::Speaker(page)) = &mut self.overlay {
            page.end = End::Reached;
        }
        self.notice = Some(notice);
    }

    /// Goes from the page back to the panel under it.
    pub(super) fn leave_page(&mut self) {
        if let Some(Overlay::Speaker(page)) = self.overlay.take() {
            self.overlay = page.under.map(|under| *under);
        }
    }

    /// Goes into the article of the chosen quotation.
    pub(super) fn enter_saying(&mut self) -> Vec<Effect> {
        let Some(Overlay::Speaker(page)) = &self.overlay else { return Vec::new() };
        let Some((quoted, saying)) = page.chosen() else { return Vec::new() };
        let (id, index) = (quoted.row.id, saying.index);
        let ids: Vec<ArticleId> = page.found.iter().map(|quoted| quoted.row.id).collect();
        let called = format!("said by {}", page.name);
        let kept = self.keep_position();
        let Some(Overlay::Speaker(page)) = self.overlay.take() else { return Vec::new() };
        let mut list = List::default();
        (list.scope, list.called) = (Scope::Only(ids), Some(called.into()));
        let list = std::mem::replace(&mut self.list, list);
        let (open, focus) = (self.reader.open.take(), self.focus);
        if self.detours.len() == DEEPEST {
            self.detours.remove(0);
        }
        self.detours.push(Detour { list, open, focus, page });
        self.go_to = Some(Wanted { from: Anchor::At(id), count: BATCH });
        self.goal = Some((id, index));
        self.focus = Pane::Reader;
        kept.into_iter().chain([Effect::Count(self.list.scope.clone())]).collect()
    }

    /// Goes to the quotation that an article was opened for.
    pub(super) fn reach_goal(&mut self) -> Vec<Effect> {
        let Some((id, index)) = self.goal else { return Vec::new() };
        if self.reader.id() != Some(id) {
            return Vec::new();
        }
        self.goal = None;
        self.reader.go_to_quotation(index);
        self.read_if(matches!(self.config.mark_read, MarkRead::Enter | MarkRead::Select))
    }

    /// Goes back to the page that led to this article. Returns what that takes, if one did.
    pub(super) fn return_from_detour(&mut self) -> Option<Vec<Effect>> {
        let kept = self.keep_position();
        let detour = self.detours.pop()?;
        self.list = detour.list;
        self.reader.put_back(detour.open);
        self.focus = detour.focus;
        self.overlay = Some(Overlay::Speaker(detour.page));
        self.goal = None;
        self.kept = self.reader.position();
        let count = Effect::Count(self.list.scope.clone());
        Some(kept.into_iter().chain([count]).collect())
    }

    /// Which of these changed articles stand in lists that are come back to.
    pub(super) fn handle_in_detours(&mut self, ids: &[ArticleId]) -> Vec<ArticleId> {
        self.detours.iter_mut().flat_map(|detour| detour.list.handle(ids)).collect()
    }

    /// Takes rows that were read again into what is come back to.
    pub(super) fn renew_detours(&mut self, rows: &[Row]) {
        for detour in &mut self.detours {
            detour.list.renew(rows.to_vec());
            if let Some(open) = &mut detour.open
                && let Some(row) = rows.iter().find(|row| row.id == open.opened.row.id)
            {
                open.opened.row = row.clone();
            }
        }
    }
}
