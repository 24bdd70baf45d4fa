//! The way that redirects lead: which step may be taken, and what it says about the address that was asked for.

use url::Url;

use super::{Credentials, Limits, Request, Trouble, Trust};

/// The addresses from the one asked for to where the redirects have led.
pub(super) struct Trail {
    first: Url,
    /// The addresses that led on.
    passed: Vec<Url>,
    here: Url,
    trust: Trust,
    /// Who counts as having given the address that is next: no server leads from a public one to a private one.
    reach: Trust,
    /// Whether every step so far was for good.
    lasting: bool,
    moved: Option<Url>,
    credentials: Option<Credentials>,
}

impl Trail {
    /// The start of a trail. Name and password in the address are taken out of it.
    pub(super) fn from(request: &Request<'_>) -> Result<Self, Trouble> {
        of_the_web(request.url)?;
        let mut here = request.url.clone();
        let credentials = Credentials::taken_from(&mut here);
        here.set_fragment(None);
        let first = here.clone();
        let (trust, reach) = (request.trust, request.trust);
        let passed = Vec::new();
        Ok(Self { first, passed, here, trust, reach, lasting: true, moved: None, credentials })
    }

    /// Where it has led.
    pub(super) fn here(&self) -> &Url {
        &self.here
    }

    /// Where the next step may lead.
    pub(super) fn reach(&self) -> Trust {
        self.reach
    }

    /// Name and password that stood in the address.
    pub(super) fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// Whether no redirect was followed yet.
    pub(super) fn is_at_start(&self) -> bool {
        self.passed.is_empty()
    }

    /// Whether this is the host that was asked for, not less safely: it may see what was meant for it.
    pub(super) fn is_at_home(&self) -> bool {
        let same_place = self.first.host() == self.here.host() && self.first.port() == self.here.port();
        same_place && (self.first.scheme() == self.here.scheme() || self.here.scheme() == "https")
    }

    /// The address that stands for the one asked for from now on.
    pub(super) fn moved(self) -> Option<Url> {
        self.moved
    }

    /// Takes a step. `private` is whether the host that leads on isn't of the public network.
    pub(super) fn go_on(&mut self, status: u16, mut to: Url, private: bool, limits: &Limits) -> Result<(), Trouble> {
        of_the_web(&to)?;
        // A redirect may write into the address what no user typed.
        let _ = to.set_username("");
        let _ = to.set_password(None);
        to.set_fragment(None);
        if self.passed.len() >= limits.redirects {
            return Err(Trouble::TooManyRedirects(limits.redirects));
        }
        if to == self.here || self.passed.contains(&to) {
            return Err(Trouble::Circle);
        }
        let unsafer = self.here.scheme() == "https" && to.scheme() == "http";
        if unsafer && self.trust == Trust::Named {
            return Err(Trouble::Unsafe(host_of(&to)));
        }
        self.lasting &= matches!(status, 301 | 308) && !unsafer;
        if self.lasting {
            self.moved = Some(to.clone());
        }
        if !private && self.trust != Trust::Agreed {
            self.reach = Trust::Named;
        }
        self.passed.push(std::mem::replace(&mut self.here, to));
        Ok(())
    }
}

fn of_the_web(url: &Url) -> Result<(), Trouble> {
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(()),
        other => Err(Trouble::Scheme(other.chars().take(20).collect())),
    }
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}
