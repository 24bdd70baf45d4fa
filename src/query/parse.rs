//! From typed text to a tree of conditions, left to right with a stack of its own: nesting costs memory, not the call
//! stack, and is bounded.

mod condition;

use std::ops::Range;

use super::dates::Today;
use super::mistake::Mistake;
use super::{Last, Node, Phrase, Query, Term, tokens};

/// The most conditions of a query.
const CONDITIONS: usize = 200;
/// The deepest that parentheses may nest.
const DEPTH: usize = 30;

/// Reads a query. What it says of time is reckoned from `today`.
///
/// # Errors
/// The first mistake, with its place and what was expected there.
pub fn parse(text: &str, today: Today) -> Result<Query, Mistake> {
    let mut parser = Parser { text, at: 0, today, conditions: 0, open: Vec::new() };
    let mut group = Group::default();
    while let Some(piece) = parser.next_piece()? {
        match piece {
            Piece::Or(at) => group.or(&at)?,
            Piece::Open { at, negated } => {
                if parser.open.len() == DEPTH {
                    return Err(Mistake::wrong(at, format!("parentheses nest at most {DEPTH} deep")));
                }
                parser.open.push(Outer { group: std::mem::take(&mut group), at, negated });
            }
            Piece::Close(at) => {
                let Some(outer) = parser.open.pop() else {
                    return Err(Mistake::wrong(at, "there is no ( for this )"));
                };
                let inner = group.close(&at)?;
                group = outer.group;
                group.put(inner, outer.negated);
            }
            Piece::Term { node, negated } => group.put(node, negated),
        }
    }
    if let Some(outer) = parser.open.pop() {
        return Err(Mistake::unfinished(outer.at, "expected a ) that closes this ("));
    }
    let root = group.finish(text.len())?;
    if let Some(at) = root.hidden_order() {
        return Err(Mistake::wrong(at, "order: stands beside the other conditions, not under or, - or parentheses"));
    }
    Ok(Query { text: text.to_owned(), root })
}

/// Words that stand one after the other, a `*` behind them for a last one that may go on; `None` where there is neither
/// letter nor digit.
#[must_use]
pub fn phrase(text: &str) -> Option<Phrase> {
    let (text, last) = match text.trim_end().strip_suffix('*') {
        Some(begun) => (begun, Last::Begun),
        None => (text, Last::Whole),
    };
    let words = tokens::words(text);
    (!words.is_empty()).then_some(Phrase { words, last })
}

/// What has been read of a pair of parentheses, or of the whole.
#[derive(Default)]
struct Group {
    /// The sides of `or` that are complete.
    sides: Vec<Node>,
    side: Vec<Node>,
    after_or: Option<Range<usize>>,
}

impl Group {
    fn put(&mut self, node: Node, negated: Negated) {
        self.after_or = None;
        match negated {
            Negated::Yes => self.side.push(Node::Not(Box::new(node))),
            Negated::No => self.side.push(node),
        }
    }

    fn or(&mut self, at: &Range<usize>) -> Result<(), Mistake> {
        if self.side.is_empty() {
            return Err(Mistake::wrong(at.clone(), "expected a condition before this; \"or\" finds the word itself"));
        }
        self.sides.push(joined(std::mem::take(&mut self.side)));
        self.after_or = Some(at.clone());
        Ok(())
    }

    fn close(self, at: &Range<usize>) -> Result<Node, Mistake> {
        if self.side.is_empty() && self.sides.is_empty() {
            return Err(Mistake::wrong(at.clone(), "expected a condition between the parentheses"));
        }
        self.finish(at.start)
    }

    fn finish(mut self, end: usize) -> Result<Node, Mistake> {
        if self.after_or.is_some() {
            return Err(Mistake::unfinished(end..end, "expected a condition after or"));
        }
        let side = joined(self.side);
        if self.sides.is_empty() {
            return Ok(side);
        }
        self.sides.push(side);
        Ok(Node::Any(self.sides))
    }
}

/// One condition itself, several as one.
fn joined(mut nodes: Vec<Node>) -> Node {
    match nodes.len() {
        1 => nodes.remove(0),
        _ => Node::All(nodes),
    }
}

/// A group that stands around the one being read.
struct Outer {
    group: Group,
    at: Range<usize>,
    negated: Negated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Negated {
    Yes,
    No,
}

/// The next thing of a query.
enum Piece {
    Or(Range<usize>),
    Open { at: Range<usize>, negated: Negated },
    Close(Range<usize>),
    Term { node: Node, negated: Negated },
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    today: Today,
    conditions: usize,
    open: Vec<Outer>,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Takes `ahead` where it comes next.
    fn take(&mut self, ahead: char) -> bool {
        let there = self.rest().starts_with(ahead);
        if there {
            self.at += ahead.len_utf8();
        }
        there
    }

    fn next_piece(&mut self) -> Result<Option<Piece>, Mistake> {
        self.skip_spaces();
        let start = self.at;
        if self.rest().is_empty() {
            return Ok(None);
        }
        if self.take(')') {
            return Ok(Some(Piece::Close(start..self.at)));
        }
        if self.take('|') {
            return Ok(Some(Piece::Or(start..self.at)));
        }
        let negated = if self.take('-') { Negated::Yes } else { Negated::No };
        if self.take('(') {
            return Ok(Some(Piece::Open { at: self.at - 1..self.at, negated }));
        }
        if negated == Negated::Yes && self.rest().chars().next().is_none_or(|c| c.is_whitespace() || c == '-') {
            return Err(Mistake::unfinished(start..self.at, "expected a condition right after -, without a space"));
        }
        self.conditions += 1;
        if self.conditions > CONDITIONS {
            return Err(Mistake::wrong(start..start, format!("a query has at most {CONDITIONS} conditions")));
        }
        if negated == Negated::No
            && let Some(piece) = self.operator()
        {
            return Ok(Some(piece));
        }
        let start = self.at;
        let what = self.condition()?;
        let node = Node::Term(Term { what, at: start..self.at });
        Ok(Some(Piece::Term { node, negated }))
    }

    /// Takes `or`, in any case.
    fn operator(&mut self) -> Option<Piece> {
        let start = self.at;
        let word = self.bare();
        if !word.eq_ignore_ascii_case("or") {
            return None;
        }
        self.at += word.len();
        self.conditions -= 1;
        Some(Piece::Or(start..self.at))
    }
}

#[cfg(test)]
mod tests;
