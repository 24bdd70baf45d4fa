//! Moments as a reader says them: `5 min`, `3 d`, `2026-11-12`. It has no clock: now is given.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    fmt::strtime,
    tz::Offset,
};

use super::Clock;
use crate::settings::config::{Config, Switch};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A moment (Unix seconds) for a row of the list: how long ago it was, if that is wanted and less than a week, or its
/// day in the user's own form.
#[must_use]
pub fn short(at: i64, clock: Clock, config: &Config) -> String {
    let ago = clock.now.saturating_sub(at);
    if config.relative_dates == Switch::Off || !(-DAY..7 * DAY).contains(&ago) {
        return day(at, clock, &config.date_format);
    }
    match ago {
        ..MINUTE => "now".into(),
        MINUTE..HOUR => format!("{} min", ago / MINUTE),
        HOUR..DAY => format!("{} h", ago / HOUR),
        _ => format!("{} d", ago / DAY),
    }
}

/// Day and time of a moment (Unix seconds) where the user is; `None` for one that no calendar has.
#[must_use]
pub fn full(at: i64, clock: Clock, config: &Config) -> Option<String> {
    let then = local(at, clock)?;
    let day = strtime::format(&config.date_format, then).ok()?;
    Some(format!("{day} {}", then.strftime("%H:%M")))
}

/// The day of publication as a citation says it: of a date that is written year first the day, else the day of the
/// moment (Unix seconds) where the user is, else the words as they are.
#[must_use]
pub fn cited(written: &str, at: Option<i64>, clock: Clock, config: &Config) -> String {
    let first = written.get(..10).filter(|first| first.parse::<Date>().is_ok());
    let local = || at.and_then(|at| local(at, clock)).and_then(|then| strtime::format(&config.date_format, then).ok());
    first.map(str::to_owned).or_else(local).unwrap_or_else(|| written.to_owned())
}

/// The time of a moment (Unix seconds) of today or yesterday where the user is, else its day, too.
#[must_use]
pub fn time(at: i64, clock: Clock, config: &Config) -> String {
    let (then, now) = (local(at, clock), local(clock.now, clock));
    match (then, now) {
        (Some(then), Some(now)) if then.date() == now.date() => then.strftime("%H:%M").to_string(),
        (Some(then), Some(now)) if then.date().tomorrow().ok() == Some(now.date()) => {
            then.strftime("yesterday %H:%M").to_string()
        }
        _ => full(at, clock, config).unwrap_or_else(|| "?".into()),
    }
}

/// The day of a moment (Unix seconds) where the user is.
#[must_use]
pub fn day_of(at: i64, clock: Clock) -> Option<Date> {
    local(at, clock).map(DateTime::date)
}

/// A day as the heading of what happened on it: `today`, `yesterday`, `Saturday 2026-11-21`.
#[must_use]
pub fn heading(day: Date, clock: Clock, config: &Config) -> String {
    let today = day_of(clock.now, clock);
    if today == Some(day) {
        return "today".to_owned();
    }
    if today == day.tomorrow().ok() {
        return "yesterday".to_owned();
    }
    let written = strtime::format(&config.date_format, day.to_datetime(Time::midnight())).unwrap_or_default();
    format!("{} {written}", day.strftime("%A"))
}

fn day(at: i64, clock: Clock, form: &str) -> String {
    let written = local(at, clock).and_then(|then| strtime::format(form, then).ok());
    written.unwrap_or_else(|| "?".into())
}

fn local(at: i64, clock: Clock) -> Option<DateTime> {
    let offset = Offset::from_seconds(clock.offset).unwrap_or(Offset::UTC);
    Timestamp::from_second(at).ok().map(|at| offset.to_datetime(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22 12:00 UTC, an hour ahead of it.
    const CLOCK: Clock = Clock { now: 1_795_348_800, offset: 3_600 };

    fn ago(seconds: i64) -> String {
        short(CLOCK.now - seconds, CLOCK, &Config::default())
    }

    #[test]
    fn the_recent_is_counted_and_the_old_is_a_day() {
        assert_eq!([0, 59, 60, 3_599].map(ago), ["now", "now", "1 min", "59 min"]);
        assert_eq!([HOUR, DAY - 1, DAY, 7 * DAY - 1].map(ago), ["1 h", "23 h", "1 d", "6 d"]);
        assert_eq!([7 * DAY, 400 * DAY].map(ago), ["2026-11-15", "2025-10-18"]);
    }

    #[test]
    fn the_future_and_the_impossible_have_a_face() {
        assert_eq!([-60, -20 * DAY].map(ago), ["now", "2026-12-12"]);
        let config = Config::default();
        assert_eq!(short(i64::MAX, CLOCK, &config), "?");
        assert_eq!(short(i64::MIN, CLOCK, &config), "?");
        assert_eq!(full(i64::MAX, CLOCK, &config), None);
    }

    #[test]
    fn of_today_and_yesterday_the_time_is_enough() {
        let time = |ago: i64| time(CLOCK.now - ago, CLOCK, &Config::default());
        assert_eq!([4 * HOUR, 14 * HOUR, 2 * DAY].map(time), ["09:00", "yesterday 23:00", "2026-11-20 13:00"]);
        assert_eq!(super::time(i64::MAX, CLOCK, &Config::default()), "?");
    }

    #[test]
    fn a_day_is_where_the_user_is_and_as_he_writes_it() {
        let config = Config { relative_dates: Switch::Off, date_format: "%d.%m.".into(), ..Config::default() };
        assert_eq!(short(CLOCK.now + 11 * HOUR, CLOCK, &config), "23.11.");
        assert_eq!(full(CLOCK.now + 11 * HOUR, CLOCK, &config).as_deref(), Some("23.11. 00:00"));
    }

    #[test]
    fn a_citation_has_the_day_however_it_was_written() {
        let config = Config::default();
        let at = Some(CLOCK.now + 11 * HOUR + 1_800);
        assert_eq!(cited("2026-11-22T23:30:00Z", at, CLOCK, &config), "2026-11-22");
        assert_eq!(cited("Sun, 22 Nov 2026 23:30:00 GMT", at, CLOCK, &config), "2026-11-23");
        assert_eq!(cited("in autumn", None, CLOCK, &config), "in autumn");
    }
}
