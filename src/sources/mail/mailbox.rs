//! A mailbox file (RFC 4155 and its looser kin) -> its messages.

use std::borrow::Cow;

/// The messages of a mailbox, in order, without the lines that start them; `>From ` in a text is `From ` again
/// ("mboxrd"). A message starts where a line says `From ` with a date, after a blank line or at the start.
pub fn messages(bytes: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (_, body) = split_line(rest.get(..).filter(|rest| is_separator(rest))?);
        let end = end_of_message(body);
        let (message, after) = body.split_at(end);
        rest = after;
        Some(unquoted(message))
    })
}

/// Where the next message's separator starts.
fn end_of_message(body: &[u8]) -> usize {
    let mut at = 0;
    let mut after_blank = false;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        if after_blank && is_separator(rest) {
            return at;
        }
        let (line, _) = split_line(rest);
        after_blank = line.iter().all(u8::is_ascii_whitespace);
        at += line.len();
    }
    body.len()
}

/// `From sender Thu Jan  1 00:00:00 1970`: a sender and a year are asked for, so that a sentence isn't taken for one.
fn is_separator(rest: &[u8]) -> bool {
    let Some(line) = rest.strip_prefix(b"From ").map(|rest| split_line(rest).0) else {
        return false;
    };
    let words: Vec<&[u8]> = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let has_time = words.iter().any(|word| word.contains(&b':') && word.first().is_some_and(u8::is_ascii_digit));
    let has_year = words.iter().any(|word| word.len() == 4 && word.iter().all(u8::is_ascii_digit));
    words.len() == 1 && words.first().is_some_and(|word| word.contains(&b'@') || **word == *b"-")
        || has_time && has_year
}

/// The first line with its end, and the rest.
fn split_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| at + 1);
    bytes.split_at(end)
}

/// Takes one `>` off lines such as `>>From `.
fn unquoted(message: &[u8]) -> Cow<'_, [u8]> {
    let is_quoted = |line: &[u8]| {
        let bare = line.iter().position(|&byte| byte != b'>').unwrap_or(0);
        bare > 0 && line.get(bare..).is_some_and(|line| line.starts_with(b"From "))
    };
    if !message.split(|&byte| byte == b'\n').any(is_quoted) {
        return Cow::Borrowed(message);
    }
    let mut plain = Vec::with_capacity(message.len());
    for line in message.split_inclusive(|&byte| byte == b'\n') {
        plain.extend_from_slice(if is_quoted(line) { line.get(1..).unwrap_or_default() } else { line });
    }
    Cow::Owned(plain)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn texts(mailbox: &str) -> Vec<String> {
        messages(mailbox.as_bytes()).map(|message| String::from_utf8(message.into_owned()).unwrap()).collect()
    }

    #[test]
    fn messages_start_at_a_separator_after_a_blank_line() {
        let mailbox = "From a@e.example Tue Nov  3 10:00:00 2026\nSubject: 1\n\nOne.\nFrom here on it is the same message.\n\n\
                       From now on, too, by 10:00.\n\nFrom b@e.example Tue Nov  3 11:00:00 2026\r\nSubject: 2\r\n\r\nTwo.\r\n";
        let texts = texts(mailbox);
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert!(texts[0].ends_with("by 10:00.\n\n"));
        assert!(texts[1].starts_with("Subject: 2"));
    }

    #[test]
    fn quoted_from_lines_are_unquoted_once() {
        let texts = texts("From a@e.example Tue Nov  3 10:00:00 2026\n\n>From me\n>>From you\n> not\n");
        assert_eq!(texts, ["\nFrom me\n>From you\n> not\n"]);
    }

    #[test]
    fn what_is_no_mailbox_has_no_messages() {
        assert!(texts("Subject: x\n\nFrom a@e.example Tue Nov  3 10:00:00 2026\n").is_empty());
        assert!(texts("").is_empty());
    }
}
