//! JSON as servers really send it: cut off, with raw control characters, lone surrogates, commas too many. It knows no
//! feed format.

use serde_json::{Map, Number, Value};

/// Arrays and objects deeper than this end the document.
const MAX_DEPTH: usize = 100;
/// Values that are kept.
const MAX_VALUES: usize = 1_000_000;

/// Whether the document was whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Every bracket was closed.
    Whole,
    /// It stops early, or isn't JSON from some point on. What was complete is there.
    CutOff,
}

/// Reads a document; `None` when it doesn't start as an object or an array. Where it is cut off, the objects that are
/// incomplete are dropped from arrays, and what surrounds them is closed.
pub(crate) fn read(text: &str) -> Option<(Value, Ending)> {
    let mut reader = Reader { rest: text, stack: Vec::new(), values: 0 };
    reader.skip_space();
    if !reader.rest.starts_with(['{', '[']) {
        return None;
    }
    let root = reader.run();
    let ending = if reader.stack.is_empty() { Ending::Whole } else { Ending::CutOff };
    let root = root.or_else(|| reader.close_all())?;
    Some((root, ending))
}

/// An array or object that is still open.
enum Open {
    Array(Vec<Value>),
    /// With the key whose value is read.
    Object(Map<String, Value>, Option<String>),
}

struct Reader<'a> {
    rest: &'a str,
    stack: Vec<Open>,
    values: usize,
}

impl Reader<'_> {
    /// Reads on until the root is closed.
    fn run(&mut self) -> Option<Value> {
        loop {
            self.skip_space();
            let first = self.rest.chars().next()?;
            match first {
                '{' | '[' => {
                    if self.stack.len() >= MAX_DEPTH {
                        return None;
                    }
                    self.advance(1);
                    self.stack.push(if first == '{' {
                        Open::Object(Map::new(), None)
                    } else {
                        Open::Array(Vec::new())
                    });
                }
                '}' | ']' => {
                    self.advance(1);
                    let closed = self.stack.pop().map(value_of)?;
                    if self.stack.is_empty() {
                        return Some(closed);
                    }
                    self.put(closed);
                }
                ',' | ':' => self.advance(1),
                '"' => {
                    let string = self.string()?;
                    self.put_string(string);
                }
                _ => {
                    let value = self.bare()?;
                    self.put(value);
                }
            }
            self.values += 1;
            if self.values > MAX_VALUES {
                return None;
            }
        }
    }

    fn put_string(&mut self, string: String) {
        match self.stack.last_mut() {
            Some(Open::Object(_, key @ None)) => *key = Some(string),
            _ => self.put(Value::String(string)),
        }
    }

    fn put(&mut self, value: Value) {
        match self.stack.last_mut() {
            Some(Open::Array(values)) => values.push(value),
            Some(Open::Object(fields, key)) => {
                if let Some(key) = key.take() {
                    fields.entry(key).or_insert(value);
                }
            }
            None => {}
        }
    }

    /// What there is when the document stops: incomplete objects in arrays are dropped.
    fn close_all(&mut self) -> Option<Value> {
        while let Some(last) = self.stack.pop() {
            let in_array = matches!(self.stack.last(), Some(Open::Array(_)));
            let is_object = matches!(last, Open::Object(..));
            let value = value_of(last);
            if self.stack.is_empty() {
                return Some(value);
            }
            if !(in_array && is_object) {
                self.put(value);
            }
        }
        None
    }

    /// A string; `None` when it doesn't end.
    fn string(&mut self) -> Option<String> {
        self.advance(1);
        let mut string = String::new();
        loop {
            let at = self.rest.find(['"', '\\'])?;
            string.push_str(self.rest.get(..at)?);
            let is_end = self.rest.get(at..)?.starts_with('"');
            self.advance(at + 1);
            if is_end {
                return Some(string);
            }
            self.escape(&mut string)?;
        }
    }

    fn escape(&mut self, string: &mut String) -> Option<()> {
        let sign = self.rest.chars().next()?;
        self.advance(sign.len_utf8());
        match sign {
            'n' => string.push('\n'),
            't' => string.push('\t'),
            'r' => string.push('\r'),
            'b' | 'f' => string.push(' '),
            'u' => string.push(self.code_point()?),
            other => string.push(other),
        }
        Some(())
    }

    /// The character of `\u`, of two of them for a pair of surrogates; a lone one becomes U+FFFD.
    fn code_point(&mut self) -> Option<char> {
        let high = self.hex()?;
        if !(0xd800..0xdc00).contains(&high) {
            return Some(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let before = self.rest;
        if let Some(after) = self.rest.strip_prefix("\\u") {
            self.rest = after;
            if let Some(low) = self.hex().filter(|low| (0xdc00..0xe000).contains(low)) {
                return char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
            }
            self.rest = before;
        }
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self) -> Option<u32> {
        let code = u32::from_str_radix(self.rest.get(..4)?, 16).ok()?;
        self.advance(4);
        Some(code)
    }

    /// A number or a word; what is neither is kept as a string.
    fn bare(&mut self) -> Option<Value> {
        let end =
            self.rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}' | ':' | '"' | '{' | '['))?;
        let word = self.rest.get(..end.max(1)).unwrap_or_default().to_owned();
        self.advance(end.max(1));
        Some(match word.as_str() {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => match word.parse::<Number>() {
                Ok(number) => Value::Number(number),
                Err(_) => Value::String(word),
            },
        })
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    }

    fn advance(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }
}

fn value_of(open: Open) -> Value {
    match open {
        Open::Array(values) => Value::Array(values),
        Open::Object(fields, _) => Value::Object(fields),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn damage_is_passed_over() {
        for (text, value) in [
            (r#" {"a": [1, "x", true, null, -2.5e3]} "#, json!({"a": [1, "x", true, null, -2500.0]})),
            ("{\"a\":\"tab\there\nline\"}", json!({"a": "tab\there\nline"})),
            (r#"{"a":"\ud83d\ude00 \ud800 \q"}"#, json!({"a": "😀 \u{fffd} q"})),
            (r#"{"a":[1,,2,],}"#, json!({"a": [1, 2]})),
            (r#"{"a":1e999}"#, json!({"a": "1e999"})),
            (r#"{"a":1,"a":2}"#, json!({"a": 1})),
        ] {
            assert_eq!(read(text), Some((value, Ending::Whole)), "{text}");
        }
        assert_eq!(read("\"text\""), None);
    }

    #[test]
    fn a_cut_drops_only_what_is_torn() {
        let cut = |text: &str| read(text);
        assert_eq!(
            cut(r#"{"t":"x","i":[{"a":1},{"a":2,"b""#),
            Some((json!({"t": "x", "i": [{"a": 1}]}), Ending::CutOff))
        );
        assert_eq!(cut(r#"{"t":"x","i":[{"a":"to"#), Some((json!({"t": "x", "i": []}), Ending::CutOff)));
        assert_eq!(cut(r#"{"t":"x"#), Some((json!({}), Ending::CutOff)));
        assert!(read(&"[".repeat(10_000)).is_some());
    }
}
