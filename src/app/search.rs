//! Searching all articles as one types: the query read, its articles asked for, and what was listed before given back.
//!
//! The search itself is done elsewhere and may take its time: what comes of it counts only while it is still wanted.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::{
    Asked, Effect, Model,
    list::{Rows, Wanted},
    prompt::Prompt,
    reader::Place,
    seeking::Seeking,
};
use crate::{
    catalog::{Anchor, ArticleId, Counts, Found, Order, Scope},
    query::{self, Known, Mistake, Query, Snippet},
    text::find::find,
};

/// How many rows are asked for at first: a screenful and what lies ahead of the selection.
const FIRST: usize = 128;

/// A search of all articles.
#[derive(Debug, Default)]
pub struct Searching {
    /// What is wrong with the query being typed.
    pub mistake: Option<Mistake>,
    /// What was asked for and hasn't come yet.
    pub waiting: Option<(Found, Wanted)>,
    pub(super) seeking: Option<Seeking>,
    /// What the articles were found by.
    pub snippets: HashMap<ArticleId, Snippet>,
    /// Names that a query can be completed to.
    pub known: Known,
    /// What was listed before.
    before: Option<Before>,
}

/// What to give back when a search is left.
#[derive(Debug, Clone)]
struct Before {
    scope: Scope,
    selected: Option<ArticleId>,
    /// The open article, and where one was in it.
    place: Option<(ArticleId, Place)>,
}

/// What is looked for in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// Words as they are typed.
    Words(String),
    /// What a query asks for.
    Query(Arc<Query>),
}

impl Sought {
    /// How it was typed.
    #[must_use]
    pub fn typed(&self) -> &str {
        match self {
            Self::Words(words) => words,
            Self::Query(query) => query.typed(),
        }
    }

    /// Where a text has it, in bytes.
    #[must_use]
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        match self {
            Self::Words(words) => find(text, words),
            Self::Query(query) => query::marked(&query.root, text),
        }
    }
}

impl Model {
    /// Opens the search line over the list, with a query in it.
    pub(super) fn ask_articles(&mut self, typed: &str) -> Vec<Effect> {
        self.remember_list();
        self.searching.mistake = None;
        self.prompt = Some((Asked::Articles, Prompt::with(typed)));
        vec![Effect::LoadKnown]
    }

    /// Remembers what is listed, to be given back after the search.
    fn remember_list(&mut self) {
        if self.searching.before.is_none() {
            let selected = self.list.selected().map(|row| row.id);
            let (scope, place) = (self.list.scope.clone(), self.reader.place());
            self.searching.before = Some(Before { scope, selected, place });
        }
    }

    /// Lists what a query finds from now on; its rows are still to be asked for.
    pub(super) fn enter_found(&mut self, found: Found) {
        self.remember_list();
        self.searching.snippets.clear();
        (self.searching.waiting, self.searching.seeking) = (None, None);
        let sought = Sought::Query(Arc::clone(&found.query));
        self.reader.seek(&sought);
        self.words = Some(sought);
        self.list.scope = Scope::Found(self.found_as_remembered(found));
    }

    /// The query of what is listed, to be typed on.
    pub(super) fn edit_query(&mut self) -> Vec<Effect> {
        let typed = match &self.list.scope {
            Scope::Found(found) => found.query.typed().to_owned(),
            Scope::View(_) | Scope::Only(_) => String::new(),
        };
        self.ask_articles(&typed)
    }

    /// Searches for what has been typed so far.
    pub(super) fn search_typed(&mut self, text: &str) -> Vec<Effect> {
        match query::parse(text, self.today()) {
            Err(mistake) => {
                // What stands before the mistake is found meanwhile.
                let before = text.get(..mistake.at.start).unwrap_or_default();
                let before = before.rsplit_once([' ', '(']).map_or("", |(before, _)| before);
                let found = query::parse(before, self.today()).ok().filter(|query| !query.is_empty());
                let effects = found.map(|query| self.search(Arc::new(query))).unwrap_or_default();
                self.searching.mistake = Some(mistake);
                effects
            }
            Ok(query) => {
                self.searching.mistake = None;
                self.search(Arc::new(query.open_ended()))
            }
        }
    }

    /// Asks for the articles of a query, if they aren't listed already.
    fn search(&mut self, query: Arc<Query>) -> Vec<Effect> {
        if query.is_empty() {
            return self.list_before();
        }
        let found = self.found_as_remembered(Found::of(query));
        let listed = matches!(&self.list.scope, Scope::Found(listed) if *listed == found);
        let asked = self.searching.waiting.as_ref().is_some_and(|(waiting, _)| *waiting == found);
        if listed && self.searching.waiting.is_none() || asked {
            return Vec::new();
        }
        self.ask_for_rows(found, Wanted { from: Anchor::First, count: FIRST }).into_iter().collect()
    }

