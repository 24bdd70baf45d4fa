//! What a million articles cost: `cargo bench --bench scale -- 1000 100000 1000000 --keep DIR`.
//!
//! The articles are those of `benches/store`, made by a fixed generator one after the other and taken in as a refresh
//! takes them in: quotations found, words indexed. With `--keep`, a store that is there already is measured again without
//! being filled. A question is asked three times and the quickest answer counts: others on the machine don't. Beside it
//! stands what a plain program takes for it. Then the reader itself is measured in a pseudo-terminal, alone and while another
//! program takes articles in. At the end stands a table; `--store` and `--reader` measure a part of it.

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
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use dateline::catalog::{Anchor, Scope, View};
use dateline::store::Store;
use dateline::text::quotes::{self, Lexicon, Quotations};
use rusqlite::Connection;

#[allow(dead_code, reason = "shared with the benchmarks of the screen")]
#[path = "terminal/program.rs"]
mod program;
#[path = "scale/reader.rs"]
mod reader;
#[path = "scale/searching.rs"]
mod searching;
#[path = "scale/table.rs"]
mod table;
#[path = "scale/terminal.rs"]
mod terminal;
#[path = "scale/writing.rs"]
mod writing;

use program::generator::{self, Generator, NOW};
use table::{Column, Table, row};

/// How often a question is asked.
const TIMES: usize = 3;

/// What is measured of each store.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Everything,
    Store,
    Reader,
}

fn main() -> ExitCode {
    match work() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn work() -> Result<()> {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let (mut sizes, mut keep, mut what) = (Vec::new(), None, What::Everything);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--keep" => keep = words.next().map(PathBuf::from),
            "--store" => what = What::Store,
            "--reader" => what = What::Reader,
            program::FLOOR => return program::floor(),
            writing::WRITE => return writing::write_on(Path::new(&words.next().context("which store?")?)),
            size => sizes.push(size.parse::<usize>().with_context(|| format!("{size} is no number"))?),
        }
    }
    if sizes.is_empty() {
        sizes = vec![1_000, 100_000];
    }
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("scale-{}", std::process::id()));
    let root = keep.as_deref().unwrap_or(&scratch);
    let mut table = Table::default();
    let done = measure_all(&sizes, root, what, &mut table);
    table.print(&sizes);
    if keep.is_none() {
        drop(fs::remove_dir_all(&scratch));
    }
    done
}

fn measure_all(sizes: &[usize], root: &Path, what: What, table: &mut Table) -> Result<()> {
    for size in sizes {
        println!("\n{size} articles");
        let (dir, column) = (root.join(size.to_string()), &mut Column { table, size: *size });
        made(*size, &dir, column)?;
        if what != What::Reader {
            measure(*size, &dir, column)?;
        }
        let copy = writing::Copy::of(&dir)?;
        if what != What::Reader {
            writing::unclean_end(&copy, column)?;
        }
        if what != What::Store {
            reader::measure(&copy, column)?;
        }
    }
    if what == What::Store { Ok(()) } else { reader::starts(sizes, root, table) }
}

/// The file in the directory of a store that says it is full, and how quickly it became so.
const FULL: &str = "full";

/// Makes the store of so many articles where there is none.
fn made(count: usize, dir: &Path, column: &mut Column<'_>) -> Result<()> {
    if !dir.join(FULL).exists() {
        drop(fs::remove_dir_all(dir));
        fs::create_dir_all(dir)?;
        let rates = fill(dir, count)?;
        fs::write(dir.join(FULL), rates)?;
    }
    let rates = fs::read_to_string(dir.join(FULL))?;
    row("taken in, quotations found, one thread", &rates, "a second of its own processor time");
    column.note("taken in, a second of one thread's processor time", "≥ 3,000", rates);
    Ok(())
}

fn measure(count: usize, dir: &Path, column: &mut Column<'_>) -> Result<()> {
    size(dir, count, column)?;
    opening(dir, column)?;
    let (mut store, _) = Store::open(dir, NOW)?;
    counting(&store, column)?;
    searching::searching(&store, dir, column)?;
    writing::changing(&mut store, column)
}

