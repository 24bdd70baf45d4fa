//! The words that the engine knows: read from data files, looked up by their lower-case form. It knows no text.

mod flags;
mod read;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{OnceLock, PoisonError, RwLock};

pub(super) use flags::Flags;
pub use read::LexiconError;

/// Which words introduce speech, who speaks, and the small words around them, for each language that is known.
///
/// ```
/// use dateline::text::quotes::Lexicon;
/// let own = Lexicon::built_in().merged_with("[speech]\nstrong = \"skeet\"\n", "own.toml")?;
/// # Ok::<(), dateline::text::quotes::LexiconError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    languages: Vec<(Box<str>, Words)>,
    /// A hash of the files that a user added; 0 without any.
    added: u32,
}

/// The words of one language.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    flags: HashMap<Box<[u8]>, Flags, BuildHasherDefault<Quick>>,
}

const FILES: [(&str, &str); 9] = [
    ("en.toml", include_str!("../../../assets/quotes/en.toml")),
    ("fr.toml", include_str!("../../../assets/quotes/fr.toml")),
    ("de.toml", include_str!("../../../assets/quotes/de.toml")),
    ("es.toml", include_str!("../../../assets/quotes/es.toml")),
    ("ar.toml", include_str!("../../../assets/quotes/ar.toml")),
    ("it.toml", include_str!("../../../assets/quotes/it.toml")),
    ("pt.toml", include_str!("../../../assets/quotes/pt.toml")),
    ("ru.toml", include_str!("../../../assets/quotes/ru.toml")),
    ("zh.toml", include_str!("../../../assets/quotes/zh.toml")),
];

static IN_FORCE: RwLock<Option<&'static Lexicon>> = RwLock::new(None);

/// How many bits of an edition are the engine's version.
const VERSION_BITS: u32 = 16;

/// Whether quotations of the one edition are to be found anew by the other: it is of a newer engine, or of the same with
/// other words. 0 is the edition of what was never searched.
#[must_use]
pub fn is_outdated(found: i64, by: i64) -> bool {
    let version = |edition: i64| edition & ((1 << VERSION_BITS) - 1);
    found != by && found != 0 && version(found) <= version(by)
}

