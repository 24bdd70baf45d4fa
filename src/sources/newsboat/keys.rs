//! The keys of newsboat's `config` (`bind-key`, `bind`, `unbind-key`, `macro`) in the words of `keymap.toml`. It knows newsboat's
//! operations and what they are called here, not which commands there really are. (src/keymap.cpp, doc/keymap.)

use super::tokens::words;

/// A line that is about keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The line, counted from 1.
    pub line: usize,
    /// The keys, as `keymap.toml` spells them, or why they can't be spelt.
    pub keys: Result<String, String>,
    /// The tables of `keymap.toml` that it belongs in.
    pub tables: Vec<&'static str>,
    /// What the keys do.
    pub deed: Deed,
}

/// What keys do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Nothing any more.
    Nothing,
    /// These operations in turn.
    Operations(Vec<Operation>),
}

/// One of newsboat's operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// newsboat's word for it, with its arguments.
    pub name: String,
    /// The commands that do the same here, the nearest first; none if there is nothing like it.
    pub commands: &'static [&'static str],
}

/// The lines about keys in a `config`, in order.
#[must_use]
pub fn read(config: &str) -> Vec<Bound> {
    config.lines().enumerate().filter_map(|(number, line)| bound(number + 1, line)).collect()
}

fn bound(line: usize, text: &str) -> Option<Bound> {
    let words = words(text);
    let (kind, rest) = words.split_first()?;
    let (key, rest) = match kind.as_str() {
        "bind-key" | "unbind-key" | "bind" | "macro" => rest.split_first()?,
        _ => return None,
    };
    let every = || vec!["any"];
    let bound = |keys, tables, deed| Some(Bound { line, keys, tables, deed });
    match kind.as_str() {
        "unbind-key" if key == "-a" => {
            bound(Err("unbind-key -a takes all keys away, which keymap.toml can't".to_owned()), every(), Deed::Nothing)
        }
        "unbind-key" => bound(old_key(key), rest.first().map_or_else(every, |dialog| tables(dialog)), Deed::Nothing),
        "bind-key" => {
            let operation = rest.first()?;
            let deed = Deed::Operations(vec![named(operation, &[])]);
            bound(old_key(key), rest.get(1).map_or_else(every, |dialog| tables(dialog)), deed)
        }
        "bind" => {
            let (dialogs, operations) = rest.split_first()?;
            bound(new_keys(key), tables(dialogs), Deed::Operations(operations_in(operations)))
        }
        // newsboat's macros begin with a comma.
        _ => bound(old_key(key).map(|key| format!(", {key}")), every(), Deed::Operations(operations_in(rest))),
    }
}

/// Operations with semicolons between them, up to a description.
fn operations_in(words: &[String]) -> Vec<Operation> {
    let words: Vec<&str> = words.iter().map(String::as_str).take_while(|word| *word != "--").collect();
    // A semicolon may stand at the end of a word.
    let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
    for word in words {
        for (number, piece) in word.split(';').enumerate() {
            if number > 0 {
                parts.push(Vec::new());
            }
            if let (false, Some(last)) = (piece.is_empty(), parts.last_mut()) {
                last.push(piece);
            }
        }
    }
    parts.iter().filter_map(|part| part.split_first()).map(|(name, arguments)| named(name, arguments)).collect()
}

/// The tables for a list of newsboat's dialogs.
fn tables(dialogs: &str) -> Vec<&'static str> {
    let mut tables = Vec::new();
    for dialog in dialogs.split(',') {
        let table = match dialog.trim() {
            "all" | "everywhere" => "any",
            "feedlist" | "articlelist" | "searchresultslist" => "list",
            "article" => "reader",
            "help" => "help",
            "tagselection" | "filterselection" | "urlview" | "dialogs" => "panel",
            _ => continue,
        };
        if !tables.contains(&table) {
            tables.push(table);
        }
    }
    tables
}

