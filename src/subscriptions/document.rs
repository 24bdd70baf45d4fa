//! The subscriptions file as text: read leniently, changed in place, so that every byte that isn't meant to change stays.
//!
//! It touches no disk. Every change is read back before it is handed out.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::DeValue;

use super::spelling::{self, KEYS};
use super::{Address, Subscription};
use crate::files::flaw::Flaw;
use crate::files::tables::{self, Key, Tables, Written, append, edited};
use crate::settings::problem::{Problem, shown};
use crate::settings::sheet::{Entry, Mistakes, Sheet, entries};

/// The name of a subscription's table.
const LIST: &str = "feed";

/// What stands at the top of a new file.
const HEADER: &str = "\
# What dateline, a news reader, subscribes to.
#
# This file is yours as well: edit it, sort it, write comments, keep it among your dotfiles. What dateline doesn't know
# it leaves alone. Each [[feed]] has a url, or a folder, or a mailbox (mbox), and may have
#   title, tags = [\"news/europe\"]           a slash parts a folder from the one it is in
#   every = \"30m\", limit = 200              how often it is read, and how many entries are taken in
#   keep = \"90d\"                            or 500, or \"20MB\": what stays
#   full-text = true, hidden = true
#   user-agent, headers = { Name = \"value\" }, user, password-command = [\"program\", \"argument\"]
# With run-commands = true in config.toml, command = [\"program\"] in the place of url reads what a program prints, and
# filter = [\"program\"] puts the feed through one.
";

/// A subscription's words, taken out of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOut {
    /// The words, with the comments that are its own.
    pub words: String,
    /// How it is said without what may be secret: passwords of addresses, headers, and what isn't understood; `None` if it
    /// holds none of these.
    pub bare: Option<String>,
    /// The address of the subscription that stood below.
    pub below: Option<String>,
}

/// The file, and what it says.
#[derive(Debug, Clone)]
pub(super) struct Document {
    text: String,
    subscriptions: Vec<Subscription>,
    /// For each of them, which of the file's tables it is.
    numbers: Vec<usize>,
    /// Tables that say again what is subscribed to already.
    doubles: Vec<(Address, usize)>,
    problems: Vec<Problem>,
    /// What `~` stands for.
    home: Option<PathBuf>,
}

impl Document {
    /// A file that isn't there.
    pub(super) fn empty(home: Option<PathBuf>) -> Self {
        Self {
            text: String::new(),
            subscriptions: Vec::new(),
            numbers: Vec::new(),
            doubles: Vec::new(),
            problems: Vec::new(),
            home,
        }
    }

    /// Reads the text of a subscriptions file. It never fails: what isn't understood is a
    /// problem.
    pub(super) fn parse(text: String, home: Option<PathBuf>) -> Self {
        let mut document = Self { text, ..Self::empty(home) };
        let mut sheet = Sheet::parse(super::FILE, &document.text);
        let mut mistakes = Mistakes::new();
        let mut lines: HashMap<Address, usize> = HashMap::new();
        for (number, table) in tables_of(&sheet, &mut mistakes) {
            let (at, found) = subscription(table, document.home.as_deref(), &mut mistakes);
            let known = found.as_ref().ok().and_then(|one| lines.get(&one.address));
            match (found, known) {
                (Ok(one), None) => {
                    lines.insert(one.address.clone(), sheet.line(at.start));
                    document.subscriptions.push(one);
                    document.numbers.push(number);
                }
                (Ok(one), Some(line)) => {
                    let name = shown(&one.address.to_string());
                    mistakes.push((at, format!("{name} is subscribed to in line {line} already")));
                    document.doubles.push((one.address, number));
                }
                // What is wrong was told.
                (Err(why), _) if why.is_empty() => {}
                (Err(why), _) => mistakes.push((at, why)),
            }
        }
        sheet.report_all(mistakes);
        document.problems = sheet.into_problems();
        document
    }

