//! What a line of the command line may begin with, beside the names of commands. Knows words, not what is done for them.

use super::command::Command;
use super::problem::{shown, suggestion};

/// A word that takes others after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The word itself.
    pub name: &'static str,
    /// What stands after it; in brackets what may be left out.
    pub takes: &'static str,
    /// What it does, in one line without a full stop.
    pub help: &'static str,
}

/// All of them. `ARTICLES` is a part of the list, an age or a query: see [`ARTICLES`].
pub const WORDS: &[Word] = &[
    word("done", "[ARTICLES]", "Mark read"),
    word("read", "[ARTICLES]", "Mark read, and stay"),
    word("unread", "[ARTICLES]", "Put back into the inbox"),
    word("later", "[ARTICLES]", "Put off to be read later"),
    word("snooze", "[WHEN] [ARTICLES]", "Put out of sight until some time"),
    word("bookmark", "[ARTICLES]", "Bookmark"),
    word("unbookmark", "[ARTICLES]", "Take bookmarks away"),
    word("tag", "[TAGS] [ARTICLES]", "Give tags, with commas between"),
    word("untag", "[TAGS] [ARTICLES]", "Take tags away"),
    word("mute", "[ARTICLES or QUERY until WHEN]", "Hide a part of the list, or all that meets a query from now on"),
    word("watch", "QUERY [until WHEN]", "Point articles out that meet a query"),
    word("unmute", "NAME", "End a rule that hides articles"),
    word("unwatch", "NAME", "End a rule that points articles out"),
    word("view", "NAME", "List a view: unread, later, tag:oil, a saved one"),
    word("undo", "[NUMBER]", "Undo the last change, or that one of the history"),
    word("add", "ADDRESS", "Subscribe to a feed, a page, a folder, a mailbox"),
    word("import", "FILE|newsboat", "Bring in feeds: newsboat's, OPML, FOAF, a list"),
    word("remove", "[FEED]", "End a subscription: the one named, or this article's"),
    word("pipe", "[PROGRAM]", "Hand the article to a program"),
    word("save", "[WHERE]", "Save the article in a file"),
    word("share", "[TARGET]", "Hand the article to a share target of yours"),
];

/// What hands type that know vim or less, and what is meant by it.
pub const SHORT: &[(&str, &str)] = &[
    ("q", "quit"),
    ("q!", "quit"),
    ("qa", "quit"),
    ("qa!", "quit"),
    ("wq", "quit"),
    ("x", "quit"),
    ("h", "help"),
    ("n", "next-article"),
    ("p", "previous-article"),
    ("u", "undo"),
    ("red", "redo"),
    ("w", "save"),
    ("$", "bottom"),
];

/// What `ARTICLES` may be, in one line.
pub const ARTICLES: &str = "view, all, above, below, older:3d, newer:1h, or a query: source:reuters older:3d";

const fn word(name: &'static str, takes: &'static str, help: &'static str) -> Word {
    Word { name, takes, help }
}

impl Word {
    /// The word of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        WORDS.iter().find(|word| word.name == name)
    }

    /// Whether it makes sense with nothing after it.
    #[must_use]
    pub fn stands_alone(&self) -> bool {
        self.takes.starts_with('[')
    }
}

/// The word that is meant by one of [`SHORT`]; any other is meant itself.
#[must_use]
pub fn meant(word: &str) -> &str {
    SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, meant)| meant)
}

/// All that a line may begin with, in no order; some twice.
pub fn beginnings() -> impl Iterator<Item = &'static str> {
    Command::ALL.iter().map(|command| command.name()).chain(WORDS.iter().map(|word| word.name))
}

/// Whether this word begins a line; those of [`SHORT`] are keys, too, and begin none without a colon.
#[must_use]
pub fn begins_line(word: &str) -> bool {
    Command::named(word).is_some() || Word::named(word).is_some()
}

/// A sentence about a word that no line may begin with, with the nearest one that may.
#[must_use]
pub fn unknown(word: &str) -> String {
    format!("no command “{}”{}", shown(word), suggestion(word, beginnings()))
}

/// Whether a line makes sense as far as its words tell, before there are articles that it could be for.
///
/// # Errors
/// With what is wrong, in words.
pub fn check(line: &str) -> Result<(), String> {
    let (name, rest) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
    let name = meant(name);
    match Word::named(name) {
        Some(word) if rest.is_empty() && !word.stands_alone() => Err(format!("`:{name}` needs {}", word.takes)),
        Some(_) => Ok(()),
        None if name.is_empty() => Err("a colon without a command behind it".to_owned()),
        None if Command::named(name).is_some() => number(name, rest.trim()).map(drop),
        None => Err(unknown(name)),
    }
}

/// The count behind a command that takes nothing else.
///
/// # Errors
/// Where something else stands there.
pub fn number(name: &str, rest: &str) -> Result<Option<u32>, String> {
    match rest {
        "" => Ok(None),
        number => number.parse().map(Some).map_err(|_| format!("“{name}” takes a number, not “{}”", shown(number))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_checked_as_far_as_their_words_tell() {
        for good in
            ["q!", "done", "tag oil, gas", "done source:reuters older:3d", "top 3", "view later", "snooze 2d", "mute"]
        {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("", "a colon without a command behind it"),
            ("tga oil", "no command “tga”; did you mean `tag`?"),
            ("top high", "“top” takes a number, not “high”"),
            ("view", "`:view` needs NAME"),
        ] {
            assert_eq!(check(bad), Err(why.to_owned()));
        }
    }
}
