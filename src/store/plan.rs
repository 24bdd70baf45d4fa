//! From a query's conditions to streams of articles: what the index, the shelves and the order of ids can answer by
//! themselves, and what is left to be looked at in each article.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use rusqlite::Connection;

use super::annotated::{self, Having};
use super::answer::Question;
use super::fts::{self, Mark};
use super::length::Length;
use super::range::Direction;
use super::shelf::{self, Shelf};
use super::stream::Stream;
use super::{guests, people, place, tagged};
use crate::catalog::ArticleId;
use crate::query::stem::Stemming;
use crate::query::{self, Field, Last, Node, Phrase, State, Term, What};
use crate::text::quotes::Kind;

/// How a query is answered.
pub(super) struct Plan {
    /// Articles among which all that meet it are.
    pub(super) stream: Stream,
    /// What an article of the stream must be asked; `None` if all of them meet the query.
    pub(super) question: Option<Question>,
}

/// A stream for a condition, and whether everything in it meets the condition.
struct Cover {
    stream: Stream,
    fit: Fit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// The stream is the condition's articles.
    Exact,
    /// The stream has others besides.
    Loose,
}

impl Cover {
    fn exact(stream: Stream) -> Self {
        Self { stream, fit: Fit::Exact }
    }

    fn loose(stream: Stream) -> Self {
        Self { stream, fit: Fit::Loose }
    }
}

impl Plan {
    /// The plan for a query, which leaves out what is hidden by a rule unless it asks for that. Its recursion is as deep as the parser lets parentheses nest.
    pub(super) fn of(db: &Connection, root: &Node) -> rusqlite::Result<Self> {
        fts::stemming(db)?;
        let nodes = match root {
            Node::All(nodes) => nodes.as_slice(),
            other => std::slice::from_ref(other),
        };
        let mut streams = Vec::new();
        let mut questions = Vec::new();
        for node in nodes {
            let cover = cover(db, node)?;
            if cover.fit == Fit::Loose {
                questions.push(node.clone());
            }
            streams.push(cover.stream);
        }
        if asks_of_one_quotation(nodes) {
            questions =
                nodes.iter().filter(|node| questions.contains(node) || is_of_quotation(node)).cloned().collect();
        }
        if !root.asks_for_muted() && shelf::total(db, Shelf::Muted, None)? > 0 {
            streams.push(except(Stream::shelf(Shelf::Muted)));
        }
        let question = (!questions.is_empty()).then(|| Question::of(questions));
        Ok(Self { stream: all(streams), question })
    }

    /// The same, of the articles from one id to another only.
    pub(super) fn between(self, oldest: i64, newest: i64) -> Self {
        if (oldest, newest) == (i64::MIN, i64::MAX) {
            return self;
        }
        Self { stream: all(vec![self.stream, Stream::Window(oldest..=newest)]), ..self }
    }
}

/// The articles with a quotation (of a kind) and with these words somewhere, the newest first.
pub(super) fn quoting(db: &Connection, phrase: &Phrase, kind: Option<Kind>) -> rusqlite::Result<Vec<ArticleId>> {
    fts::stemming(db)?;
    let mark = kind.map_or(Mark::Quotations, Mark::Kind);
    let mut stream = all(vec![words(format!("body : {}", match_of(phrase))), marked(&mark)]);
    let mut found = Vec::new();
    let mut place = Some(Direction::Older.start());
    while let Some(from) = place
        && let Some(id) = stream.next(db, Direction::Older, from)?
    {
        found.push(ArticleId(id));
        place = Direction::Older.after(id);
    }
    Ok(found)
}

/// Whether conditions beside each other must hold of the same quotation, which no index knows.
fn asks_of_one_quotation(nodes: &[Node]) -> bool {
    let names = nodes.iter().filter(|node| is_of_quotation(node)).count();
    let said = nodes.iter().any(|node| matches!(node, Node::Term(Term { what: What::Said(_) | What::Kind(_), .. })));
    names > 1 && said
}

