//! The phrases that news pages put around their articles, in the languages of most of them. It judges one line at a time.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::clean;

/// The phrases, a section for each use.
const FILE: &str = include_str!("../../../../../assets/pages/furniture.txt");

static PHRASES: LazyLock<Phrases> = LazyLock::new(Phrases::read);

/// See `assets/pages/furniture.txt`.
#[derive(Default)]
struct Phrases {
    labels: HashSet<&'static str>,
    never_text: HashSet<&'static str>,
    announcements: HashSet<&'static str>,
    around_dates: HashSet<&'static str>,
    you: HashSet<&'static str>,
    leads: Vec<&'static str>,
    months: Vec<&'static str>,
    days: Vec<&'static str>,
    newsletters: Vec<&'static str>,
}

impl Phrases {
    fn read() -> Self {
        let mut phrases = Self::default();
        let mut section = "";
        for line in FILE.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                section = name;
                continue;
            }
            match section {
                "labels" => drop(phrases.labels.insert(line)),
                "never-text" => drop(phrases.never_text.insert(line)),
                "announcements" => drop(phrases.announcements.insert(line)),
                "around-dates" => drop(phrases.around_dates.insert(line)),
                "you" => drop(phrases.you.insert(line)),
                "leads" => phrases.leads.push(line),
                "months" => phrases.months.push(line),
                "days" => phrases.days.push(line),
                "newsletters" => phrases.newsletters.push(line),
                _ => {}
            }
        }
        phrases
    }
}

/// How many words a text has; letters of scripts without spaces count as one each.
pub(super) fn words(text: &str) -> usize {
    let wide = |c: &char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}');
    let spaced = text.split_whitespace().filter(|word| word.chars().any(|c| c.is_alphanumeric() && !wide(&c))).count();
    spaced + text.chars().filter(wide).count()
}

/// Whether a text ends with a mark that ends sentences, or with one that closes something.
pub(super) fn ends_as_sentence(text: &str) -> bool {
    text.chars().rev().take_while(|c| !c.is_alphanumeric()).any(|c| ".!?…。！？:;”\"’»)」".contains(c))
}

/// A line's letters in lower case, white space as one space, without marks at its ends. Empty for long lines.
fn plain(text: &str) -> String {
    let line = clean::prefix(text.trim(), 160);
    if line.len() < text.trim().len() {
        return String::new();
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('’', "'").trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Whether a line is a label, where it stands above or below the article.
pub(super) fn is_label(text: &str) -> bool {
    let plain = plain(text);
    PHRASES.labels.contains(plain.as_str())
}

/// Whether a line is no text wherever it stands: an advertisement's label, or the number of a picture.
pub(super) fn is_label_anywhere(text: &str) -> bool {
    let plain = plain(text);
    PHRASES.never_text.contains(plain.as_str()) || is_number_of_picture(&plain)
}

/// `Image 1 of 8`, `1 / 5`.
fn is_number_of_picture(plain: &str) -> bool {
    let mut numbers = 0;
    let mut of = false;
    for word in plain.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty()) {
        match word {
            "of" | "/" | "von" | "de" | "sur" | "di" => of = true,
            "image" | "photo" | "slide" | "bild" | "foto" if numbers == 0 => {}
            _ if word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()) => numbers += 1,
            _ => return false,
        }
    }
    of && numbers == 2
}

/// Whether a line begins as those do that lead to another article: `Read more:`.
pub(super) fn leads_on(text: &str) -> bool {
    let start = clean::prefix(text, 60).to_lowercase().replace('’', "'");
    let start = start.trim_start_matches(|c: char| !c.is_alphanumeric());
    PHRASES.leads.iter().any(|lead| {
        let rest = start.strip_prefix(lead).unwrap_or_default();
        rest.trim_start_matches([' ', '\u{a0}', ')', '*']).starts_with([':', '!', '|', '–', '-'])
            || rest.starts_with('\n')
            || *lead == "also on" && rest.starts_with(' ')
    })
}

/// Whether a line says who made a picture and nothing else.
pub(super) fn is_credit(text: &str) -> bool {
    const MADE: [&str; 10] =
        ["image", "images", "photo", "photos", "photograph", "picture", "foto", "fotos", "bild", "credit"];
    let start = clean::prefix(text, 400).to_lowercase();
    let start = start.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    if start.starts_with('©') {
        return true;
    }
    let credited = |rest: &str| {
        let rest = rest.trim_start();
        [" by", "by", "of", "credit", "copyright", "courtesy", "source"]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest)
            .trim_start()
            .starts_with([':', '…', '©'])
            || rest.starts_with("copyright ")
            || rest.starts_with("credit ")
    };
    let alone =
        MADE.iter().filter_map(|word| start.strip_prefix(word)).any(|rest| credited(rest) || rest.starts_with("..."));
    alone || credit_in_brackets(text.trim_end_matches(|c: char| c.is_whitespace() || c == '.'))
}

/// A caption that ends with its credit: `(Image: Agency)`.
fn credit_in_brackets(text: &str) -> bool {
    let inside = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map(|(_, inside)| inside.to_lowercase());
    inside.is_some_and(|inside| {
        ["image", "photo", "foto", "bild", "credit", "picture"].iter().any(|word| inside.starts_with(word))
    })
}

