//! Bytes to text: whatever the label says, nothing readable comes out empty.
//!
//! Knows character encodings and the first bytes of common file formats, not what the text means.

mod binary;
mod label;
mod wide;

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// What bytes turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded<'a> {
    /// Text, not yet clean.
    Text(Cow<'a, str>),
    /// Not text; the words say what it is, for a sentence: `a PNG picture`, `gzip data`.
    Binary(&'static str),
}

/// Decodes bytes, trusting them more than their label.
///
/// In order: a byte order mark; the label `charset` from outside (HTTP), or else the one inside (XML declaration, HTML
/// `meta`) where the bytes bear it out; valid UTF-8, even if mislabelled; UTF-16 and UTF-32 by their zero bytes; UTF-8
/// with some bytes of windows-1252 in between; the most likely legacy encoding. The last bytes may be half a character.
#[must_use]
pub fn decode<'a>(bytes: &'a [u8], charset: Option<&str>) -> Decoded<'a> {
    if let Some(text) = wide::marked(bytes) {
        return Decoded::Text(Cow::Owned(text));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(what) = binary::signed(bytes) {
        return Decoded::Binary(what);
    }
    if let Some(text) = wide::by_zeros(bytes) {
        return Decoded::Text(Cow::Owned(text));
    }
    let labelled = charset.and_then(label::encoding).or_else(|| label::inside(bytes));
    let wide = labelled.is_some_and(|encoding| wide::is_plausible(bytes, encoding));
    if !wide && binary::is_full_of_controls(bytes) {
        return Decoded::Binary("binary data");
    }
    Decoded::Text(decode_bytes(bytes, labelled))
}

fn decode_bytes<'a>(bytes: &'a [u8], labelled: Option<&'static Encoding>) -> Cow<'a, str> {
    if bytes.is_ascii() && labelled.is_none_or(Encoding::is_ascii_compatible) {
        return String::from_utf8_lossy(bytes);
    }
    match labelled {
        Some(encoding) if encoding != UTF_8 && is_borne_out(bytes, encoding) => {
            encoding.decode_without_bom_handling(bytes).0
        }
        _ => decode_unlabelled(bytes),
    }
}

/// Whether a label other than UTF-8 can be believed.
///
/// Text that is valid UTF-8 beyond ASCII is hardly ever anything else, and a legacy encoding of several bytes that
/// meets errors is the wrong one.
fn is_borne_out(bytes: &[u8], encoding: &'static Encoding) -> bool {
    if !encoding.is_ascii_compatible() {
        // ISO-2022-JP looks like ASCII; UTF-16 must not hide text of single bytes.
        return wide::is_plausible(bytes, encoding) || bytes.contains(&0x1b);
    }
    if valid_utf8(bytes).is_some() {
        return false;
    }
    encoding.is_single_byte() || !encoding.decode_without_bom_handling(bytes).1
}

fn decode_unlabelled(bytes: &[u8]) -> Cow<'_, str> {
    if let Some(text) = valid_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    if let Some(text) = mended_utf8(bytes) {
        return Cow::Owned(text);
    }
    guessed(bytes).decode_without_bom_handling(bytes).0
}

/// The bytes as UTF-8, without the half character that a cut may have left at the end.
fn valid_utf8(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() => {
            bytes.get(..error.valid_up_to()).and_then(|whole| std::str::from_utf8(whole).ok())
        }
        Err(_) => None,
    }
}

