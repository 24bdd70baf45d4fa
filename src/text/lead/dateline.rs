//! Reads the words before a news text proper, as the agencies write them.
//!
//! `Shafaq News/ On Sunday, …` · `BAGHDAD, Nov. 3 (Reuters) - …` · `WASHINGTON (AP) — …` · `(Reuters) - …` ·
//! `PARIS/BERLIN, March 12 - …` · `KYIV, Ukraine (AP) — …` · `MOSCOW, November 3. /TASS/. …` · `新华社北京11月3日电`.
//! Everything is given back as written.

#[cfg(test)]
mod tests;

/// The parts of an opening, and where it ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Opening<'a> {
    /// The publisher of a slug: `Shafaq News`.
    pub(super) source: Option<&'a str>,
    /// `BAGHDAD`, `KYIV, Ukraine`.
    pub(super) place: Option<&'a str>,
    /// `Reuters`.
    pub(super) agency: Option<&'a str>,
    /// `Nov. 3`.
    pub(super) day: Option<&'a str>,
    /// The bytes of the text that are opening; white space follows.
    pub(super) end: usize,
}

/// How far the opening may reach, in bytes.
const SEARCHED: usize = 200;

/// Words in capitals before a dash that are no place.
const KICKERS: &[&str] = &[
    "ADVISORY",
    "ALERT",
    "ANALYSIS",
    "BACKGROUND",
    "BREAKING",
    "BRIEF",
    "BULLETIN",
    "CAUTION",
    "COLUMN",
    "COMMENT",
    "COMMENTARY",
    "CORRECTED",
    "CORRECTION",
    "DEVELOPING",
    "EDITORIAL",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACTBOX",
    "FEATURE",
    "FLASH",
    "FOR IMMEDIATE RELEASE",
    "FOCUS",
    "GRAPHIC",
    "INSIGHT",
    "INTERVIEW",
    "LIVE",
    "NEWS",
    "NOTE",
    "OBITUARY",
    "OPINION",
    "PHOTOS",
    "PROFILE",
    "QUESTION",
    "REFILE",
    "REVIEW",
    "SCHEDULE",
    "SPECIAL REPORT",
    "SUMMARY",
    "TIMELINE",
    "TOP NEWS",
    "UPDATE",
    "UPDATED",
    "URGENT",
    "VIDEO",
    "WARNING",
    "WATCH",
    "WRAPUP",
];

const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The opening of a paragraph, if it has one.
pub(super) fn read(text: &str) -> Option<Opening<'_>> {
    let line = text.split('\n').next().unwrap_or_default();
    let head = crate::text::clean::prefix(line, SEARCHED);
    if let Some(opening) = chinese(head) {
        return Some(opening);
    }
    let slug = slug(head);
    let start = slug.map_or(0, |(_, end)| end);
    let wire = head.get(start..).and_then(|rest| wire(rest, slug.is_some()));
    if slug.is_none() && wire.is_none() {
        return None;
    }
    let mut opening = wire.unwrap_or_default();
    let rest = head.get(start + opening.end..).unwrap_or_default();
    opening.source = slug.map(|(source, _)| source);
    opening.end += start;
    opening.end = head.get(..opening.end).unwrap_or_default().trim_end().len();
    opening.day = opening.day.or_else(|| weekday(rest));
    Some(opening)
}

/// Whether words in capitals announce a kind of story rather than a place.
pub(crate) fn is_kicker(words: &str) -> bool {
    let words = words.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    KICKERS.contains(&words.to_uppercase().as_str())
}

/// Whether words are a weekday, or a day and a month in either order, with or without a year.
pub(crate) fn is_day(words: &str) -> bool {
    let words = words.trim().trim_end_matches('.');
    if WEEKDAYS.contains(&words.to_lowercase().as_str()) {
        return true;
    }
    let parts: Vec<&str> = words.split_whitespace().take(4).collect();
    match parts.as_slice() {
        [a, b] => is_month(a) && is_day_number(b) || is_day_number(a) && is_month(b),
        [a, b, year] => is_year(year) && (is_month(a) && is_day_number(b) || is_day_number(a) && is_month(b)),
        _ => false,
    }
}

/// In any language: a month is a word of letters, of at least three with its full stop.
fn is_month(word: &str) -> bool {
    let letters = word.trim_end_matches('.');
    (3..=12).contains(&letters.chars().count()) && letters.chars().all(char::is_alphabetic)
}

