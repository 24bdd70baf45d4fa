//! Gives a page's tags one after another, quickly and without building anything.
//!
//! It follows the tokenizer of the HTML standard (13.2.5) as far as it takes to see the same tags.

/// A tag or another piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag {
    /// See [`hash`]; 0 for what has no name.
    pub(super) name: u64,
    pub(super) kind: TagKind,
    /// Where it begins and what follows it, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many attributes it has.
    attributes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    Start,
    /// A start tag that ends in `/>`.
    SelfClosing,
    End,
    /// A comment, a declaration or an instruction.
    Other,
}

/// A name's hash (FNV-1a), in lower case.
pub(super) const fn hash(name: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < name.len() {
        hash = (hash ^ name[at].to_ascii_lowercase() as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// The first piece of markup at or after a byte of the page; one that the page cuts off is none.
pub(super) fn next_tag(page: &[u8], from: usize) -> Option<Tag> {
    let mut at = from;
    loop {
        let start = at + page.get(at..)?.iter().position(|&byte| byte == b'<')?;
        let rest = page.get(start + 1..)?;
        let end = match rest {
            [b'a'..=b'z' | b'A'..=b'Z', ..] => return tag(page, start, start + 1, TagKind::Start),
            [b'/', b'a'..=b'z' | b'A'..=b'Z', ..] => {
                return tag(page, start, start + 2, TagKind::End);
            }
            [b'!', b'-', b'-', ..] => start + 4 + comment(rest.get(3..)?)?,
            [b'!' | b'?' | b'/', ..] => after(page, start, b">")?,
            _ => {
                at = start + 1;
                continue;
            }
        };
        return Some(Tag { name: 0, kind: TagKind::Other, start, end, attributes: 0 });
    }
}

/// The most attributes that a tag of the page has.
///
/// Scripts aren't looked at, unless they may stand in SVG or `MathML`, where they are markup.
pub(super) fn most_attributes(page: &[u8]) -> usize {
    const RAW: [u64; 2] = [hash(b"script"), hash(b"style")];
    const FOREIGN: [u64; 2] = [hash(b"svg"), hash(b"math")];
    let (mut most, mut at, mut foreign) = (0, 0, false);
    while let Some(tag) = next_tag(page, at) {
        most = most.max(tag.attributes);
        at = tag.end;
        foreign |= FOREIGN.contains(&tag.name);
        if !foreign && tag.kind == TagKind::Start && RAW.contains(&tag.name) {
            at = raw_text_end(page, at, tag.name).unwrap_or(page.len());
        }
    }
    most.max(cut_off(page, at))
}

/// How many `<` of the page begin nothing: for the parser each of them is a mistake to be told.
pub(super) fn loose_signs(page: &[u8]) -> usize {
    let begins = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'?' | b'/');
    page.windows(2).filter(|two| matches!(two, [b'<', next] if !begins(next))).count()
}

/// The attributes of a tag that the page ends in.
fn cut_off(page: &[u8], from: usize) -> usize {
    let rest = page.get(from..).unwrap_or_default();
    let start = rest.windows(2).position(|two| two.first() == Some(&b'<') && two.iter().any(u8::is_ascii_alphabetic));
    let tag = start.and_then(|start| rest.get(start..)).unwrap_or_default();
    tag.iter().filter(|byte| matches!(byte, b'=' | b' ' | b'\n' | b'/')).count()
}

/// Where the end tag of this name is that ends raw text, if there is one.
pub(super) fn raw_text_end(page: &[u8], from: usize, name: u64) -> Option<usize> {
    let mut at = from;
    loop {
        let start = at + page.get(at..)?.windows(2).position(|two| two == b"</")?;
        let rest = page.get(start + 2..)?;
        let len = rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
        let ends =
            rest.get(len).is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' | b'>'));
        if ends && hash(rest.get(..len)?) == name {
            return Some(start);
        }
        at = start + 2;
    }
}

/// The length of a comment after its `<!--`.
fn comment(rest: &[u8]) -> Option<usize> {
    if rest.starts_with(b">") {
        return Some(1);
    }
    if rest.starts_with(b"->") {
        return Some(2);
    }
    let mut at = 0;
    loop {
        at += rest.get(at..)?.windows(2).position(|two| two == b"--")?;
        match rest.get(at + 2..)? {
            [b'>', ..] => return Some(at + 3),
            [b'!', b'>', ..] => return Some(at + 4),
            _ => at += 1,
        }
    }
}

fn after(page: &[u8], from: usize, end: &[u8]) -> Option<usize> {
    let at = page.get(from..)?.windows(end.len()).position(|window| window == end)?;
    Some(from + at + end.len())
}

/// The tag whose name begins at `name`; `None` if the page ends within it.
fn tag(page: &[u8], start: usize, name: usize, kind: TagKind) -> Option<Tag> {
    let rest = page.get(name..)?;
    let len = rest.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))?;
    let (end, attributes) = attributes_end(page, name + len)?;
    let self_closing = kind == TagKind::Start && page.get(end - 2) == Some(&b'/');
    Some(Tag {
        name: hash(rest.get(..len)?),
        kind: if self_closing { TagKind::SelfClosing } else { kind },
        start,
        end,
        attributes,
    })
}