/// Text that is mostly UTF-8, with each stray byte read as windows-1252, as pages pasted from two sources have it.
fn mended_utf8(bytes: &[u8]) -> Option<String> {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    if good < bad {
        return None;
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    Some(text)
}

/// The most likely legacy encoding, judged by at most a megabyte.
fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..1 << 20).unwrap_or(bytes), true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_KR, GBK, ISO_2022_JP, KOI8_R, SHIFT_JIS, WINDOWS_1251};

    use super::*;

    fn text(bytes: &[u8], charset: Option<&str>) -> String {
        match decode(bytes, charset) {
            Decoded::Text(text) => text.into_owned(),
            Decoded::Binary(what) => panic!("{what}"),
        }
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn a_byte_order_mark_beats_any_label() {
        assert_eq!(text("\u{feff}Grüße".as_bytes(), Some("windows-1252")), "Grüße");
        assert_eq!(text(&utf16("\u{feff}Grüße", u16::to_le_bytes), Some("utf-8")), "Grüße");
        assert_eq!(text(&utf16("\u{feff}Grüße", u16::to_be_bytes), None), "Grüße");
    }

    #[test]
    fn a_label_is_believed_where_the_bytes_bear_it_out() {
        let words = "Президент выступил с речью";
        for encoding in [KOI8_R, WINDOWS_1251] {
            assert_eq!(text(&encoding.encode(words).0, Some(encoding.name())), words);
        }
        for (encoding, words) in
            [(SHIFT_JIS, "東京で記者会見"), (GBK, "北京新闻"), (BIG5, "台北新聞"), (EUC_KR, "서울 뉴스")]
        {
            assert_eq!(text(&encoding.encode(words).0, Some(encoding.name())), words);
        }
        assert_eq!(text(&ISO_2022_JP.encode("東京").0, Some("iso-2022-jp")), "東京");
    }

    #[test]
    fn a_label_inside_the_document_is_found() {
        let (page, ..) = WINDOWS_1251.encode("<html><meta charset='windows-1251'><p>Привет, мир");
        assert!(text(&page, None).ends_with("Привет, мир"));
        let (feed, ..) = KOI8_R.encode("<?xml version='1.0' encoding=\"KOI8-R\"?><t>Привет</t>");
        assert!(text(&feed, None).contains("Привет"));
        let page = b"<META http-equiv=Content-Type content=\"text/html; charset=iso-8859-2\"><p>\xa3\xf3d\xbc";
        assert!(text(page, None).ends_with("Łódź"));
    }

    #[test]
    fn a_wrong_label_empties_nothing() {
        for label in ["utf-16", "utf-16be", "iso-2022-kr", "hz-gb-2312", "x-user-defined", "utf-7", "klingon", ""] {
            assert_eq!(text("Grüße aus Köln".as_bytes(), Some(label)), "Grüße aus Köln", "{label}");
        }
        assert_eq!(text("Grüße".as_bytes(), Some("iso-8859-1")), "Grüße");
        assert_eq!(text("Grüße".as_bytes(), Some("shift_jis")), "Grüße");
        assert_eq!(text(b"caf\xe9 au lait", Some("utf-8")), "café au lait");
    }

    #[test]
    fn stray_windows_bytes_in_utf8_are_mended() {
        let mut bytes = "Zürich – Genève: ".as_bytes().to_vec();
        bytes.extend(b"\x93no\x94");
        assert_eq!(text(&bytes, Some("utf-8")), "Zürich – Genève: “no”");
    }

    #[test]
    fn half_a_character_at_the_end_is_left_out() {
        assert_eq!(text(&"Köln €".as_bytes()[..8], None), "Köln ");
    }

    #[test]
    fn wide_text_without_a_mark_is_seen_by_its_zeros() {
        let words = "The minister said no.\n";
        assert_eq!(text(&utf16(words, u16::to_le_bytes), None), words);
        assert_eq!(text(&utf16(words, u16::to_be_bytes), Some("utf-8")), words);
        let utf32: Vec<u8> = words.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        assert_eq!(text(&utf32, None), words);
        let utf32: Vec<u8> = "\u{feff}né".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert_eq!(text(&utf32, None), "né");
        assert_eq!(text(&utf16("北京新闻社报道", u16::to_le_bytes), Some("utf-16le")), "北京新闻社报道");
    }

    #[test]
    fn binary_data_is_named() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None), Decoded::Binary("a PNG picture"));
        assert_eq!(decode(b"\x1f\x8b\x08\0\0\0\0\0", Some("utf-8")), Decoded::Binary("gzip data"));
        assert_eq!(decode(b"\x7fELF\x02\x01\x01\0", None), Decoded::Binary("a program"));
        assert_eq!(decode(b"%PDF-1.7\n", None), Decoded::Binary("a PDF document"));
        let noise: Vec<u8> = (0..2000u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
        assert_eq!(decode(&noise, None), Decoded::Binary("binary data"));
    }

    #[test]
    fn text_with_a_few_zeros_is_still_text() {
        let words = "A line of text\0 with zeros in it\r\n".repeat(9);
        assert_eq!(text(words.as_bytes(), None), words);
        assert_eq!(text(b"a \0 word", None), "a \0 word");
    }

    #[test]
    fn nothing_is_text_too() {
        assert_eq!(text(b"", None), "");
        assert_eq!(text(b"\xef\xbb\xbf", None), "");
    }
}
