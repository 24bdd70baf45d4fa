//! An article's quotations as one packed value, and the people in it as rows that a speaker's page can be read from.
//!
//! Eight quotations take some ninety bytes that way; as rows of their own, with the index that a speaker's page needs,
//! they would take four hundred. The words aren't copied: they are ranges of the article's text.

mod given;

use rusqlite::{Connection, OptionalExtension, params};

pub(super) use self::given::as_given;

use super::body::{distance, range_at};
use super::error::unreadable;
use super::{people, varint};
use crate::catalog::ArticleId;
use crate::catalog::people::{Given, Identity, PersonId, Reach, Who};
use crate::text::quotes::{Confidence, Kind, Quotation, Quotations, Speaker, SpeakerKind};

/// The first byte of packed quotations: how the rest is to be read.
const FORM: u8 = 1;

/// The bit of `voice.kinds` for a name that is the same person in every article; the lower ones are the kinds.
pub(super) const WHOLE_NAME: u8 = 8;

/// Texts up to this many bytes are searched for a speaker's role, so that it is kept as a place instead of words.
const SEARCHED_TEXT: usize = 64 * 1024;

/// Articles with up to this many speakers are searched.
const SEARCHED_SPEAKERS: usize = 100;

/// Keeps the quotations of an article that has none yet.
pub(super) fn keep(db: &Connection, article: ArticleId, text: &str, quotations: &Quotations) -> rusqlite::Result<()> {
    if quotations.quotations.is_empty() && quotations.speakers.is_empty() {
        return Ok(());
    }
    let mut people = Vec::with_capacity(quotations.speakers.len());
    for speaker in &quotations.speakers {
        people.push(person(db, &speaker.name)?);
    }
    let packed = pack(quotations, &people, text);
    db.prepare_cached("INSERT INTO quoted (article, packed) VALUES (?1, ?2)")?.execute(params![article.0, packed])?;
    keep_voices(db, article, quotations, &people)
}

fn keep_voices(db: &Connection, article: ArticleId, quotations: &Quotations, people: &[i64]) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached(
        "INSERT INTO voice (person, article, kinds, quotations) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET kinds = kinds | excluded.kinds, quotations = quotations + excluded.quotations",
    )?;
    let reach = |speaker: &Speaker| match Reach::of(speaker) {
        Reach::Everywhere => WHOLE_NAME,
        Reach::Article => 0,
    };
    let mut voices: Vec<(u8, u32)> = quotations.speakers.iter().map(|speaker| (reach(speaker), 0)).collect();
    for quotation in &quotations.quotations {
        if let Some(voice) = quotation.speaker.and_then(|index| voices.get_mut(index)) {
            voice.0 |= 1 << number_of(quotation.kind);
            voice.1 += 1;
        }
    }
    for (person, (kinds, count)) in people.iter().zip(voices) {
        insert.execute(params![person, article.0, kinds, count])?;
    }
    Ok(())
}

/// Forgets the quotations of an article.
pub(super) fn forget(db: &Connection, article: ArticleId) -> rusqlite::Result<()> {
    let Some(packed) = packed_of(db, article)? else {
        return Ok(());
    };
    let people = people_in(&packed).ok_or_else(|| unreadable("the quotations of an article"))?;
    let mut delete = db.prepare_cached("DELETE FROM voice WHERE person = ?1 AND article = ?2")?;
    for person in people {
        delete.execute([person, article.0])?;
    }
    db.prepare_cached("DELETE FROM quoted WHERE article = ?1")?.execute([article.0])?;
    Ok(())
}

/// An article's quotations, with who their speakers are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Loaded {
    /// The quotations; speakers have the names that people are called by.
    pub(super) quotations: Quotations,
    /// Who its speakers are.
    pub(super) people: Vec<Identity>,
}

/// The quotations of an article, by the text that they were found in.
pub(super) fn load(db: &Connection, article: ArticleId, text: &str) -> rusqlite::Result<Loaded> {
    let Some(packed) = packed_of(db, article)? else {
        return Ok(Loaded::default());
    };
    let (speakers, quotations) = unpack(&packed, text).ok_or_else(|| unreadable("the quotations of an article"))?;
    let mut loaded = Loaded { quotations: Quotations { quotations, ..Quotations::default() }, ..Loaded::default() };
    let meant = people::meant_in(db, article)?;
    for PackedSpeaker { person, role, kind } in speakers {
        let given: Box<str> = name_of(db, person)?;
        let mut speaker = Speaker { name: String::from(given.clone()), role, kind };
        let who = people::who(db, article, PersonId(person), Reach::of(&speaker), &meant)?;
        if let Who::Person(root) = who {
            speaker.name = people::called(db, root)?;
        }
        loaded.people.push(Identity { who, given: Given { id: PersonId(person), name: given } });
        loaded.quotations.speakers.push(speaker);
    }
    Ok(loaded)
}

