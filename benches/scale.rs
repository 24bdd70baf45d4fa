//! What a million articles cost: `cargo bench --bench scale -- 1000 100000 1000000 --keep DIR`.
//!
//! The articles are those of `benches/store`, made by a fixed generator one after the other and taken in as a refresh
//! takes them in: quotations found, words indexed. With `--keep`, a store that is there already is measured again without
//! being filled. A question is asked three times and the quickest answer counts: others on the machine don't. Beside it
//! stands what the index takes for it in a plain program. `--reader` measures the reader itself, in a pseudo-terminal.

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
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use dateline::catalog::{Anchor, ArticleId, Found, Scope, View};
use dateline::query::{self, Today};
use dateline::store::Store;
use dateline::text::quotes::{self, Lexicon, Quotations};
use rusqlite::Connection;

#[allow(dead_code, reason = "shared with the benchmarks of the screen")]
#[path = "terminal/program.rs"]
mod program;
#[path = "scale/reader.rs"]
mod reader;
#[path = "scale/terminal.rs"]
mod terminal;
#[path = "scale/writing.rs"]
mod writing;

use program::generator::{self, Generator, NOW};

/// How often a question is asked.
const TIMES: usize = 3;

/// How long questions of one kind are asked.
const PATIENCE: Duration = Duration::from_secs(20);

/// Rows of a first screenful and what is fetched ahead.
const ROWS: usize = 100;

/// What is measured of each store.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
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
    let (mut sizes, mut keep, mut what) = (Vec::new(), None, What::Store);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--keep" => keep = words.next().map(PathBuf::from),
            "--reader" => what = What::Reader,
            writing::WRITE => return writing::write_on(Path::new(&words.next().context("which store?")?)),
            size => sizes.push(size.parse::<usize>().with_context(|| format!("{size} is no number"))?),
        }
    }
    if sizes.is_empty() {
        sizes = vec![1_000, 100_000];
    }
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("scale-{}", std::process::id()));
    let root = keep.as_deref().unwrap_or(&scratch);
    let done = match what {
        What::Store => sizes.iter().try_for_each(|size| measure(*size, root)),
        What::Reader => {
            sizes.iter().try_for_each(|size| made(*size, root)).and_then(|()| reader::measure(&sizes, root))
        }
    };
    if keep.is_none() {
        drop(fs::remove_dir_all(&scratch));
    }
    done
}

/// Makes the store of so many articles where there is none.
fn made(count: usize, root: &Path) -> Result<()> {
    let dir = root.join(count.to_string());
    if dir.join("full").exists() {
        return Ok(());
    }
    drop(fs::remove_dir_all(&dir));
    fs::create_dir_all(&dir)?;
    fill(&dir, count)?;
    fs::write(dir.join("full"), "")?;
    Ok(())
}

fn measure(count: usize, root: &Path) -> Result<()> {
    println!("\n{count} articles");
    made(count, root)?;
    let dir = root.join(count.to_string());
    size(&dir, count)?;
    opening(&dir)?;
    let (mut store, _) = Store::open(&dir, NOW)?;
    counting(&store)?;
    searching(&store, &dir)?;
    writing::changing(&mut store)?;
    drop(store);
    writing::unclean_end(&dir)
}

fn fill(dir: &Path, count: usize) -> Result<()> {
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
    row("taken in, quotations found, one thread", &format!("{both:.0} /s"), "of its own processor time");
    row("  of it finding quotations", &format!("{:.0} /s", rate(&finding)), "");
    row("  of it the store", &format!("{:.0} /s", rate(&taking)), "");
    Ok(())
}

