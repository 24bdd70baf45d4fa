//! A tree of elements and texts in document order. It doesn't know how it was read.

use std::fmt::Write as _;

use url::Url;

use super::names::Vocabulary;

/// A node of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NodeId(u32);

/// Elements and texts in document order: a node's descendants follow it directly.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    bases: Vec<Url>,
}

#[derive(Debug)]
struct Node {
    parent: Option<NodeId>,
    first: Option<NodeId>,
    last: Option<NodeId>,
    next: Option<NodeId>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Text(String),
    Element(Element),
}

/// An element's name, attributes and base address.
#[derive(Debug)]
pub(crate) struct Element {
    /// The vocabulary of its name.
    pub(crate) vocabulary: Vocabulary,
    /// Its name without the prefix, in lower case.
    pub(crate) name: Box<str>,
    /// Its attributes: the name as written, in lower case, and the value with references resolved.
    pub(crate) attributes: Vec<(Box<str>, String)>,
    /// Which of the tree's bases holds for it.
    pub(super) base: Option<u32>,
}

impl Tree {
    /// The element's name and attributes; `None` for text.
    pub(crate) fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.node(id)?.kind {
            Kind::Element(element) => Some(element),
            Kind::Text(_) => None,
        }
    }

    /// The element's local name in lower case; empty for text.
    pub(crate) fn name(&self, id: NodeId) -> &str {
        self.element(id).map_or("", |element| &element.name)
    }

    /// The attribute of that name, written in lower case; an exact name wins over one with another prefix.
    pub(crate) fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        let attributes = &self.element(id)?.attributes;
        let exact = attributes.iter().find(|(given, _)| **given == *name);
        exact
            .or_else(|| {
                attributes.iter().find(|(given, _)| given.rsplit_once(':').is_some_and(|(_, local)| local == name))
            })
            .map(|(_, value)| value.trim())
    }

    /// The elements directly inside.
    pub(crate) fn elements(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Element)> {
        self.children(id).filter_map(|child| self.element(child).map(|element| (child, element)))
    }

    /// The element around.
    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.parent
    }

    /// The root element.
    pub(crate) fn root(&self) -> Option<NodeId> {
        (!self.nodes.is_empty()).then_some(NodeId(0))
    }

    /// All nodes inside, in document order.
    pub(crate) fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let mut at = self.node(id).and_then(|node| node.first);
        std::iter::from_fn(move || {
            let here = at?;
            at = self.node(here).and_then(|node| node.first).or_else(|| self.following(here, id));
            Some(here)
        })
    }

    /// The base address that holds for the element: `xml:base` over the document's own.
    pub(crate) fn base(&self, id: NodeId) -> Option<&Url> {
        self.bases.get(self.element(id)?.base? as usize)
    }

    /// The nearest `xml:lang` on the element or around it.
    pub(crate) fn language(&self, id: NodeId) -> Option<&str> {
        let mut at = Some(id);
        while let Some(here) = at {
            if let Some((_, language)) = self.element(here)?.attributes.iter().find(|(name, _)| &**name == "xml:lang") {
                return Some(language.trim());
            }
            at = self.parent(here);
        }
        None
    }

    /// The text inside, of all depths.
    pub(crate) fn text(&self, id: NodeId) -> String {
        self.descendants(id).filter_map(|node| self.as_text(node)).collect()
    }

    /// Whether elements stand inside.
    pub(crate) fn has_elements(&self, id: NodeId) -> bool {
        self.elements(id).next().is_some()
    }

    /// What is inside as HTML: prefixes dropped, text escaped, addresses made absolute.
    pub(crate) fn inner_html(&self, id: NodeId) -> String {
        let mut html = String::new();
        let mut open: Vec<NodeId> = Vec::new();
        for node in self.descendants(id) {
            let parent = self.parent(node);
            while open.last().copied() != parent && !open.is_empty() {
                self.write_end(open.pop(), &mut html);
            }
            if let Some(text) = self.as_text(node) {
                escape_into(&mut html, text);
            } else {
                self.write_start(node, &mut html);
                open.push(node);
            }
        }
        while let Some(node) = open.pop() {
            self.write_end(Some(node), &mut html);
        }
        html
    }

    /// Appends an element; its parent must be the tree's last open element.
    pub(super) fn push_element(&mut self, parent: Option<NodeId>, element: Element) -> NodeId {
        self.push(parent, Kind::Element(element))
    }

    /// Appends text to the element.
    pub(super) fn push_text(&mut self, parent: NodeId, text: &str) {
        let last = self.node(parent).and_then(|node| node.last);
        if let Some(Kind::Text(before)) = last.and_then(|last| self.node_mut(last)).map(|node| &mut node.kind) {
            before.push_str(text);
            return;
        }
        self.push(Some(parent), Kind::Text(text.to_owned()));
    }

    /// Keeps an address for elements to name as their base.
    pub(super) fn push_base(&mut self, base: Url) -> u32 {
        self.bases.push(base);
        u32::try_from(self.bases.len() - 1).unwrap_or(u32::MAX)
    }

    /// Takes the last element and all inside it out of the tree. It must be its parent's last child.
    pub(super) fn remove(&mut self, id: NodeId) {
        let parent = self.node(id).and_then(|node| node.parent);
        self.nodes.truncate(id.0 as usize);
        let Some(parent) = parent else { return };
        let mut before = None;
        if self.node(parent).and_then(|node| node.first) != Some(id) {
            // The child before the removed one is the last node's ancestor that has this parent.
            before = u32::try_from(self.nodes.len()).ok().and_then(|len| len.checked_sub(1)).map(NodeId);
            while let Some(node) = before
                && self.parent(node) != Some(parent)
            {
                before = self.parent(node);
            }
        }
        match before.and_then(|before| self.node_mut(before)) {
            Some(node) => node.next = None,
            None => {
                if let Some(node) = self.node_mut(parent) {
                    node.first = None;
                }
            }
        }
        if let Some(node) = self.node_mut(parent) {
            node.last = before;
        }
    }

    /// The document's own address, if it was given.
    pub(super) fn first_base(&self) -> Option<&Url> {
        self.bases.first()
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn push(&mut self, parent: Option<NodeId>, kind: Kind) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { parent, first: None, last: None, next: None, kind });
        let Some(parent) = parent else { return id };
        let last = self.node(parent).and_then(|node| node.last);
        if let Some(last) = last.and_then(|last| self.node_mut(last)) {
            last.next = Some(id);
        }
        if let Some(parent) = self.node_mut(parent) {
            parent.first = parent.first.or(Some(id));
            parent.last = Some(id);
        }
        id
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.0 as usize)
    }

    fn as_text(&self, id: NodeId) -> Option<&str> {
        match &self.node(id)?.kind {
            Kind::Text(text) => Some(text),
            Kind::Element(_) => None,
        }
    }

    fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let mut at = self.node(id).and_then(|node| node.first);
        std::iter::from_fn(move || {
            let here = at?;
            at = self.node(here).and_then(|node| node.next);
            Some(here)
        })
    }

    /// The next node that is not inside `id` but is inside `within`.
    fn following(&self, id: NodeId, within: NodeId) -> Option<NodeId> {
        let mut here = id;
        while here != within {
            let node = self.node(here)?;
            if node.next.is_some() {
                return node.next;
            }
            here = node.parent?;
        }
        None
    }

    fn write_start(&self, id: NodeId, html: &mut String) {
        let Some(element) = self.element(id) else {
            return;
        };
        let _ = write!(html, "<{}", element.name);
        for (name, value) in &element.attributes {
            if name.starts_with("xmlns") {
                continue;
            }
            let absolute = match (&**name, self.base(id)) {
                ("href" | "src" | "cite", Some(base)) => base.join(value.trim()).ok().map(String::from),
                _ => None,
            };
            let _ = write!(html, " {name}=\"");
            escape_into(html, absolute.as_deref().unwrap_or(value));
            html.push('"');
        }
        html.push('>');
    }

    fn write_end(&self, id: Option<NodeId>, html: &mut String) {
        let name = id.map_or("", |id| self.name(id));
        // An end tag of these would open a second element ("br") or is no tag at all.
        if !matches!(name, "" | "br" | "img" | "hr" | "input" | "wbr" | "area" | "col" | "source" | "track") {
            let _ = write!(html, "</{name}>");
        }
    }
}

/// Appends `text` so that an HTML parser gives it back.
pub(crate) fn escape_into(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        let (before, from) = rest.split_at(at);
        html.push_str(before);
        html.push_str(match from.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            _ => "&quot;",
        });
        rest = from.get(1..).unwrap_or_default();
    }
    html.push_str(rest);
}