fn is_day_number(word: &str) -> bool {
    let number = word.trim_end_matches(['.', 's', 't', 'n', 'd', 'r', 'h']);
    number.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The publisher before a slash, and where what follows begins: `Shafaq News/ `, `Shafaq News / `.
fn slug(head: &str) -> Option<(&str, usize)> {
    let slash = head.find('/')?;
    let (before, after) = (head.get(..slash)?, head.get(slash + 1..)?);
    let name = before.trim_end();
    let is_name = name.chars().count() <= 40 && name.split(' ').count() <= 4 && name.split(' ').all(is_name_word);
    let ends_word = after.starts_with(char::is_whitespace) && !after.trim().is_empty();
    let latin = name.chars().any(char::is_uppercase) || name.chars().filter(|c| c.is_alphabetic()).count() > 2;
    (is_name && ends_word && latin).then_some((name, slash + 1 + after.len() - after.trim_start().len()))
}

/// A word of a name: letters, digits and few signs, beginning with a capital or in a script without them.
fn is_name_word(word: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '-' | '&') || is_combining(c);
    let first = word.chars().next();
    first.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase()) && word.chars().all(inner)
}

fn is_combining(c: char) -> bool {
    unicode_width::UnicodeWidthChar::width(c) == Some(0)
}

/// `PLACE, Region, Nov. 3 (Agency) - `; after a slug the place needs no capitals.
fn wire(head: &str, after_slug: bool) -> Option<Opening<'_>> {
    let (before, end) = tass(head).or_else(|| dash(head))?;
    let (body, agency) = agency(before);
    let body = body.trim().trim_end_matches(',').trim_end();
    if let Some(agency) = agency.filter(|_| body.is_empty() || is_day(body)) {
        let day = (!body.is_empty()).then_some(body);
        return Some(behind_agency(head, Opening { agency: Some(agency), day, end, ..Opening::default() }));
    }
    let (place, day) = place_and_day(body)?;
    let sure = agency.is_some() || day.is_some() || after_slug;
    let named = if sure { place.split(PLACE_GAPS).all(is_place_word) } else { is_in_capitals(place) };
    let fits = named && place.chars().count() <= 60 && !is_kicker(place);
    fits.then_some(Opening { source: None, place: Some(place), agency, day, end })
}

/// Some agencies name themselves first: `(ANSA) - ROMA, 03 NOV - `.
fn behind_agency<'a>(head: &'a str, opening: Opening<'a>) -> Opening<'a> {
    let rest = head.get(opening.end..).unwrap_or_default();
    let behind = dash(rest)
        .filter(|_| opening.day.is_none())
        .and_then(|(before, end)| Some((place_and_day(before.trim())?, end)));
    match behind {
        Some(((place, Some(day)), end)) if is_in_capitals(place) => {
            Opening { place: Some(place), day: Some(day), end: opening.end + end, ..opening }
        }
        _ => opening,
    }
}

const PLACE_GAPS: [char; 4] = [' ', '/', ',', '\u{a0}'];

/// The words of place names that may be small.
fn is_place_word(word: &str) -> bool {
    word.is_empty()
        || is_name_word(word)
        || matches!(word, "de" | "del" | "la" | "of" | "and" | "al" | "am" | "on" | "upon")
}

/// `KYIV`, `PARIS/BERLIN`, `ST. LOUIS`, `KYIV, Ukraine`: all before the first comma in capitals, few words.
fn is_in_capitals(place: &str) -> bool {
    let (city, region) = place.split_once(',').unwrap_or((place, ""));
    let letters = city.chars().filter(|c| c.is_alphabetic());
    let capitals = letters.clone().count() >= 3 && letters.clone().all(char::is_uppercase);
    capitals
        && city.split(PLACE_GAPS).count() <= 5
        && city.split(PLACE_GAPS).chain(region.split(PLACE_GAPS)).all(is_place_word)
}

/// Where the first dash stands that can end an opening: what is before it, and where the lead begins.
fn dash(head: &str) -> Option<(&str, usize)> {
    for (at, c) in head.char_indices().filter(|&(_, c)| matches!(c, '-' | '–' | '—')) {
        let (before, rest) = (head.get(..at)?, head.get(at..)?);
        let after = rest.trim_start_matches(c);
        let double = c == '-' && rest.starts_with("--");
        let gap_before = before.ends_with([' ', '\u{a0}', ')', '.', ',']) || before.is_empty();
        let gap_after = after.starts_with(char::is_whitespace);
        if !(gap_before && gap_after || c == '—' || double) {
            continue;
        }
        if before.contains(['"', '“', '?', '!', ':', ';', '«', '„']) || after.trim().is_empty() || before.is_empty()
        {
            return None;
        }
        return Some((before, head.len() - after.len()));
    }
    None
}

