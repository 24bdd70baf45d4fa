//! What the reader's state is, and how it changes: [`Model::update`] decides, and does no input or output.
//!
//! It has no clock: time comes in a [`Message`]. What the world must do goes out as an [`Effect`]; what came of it comes
//! back as a message.

mod arrange;
mod copy;
pub mod dates;
pub mod help;
mod keeping;
pub mod list;
mod look;
pub mod naming;
mod obey;
mod opening;
pub mod overlay;
pub mod panes;
pub mod prompt;
pub mod reader;
pub mod speaker;
mod turn;
mod view;
pub mod voices;

use std::time::Duration;

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::layout::Rect;

use self::{
    list::{List, Wanted},
    naming::Naming,
    overlay::Overlay,
    panes::{Areas, Pane},
    prompt::Prompt,
    reader::Reader,
    speaker::Detour,
    voices::Order,
};
use crate::{
    catalog::{
        Anchor, ArticleId, Change, Counts, Done, Opened, Row, Scope,
        people::{PeopleChange, Person, Reshuffle, Sayings, Who},
    },
    settings::{command::Command, config::Config, keymap::Keymap, pending::Keys},
};

/// How long a sequence of keys may rest before the keys that can follow are shown.
const BEFORE_HINTS: Duration = Duration::from_millis(400);
/// How long reading may rest before the place is remembered.
const BEFORE_KEEPING: Duration = Duration::from_secs(2);

/// Everything that the reader's screen shows.
#[derive(Debug)]
pub struct Model {
    /// The list pane.
    pub list: List,
    /// The reading pane.
    pub reader: Reader,
    /// The pane that takes keys.
    pub focus: Pane,
    /// Where the panes are; `None` while the screen is too small.
    pub areas: Option<Areas>,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// The line being typed, and what for.
    pub prompt: Option<(Asked, Prompt)>,
    /// What the last key led to, in words.
    pub notice: Option<Notice>,
    /// What time it is.
    pub clock: Clock,
    /// The user's options.
    pub config: Config,
    /// The keys, and those pressed of a sequence.
    pub keys: Keys,
    screen: Rect,
    zen: bool,
    words: Option<String>,
    last: Option<(Command, Option<u32>)>,
    kept: Option<(ArticleId, usize)>,
    /// Whether the keys that can follow are shown.
    pub hints: Hints,
    missing: Option<ArticleId>,
    go_to: Option<Wanted>,
    counted: bool,
    /// The name being typed, and for whom.
    pub naming: Option<Naming>,
    /// The order that quotations were listed in last.
    order: Order,
    /// Where one was before a speaker's page led elsewhere, the latest last.
    detours: Vec<Detour>,
    /// The quotation that an article is opened for.
    goal: Option<(ArticleId, usize)>,
}

/// What a typed line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Words to look for in the article.
    Search,
    /// Words to look for in the help.
    Help,
    /// Words to look for in who said what.
    Voices,
    /// A name: [`Model::naming`] says whose.
    Name,
}

/// Words for the status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A sentence.
    pub text: String,
    /// Whether something went wrong.
    pub tone: Tone,
}

/// Whether something went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// All is well.
    Plain,
    /// It did.
    Error,
}

/// Whether the keys that can follow the pressed ones are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hints {
    /// They are.
    Shown,
    /// Not, or not yet.
    Hidden,
}

/// What time it is, where the user is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clock {
    /// Unix seconds.
    pub now: i64,
    /// Seconds that local time is ahead of UTC.
    pub offset: i32,
}

/// What happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse was used.
    Mouse(MouseEvent),
    /// Text was pasted; it is clean.
    Paste(String),
    /// The screen has this many columns and rows.
    Resized(u16, u16),
    /// Time went on.
    Clock(Clock),
    /// Rows that were wanted, and how many rows of the view stand before the first.
    Rows(Wanted, Vec<Row>, usize),
    /// How many articles the view holds.
    Counted(Counts),
    /// An article to show.
    Opened(Box<Opened>),
    /// An article to keep ready.
    Prepared(Box<Opened>),
    /// Rows that were wanted and can't be read.
    NoRows(Wanted, Notice),
    /// An article that can't be shown, and why.
    Missing(ArticleId, Notice),
    /// A row that was sought: none if there is none.
    Sought(Option<ArticleId>),
    /// The reader's state was changed, back or forth.
    Changed(Done),
    /// Who is who was changed, back or forth.
    Reshuffled(Reshuffle),
    /// People who may be meant.
    Liked(Vec<Person>),
    /// What somebody said.
    Said(Box<Sayings>),
    /// What somebody said can't be read.
    NoSayings(Notice),
    /// The quotations of an article, read again.
    Requoted(Box<Opened>),
    /// Articles were added or changed elsewhere.
    Outdated,
    /// Something to tell.
    Told(Notice),
    /// Nothing happened for as long as [`Model::patience`] says.
    Idle,
}

