//! Reads the moment of publication in the few forms that documents themselves use.
//!
//! Feeds write dates in many more; that is another reader's work.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::rfc2822;
use jiff::tz::{Offset, TimeZone};

use super::article::Published;
use super::clean;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The first moment that counts as a date, in Unix seconds: 2 January of the year 1. What lies before is what programs
/// write for "no date" (.NET's least, Go's zero), in whatever zone.
pub(crate) const FIRST: i64 = -62_135_510_400;

/// Words around a date that say nothing about it.
const FILLERS: [&str; 7] = ["on", "at", "of", "the", "published", "updated", "posted"];

impl Published {
    /// The moment that a document's words name; the words are kept if they can't be understood.
    ///
    /// Understood are RFC 3339 and its looser kin, RFC 2822, and English dates (`Sunday, November 3, 2024, 10:30 GMT`,
    /// `3 Nov 2024`). A time without a zone counts as UTC, a date without a time as the start of that day in UTC.
    /// Numbers alone (`3/11/24`) are ambiguous and stay words.
    #[must_use]
    pub fn from_written(written: &str) -> Self {
        let written = clean::line(written).into_owned();
        let at = understood(&written);
        Self { written, at }
    }
}

/// Whether words are what programs write where they know no date.
pub(crate) fn is_no_date(written: &str) -> bool {
    moment(written).is_some_and(|at| at < FIRST)
}

fn understood(written: &str) -> Option<i64> {
    moment(written).filter(|at| *at >= FIRST)
}

fn moment(written: &str) -> Option<i64> {
    if written.len() > 100 {
        return None;
    }
    let timestamp = written.parse::<Timestamp>().ok().or_else(|| mail(written));
    timestamp.map(Timestamp::as_second).or_else(|| utc(iso(written)?, Offset::UTC)).or_else(|| english(written))
}

/// RFC 2822, with the zones that it names; others are read as UTC there, so they are refused here.
fn mail(written: &str) -> Option<Timestamp> {
    let zone = written.rsplit(' ').next()?;
    let named = zone.starts_with(['+', '-']) || offset(zone).is_some();
    let parser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    named.then(|| parser.parse_timestamp(written).ok()).flatten()
}

fn iso(written: &str) -> Option<DateTime> {
    let date = written.parse::<Date>().ok().map(|date| date.to_datetime(Time::midnight()));
    date.filter(|_| written.len() == "2024-11-03".len()).or_else(|| written.parse::<DateTime>().ok())
}

/// A date in English words: every word of it must be understood.
fn english(written: &str) -> Option<i64> {
    let (mut month, mut day, mut year, mut time, mut zone) = (None, None, None, None, None);
    let words =
        written.split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '·')).filter(|word| !word.is_empty());
    for word in words {
        let lower = word.trim_end_matches([':', '.']).to_lowercase();
        if let Some(found) = month_number(&lower) {
            set(&mut month, found)?;
        } else if let Some(found) = clock(&lower) {
            set(&mut time, found)?;
        } else if let Some(found) = half_of_day(&lower, time) {
            time = Some(found);
        } else if let Some(found) = offset(word).filter(|_| time.is_some()) {
            set(&mut zone, found)?;
        } else if let Some(number) = number(&lower) {
            let slot = if number > 31 { &mut year } else { &mut day };
            set(slot, number)?;
        } else if !is_filler(&lower) {
            return None;
        }
    }
    let year = year.filter(|year| (1900..2200).contains(year))?;
    let date = Date::new(year, month?, i8::try_from(day?).ok()?).ok()?;
    utc(date.to_datetime(time.unwrap_or_else(Time::midnight)), zone.unwrap_or(Offset::UTC))
}

/// Fills a slot; a second value makes the date ambiguous.
fn set<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

fn utc(moment: DateTime, offset: Offset) -> Option<i64> {
    let zoned = moment.to_zoned(TimeZone::fixed(offset)).ok()?;
    Some(zoned.timestamp().as_second())
}

fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word) || WEEKDAYS.iter().any(|day| day.starts_with(word) && word.len() >= 3)
}

