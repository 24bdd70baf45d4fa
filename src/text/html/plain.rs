//! A page without its tags: for pages that no tree can be built of, and for titles.

use dom_query::Document;

use super::element::{Role, role};
use super::scanner::{TagKind, hash, next_tag, raw_text_end};
use crate::text::clean;

/// The page's text, blocks parted by blank lines, character references resolved.
pub(super) fn text(page: &str) -> String {
    let bytes = page.as_bytes();
    let (mut flat, mut at) = (String::with_capacity(page.len() / 2), 0);
    while let Some(tag) = next_tag(bytes, at) {
        push_text(page.get(at..tag.start), &mut flat);
        at = tag.end;
        if tag.kind == TagKind::Other {
            continue;
        }
        let written = page.get(tag.start..tag.end).unwrap_or_default();
        match role(&tag_name(written)) {
            Role::Skipped if tag.kind == TagKind::Start && is_raw(tag.name) => {
                at = raw_text_end(bytes, at, tag.name).unwrap_or(bytes.len());
            }
            Role::Inline | Role::Marked(_) | Role::Link | Role::Quoted | Role::Picture | Role::Skipped => {}
            Role::Break => flat.push('\n'),
            Role::Cell => flat.push(' '),
            _ if flat.ends_with("\n\n") => {}
            _ => flat.push_str("\n\n"),
        }
    }
    push_text(page.get(at..), &mut flat);
    // With no tag left, the parser only resolves character references.
    let flat = if flat.contains('&') { Document::fragment(flat).text().to_string() } else { flat };
    if flat.contains(SIGN) { flat.replace(SIGN, "<") } else { flat }
}

/// One line: the text of a title that may hold markup, references, or both escaped once more.
pub(super) fn line(fragment: &str) -> String {
    let mut line = clean::line(fragment).into_owned();
    if line.contains(['<', '&']) {
        line = clean::line(&text(&line)).into_owned();
        if has_reference(&line) || line.contains("</") {
            line = clean::line(&text(&line)).into_owned();
        }
    }
    line
}

/// Stands for a `<` that begins no tag: a character that no text has (Unicode, 23.7).
const SIGN: char = '\u{fdd0}';

/// Adds text as it is: a `<` in it begins no tag, even if a tag stood right behind it.
fn push_text(text: Option<&str>, flat: &mut String) {
    let signs = text.unwrap_or_default().chars().filter(|letter| *letter != SIGN);
    flat.extend(signs.map(|letter| if letter == '<' { SIGN } else { letter }));
}

fn tag_name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']).split(|c: char| !c.is_ascii_alphanumeric()).next();
    name.unwrap_or_default().to_ascii_lowercase()
}

/// Whether an element's text is no markup and not for readers.
fn is_raw(name: u64) -> bool {
    const RAW: [u64; 8] = [
        hash(b"script"),
        hash(b"style"),
        hash(b"title"),
        hash(b"textarea"),
        hash(b"iframe"),
        hash(b"xmp"),
        hash(b"noembed"),
        hash(b"noframes"),
    ];
    RAW.contains(&name)
}

/// Whether there is something like `&amp;` or `&#8217;`.
fn has_reference(text: &str) -> bool {
    text.split('&').skip(1).any(|after| {
        let name = after.strip_prefix('#').unwrap_or(after);
        let len = name.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
        len > 0 && name.get(len..).is_some_and(|rest| rest.starts_with(';'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_its_tags_keeps_its_words_and_blocks() {
        let page = "<title>no</title><h1>One</h1><p>Two <b>&amp; three</b><br>four<script>no()</script><!-- no --><p>five < six";
        assert_eq!(text(page).trim(), "One\n\nTwo & three\nfour\n\nfive < six");
    }

    #[test]
    fn no_tag_comes_of_what_is_left_when_tags_are_taken() {
        assert_eq!(text("<<i>div><</i>b>x"), "<div><b>x");
    }

    #[test]
    fn titles_lose_markup_and_double_escapes() {
        for (title, plain) in [
            ("Plain", "Plain"),
            ("A <b>bold</b> &amp; brave title", "A bold & brave title"),
            ("Tom &amp;amp; Jerry &amp;#8217;s", "Tom & Jerry ’s"),
            ("&lt;b&gt;x&lt;/b&gt;", "x"),
            ("AT&T & co", "AT&T & co"),
            ("1 < 2 > 0", "1 < 2 > 0"),
            ("a<br>b\n<p>c", "a b c"),
            ("&#27;[31mred&#7;", "red"),
            ("<script>x</script>", ""),
        ] {
            assert_eq!(line(title), plain);
        }
    }
}
