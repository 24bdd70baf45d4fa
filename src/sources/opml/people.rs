//! What people publish, in RDF (xmlns.com/foaf/spec): the lists that planets of blogs give out. Groups become folders.

use std::collections::HashMap;

use super::{NodeId, Reason, Skipped, Subscription, Subscriptions, Tree, line};
use crate::sources::address;

/// Whether the document speaks of people.
pub(super) fn are_in(tree: &Tree, root: NodeId) -> bool {
    tree.name(root) == "rdf" && tree.elements(root).next().is_some_and(|(id, _)| is_somebody(tree, id))
}

/// Takes each feed that somebody publishes.
pub(super) fn collect(list: &mut Subscriptions, tree: &Tree, root: NodeId) {
    let mut known = HashMap::new();
    let mut names = HashMap::new();
    for id in tree.descendants(root) {
        let given = match tree.name(id) {
            "channel" => tree.attribute(id, "about"),
            "feed" => tree.attribute(id, "resource"),
            _ => continue,
        };
        let Some(url) = given.and_then(line) else { continue };
        let title = around(tree, id, &["agent", "person"]).and_then(|who| name(tree, who, &mut names));
        if !address::is_web(&url) {
            list.skip(Skipped { name: title.unwrap_or(url), reason: Reason::NotOfTheWeb });
            continue;
        }
        let group = around(tree, id, &["group"]).and_then(|group| name(tree, group, &mut names));
        let link = around(tree, id, &["document"]).and_then(|page| tree.attribute(page, "about")).and_then(line);
        let feed = Subscription {
            url,
            title,
            link: link.filter(|link| address::is_web(link)),
            folders: group.map(|group| vec![group]).into_iter().collect(),
        };
        list.add(feed, &mut known);
    }
}

fn is_somebody(tree: &Tree, id: NodeId) -> bool {
    matches!(tree.name(id), "agent" | "person" | "group")
}

/// The innermost element around of one of these names, at most a few steps out: what FOAF nests isn't deep.
fn around(tree: &Tree, id: NodeId, names: &[&str]) -> Option<NodeId> {
    std::iter::successors(tree.parent(id), |&here| tree.parent(here))
        .take(16)
        .find(|&here| names.contains(&tree.name(here)))
}

/// What somebody is called, looked up once: a group may have many members.
fn name(tree: &Tree, who: NodeId, known: &mut HashMap<NodeId, Option<String>>) -> Option<String> {
    let find = || {
        let named = tree.elements(who).find(|(_, element)| &*element.name == "name");
        named.and_then(|(name, _)| line(&tree.text(name)))
    };
    known.entry(who).or_insert_with(find).clone()
}
