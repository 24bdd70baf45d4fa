//! A span of time as people write it: `30m`, `2h`, `1d`, `1h30m`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// What is said to who writes something else.
pub(super) const EXPECTED: &str = "a time of a minute or more, as in \"30m\", \"2h\" or \"1d\"";

/// The units and their seconds, the largest first.
const UNITS: [(char, u64); 4] = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];
/// From a minute to a year, in seconds.
const SHORTEST: u64 = 60;
const LONGEST: u64 = 366 * 86_400;

/// From a minute to a year, in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(u64);

impl Span {
    /// The nearest span to a duration.
    #[must_use]
    pub fn of(duration: Duration) -> Self {
        Self(duration.as_secs().clamp(SHORTEST, LONGEST))
    }

    /// The time that it lasts.
    #[must_use]
    pub fn duration(self) -> Duration {
        Duration::from_secs(self.0)
    }
}

impl FromStr for Span {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        seconds(text.trim()).filter(|seconds| (SHORTEST..=LONGEST).contains(seconds)).map(Self).ok_or(EXPECTED)
    }
}

fn seconds(text: &str) -> Option<u64> {
    let mut sum = 0u64;
    let mut number: Option<u64> = None;
    for c in text.chars() {
        if let Some(digit) = c.to_digit(10) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(u64::from(digit))?);
        } else if c != ' ' {
            let (_, unit) = UNITS.iter().find(|(letter, _)| *letter == c.to_ascii_lowercase())?;
            sum = sum.checked_add(number.take()?.checked_mul(*unit)?)?;
        }
    }
    number.is_none().then_some(sum)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        for (letter, unit) in UNITS {
            if rest >= unit {
                write!(f, "{}{letter}", rest / unit)?;
                rest %= unit;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_people_write_them_and_written_shortest() {
        for (written, seconds, shortest) in [
            ("30m", 1800, "30m"),
            ("90m", 5400, "1h30m"),
            (" 1 h 30 m", 5400, "1h30m"),
            ("24H", 86_400, "1d"),
            ("61s", 61, "1m1s"),
        ] {
            let span: Span = written.parse().unwrap();
            assert_eq!(span.duration(), Duration::from_secs(seconds), "{written}");
            assert_eq!(span.to_string(), shortest);
        }
    }

    #[test]
    fn what_is_too_short_too_long_or_no_time_is_refused() {
        for written in ["", "30", "5s", "2y", "h", "1h30", "-1h", "99999999999999999999d", "400d", "0m"] {
            assert_eq!(written.parse::<Span>(), Err(EXPECTED), "{written}");
        }
    }
}
