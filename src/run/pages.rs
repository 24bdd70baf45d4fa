//! Pages read for the full text of articles, on threads of their own, while one reads on.

use std::{sync::Arc, thread};

use super::alarm::{Bell, News};
use crate::{
    library::whole::{PageOf, Whole},
    sources::pages::NoPage,
    text::{guard::guarded, quotes::Lexicon},
};

/// How many pages are read at a time.
const MOST: usize = 4;

/// Starts the threads.
pub struct PageReader {
    bell: Bell,
    /// One share for each thread that is at work.
    shares: Arc<()>,
}

/// What came of an article's page.
pub struct Came {
    /// What was wanted.
    pub wanted: PageOf,
    /// Its text, or a sentence that says why there is none.
    pub whole: Result<Whole, NoPage>,
}

impl PageReader {
    /// None is started yet.
    #[must_use]
    pub fn new(bell: Bell) -> Self {
        Self { bell, shares: Arc::new(()) }
    }

    /// Reads an article's page, and rings when it is there.
    ///
    /// # Errors
    /// A sentence that says why it isn't read now.
    pub fn read(&self, wanted: PageOf) -> Result<(), String> {
        if Arc::strong_count(&self.shares) > MOST {
            return Err(format!("{MOST} pages are being read already; try again when one is there"));
        }
        let (share, bell) = (Arc::clone(&self.shares), self.bell.clone());
        let work = move || {
            let whole = guarded(|| wanted.read(Lexicon::in_force()));
            let whole = whole
                .unwrap_or_else(|| Err("the form of the page is more than this program can take".to_owned().into()));
            drop(share);
            // Nobody may be there any more.
            drop(bell.ring(News::Page(Box::new(Came { wanted, whole }))));
        };
        let spawned = thread::Builder::new().name("page".into()).spawn(work);
        spawned.map(drop).map_err(|error| format!("the page can't be read now: {error}"))
    }
}
