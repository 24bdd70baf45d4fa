//! Reads a lexicon file: checks its keys, makes the inflected forms.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::{Flags, Words};

/// What is wrong with a lexicon file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconError {
    /// The file as it was named.
    pub file: String,
    /// The line, from 1; 0 where it isn't known.
    pub line: usize,
    /// What is wrong, in a few words.
    pub reason: String,
}

impl std::fmt::Display for LexiconError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

impl std::error::Error for LexiconError {}

/// A lexicon file as it stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default = "english")]
    pub language: String,
    #[serde(default)]
    speech: Speech,
    #[serde(default)]
    forms: BTreeMap<String, String>,
    #[serde(default)]
    verbs: Verbs,
    #[serde(default)]
    people: People,
    #[serde(default)]
    things: Things,
    #[serde(default)]
    words: Small,
    #[serde(default)]
    not: Not,
}

fn english() -> String {
    "en".to_owned()
}

macro_rules! lists {
    ($name:ident: $($field:ident => $flags:expr;)*) => {
        #[derive(Debug, Default, Deserialize)]
        #[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
        struct $name { $($field: String,)* }
        impl $name {
            const NAMES: &'static [&'static str] = &[$(stringify!($field),)*];

            /// Every word with what its list says about it.
            fn each(&self, mut tell: impl FnMut(&str, Flags)) {
                $(for word in self.$field.split_whitespace() { tell(word, $flags); })*
            }
        }
    };
}

lists! { Speech:
    strong => Flags::STRONG; usual => Flags::USUAL; label => Flags::LABEL; manner => Flags::MANNER;
    addressed => Flags::ADDRESSED; asking => Flags::ASKING; led => Flags::LED; clausal => Flags::CLAUSAL; found => Flags::FOUND; shouted => Flags::SHOUT; nouns => Flags::CARRIER; according => Flags::ACCORDING;
}
lists! { Verbs: common => Flags::VERB; }
lists! { People:
    titles => Flags::TITLE; titles_male => Flags::TITLE_M; titles_female => Flags::TITLE_F; roles => Flags::ROLE;
    groups => Flags::GROUP; organisations => Flags::ORG; documents => Flags::DOC; particles => Flags::PARTICLE;
    forenames_male => Flags::NAME_M; forenames_female => Flags::NAME_F;
}
lists! { Things:
    works => Flags::WORK; naming => Flags::NAMING;
}
lists! { Small:
    determiners => Flags::DET; possessives => Flags::POSS; prepositions => Flags::PREP; he => Flags::HE; she => Flags::SHE;
    they => Flags::THEY; first => Flags::FIRST; it => Flags::IT; objects => Flags::OBJECT; be => Flags::BE;
    have => Flags::HAVE; r#do => Flags::DO; modals => Flags::MODAL; conjunctions => Flags::AND; subordinators => Flags::SUBORD;
    that => Flags::THAT; asked => Flags::ASKED; relatives => Flags::REL; negations => Flags::NEG; adverbs => Flags::ADV;
    times => Flags::TIME; places => Flags::PLACE; abbreviations => Flags::ABBR;
}

/// The tables of a file with their lists, as the Rust names have them.
pub(super) const TABLES: [(&str, &[&str]); 7] = [
    ("speech", Speech::NAMES),
    ("forms", &[]),
    ("verbs", Verbs::NAMES),
    ("people", People::NAMES),
    ("words", Small::NAMES),
    ("things", Things::NAMES),
    ("not", &["words"]),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Not {
    words: String,
}

/// # Errors
/// As [`super::Lexicon::merged_with`].
pub(super) fn read(toml: &str, file: &str) -> Result<File, LexiconError> {
    toml::from_str(toml).map_err(|error| LexiconError {
        file: file.to_owned(),
        line: error.span().map_or(0, |span| 1 + toml.bytes().take(span.start).filter(|b| *b == b'\n').count()),
        reason: error.message().trim_end().replace('\n', "; "),
    })
}

impl File {
    /// Adds the file's words to those of its language.
    pub fn pour_into(self, words: &mut Words) {
        let inflects = self.language.starts_with("en");
        let forms: HashMap<&str, Vec<&str>> =
            self.forms.iter().map(|(base, forms)| (base.as_str(), forms.split_whitespace().collect())).collect();
        let verb = |base: &str, flags: Flags, words: &mut Words| {
            if inflects {
                inflect(base, flags, forms.get(base).map(Vec::as_slice), words);
            } else {
                // Only English leaves out the `that`: elsewhere `kritisierte die Rede` says nothing of what was said.
                let clausal = if flags.any(Flags::CUE) { Flags::CLAUSAL } else { Flags::NONE };
                words.add(base, flags.with(Flags::PAST).with(clausal));
            }
        };
        let plain = Flags::CARRIER.with(Flags::ACCORDING);
        self.speech.each(|word, flags| {
            if flags.any(plain) {
                words.add(word, flags);
            } else {
                verb(word, flags, words);
            }
        });
        self.verbs.each(|word, flags| verb(word, flags, words));
        self.people.each(|word, flags| words.add(word, flags));
        self.things.each(|word, flags| words.add(word, flags));
        self.words.each(|word, flags| words.add(word, flags));
        for word in self.not.words.split_whitespace() {
            words.flags.remove(word.as_bytes());
        }
    }
}

/// Adds the five forms of an English verb; the irregular ones come as `third past ing participle`.
fn inflect(base: &str, flags: Flags, irregular: Option<&[&str]>, words: &mut Words) {
    words.add(base, flags.with(Flags::BASE));
    if let Some([third, past, ing, participle]) = irregular {
        words.add(third, flags.with(Flags::THIRD));
        words.add(past, flags.with(Flags::PAST));
        words.add(ing, flags.with(Flags::ING));
        words.add(participle, flags.with(Flags::PART));
        return;
    }
    let (third, past, ing) = regular(base);
    words.add(&third, flags.with(Flags::THIRD));
    words.add(&past, flags.with(Flags::PAST).with(Flags::PART));
    words.add(&ing, flags.with(Flags::ING));
}

fn regular(base: &str) -> (String, String, String) {
    let consonant_y = base.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    if let Some(stem) = consonant_y {
        return (format!("{stem}ies"), format!("{stem}ied"), format!("{base}ing"));
    }
    let third = if base.ends_with(['s', 'x', 'o']) || base.ends_with("sh") || base.ends_with("ch") {
        format!("{base}es")
    } else {
        format!("{base}s")
    };
    match base.strip_suffix('e') {
        Some(stem) if base.ends_with("ee") || base.ends_with("oe") => {
            (third, format!("{stem}ed"), format!("{base}ing"))
        }
        Some(stem) => (third, format!("{stem}ed"), format!("{stem}ing")),
        None => (third, format!("{base}ed"), format!("{base}ing")),
    }
}
