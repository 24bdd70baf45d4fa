//! Tells which person, organisation or document each mention of a speaker means.

use std::collections::HashMap;
use std::ops::Range;

use super::attach::{Found, Tie};
use super::lexicon::{Flags, Words};
use super::marks::Marked;
use super::mention::Mention;
use super::names::{Named, Place};
use super::people::{Id, Manner, Nature, People};
use super::tokens::is_letter;
use super::{Confidence, Kind, Quotation, Quotations, Speaker, SpeakerKind};

/// The quotations with their speakers. `named` is everything that the text names, in order.
pub(super) fn quotations(text: &str, found: Vec<Found>, named: &[Named], words: &Words) -> Quotations {
    let found = sound(text, found);
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|i| found.get(*i).and_then(place_of));
    let mut meant = walk(text, &found, &order, named, words);
    meant.people.complete(text, words);
    let mut speakers = Speakers::default();
    let mut quotations = Vec::with_capacity(found.len());
    for (f, who) in found.into_iter().zip(meant.who) {
        let confidence = confidence(&f, who.is_some());
        let speaker = who.map(|who| speakers.index(text, &meant.people, who, f.who.as_ref()));
        quotations.push(Quotation {
            kind: f.kind,
            pieces: f.pieces,
            cue: f.cue,
            mention: f.who.map(|w| w.range),
            speaker,
            confidence,
        });
    }
    Quotations { speakers: speakers.list, quotations }
}

/// The quotations in order, without empty ranges; of two that overlap the first one stays.
fn sound(text: &str, mut found: Vec<Found>) -> Vec<Found> {
    let filled = |range: &Range<usize>| text.get(range.clone()).is_some_and(|t| t.contains(is_letter));
    for f in &mut found {
        f.pieces.retain(filled);
        f.pieces.sort_by_key(|p| p.start);
        for piece in &mut f.pieces {
            with_signs(text, piece);
        }
        f.cue = f.cue.take().filter(|r| !r.is_empty());
        f.who = f.who.take().filter(|w| filled(&w.range));
        if f.who.as_ref().is_some_and(|w| !somebody(text, w)) {
            f.who = None;
            // Words without marks are what was said only because somebody says so.
            if f.kind == Kind::Indirect {
                f.pieces.clear();
            }
        }
    }
    found.sort_by_key(|f| f.pieces.first().map(|p| p.start));
    let mut end = 0;
    found.retain(|f| {
        let free = f.pieces.iter().all(|p| {
            let free = p.start >= end;
            end = end.max(p.end);
            free
        });
        free && !f.pieces.is_empty()
    });
    found
}

/// `$2.52 a share`, `at 13%`: takes in the signs that belong to a figure at either end.
fn with_signs(text: &str, piece: &mut Range<usize>) {
    let sign = |c: &char| matches!(c, '$' | '£' | '€' | '¥');
    let before = text.get(..piece.start).and_then(|t| t.chars().next_back()).filter(sign);
    let after = text.get(piece.end..).and_then(|t| t.chars().next()).filter(|c| matches!(c, '%' | '°'));
    piece.start -= before.map_or(0, char::len_utf8);
    piece.end += after.map_or(0, char::len_utf8);
}

/// Whether a mention can name anybody: not `a`, left of marked words, nor `wearing a coat`, nor a word that stands alone and is
/// neither a pronoun nor known to speak.
fn somebody(text: &str, mention: &Mention) -> bool {
    const NOTHING: [&str; 10] = ["a", "an", "the", "this", "these", "those", "there", "such", "no", "every"];
    let words = text.get(mention.core.clone()).unwrap_or_default();
    let first = words.split(char::is_whitespace).next().unwrap_or_default();
    let plain = !words.starts_with(char::is_uppercase) && words.is_ascii();
    let alone = first.len() == words.len();
    let nothing = first.len() > 1 || plain;
    if nothing && NOTHING.iter().any(|word| word.eq_ignore_ascii_case(words))
        || plain && first.len() > 5 && first.ends_with("ing")
    {
        return false;
    }
    let known = Flags::SPEAKER.with(Flags::SUBJECT).with(Flags::REL).with(Flags::POSS).with(Flags::DET);
    !(plain && alone) || mention.name.is_some() || mention.head.any(known) || words.ends_with('s')
}

fn place_of(found: &Found) -> Option<usize> {
    found.who.as_ref().map(|w| w.range.start).or_else(|| found.pieces.first().map(|p| p.start))
}

fn confidence(found: &Found, known: bool) -> Confidence {
    let pronoun = found.who.as_ref().is_some_and(Mention::pronoun);
    match found.tie {
        _ if !known => Confidence::Guess,
        Tie::Near => Confidence::Guess,
        Tie::Continued => Confidence::Likely,
        Tie::Grammar if pronoun => Confidence::Likely,
        Tie::Grammar => Confidence::Sure,
    }
}

