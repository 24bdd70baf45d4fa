//! Plain HTTP by a proxy that is asked for whole addresses (RFC 9112, 3.2.2). Many proxies tunnel to the ports of TLS alone;
//! this is what they have for the rest. It knows requests without a body.

use ureq::{
    Agent, Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{Buffers, ConnectionDetails, Connector, NextTimeout, TcpConnector, Transport},
    },
};

use super::Credentials;

/// How a request begins that a connection is about to send.
const BEGINNING: &[u8] = b"GET /";

/// An agent whose connections all lead to this proxy, which speaks plain HTTP; the configuration names none.
pub(super) fn agent(config: Config, proxy: &ureq::Proxy) -> Agent {
    let names = (proxy.username(), proxy.password().unwrap_or_default());
    let authorization = match names {
        (Some(name), password) => {
            format!("Proxy-Authorization: {}\r\n", Credentials::new(name, password).header())
        }
        (None, _) => String::new(),
    };
    let connector = ().chain(TcpConnector::default()).chain(WholeAddresses { authorization });
    Agent::with_parts(config, connector, ToProxy { proxy: proxy.uri().clone(), names: DefaultResolver::default() })
}

/// Finds the proxy, whatever is asked for.
#[derive(Debug)]
struct ToProxy {
    proxy: Uri,
    names: DefaultResolver,
}

impl Resolver for ToProxy {
    fn resolve(&self, _: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        self.names.resolve(&self.proxy, config, timeout)
    }
}

struct WholeAddresses {
    authorization: String,
}

impl std::fmt::Debug for WholeAddresses {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WholeAddresses")
    }
}

impl<In: Transport> Connector<In> for WholeAddresses {
    type Out = WholeAddress<In>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        let host = details.uri.authority().map_or_else(String::new, ToString::to_string);
        let (origin, authorization) = (format!("http://{host}"), self.authorization.clone());
        Ok(chained.map(|inner| WholeAddress { inner, origin, authorization }))
    }
}

/// A connection on which every request names the whole address.
struct WholeAddress<In> {
    inner: In,
    origin: String,
    authorization: String,
}

impl<In> std::fmt::Debug for WholeAddress<In> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WholeAddress")
    }
}

impl<In: Transport> WholeAddress<In> {
    /// What is sent in the place of a request's beginning.
    fn whole(&self, given: &[u8]) -> Vec<u8> {
        let (method, rest) = given.split_at(BEGINNING.len() - 1);
        let line = rest.windows(2).position(|two| two == b"\r\n").map_or(rest.len(), |end| end + 2);
        let (target, headers) = rest.split_at(line);
        [method, self.origin.as_bytes(), target, self.authorization.as_bytes(), headers].concat()
    }
}

impl<In: Transport> Transport for WholeAddress<In> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let output = self.inner.buffers().output();
        let given = output.get(..amount).unwrap_or_default();
        if !given.starts_with(BEGINNING) {
            return self.inner.transmit_output(amount, timeout);
        }
        let given = given.to_vec();
        let whole = self.whole(&given);
        let mut rest = whole.as_slice();
        while !rest.is_empty() {
            let output = self.inner.buffers().output();
            let (now, later) = rest.split_at(rest.len().min(output.len()));
            if let Some(room) = output.get_mut(..now.len()) {
                room.copy_from_slice(now);
            }
            self.inner.transmit_output(now.len(), timeout)?;
            rest = later;
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.inner.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }
}
