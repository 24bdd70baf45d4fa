//! What the store costs: `cargo bench --bench store`, with numbers of articles after `--` for other sizes,
//! or `monster` for one article of 30 MB.
//!
//! Articles of 400 words with eight quotations are made by a fixed generator, so that figures can be compared from run
//! to run: word frequencies follow Zipf's law, articles lie 86 seconds apart and come in some hours out of order, from
//! 300 sources. Everything is written below the target directory and removed again.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "figures are for reading, and made up ones are small"
)]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use dateline::catalog::people::Who;
use dateline::catalog::{Anchor, ArticleId, Change, Scope, Target, Verb, View};
use dateline::store::{Incoming, Store};

#[path = "store/generator.rs"]
mod generator;

use generator::{Draft, Generator, NOW};

/// Articles in one transaction, as a refresh of a feed has them.
const BATCH: usize = 50;

/// How many articles a speaker's page fetches at a time.
const PAGE: usize = 24;

/// How many rows a list fetches at a time.
const ROWS: usize = 256;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let outcome = match words.as_slice() {
        [word, dir] if word == "--read" => read(Path::new(dir)),
        [] => [1_000, 100_000].into_iter().try_for_each(measure).and_then(|()| monster()),
        [word] if word == "monster" => monster(),
        sizes => {
            sizes.iter().try_for_each(|size| measure(size.parse().with_context(|| format!("{size} is no number"))?))
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// A directory that goes when the measuring is over.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Result<Self> {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        fs::create_dir_all(&dir)?;
        Ok(Self(dir))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn measure(count: usize) -> Result<()> {
    println!("\n{count} articles");
    let scratch = Scratch::new("store")?;
    let dir = &scratch.0;
    fill(dir, count)?;
    opening(dir)?;
    let (mut store, _) = Store::open(dir, NOW)?;
    list(&store, count)?;
    articles(&store, count)?;
    speakers(&store)?;
    changes(&mut store, count)?;
    after_a_crash(&mut store, dir)?;
    drop(store);
    memory(dir)
}

/// One article that nobody should have to read.
fn monster() -> Result<()> {
    println!("\n30 MB, a million quotations");
    let scratch = Scratch::new("monster")?;
    let (mut store, _) = Store::open(&scratch.0, NOW)?;
    let draft = generator::monster();
    let mut times = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    let [fresh, again, read, window] = &mut times;
    let taken = timed(fresh, || store.take_in(&[incoming(&draft)], NOW))?;
    timed(again, || store.take_in(&[incoming(&draft)], NOW))?;
    for id in taken.ids {
        timed(read, || store.article(id))?;
    }
    timed(window, || store.window(&all(), Anchor::First, ROWS))?;
    for (what, times) in ["taken in", "taken in again", "read", "its row in the list"].into_iter().zip(&mut times) {
        time(what, times);
    }
    Ok(())
}

fn row(what: &str, value: &str, rest: &str) {
    println!("  {what:<46} {value:>12}  {rest}");
}

fn time(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: f64| {
        let index = (times.len() as f64 * share) as usize;
        times.get(index.min(times.len().saturating_sub(1))).copied().unwrap_or_default()
    };
    let rest = if times.len() > 1 { format!("p99 {}", say(at(0.99))) } else { String::new() };
    row(what, &say(at(0.5)), &rest);
}

fn say(time: Duration) -> String {
    if time < Duration::from_millis(1) {
        format!("{:.1} µs", time.as_secs_f64() * 1e6)
    } else {
        format!("{:.2} ms", time.as_secs_f64() * 1e3)
    }
}

fn timed<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = black_box(work());
    times.push(start.elapsed());
    result
}

fn fill(dir: &Path, count: usize) -> Result<()> {
    let (mut store, _) = Store::open(dir, NOW)?;
    let mut generator = Generator::new(count);
    let (mut batches, mut again) = (Vec::new(), Vec::new());
    let mut done = 0;
    while done < count {
        let drafts: Vec<Draft> = (done..count.min(done + BATCH)).map(|n| generator.draft(n)).collect();
        let batch: Vec<Incoming<'_>> = drafts.iter().map(incoming).collect();
        timed(&mut batches, || store.take_in(&batch, NOW))?;
        if done < 10_000 {
            timed(&mut again, || store.take_in(&batch, NOW))?;
        }
        done += batch.len();
    }
    let all: Duration = batches.iter().sum();
    let rate = count as f64 / all.as_secs_f64();
    row("taken in, batches of 50", &format!("{rate:.0} /s"), "");
    time("one batch of 50", &mut batches);
    time("the same batch again", &mut again);
    drop(store);
    let size = fs::metadata(dir.join("articles.db"))?.len();
    let text = generator.bytes as f64 / count as f64;
    row(
        "size on disk, an article",
        &format!("{:.0} B", size as f64 / count as f64),
        &format!("of {text:.0} B of text"),
    );
    by_table(dir, count)
}

/// How many bytes of each table and index an article takes, and how many of them lie idle in half-filled pages.
fn by_table(dir: &Path, count: usize) -> Result<()> {
    let db = rusqlite::Connection::open(dir.join("articles.db"))?;
    let sql =
        "SELECT name, sum(pgsize), sum(unused) FROM dbstat GROUP BY name HAVING sum(pgsize) > 100000 ORDER BY 2 DESC";
    let mut select = db.prepare(sql)?;
    let mut rows = select.query([])?;
    while let Some(table) = rows.next()? {
        let (name, size, idle): (String, f64, f64) = (table.get(0)?, table.get(1)?, table.get(2)?);
        let each = |bytes: f64| format!("{:.0} B", bytes / count as f64);
        row(&format!("  of it {name}"), &each(size), &format!("idle {}", each(idle)));
    }
    Ok(())
}

fn incoming(draft: &Draft) -> Incoming<'_> {
    Incoming {
        key: &draft.key,
        origin: &draft.origin,
        article: &draft.article,
        quotations: &draft.quotations,
        engine: 1,
    }
}