/// What follows a tag's `>`, one that no quoted value holds; and how many attributes there are.
fn attributes_end(page: &[u8], from: usize) -> Option<(usize, usize)> {
    let (mut at, mut attributes, mut in_name, mut named) = (from, 0, false, false);
    loop {
        match page.get(at)? {
            b'>' => return Some((at + 1, attributes)),
            // An equals sign where a name is expected is part of that name.
            b'=' if named => {
                at += 1;
                at += page.get(at..)?.iter().position(|byte| !byte.is_ascii_whitespace())?;
                at = value_end(page, at)?;
                (in_name, named) = (false, false);
                continue;
            }
            b'/' => (in_name, named) = (false, false),
            byte if byte.is_ascii_whitespace() => in_name = false,
            _ => {
                attributes += usize::from(!in_name);
                (in_name, named) = (true, true);
            }
        }
        at += 1;
    }
}

/// Where an attribute's value ends.
fn value_end(page: &[u8], at: usize) -> Option<usize> {
    let len = match page.get(at)? {
        quote @ (b'"' | b'\'') => page.get(at + 1..)?.iter().position(|byte| byte == quote)? + 2,
        _ => page.get(at..)?.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?,
    };
    Some(at + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(page: &str) -> Vec<&str> {
        let mut at = 0;
        let mut found = Vec::new();
        while let Some(tag) = next_tag(page.as_bytes(), at) {
            if tag.kind != TagKind::Other {
                found.push(&page[tag.start..tag.end]);
            }
            at = tag.end;
        }
        found
    }

    #[test]
    fn tags_are_found_and_what_looks_like_them_is_not() {
        for (page, expected) in [
            ("a <b>c</b> d", vec!["<b>", "</b>"]),
            ("1 < 2 <3 <>", vec![]),
            ("<a href='>'>x<br/>", vec!["<a href='>'>", "<br/>"]),
            ("<a b\">x\">", vec!["<a b\">"]),
            ("<a =\"b>c\">", vec!["<a =\"b>"]),
            ("<a b = \"c>d\" e>", vec!["<a b = \"c>d\" e>"]),
            ("<!-- <b> --><i>", vec!["<i>"]),
            ("<!--><b>-->", vec!["<b>"]),
            ("<!---><b>-->", vec!["<b>"]),
            ("<!-- --!><b>", vec!["<b>"]),
            ("<!doctype html><?xml <b>?></ c><i>", vec!["<i>"]),
            ("<b", vec![]),
            ("<![CDATA[<b>]]>", vec![]),
        ] {
            assert_eq!(tags(page), expected, "{page}");
        }
    }

    #[test]
    fn attributes_are_counted() {
        for (page, most) in [
            ("<p>", 0),
            ("<p a b=1 c='d e f'><i x>", 3),
            ("<p a=1/b=2 c = \"d\"e>", 3),
            ("<script>if (a <b c d e f g></script><p a>", 1),
            ("<svg/><script><b c d e></script>", 3),
            ("x <p a=1 b=2", 4),
            ("x = y = z", 0),
        ] {
            assert_eq!(most_attributes(page.as_bytes()), most, "{page}");
        }
    }

    #[test]
    fn raw_text_ends_at_its_own_end_tag() {
        let page = b"if (a</b>c) </scriptx> </SCRIPT >";
        assert_eq!(raw_text_end(page, 0, hash(b"script")), Some(23));
        assert_eq!(raw_text_end(page, 0, hash(b"style")), None);
    }
}
