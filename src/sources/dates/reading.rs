//! Tokens of a date -> the day, time and zone that they name.

use jiff::civil::{Date, ISOWeekDate, Time, Weekday};

use super::calendar::{clock, full_year, full_year_of, number, seconds};
use super::names;
use super::{Certainty, Moment, Token};

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Reading {
    day: Option<Date>,
    /// Whether the year's century was written, where the day comes from numbers alone.
    day_is_partial: bool,
    month: Option<i8>,
    /// Numbers that are neither time nor zone: value and digits.
    numbers: Vec<(i32, usize)>,
    time: Option<(i32, i32, i32)>,
    afternoon: Option<bool>,
    /// Minutes east of UTC.
    zone: Option<i32>,
    /// The same by name: a number wins over it ("GMT+1").
    named_zone: Option<i32>,
    /// The zone that goes without saying where a date is written so.
    likely_zone: Option<i32>,
    zone_is_odd: bool,
}

impl Reading {
    /// Takes in all tokens.
    pub(super) fn of(tokens: &[Token]) -> Self {
        let mut reading = Self::default();
        let mut at = 0;
        while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
            let before = at.checked_sub(1).and_then(|before| tokens.get(before)).copied();
            at += reading.step(before, rest).max(1);
        }
        reading
    }

    /// Takes what stands at the start of `rest`; the number of tokens taken.
    fn step(&mut self, before: Option<Token>, rest: &[Token]) -> usize {
        match rest {
            [Token::Digits(_), Token::Mark(':'), Token::Digits(_), ..] if self.time.is_none() => self.clock(rest),
            [Token::Digits(digits), ..]
                if self.time.is_none() && matches!(before, Some(Token::Word("T" | "t"))) && digits.len() <= 6 =>
            {
                self.basic_clock(digits, rest)
            }
            [Token::Mark(sign @ ('+' | '-')), Token::Digits(digits), ..]
                if self.time.is_some() && self.zone.is_none() =>
            {
                self.offset(*sign, digits, rest)
            }
            [Token::Mark('-'), Token::Digits(digits), ..] if before.is_none() => self.short_year(digits, rest),
            [Token::Digits(digits), ..] if self.day.is_none() => self.numeric(digits, rest),
            [Token::Word(half), Token::Mark('.'), Token::Word("m" | "M"), ..]
                if matches!(*half, "a" | "A" | "p" | "P") =>
            {
                self.afternoon = Some(half.eq_ignore_ascii_case("p"));
                3
            }
            [Token::Word(word), ..] => {
                self.word(word);
                1
            }
            _ => 1,
        }
    }

    fn clock(&mut self, rest: &[Token]) -> usize {
        let [Token::Digits(hour), _, Token::Digits(minute), rest @ ..] = rest else {
            return 1;
        };
        let (second, taken) = match rest {
            [Token::Mark(':'), Token::Digits(second), Token::Mark('.' | ','), Token::Digits(_), ..] => {
                (number(second), 7)
            }
            [Token::Mark(':'), Token::Digits(second), ..] => (number(second), 5),
            _ => (0, 3),
        };
        self.time = Some((number(hour), number(minute), second));
        taken
    }

    /// `T101455` or `T10`, perhaps with a fraction.
    fn basic_clock(&mut self, digits: &str, rest: &[Token]) -> usize {
        let part = |range: std::ops::Range<usize>| digits.get(range).map_or(0, number);
        self.time = Some((part(0..2), part(2..4), part(4..6)));
        match rest {
            [_, Token::Mark('.' | ','), Token::Digits(_), ..] => 3,
            _ => 1,
        }
    }

    fn offset(&mut self, sign: char, digits: &str, rest: &[Token]) -> usize {
        let (minutes, taken) = match (digits.len(), rest) {
            (1 | 2, [_, _, Token::Mark(':'), Token::Digits(minutes), ..]) => (number(digits) * 60 + number(minutes), 4),
            (1 | 2, _) => (number(digits) * 60, 2),
            (3 | 4, _) => (number(digits) / 100 * 60 + number(digits) % 100, 2),
            _ => (i32::MAX, 2),
        };
        if minutes > 15 * 60 {
            self.zone_is_odd = true;
        } else {
            self.zone = Some(if sign == '-' { -minutes } else { minutes });
        }
        taken
    }

    /// ISO 8601 with the century left out: `-0312`, `-03-12`, `-03`.
    fn short_year(&mut self, digits: &str, rest: &[Token]) -> usize {
        let (year, month, taken) = match (digits.len(), rest) {
            // A year before Christ: no feed is that old.
            (4, [_, _, Token::Mark('-'), ..]) => return rest.len(),
            (4, _) => (digits.get(..2), digits.get(2..), 2),
            (2, [_, _, Token::Mark('-'), Token::Digits(month), ..]) if month.len() == 2 => {
                (Some(digits), Some(*month), 4)
            }
            (2, _) => (Some(digits), Some("1"), 2),
            _ => return 2,
        };
        if let (Some(year), Some(month)) = (year, month) {
            self.set_day(full_year(number(year)), number(month), 1);
            self.day_is_partial = true;
        }
        taken
    }

    fn numeric(&mut self, digits: &str, rest: &[Token]) -> usize {
        match rest {
            [
                _,
                Token::Mark('-'),
                Token::Word("W" | "w"),
                Token::Digits(week),
                Token::Mark('-'),
                Token::Digits(day),
                ..,
            ] if digits.len() == 4 => {
                self.set_week(digits, week, day);
                6
            }
            [_, Token::Word("W" | "w"), Token::Digits(week), ..]
            | [_, Token::Mark('-'), Token::Word("W" | "w"), Token::Digits(week), ..]
                if digits.len() == 4 =>
            {
                let (week, day) = week.split_at(week.len().min(2));
                self.set_week(digits, week, day);
                4
            }
            [_, Token::Mark(first), Token::Digits(second), Token::Mark(other), Token::Digits(third), ..]
                if first == other && matches!(first, '-' | '/' | '.') =>
            {
                self.three(*first, digits, second, third);
                5
            }
            [_, Token::Mark('-' | '/'), Token::Digits(month), ..] if digits.len() == 4 && month.len() <= 2 => {
                self.set_day(number(digits), number(month), 1);
                self.day_is_partial = true;
                3
            }
            [_, Token::Mark('-'), Token::Digits(day), ..] if matches!(digits.len(), 2 | 4) && day.len() == 3 => {
                self.set_day_of_year(full_year_of(digits), number(day));
                self.day_is_partial |= digits.len() == 2;
                3
            }
            _ => {
                self.run(digits);
                1
            }
        }
    }

    /// A run of digits on its own.
    fn run(&mut self, digits: &str) {
        let part = |range: std::ops::Range<usize>| digits.get(range).map_or(0, number);
        match digits.len() {
            14 | 12 | 8 => {
                self.set_day(part(0..4), part(4..6), part(6..8));
                if digits.len() > 8 {
                    self.time = Some((part(8..10), part(10..12), part(12..14)));
                }
            }
            7 => self.set_day_of_year(part(0..4), part(4..7)),
            6 => {
                self.set_day(full_year(part(0..2)), part(2..4), part(4..6));
                self.day_is_partial = true;
            }
            5 => {
                self.set_day_of_year(full_year(part(0..2)), part(2..5));
                self.day_is_partial = true;
            }
            1..=4 => self.numbers.push((number(digits), digits.len())),
            _ => {}
        }
    }

    /// Three numbers with the same sign between.
    fn three(&mut self, sign: char, first: &str, second: &str, third: &str) {
        let (a, b, c) = (number(first), number(second), number(third));
        let year_last = third.len() == 4 || (third.len() == 2 && sign != '-');
        match (first.len(), sign) {
            (4, _) => self.set_day(a, b, c),
            (1 | 2, '.') if year_last => self.set_day(full_year_of(third), b, a),
            (1 | 2, _) if year_last && (a > 12 || a == b) => {
                self.set_day(full_year_of(third), b, a);
            }
            (1 | 2, _) if year_last && b > 12 => self.set_day(full_year_of(third), a, b),
            (2, '-') if third.len() == 2 => self.set_day(full_year(a), b, c),
            _ => {}
        }
        self.day_is_partial |= first.len() < 4 && third.len() < 4;
    }

    fn word(&mut self, word: &str) {
        match word {
            "PM" | "pm" | "Pm" | "午後" | "下午" | "μμ" => self.afternoon = Some(true),
            "AM" | "am" | "Am" | "午前" | "上午" | "πμ" => self.afternoon = Some(false),
            // Only one country writes so, and its feeds leave the zone out.
            "오후" | "오전" | "일" => {
                self.likely_zone = Some(9 * 60);
                self.afternoon = self.afternoon.or((word != "일").then_some(word == "오후"));
            }
            _ => {
                if let Some(minutes) = names::zone(word).filter(|_| self.time.is_some()) {
                    self.named_zone = self.named_zone.or(Some(minutes));
                } else if let Some(month) = names::month(word) {
                    self.month = Some(month);
                }
            }
        }
    }

    fn set_day(&mut self, year: i32, month: i32, day: i32) {
        let date = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
        self.day = date.and_then(|((year, month), day)| Date::new(year, month, day).ok());
    }

    fn set_day_of_year(&mut self, year: i32, day: i32) {
        let first = i16::try_from(year).ok().and_then(|year| Date::new(year, 1, 1).ok());
        self.day =
            first.zip(i16::try_from(day).ok()).and_then(|(first, day)| first.with().day_of_year(day).build().ok());
    }

    fn set_week(&mut self, year: &str, week: &str, day: &str) {
        let weekday = i8::try_from(if day.is_empty() { 1 } else { number(day) })
            .ok()
            .and_then(|day| Weekday::from_monday_one_offset(day).ok());
        let date = i16::try_from(number(year)).ok().zip(i8::try_from(number(week)).ok()).zip(weekday);
        self.day =
            date.and_then(|((year, week), weekday)| ISOWeekDate::new(year, week, weekday).ok()).map(ISOWeekDate::date);
    }

    /// The day from a month's name and the numbers around it, or from a lone year.
    fn day_from_words(&mut self) -> Option<Date> {
        let Some(month) = self.month else {
            let &(year, digits) = self.numbers.first()?;
            if digits != 4 || self.numbers.len() > 1 || self.time.is_some() {
                return None;
            }
            self.day_is_partial = true;
            return Date::new(i16::try_from(year).ok()?, 1, 1).ok();
        };
        let year_at = self.numbers.iter().position(|&(value, digits)| digits >= 3 || value > 31);
        let (day, year) = match (year_at, self.numbers.as_slice()) {
            (Some(at), [_, ..]) => {
                let day = self.numbers.iter().enumerate().find(|&(here, _)| here != at).map(|(_, &(day, _))| day);
                (day, self.numbers.get(at).copied()?)
            }
            (None, [(day, _), year, ..]) => (Some(*day), *year),
            _ => return None,
        };
        self.day_is_partial |= day.is_none() || year.1 < 4;
        let year = if year.1 < 4 { full_year(year.0) } else { year.0 };
        Date::new(i16::try_from(year).ok()?, month, i8::try_from(day.unwrap_or(1)).ok()?).ok()
    }

    /// The moment that they name, if they name a day.
    pub(super) fn moment(mut self) -> Option<Moment> {
        let day = self.day.or_else(|| self.day_from_words())?;
        let clock = self.time.and_then(|(hour, minute, second)| clock(hour, minute, second, self.afternoon));
        let (time, next_day) = clock.unwrap_or((Time::midnight(), false));
        let day = if next_day { day.tomorrow().ok()? } else { day };
        let zone = self.zone.or(self.named_zone);
        let at = seconds(day.to_datetime(time)) - i64::from(zone.or(self.likely_zone).unwrap_or(0)) * 60;
        let whole = clock.is_some() && zone.is_some() && !self.zone_is_odd && !self.day_is_partial;
        Some(Moment { at, certainty: if whole { Certainty::Given } else { Certainty::Assumed } })
    }
}
