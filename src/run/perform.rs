//! Effects performed: what the model asks of the store, the bookmarks, the clipboard and other programs.

mod beside;
mod changes;
mod deeds;
mod find;
mod first;
pub(super) mod later;
mod outside;
mod pages;

use std::{env, path::PathBuf};

use anyhow::Result;
use jiff::{Timestamp, tz::TimeZone};
use tracing::warn;

use super::{
    alarm::Bell,
    commands::Foreground,
    directory::Counter,
    lines,
    notes::Draft,
    pages::PageReader,
    refreshing::{self, Manner, Refresher, Wish},
    searcher::{Searcher, rows_of},
};
use crate::{
    app::{Clock, Effect, MOST_TEXTS, Message, Notice, Tone, list::Wanted},
    catalog::{ArticleId, How, Opened, Scope, Settled},
    library::{Library, feeds},
    settings::{
        Settings, Whose,
        colour::{Background, Depth},
        config::ThemeChoice,
        theme::Theme,
    },
    subscriptions::Subscriptions,
};

/// Everything outside of the model.
pub struct World {
    /// The articles and the bookmarks.
    pub library: Library,
    /// The user's settings.
    pub settings: Settings,
    /// Whose keys are read with them.
    pub keys: Whose,
    /// What to tell once the first frame is there.
    pub told: Vec<String>,
    /// Where lines of the command line are kept from run to run; `None` for not at all.
    pub state_dir: Option<PathBuf>,
    /// How many feeds newsboat has, where there are none here yet.
    pub newsboat: Option<usize>,
    /// Who reads pages of the web, once somebody can hear of it.
    pub(super) pages: Option<PageReader>,
    refresher: Option<Refresher>,
    zone: TimeZone,
    /// When searches are answered.
    pub(super) searching: Searching,
    searcher: Option<Searcher>,
    namer: Option<Searcher>,
    counter: Option<Counter>,
    pub(super) bell: Option<Bell>,
    later: later::Later,
    beside: Option<beside::Beside>,
}

/// When searches are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Searching {
    /// While the loop goes on.
    Beside,
    /// Before the loop goes on: who reads line by line hears the answer to a line before the next is taken.
    AtOnce,
}

/// What follows from an effect.
pub enum After {
    /// Nothing.
    Nothing,
    /// News for the model.
    Heard(Message),
    /// News for the model, and the theme or the use of the mouse may be another.
    Relook(Message),
    /// The screen is to be drawn whole.
    Redraw,
    /// The terminal goes back to the shell for a while.
    Suspend,
    /// A program needs the terminal.
    Foreground(Foreground),
    /// The user's editor needs the terminal, for a note.
    Edit(Draft),
    /// The reader ends.
    Quit,
}

impl After {
    /// The news, where there is no terminal to do the rest with.
    #[must_use]
    pub fn heard(self) -> Option<Message> {
        match self {
            Self::Heard(message) | Self::Relook(message) => Some(message),
            Self::Nothing | Self::Redraw | Self::Suspend | Self::Foreground(_) | Self::Edit(_) | Self::Quit => None,
        }
    }
}

impl World {
    /// All that the reader needs.
    #[must_use]
    pub fn new(library: Library, settings: Settings, told: Vec<String>) -> Self {
        Self {
            library,
            settings,
            keys: Whose::Own,
            told,
            state_dir: None,
            newsboat: None,
            pages: None,
            refresher: None,
            zone: TimeZone::system(),
            searching: Searching::Beside,
            searcher: None,
            namer: None,
            counter: None,
            bell: None,
            later: later::Later::default(),
            beside: None,
        }
    }

