//! How a subscription is spelt in TOML, both ways. What a table says is read key by key, and each mistake is told.

use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::de::DeValue;
use toml_edit::{Array, DocumentMut, InlineTable, Value};
use url::Url;

use super::span::{self, Span};
use super::{Address, FullText, Listing, Subscription};
use crate::settings::keep::Keep;
use crate::settings::problem::{shown, suggestion};
use crate::settings::sheet::{Entry, Mistakes, described};
use crate::text::clean;

/// The keys in the order in which they are written.
pub(super) const KEYS: [&str; 16] = [
    "url",
    "folder",
    "mailbox",
    "command",
    "title",
    "tags",
    "every",
    "full-text",
    "limit",
    "keep",
    "user-agent",
    "headers",
    "user",
    "password-command",
    "filter",
    "hidden",
];

/// As many tags, headers or words of a command are read.
pub(super) const MOST: usize = 100;
/// The longest word, line or address, in bytes.
const LONGEST: usize = 8192;

/// What a key takes, for the message to a value that it doesn't.
type Expected = &'static str;

/// Reads one table; an error where it doesn't say what is subscribed to (empty, where a mistake says why). `home` is what `~` stands for.
pub(super) fn read(
    entries: &[Entry<'_, '_>],
    home: Option<&Path>,
    mistakes: &mut Mistakes,
) -> Result<Subscription, String> {
    let mut draft = Draft { home, ..Draft::default() };
    for entry in entries {
        let value = entry.value.get_ref();
        let message = match draft.set(entry.name, value) {
            Some(Ok(())) => continue,
            Some(Err(expected)) if is_secret(entry.name) => format!("`{}` takes {expected}", entry.name),
            Some(Err(expected)) => format!("`{}` takes {expected}, not {}", entry.name, described(value)),
            None if entry.name == "password" => {
                "a password isn't written here: `password-command` names the program that prints it".to_owned()
            }
            None => {
                let near = suggestion(entry.name, KEYS);
                format!("unknown key `{}`{near}", shown(entry.name))
            }
        };
        mistakes.push((entry.span.clone(), message));
    }
    draft.finish()
}

/// Whether a message may not repeat what the key is given.
fn is_secret(key: &str) -> bool {
    matches!(key, "url" | "headers" | "user" | "password-command" | "command" | "filter")
}

/// A table as far as it is read.
#[derive(Default)]
struct Draft<'a> {
    home: Option<&'a Path>,
    /// Where it is read from, as many as are said.
    addresses: Vec<Address>,
    rest: Option<Subscription>,
    mistaken: Option<&'static str>,
}

impl Draft<'_> {
    /// Takes one key; `None` if there is none of that name.
    fn set(&mut self, name: &str, value: &DeValue<'_>) -> Option<Result<(), Expected>> {
        if let Some(key) = ["url", "folder", "mailbox", "command"].into_iter().find(|key| *key == name) {
            let address = address(key, value, self.home);
            if address.is_err() {
                self.mistaken = Some(key);
            }
            return Some(address.map(|address| self.addresses.push(address)));
        }
        let rest = self.rest.get_or_insert_with(|| Subscription::to(Address::Command(Vec::new())));
        Some(match name {
            "title" => line(value).map(|title| rest.title = Some(title)),
            "tags" => words(value, "a list of words, as in [\"news\", \"europe\"]").map(|tags| rest.tags = tags),
            "every" => every(value).map(|every| rest.every = Some(every)),
            "full-text" => switch(value).map(|on| rest.full_text = FullText::of(on)),
            "limit" => limit(value).map(|limit| rest.limit = Some(limit)),
            "keep" => Keep::read(value).map(|keep| rest.keep = Some(keep)),
            "user-agent" => line(value).map(|agent| rest.user_agent = Some(agent)),
            "headers" => headers(value).map(|headers| rest.headers = headers),
            "user" => line(value).map(|user| rest.user = Some(user)),
            "password-command" => command(value).map(|words| rest.password_command = Some(words)),
            "filter" => command(value).map(|words| rest.filter = Some(words)),
            "hidden" => switch(value).map(|on| rest.listing = Listing::hidden_if(on)),
            _ => return None,
        })
    }

    fn finish(mut self) -> Result<Subscription, String> {
        let Some(address) = self.addresses.pop() else {
            return Err(match self.mistaken {
                Some(_) => String::new(),
                None => "nothing is subscribed to here: give `url`, `folder`, `mailbox` or `command`".to_owned(),
            });
        };
        if !self.addresses.is_empty() {
            return Err("one of `url`, `folder`, `mailbox` and `command` is enough: make a [[feed]] of each".to_owned());
        }
        Ok(match self.rest {
            Some(rest) => Subscription { address, ..rest },
            None => Subscription::to(address),
        })
    }
}

fn address(key: &str, value: &DeValue<'_>, home: Option<&Path>) -> Result<Address, Expected> {
    match key {
        "url" => value.as_str().and_then(feed).ok_or("an address that begins with http:// or https://"),
        "folder" => path(value, home).map(Address::Folder),
        "mailbox" => path(value, home).map(Address::Mailbox),
        _ => command(value).map(Address::Command),
    }
}

/// A feed's address; `None` if it is none of the web's.
pub(super) fn feed(written: &str) -> Option<Address> {
    let url = Url::parse(written.trim()).ok()?;
    let fits = matches!(url.scheme(), "http" | "https") && url.as_str().len() <= LONGEST;
    fits.then_some(Address::Feed(url))
}

