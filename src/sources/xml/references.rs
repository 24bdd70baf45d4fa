//! References such as `&amp;`, `&eacute;` and `&#8217;` -> characters. Definitions of a document's own aren't known.

use quick_xml::events::BytesRef;

/// The text with its references resolved; what is no reference stays as it is.
pub(crate) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('&') {
        plain.push_str(before);
        let end = from.bytes().take(40).position(|byte| byte == b';');
        if let Some((name, after)) = end.and_then(|end| Some((from.get(..end)?, from.get(end + 1..)?))) {
            plain.push_str(&resolved(&BytesRef::new(name)));
            rest = after;
        } else {
            plain.push('&');
            rest = from;
        }
    }
    plain.push_str(rest);
    plain
}

/// What a reference stands for, or the reference itself when it stands for nothing.
pub(super) fn resolved(reference: &BytesRef) -> String {
    let name = reference.xml10_content();
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return match code {
            Ok(code) => numbered(code).into(),
            Err(_) => format!("&{name};"),
        };
    }
    // quick-xml's own table of HTML's names is wrong above U+00FF (0.42: "&alpha;" becomes ";").
    let known = html5ever::data::NAMED_ENTITIES.get(format!("{name};").as_str());
    match known.map(|&(first, second)| [first, second]) {
        Some(codes) if codes != [0, 0] => {
            codes.into_iter().filter(|&code| code != 0).filter_map(char::from_u32).collect()
        }
        _ if name == "apos" => "'".to_owned(),
        _ => format!("&{name};"),
    }
}

/// The character of a numeric reference. 128 to 159 mean windows-1252, as in HTML (13.2.5.80): no feed means controls.
fn numbered(code: u32) -> char {
    match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9f) => {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or_default()
        }
        _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
