//! Web addresses in documents: made absolute, and kept from being more than addresses. It opens none.

use url::Url;

use crate::text::{address, clean};

/// Longer ones are no addresses but data.
const MAX_LENGTH: usize = 8_000;

/// The absolute address behind `given`, as far as `base` tells; cleaned. One that is absolute already stays as it is
/// written: entries are known by it. `None` when it is empty, carries code or data in itself (`javascript:`, `vbscript:`,
/// `data:`) or is over 8,000 bytes long.
pub(crate) fn safe(given: &str, base: Option<&Url>) -> Option<String> {
    let given = given.replace(['\t', '\n', '\r'], "");
    let given = clean::line(&given).into_owned();
    if given.is_empty() || given.len() > MAX_LENGTH || is_code(&given) {
        return None;
    }
    if scheme(&given).is_some() {
        return Some(given);
    }
    match base.map(|base| base.join(&given)) {
        Some(Ok(absolute)) => Some(absolute.into()),
        Some(Err(_)) | None => Some(given),
    }
}

/// Whether the address is one of the web: `http` or `https`, with a host.
pub(crate) fn is_web(given: &str) -> bool {
    address::web(given).is_some()
}

fn is_code(address: &str) -> bool {
    scheme(address).is_some_and(|scheme| {
        ["javascript", "vbscript", "data", "livescript", "mocha"].iter().any(|code| scheme.eq_ignore_ascii_case(code))
    })
}

/// The scheme of an absolute address (RFC 3986, 3.1).
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let valid = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    valid.then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_with_a_host_is_of_the_web() {
        for address in ["http://e.example", "HTTPS://e.example/x"] {
            assert!(is_web(address), "{address}");
        }
        for address in [
            "",
            "http://",
            "ftp://e.example",
            "file:///etc/passwd",
            "e.example",
            "javascript:http://x",
            "ｈttp://e.example",
        ] {
            assert!(!is_web(address), "{address}");
        }
    }

    #[test]
    fn relative_addresses_need_a_base_and_stay_without_one() {
        let base = Url::parse("https://e.example/a/b?c").ok();
        for (given, absolute) in [
            ("d", "https://e.example/a/d"),
            ("/d", "https://e.example/d"),
            ("?d", "https://e.example/a/b?d"),
            ("//f.example/", "https://f.example/"),
        ] {
            assert_eq!(safe(given, base.as_ref()).as_deref(), Some(absolute));
            assert_eq!(safe(given, None).as_deref(), Some(given));
        }
        assert_eq!(safe(" \n", base.as_ref()), None);
        assert_eq!(safe("data:x", base.as_ref()), None);
    }
}