    /// Asks for rows of a search, unless they have been asked for.
    pub(super) fn ask_for_rows(&mut self, found: Found, wanted: Wanted) -> Option<Effect> {
        let asked = (found, wanted);
        if self.searching.waiting.as_ref() == Some(&asked) {
            return None;
        }
        // What else is looked for is given up.
        self.searching.seeking.take_if(|seeking| !seeking.is_of(&asked.0));
        self.searching.waiting = Some(asked.clone());
        Some(Effect::Find(asked.0, asked.1))
    }

    /// Lists what was found, if it is still what is wanted.
    pub(super) fn receive_found(&mut self, found: &Found, wanted: Wanted, rows: Rows) -> Vec<Effect> {
        let awaited = self.searching.waiting.as_ref().is_some_and(|(one, other)| one == found && *other == wanted);
        if !awaited {
            return Vec::new();
        }
        self.searching.waiting = None;
        let same = matches!(&self.list.scope, Scope::Found(listed) if listed == found);
        self.receive(wanted, rows);
        if same {
            self.list.count_held();
            return Vec::new();
        }
        self.list.scope = Scope::Found(found.clone());
        self.list.counts = Counts::default();
        self.searching.snippets.clear();
        let sought = Sought::Query(Arc::clone(&found.query));
        self.reader.seek(&sought);
        self.words = Some(sought);
        vec![Effect::Count(self.list.scope.clone())]
    }

    /// Takes a count in, if it is of what is listed.
    pub(super) fn receive_counts(&mut self, found: &Found, counts: Counts) {
        if matches!(&self.list.scope, Scope::Found(listed) if listed == found) {
            self.list.counts = counts;
            self.list.count_held();
        }
    }

    /// What the rows on the screen lack to show what they were found by.
    pub(super) fn missing_snippets(&self) -> Option<Effect> {
        let Scope::Found(found) = &self.list.scope else { return None };
        let rows = self.list.visible(self.areas.map_or(0, |areas| areas.rows()));
        let lacking = rows.map(|(row, _)| row.id).filter(|id| !self.searching.snippets.contains_key(id));
        let lacking: Vec<ArticleId> = lacking.collect();
        (!lacking.is_empty()).then(|| Effect::LoadSnippets(Arc::clone(&found.query), lacking))
    }

    /// Ends typing with the list as it is, the query's words marked in the article.
    pub(super) fn enter_search(&mut self, text: &str) -> Vec<Effect> {
        if let Some(mistake) = self.searching.mistake.take() {
            let mut prompt = Prompt::with(text);
            prompt.go_to(mistake.at.start);
            self.prompt = Some((Asked::Articles, prompt));
            self.tell_error(format!("column {}: {}", mistake.column(text), mistake.says));
            self.searching.mistake = Some(mistake);
            return Vec::new();
        }
        if text.trim().is_empty() {
            return self.leave_search();
        }
        self.search_typed(text)
    }

    /// Gives the list back as it was before the search.
    pub(super) fn leave_search(&mut self) -> Vec<Effect> {
        let effects = self.list_before();
        self.searching.before = None;
        effects
    }

    /// Ends a search for good: what was listed before it isn't given back.
    pub(super) fn leave_words(&mut self) {
        self.searching.before = None;
        (self.searching.waiting, self.searching.seeking) = (None, None);
        self.searching.snippets.clear();
        if self.words.take().is_some() {
            self.reader.end_search();
        }
    }

    /// Whether what is listed stands in the order of relevance.
    #[must_use]
    pub fn is_ranked(&self) -> bool {
        matches!(&self.list.scope, Scope::Found(found) if found.order == Order::Relevance)
    }

    /// Whether what is listed is what a query finds.
    #[must_use]
    pub fn is_searching(&self) -> bool {
        matches!(self.list.scope, Scope::Found(_))
    }

    fn list_before(&mut self) -> Vec<Effect> {
        self.searching.mistake = None;
        self.searching.snippets.clear();
        self.words = None;
        self.reader.end_search();
        let seeking = self.searching.seeking.take().is_some();
        let waited = self.searching.waiting.take().is_some() || seeking;
        let Some(Before { scope, selected, place }) = self.searching.before.clone() else { return Vec::new() };
        if let Some((_, place)) = place.filter(|(id, _)| self.reader.id() == Some(*id)) {
            self.reader.return_to(place);
        }
        let mut effects = if waited { vec![Effect::GiveUp] } else { Vec::new() };
        if self.list.scope != scope {
            self.list.scope = scope;
            effects.extend(self.list_again(selected));
        }
        effects
    }

    /// What the query being typed can be completed to, each a whole line.
    pub(super) fn query_lines(&self, line: &str) -> Vec<String> {
        let candidates = query::complete(line, line.len(), &self.searching.known).into_iter();
        let whole = candidates.map(|one| format!("{}{}", line.get(..one.replaces.start).unwrap_or_default(), one.text));
        whole.collect()
    }
}