    /// What time it is.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let now = Timestamp::now();
        Clock { now: now.as_second(), offset: self.zone.to_offset(now).seconds() }
    }

    /// The theme for a background.
    #[must_use]
    pub fn theme(&self, background: Background) -> Theme {
        let depth = Depth::from_environment(|name| env::var_os(name));
        let background = match background {
            Background::Unknown => Background::from_environment(|name| env::var_os(name)),
            known @ (Background::Light | Background::Dark) => known,
        };
        self.settings.theme(background, depth)
    }

    /// Whether the theme depends on the terminal's background.
    #[must_use]
    pub fn wants_background(&self) -> bool {
        self.settings.config.theme == ThemeChoice::Auto
    }

    /// Starts to read feeds when their time has come, where they can be kept.
    pub fn begin_refreshing(&mut self, bell: &Bell) {
        self.bell = Some(bell.clone());
        let data = refreshing::directory_of(self.library.store.file());
        let manner = Manner::of(&self.settings.config);
        self.refresher = data.map(|data| {
            let config = self.library.config_dir().to_owned();
            refreshing::begin(refreshing::Places { data, config }, manner, bell.clone())
        });
    }

    pub(super) fn wish(&self, wish: Wish) -> After {
        match &self.refresher {
            Some(refresher) if refresher.ask(wish) => After::Nothing,
            Some(_) | None => After::Heard(Message::Told(error("feeds can't be read: nothing can be saved"))),
        }
    }

    fn feeds(&self) -> Result<Message> {
        let subscriptions = Subscriptions::open(self.library.config_dir())?;
        Ok(Message::Feeds(feeds::rows(&self.library.store, subscriptions.all(), self.clock().now)?))
    }

    /// Looks whether others changed articles or bookmarks, and says what follows: a look, if nobody did.
    pub fn look_elsewhere(&mut self) -> Vec<Message> {
        if self.looks_later() {
            return Vec::new();
        }
        let mut messages = Vec::new();
        let followed = self.library.follow_if_changed(self.clock().now);
        self.compare(followed, &mut messages);
        messages.extend(self.follow_rules());
        messages
    }

    fn compare(&mut self, followed: Result<bool>, messages: &mut Vec<Message>) {
        let followed = followed.unwrap_or_else(|cause| {
            messages.push(Message::Told(failed(&cause)));
            false
        });
        if self.library.store.changed_elsewhere().unwrap_or(true) || followed {
            messages.push(Message::Outdated);
        }
    }

    /// Performs one effect.
    pub fn perform(&mut self, effect: Effect) -> After {
        if self.goes_beside(&effect) {
            return self.begin_beside(effect);
        }
        if later::can_wait(&effect) {
            return self.soon(effect);
        }
        if (self.is_behind() || self.is_at_work()) && later::comes_after(&effect) {
            return self.after_what_waits(effect);
        }
        let outcome = match effect {
            Effect::LoadRows(scope, wanted) => return self.rows_or_none(&scope, wanted),
            Effect::Find(found, wanted) => return self.find(found, wanted),
            Effect::GiveUp => return self.give_up(),
            Effect::Count(Scope::Found(found)) => return self.count_found(found),
            Effect::LoadSnippets(query, ids) => self.snippets(&query, &ids),
            Effect::LoadPlaces(views) => self.places(&views),
            Effect::FindSpeakers(typed) => return self.find_speakers(typed),
            Effect::LoadStats(from, to, spans) => return self.stats(from, to, spans),
            Effect::LoadRules => self.library.store.rules().map(Message::Rules).map_err(Into::into),
            Effect::TurnRule(change) => self.turn_rule(change),
            Effect::WeighLeaving(meant) => self.weigh_leaving(&meant),
            Effect::Unsubscribe(leaving, articles) => self.unsubscribe(&leaving, articles),
            Effect::LoadDirectory(views) => return self.directory(views),
            Effect::LoadKnown => self.library.store.known().map(Message::Known).map_err(Into::into),
            Effect::Count(scope) => self.count(&scope),
            Effect::LoadArticle(id) => return After::Heard(self.open(id)),
            Effect::PrepareArticle(id) => return self.prepare(id),
            Effect::ReadRows(ids) => self.library.store.rows(&ids).map(Message::ReadAgain).map_err(Into::into),
            Effect::LookAgain(id) => return self.look_again(id),
            Effect::SeekUnread(scope, from) => return self.seek(&scope, from),
            Effect::LoadHistory(before, count) => {
                let past = self.library.store.history(before, count);
                past.map(|past| Message::History(before, past)).map_err(Into::into)
            }
            Effect::LoadTags => self.library.store.tags().map(Message::Tags).map_err(Into::into),
            Effect::LoadLines => Ok(Message::Lines(self.state_dir.as_deref().map(lines::read).unwrap_or_default())),
            Effect::KeepLine(line) => return self.keep_line(&line),
            Effect::WriteNote(id, passage) => return self.write_note(id, passage),
            Effect::Reshuffle(change) => self.reshuffle(&change),
            Effect::LikePeople(words) => self.like_people(&words),
            Effect::LoadSayings(who, from, articles) => return self.sayings(who, from, articles),
            Effect::Requote(id) => return self.requote(id),
            Effect::LoadEarlier(id) => return self.earlier(id),
            Effect::KeepPosition(..) | Effect::KeepLook(..) | Effect::Remember(..) => return self.soon(effect),
            Effect::Browse(url) => return self.browse(&url),
            Effect::Copy(what, text) => Ok(Message::Told(outside::copy(what, &text))),
            Effect::Page(id) => return self.page(id),
            Effect::ReadPage(id, leave) => return self.read_page(id, leave),
            Effect::Refresh(feeds) => return self.wish(Wish::Read(feeds)),
            Effect::Subscribe(what) => return self.wish(Wish::Subscribe(what)),
            Effect::MoveIn(what) => return self.wish(Wish::MoveIn(what)),
            Effect::LoadFeeds => self.feeds(),
            Effect::MakeEdition(asked, now) => self.edition(&asked, now),
            Effect::EndEdition(name, made) => return self.end_edition(&name, made),
            Effect::Outside(wish) => return self.outside(wish),
            deed @ (Effect::Apply(_)
            | Effect::ApplyUnder(..)
            | Effect::Label(..)
            | Effect::Undo
            | Effect::Redo
            | Effect::UndoEntry(_)
            | Effect::TurnQuotation(..)
            | Effect::Annotate(..)
            | Effect::Wake(_)) => return self.deed(&deed),
            Effect::Redraw => return After::Redraw,
            Effect::Suspend => return After::Suspend,
            Effect::Quit => return After::Quit,
        };
        match outcome {
            Ok(message) => After::Heard(message),
            Err(cause) => After::Heard(Message::Told(failed(&cause))),
        }
    }
}

