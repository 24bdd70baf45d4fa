//! The thread that searches stored articles again after the engine or the user's words changed. Where nothing changed,
//! there is no thread.
//!
//! Nobody waits for it, so it takes its time: it rests longer than it works, and while it writes, its own reports stand in
//! for the watch over the store, which would wake up for each page that is written.

use std::{
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;
use tracing::{info, warn};

use super::{
    alarm::{Bell, News},
    watch::Watch,
};
use crate::{
    app::Progress,
    library,
    store::{Outdated, Store},
    text::{
        guard::guarded,
        quotes::{self, Lexicon, Quotations},
    },
};

/// How many articles are written by one transaction: others wait no longer than that.
const BATCH: usize = 16;
/// How often the reader is told how far it is, at most.
const TELL: Duration = Duration::from_secs(1);
/// How long a rest is, in times of the work before it.
const REST: u32 = 3;
/// The longest rest, where a machine is busy or was asleep.
const LONGEST_REST: Duration = Duration::from_secs(1);

/// What the thread needs.
pub struct Rereading {
    /// The directory of the store.
    pub data: PathBuf,
    /// What watches the store, if anything does.
    pub watch: Option<Watch>,
    /// Where it tells how far it is.
    pub bell: Bell,
}

/// Starts the thread if there may be something to be read again. It ends with the program: what it was at then is read at
/// the next start.
pub fn begin(store: &Store, rereading: Rereading) {
    let edition = Lexicon::edition_in_force();
    match store.is_read_with(edition) {
        Ok(true) => {}
        Ok(false) => {
            let work = move || {
                if let Err(error) = rereading.read_all(edition) {
                    warn!("reading articles again ended: {error:#}");
                }
            };
            drop(thread::Builder::new().name("rereading".into()).spawn(work));
        }
        Err(error) => warn!("articles to be read again can't be found: {error}"),
    }
}

impl Rereading {
    fn read_all(&self, edition: i64) -> Result<()> {
        let (mut store, _) = Store::open(&self.data, library::now())?;
        let count = store.count_outdated(edition)?;
        if count == 0 {
            return Ok(store.all_read_with(edition)?);
        }
        let unwatched = self.watch.as_ref().map(|watch| watch.leave(&self.data));
        let done = self.read_outdated(&mut store, edition, count);
        // What others did is told again from here on, and looked for once more.
        drop(unwatched);
        self.bell.ring(News::Rereading(None))?;
        info!("{} articles were read again", done?);
        Ok(())
    }

    fn read_outdated(&self, store: &mut Store, edition: i64, count: usize) -> Result<usize> {
        let (mut done, mut before, mut told) = (0, None, Instant::now());
        self.bell.ring(News::Rereading(Some(Progress { done, of: count })))?;
        let lexicon = Lexicon::in_force();
        loop {
            if Lexicon::edition_in_force() != edition || lexicon.edition() != edition {
                // The words were changed meanwhile: another thread begins anew with them.
                return Ok(done);
            }
            let begun = Instant::now();
            let batch = store.outdated(edition, before, BATCH)?;
            let Some(last) = batch.last() else { break };
            before = Some(last.id);
            let read: Vec<_> = batch.into_iter().map(|one| searched(one, lexicon)).collect();
            store.requote(&read, edition)?;
            done += read.len();
            if told.elapsed() >= TELL {
                told = Instant::now();
                self.bell.ring(News::Rereading(Some(Progress { done, of: count.max(done) })))?;
            }
            thread::sleep((begun.elapsed() * REST).min(LONGEST_REST));
        }
        store.all_read_with(edition)?;
        Ok(done)
    }
}

fn searched(outdated: Outdated, lexicon: &Lexicon) -> (Outdated, Quotations) {
    let found = guarded(|| quotes::in_article(&outdated.article, lexicon));
    (outdated, found.unwrap_or_else(Quotations::default))
}