fn is_of_quotation(node: &Node) -> bool {
    let Node::Term(term) = node else { return false };
    matches!(term.what, What::Said(_) | What::Kind(_) | What::Words(Field::Speaker, _))
}

fn cover(db: &Connection, node: &Node) -> rusqlite::Result<Cover> {
    match node {
        Node::All(nodes) => {
            let covers = covers(db, nodes)?;
            let fit = if asks_of_one_quotation(nodes) { Fit::Loose } else { fit_of(&covers) };
            Ok(Cover { stream: all(covers.into_iter().map(|cover| cover.stream).collect()), fit })
        }
        Node::Any(nodes) => {
            let covers = covers(db, nodes)?;
            let fit = fit_of(&covers);
            Ok(Cover { stream: any(covers.into_iter().map(|cover| cover.stream).collect()), fit })
        }
        Node::Not(node) => {
            let cover = cover(db, node)?;
            Ok(match cover.fit {
                Fit::Exact => Cover::exact(except(cover.stream)),
                Fit::Loose => Cover::loose(Stream::everything()),
            })
        }
        Node::Term(term) => of_term(db, &term.what),
    }
}

fn covers(db: &Connection, nodes: &[Node]) -> rusqlite::Result<Vec<Cover>> {
    nodes.iter().map(|node| cover(db, node)).collect()
}

fn fit_of(covers: &[Cover]) -> Fit {
    if covers.iter().all(|cover| cover.fit == Fit::Exact) { Fit::Exact } else { Fit::Loose }
}

fn of_term(db: &Connection, what: &What) -> rusqlite::Result<Cover> {
    Ok(match what {
        What::Words(Field::Speaker, phrase) => of_speaker(db, phrase)?,
        What::Words(field, phrase) => Cover::exact(words(in_field(*field, phrase))),
        What::Near(phrases, within) => {
            let inner: Vec<String> = phrases.iter().map(match_of).collect();
            // Only phrases can be near each other, not one or another.
            if phrases.iter().any(|phrase| !others(phrase).is_empty()) {
                return Ok(Cover::loose(words(inner.join(" AND "))));
            }
            Cover::exact(words(format!("NEAR({}, {within})", inner.join(" "))))
        }
        What::Said(phrase) => {
            let with_words = words(format!("body : {}", match_of(phrase)));
            Cover::loose(all(vec![with_words, marked(&Mark::Quotations)]))
        }
        What::Source(phrase) => Cover::exact(brought_by(db, &named(db, phrase)?)?),
        What::Tag(tag) => Cover::exact(of_tag(db, tag)?),
        What::Kind(kind) => Cover::exact(marked(&Mark::Kind(*kind))),
        What::Language(tag) => Cover::exact(marked(&Mark::Language(tag))),
        What::HasQuotations => Cover::exact(marked(&Mark::Quotations)),
        What::HasNote => having(db, Having::Note)?,
        What::HasHighlight => having(db, Having::Highlight)?,
        What::Note(phrase) => having(db, Having::NoteWith(phrase))?,
        What::State(State::Unread) => Cover::exact(Stream::shelf(Shelf::Unread)),
        What::State(State::Bookmarked) => Cover::exact(Stream::shelf(Shelf::Kept)),
        What::State(State::Later) => Cover::exact(Stream::shelf(Shelf::Later)),
        What::State(State::Snoozed) => Cover::exact(Stream::shelf(Shelf::Snoozed)),
        What::State(State::Muted) => Cover::exact(Stream::shelf(Shelf::Muted)),
        What::State(State::Watched) => Cover::exact(Stream::shelf(Shelf::Watched)),
        What::State(State::Read) => Cover::exact(except(any(Shelf::QUEUES.map(Stream::shelf).into()))),
        What::Order(_) => Cover::exact(Stream::everything()),
        What::After(second) => Cover::exact(within(place::oldest_at(*second)..=i64::MAX)),
        What::Before(second) => Cover::exact(within(i64::MIN..=place::oldest_at(*second).saturating_sub(1))),
        What::Minutes(comparison, minutes) => Cover::exact(match comparison.words(*minutes) {
            Some(words) => Stream::Length(Length::of(words)),
            None => Stream::Nothing,
        }),
        What::Url(_) | What::Pattern(_) => Cover::loose(Stream::everything()),
    })
}

