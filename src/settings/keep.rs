//! How much of a feed is kept: `"90d"`, `500`, `"20MB"`. It knows how that is written, not what is removed.

use std::fmt;

use toml::de::DeValue;

/// What a value may be, for the message to one that isn't it.
pub const EXPECTED: &str =
    "an age such as \"90d\", a number of articles such as 500, a size such as \"20MB\", or \"all\"";

/// How many articles of a feed are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Keep {
    /// All of them.
    #[default]
    All,
    /// Those of the last days.
    Days(u32),
    /// The newest, so many.
    Newest(u32),
    /// The newest, as far as their texts take so many million bytes together.
    Megabytes(u32),
}

impl Keep {
    /// Reads a value.
    ///
    /// # Errors
    /// What was expected instead.
    pub fn read(value: &DeValue<'_>) -> Result<Self, &'static str> {
        let number = value.as_integer().and_then(|digits| u32::from_str_radix(digits.as_str(), digits.radix()).ok());
        let written = value.as_str().and_then(Self::written);
        number.filter(|number| *number > 0).map(Self::Newest).or(written).ok_or(EXPECTED)
    }

    fn written(text: &str) -> Option<Self> {
        if text == "all" {
            return Some(Self::All);
        }
        let digits = text.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = text.split_at(digits);
        let number = number.parse::<u32>().ok().filter(|number| *number > 0)?;
        let days = |each: u32| number.checked_mul(each).map(Self::Days);
        match unit.trim_start() {
            "d" => days(1),
            "w" => days(7),
            "m" => days(30),
            "y" => days(365),
            "MB" => Some(Self::Megabytes(number)),
            "GB" => number.checked_mul(1000).map(Self::Megabytes),
            _ => None,
        }
    }
}

impl fmt::Display for Keep {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => out.write_str("all"),
            Self::Days(days) => write!(out, "{days}d"),
            Self::Newest(number) => write!(out, "{number}"),
            Self::Megabytes(size) => write!(out, "{size}MB"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_numbers_and_sizes_are_read_and_the_rest_is_not() {
        let read = |text: &str| Keep::written(text);
        assert_eq!(read("90d"), Some(Keep::Days(90)));
        assert_eq!(read("2 w"), Some(Keep::Days(14)));
        assert_eq!(read("20MB"), Some(Keep::Megabytes(20)));
        assert_eq!(read("2GB"), Some(Keep::Megabytes(2000)));
        assert_eq!(read("all"), Some(Keep::All));
        for text in ["", "d", "0d", "-1d", "90", "90x", "99999999999d", "4294967295y", "90é"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
