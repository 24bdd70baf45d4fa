//! Lists of subscriptions in OPML (opml.org/spec2.opml) or FOAF, read as leniently as feeds are; OPML is written, as 2.0.

mod people;
mod write;

pub use write::write;

use super::address;
use super::encoding;
use super::xml::{self, Ending, NodeId, Tree, Units, Vocabulary};
use crate::text::clean;

/// Subscriptions that are read; more are counted as skipped.
const MAX_FEEDS: usize = 100_000;
/// Folders of one subscription, and folders inside each other: deeper ones count as the last.
const MAX_FOLDERS: usize = 20;
/// Skipped entries that are named in a report.
const MAX_NAMED: usize = 100;

/// A list of subscriptions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscriptions {
    /// The list's own title.
    pub title: Option<String>,
    /// The subscriptions in the list's order, each address once.
    pub feeds: Vec<Subscription>,
    /// Entries that can't be subscribed to, and why; at most 100 are named.
    pub skipped: Vec<Skipped>,
    /// How many entries were skipped, named or not.
    pub skipped_count: usize,
    /// How many entries name a feed again, and no other folder for it.
    pub repeated: usize,
    /// What was mended or left out, a sentence each.
    pub notices: Vec<String>,
}

/// One subscription.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscription {
    /// The feed's address: always `http` or `https`.
    pub url: String,
    /// What the reader calls it.
    pub title: Option<String>,
    /// The web page that it belongs to.
    pub link: Option<String>,
    /// Where it is filed: each a path of folders from the outermost inwards, never empty.
    pub folders: Vec<Vec<String>>,
}

/// An entry that can't be subscribed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its title or address.
    pub name: String,
    /// Why.
    pub reason: Reason,
}

/// Why an entry can't be subscribed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Its address is neither `http` nor `https`.
    NotOfTheWeb,
    /// It has no address.
    NoAddress,
    /// It is another list of subscriptions, not a feed.
    List,
    /// There are too many.
    TooMany,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Reason::NotOfTheWeb => "its address is neither http nor https",
            Reason::NoAddress => "it has no address",
            Reason::List => "it is another list of subscriptions",
            Reason::TooMany => "the list is too long",
        })
    }
}

/// Reads a list.
///
/// # Errors
/// When the document isn't OPML at all. Entries that are of no use are reported, not errors.
pub fn read(bytes: &[u8], content_type: Option<&str>) -> anyhow::Result<Subscriptions> {
    let text = encoding::text(bytes, content_type)
        .map_err(|what| anyhow::anyhow!("this is {what}, not a list of subscriptions"))?;
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    let (tree, ending) = xml::read(text, None, &mut Whole);
    let root = tree.root().filter(|&root| holds_outlines(&tree, root) || people::are_in(&tree, root));
    let root = root.ok_or_else(|| anyhow::anyhow!("this is not a list of subscriptions (OPML)"))?;
    let mut list = Subscriptions { title: title(&tree, root), ..Subscriptions::default() };
    if people::are_in(&tree, root) {
        people::collect(&mut list, &tree, root);
    } else {
        list.collect(&tree, root);
    }
    match list.repeated {
        0 => {}
        1 => list.notices.push("One entry names a feed again; it was left out.".to_owned()),
        many => list.notices.push(format!("{many} entries name feeds again; they were left out.")),
    }
    match ending {
        Ending::Whole => {}
        Ending::CutOff => list.notices.push("The list is cut off; what is complete was read.".to_owned()),
        Ending::Thinned => list.notices.push("The list is too large; a part of it was left out.".to_owned()),
    }
    Ok(list)
}

/// The whole document is wanted at once.
struct Whole;

impl Units for Whole {
    fn is_unit(&self, _: &Tree, _: NodeId) -> bool {
        false
    }
    fn ends_unit(&self, _: &Tree, _: NodeId, _: &str, _: Vocabulary) -> bool {
        false
    }
    fn unit(&mut self, _: &Tree, _: NodeId) {}
}

fn holds_outlines(tree: &Tree, root: NodeId) -> bool {
    tree.name(root) == "opml"
        || tree.name(root) == "outline"
        || tree.descendants(root).take(50).any(|id| matches!(tree.name(id), "outline" | "opml"))
}

fn title(tree: &Tree, root: NodeId) -> Option<String> {
    let (head, _) = tree.elements(root).find(|(_, element)| &*element.name == "head")?;
    let (title, _) = tree.elements(head).find(|(_, element)| &*element.name == "title")?;
    line(&tree.text(title))
}

fn line(text: &str) -> Option<String> {
    Some(clean::line(text).into_owned()).filter(|line| !line.is_empty())
}

