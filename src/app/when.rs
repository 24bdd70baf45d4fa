//! Moments as a reader types them: `3h`, `tomorrow`, `mon`, `18:30`, `2026-12-01`. It has no clock: now is given.

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, DateTime, Time, Weekday, date, time},
    tz::Offset,
};

use super::Clock;

/// The hour of a day without an hour: before the first meeting.
const MORNING: Time = time(8, 0, 0, 0);
/// The hour of `evening` and `tonight`.
const EVENING: Time = time(18, 0, 0, 0);

/// What can be typed, for completion and for the hint.
pub const EXAMPLES: [&str; 8] = ["1h", "3h", "evening", "tomorrow", "2d", "mon", "1w", "18:30"];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// The moment that words mean, in Unix seconds, later than now: a span (`90m`, `3h`, `2d`, `1w`), `evening`, `tomorrow`,
/// a weekday (in full or its first letters, at least three), a time (`18:30`), a day (`2026-12-01`). Days begin at eight.
#[must_use]
pub fn moment(words: &str, clock: Clock) -> Option<i64> {
    let words = words.trim().to_lowercase();
    if let Some(seconds) = span(&words) {
        return clock.now.checked_add(seconds);
    }
    let offset = Offset::from_seconds(clock.offset).ok()?;
    let now = offset.to_datetime(Timestamp::from_second(clock.now).ok()?);
    let then = local(&words, now)?;
    let at = offset.to_timestamp(then).ok()?.as_second();
    (at > clock.now).then_some(at)
}

/// How many seconds a span has: `90m`, `3h`, `2d`, `1w`.
#[must_use]
pub fn span(words: &str) -> Option<i64> {
    let digits = words.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = words.split_at(digits);
    let unit = match unit.trim_start() {
        "m" | "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        _ => return None,
    };
    number.parse::<i64>().ok().filter(|number| *number > 0)?.checked_mul(unit)
}

fn local(words: &str, now: DateTime) -> Option<DateTime> {
    let today = now.date();
    match words {
        "evening" | "tonight" => return next(EVENING, now),
        "tomorrow" | "tom" => return Some(today.tomorrow().ok()?.to_datetime(MORNING)),
        _ => {}
    }
    if words.len() >= 3
        && let Some((_, weekday)) = WEEKDAYS.iter().find(|(name, _)| name.starts_with(words))
    {
        return Some(today.nth_weekday(1, *weekday).ok()?.to_datetime(MORNING));
    }
    if let Some((hour, minute)) = words.split_once(':') {
        let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
        return next(time, now);
    }
    Some(day(words)?.to_datetime(MORNING))
}

/// That time today, or tomorrow if it is past.
fn next(time: Time, now: DateTime) -> Option<DateTime> {
    let today = now.date().to_datetime(time);
    if today > now { Some(today) } else { today.checked_add(1.day()).ok() }
}

fn day(words: &str) -> Option<Date> {
    let mut parts = words.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let least = date(1970, 1, 1);
    Date::new(year, month, day).ok().filter(|day| *day >= least)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::settings::config::Config;

    /// Sunday, 2026-11-22 12:00 UTC, an hour ahead of it.
    const CLOCK: Clock = Clock { now: 1_795_348_800, offset: 3_600 };

    fn said(words: &str) -> String {
        let full = |at| super::super::dates::full(at, CLOCK, &Config::default());
        moment(words, CLOCK).and_then(full).unwrap_or_else(|| "-".into())
    }

    #[test]
    fn spans_count_from_now() {
        let wanted = ["2026-11-22 13:30", "2026-11-22 16:00", "2026-11-24 13:00", "2026-11-29 13:00"];
        assert_eq!(["30m", "3h", "2d", "1 w"].map(said), wanted);
    }

    #[test]
    fn days_begin_at_eight_and_are_never_today() {
        let wanted = ["2026-11-23 08:00", "2026-11-23 08:00", "2026-11-29 08:00", "2026-12-01 08:00"];
        assert_eq!(["tomorrow", "mon", "Sunday", "2026-12-01"].map(said), wanted);
    }

    #[test]
    fn a_time_that_is_past_is_tomorrows() {
        assert_eq!(
            ["18:30", "9:05", "evening"].map(said),
            ["2026-11-22 18:30", "2026-11-23 09:05", "2026-11-22 18:00"]
        );
    }

    #[test]
    fn what_is_no_moment_to_come_is_none() {
        for words in ["", "0h", "3x", "su", "25:00", "2026-02-30", "2026-11-22", "99999999999999999999d", "-3h"] {
            assert_eq!(said(words), "-", "{words}");
        }
    }
}
