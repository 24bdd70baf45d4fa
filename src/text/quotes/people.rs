//! The table of an article's people and organisations: which name belongs to whom.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::lexicon::{Flags, Fnv};
use super::names::{Named, Place, Standing};

/// Index into [`People`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Id(usize);

/// Somebody or something with a name.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    /// The fullest form of the name so far.
    pub name: Range<usize>,
    words: usize,
    first: u64,
    pub title: Option<Range<usize>>,
    pub role: Option<Range<usize>>,
    pub gender: Gender,
    /// What a bare forename suggests.
    hint: Gender,
    pub nature: Nature,
    /// The last sentence that named it, and the last that had it as subject.
    named: usize,
    subject: Option<usize>,
    spoke: Option<usize>,
    times: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
    Unknown,
}

/// What an entity is, as far as its name shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    Person,
    Organisation,
    Unknown,
}

/// Everybody named so far, and who was named last.
#[derive(Debug, Default)]
pub(super) struct People {
    entities: Vec<Entity>,
    by_last: HashMap<u64, Vec<Id>, BuildHasherDefault<Fnv>>,
    by_first: HashMap<u64, Id, BuildHasherDefault<Fnv>>,
    recent: Vec<Id>,
    /// Who spoke last.
    pub speaker: Option<Id>,
}

/// So many are kept in mind for a pronoun.
const RECENT: usize = 12;
/// So many of the same surname are told apart.
const NAMESAKES: usize = 8;

impl People {
    pub fn get(&self, id: Id) -> Option<&Entity> {
        self.entities.get(id.0)
    }

    /// Takes in a name: whose it is, somebody new if need be.
    pub fn name(&mut self, text: &str, named: &Named) -> Option<Id> {
        let name = text.get(named.range.clone()).unwrap_or_default();
        let last = hash(name.rsplit(char::is_whitespace).next().unwrap_or(name));
        let first = hash(name.split(char::is_whitespace).next().unwrap_or(name));
        let own = gender(named.flags);
        // A bare surname that is a forename too says nothing: `Hassan` may be Maggie Hassan.
        let gender = if named.words == 1 && named.title.is_none() { Gender::Unknown } else { own };
        let id = match (self.known(named, first, last, gender), named.standing) {
            (Some(id), _) => id,
            (None, Standing::IfKnown) => return None,
            (None, Standing::Sure) => self.add(named, first, last, gender, own),
        };
        self.learn(id, named, first, gender);
        self.seen(id, named.sentence, named.place);
        Some(id)
    }

    fn known(&self, named: &Named, first: u64, last: u64, gender: Gender) -> Option<Id> {
        let same = |id: &&Id| {
            self.get(**id).is_some_and(|e| {
                let apart = e.gender != Gender::Unknown && gender != Gender::Unknown && e.gender != gender;
                !apart && (named.words == 1 || e.words == 1 || e.first == first)
            })
        };
        let namesakes = self.by_last.get(&last).map(Vec::as_slice).unwrap_or_default();
        let mut best = namesakes
            .iter()
            .filter(same)
            .max_by_key(|id| self.get(**id).map_or((0, 0), |e| (e.times.min(12) + usize::from(e.words > 1), e.named)))
            .copied();
        if best.is_none() && named.words == 1 {
            best = self.by_first.get(&first).copied().filter(|id| same(&id));
        }
        best
    }

    fn add(&mut self, named: &Named, first: u64, last: u64, gender: Gender, hint: Gender) -> Id {
        let id = Id(self.entities.len());
        self.entities.push(Entity {
            name: named.range.clone(),
            words: named.words,
            first,
            title: None,
            role: None,
            gender,
            hint,
            nature: nature(named),
            named: named.sentence,
            subject: None,
            spoke: None,
            times: 0,
        });
        let namesakes = self.by_last.entry(last).or_default();
        if namesakes.len() < NAMESAKES {
            namesakes.push(id);
        }
        if named.words > 1 {
            self.by_first.insert(first, id);
        }
        id
    }

    fn learn(&mut self, id: Id, named: &Named, first: u64, gender: Gender) {
        let Some(entity) = self.entities.get_mut(id.0) else {
            return;
        };
        if named.words > entity.words && named.words < 6 {
            entity.name = named.range.clone();
            entity.words = named.words;
            entity.first = first;
            if gender != Gender::Unknown {
                entity.gender = gender;
            }
            if entity.nature == Nature::Unknown {
                entity.nature = nature(named);
            }
            self.by_first.insert(first, id);
        }
        if entity.gender == Gender::Unknown {
            entity.gender = gender;
        }
        if entity.role.is_none() {
            entity.role.clone_from(&named.role);
        }
        if entity.title.is_none() {
            entity.title.clone_from(&named.title);
        }
        if named.title.is_some() && entity.nature == Nature::Unknown {
            entity.nature = Nature::Person;
        }
    }

