//! Counting what is unread beside the loop: a thread with a connection of its own, so that no key waits for it.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use tracing::warn;

use super::alarm::{Bell, News};
use crate::{library, query::Query, store::Store};

/// After counting, this many times as long is rested: a held key must not keep a processor busy with numbers.
const REST: u32 = 4;
/// The longest rest.
const LONGEST: Duration = Duration::from_secs(1);

/// What is asked: the queries of the views.
type Asked = Vec<Option<Arc<Query>>>;

/// The way to the thread.
#[derive(Debug)]
pub struct Counter(Sender<Asked>);

impl Counter {
    /// Starts the thread on the store in a directory; `None` where that can't be done.
    pub fn start(data: PathBuf, bell: Bell) -> Option<Self> {
        let (asks, asked) = mpsc::channel();
        let work = move || match Store::open(&data, library::now()) {
            Ok((store, _)) => count_all(&store, &asked, &bell),
            Err(error) => warn!("what is unread can't be counted: {error}"),
        };
        thread::Builder::new().name("counter".into()).spawn(work).ok()?;
        Some(Self(asks))
    }

    /// Asks for a count; what waits to be counted is given up for it.
    pub fn ask(&self, views: Asked) {
        drop(self.0.send(views));
    }
}

/// Reckons what came in over a stretch of time, on a thread of its own.
pub fn reckon(data: PathBuf, bell: Bell, (from, to): (i64, i64), spans: usize) {
    let work = move || {
        let stats = Store::open(&data, library::now()).ok().and_then(|(store, _)| store.stats(from, to, spans).ok());
        drop(bell.ring(News::Stats(Box::new(stats.unwrap_or_default()))));
    };
    drop(thread::Builder::new().name("stats".into()).spawn(work));
}

fn count_all(store: &Store, asked: &Receiver<Asked>, bell: &Bell) {
    while let Ok(first) = asked.recv() {
        let views = asked.try_iter().last().unwrap_or(first);
        let begun = Instant::now();
        match store.directory(&views).map(|directory| bell.ring(News::Directory(Box::new(directory)))) {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return,
            Err(error) => warn!("{error}"),
        }
        thread::sleep((begun.elapsed() * REST).min(LONGEST));
    }
}
