//! What the user's words for a subscription mean: the address of a feed, a page that names one, a folder, a mailbox.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use url::Url;

use crate::{
    sources::{
        Form,
        discover::{self, Behind},
        files::{self, Input},
        http::Client,
        recognise,
    },
    subscriptions::Address,
};

/// What the words of the user mean: an address, a folder, a mailbox; a host without its scheme is asked safely.
///
/// # Errors
/// When they mean nothing that can be subscribed to.
pub fn meant(what: &str) -> Result<Address> {
    if let Some(url) = web(what) {
        return Ok(Address::Feed(url));
    }
    ensure!(!what.trim().is_empty(), "there is no address");
    let path = at_home(what);
    match fs::metadata(&path) {
        Ok(found) if found.is_dir() => Ok(Address::Folder(path.canonicalize()?)),
        Ok(_) => mailbox(&path),
        Err(_) if is_host(what) => {
            Url::parse(&format!("https://{what}")).map(Address::Feed).with_context(|| format!("{what} is no address"))
        }
        Err(error) => Err(anyhow!("{what} is neither an address nor a file: {error}")),
    }
}

/// The address of the web that is meant; `feed:` is how some pages write it.
#[must_use]
pub fn web(what: &str) -> Option<Url> {
    let what = what.trim();
    let rest = ["feed://", "feed:"].iter().find_map(|scheme| what.strip_prefix(scheme)).unwrap_or(what);
    let written =
        if rest.len() < what.len() && !rest.contains("://") { format!("https://{rest}") } else { rest.to_owned() };
    Url::parse(&written).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// A path, with `~/` as a shell has it.
#[must_use]
pub fn at_home(what: &str) -> PathBuf {
    match (what.strip_prefix("~/"), env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(what),
    }
}

fn is_host(what: &str) -> bool {
    let host = what.split(['/', '?']).next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    host == "localhost"
        || (host.contains('.') && !what.starts_with(['.', '/', '~', '-']) && !what.contains(char::is_whitespace))
}

fn mailbox(path: &Path) -> Result<Address> {
    let input = files::single(path).map_err(|why| anyhow!(why))?;
    let bytes = input.read().map_err(|why| anyhow!(why))?;
    let name = path.display();
    match (recognise(&bytes, None), input) {
        (Form::Mailbox, Input::File(full)) => Ok(Address::Mailbox(full)),
        (Form::Opml, _) => bail!("{name} is a list of feeds: `dateline import` brings it in"),
        (Form::Feed | Form::JsonFeed, _) => bail!("{name} is a feed in a file: subscribe to its address on the web"),
        _ => bail!("{name} is no mailbox (mbox): `dateline open` takes a file in, `dateline add` its folder"),
    }
}

/// What the user named leads to this address, which isn't on the public network: the user has to be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it leads to {0}, which is not on the public network; `dateline add {0}` subscribes to that if you mean it")]
pub struct NotPublic(pub Url);

/// The feed that an address leads to, and what to tell of the way.
///
/// # Errors
/// Says why there is none.
pub fn found(client: &Client, given: Address) -> Result<(Address, Option<String>)> {
    let Address::Feed(url) = &given else { return Ok((given, None)) };
    feed_behind(client, url).with_context(|| format!("{given} isn't subscribed to"))
}

fn feed_behind(client: &Client, url: &Url) -> Result<(Address, Option<String>)> {
    let behind = discover::look(client, url)
        .map_err(|why| anyhow!("{why}; `dateline add --unchecked` subscribes all the same"))?;
    Ok(match behind {
        Behind::Feed(feed) => (Address::Feed(feed), None),
        Behind::Page { feed, others } => {
            let others: Vec<String> = others.iter().map(Url::to_string).collect();
            let notice = (!others.is_empty()).then(|| format!("{url} also names {}", others.join(", ")));
            (Address::Feed(feed), notice)
        }
        Behind::Offline(why) => {
            (Address::Feed(url.clone()), Some(format!("{why}: whether {url} is a feed will show when it is read")))
        }
        Behind::Private(address) => return Err(NotPublic(address).into()),
        Behind::Other(why) => bail!("{why}"),
    })
}
