//! The reader without a screen: a line is read, what it asks for is done, and what has changed is said in words. For screen
//! readers, terminals that can't move a cursor, and pipes. It draws nothing and takes no terminal over.

use std::{
    io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _},
    sync::mpsc::{self, Receiver, Sender},
    thread,
};

use anyhow::{Context as _, Result};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{
    After, Ending, PageReader, World,
    alarm::{self, Bell, News, Signal},
    commands, hooks,
    perform::Searching,
};
use crate::{
    app::{Effect, Message, Model},
    settings::{command::Command, keys::Sequence},
    text::clean,
    ui::spoken::{self, Heard},
};

/// The screen that there would be: it says how far a page goes.
const SCREEN: (u16, u16) = (100, 60);
/// The longest line that is read, in bytes; the rest counts as another.
const LONGEST: u64 = 64 << 10;
/// How many rows are said at a time.
const ROWS: usize = 10;
/// What is said first.
const WELCOME: &str = "dateline, read line by line. Type a key or a command and Enter: j and k go down and up, Enter alone \
                       reads, e is done, ) goes to the next quotation, u undoes, a slash and words search, rows lists ten \
                       articles, a number goes to that one, where says where you are, ? is help, q goes back and quits.";

/// Reads lines until the user leaves or the input ends.
///
/// # Errors
/// Where standard output can't be written.
pub fn run(model: Model, mut world: World) -> Result<Ending> {
    let (caught, bell, inbox) = alarm::listen().context("signals can't be caught")?;
    caught.tell(bell.clone()).context("signals can't be heard")?;
    world.searching = Searching::AtOnce;
    let mut talk = Talk { model, world, inbox, lines: Lines::begin(), heard: Heard::default(), ending: None };
    talk.begin(&bell)?;
    while talk.ending.is_none() {
        talk.turn()?;
    }
    Ok(talk.ending.unwrap_or(Ending::Left))
}

struct Talk {
    model: Model,
    world: World,
    inbox: Receiver<News>,
    lines: Lines,
    heard: Heard,
    ending: Option<Ending>,
}

/// The thread that reads lines, one each time it is asked to: another program may have the terminal in between.
struct Lines {
    asks: Sender<Bell>,
    came: Receiver<Option<String>>,
}

impl Lines {
    fn begin() -> Self {
        let (asks, asked) = mpsc::channel::<Bell>();
        let (sender, came) = mpsc::channel();
        let read = move || {
            for bell in asked {
                let mut line = Vec::new();
                let read = io::stdin().lock().take(LONGEST).read_until(b'\n', &mut line);
                let line = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
                let line = read.is_ok_and(|bytes| bytes > 0).then_some(line);
                if sender.send(line).is_err() || bell.ring(News::Elsewhere).is_err() {
                    return;
                }
            }
        };
        drop(thread::Builder::new().name("lines".into()).spawn(read));
        Self { asks, came }
    }
}

impl Talk {
    fn begin(&mut self, bell: &Bell) -> Result<()> {
        let (columns, rows) = SCREEN;
        self.take_in(Message::Resized(columns, rows));
        self.settle();
        say(&[WELCOME.to_owned()])?;
        self.tell()?;
        self.world.pages = Some(PageReader::new(bell.clone()));
        self.world.begin_refreshing(bell);
        for message in self.world.after_first_frame() {
            self.take_in(message);
        }
        self.settle();
        self.tell()?;
        self.ask(bell)
    }

    fn ask(&self, bell: &Bell) -> Result<()> {
        if io::stdin().is_terminal() {
            let mut out = io::stdout();
            out.write_all(b"> ").and_then(|()| out.flush()).context(UNWRITABLE)?;
        }
        // Where the thread is gone, so is the input: that is told by the closed channel.
        drop(self.lines.asks.send(bell.clone()));
        Ok(())
    }

    /// Waits for a line or for news, and says what comes of it.
    fn turn(&mut self) -> Result<()> {
        let Ok(news) = self.inbox.recv() else {
            self.ending = Some(Ending::Left);
            return Ok(());
        };
        self.hear(news);
        let line = self.lines.came.try_recv().ok();
        if let Some(line) = &line {
            match line {
                Some(line) => self.do_line(&clean::line(line))?,
                None => self.leave(Ending::Left),
            }
        }
        self.settle();
        if self.ending.is_some() {
            return Ok(());
        }
        self.tell()?;
        match (line, &self.world.bell) {
            (Some(_), Some(bell)) => self.ask(&bell.clone()),
            _ => Ok(()),
        }
    }

    /// Says what is new.
    fn tell(&mut self) -> Result<()> {
        let said = spoken::since(&self.heard, &self.model);
        self.heard = Heard::of(&self.model);
        self.model.notice = None;
        say(&said)
    }

