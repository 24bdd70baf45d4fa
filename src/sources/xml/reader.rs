//! Events of a lenient XML reader -> a [`Tree`], with the big parts handed over and forgotten as soon as they end.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::names::{Vocabulary, vocabulary};
use super::references::{resolved, unescaped};
use super::tree::{Element, NodeId, Tree};
use crate::text::guard;

/// Elements deeper than this are left out, their text is kept.
const MAX_DEPTH: usize = 1_200;
/// Open tags deeper than this aren't even counted.
const MAX_OPEN: usize = 5_000;
/// Nodes that may be in memory at a time.
const MAX_NODES: usize = 500_000;
/// Namespace declarations that may hold at a time.
const MAX_NAMESPACES: usize = 200;
/// Bytes that may be read again, per byte of the document, where reading starts anew behind what isn't XML.
const MAX_REREAD: usize = 8;
/// Characters of a base address.
const MAX_BASE: usize = 2_000;

/// What the parts of a document are that can be used one by one, such as a feed's items.
pub(crate) trait Units {
    /// Whether this element, just opened, is one. Not asked within a unit.
    fn is_unit(&self, tree: &Tree, id: NodeId) -> bool;
    /// Whether an element of that name, opened within a unit, means that the unit's end tag is missing.
    fn ends_unit(&self, tree: &Tree, unit: NodeId, name: &str, vocabulary: Vocabulary) -> bool;
    /// Uses one that has ended; it is taken out of the tree afterwards.
    fn unit(&mut self, tree: &Tree, id: NodeId);
}

/// How a document ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All that was opened was closed, or could be taken as closed.
    Whole,
    /// The document stops before its root element ends.
    CutOff,
    /// Elements were left out where too many stand in one place; their text was kept.
    Thinned,
}

/// Reads a document. References are resolved (XML's, HTML's and numeric ones), definitions in a DOCTYPE are ignored.
/// A unit that the document's end cuts off is not handed over but left in the tree.
pub(crate) fn read(text: &str, address: Option<&Url>, units: &mut impl Units) -> (Tree, Ending) {
    let mut building = Building::new(address);
    let mut rest = text;
    let mut budget = text.len().saturating_mul(MAX_REREAD).saturating_add(1 << 20);
    while budget > 0 {
        match building.read_on(rest, units) {
            Stop::End => break,
            Stop::NotXml { at, looked_at } => {
                // The "<" (or what else stands there) was meant as text.
                let (skipped, after) = split_after_char(rest.get(at..).unwrap_or_default());
                building.text(skipped);
                budget = budget.saturating_sub(looked_at.max(1));
                rest = after;
            }
        }
    }
    let ending = match (building.open.is_empty(), building.is_thinned) {
        (false, _) => Ending::CutOff,
        (true, true) => Ending::Thinned,
        (true, false) => Ending::Whole,
    };
    (building.tree, ending)
}

/// Why reading stopped.
enum Stop {
    End,
    /// What stands at this byte can't be read as XML, and so many bytes had to be looked at to see it.
    NotXml {
        at: usize,
        looked_at: usize,
    },
}

/// How an element ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    /// `<a/>`
    Itself,
    /// `<a>`
    Later,
}

/// A start tag whose end hasn't come.
struct OpenTag {
    /// Its full name, in lower case.
    name: Box<str>,
    /// Its element, unless that was left out.
    node: Option<NodeId>,
    /// The innermost element that holds what follows.
    innermost: Option<NodeId>,
}

struct Building {
    tree: Tree,
    /// Open tags, outermost first.
    open: Vec<OpenTag>,
    /// How many tags of a name are open, so that a stray end tag costs nothing.
    open_names: HashMap<Box<str>, usize>,
    /// Prefix, address and the number of open tags it was declared at.
    namespaces: Vec<(Box<str>, Box<str>, usize)>,
    unit: Option<NodeId>,
    document_base: Option<u32>,
    /// The root element has ended.
    ended: bool,
    /// Elements were left out.
    is_thinned: bool,
}

impl Building {
    fn new(address: Option<&Url>) -> Self {
        let mut tree = Tree::default();
        let document_base = address.map(|address| tree.push_base(address.clone()));
        Self {
            tree,
            open: Vec::new(),
            open_names: HashMap::new(),
            namespaces: Vec::new(),
            unit: None,
            document_base,
            ended: false,
            is_thinned: false,
        }
    }

    fn read_on(&mut self, text: &str, units: &mut impl Units) -> Stop {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        loop {
            guard::go_on();
            let before = position(&reader);
            match reader.read_event() {
                Ok(Event::Start(tag)) if is_tag(&tag) => self.start(&tag, Closing::Later, units),
                Ok(Event::Empty(tag)) if is_tag(&tag) => {
                    self.start(&tag, Closing::Itself, units);
                    self.end(tag.name().as_ref(), units);
                }
                Ok(Event::Start(_) | Event::Empty(_)) => {
                    return Stop::NotXml { at: before, looked_at: position(&reader) - before };
                }
                Ok(Event::End(tag)) => self.end(tag.name().as_ref(), units),
                Ok(Event::Text(run)) => self.text(&run.xml10_content()),
                Ok(Event::CData(run)) => self.text(&run.xml10_content()),
                Ok(Event::GeneralRef(reference)) => self.text(&resolved(&reference)),
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
                Ok(Event::Eof) => return Stop::End,
                Err(_) if self.is_cut_off(text.get(before..).unwrap_or_default()) => {
                    return Stop::End;
                }
                Err(_) => {
                    return Stop::NotXml { at: before, looked_at: text.len() - before };
                }
            }
        }
    }