    pub(super) fn home(&self) -> Option<PathBuf> {
        self.home.clone()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// In the order of the file.
    pub(super) fn subscriptions(&self) -> &[Subscription] {
        &self.subscriptions
    }

    /// Every mistake of the file.
    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The document with the words that stand at the top of a new file, if it is empty.
    #[allow(clippy::unnecessary_wraps, reason = "the other changes can fail")]
    pub(super) fn begun(&self) -> Result<Self, Flaw> {
        let text = if self.text.trim().is_empty() { HEADER.to_owned() } else { return Ok(self.clone()) };
        Ok(Self { text, ..self.clone() })
    }

    /// The document with `new` as its last subscriptions; none of them is there yet.
    pub(super) fn with(&self, new: &[Subscription]) -> Result<Self, Flaw> {
        if new.is_empty() {
            return Ok(self.clone());
        }
        laid_out(&self.text)?;
        let mut text = if self.text.trim().is_empty() { HEADER.to_owned() } else { self.text.clone() };
        for subscription in new {
            append(&mut text, &format!("[[{LIST}]]\n{}", spelling::table(subscription)));
        }
        let expected: Vec<&Subscription> = self.subscriptions.iter().chain(new).collect();
        self.checked(text, &expected)
    }

    /// The document without the subscriptions to `addresses`, also where they are said twice.
    pub(super) fn without(&self, addresses: &[Address]) -> Result<Self, Flaw> {
        let addresses: HashSet<&Address> = addresses.iter().collect();
        let (gone, stay): (Vec<_>, Vec<_>) =
            self.subscriptions.iter().zip(&self.numbers).partition(|(one, _)| addresses.contains(&one.address));
        if gone.is_empty() {
            return Ok(self.clone());
        }
        let doubles = self.doubles.iter().filter(|(address, _)| addresses.contains(address)).map(|(_, number)| number);
        let gone: HashSet<usize> = gone.into_iter().map(|(_, number)| number).chain(doubles).copied().collect();
        let blocks = laid_out(&self.text)?.blocks();
        let ranges = tables::cut_out(&self.text, &blocks, |number| gone.contains(&number));
        let expected: Vec<&Subscription> = stay.into_iter().map(|(one, _)| one).collect();
        self.checked(tables::without(&self.text, &ranges), &expected)
    }

    /// The words of the subscription to `address`, and what stands below it.
    pub(super) fn words_of(&self, address: &Address) -> Result<Option<TakenOut>, Flaw> {
        let Some(at) = self.subscriptions.iter().position(|one| one.address == *address) else { return Ok(None) };
        let blocks = laid_out(&self.text)?.blocks();
        let parts = self.numbers.get(at).and_then(|number| blocks.get(*number)).map(Vec::as_slice).unwrap_or_default();
        let words: String = parts.iter().filter_map(|part| self.text.get(part.clone())).collect();
        let bare = self.bare(&words);
        let below = self.subscriptions.get(at + 1).map(|one| one.address.to_string());
        Ok(Some(TakenOut { words, bare, below }))
    }

    /// A subscription's words without what may be secret, if they hold any. They are spelt anew: what isn't understood, or
    /// is said of a secret in a comment, goes too.
    fn bare(&self, words: &str) -> Option<String> {
        let alone = Self::parse(words.to_owned(), self.home());
        let bare: Vec<Subscription> = alone.subscriptions.iter().map(Subscription::without_secrets).collect();
        if alone.problems.is_empty() && bare == alone.subscriptions {
            return None;
        }
        let spelt: Vec<String> = bare.iter().map(|one| format!("[[{LIST}]]\n{}", spelling::table(one))).collect();
        Some(spelt.concat())
    }

    /// The document with what was taken out back in its place; as it is where one of those addresses is there again.
    pub(super) fn with_again(&self, taken: &TakenOut) -> Result<Self, Flaw> {
        let again = Self::parse(taken.words.clone(), self.home.clone()).subscriptions;
        // An address that was kept without its password is the same.
        let is_there = |new: &Subscription| {
            self.subscriptions.iter().any(|one| one.address.to_string() == new.address.to_string())
        };
        if again.iter().any(is_there) {
            return Ok(self.clone());
        }
        let blocks = laid_out(&self.text)?.blocks();
        let below = self.subscriptions.iter().position(|one| Some(one.address.to_string()) == taken.below);
        let place = below.and_then(|at| blocks.get(*self.numbers.get(at)?)?.first().map(|part| (at, part.start)));
        let mut expected: Vec<&Subscription> = self.subscriptions.iter().collect();
        let text = if let Some((at, start)) = place {
            expected.splice(at..at, &again);
            tables::inserted(&self.text, start, &taken.words)
        } else {
            expected.extend(&again);
            let mut text = self.text.clone();
            append(&mut text, &taken.words);
            text
        };
        self.checked(text, &expected)
    }

    /// The document with every subscription changed as `change` says, also its address. Only what changed is written.
    pub(super) fn with_edited(&self, mut change: impl FnMut(&mut Subscription)) -> Result<Self, Flaw> {
        let mut new = self.subscriptions.clone();
        new.iter_mut().for_each(&mut change);
        if new == self.subscriptions {
            return Ok(self.clone());
        }
        let tables = laid_out(&self.text)?;
        let keys = KEYS.map(|name| Key { name, written: Written::Changed });
        let mut edits = Vec::new();
        for ((old, new), number) in self.subscriptions.iter().zip(&new).zip(&self.numbers) {
            if old != new {
                edits.extend(tables.edits(*number, &keys, &spelling::table(old), &spelling::table(new)));
            }
        }
        edits.sort_by_key(|edit| edit.at.start);
        self.checked(edited(&self.text, &edits), &new.iter().collect::<Vec<_>>())
    }

    /// Reads `text` back and hands it out only if it holds the subscriptions that it shall.
    fn checked(&self, text: String, expected: &[&Subscription]) -> Result<Self, Flaw> {
        let document = Self::parse(text, self.home.clone());
        if document.subscriptions.iter().eq(expected.iter().copied()) {
            return Ok(document);
        }
        Err(Flaw { line: None, why: "its tables stand in a way that can't be changed safely".to_owned() })
    }
}

/// The text with the places of everything in it, in which subscriptions stand as tables.
fn laid_out(text: &str) -> Result<Tables<'_>, Flaw> {
    Tables::read(text, LIST, "feeds must be written as tables, each under its own line [[feed]]")
}