/// Fills a store, and says how many articles a second that was.
fn fill(dir: &Path, count: usize) -> Result<String> {
    let (mut store, _) = Store::open(dir, NOW)?;
    store.expect_many()?;
    let mut generator = Generator::new(count);
    let lexicon = Lexicon::built_in();
    let (mut finding, mut taking) = (Vec::new(), Vec::new());
    let mut done = 0;
    while done < count {
        let drafts = writing::drafts(&mut generator, done..count.min(done + writing::BATCH));
        // Finding them is part of taking in; kept are those that the generator knows, eight to an article.
        let found = had(&mut finding, || {
            drafts.iter().map(|draft| quotes::in_article(&draft.article, lexicon)).collect::<Vec<Quotations>>()
        });
        black_box(found);
        let batch = writing::batch(&drafts);
        had(&mut taking, || store.take_in(&batch, NOW))?;
        done += batch.len();
        if done % 102_400 == 0 {
            eprintln!("  {done} …");
        }
    }
    had(&mut taking, || store.settle_log())?;
    let rate = |times: &[Duration]| count as f64 / times.iter().sum::<Duration>().as_secs_f64();
    let both = 1.0 / (1.0 / rate(&finding) + 1.0 / rate(&taking));
    Ok(format!("{both:.0} ({:.0} finding quotations, {:.0} the store)", rate(&finding), rate(&taking)))
}

fn size(dir: &Path, count: usize, column: &mut Column<'_>) -> Result<()> {
    let size = fs::metadata(dir.join("articles.db"))?.len();
    let each = |bytes: f64| format!("{:.0} B", bytes / count as f64);
    row("size on disk, an article", &each(size as f64), "");
    column.note("size on disk, an article", "≤ 4,000 B", each(size as f64));
    let db = Connection::open(dir.join("articles.db"))?;
    let mut select = db.prepare(
        "SELECT name, sum(pgsize), sum(unused) FROM dbstat GROUP BY name HAVING sum(pgsize) > ?1 ORDER BY 2 DESC",
    )?;
    let mut rows = select.query([(count as i64 * 5).max(50_000)])?;
    while let Some(table) = rows.next()? {
        let (name, size, idle): (String, f64, f64) = (table.get(0)?, table.get(1)?, table.get(2)?);
        row(&format!("  of it {name}"), &each(size), &format!("idle {}", each(idle)));
    }
    Ok(())
}

fn opening(dir: &Path, column: &mut Column<'_>) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..50 {
        quickest(&mut times, || -> Result<()> {
            let (store, _) = Store::open(dir, NOW)?;
            let all = Scope::View(View::default());
            let window = store.window(&all, Anchor::First, 60)?;
            store.counts(&all)?;
            let first = window.rows.first().context("the list is empty")?;
            black_box(store.article(first.id)?);
            Ok(())
        })?;
    }
    column.times("opened, 60 rows, the counts, an article", "", &mut times);
    Ok(())
}

fn counting(store: &Store, column: &mut Column<'_>) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..50 {
        quickest(&mut times, || store.sources())?;
    }
    column.times("unread counts of 300 sources", "≤ 5 ms", &mut times);
    Ok(())
}

/// The time that this thread has had a processor for, where the system tells it: others on the machine don't count.
/// Linux counts it in steps of some milliseconds, so it serves for sums only.
fn processor_time() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let had = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let had = had.and_then(|text| text.split_whitespace().next()?.parse().ok());
    had.map_or_else(|| START.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

fn had<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let start = processor_time();
    let result = black_box(work());
    times.push(processor_time().saturating_sub(start));
    result
}

/// What takes this long, once it is warm, isn't done again.
const LONG: Duration = Duration::from_millis(250);

/// Does something [`TIMES`] times, and keeps how long it took when it was quickest.
fn quickest<T, E>(times: &mut Vec<Duration>, mut work: impl FnMut() -> Result<T, E>) -> Result<T, E> {
    let mut best = Duration::MAX;
    for time in 1.. {
        let start = Instant::now();
        let result = black_box(work()?);
        best = best.min(start.elapsed());
        if time == TIMES || (time > 1 && best > LONG) {
            times.push(best);
            return Ok(result);
        }
    }
    unreachable!("there are more numbers than times")
}
