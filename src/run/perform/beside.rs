//! Changes made beside the loop, by a thread with a library of its own: those that wait for the disk, or change very many
//! articles. The screen shows meanwhile what will be, and goes on. It doesn't know the model.
//!
//! They are made one after the other, and while any is under way, all others wait behind it: the journal has them in the
//! order of the keys.

use std::{
    sync::mpsc::{self, Receiver, Sender},
    thread,
    time::Duration,
};

use anyhow::anyhow;

use super::{After, World, deeds, failed, later::takes_back};
use crate::{
    app::{Effect, Message},
    files::Stamp,
    library::{self, Library},
    run::alarm::{Bell, News},
};

/// How long it waits for a change that may lead to a question: most are counted in less, and the next key may be the answer.
const COUNTING: Duration = Duration::from_millis(50);

/// The way to the thread.
pub(super) struct Beside {
    asks: Sender<Ask>,
    made: Receiver<Made>,
    /// What makes them here, where the thread has no library.
    here: Maker,
    /// How many changes are under way.
    under_way: usize,
    /// Whether others may have changed files meanwhile: they are looked at afterwards.
    look: Look,
}

/// A change to be made.
struct Ask {
    effect: Effect,
    /// How many before it weren't told of yet when it was asked for.
    behind: usize,
}

/// What came of one.
struct Made {
    ask: Ask,
    /// `None` where the thread has no library to make it in.
    came: Option<Message>,
    /// Which version of the bookmarks file it left, if it had to do with that.
    bookmarks: Option<Stamp>,
}

#[derive(PartialEq, Eq)]
enum Look {
    NotNeeded,
    Owed,
}

/// Makes changes one after the other.
struct Maker {
    /// How many were made since one couldn't be.
    since_failure: usize,
}

impl Beside {
    /// Starts the thread; `None` where there can't be a second library, or no thread. Whether the library can be opened is
    /// not waited for: where it can't be, the changes come back to be made here.
    fn start(library: &Library, bell: Bell) -> Option<Self> {
        let open = library.opener()?;
        let ((asks, asked), (tell, made)) = (mpsc::channel(), mpsc::channel());
        let work = move || make_all(open(), &asked, &tell, &bell);
        thread::Builder::new().name("changes".into()).spawn(work).ok()?;
        Some(Self { asks, made, here: Maker::new(), under_way: 0, look: Look::NotNeeded })
    }
}

fn make_all(mut library: Option<Library>, asked: &Receiver<Ask>, tell: &Sender<Made>, bell: &Bell) {
    let mut maker = Maker::new();
    while let Ok(ask) = asked.recv() {
        let came = library.as_mut().map(|library| maker.make(library, &ask));
        let bookmarks = library.as_ref().and_then(Library::bookmarks_stamp);
        if tell.send(Made { ask, came, bookmarks }).is_err() || bell.ring(News::Made).is_err() {
            return;
        }
    }
}

impl Maker {
    fn new() -> Self {
        Self { since_failure: usize::MAX }
    }

    fn make(&mut self, library: &mut Library, ask: &Ask) -> Message {
        let outcome = if takes_back(&ask.effect) && ask.behind > self.since_failure {
            // It would take back another change than the one that was meant.
            Err(anyhow!("nothing is taken back: the change before it couldn't be made"))
        } else {
            deeds::perform(library, &ask.effect, library::now())
        };
        self.since_failure = if outcome.is_ok() { self.since_failure.saturating_add(1) } else { 0 };
        outcome.unwrap_or_else(|cause| Message::Told(failed(&cause)))
    }
}

impl World {
    /// Whether changes are being made beside the loop.
    #[must_use]
    pub fn is_at_work(&self) -> bool {
        self.beside.as_ref().is_some_and(|beside| beside.under_way > 0)
    }

    /// Whether an effect is one that the thread performs, now.
    pub(super) fn goes_beside(&self, effect: &Effect) -> bool {
        let may = self.lets_changes_wait() && self.bell.is_some() && deeds::is_deed(effect);
        may && (self.is_at_work() || deeds::takes_long(effect) && !self.is_behind())
    }

    /// Has a change made beside the loop, or at once where that can't be.
    pub(super) fn begin_beside(&mut self, effect: Effect) -> After {
        if self.beside.is_none()
            && let Some(bell) = &self.bell
        {
            self.beside = Beside::start(&self.library, bell.clone());
        }
        if let Some(beside) = &mut self.beside
            && beside.asks.send(Ask { effect: effect.clone(), behind: beside.under_way }).is_ok()
        {
            beside.under_way += 1;
            let asks = deeds::may_ask(&effect);
            let begun = Message::Begun(effect);
            if !asks {
                return After::Heard(begun);
            }
            let made = self.made(COUNTING);
            return After::Heard(Message::Late([begun].into_iter().chain(made).collect(), Vec::new()));
        }
        self.beside = None;
        self.deed(&effect)
    }

    /// Makes a change at once.
    pub(in crate::run) fn deed(&mut self, effect: &Effect) -> After {
        let now = self.clock().now;
        let outcome = deeds::perform(&mut self.library, effect, now);
        After::Heard(outcome.unwrap_or_else(|cause| Message::Told(failed(&cause))))
    }

    /// Puts off looking at what others changed until the thread is done, which holds the turn to change bookmarks; whether
    /// it is at work.
    pub(super) fn looks_later(&mut self) -> bool {
        let at_work = self.beside.as_mut().filter(|beside| beside.under_way > 0);
        at_work.map(|beside| beside.look = Look::Owed).is_some()
    }

    /// What came of changes that were made beside the loop; waits so long for one, if any is under way.
    pub fn made(&mut self, patience: Duration) -> Vec<Message> {
        let Some(beside) = self.beside.as_mut().filter(|beside| beside.under_way > 0) else { return Vec::new() };
        // The thread can't be gone: it waits for the next ask, and a panic would have ended the program.
        let Ok(first) = beside.made.recv_timeout(patience) else { return Vec::new() };
        let mut all: Vec<_> = [first].into_iter().chain(beside.made.try_iter()).collect();
        beside.under_way -= all.len();
        let over = beside.under_way == 0;
        let mut lacking = false;
        for made in all.iter_mut().filter(|made| made.came.is_none()) {
            lacking = true;
            made.came = Some(beside.here.make(&mut self.library, &made.ask));
        }
        let mut owed = over && std::mem::replace(&mut beside.look, Look::NotNeeded) == Look::Owed;
        if let Some(left) = all.iter().rev().find_map(|made| made.bookmarks).filter(|_| over) {
            owed |= !self.library.look_at_bookmarks(left);
        }
        let made = all.into_iter().filter_map(|made| Some(Message::Made(made.ask.effect, Box::new(made.came?))));
        let mut messages: Vec<_> = made.collect();
        if over && lacking {
            // The next change has another thread try.
            self.beside = None;
        }
        if owed {
            messages.extend(self.look_elsewhere());
        }
        messages
    }

    /// How many changes are under way beside the loop.
    pub(super) fn under_way(&self) -> usize {
        self.beside.as_ref().map_or(0, |beside| beside.under_way)
    }
}
