//! Searches performed: beside the loop where there is a file to search and the loop needn't wait, else at once.

use std::{path::Path, sync::Arc};

use anyhow::Result;

use super::{After, Searching, World, failed};
use crate::{
    app::{
        Message,
        list::Wanted,
        places::{Destination, Place},
    },
    catalog::{Anchor, ArticleId, Counts, Found, Reach, Scope},
    query::{Query, Snippet},
    run::{
        directory::{self, Counter},
        searcher::{self, Searcher, rows_of},
    },
};

impl World {
    /// What a search has found since.
    pub fn found(&self) -> Option<Message> {
        [&self.searcher, &self.namer].into_iter().flatten().find_map(Searcher::answer)
    }

    pub(super) fn find(&mut self, found: Found, wanted: Wanted) -> After {
        if let Some(searcher) = self.searcher() {
            return searcher.find(found, wanted).map_or(After::Nothing, After::Heard);
        }
        let window = self.library.store.window(&Scope::Found(found.clone()), wanted.from, wanted.count);
        After::Heard(match window {
            Ok(window) => Message::Found(found, wanted, rows_of(window)),
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

    /// Looks for the nearest unread article from somewhere on; what a search finds is looked through beside the loop.
    pub(super) fn seek(&mut self, scope: &Scope, from: Anchor) -> After {
        if let (Scope::Found(found), Some(searcher)) = (scope, self.searcher()) {
            return searcher.seek(found.clone(), from).map_or(After::Nothing, After::Heard);
        }
        After::Heard(match self.library.store.next_unread(scope, from) {
            Ok(unread) => Message::Sought(unread),
            Err(error) => Message::Told(failed(&error.into())),
        })
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

    /// Counts what is unread: beside the loop where there is a file and a query to count, else at once.
    pub(super) fn directory(&mut self, views: Vec<Option<Arc<Query>>>) -> After {
        if views.iter().any(Option::is_some)
            && let Some(counter) = self.counter()
        {
            counter.ask(views);
            return After::Nothing;
        }
        After::Heard(match self.library.store.directory(&views) {
            Ok(directory) => Message::Directory(Box::new(directory)),
            Err(error) => Message::Told(failed(&error.into())),
        })
    }

    /// The thread that counts, started when it is first needed; `None` for a store in memory.
    fn counter(&mut self) -> Option<&Counter> {
        if let (None, Some(file), Some(bell)) = (&self.counter, self.library.store.file(), &self.bell) {
            self.counter = file.parent().and_then(|data| Counter::start(data.to_owned(), bell.clone()));
        }
        self.counter.as_ref()
    }

    /// Reckons what came in: beside the loop where there is a file, else at once.
    pub(super) fn stats(&self, from: i64, to: i64, spans: usize) -> After {
        if let (Some(data), Some(bell)) = (self.library.store.file().and_then(Path::parent), &self.bell) {
            directory::reckon(data.to_owned(), bell.clone(), (from, to), spans);
            return After::Nothing;
        }
        After::Heard(match self.library.store.stats(from, to, spans) {
            Ok(stats) => Message::Stats(Box::new(stats)),
            Err(error) => Message::Told(failed(&error.into())),
        })
    }

    /// Looks for the people whose names fit: beside the loop where there is a file and something is typed, else at once.
    pub(super) fn find_speakers(&mut self, typed: String) -> After {
        if !typed.is_empty()
            && let Some(namer) = self.namer()
        {
            return namer.find_speakers(typed).map_or(After::Nothing, After::Heard);
        }
        let found = searcher::speakers(&self.library.store, typed);
        After::Heard(found.unwrap_or_else(|error| Message::Told(failed(&error.into()))))
    }

    /// Where one can go: views, sources with their counts, tags.
    pub(super) fn places(&self, views: &[(String, String, Option<Arc<Query>>)]) -> Result<Message> {
        let store = &self.library.store;
        let mut places = Vec::new();
        for (name, text, query) in views {
            let counts = query.as_ref().map(|query| store.quick_counts(query)).transpose()?.flatten();
            let more = |counts: &Counts| if counts.reach == Reach::AtLeast { "+" } else { "" };
            let unread = counts.map(|counts| format!("{}{}", counts.unread, more(&counts)));
            places.push(Place { name: format!("view {name}"), unread, to: Destination::Query(text.clone()) });
        }
        for source in store.sources()?.into_iter().filter(|source| source.all > 0) {
            let unread = Some(source.unread.to_string());
            places.push(Place { name: format!("source {}", source.name), unread, to: Destination::Source(source.id) });
        }
        places.extend(store.tag_names()?.iter().map(|name| Place::of_tag(name)));
        Ok(Message::Places(places))
    }

    /// The thread that searches, started when it is first needed; `None` for a store in memory, or where the loop waits.
    fn searcher(&mut self) -> Option<&mut Searcher> {
        if self.searcher.is_none() {
            self.searcher = self.start_searcher();
        }
        self.searcher.as_mut()
    }

    /// Another such thread, for names: neither gives up what the other looks for.
    fn namer(&mut self) -> Option<&mut Searcher> {
        if self.namer.is_none() {
            self.namer = self.start_searcher();
        }
        self.namer.as_mut()
    }

    fn start_searcher(&self) -> Option<Searcher> {
        if self.searching == Searching::AtOnce {
            return None;
        }
        let dir = self.library.store.file()?.parent()?.to_owned();
        Searcher::start(dir, self.bell.clone()?)
    }
}
