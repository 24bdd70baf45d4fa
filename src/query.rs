//! The query language: what a person types to say which articles, as a tree of conditions.
//!
//! The same in the search line, in saved views, in rules and on the command line. It knows words and conditions; where
//! articles are kept and how they are found is the store's matter. `assets/queries.md` is its reference page.

mod ahead;
mod complete;
mod dates;
mod keys;
mod mistake;
mod open;
mod parse;
mod snippet;
pub mod stem;
mod tally;
pub mod tokens;
mod verdict;

use std::ops::{Range, RangeInclusive};

use regex::Regex;

pub use self::{
    complete::{Candidate, Known, complete},
    dates::Today,
    keys::Key,
    mistake::{Mistake, Reach},
    parse::{parse, phrase},
    snippet::{Snippet, marked, snippet, snippet_in_beginning},
    tally::tally,
    verdict::{Facts, Verdict, has_kind, holds, matches},
};
use crate::text::quotes::Kind;

/// The reference page: what `dateline queries` prints.
pub const REFERENCE: &str = include_str!("../assets/queries.md");

/// A query that made sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// As it was typed.
    pub text: String,
    /// Its conditions. An empty query is [`Node::All`] of nothing, and every article meets it.
    pub root: Node,
}

/// A condition, simple or put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// All of these.
    All(Vec<Node>),
    /// One of these or more.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A simple condition.
    Term(Term),
}

/// A simple condition, and where it stands in the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The condition.
    pub what: What,
    /// Its bytes in the query's text.
    pub at: Range<usize>,
}

/// What an article is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// These words, one after the other.
    Words(Field, Phrase),
    /// These phrases with at most so many words between the first and the last.
    Near(Vec<Phrase>, u32),
    /// These words in what somebody is quoted with.
    Said(Phrase),
    /// A source with these words in its name.
    Source(Phrase),
    /// A source with this tag.
    Tag(String),
    /// A quotation of this kind.
    Kind(Kind),
    /// Written in this language: the tag or its first part (`pt` finds `pt-BR`).
    Language(String),
    /// A web address that holds this.
    Url(String),
    /// What the reader did with it.
    State(State),
    /// One quotation or more.
    HasQuotations,
    /// These words in what the reader wrote about it.
    Note(Phrase),
    /// A note of the reader's.
    HasNote,
    /// A highlighted passage.
    HasHighlight,
    /// Sorted at this second (Unix time) or later.
    After(i64),
    /// Sorted before this second (Unix time).
    Before(i64),
    /// So many minutes' reading.
    Minutes(Comparison, u32),
    /// Headline or text has a match.
    Pattern(Pattern),
    /// No condition: the order in which the articles are wanted. It stands beside the others, never under one.
    Order(Sort),
}

/// The order in which a query's articles are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
    /// Those that say most of what is asked for first.
    Relevance,
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Headline, text, source, author and speakers.
    Anywhere,
    /// The headline.
    Title,
    /// Who wrote it.
    Author,
    /// Who is quoted in it.
    Speaker,
}

/// Words that stand one after the other, folded as in [`tokens`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The words; at least one.
    pub words: Vec<String>,
    /// Whether the last word may go on.
    pub last: Last,
}

/// Whether a phrase's last word is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// It is.
    Whole,
    /// It is how the word begins.
    Begun,
}

/// What the reader did with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It waits unread, and wasn't put off.
    Unread,
    /// It was put off to be read later.
    Later,
    /// It was put off until some time.
    Snoozed,
    /// It waits nowhere: it was read, or is done with.
    Read,
    /// It is kept.
    Bookmarked,
    /// A rule hides it.
    Muted,
    /// A rule points it out.
    Watched,
}

/// How a number stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Comparison {
    /// Whether a number stands so to another.
    #[must_use]
    pub fn holds(self, number: u32, other: u32) -> bool {
        match self {
            Self::Less => number < other,
            Self::AtMost => number <= other,
            Self::Equal => number == other,
            Self::AtLeast => number >= other,
            Self::More => number > other,
        }
    }

    /// How many words an article has whose reading takes so many [`minutes`]; `None` if none can.
    #[must_use]
    pub fn words(self, minutes: u32) -> Option<RangeInclusive<u32>> {
        let (least, most) = match self {
            Self::Less => (1, minutes.saturating_sub(1)),
            Self::AtMost => (1, minutes),
            Self::Equal => (minutes, minutes),
            Self::AtLeast => (minutes, u32::MAX),
            Self::More => (minutes.saturating_add(1), u32::MAX),
        };
        let least = if least <= 1 { 0 } else { (least - 1).checked_mul(WORDS_A_MINUTE)?.checked_add(1)? };
        (most > 0).then(|| least..=most.saturating_mul(WORDS_A_MINUTE))
    }
}

/// A regular expression. Two are the same if they are written the same.
#[derive(Debug, Clone)]
pub struct Pattern(pub Regex);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}

