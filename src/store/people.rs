//! Who is who: names that mean the same person, the reader's names for people, and the changes of both.
//!
//! A name never goes: a merge points it at the one it means, so that reading an article again changes nothing of it.
//! All names of a person point straight at one of them, its root.

use rusqlite::{Connection, OptionalExtension, ToSql, TransactionBehavior};

use super::quoted::{self, WHOLE_NAME};
use super::{EntryId, Store, StoreError, journal, said, size};
use crate::catalog::ArticleId;
use crate::catalog::people::{PeopleChange, PeopleVerb, Person, PersonId, Reach, Renamed, Who};

pub(super) mod effect;
mod fitting;
pub(super) mod names;

use effect::{Effect, Fact};

/// How many people are looked at to find those that are meant.
const LOOKED_AT: usize = 400;

/// What came of a change of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reshuffled {
    /// It was made, as this entry of the journal.
    Done(EntryId, Vec<Renamed>),
    /// It is so already.
    Same,
    /// Nobody has this name.
    Unknown(String),
    /// Somebody else has this name: a merge is meant.
    Taken(String),
    /// The name stands alone, and for what it shall be split into, a name is needed.
    Nameless,
}

impl Store {
    /// Makes a change of who is who, as one entry of the journal.
    ///
    /// # Errors
    /// If the store can't be read or written; everything is then as it was.
    pub fn change_people(&mut self, change: &PeopleChange, now: i64) -> Result<Reshuffled, StoreError> {
        self.told_mut("keep who is who", |db| {
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let (verb, planned) = plan(&work, change)?;
            let effects = match planned {
                Ok(effects) => effects,
                Err(outcome) => return Ok(outcome),
            };
            let done = effect::bring_about(&work, &effects, super::effect::Way::Again)?;
            if done.is_empty() {
                return Ok(Reshuffled::Same);
            }
            let told = effect::told(&done);
            let entry = journal::enter_people(&work, verb, done, now)?;
            work.commit()?;
            Ok(Reshuffled::Done(entry, told))
        })
    }

    /// Somebody by number; `None` if there is nobody.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        self.told("look a person up", |db| {
            let known: Option<i64> = db
                .prepare_cached("SELECT id FROM person WHERE id = ?1")?
                .query_row([id.0], |row| row.get(0))
                .optional()?;
            known.map(|id| described(db, root(db, id)?)).transpose()
        })
    }

    /// Who somebody is by now: a merge may have made another of them.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn now_known_as(&self, who: Who) -> Result<Who, StoreError> {
        self.told("look a person up", |db| match who {
            Who::Person(person) => Ok(Who::Person(PersonId(root(db, person.0)?))),
            Who::Within(article, name) => {
                let meant = meant_in(db, article)?;
                super::people::who(db, article, name, Reach::Article, &meant)
            }
        })
    }

    /// The person with this name: as they are called or as articles give it; upper and lower case don't count.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn person_named(&self, name: &str) -> Result<Option<Person>, StoreError> {
        self.told("look a person up", |db| named(db, name)?.map(|root| described(db, root)).transpose())
    }

    /// People with these words in one of their names, those quoted most first; with no words, nobody.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn people_like(&self, words: &str, most: usize) -> Result<Vec<Person>, StoreError> {
        self.told("look people up", |db| like(db, words, most))
    }
}

/// The word for a change of people in the journal, which never changes.
pub(super) fn word(verb: PeopleVerb) -> &'static str {
    match verb {
        PeopleVerb::Merge => "merge people",
        PeopleVerb::Rename => "rename a person",
        PeopleVerb::Split => "split a person",
    }
}

pub(super) fn verb_of(word: &str) -> Option<PeopleVerb> {
    [PeopleVerb::Merge, PeopleVerb::Rename, PeopleVerb::Split].into_iter().find(|verb| self::word(*verb) == word)
}

/// What a change would do: its effects, or why there are none.
type Planned = Result<Vec<Effect>, Reshuffled>;

fn plan(db: &Connection, change: &PeopleChange) -> rusqlite::Result<(PeopleVerb, Planned)> {
    match change {
        PeopleChange::Merge(who, into) => Ok((PeopleVerb::Merge, merge(db, *who, into)?)),
        PeopleChange::Rename(person, name) => Ok((PeopleVerb::Rename, rename(db, *person, name)?)),
        PeopleChange::Split(article, name, new) => Ok((PeopleVerb::Split, split(db, *article, *name, new.as_deref())?)),
    }
}

