//! Addresses as documents write them: which are the web's, and what relative ones are relative to.

use url::Url;

use super::clean;

/// The longest address that is kept, in bytes. A page put into an address (`data:`) is no use to a reader.
const LONGEST: usize = 8192;

/// The address, if it is one of the web; written the way that every program understands.
#[must_use]
pub fn web(written: &str) -> Option<String> {
    let url = Url::parse(written.trim()).ok()?;
    let short = url.as_str().len() <= LONGEST;
    (short && matches!(url.scheme(), "http" | "https")).then(|| url.into())
}

/// An address in a document, resolved against the document's own where that is known.
///
/// Any scheme is kept; what can't be resolved stays as written. `None` if it's blank or absurdly long.
#[must_use]
pub fn resolve(written: &str, base: Option<&Url>) -> Option<String> {
    let written = written.trim();
    if written.is_empty() || written.len() > LONGEST {
        return None;
    }
    let absolute = match base {
        Some(base) => base.join(written).ok(),
        None if written.starts_with("//") => Url::parse(&format!("https:{written}")).ok(),
        None => Url::parse(written).ok(),
    };
    // An address without a scheme that nothing resolves may hold anything.
    let address =
        absolute.map_or_else(|| clean::line(written).into_owned(), |url| clean::line(url.as_str()).into_owned());
    (!clean::is_blank(&address)).then_some(address)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_resolved_where_the_base_is_known() {
        let base = Url::parse("https://example.com/a/b?c").unwrap();
        for (written, resolved) in [
            ("d", "https://example.com/a/d"),
            ("/d", "https://example.com/d"),
            ("?x", "https://example.com/a/b?x"),
            ("#x", "https://example.com/a/b?c#x"),
            ("//other.org/d", "https://other.org/d"),
            (" http://Other.org ", "http://other.org/"),
            ("javascript:alert(1)", "javascript:alert(1)"),
            ("mailto:a@b.c", "mailto:a@b.c"),
        ] {
            assert_eq!(resolve(written, Some(&base)).as_deref(), Some(resolved));
        }
        assert_eq!(resolve("a/b", None).as_deref(), Some("a/b"));
        assert_eq!(resolve("//a.org/b", None).as_deref(), Some("https://a.org/b"));
        assert_eq!(resolve("  ", Some(&base)), None);
        assert_eq!(resolve(&format!("data:,{}", "x".repeat(9000)), None), None);
        assert_eq!(resolve("a\u{1b}]0;b", None).as_deref(), Some("a]0;b"));
    }

    #[test]
    fn only_the_web_is_the_web() {
        assert_eq!(web("HTTP://Example.com").as_deref(), Some("http://example.com/"));
        for other in ["ftp://example.com", "file:///etc/passwd", "example.com", "javascript:0", ""] {
            assert_eq!(web(other), None);
        }
    }
}