fn having(db: &Connection, what: Having<'_>) -> rusqlite::Result<Cover> {
    Ok(Cover::exact(Stream::Ids(annotated::having(db, what)?)))
}

fn within(range: RangeInclusive<i64>) -> Stream {
    all(vec![Stream::everything(), Stream::Window(range)])
}

fn words(expression: String) -> Stream {
    Stream::words(expression)
}

fn marked(mark: &Mark<'_>) -> Stream {
    words(format!("source : \"{}\"", mark.word()))
}

/// A phrase in the language of FTS5, of what the index keeps of its words (<https://sqlite.org/fts5.html>, §3). Folded words hold no quotation mark.
pub(super) fn match_of(phrase: &Phrase) -> String {
    let mut words: Vec<_> = phrase.words.iter().map(|word| Stemming::in_use().of(word)).collect();
    let written = |words: &[Cow<'_, str>], last| match last {
        Last::Whole => format!("\"{}\"", words.join(" ")),
        Last::Begun => format!("\"{}\" *", words.join(" ")),
    };
    let mut any = vec![written(&words, phrase.last)];
    for (other, last) in others(phrase) {
        words.pop();
        words.push(other.into());
        any.push(written(&words, last));
    }
    if any.len() == 1 { any.concat() } else { format!("({})", any.join(" OR ")) }
}

/// What else a word that is only begun may be kept as.
pub(super) fn others(phrase: &Phrase) -> Vec<(String, Last)> {
    let begun = phrase.words.last().filter(|_| phrase.last == Last::Begun);
    begun.map(|word| Stemming::in_use().others(word)).unwrap_or_default()
}

fn in_field(field: Field, phrase: &Phrase) -> String {
    let words = match_of(phrase);
    match field {
        Field::Anywhere => words,
        Field::Title => format!("title : {words}"),
        Field::Author => format!("author : {words}"),
        Field::Speaker => format!("speaker : {words}"),
    }
}

/// Where somebody speaks with a phrase in one of their names. The index knows the names that articles give; for people
/// whom the reader merged, renamed or named, their other names are looked for, and articles where one means them.
fn of_speaker(db: &Connection, phrase: &Phrase) -> rusqlite::Result<Cover> {
    let given = words(in_field(Field::Speaker, phrase));
    let known = people::names::said_to_be(db, |name| query::holds(name, phrase))?;
    if known.is_empty() {
        return Ok(Cover::exact(given));
    }
    let mut streams = vec![given];
    for person in known {
        let names = person.names.iter().filter_map(|name| query::phrase(name));
        streams.extend(names.map(|name| words(in_field(Field::Speaker, &name))));
        streams.push(Stream::Ids(person.articles));
    }
    Ok(Cover::loose(any(streams)))
}