/// Whether a line announces a list of other articles: `More Great Stories`.
pub(super) fn announces_others(text: &str) -> bool {
    let plain = plain(text);
    if PHRASES.announcements.contains(plain.as_str()) {
        return true;
    }
    let words: Vec<&str> = plain.split(' ').collect();
    let begins = words.first().is_some_and(|word| {
        ["more", "top", "great", "related", "recommended", "popular", "latest", "other"].contains(word)
    });
    let of = |word: &&str| ["stories", "news", "articles", "posts", "coverage", "videos", "links"].contains(word);
    let from = || {
        matches!(words.get(..2), Some(["more" | "also", "from" | "in" | "on" | "about" | "by"]))
            || matches!(words.get(..3), Some(["top" | "more", "stories", "from" | "in" | "on"]))
    };
    words.len() <= 9
        && (begins && words.iter().any(of) && !ends_as_sentence(text)
            || words.len() <= 7 && from() && !ends_as_sentence(text))
}

/// Whether a line is a date, with words around it that say nothing else.
pub(super) fn is_date_line(text: &str) -> bool {
    if text.len() > 160 {
        return false;
    }
    let lower = text.to_lowercase();
    let (mut year, mut month, mut numbers) = (false, false, 0);
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && word.len() - digits.len() <= 2 {
            numbers += 1;
            year |= digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
        } else if PHRASES.months.iter().any(|name| word.starts_with(name)) && word.chars().count() <= 10 {
            month = true;
        } else if !PHRASES.around_dates.contains(word) && !PHRASES.days.iter().any(|day| word.starts_with(day)) {
            return false;
        }
    }
    year && (month || numbers >= 3)
}

/// How many words a text has that invitations to newsletters have.
pub(super) fn words_of_newsletters(text: &str) -> usize {
    let lower = text.to_lowercase();
    PHRASES.newsletters.iter().filter(|word| lower.contains(*word)).count()
}

/// Whether a text speaks to its reader, or of those who publish it.
pub(super) fn addresses_reader(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| PHRASES.you.contains(word))
}

/// Whether a text begins by asking for a subscription.
pub(super) fn asks_to_subscribe(text: &str) -> bool {
    let plain = plain(text);
    ["subscribe", "sign up", "follow"].iter().any(|word| plain.starts_with(word))
}

/// Whether a text says who its author is: `Jane Doe is …`, `Jane covers …`.
pub(super) fn is_about(text: &str, name: &str) -> bool {
    const DOES: [&str; 18] = [
        "is", "was", "has", "covers", "writes", "joined", "leads", "works", "hosts", "reports", "lives", "ist",
        "schreibt", "est", "es", "é", "è", "arbeitet",
    ];
    let first = name.split_whitespace().next().unwrap_or_default();
    [name, first].iter().filter(|name| name.chars().count() >= 3).any(|name| {
        let rest = text.strip_prefix(name).and_then(|rest| rest.strip_prefix([' ', ',']));
        rest.is_some_and(|rest| rest.split_whitespace().next().is_some_and(|word| DOES.contains(&word)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_of_the_file_is_read() {
        let sections = FILE.lines().filter(|line| line.starts_with('[')).count();
        let phrases = Phrases::read();
        let sets = [&phrases.labels, &phrases.never_text, &phrases.announcements, &phrases.around_dates, &phrases.you];
        let lists = [&phrases.leads, &phrases.months, &phrases.days, &phrases.newsletters];
        assert!(sets.iter().all(|set| set.len() > 5) && lists.iter().all(|list| list.len() > 5));
        assert_eq!(sections, sets.len() + lists.len());
        assert!(FILE.lines().all(|line| line == line.to_lowercase() || line.starts_with('#')));
    }

    #[test]
    fn dates_by_themselves_are_told_from_sentences_with_dates() {
        for line in [
            "Published 10:02 AM EST Nov 19, 2019",
            "segunda-feira, 22 de janeiro de 2018 às 0:13",
            "19.11.2019, 08:57",
            "Updated: 3rd November 2026",
        ] {
            assert!(is_date_line(line), "{line}");
        }
        for line in ["In May 2019 they married.", "2019", "May", "Nov 19", "The 2019 harbour", "20 2019 boats, 3 quays"]
        {
            assert!(!is_date_line(line), "{line}");
        }
    }

    #[test]
    fn credits_are_told_from_sentences_about_pictures() {
        for line in [
            "Photo: A. Moor",
            "Image copyright Getty Images",
            "© Agency 2026",
            "The quay (Photo: Agency)",
            "Credit...A. Moor/The Post",
        ] {
            assert!(is_credit(line), "{line}");
        }
        for line in [
            "Photos of the storm went round the world.",
            "Images matter.",
            "Pictures: they were everywhere",
            "(Photo)shop",
        ] {
            assert!(!is_credit(line), "{line}");
        }
    }

    #[test]
    fn lists_of_other_articles_are_announced() {
        for line in
            ["More Great Stories", "You may also like…", "Most read", "Top stories in Nation", "More from The Post"]
        {
            assert!(announces_others(line), "{line}");
        }
        for line in ["More than stories of the sea were told.", "Moreover", "What the sailors say", "The latest storm"]
        {
            assert!(!announces_others(line), "{line}");
        }
    }
}
