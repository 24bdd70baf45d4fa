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
            http: proxies.http.as_ref().map(|proxy| match proxy.protocol() {
                ProxyProtocol::Http => forward::agent(config(limits, None), proxy),
                _ => agent(Reach::Anywhere, Some(proxy)),
            }),
            https: proxies.https.as_ref().map(|proxy| agent(Reach::Anywhere, Some(proxy))),
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
        // What is written as a private address, or is this machine, needs no name to be resolved.
        agent.as_ref().filter(|_| !(self.proxies.spare(url) || trust == Trust::Named && is_plainly_private(url)))
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