fn size(dir: &Path, count: usize) -> Result<()> {
    let size = fs::metadata(dir.join("articles.db"))?.len();
    row("size on disk, an article", &format!("{:.0} B", size as f64 / count as f64), "");
    let db = Connection::open(dir.join("articles.db"))?;
    let mut select = db.prepare(
        "SELECT name, sum(pgsize), sum(unused) FROM dbstat GROUP BY name HAVING sum(pgsize) > ?1 ORDER BY 2 DESC",
    )?;
    let mut rows = select.query([count as i64 * 5])?;
    while let Some(table) = rows.next()? {
        let (name, size, idle): (String, f64, f64) = (table.get(0)?, table.get(1)?, table.get(2)?);
        let each = |bytes: f64| format!("{:.0} B", bytes / count as f64);
        row(&format!("  of it {name}"), &each(size), &format!("idle {}", each(idle)));
    }
    Ok(())
}

fn opening(dir: &Path) -> Result<()> {
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
    time("opened, 60 rows, the counts, an article", &mut times);
    Ok(())
}

fn counting(store: &Store) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..50 {
        quickest(&mut times, || store.sources())?;
    }
    time("counts of 300 sources", &mut times);
    Ok(())
}

/// Questions of one kind.
struct Questions {
    kind: &'static str,
    asked: Vec<String>,
}

/// How long the answers to questions of one kind took.
#[derive(Default)]
struct Answers {
    rows: Vec<Duration>,
    whole: Vec<Duration>,
    counts: Vec<Duration>,
    ranked: Vec<Duration>,
    /// The index alone, asked by a plain program.
    floor: Vec<Duration>,
    /// Rows found, in all.
    hits: usize,
}

fn searching(store: &Store, dir: &Path) -> Result<()> {
    let index = Connection::open(dir.join("articles.db"))?;
    for questions in questions(store)? {
        let mut answers = Answers::default();
        let (mut slowest, mut which) = (Duration::ZERO, String::new());
        let begun = Instant::now();
        for text in questions.asked.iter().take_while(|_| begun.elapsed() < PATIENCE) {
            ask(store, text, &mut answers)?;
            if !text.contains([':', '-']) {
                quickest(&mut answers.floor, || ask_index(&index, text))?;
            }
            let took = answers.whole.last().copied().unwrap_or_default();
            if took > slowest {
                (slowest, which) = (took, text.clone());
            }
        }
        let asked = answers.rows.len();
        let mean = answers.hits / asked.max(1);
        time(&format!("{} ({asked} asked): {ROWS} rows", questions.kind), &mut answers.rows);
        time("  with snippets", &mut answers.whole);
        row("  slowest", &say(slowest), &format!("{which} · {mean} rows on average"));
        if !answers.floor.is_empty() {
            time("  rows from the index, in a plain program", &mut answers.floor);
        }
        time("  counted up to 1,000", &mut answers.counts);
        time("  by relevance", &mut answers.ranked);
    }
    Ok(())
}