    /// Notes that somebody was named or meant in a sentence.
    pub fn seen(&mut self, id: Id, sentence: usize, place: Place) {
        if let Some(entity) = self.entities.get_mut(id.0) {
            entity.named = sentence;
            entity.times += 1;
            if place == Place::Subject {
                entity.subject = Some(sentence);
            }
        }
        self.recent.retain(|other| *other != id);
        self.recent.push(id);
        if self.recent.len() > RECENT {
            self.recent.remove(0);
        }
    }

    /// Notes that somebody spoke.
    pub fn spoke(&mut self, id: Id, sentence: usize) {
        if let Some(entity) = self.entities.get_mut(id.0) {
            entity.spoke = Some(sentence);
            if entity.nature == Nature::Unknown && entity.words < 4 {
                entity.nature = Nature::Person;
            }
        }
        self.speaker = Some(id);
    }

    /// Whom `he` or `she` means in a sentence.
    pub fn pronoun(&self, flags: Flags, sentence: usize) -> Option<Id> {
        let wanted = if flags.any(Flags::HE) { Gender::Male } else { Gender::Female };
        let score = |id: Id| -> Option<i64> {
            let e = self.get(id)?;
            if e.nature == Nature::Organisation || e.gender != Gender::Unknown && e.gender != wanted {
                return None;
            }
            // `Dallas police` names nobody: a lone word must have been a subject once to be somebody.
            let bare = e.words == 1 && e.nature == Nature::Unknown && e.subject.is_none();
            if bare && e.hint != wanted {
                return None;
            }
            let far = |s: usize| i64::try_from(sentence.saturating_sub(s)).unwrap_or(i64::MAX / 8).min(40);
            let subject = e.subject.map_or(-30, |s| 10 - 2 * far(s));
            let named = 5 - 3 * far(e.named);
            let spoke = e.spoke.map_or(0, |s| (8 - far(s)).max(0) / 4) + if self.speaker == Some(id) { 2 } else { 0 };
            let known = if e.gender == wanted {
                4
            } else if e.hint == wanted {
                2
            } else {
                0
            } + if e.nature == Nature::Person { 3 } else { 0 };
            Some(subject.max(named) + spoke + known)
        };
        self.recent
            .iter()
            .rev()
            .filter_map(|id| Some((score(*id)?, *id)))
            .fold(None, |best: Option<(i64, Id)>, c| match best {
                Some(b) if b.0 >= c.0 => Some(b),
                _ => Some(c),
            })
            .map(|(_, id)| id)
    }

    /// Who has a role that names this noun: `the mayor`.
    pub fn with_role(&self, text: &str, noun: &str) -> Option<Id> {
        let has = |id: &&Id| {
            let Some(e) = self.get(**id) else {
                return false;
            };
            let ranges = [e.role.clone(), e.title.clone()];
            ranges.into_iter().flatten().any(|r| {
                text.get(r).is_some_and(|role| {
                    role.split(|c: char| !c.is_alphanumeric() && c != '-').any(|w| w.eq_ignore_ascii_case(noun))
                })
            })
        };
        self.recent.iter().rev().find(has).copied()
    }
}

fn nature(named: &Named) -> Nature {
    if named.all.any(Flags::ORG.with(Flags::PLACE).with(Flags::DOC))
        && !named.flags.any(Flags::FORENAME.with(Flags::ANY_TITLE))
    {
        Nature::Organisation
    } else if named.flags.any(Flags::FORENAME.with(Flags::ANY_TITLE)) {
        Nature::Person
    } else {
        Nature::Unknown
    }
}

fn gender(flags: Flags) -> Gender {
    let male = flags.any(Flags::NAME_M) && !flags.any(Flags::NAME_F);
    let female = flags.any(Flags::NAME_F) && !flags.any(Flags::NAME_M);
    if flags.any(Flags::TITLE_F) || female && !flags.any(Flags::TITLE_M) {
        Gender::Female
    } else if flags.any(Flags::TITLE_M) || male {
        Gender::Male
    } else {
        Gender::Unknown
    }
}

fn hash(word: &str) -> u64 {
    let mut hasher = Fnv::default();
    for c in word.trim_end_matches(['.', ',']).chars().flat_map(char::to_lowercase) {
        hasher.write_u32(u32::from(c));
    }
    hasher.finish()
}
