//! Headlines hold markup, and signs that only look like it.

use super::elements::is_element;
use super::tokens::local;

/// HTML in which only tags of HTML are tags: `Vec<T>` in a headline is meant as it stands.
pub(super) fn with_other_tags_as_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (number, piece) in html.split('<').enumerate() {
        if number > 0 {
            text.push_str(if starts_markup(piece) { "<" } else { "&lt;" });
        }
        text.push_str(piece);
    }
    text
}

/// Whether what follows a "<" makes it a tag, a comment or a declaration.
fn starts_markup(after: &str) -> bool {
    let name = after.strip_prefix('/').unwrap_or(after);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != ':').unwrap_or(name.len());
    let name = name.get(..end).unwrap_or_default().to_ascii_lowercase();
    name.is_empty() || is_element(local(&name))
}