fn merge(db: &Connection, who: Who, into: &str) -> rusqlite::Result<Planned> {
    let target = named(db, into)?;
    match who {
        Who::Person(person) => {
            let Some(target) = target else {
                return Ok(Err(Reshuffled::Unknown(into.to_owned())));
            };
            let from = root(db, person.0)?;
            if from == target {
                return Ok(Err(Reshuffled::Same));
            }
            let after = name_of(db, target)?;
            let fact = |name| Effect::of(db, Fact::SameAs(name), Some(after.clone()));
            let mut effects = Vec::new();
            for id in family(db, from)? {
                effects.push(fact(name_of(db, id)?)?);
            }
            Ok(Ok(effects))
        }
        Who::Within(article, name) => {
            let after = match target {
                Some(target) => name_of(db, target)?,
                None => into.to_owned(),
            };
            let fact = Fact::Meant(article.0, name_of(db, name.0)?);
            Ok(Ok(vec![Effect::of(db, fact, Some(after))?]))
        }
    }
}

fn rename(db: &Connection, person: PersonId, name: &str) -> rusqlite::Result<Planned> {
    let root = root(db, person.0)?;
    let own = name_of(db, root)?;
    let after = (!name.is_empty() && name != own).then(|| name.to_owned());
    if let Some(after) = &after
        && named(db, after)?.is_some_and(|other| other != root)
    {
        return Ok(Err(Reshuffled::Taken(after.clone())));
    }
    Ok(Ok(vec![Effect::of(db, Fact::Shown(own), after)?]))
}

fn split(db: &Connection, article: ArticleId, name: PersonId, new: Option<&str>) -> rusqlite::Result<Planned> {
    let own = name_of(db, name.0)?;
    if meant(db, article, name)?.is_some() {
        return Ok(Ok(vec![Effect::of(db, Fact::Meant(article.0, own), None)?]));
    }
    if root(db, name.0)? != name.0 {
        return Ok(Ok(vec![Effect::of(db, Fact::SameAs(own), None)?]));
    }
    let Some(new) = new.filter(|new| !new.is_empty()) else {
        return Ok(Err(Reshuffled::Nameless));
    };
    if named(db, new)? == Some(name.0) {
        return Ok(Err(Reshuffled::Taken(new.to_owned())));
    }
    Ok(Ok(vec![Effect::of(db, Fact::Meant(article.0, own), Some(new.to_owned()))?]))
}

/// Who is meant by a name of an article.
pub(super) fn who(
    db: &Connection,
    article: ArticleId,
    name: PersonId,
    reach: Reach,
    meant: &[(PersonId, PersonId)],
) -> rusqlite::Result<Who> {
    if let Some((_, person)) = meant.iter().find(|(given, _)| *given == name) {
        return Ok(Who::Person(PersonId(root(db, person.0)?)));
    }
    match reach {
        Reach::Everywhere => Ok(Who::Person(PersonId(root(db, name.0)?))),
        Reach::Article => Ok(Who::Within(article, name)),
    }
}

/// The names of an article that the reader said something about, each with who is meant.
pub(super) fn meant_in(db: &Connection, article: ArticleId) -> rusqlite::Result<Vec<(PersonId, PersonId)>> {
    let mut select = db.prepare_cached("SELECT name, person FROM meant WHERE article = ?1")?;
    let found = select.query_map([article.0], |row| Ok((PersonId(row.get(0)?), PersonId(row.get(1)?))))?;
    found.collect()
}

fn meant(db: &Connection, article: ArticleId, name: PersonId) -> rusqlite::Result<Option<PersonId>> {
    Ok(meant_in(db, article)?.into_iter().find(|(given, _)| *given == name).map(|(_, person)| person))
}

