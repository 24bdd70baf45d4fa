//! Names with values at the top of a TOML file that people edit too: added in its text, so that every other byte stays.
//!
//! It touches no disk and knows not what the names mean.

use std::fmt::Write as _;

use toml_edit::{Document, Item, Key, Table, Value};

use super::flaw::Flaw;
use super::tables::{append, line_of};

/// A text with what was added to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Added {
    /// The text.
    pub text: String,
    /// Which of the names are new, by their place among those given.
    pub new: Vec<usize>,
    /// Which stand there already and are given something else: they stay as they are.
    pub other: Vec<usize>,
}

/// Adds names, each with its text, behind what stands at the top. A name that stands there already stays as it is.
///
/// # Errors
/// When the text isn't TOML, or reads otherwise than it should afterwards.
pub fn with(text: &str, given: &[(String, String)]) -> Result<Added, Flaw> {
    let before = read(text)?;
    let mut added = Added { text: text.to_owned(), new: Vec::new(), other: Vec::new() };
    let mut lines = String::new();
    for (place, (name, value)) in given.iter().enumerate() {
        let twice = given.iter().take(place).find(|(other, _)| other == name).map(|(_, value)| value.as_str());
        match before.get(name).map(Item::as_str).or(twice.map(Some)) {
            None => {
                let _ = writeln!(lines, "{} = {}", Key::new(name.as_str()), Value::from(value.as_str()));
                added.new.push(place);
            }
            Some(known) if known == Some(value) => {}
            Some(_) => added.other.push(place),
        }
    }
    if added.new.is_empty() {
        return Ok(added);
    }
    let top = before.iter().filter_map(|(_, item)| first_table(item)).min().map_or(text.len(), |at| line_of(text, at));
    let (top, rest) = text.split_at_checked(top).unwrap_or((text, ""));
    top.clone_into(&mut added.text);
    append(&mut added.text, &lines);
    if !rest.is_empty() {
        append(&mut added.text, rest);
    }
    let after = read(&added.text)?;
    let is_there = |place: &usize| {
        given.get(*place).is_some_and(|(name, value)| after.get(name).and_then(Item::as_str) == Some(value))
    };
    if added.new.iter().all(is_there) && before.iter().all(|(name, _)| after.get(name).is_some()) {
        return Ok(added);
    }
    Err(Flaw { line: None, why: "it is written in a way that can't be added to safely".to_owned() })
}

fn read(text: &str) -> Result<Document<&str>, Flaw> {
    Document::parse(text).map_err(|error| Flaw::new(text, error.span(), error.message()))
}

/// Where the first line `[name]` of a table stands, in bytes: what follows it is the table's.
fn first_table(item: &Item) -> Option<usize> {
    match item {
        Item::Table(table) => {
            let below = table.iter().filter_map(|(_, item)| first_table(item));
            let own = table.span().filter(|_| !table.is_implicit() && !table.is_dotted()).map(|span| span.start);
            below.chain(own).min()
        }
        Item::ArrayOfTables(tables) => tables.iter().filter_map(Table::span).map(|span| span.start).min(),
        Item::Value(_) | Item::None => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
        given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_is_new_comes_last_and_what_stands_there_stays() {
        let text = "# mine\n\"Gulf\"   = 'tag:gulf' # often\nOther = 3";
        let given =
            pairs(&[("Gulf", "tag:gulf"), ("Other", "x"), ("Für \"uns\"", "said:\"x y\""), ("N", "a"), ("N", "b")]);
        let added = with(text, &given).unwrap();
        assert_eq!(added.text, format!("{text}\n\n'Für \"uns\"' = 'said:\"x y\"'\nN = \"a\"\n"));
        assert_eq!((added.new, added.other), (vec![2, 3], vec![1, 4]));
        let again = with(&added.text, &given).unwrap();
        assert_eq!((again.text, again.new), (added.text, vec![]));
    }

    #[test]
    fn tables_stay_behind_the_names_at_the_top() {
        for text in ["A = 'x'\n\n[[own]]\nb = 1\n", "[deep.own] # why\r\nb = 1\r\n", "a.b = 1\n"] {
            let added = with(text, &pairs(&[("New", "y")])).unwrap();
            assert_eq!(read(&added.text).unwrap().get("New").and_then(Item::as_str), Some("y"), "{}", added.text);
            for line in text.lines() {
                assert!(added.text.contains(line), "{line} in {}", added.text);
            }
        }
    }

    #[test]
    fn a_file_that_is_no_toml_is_not_touched() {
        assert_eq!(with("A = = 1\n", &pairs(&[("New", "y")])).unwrap_err().line, Some(1));
    }
}