/// A value of the list, with its number in it.
type Numbered<'s, 'a> = (usize, &'s Spanned<DeValue<'a>>);

/// The tables of the list; what else stands at the top of the file is a mistake.
fn tables_of<'s, 'a>(sheet: &'s Sheet<'a>, mistakes: &mut Mistakes) -> Vec<Numbered<'s, 'a>> {
    let mut found = Vec::new();
    for entry in sheet.entries() {
        match (entry.name, entry.value.get_ref()) {
            (LIST, DeValue::Array(list)) => found.extend(list.iter().enumerate()),
            (LIST, _) => {
                mistakes.push((entry.span, "each feed stands under a line [[feed]], with two brackets".to_owned()));
            }
            (name, _) => {
                let why = format!("`{}` means nothing here: each feed stands under a line [[feed]]", shown(name));
                mistakes.push((entry.span, why));
            }
        }
    }
    found
}

/// What a table of the list says, and where it stands, in bytes of the file.
fn subscription(
    table: &Spanned<DeValue<'_>>,
    home: Option<&Path>,
    mistakes: &mut Mistakes,
) -> (std::ops::Range<usize>, Result<Subscription, String>) {
    let Some(keys) = table.get_ref().as_table() else {
        return (table.span(), Err("each feed stands under a line [[feed]]".to_owned()));
    };
    let keys: Vec<Entry<'_, '_>> = entries(keys);
    (table.span(), spelling::read(&keys, home, mistakes))
}