    /// Whether what can't be read is the torn last piece of the document: an open CDATA section's text is still used.
    fn is_cut_off(&mut self, rest: &str) -> bool {
        if let Some(text) = rest.strip_prefix("<![CDATA[") {
            self.text(text);
            return true;
        }
        !rest.contains('>')
    }

    fn start(&mut self, tag: &BytesStart, closing: Closing, units: &mut impl Units) {
        let full = tag.name().as_ref().to_ascii_lowercase();
        if self.ended && self.open.is_empty() && self.tree.root().is_some() {
            return; // A second root: the first one is the document.
        }
        if self.open.len() >= MAX_OPEN {
            return;
        }
        let attributes = attributes(tag);
        self.declare(&attributes);
        let (prefix, local) = full.split_once(':').unwrap_or(("", &full));
        let vocabulary = vocabulary(prefix, self.address_of(prefix));
        if let Some(unit) = self.unit
            && closing == Closing::Later
            && units.ends_unit(&self.tree, unit, local, vocabulary)
            && self.is_open_core(unit)
        {
            self.close_unit(unit, units);
        }
        let parent = self.innermost();
        let fits = self.open.len() < MAX_DEPTH && self.tree.len() < MAX_NODES;
        self.is_thinned |= !fits;
        let node = fits.then(|| {
            let base = self.base(parent, &attributes);
            self.tree.push_element(parent, Element { vocabulary, name: local.into(), attributes, base })
        });
        if self.unit.is_none() {
            self.unit = node.filter(|&node| units.is_unit(&self.tree, node));
        }
        let full = full.into_boxed_str();
        *self.open_names.entry(full.clone()).or_default() += 1;
        self.open.push(OpenTag { name: full, node, innermost: node.or(parent) });
    }

    fn end(&mut self, name: &str, units: &mut impl Units) {
        let name = name.to_ascii_lowercase();
        if self.open_names.get(name.as_str()).is_none_or(|&count| count == 0) {
            return;
        }
        while let Some(closed) = self.close_last(units) {
            if *closed == *name {
                break;
            }
        }
    }

    fn close_unit(&mut self, unit: NodeId, units: &mut impl Units) {
        while self.unit == Some(unit) && self.close_last(units).is_some() {}
    }

    /// Whether only the format's own elements are open inside the unit: others may hold a unit as their part.
    fn is_open_core(&self, unit: NodeId) -> bool {
        let inside = self.open.iter().rev().filter_map(|tag| tag.node).take_while(|&node| node != unit);
        inside.filter_map(|node| self.tree.element(node)).all(|element| element.vocabulary != Vocabulary::Other)
    }

    fn close_last(&mut self, units: &mut impl Units) -> Option<Box<str>> {
        let OpenTag { name, node, .. } = self.open.pop()?;
        if let Some(count) = self.open_names.get_mut(&name) {
            *count -= 1;
        }
        while self.namespaces.last().is_some_and(|&(_, _, depth)| depth > self.open.len()) {
            self.namespaces.pop();
        }
        if let Some(unit) = node.filter(|_| node == self.unit) {
            units.unit(&self.tree, unit);
            self.tree.remove(unit);
            self.unit = None;
        }
        self.ended |= self.open.is_empty();
        Some(name)
    }

    /// The innermost open element that isn't left out.
    fn innermost(&self) -> Option<NodeId> {
        self.open.last()?.innermost
    }

    fn text(&mut self, text: &str) {
        if let Some(parent) = self.innermost() {
            self.tree.push_text(parent, text);
        }
    }

    fn declare(&mut self, attributes: &[(Box<str>, String)]) {
        for (name, address) in attributes {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(prefixed) => prefixed.strip_prefix(':').unwrap_or_default(),
                None => continue,
            };
            if self.namespaces.len() < MAX_NAMESPACES {
                self.namespaces.push((prefix.into(), address.trim().into(), self.open.len() + 1));
            }
        }
    }

    fn address_of(&self, prefix: &str) -> Option<&str> {
        self.namespaces.iter().rev().find(|(declared, _, _)| **declared == *prefix).map(|(_, address, _)| &**address)
    }

    fn base(&mut self, parent: Option<NodeId>, attributes: &[(Box<str>, String)]) -> Option<u32> {
        let around = match parent {
            Some(parent) => self.tree.element(parent).and_then(|element| element.base),
            None => self.document_base,
        };
        let Some((_, given)) = attributes.iter().find(|(name, _)| &**name == "xml:base") else {
            return around;
        };
        let outer = match parent {
            Some(parent) => self.tree.base(parent).cloned(),
            None => around.and_then(|_| self.tree.first_base().cloned()),
        };
        let joined = match outer {
            Some(outer) => outer.join(given.trim()),
            None => Url::parse(given.trim()),
        };
        match joined {
            Ok(base) if base.as_str().len() <= MAX_BASE => Some(self.tree.push_base(base)),
            _ => around,
        }
    }
}

/// Whether the name could be a tag's: "a < b" is read as a tag named "" otherwise.
fn is_tag(tag: &BytesStart) -> bool {
    tag.name().as_ref().starts_with(|first: char| first.is_alphabetic() || first == '_')
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn split_after_char(text: &str) -> (&str, &str) {
    let first = text.chars().next().map_or(0, char::len_utf8);
    text.split_at(first)
}

/// Names in lower case, values with references resolved; the first of a name counts.
fn attributes(tag: &BytesStart) -> Vec<(Box<str>, String)> {
    let mut given: Vec<(Box<str>, String)> = Vec::new();
    for attribute in tag.html_attributes().with_checks(false).flatten().take(64) {
        let name = attribute.key.as_ref().to_ascii_lowercase();
        given.push((name.into(), unescaped(&attribute.value)));
    }
    given
}
