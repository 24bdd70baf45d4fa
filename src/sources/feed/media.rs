//! Enclosures and Media RSS: the files, pictures and descriptions that come with an entry.

use super::super::markup::Markup;
use super::super::xml::{Element, NodeId, Tree};
use super::Enclosure;
use super::values::{address, address_in, clean_line, line, markup};

/// Files of one entry that are kept.
const MAX_FILES: usize = 100;

/// What Media RSS elements say, also grouped ones.
#[derive(Debug, Default)]
pub(super) struct Media {
    pub(super) enclosures: Vec<Enclosure>,
    pub(super) title: Option<String>,
    pub(super) description: Option<Markup>,
    pub(super) image: Option<String>,
}

impl Media {
    /// Takes in an element of Media RSS.
    pub(super) fn element(&mut self, tree: &Tree, id: NodeId, element: &Element) {
        self.one(tree, id, element);
        if matches!(&*element.name, "group" | "content") {
            for inside in tree.descendants(id).take(MAX_FILES * 4) {
                if let Some(element) = tree.element(inside) {
                    self.one(tree, inside, element);
                }
            }
        }
    }

    fn one(&mut self, tree: &Tree, id: NodeId, element: &Element) {
        match &*element.name {
            "content" | "peerlink" => {
                let file = enclosure(tree, id).filter(|_| self.enclosures.len() < MAX_FILES);
                self.enclosures.extend(file);
            }
            "thumbnail" => {
                self.image = self.image.take().or_else(|| address_in(tree, id, "url").or_else(|| address(tree, id)));
            }
            "description" => {
                self.description = self.description.take().or_else(|| markup(tree, id));
            }
            "title" => self.title = self.title.take().or_else(|| line(tree, id)),
            _ => {}
        }
    }
}

/// A file: RSS's `enclosure` (url), Atom's link (href) or Media RSS's `content` (url).
pub(super) fn enclosure(tree: &Tree, id: NodeId) -> Option<Enclosure> {
    let url = address_in(tree, id, "url").or_else(|| address_in(tree, id, "href"))?;
    let length = tree.attribute(id, "length").or_else(|| tree.attribute(id, "filesize"));
    Some(Enclosure {
        url,
        media_type: tree.attribute(id, "type").map(clean_line).filter(|kind| !kind.is_empty()),
        length: length.and_then(|length| length.parse().ok()),
        title: tree.attribute(id, "title").map(clean_line).filter(|title| !title.is_empty()),
    })
}
