//! Searches beside the loop: a thread with a connection of its own, which gives up what isn't wanted any more.

use std::{
    path::PathBuf,
    sync::mpsc::{self, Receiver, Sender},
    thread,
    time::Duration,
};

use super::alarm::{Bell, News};
use crate::{
    app::{Message, Notice, Tone, list::Wanted},
    catalog::{Found, Scope},
    library,
    store::{Interrupter, Store},
};

/// How long the loop waits for an answer before it goes on without: a quick search is on the screen with its key.
const PATIENCE: Duration = Duration::from_millis(4);

/// What is asked of the thread.
enum Question {
    Rows(Found, Wanted),
    Count(Found),
}

impl Question {
    fn found(&self) -> &Found {
        match self {
            Self::Rows(found, _) | Self::Count(found) => found,
        }
    }
}

/// The thread that searches.
pub struct Searcher {
    questions: Sender<Question>,
    answers: Receiver<Message>,
    interrupter: Interrupter,
    last: Option<Found>,
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
        if self.last.as_ref() != Some(&found) {
            self.give_up();
        }
        self.last = Some(found.clone());
        self.ask(Question::Rows(found, wanted))
    }

    /// Asks how many there are.
    pub fn count(&mut self, found: Found) -> Option<Message> {
        self.ask(Question::Count(found))
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
    if let Some(last) = waiting.last().map(|question| question.found().clone()) {
        waiting.retain(|question| *question.found() == last);
    }
    waiting
}

/// The answer; `None` if the search was given up.
fn answer_to(store: &Store, question: Question) -> Option<Message> {
    let outcome = match question {
        Question::Rows(found, wanted) => {
            let window = store.window(&Scope::Found(found.clone()), wanted.from, wanted.count);
            window.map(|window| Message::Found(found, wanted, window.rows, window.rank.unwrap_or(0)))
        }
        Question::Count(found) => {
            let counts = store.counts(&Scope::Found(found.clone()));
            counts.map(|counts| Message::FoundCounted(found, counts))
        }
    };
    match outcome {
        Ok(message) => Some(message),
        Err(_) if store.was_given_up() => None,
        Err(error) => Some(Message::Told(Notice { text: error.to_string(), tone: Tone::Error })),
    }
}
