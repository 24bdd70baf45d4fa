//! Searches performed: beside the loop where there is a file to search, else at once.

use anyhow::Result;

use super::{After, World, failed};
use crate::{
    app::{Message, list::Wanted},
    catalog::{ArticleId, Counts, Found, Scope},
    query::{Query, Snippet},
    run::searcher::Searcher,
};

impl World {
    /// What a search has found since.
    pub fn found(&self) -> Option<Message> {
        self.searcher.as_ref()?.answer()
    }

    pub(super) fn find(&mut self, found: Found, wanted: Wanted) -> After {
        if let Some(searcher) = self.searcher() {
            return searcher.find(found, wanted).map_or(After::Nothing, After::Heard);
        }
        let window = self.library.store.window(&Scope::Found(found.clone()), wanted.from, wanted.count);
        After::Heard(match window {
            Ok(window) => Message::Found(found, wanted, window.rows, window.rank.unwrap_or(0)),
            Err(error) => Message::Told(failed(&error.into())),
        })
    }

    pub(super) fn count_found(&mut self, found: Found) -> After {
        if let Some(searcher) = self.searcher() {
            return searcher.count(found).map_or(After::Nothing, After::Heard);
        }
        let counts: Counts = self.library.store.counts(&Scope::Found(found.clone())).unwrap_or_default();
        After::Heard(Message::FoundCounted(found, counts))
    }

    pub(super) fn give_up(&mut self) -> After {
        if let Some(searcher) = &mut self.searcher {
            searcher.give_up();
        }
        After::Nothing
    }

    pub(super) fn snippets(&self, query: &Query, ids: &[ArticleId]) -> Result<Message> {
        let mut snippets = self.library.store.snippets(query, ids)?;
        // One for each: what is gone isn't asked for again.
        for id in ids {
            if !snippets.iter().any(|(known, _)| known == id) {
                snippets.push((*id, Snippet::default()));
            }
        }
        Ok(Message::Snippets(snippets))
    }

    /// The thread that searches, started when it is first needed; `None` for a store in memory.
    fn searcher(&mut self) -> Option<&mut Searcher> {
        if self.searcher.is_none() {
            let dir = self.library.store.file()?.parent()?.to_owned();
            self.searcher = Searcher::start(dir, self.bell.clone()?);
        }
        self.searcher.as_mut()
    }
}