    fn do_line(&mut self, line: &str) -> Result<()> {
        if self.model.prompt.is_some() {
            self.answer(line);
            return Ok(());
        }
        let words = line.trim();
        let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
        match first {
            "" => self.read_on(),
            "where" => say(&[spoken::here(&self.model)])?,
            "rows" => say(&spoken::rows(&self.model, rest.trim().parse().unwrap_or(ROWS)))?,
            number if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                let go = if self.model.overlay.is_some() { Command::Open } else { Command::Top };
                self.take_in(Message::Line(format!("{} {number}", go.name())));
            }
            _ if self.model.takes_line(first) => self.take_in(Message::Line(words.to_owned())),
            _ => self.press_all(words),
        }
        Ok(())
    }

    /// Enter alone: what is chosen is opened; from an article, the next unread one.
    fn read_on(&mut self) {
        if self.heard.is_in_article() {
            self.take_in(Message::Line(Command::NextUnread.name().to_owned()));
        } else {
            self.take_in(Message::Line(Command::Open.name().to_owned()));
        }
    }

    /// Presses the keys that a line names; once one of them asks for words, the rest of the line is these. A key with a name
    /// (`Esc`, `^R`) stands by itself, or after a count.
    fn press_all(&mut self, line: &str) {
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (count, keys) = line.split_at_checked(digits).unwrap_or(("", line));
        let named = keys.parse::<Sequence>().ok().filter(|named| named.keys().len() == 1);
        count.chars().for_each(|digit| self.press_char(digit));
        if let Some(key) = named.as_ref().and_then(|named| named.keys().first()) {
            return self.press(key.event());
        }
        let mut chars = keys.chars();
        while let Some(c) = chars.next() {
            self.press_char(c);
            if self.model.prompt.is_some() {
                let rest = chars.as_str().trim();
                if !rest.is_empty() {
                    self.answer(rest);
                }
                return;
            }
        }
    }

    fn press_char(&mut self, c: char) {
        self.press(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
    }

    /// Types an answer to what is asked: in the place of what stands there, or that, if the answer is empty.
    fn answer(&mut self, words: &str) {
        if words.trim() == "Esc" {
            return self.press(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
        }
        if !words.trim().is_empty() {
            self.press(KeyEvent::new(KeyCode::End, KeyModifiers::NONE));
            self.press(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
            self.take_in(Message::Paste(words.trim().to_owned()));
            self.settle();
        }
        self.press(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
    }

    fn press(&mut self, key: KeyEvent) {
        self.take_in(Message::Key(key));
        self.settle();
    }

    fn hear(&mut self, news: News) {
        match news {
            News::Page(came) => {
                let message = self.world.take_page(*came);
                self.take_in(message);
            }
            News::Refresh(news) => self.take_in(Message::Refresh(news)),
            News::Rereading(progress) => self.take_in(Message::Rereading(progress)),
            News::Directory(directory) => self.take_in(Message::Directory(directory)),
            News::Stats(stats) => self.take_in(Message::Stats(stats)),
            News::Outside(message) => self.take_in(*message),
            News::Notification(hooks::Notification { title, .. }) => self.model.tell(title),
            News::Elsewhere => self.world.look_elsewhere().into_iter().for_each(|message| self.take_in(message)),
            News::Signal(Signal::Stop) => alarm::stop_here(),
            // Searches are answered, and changes made, at once.
            News::Found | News::Made | News::Signal(Signal::Continued) => {}
            News::Signal(Signal::End(number)) => self.leave(Ending::Signal(number)),
        }
    }

    fn leave(&mut self, ending: Ending) {
        let Self { model, world, ending: over, heard, .. } = self;
        model.leave(&mut |effect| perform(world, over, heard, effect));
        *over = Some(ending);
    }

    fn take_in(&mut self, message: Message) {
        let Self { model, world, ending, heard, .. } = self;
        model.hear(message, &mut |effect| perform(world, ending, heard, effect));
    }

    fn settle(&mut self) {
        let clock = Message::Clock(self.world.clock());
        self.take_in(clock);
        let Self { model, world, ending, heard, .. } = self;
        if ending.is_none() {
            model.settle(&mut |effect| perform(world, ending, heard, effect));
        }
    }
}

/// Performs one effect; a program that needs the terminal has it until it ends.
fn perform(world: &mut World, ending: &mut Option<Ending>, heard: &mut Heard, effect: Effect) -> Option<Message> {
    match world.perform(effect) {
        After::Nothing => None,
        After::Heard(message) | After::Relook(message) => Some(message),
        After::Redraw => {
            *heard = Heard::default();
            None
        }
        After::Suspend => {
            alarm::stop_here();
            None
        }
        After::Edit(draft) => {
            let edited = draft.edit();
            world.take_note(draft, edited)
        }
        After::Foreground(program) => Some(commands::in_foreground(program)),
        After::Quit => {
            *ending = Some(Ending::Left);
            None
        }
    }
}

const UNWRITABLE: &str = "standard output can't be written";

/// Writes lines, each cleaned of what a terminal obeys. What code is indented by stays.
fn say(lines: &[String]) -> Result<()> {
    let mut out = io::stdout().lock();
    let written = lines.iter().try_for_each(|line| writeln!(out, "{}", one_line(line)));
    written.and_then(|()| out.flush()).context(UNWRITABLE)
}

fn one_line(text: &str) -> String {
    clean::preformatted(text).trim_end().replace('\n', " ")
}
