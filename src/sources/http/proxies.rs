//! Which proxy stands between this machine and an address, as the environment says.

use url::Url;

/// The proxies to go through.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    pub(super) http: Option<ureq::Proxy>,
    pub(super) https: Option<ureq::Proxy>,
    /// Hosts that are reached without one: names with all that end in them, or `*`.
    without: Vec<String>,
}

impl Proxies {
    /// What the variables `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say, in small or capital letters. One
    /// that is no proxy's address counts as not set.
    #[must_use]
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| {
            let either = variable(name).or_else(|| variable(&name.to_ascii_uppercase()));
            either.filter(|value| !value.trim().is_empty())
        };
        let proxy = |name: &str| {
            let address = set(name).or_else(|| set("all_proxy"))?;
            ureq::Proxy::new(address.trim()).ok()
        };
        let without = set("no_proxy").unwrap_or_default();
        let without = without.split(',').map(|host| host.trim().trim_start_matches("*.").trim_start_matches('.'));
        let without = without.filter(|host| !host.is_empty()).map(str::to_ascii_lowercase).collect();
        Self { http: proxy("http_proxy"), https: proxy("https_proxy"), without }
    }

    /// Whether an address is reached without a proxy.
    pub(super) fn spare(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        let proxy = if url.scheme() == "https" { &self.https } else { &self.http };
        proxy.is_none() || self.without.iter().any(|end| end == "*" || is_within(host, end, url.port()))
    }
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
        Proxies::from_environment(|name| {
            set.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string())
        })
    }

    fn spared(proxies: &Proxies, address: &str) -> bool {
        proxies.spare(&Url::parse(address).unwrap())
    }

    #[test]
    fn each_scheme_has_its_proxy_and_all_proxy_is_for_the_rest() {
        let one = proxies(&[("http_proxy", "http://p.example:3128")]);
        assert!(!spared(&one, "http://a.example") && spared(&one, "https://a.example"));
        let all = proxies(&[("ALL_PROXY", "socks5://127.0.0.1:1080")]);
        assert!(!spared(&all, "http://a.example") && !spared(&all, "https://a.example"));
        assert!(spared(&proxies(&[("http_proxy", "::::")]), "http://a.example"));
        assert!(spared(&proxies(&[("http_proxy", " ")]), "http://a.example"));
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
