//! Builds the tree of a page, and gives up on one that nests too deeply.
//!
//! The time that the HTML standard's rules take grows with the square of the nesting, and elements closed in the wrong
//! order are opened again and again. So the builder gets a page in pieces and is looked at in between.

use std::cell::Cell;

use dom_query::{Document, NodeId};
use html5ever::interface::Tracer;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, Parser, QualName, local_name, ns, parse_document, parse_fragment};

use super::scanner;
use crate::text::{clean, guard};

/// How many elements may be open at once, those counted twice that only format text.
const MOST_OPEN: usize = 512;

/// How much of a page the builder gets at a time, in bytes.
const PIECE: usize = 2048;

/// Why no tree was built of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Its elements nest too deeply, or are closed in such an order that they have to be opened again and again.
    TooDeep,
    /// One of its tags has too many attributes.
    TooLongTag,
    /// So many `<` begin no tag that it is no page.
    LooseSigns,
}

/// How often an open element may be passed on the way to another one, at most: a big page of news takes a million.
const MOST_STEPS: usize = 25_000_000;

/// How many attributes a tag may have: the time grows with the square of their number.
const MOST_ATTRIBUTES: usize = 512;

/// How many `<` may begin no tag: the scripts of a big page have some hundreds.
const MOST_LOOSE: usize = 50_000;

/// The tree of a whole page.
pub(super) fn of_page(page: &str) -> Result<Document, Refusal> {
    build(page, parse_document(Document::default(), options()))
}

/// The tree of a piece of a page, as if it stood in the page's body.
pub(super) fn of_fragment(fragment: &str) -> Result<Document, Refusal> {
    let body = QualName::new(None, ns!(html), local_name!("body"));
    build(fragment, parse_fragment(Document::fragment_sink(), options(), body, Vec::new(), false))
}

fn options() -> ParseOpts {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, drop_doctype: true, ..TreeBuilderOpts::default() };
    ParseOpts { tree_builder, ..ParseOpts::default() }
}

fn build(page: &str, mut parser: Parser<Document>) -> Result<Document, Refusal> {
    if scanner::most_attributes(page.as_bytes()) > MOST_ATTRIBUTES {
        return Err(Refusal::TooLongTag);
    }
    if scanner::loose_signs(page.as_bytes()) > MOST_LOOSE {
        return Err(Refusal::LooseSigns);
    }
    let (mut rest, mut steps) = (page, 0);
    while !rest.is_empty() {
        guard::go_on();
        let (piece, after) = rest.split_at(clean::prefix(rest, PIECE).len());
        parser.process(StrTendril::from(piece));
        // The builder writes a sentence about each mistake, and nobody reads them.
        parser.tokenizer.sink.sink.errors.borrow_mut().clear();
        rest = after;
        let open = open_elements(&parser);
        steps += open * piece.bytes().filter(|&byte| byte == b'<').count();
        if open > MOST_OPEN || steps > MOST_STEPS || is_too_big(&parser, page.len() - rest.len()) {
            return Err(Refusal::TooDeep);
        }
    }
    Ok(parser.finish())
}

fn open_elements(parser: &Parser<Document>) -> usize {
    let open = Counter(Cell::new(0));
    parser.tokenizer.sink.trace_handles(&open);
    open.0.get()
}

/// Whether there are more nodes than so many bytes can ask for: a tag of three letters makes an element and its text.
fn is_too_big(parser: &Parser<Document>, bytes: usize) -> bool {
    parser.tokenizer.sink.sink.tree.len() > 10_000 + bytes
}

/// Counts the elements that the builder keeps at hand.
struct Counter(Cell<usize>);

impl Tracer for Counter {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}
