//! Whether an article meets a query: the answer that counts. An index may only leave out what can't.

use super::ahead;
use super::stem::{Stemming, Stems};
use super::tokens::{Going, each_word};
use super::{Field, Last, Node, Phrase, State, Term, What, minutes};
use crate::text::article::Article;
use crate::text::quotes::{Kind, Quotation, Quotations};

/// All that a query can ask of an article.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The article; its headline counts as the title.
    pub article: &'a Article,
    /// Who said what in it.
    pub quotations: &'a Quotations,
    /// All names of each of its speakers, where it is asked for: as the article gives them, as the reader calls them.
    pub names: &'a [Vec<String>],
    /// Its source's name.
    pub source: &'a str,
    /// The names of the other sources that brought it.
    pub also: &'a [Box<str>],
    /// Its own tags and its source's.
    pub tags: &'a [String],
    /// Where it was taken from: a path, a feed's address.
    pub origin: &'a str,
    /// The time that it is sorted under, in Unix seconds.
    pub sorted_at: i64,
    /// How many words it has.
    pub words: u32,
    /// Where it waits: any state but [`State::Bookmarked`] and [`State::Watched`].
    pub state: State,
    /// Whether anything of it is kept.
    pub bookmarked: bool,
    /// The words of the reader's notes, empty if there is none.
    pub note: &'a str,
    /// How many passages are highlighted.
    pub highlights: usize,
    /// Whether a rule points it out.
    pub watched: bool,
}

/// Whether an article meets a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Meets,
    /// It doesn't.
    Fails,
}

/// Whether an article meets a condition. The depth of recursion is what the parser allows of parentheses.
#[must_use]
pub fn matches(node: &Node, facts: &Facts<'_>) -> Verdict {
    if meets(node, facts) { Verdict::Meets } else { Verdict::Fails }
}

fn meets(node: &Node, facts: &Facts<'_>) -> bool {
    match node {
        Node::All(nodes) => said_so(nodes, facts) && nodes.iter().all(|node| meets(node, facts)),
        Node::Any(nodes) => nodes.iter().any(|node| meets(node, facts)),
        Node::Not(node) => !meets(node, facts),
        Node::Term(term) => term_meets(term, facts),
    }
}

/// Beside each other, `speaker:`, `said:` and `kind:` are about the same quotation: for each speaker there is one of
/// the kind with the words.
fn said_so(nodes: &[Node], facts: &Facts<'_>) -> bool {
    let mut speakers = Vec::new();
    let mut others = 0;
    for what in nodes.iter().filter_map(simple) {
        match what {
            What::Words(Field::Speaker, phrase) => speakers.push(phrase),
            What::Said(_) | What::Kind(_) => others += 1,
            _ => {}
        }
    }
    if others + speakers.len() < 2 || others == 0 {
        return true;
    }
    let all = &facts.quotations.quotations;
    let fits = |quotation: &Quotation| nodes.iter().filter_map(simple).all(|what| of_quotation(what, quotation, facts));
    if speakers.is_empty() {
        return all.iter().any(fits);
    }
    speakers.iter().all(|name| all.iter().any(|quotation| speaks(name, quotation, facts) && fits(quotation)))
}

fn simple(node: &Node) -> Option<&What> {
    match node {
        Node::Term(term) => Some(&term.what),
        Node::All(_) | Node::Any(_) | Node::Not(_) => None,
    }
}

fn of_quotation(what: &What, quotation: &Quotation, facts: &Facts<'_>) -> bool {
    match what {
        What::Said(phrase) => is_said(phrase, quotation, facts),
        What::Kind(kind) => quotation.kind == *kind,
        _ => true,
    }
}

fn is_said(phrase: &Phrase, quotation: &Quotation, facts: &Facts<'_>) -> bool {
    let pieces = quotation.pieces.iter().filter_map(|piece| facts.article.text.get(piece.clone()));
    pieces.into_iter().any(|words| holds(words, phrase))
}

