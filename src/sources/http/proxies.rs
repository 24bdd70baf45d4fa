//! Which proxy stands between this machine and an address, as the environment says.

use std::ffi::OsString;

use url::Url;

/// The proxies to go through.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    http: Way,
    https: Way,
    /// Hosts that are reached without one: names with all that end in them, or `*`.
    without: Vec<String>,
}

/// How addresses of a scheme are reached.
#[derive(Debug, Clone, Default)]
pub(super) enum Way {
    /// Without a proxy.
    #[default]
    Direct,
    /// By this proxy.
    By(ureq::Proxy),
    /// Not at all: there should be a proxy, but this variable doesn't say which.
    Unclear(String),
}

impl Way {
    pub(super) fn proxy(&self) -> Option<&ureq::Proxy> {
        match self {
            Self::By(proxy) => Some(proxy),
            Self::Direct | Self::Unclear(_) => None,
        }
    }
}

impl Proxies {
    /// What the variables `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say, in small or capital letters. Where
    /// one is no proxy's address, nothing goes out that should have gone by it.
    #[must_use]
    pub fn from_environment(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = |name: &str| {
            let value = |name: &str| variable(name).map(|value| value.to_string_lossy().trim().to_owned());
            let named = [name.to_owned(), name.to_ascii_uppercase()].into_iter();
            let mut set = named.filter_map(|name| value(&name).map(|value| (name, value)));
            set.next().filter(|(_, value)| !value.is_empty())
        };
        let way = |name: &str| match set(name).or_else(|| set("all_proxy")) {
            None => Way::Direct,
            Some((name, address)) => proxy(&address).map_or(Way::Unclear(name), Way::By),
        };
        let without = set("no_proxy").map(|(_, hosts)| hosts).unwrap_or_default();
        let without = without.split(',').map(|host| host.trim().trim_start_matches("*.").trim_start_matches('.'));
        let without = without.filter(|host| !host.is_empty()).map(str::to_ascii_lowercase).collect();
        Self { http: way("http_proxy"), https: way("https_proxy"), without }
    }

    /// The way to the addresses of a scheme, whatever their host.
    pub(super) fn of(&self, scheme: &str) -> &Way {
        if scheme == "https" { &self.https } else { &self.http }
    }

    /// The way to an address.
    pub(super) fn to(&self, url: &Url) -> &Way {
        let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        let spared = self.without.iter().any(|end| end == "*" || is_within(host, end, url.port()));
        if spared { &Way::Direct } else { self.of(url.scheme()) }
    }
}

/// The proxy at an address, which may lack its scheme; `None` if it is none.
fn proxy(address: &str) -> Option<ureq::Proxy> {
    let whole = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
    // A port that is none would be left out without a word.
    Url::parse(&whole).ok().filter(Url::has_host)?;
    ureq::Proxy::new(address).ok()
}

/// Whether a host is `end` or within it; `end` may name a port.
fn is_within(host: &str, end: &str, port: Option<u16>) -> bool {
    let (end, wanted) = match end.rsplit_once(':') {
        Some((name, number)) if !name.contains(':') => (name, number.parse().ok()),
        _ => (end, None),
    };
    if wanted.is_some() && wanted != port {
        return false;
    }
    host.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn proxies(set: &[(&str, &str)]) -> Proxies {
        Proxies::from_environment(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
    }

    fn spared(proxies: &Proxies, address: &str) -> bool {
        matches!(proxies.to(&Url::parse(address).unwrap()), Way::Direct)
    }

    #[test]
    fn each_scheme_has_its_proxy_and_all_proxy_is_for_the_rest() {
        let one = proxies(&[("http_proxy", "http://p.example:3128")]);
        assert!(!spared(&one, "http://a.example") && spared(&one, "https://a.example"));
        let all = proxies(&[("ALL_PROXY", "socks5://127.0.0.1:1080")]);
        assert!(!spared(&all, "http://a.example") && !spared(&all, "https://a.example"));
        assert!(spared(&proxies(&[("http_proxy", " ")]), "http://a.example"));
        assert!(spared(&proxies(&[("https_proxy", ""), ("ALL_PROXY", " ")]), "https://a.example"));
    }

    #[test]
    fn nothing_goes_out_past_a_variable_that_is_no_proxys_address() {
        let unclear = |proxies: &Proxies, address: &str| match proxies.to(&Url::parse(address).unwrap()) {
            Way::Unclear(name) => Some(name.clone()),
            Way::Direct | Way::By(_) => None,
        };
        for odd in ["::garbage", "::::", "odd://p.example:1", "http://", "p.example:99999", "a b", "\u{fffd}"] {
            let one = proxies(&[("HTTP_PROXY", odd), ("no_proxy", "b.example")]);
            assert_eq!(unclear(&one, "http://a.example").as_deref(), Some("HTTP_PROXY"), "{odd}");
            assert!(spared(&one, "https://a.example") && spared(&one, "http://b.example"), "{odd}");
            let all = proxies(&[("https_proxy", "p.example:1"), ("all_proxy", odd)]);
            assert_eq!(unclear(&all, "http://a.example").as_deref(), Some("all_proxy"), "{odd}");
            assert_eq!(unclear(&all, "https://a.example"), None, "{odd}");
        }
        for good in ["p.example", "p.example:3128", "socks5h://ann:p@ss@p.example", "http://[::1]:8080/", "127.0.0.1:1"]
        {
            let one = proxies(&[("all_proxy", good)]);
            assert!(matches!(one.of("http"), Way::By(_)), "{good}");
        }
    }

    #[test]
    fn no_proxy_names_hosts_and_what_is_within_them() {
        let some = proxies(&[("all_proxy", "p.example:1"), ("no_proxy", "localhost, .corp.example,b.example:8080")]);
        for spare in ["http://localhost:9", "https://corp.example", "http://a.corp.example", "http://b.example:8080"] {
            assert!(spared(&some, spare), "{spare}");
        }
        for other in ["http://notcorp.example", "http://b.example", "http://a.example"] {
            assert!(!spared(&some, other), "{other}");
        }
        assert!(spared(&proxies(&[("all_proxy", "p.example:1"), ("NO_PROXY", "*")]), "http://a.example"));
    }
}