/// What words without a name stand for.
fn kind_of_words(mention: Option<&Mention>) -> SpeakerKind {
    let head = mention.map_or(Flags::NONE, |m| m.head);
    if mention.is_some_and(|m| m.name.is_some()) {
        SpeakerKind::Unknown
    } else if head.any(Flags::DOC) {
        SpeakerKind::Document
    } else if head.any(Flags::ORG) {
        SpeakerKind::Organisation
    } else {
        SpeakerKind::Unnamed
    }
}

/// Who a mention means.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Who {
    /// Somebody with a name.
    Entity(Id),
    /// Only these words.
    Words(Range<usize>),
}

struct Meant {
    people: People,
    /// For each quotation.
    who: Vec<Option<Who>>,
}

/// Goes through names and quotations in the order of the text.
fn walk(text: &str, found: &[Found], order: &[usize], named: &[Named], words: &Words) -> Meant {
    let mut people = People::default();
    let mut who = vec![None; found.len()];
    let mut next = 0;
    let mut sentence = 0;
    let mut ids: HashMap<usize, Id> = HashMap::new();
    let mut group: Option<Group> = None;
    for index in order {
        let Some((f, mention)) = found.get(*index).and_then(|f| Some((f, f.who.as_ref()?))) else {
            continue;
        };
        while let Some(n) = named.get(next).filter(|n| n.range.start < mention.range.end) {
            sentence = n.sentence;
            if let Some(id) = meet(text, &mut people, n) {
                ids.insert(n.range.start, id);
            }
            next += 1;
        }
        let meant = meaning(text, &people, mention, sentence, &ids, group.as_ref());
        if let Some(Who::Entity(id)) = meant {
            people.spoke(id, sentence, manner(text, f, words));
        }
        if !mention.pronoun()
            && let Some(next) = meant.as_ref().and_then(|who| Group::of(text, &people, who, mention))
        {
            group = Some(next);
        }
        if let Some(slot) = who.get_mut(*index) {
            *slot = meant;
        }
    }
    for n in named.get(next..).unwrap_or_default() {
        meet(text, &mut people, n);
    }
    for (meant, f) in who.iter_mut().zip(found) {
        if let Some(Who::Words(_)) = meant
            && let Some(id) = f.who.as_ref().and_then(|w| people.bearer(text.get(w.name.clone()?)?))
        {
            *meant = Some(Who::Entity(id));
        }
    }
    Meant { people, who }
}

/// An indirect question is answered by somebody else.
fn manner(text: &str, found: &Found, words: &Words) -> Manner {
    let cue = found.cue.clone().and_then(|range| text.get(range)?.rsplit(' ').next());
    let asks = cue.is_some_and(|word| words.look_up(word).any(Flags::ASKING));
    if asks && found.kind == Kind::Indirect { Manner::Asking } else { Manner::Telling }
}

/// Takes in a name or pronoun on the way.
fn meet(text: &str, people: &mut People, named: &Named) -> Option<Id> {
    if named.words > 0 {
        let id = people.name(text, named)?;
        if named.acts && people.get(id).is_some_and(|e| e.nature == Nature::Organisation) {
            people.seen(id, named.sentence, Place::Subject);
        }
        return Some(id);
    }
    if !named.flags.any(Flags::HE_SHE) {
        return None;
    }
    let id = people.pronoun(named.flags, named.sentence, named.place)?;
    if named.place != Place::Owner {
        people.seen(id, named.sentence, named.place);
    }
    Some(id)
}

fn meaning(
    text: &str,
    people: &People,
    mention: &Mention,
    sentence: usize,
    ids: &HashMap<usize, Id>,
    group: Option<&Group>,
) -> Option<Who> {
    if let Some(name) = &mention.name {
        let inside = name.clone().find_map(|at| ids.get(&at));
        return Some(inside.map_or_else(|| Who::Words(mention.core.clone()), |id| Who::Entity(*id)));
    }
    let here = ids.get(&mention.range.start).filter(|_| mention.pronoun());
    if let Some(id) = here {
        return Some(Who::Entity(*id));
    }
    if mention.head.any(Flags::HE_SHE) && mention.pronoun() {
        return people.pronoun(mention.head, sentence, Place::Subject).map(Who::Entity);
    }
    if mention.pronoun() {
        let they = || group.filter(|g| g.number != Number::One).map(|g| g.who.clone());
        return if mention.head.any(Flags::IT) {
            it(people, sentence, group)
        } else if mention.head.any(Flags::THEY) {
            they()
        } else {
            None
        };
    }
    if mention.head.any(Flags::REL) {
        return None;
    }
    let words = text.get(mention.core.clone()).unwrap_or_default();
    let definite = words.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("the "));
    let noun = words.rsplit(' ').next().unwrap_or_default();
    if definite
        && mention.head.any(Flags::ROLE)
        && let Some(id) = people.with_role(text, noun)
    {
        return Some(Who::Entity(id));
    }
    Some(Who::Words(mention.core.clone()))
}

