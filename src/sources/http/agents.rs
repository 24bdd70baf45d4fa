//! The connections of a client, kept open for a while: those to anywhere, those to public hosts only, those by proxy.

use std::{
    net::IpAddr,
    sync::{Arc, PoisonError},
};

use ureq::{
    Agent, ProxyProtocol,
    config::Config,
    tls::{RootCerts, TlsConfig},
    unversioned::transport::DefaultConnector,
};
use url::{Host, Url};

use super::{
    Limits, Proxies, Trust, forward,
    proxies::Way,
    resolver::{Guarded, Known, Reach},
};

/// How many connections are kept for later.
const IDLE: usize = 64;

#[derive(Debug)]
pub(super) struct Agents {
    anywhere: Agent,
    public: Agent,
    http: Option<Agent>,
    https: Option<Agent>,
    proxies: Proxies,
    known: Known,
}

impl Agents {
    pub(super) fn new(limits: &Limits, proxies: &Proxies) -> Self {
        let known = Known::default();
        let agent = |reach, proxy: Option<&ureq::Proxy>| {
            let resolver = Guarded { reach, is_private: limits.is_private, known: Arc::clone(&known) };
            Agent::with_parts(config(limits, proxy.cloned()), DefaultConnector::default(), resolver)
        };
        Self {
            anywhere: agent(Reach::Anywhere, None),
            public: agent(Reach::PublicOnly, None),
            // The proxy resolves names; its own address may be private.
            http: proxies.of("http").proxy().map(|proxy| match proxy.protocol() {
                ProxyProtocol::Http => forward::agent(config(limits, None), proxy),
                _ => agent(Reach::Anywhere, Some(proxy)),
            }),
            https: proxies.of("https").proxy().map(|proxy| agent(Reach::Anywhere, Some(proxy))),
            proxies: proxies.clone(),
            known: Arc::clone(&known),
        }
    }

    /// The agent for an address.
    pub(super) fn for_address(&self, url: &Url, trust: Trust) -> &Agent {
        match self.by_proxy(url, trust) {
            Some(agent) => agent,
            None if trust == Trust::Named => &self.public,
            None => &self.anywhere,
        }
    }

    /// The agent that goes by a proxy, if the address is to be reached by one.
    pub(super) fn by_proxy(&self, url: &Url, trust: Trust) -> Option<&Agent> {
        let agent = if url.scheme() == "https" { &self.https } else { &self.http };
        agent.as_ref().filter(|_| matches!(self.way(url, trust), Way::By(_)))
    }

    /// The variable that should say by which proxy an address is reached, and doesn't.
    pub(super) fn unclear(&self, url: &Url, trust: Trust) -> Option<&str> {
        match self.way(url, trust) {
            Way::Unclear(variable) => Some(variable),
            Way::Direct | Way::By(_) => None,
        }
    }

    /// What is written as a private address, or is this machine, needs no name to be resolved: where a document leads
    /// there, it is seen without a proxy that it does.
    fn way(&self, url: &Url, trust: Trust) -> &Way {
        if trust == Trust::Named && is_plainly_private(url) { &Way::Direct } else { self.proxies.to(url) }
    }

    /// Whether a host that was just spoken with isn't of the public network. One that only a proxy knows counts as public.
    pub(super) fn is_private(&self, url: &Url, limits: &Limits) -> bool {
        match url.host() {
            Some(Host::Ipv4(ip)) => (limits.is_private)(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => (limits.is_private)(IpAddr::V6(ip)),
            Some(Host::Domain(name)) => {
                let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
                known.get(name).copied().unwrap_or_else(|| is_plainly_private(url))
            }
            None => true,
        }
    }

    pub(super) fn shut_down(&self) {
        for agent in [&self.anywhere, &self.public].into_iter().chain(&self.http).chain(&self.https) {
            agent.clone().shutdown();
        }
    }
}

fn is_plainly_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => super::is_private(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => super::is_private(IpAddr::V6(ip)),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => true,
    }
}

fn config(limits: &Limits, proxy: Option<ureq::Proxy>) -> Config {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(proxy)
        .max_idle_connections(IDLE)
        .max_idle_connections_per_host(limits.per_host)
        .timeout_resolve(Some(limits.connect))
        .timeout_connect(Some(limits.connect))
        .timeout_recv_response(Some(limits.silence))
        .timeout_per_read(Some(limits.silence))
        .timeout_global(Some(limits.total))
        .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
        .build()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::{
        net::{SocketAddr, TcpListener, TcpStream},
        time::Duration,
    };

    use ureq::{
        http::Uri,
        unversioned::{
            resolver::{ResolvedSocketAddrs, Resolver},
            transport::NextTimeout,
        },
    };

    use super::*;
    use crate::sources::http::tests::server::{Reply, Server, answer};

    /// Finds the same addresses for every host.
    #[derive(Debug)]
    struct Always(Vec<SocketAddr>);

    impl Resolver for Always {
        fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
            let mut found = self.empty();
            for address in &self.0 {
                found.push(*address);
            }
            Ok(found)
        }
    }

    #[test]
    fn where_one_address_of_a_host_never_answers_the_next_one_is_tried_in_time() {
        // Who listens and takes nobody in is soon as silent as a network that leads nowhere.
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let silent = (silent.local_addr().unwrap(), silent);
        let mut waiting = Vec::new();
        while let Ok(one) = TcpStream::connect_timeout(&silent.0, Duration::from_millis(50)) {
            waiting.push(one);
        }
        let server = Server::new(|_| Reply::Bytes(answer("200 OK", "", b"here")));
        let good = server.url("/").socket_addrs(|| None).unwrap();
        // The first address gets two thirds of it; the rest has to do for the other on a busy machine, too.
        let limits = Limits { connect: Duration::from_millis(2_100), ..Limits::default() };
        let addresses = Always(std::iter::once(silent.0).chain(good).collect());
        let agent = Agent::with_parts(config(&limits, None), DefaultConnector::default(), addresses);
        let mut answer = agent.get("http://two.example/feed").call().unwrap();
        assert_eq!(answer.body_mut().read_to_string().unwrap(), "here");
        assert_eq!(server.paths(), ["/feed"]);
    }
}