fn all() -> Scope {
    Scope::View(View::default())
}

fn opening(dir: &Path) -> Result<()> {
    let (mut making, mut opening, mut first) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..10 {
        let scratch = Scratch::new("fresh")?;
        timed(&mut making, || Store::open(&scratch.0, NOW))?;
    }
    time("made where there was none", &mut making);
    for _ in 0..50 {
        let start = Instant::now();
        let (store, _) = timed(&mut opening, || Store::open(dir, NOW))?;
        store.window(&all(), Anchor::First, 60)?;
        store.counts(&all())?;
        first.push(start.elapsed());
    }
    time("opened", &mut opening);
    time("opened, 60 rows and the counts", &mut first);
    Ok(())
}

fn list(store: &Store, count: usize) -> Result<()> {
    let view = View::default();
    for (what, n) in [("first", 0), ("middle", count / 2), ("last", count - 1)] {
        let id = store.nth(&view, n)?.context("the list is too short")?;
        let (mut windows, mut ranks, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..50 {
            timed(&mut windows, || store.window(&all(), Anchor::Before(id), ROWS))?;
            timed(&mut windows, || store.window(&all(), Anchor::After(id), ROWS))?;
            let rank = timed(&mut ranks, || store.rank(&view, id))?;
            let found = timed(&mut places, || store.nth(&view, n))?;
            ensure!(rank == n && found == Some(id), "place and article don't agree");
        }
        time(&format!("256 rows about the {what}"), &mut windows);
        time(&format!("number of the {what} row"), &mut ranks);
        time(&format!("row of the {what} number"), &mut places);
    }
    let mut counts = Vec::new();
    for _ in 0..200 {
        timed(&mut counts, || store.counts(&all()))?;
    }
    time("counts of the list", &mut counts);
    let mut sources = Vec::new();
    for _ in 0..50 {
        timed(&mut sources, || store.sources())?;
    }
    time("300 sources with their counts", &mut sources);
    Ok(())
}

fn articles(store: &Store, count: usize) -> Result<()> {
    let ids = some_ids(store, count)?;
    let mut times = Vec::new();
    for id in &ids {
        let stored = timed(&mut times, || store.article(*id))?;
        ensure!(stored.is_some_and(|stored| !stored.quotations.quotations.is_empty()), "an article is not whole");
    }
    time("an article with its quotations", &mut times);
    Ok(())
}

/// The pages of those who are quoted most, and of everybody.
fn speakers(store: &Store) -> Result<()> {
    let (mut all, mut pages, mut further, mut counts, mut likely) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let speakers = timed(&mut all, || store.speakers(None))?;
    let most = speakers.iter().filter_map(|speaking| speaking.person).take(50);
    for person in most {
        let first = timed(&mut pages, || store.sayings(Who::Person(person), None, PAGE))?;
        let last = first.last().map(|quoted| quoted.row.id);
        timed(&mut further, || store.sayings(Who::Person(person), last, PAGE))?;
        timed(&mut counts, || store.person(person))?;
    }
    let name = speakers.first().map(|speaking| speaking.name.to_string()).unwrap_or_default();
    for length in 2..name.len().min(8) {
        if let Some(words) = name.get(..length) {
            timed(&mut likely, || store.people_like(words, 6))?;
        }
    }
    let quotations: usize = speakers.iter().map(|speaking| speaking.quotations).sum();
    let said = speakers.first().map_or(0, |speaking| speaking.quotations);
    row("quotations, and of whom is quoted most", &quotations.to_string(), &said.to_string());
    time("a speaker's page, 24 articles", &mut pages);
    time("the page after it", &mut further);
    time("how much a speaker said", &mut counts);
    time("people with some letters in their names", &mut likely);
    time("all speakers with their sources", &mut all);
    Ok(())
}

/// Articles from all over the list.
fn some_ids(store: &Store, count: usize) -> Result<Vec<ArticleId>> {
    let step = (count / 500).max(1);
    let ids: Result<Vec<_>, _> = (0..count).step_by(step).map(|n| store.nth(&View::default(), n)).collect();
    Ok(ids?.into_iter().flatten().collect())
}

fn changes(store: &mut Store, count: usize) -> Result<()> {
    let (mut one, mut places) = (Vec::new(), Vec::new());
    for id in some_ids(store, count)? {
        let on = Target::Articles(vec![id]);
        timed(&mut one, || store.apply(&Change { verb: Verb::Read, on }, NOW))?;
        timed(&mut places, || store.keep_position(id, 100, NOW))?;
    }
    time("one article read", &mut one);
    time("a place kept", &mut places);
    let (mut read, mut undo, mut redo) = (Vec::new(), Vec::new(), Vec::new());
    let change = Change { verb: Verb::Read, on: Target::View(View::default()) };
    for _ in 0..3 {
        timed(&mut read, || store.apply(&change, NOW))?;
        timed(&mut undo, || store.undo(NOW))?;
        timed(&mut redo, || store.redo(NOW))?;
        store.undo(NOW)?;
    }
    time("all read", &mut read);
    time("all read, undone", &mut undo);
    time("all read, done again", &mut redo);
    let ids = store.window(&all(), Anchor::Nth(count / 10), count / 2)?;
    let ids: Vec<_> = ids.rows.iter().map(|row| row.id).collect();
    let (mut read, mut undo) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let on = Target::Articles(ids.clone());
        timed(&mut read, || store.apply(&Change { verb: Verb::Bookmark, on }, NOW))?;
        timed(&mut undo, || store.undo(NOW))?;
    }
    time("half of them bookmarked", &mut read);
    time("half of them bookmarked, undone", &mut undo);
    Ok(())
}

