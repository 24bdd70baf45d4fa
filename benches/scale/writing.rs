//! What writing costs beside the first filling: changes of many articles, and an end in the middle of a write.

use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use dateline::{
    catalog::{Anchor, Change, Scope, Target, Verb, View},
    store::{FeedRead, Filed, Identity, Incoming, RawEntry, Ripe, Store},
    text::{article::Article, quotes::Lexicon, unparsed::Unparsed},
};

use super::{
    generator::{Draft, Generator, NOW},
    table::{Column, row, say},
};

/// Articles in one transaction.
pub const BATCH: usize = 1_024;

/// Entries that come in together while others read.
const FEED: usize = 512;

/// How many articles are marked at once.
const MANY: usize = 100_000;

/// The word that has this program take articles in until it is killed.
pub const WRITE: &str = "--write";

/// Some articles after each other.
pub fn drafts(generator: &mut Generator, numbers: Range<usize>) -> Vec<Draft> {
    numbers.map(|n| generator.draft(n)).collect()
}

/// Articles on their way in.
pub fn batch(drafts: &[Draft]) -> Vec<Incoming<'_>> {
    let engine = Lexicon::built_in().edition();
    let incoming = drafts.iter().map(|Draft { key, origin, article, quotations }| Incoming {
        key,
        origin,
        article,
        quotations,
        engine,
    });
    incoming.collect()
}

/// Marks 100,000 articles read, and takes it back.
pub fn changing(store: &mut Store, column: &mut Column<'_>) -> Result<()> {
    let window = store.window(&Scope::View(View::default()), Anchor::First, MANY)?;
    let ids: Vec<_> = window.rows.iter().map(|row| row.id).collect();
    let (mut done, mut undone) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let change = Change { verb: Verb::Read, on: Target::Articles(ids.clone()) };
        let start = Instant::now();
        store.apply(&change, NOW)?;
        done.push(start.elapsed());
        let start = Instant::now();
        store.undo(NOW)?;
        undone.push(start.elapsed());
    }
    column.times("100,000 articles, or all, done", "", &mut done);
    column.times("100,000 articles, or all, undone", "", &mut undone);
    Ok(())
}

/// Takes new articles in until it is killed, as a refresh does: as they came, then parsed, searched and indexed.
pub fn write_on(dir: &Path) -> Result<()> {
    let (mut store, _) = Store::open(dir, NOW)?;
    store.expect_many()?;
    let mut generator = Generator::new(0);
    let address = format!("https://e.example/{}", std::process::id());
    let mut feed = store.follow_feeds(&[Filed { address: &address, title: None, tags: &[] }])?.remove(0);
    for n in (0..usize::MAX).step_by(FEED) {
        let entries: Vec<RawEntry> = drafts(&mut generator, n..n + FEED).iter().map(raw).collect();
        let mut read = [FeedRead { feed, entries }];
        store.take_feeds(&mut read, NOW)?;
        let [read] = read;
        feed = read.feed;
        let unripe = store.unripe_among(&store.unripe()?)?;
        let ripe: Vec<Ripe> = unripe.into_iter().map(|one| one.ripen(Lexicon::built_in())).collect();
        store.ripen(&ripe, NOW)?;
    }
    Ok(())
}

/// An article as a feed brings it.
fn raw(draft: &Draft) -> RawEntry {
    let Article { headline, published, url, text, .. } = &draft.article;
    let html = format!("<p>{}</p>", text.replace("\n\n", "</p><p>"));
    let head =
        Article { headline: headline.clone(), published: published.clone(), url: url.clone(), ..Article::default() };
    RawEntry::new(Identity::named(&draft.key), url.as_deref(), Unparsed { head, html, base: None })
}

/// A store to be written into: a copy, so that the one it is of stays as it is.
pub struct Copy(pub PathBuf);

impl Copy {
    pub fn of(dir: &Path) -> Result<Self> {
        let copy = dir.with_extension("written");
        drop(fs::remove_dir_all(&copy));
        fs::create_dir_all(&copy)?;
        fs::copy(dir.join("articles.db"), copy.join("articles.db"))?;
        Ok(Self(copy))
    }

    /// Starts another program that takes articles in.
    pub fn written(&self) -> Result<std::process::Child> {
        let mut command = Command::new(std::env::current_exe()?);
        Ok(command.arg(WRITE).arg(&self.0).stdout(Stdio::null()).spawn()?)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Kills a program that takes articles in, five times, and opens what it leaves behind.
pub fn unclean_end(copy: &Copy, column: &mut Column<'_>) -> Result<()> {
    let mut times = Vec::new();
    let mut log = 0;
    for round in 0..5 {
        let mut child = copy.written()?;
        thread::sleep(Duration::from_millis(1_500 + 137 * round));
        child.kill()?;
        child.wait()?;
        log = log.max(fs::metadata(copy.0.join("articles.db-wal")).map_or(0, |log| log.len()));
        let start = Instant::now();
        let (store, _) = Store::open(&copy.0, NOW)?;
        let rows = store.window(&Scope::View(View::default()), Anchor::First, 60)?.rows;
        times.push(start.elapsed());
        let newest = rows.first().context("the list is empty")?;
        ensure!(store.article(newest.id)?.is_some(), "an article is lost");
    }
    let most = times.iter().max().copied().unwrap_or_default();
    row("opened after a kill in the middle of a write", &say(most), &format!("at most · log up to {} MB", log >> 20));
    column.note("opened after a kill in the middle of a write, at most", "≤ 1 s", say(most));
    Ok(())
}
