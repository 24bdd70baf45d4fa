//! Whether an article meets what the streams couldn't tell: it is read, no further than the question takes.

use rusqlite::{Connection, OptionalExtension};

use super::plan::Plan;
use super::{annotated, body, people, read, tagged};
use crate::catalog::{ArticleId, Queue};
use crate::query::{self, Facts, Field, Node, State, Verdict, What};
use crate::text::article::{Article, Headline, HeadlineOrigin};
use crate::text::quotes::Quotations;

/// Whether an article of a plan's stream meets the query.
pub(super) fn meets(db: &Connection, id: i64, plan: &Plan) -> rusqlite::Result<bool> {
    plan.question.as_ref().map_or(Ok(true), |question| answers(db, id, question))
}

/// The answer of an article to a question. What can't be read meets nothing.
pub(super) fn answers(db: &Connection, id: i64, question: &Node) -> rusqlite::Result<bool> {
    if asks_only_for_length(question) {
        return length_answers(db, id, question);
    }
    if asks_only_for_patterns(question)
        && let Some(answer) = text_answers(db, id, question)?
    {
        return Ok(answer);
    }
    let Some(stored) = read::load(db, ArticleId(id))? else { return Ok(false) };
    let tags = tagged::of(db, &stored.row)?;
    let names = if asks_for_speakers(question) { people::names::of_speakers(db, &stored.people)? } else { Vec::new() };
    let annotated = annotated::of(db, id)?;
    let facts = Facts {
        article: &stored.article,
        quotations: &stored.quotations,
        names: &names,
        source: &stored.row.source,
        also: &stored.row.also,
        tags: &tags,
        origin: &stored.origin,
        sorted_at: stored.row.sorted_at,
        words: stored.row.words,
        state: state_of(stored.row.queue),
        bookmarked: stored.row.kept,
        note: annotated.note.as_deref().unwrap_or_default(),
        highlights: annotated.highlights,
        watched: stored.row.watched.is_some(),
    };
    Ok(query::matches(question, &facts) == Verdict::Meets)
}

fn asks_for_speakers(question: &Node) -> bool {
    question.terms().iter().any(|term| matches!(term.what, What::Words(Field::Speaker, _)))
}

pub(super) fn asks_only_for_length(question: &Node) -> bool {
    let Node::All(nodes) = question else { return false };
    nodes.iter().all(|node| matches!(node, Node::Term(query::Term { what: What::Minutes(..), .. })))
}

/// The same, where the article's row says all: no text is unpacked.
fn length_answers(db: &Connection, id: i64, question: &Node) -> rusqlite::Result<bool> {
    let words = db.prepare_cached("SELECT words FROM article WHERE id = ?1")?.query_row([id], |row| row.get(0))?;
    Ok(bare_answers(&Article::default(), words, question))
}

fn asks_only_for_patterns(question: &Node) -> bool {
    question.terms().iter().all(|term| matches!(term.what, What::Pattern(_)))
}

/// The same, where headline and text say all; `None` if the text isn't parsed yet.
fn text_answers(db: &Connection, id: i64, question: &Node) -> rusqlite::Result<Option<bool>> {
    let mut select = db.prepare_cached(
        "SELECT a.headline, b.packed FROM article a CROSS JOIN body b ON b.id = a.body WHERE a.id = ?1 AND a.engine > 0",
    )?;
    let answer = select.query_row([id], |row| {
        let headline = Headline { text: row.get(0)?, origin: HeadlineOrigin::Given };
        let Some(text) = body::unpack_text(row.get_ref(1)?.as_blob()?) else { return Ok(false) };
        Ok(bare_answers(&Article { headline: Some(headline), text, ..Article::default() }, 0, question))
    });
    answer.optional()
}

/// Whether an article of which only these are known meets what asks for nothing else.
fn bare_answers(article: &Article, words: u32, question: &Node) -> bool {
    let facts = Facts {
        article,
        quotations: &Quotations::default(),
        names: &[],
        source: "",
        also: &[],
        tags: &[],
        origin: "",
        sorted_at: 0,
        words,
        state: State::Read,
        bookmarked: false,
        note: "",
        highlights: 0,
        watched: false,
    };
    query::matches(question, &facts) == Verdict::Meets
}

/// Where an article waits, in the words of queries.
pub(super) fn state_of(queue: Queue) -> State {
    match queue {
        Queue::Inbox | Queue::Woken(_) => State::Unread,
        Queue::Later => State::Later,
        Queue::Snoozed(_) => State::Snoozed,
        Queue::Muted(_) => State::Muted,
        Queue::Done => State::Read,
    }
}
