//! newsboat's filter expressions (filter/filter.atg, rust/libnewsboat/src/filterparser.rs) put into this program's query language,
//! as far as it has words for them. `assets/queries.md` describes it.

use std::fmt::Write as _;

/// The longest expression that is read, in bytes.
const LONGEST: usize = 20_000;
/// Parentheses within parentheses.
const DEEPEST: usize = 30;

/// An expression in our words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    /// The query.
    pub query: String,
    /// Where it means something a little different, a sentence each.
    pub nearly: Vec<&'static str>,
}

/// Puts an expression into a query.
///
/// # Errors
/// What it is that there are no words for, or that makes no sense.
pub fn translate(expression: &str) -> Result<Translated, String> {
    let tokens = tokens(expression)?;
    let mut translation = Translation { tokens: &tokens, at: 0, nearly: Vec::new() };
    let query = translation.any(0)?;
    match translation.next() {
        None => {
            translation.nearly.sort_unstable();
            translation.nearly.dedup();
            Ok(Translated { query: query.bare(), nearly: translation.nearly })
        }
        Some(token) => Err(format!("`{token}` stands where the expression should end")),
    }
}

const WORDS_ONLY: &str = "words are looked for as words or their beginnings, not anywhere in a text";
const AS_WORDS: &str = "a text is looked for by its words, not letter by letter";
const FLAGS: &str = "flagged articles are bookmarked ones";

/// A query, and how tightly it holds together.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Query {
    text: String,
    holds: Holds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// It is one condition.
    One,
    /// Conditions that must all hold.
    All,
    /// Conditions of which one must hold.
    Any,
}

impl Query {
    fn one(text: String) -> Self {
        Self { text, holds: Holds::One }
    }

    fn bare(self) -> String {
        self.text
    }

    fn within(self, around: Holds) -> String {
        match (self.holds, around) {
            (Holds::Any, Holds::All | Holds::One) | (Holds::All, Holds::One) => format!("({})", self.text),
            _ => self.text,
        }
    }

    fn not(self) -> Self {
        Self::one(format!("-{}", self.within(Holds::One)))
    }
}

struct Translation<'a> {
    tokens: &'a [String],
    at: usize,
    nearly: Vec<&'static str>,
}

impl<'a> Translation<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        Some(token)
    }

    fn next_is(&mut self, word: &str) -> bool {
        let is = self.tokens.get(self.at).is_some_and(|token| token == word);
        self.at += usize::from(is);
        is
    }

    /// Conditions with `or` between them.
    fn any(&mut self, depth: usize) -> Result<Query, String> {
        let mut parts = vec![self.all(depth)?];
        while self.next_is("or") {
            parts.push(self.all(depth)?);
        }
        Ok(joined(parts, Holds::Any, " or "))
    }

    /// Conditions with `and` between them.
    fn all(&mut self, depth: usize) -> Result<Query, String> {
        let mut parts = vec![self.one(depth)?];
        while self.next_is("and") {
            parts.push(self.one(depth)?);
        }
        Ok(joined(parts, Holds::All, " "))
    }

    fn one(&mut self, depth: usize) -> Result<Query, String> {
        if self.next_is("(") {
            if depth >= DEEPEST {
                return Err("its parentheses nest too deep".to_owned());
            }
            let inner = self.any(depth + 1)?;
            return if self.next_is(")") { Ok(inner) } else { Err("a parenthesis isn't closed".to_owned()) };
        }
        let (Some(name), Some(operator), Some(value)) = (self.next(), self.next(), self.next()) else {
            return Err("it ends in the middle of a condition".to_owned());
        };
        let value = value.strip_prefix('"').unwrap_or(value);
        self.condition(name, operator, value)
    }

    fn condition(&mut self, name: &str, operator: &str, value: &str) -> Result<Query, String> {
        match name {
            "unread" => unread(operator, value),
            "age" => age(operator, value),
            "tags" => tags(operator, value),
            "flags" => self.flags(operator),
            "title" => self.text("title:", operator, value),
            "author" => self.text("author:", operator, value),
            "content" => self.text("", operator, value),
            "feedtitle" => self.text("source:", operator, value),
            "link" => link(operator, value),
            _ => None,
        }
        .ok_or_else(|| format!("there are no words for `{name} {operator} \"{value}\"`"))
    }

    fn flags(&mut self, operator: &str) -> Option<Query> {
        self.nearly.push(FLAGS);
        let query = Query::one("is:bookmarked".to_owned());
        match operator {
            "#" | "=~" | "=" | "==" => Some(query),
            "!#" | "!~" | "!=" => Some(query.not()),
            _ => None,
        }
    }

    /// A text that is searched for words: `=~` has a regular expression, of which plain words and alternatives are taken.
    fn text(&mut self, key: &str, operator: &str, value: &str) -> Option<Query> {
        match operator {
            "=~" => self.words(key, value),
            "!~" => self.words(key, value).map(Query::not),
            "=" | "==" if !value.is_empty() => {
                self.nearly.push(AS_WORDS);
                Some(Query::one(format!("{key}{}", quoted(value))))
            }
            "!=" if !value.is_empty() => {
                self.nearly.push(AS_WORDS);
                Some(Query::one(format!("{key}{}", quoted(value))).not())
            }
            _ => None,
        }
    }

    fn words(&mut self, key: &str, value: &str) -> Option<Query> {
        if let Some(alternatives) = plain(value) {
            self.nearly.push(WORDS_ONLY);
            let begins = |one: &String| {
                let is_word = one.chars().all(char::is_alphanumeric);
                Query::one(if is_word { format!("{key}{one}*") } else { format!("{key}{}", quoted(one)) })
            };
            return Some(either(alternatives.iter().map(begins).collect()));
        }
        // Headline and text are what a regular expression is looked for in.
        let fits = key.is_empty() && !value.contains(['/', '\n']) && !value.is_empty();
        fits.then(|| Query::one(format!("/{value}/")))
    }
}

