//! The table of an article's people and organisations: which name belongs to whom.

mod complete;

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
    /// The word before the last; 0 if there is none.
    inner: u64,
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

/// Whether somebody told or asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    Telling,
    /// `Ito asked how high the wall would be.`
    Asking,
}

/// Everybody named so far, and who was named last.
#[derive(Debug, Default)]
pub(super) struct People {
    entities: Vec<Entity>,
    by_last: HashMap<u64, Vec<Id>, BuildHasherDefault<Fnv>>,
    by_first: HashMap<u64, Id, BuildHasherDefault<Fnv>>,
    /// `Acosta` of `Melba Acosta Febo`.
    by_middle: HashMap<u64, Id, BuildHasherDefault<Fnv>>,
    recent: Vec<Id>,
    /// Who spoke last.
    pub speaker: Option<Id>,
    /// Who asked last, if nobody has spoken since: somebody else answers.
    asker: Option<Id>,
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
        let word = name.split(char::is_whitespace).rev().nth(1);
        let inner = word.map_or(0, hash);
        let id = match (self.known(named, first, inner, last, gender), named.standing) {
            (Some(id), _) => id,
            (None, Standing::IfKnown) => return None,
            (None, Standing::Sure) => self.add(named, first, inner, last, gender, own),
        };
        self.learn(id, named, first, inner, gender);
        if named.words == 3 && word.is_some_and(|middle| middle.len() > 2) {
            self.by_middle.entry(inner).or_insert(id);
        }
        if let Some(entity) = self.entities.get_mut(id.0) {
            entity.times += 1;
        }
        self.seen(id, named.sentence, named.place);
        Some(id)
    }

    fn known(&self, named: &Named, first: u64, inner: u64, last: u64, gender: Gender) -> Option<Id> {
        let same = |id: &&Id| {
            self.get(**id).is_some_and(|e| {
                let apart = e.gender != Gender::Unknown && gender != Gender::Unknown && e.gender != gender;
                // `Hawk Sawyer` is Kathleen Hawk Sawyer.
                let surnames = named.words == 2 && e.words > 2 && e.inner == first
                    || e.words == 2 && named.words > 2 && e.first == inner;
                !apart && (named.words == 1 || e.words == 1 || e.first == first || surnames)
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
            best = best.or_else(|| self.by_middle.get(&first).copied().filter(|id| same(&id)));
        }
        best
    }

    fn add(&mut self, named: &Named, first: u64, inner: u64, last: u64, gender: Gender, hint: Gender) -> Id {
        let id = Id(self.entities.len());
        self.entities.push(Entity {
            name: named.range.clone(),
            words: named.words,
            first,
            inner,
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

    /// Who bears a name that stood where it couldn't be told for one, as in a headline.
    pub fn bearer(&self, name: &str) -> Option<Id> {
        let mut words = name.split(char::is_whitespace);
        let first = hash(words.next()?);
        let last = words.next_back().map_or(first, hash);
        let several = last != first;
        let same = |id: &&Id| self.get(**id).is_some_and(|e| !several || e.first == first);
        self.by_last
            .get(&last)
            .and_then(|ids| ids.iter().filter(same).max_by_key(|id| self.get(**id).map_or(0, |e| e.times)).copied())
    }

    fn learn(&mut self, id: Id, named: &Named, first: u64, inner: u64, gender: Gender) {
        let Some(entity) = self.entities.get_mut(id.0) else {
            return;
        };
        if named.words > entity.words && named.words < 6 {
            entity.name = named.range.clone();
            entity.words = named.words;
            entity.first = first;
            entity.inner = inner;
            if gender != Gender::Unknown {
                entity.gender = gender;
            }
            if entity.nature == Nature::Unknown || named.flags.any(Flags::FORENAME) && entity.words == 2 {
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
            if matches!(place, Place::Subject | Place::Answer) {
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
    pub fn spoke(&mut self, id: Id, sentence: usize, manner: Manner) {
        self.asker = (manner == Manner::Asking).then_some(id);
        if let Some(entity) = self.entities.get_mut(id.0) {
            entity.spoke = Some(sentence);
            entity.subject = Some(sentence);
            if entity.nature == Nature::Unknown && entity.words < 4 {
                entity.nature = Nature::Person;
            }
        }
        self.speaker = Some(id);
    }

    /// Whom `he` or `she` means in a sentence: of those named last, whom most speaks for.
    pub fn pronoun(&self, flags: Flags, sentence: usize, place: Place) -> Option<Id> {
        let asked = |id: Id| place == Place::Answer && self.asker == Some(id);
        let wanted = if flags.any(Flags::HE) { Gender::Male } else { Gender::Female };
        let better = |best: Option<(i64, Id)>, next: (i64, Id)| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        };
        let scored = self.recent.iter().rev().filter_map(|id| {
            let penalty = if asked(*id) { 6 } else { 0 };
            Some((self.likeness(*id, wanted, sentence)? - penalty, *id))
        });
        scored.fold(None, better).map(|(_, id)| id)
    }

    /// Which organisation `it` means: the one that was a subject last, if that was less than so many sentences ago.
    pub fn body(&self, sentence: usize, within: usize) -> Option<Id> {
        let recent = |e: &Entity| {
            e.nature == Nature::Organisation && e.subject.is_some_and(|s| sentence.saturating_sub(s) < within)
        };
        let subject = |id: &&Id| self.get(**id).and_then(|e| e.subject);
        self.recent.iter().filter(|id| self.get(**id).is_some_and(recent)).max_by_key(subject).copied()
    }

    /// Who spoke last under one word that is neither a title's nor a forename's: `Roscosmos said …. It said …`.
    pub fn named_body(&self, sentence: usize) -> Option<Id> {
        let body =
            |e: &Entity| e.words == 1 && e.title.is_none() && e.gender == Gender::Unknown && e.hint == Gender::Unknown;
        let just = |e: &Entity| e.spoke.is_some_and(|s| sentence.saturating_sub(s) < 2);
        self.speaker.filter(|id| self.get(*id).is_some_and(|e| body(e) && just(e)))
    }

    /// How much speaks for somebody as the one a pronoun means; nothing if it can't be.
    ///
    /// A subject loses with every sentence since, another with more; who spoke last and whose gender is known gain a
    /// little. The numbers were chosen on 63 pronouns of news text, read by hand.
    fn likeness(&self, id: Id, wanted: Gender, sentence: usize) -> Option<i64> {
        let e = self.get(id)?;
        if e.nature == Nature::Organisation || e.gender != Gender::Unknown && e.gender != wanted {
            return None;
        }
        // `Dallas police` names nobody: what was never a subject must look like a person's name.
        if e.nature == Nature::Unknown && e.subject.is_none() && e.hint != wanted {
            return None;
        }
        let since = |s: usize| i64::try_from(sentence.saturating_sub(s)).unwrap_or(i64::MAX / 8).min(40);
        let subject = e.subject.map_or(-30, |s| 10 - 3 * since(s));
        let named = 7 - 4 * since(e.named);
        let spoke = e.spoke.map_or(0, |s| (8 - since(s)).max(0) / 4) + i64::from(self.speaker == Some(id));
        let gender = if e.gender == wanted { 2 } else { i64::from(e.hint == wanted) };
        let person = i64::from(e.nature == Nature::Person);
        Some(subject.max(named) + spoke + gender + person)
    }

    /// Who has a role that names this noun: `the mayor`.
    pub fn with_role(&self, text: &str, noun: &str) -> Option<Id> {
        let has = |id: &&Id| {
            let Some(e) = self.get(**id).filter(|e| e.nature != Nature::Organisation) else {
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
    // `George Washington University`
    if named.words > 2 && named.last.any(Flags::ORG) && named.title.is_none() {
        return Nature::Organisation;
    }
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