impl Subscriptions {
    fn collect(&mut self, tree: &Tree, root: NodeId) {
        let mut known = std::collections::HashMap::new();
        // The folders around, outermost first.
        let mut folders: Vec<(NodeId, String)> = Vec::new();
        for id in std::iter::once(root).chain(tree.descendants(root)) {
            if tree.name(id) != "outline" {
                continue;
            }
            while let Some((folder, _)) = folders.last()
                && !is_inside(tree, id, *folder)
            {
                folders.pop();
            }
            let path: Vec<String> = folders.iter().take(MAX_FOLDERS).map(|(_, name)| name.clone()).collect();
            match outline(tree, id) {
                Outline::Feed(mut feed) => {
                    if !path.is_empty() {
                        feed.folders.insert(0, path);
                    }
                    self.add(feed, &mut known);
                }
                Outline::Skipped(skipped) => self.skip(skipped),
                Outline::Folder(Some(name)) if tree.has_elements(id) => folders.push((id, name)),
                // An empty folder is nothing that is missing.
                Outline::Folder(_) => {}
            }
        }
    }

    /// Adds a subscription; one that is there already gets the new one's folders.
    fn add(&mut self, mut feed: Subscription, known: &mut std::collections::HashMap<String, usize>) {
        if let Some(old) = known.get(&feed.url).and_then(|&at| self.feeds.get_mut(at)) {
            let before = old.folders.len();
            old.folders.append(&mut feed.folders);
            tidy(&mut old.folders);
            self.repeated += usize::from(old.folders.len() == before);
            return;
        }
        if self.feeds.len() >= MAX_FEEDS {
            return self.skip(Skipped { name: feed.title.unwrap_or(feed.url), reason: Reason::TooMany });
        }
        tidy(&mut feed.folders);
        known.insert(feed.url.clone(), self.feeds.len());
        self.feeds.push(feed);
    }

    fn skip(&mut self, skipped: Skipped) {
        self.skipped_count += 1;
        if self.skipped.len() < MAX_NAMED {
            self.skipped.push(skipped);
        }
    }
}

/// Each folder once.
fn tidy(folders: &mut Vec<Vec<String>>) {
    let mut seen = std::collections::HashSet::new();
    folders.retain(|path| seen.insert(path.clone()));
    folders.truncate(MAX_FOLDERS);
}

fn is_inside(tree: &Tree, id: NodeId, folder: NodeId) -> bool {
    let mut at = tree.parent(id);
    while let Some(here) = at {
        if here == folder {
            return true;
        }
        at = tree.parent(here);
    }
    false
}

enum Outline {
    Feed(Subscription),
    Folder(Option<String>),
    Skipped(Skipped),
}

fn outline(tree: &Tree, id: NodeId) -> Outline {
    let attribute = |name: &str| tree.attribute(id, name).and_then(line);
    let title = attribute("text").or_else(|| attribute("title"));
    let kind = attribute("type").unwrap_or_default().to_ascii_lowercase();
    let Some(given) =
        attribute("xmlurl").or_else(|| attribute("url").filter(|_| matches!(kind.as_str(), "rss" | "atom")))
    else {
        let is_feed = matches!(kind.as_str(), "rss" | "atom") || attribute("htmlurl").is_some();
        return if is_feed && !tree.has_elements(id) {
            Outline::Skipped(Skipped { name: title.unwrap_or_default(), reason: Reason::NoAddress })
        } else {
            Outline::Folder(title)
        };
    };
    let url = match given.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("feed") => format!("http://{rest}"),
        _ => given.strip_prefix("feed:").unwrap_or(&given).to_owned(),
    };
    let name = || title.clone().unwrap_or_else(|| url.clone());
    match kind.as_str() {
        "source" | "include" => Outline::Skipped(Skipped { name: name(), reason: Reason::List }),
        _ if !address::is_web(&url) => Outline::Skipped(Skipped { name: name(), reason: Reason::NotOfTheWeb }),
        _ => Outline::Feed(Subscription {
            folders: folders_of(&attribute("category").unwrap_or_default()),
            link: attribute("htmlurl").filter(|link| address::is_web(link)),
            title,
            url,
        }),
    }
}

/// OPML 2.0's `category`: paths with slashes, parted by commas.
fn folders_of(category: &str) -> Vec<Vec<String>> {
    let path = |path: &str| -> Vec<String> { path.split('/').filter_map(line).take(MAX_FOLDERS).collect() };
    let paths = category
        .split(',')
        .map(|given| if given.trim_start().starts_with('/') { path(given) } else { line(given).into_iter().collect() });
    paths.filter(|path: &Vec<String>| !path.is_empty()).take(MAX_FOLDERS).collect()
}
