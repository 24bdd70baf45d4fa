//! The label of a document from outside, for the decoder.

use crate::text::decode::{Decoded, decode};

/// The text of a document; what is no text comes back as the name of what it is.
pub(crate) fn text(bytes: &[u8], content_type: Option<&str>) -> Result<String, &'static str> {
    match decode(bytes, content_type.and_then(charset)) {
        Decoded::Text(text) => Ok(text.into_owned()),
        Decoded::Binary(what) => Err(what),
    }
}

/// The `charset` parameter of a content type (RFC 9110, 8.3).
fn charset(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then_some(value)
    })
}