fn path(value: &DeValue<'_>, home: Option<&Path>) -> Result<PathBuf, Expected> {
    let written = value.as_str().unwrap_or_default();
    let path = match (written.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(written),
    };
    let fits = path.is_absolute() && written.len() <= LONGEST && !written.contains('\0');
    fits.then_some(path).ok_or("a path that begins with / or ~/")
}

fn line(value: &DeValue<'_>) -> Result<String, Expected> {
    value.as_str().and_then(clean_line).ok_or("a line of text")
}

/// The text as one clean line; `None` where nothing of it can be seen.
pub(super) fn clean_line(text: &str) -> Option<String> {
    let line = clean::line(text);
    (!clean::is_blank(&line) && line.len() <= LONGEST).then(|| line.into_owned())
}

fn words(value: &DeValue<'_>, expected: Expected) -> Result<Vec<String>, Expected> {
    let list = value.as_array().filter(|list| list.len() <= MOST).ok_or(expected)?;
    let words: Option<Vec<String>> = list.iter().map(|word| word.get_ref().as_str().and_then(clean_line)).collect();
    words.ok_or(expected)
}

/// Words for a program: as they are, for they may be anything.
fn command(value: &DeValue<'_>) -> Result<Vec<String>, Expected> {
    let expected = "a list of words, as in [\"pass\", \"show\", \"news\"]";
    let list = value.as_array().filter(|list| list.len() <= MOST).ok_or(expected)?;
    let fits = |word: &&str| !word.contains('\0');
    let words: Option<Vec<String>> =
        list.iter().map(|word| word.get_ref().as_str().filter(fits).map(str::to_owned)).collect();
    words.filter(|words| words.first().is_some_and(|program| !program.is_empty())).ok_or(expected)
}

fn every(value: &DeValue<'_>) -> Result<Duration, Expected> {
    let written = value.as_str().and_then(|text| text.parse::<Span>().ok());
    written.map(Span::duration).ok_or(span::EXPECTED)
}

fn switch(value: &DeValue<'_>) -> Result<bool, Expected> {
    value.as_bool().ok_or("true or false")
}

fn limit(value: &DeValue<'_>) -> Result<u32, Expected> {
    let digits = value.as_integer();
    let number = digits.and_then(|digits| u32::from_str_radix(digits.as_str(), digits.radix()).ok());
    number.filter(|number| *number > 0).ok_or("a whole number, 1 or more")
}

/// Names of headers are tokens, values printable (RFC 9110, 5.6.2 and 5.5).
fn headers(value: &DeValue<'_>) -> Result<Vec<(String, String)>, Expected> {
    let expected = "a table of headers, as in { Accept = \"application/rss+xml\" }";
    let table = value.as_table().filter(|table| table.len() <= MOST).ok_or(expected)?;
    let is_token = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let is_value =
        |text: &str| text.len() <= LONGEST && text.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte));
    let header = |entry: Entry<'_, '_>| {
        let text = entry.value.get_ref().as_str()?;
        (is_token(entry.name) && is_value(text)).then(|| (entry.name.to_owned(), text.to_owned()))
    };
    let headers: Option<Vec<_>> = crate::settings::sheet::entries(table).into_iter().map(header).collect();
    headers.ok_or(expected)
}

/// A number as a number, the rest in words.
fn kept(keep: Keep) -> Value {
    match keep {
        Keep::Newest(number) => Value::from(i64::from(number)),
        Keep::All | Keep::Days(_) | Keep::Megabytes(_) => Value::from(keep.to_string()),
    }
}

/// The keys of a subscription as a table. What can't be written in TOML, a path that isn't UTF-8, is written as near as can
/// be.
pub(super) fn table(subscription: &Subscription) -> DocumentMut {
    let mut table = DocumentMut::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            table.insert(name, toml_edit::value(value));
        }
    };
    let list = |words: &[String]| Value::Array(words.iter().map(String::as_str).collect::<Array>());
    let text = |text: &Option<String>| text.as_deref().map(Value::from);
    match &subscription.address {
        Address::Feed(url) => put("url", Some(Value::from(url.as_str()))),
        Address::Folder(path) => put("folder", Some(Value::from(path.to_string_lossy().as_ref()))),
        Address::Mailbox(path) => put("mailbox", Some(Value::from(path.to_string_lossy().as_ref()))),
        Address::Command(words) => put("command", Some(list(words))),
    }
    put("title", text(&subscription.title));
    put("tags", (!subscription.tags.is_empty()).then(|| list(&subscription.tags)));
    put("every", subscription.every.map(|every| Value::from(Span::of(every).to_string())));
    put("full-text", (subscription.full_text == FullText::WholePage).then(|| Value::from(true)));
    put("limit", subscription.limit.map(|limit| Value::from(i64::from(limit))));
    put("keep", subscription.keep.map(kept));
    put("user-agent", text(&subscription.user_agent));
    let headers = subscription.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    put("headers", (!subscription.headers.is_empty()).then(|| Value::InlineTable(headers.collect::<InlineTable>())));
    put("user", text(&subscription.user));
    put("password-command", subscription.password_command.as_deref().map(list));
    put("filter", subscription.filter.as_deref().map(list));
    put("hidden", (subscription.listing == Listing::Hidden).then(|| Value::from(true)));
    table
}
