//! The program in a real pseudo-terminal beside others: `cargo bench --bench terminal`.
//!
//! The programs take turns, so that a machine that slows down slows all of them. The floor is this benchmark itself as a
//! program that prints one screen and answers a key with a screen: nothing that draws can be faster.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use dateline::store::{Incoming, Store};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

#[path = "store/generator.rs"]
#[allow(
    dead_code,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "shared with the store's benchmark"
)]
mod generator;

const SIZE: PtySize = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
const ROUNDS: usize = 21;
const KEYS: usize = 20;

/// A program to measure: its name, its words, the data directory and the word that its first screen shows.
struct Entrant {
    name: &'static str,
    words: Vec<String>,
    data: PathBuf,
    shows: &'static str,
    starts: Vec<f64>,
    keys: Vec<f64>,
    memory: u64,
}

fn main() -> Result<()> {
    if std::env::args().any(|word| word == "floor") {
        return floor();
    }
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("terminal");
    drop(fs::remove_dir_all(&root));
    let mut entrants = entrants(&root)?;
    for _ in 0..ROUNDS {
        for entrant in &mut entrants {
            measure(entrant)?;
        }
    }
    println!("{:24} {:>12} {:>12} {:>12}", "", "start, ms", "key, ms", "memory, MB");
    for entrant in &mut entrants {
        let memory = entrant.memory.div_ceil(1024);
        println!(
            "{:24} {:12.2} {:12.2} {memory:>12}",
            entrant.name,
            median(&mut entrant.starts),
            median(&mut entrant.keys)
        );
    }
    fs::remove_dir_all(root)?;
    Ok(())
}

fn entrants(root: &Path) -> Result<Vec<Entrant>> {
    let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/000_31642f45ca39f18b.txt");
    let program = env!("CARGO_BIN_EXE_dateline").to_owned();
    let this = std::env::current_exe()?.to_string_lossy().into_owned();
    let entrant = |name, words: Vec<String>, data: PathBuf, shows| Entrant {
        name,
        words,
        data,
        shows,
        starts: Vec::new(),
        keys: Vec::new(),
        memory: 0,
    };
    for count in [100, 100_000] {
        fill(&root.join(count.to_string()), count)?;
    }
    Ok(vec![
        entrant("floor", vec![this, "floor".into()], root.join("none"), "FLOOR"),
        entrant("less", vec!["less".into(), seed.into()], root.join("none"), "Badr"),
        entrant("dateline, first run", vec![program.clone()], root.join("seeds"), "Badr"),
        entrant("dateline, 100", vec![program.clone()], root.join("100"), "unread of"),
        entrant("dateline, 100,000", vec![program], root.join("100000"), "unread of"),
    ])
}

fn fill(dir: &Path, count: usize) -> Result<()> {
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
    Incoming { key, origin, article, quotations, engine: 1 }
}

fn measure(entrant: &mut Entrant) -> Result<()> {
    let pair = native_pty_system().openpty(SIZE)?;
    let (first, rest) = entrant.words.split_first().context("a program")?;
    let mut command = CommandBuilder::new(first);
    command.args(rest);
    command.env("TERM", "xterm-256color");
    for (name, dir) in [("CONFIG", "c"), ("STATE", "s")] {
        command.env(format!("DATELINE_{name}_DIR"), entrant.data.join(dir));
    }
    command.env("DATELINE_DATA_DIR", &entrant.data);
    let mut reader = pair.master.try_clone_reader()?;
    let mut writer = pair.master.take_writer()?;
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
    let mut child = pair.slave.spawn_command(command)?;
    entrant.starts.push(until(&inbox, begun, entrant.shows)?);
    quiet(&inbox);
    for _ in 0..KEYS {
        let begun = Instant::now();
        writer.write_all(b"j")?;
        let (at, _) = inbox.recv_timeout(Duration::from_secs(10)).context("no answer to a key")?;
        entrant.keys.push(millis(at.duration_since(begun)));
        quiet(&inbox);
    }
    if let Some(id) = child.process_id() {
        entrant.memory = entrant.memory.max(peak_memory(id));
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// Milliseconds until the output holds `text`.
fn until(inbox: &Receiver<(Instant, Vec<u8>)>, begun: Instant, text: &str) -> Result<f64> {
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

/// Waits until nothing has come for a while.
fn quiet(inbox: &Receiver<(Instant, Vec<u8>)>) {
    while inbox.recv_timeout(Duration::from_millis(15)).is_ok() {}
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Peak resident memory of a process, in KiB; 0 where the system doesn't tell.
fn peak_memory(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Prints a screen, and another one for every key, until it is killed.
fn floor() -> Result<()> {
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