/// Opens what a program that was killed leaves behind: the database and a log.
fn after_a_crash(store: &mut Store, dir: &Path) -> Result<()> {
    store.apply(&Change { verb: Verb::Bookmark, on: Target::View(View::default()) }, NOW)?;
    let scratch = Scratch::new("crashed")?;
    let mut log = 0;
    for name in ["articles.db", "articles.db-wal"] {
        log = fs::copy(dir.join(name), scratch.0.join(name))?;
    }
    let start = Instant::now();
    black_box(Store::open(&scratch.0, NOW)?);
    row("opened after an unclean end", &say(start.elapsed()), &format!("log of {} KB", log / 1024));
    Ok(())
}

/// Asks a process that does nothing but read how much memory it took.
fn memory(dir: &Path) -> Result<()> {
    let reader = Command::new(std::env::current_exe()?).arg("--read").arg(dir).output()?;
    let said = String::from_utf8_lossy(&reader.stdout).trim().to_owned();
    ensure!(reader.status.success(), "reading failed: {}", String::from_utf8_lossy(&reader.stderr));
    row("peak memory of a process that only reads", &said, "");
    Ok(())
}

fn read(dir: &Path) -> Result<()> {
    let (store, _) = Store::open(dir, NOW)?;
    let count = store.counts(&all())?.all;
    for n in (0..count).step_by((count / 200).max(1)) {
        let window = store.window(&all(), Anchor::Nth(n), ROWS)?;
        for row in window.rows.iter().take(5) {
            store.article(row.id)?;
        }
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", peak.unwrap_or("unknown").trim());
    Ok(())
}