fn tags(operator: &str, value: &str) -> Option<Query> {
    let tag = |value: &str| Query::one(format!("tag:{}", quoted(value)));
    match operator {
        "#" => Some(tag(value)),
        "!#" => Some(tag(value).not()),
        "=~" | "=" | "==" => plain(value).map(|tags| either(tags.iter().map(|one| tag(one)).collect())),
        "!~" | "!=" => plain(value).map(|tags| either(tags.iter().map(|one| tag(one)).collect()).not()),
        _ => None,
    }
}

fn link(operator: &str, value: &str) -> Option<Query> {
    let part = value.trim_start_matches('^').trim_end_matches('$').replace("\\.", ".").replace("\\/", "/");
    let fits = !part.is_empty() && !part.contains(['*', '+', '?', '[', '(', '|', '{', '\\', '"', '^', '$']);
    let query = fits.then(|| Query::one(format!("url:{}", quoted(&part))))?;
    match operator {
        "=~" | "=" | "==" => Some(query),
        "!~" | "!=" => Some(query.not()),
        _ => None,
    }
}

fn joined(mut parts: Vec<Query>, holds: Holds, between: &str) -> Query {
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return only;
    }
    let parts: Vec<String> = parts.into_iter().map(|part| part.within(holds)).collect();
    Query { text: parts.join(between), holds }
}

fn either(parts: Vec<Query>) -> Query {
    joined(parts, Holds::Any, " or ")
}

fn unread(operator: &str, value: &str) -> Option<Query> {
    let is = matches!(operator, "=" | "==" | "=~" | "#");
    let is_not = matches!(operator, "!=" | "!~" | "!#");
    match (value, is, is_not) {
        ("yes", true, _) | ("no", _, true) => Some(Query::one("is:unread".to_owned())),
        ("no", true, _) | ("yes", _, true) => Some(Query::one("is:read".to_owned())),
        _ => None,
    }
}

/// An age in whole days, as newsboat counts it.
fn age(operator: &str, value: &str) -> Option<Query> {
    let days = |value: &str| value.trim().parse::<u32>().ok();
    let (from, to) = match operator {
        "between" => {
            let (from, to) = value.split_once(':')?;
            (days(from)?, Some(days(to)?))
        }
        "<" => (0, Some(days(value)?.checked_sub(1)?)),
        "<=" => (0, Some(days(value)?)),
        ">" => (days(value)?.checked_add(1)?, None),
        ">=" => (days(value)?, None),
        "=" | "==" => (days(value)?, Some(days(value)?)),
        _ => return None,
    };
    let mut query = String::new();
    if from > 0 {
        let _ = write!(query, "older:{from}d");
    }
    if let Some(to) = to {
        let gap = if query.is_empty() { "" } else { " " };
        let _ = write!(query, "{gap}newer:{}d", to.checked_add(1)?);
    }
    let holds = if query.contains(' ') { Holds::All } else { Holds::One };
    (!query.is_empty()).then_some(Query { text: query, holds })
}

/// The alternatives of a regular expression that has nothing else: `war|peace talks`.
fn plain(value: &str) -> Option<Vec<String>> {
    let inner = value.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(value);
    let alternatives: Vec<String> = inner.split('|').map(|one| one.replace("\\.", ".").trim().to_owned()).collect();
    let is_plain = |one: &String| {
        !one.is_empty()
            && one.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '\'' | '’' | '&' | ','))
    };
    alternatives.iter().all(is_plain).then_some(alternatives)
}

fn quoted(value: &str) -> String {
    if value.chars().all(char::is_alphanumeric) { value.to_owned() } else { format!("\"{}\"", value.replace('"', " ")) }
}

/// The words of an expression. A text stands with one quotation mark before it, so that it can't be taken for a word.
fn tokens(expression: &str) -> Result<Vec<String>, String> {
    if expression.len() > LONGEST {
        return Err("it is too long".to_owned());
    }
    let mut tokens = Vec::new();
    let mut rest = expression.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '"' => text(rest.get(1..).unwrap_or_default())?,
            '(' | ')' => (first.to_string(), rest.get(1..).unwrap_or_default()),
            '=' | '!' | '<' | '>' | '#' | '~' => taken(rest, |c| matches!(c, '=' | '!' | '<' | '>' | '#' | '~')),
            c if is_word(c) => taken(rest, is_word),
            c => return Err(format!("`{c}` means nothing here")),
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.')
}

fn taken(rest: &str, is_part: impl Fn(char) -> bool) -> (String, &str) {
    let (token, after) = rest.split_at(rest.find(|c| !is_part(c)).unwrap_or(rest.len()));
    (token.to_owned(), after)
}

/// A text from behind its first quotation mark on, and what follows it.
fn text(rest: &str) -> Result<(String, &str), String> {
    let mut token = String::from("\"");
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Ok((token, chars.as_str())),
            '\\' if chars.as_str().starts_with('"') => token.extend(chars.next()),
            c => token.push(c),
        }
    }
    Err("a quotation mark isn't closed".to_owned())
}
