//! Who speaks over all articles: people, what they said, and what the reader says about who is who. It knows no store.

use serde::Serialize;

use super::{ArticleId, How, Row, quotation::Kept};
use crate::query::Phrase;
use crate::text::quotes::{Confidence, Kind, Speaker, SpeakerKind};

/// A person, an organisation or a document in the store: one for each name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct PersonId(pub i64);

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// Somebody known by a whole name, or by what the reader said: the same in every article.
    Person(PersonId),
    /// Somebody whom this name means in this article alone: `officials`, `Al-Amiri`.
    Within(ArticleId, PersonId),
}

/// How far a speaker's name says who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// It is a whole name: the same person in every article.
    Everywhere,
    /// It says who speaks only together with the article.
    Article,
}

/// Words before a name that are no part of it.
const HONORIFICS: [&str; 28] = [
    "mr",
    "mrs",
    "ms",
    "mx",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "sheikh",
    "shaikh",
    "imam",
    "ayatollah",
    "rabbi",
    "father",
    "sister",
    "brother",
    "pope",
    "madame",
    "monsieur",
    "herr",
    "frau",
    "señor",
    "señora",
    "don",
];

/// Han, Kana and Hangul names are written without a space; this many characters make a whole one.
const UNSPACED: usize = 3;

impl Reach {
    /// How far the name of a speaker reaches, as an article has it.
    #[must_use]
    pub fn of(speaker: &Speaker) -> Self {
        let whole = match speaker.kind {
            SpeakerKind::Person | SpeakerKind::Unknown => is_whole(&speaker.name, speaker.role.as_deref()),
            SpeakerKind::Organisation => is_proper(&speaker.name),
            SpeakerKind::Document | SpeakerKind::Unnamed => false,
        };
        if whole { Self::Everywhere } else { Self::Article }
    }
}

/// Whether a name has two words or more beside what stands before names: `Hadi al-Amiri`, not `Mr. Smith`.
fn is_whole(name: &str, role: Option<&str>) -> bool {
    let bare = role.and_then(|role| name.strip_prefix(role)).unwrap_or(name);
    if bare.chars().filter(|c| is_unspaced(*c)).count() >= UNSPACED {
        return true;
    }
    bare.split_whitespace().filter(|word| is_name(word)).count() >= 2
}

fn is_name(word: &str) -> bool {
    let lower = word.trim_end_matches('.').to_lowercase();
    let proper = word.chars().any(|c| c.is_alphabetic() && !c.is_lowercase());
    proper && !HONORIFICS.contains(&lower.as_str())
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Whether the first word beside an article is a name: `the Pentagon`, not `the ministry`.
fn is_proper(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let first = words.find(|word| !matches!(word.to_lowercase().as_str(), "the" | "a" | "an"));
    first.is_some_and(|word| word.chars().any(|c| c.is_alphabetic() && !c.is_lowercase()))
}

/// Somebody in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The one that all their names lead to.
    pub id: PersonId,
    /// What they are called: the reader's name for them, else as articles give it.
    pub name: Box<str>,
    /// The other names that mean them.
    pub also: Vec<Box<str>>,
    /// How many quotations they have.
    pub quotations: usize,
    /// In how many articles.
    pub articles: usize,
}

/// What somebody said, in one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// The article's row.
    pub row: Row,
    /// Where the article can be read on the web.
    pub url: Option<Box<str>>,
    /// When it was published, in the article's words.
    pub date: Option<Box<str>>,
    /// What was said, in the order of the text.
    pub sayings: Vec<Saying>,
}

/// One quotation with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// Which of the article's quotations it is, from 0.
    pub index: usize,
    /// How it is reported.
    pub kind: Kind,
    /// The words in one line.
    pub words: Box<str>,
    /// Who said it, if that is known.
    pub who: Option<Who>,
    /// What they are called.
    pub name: Option<Box<str>>,
    /// The name that the article gives.
    pub given: Option<Given>,
    /// The role that the article gives.
    pub role: Option<Box<str>>,
    /// How sure it is who said it.
    pub confidence: Confidence,
    /// Whether the reader keeps it; the store doesn't know.
    pub kept: Kept,
}

/// A name as an article gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The name's own number, whoever is meant by it.
    pub id: PersonId,
    /// The words.
    pub name: Box<str>,
}

