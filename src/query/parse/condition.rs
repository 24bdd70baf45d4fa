//! One condition of a query: words, a phrase, a key with its value, `near(…)`, a regular expression.

use std::ops::Range;

use regex::RegexBuilder;

use super::Parser;
use crate::query::dates;
use crate::query::keys::{Key, nearest};
use crate::query::mistake::Mistake;
use crate::query::tokens;
use crate::query::{Comparison, Field, Last, Pattern, Phrase, Sort, State, What};
use crate::text::quotes::Kind;

/// The most words of a phrase.
const PHRASE: usize = 50;
/// The most memory that a regular expression may take when it is made, in bytes.
const PATTERN: usize = 1 << 20;
/// The distance of `near(…)` where none is given, in words.
const NEAR: u32 = 10;

impl<'t> Parser<'t> {
    pub(super) fn condition(&mut self) -> Result<What, Mistake> {
        match self.rest().chars().next() {
            Some(quote) if is_quote(quote) => Ok(What::Words(Field::Anywhere, self.phrase()?)),
            Some('/') => self.pattern(),
            _ => self.word_or_key(),
        }
    }

    fn word_or_key(&mut self) -> Result<What, Mistake> {
        let start = self.at;
        let bare = self.bare();
        let Some((name, value)) = bare.split_once(':') else {
            if bare.eq_ignore_ascii_case("near")
                && self.text.get(start + bare.len()..).is_some_and(|rest| rest.starts_with('('))
            {
                self.at = start + bare.len();
                return self.near();
            }
            self.at = start;
            return Ok(What::Words(Field::Anywhere, self.phrase()?));
        };
        if value.starts_with("//") {
            self.at = start + bare.len();
            return Ok(What::Url(bare.to_lowercase()));
        }
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            self.at = start;
            return Ok(What::Words(Field::Anywhere, self.phrase()?));
        }
        let Some(key) = Key::named(name) else {
            return Err(unknown_key(start..start + name.len() + 1, name));
        };
        self.at = start + name.len() + 1;
        self.of_key(key)
    }

    /// What stands here up to a space, a parenthesis or a quotation mark.
    pub(super) fn bare(&self) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c));
        rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest)
    }

    fn of_key(&mut self, key: Key) -> Result<What, Mistake> {
        let start = self.at;
        if self.bare().is_empty() && !self.rest().starts_with(is_quote) {
            let says = format!("expected {} after {}:", key.expects(), key.word());
            return Err(Mistake::unfinished(start..start, says));
        }
        match key {
            Key::Title => Ok(What::Words(Field::Title, self.phrase()?)),
            Key::Author => Ok(What::Words(Field::Author, self.phrase()?)),
            Key::Speaker => Ok(What::Words(Field::Speaker, self.phrase()?)),
            Key::Said => Ok(What::Said(self.phrase()?)),
            Key::Note => Ok(What::Note(self.phrase()?)),
            Key::Source => Ok(What::Source(self.phrase()?)),
            Key::Tag => Ok(What::Tag(self.value()?.to_lowercase())),
            Key::Url => Ok(What::Url(self.value()?.to_lowercase())),
            Key::Lang | Key::Kind | Key::Is | Key::Has | Key::Order => self.word_of(key),
            Key::After | Key::Before | Key::Newer | Key::Older | Key::Minutes => self.number_of(key),
        }
    }

    /// The value of a key that takes one of a few words.
    fn word_of(&mut self, key: Key) -> Result<What, Mistake> {
        let start = self.at;
        let value = self.value()?.to_lowercase();
        let what = match (key, value.as_str()) {
            (Key::Kind, "direct") => Some(What::Kind(Kind::Direct)),
            (Key::Kind, "mixed") => Some(What::Kind(Kind::Mixed)),
            (Key::Kind, "indirect") => Some(What::Kind(Kind::Indirect)),
            (Key::Is, "unread") => Some(What::State(State::Unread)),
            (Key::Is, "later") => Some(What::State(State::Later)),
            (Key::Is, "snoozed") => Some(What::State(State::Snoozed)),
            (Key::Is, "read" | "done") => Some(What::State(State::Read)),
            (Key::Is, "muted") => Some(What::State(State::Muted)),
            (Key::Is, "watched") => Some(What::State(State::Watched)),
            (Key::Is, "bookmarked") => Some(What::State(State::Bookmarked)),
            (Key::Order, "newest") => Some(What::Order(Sort::Newest)),
            (Key::Order, "oldest") => Some(What::Order(Sort::Oldest)),
            (Key::Order, "relevance") => Some(What::Order(Sort::Relevance)),
            (Key::Has, "quotes" | "quotations") => Some(What::HasQuotations),
            (Key::Has, "note" | "notes") => Some(What::HasNote),
            (Key::Has, "highlight" | "highlights") => Some(What::HasHighlight),
            (Key::Lang, tag) if is_language(tag) => Some(What::Language(value.clone())),
            _ => None,
        };
        what.ok_or_else(|| self.unfit(key, start))
    }

    /// The value of a key that takes a time or a number.
    fn number_of(&mut self, key: Key) -> Result<What, Mistake> {
        let start = self.at;
        let value = self.value()?.to_lowercase();
        let today = self.today;
        let what = match key {
            Key::After => dates::beginning(&value, today).map(What::After),
            Key::Before => dates::beginning(&value, today).map(What::Before),
            Key::Newer => dates::span(&value).map(|span| What::After(today.now - span)),
            Key::Older => dates::span(&value).map(|span| What::Before(today.now - span)),
            _ => comparison(&value).map(|(comparison, minutes)| What::Minutes(comparison, minutes)),
        };
        what.ok_or_else(|| self.unfit(key, start))
    }

    /// The mistake of a value that its key doesn't take.
    fn unfit(&self, key: Key, start: usize) -> Mistake {
        let value = self.text.get(start..self.at).unwrap_or_default();
        let near = nearest(value, key.values().iter().copied())
            .filter(|_| !key.values().is_empty() && !matches!(key, Key::Minutes));
        let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        let says = format!("expected {} after {}:{hint}", key.expects(), key.word());
        let begun = key.values().iter().any(|word| word.starts_with(&value.to_lowercase()));
        let grows = !matches!(key, Key::Kind | Key::Is | Key::Has | Key::Order);
        if self.rest().is_empty() && (begun || grows) {
            return Mistake::unfinished(start..self.at, says);
        }
        Mistake::wrong(start..self.at, says)
    }

    /// A value: within quotation marks, or up to a space or parenthesis.
    fn value(&mut self) -> Result<&'t str, Mistake> {
        if self.rest().starts_with(is_quote) {
            return self.quoted();
        }
        let value = self.bare();
        self.at += value.len();
        Ok(value)
    }

    /// What stands within quotation marks.
    fn quoted(&mut self) -> Result<&'t str, Mistake> {
        let start = self.at;
        let rest = self.rest();
        let opening = rest.chars().next().map_or(0, char::len_utf8);
        let inner = rest.get(opening..).unwrap_or_default();
        let Some(end) = inner.find(is_quote) else {
            return Err(Mistake::unfinished(start..start + opening, "expected a \" that ends this quotation"));
        };
        let closing = inner.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.at += opening + end + closing;
        Ok(inner.get(..end).unwrap_or_default())
    }

    /// Words within quotation marks, or a word; a `*` behind them leaves the last one open.
    fn phrase(&mut self) -> Result<Phrase, Mistake> {
        let start = self.at;
        let mut value = self.value()?;
        let mut last = Last::Whole;
        if let Some(begun) = value.strip_suffix('*') {
            (value, last) = (begun, Last::Begun);
        } else if self.take('*') {
            last = Last::Begun;
        }
        if let Some(star) = value.find('*') {
            let at = start + self.text.get(start..).and_then(|text| text.find('*')).unwrap_or(star);
            return Err(Mistake::wrong(at..at + 1, "a * stands only at the end of a word"));
        }
        let words = tokens::words(value);
        if words.is_empty() {
            return Err(Mistake::unfinished(start..self.at, "expected a word: there is no letter and no digit here"));
        }
        if words.len() > PHRASE {
            return Err(Mistake::wrong(start..self.at, format!("a phrase has at most {PHRASE} words")));
        }
        let short = words.last().is_some_and(|word| word.chars().nth(1).is_none() && word.is_ascii());
        if last == Last::Begun && short {
            return Err(Mistake::wrong(start..self.at, "expected two letters or more before *"));
        }
        Ok(Phrase { words, last })
    }

    /// `near(peace talks "cease fire", 5)`.
    fn near(&mut self) -> Result<What, Mistake> {
        let open = self.at;
        self.at += 1;
        let mut phrases = Vec::new();
        let mut within = NEAR;
        loop {
            self.skip_spaces();
            let start = self.at;
            if self.rest().is_empty() {
                return Err(Mistake::unfinished(open..open + 1, "expected a ) that closes this ("));
            }
            if self.take(')') {
                break;
            }
            if self.take(',') {
                within = self.distance()?;
                break;
            }
            phrases.push(self.phrase_before_comma()?);
            if phrases.len() > PHRASE {
                return Err(Mistake::wrong(start..self.at, format!("near() has at most {PHRASE} phrases")));
            }
        }
        if phrases.len() < 2 {
            return Err(Mistake::wrong(open..self.at, "expected two words or more: near(peace talks, 5)"));
        }
        Ok(What::Near(phrases, within))
    }

    fn phrase_before_comma(&mut self) -> Result<Phrase, Mistake> {
        let bare = self.bare();
        let Some((word, _)) = bare.split_once(',') else { return self.phrase() };
        let start = self.at;
        self.at += word.len();
        let words = tokens::words(word);
        if words.is_empty() {
            return Err(Mistake::wrong(start..self.at, "expected a word: there is no letter and no digit here"));
        }
        Ok(Phrase { words, last: Last::Whole })
    }

    /// The number after the comma of `near(…)`, and its parenthesis.
    fn distance(&mut self) -> Result<u32, Mistake> {
        self.skip_spaces();
        let start = self.at;
        let digits = self.bare();
        self.at += digits.len();
        let number = digits.parse().ok().filter(|number| *number <= 1_000);
        self.skip_spaces();
        let closed = self.take(')');
        match number {
            Some(number) if closed => Ok(number),
            Some(_) => Err(Mistake::unfinished(self.at..self.at, "expected a ) after the number of words")),
            None if digits.is_empty() && !closed => {
                Err(Mistake::unfinished(start..start, "expected how many words may lie between"))
            }
            None => {
                Err(Mistake::wrong(start..start + digits.len(), "expected how many words may lie between, up to 1000"))
            }
        }
    }

    fn pattern(&mut self) -> Result<What, Mistake> {
        let start = self.at;
        let inner = self.text.get(start + 1..).unwrap_or_default();
        let mut escaped = false;
        let end = inner.find(|c| {
            let ends = c == '/' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let Some(end) = end else {
            return Err(Mistake::unfinished(
                start..start + 1,
                "expected a / that ends this regular expression; \"/\" quoted is plain text",
            ));
        };
        self.at = start + 1 + end + 1;
        let source = inner.get(..end).unwrap_or_default().replace("\\/", "/");
        if source.is_empty() {
            return Err(Mistake::wrong(start..self.at, "expected a regular expression between the slashes"));
        }
        let folded = !source.chars().any(char::is_uppercase);
        let made =
            RegexBuilder::new(&source).case_insensitive(folded).size_limit(PATTERN).dfa_size_limit(PATTERN).build();
        match made {
            Ok(regex) => Ok(What::Pattern(Pattern(regex))),
            Err(error) => Err(Mistake::wrong(start..self.at, wrong_pattern(&error))),
        }
    }
}

fn wrong_pattern(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "this regular expression takes too much memory".to_owned(),
        other => {
            let text = other.to_string();
            let said = text.lines().last().unwrap_or_default();
            format!("not a regular expression: {}", said.trim_start_matches("error: "))
        }
    }
}

fn unknown_key(at: Range<usize>, name: &str) -> Mistake {
    let near = Key::nearest(name).map(|key| format!("did you mean {}:? ", key.word())).unwrap_or_default();
    let keys: Vec<&str> = Key::ALL.iter().map(|key| key.word()).collect();
    let says =
        format!("there is no key of this name; {near}(keys: {}; quotation marks make it plain words)", keys.join(" "));
    Mistake::wrong(at, says)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

/// Letters, perhaps with further parts (RFC 5646 §2.1, as far as anybody types it).
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn comparison(text: &str) -> Option<(Comparison, u32)> {
    let signs = [
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("<", Comparison::Less),
        (">", Comparison::More),
        ("=", Comparison::Equal),
        ("", Comparison::Equal),
    ];
    let (number, comparison) = signs.into_iter().find_map(|(sign, meant)| Some((text.strip_prefix(sign)?, meant)))?;
    (number.bytes().all(|byte| byte.is_ascii_digit())).then(|| Some((comparison, number.parse().ok()?)))?
}
