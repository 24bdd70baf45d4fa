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

use crate::text::clean;

/// How many elements may be open at once, those counted twice that only format text.
const MOST_OPEN: usize = 512;

/// How much of a page the builder gets at a time, in bytes.
const PIECE: usize = 2048;

/// The tree of a whole page; `None` if it nests too deeply.
pub(super) fn of_page(page: &str) -> Option<Document> {
    build(page, parse_document(Document::default(), options()))
}

/// The tree of a piece of a page, as if it stood in the page's body; `None` if it nests too deeply.
pub(super) fn of_fragment(fragment: &str) -> Option<Document> {
    let body = QualName::new(None, ns!(html), local_name!("body"));
    build(fragment, parse_fragment(Document::fragment_sink(), options(), body, Vec::new(), false))
}

fn options() -> ParseOpts {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, drop_doctype: true, ..TreeBuilderOpts::default() };
    ParseOpts { tree_builder, ..ParseOpts::default() }
}

fn build(page: &str, mut parser: Parser<Document>) -> Option<Document> {
    let mut rest = page;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(clean::prefix(rest, PIECE).len());
        parser.process(StrTendril::from(piece));
        rest = after;
        if is_too_deep(&parser) || is_too_big(&parser, page.len() - rest.len()) {
            return None;
        }
    }
    Some(parser.finish())
}

fn is_too_deep(parser: &Parser<Document>) -> bool {
    let open = Counter(Cell::new(0));
    parser.tokenizer.sink.trace_handles(&open);
    open.0.get() > MOST_OPEN
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