/// Who a speaker of an article is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Over all articles.
    pub who: Who,
    /// As the article gives the name.
    pub given: Given,
}

/// A stretch of what somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sayings {
    /// Who was asked for.
    pub asked: Who,
    /// Who that is: a name that was merged leads to another.
    pub who: Who,
    /// The stretch holds what is older than this article; `None` for the newest.
    pub from: Option<ArticleId>,
    /// The person; `None` for a name within one article.
    pub person: Option<Person>,
    /// What was said, the newest article first; nothing once there is no more.
    pub found: Vec<Quoted>,
}

/// Which quotations are asked for; what is `None` or empty doesn't matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of speakers with these words in one of their names.
    pub speaker: Option<String>,
    /// With these words, one after the other.
    pub words: Option<Phrase>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// From sources with these words in their name.
    pub source: Option<String>,
    /// From articles since then, in Unix seconds.
    pub since: Option<i64>,
}

/// What the reader says about who is who.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeopleChange {
    /// They are the person of this name.
    Merge(Who, String),
    /// The person is called so; empty: as articles give it.
    Rename(PersonId, String),
    /// In this article, this name means somebody else than it was taken for: a name that was merged stands alone again,
    /// one that stood alone gets a person of this new name.
    Split(ArticleId, PersonId, Option<String>),
}

/// What a change of people is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeopleVerb {
    /// Two are one.
    Merge,
    /// Somebody has another name.
    Rename,
    /// One is two.
    Split,
}

/// What a change of people, its undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reshuffle {
    /// What was done (for an undo: what was undone).
    pub verb: PeopleVerb,
    /// Whether it was done, undone or done again.
    pub how: How,
    /// What that made of which names.
    pub names: Vec<Renamed>,
}

impl Reshuffle {
    /// What was done, in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let how = match self.how {
            How::Applied => "",
            How::Undone => "undone: ",
            How::Redone => "done again: ",
        };
        let said = match self.names.first() {
            None => "nothing is left to change".to_owned(),
            Some(Renamed { name, to }) => match (self.verb, to) {
                (PeopleVerb::Rename, Some(to)) => format!("{name} is now called {to}"),
                (PeopleVerb::Rename, None) => format!("{name} is called so again"),
                (PeopleVerb::Merge | PeopleVerb::Split, Some(to)) => format!("{name} is {to}"),
                (PeopleVerb::Merge | PeopleVerb::Split, None) => format!("{name} stands alone again"),
            },
        };
        format!("{how}{said}")
    }
}

/// What became of a name, for telling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The name that it was about.
    pub name: Box<str>,
    /// The person or name that it leads to now; `None` for itself.
    pub to: Option<Box<str>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(name: &str, role: Option<&str>, kind: SpeakerKind) -> Reach {
        Reach::of(&Speaker { name: name.into(), role: role.map(Into::into), kind })
    }

    #[test]
    fn a_whole_name_is_the_same_person_everywhere() {
        for name in ["Hadi al-Amiri", "Dr. Anna Lee", "Ursula von der Leyen", "هادي العامري", "习近平"] {
            assert_eq!(reach(name, None, SpeakerKind::Person), Reach::Everywhere, "{name}");
        }
        for name in ["Northgate Water", "the Pentagon", "Iran’s armed forces"] {
            assert_eq!(reach(name, None, SpeakerKind::Organisation), Reach::Everywhere, "{name}");
        }
    }

    #[test]
    fn a_short_name_says_nothing_outside_of_its_article() {
        for name in ["Al-Amiri", "Mr. Smith", "Sheikh Ahmed", "Xi", "习", "al-amiri de la", ""] {
            assert_eq!(reach(name, None, SpeakerKind::Person), Reach::Article, "{name}");
        }
        assert_eq!(reach("President Biden", Some("President"), SpeakerKind::Person), Reach::Article);
    }

    #[test]
    fn officials_reports_and_the_ministry_are_nobody_elsewhere() {
        assert_eq!(reach("Iranian officials", None, SpeakerKind::Unnamed), Reach::Article);
        assert_eq!(reach("The Annual Report", None, SpeakerKind::Document), Reach::Article);
        for name in ["The ministry", "parliament"] {
            assert_eq!(reach(name, None, SpeakerKind::Organisation), Reach::Article, "{name}");
        }
    }
}
