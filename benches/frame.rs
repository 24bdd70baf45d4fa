//! What a key costs: `cargo bench --bench frame`, with numbers of articles after `--` for other sizes.
//!
//! Everything between a key and the bytes of the frame is measured, but no terminal: what the model decides, what the
//! store answers, the page that is set, the frame that is drawn and turned into escape sequences. The articles are
//! those of the store's benchmark. `-- keep DIR N` leaves a store of N articles in DIR, for measuring in a real terminal.

#![allow(clippy::cast_precision_loss, reason = "figures are for reading")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use dateline::{
    app::{Clock, Message, Model},
    catalog::Scope,
    library::Library,
    run::World,
    settings::{
        Settings,
        colour::{Background, Depth},
        theme::Theme,
    },
    store::{Incoming, Store},
    ui::{self, Screen},
};

#[path = "store/generator.rs"]
#[allow(
    dead_code,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "shared with the store's benchmark"
)]
mod generator;

use generator::{Draft, Generator, NOW};

/// The screen: columns and rows.
const SCREEN: (u16, u16) = (120, 40);
/// How often each key is pressed.
const TIMES: usize = 200;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let outcome = match words.as_slice() {
        [word, dir, count] if word == "keep" => keep(Path::new(dir), count),
        [] => [100, 100_000].into_iter().try_for_each(measure),
        sizes => sizes.iter().try_for_each(|size| measure(size.parse().context("a size is a number")?)),
    };
    if let Err(error) = outcome {
        eprintln!("{error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn keep(dir: &Path, count: &str) -> Result<()> {
    fs::create_dir_all(dir)?;
    fill(dir, count.parse().context("the number of articles")?)
}

fn fill(dir: &Path, count: usize) -> Result<()> {
    let (mut store, _) = Store::open(dir, NOW)?;
    let mut generator = Generator::new(count);
    for start in (0..count).step_by(500) {
        let drafts: Vec<Draft> = (start..count.min(start + 500)).map(|n| generator.draft(n)).collect();
        let batch: Vec<_> = drafts.iter().map(incoming).collect();
        store.take_in(&batch, NOW)?;
    }
    Ok(())
}

fn incoming(draft: &Draft) -> Incoming<'_> {
    let Draft { key, origin, article, quotations } = draft;
    Incoming { key, origin, article, quotations, engine: 1 }
}

fn measure(count: usize) -> Result<()> {
    println!("\n{count} articles, {} by {}", SCREEN.0, SCREEN.1);
    let dir: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("frame-{count}"));
    drop(fs::remove_dir_all(&dir));
    fs::create_dir_all(&dir)?;
    fill(&dir, count)?;
    let mut starts: Vec<_> = (0..21).map(|_| start(&dir).map(|(_, time)| time)).collect::<Result<_>>()?;
    row("from opening the store to the first frame", &mut starts, 0);
    let (mut reader, _) = start(&dir)?;
    reader.many("j in the list, the next article shown", 'j', TIMES);
    reader.many("k in the list", 'k', TIMES);
    reader.many("e, done and next", 'e', TIMES);
    reader.many("u, undo", 'u', TIMES);
    reader.key(KeyCode::Enter);
    reader.many("j in the article", 'j', 30);
    reader.many("Space, the next page or article", ' ', TIMES);
    drop(reader);
    fs::remove_dir_all(&dir)?;
    Ok(())
}

/// A reader whose frames go nowhere, but are counted.
struct Reader {
    model: Model,
    world: World,
    theme: Theme,
    screen: Screen,
    frame: Vec<u8>,
    written: usize,
}

fn start(dir: &Path) -> Result<(Reader, Duration)> {
    let begun = Instant::now();
    let library = Library::open(dir, dir, NOW)?.library;
    let settings = Settings::default();
    let theme = settings.theme(Background::Dark, Depth::True);
    let model = Model::new(settings.config.clone(), settings.keymap.clone(), Scope::default());
    let world = World::new(library, settings, Vec::new());
    let screen = Screen::new(SCREEN.0, SCREEN.1);
    let mut reader = Reader { model, world, theme, screen, frame: Vec::new(), written: 0 };
    reader.tell(Message::Clock(Clock { now: NOW, offset: 0 }));
    reader.tell(Message::Resized(SCREEN.0, SCREEN.1));
    reader.draw();
    Ok((reader, begun.elapsed()))
}

impl Reader {
    fn many(&mut self, what: &str, key: char, times: usize) {
        let before = self.written;
        let mut taken: Vec<_> = (0..times).map(|_| self.key(KeyCode::Char(key))).collect();
        let bytes = self.written - before;
        row(what, &mut taken, bytes / times);
    }

    fn key(&mut self, code: KeyCode) -> Duration {
        let begun = Instant::now();
        self.tell(Message::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        self.draw();
        let taken = begun.elapsed();
        // The reader does this while it waits for the next key.
        self.model.prepare(&mut |effect| self.world.perform(effect).heard());
        taken
    }

    fn tell(&mut self, message: Message) {
        let perform = &mut |effect| self.world.perform(effect).heard();
        self.model.hear(message, perform);
        self.model.settle(perform);
    }

    fn draw(&mut self) {
        self.frame.clear();
        self.screen.frame(&mut self.frame, |buffer| ui::draw(buffer, &self.model, &self.theme));
        self.written += self.frame.len();
    }
}

fn row(what: &str, times: &mut [Duration], bytes: usize) {
    times.sort();
    let micros = |index: usize| times.get(index).map_or(0.0, |time| time.as_secs_f64() * 1e6);
    let (median, late) = (micros(times.len() / 2), micros(times.len() * 99 / 100));
    let bytes = if bytes == 0 { String::new() } else { format!("{bytes:>6} bytes a frame") };
    println!("  {what:<46} {median:>9.0} µs  p99 {late:>9.0} µs {bytes}");
}
