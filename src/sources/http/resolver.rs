//! Names of hosts to addresses, and which of these lie in private networks.

use std::{
    collections::{HashMap, VecDeque},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use ureq::{
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};

/// Which addresses a host may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Anywhere,
    PublicOnly,
}

/// What was found out about hosts.
pub(super) type Known = Arc<Mutex<HashMap<String, bool>>>;

/// Resolves, remembers which hosts are private, and finds none of these where only public ones are allowed.
#[derive(Debug)]
pub(super) struct Guarded {
    pub(super) reach: Reach,
    pub(super) is_private: fn(IpAddr) -> bool,
    pub(super) known: Known,
}

/// What the error of a private host says, to tell it from others.
pub(super) const PRIVATE: &str = "private";

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut found = match literal(uri) {
            Some(address) => {
                let mut found = self.empty();
                found.push(address);
                found
            }
            None => self.by_turns(&DefaultResolver::default().resolve(uri, config, timeout)?),
        };
        let private = found.iter().any(|address| (self.is_private)(address.ip()));
        if let Some(host) = uri.host() {
            self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(host.to_ascii_lowercase(), private);
        }
        if self.reach == Reach::PublicOnly {
            let public: Vec<_> = found.iter().copied().filter(|address| !(self.is_private)(address.ip())).collect();
            if public.is_empty() {
                return Err(ureq::Error::BadUri(PRIVATE.to_owned()));
            }
            found = self.empty();
            for address in public {
                found.push(address);
            }
        }
        Ok(found)
    }
}

impl Guarded {
    /// The addresses of both kinds by turns, the kind that the system prefers first (RFC 8305, 4): they share the time
    /// for connecting, the first having half of it, so that of two kinds of network one may be broken.
    fn by_turns(&self, found: &ResolvedSocketAddrs) -> ResolvedSocketAddrs {
        let first = found.first().is_some_and(SocketAddr::is_ipv6);
        let (mut these, mut others): (VecDeque<_>, VecDeque<_>) =
            found.iter().copied().partition(|address| address.is_ipv6() == first);
        let mut all = self.empty();
        while let Some(next) = these.pop_front() {
            all.push(next);
            if !others.is_empty() {
                std::mem::swap(&mut these, &mut others);
            }
        }
        all
    }
}

/// The address, where the host is written as one: nobody has to be asked.
fn literal(uri: &Uri) -> Option<SocketAddr> {
    let host = uri.host()?.trim_start_matches('[').trim_end_matches(']');
    let port = uri.port_u16().or_else(|| match uri.scheme_str() {
        Some("http") => Some(80),
        Some("https") => Some(443),
        _ => None,
    })?;
    host.parse().ok().map(|ip| SocketAddr::new(ip, port))
}

/// Whether an address is not of the public network: this machine, its neighbours, what is reserved (RFC 6890).
#[must_use]
pub fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => is_private_v6(ip),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b & 0xfe) == 18)
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    if let Some(mapped) = ip.to_ipv4_mapped() {
        return is_private_v4(mapped);
    }
    let [first, second, ..] = ip.segments();
    // 64:ff9b::/96 and 2002::/16 hold an IPv4 address that may be anything.
    let holds_v4 = (first == 0x64 && second == 0xff9b) || first == 0x2002;
    let global = (first & 0xe000) == 0x2000;
    !global || holds_v4 || (first == 0x2001 && second < 0x200) || (first == 0x2001 && second == 0xdb8)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn guarded() -> Guarded {
        Guarded { reach: Reach::Anywhere, is_private, known: Known::default() }
    }

    fn listed(guarded: &Guarded, addresses: &[&str]) -> ResolvedSocketAddrs {
        let mut all = guarded.empty();
        for ip in addresses {
            all.push(SocketAddr::new(ip.parse().unwrap(), 80));
        }
        all
    }

    #[test]
    fn addresses_of_both_kinds_are_tried_by_turns() {
        let guarded = guarded();
        let turns = |found: &[&str]| {
            guarded.by_turns(&listed(&guarded, found)).iter().map(|one| one.ip().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(turns(&["::1", "::2", "::3", "1.0.0.1", "1.0.0.2"]), ["::1", "1.0.0.1", "::2", "1.0.0.2", "::3"]);
        assert_eq!(turns(&["1.0.0.1", "::1", "::2"]), ["1.0.0.1", "::1", "::2"]);
        assert_eq!(turns(&["::1", "::2"]), ["::1", "::2"]);
        assert_eq!(turns(&[]), [""; 0]);
    }

    #[test]
    fn this_machine_and_its_neighbours_are_private() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "ff02::1",
            "2001:db8::1",
        ] {
            assert!(is_private(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "2a00:1450:4001::1", "::ffff:1.1.1.1"] {
            assert!(!is_private(ip.parse().unwrap()), "{ip}");
        }
    }
}