/// The one that a name leads to.
pub(super) fn root(db: &Connection, name: i64) -> rusqlite::Result<i64> {
    let same: Option<Option<i64>> = db
        .prepare_cached("SELECT same_as FROM person WHERE id = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    Ok(same.flatten().unwrap_or(name))
}

/// A root and all the names that lead to it.
pub(super) fn family(db: &Connection, root: i64) -> rusqlite::Result<Vec<i64>> {
    let mut select = db.prepare_cached("SELECT id FROM person WHERE same_as = ?1 ORDER BY id")?;
    let others = select.query_map([root], |row| row.get(0))?;
    std::iter::once(Ok(root)).chain(others).collect()
}

/// What a person is called.
pub(super) fn called(db: &Connection, root: PersonId) -> rusqlite::Result<String> {
    db.prepare_cached("SELECT coalesce(shown, name) FROM person WHERE id = ?1")?.query_row([root.0], |row| row.get(0))
}

/// The name of a row as articles give it.
fn name_of(db: &Connection, id: i64) -> rusqlite::Result<String> {
    db.prepare_cached("SELECT name FROM person WHERE id = ?1")?.query_row([id], |row| row.get(0))
}

/// The root of a name: as it stands, else whatever its case.
fn named(db: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    let exact = db
        .prepare_cached(
            "SELECT id FROM person WHERE shown = ?1 UNION ALL SELECT id FROM person WHERE name = ?1 LIMIT 1",
        )?
        .query_row([name], |row| row.get(0))
        .optional()?;
    let found = match exact {
        Some(id) => Some(id),
        None => likened(db, name, |known| known.to_lowercase() == name.to_lowercase(), 1)?.pop(),
    };
    found.map(|id| root(db, id)).transpose()
}

/// Names for which `wanted` holds, `most` of them: a look at every name.
pub(super) fn likened(
    db: &Connection,
    words: &str,
    wanted: impl Fn(&str) -> bool,
    most: usize,
) -> rusqlite::Result<Vec<i64>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut select = db.prepare_cached("SELECT id, name, shown FROM person")?;
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let shown = row.get_ref(2)?.as_str_or_null()?;
        if wanted(row.get_ref(1)?.as_str()?) || shown.is_some_and(&wanted) {
            found.push(row.get(0)?);
            if found.len() == most {
                break;
            }
        }
    }
    Ok(found)
}

fn like(db: &Connection, words: &str, most: usize) -> rusqlite::Result<Vec<Person>> {
    let words = words.trim().to_lowercase();
    let mut roots = Vec::new();
    for id in likened(db, &words, |name| name.to_lowercase().contains(&words), LOOKED_AT)? {
        roots.push(root(db, id)?);
    }
    roots.sort_unstable();
    roots.dedup();
    let mut people = Vec::new();
    for root in roots {
        people.extend(Some(described(db, root)?).filter(|person| person.quotations > 0));
    }
    people.sort_by_key(|person| std::cmp::Reverse(person.quotations));
    people.truncate(most);
    Ok(people)
}

fn described(db: &Connection, root: i64) -> rusqlite::Result<Person> {
    let name = called(db, PersonId(root))?;
    let family = family(db, root)?;
    let (mut articles, mut quotations) = (0, 0);
    let mut also = Vec::new();
    for id in &family {
        let other = name_of(db, *id)?;
        if other != name {
            also.push(other.into());
        }
        let (more, said) = spoken(db, *id)?;
        articles += more;
        quotations += said;
    }
    if family.len() > 1 || meant_somewhere(db, root)? {
        // Two names of one person may stand in the same article.
        articles = said::spoken_in(db, PersonId(root), None, usize::MAX)?.len();
    }
    Ok(Person { id: PersonId(root), name: name.into(), also, quotations, articles })
}

fn meant_somewhere(db: &Connection, person: i64) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM meant WHERE person = ?1")?.exists([person])
}

/// Articles and quotations of a name: where it is a whole one and nothing else was said, or where it was said to be it.
fn spoken(db: &Connection, name: i64) -> rusqlite::Result<(usize, usize)> {
    let sum = |sql: &str, params: &[&dyn ToSql]| {
        db.prepare_cached(sql)?.query_row(params, |row| Ok((size(row, 0)?, size(row, 1)?)))
    };
    let own = sum(
        "SELECT count(*), coalesce(sum(quotations), 0) FROM voice
         WHERE person = ?1 AND kinds & ?2 AND quotations > 0",
        &[&name, &WHOLE_NAME],
    )?;
    let others = sum(
        "SELECT count(*), coalesce(sum(v.quotations), 0) FROM meant m
         CROSS JOIN voice v ON v.person = m.name AND v.article = m.article
         WHERE m.name = ?1 AND v.kinds & ?2 AND v.quotations > 0",
        &[&name, &WHOLE_NAME],
    )?;
    let meant = sum(
        "SELECT count(*), coalesce(sum(v.quotations), 0) FROM meant m
         CROSS JOIN voice v ON v.person = m.name AND v.article = m.article
         WHERE m.person = ?1 AND v.quotations > 0",
        &[&name],
    )?;
    Ok(((own.0 + meant.0).saturating_sub(others.0), (own.1 + meant.1).saturating_sub(others.1)))
}

/// The row of a name, made if there is none.
fn row_of(db: &Connection, name: &str) -> rusqlite::Result<i64> {
    quoted::person(db, name)
}