impl Lexicon {
    /// All languages that come with the program; made on the first call, in a few milliseconds.
    pub fn built_in() -> &'static Lexicon {
        static BUILT_IN: OnceLock<Lexicon> = OnceLock::new();
        BUILT_IN.get_or_init(|| Lexicon::of_files(&FILES))
    }

    /// The lexicon of this process: what [`Lexicon::put_in_force`] was given last, or else the built-in one.
    pub fn in_force() -> &'static Lexicon {
        let own = *IN_FORCE.read().unwrap_or_else(PoisonError::into_inner);
        own.unwrap_or_else(|| Self::built_in())
    }

    /// The edition of [`Lexicon::in_force`], without making the built-in one.
    #[must_use]
    pub fn edition_in_force() -> i64 {
        let own = *IN_FORCE.read().unwrap_or_else(PoisonError::into_inner);
        own.map_or(i64::from(super::ENGINE_VERSION), Self::edition)
    }

    /// Makes this the lexicon of the process, or the built-in one. The one before stays in memory, as others may be at work
    /// with it; where the words are the same, nothing is done. Returns whether they are others now.
    pub fn put_in_force(own: Option<Self>) -> bool {
        let mut place = IN_FORCE.write().unwrap_or_else(PoisonError::into_inner);
        let added = |lexicon: Option<&Self>| lexicon.map_or(0, |lexicon| lexicon.added);
        if added(*place) == added(own.as_ref()) {
            return false;
        }
        *place = own.map(|own| &*Box::leak(Box::new(own)));
        true
    }

    /// The tables of a lexicon file, each with the lists that may stand in it; none may be anything, for `forms`.
    #[must_use]
    pub fn tables() -> [(&'static str, &'static [&'static str]); 7] {
        read::TABLES
    }

    /// What finds quotations: the engine's version, and above its 16 bits a hash of the words that a user added. Where
    /// it is another, the same text may have other quotations.
    #[must_use]
    pub fn edition(&self) -> i64 {
        i64::from(super::ENGINE_VERSION) | (i64::from(self.added) << VERSION_BITS)
    }

    /// English alone.
    pub fn english() -> &'static Lexicon {
        static ENGLISH: OnceLock<Lexicon> = OnceLock::new();
        ENGLISH.get_or_init(|| Lexicon::of_files(&FILES[..1]))
    }

    /// A lexicon of the program's own files; a test reads each of them, so that none can be wrong here.
    fn of_files(files: &[(&str, &str)]) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for (name, text) in files {
            if let Err(error) = lexicon.merge(text, name) {
                debug_assert!(false, "{error}");
            }
        }
        lexicon
    }

    /// This lexicon with the words of a user's own file added, and those under `[not]` taken out.
    ///
    /// # Errors
    /// The file isn't TOML, or has a key or a value that no lexicon has: the error names `file` and the line.
    pub fn merged_with(&self, toml: &str, file: &str) -> Result<Lexicon, LexiconError> {
        let mut merged = self.clone();
        merged.merge(toml, file)?;
        let mut hash = Fnv::default();
        hash.write(&self.added.to_le_bytes());
        hash.write(toml.as_bytes());
        let [a, b, c, d, ..] = hash.finish().to_le_bytes();
        merged.added = u32::from_le_bytes([a, b, c, d]).max(1);
        Ok(merged)
    }

    fn merge(&mut self, toml: &str, file: &str) -> Result<(), LexiconError> {
        let read = read::read(toml, file)?;
        let language = primary(&read.language);
        let at = self.languages.iter().position(|(tag, _)| **tag == *language).unwrap_or_else(|| {
            self.languages.push((language.into(), Words::default()));
            self.languages.len() - 1
        });
        if let Some((_, words)) = self.languages.get_mut(at) {
            read.pour_into(words);
        }
        Ok(())
    }

    /// The words of a language by its BCP 47 tag, if there are any.
    pub(super) fn words(&self, language: &str) -> Option<&Words> {
        let wanted = primary(language);
        self.languages.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(wanted)).map(|(_, words)| words)
    }

    /// The languages that have words.
    pub(super) fn languages(&self) -> impl Iterator<Item = (&str, &Words)> {
        self.languages.iter().map(|(tag, words)| (&**tag, words))
    }
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

impl Words {
    /// What is known about a word, whatever its case; `’` counts as `'`.
    pub fn look_up(&self, word: &str) -> Flags {
        let mut small = [0_u8; LONGEST];
        if word.is_ascii() {
            let Some(lower) = small.get_mut(..word.len()) else {
                return Flags::NONE;
            };
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            return self.get(lower);
        }
        let mut len = 0;
        for c in word.chars().flat_map(char::to_lowercase) {
            let c = if c == '’' { '\'' } else { c };
            let Some(room) = small.get_mut(len..len + c.len_utf8()) else {
                return Flags::NONE;
            };
            c.encode_utf8(room);
            len += c.len_utf8();
        }
        small.get(..len).map_or(Flags::NONE, |w| self.get(w))
    }

    fn get(&self, lower: &[u8]) -> Flags {
        self.flags.get(lower).copied().unwrap_or_default()
    }

    fn add(&mut self, lower: &str, flags: Flags) {
        let entry = self.flags.entry(lower.as_bytes().into()).or_default();
        *entry = entry.with(flags);
    }
}

/// No word with more bytes is known.
const LONGEST: usize = 32;

/// Eight bytes at a time, multiplied by an odd number and folded. Nobody can choose the words that are kept, so a hash that
/// resists an attacker isn't needed.
#[derive(Debug, Clone, Default)]
pub(super) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_usize(&mut self, n: usize) {
        self.0 = n as u64;
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight.iter_mut().zip(chunk).for_each(|(place, byte)| *place = *byte);
            let mixed = (self.0 ^ u64::from_le_bytes(eight)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            self.0 = mixed ^ (mixed >> 32);
        }
    }
}

/// FNV-1a (Fowler, Noll, Vo), whose result doesn't change with the machine or with Rust.
#[derive(Debug, Clone)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_usize(&mut self, n: usize) {
        self.write(&[u8::try_from(n & 0xff).unwrap_or_default()]);
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
