//! Text of two or four bytes a character.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// How many bytes are looked at where there is no byte order mark.
const SAMPLE: usize = 4096;

/// The text, if the bytes begin with the mark of UTF-16 or UTF-32.
pub(super) fn marked(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0xff, 0xfe, 0, 0, rest @ ..] => Some(utf32(rest, u32::from_le_bytes)),
        [0, 0, 0xfe, 0xff, rest @ ..] => Some(utf32(rest, u32::from_be_bytes)),
        [0xff, 0xfe, rest @ ..] => Some(utf16(rest, UTF_16LE)),
        [0xfe, 0xff, rest @ ..] => Some(utf16(rest, UTF_16BE)),
        _ => None,
    }
}

/// Whether the bytes are labelled UTF-16 and can be that: not ASCII, hardly any broken pair, none of them private use.
pub(super) fn is_plausible(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let named = encoding == UTF_16LE || encoding == UTF_16BE;
    if !named || bytes.len() < 2 || bytes.len() % 2 == 1 || std::str::from_utf8(bytes).is_ok() {
        return false;
    }
    let text = utf16(bytes.get(..SAMPLE).unwrap_or(bytes), encoding);
    let odd = text.chars().filter(|&c| matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\0'..='\u{8}')).count();
    odd * 20 <= text.chars().count()
}

/// The text, if its zeros give it away: Latin text in UTF-16 has one in every other byte, in UTF-32 three in four.
pub(super) fn by_zeros(bytes: &[u8]) -> Option<String> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if sample.len() < 4 || !sample.contains(&0) {
        return None;
    }
    let zeros = |remainder: usize| sample.iter().skip(remainder).step_by(4).filter(|&&byte| byte == 0).count();
    let quarters = [zeros(0), zeros(1), zeros(2), zeros(3)];
    let all = sample.len() / 4;
    let full = quarters.map(|n| n * 10 >= all * 9);
    let half = quarters.map(|n| n * 2 >= all);
    let none = quarters.map(|n| n * 10 <= all);
    match () {
        () if full[0] && full[1] && none[3] => Some(utf32(bytes, u32::from_be_bytes)),
        () if full[2] && full[3] && none[0] => Some(utf32(bytes, u32::from_le_bytes)),
        () if half[0] && half[2] && none[1] && none[3] => Some(utf16(bytes, UTF_16BE)),
        () if half[1] && half[3] && none[0] && none[2] => Some(utf16(bytes, UTF_16LE)),
        () => None,
    }
}

fn utf16(bytes: &[u8], encoding: &'static Encoding) -> String {
    let whole = bytes.get(..bytes.len() & !1).unwrap_or(bytes);
    encoding.decode_without_bom_handling(whole).0.into_owned()
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> String {
    let units = bytes.as_chunks::<4>().0.iter().map(|&four| unit(four));
    units.map(|unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
