//! English words brought to their stems, for an index that was asked to keep those: `ministers` and `minister` are one
//! word then. It knows no index; it remembers what the one in use keeps.
//!
//! The rules are Porter's ("An algorithm for suffix stripping", Program 14, 1980). A word with another letter than a to z
//! stays as it is.

use std::{
    borrow::Cow,
    sync::atomic::{AtomicBool, Ordering},
};

use super::{Last, Phrase};

/// What an index keeps of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stemming {
    /// All of it.
    #[default]
    Words,
    /// Its stem in English.
    English,
}

/// What the index in use keeps: a text is compared as it is.
static IN_USE: AtomicBool = AtomicBool::new(false);

impl Stemming {
    /// What the index of this program keeps, as far as it was looked at.
    #[must_use]
    pub fn in_use() -> Self {
        if IN_USE.load(Ordering::Relaxed) { Self::English } else { Self::Words }
    }

    /// Remembers that an index keeps this: queries and texts are compared by it from now on.
    pub fn is_used(self) {
        IN_USE.store(self == Self::English, Ordering::Relaxed);
    }

    /// What is kept of a folded word.
    #[must_use]
    pub fn of(self, word: &str) -> Cow<'_, str> {
        match self {
            Self::Words => Cow::Borrowed(word),
            Self::English => stem(word),
        }
    }

    /// What else is kept of words that begin like a folded one, besides what begins as its own stem: of `governmen` the
    /// whole `govern`, of `play` what begins so, as its own is `plai`.
    #[must_use]
    pub fn others(self, begun: &str) -> Vec<(String, Last)> {
        match self {
            Self::Words => Vec::new(),
            Self::English => others(begun),
        }
    }
}

/// A phrase of stems.
pub(super) struct Stems {
    pub(super) phrase: Phrase,
    /// What may stand in the place of its last word.
    pub(super) others: Vec<(String, Last)>,
}

impl Stems {
    pub(super) fn of(phrase: &Phrase) -> Self {
        let words = phrase.words.iter().map(|word| stem(word).into_owned());
        let begun = phrase.words.last().filter(|_| phrase.last == Last::Begun);
        let others = begun.map(|word| others(word)).unwrap_or_default();
        Self { phrase: Phrase { words: words.collect(), last: phrase.last }, others }
    }
}

/// The stems of a begun word with each ending of which it has a part, or after which its last letter stands twice.
fn others(begun: &str) -> Vec<(String, Last)> {
    if !is_english(begun) {
        return Vec::new();
    }
    let own = stem(begun);
    let endings = SECOND.iter().chain(&THIRD).chain(&FOURTH).map(|(ending, _)| *ending).chain(FIRST);
    let finished = endings.flat_map(|ending| {
        let parts = (1..=ending.len()).filter_map(move |part| begun.strip_suffix(ending.get(..part)?));
        let twice = Some(begun).filter(|begun| ends_double(begun));
        parts.chain(twice).map(move |before| format!("{before}{ending}"))
    });
    let mut stems: Vec<String> = finished.map(|word| stem(&word).into_owned()).collect();
    stems.retain(|stem| stem.len() > 1 && !stem.starts_with(&*own) && !stem.starts_with(begun));
    stems.sort_unstable();
    stems.dedup();
    let itself = Some((begun.to_owned(), Last::Begun)).filter(|_| !begun.starts_with(&*own));
    stems.into_iter().map(|stem| (stem, Last::Whole)).chain(itself).collect()
}

/// A longer word than this is no English one.
const LONGEST: usize = 40;

fn stem(word: &str) -> Cow<'_, str> {
    if !is_english(word) {
        return Cow::Borrowed(word);
    }
    let mut stem = Stem(word.to_owned());
    stem.plural();
    stem.past_and_present();
    if stem.before("y").is_some_and(has_vowel) {
        stem.end("y", "i");
    }
    stem.replace(&SECOND, |before| measure(before) > 0);
    stem.replace(&THIRD, |before| measure(before) > 0);
    stem.replace(&FOURTH, |before| measure(before) > 1);
    stem.last_letters();
    if stem.0 == word { Cow::Borrowed(word) } else { Cow::Owned(stem.0) }
}