/// What the index takes, without anything of this program.
fn ask_index(index: &Connection, text: &str) -> Result<Vec<i64>> {
    let sql = "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT ?2";
    let mut select = index.prepare_cached(sql)?;
    let found = select.query_map(rusqlite::params![text, ROWS as i64], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn ask(store: &Store, text: &str, answers: &mut Answers) -> Result<()> {
    let query = query::parse(text, Today { now: NOW, offset: 0 })?;
    let found = Found::of(Arc::new(query));
    let scope = Scope::Found(found.clone());
    quickest(&mut answers.rows, || first_rows(store, &scope))?;
    let ids = quickest(&mut answers.whole, || -> Result<_> {
        let ids = first_rows(store, &scope)?;
        black_box(store.snippets(&found.query, &ids)?);
        Ok(ids)
    })?;
    answers.hits += ids.len();
    quickest(&mut answers.counts, || store.counts(&scope))?;
    // What was ranked last isn't ranked again.
    let other = query::parse("\"ranked between\"", Today { now: NOW, offset: 0 })?;
    let mut best = Duration::MAX;
    for _ in 0..TIMES {
        store.most_relevant(&other)?;
        let start = Instant::now();
        rank(store, &found)?;
        best = best.min(start.elapsed());
    }
    answers.ranked.push(best);
    Ok(())
}

fn rank(store: &Store, found: &Found) -> Result<()> {
    let mut ranked = store.most_relevant(&found.query)?.ids;
    ranked.truncate(ROWS);
    black_box(store.rows(&ranked)?);
    Ok(())
}

fn first_rows(store: &Store, scope: &Scope) -> Result<Vec<ArticleId>> {
    let window = store.window(scope, Anchor::First, ROWS)?;
    Ok(window.rows.iter().map(|row| row.id).collect())
}

/// Questions as people ask them, made of words that stand in articles from all over the store.
fn questions(store: &Store) -> Result<Vec<Questions>> {
    let texts = texts(store, 40)?;
    let words: Vec<Vec<&str>> = texts.iter().map(|text| plain_words(text)).collect();
    let pick = |n: usize| words.get(n % words.len()).map_or(&[] as &[&str], Vec::as_slice);
    let at = |n: usize, place: usize| pick(n).get((n * 37 + place) % pick(n).len().max(1)).copied().unwrap_or("the");
    let many = |count: usize, make: &dyn Fn(usize) -> String| (0..count).map(make).collect::<Vec<_>>();
    let common = ["the", "of", "to", "and", "that", "said", "government", "minister", "after", "more"];
    Ok(vec![
        Questions { kind: "common words", asked: common.map(str::to_owned).to_vec() },
        Questions { kind: "words", asked: many(200, &|n| format!("\"{}\"", at(n, 0))) },
        Questions { kind: "two words", asked: many(200, &|n| format!("\"{}\" \"{}\"", at(n, 0), at(n, 11))) },
        Questions { kind: "phrases of two", asked: many(100, &|n| format!("\"{} {}\"", at(n, 0), at(n, 1))) },
        Questions {
            kind: "phrases of three",
            asked: many(60, &|n| format!("\"{} {} {}\"", at(n, 0), at(n, 1), at(n, 2))),
        },
        Questions { kind: "begun words (3 letters)", asked: many(30, &|n| format!("{}*", start(at(n, 0), 3))) },
        Questions { kind: "begun words (2 letters)", asked: many(10, &|n| format!("{}*", start(at(n, 0), 2))) },
        Questions { kind: "word in a source", asked: many(30, &|n| format!("\"{}\" source:{}", at(n, 0), n * 7)) },
        Questions {
            kind: "word, unread, last month",
            asked: many(30, &|n| format!("\"{}\" is:unread newer:30d", at(n, 0))),
        },
        Questions { kind: "word, bookmarked", asked: many(10, &|n| format!("\"{}\" is:bookmarked", at(n, 0))) },
        Questions { kind: "said by somebody", asked: many(30, &|n| format!("said:{} kind:direct", at(n, 0))) },
        Questions { kind: "short articles with a word", asked: many(10, &|n| format!("\"{}\" minutes:<2", at(n, 0))) },
        Questions { kind: "without a word", asked: many(10, &|n| format!("-\"{}\"", at(n, 0))) },
    ])
}

fn start(word: &str, letters: usize) -> String {
    let mut start: String = word.chars().take(letters).collect();
    while start.len() < 2 {
        start.push('a');
    }
    start
}

/// The words of a text, of its sentences.
fn plain_words(text: &str) -> Vec<&str> {
    text.split_whitespace().filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())).collect()
}

fn texts(store: &Store, count: usize) -> Result<Vec<String>> {
    let all = store.counts(&Scope::View(View::default()))?.all;
    let mut texts = Vec::new();
    for n in 0..count {
        let id = store.nth(&View::default(), all * n / count)?.context("the list is too short")?;
        let stored = store.article(id)?.context("an article is missing")?;
        texts.push(stored.article.text);
    }
    Ok(texts)
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
    row(what, &say(at(0.5)), &format!("p99 {}", say(at(0.99))));
}

fn say(time: Duration) -> String {
    if time < Duration::from_millis(1) {
        format!("{:.1} µs", time.as_secs_f64() * 1e6)
    } else {
        format!("{:.2} ms", time.as_secs_f64() * 1e3)
    }
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