/// A key of `bind-key`: a character, `^X`, or a name in capitals.
fn old_key(written: &str) -> Result<String, String> {
    key(written.strip_prefix('^').map_or((Modifier::None, written), |rest| {
        if rest.is_empty() { (Modifier::None, written) } else { (Modifier::Control, rest) }
    }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Modifier {
    None,
    Control,
    Alt,
    Shift,
}

/// Keys of `bind` in turn: characters, and names in angle brackets, as in `g<SPACE>` or `<C-x>`.
fn new_keys(written: &str) -> Result<String, String> {
    let mut keys = Vec::new();
    let mut rest = written;
    while let Some(first) = rest.chars().next() {
        let end = rest.find('>').filter(|end| first == '<' && *end > 1);
        let (token, after) = match end {
            Some(end) => (rest.get(1..end).unwrap_or_default(), rest.get(end + 1..).unwrap_or_default()),
            None => rest.split_at(first.len_utf8()),
        };
        keys.push(if end.is_some() { bracketed(token)? } else { key((Modifier::None, token))? });
        rest = after;
    }
    if keys.is_empty() { Err("there is no key".to_owned()) } else { Ok(keys.join(" ")) }
}

fn bracketed(token: &str) -> Result<String, String> {
    let modifiers = [("C-", Modifier::Control), ("M-", Modifier::Alt), ("A-", Modifier::Alt), ("S-", Modifier::Shift)];
    let modified = modifiers.iter().find_map(|(prefix, modifier)| Some((*modifier, token.strip_prefix(prefix)?)));
    match (modified, token) {
        (None, "lt") => Ok("<".to_owned()),
        (None, "gt") => Ok(">".to_owned()),
        _ => key(modified.filter(|(_, rest)| !rest.is_empty()).unwrap_or((Modifier::None, token))),
    }
}

/// The names of keys here and there.
const NAMES: [(&str, &str); 17] = [
    ("ENTER", "Enter"),
    ("SPACE", "Space"),
    ("ESC", "Esc"),
    ("TAB", "Tab"),
    ("BACKTAB", "S-Tab"),
    ("BACKSPACE", "Backspace"),
    ("DELETE", "Delete"),
    ("DEL", "Delete"),
    ("INSERT", "Insert"),
    ("HOME", "Home"),
    ("END", "End"),
    ("PPAGE", "PageUp"),
    ("NPAGE", "PageDown"),
    ("UP", "Up"),
    ("DOWN", "Down"),
    ("LEFT", "Left"),
    ("RIGHT", "Right"),
];

fn key((modifier, written): (Modifier, &str)) -> Result<String, String> {
    let is_function =
        written.strip_prefix('F').is_some_and(|rest| rest.parse().is_ok_and(|number: u8| (1..=24).contains(&number)));
    let mut chars = written.chars();
    let name = match (NAMES.iter().find(|(theirs, _)| *theirs == written), chars.next(), chars.next()) {
        (Some((_, ours)), _, _) => (*ours).to_owned(),
        (None, Some(digit), None) if digit.is_ascii_digit() => {
            return Err(format!("{digit} is a count and can't be bound"));
        }
        (None, Some(' '), None) => "Space".to_owned(),
        (None, Some(only), None) if modifier == Modifier::Control => only.to_ascii_uppercase().to_string(),
        (None, Some(only), None) => only.to_string(),
        _ if is_function => written.to_owned(),
        _ => return Err(format!("{written} is no key")),
    };
    Ok(match modifier {
        Modifier::None => name,
        Modifier::Control if name.chars().count() == 1 => format!("^{name}"),
        Modifier::Control => format!("C-{name}"),
        Modifier::Alt => format!("A-{name}"),
        Modifier::Shift => format!("S-{name}"),
    })
}

fn named(name: &str, arguments: &[&str]) -> Operation {
    let commands = commands_of(name);
    let name = [name].iter().chain(arguments).copied().collect::<Vec<_>>().join(" ");
    // What takes arguments isn't the same without them.
    Operation { name, commands: if arguments.is_empty() { commands } else { &[] } }
}

/// newsboat's operations (src/keymap.cpp) and the commands for them.
fn commands_of(operation: &str) -> &'static [&'static str] {
    match operation {
        "open" => &["open"],
        "quit" => &["back-or-quit"],
        "hard-quit" => &["quit"],
        "reload" => &["refresh-feed", "refresh"],
        "reload-all" => &["refresh-all", "refresh"],
        "mark-feed-read" => &["mark-view-read"],
        "mark-all-above-as-read" => &["done-above"],
        "save" => &["save"],
        "next-unread" => &["next-unread"],
        "prev-unread" => &["previous-unread"],
        "next" => &["next-article"],
        "prev" => &["previous-article"],
        "next-feed" => &["next-feed"],
        "prev-feed" => &["previous-feed"],
        "next-unread-feed" => &["next-unread-feed", "next-feed"],
        "prev-unread-feed" => &["previous-unread-feed", "previous-feed"],
        "open-in-browser" | "open-in-browser-noninteractively" => &["open-link"],
        "open-in-browser-and-mark-read" => &["open-and-read"],
        "toggle-article-read" | "toggle-item-read" => &["toggle-read"],
        "toggle-show-read-feeds" | "toggle-show-read-articles" => &["toggle-read-shown"],
        "show-urls" => &["links"],
        "set-tag" | "select-tag" => &["show-tag"],
        "clear-tag" | "clear-filter" => &["show-all"],
        "bookmark" => &["bookmark"],
        "edit-flags" => &["tag"],
        "search" => &["search"],
        "set-filter" => &["filter", "search"],
        "select-filter" => &["show-view", "views"],
        "help" => &["help"],
        "pipe-to" => &["pipe"],
        "cmdline" => &["command-line"],
        "edit-urls" => &["edit-feeds"],
        "up" => &["previous-row"],
        "down" => &["next-row"],
        "pageup" => &["page-up"],
        "pagedown" => &["page-down"],
        "halfpageup" => &["half-page-up"],
        "halfpagedown" => &["half-page-down"],
        "home" | "goto-first" => &["top"],
        "end" | "goto-last" => &["bottom"],
        "redraw" => &["redraw"],
        "delete-article" => &["done"],
        "goto-title" => &["jump"],
        _ => &[],
    }
}
