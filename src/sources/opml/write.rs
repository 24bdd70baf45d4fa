//! Subscriptions -> OPML 2.0 that reads back the same, and that other readers understand.

use std::fmt::Write as _;

use super::{Subscription, Subscriptions};
use crate::sources::xml::escape_into;

/// The list as OPML 2.0: a feed stands in its first folder, its further folders are categories, or folders where it
/// stands again if their names can't be written as a category.
#[must_use]
pub fn write(list: &Subscriptions) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n");
    if let Some(title) = &list.title {
        xml.push_str("    <title>");
        escape_into(&mut xml, title);
        xml.push_str("</title>\n");
    }
    xml.push_str("  </head>\n  <body>\n");
    let mut open: &[String] = &[];
    for feed in &list.feeds {
        let first = feed.folders.first().map_or(&[][..], Vec::as_slice);
        let again = feed.folders.iter().skip(1).filter(|path| !is_category(path));
        for (number, folder) in std::iter::once(first).chain(again.map(Vec::as_slice)).enumerate() {
            move_to(&mut xml, open, folder);
            outline(&mut xml, feed, folder.len(), if number == 0 { Categories::Written } else { Categories::Left });
            open = folder;
        }
    }
    move_to(&mut xml, open, &[]);
    xml.push_str("  </body>\n</opml>\n");
    xml
}

/// Closes the folders that end and opens those that start.
fn move_to(xml: &mut String, from: &[String], to: &[String]) {
    let same = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    for depth in (same..from.len()).rev() {
        indent(xml, depth);
        xml.push_str("</outline>\n");
    }
    for (depth, name) in to.iter().enumerate().skip(same) {
        indent(xml, depth);
        xml.push_str("<outline");
        attribute(xml, "text", name);
        xml.push_str(">\n");
    }
}

/// Whether an outline names its feed's further folders.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Categories {
    Written,
    Left,
}

/// Whether the path can be written as a category: slashes and commas mean something there.
fn is_category(path: &[String]) -> bool {
    !path.iter().any(|name| name.contains(['/', ',']))
}

fn outline(xml: &mut String, feed: &Subscription, depth: usize, categories: Categories) {
    indent(xml, depth);
    xml.push_str("<outline type=\"rss\"");
    if let Some(title) = &feed.title {
        attribute(xml, "text", title);
        attribute(xml, "title", title);
    }
    attribute(xml, "xmlUrl", &feed.url);
    if let Some(link) = &feed.link {
        attribute(xml, "htmlUrl", link);
    }
    let further: Vec<String> = feed
        .folders
        .iter()
        .skip(1)
        .filter(|path| categories == Categories::Written && is_category(path))
        .map(|path| format!("/{}", path.join("/")))
        .collect();
    if !further.is_empty() {
        attribute(xml, "category", &further.join(","));
    }
    xml.push_str("/>\n");
}

fn attribute(xml: &mut String, name: &str, value: &str) {
    let _ = write!(xml, " {name}=\"");
    escape_into(xml, value);
    xml.push('"');
}

fn indent(xml: &mut String, depth: usize) {
    for _ in 0..depth + 2 {
        xml.push_str("  ");
    }
}
