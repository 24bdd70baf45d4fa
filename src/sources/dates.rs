//! The dates of other people's feeds -> Unix seconds. It reads no clock: what is in the future stays there.

mod calendar;
mod names;
mod reading;

use crate::text::published;
use reading::Reading;

/// More characters than any date has.
const MAX_LENGTH: usize = 120;

/// A point in time that a document names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Unix seconds.
    pub at: i64,
    /// How much of it the document says.
    pub certainty: Certainty,
}

/// Whether a [`Moment`] is fully written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// Day, time and zone are given.
    Given,
    /// The time, the zone or the century is missing or unreadable: midnight, UTC and 1969 to 2068 were taken.
    Assumed,
}

/// Reads a date in any of the forms that feeds use: W3CDTF and ISO 8601 (also basic, partial, ordinal and week dates),
/// RFC 822/850/1123/2822, asctime, Unix seconds or milliseconds, and loose forms with month names in many languages.
/// `None` when it names no day, an impossible one, one that can be read in two ways (`03/04/2005`), or the first of all.
#[must_use]
pub fn read(written: &str) -> Option<Moment> {
    let written = written.trim();
    if written.len() > MAX_LENGTH {
        return None;
    }
    let moment = epoch(written).or_else(|| Reading::of(&tokens(written)).moment());
    moment.filter(|moment| moment.at >= published::FIRST)
}

/// Unix seconds (9 to 11 digits) or milliseconds (13).
fn epoch(written: &str) -> Option<Moment> {
    let whole = written.split_once('.').map_or(written, |(whole, _)| whole);
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let at = match whole.len() {
        9..=11 => number,
        13 => number / 1000,
        _ => return None,
    };
    Some(Moment { at, certainty: Certainty::Given })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    /// Digits, as written.
    Digits(&'a str),
    Word(&'a str),
    Mark(char),
}

fn tokens(written: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = written;
    while let Some(first) = rest.chars().next() {
        let same: fn(char) -> bool = if first.is_ascii_digit() {
            |c| c.is_ascii_digit()
        } else if is_date_sign(first) {
            |_| false
        } else if first.is_alphabetic() {
            |c| c.is_alphabetic() && !is_date_sign(c)
        } else {
            |_| false
        };
        let length = rest.find(|c| !same(c)).unwrap_or(rest.len()).max(first.len_utf8());
        let (token, after) = rest.split_at(length);
        tokens.push(match first {
            _ if first.is_ascii_digit() => Token::Digits(token),
            '年' | '月' | '년' | '월' | '−' | '–' => Token::Mark('-'),
            '日' => Token::Mark(' '),
            '일' => Token::Word(token),
            _ if first.is_alphabetic() => Token::Word(token),
            _ if first.is_whitespace() => Token::Mark(' '),
            mark => Token::Mark(mark),
        });
        // "2026년 11월 3일" is written with spaces.
        rest = if is_date_sign(first) { after.trim_start() } else { after };
    }
    tokens
}

/// The signs for year, month and day in Chinese, Japanese and Korean dates.
fn is_date_sign(sign: char) -> bool {
    matches!(sign, '年' | '月' | '日' | '년' | '월' | '일')
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
