//! What each element of HTML is to a reader.

use dom_query::LocalName;
use dom_query::NodeData;
use dom_query::NodeRef;

use crate::text::article::MarkKind;

/// What becomes of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing of it is for readers.
    Skipped,
    /// Its text flows with what is around it.
    Inline,
    /// It stands by itself: a paragraph, a section.
    Block,
    Heading(u8),
    Quotation,
    /// A list; `true` if its items are numbered.
    List(bool),
    Item,
    /// The description in a description list.
    Description,
    Preformatted,
    Table,
    Row,
    Cell,
    TableCaption,
    Figure,
    Caption,
    Marked(MarkKind),
    Link,
    /// Words between quotation marks that the reader's program supplies.
    Quoted,
    Picture,
    Break,
    Rule,
}

/// The name of an element; `None` for what isn't one.
pub(super) fn name(node: &NodeRef<'_>) -> Option<LocalName> {
    node.query(|node| node.as_element().map(|element| element.name.local.clone())).flatten()
}

/// Calls `read` with the text of a text node.
pub(super) fn with_text(node: &NodeRef<'_>, read: impl FnOnce(&str)) {
    node.query(|node| {
        if let NodeData::Text { contents } = &node.data {
            read(contents);
        }
    });
}

/// An attribute's value.
pub(super) fn attribute(node: &NodeRef<'_>, name: &str) -> Option<String> {
    let value = |node: &dom_query::TreeNode| {
        let element = node.as_element()?;
        element.attrs.iter().find(|attr| &*attr.name.local == name).map(|attr| attr.value.to_string())
    };
    node.query(value).flatten()
}

/// What becomes of the element of that name.
pub(super) fn role(name: &str) -> Role {
    match name {
        "script" | "style" | "svg" | "template" | "noscript" | "nav" | "head" | "iframe" | "object" | "embed"
        | "canvas" | "audio" | "video" | "select" | "button" | "input" | "textarea" | "dialog" | "datalist" | "map"
        | "meter" | "progress" | "title" | "link" | "meta" | "noframes" | "noembed" | "applet" | "frameset" | "rp" => {
            Role::Skipped
        }
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "address" | "center"
        | "form" | "fieldset" | "legend" | "details" | "summary" | "dl" | "dt" | "hgroup" | "body" | "html"
        | "search" | "marquee" | "optgroup" | "option" => Role::Block,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "blockquote" => Role::Quotation,
        "ul" | "menu" | "dir" => Role::List(false),
        "ol" => Role::List(true),
        "li" => Role::Item,
        "dd" => Role::Description,
        "pre" | "listing" | "xmp" | "plaintext" => Role::Preformatted,
        "table" => Role::Table,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "caption" => Role::TableCaption,
        "figure" => Role::Figure,
        "figcaption" => Role::Caption,
        "em" | "i" | "dfn" | "var" | "cite" => Role::Marked(MarkKind::Emphasis),
        "strong" | "b" => Role::Marked(MarkKind::Strong),
        "code" | "kbd" | "samp" | "tt" => Role::Marked(MarkKind::Code),
        "a" => Role::Link,
        "q" => Role::Quoted,
        "img" | "image" => Role::Picture,
        "br" => Role::Break,
        "hr" => Role::Rule,
        _ => Role::Inline,
    }
}

/// Whether a page hides an element from those who see it.
pub(super) fn is_hidden(node: &NodeRef<'_>) -> bool {
    let hides = |node: &dom_query::TreeNode| {
        node.as_element()
            .is_some_and(|element| element.attrs.iter().any(|attr| hides_its_element(&attr.name.local, &attr.value)))
    };
    node.query_or(false, hides)
}

fn hides_its_element(name: &str, value: &str) -> bool {
    match name {
        "hidden" => !value.eq_ignore_ascii_case("until-found"),
        "aria-hidden" => value.trim().eq_ignore_ascii_case("true"),
        "class" => value.split_ascii_whitespace().any(is_class_for_the_blind),
        "style" => {
            let style: String = value.chars().filter(|c| !c.is_whitespace()).take(2000).collect();
            let style = style.to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        }
        _ => false,
    }
}

/// Classes of words for screen readers, which repeat or explain what is seen.
fn is_class_for_the_blind(class: &str) -> bool {
    matches!(class, "sr-only" | "screen-reader-text" | "visually-hidden" | "visuallyhidden" | "screenreader-only")
}