/// Which body or document `it` means: the subject of its own sentence, else who spoke just before.
fn it(people: &People, sentence: usize, group: Option<&Group>) -> Option<Who> {
    let said = || group.filter(|g| g.number != Number::Several).map(|g| g.who.clone());
    let body = people.body(sentence, 1).or_else(|| people.named_body(sentence));
    body.map(Who::Entity).or_else(said).or_else(|| people.body(sentence, 3).map(Who::Entity))
}

/// A body or somebody without a name who spoke last, for `it` and `they`.
#[derive(Debug, Clone)]
struct Group {
    who: Who,
    number: Number,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    /// `the report`
    One,
    /// `officials`, `both ministers`
    Several,
    /// `the Harbour Board`: one body, or its members.
    Either,
}

impl Group {
    fn of(text: &str, people: &People, who: &Who, mention: &Mention) -> Option<Group> {
        let number = match who {
            Who::Entity(id) => {
                people.get(*id).filter(|e| e.nature == Nature::Organisation)?;
                Number::Either
            }
            Who::Words(range) => {
                let words = text.get(range.clone()).unwrap_or_default();
                let plural = words.split(' ').next_back().is_some_and(|w| w.ends_with('s') && !w.ends_with("ss"));
                if mention.head.any(Flags::GROUP) || plural || words.contains(" and ") {
                    Number::Several
                } else if mention.head.any(Flags::ORG) {
                    Number::Either
                } else {
                    Number::One
                }
            }
        };
        let person = mention.head.any(Flags::ROLE) && number == Number::One;
        (!person).then(|| Group { who: who.clone(), number })
    }
}

/// The speakers as they come out, each once.
#[derive(Default)]
struct Speakers {
    list: Vec<Speaker>,
    known: HashMap<Who, usize>,
    words: HashMap<String, usize>,
}

impl Speakers {
    fn index(&mut self, text: &str, people: &People, who: Who, mention: Option<&Mention>) -> usize {
        let next = self.list.len();
        // A name may be as long as the text, and speak as often: it is spelled out once.
        if let Some(index) = self.known.get(&who) {
            return *index;
        }
        let index = match &who {
            Who::Entity(id) => {
                self.list.push(entity_speaker(text, people, *id));
                next
            }
            Who::Words(range) => {
                let words = text.get(range.clone()).unwrap_or_default();
                let index = *self.words.entry(words.to_lowercase()).or_insert(next);
                if index == next {
                    self.list.push(Speaker { name: words.to_owned(), role: None, kind: kind_of_words(mention) });
                }
                index
            }
        };
        self.known.insert(who, index);
        index
    }
}

fn entity_speaker(text: &str, people: &People, id: Id) -> Speaker {
    let entity = people.get(id);
    let name = entity.and_then(|e| text.get(e.name.clone())).unwrap_or_default();
    let title = entity.and_then(|e| text.get(e.title.clone()?));
    let role = entity.and_then(|e| text.get(e.role.clone()?));
    let full = match title {
        Some(title) if !name.contains(' ') => format!("{title} {name}"),
        _ => name.to_owned(),
    };
    let kind = match entity.map(|e| e.nature) {
        Some(Nature::Person) => SpeakerKind::Person,
        Some(Nature::Organisation) => SpeakerKind::Organisation,
        Some(Nature::Unknown) | None => SpeakerKind::Unknown,
    };
    let role = role.or(title.filter(|_| name.contains(' ')));
    Speaker { name: full, role: role.map(str::to_owned), kind }
}

/// The kind of a quotation by how many of its letters stand between marks: nine tenths make it direct.
pub(super) fn kind(text: &str, pieces: &[Range<usize>], marks: &[Marked]) -> Kind {
    let letters = |range: Range<usize>| text.get(range).map_or(0, |t| t.chars().filter(|c| is_letter(*c)).count());
    let mut marked = 0;
    for piece in pieces {
        let from = marks.partition_point(|m| m.outer.end <= piece.start);
        for mark in marks.get(from..).unwrap_or_default().iter().take_while(|m| m.outer.start < piece.end) {
            marked += letters(mark.outer.start.max(piece.start)..mark.outer.end.min(piece.end));
        }
    }
    // Most are reports without marks: then there is nothing more to count.
    if marked == 0 {
        return Kind::Indirect;
    }
    let all: usize = pieces.iter().map(|piece| letters(piece.clone())).sum();
    if marked * 10 >= all * 9 { Kind::Direct } else { Kind::Mixed }
}
