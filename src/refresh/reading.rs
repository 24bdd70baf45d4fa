//! The threads that parse: documents into entries, articles' texts into articles with quotations. One that doesn't come
//! to an end is given up, and another takes its place.

use std::{
    sync::{Arc, Mutex, PoisonError, mpsc::SyncSender},
    thread,
    time::{Duration, Instant},
};

use super::{
    desk::{Desk, Task},
    fetching::{Fetched, Job},
    identity::identities,
    plan::Failure,
};
use crate::{
    catalog::ArticleId,
    sources::{
        article,
        feed::{self, NotAFeed, Origin},
        http::{Answer, Ending},
        pages,
    },
    store::{BodyId, RawEntry, Ripe, Unripe},
    subscriptions::Address,
    text::{
        guard::{Word, guarded},
        quotes::Lexicon,
    },
};

/// What the threads tell the one that writes.
pub(super) enum Event {
    /// There is no document.
    Failed { job: Box<Job>, failure: Failure },
    /// The server answered with a status.
    Refused { job: Box<Job>, answer: Box<Answer> },
    /// The document is as it was. `bytes` is its hash, if it came.
    Unchanged { job: Box<Job>, answer: Box<Answer>, bytes: Option<i64> },
    /// The document was read.
    Read(Box<Read>),
    /// Articles were parsed.
    Ripe(Vec<Ripe>),
}

impl Event {
    /// Whether a server has answered, and not a program.
    pub(super) fn is_answer(&self) -> bool {
        let job = match self {
            Self::Refused { job, .. } | Self::Unchanged { job, .. } => job,
            Self::Read(read) => &read.job,
            Self::Failed { .. } | Self::Ripe(_) => return false,
        };
        matches!(job.subscription.address, Address::Feed(_))
    }
}

/// A feed's document after reading.
pub(super) struct Read {
    pub(super) job: Job,
    /// Its body is empty now.
    pub(super) answer: Answer,
    pub(super) bytes: i64,
    pub(super) title: Option<String>,
    pub(super) site: Option<String>,
    pub(super) ttl: Option<u32>,
    pub(super) entries: Vec<RawEntry>,
    pub(super) notices: Vec<String>,
}

/// What a thread works on.
#[derive(Clone)]
enum Busy {
    Nothing,
    Feed(Box<Job>),
    Article(ArticleId, BodyId),
}

struct Seat {
    busy: Mutex<(Busy, Instant)>,
    word: Word,
}

/// The threads that parse.
pub(super) struct Readers {
    desk: Arc<Desk>,
    events: SyncSender<Event>,
    seats: Vec<Arc<Seat>>,
    /// Reads a document.
    read: fn(Fetched) -> Event,
}

/// What was given up.
pub(super) enum GivenUp {
    Feed(Box<Job>),
    /// An article, and the text that it had.
    Article(ArticleId, BodyId),
}

impl Readers {
    /// Starts as many threads as there are processors.
    pub(super) fn start(desk: &Arc<Desk>, events: &SyncSender<Event>) -> Self {
        Self::start_with(desk, events, read)
    }

    fn start_with(desk: &Arc<Desk>, events: &SyncSender<Event>, read: fn(Fetched) -> Event) -> Self {
        let count = thread::available_parallelism().map_or(2, usize::from);
        let mut readers = Self { desk: Arc::clone(desk), events: events.clone(), seats: Vec::new(), read };
        (0..count).for_each(|_| readers.seats.extend(readers.seat()));
        readers
    }

    /// How many threads there are.
    pub(super) fn count(&self) -> usize {
        self.seats.len()
    }

    /// Gives up what has taken longer than this, and starts another thread for each.
    pub(super) fn give_up(&mut self, patience: Duration) -> Vec<GivenUp> {
        let mut given_up = Vec::new();
        let now = Instant::now();
        self.seats.retain(|seat| {
            let busy = seat.busy.lock().unwrap_or_else(PoisonError::into_inner);
            if now.saturating_duration_since(busy.1) < patience {
                return true;
            }
            match &busy.0 {
                Busy::Nothing => return true,
                Busy::Feed(job) => given_up.push(GivenUp::Feed(job.clone())),
                Busy::Article(id, body) => given_up.push(GivenUp::Article(*id, *body)),
            }
            seat.word.give_up();
            false
        });
        for _ in &given_up {
            self.seats.extend(self.seat());
        }
        given_up
    }