fn speaks(name: &Phrase, quotation: &Quotation, facts: &Facts<'_>) -> bool {
    let Some(index) = quotation.speaker else { return false };
    let speaker = facts.quotations.speakers.get(index);
    speaker.is_some_and(|speaker| holds(&speaker.name, name))
        || facts.names.get(index).is_some_and(|names| names.iter().any(|one| holds(one, name)))
}

fn term_meets(term: &Term, facts: &Facts<'_>) -> bool {
    let article = facts.article;
    let all = &facts.quotations.quotations;
    match &term.what {
        What::Words(field, phrase) => fields(*field, facts).any(|text| holds(text, phrase)),
        What::Near(phrases, within) => fields(Field::Anywhere, facts).any(|text| near(text, phrases, *within)),
        What::Said(phrase) => all.iter().any(|quotation| is_said(phrase, quotation, facts)),
        What::Source(phrase) => {
            let others = facts.also.iter().map(AsRef::as_ref);
            std::iter::once(facts.source).chain(others).any(|name| holds(name, phrase))
        }
        What::Tag(tag) => facts.tags.iter().any(|one| one.to_lowercase() == *tag),
        What::Kind(kind) => has_kind(facts.quotations, *kind),
        What::Language(tag) => article.language.as_deref().is_some_and(|language| speaks_tag(language, tag)),
        What::Url(part) => [article.url.as_deref().unwrap_or_default(), facts.origin]
            .into_iter()
            .any(|address| address.to_lowercase().contains(part.as_str())),
        What::State(State::Bookmarked) => facts.bookmarked,
        What::State(State::Watched) => facts.watched,
        What::State(state) => facts.state == *state,
        What::Order(_) => true,
        What::HasQuotations => !all.is_empty(),
        What::Note(phrase) => holds(facts.note, phrase),
        What::HasNote => !facts.note.is_empty(),
        What::HasHighlight => facts.highlights > 0,
        What::After(second) => facts.sorted_at >= *second,
        What::Before(second) => facts.sorted_at < *second,
        What::Minutes(comparison, number) => comparison.holds(minutes(facts.words), *number),
        What::Pattern(pattern) => pattern.0.is_match(title(article)) || pattern.0.is_match(&article.text),
    }
}

/// Whether a quotation is of a kind.
#[must_use]
pub fn has_kind(quotations: &Quotations, kind: Kind) -> bool {
    quotations.quotations.iter().any(|quotation| quotation.kind == kind)
}

/// Whether a language is the one of a tag: `pt-BR` is `pt`.
fn speaks_tag(language: &str, tag: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace('_', "-");
    let (language, tag) = (plain(language), plain(tag));
    language.strip_prefix(&tag).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn title(article: &Article) -> &str {
    article.headline.as_ref().map_or("", |headline| headline.text.as_str())
}

fn fields<'a>(field: Field, facts: &Facts<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    let article = facts.article;
    let own: Vec<&str> = match field {
        Field::Title => vec![title(article)],
        Field::Author => vec![article.byline.as_deref().unwrap_or_default()],
        Field::Speaker => Vec::new(),
        Field::Anywhere => {
            let byline = article.byline.as_deref().unwrap_or_default();
            vec![title(article), article.text.as_str(), facts.source, byline]
        }
    };
    let speakers = match field {
        Field::Speaker | Field::Anywhere => facts.quotations.speakers.as_slice(),
        Field::Title | Field::Author => &[],
    };
    let names = if field == Field::Speaker { facts.names } else { &[] };
    let names = names.iter().flatten().map(String::as_str);
    own.into_iter().chain(speakers.iter().map(|speaker| speaker.name.as_str())).chain(names)
}

/// Whether a text has a phrase.
#[must_use]
pub fn holds(text: &str, phrase: &Phrase) -> bool {
    let mut found = false;
    each_place(text, &[phrase], |_| {
        found = true;
        Going::Stop
    });
    found
}

