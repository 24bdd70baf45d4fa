//! What each entry of a document is known by, whatever its feed does with ids. It sees one document, not what came before.

use std::collections::{HashMap, HashSet};

use crate::{
    sources::feed::Entry,
    store::{Identity, Sharing},
};

/// The identities of a document's entries, in their order; `None` for one that repeats another in every part.
pub(super) fn identities(entries: &[Entry]) -> Vec<Option<Identity>> {
    let mut seen = HashSet::new();
    let mut sharing: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<Option<Identity>> = Vec::with_capacity(entries.len());
    for entry in entries {
        let plain = plain(entry);
        let apart = format!("{plain} {}", told_apart(entry));
        let first = seen.insert(apart.clone());
        if first {
            *sharing.entry(plain.clone()).or_default() += 1;
        }
        found.push(first.then_some(Identity { plain, apart, sharing: Sharing::Alone }));
    }
    for identity in found.iter_mut().flatten() {
        if sharing.get(&identity.plain).is_some_and(|count| *count > 1) {
            identity.sharing = Sharing::Shared;
        }
    }
    found
}

/// The id, else the link, else title and date.
fn plain(entry: &Entry) -> String {
    if let Some(id) = entry.id.as_deref().filter(|id| !id.trim().is_empty()) {
        return Identity::name_of_id(id);
    }
    match entry.web_link() {
        Some(link) => Identity::name_of_link(link),
        None => titled(entry),
    }
}

fn titled(entry: &Entry) -> String {
    let title = entry.title.as_deref().unwrap_or_default();
    let date = entry.date_written.as_deref().unwrap_or_default();
    if title.is_empty() && date.is_empty() {
        let body = entry.body().map_or("", |body| body.html.as_str());
        return format!("text:{:016x}", xxhash_rust::xxh3::xxh3_64(body.as_bytes()));
    }
    format!("title:{title} {date}")
}

fn told_apart(entry: &Entry) -> String {
    match entry.web_link() {
        Some(link) if entry.id.is_some() => Identity::name_of_link(link),
        _ => titled(entry),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn entry(id: &str, link: &str, title: &str, date: &str) -> Entry {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Entry { id: some(id), link: some(link), title: some(title), date_written: some(date), ..Entry::default() }
    }

    fn one(entry: Entry) -> Identity {
        identities(&[entry]).remove(0).unwrap()
    }

    #[test]
    fn an_entry_is_known_by_its_id_else_its_link_else_title_and_date() {
        assert_eq!(one(entry("7", "https://e.example/a", "A", "soon")).plain, "id:7");
        assert_eq!(one(entry(" ", "https://e.example/a", "A", "soon")).plain, "link://e.example/a");
        assert_eq!(one(entry("", "javascript:x", "A", "soon")).plain, "title:A soon");
        assert!(one(entry("", "", "", "")).plain.starts_with("text:"));
    }

    #[test]
    fn ids_that_turn_from_http_to_https_are_the_same() {
        let [old, new] = ["http://e.example/?p=1", "https://e.example/?p=1"].map(|id| one(entry(id, "", "A", "")));
        assert_eq!(old, new);
    }

    #[test]
    fn entries_with_the_same_id_and_different_links_are_told_apart() {
        let two = [entry("7", "https://e.example/a", "A", ""), entry("7", "https://e.example/b", "B", "")];
        let found = identities(&two);
        let [Some(first), Some(second)] = found.as_slice() else { panic!() };
        assert_eq!(first.plain, second.plain);
        assert_ne!(first.apart, second.apart);
        assert_eq!((first.sharing, second.sharing), (Sharing::Shared, Sharing::Shared));
    }

    #[test]
    fn what_is_there_twice_in_every_part_is_there_once() {
        let twice = [entry("7", "https://e.example/a", "A", ""), entry("7", "https://e.example/a", "A", "")];
        let found = identities(&twice);
        let [Some(first), None] = found.as_slice() else { panic!() };
        assert_eq!((first.plain.as_str(), first.sharing), ("id:7", Sharing::Alone));
    }

    #[test]
    fn entries_that_all_link_to_the_first_page_are_known_by_their_titles() {
        let two = [entry("", "https://e.example/", "A", "1"), entry("", "https://e.example/", "B", "2")];
        let found: Vec<_> = identities(&two).into_iter().map(|found| found.unwrap().apart).collect();
        assert_eq!(found, ["link://e.example/ title:A 1", "link://e.example/ title:B 2"]);
    }
}
