//! What can go wrong between here and a document, each in one plain line. No secret is in any of them.

use std::io;

use super::{Limits, resolver::PRIVATE};

/// Why a document didn't come. The strings are hosts, unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// No such host, or nobody to ask.
    #[error("the host {0} can't be found; the network may be down")]
    NoHost(String),
    /// The network doesn't lead there.
    #[error("{0} can't be reached; the network may be down")]
    Unreachable(String),
    /// Nobody listens.
    #[error("{0} refuses the connection")]
    Refused(String),
    /// It took too long.
    #[error("{host} didn't {what} in time")]
    Silent {
        /// The host.
        host: String,
        /// What it didn't do.
        what: &'static str,
    },
    /// The connection ended.
    #[error("{0} broke the connection off")]
    Broken(String),
    /// No connection that nobody else can read; with the reason.
    #[error("no safe connection to {0}: {1}")]
    Tls(String, &'static str),
    /// The answer isn't HTTP.
    #[error("{0} answers with something that is not HTTP")]
    Garbled(String),
    /// More bytes than are taken.
    #[error("the document is larger than {} MB", .0 / 1_000_000)]
    TooLarge(usize),
    /// It is packed in a way that wasn't asked for; with its name.
    #[error("the document is packed in a way that can't be read ({0})")]
    Coding(String),
    /// Its packing is broken.
    #[error("the packed document is damaged")]
    Damaged,
    /// Redirects lead back.
    #[error("the address leads round in a circle")]
    Circle,
    /// There are too many of them.
    #[error("the address leads on more than {0} times")]
    TooManyRedirects(usize),
    /// It leads away from the web; with the scheme.
    #[error("the address is not one of the web, but {0}:")]
    Scheme(String),
    /// A document leads into a private network; with the address there.
    #[error("the address leads to {0}, which is not on the public network; give that address itself if you mean it")]
    Private(String),
    /// A document leads to where others can read along.
    #[error("the address leads from https to http on {0}")]
    Unsafe(String),
    /// The proxy doesn't work.
    #[error("the proxy isn't there, or doesn't let this program through to {0}")]
    Proxy(String),
    /// A variable of the environment should name a proxy; with its name, as its value may hold a password.
    #[error(
        "the variable {0} should be a proxy's address, and isn't: set it like http://HOST:PORT or socks5://HOST:PORT, \
        or unset it"
    )]
    Variable(String),
    /// A header of the user's makes no sense.
    #[error("the headers for {0} can't be sent: a name or a value has characters that HTTP doesn't allow")]
    Header(String),
    /// There is no password; with the reason.
    #[error("no password: {0}")]
    Password(String),
    /// The fetch was given up.
    #[error("given up")]
    Cancelled,
}

impl Trouble {
    /// Whether it looks as if there were no network at all.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        matches!(self, Self::NoHost(_) | Self::Unreachable(_))
    }

    pub(super) fn of(error: &ureq::Error, host: &str, limits: &Limits) -> Self {
        let host = host.to_owned();
        match error {
            // Where there is no network, whoever knows the hosts often just doesn't answer.
            ureq::Error::HostNotFound | ureq::Error::Timeout(ureq::Timeout::Resolve) => Self::NoHost(host),
            ureq::Error::BadUri(why) if why == PRIVATE => Self::Private(host),
            ureq::Error::Timeout(which) => Self::Silent { host, what: unanswered(*which) },
            ureq::Error::Io(error) => of_io(error, host),
            ureq::Error::Rustls(error) => Self::Tls(host, tls(&error.to_string())),
            ureq::Error::Tls(_) | ureq::Error::Pem(_) => Self::Tls(host, tls("")),
            ureq::Error::BodyExceedsLimit(_) => Self::TooLarge(limits.bytes),
            ureq::Error::Http(_) => Self::Header(host),
            ureq::Error::ConnectProxyFailed(_) | ureq::Error::InvalidProxyUrl => Self::Proxy(host),
            _ => Self::Garbled(host),
        }
    }
}

/// Whether the other side closed the connection before it answered.
pub(super) fn broke_off(error: &ureq::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    match error {
        ureq::Error::Io(error) => {
            matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
        }
        _ => false,
    }
}

fn unanswered(which: ureq::Timeout) -> &'static str {
    match which {
        ureq::Timeout::Connect => "take the connection",
        ureq::Timeout::RecvBody => "send all of the document",
        _ => "answer",
    }
}

fn of_io(error: &io::Error, host: String) -> Trouble {
    use io::ErrorKind as Kind;
    if let Some(inner) = error.get_ref() {
        let told = inner.to_string();
        if told.contains("certificate")
            || told.contains("alert")
            || told.contains("peer ")
            || told.contains("corrupt message")
        {
            return Trouble::Tls(host, tls(&told));
        }
        if told.contains("lookup") || told.contains("name resolution") {
            return Trouble::NoHost(host);
        }
    }
    match error.kind() {
        Kind::ConnectionRefused => Trouble::Refused(host),
        Kind::NetworkUnreachable | Kind::HostUnreachable | Kind::NetworkDown | Kind::AddrNotAvailable => {
            Trouble::Unreachable(host)
        }
        Kind::TimedOut => Trouble::Silent { host, what: "answer" },
        Kind::InvalidData => Trouble::Garbled(host),
        _ => Trouble::Broken(host),
    }
}

/// What the TLS library's words mean. They are no part of its interface: what isn't known is told in general.
fn tls(told: &str) -> &'static str {
    let meanings = [
        ("Expired", "its certificate has expired"),
        ("NotValidYet", "its certificate isn't valid yet; this machine's clock may be wrong"),
        ("NotValidForName", "its certificate is for another host"),
        ("not valid for name", "its certificate is for another host"),
        ("UnknownIssuer", "its certificate comes from nobody that this machine trusts"),
        // One that signed itself is most often made so.
        ("CaUsedAsEndEntity", "its certificate comes from nobody that this machine trusts"),
        ("self-signed", "its certificate comes from nobody that this machine trusts"),
        ("Revoked", "its certificate was withdrawn"),
        ("ProtocolVersion", "it speaks only an old and unsafe form of TLS"),
        ("expired", "its certificate has expired"),
        ("corrupt message", "it answers without TLS; its address may begin with http:"),
        ("no native root CA", "this machine has no certificates to trust"),
    ];
    let known = meanings.iter().find(|(word, _)| told.contains(word));
    known.map_or("its certificate or its form of TLS isn't accepted", |(_, meaning)| meaning)
}
