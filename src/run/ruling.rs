//! Stored articles looked at by rules that are new, beside the loop and gently: a few hundred at a time, with rests.

use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use tracing::warn;

use crate::{
    library,
    store::{RulesProgress, Store, StoreError},
};

/// How many articles are looked at by one transaction: others wait no longer than that.
const STEP: usize = 500;
/// After a step, this many times as long is rested.
const REST: u32 = 3;
/// The longest rest.
const LONGEST: Duration = Duration::from_millis(200);

/// Starts the thread on the store in a directory. It ends when all is looked at, or with the program: the rest is then
/// looked at after the next start.
pub fn begin(data: PathBuf) {
    let work = move || {
        if let Err(error) = look_at_all(&data) {
            warn!("rules were not applied to all articles: {error}");
        }
    };
    drop(thread::Builder::new().name("rules".into()).spawn(work));
}

fn look_at_all(data: &Path) -> Result<(), StoreError> {
    let Ok((mut store, _)) = Store::open(data, library::now()) else { return Ok(()) };
    loop {
        let begun = Instant::now();
        if store.apply_rules(library::now(), STEP)? == RulesProgress::Done {
            return Ok(());
        }
        thread::sleep((begun.elapsed() * REST).min(LONGEST));
    }
}
