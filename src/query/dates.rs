//! Days and spans of time as a query says them.

use jiff::civil::Date;

/// What time it is for a query: `newer:7d` and `after:today` depend on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Today {
    /// Unix seconds.
    pub now: i64,
    /// Seconds that local time is ahead of UTC.
    pub offset: i32,
}

const DAY: i64 = 86_400;

/// The second (Unix time) at which a day, month or year begins: `2026-11-01`, `2026-11`, `2026`, `today`, `yesterday`.
pub(super) fn beginning(text: &str, today: Today) -> Option<i64> {
    let offset = i64::from(today.offset);
    let midnight = (today.now + offset).div_euclid(DAY) * DAY - offset;
    match text {
        "today" => return Some(midnight),
        "yesterday" => return Some(midnight - DAY),
        _ => {}
    }
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| number(part, 2))?;
    let day = parts.next().map_or(Some(1), |part| number(part, 2))?;
    if parts.next().is_some() {
        return None;
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let days = date.since(Date::constant(1970, 1, 1)).ok()?.get_days();
    Some(i64::from(days) * DAY - offset)
}

fn number(text: &str, digits: usize) -> Option<i16> {
    let plain = (1..=digits).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    (plain && (digits < 4 || text.len() == 4)).then(|| text.parse().ok())?
}

/// A span of time in seconds: `12h`, `7d`, `2w`, `3m` (of 30 days), `1y` (of 365 days).
pub(super) fn span(text: &str) -> Option<i64> {
    let unit = text.chars().next_back()?;
    let seconds = match unit {
        'h' => 3_600,
        'd' => DAY,
        'w' => 7 * DAY,
        'm' => 30 * DAY,
        'y' => 365 * DAY,
        _ => return None,
    };
    let count = text.strip_suffix(unit).filter(|count| count.bytes().all(|byte| byte.is_ascii_digit()))?;
    let count: i64 = count.parse().ok()?;
    (count <= 100_000).then_some(count * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 22 November 2026, 23:30 UTC; half past midnight on the 23rd in Berlin.
    const BERLIN: Today = Today { now: 1_795_390_200, offset: 3_600 };

    #[test]
    fn a_day_begins_at_local_midnight() {
        assert_eq!(beginning("2026-11-23", BERLIN), Some(1_795_388_400));
        assert_eq!(beginning("today", BERLIN), Some(1_795_388_400));
        assert_eq!(beginning("yesterday", BERLIN), Some(1_795_302_000));
        assert_eq!(beginning("1970", Today::default()), Some(0));
        assert_eq!(beginning("1970-02", Today::default()), Some(31 * DAY));
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["", "20261101", "2026-13", "2026-02-30", "2026-11-01-01", "-5", "tomorrow", "26-11-01"] {
            assert_eq!(beginning(text, BERLIN), None, "{text}");
        }
    }

    #[test]
    fn spans_have_a_number_and_a_unit() {
        assert_eq!(span("7d"), Some(7 * DAY));
        assert_eq!(span("12h"), Some(12 * 3_600));
        for text in ["", "d", "7", "7x", "-1d", "99999999999999999999d", "7é"] {
            assert_eq!(span(text), None, "{text}");
        }
    }
}