fn is_english(word: &str) -> bool {
    (3..=LONGEST).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Endings that go first.
const FIRST: [&str; 6] = ["s", "es", "ies", "ed", "ied", "ing"];

/// Endings and what stands in their place, the longest first where one ends as another.
const SECOND: [(&str, &str); 20] = [
    ("ational", "ate"),
    ("ization", "ize"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("tional", "tion"),
    ("biliti", "ble"),
    ("entli", "ent"),
    ("ousli", "ous"),
    ("ation", "ate"),
    ("alism", "al"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("abli", "able"),
    ("alli", "al"),
    ("ator", "ate"),
    ("eli", "e"),
];
const THIRD: [(&str, &str); 7] =
    [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ness", ""), ("ful", "")];
const FOURTH: [(&str, &str); 20] = [
    ("ement", ""),
    ("ance", ""),
    ("ence", ""),
    ("able", ""),
    ("ible", ""),
    ("ment", ""),
    ("sion", "s"),
    ("tion", "t"),
    ("ant", ""),
    ("ent", ""),
    ("ism", ""),
    ("ate", ""),
    ("iti", ""),
    ("ous", ""),
    ("ive", ""),
    ("ize", ""),
    ("al", ""),
    ("er", ""),
    ("ic", ""),
    ("ou", ""),
];

/// A word of small letters that is losing its endings.
struct Stem(String);

impl Stem {
    /// What stands before an ending, if it has that.
    fn before(&self, ending: &str) -> Option<&str> {
        self.0.strip_suffix(ending)
    }

    /// Puts another ending in the place of the one it has.
    fn end(&mut self, ending: &str, other: &str) {
        self.0.truncate(self.0.len().saturating_sub(ending.len()));
        self.0.push_str(other);
    }

    fn plural(&mut self) {
        for (ending, other) in [("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("s", "")] {
            if self.before(ending).is_some() {
                return self.end(ending, other);
            }
        }
    }

    fn past_and_present(&mut self) {
        if let Some(before) = self.before("eed") {
            if measure(before) > 0 {
                self.end("eed", "ee");
            }
            return;
        }
        let has_it = |ending: &&str| self.before(ending).is_some();
        let Some(ending) = ["ed", "ing"].into_iter().find(has_it) else { return };
        if !self.before(ending).is_some_and(has_vowel) {
            return;
        }
        self.end(ending, "");
        if ["at", "bl", "iz"].iter().any(|ending| self.before(ending).is_some()) {
            self.0.push('e');
        } else if ends_double(&self.0) && !self.0.ends_with(['l', 's', 'z']) {
            self.0.pop();
        } else if measure(&self.0) == 1 && ends_short(&self.0) {
            self.0.push('e');
        }
    }

    /// Replaces the first of the endings that it has, where what stands before it is long enough.
    fn replace(&mut self, endings: &[(&str, &str)], is_enough: impl Fn(&str) -> bool) {
        let Some((ending, other)) = endings.iter().find(|(ending, _)| self.before(ending).is_some()) else { return };
        // A `t` or `s` that stays counts as what stands before.
        let kept = self.0.len() - ending.len() + usize::from(other.len() == 1);
        if is_enough(self.0.get(..kept).unwrap_or_default()) {
            self.end(ending, other);
        }
    }

    fn last_letters(&mut self) {
        if let Some(before) = self.before("e") {
            let syllables = measure(before);
            if syllables > 1 || (syllables == 1 && !ends_short(before)) {
                self.0.pop();
            }
        }
        if self.0.ends_with("ll") && measure(&self.0) > 1 {
            self.0.pop();
        }
    }
}

/// Whether each letter is a consonant: all but vowels, and `y` after one.
fn consonants(word: &str) -> impl Iterator<Item = bool> + '_ {
    let mut before = false;
    word.bytes().map(move |byte| {
        let is = match byte {
            b'a' | b'e' | b'i' | b'o' | b'u' => false,
            b'y' => !before,
            _ => true,
        };
        before = is;
        is
    })
}

/// How often consonants follow on vowels.
fn measure(word: &str) -> usize {
    let (mut count, mut vowel) = (0, false);
    for consonant in consonants(word) {
        count += usize::from(consonant && vowel);
        vowel = !consonant;
    }
    count
}

fn has_vowel(word: &str) -> bool {
    consonants(word).any(|consonant| !consonant)
}

fn ends_double(word: &str) -> bool {
    let mut last = word.bytes().rev();
    last.next().is_some_and(|one| last.next() == Some(one)) && consonants(word).last() == Some(true)
}

/// Whether it ends in consonant, vowel, consonant, the last of them not `w`, `x` or `y`.
fn ends_short(word: &str) -> bool {
    let last: Vec<bool> = consonants(word).skip(word.len().saturating_sub(3)).collect();
    last == [true, false, true] && !word.ends_with(['w', 'x', 'y'])
}

#[cfg(test)]
mod tests;
