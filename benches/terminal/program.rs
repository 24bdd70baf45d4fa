//! Programs in pseudo-terminals, for the benchmarks: started, fed with keys, listened to.

use std::{
    fs,
    io::{Read as _, Write},
    path::Path,
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use dateline::{
    store::{Incoming, Store},
    text::quotes::Lexicon,
};
use portable_pty::{Child, CommandBuilder, PtyPair, PtySize, native_pty_system};

#[path = "../store/generator.rs"]
#[allow(
    dead_code,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "shared with the store's benchmark"
)]
pub mod generator;

/// The word that has a benchmark be the floor.
pub const FLOOR: &str = "floor";

/// The screen.
pub const SIZE: PtySize = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };

/// A program that runs.
pub struct Running {
    pub child: Box<dyn Child + Send + Sync>,
    pub keys: Box<dyn Write + Send>,
    pub inbox: Receiver<(Instant, Vec<u8>)>,
    pub begun: Instant,
    _pair: PtyPair,
}

impl Running {
    /// Starts a program by its words, with its configuration, state and data in a directory.
    pub fn start(words: &[String], data: &Path) -> Result<Self> {
        let pair = native_pty_system().openpty(SIZE)?;
        let (first, rest) = words.split_first().context("a program")?;
        let mut command = CommandBuilder::new(first);
        command.args(rest);
        command.env("TERM", "xterm-256color");
        for (name, dir) in [("CONFIG", "c"), ("STATE", "s")] {
            command.env(format!("DATELINE_{name}_DIR"), data.join(dir));
        }
        command.env("DATELINE_DATA_DIR", data);
        let mut reader = pair.master.try_clone_reader()?;
        let keys = pair.master.take_writer()?;
        let (sender, inbox) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        Ok(Self { child, keys, inbox, begun, _pair: pair })
    }
}

/// Fills a store with so many articles.
pub fn fill(dir: &Path, count: usize) -> Result<()> {
    fs::create_dir_all(dir)?;
    let (mut store, _) = Store::open(dir, generator::NOW)?;
    let mut generator = generator::Generator::new(count);
    for start in (0..count).step_by(500) {
        let drafts: Vec<_> = (start..count.min(start + 500)).map(|n| generator.draft(n)).collect();
        let batch: Vec<_> = drafts.iter().map(incoming).collect();
        store.take_in(&batch, generator::NOW)?;
    }
    Ok(())
}

fn incoming(draft: &generator::Draft) -> Incoming<'_> {
    let generator::Draft { key, origin, article, quotations } = draft;
    Incoming { key, origin, article, quotations, engine: Lexicon::built_in().edition() }
}

/// How often the threads of a program were put on a processor so far, and for how many milliseconds; 0 where the system
/// doesn't tell.
pub fn work(running: &Running) -> (u64, f64) {
    let tasks = running.child.process_id().and_then(|id| fs::read_dir(format!("/proc/{id}/task")).ok());
    let told = tasks.into_iter().flatten().flatten().filter_map(|task| {
        let told = fs::read_to_string(task.path().join("schedstat")).ok()?;
        let mut numbers = told.split_whitespace().map(str::parse::<u64>);
        let (time, _, times) = (numbers.next()?.ok()?, numbers.next()?, numbers.next()?.ok()?);
        Some((times, Duration::from_nanos(time)))
    });
    told.fold((0, 0.0), |(wakes, time), (more, longer)| (wakes + more, time + millis(longer)))
}

/// Milliseconds until the output holds `text`.
pub fn until(inbox: &Receiver<(Instant, Vec<u8>)>, begun: Instant, text: &str) -> Result<f64> {
    let mut seen = Vec::new();
    loop {
        let (at, bytes) = inbox.recv_timeout(Duration::from_secs(20)).context("no first screen")?;
        seen.extend(bytes);
        if String::from_utf8_lossy(&seen).contains(text) {
            return Ok(millis(at.duration_since(begun)));
        }
        ensure!(seen.len() < 1 << 20, "the first screen never showed {text}");
    }
}

/// Waits until nothing has come for a while, and returns how many bytes came before.
pub fn quiet(inbox: &Receiver<(Instant, Vec<u8>)>) -> usize {
    let mut bytes = 0;
    while let Ok((_, more)) = inbox.recv_timeout(Duration::from_millis(15)) {
        bytes += more.len();
    }
    bytes
}

/// A time in milliseconds.
pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Prints a screen, and another one for every key, until it is killed: nothing that draws can be faster.
pub fn floor() -> Result<()> {
    crossterm::terminal::enable_raw_mode()?;
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut key = [0];
    for page in 0.. {
        let rows = (1..=SIZE.rows).map(|row| format!("\x1b[{row};1H FLOOR {page:04} {}", "x".repeat(100)));
        output.write_all(rows.collect::<String>().as_bytes())?;
        output.flush()?;
        input.read_exact(&mut key)?;
    }
    Ok(())
}
