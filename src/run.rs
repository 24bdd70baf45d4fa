//! The reader's loop: waits for input, lets the model decide, performs what it asks, draws.
//!
//! There is one thread for all of that. Others (`alarm`) only ring: they put news in the inbox and wake the loop with
//! the signal of a resized window, so that waiting costs nothing and there is no input thread to pause.

mod alarm;
pub mod clipboard;
pub mod commands;
mod directory;
mod folders;
mod hands;
pub mod hooks;
pub mod linear;
pub mod lines;
pub mod log;
mod notes;
mod pages;
mod people;
mod perform;
pub mod programs;
mod refreshing;
mod replies;
mod rereading;
mod ruling;
mod searcher;
pub mod terminal;
mod watch;

use std::{
    io::{self, Write as _},
    sync::mpsc::Receiver,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use crossterm::event::{self, Event};

use self::{
    alarm::{Bell, Caught, News, Signal},
    hands::Hands,
    perform::later::{MOMENT, failure},
    replies::{Replies, Taken},
    terminal::Mouse,
};
pub use self::{
    alarm::{Ending, outlive_limits},
    notes::Draft,
    pages::PageReader,
    perform::{After, World},
    refreshing::programs,
};
use crate::{
    app::{Effect, Message, Model},
    settings::colour::Background,
    text::clean,
    ui::{self, Screen},
};

/// The most events that one frame waits for: a held key must show its way.
const BURST: usize = 64;

/// How soon a change is tried again that has to wait for others who write.
const AGAIN: Duration = Duration::from_millis(2);

/// How long the loop waits for a change when other steps of the same key follow it.
const FOR_A_STEP: Duration = Duration::from_secs(1);

/// How long all such changes together hold up the end.
const AT_THE_END: Duration = Duration::from_secs(5);

/// The same after a signal: the process may not have longer.
const AT_A_SIGNAL: Duration = Duration::from_millis(250);

struct Reader {
    model: Model,
    hands: Hands,
    bell: Bell,
    inbox: Receiver<News>,
    /// Whether news may be drawn before the next key is looked at: none were since the last.
    news_first: bool,
    replies: Replies,
    /// The bytes of the next frame, and their room.
    frame: Vec<u8>,
}

/// Opens the reader on the terminal and returns when the user leaves it or a signal ends it.
///
/// # Errors
/// Where the terminal can't be used, or changes couldn't be written. The terminal has been given back then.
pub fn run(model: Model, world: World) -> Result<Ending> {
    let mouse = Mouse::wanted(&model.config);
    let heard = alarm::listen().context("signals can't be caught")?;
    let mut frame = Vec::new();
    let taken = terminal::take(mouse, &mut frame).context("the terminal can't be taken over");
    let outcome = taken.and_then(|()| Reader::open(model, world, mouse, heard, frame)).and_then(Reader::stay);
    terminal::give_back();
    let (ending, lost) = outcome?;
    match ending {
        Ending::Left if !lost.is_empty() => bail!(lost.join("\n")),
        Ending::Signal(_) | Ending::Left => {}
    }
    // The signal is what the parent is told.
    let mut out = io::stderr().lock();
    for line in &lost {
        drop(writeln!(out, "dateline: {}", clean::line(line)));
    }
    Ok(ending)
}

impl Reader {
    /// Shows the first frame, behind what `frame` holds already.
    fn open(
        model: Model,
        world: World,
        mouse: Mouse,
        heard: (Caught, Bell, Receiver<News>),
        frame: Vec<u8>,
    ) -> Result<Self> {
        let (caught, bell, inbox) = heard;
        let (columns, rows) = terminal::size().context("the terminal doesn't tell its size")?;
        let screen = Screen::new(columns, rows);
        let theme = world.theme(Background::Unknown);
        let hands = Hands { world, theme, screen, mouse, background: Background::Unknown, ending: None };
        let mut reader = Self { model, hands, bell, inbox, news_first: true, replies: Replies::default(), frame };
        reader.measure()?;
        reader.settle();
        reader.draw()?;
        reader.after_first_frame(caught)?;
        Ok(reader)
    }

    /// What may take time comes after the first frame.
    fn after_first_frame(&mut self, caught: Caught) -> Result<()> {
        caught.tell(self.bell.clone()).context("signals can't be heard")?;
        // The first look for input also begins to listen for the signal that wakes the loop.
        event::poll(Duration::ZERO).context("keys can't be read from the terminal")?;
        alarm::watch_terminal();
        self.hands.world.library.store.serve_keys()?;
        self.hands.world.let_changes_wait();
        self.hands.world.pages = Some(PageReader::new(self.bell.clone()));
        let watch = watch::begin(self.hands.world.library.shared_files(), self.bell.clone());
        self.hands.world.begin_refreshing(&self.bell);
        self.hands.world.begin_rereading(watch, &self.bell);
        #[cfg(debug_assertions)]
        panic_on_purpose();
        if self.hands.world.wants_background() {
            terminal::ask_background()?;
        }
        for message in self.hands.world.after_first_frame() {
            self.take_in(message);
        }
        self.measure()
    }

    /// How it ended, and what was lost: sentences.
    fn stay(mut self) -> Result<(Ending, Vec<String>)> {
        loop {
            // A change of size may have been told together with a key.
            self.measure()?;
            self.settle();
            if let Some(ending) = self.hands.ending.take() {
                return Ok(self.finish(ending));
            }
            self.draw()?;
            if self.catch_up() {
                continue;
            }
            self.prepare();
            self.wait()?;
        }
    }

    /// Makes changes that still wait, as far as there is time.
    fn finish(&mut self, mut ending: Ending) -> (Ending, Vec<String>) {
        let mut lost = Vec::new();
        let mut end = Instant::now() + if ending == Ending::Left { AT_THE_END } else { AT_A_SIGNAL };
        while (self.hands.world.is_behind() || self.hands.world.is_at_work()) && Instant::now() < end {
            let messages = self.hands.world.catch_up(MOMENT);
            lost.extend(messages.iter().filter_map(failure).map(|notice| notice.text.clone()));
            if let Ok(News::Signal(Signal::End(number))) = self.inbox.try_recv() {
                ending = Ending::Signal(number);
                end = end.min(Instant::now() + AT_A_SIGNAL);
            }
        }
        lost.extend(self.hands.world.lost());
        (ending, lost)
    }

    /// Makes changes that wait for others who write; whether there is news of them.
    fn catch_up(&mut self) -> bool {
        if !self.hands.world.is_behind() {
            return false;
        }
        let messages = self.hands.world.catch_up(Duration::ZERO);
        let some = !messages.is_empty();
        for message in messages {
            self.take_in(message);
        }
        some
    }

    /// Uses the time before the next key.
    fn prepare(&mut self) {
        let nothing_to_do = || event::poll(Duration::ZERO).is_ok_and(|something| !something);
        self.model.prepare(&mut |effect| if nothing_to_do() { self.hands.perform(effect) } else { None });
    }

    fn draw(&mut self) -> io::Result<()> {
        let Hands { screen, theme, .. } = &mut self.hands;
        screen.frame(&mut self.frame, |buffer| ui::draw(buffer, &self.model, theme));
        let shown = if self.frame.is_empty() { Ok(()) } else { terminal::show(&self.frame) };
        self.frame.clear();
        shown
    }

    fn measure(&mut self) -> Result<()> {
        let (columns, rows) = terminal::size()?;
        self.hands.screen.resize(columns, rows);
        self.take_in(Message::Resized(columns, rows));
        Ok(())
    }

    /// Performs effects until nothing more is wanted for the next frame.
    fn settle(&mut self) {
        self.take_in(Message::Clock(self.hands.world.clock()));
        if self.hands.ending.is_some() {
            return;
        }
        self.model.settle(&mut |effect| self.hands.perform(effect));
        let end = Instant::now() + FOR_A_STEP;
        while self.model.awaits_change() && Instant::now() < end {
            self.take_made(MOMENT);
            // A signal may be among the news: the process may not have as long.
            self.empty_inbox();
            if self.hands.ending.is_some() {
                return;
            }
            self.model.settle(&mut |effect| self.hands.perform(effect));
        }
    }

    fn take_made(&mut self, patience: Duration) {
        for message in self.hands.world.made(patience) {
            self.take_in(message);
        }
    }

    fn take_in(&mut self, message: Message) {
        self.model.hear(message, &mut |effect| self.hands.perform(effect));
    }

    /// Stops as the key does: not while a change is being made, or what it holds would be held from all others.
    fn stop(&mut self) {
        if let Some(message) = self.hands.perform(Effect::Suspend) {
            self.take_in(message);
        }
    }

    fn look_elsewhere(&mut self) {
        self.hands.world.look_elsewhere().into_iter().for_each(|message| self.take_in(message));
    }

    /// Waits for news of any kind and takes in all that has come, up to a burst.
    ///
    /// What is news is drawn before a key is looked at: the key would take away what was told.
    fn wait(&mut self) -> Result<()> {
        let told = self.empty_inbox();
        // Nor do keys wait for ever, however fast news come.
        let drawn = told && (std::mem::take(&mut self.news_first) || !event::poll(Duration::ZERO)?);
        if drawn || self.hands.ending.is_some() {
            return Ok(());
        }
        // Crossterm is told of keys once, and forgets it where a signal came at the same moment.
        if terminal::has_input() && !event::poll(Duration::ZERO)? {
            terminal::nudge();
        }
        if self.hands.world.is_behind() && !event::poll(AGAIN)? {
            return Ok(());
        }
        if let Some(patience) = self.model.patience()
            && !event::poll(patience)?
        {
            self.take_in(Message::Idle);
            return Ok(());
        }
        self.news_first = true;
        for _ in 0..BURST {
            let event = event::read()?;
            self.hear(event)?;
            if self.empty_inbox() || self.hands.ending.is_some() || !event::poll(Duration::ZERO)? {
                break;
            }
            self.settle();
            if self.hands.ending.is_some() {
                break;
            }
        }
        Ok(())
    }

    fn hear(&mut self, event: Event) -> Result<()> {
        match self.replies.take(&event, Instant::now()) {
            Taken::Swallowed => return Ok(()),
            Taken::Background(background) => {
                self.hands.background = background;
                self.hands.theme = self.hands.world.theme(background);
                return Ok(());
            }
            Taken::Input => {}
        }
        match event {
            Event::Key(key) => self.take_in(Message::Key(key)),
            Event::Mouse(mouse) => self.take_in(Message::Mouse(mouse)),
            Event::Paste(text) => self.take_in(Message::Paste(clean::line(&text).into_owned())),
            Event::Resize(..) => self.measure()?,
            Event::FocusGained | Event::FocusLost => {}
        }
        Ok(())
    }

    /// Takes in what other threads told; whether they told anything.
    fn empty_inbox(&mut self) -> bool {
        let mut told = false;
        while let Ok(news) = self.inbox.try_recv() {
            told = true;
            match news {
                News::Page(came) => {
                    let message = self.hands.world.take_page(*came);
                    self.take_in(message);
                }
                News::Refresh(news) => self.take_in(Message::Refresh(news)),
                News::Stats(stats) => self.take_in(Message::Stats(stats)),
                News::Directory(directory) => self.take_in(Message::Directory(directory)),
                News::Rereading(progress) => {
                    self.look_elsewhere();
                    self.take_in(Message::Rereading(progress));
                }
                News::Outside(message) => self.take_in(*message),
                News::Notification(note) => {
                    let shown = hooks::sequence(&note, |name| std::env::var_os(name));
                    drop(terminal::show(shown.as_bytes()));
                }
                News::Found => {
                    while let Some(message) = self.hands.world.found() {
                        self.take_in(message);
                    }
                }
                News::Made => self.take_made(Duration::ZERO),
                News::Elsewhere => self.look_elsewhere(),
                News::Signal(Signal::Stop) => self.stop(),
                News::Signal(Signal::Continued) => self.hands.take_again(),
                News::Signal(Signal::End(number)) => {
                    self.model.leave(&mut |effect| self.hands.perform(effect));
                    self.hands.ending = Some(Ending::Signal(number));
                }
            }
        }
        told
    }
}

/// So that the tests can see what a panic does: `DATELINE_TEST_PANIC` is `draw` for this thread, or `thread`.
#[cfg(debug_assertions)]
fn panic_on_purpose() {
    match std::env::var("DATELINE_TEST_PANIC").as_deref() {
        Ok("draw") => panic!("on purpose"),
        Ok("thread") => drop(std::thread::spawn(|| panic!("on purpose")).join()),
        Ok(_) | Err(_) => {}
    }
}