/// Whether a text has all phrases with at most so many words between the end of the first and the start of the last.
fn near(text: &str, phrases: &[Phrase], within: u32) -> bool {
    let wanted: Vec<&Phrase> = phrases.iter().collect();
    // The latest place of each phrase: a shorter stretch that ends here can't begin earlier.
    let mut latest: Vec<Option<(usize, usize)>> = vec![None; phrases.len()];
    let mut found = false;
    each_place(text, &wanted, |place| {
        if let Some(cell) = latest.get_mut(place.phrase) {
            *cell = Some((place.first, place.last));
        }
        let ends = latest.iter().flatten().map(|(_, last)| *last);
        let starts = latest.iter().flatten().map(|(first, _)| *first);
        let gap = starts.max().unwrap_or(0).saturating_sub(ends.min().unwrap_or(0) + 1);
        found = latest.iter().all(Option::is_some) && gap <= within as usize;
        if found { Going::Stop } else { Going::On }
    });
    found
}

/// Where a phrase stands in a text.
pub(super) struct Place {
    /// Which of the phrases.
    pub phrase: usize,
    /// The numbers of its first and last word, counted from where looking began.
    pub first: usize,
    pub last: usize,
    /// Its bytes.
    pub start: usize,
    pub end: usize,
}

/// A phrase that has begun.
struct Begun {
    phrase: usize,
    words: usize,
    first: usize,
    start: usize,
}

/// Calls `found` with each place of each phrase, in the order of their ends. Words are compared as the index compares them.
pub(super) fn each_place(text: &str, phrases: &[&Phrase], found: impl FnMut(Place) -> Going) {
    if let Some(start) = ahead::start(text, phrases.iter().copied()) {
        each_place_from(start, text, phrases, found);
    }
}

/// The same from a byte on, where a word begins.
fn each_place_from(start: usize, text: &str, phrases: &[&Phrase], mut found: impl FnMut(Place) -> Going) {
    let stemming = Stemming::in_use();
    let stems: Vec<Stems> = match stemming {
        Stemming::Words => Vec::new(),
        Stemming::English => phrases.iter().map(|phrase| Stems::of(phrase)).collect(),
    };
    let phrases: Vec<(&Phrase, &[(String, Last)])> = match stemming {
        Stemming::Words => phrases.iter().map(|phrase| (*phrase, [].as_slice())).collect(),
        Stemming::English => stems.iter().map(|stems| (&stems.phrase, stems.others.as_slice())).collect(),
    };
    let mut begun: Vec<Begun> = Vec::new();
    let mut number = 0;
    each_word(text.get(start..).unwrap_or_default(), |word, range| {
        let (word, range) = (&*stemming.of(word), range.start + start..range.end + start);
        for (phrase, wanted) in phrases.iter().enumerate() {
            if is_word(*wanted, 0, word) {
                begun.push(Begun { phrase, words: 0, first: number, start: range.start });
            }
        }
        let mut going = Going::On;
        begun.retain_mut(|one| {
            let Some(wanted) = phrases.get(one.phrase).filter(|wanted| is_word(**wanted, one.words, word)) else {
                return false;
            };
            one.words += 1;
            let whole = one.words == wanted.0.words.len();
            if whole && going == Going::On {
                let place =
                    Place { phrase: one.phrase, first: one.first, last: number, start: one.start, end: range.end };
                going = found(place);
            }
            !whole
        });
        number += 1;
        going
    });
}

/// Whether a word is the one that a phrase has at a place.
fn is_word((phrase, others): (&Phrase, &[(String, Last)]), at: usize, word: &str) -> bool {
    let Some(wanted) = phrase.words.get(at) else { return false };
    let open = phrase.last == Last::Begun && at + 1 == phrase.words.len();
    let is = |wanted: &str, last| match last {
        Last::Begun => word.starts_with(wanted),
        Last::Whole => word == wanted,
    };
    if open {
        is(wanted, Last::Begun) || others.iter().any(|(other, last)| is(other, *last))
    } else {
        is(wanted, Last::Whole)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