    fn seat(&self) -> Option<Arc<Seat>> {
        let seat = Arc::new(Seat { busy: Mutex::new((Busy::Nothing, Instant::now())), word: Word::default() });
        let (desk, events, here, read) = (Arc::clone(&self.desk), self.events.clone(), Arc::clone(&seat), self.read);
        let work = move || {
            here.word.heed();
            while let Some(task) = desk.take() {
                if !here.work(task, &events, read) {
                    return;
                }
            }
        };
        let spawned = thread::Builder::new().name("read".into()).spawn(work);
        spawned.is_ok().then_some(seat)
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.desk.close();
        self.seats.iter().for_each(|seat| seat.word.give_up());
    }
}

impl Seat {
    /// Does a piece of work; `false` if it was given up meanwhile, and the thread must end.
    fn work(self: &Arc<Self>, task: Task, events: &SyncSender<Event>, read: fn(Fetched) -> Event) -> bool {
        match task {
            Task::Read(fetched) => {
                self.set(Busy::Feed(Box::new(fetched.job.clone())));
                let event = read(*fetched);
                self.rest() && events.send(event).is_ok()
            }
            Task::Ripen(articles) => {
                let mut ripe = Vec::with_capacity(articles.len());
                for article in articles {
                    self.set(Busy::Article(article.id, article.body()));
                    let done = article.ripen(Lexicon::in_force());
                    if !self.rest() {
                        drop(events.send(Event::Ripe(ripe)));
                        return false;
                    }
                    ripe.push(done);
                }
                events.send(Event::Ripe(ripe)).is_ok()
            }
        }
    }

    fn set(&self, busy: Busy) {
        *self.busy.lock().unwrap_or_else(PoisonError::into_inner) = (busy, Instant::now());
    }

    /// Whether somebody still waits: the one who gives up keeps no share of the seat.
    fn rest(self: &Arc<Self>) -> bool {
        self.set(Busy::Nothing);
        Arc::strong_count(self) > 1
    }
}

/// Parses a document; whatever is in it, there is an event.
fn read(fetched: Fetched) -> Event {
    let Fetched { job, mut answer, bytes } = fetched;
    let body = std::mem::take(&mut answer.body);
    let parsed = guarded(|| understand(&body, &answer));
    match parsed {
        Some(Ok(parsed)) => {
            let Parsed { title, site, ttl, entries, notices } = parsed;
            Event::Read(Box::new(Read { job, answer, bytes, title, site, ttl, entries, notices }))
        }
        Some(Err(why)) => {
            let sentence = sentence(why, &answer, &body);
            let failure = Failure::of_document(sentence);
            Event::Failed { job: Box::new(job), failure }
        }
        None => {
            let failure =
                Failure::of_document("the form of the document is more than this program can take".to_owned());
            Event::Failed { job: Box::new(job), failure }
        }
    }
}

fn sentence(why: NotAFeed, answer: &Answer, body: &[u8]) -> String {
    let origin = Origin { url: Some(answer.url.as_str()), content_type: answer.content_type.as_deref() };
    let offer = if why == NotAFeed::Page { pages::offer(&pages::feeds_of(body, &origin)) } else { String::new() };
    if !offer.is_empty() {
        return format!("this is a web page, not a feed; {offer}");
    }
    let host = answer.url.host_str().unwrap_or("the server");
    match why {
        NotAFeed::Page => format!("this is a web page, not a feed ({host} may want a login, or the feed has moved)"),
        NotAFeed::Empty | NotAFeed::Binary(_) | NotAFeed::Other => why.to_string(),
    }
}

struct Parsed {
    title: Option<String>,
    site: Option<String>,
    ttl: Option<u32>,
    entries: Vec<RawEntry>,
    notices: Vec<String>,
}

