//! What a change of people did, exactly: which fact said what before and after. Undoing puts back what was before.

use rusqlite::{Connection, OptionalExtension, params};

use super::super::effect::Way;
use super::super::error::unreadable;
use super::super::varint;
use super::row_of;
use crate::catalog::people::Renamed;

/// Something that is said about a name. Names stand for themselves, not for rows: the journal can be read elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::store) enum Fact {
    /// The name that this one means the same as.
    SameAs(String),
    /// What the person of this name is called.
    Shown(String),
    /// Who is meant by this name in an article.
    Meant(i64, String),
}

/// A fact that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Effect {
    pub(in crate::store) fact: Fact,
    pub(in crate::store) before: Option<String>,
    pub(in crate::store) after: Option<String>,
}

impl Effect {
    /// The change of a fact from what it says now.
    pub(in crate::store) fn of(db: &Connection, fact: Fact, after: Option<String>) -> rusqlite::Result<Self> {
        Ok(Self { before: said(db, &fact)?, after, fact })
    }
}

/// Brings effects about. The result is what changed.
pub(in crate::store) fn bring_about(db: &Connection, effects: &[Effect], way: Way) -> rusqlite::Result<Vec<Effect>> {
    let mut wanted: Vec<(&Fact, &Option<String>)> = match way {
        Way::Again => effects.iter().map(|effect| (&effect.fact, &effect.after)).collect(),
        Way::Back => effects.iter().rev().map(|effect| (&effect.fact, &effect.before)).collect(),
    };
    let mut done = Vec::new();
    for (fact, value) in wanted.drain(..) {
        let effect = Effect::of(db, fact.clone(), value.clone())?;
        if effect.before != effect.after {
            say(db, &effect.fact, effect.after.as_deref())?;
            done.push(effect);
        }
    }
    Ok(done)
}

