//! One subscription: where it is read from, and how the reader wants it.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::settings::keep::Keep;

/// Something that articles come from, and what the reader wants of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Where it is read from: what makes it this one.
    pub address: Address,
    /// What the reader calls it; `None`: as it calls itself.
    pub title: Option<String>,
    /// What it is filed under. A slash makes a folder within a folder: `news/europe`.
    pub tags: Vec<String>,
    /// How often it is read at most; `None`: as the feed and the options say. At least a minute.
    pub every: Option<Duration>,
    /// Which text its articles have.
    pub full_text: FullText,
    /// How many of its entries are taken in at a time, the newest; `None`: all.
    pub limit: Option<u32>,
    /// How much of what came stays, beside what the reader keeps; `None`: as the options say.
    pub keep: Option<Keep>,
    /// What the program calls itself to the server.
    pub user_agent: Option<String>,
    /// What else is said to the server, in the file's order: names and values as HTTP has them. May be secrets.
    pub headers: Vec<(String, String)>,
    /// The name for the server's question who is asking (HTTP basic authentication).
    pub user: Option<String>,
    /// The program that prints the password, with its arguments; no shell reads them. One line of output counts.
    pub password_command: Option<Vec<String>>,
    /// The program that a feed's document goes through before it is read, with its arguments; no shell reads them. Only where
    /// the options allow it.
    pub filter: Option<Vec<String>>,
    /// Whether it stands in the list of feeds.
    pub listing: Listing,
}

impl Subscription {
    /// The subscription to an address, with nothing else said.
    #[must_use]
    pub fn to(address: Address) -> Self {
        Self {
            address,
            title: None,
            tags: Vec::new(),
            every: None,
            full_text: FullText::AsPublished,
            limit: None,
            keep: None,
            user_agent: None,
            headers: Vec::new(),
            user: None,
            password_command: None,
            filter: None,
            listing: Listing::Shown,
        }
    }

    /// It without what may be secret: the password of its address, and what is said to the server in headers.
    pub(super) fn without_secrets(&self) -> Self {
        let mut bare = Self { headers: Vec::new(), ..self.clone() };
        if let Address::Feed(url) = &mut bare.address {
            // An address with a host takes it.
            let _ = url.set_password(None);
        }
        bare
    }
}

/// Where a subscription is read from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Address {
    /// A feed on the web: `http` or `https`. May hold a name and a password; printing an `Address` leaves the password out.
    Feed(Url),
    /// A directory, with all documents in it. Absolute.
    Folder(PathBuf),
    /// A file of messages (mbox). Absolute.
    Mailbox(PathBuf),
    /// What a program prints: the program and its arguments; no shell reads them. Only where the options allow it.
    Command(Vec<String>),
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Feed(url) => match url.password() {
                Some(_) => {
                    let mut bare = url.clone();
                    // An address with a host takes it.
                    let _ = bare.set_password(None);
                    f.write_str(bare.as_str())
                }
                None => f.write_str(url.as_str()),
            },
            Self::Folder(path) | Self::Mailbox(path) => write!(f, "{}", path.display()),
            Self::Command(words) => f.write_str(&words.join(" ")),
        }
    }
}

/// Which text the articles of a subscription have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FullText {
    /// What the feed brings.
    #[default]
    AsPublished,
    /// What the page of each article holds.
    WholePage,
}

impl FullText {
    /// The whole page if `on`.
    pub(super) fn of(on: bool) -> Self {
        if on { Self::WholePage } else { Self::AsPublished }
    }
}

/// Whether a subscription stands in the list of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Listing {
    /// It does.
    #[default]
    Shown,
    /// It doesn't; its articles come all the same, for views that gather them.
    Hidden,
}

impl Listing {
    /// Hidden if `on`.
    pub(super) fn hidden_if(on: bool) -> Self {
        if on { Self::Hidden } else { Self::Shown }
    }
}
