//! The one thread that writes: what the others found out goes into the store, a feed at a time.

use std::collections::{BTreeSet, HashSet};

use anyhow::Result;

use super::{
    Outcome, Pace, Progress, Report, Summary, Whom,
    desk::Desk,
    fetching::Job,
    plan::{self, Failure, Network, Wanted},
    reading::{self, Event, GivenUp, Read},
    spared,
};
use crate::{
    catalog::{ArticleId, feeds::Feed, rules::Watched},
    sources::http::Answer,
    store::{BodyId, FeedRead, RawEntry, Ripe, Store, Unripe},
};

/// How many entries are written in one transaction, at least where there are more.
const MANY: usize = 800;

/// How many parsed articles are. The more, the fewer times the index of words merges what it has; where somebody waits, the
/// transaction ends before.
const RIPE: usize = 1_024;

/// How many are at least when no more are handed out: half of what is left, so that little is left to be written when
/// nothing is left to be parsed.
const LAST: usize = 128;

/// How many articles lie with the parsing threads: as many as they parse while what they parsed before is written.
const AHEAD: usize = RIPE + RIPE / 2;

/// How many articles a thread parses at a time.
const BATCH: usize = 32;

pub(super) struct Writer<'a> {
    store: &'a mut Store,
    pace: Pace,
    report: &'a mut dyn FnMut(Report<'_>),
    now: i64,
    left: HashSet<usize>,
    progress: Progress,
    summary: Summary,
    /// Feeds that can't be reached: as long as none can, it is the network's trouble and not theirs.
    unreached: Vec<(Job, Failure)>,
    /// Articles that the parsing threads have.
    ripening: HashSet<BodyId>,
    /// Those of them that are done, and not written yet.
    ripe: Vec<Ripe>,
    /// Articles to be parsed that nobody has, in the order of their dates: the newest are parsed first. What is written
    /// together then stands together, in the list as in the index.
    unripe: BTreeSet<ArticleId>,
    /// Whether there may be others from before.
    unknown: bool,
    told_parsing: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(store: &'a mut Store, pace: Pace, report: &'a mut dyn FnMut(Report<'_>)) -> Self {
        Self {
            store,
            pace,
            report,
            now: now(),
            left: HashSet::new(),
            progress: Progress::default(),
            summary: Summary::default(),
            unreached: Vec::new(),
            ripening: HashSet::new(),
            ripe: Vec::new(),
            unripe: BTreeSet::new(),
            unknown: true,
            told_parsing: false,
        }
    }

    /// Tells what is about to be done, and returns it.
    pub(super) fn begin(&mut self, jobs: Vec<Job>, whom: Whom) -> Vec<Job> {
        let (spare, jobs): (Vec<_>, Vec<_>) =
            jobs.into_iter().map(|job| (spared(&job.feed, whom, self.now), job)).partition(|(why, _)| why.is_some());
        let told = if whom == Whom::Due { Vec::new() } else { spare };
        self.progress.of = jobs.len() + told.len();
        self.left = jobs.iter().map(|(_, job)| job.index).collect();
        (self.report)(Report::Begun(self.progress.of));
        for (why, job) in told {
            self.done(&job.feed, &Outcome::Spared(why.unwrap_or_default()));
        }
        jobs.into_iter().map(|(_, job)| job).collect()
    }

    pub(super) fn is_done(&self) -> bool {
        self.left.is_empty() && self.ripening.is_empty() && self.unripe.is_empty() && !self.unknown
    }

    /// Lays articles down for the parsing threads while they have few.
    pub(super) fn hand_out(&mut self, desk: &Desk) -> Result<()> {
        if std::mem::take(&mut self.unknown) {
            self.unripe.extend(self.store.unripe()?);
        }
        if self.left.is_empty() && !self.told_parsing {
            self.told_parsing = true;
            (self.report)(Report::Parsing(self.unripe.len() + self.ripening.len()));
        }
        while self.being_parsed() < AHEAD && !self.unripe.is_empty() {
            let ids: Vec<ArticleId> = std::iter::from_fn(|| self.unripe.pop_last()).take(BATCH).collect();
            let found = self.store.unripe_among(&ids)?;
            self.ripening.extend(found.iter().map(Unripe::body));
            if !found.is_empty() {
                desk.put_articles(found);
            }
        }
        Ok(())
    }

    /// Does what can wait, where nothing has come and nothing is under way.
    pub(super) fn rest(&mut self) -> Result<()> {
        if self.ripening.is_empty() { Ok(self.store.tidy_index()?) } else { Ok(()) }
    }

    /// Whether feeds are still to be read.
    pub(super) fn is_fetching(&self) -> bool {
        !self.left.is_empty()
    }

    /// Takes news in: documents that came together in one transaction.
    pub(super) fn take(&mut self, events: impl Iterator<Item = Event>) -> Result<()> {
        let mut read = Vec::new();
        for event in events {
            self.summary.online |= event.is_answer();
            match event {
                Event::Read(one) => {
                    read.push(*one);
                    if read.iter().map(|one| one.entries.len()).sum::<usize>() >= MANY {
                        self.read(std::mem::take(&mut read))?;
                    }
                }
                Event::Ripe(more) => {
                    self.ripe.extend(more);
                    if self.ripe.len() >= self.enough() {
                        self.put_ripe()?;
                    }
                }
                Event::Unchanged { job, answer, bytes } => self.unchanged(&job, &answer, bytes)?,
                Event::Refused { job, answer } => {
                    let failure = Failure::of_status(&answer, self.now);
                    self.failed(*job, failure)?;
                }
                Event::Failed { job, failure } => self.failed(*job, failure)?,
            }
        }
        self.read(read)?;
        if self.being_parsed() == 0 { self.put_ripe() } else { Ok(()) }
    }

    /// How many articles lie with the parsing threads. What comes back after another was given up may be there twice.
    fn being_parsed(&self) -> usize {
        self.ripening.len().saturating_sub(self.ripe.len())
    }

    /// How many parsed articles are written in one transaction.
    fn enough(&self) -> usize {
        let is_ending = self.left.is_empty() && self.unripe.is_empty();
        if is_ending { (self.being_parsed() / 2).clamp(LAST, RIPE) } else { RIPE }
    }

    /// Writes what was parsed.
    fn put_ripe(&mut self) -> Result<()> {
        if !self.ripe.is_empty() {
            let watched = self.store.ripen(&self.ripe, self.now)?;
            self.tell_watched(&watched);
        }
        for one in self.ripe.drain(..) {
            self.ripening.remove(&one.body());
        }
        Ok(())
    }

    fn tell_watched(&mut self, watched: &[Watched]) {
        self.summary.watched += watched.len();
        if !watched.is_empty() {
            (self.report)(Report::Watched(watched));
        }
    }

    pub(super) fn give_up(&mut self, given_up: GivenUp) -> Result<()> {
        match given_up {
            GivenUp::Feed(job) => {
                self.failed(*job, Failure::of_document("reading the document takes too long".to_owned()))
            }
            GivenUp::Article(id, body) => {
                // The others of its batch are handed out again.
                self.put_ripe()?;
                self.ripening.clear();
                self.unknown = true;
                // If it was edited meanwhile, its new text has its own chance.
                let found = self.store.unripe_among(&[id])?.into_iter().filter(|one| one.body() == body);
                let ripe: Vec<_> = found.map(reading::given_up).collect();
                let watched = self.store.ripen(&ripe, self.now)?;
                self.tell_watched(&watched);
                Ok(())
            }
        }
    }

    /// Tells what couldn't be reached, and what came of it all.
    pub(super) fn finish(mut self) -> Result<Summary> {
        let unreached = std::mem::take(&mut self.unreached);
        let is_down = unreached.iter().any(|(_, failure)| failure.network == Network::Down);
        let offline = self.summary.good == 0 && self.summary.failed == 0 && is_down;
        for (job, failure) in unreached {
            let outcome = match failure.network {
                Network::Barred => Outcome::Barred(failure.sentence),
                Network::Down if offline => Outcome::Offline(failure.sentence),
                Network::Down | Network::Up => {
                    self.fail(&job, &failure)?;
                    continue;
                }
            };
            self.summary.failed += 1;
            self.done(&job.feed, &outcome);
        }
        self.summary.offline = offline;
        self.put_ripe()?;
        self.store.settle_log()?;
        Ok(self.summary)
    }

    fn read(&mut self, read: Vec<Read>) -> Result<()> {
        let (mut feeds, notices): (Vec<_>, Vec<_>) = read.into_iter().filter_map(|one| self.feed_read(one)).unzip();
        if feeds.is_empty() {
            return Ok(());
        }
        let taken = self.store.take_feeds(&mut feeds, self.now)?;
        for ((FeedRead { feed, .. }, notices), taken) in feeds.iter().zip(notices).zip(taken) {
            let (new, updated) = (taken.new.len(), taken.updated.len());
            if new > 0 {
                (self.report)(Report::Brought(&taken.new));
            }
            self.unripe.extend(taken.new.iter().chain(&taken.updated));
            self.summary.good += 1;
            self.summary.new += new;
            self.summary.updated += updated;
            self.progress.new += new;
            self.done(feed, &Outcome::Read { new, updated, notices });
        }
        Ok(())
    }

    /// The feed as it is known after reading; `None` if it was given up before.
    fn feed_read(&mut self, read: Read) -> Option<(FeedRead, Vec<String>)> {
        let Read { job, answer, bytes, title, site, ttl, mut entries, notices } = read;
        if !self.left.remove(&job.index) {
            return None;
        }
        let mut feed = plan::good(&job.feed, &answer, ttl, self.wanted(&job), self.now);
        feed.known_by = plan::known_by(&answer, bytes);
        feed.name = name(&job, title.as_deref());
        feed.title = title.or(feed.title);
        feed.site = site.or(feed.site);
        feed.trouble = notices.first().map(|notice| notice.trim_end_matches('.').to_owned());
        newest(&mut entries, job.subscription.limit);
        Some((FeedRead { feed, entries }, notices))
    }

    fn unchanged(&mut self, job: &Job, answer: &Answer, bytes: Option<i64>) -> Result<()> {
        if !self.left.remove(&job.index) {
            return Ok(());
        }
        let mut feed = plan::good(&job.feed, answer, None, self.wanted(job), self.now);
        if let Some(bytes) = bytes {
            feed.known_by = plan::known_by(answer, bytes);
        }
        feed.new = 0;
        self.store.keep_feed(&feed)?;
        self.summary.good += 1;
        self.done(&feed, &Outcome::Unchanged);
        Ok(())
    }

    fn failed(&mut self, job: Job, failure: Failure) -> Result<()> {
        if !self.left.remove(&job.index) {
            return Ok(());
        }
        if failure.network != Network::Up {
            self.unreached.push((job, failure));
            return Ok(());
        }
        self.fail(&job, &failure)
    }

    fn fail(&mut self, job: &Job, failure: &Failure) -> Result<()> {
        let feed = plan::failed(&job.feed, failure, self.wanted(job), self.now);
        self.store.keep_feed(&feed)?;
        self.summary.failed += 1;
        self.done(&feed, &Outcome::Failed(failure.sentence.clone()));
        Ok(())
    }

    fn done(&mut self, feed: &Feed, outcome: &Outcome) {
        self.progress.done += 1;
        if matches!(outcome, Outcome::Spared(_)) {
            self.summary.spared += 1;
        }
        (self.report)(Report::Done { feed, outcome, progress: self.progress });
    }

    fn wanted(&self, job: &Job) -> Wanted {
        Wanted { pace: self.pace, every: job.subscription.every }
    }
}

/// What the list calls a feed.
fn name(job: &Job, title: Option<&str>) -> String {
    let given = job.subscription.title.as_deref().or(title);
    given.map_or_else(|| job.feed.name.clone(), str::to_owned)
}

/// Keeps as many entries as the reader wants of a feed: the newest, undated ones as they stand in the document.
fn newest(entries: &mut Vec<RawEntry>, limit: Option<u32>) {
    let Some(limit) = limit.and_then(|limit| usize::try_from(limit).ok()).filter(|limit| *limit < entries.len()) else {
        return;
    };
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.published().unwrap_or(i64::MAX)));
    entries.truncate(limit);
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