impl World {
    fn rows(&self, scope: &Scope, wanted: Wanted) -> Result<Message> {
        let window = self.library.store.window(scope, wanted.from, wanted.count)?;
        Ok(Message::Rows(wanted, rows_of(window)))
    }

    /// What can't be read is told, and counts as the end of the list: it is not asked for again and again.
    fn rows_or_none(&self, scope: &Scope, wanted: Wanted) -> After {
        After::Heard(self.rows(scope, wanted).unwrap_or_else(|cause| Message::NoRows(wanted, failed(&cause))))
    }

    fn open(&self, id: ArticleId) -> Message {
        match self.load(id) {
            Ok(Some(opened)) => Message::Opened(opened),
            Ok(None) => {
                Message::Missing(id, error("this article is not in the store any more; ^L reads the list again"))
            }
            Err(cause) => Message::Missing(id, failed(&cause)),
        }
    }

    fn count(&self, scope: &Scope) -> Result<Message> {
        Ok(Message::Counted(self.library.store.counts(scope)?))
    }

    pub(super) fn load(&self, id: ArticleId) -> Result<Option<Box<Opened>>> {
        let found = self.library.store.article(id)?;
        Ok(found.map(|stored| {
            let here = self.library.kept_in(&stored);
            let notes = self.library.notes_in(&stored);
            let (row, article, quotations, people) = (stored.row, stored.article, stored.quotations, stored.people);
            let (position, edited, kept, lost) = (stored.position, stored.updated, here.found, here.lost);
            Box::new(Opened { row, article, quotations, people, kept, lost, notes, edited, position })
        }))
    }

    /// Nobody waits for it: what is wrong will be told when the article is asked for.
    fn prepare(&self, id: ArticleId) -> After {
        match self.load(id) {
            Ok(Some(opened)) => After::Heard(Message::Prepared(opened)),
            Ok(None) | Err(_) => After::Nothing,
        }
    }

    fn earlier(&self, id: ArticleId) -> After {
        let store = &self.library.store;
        let found = store.article(id).and_then(|now| Ok((now, store.revisions(id, MOST_TEXTS)?)));
        match found {
            Ok((Some(now), earlier)) => {
                let earlier = earlier.into_iter().map(|one| (one.until, one.article)).collect();
                After::Heard(Message::Earlier(Box::new(now.article), earlier))
            }
            Ok((None, _)) => After::Nothing,
            Err(cause) => After::Heard(Message::Told(failed(&cause.into()))),
        }
    }

    /// Nobody waits for it either.
    fn look_again(&self, id: ArticleId) -> After {
        match self.load(id) {
            Ok(Some(opened)) => After::Heard(Message::LookedAgain(opened)),
            Ok(None) | Err(_) => After::Nothing,
        }
    }
}

pub(super) fn changed(settled: Option<Settled>, otherwise: &str) -> Message {
    match settled {
        Some(Settled::Articles(done)) => Message::Changed(done),
        Some(Settled::People(reshuffle)) => Message::Reshuffled(reshuffle),
        Some(Settled::Quotation(keeping)) => Message::QuotationTurned(keeping),
        Some(Settled::Notes(annotating)) => Message::Annotated(annotating),
        Some(Settled::Texts(how, ids)) => Message::TextsTurned(how, ids),
        Some(Settled::Rule(ruled)) => Message::RuleTurned(ruled),
        Some(Settled::Subscription(turned)) => Message::Unsubscribed(turned),
        Some(Settled::Overruled(how)) => {
            let done = if how == How::Redone { "done again" } else { "undone" };
            Message::Told(plain(format!("{done}; what other changes made of the same stays")))
        }
        None => Message::Told(plain(otherwise)),
    }
}

fn plain(text: impl Into<String>) -> Notice {
    Notice { text: text.into(), tone: Tone::Plain }
}

fn error(text: &str) -> Notice {
    warn!("{text}");
    Notice { text: text.to_owned(), tone: Tone::Error }
}

pub(super) fn failed(cause: &anyhow::Error) -> Notice {
    error(&format!("{cause:#}"))
}