fn understand(body: &[u8], answer: &Answer) -> Result<Parsed, NotAFeed> {
    let origin = Origin { url: Some(answer.base.as_str()), content_type: answer.content_type.as_deref() };
    let mut feed = feed::read(body, &origin)?;
    let identities = identities(&feed.entries);
    let links = shared_links(&feed.entries);
    let found = std::mem::take(&mut feed.entries);
    let mut entries = Vec::with_capacity(found.len());
    for ((entry, identity), shared) in found.into_iter().zip(identities).zip(links) {
        let Some(identity) = identity else { continue };
        let link = if shared { None } else { entry.original_link().map(str::to_owned) };
        entries.push(RawEntry::new(identity, link.as_deref(), article::unparsed(entry, &feed)));
    }
    let mut notices = std::mem::take(&mut feed.notices);
    if answer.ending == Ending::CutOff {
        notices.push("The connection broke off before the end of the feed.".to_owned());
    }
    Ok(Parsed { title: feed.title, site: feed.link, ttl: feed.ttl, entries, notices })
}

/// Whether each entry's link is others', too: then it is no article's.
fn shared_links(entries: &[feed::Entry]) -> Vec<bool> {
    let mut counts = std::collections::HashMap::new();
    for entry in entries {
        *counts.entry(entry.original_link()).or_insert(0) += 1;
    }
    entries.iter().map(|entry| counts.get(&entry.original_link()).is_some_and(|count| *count > 1)).collect()
}

/// What is put in the place of an article that was given up.
pub(super) fn given_up(article: Unripe) -> Ripe {
    article.give_up()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    };

    use url::Url;

    use super::*;
    use crate::{
        catalog::{SourceId, feeds::Feed},
        refresh::fetching::Wanted,
        sources::{http::Answer, program::Programs},
        subscriptions::Subscription,
        text::guard,
    };

    fn fetched(index: usize, document: &str) -> Fetched {
        let url = Url::parse("https://e.example/feed").unwrap();
        let feed = Feed::of(url.to_string(), SourceId(1));
        let subscription = Subscription::to(Address::Feed(url.clone()));
        let job = Job { index, feed, subscription, url: url.clone(), programs: Programs::Left, wanted: Wanted::News };
        Fetched { job, answer: Answer::of(url, document.into()), bytes: 0 }
    }

    /// How many documents were read no further.
    static ENDED: AtomicUsize = AtomicUsize::new(0);

    /// A parser that never comes to an end of some documents.
    fn odd(fetched: Fetched) -> Event {
        if fetched.answer.body == b"endless" {
            let endless = guarded(|| -> () {
                loop {
                    guard::go_on();
                    thread::yield_now();
                }
            });
            ENDED.fetch_add(usize::from(endless.is_none()), Ordering::Relaxed);
        }
        read(fetched)
    }

    #[test]
    fn a_document_that_is_never_done_is_given_up_and_the_others_are_read() {
        let desk = Arc::new(Desk::default());
        let (events, inbox) = mpsc::sync_channel(8);
        let mut readers = Readers::start_with(&desk, &events, odd);
        let threads = readers.count();
        // More of them than there are threads: without new ones nothing could be read any more.
        (0..=threads).for_each(|index| desk.put_document(fetched(index, "endless")));
        let mut given_up = Vec::new();
        while given_up.len() <= threads {
            given_up.extend(readers.give_up(Duration::ZERO));
            thread::yield_now();
        }
        // Only now, or it would be given up itself while it is read.
        desk.put_document(fetched(99, "<rss><channel><title>Post</title></channel></rss>"));
        let Event::Read(done) = inbox.recv().unwrap() else { panic!("the last document is read") };
        assert_eq!((done.job.index, done.title.as_deref(), readers.count()), (99, Some("Post"), threads));
        assert!(given_up.iter().all(|one| matches!(one, GivenUp::Feed(job) if job.index <= threads)));
        // None of them goes on for ever.
        while ENDED.load(Ordering::Relaxed) <= threads {
            thread::yield_now();
        }
    }
}
