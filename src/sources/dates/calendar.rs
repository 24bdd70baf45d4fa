//! Hours, years and seconds as dates count them.

use jiff::civil::{Date, DateTime, Time};

/// The time of day, and whether it is the next day's: `24:00` is allowed (ISO 8601), a leap second is the one before it.
pub(super) fn clock(hour: i32, minute: i32, second: i32, afternoon: Option<bool>) -> Option<(Time, bool)> {
    let hour = match (hour, afternoon) {
        (12, Some(false)) => 0,
        (1..=11, Some(true)) => hour + 12,
        _ => hour,
    };
    if (hour, minute, second) == (24, 0, 0) {
        return Some((Time::midnight(), true));
    }
    let time =
        Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second.min(59)).ok()?, 0).ok()?;
    (second <= 60).then_some((time, false))
}

/// Unix seconds.
pub(super) fn seconds(utc: DateTime) -> i64 {
    let days = Date::constant(1970, 1, 1).until(utc.date()).map_or(0, |span| i64::from(span.get_days()));
    let time = utc.time();
    days * 86_400 + i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second())
}

/// The value of digits.
pub(super) fn number(digits: &str) -> i32 {
    digits.parse().unwrap_or(i32::MAX)
}

/// Two digits of a year mean 1969 to 2068 (POSIX strptime), three count from 1900 (RFC 2822, 4.3).
pub(super) fn full_year(year: i32) -> i32 {
    match year {
        0..=68 => year + 2000,
        69..=999 => year + 1900,
        _ => year,
    }
}

/// The year that digits mean: four of them say it all.
pub(super) fn full_year_of(digits: &str) -> i32 {
    if digits.len() < 4 { full_year(number(digits)) } else { number(digits) }
}