impl Query {
    /// The order that it asks for.
    #[must_use]
    pub fn sort(&self) -> Sort {
        let sorts = self.root.beside().iter().rev().find_map(|node| match node {
            Node::Term(Term { what: What::Order(sort), .. }) => Some(*sort),
            _ => None,
        });
        sorts.unwrap_or_default()
    }

    /// The same, of the articles in a state only.
    #[must_use]
    pub fn among(&self, state: State) -> Self {
        let state = Node::Term(Term { what: What::State(state), at: 0..0 });
        self.beside(state)
    }

    /// Whether it asks for what was put off or is hidden: to be read later, snoozed, muted.
    #[must_use]
    pub fn asks_for_put_off(&self) -> bool {
        let mut open = vec![&self.root];
        while let Some(node) = open.pop() {
            match node {
                Node::All(nodes) | Node::Any(nodes) => open.extend(nodes),
                Node::Term(Term { what: What::State(State::Later | State::Snoozed | State::Muted), .. }) => {
                    return true;
                }
                Node::Not(_) | Node::Term(_) => {}
            }
        }
        false
    }

    /// The same, of the articles in one of two states only.
    #[must_use]
    pub fn among_either(&self, one: State, other: State) -> Self {
        let either = [one, other].map(|state| Node::Term(Term { what: What::State(state), at: 0..0 }));
        self.beside(Node::Any(either.into()))
    }

    /// The same, of articles that a rule hides too.
    #[must_use]
    pub fn with_muted(&self) -> Self {
        let muted = || Node::Term(Term { what: What::State(State::Muted), at: 0..0 });
        self.beside(Node::Any(vec![muted(), Node::Not(Box::new(muted()))]))
    }

    /// The same with a further condition beside its own.
    fn beside(&self, node: Node) -> Self {
        let mut nodes = self.root.beside().to_vec();
        nodes.push(node);
        Self { text: self.text.clone(), root: Node::All(nodes) }
    }

    /// Whether every article meets it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.root == Node::All(Vec::new())
    }
}

impl Node {
    /// The conditions that must all hold.
    fn beside(&self) -> &[Self] {
        match self {
            Self::All(nodes) => nodes,
            other => std::slice::from_ref(other),
        }
    }

    /// Where it has an order under another condition.
    fn hidden_order(&self) -> Option<Range<usize>> {
        let mut open: Vec<&Self> = self.beside().iter().filter(|node| !matches!(node, Self::Term(_))).collect();
        while let Some(node) = open.pop() {
            match node {
                Self::All(nodes) | Self::Any(nodes) => open.extend(nodes),
                Self::Not(node) => open.push(node),
                Self::Term(Term { what: What::Order(_), at }) => return Some(at.clone()),
                Self::Term(_) => {}
            }
        }
        None
    }

    /// Whether it has a condition about what rules hide.
    #[must_use]
    pub fn asks_for_muted(&self) -> bool {
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            match node {
                Self::All(nodes) | Self::Any(nodes) => open.extend(nodes),
                Self::Not(node) => open.push(node),
                Self::Term(term) if term.what == What::State(State::Muted) => return true,
                Self::Term(_) => {}
            }
        }
        false
    }

    /// The simple conditions that an article may meet, those under a `-` left out, in the query's order.
    #[must_use]
    pub fn wanted(&self) -> Vec<&Term> {
        self.terms_with(|_| None)
    }

    /// All simple conditions, in the query's order.
    #[must_use]
    pub fn terms(&self) -> Vec<&Term> {
        self.terms_with(Some)
    }

    fn terms_with<'n>(&'n self, under_not: impl Fn(&'n Self) -> Option<&'n Self>) -> Vec<&'n Term> {
        let mut terms = Vec::new();
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            match node {
                Self::All(nodes) | Self::Any(nodes) => open.extend(nodes.iter().rev()),
                Self::Not(node) => open.extend(under_not(node)),
                Self::Term(term) => terms.push(term),
            }
        }
        terms
    }
}

/// The mean for silent reading of English non-fiction (Brysbaert, "How many words do we read per minute?", 2019).
const WORDS_A_MINUTE: u32 = 238;

/// Reading time in minutes.
#[must_use]
pub fn minutes(words: u32) -> u32 {
    words.div_ceil(WORDS_A_MINUTE).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_length_are_those_whose_minutes_compare_so() {
        use Comparison::{AtLeast, AtMost, Equal, Less, More};
        for comparison in [Less, AtMost, Equal, AtLeast, More] {
            for number in (0..5).chain([u32::MAX / 238, u32::MAX]) {
                let range = comparison.words(number);
                for words in (0..1_500).chain([u32::MAX - 300, u32::MAX]) {
                    let holds = comparison.holds(minutes(words), number);
                    let within = range.as_ref().is_some_and(|range| range.contains(&words));
                    assert_eq!(within, holds, "{words} words, {comparison:?} {number}");
                }
            }
        }
    }
}
