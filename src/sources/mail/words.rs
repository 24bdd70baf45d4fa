//! The words of a part, whatever its label says, and the message in what was labelled as none.

use std::borrow::Cow;

use mail_parser::{
    ContentType, Encoding, Message, MessagePart, MimeHeaders, PartType,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};

use crate::text::decode::{Decoded, decode};

/// Messages within each other that are looked through for words.
const DEEPEST: usize = 20;

/// The words of a part of text: as the parser read them, or from its bytes where its label is plainly wrong.
pub(super) fn of<'a>(part: &'a MessagePart, message: &'a Message) -> Cow<'a, str> {
    let (PartType::Text(read) | PartType::Html(read)) = &part.body else { return Cow::Borrowed("") };
    // What broke off was left as it was wrapped.
    let is_wrapped = part.is_encoding_problem;
    if read.is_ascii() && !is_wrapped {
        return Cow::Borrowed(read);
    }
    let bytes = sent(part, message);
    if !is_wrapped && (bytes.is_ascii() || !is_doubtful(read, &bytes)) {
        return Cow::Borrowed(read);
    }
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    match decode(&bytes, charset) {
        Decoded::Text(text) => Cow::Owned(text.into_owned()),
        Decoded::Binary(_) => Cow::Borrowed(read),
    }
}

/// Whether something was unreadable, or UTF-8 was read as something else.
fn is_doubtful(read: &str, bytes: &[u8]) -> bool {
    read.contains('\u{fffd}') || std::str::from_utf8(bytes).is_ok_and(|text| !text.starts_with(read.trim_end()))
}

/// The bytes of a part, without what they were wrapped in for the way.
fn sent<'a>(part: &MessagePart, message: &'a Message) -> Cow<'a, [u8]> {
    let range = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
    let raw = message.raw_message().get(range).unwrap_or_default();
    let unwrapped = match way(part) {
        Encoding::None => None,
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    };
    unwrapped.map_or(Cow::Borrowed(raw), Cow::Owned)
}

/// How a part was wrapped: the parser forgets it of what it couldn't unwrap to its end.
fn way(part: &MessagePart) -> Encoding {
    match part.content_transfer_encoding().filter(|_| part.is_encoding_problem) {
        Some(said) if said.eq_ignore_ascii_case("quoted-printable") => Encoding::QuotedPrintable,
        Some(said) if said.eq_ignore_ascii_case("base64") => Encoding::Base64,
        _ => part.encoding,
    }
}

/// A message that is said to have parts, but not where they begin: the same, with what its first dashes say.
pub(super) fn with_boundary(message: &Message) -> Option<Vec<u8>> {
    let has_parts = |part: &MessagePart| part.sub_parts().is_some_and(|parts| !parts.is_empty());
    let is_multipart = |part: &MessagePart| part.content_type().is_some_and(|kind| kind.ctype() == "multipart");
    let torn = message.parts.iter().find(|part| is_multipart(part) && !has_parts(part))?;
    let body = message.raw_message().get(torn.raw_body_offset() as usize..)?;
    let dashes = body.split(|byte| *byte == b'\n').find_map(|line| line.trim_ascii().strip_prefix(b"--"));
    let boundary = dashes.filter(|word| !word.is_empty() && word.len() <= 70 && !word.contains(&b'"'));
    let head = match boundary {
        Some(word) => [b"Content-Type: multipart/mixed; boundary=\"", word, b"\"\n\n"].concat(),
        None => b"Content-Type: text/plain\n\n".to_vec(),
    };
    Some([&head, body].concat())
}

/// The letter that the parser takes for an attachment, as the boundary that should end it is missing.
pub(super) fn unfinished<'a>(message: &'a Message) -> Option<&'a MessagePart<'a>> {
    let end = message.raw_message().len();
    let is_within = |part: &MessagePart| message.parts.first().is_some_and(|whole| !std::ptr::eq(whole, part));
    let is_torn = |part: &MessagePart| part.is_encoding_problem && part.raw_end_offset() as usize >= end;
    message.parts.iter().find(|part| is_within(part) && is_torn(part) && is_letter(part))
}

/// Whether a part has words to be read as they are, and isn't attached.
fn is_letter(part: &MessagePart) -> bool {
    let is_attached = part.content_disposition().is_some_and(ContentType::is_attachment);
    let says = matches!(&part.body, PartType::Text(text) | PartType::Html(text) if !text.trim().is_empty());
    let is_words = part
        .content_type()
        .is_none_or(|kind| kind.ctype() == "text" && matches!(kind.subtype(), Some("plain" | "html") | None));
    says && is_words && !is_attached && part.attachment_name().is_none()
}

/// The first message within a message that says something by itself.
pub(super) fn within<'a>(message: &'a Message<'a>) -> Option<&'a Message<'a>> {
    let inner = |outer: &'a Message<'a>| outer.parts.iter().find_map(MessagePart::message);
    std::iter::successors(inner(message), |outer| inner(outer))
        .take(DEEPEST)
        .find(|inner| inner.text_body_count() + inner.html_body_count() > 0)
}
