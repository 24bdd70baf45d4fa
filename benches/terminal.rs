//! The program in a real pseudo-terminal beside others: `cargo bench --bench terminal`.
//!
//! The programs take turns, so that a machine that slows down slows all of them. The floor is this benchmark itself as a
//! program that prints one screen and answers a key with a screen: nothing that draws can be faster. Newsboat takes part
//! where it is installed, with the same headlines. At last all of them are left alone for a while, to see what they do
//! when nothing is to be done.

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

#[path = "terminal/program.rs"]
mod program;

use program::{FLOOR, Running, fill, generator, millis, quiet, until, work};

const ROUNDS: usize = 21;
const KEYS: usize = 20;
/// How long the programs are left alone.
const IDLE: Duration = Duration::from_secs(20);

/// A program to measure: its name, its words, the data directory and the word that its first screen shows.
struct Entrant {
    name: &'static str,
    words: Vec<String>,
    data: PathBuf,
    shows: &'static str,
    /// Keys to press before those that are measured.
    first: &'static [u8],
    starts: Vec<f64>,
    keys: Vec<f64>,
    bytes: usize,
    memory: u64,
}

fn main() -> Result<()> {
    if std::env::args().any(|word| word == FLOOR) {
        return program::floor();
    }
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("terminal");
    drop(fs::remove_dir_all(&root));
    let mut entrants = entrants(&root)?;
    for _ in 0..ROUNDS {
        for entrant in &mut entrants {
            measure(entrant)?;
        }
    }
    println!("{:24} {:>10} {:>10} {:>10} {:>11}", "", "start, ms", "key, ms", "key, bytes", "memory, MB");
    for entrant in &mut entrants {
        let (memory, bytes) = (entrant.memory.div_ceil(1024), entrant.bytes / (ROUNDS * KEYS));
        let (start, key) = (median(&mut entrant.starts), median(&mut entrant.keys));
        println!("{:24} {start:10.2} {key:10.2} {bytes:>10} {memory:>11}", entrant.name);
    }
    idle(&entrants)?;
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
        first: b"",
        starts: Vec::new(),
        keys: Vec::new(),
        bytes: 0,
        memory: 0,
    };
    for count in [100, 100_000] {
        fill(&root.join(count.to_string()), count)?;
    }
    let mut entrants = vec![
        entrant("floor", vec![this, FLOOR.into()], root.join("none"), "FLOOR"),
        entrant("less", vec!["less".into(), seed.into()], root.join("none"), "Badr"),
        entrant("dateline, first run", vec![program.clone()], root.join("seeds"), "Badr"),
        entrant("dateline, 100", vec![program.clone()], root.join("100"), "unread of"),
        entrant("dateline, 100,000", vec![program], root.join("100000"), "unread of"),
    ];
    for (name, count) in [("newsboat, 100", 100), ("newsboat, 100,000", 100_000)] {
        if let Some(words) = newsboat(&root.join(format!("newsboat-{count}")), count)? {
            let newsboat = entrant(name, words, root.join("none"), "All of it");
            entrants.push(Entrant { first: b"\r", ..newsboat });
        }
    }
    Ok(entrants)
}

/// The words that open newsboat on the same headlines, each with the beginning of its text; `None` where it isn't
/// installed.
fn newsboat(dir: &Path, count: usize) -> Result<Option<Vec<String>>> {
    if Command::new("newsboat").arg("--version").output().is_err() {
        return Ok(None);
    }
    fs::create_dir_all(dir)?;
    let (feed, urls, config) = (dir.join("feed.xml"), dir.join("urls"), dir.join("config"));
    let mut items = String::from("<rss version=\"2.0\"><channel><title>All of it</title>");
    let mut generator = generator::Generator::new(count);
    for n in 0..count {
        let generator::Draft { key, article, .. } = generator.draft(n);
        let headline = article.headline.map(|headline| headline.text).unwrap_or_default();
        let text: String = article.text.chars().take(300).collect();
        write!(items, "<item><guid>{key}</guid><title>{headline}</title><description>{text}</description></item>")?;
    }
    fs::write(&feed, items + "</channel></rss>")?;
    fs::write(&urls, format!("file://{}\n", feed.display()))?;
    fs::write(&config, "max-items 0\n")?;
    let at = |name: &str, path: PathBuf| [name.to_owned(), path.to_string_lossy().into_owned()];
    let words =
        [["newsboat".to_owned(), "-q".to_owned()], at("-u", urls), at("-C", config), at("-c", dir.join("cache"))];
    let words = words.concat();
    let taken = Command::new("newsboat").args(words.iter().skip(1)).args(["-x", "reload"]).output()?;
    ensure!(taken.status.success(), "newsboat can't read its feed");
    Ok(Some(words))
}

fn measure(entrant: &mut Entrant) -> Result<()> {
    let mut running = Running::start(&entrant.words, &entrant.data)?;
    entrant.starts.push(until(&running.inbox, running.begun, entrant.shows)?);
    quiet(&running.inbox);
    enter(&mut running, entrant)?;
    // Four articles, or a text of two screens, have no room for twenty steps in one direction.
    let there_and_back = entrant.name == "less" || entrant.name == "dateline, first run";
    for number in 0..KEYS {
        let key = if there_and_back && number % 2 == 1 { b"k" } else { b"j" };
        let begun = Instant::now();
        running.keys.write_all(key)?;
        let (at, bytes) = running.inbox.recv_timeout(Duration::from_secs(10)).context("no answer to a key")?;
        entrant.keys.push(millis(at.duration_since(begun)));
        entrant.bytes += bytes.len() + quiet(&running.inbox);
    }
    if let Some(id) = running.child.process_id() {
        entrant.memory = entrant.memory.max(peak_memory(id));
    }
    running.child.kill()?;
    running.child.wait()?;
    Ok(())
}

fn enter(running: &mut Running, entrant: &Entrant) -> Result<()> {
    if !entrant.first.is_empty() {
        running.keys.write_all(entrant.first)?;
        running.inbox.recv_timeout(Duration::from_secs(20)).context("no answer to the first key")?;
        quiet(&running.inbox);
    }
    Ok(())
}

/// Leaves all of them alone, and tells how often they woke up and what processor time that took.
fn idle(entrants: &[Entrant]) -> Result<()> {
    let mut all = Vec::new();
    for entrant in entrants {
        let mut running = Running::start(&entrant.words, &entrant.data)?;
        until(&running.inbox, running.begun, entrant.shows)?;
        enter(&mut running, entrant)?;
        running.keys.write_all(b"j")?;
        all.push(running);
    }
    // What is put off until a key is over is done by then.
    thread::sleep(Duration::from_secs(4));
    let before: Vec<_> = all.iter().map(work).collect();
    thread::sleep(IDLE);
    println!("\n{:24} {:>10} {:>10}", "left alone for 20 s", "wake-ups", "CPU, ms");
    for ((entrant, running), (wakes, time)) in entrants.iter().zip(&mut all).zip(before) {
        let (later_wakes, later_time) = work(running);
        println!("{:24} {:>10} {:>10.2}", entrant.name, later_wakes - wakes, later_time - time);
        running.child.kill()?;
        running.child.wait()?;
    }
    Ok(())
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