/// The sources with a phrase in their names: some hundreds of names are looked at.
fn named(db: &Connection, phrase: &Phrase) -> rusqlite::Result<Vec<i64>> {
    let mut select = db.prepare_cached("SELECT id, name FROM source")?;
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if query::holds(row.get_ref(1)?.as_str()?, phrase) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

/// What has a tag itself, and what is of a source that has it.
fn of_tag(db: &Connection, tag: &str) -> rusqlite::Result<Stream> {
    let own = tagged::named(db, tag)?.map(|tag| Stream::shelf(Shelf::Tag(tag)));
    Ok(any(own.into_iter().chain([of_sources(&tagged::sources(db, tag)?)]).collect()))
}

/// What is of these sources, and what they brought after another had: that stands in their lists, too.
fn brought_by(db: &Connection, sources: &[i64]) -> rusqlite::Result<Stream> {
    let mut guests = Vec::new();
    for source in sources {
        guests.extend(guests::guests(db, Shelf::All, Some(*source))?.iter().map(|standing| standing.article));
    }
    guests.sort_unstable();
    guests.dedup();
    let own = of_sources(sources);
    Ok(if guests.is_empty() { own } else { any(vec![own, Stream::Ids(guests)]) })
}

fn of_sources(ids: &[i64]) -> Stream {
    if ids.is_empty() {
        return Stream::Nothing;
    }
    any(ids.iter().map(|id| marked(&Mark::Source(*id))).collect())
}

/// What is in all of the streams. Words are left to the index together, which knows best how to combine them.
fn all(streams: Vec<Stream>) -> Stream {
    let mut wanted: Vec<String> = Vec::new();
    let mut unwanted: Vec<String> = Vec::new();
    let mut window = i64::MIN..=i64::MAX;
    let mut others = Vec::new();
    let mut open = streams;
    open.reverse();
    while let Some(stream) = open.pop() {
        match stream {
            Stream::All(inner) => open.extend(inner.into_iter().rev()),
            Stream::Nothing => return Stream::Nothing,
            Stream::Words(words) => wanted.push(words.expression),
            Stream::Window(range) => {
                window = *window.start().max(range.start())..=*window.end().min(range.end());
            }
            Stream::Except(outer, inner) => match *inner {
                Stream::Words(words) if matches!(*outer, Stream::Shelf(ref shelf) if shelf.is_everything()) => {
                    unwanted.push(words.expression);
                }
                inner => others.push(Stream::Except(outer, Box::new(inner))),
            },
            Stream::Shelf(shelf) if shelf.is_everything() => {}
            other @ (Stream::Shelf(_) | Stream::Any(_) | Stream::Ids(_) | Stream::Length(_)) => others.push(other),
        }
    }
    if let Some(expression) = joined(&wanted, " AND ") {
        let without = joined(&unwanted, " OR ").map(|without| format!(" NOT ({without})")).unwrap_or_default();
        others.insert(0, words(format!("{expression}{without}")));
    } else if let Some(without) = joined(&unwanted, " OR ") {
        others.push(except(words(without)));
    }
    if others.is_empty() {
        others.push(Stream::everything());
    }
    if window != (i64::MIN..=i64::MAX) {
        others.push(Stream::Window(window));
    }
    match others.len() {
        1 => others.pop().unwrap_or(Stream::Nothing),
        _ => Stream::All(others),
    }
}

fn joined(expressions: &[String], word: &str) -> Option<String> {
    let inner: Vec<String> = expressions.iter().map(|one| format!("({one})")).collect();
    (!inner.is_empty()).then(|| inner.join(word))
}

/// What is in one of the streams.
fn any(streams: Vec<Stream>) -> Stream {
    let mut expressions = Vec::new();
    let mut others = Vec::new();
    for stream in streams {
        match stream {
            Stream::Words(words) => expressions.push(words.expression),
            Stream::Nothing => {}
            Stream::Shelf(shelf) if shelf.is_everything() => return Stream::everything(),
            other => others.push(other),
        }
    }
    others.extend(joined(&expressions, " OR ").map(words));
    match others.len() {
        0 => Stream::Nothing,
        1 => others.pop().unwrap_or(Stream::Nothing),
        _ => Stream::Any(others),
    }
}

/// Everything but a stream.
fn except(stream: Stream) -> Stream {
    match stream {
        Stream::Nothing => Stream::everything(),
        Stream::Shelf(shelf) if shelf.is_everything() => Stream::Nothing,
        other => Stream::Except(Box::new(Stream::everything()), Box::new(other)),
    }
}
