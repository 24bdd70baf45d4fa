//! Whether an article meets what the streams couldn't tell: of each article no more is read than the question takes.

use rusqlite::{Connection, OptionalExtension};

use super::plan::Plan;
use super::{annotated, body, people, quoted, read, tagged};
use crate::catalog::{ArticleId, Queue};
use crate::query::{self, Facts, Field, Node, State, Verdict, What};
use crate::text::article::{Article, Headline, HeadlineOrigin};
use crate::text::quotes::Quotations;

/// What an article is asked.
pub(super) struct Question {
    all: Node,
    /// Of the conditions, those that are told by the text and what lies packed beside it; no article that fails them is read
    /// in full.
    light: Option<(Node, Needs)>,
    /// Whether there are others.
    rest: Rest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    Nothing,
    Something,
}

/// What is unpacked for the light conditions.
#[derive(Debug, Clone, Copy, Default)]
struct Needs {
    text: bool,
    quotations: bool,
    address: bool,
}

/// Whether an article of a plan's stream meets the query.
pub(super) fn meets(db: &Connection, id: i64, plan: &Plan) -> rusqlite::Result<bool> {
    plan.question.as_ref().map_or(Ok(true), |question| question.answered_by(db, id))
}

impl Question {
    /// That an article meets all of these.
    pub(super) fn of(nodes: Vec<Node>) -> Self {
        let (light, others): (Vec<Node>, Vec<Node>) = nodes.iter().cloned().partition(is_light);
        let rest = if others.is_empty() { Rest::Nothing } else { Rest::Something };
        let light = (!light.is_empty()).then(|| {
            let light = Node::All(light);
            let needs = needs(&light);
            (light, needs)
        });
        Self { all: Node::All(nodes), light, rest }
    }

    /// Whether an article meets it. What can't be read meets nothing.
    pub(super) fn answered_by(&self, db: &Connection, id: i64) -> rusqlite::Result<bool> {
        if let Some((light, needs)) = &self.light
            && let Some(answer) = light_answer(db, id, light, *needs)?
            && (!answer || self.rest == Rest::Nothing)
        {
            return Ok(answer);
        }
        full_answer(db, id, &self.all)
    }
}

fn full_answer(db: &Connection, id: i64, question: &Node) -> rusqlite::Result<bool> {
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

/// Whether text, quotations without their speakers, address and length tell a condition.
fn is_light(node: &Node) -> bool {
    node.terms().iter().all(|term| {
        matches!(
            term.what,
            What::Pattern(_) | What::Said(_) | What::Kind(_) | What::HasQuotations | What::Url(_) | What::Minutes(..)
        )
    })
}

fn needs(question: &Node) -> Needs {
    let mut needs = Needs::default();
    for term in question.terms() {
        match term.what {
            What::Pattern(_) => needs.text = true,
            What::Said(_) => (needs.text, needs.quotations) = (true, true),
            What::Kind(_) | What::HasQuotations => needs.quotations = true,
            What::Url(_) => needs.address = true,
            _ => {}
        }
    }
    needs
}

/// The answer to light conditions; `None` if the article isn't parsed yet.
fn light_answer(db: &Connection, id: i64, question: &Node, needs: Needs) -> rusqlite::Result<Option<bool>> {
    let mut select = db.prepare_cached(
        "SELECT a.headline, a.words, b.packed, q.packed, a.origin, a.key FROM article a
         CROSS JOIN body b ON b.id = a.body LEFT JOIN quoted q ON q.article = a.id WHERE a.id = ?1 AND a.engine > 0",
    )?;
    let answer = select.query_row([id], |row| {
        let packed = row.get_ref(2)?.as_blob()?;
        let quotations = row.get_ref(3)?.as_blob_or_null()?.filter(|_| needs.quotations);
        let Some(quotations) = quotations.map_or(Some(Vec::new()), quoted::quotations_in) else { return Ok(false) };
        let text = if needs.text { body::unpack_text(packed) } else { Some(String::new()) };
        let Some(text) = text else { return Ok(false) };
        let url = if needs.address { body::unpack_url(packed) } else { None };
        let headline = Some(Headline { text: row.get(0)?, origin: HeadlineOrigin::Given });
        let article = Article { headline, url, text, ..Article::default() };
        let origin = match row.get_ref(4)?.as_str_or_null()? {
            Some(origin) => origin,
            None => read::origin_in(row.get_ref(5)?.as_str()?),
        };
        let quotations = Quotations { quotations, ..Quotations::default() };
        Ok(bare_answer(&article, &quotations, (origin, row.get(1)?), question))
    });
    answer.optional()
}

/// Whether an article of which only these are known meets what asks for nothing else.
fn bare_answer(article: &Article, quotations: &Quotations, (origin, words): (&str, u32), question: &Node) -> bool {
    let facts = Facts {
        article,
        quotations,
        names: &[],
        source: "",
        also: &[],
        tags: &[],
        origin,
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
