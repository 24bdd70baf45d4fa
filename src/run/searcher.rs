//! Searches beside the loop: a thread with a connection of its own, which gives up what isn't wanted any more.

use std::{
    path::PathBuf,
    sync::mpsc::{self, Receiver, Sender},
    thread,
    time::{Duration, Instant},
};

use super::alarm::{Bell, News};
use crate::{
    app::{
        Message, Notice, Tone,
        list::{Rows, Wanted},
        places::{Fitting, OFFERED, Place},
    },
    catalog::{Anchor, Found, Scope},
    library,
    store::{Interrupter, Store, StoreError, Window},
};

/// How long the loop waits for an answer before it goes on without: a quick search is on the screen with its key.
const PATIENCE: Duration = Duration::from_millis(4);

/// After this time what has been found is shown, and looked on for when it is asked for; what has been counted stands.
const FIRST: Duration = Duration::from_millis(50);

/// What is asked of the thread.
enum Question {
    Rows(Found, Wanted),
    Count(Found),
    Unread(Found, Anchor),
    Speakers(String),
}

/// What is looked for: what belongs to something else is given up.
#[derive(Clone, PartialEq, Eq)]
enum Subject {
    Articles(Found),
    Speakers(String),
}

impl Question {
    fn subject(&self) -> Subject {
        match self {
            Self::Rows(found, _) | Self::Count(found) | Self::Unread(found, _) => Subject::Articles(found.clone()),
            Self::Speakers(typed) => Subject::Speakers(typed.clone()),
        }
    }
}

/// The thread that searches.
pub struct Searcher {
    questions: Sender<Question>,
    answers: Receiver<Message>,
    interrupter: Interrupter,
    last: Option<Subject>,
}

impl Searcher {
    /// Starts the thread on the store in a directory; `None` where that can't be done.
    pub fn start(data_dir: PathBuf, bell: Bell) -> Option<Self> {
        let (questions, asked) = mpsc::channel();
        let (answer, answers) = mpsc::channel();
        let (ready, opened) = mpsc::channel();
        let work = move || {
            let Ok((store, _)) = Store::open(&data_dir, library::now()) else { return };
            if ready.send(store.interrupter()).is_ok() {
                answer_all(&store, &asked, &answer, &bell);
            }
        };
        thread::Builder::new().name("search".into()).spawn(work).ok()?;
        let interrupter = opened.recv().ok()?;
        Some(Self { questions, answers, interrupter, last: None })
    }

    /// Asks for rows, and gives up what else is being searched for. The answer, if it comes at once.
    pub fn find(&mut self, found: Found, wanted: Wanted) -> Option<Message> {
        self.ask_first(Question::Rows(found, wanted))
    }

    /// Asks for the people whose names fit what is typed, and gives up what else is being searched for. The answer, if it
    /// comes at once.
    pub fn find_speakers(&mut self, typed: String) -> Option<Message> {
        self.ask_first(Question::Speakers(typed))
    }

    /// Asks how many there are.
    pub fn count(&mut self, found: Found) -> Option<Message> {
        self.ask(Question::Count(found))
    }

    /// Asks for the nearest unread article from somewhere on.
    pub fn seek(&mut self, found: Found, from: Anchor) -> Option<Message> {
        self.ask(Question::Unread(found, from))
    }

    /// Gives up what is being searched for.
    pub fn give_up(&mut self) {
        if self.last.take().is_some() {
            self.interrupter.give_up();
        }
    }

    /// An answer that has come since.
    pub fn answer(&self) -> Option<Message> {
        self.answers.try_recv().ok()
    }

    fn ask_first(&mut self, question: Question) -> Option<Message> {
        let subject = question.subject();
        if self.last.as_ref() != Some(&subject) {
            self.give_up();
        }
        self.last = Some(subject);
        self.ask(question)
    }

    fn ask(&self, question: Question) -> Option<Message> {
        self.questions.send(question).ok()?;
        self.answers.recv_timeout(PATIENCE).ok()
    }
}

fn answer_all(store: &Store, asked: &Receiver<Question>, answer: &Sender<Message>, bell: &Bell) {
    while let Ok(first) = asked.recv() {
        for question in wanted_still(first, asked) {
            store.was_given_up();
            let Some(message) = answer_to(store, question) else { continue };
            if answer.send(message).is_err() || bell.ring(News::Found).is_err() {
                return;
            }
        }
    }
}

/// Of the questions that wait, those about the last one's search.
fn wanted_still(first: Question, asked: &Receiver<Question>) -> Vec<Question> {
    let mut waiting = vec![first];
    while let Ok(question) = asked.try_recv() {
        waiting.push(question);
    }
    if let Some(last) = waiting.last().map(Question::subject) {
        waiting.retain(|question| question.subject() == last);
    }
    waiting
}

/// The answer; `None` if the search was given up.
fn answer_to(store: &Store, question: Question) -> Option<Message> {
    let outcome = match question {
        Question::Rows(found, wanted) => {
            let scope = Scope::Found(found.clone());
            let window = store.window_until(&scope, wanted.from, wanted.count, Some(Instant::now() + FIRST));
            window.map(|window| Message::Found(found, wanted, rows_of(window)))
        }
        Question::Count(found) => {
            let counts = store.counts_until(&Scope::Found(found.clone()), Some(Instant::now() + FIRST));
            counts.map(|counts| Message::FoundCounted(found, counts))
        }
        Question::Unread(found, from) => {
            let unread = store.next_unread(&Scope::Found(found.clone()), from);
            unread.map(|unread| Message::FoundUnread(found, unread))
        }
        Question::Speakers(typed) => speakers(store, typed),
    };
    match outcome {
        Ok(message) => Some(message),
        Err(_) if store.was_given_up() => None,
        Err(error) => Some(Message::Told(Notice { text: error.to_string(), tone: Tone::Error })),
    }
}

/// The people whose names fit what is typed, as places to go to; where nothing is, those met first.
pub(super) fn speakers(store: &Store, typed: String) -> Result<Message, StoreError> {
    let names = if typed.is_empty() {
        store.first_people(OFFERED)?
    } else {
        let mut fit = Fitting::to(&typed);
        let mut place = String::new();
        store.fitting_people(OFFERED, |name| {
            place.clear();
            place.extend(["speaker ", name]);
            fit.score(&place)
        })?
    };
    Ok(Message::Speakers(typed, names.iter().map(|name| Place::of_speaker(name)).collect()))
}

/// A window of the store as rows of the list.
pub fn rows_of(window: Window) -> Rows {
    Rows { rows: window.rows, rank: window.rank.unwrap_or(0), reach: window.reach }
}