fn month_number(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|month| word.len() >= 3 && (month.starts_with(word) || word == "sept"))?;
    let at = if word == "sept" { 8 } else { at };
    i8::try_from(at + 1).ok()
}

fn number(word: &str) -> Option<i16> {
    let digits = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
    let plain = digits.len() == word.len() || word.len() - digits.len() == 2;
    (plain && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// `10:30`, `10:30:15`, `10:30am`.
fn clock(word: &str) -> Option<Time> {
    let (digits, half) = match word.find(|c: char| c.is_ascii_alphabetic()) {
        Some(at) => (word.get(..at)?, word.get(at..)?),
        None => (word, ""),
    };
    let mut parts = digits.strip_prefix('+').map_or(digits, |_| "").split(':');
    let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let second = parts.next().map_or(Some(0), |second| second.parse().ok())?;
    let time = Time::new(hour, minute, second, 0).ok()?;
    if half.is_empty() { Some(time) } else { half_of_day(half, Some(time)) }
}

/// The time with `am` or `pm` said after it.
fn half_of_day(word: &str, time: Option<Time>) -> Option<Time> {
    let time = time.filter(|time| (1..=12).contains(&time.hour()))?;
    let hour = match word.replace('.', "").as_str() {
        "am" => time.hour() % 12,
        "pm" => time.hour() % 12 + 12,
        _ => return None,
    };
    Time::new(hour, time.minute(), time.second(), 0).ok()
}

/// The zones of RFC 2822, and `+0100`, `+01:00`.
fn offset(word: &str) -> Option<Offset> {
    let hours = match word.to_ascii_uppercase().as_str() {
        "GMT" | "UTC" | "UT" | "Z" => 0,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => return numeric_offset(word),
    };
    Offset::from_hours(hours).ok()
}

fn numeric_offset(word: &str) -> Option<Offset> {
    let sign = if word.starts_with('-') { -1 } else { 1 };
    let digits: String = word.strip_prefix(['+', '-'])?.chars().filter(|&c| c != ':').collect();
    let number: i32 = if digits.len() == 4 {
        digits.parse().ok()?
    } else {
        return None;
    };
    Offset::from_seconds(sign * (number / 100 * 3600 + number % 100 * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_are_understood() {
        for written in [
            "2024-11-03T10:30:00Z",
            "2024-11-03T11:30:00+01:00",
            "2024-11-03 10:30:00",
            "2024-11-03T10:30:00.000Z",
            "Sun, 03 Nov 2024 10:30:00 GMT",
            "Sun, 03 Nov 2024 05:30:00 EST",
            "Sun, 3 Nov 2024 11:30:00 +0100",
            "Sunday, November 3, 2024, 10:30 GMT",
            "Published: 3 Nov. 2024 at 10:30",
            "Nov 3rd, 2024 | 5:30 a.m. EST",
            "3 November 2024 11:30 +01:00",
        ] {
            assert_eq!(Published::from_written(written).at, Some(1_730_629_800), "{written}");
        }
        for written in ["2024-11-03", "November 3, 2024", "3 Nov 2024", "Sun 3 Nov 2024"] {
            assert_eq!(Published::from_written(written).at, Some(1_730_592_000), "{written}");
        }
    }

    #[test]
    fn what_is_ambiguous_or_wrong_stays_words() {
        for written in [
            "",
            "3/11/24",
            "03.11.2024",
            "30 Feb 2024",
            "yesterday",
            "November 2024",
            "3 Nov 4 Nov 2024",
            "May 2024 3 5",
            "Sun, 03 Nov 2024 10:30:00 MSK",
            "99999-01-01",
            "1 Jan 99999",
            "10:30",
            "0001-01-01T00:00:00",
            "0001-01-01T00:00:00Z",
            "Mon, 01 Jan 0001 00:00:00 GMT",
        ] {
            let published = Published::from_written(written);
            assert_eq!((published.at, published.written.as_str()), (None, written));
        }
    }

    #[test]
    fn the_words_are_cleaned() {
        assert_eq!(Published::from_written(" 3\u{1b} Nov\n2024 ").written, "3 Nov 2024");
    }
}
