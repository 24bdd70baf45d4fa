//! HTML's elements by what they do to a text. It knows names only.

/// Elements whose text nobody is meant to read.
pub(super) fn is_hidden_element(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "head" | "title" | "svg" | "noscript")
}

/// Elements without an end tag (HTML 13.1.2).
pub(super) fn is_void(name: &str) -> bool {
    matches!(name, "area" | "br" | "col" | "hr" | "img" | "source" | "track" | "wbr")
}

/// Whether an open element of the first name ends where one of the second starts (HTML 13.1.2.4).
pub(super) fn ends_before(open: &str, name: &str) -> bool {
    match open {
        "p" => is_block(name),
        "li" => name == "li",
        "dt" | "dd" => matches!(name, "dt" | "dd"),
        "td" | "th" => matches!(name, "td" | "th" | "tr" | "tbody" | "tfoot" | "thead"),
        "tr" => matches!(name, "tr" | "tbody" | "tfoot" | "thead"),
        _ => false,
    }
}

pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dir"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "ul"
    )
}

/// Inline elements and parts of tables and lists that are kept as they are.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "audio"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "br"
            | "caption"
            | "cite"
            | "code"
            | "col"
            | "colgroup"
            | "data"
            | "dd"
            | "del"
            | "dfn"
            | "dt"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "li"
            | "mark"
            | "picture"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "source"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "time"
            | "tr"
            | "track"
            | "tt"
            | "u"
            | "var"
            | "video"
            | "wbr"
    )
}

/// Whether an element stands within a line and can be closed by the block that ends there.
pub(super) fn is_phrasing(name: &str) -> bool {
    let is_part = matches!(
        name,
        "caption" | "col" | "colgroup" | "dd" | "dt" | "li" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr"
    );
    is_inline(name) && !is_part
}

pub(super) fn is_kept(name: &str) -> bool {
    is_block(name) || is_inline(name)
}

/// Whether HTML ever had an element of that name.
pub(super) fn is_element(name: &str) -> bool {
    is_kept(name)
        || is_hidden_element(name)
        || matches!(
            name,
            "applet"
                | "area"
                | "base"
                | "basefont"
                | "blink"
                | "body"
                | "button"
                | "canvas"
                | "datalist"
                | "embed"
                | "form"
                | "frame"
                | "frameset"
                | "hgroup"
                | "html"
                | "input"
                | "label"
                | "legend"
                | "link"
                | "iframe"
                | "listing"
                | "map"
                | "marquee"
                | "math"
                | "meta"
                | "meter"
                | "nobr"
                | "noembed"
                | "noframes"
                | "object"
                | "optgroup"
                | "option"
                | "output"
                | "param"
                | "plaintext"
                | "progress"
                | "search"
                | "select"
                | "slot"
                | "textarea"
                | "xmp"
        )
}