fn said(db: &Connection, fact: &Fact) -> rusqlite::Result<Option<String>> {
    let found = match fact {
        Fact::SameAs(name) => db
            .prepare_cached("SELECT o.name FROM person p JOIN person o ON o.id = p.same_as WHERE p.name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?,
        Fact::Shown(name) => db
            .prepare_cached("SELECT shown FROM person WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?
            .flatten(),
        Fact::Meant(article, name) => db
            .prepare_cached(
                "SELECT o.name FROM meant m JOIN person p ON p.id = m.name JOIN person o ON o.id = m.person
                 WHERE m.article = ?1 AND p.name = ?2",
            )?
            .query_row(params![article, name], |row| row.get(0))
            .optional()?,
    };
    Ok(found)
}

fn say(db: &Connection, fact: &Fact, value: Option<&str>) -> rusqlite::Result<()> {
    match fact {
        Fact::SameAs(name) => {
            let other = value.map(|other| row_of(db, other)).transpose()?;
            db.prepare_cached("UPDATE person SET same_as = ?2 WHERE id = ?1")?
                .execute(params![row_of(db, name)?, other])?;
        }
        Fact::Shown(name) => {
            db.prepare_cached("UPDATE person SET shown = ?2 WHERE id = ?1")?
                .execute(params![row_of(db, name)?, value])?;
        }
        Fact::Meant(article, name) => {
            let name = row_of(db, name)?;
            db.prepare_cached("DELETE FROM meant WHERE article = ?1 AND name = ?2")?.execute([*article, name])?;
            if let Some(person) = value {
                db.prepare_cached("INSERT INTO meant (article, name, person) VALUES (?1, ?2, ?3)")?.execute([
                    *article,
                    name,
                    row_of(db, person)?,
                ])?;
            }
        }
    }
    Ok(())
}

/// The articles that effects name.
pub(in crate::store) fn articles(effects: &[Effect]) -> impl Iterator<Item = i64> {
    effects.iter().filter_map(|effect| match effect.fact {
        Fact::Meant(article, _) => Some(article),
        Fact::SameAs(_) | Fact::Shown(_) => None,
    })
}

/// Effects in words.
pub(in crate::store) fn told(effects: &[Effect]) -> Vec<Renamed> {
    let told = effects.iter().map(|effect| {
        let (Fact::SameAs(name) | Fact::Shown(name) | Fact::Meant(_, name)) = &effect.fact;
        Renamed { name: name.as_str().into(), to: effect.after.as_deref().map(Into::into) }
    });
    told.collect()
}

/// What effects are about, in one line: `H. Amiri, Hadi al-Amiri`.
pub(in crate::store) fn in_words(effects: &[Effect]) -> String {
    let first = told(effects).into_iter().next();
    let names = first.into_iter().flat_map(|renamed| [Some(renamed.name), renamed.to]);
    let names: Vec<Box<str>> = names.flatten().collect();
    names.join(", ")
}

/// Packs effects, after the byte that says what they are.
pub(in crate::store) fn pack(out: &mut Vec<u8>, effects: &[Effect]) {
    varint::put(out, effects.len() as u64);
    for effect in effects {
        let (kind, name) = match &effect.fact {
            Fact::SameAs(name) => (0, name),
            Fact::Shown(name) => (1, name),
            Fact::Meant(_, name) => (2, name),
        };
        out.push(kind);
        if let Fact::Meant(article, _) = effect.fact {
            varint::put_signed(out, article);
        }
        put_words(out, name);
        for side in [&effect.before, &effect.after] {
            out.push(u8::from(side.is_some()));
            if let Some(words) = side {
                put_words(out, words);
            }
        }
    }
}

/// Reads packed effects back.
pub(in crate::store) fn unpack(packed: &[u8]) -> rusqlite::Result<Vec<Effect>> {
    read(packed).ok_or_else(|| unreadable("an entry of the journal"))
}

fn read(mut rest: &[u8]) -> Option<Vec<Effect>> {
    let count = varint::get_size(&mut rest)?;
    let mut effects = Vec::new();
    for _ in 0..count {
        let kind = get_byte(&mut rest)?;
        let article = if kind == 2 { varint::get_signed(&mut rest)? } else { 0 };
        let name = get_words(&mut rest)?;
        let fact = match kind {
            0 => Fact::SameAs(name),
            1 => Fact::Shown(name),
            2 => Fact::Meant(article, name),
            _ => return None,
        };
        let mut side = || match get_byte(&mut rest)? {
            0 => Some(None),
            1 => get_words(&mut rest).map(Some),
            _ => None,
        };
        let (before, after) = (side()?, side()?);
        effects.push(Effect { fact, before, after });
    }
    rest.is_empty().then_some(effects)
}

pub(in crate::store) fn put_words(out: &mut Vec<u8>, words: &str) {
    varint::put(out, words.len() as u64);
    out.extend_from_slice(words.as_bytes());
}

fn get_byte(rest: &mut &[u8]) -> Option<u8> {
    let (&byte, after) = rest.split_first()?;
    *rest = after;
    Some(byte)
}

pub(in crate::store) fn get_words(rest: &mut &[u8]) -> Option<String> {
    let length = varint::get_size(rest)?;
    let (words, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(std::str::from_utf8(words).ok()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn effects() -> Vec<Effect> {
        vec![
            Effect { fact: Fact::SameAs("H. Amiri".into()), before: None, after: Some("Hadi al-Amiri".into()) },
            Effect { fact: Fact::Shown("Hadi al-Amiri".into()), before: Some("“H”".into()), after: None },
            Effect { fact: Fact::Meant(1 << 40, "Al-Amiri".into()), before: Some(String::new()), after: None },
        ]
    }

    fn packed() -> Vec<u8> {
        let mut packed = Vec::new();
        pack(&mut packed, &effects());
        packed
    }

    #[test]
    fn effects_come_back_as_they_were() {
        assert_eq!(read(&packed()), Some(effects()));
    }

    #[test]
    fn damaged_effects_are_none() {
        let packed = packed();
        for length in 0..packed.len() {
            assert_eq!(read(&packed[..length]), None);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }
    }
}
