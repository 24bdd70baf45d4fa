//! The first articles with a word that is only begun, found by reading them.
//!
//! Of a short beginning the index has to put all its words together before it knows the first article, which takes the longer
//! the more articles there are: with a million, seconds. Most articles have such a word, so reading a few finds enough. Where
//! they haven't, this ends early, and the index has less to do.

use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, OptionalExtension};

use super::answer::{Question, meets};
use super::body::{self, Extent};
use super::plan::Plan;
use super::postings::{self, Occurrences};
use super::range::Direction;
use super::search::interrupted;
use crate::catalog::Found;
use crate::query::{Field, Last, Node, Phrase, Term, What, holds};

/// After so many articles it is known whether many have the word.
const TRIED: usize = 64;

/// One of so many must have it, or it is not read on.
const ONE_OF: usize = 4;

/// More articles than these are looked up in the pages of the index, so many at a time.
const FEW: usize = 512;
const AT_ONCE: usize = 2_048;

/// What was found by reading.
pub(super) struct Start {
    /// The first matches, in order.
    pub(super) ids: Vec<i64>,
    /// From where on the index is asked; `None` if there is no more, or enough was found.
    pub(super) place: Option<i64>,
}

/// Up to `count` first matches of a query that has words only begun; `None` if it has none.
pub(super) fn read(
    db: &Connection,
    found: &Found,
    direction: Direction,
    place: i64,
    count: usize,
    given_up: &AtomicBool,
) -> rusqlite::Result<Option<Start>> {
    let (begun, others) = parted(&found.query.root);
    if begun.is_empty() {
        return Ok(None);
    }
    let (oldest, newest) = found.within;
    let begun: Vec<(Node, Question)> = begun.into_iter().map(|node| (node.clone(), Question::of(vec![node]))).collect();
    let others = Node::All(others);
    let afresh = || Plan::of(db, &others).map(|plan| plan.between(oldest.0, newest.0));
    let mut plan = afresh()?;
    if count > FEW && begun.iter().filter_map(|(node, _)| word(node)).all(postings::may_tell) {
        if let Some(start) = by_index(db, &begun, &mut plan, (direction, place), count, given_up)? {
            return Ok(Some(start));
        }
        // Streams don't go back.
        plan = afresh()?;
    }
    let mut start = Start { ids: Vec::new(), place: Some(place) };
    let mut tried = 0;
    while start.ids.len() < count && (tried < TRIED || start.ids.len() * ONE_OF >= tried) {
        let Some(from) = start.place else { return Ok(Some(start)) };
        let Some(id) = plan.stream.next(db, direction, from)? else {
            return Ok(Some(Start { place: None, ..start }));
        };
        if given_up.load(Ordering::Relaxed) {
            return Err(interrupted());
        }
        if has_all(db, id, &begun)? && meets(db, id, &plan)? {
            start.ids.push(id);
        }
        tried += 1;
        start.place = direction.after(id);
    }
    if start.ids.len() >= count {
        start.place = None;
    }
    Ok(Some(start))
}

/// The same for many articles: the pages of the index tell which have the words. `None` where they don't.
fn by_index(
    db: &Connection,
    begun: &[(Node, Question)],
    plan: &mut Plan,
    (direction, place): (Direction, i64),
    count: usize,
    given_up: &AtomicBool,
) -> rusqlite::Result<Option<Start>> {
    let mut start = Start { ids: Vec::new(), place: Some(place) };
    let mut tried = 0;
    while start.ids.len() < count && start.ids.len() * ONE_OF >= tried {
        let mut some = Vec::with_capacity(AT_ONCE);
        while some.len() < AT_ONCE
            && let Some(from) = start.place
        {
            let next = plan.stream.next(db, direction, from)?;
            some.extend(next);
            start.place = next.and_then(|id| direction.after(id));
        }
        tried += some.len();
        if given_up.load(Ordering::Relaxed) {
            return Err(interrupted());
        }
        let Some(having) = having(db, begun, some, (direction, given_up))? else { return Ok(None) };
        for id in having {
            if start.ids.len() < count && meets(db, id, plan)? {
                start.ids.push(id);
            }
        }
        if start.place.is_none() {
            return Ok(Some(start));
        }
    }
    if start.ids.len() >= count {
        start.place = None;
    }
    Ok(Some(start))
}

/// Those of the articles that have all words only begun, in the direction that they came in.
fn having(
    db: &Connection,
    begun: &[(Node, Question)],
    mut articles: Vec<i64>,
    (direction, given_up): (Direction, &AtomicBool),
) -> rusqlite::Result<Option<Vec<i64>>> {
    articles.sort_unstable();
    let mut has_all = vec![true; articles.len()];
    for phrase in begun.iter().filter_map(|(node, _)| word(node)) {
        let Some(occurrences) = postings::occurrences(db, phrase, &articles, given_up)? else { return Ok(None) };
        for (has_all, occurrences) in has_all.iter_mut().zip(occurrences) {
            *has_all &= occurrences != Occurrences::default();
        }
    }
    let having = articles.into_iter().zip(has_all).filter_map(|(id, has_all)| has_all.then_some(id));
    Ok(Some(match direction {
        Direction::Newer => having.collect(),
        Direction::Older => having.rev().collect(),
    }))
}

/// The conditions beside each other that are a word only begun, anywhere in an article; and the others.
fn parted(root: &Node) -> (Vec<Node>, Vec<Node>) {
    let nodes = match root {
        Node::All(nodes) => nodes.as_slice(),
        other => std::slice::from_ref(other),
    };
    nodes.iter().cloned().partition(|node| word(node).is_some())
}

fn word(node: &Node) -> Option<&Phrase> {
    match node {
        Node::Term(Term { what: What::Words(Field::Anywhere, phrase), .. })
            if phrase.last == Last::Begun && phrase.words.len() == 1 =>
        {
            Some(phrase)
        }
        _ => None,
    }
}

fn has_all(db: &Connection, id: i64, begun: &[(Node, Question)]) -> rusqlite::Result<bool> {
    for (node, question) in begun {
        let in_words = word(node).map_or(Ok(false), |phrase| has(db, id, phrase))?;
        // Else it may be in a name.
        if !in_words && !question.answered_by(db, id)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether headline or text have a phrase; the text is read no further than that takes.
fn has(db: &Connection, id: i64, phrase: &Phrase) -> rusqlite::Result<bool> {
    let mut select = db.prepare_cached(
        "SELECT a.headline, b.packed FROM article a CROSS JOIN body b ON b.id = a.body WHERE a.id = ?1",
    )?;
    let found = select.query_row([id], |row| {
        if holds(row.get_ref(0)?.as_str()?, phrase) {
            return Ok(true);
        }
        let in_text = body::read_text(row.get_ref(1)?.as_blob()?, |text, extent| match extent {
            Extent::Part => holds(text, phrase).then_some(true),
            Extent::Whole => Some(holds(text, phrase)),
        });
        Ok(in_text.unwrap_or(false))
    });
    Ok(found.optional()?.unwrap_or(false))
}