/// What the world must now do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Fetch rows: [`Message::Rows`] or [`Message::NoRows`].
    LoadRows(Scope, Wanted),
    /// Count a view: [`Message::Counted`].
    Count(Scope),
    /// Fetch an article: [`Message::Opened`] or [`Message::Missing`].
    LoadArticle(ArticleId),
    /// Fetch an article that may be wanted next: [`Message::Prepared`].
    PrepareArticle(ArticleId),
    /// Look for the nearest unread row from there on: [`Message::Sought`].
    SeekUnread(Scope, Anchor),
    /// Change the reader's state: [`Message::Changed`].
    Apply(Change),
    /// Take the last change back: [`Message::Changed`].
    Undo,
    /// Do the change once more that was taken back last: [`Message::Changed`].
    Redo,
    /// Say who is who: [`Message::Reshuffled`].
    Reshuffle(PeopleChange),
    /// Look for people with these words in their names: [`Message::Liked`].
    LikePeople(String),
    /// Fetch what somebody said in so many articles before this one: [`Message::Said`].
    LoadSayings(Who, Option<ArticleId>, usize),
    /// Fetch the quotations of an article again: [`Message::Requoted`].
    Requote(ArticleId),
    /// Remember where reading stopped: a byte of the text.
    KeepPosition(ArticleId, usize),
    /// Open a web address in the browser.
    Browse(String),
    /// Put text on the clipboard; the first names what it is.
    Copy(&'static str, String),
    /// Show the article in the user's pager.
    Page(ArticleId),
    /// Draw the whole screen anew.
    Redraw,
    /// Hand the terminal back to the shell until it calls.
    Suspend,
    /// End.
    Quit,
}

impl Model {
    /// A reader with nothing in it yet.
    #[must_use]
    pub fn new(config: Config, keymap: Keymap, scope: Scope) -> Self {
        let mut list = List::default();
        list.scope = scope;
        let mut reader = Reader::default();
        reader.setting = look::page_setting(&config);
        Self {
            list,
            reader,
            focus: Pane::List,
            areas: None,
            overlay: None,
            prompt: None,
            notice: None,
            clock: Clock::default(),
            config,
            keys: Keys::new(keymap),
            screen: Rect::ZERO,
            zen: false,
            words: None,
            last: None,
            kept: None,
            hints: Hints::Hidden,
            missing: None,
            go_to: None,
            counted: false,
            naming: None,
            order: Order::default(),
            detours: Vec::new(),
            goal: None,
        }
    }

    /// Takes in what happened, and says what must be done.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(key) => return self.press(key),
            Message::Mouse(event) => return self.point(event),
            Message::Paste(text) => return self.paste(&text),
            Message::Resized(columns, rows) => self.resize(columns, rows),
            Message::Clock(clock) => self.clock = clock,
            Message::Rows(wanted, rows, rank) => self.receive(wanted, rows, rank),
            Message::Counted(counts) => self.list.counts = counts,
            Message::Opened(opened) => return self.opened(*opened),
            Message::Prepared(opened) => self.prepared(*opened),
            Message::NoRows(wanted, notice) => self.no_rows(wanted, notice),
            Message::Missing(id, notice) => self.miss(id, notice),
            Message::Sought(found) => self.found(found),
            Message::Changed(done) => return self.changed(&done),
            Message::Reshuffled(reshuffle) => return self.reshuffled(&reshuffle),
            Message::Liked(people) => self.liked(people),
            Message::Said(sayings) => self.said(*sayings),
            Message::NoSayings(notice) => self.no_sayings(notice),
            Message::Requoted(opened) => self.requoted(*opened),
            Message::Outdated => return self.outdated(),
            Message::Told(notice) => self.notice = Some(notice),
            Message::Idle => return self.idle(),
        }
        Vec::new()
    }

    /// What is needed for the next frame: asked until nothing more is wanted.
    pub fn wants(&mut self) -> Vec<Effect> {
        self.arrange();
        if let Some(wanted) = self.go_to.take().or_else(|| self.list.wanted()) {
            return vec![Effect::LoadRows(self.list.scope.clone(), wanted)];
        }
        if let Some(Overlay::Speaker(page)) = &self.overlay
            && let Some(effect) = page.wanted()
        {
            return vec![effect];
        }
        if !std::mem::replace(&mut self.counted, true) {
            return vec![Effect::Count(self.list.scope.clone())];
        }
        let selected = self.list.selected().map(|row| row.id);
        let shown = self.areas.is_some_and(|areas| !areas.reader.is_empty());
        if shown && selected != self.reader.id() && (selected.is_none() || selected != self.missing) {
            let Some(id) = selected else {
                self.reader.open = None;
                return Vec::new();
            };
            let mut effects: Vec<_> = self.keep_position().into_iter().collect();
            if self.reader.show_prepared(id, self.words.as_deref()) {
                effects.extend(self.after_opening());
            } else {
                effects.push(Effect::LoadArticle(id));
            }
            return effects;
        }
        Vec::new()
    }

    /// How long to wait for input before [`Message::Idle`]; for ever if `None`.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        if self.keys.is_pending() && self.hints == Hints::Hidden {
            return Some(BEFORE_HINTS);
        }
        (self.unkept().is_some()).then_some(BEFORE_KEEPING)
    }

    fn idle(&mut self) -> Vec<Effect> {
        if self.keys.is_pending() {
            self.hints = Hints::Shown;
            return Vec::new();
        }
        self.keep_position().into_iter().collect()
    }

    /// The place in the article, if it isn't the one remembered.
    fn unkept(&self) -> Option<(ArticleId, usize)> {
        self.reader.position().filter(|place| self.kept != Some(*place))
    }

    fn keep_position(&mut self) -> Option<Effect> {
        let (id, byte) = self.unkept()?;
        self.kept = Some((id, byte));
        Some(Effect::KeepPosition(id, byte))
    }

    /// The screen that the panes were divided for.
    #[must_use]
    pub fn screen(&self) -> Rect {
        self.screen
    }

    /// Tells the user something.
    pub fn tell(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), tone: Tone::Plain });
    }

    fn outdated(&mut self) -> Vec<Effect> {
        self.reader.forget_prepared();
        vec![Effect::Count(self.list.scope.clone())]
    }

    fn receive(&mut self, wanted: Wanted, rows: Vec<Row>, rank: usize) {
        self.list.receive(wanted, rows, rank);
        self.missing = None;
    }
}
