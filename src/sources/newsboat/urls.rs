//! newsboat's `urls`: a feed a line, with its tags; a plain list of addresses is one too. (doc/newsboat.asciidoc;
//! src/fileurlreader.cpp, src/rssfeed.cpp.)

use std::collections::HashMap;

use super::tokens::words;
use crate::text::{address, clean};

/// Lines that are read; more are counted as one that isn't.
const MAX_LINES: usize = 200_000;

/// A line that names something to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line, counted from 1.
    pub number: usize,
    /// What is read.
    pub source: Source,
    /// What it is called instead of its own name.
    pub title: Option<String>,
    /// What it is filed under, in the line's order.
    pub tags: Vec<String>,
    /// Whether it stands in the list of feeds.
    pub listing: Listing,
}

/// Whether newsboat shows a feed in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Listing {
    /// It does.
    Shown,
    /// It has a tag that begins with `!`.
    Hidden,
}

/// What a line reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// A feed of the web; the address as it is written, for newsboat's articles know it so.
    Feed(String),
    /// What a command line for a shell prints.
    Exec(String),
    /// A feed of the web, put through a command line for a shell.
    Filter {
        /// The command line.
        command: String,
        /// The feed's address.
        url: String,
    },
    /// The articles of all feeds for which an expression holds.
    Query {
        /// What it is called.
        name: String,
        /// The expression, in newsboat's filter language.
        expression: String,
    },
    /// A feed in a file of this machine.
    File(String),
    /// Something that newsboat doesn't know either.
    Other(String),
}

/// The lines of the file, each feed once: what stands again has its tags added to the first.
#[must_use]
pub fn read(bytes: &[u8]) -> Vec<Line> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines: Vec<Line> = Vec::new();
    let mut known: HashMap<Source, usize> = HashMap::new();
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate().take(MAX_LINES) {
        let Some(line) = read_line(number + 1, line) else { continue };
        let first = *known.entry(line.source.clone()).or_insert(lines.len());
        match lines.get_mut(first) {
            Some(first) => merge(first, line),
            None => lines.push(line),
        }
    }
    lines
}

fn merge(first: &mut Line, again: Line) {
    let new: Vec<String> = again.tags.into_iter().filter(|tag| !first.tags.contains(tag)).collect();
    first.tags.extend(new);
    first.title = first.title.take().or(again.title);
    if again.listing == Listing::Hidden {
        first.listing = Listing::Hidden;
    }
}

fn read_line(number: usize, line: &str) -> Option<Line> {
    let mut words = words(line).into_iter();
    let source = source(&words.next()?);
    let mut read = Line { number, source, title: None, tags: Vec::new(), listing: Listing::Shown };
    for word in words {
        let (mark, rest) = word.split_at(word.len().min(usize::from(word.starts_with(['~', '!']))));
        match mark {
            "~" => read.title = read.title.take().or_else(|| line_of(rest)),
            "!" => read.listing = Listing::Hidden,
            _ => read.tags.extend(line_of(rest).filter(|tag| !read.tags.contains(tag))),
        }
    }
    Some(read)
}

fn line_of(text: &str) -> Option<String> {
    Some(clean::line(text).into_owned()).filter(|line| !clean::is_blank(line))
}

/// What the first word of a line reads.
#[must_use]
pub fn source(word: &str) -> Source {
    let other = || Source::Other(word.to_owned());
    if let Some(command) = word.strip_prefix("exec:") {
        return Source::Exec(command.to_owned());
    }
    if let Some(filter) = word.strip_prefix("filter:") {
        let parts = filter.split_once(':');
        return parts
            .map_or_else(other, |(command, url)| Source::Filter { command: command.to_owned(), url: url.to_owned() });
    }
    if let Some(query) = word.strip_prefix("query:") {
        let parts = query.split_once(':').filter(|(name, _)| !name.is_empty());
        return parts.map_or_else(other, |(name, expression)| Source::Query {
            name: name.to_owned(),
            expression: expression.to_owned(),
        });
    }
    if word.starts_with("file://") {
        return Source::File(word.to_owned());
    }
    if address::web(word).is_some() { Source::Feed(word.to_owned()) } else { other() }
}
