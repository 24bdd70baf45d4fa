//! The keys of the query language, `title:` to `minutes:`, in one table.

/// A word before a colon that says what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// Words of the headline.
    Title,
    /// A source's name.
    Source,
    /// A source's tag.
    Tag,
    /// Who wrote it.
    Author,
    /// Who is quoted.
    Speaker,
    /// What somebody is quoted with.
    Said,
    /// How something is quoted.
    Kind,
    /// The language.
    Lang,
    /// The web address.
    Url,
    /// What the reader did with it.
    Is,
    /// What it has.
    Has,
    /// Not before a day.
    After,
    /// Before a day.
    Before,
    /// Younger than.
    Newer,
    /// Older than.
    Older,
    /// Reading time.
    Minutes,
    /// Words of the reader's notes.
    Note,
    /// In which order.
    Order,
}

impl Key {
    /// All of them, the commonest first.
    pub const ALL: [Self; 18] = [
        Self::Title,
        Self::Source,
        Self::Tag,
        Self::Speaker,
        Self::Said,
        Self::Author,
        Self::Is,
        Self::Has,
        Self::Newer,
        Self::Older,
        Self::After,
        Self::Before,
        Self::Minutes,
        Self::Kind,
        Self::Lang,
        Self::Url,
        Self::Note,
        Self::Order,
    ];

    /// Its word, without the colon.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Source => "source",
            Self::Tag => "tag",
            Self::Author => "author",
            Self::Speaker => "speaker",
            Self::Said => "said",
            Self::Kind => "kind",
            Self::Lang => "lang",
            Self::Url => "url",
            Self::Is => "is",
            Self::Has => "has",
            Self::After => "after",
            Self::Before => "before",
            Self::Newer => "newer",
            Self::Older => "older",
            Self::Minutes => "minutes",
            Self::Note => "note",
            Self::Order => "order",
        }
    }

    /// What may follow it, as a mistake says it.
    #[must_use]
    pub fn expects(self) -> &'static str {
        match self {
            Self::Title => "words of the headline",
            Self::Source => "a source's name",
            Self::Tag => "a tag",
            Self::Author => "an author's name",
            Self::Speaker => "a speaker's name",
            Self::Said => "words that somebody is quoted with",
            Self::Kind => "direct, mixed or indirect",
            Self::Lang => "a language such as en or pt-BR",
            Self::Url => "a part of a web address",
            Self::Is => "unread, later, snoozed, read, bookmarked, muted or watched",
            Self::Has => "quotes, note or highlight",
            Self::Note => "words of a note of yours",
            Self::After | Self::Before => "a day such as 2026-11-01, a month such as 2026-11, today or yesterday",
            Self::Newer | Self::Older => "a span of time such as 12h, 7d, 2w, 3m or 1y",
            Self::Order => "newest, oldest or relevance",
            Self::Minutes => "a number of minutes such as 5, <5 or >=10",
        }
    }

    /// All that may follow it, where that is a few words.
    #[must_use]
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Self::Kind => &["direct", "mixed", "indirect"],
            Self::Is => &["unread", "later", "snoozed", "read", "bookmarked", "muted", "watched"],
            Self::Has => &["quotes", "note", "highlight"],
            Self::After | Self::Before => &["today", "yesterday"],
            Self::Newer | Self::Older => &["12h", "1d", "7d", "30d", "1y"],
            Self::Order => &["newest", "oldest", "relevance"],
            Self::Minutes => &["<3", "<5", ">10"],
            Self::Title
            | Self::Source
            | Self::Tag
            | Self::Author
            | Self::Speaker
            | Self::Said
            | Self::Note
            | Self::Lang
            | Self::Url => &[],
        }
    }

    /// The key of a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.word().eq_ignore_ascii_case(word))
    }

    /// The key whose word is nearest to one that is none.
    #[must_use]
    pub fn nearest(word: &str) -> Option<Self> {
        nearest(word, Self::ALL.iter().map(|key| key.word())).and_then(Self::named)
    }
}

/// The word nearest to a misspelt one, if it is near at all.
pub(super) fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let word: Vec<char> = word.chars().take(20).flat_map(char::to_lowercase).collect();
    let near = words.map(|other| (distance(&word, other), other));
    near.min_by_key(|(distance, _)| *distance).filter(|(distance, _)| *distance <= 2).map(|(_, other)| other)
}

/// How many letters are to be changed, added or left out (Levenshtein, 1966).
fn distance(word: &[char], other: &str) -> usize {
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (line, letter) in other.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        for (cell, own) in row.iter_mut().skip(1).zip(word) {
            let above = *cell;
            let here = (diagonal + usize::from(*own != letter)).min(above + 1).min(left + 1);
            (diagonal, left) = (above, here);
            *cell = here;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_known_by_its_word_and_near_its_misspelling() {
        for key in Key::ALL {
            assert_eq!(Key::named(key.word()), Some(key));
            assert_eq!(Key::named(&key.word().to_uppercase()), Some(key));
        }
        assert_eq!(Key::nearest("speeker"), Some(Key::Speaker));
        assert_eq!(Key::nearest("titel"), Some(Key::Title));
        assert_eq!(Key::nearest("colour"), None);
        assert_eq!(Key::nearest(&"x".repeat(100_000)), None);
    }
}
