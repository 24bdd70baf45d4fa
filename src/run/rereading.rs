//! The thread that searches stored articles again after the engine or the user's words changed. Where nothing changed,
//! there is no thread.

use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;
use tracing::{info, warn};

use super::alarm::{Bell, News};
use crate::{
    app::Progress,
    library,
    store::Store,
    text::{
        guard::guarded,
        quotes::{self, Lexicon, Quotations},
    },
};

/// How many articles are written by one transaction: others wait no longer than that.
const BATCH: usize = 16;
/// How often the reader is told how far it is, at most.
const TELL: Duration = Duration::from_millis(250);

/// Starts the thread if there is something to be read again. `data` is the directory of the store. It ends with the
/// program: what it was at then is read at the next start.
pub fn begin(store: &mut Store, data: PathBuf, bell: Bell) {
    let edition = Lexicon::in_force().edition();
    match store.count_outdated(edition) {
        Ok(0) => {
            if let Err(error) = store.all_read_with(edition) {
                warn!("{error}");
            }
        }
        Ok(count) => {
            let work = move || {
                if let Err(error) = read_all(&data, count, edition, &bell) {
                    warn!("reading articles again ended: {error:#}");
                }
            };
            drop(thread::Builder::new().name("rereading".into()).spawn(work));
        }
        Err(error) => warn!("articles to be read again can't be found: {error}"),
    }
}

fn read_all(data: &Path, count: usize, edition: i64, bell: &Bell) -> Result<()> {
    let (mut store, _) = Store::open(data, library::now())?;
    let (mut done, mut before, mut told) = (0, None, Instant::now());
    bell.ring(News::Rereading(Some(Progress { done, of: count })))?;
    loop {
        let batch = store.outdated(edition, before, BATCH)?;
        let Some(last) = batch.last() else { break };
        before = Some(last.id);
        let read: Vec<_> = batch
            .into_iter()
            .map(|outdated| {
                let found = guarded(|| quotes::in_article(&outdated.article, Lexicon::in_force()));
                (outdated, found.unwrap_or_else(Quotations::default))
            })
            .collect();
        store.requote(&read, edition)?;
        done += read.len();
        if told.elapsed() >= TELL {
            told = Instant::now();
            bell.ring(News::Rereading(Some(Progress { done, of: count.max(done) })))?;
        }
    }
    store.all_read_with(edition)?;
    info!("{done} articles were read again");
    bell.ring(News::Rereading(None))?;
    Ok(())
}
