//! Rows for spreadsheets: comma-separated values as RFC 4180 has them.

use std::io::{self, Write};

/// Writes one row and its CRLF. A field is put between quotation marks where it must be, with those in it doubled.
///
/// # Errors
/// Where writing fails.
pub fn row<'a>(out: &mut dyn Write, fields: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
    for (index, field) in fields.into_iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        if field.contains([',', '"', '\r', '\n']) {
            write!(out, "\"{}\"", field.replace('"', "\"\""))?;
        } else {
            out.write_all(field.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn fields_with_commas_marks_and_newlines_are_quoted() {
        let mut out = Vec::new();
        row(&mut out, ["plain", "a, b", "he said \"no\"", "two\nlines", ""]).unwrap();
        assert_eq!(out, b"plain,\"a, b\",\"he said \"\"no\"\"\",\"two\nlines\",\r\n");
    }
}
