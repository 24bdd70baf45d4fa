//! The word of a query that is still being typed: it finds longer ones, and the query remembers how it was typed.

use super::{Field, Last, Node, Query, Term, What};

/// What a word has at its end that may go on.
const OPEN: char = '*';

/// From this many letters on, a word being typed finds longer ones.
const BEGUN: usize = 3;

impl Query {
    /// The query with its last word open: `gov` finds `government`.
    #[must_use]
    pub fn open_ended(mut self) -> Self {
        let end = self.text.len();
        let ends_in_word = self.text.ends_with(char::is_alphanumeric);
        let last = match &mut self.root {
            Node::All(nodes) => nodes.last_mut(),
            other => Some(other),
        };
        if let Some(Node::Term(Term { what, at })) = last
            && let What::Words(Field::Anywhere | Field::Title | Field::Speaker, phrase) = what
            && at.end == end
            && ends_in_word
            && phrase.words.last().is_some_and(|word| word.chars().count() >= BEGUN)
        {
            phrase.last = Last::Begun;
            self.text.push(OPEN);
        }
        self
    }

    /// Its words as they were typed: without what [`Query::open_ended`] put there.
    #[must_use]
    pub fn typed(&self) -> &str {
        // What was put there belongs to no condition.
        let ends =
            |closed: &&str| matches!(self.root.beside().last(), Some(Node::Term(term)) if term.at.end == closed.len());
        self.text.strip_suffix(OPEN).filter(ends).unwrap_or(&self.text)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use crate::query::{Today, parse};

    #[test]
    fn a_query_says_how_it_was_typed_whether_its_last_word_is_open_or_not() {
        for (typed, open) in [("rain", "rain*"), ("ra", "ra"), ("rain*", "rain*"), ("a or rain", "a or rain"), ("", "")]
        {
            let query = parse(typed, Today::default()).unwrap();
            assert_eq!(query.typed(), typed);
            let query = query.open_ended();
            assert_eq!((query.text.as_str(), query.typed()), (open, typed));
        }
    }
}
