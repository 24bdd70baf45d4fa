//! Messages within messages, counted before they are parsed: the parser builds a tree of them, and whoever lets go of a
//! deep one runs out of stack. It knows headers, not what they mean.

/// Headers that may open a message within a message; hardly any letter has more than two or three.
const MOST: usize = 500;

/// The message up to where it nests deeper than anybody forwards, and whether that is all of it.
pub(super) fn shallow(bytes: &[u8]) -> (&[u8], Whole) {
    let (mut found, mut at) = (0, 0);
    let mut header = Header::Other;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            header =
                if has(line.get(..12).unwrap_or_default(), b"content-type") { Header::Type } else { Header::Other };
        }
        if header == Header::Type && (has(line, b"message") || has(line, b"digest")) {
            header = Header::Other;
            found += 1;
        }
        if found > MOST {
            return (bytes.get(..at).unwrap_or_default(), Whole::No);
        }
        at += line.len();
    }
    (bytes, Whole::Yes)
}

/// Whether all of a message is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Yes,
    No,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Header {
    Type,
    Other,
}

fn has(line: &[u8], word: &[u8]) -> bool {
    line.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}