fn name_of(db: &Connection, person: i64) -> rusqlite::Result<Box<str>> {
    db.prepare_cached("SELECT name FROM person WHERE id = ?1")?.query_row([person], |row| row.get(0))
}

fn packed_of(db: &Connection, article: ArticleId) -> rusqlite::Result<Option<Vec<u8>>> {
    db.prepare_cached("SELECT packed FROM quoted WHERE article = ?1")?
        .query_row([article.0], |row| row.get(0))
        .optional()
}

/// The row of a name, made if there is none.
pub(super) fn person(db: &Connection, name: &str) -> rusqlite::Result<i64> {
    let known =
        db.prepare_cached("SELECT id FROM person WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    db.prepare_cached("INSERT INTO person (name) VALUES (?1)")?.insert([name])
}

pub(super) fn number_of(kind: Kind) -> u8 {
    match kind {
        Kind::Direct => 0,
        Kind::Mixed => 1,
        Kind::Indirect => 2,
    }
}

fn kind_of(number: u64) -> Option<Kind> {
    match number {
        0 => Some(Kind::Direct),
        1 => Some(Kind::Mixed),
        2 => Some(Kind::Indirect),
        _ => None,
    }
}

fn pack(quotations: &Quotations, people: &[i64], text: &str) -> Vec<u8> {
    let mut out = vec![FORM];
    varint::put(&mut out, quotations.speakers.len() as u64);
    let searched = text.len() <= SEARCHED_TEXT && quotations.speakers.len() <= SEARCHED_SPEAKERS;
    for (speaker, person) in quotations.speakers.iter().zip(people) {
        varint::put_signed(&mut out, *person);
        out.push(number_of_speaker(speaker.kind));
        pack_role(&mut out, speaker.role.as_deref(), if searched { text } else { "" });
    }
    varint::put(&mut out, quotations.quotations.len() as u64);
    let mut end = 0;
    for quotation in &quotations.quotations {
        end = pack_quotation(&mut out, quotation, end);
    }
    out
}

/// 0 for none; 1, place and length where the text has the words; 2, length and the words otherwise.
fn pack_role(out: &mut Vec<u8>, role: Option<&str>, text: &str) {
    let Some(role) = role else {
        return out.push(0);
    };
    let place = text.find(role);
    out.push(if place.is_some() { 1 } else { 2 });
    if let Some(place) = place {
        varint::put(out, place as u64);
    }
    varint::put(out, role.len() as u64);
    if place.is_none() {
        out.extend_from_slice(role.as_bytes());
    }
}

/// Kind, whether cue and mention follow, confidence, speaker, pieces, cue, mention; places are distances. The result is the
/// place that the next quotation's distance is reckoned from.
fn pack_quotation(out: &mut Vec<u8>, quotation: &Quotation, from: i64) -> i64 {
    let cue = quotation.cue.as_ref();
    let mention = quotation.mention.as_ref();
    let flags = number_of(quotation.kind)
        | (u8::from(cue.is_some()) << 2)
        | (u8::from(mention.is_some()) << 3)
        | (number_of_confidence(quotation.confidence) << 4);
    varint::put(out, u64::from(flags));
    varint::put(out, quotation.speaker.map_or(0, |index| index as u64 + 1));
    varint::put(out, quotation.pieces.len() as u64);
    let mut end = from;
    for range in quotation.pieces.iter().chain(cue).chain(mention) {
        let (gap, length) = distance(end, range);
        varint::put_signed(out, gap);
        varint::put_signed(out, length);
        end = varint::signed(range.end);
    }
    end
}

const SPEAKERS: [SpeakerKind; 5] =
    [SpeakerKind::Unknown, SpeakerKind::Person, SpeakerKind::Organisation, SpeakerKind::Document, SpeakerKind::Unnamed];

fn number_of_speaker(kind: SpeakerKind) -> u8 {
    match kind {
        SpeakerKind::Unknown => 0,
        SpeakerKind::Person => 1,
        SpeakerKind::Organisation => 2,
        SpeakerKind::Document => 3,
        SpeakerKind::Unnamed => 4,
    }
}

const CONFIDENCES: [Confidence; 3] = [Confidence::Guess, Confidence::Likely, Confidence::Sure];

fn number_of_confidence(confidence: Confidence) -> u8 {
    match confidence {
        Confidence::Guess => 0,
        Confidence::Likely => 1,
        Confidence::Sure => 2,
    }
}

/// A speaker as packed: a person's number instead of the name.
#[derive(Debug, PartialEq, Eq)]
struct PackedSpeaker {
    person: i64,
    role: Option<String>,
    kind: SpeakerKind,
}

type PackedSpeakers = Vec<PackedSpeaker>;

fn unpack(packed: &[u8], text: &str) -> Option<(PackedSpeakers, Vec<Quotation>)> {
    let mut rest = packed;
    let speakers = unpack_speakers(&mut rest, text)?;
    let count = varint::get_size(&mut rest)?;
    // Every quotation takes three bytes or more: a count beyond that is damage and reserves nothing.
    let mut quotations = Vec::with_capacity(count.min(rest.len() / 3));
    let mut end = 0;
    for _ in 0..count {
        let (quotation, next) = unpack_quotation(&mut rest, end, speakers.len())?;
        end = next;
        quotations.push(quotation);
    }
    rest.is_empty().then_some((speakers, quotations))
}

/// The quotations in a packed value, without their speakers' names.
pub(super) fn quotations_in(packed: &[u8]) -> Option<Vec<Quotation>> {
    unpack(packed, "").map(|(_, quotations)| quotations)
}

pub(super) fn people_in(packed: &[u8]) -> Option<Vec<i64>> {
    let speakers = unpack_speakers(&mut &*packed, "")?;
    Some(speakers.into_iter().map(|speaker| speaker.person).collect())
}

fn unpack_speakers(rest: &mut &[u8], text: &str) -> Option<PackedSpeakers> {
    let (&form, after) = rest.split_first()?;
    *rest = after;
    if form != FORM {
        return None;
    }
    let count = varint::get_size(rest)?;
    let mut speakers = Vec::with_capacity(count.min(rest.len() / 2));
    for _ in 0..count {
        speakers.push(unpack_speaker(rest, text)?);
    }
    Some(speakers)
}

fn unpack_speaker(rest: &mut &[u8], text: &str) -> Option<PackedSpeaker> {
    let person = varint::get_signed(rest)?;
    let kind = *SPEAKERS.get(varint::get_size(rest)?)?;
    Some(PackedSpeaker { person, role: unpack_role(rest, text)?, kind })
}

#[allow(clippy::option_option, reason = "damaged, or no role")]
fn unpack_role(rest: &mut &[u8], text: &str) -> Option<Option<String>> {
    match varint::get(rest)? {
        0 => Some(None),
        1 => {
            let start = varint::get_size(rest)?;
            let length = varint::get_size(rest)?;
            let role = text.get(start..start.checked_add(length)?);
            Some(role.map(str::to_owned))
        }
        2 => {
            let length = varint::get_size(rest)?;
            let (role, after) = rest.split_at_checked(length)?;
            *rest = after;
            Some(Some(std::str::from_utf8(role).ok()?.to_owned()))
        }
        _ => None,
    }
}

fn unpack_quotation(rest: &mut &[u8], from: i64, speakers: usize) -> Option<(Quotation, i64)> {
    let flags = varint::get(rest)?;
    let speaker = varint::get_size(rest)?.checked_sub(1);
    let count = varint::get_size(rest)?;
    let mut end = from;
    let mut pieces = Vec::with_capacity(count.min(rest.len() / 2));
    for _ in 0..count {
        pieces.push(unpack_range(rest, &mut end)?);
    }
    let cue = match flags & 4 {
        0 => None,
        _ => Some(unpack_range(rest, &mut end)?),
    };
    let mention = match flags & 8 {
        0 => None,
        _ => Some(unpack_range(rest, &mut end)?),
    };
    let quotation = Quotation {
        kind: kind_of(flags & 3)?,
        pieces,
        cue,
        mention,
        speaker,
        confidence: *CONFIDENCES.get(usize::try_from(flags >> 4).ok()?)?,
    };
    (speaker.is_none_or(|index| index < speakers)).then_some((quotation, end))
}

fn unpack_range(rest: &mut &[u8], end: &mut i64) -> Option<std::ops::Range<usize>> {
    let gap = varint::get_signed(rest)?;
    let length = varint::get_signed(rest)?;
    let range = range_at(*end, gap, length);
    *end = varint::signed(range.end);
    Some(range)
}

#[cfg(test)]
mod tests;
