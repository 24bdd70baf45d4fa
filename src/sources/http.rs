//! Documents of the web, fetched politely: within limits of time and size, along few redirects, and never to where a
//! document mustn't lead. It knows nothing of feeds, and keeps nothing.

mod agents;
mod body;
mod forward;
mod gate;
mod headers;
mod proxies;
mod resolver;
mod secret;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
pub(crate) mod tests;
mod trail;
mod trouble;

use std::{
    collections::HashSet,
    env,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use ureq::{Body, RequestBuilder, http::Response, typestate::WithoutBody};
use url::Url;

use self::{agents::Agents, trail::Trail, trouble::broke_off};
pub use self::{
    body::Ending,
    gate::{Gate, Next, Permit},
    headers::Wait,
    proxies::Proxies,
    resolver::is_private,
    secret::Credentials,
    trouble::Trouble,
};

/// What a feed is asked for as: any feed, then any XML, then anything.
pub const FEEDS: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, \
     application/xml;q=0.8, application/json;q=0.8, text/xml;q=0.8, */*;q=0.1";

/// What a page is asked for as.
pub const PAGES: &str = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8";

/// How this program calls itself.
pub const USER_AGENT: &str = concat!("dateline/", env!("CARGO_PKG_VERSION"), " (news reader)");

/// What a fetch may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For connecting, TLS and all.
    pub connect: Duration,
    /// For the answer's head, and for each piece of its body.
    pub silence: Duration,
    /// For everything, redirects and all.
    pub total: Duration,
    /// Bytes of a document, as sent and as unpacked.
    pub bytes: usize,
    /// Redirects that are followed.
    pub redirects: usize,
    /// Connections to one host at a time.
    pub per_host: usize,
    /// Which addresses aren't of the public network.
    pub is_private: fn(IpAddr) -> bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(20),
            total: Duration::from_secs(30),
            bytes: 15_000_000,
            redirects: 5,
            per_host: 4,
            is_private,
        }
    }
}

/// Who gave an address: it decides where it may lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// The user: it may be anywhere; from a public address no redirect leads to a private one.
    Typed,
    /// A document: it must be public at every step, and what began with `https` stays so.
    Named,
    /// A document, and the user, who was asked: it may be anywhere, and lead anywhere.
    Agreed,
}

/// What a server said a document is known by: sent along the next time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
}

/// What is asked for. It may hold secrets, and so prints nothing of itself.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The address: `http` or `https`.
    pub url: &'a Url,
    /// Who gave it.
    pub trust: Trust,
    /// [`FEEDS`] or [`PAGES`].
    pub accept: &'static str,
    /// What the document was known by.
    pub validators: Option<&'a Validators>,
    /// How to call oneself, if not [`USER_AGENT`].
    pub user_agent: Option<&'a str>,
    /// Further headers; only the host that was asked for sees them.
    pub headers: &'a [(String, String)],
    /// Name and password; only the host that was asked for sees them.
    pub credentials: Option<&'a Credentials>,
}

impl<'a> Request<'a> {
    /// A plain request.
    #[must_use]
    pub fn to(url: &'a Url, trust: Trust, accept: &'static str) -> Self {
        Self { url, trust, accept, validators: None, user_agent: None, headers: &[], credentials: None }
    }
}

/// What a server answered, at the end of all redirects.
#[derive(Debug, Clone)]
pub struct Answer {
    /// 200, 304, 404, …
    pub status: u16,
    /// Where the document is.
    pub url: Url,
    /// Where a feed's relative links lead from: what its server calls the document, if that is on the same host.
    pub base: Url,
    /// The new address, if the one asked for has moved for good (301, 308).
    pub moved: Option<Url>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// The document, unpacked; empty unless the status is 2xx.
    pub body: Vec<u8>,
    /// Whether all of it came.
    pub ending: Ending,
    /// What it is known by. Nothing where it was cut off: it must come again.
    pub validators: Validators,
    /// Seconds for which it needn't be asked for again.
    pub fresh_for: Option<u64>,
    /// When to come back, where the server doesn't answer for now.
    pub retry_after: Option<Wait>,
}

impl Answer {
    /// A whole document that no server sent.
    #[must_use]
    pub fn of(url: Url, body: Vec<u8>) -> Self {
        Self {
            status: 200,
            base: url.clone(),
            url,
            moved: None,
            content_type: None,
            body,
            ending: Ending::Whole,
            validators: Validators::default(),
            fresh_for: None,
            retry_after: None,
        }
    }
}

/// Fetches documents; to be shared between threads.
#[derive(Debug)]
pub struct Client {
    agents: Agents,
    limits: Limits,
    gate: Gate,
    /// Hosts that have answered as HTTP has it.
    spoken: Mutex<HashSet<String>>,
}

/// What a step led to.
enum Step {
    Arrived(Response<Body>),
    Onwards { status: u16, to: Url },
}

impl Client {
    /// A client that keeps to these limits and goes through these proxies.
    #[must_use]
    pub fn new(limits: Limits, proxies: &Proxies) -> Self {
        Self {
            agents: Agents::new(&limits, proxies),
            gate: Gate::new(limits.per_host),
            limits,
            spoken: Mutex::default(),
        }
    }

    /// The client of this program: with the usual limits, by the proxies that the environment names.
    #[must_use]
    pub fn usual() -> Self {
        Self::new(Limits::default(), &Proxies::from_environment(|name| env::var_os(name)))
    }

    /// The limits that it keeps to.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The gate that keeps the limit of connections to a host.
    #[must_use]
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Ends every fetch that is under way; further ones end at once.
    pub fn cancel(&self) {
        self.gate.close();
        self.agents.shut_down();
    }

    /// Fetches a document. Waits where its host is busy with others of this program's.
    ///
    /// # Errors
    /// If no server answers, or the answer can't be taken. A status that isn't 200 is no error, but an answer.
    pub fn fetch(&self, request: &Request<'_>) -> Result<Answer, Trouble> {
        let permit = self.gate.enter(request.url, Instant::now() + self.limits.total)?;
        self.fetch_with(request, permit)
    }

    /// Fetches a document from a host that there is a permit for.
    ///
    /// # Errors
    /// As [`Client::fetch`].
    pub fn fetch_with(&self, request: &Request<'_>, permit: Permit<'_>) -> Result<Answer, Trouble> {
        let until = Instant::now() + self.limits.total;
        let mut trail = Trail::from(request)?;
        let mut permit = Some(permit);
        loop {
            match self.step(request, &trail, until)? {
                Step::Arrived(response) => return self.take(response, trail, until),
                Step::Onwards { status, to } => {
                    let here = trail.here().clone();
                    let private = self.agents.is_private(&here, &self.limits);
                    trail.go_on(status, to, private, &self.limits)?;
                    if Gate::host(&here) != Gate::host(trail.here()) {
                        drop(permit.take());
                        permit = Some(self.gate.enter(trail.here(), until)?);
                    }
                }
            }
        }
    }

    /// Asks the server at the trail's end.
    fn step(&self, request: &Request<'_>, trail: &Trail, until: Instant) -> Result<Step, Trouble> {
        let host = Gate::host(trail.here());
        if let Some(variable) = self.agents.unclear(trail.here(), trail.reach()) {
            return Err(Trouble::Variable(variable.to_owned()));
        }
        let response = self.ask_again(request, trail, until, &host).map_err(|error| match self.why(&error, &host) {
            Trouble::Private(_) => Trouble::Private(trail.here().to_string()),
            Trouble::Refused(host) if self.agents.by_proxy(trail.here(), trail.reach()).is_some() => {
                Trouble::Proxy(host)
            }
            other => other,
        })?;
        let status = response.status().as_u16();
        if status == 407 {
            return Err(Trouble::Proxy(host));
        }
        if !matches!(status, 301 | 302 | 303 | 307 | 308) {
            return Ok(Step::Arrived(response));
        }
        let location = headers::text(response.headers(), "location");
        let to = location.and_then(|location| trail.here().join(location.trim()).ok());
        Ok(to.map_or(Step::Arrived(response), |to| Step::Onwards { status, to }))
    }

    /// Asks, and once more where a connection that was kept for later is of no use. A server may close it just as it is used
    /// again; and where it sent more than it said before, as a text with "not modified", the rest stands before the answer:
    /// each of those that are kept may be so.
    fn ask_again(
        &self,
        request: &Request<'_>,
        trail: &Trail,
        until: Instant,
        host: &str,
    ) -> Result<Response<Body>, ureq::Error> {
        let mut others = self.limits.per_host;
        loop {
            let asked = self.ask(request, trail, until);
            let mut spoken = self.spoken.lock().unwrap_or_else(PoisonError::into_inner);
            match &asked {
                Ok(_) if spoken.contains(host) => {}
                Ok(_) => drop(spoken.insert(host.to_owned())),
                Err(_) if self.gate.is_closed() => {}
                Err(error) if broke_off(error) && others == self.limits.per_host => {
                    others = 0;
                    continue;
                }
                Err(ureq::Error::Protocol(_)) if others > 0 && spoken.contains(host) => {
                    others -= 1;
                    continue;
                }
                Err(_) => {}
            }
            return asked;
        }
    }

    fn ask(&self, request: &Request<'_>, trail: &Trail, until: Instant) -> Result<Response<Body>, ureq::Error> {
        let agent = self.agents.for_address(trail.here(), trail.reach());
        let mut asked = agent
            .get(trail.here().as_str())
            .header("User-Agent", request.user_agent.unwrap_or(USER_AGENT))
            .header("Accept", request.accept)
            .header("Accept-Encoding", body::ACCEPTED);
        if let Some(validators) = request.validators {
            asked = conditional(asked, validators);
        }
        if trail.is_at_home() {
            for (name, value) in request.headers {
                asked = asked.header(name, value);
            }
            if let Some(credentials) = request.credentials.or(trail.credentials()) {
                asked = asked.header("Authorization", credentials.header());
            }
        }
        if trail.is_at_start() {
            return asked.call();
        }
        let left = until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        asked.config().timeout_global(Some(left)).build().call()
    }

    fn take(&self, mut response: Response<Body>, trail: Trail, until: Instant) -> Result<Answer, Trouble> {
        let status = response.status().as_u16();
        let host = Gate::host(trail.here());
        let about = response.headers();
        let mut answer = Answer {
            status,
            content_type: headers::text(about, "content-type"),
            validators: headers::validators(about),
            fresh_for: headers::fresh_for(about),
            retry_after: headers::retry_after(about),
            body: Vec::new(),
            ending: Ending::Whole,
            moved: None,
            base: headers::base(about, trail.here()),
            url: trail.here().clone(),
        };
        if (200..300).contains(&status) {
            let coding = headers::text(about, "content-encoding").unwrap_or_default();
            let sent = body::receive(response.body_mut().as_reader(), &self.limits, &self.gate, until)
                .map_err(|error| self.why_body(error, &host))?;
            let (bytes, ending) = body::unpack(sent, &coding, &self.limits)?;
            answer.body = bytes;
            answer.ending = ending;
            if ending == Ending::CutOff {
                answer.validators = Validators::default();
            }
        }
        answer.moved = trail.moved().filter(|_| status < 300 || status == 304);
        Ok(answer)
    }

    fn why(&self, error: &ureq::Error, host: &str) -> Trouble {
        if self.gate.is_closed() { Trouble::Cancelled } else { Trouble::of(error, host, &self.limits) }
    }

    fn why_body(&self, trouble: Trouble, host: &str) -> Trouble {
        match trouble {
            _ if self.gate.is_closed() => Trouble::Cancelled,
            Trouble::Broken(_) => Trouble::Broken(host.to_owned()),
            Trouble::Silent { what, .. } => Trouble::Silent { host: host.to_owned(), what },
            other => other,
        }
    }
}

fn conditional(asked: RequestBuilder<WithoutBody>, validators: &Validators) -> RequestBuilder<WithoutBody> {
    let asked = match &validators.etag {
        Some(etag) => asked.header("If-None-Match", etag),
        None => asked,
    };
    match &validators.modified {
        Some(modified) => asked.header("If-Modified-Since", modified),
        None => asked,
    }
}
