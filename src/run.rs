//! The reader's loop: waits for input, lets the model decide, performs what it asks, draws.
//!
//! There is one thread for all of that. Others (`alarm`) only ring: they put news in the inbox and wake the loop with
//! the signal of a resized window, so that waiting costs nothing and there is no input thread to pause.

mod alarm;
pub mod commands;
pub mod log;
mod people;
mod perform;
mod replies;
pub mod terminal;

use std::{
    io,
    sync::mpsc::Receiver,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use crossterm::event::{self, Event};

pub use self::{
    alarm::Ending,
    perform::{After, World},
};
use self::{
    alarm::{News, Signal},
    replies::{Replies, Taken},
    terminal::{Mouse, Screen},
};
use crate::{
    app::{Effect, Message, Model},
    settings::{colour::Background, config::Switch, theme::Theme},
    text::clean,
    ui,
};

/// The most events that one frame waits for: a held key must show its way.
const BURST: usize = 64;

struct Reader {
    model: Model,
    world: World,
    theme: Theme,
    screen: Screen,
    mouse: Mouse,
    inbox: Receiver<News>,
    replies: Replies,
    ending: Option<Ending>,
}

/// Opens the reader on the terminal and returns when the user leaves it or a signal ends it.
///
/// # Errors
/// Where the terminal can't be used. The terminal has been given back then.
pub fn run(model: Model, world: World) -> Result<Ending> {
    let mouse = match model.config.mouse {
        Switch::On => Mouse::Reported,
        Switch::Off => Mouse::Left,
    };
    let inbox = alarm::listen().context("signals can't be caught")?;
    terminal::take(mouse).context("the terminal can't be taken over")?;
    let outcome = Reader::open(model, world, mouse, inbox).and_then(Reader::stay);
    terminal::give_back();
    outcome
}

impl Reader {
    fn open(model: Model, world: World, mouse: Mouse, inbox: Receiver<News>) -> Result<Self> {
        let screen = terminal::screen().context("the terminal doesn't tell its size")?;
        let theme = world.theme(Background::Unknown);
        let replies = Replies::default();
        let mut reader = Self { model, world, theme, screen, mouse, inbox, replies, ending: None };
        // The first look for input also begins to listen for the signal that wakes the loop.
        event::poll(Duration::ZERO)?;
        reader.measure()?;
        reader.settle();
        reader.draw()?;
        reader.after_first_frame()?;
        Ok(reader)
    }

    /// What may take time comes after the first frame.
    fn after_first_frame(&mut self) -> Result<()> {
        alarm::watch_terminal();
        #[cfg(debug_assertions)]
        panic_on_purpose();
        if self.world.wants_background() {
            terminal::ask_background()?;
        }
        event::poll(Duration::ZERO)?;
        for message in self.world.after_first_frame() {
            self.take_in(message);
        }
        self.measure()
    }

    fn stay(mut self) -> Result<Ending> {
        loop {
            // A change of size may have been told together with a key.
            self.measure()?;
            self.settle();
            if let Some(ending) = self.ending.take() {
                return Ok(ending);
            }
            self.draw()?;
            self.prepare()?;
            self.wait()?;
        }
    }

    /// Uses the time before the next key.
    fn prepare(&mut self) -> io::Result<()> {
        if let Some(effect) = self.model.spare()
            && !event::poll(Duration::ZERO)?
        {
            self.perform(vec![effect]);
        }
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        let (model, theme) = (&self.model, &self.theme);
        self.screen.draw(|frame| ui::draw(frame, model, theme))?;
        Ok(())
    }

    fn measure(&mut self) -> Result<()> {
        let size = self.screen.size()?;
        self.take_in(Message::Resized(size.width, size.height));
        Ok(())
    }

    /// Performs effects until nothing more is wanted for the next frame.
    fn settle(&mut self) {
        self.take_in(Message::Clock(self.world.clock()));
        loop {
            let wanted = self.model.wants();
            if wanted.is_empty() || self.ending.is_some() {
                return;
            }
            self.perform(wanted);
        }
    }

    fn take_in(&mut self, message: Message) {
        let effects = self.model.update(message);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match self.world.perform(effect) {
                After::Nothing => {}
                After::Heard(message) => self.take_in(message),
                After::Quit => self.ending = Some(Ending::Left),
                After::Redraw => self.repaint(),
                After::Suspend => self.suspend(),
                After::Foreground(command) => {
                    let told = self.lend_terminal(|| commands::in_foreground(command));
                    self.take_in(told);
                }
            }
        }
    }

    /// Draws every cell of the next frame, whatever is on the screen.
    fn repaint(&mut self) {
        match terminal::blank_screen() {
            Ok(screen) => self.screen = screen,
            Err(error) => tracing::warn!("the screen can't be drawn anew: {error}"),
        }
    }

    fn suspend(&mut self) {
        self.lend_terminal(alarm::stop_here);
    }

    fn lend_terminal<T>(&mut self, meanwhile: impl FnOnce() -> T) -> T {
        terminal::give_back();
        let outcome = meanwhile();
        drop(terminal::take(self.mouse));
        self.repaint();
        outcome
    }

    /// Waits for news of any kind and takes in all that has come, up to a burst.
    fn wait(&mut self) -> Result<()> {
        self.empty_inbox();
        if self.ending.is_some() {
            return Ok(());
        }
        if let Some(patience) = self.model.patience()
            && !event::poll(patience)?
        {
            self.take_in(Message::Idle);
            return Ok(());
        }
        for _ in 0..BURST {
            let event = event::read()?;
            self.hear(event)?;
            self.empty_inbox();
            if self.ending.is_some() || !event::poll(Duration::ZERO)? {
                break;
            }
            self.settle();
        }
        Ok(())
    }

    fn hear(&mut self, event: Event) -> Result<()> {
        match self.replies.take(&event, Instant::now()) {
            Taken::Swallowed => return Ok(()),
            Taken::Background(background) => {
                self.theme = self.world.theme(background);
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

    fn empty_inbox(&mut self) {
        while let Ok(news) = self.inbox.try_recv() {
            match news {
                News::Signal(Signal::Stop) => self.suspend(),
                News::Signal(Signal::Continued) => {
                    drop(terminal::take(self.mouse));
                    self.repaint();
                }
                News::Signal(Signal::End(number)) => {
                    let effects = self.model.leave_now();
                    self.perform(effects);
                    self.ending = Some(Ending::Signal(number));
                }
            }
        }
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
