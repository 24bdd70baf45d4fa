//! What the reader's state is, and how it changes: [`Model::update`] decides, and does no input or output.
//!
//! It has no clock: time comes in a [`Message`]. What the world must do goes out as an [`Effect`]; what came of it comes
//! back as a message.

mod arrange;
pub mod briefing;
mod copy;
pub mod dates;
pub mod directory;
mod earlier;
mod elsewhere;
pub mod feeds;
mod following;
pub mod foot;
mod foreseen;
mod going;
pub mod help;
pub mod history;
mod keeping;
mod line;
pub mod list;
mod look;
mod looks;
mod mouse;
pub mod naming;
mod notice;
pub mod noting;
mod obey;
mod opening;
pub mod outside;
pub mod overlay;
pub mod panes;
pub mod places;
mod pointed;
pub mod pointing;
mod progress;
pub mod prompt;
pub mod reader;
pub mod refreshing;
mod ruling;
pub mod search;
mod seeking;
mod settle;
pub mod speaker;
pub mod stats;
mod steps;
mod triage;
mod turn;
mod view;
mod vocabulary;
pub mod voices;
mod wants;
mod when;
mod whole;

use std::collections::{HashMap, VecDeque};

use ratatui::layout::Rect;

pub use self::line::Asked;
use self::{
    briefing::Briefing,
    elsewhere::Unseen,
    list::{List, Wanted},
    naming::Naming,
    overlay::Overlay,
    panes::{Areas, Pane},
    places::Destinations,
    prompt::Prompt,
    reader::Reader,
    search::{Searching, Sought},
    speaker::Detour,
    voices::Order,
};
pub use self::{
    earlier::MOST_TEXTS,
    notice::{Notice, Tone},
    progress::Progress,
    vocabulary::{Effect, Leave, Message},
};
use crate::{
    catalog::{ArticleId, Days, Look, Scope, Tag, rules::Rule},
    settings::{config::Config, keymap::Keymap, pending::Keys, views::SavedView},
    text::print::Form,
};

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
    words: Option<Sought>,
    /// The search of all articles.
    pub searching: Searching,
    /// Saved views.
    pub views: Vec<SavedView>,
    /// The rules in force, as of when they were last told.
    pub rules: Vec<Rule>,
    /// The pane of views and sources.
    pub directory: directory::Places,
    /// Where one can go, as of when it was last asked.
    pub places: Destinations,
    last: Option<steps::Last>,
    due: steps::Due,
    days: Days,
    kept: Option<(ArticleId, usize)>,
    /// Whether the keys that can follow are shown.
    pub hints: Hints,
    missing: Option<ArticleId>,
    go_to: Option<Wanted>,
    counted: bool,
    /// Every tag, as of when one was last asked for.
    pub tags: Vec<Tag>,
    line: line::Memory,
    /// Programs that articles were handed to.
    piped: line::Memory,
    /// The form in which articles were handed to one last.
    form: Form,
    /// Folders that the one being typed can be completed to.
    folders: Vec<String>,
    next_wake: Option<i64>,
    /// The changes that are being made beside the loop, the first first.
    under_way: VecDeque<foreseen::Begun>,
    /// What is to be read again once they are made.
    owed: Vec<Effect>,
    /// How far stored articles are searched for quotations again, while they are.
    pub rereading: Option<Progress>,
    /// The name being typed, and for whom.
    pub naming: Option<Naming>,
    /// The order that quotations were listed in last.
    order: Order,
    /// Where one was before a speaker's page led elsewhere, the latest last.
    detours: Vec<Detour>,
    /// The quotation that an article is opened for.
    goal: Option<(ArticleId, usize)>,
    /// How feeds are read anew, while they are.
    pub refreshing: Option<refreshing::Progress>,
    /// What came in since the list was read, and isn't shown.
    pub unseen: Unseen,
    /// How views look that don't look as all others do, by their keys.
    pub looks: HashMap<String, Look>,
    /// The edition being read.
    pub briefing: Briefing,
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
            searching: Searching::default(),
            views: Vec::new(),
            rules: Vec::new(),
            directory: directory::Places::default(),
            places: Destinations::default(),
            last: None,
            due: steps::Due::new(),
            days: Days::default(),
            kept: None,
            hints: Hints::Hidden,
            missing: None,
            go_to: None,
            counted: false,
            tags: Vec::new(),
            line: line::Memory::default(),
            piped: line::Memory::default(),
            form: Form::default(),
            folders: Vec::new(),
            next_wake: None,
            under_way: VecDeque::new(),
            owed: Vec::new(),
            rereading: None,
            naming: None,
            order: Order::default(),
            detours: Vec::new(),
            goal: None,
            refreshing: None,
            unseen: Unseen::default(),
            looks: HashMap::new(),
            briefing: Briefing::default(),
        }
    }

    /// Takes in what happened, and says what must be done.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        if message.tells_a_change() {
            self.doubt_history();
        }
        match message {
            Message::Key(key) => return self.press(key),
            Message::Mouse(event) => return self.point(event),
            Message::Line(line) => return self.whole_line(&line),
            Message::Paste(text) => return self.paste(&text),
            Message::Resized(columns, rows) => self.resize(columns, rows),
            Message::Clock(clock) => self.clock = clock,
            Message::Rows(wanted, rows) => self.receive(wanted, rows),
            Message::Found(found, wanted, rows) => return self.receive_found(&found, wanted, rows),
            Message::FoundUnread(found, unread) => return self.receive_unread(&found, unread),
            Message::FoundCounted(found, counts) => self.receive_counts(&found, counts),
            Message::Snippets(snippets) => self.searching.snippets.extend(snippets),
            Message::Known(known) => self.searching.known = known,
            Message::Lines(lines) => self.line.take(lines),
            Message::Places(places) => self.places.told(places),
            Message::Speakers(typed, speakers) => return self.speakers_told(typed, speakers),
            Message::Stats(stats) => self.stats_told(*stats),
            Message::Rules(rules) => self.rules = rules,
            Message::RuleTurned(ruled) => return self.rule_turned(&ruled),
            Message::Leaving(leaving) => self.ask_leaving(&leaving),
            Message::Unsubscribed(turned) => return self.unsubscribed(&turned),
            Message::Directory(directory) => return self.directory_told(*directory),
            Message::Counted(counts) => self.counted(counts),
            Message::Opened(opened) => return self.opened(*opened),
            Message::Prepared(opened) => self.prepared(*opened),
            Message::NoRows(wanted, notice) => self.no_rows(wanted, notice),
            Message::Missing(id, notice) => self.miss(id, notice),
            Message::Sought(found) => return self.sought(found),
            Message::Changed(done) => return self.changed(&done),
            Message::Weighed(change, count) => self.weigh(change, count),
            Message::Tags(tags) => self.tags = tags,
            Message::History(before, past) => self.history(before, past),
            Message::Woke(woken, next) => return self.woke(&woken, next),
            Message::Rereading(progress) => self.rereading = progress,
            Message::QuotationTurned(keeping) => return self.quotation_turned(&keeping),
            Message::Annotated(annotating) => return self.annotated(&annotating),
            Message::Reshuffled(reshuffle) => return self.reshuffled(&reshuffle),
            Message::Liked(people) => self.liked(people),
            Message::Said(sayings) => self.said(*sayings),
            Message::NoSayings(notice) => self.no_sayings(notice),
            Message::Earlier(now, earlier) => self.earlier(&now, &earlier),
            Message::Requoted(opened) => self.requoted(*opened),
            Message::FullText(opened, notice) => return self.full_text(*opened, notice),
            Message::TextsTurned(how, ids) => return self.texts_turned(how, &ids),
            Message::Refresh(news) => return self.refreshed(news),
            Message::Feeds(rows) => self.feeds(rows),
            Message::Newsboat(feeds) => self.offer_newsboat(feeds),
            Message::Outdated => return self.outdated(),
            Message::ReadAgain(rows) => self.read_again(rows),
            Message::LookedAgain(opened) => self.looked_again(&opened),
            Message::Edition(edition) => return self.receive_edition(*edition),
            Message::Outside(news) => return self.hear_of(news),
            Message::Begun(effect) => self.begun(&effect),
            Message::Made(effect, came) => return self.made(&effect, *came),
            Message::Late(messages, effects) => {
                let first: Vec<Effect> = messages.into_iter().flat_map(|message| self.update(message)).collect();
                return first.into_iter().chain(effects).collect();
            }
            Message::Told(notice) => self.be_told(notice),
            Message::Idle => return self.idle(),
        }
        Vec::new()
    }

    /// The screen that the panes were divided for.
    #[must_use]
    pub fn screen(&self) -> Rect {
        self.screen
    }
}