/// `MOSCOW, November 3. /TASS/. `: what is before the dot, and where the lead begins.
fn tass(head: &str) -> Option<(&str, usize)> {
    let open = head.find(" /")?;
    let close = head.get(open + 2..)?.find('/')? + open + 2;
    let after = head.get(close + 1..)?.strip_prefix('.')?;
    let agency = head.get(open + 2..close)?;
    let fits = is_agency(agency) && after.starts_with(char::is_whitespace);
    fits.then(|| (head.get(..=close).unwrap_or_default(), head.len() - after.len()))
}

/// Parts the agency in brackets or slashes at the end from what stands before it.
fn agency(before: &str) -> (&str, Option<&str>) {
    let closed = before.trim_end().trim_end_matches('.').trim_end();
    for (open, close) in [('(', ')'), ('/', '/')] {
        let inside = closed.strip_suffix(close).and_then(|head| head.rsplit_once(open));
        if let Some((body, name)) = inside
            && is_agency(name.trim())
        {
            return (body, Some(name.trim()));
        }
    }
    (before, None)
}

fn is_agency(name: &str) -> bool {
    let words = |name: &str| name.split([' ', '/', '-']).all(|word| is_name_word(word) || word.len() <= 1);
    let named = name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    let small = matches!(name, "dpa" | "apa" | "epd" | "kna" | "sda" | "ots" | "taz" | "afp" | "ap");
    small || named && name.chars().count() <= 40 && name.split(' ').count() <= 5 && words(name)
}

/// Parts `KYIV, Ukraine, Nov. 3, 2024` into the place with its region and the day with its year.
fn place_and_day(body: &str) -> Option<(&str, Option<&str>)> {
    if is_day(body) {
        return None;
    }
    let commas = body.char_indices().filter(|&(_, c)| matches!(c, ',' | '،')).map(|(at, c)| (at, at + c.len_utf8()));
    let stops = body.match_indices(". ").map(|(at, _)| (at, at + 2));
    for (at, after) in commas.chain(stops) {
        let (place, day) = (body.get(..at)?.trim(), body.get(after..)?.trim());
        if is_days(day) {
            return Some((place, Some(day.trim_end_matches('.'))));
        }
    }
    Some((body, None))
}

/// Whether words are a day, or a weekday and a day, and perhaps a year: `Sunday, Nov. 3, 2024`.
fn is_days(words: &str) -> bool {
    let mut parts = words.split([',', '،']).map(str::trim);
    parts.next().is_some_and(is_day) && parts.all(|part| is_day(part) || is_year(part))
}

/// The weekday of a lead that begins with it: `On Sunday, …`.
fn weekday(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("On ").or_else(|| rest.strip_prefix("on ")).unwrap_or(rest);
    let word = rest.split(|c: char| !c.is_alphabetic()).next()?;
    WEEKDAYS.contains(&word.to_lowercase().as_str()).then_some(word)
}

/// `新华社北京11月3日电（记者李河）`, `中央社台北3日電`: agency, place, day, and the word for a dispatch.
fn chinese(head: &str) -> Option<Opening<'_>> {
    let dispatch = head.find(['电', '電']).filter(|&at| at <= 60)?;
    let before = head.get(..dispatch)?;
    let agency_end = before.find('社')? + '社'.len_utf8();
    let rest = before.get(agency_end..)?;
    let day = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    let is_day = day.ends_with('日') && day.chars().all(|c| c.is_ascii_digit() || matches!(c, '年' | '月' | '日'));
    let place = rest.get(..rest.len() - day.len())?.trim();
    let end = dispatch + '电'.len_utf8();
    // The reporter's name follows in brackets.
    let after = head.get(end..)?;
    let names = after.strip_prefix(['（', '(']).and_then(|_| after.find(['）', ')']));
    let end = names.map_or(end, |close| {
        end + close + after.get(close..).map_or(0, |rest| rest.chars().next().map_or(0, char::len_utf8))
    });
    is_day.then_some(Opening {
        source: None,
        place: (!place.is_empty()).then_some(place),
        agency: before.get(..agency_end),
        day: Some(day),
        end,
    })
}
